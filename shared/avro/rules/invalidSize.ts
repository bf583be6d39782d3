import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonNode } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { FixedSchema, Fix } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A fixed whose size is no number of bytes: negative, not an integer, or larger than any array of Java. */
export const invalidSize: Rule<FixedSchema> = {
  id: 'invalid-size',
  severity: 'error',
  spec: 'Complex Types, Fixed',
  on: 'fixed',
  *check({ json, size }) {
    const value = findValue(json, 'size');
    if (value === undefined || (size !== undefined && size <= maxSize)) return;
    yield { span: value.span, message: `A size is an integer from 0 to ${maxSize}, in bytes.`, fixes: () => fixSize(value) };
  },
};

/** Java's Avro refuses what its virtual machine cannot hold in one array. */
const maxSize = 2 ** 31 - 9;

/** The number of bytes that is probably meant: without quotes, sign, point or exponent. */
function fixSize(value: JsonNode): Fix[] {
  const text = value.kind === 'string' ? value.value.trim() : value.kind === 'number' ? value.text : '';
  const size = Math.abs(Number(text === '' ? NaN : text));
  return Number.isInteger(size) && size <= maxSize
    ? fix(`Change to ${size}`, replaceSpan(value.span, String(size)), { isPreferred: true })
    : [];
}
