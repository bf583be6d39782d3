import type { Schema } from '../shared/avro/schema.ts';
import { fieldName, usable } from '../shared/avro/usable.ts';
import { UnionValue, nullableBranch, setField } from '../shared/avro/value.ts';
import type { MutableRecord, Value } from '../shared/avro/value.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Maker {
  readonly random: () => number;
  /** How many schemas or values may still be made, so that it ends. */
  left: number;
  /** Records given so far, by fullname. */
  readonly records: string[];
  names: number;
}

/**
 * Makes a schema that values can be read and written with, out of all types and logical types, with recursion, names
 * that are trouble elsewhere, and unions whose branches are hard to tell apart in JSON.
 *
 * @param random yields numbers from 0 up to 1
 */
export function randomUsableSchema(random: () => number): string {
  const maker: Maker = { random, left: 2 + Math.floor(random() ** 2 * 40), records: [], names: 0 };
  return JSON.stringify(makeSchema(maker, true));
}

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const logicals: Json[] = [
  { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
  { type: 'bytes', logicalType: 'decimal', precision: 30, scale: 0 },
  { type: 'bytes', logicalType: 'decimal', precision: 1, scale: 1 },
  { type: 'bytes', logicalType: 'big-decimal' },
  { type: 'string', logicalType: 'uuid' },
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  ...['millis', 'micros', 'nanos'].flatMap((unit) => [
    { type: 'long', logicalType: `timestamp-${unit}` },
    { type: 'long', logicalType: `local-timestamp-${unit}` },
  ]),
];
// Some are those of branches, so that a record may look like a tagged value.
const fieldNames = ['a', 'b', '__proto__', 'constructor', 'größe', 'string', 'int', 'long', 'map', 'null', 'T0', 'T1', 'months'];

/** @param mayBeUnion whether it does not stand directly in a union */
function makeSchema(maker: Maker, mayBeUnion: boolean): Json {
  if (--maker.left <= 0) return pick(maker, primitives);
  const roll = maker.random();
  if (roll < 0.2) return pick(maker, primitives);
  if (roll < 0.35) return pick(maker, logicals);
  if (roll < 0.5) return makeNamed(maker);
  if (roll < 0.65 && mayBeUnion) return makeUnion(maker);
  if (roll < 0.75) return { type: 'array', items: makeSchema(maker, true) };
  if (roll < 0.85) return { type: 'map', values: makeSchema(maker, true) };
  return makeRecord(maker);
}

function nextName(maker: Maker): string {
  return pick(maker, ['', '', 'n.']) + (maker.random() < 0.1 ? `Größe${maker.names++}` : `T${maker.names++}`);
}

function makeNamed(maker: Maker): Json {
  const name = nextName(maker);
  const roll = maker.random();
  if (roll < 0.4) return { type: 'enum', name, symbols: pick<Json>(maker, [['A'], ['A', 'B', 'NaN'], ['hex:00', '2026-11-10']]) };
  if (roll < 0.6) return { type: 'fixed', name, size: pick(maker, [0, 1, 4, 16]) };
  if (roll < 0.7) return { type: 'fixed', name, size: 12, logicalType: 'duration' };
  if (roll < 0.8) return { type: 'fixed', name, size: 16, logicalType: 'uuid' };
  return { type: 'fixed', name, size: 5, logicalType: 'decimal', precision: 9, scale: 2 };
}

function makeRecord(maker: Maker): Json {
  const name = nextName(maker);
  const count = Math.floor(maker.random() ** 2 * 7);
  const free = [...fieldNames];
  maker.records.push(name);
  const fields: Json[] = [];
  for (let index = 0; index < count; index++) {
    const [field = 'a'] = free.splice(Math.floor(maker.random() * free.length), 1);
    fields.push({ name: field, type: maker.random() < 0.15 ? makeRecursion(maker) : makeSchema(maker, true) });
  }
  return { type: 'record', name, ...(name.includes('.') ? {} : { namespace: '' }), fields };
}

/** A way back to a record that is around, or was, which a value need not go. */
function makeRecursion(maker: Maker): Json {
  const name = pick(maker, maker.records);
  const reference = name.includes('.') ? name : `.${name}`;
  return pick<Json>(maker, [
    ['null', reference],
    { type: 'array', items: reference },
    { type: 'map', values: reference },
    ['int', 'string', { type: 'map', values: reference }, reference],
  ]);
}

function makeUnion(maker: Maker): Json {
  const branches = new Map<string, Json>();
  const count = 1 + Math.floor(maker.random() * 6);
  for (let index = 0; index < count; index++) {
    const known = maker.records.length;
    const branch = makeSchema(maker, false);
    const tag = tagOf(branch);
    if (!branches.has(tag)) branches.set(tag, branch);
    // What is not used defines nothing.
    else maker.records.length = known;
  }
  return [...branches.values()];
}

function tagOf(branch: Json): string {
  if (typeof branch === 'string') return branch;
  if (typeof branch !== 'object' || branch === null || Array.isArray(branch)) throw new Error('This is not a branch.');
  const { name, type } = branch;
  return typeof name === 'string' ? name : typeof type === 'string' ? type : '';
}

/** Makes a value of a schema: mostly small ones, some at the limits of their type. */
export function randomValue(schema: Schema, random: () => number): Value {
  return makeValue({ random, left: 60, records: [], names: 0 }, schema);
}

const integers = [0, -1, 1, 63, 64, -64, -65, 1000, 86_399_999, 86_400_000, 2 ** 31 - 1, -(2 ** 31)];
const longs = [
  2 ** 31,
  -(2 ** 31) - 1,
  1_794_315_727_123,
  86_400_000_000,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  2n ** 53n,
  -(2n ** 53n),
  8_640_000_000_000_000,
  8_640_000_000_001_000,
  1_794_315_727_123_456_789n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const doubles = [
  0,
  -0,
  1,
  5,
  -1.5,
  0.1,
  1e21,
  1e-7,
  5e-324,
  Number.MAX_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const strings = [
  '',
  'a',
  'A',
  'NaN',
  'hex:00',
  '12.50',
  '2026-11-10',
  '2026-11-10T13:02:07.123Z',
  'null',
  'Zürich',
  '😀 and more',
  '\uFEFFbom',
  'line\n"quoted"\\',
  '6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e',
  'more than thirty-six characters, of which all but one are ASCII: é',
];
const keys = ['a', 'b', '10', '9', '__proto__', 'constructor', '', 'string', 'int', 'long', 'map', 'null', 'T0', 'T1', 'months'];
const byteCounts = [0, 1, 2, 3, 5, 12, 16, 40];

function makeValue(maker: Maker, schema: Schema): Value {
  maker.left--;
  const target = usable(schema);
  switch (target.type) {
    case 'null':
      return null;
    case 'boolean':
      return maker.random() < 0.5;
    case 'int':
      return maker.random() < 0.5 ? pick(maker, integers) : Math.floor((maker.random() - 0.5) * 2 ** 32);
    case 'long':
      return pick<number | bigint>(maker, [...integers, ...longs, Math.floor((maker.random() - 0.5) * 2 ** 53)]);
    case 'float':
      return Math.fround(pick(maker, [...doubles, maker.random() * 100]));
    case 'double':
      return pick(maker, [...doubles, maker.random() * 100]);
    case 'string':
      return pick(maker, strings);
    case 'bytes':
      return randomBytes(maker, pick(maker, byteCounts));
    case 'fixed':
      return randomBytes(maker, target.size ?? 0);
    case 'enum':
      return pick(maker, target.symbols).value;
    case 'array':
      return Array.from({ length: count(maker) }, () => makeValue(maker, target.items));
    case 'map':
      return new Map(Array.from({ length: count(maker) }, () => [pick(maker, keys), makeValue(maker, target.values)]));
    case 'record': {
      const record: MutableRecord = {};
      for (const field of target.fields) setField(record, fieldName(field), makeValue(maker, field.schema));
      return record;
    }
    case 'union': {
      // What may go on for ever is only in later branches.
      const branch = maker.left <= 0 ? 0 : Math.floor(maker.random() * target.branches.length);
      const value = makeValue(maker, pick(maker, [target.branches[branch] ?? schema]));
      return nullableBranch(target) === undefined ? new UnionValue(branch, value) : value;
    }
  }
}

/** Mostly small numbers, so that decimals and durations come about. */
function randomBytes(maker: Maker, size: number): Uint8Array {
  const isSmall = maker.random() < 0.6;
  return Uint8Array.from({ length: size }, (_, index) => (isSmall && index < size - 2 ? 0 : Math.floor(maker.random() * 256)));
}

function count(maker: Maker): number {
  return maker.left <= 0 ? 0 : Math.floor(maker.random() * 4);
}

function pick<T>(maker: Maker, from: readonly T[]): T {
  // There is always something to pick from.
  return from[Math.floor(maker.random() * from.length)] as T;
}
