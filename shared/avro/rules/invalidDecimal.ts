import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonNode, JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { maxPrecision, plainText, toInt32 } from '../logicalTypes.ts';
import { findMisspelt } from '../misspelt.ts';
import type { FixedSchema, Fix, Schema } from '../schema.ts';
import { hasAttribute } from './rule.ts';
import type { Finding, Rule } from './rule.ts';

/**
 * A decimal whose precision is missing or no number of digits, whose scale is negative or larger than that, or for which
 * its fixed is too small: every reader ignores such a logical type.
 */
export const invalidDecimal: Rule<Schema> = {
  id: 'invalid-decimal',
  severity: 'warning',
  spec: 'Logical Types, Decimal',
  on: 'schema',
  concerns: ({ type, json }) => (type === 'bytes' || type === 'fixed') && hasAttribute(json, 'logicalType'),
  *check(schema) {
    const { json, type } = schema;
    if (json.kind !== 'object' || (type !== 'bytes' && type !== 'fixed')) return;
    const logicalType = findValue(json, 'logicalType');
    if (logicalType?.kind !== 'string' || logicalType.value !== 'decimal') return;
    const finding = findInvalid(schema, json, logicalType);
    if (finding === undefined) return;
    yield { ...finding, message: `${finding.message}, so the decimal is ignored here: the value is read as ${plainText(type)}.` };
  },
};

/** Its message is the first clause. */
function findInvalid(schema: Schema, json: JsonObject, logicalType: JsonNode): Finding | undefined {
  const property = findProperty(json, 'precision');
  if (property === undefined) {
    // It is better told where it is misspelt.
    if (findMisspelt(json, schema.type === 'fixed' ? 'fixed' : 'primitive').some(({ attribute }) => attribute === 'precision'))
      return undefined;
    return { span: logicalType.span, message: 'A decimal needs a "precision", its number of digits' };
  }
  const written = property.value;
  if (written === undefined) return undefined;
  const precision = toInt32(written);
  if (precision === undefined || precision <= 0)
    return { span: written.span, message: 'A precision is a positive integer', fixes: () => numberFixes(written, 1) };
  return (
    findInvalidScale(findValue(json, 'scale'), precision) ??
    (schema.type === 'fixed' ? findTooSmall(schema, { json, written, precision }) : undefined)
  );
}

function findInvalidScale(written: JsonNode | undefined, precision: number): Finding | undefined {
  if (written === undefined) return undefined;
  const scale = toInt32(written);
  if (scale !== undefined && scale >= 0 && scale <= precision) return undefined;
  return {
    span: written.span,
    message: `A scale is an integer from 0 to the precision, ${precision}`,
    fixes: () => numberFixes(written, 0, precision),
  };
}

function findTooSmall(
  { size }: FixedSchema,
  { json, written, precision }: { readonly json: JsonObject; readonly written: JsonNode; readonly precision: number },
): Finding | undefined {
  if (size === undefined || precision <= maxPrecision(size)) return undefined;
  const room = Math.max(0, maxPrecision(size));
  const scale = toInt32(findValue(json, 'scale')) ?? 0;
  const sizeNode = findValue(json, 'size');
  return {
    span: written.span,
    message: `A fixed of ${size} ${size === 1 ? 'byte' : 'bytes'} has room for ${room} digits`,
    fixes: () => [
      ...(sizeNode === undefined
        ? []
        : fix(`Change the Size to ${sizeFor(precision)}`, replaceSpan(sizeNode.span, String(sizeFor(precision))))),
      ...(room === 0 || scale > room ? [] : fix(`Change the Precision to ${room}`, replaceSpan(written.span, String(room)))),
    ],
  };
}

/** In bytes. */
function sizeFor(precision: number): number {
  let size = Math.max(1, Math.floor(precision / Math.log10(2) / 8));
  while (maxPrecision(size) < precision) size++;
  return size;
}

/** The integer that a text or a number with a fraction of 0 stands for. */
function numberFixes(written: JsonNode, least: number, greatest = 2 ** 31 - 1): Fix[] {
  const text = written.kind === 'string' ? written.value.trim() : written.kind === 'number' ? written.text : '';
  const number = /^\d{1,10}(?:\.0+)?$/.test(text) ? Number(text) : undefined;
  if (number === undefined || number < least || number > greatest) return [];
  return fix(`Change to ${number}`, replaceSpan(written.span, String(number)), { isPreferred: true });
}
