import type { JsonNode, JsonObject } from './json.ts';
import { findValue } from './jsonTree.ts';
import type { LogicalType, PrimitiveType, Schema } from './schema.ts';

export interface LogicalTypeEntry {
  readonly name: LogicalType['name'];
  /** What it may annotate; a `fixed` with `size` only of that size, in bytes. */
  readonly underlying: readonly { readonly type: PrimitiveType | 'fixed'; readonly size?: number }[];
  /** Attributes of its own, beside `logicalType`. */
  readonly attributes: readonly ('precision' | 'scale')[];
  /** One sentence for people. */
  readonly meaning: string;
}

/** Every logical type of Avro 1.12. */
export const logicalTypes: readonly LogicalTypeEntry[] = [
  {
    name: 'decimal',
    underlying: [{ type: 'bytes' }, { type: 'fixed' }],
    attributes: ['precision', 'scale'],
    meaning: 'A decimal number: the bytes are its unscaled value, big-endian in two’s complement.',
  },
  {
    name: 'big-decimal',
    underlying: [{ type: 'bytes' }],
    attributes: [],
    meaning: 'A decimal number that carries its own scale.',
  },
  {
    name: 'uuid',
    underlying: [{ type: 'string' }, { type: 'fixed', size: 16 }],
    attributes: [],
    meaning: 'A UUID, as RFC 4122 writes it or as its 16 bytes.',
  },
  { name: 'date', underlying: [{ type: 'int' }], attributes: [], meaning: 'A calendar date: days since 1970-01-01.' },
  { name: 'time-millis', underlying: [{ type: 'int' }], attributes: [], meaning: 'A time of day: milliseconds since midnight.' },
  { name: 'time-micros', underlying: [{ type: 'long' }], attributes: [], meaning: 'A time of day: microseconds since midnight.' },
  ...(['millis', 'micros', 'nanos'] as const).flatMap((unit): LogicalTypeEntry[] => {
    const units = { millis: 'milliseconds', micros: 'microseconds', nanos: 'nanoseconds' }[unit];
    return [
      {
        name: `timestamp-${unit}`,
        underlying: [{ type: 'long' }],
        attributes: [],
        meaning: `An instant: ${units} since 1970-01-01T00:00:00Z.`,
      },
      {
        name: `local-timestamp-${unit}`,
        underlying: [{ type: 'long' }],
        attributes: [],
        meaning: `A date and time without a zone: ${units} since 1970-01-01T00:00:00.`,
      },
    ];
  }),
  {
    name: 'duration',
    underlying: [{ type: 'fixed', size: 12 }],
    attributes: [],
    meaning: 'An amount of time: months, days and milliseconds, each an unsigned 4-byte integer, little-endian.',
  },
];

const byName: ReadonlyMap<string, LogicalTypeEntry> = new Map(logicalTypes.map((entry) => [entry.name, entry]));

/** The entry of this name; undefined where Avro 1.12 knows none. */
export function findLogicalType(name: string): LogicalTypeEntry | undefined {
  return byName.get(name);
}

/** A schema in whose object a logical type can stand, be it ignored or not: no name and no union. */
export type AnnotatedSchema = Exclude<Schema, { readonly type: 'union' | 'reference' | 'invalid' }> & { readonly json: JsonObject };

export function isAnnotated(schema: Schema): schema is AnnotatedSchema {
  const { type, json } = schema;
  return json.kind === 'object' && type !== 'union' && type !== 'reference' && type !== 'invalid';
}

/** What a logical type may annotate, in words, such as `string or a fixed of 16 bytes`. */
export function underlyingText({ underlying }: LogicalTypeEntry): string {
  return underlying.map(({ type, size }) => (size === undefined ? type : `a ${type} of ${size} bytes`)).join(' or ');
}

/** What a value is read as where its logical type is ignored, such as `plain bytes`. */
export function plainText(type: AnnotatedSchema['type']): string {
  return type === 'bytes' || type === 'fixed' ? 'plain bytes' : `a plain ${type}`;
}

/** The most digits that a decimal on so many bytes can always hold. */
export function maxPrecision(size: number): number {
  return Math.floor(Math.log10(2) * (8 * size - 1));
}

/**
 * The logical type that counts on an underlying type. Whatever is unknown or invalid there is ignored by every reader.
 *
 * @param json the schema's object
 * @param size in bytes, of a fixed
 * @see Avro 1.12, "Logical Types"
 */
export function readLogicalType(json: JsonObject, type: PrimitiveType | 'fixed', size?: number): LogicalType | undefined {
  const named = findValue(json, 'logicalType');
  const entry = named?.kind === 'string' ? byName.get(named.value) : undefined;
  if (entry === undefined) return undefined;
  if (!entry.underlying.some((each) => each.type === type && (each.size === undefined || each.size === size))) return undefined;
  return entry.name === 'decimal' ? readDecimal(json, type, size) : { name: entry.name };
}

function readDecimal(json: JsonObject, type: PrimitiveType | 'fixed', size: number | undefined): LogicalType | undefined {
  const precision = toInt32(findValue(json, 'precision'));
  const scaleNode = findValue(json, 'scale');
  const scale = scaleNode === undefined ? 0 : toInt32(scaleNode);
  if (precision === undefined || scale === undefined || precision <= 0 || scale < 0 || scale > precision) return undefined;
  if (type === 'fixed' && (size === undefined || precision > maxPrecision(size))) return undefined;
  return { name: 'decimal', precision, scale };
}

/** The number that the node writes as an integer of 32 bits; undefined for anything else, `1.0` and `1e3` included. */
export function toInt32(node: JsonNode | undefined): number | undefined {
  if (node?.kind !== 'number' || !/^-?\d{1,10}$/.test(node.text)) return undefined;
  const number = Number(node.text);
  return number === (number | 0) ? number | 0 : undefined;
}
