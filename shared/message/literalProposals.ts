import { dateText, dateTimeText, timeText, zonedDateTimeText } from '../avro/calendar.ts';
import type { Proposal, Template } from '../avro/editing/proposals.ts';
import { fractionDigits } from '../avro/logicalFromJson.ts';
import { sampleValue, type SampleOptions } from '../avro/sample.ts';
import { dereference } from '../avro/schema.ts';
import type { EnumSchema, Field, LogicalType, NameReference, RecordSchema, Schema, UnionSchema } from '../avro/schema.ts';
import { typeText } from '../avro/typeText.ts';
import { fieldValue, type RecordValue, type Value } from '../avro/value.ts';
import { valueToJson } from '../avro/valueToJson.ts';

export type Concrete = Exclude<Schema, NameReference | UnionSchema>;

/** All values of a schema where they are few, else the ways to write one; what is to be typed over are holes. */
export function proposeLiterals(schema: Concrete, sample: SampleOptions): Proposal[] {
  const detail = typeText(schema);
  const literal = (label: string, text: string): Proposal => ({ label, kind: 'value', template: [text], detail });
  const logical = schema.logicalType === undefined ? undefined : logicalProposals(schema.logicalType, schema, sample);
  if (logical !== undefined) return logical;
  switch (schema.type) {
    case 'null':
      return [literal('null', 'null')];
    case 'boolean':
      return [literal('true', 'true'), literal('false', 'false')];
    case 'enum':
      return symbols(schema, detail);
    case 'bytes':
    case 'fixed': {
      const bytes = 'size' in schema && schema.size !== undefined && schema.size <= 64 ? schema.size : 0;
      return [bytesLiteral('hex:', '00'.repeat(bytes), detail), ...(bytes > 0 ? [] : [bytesLiteral('base64:', '', detail)])];
    }
    case 'record':
    case 'array':
    case 'map':
      return [{ label: detail, kind: 'template', template: shape(schema, sample), detail: 'made up' }];
    case 'invalid':
      return [];
    default: {
      const text = valueToJson(schema, sampleValue(schema, sample));
      return [{ label: short(unquoted(text)), kind: 'value', template: asHole(text), detail }];
    }
  }
}

function symbols({ symbols: all, default: fallback }: EnumSchema, detail: string): Proposal[] {
  return all.map(({ value }) => ({
    label: value,
    kind: 'enum',
    template: [JSON.stringify(value)],
    detail: fallback?.value === value ? `${detail}, the default of the enum` : detail,
  }));
}

function bytesLiteral(prefix: string, hole: string, detail: string): Proposal {
  return { label: prefix, kind: 'value', template: [`"${prefix}`, { hole }, '"'], detail };
}

/** Undefined where the logical type is written as the type that it annotates. */
function logicalProposals(logicalType: LogicalType, schema: Concrete, { now = Date.now() }: SampleOptions): Proposal[] | undefined {
  const { name } = logicalType;
  const made = (label: string, text: string | undefined): Proposal[] =>
    text === undefined ? [] : [{ label, kind: 'value', template: [JSON.stringify(text)], detail: text }];
  const local = new Date(now);
  const sinceLocal = now - local.getTimezoneOffset() * 60_000;
  switch (name) {
    case 'date':
      return made('today', dateText(Math.floor(sinceLocal / millisOfDay)));
    case 'time-millis':
    case 'time-micros': {
      const digits = fractionDigits(name);
      return made('now', timeText(inUnit(((sinceLocal % millisOfDay) + millisOfDay) % millisOfDay, digits), digits));
    }
    case 'uuid':
      return made('new UUID', crypto.randomUUID());
    case 'decimal': {
      const { scale } = logicalType;
      return [{ label: zeroOf(scale), kind: 'value', template: [{ hole: zeroOf(scale) }], detail: typeText(schema) }];
    }
    case 'big-decimal':
      return [{ label: '0.00', kind: 'value', template: [{ hole: '0.00' }], detail: typeText(schema) }];
    case 'duration': {
      const template: Template = ['{ "months": ', { hole: '0' }, ', "days": ', { hole: '0' }, ', "millis": ', { hole: '0' }, ' }'];
      return [{ label: 'duration', kind: 'template', template, detail: typeText(schema) }];
    }
    default:
      return timestamps(name, now, sinceLocal, made);
  }
}

const millisOfDay = 86_400_000;

function timestamps(
  name: LogicalType['name'],
  now: number,
  sinceLocal: number,
  made: (label: string, text: string | undefined) => Proposal[],
): Proposal[] {
  const digits = fractionDigits(name);
  const midnight = sinceLocal - (((sinceLocal % millisOfDay) + millisOfDay) % millisOfDay);
  if (name.startsWith('local-')) {
    return [
      ...made('now', dateTimeText(inUnit(sinceLocal, digits), digits)),
      ...made('today', dateTimeText(inUnit(midnight, digits), digits)),
    ];
  }
  const utc = dateTimeText(inUnit(now, digits), digits);
  const today = now - (sinceLocal - midnight);
  return [...made('now', utc === undefined ? undefined : `${utc}Z`), ...made('today', zonedDateTimeText(inUnit(today, digits), digits))];
}

function inUnit(millis: number, digits: number): bigint {
  return BigInt(Math.trunc(millis)) * 10n ** BigInt(digits - 3);
}

function zeroOf(scale: number): string {
  return scale === 0 ? '0' : `0.${'0'.repeat(Math.min(scale, 40))}`;
}

/** A record with what it must have, an array or map with one of its values. */
function shape(schema: Concrete & { readonly type: 'record' | 'array' | 'map' }, sample: SampleOptions): Template {
  if (schema.type === 'record') return recordTemplate(schema, sample);
  const [open, close]: [Template, string] = schema.type === 'array' ? [['[ '], ' ]'] : [['{ "', { hole: 'key' }, '": '], ' }'];
  const inner = schema.type === 'array' ? schema.items : schema.values;
  return [...open, ...literalTemplate(inner, sampleValue(inner, sample)), close];
}

function recordTemplate(record: RecordSchema, sample: SampleOptions): Template {
  // A record schema's sample is an object.
  const values = sampleValue(record, sample) as RecordValue;
  const required = record.fields.filter((field) => field.default === undefined);
  if (required.length === 0) return ['{ ', { hole: '' }, ' }'];
  return ['{\n\t', ...required.flatMap((field, index) => [...(index > 0 ? [',\n\t'] : []), ...fieldTemplate(field, values, '\t')]), '\n}'];
}

/** A field with its value. @param indent before each line of a value of several */
export function fieldTemplate({ name, schema }: Field, values: RecordValue, indent = ''): Template {
  const value = fieldValue(values, name?.value ?? '');
  return [`${JSON.stringify(name?.value ?? '')}: `, ...(value === undefined ? [{ hole: '' }] : literalTemplate(schema, value, indent))];
}

/** A value as a template: what is short is to be typed over. */
export function literalTemplate(schema: Schema, value: Value, indent = ''): Template {
  const literal = valueToJson(schema, value);
  if (!/^[[{]/.test(literal)) return dereference(schema)?.type === 'null' ? [literal] : asHole(literal);
  return [deep(valueToJson(schema, value, { indent: 2 })).replaceAll('\n', `\n${indent}`)];
}

function asHole(literal: string): Template {
  return literal.startsWith('"') ? ['"', { hole: literal.slice(1, -1) }, '"'] : [{ hole: literal }];
}

/** JSON with 2 spaces a level, with tabs: editors make of these what they indent by. */
function deep(json: string): string {
  return json.replace(/\n( *)/g, (_, spaces: string) => `\n${'\t'.repeat(spaces.length / 2)}`);
}

export function unquoted(literal: string): string {
  return literal.replace(/^"(.*)"$/, '$1');
}

export function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
