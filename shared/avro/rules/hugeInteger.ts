import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { Schema } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * An attribute of one's own on a record, array or map whose value is an integer of more than 64 bits: Java's Avro loses
 * such a value when it copies the schema, and refuses that.
 */
export const hugeInteger: Rule<Schema> = {
  id: 'huge-integer',
  severity: 'error',
  spec: 'Schema Declaration',
  on: 'schema',
  concerns: ({ json }) => json.kind === 'object' && json.properties.some(({ value }) => value?.kind === 'number'),
  *check(schema, { parsed }) {
    const { type, json } = schema;
    if (json.kind !== 'object' || (type !== 'record' && type !== 'array' && type !== 'map')) return;
    // What is never resolved is never copied.
    if (parsed.protocol?.reading.unresolved.has(schema) === true) return;
    for (const { name, value } of json.properties) {
      if (value?.kind !== 'number' || value.text.length < 19 || !/^-?\d+$/.test(value.text) || known.has(name.value)) continue;
      const number = BigInt(value.text);
      if (BigInt.asIntN(64, number) !== number)
        yield {
          span: value.span,
          message: `The value of "${name.value}" is out of the range of long.`,
          fixes: () => fix('Put It in Quotes', replaceSpan(value.span, `"${value.text}"`), { isPreferred: true }),
        };
    }
  },
};

/** These are not copied as attributes of one's own. */
const known: ReadonlySet<string> = new Set(['type', 'name', 'namespace', 'doc', 'aliases', 'fields', 'symbols', 'size', 'items', 'values']);
