import type { JsonNode } from './json.ts';
import { toExact } from './readNumbers.ts';
import type { PrimitiveSchema } from './schema.ts';
import { literalText, refuse, refuseKind } from './valueReading.ts';
import type { Reading, Refused } from './valueReading.ts';

/** The int or long, as `schema` says, that a JSON number writes, all digits kept. */
export function readInteger(reading: Reading, schema: PrimitiveSchema, json: JsonNode): number | bigint | Refused {
  if (json.kind !== 'number') return refuseKind(reading, schema, json);
  const { text } = json;
  if (!/^-?\d+$/.test(text)) return refuseFraction(reading, schema, json.span, text);
  return inRange(reading, schema, json, BigInt(text));
}

/** The count as a value, where it is one of the schema. */
export function inRange(reading: Reading, schema: PrimitiveSchema, json: JsonNode, count: bigint): number | bigint | Refused {
  const limit = schema.type === 'int' ? 2n ** 31n : 2n ** 63n;
  if (count >= -limit && count < limit) return toExact(count);
  const text = json.kind === 'number' ? literalText(json.text) : 'This';
  const article = schema.type === 'int' ? 'an int' : 'a long';
  return refuse(reading, 'out-of-range', json.span, () => `${text} does not fit ${article} (${-limit} to ${limit - 1n}).`);
}

function refuseFraction(reading: Reading, schema: PrimitiveSchema, span: JsonNode['span'], text: string): Refused {
  const whole = wholeNumber(text);
  const phrase = schema.type === 'int' ? 'an int' : 'a long';
  const reason = whole === undefined ? `${literalText(text)} has a fraction` : `write ${whole} for ${literalText(text)}`;
  const suggestions = whole === undefined ? undefined : [whole];
  return refuse(reading, 'not-an-integer', span, (subject) => `${subject} is ${phrase}: ${reason}.`, suggestions);
}

/** The digits of a number that may have a decimal point or an exponent, but has no fraction: 1000 for 1e3; undefined for any other text. */
export function wholeNumber(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const exponent = Number(exponentText);
  if (whole === '' || Math.abs(exponent) > 30) return undefined;
  const digits = (whole + fraction).padEnd(whole.length + exponent, '0');
  const point = whole.length + exponent;
  if (/[1-9]/.test(digits.slice(Math.max(point, 0))) || point > 40) return undefined;
  const number = digits.slice(0, Math.max(point, 0)).replace(/^0+(?=\d)/, '') || '0';
  return number === '0' ? '0' : sign + number;
}
