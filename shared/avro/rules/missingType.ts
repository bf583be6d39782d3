import { addAttribute } from '../fixes/attributes.ts';
import { changeTo } from '../fixes/fix.ts';
import { atMisspelling } from '../misspelt.ts';
import type { JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType } from '../logicalTypes.ts';
import type { InvalidSchema } from '../schema.ts';
import { openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** An object that should be a schema and does not say of which type. */
export const missingType: Rule<InvalidSchema> = {
  id: 'missing-type',
  severity: 'error',
  spec: 'Schema Declaration',
  on: 'invalid',
  *check({ reason, json, inner }, { parsed }) {
    if (reason !== 'untyped' || json.kind !== 'object') return;
    // That is a protocol, which is reported as such.
    if (json === parsed.json && findProperty(json, 'protocol') !== undefined) return;
    const property = findProperty(json, 'type');
    const value = property?.value;
    const type = inner?.type ?? underlyingType(json) ?? 'string';
    if (property === undefined)
      yield atMisspelling(
        {
          span: openingSpan(json),
          message: 'This schema has no "type".',
          fixes: () =>
            addAttribute(parsed.text, json, { owner: 'untyped', name: 'type', value: JSON.stringify(type), kinds: ['string'], after: [] }),
        },
        json,
        'untyped',
        'type',
      );
    else if (value !== undefined)
      yield {
        span: value.span,
        message: `A "type" must be a string, not a ${value.kind}.`,
        fixes: () => changeTo(value, [value.kind === 'null' ? 'null' : type], { isPreferred: value.kind === 'null' }),
      };
  },
};

/** The type that the object's logical type is written on first. */
function underlyingType(json: JsonObject): string | undefined {
  const logicalType = findValue(json, 'logicalType');
  return logicalType?.kind === 'string' ? findLogicalType(logicalType.value)?.underlying[0]?.type : undefined;
}
