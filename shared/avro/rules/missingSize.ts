import { addAttribute } from '../fixes/attributes.ts';
import { atMisspelling } from '../misspelt.ts';
import type { JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType, maxPrecision, toInt32 } from '../logicalTypes.ts';
import type { FixedSchema } from '../schema.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A fixed without `size`, its number of bytes. */
export const missingSize: Rule<FixedSchema> = {
  id: 'missing-size',
  severity: 'error',
  spec: 'Complex Types, Fixed',
  on: 'fixed',
  *check({ json }, { parsed: { text } }) {
    if (findProperty(json, 'size') !== undefined) return;
    yield atMisspelling(
      {
        span: demandSpan(json),
        message: 'This fixed has no "size".',
        fixes: () => addAttribute(text, json, { owner: 'fixed', name: 'size', value: String(probableSize(json)), kinds: ['number'] }),
      },
      json,
      'fixed',
      'size',
    );
  },
};

/** The size that the logical type asks for; without one that of a UUID or an MD5, in bytes. */
function probableSize(json: JsonObject): number {
  const logicalType = findValue(json, 'logicalType');
  const entry = logicalType?.kind === 'string' ? findLogicalType(logicalType.value) : undefined;
  const size = entry?.underlying.find(({ type }) => type === 'fixed')?.size;
  const precision = toInt32(findValue(json, 'precision'));
  if (size !== undefined || entry?.name !== 'decimal' || precision === undefined || precision > 1000) return size ?? 16;
  let enough = 1;
  while (maxPrecision(enough) < precision) enough++;
  return enough;
}
