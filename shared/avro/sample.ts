import { bigDecimalBytes, bigintToBytes } from './decimals.ts';
import { newDice } from './dice.ts';
import type { Dice } from './dice.ts';
import { parseUuid } from './logicalFromJson.ts';
import { isEndless, nestingHeights } from './nestingHeight.ts';
import type { NestingHeights } from './nestingHeight.ts';
import { sampleFloating, sampleInteger, sampleUnscaled } from './sampleNumber.ts';
import { isAbout, sampleText, sampleUuid, wordsOf } from './sampleText.ts';
import type { SampleHint } from './sampleText.ts';
import type { ArraySchema, EnumSchema, FixedSchema, MapSchema, PrimitiveSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { branchTag, checkUsable, fieldName, fixedSize, unusable, usable } from './usable.ts';
import { UnionValue, nullableBranch, setField } from './value.ts';
import type { MutableRecord, Value } from './value.ts';

export interface SampleOptions {
  /** The same seed gives the same value again; without one each value is another. */
  readonly seed?: number;
  /** What times are near to, in milliseconds since 1970; without it the present. */
  readonly now?: number;
  /** How often a nullable part is null, from 0 to 1; 0.2 without it. The whole value is not null where it need not be. */
  readonly nullProbability?: number;
}

/**
 * A value of the schema that looks like a real one, by the names of fields and their types. Arrays have one to three
 * items; what contains itself ends after the second time.
 *
 * @throws CodecError `codec/unusable-schema`, also where no value of the schema has an end
 */
export function sampleValue(schema: Schema, options: SampleOptions = {}): Value {
  checkUsable(schema);
  const heights = nestingHeights(schema);
  if (isEndless(schema, heights)) throw unusable('every value of it would contain itself without end');
  const making: Making = {
    dice: newDice(options.seed ?? Math.floor(Math.random() * 2 ** 32)),
    now: options.now ?? Date.now(),
    nullProbability: options.nullProbability ?? 0.2,
    heights,
    open: [],
    left: maxValues,
  };
  return make(making, schema, { words: [], now: making.now }, true);
}

/** More values than this are no sample to read; beyond it, parts that may be left out are. */
const comfortableValues = 500;

/** More than this are not made at all, since a schema may ask for as many as there are grains of sand. */
const maxValues = 100_000;

interface Making {
  readonly dice: Dice;
  readonly now: number;
  readonly nullProbability: number;
  readonly heights: NestingHeights;
  /** The records around what is being made. */
  readonly open: RecordSchema[];
  /** How many values may still be made. */
  left: number;
}

function make(making: Making, schema: Schema, hint: SampleHint, isRoot = false): Value {
  if (making.left-- <= 0) throw unusable(`a value of it has more than ${maxValues} parts`);
  const target = usable(schema);
  switch (target.type) {
    case 'union':
      return makeUnion(making, target, hint, isRoot);
    case 'record':
      return makeRecord(making, target);
    case 'array':
      return makeArray(making, target, hint);
    case 'map':
      return makeMap(making, target, hint);
    case 'enum':
      return makeSymbol(making, target);
    case 'fixed':
      return makeFixed(making, target, hint);
    default:
      return makePrimitive(making, target, hint);
  }
}

function makePrimitive({ dice }: Making, schema: PrimitiveSchema, hint: SampleHint): Value {
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return !isAbout(hint, 'deleted', 'test', 'error', 'failed', 'blocked') && dice.chance(0.5);
    case 'int':
    case 'long':
      return sampleInteger(dice, hint, schema);
    case 'float':
    case 'double':
      return sampleFloating(dice, hint, schema);
    case 'string':
      return schema.logicalType?.name === 'uuid' ? sampleUuid(dice) : sampleText(dice, hint);
    case 'bytes': {
      const { logicalType } = schema;
      if (logicalType?.name === 'decimal') {
        return bigintToBytes(sampleUnscaled(dice, hint, logicalType.precision, logicalType.scale));
      }
      if (logicalType?.name === 'big-decimal') return bigDecimalBytes({ unscaled: sampleUnscaled(dice, hint, 9, 2), scale: 2 });
      return randomBytes(dice, 6);
    }
  }
}

function makeFixed({ dice }: Making, schema: FixedSchema, hint: SampleHint): Uint8Array {
  const size = fixedSize(schema);
  const { logicalType } = schema;
  if (logicalType?.name === 'decimal') {
    return bigintToBytes(sampleUnscaled(dice, hint, logicalType.precision, logicalType.scale), size);
  }
  if (logicalType?.name === 'uuid') return parseUuid(sampleUuid(dice)) ?? new Uint8Array(size);
  if (logicalType?.name !== 'duration') return randomBytes(dice, size);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(4, dice.int(1, 30), true);
  view.setUint32(8, 1000 * dice.int(0, 86_399), true);
  return new Uint8Array(view.buffer);
}

function randomBytes(dice: Dice, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => dice.int(0, 255));
}

function makeSymbol({ dice }: Making, { symbols, fullname }: EnumSchema): string {
  const [first, ...others] = symbols;
  if (first === undefined) throw unusable(`the enum ${fullname ?? ''} has no symbols`);
  return dice.pick([first, ...others]).value;
}

function makeRecord(making: Making, schema: RecordSchema): Value {
  making.open.push(schema);
  const record: MutableRecord = {};
  for (const field of schema.fields) {
    const name = fieldName(field);
    setField(record, name, make(making, field.schema, { words: wordsOf(name), now: making.now }));
  }
  making.open.pop();
  return record;
}

/** Whether what may be left out is to be left out: a record is in itself for the second time, or there is enough already. */
function isEnding({ open, left }: Making): boolean {
  const innermost = open.at(-1);
  return left < maxValues - comfortableValues || open.filter((record) => record === innermost).length > 1 || open.length > 8;
}

/** Whether a list is to be empty, or must be, since no item of it has an end. */
function hasNoItems(making: Making, items: Schema): boolean {
  return isEnding(making) || isEndless(items, making.heights);
}

function makeArray(making: Making, schema: ArraySchema, hint: SampleHint): Value {
  const length = hasNoItems(making, schema.items) ? 0 : making.dice.int(1, 3);
  const words = hint.words.map((word, index) => (index === hint.words.length - 1 ? word.replace(/s$/, '') : word));
  return Array.from({ length }, () => make(making, schema.items, { ...hint, words }));
}

const mapKeys = ['source', 'campaign', 'channel'] as const;

function makeMap(making: Making, schema: MapSchema, hint: SampleHint): Value {
  const keys = hasNoItems(making, schema.values) ? [] : mapKeys.slice(0, making.dice.int(1, 2));
  return new Map(keys.map((key) => [key, make(making, schema.values, { ...hint, words: [...hint.words, key] })]));
}

function makeUnion(making: Making, schema: UnionSchema, hint: SampleHint, isRoot: boolean): Value {
  const branch = chooseBranch(making, schema, isRoot);
  const branchSchema = schema.branches[branch];
  if (branchSchema === undefined) throw unusable('a union has no branches');
  const value = make(making, branchSchema, hint);
  return nullableBranch(schema) === undefined ? new UnionValue(branch, value) : value;
}

function chooseBranch(making: Making, { branches }: UnionSchema, isRoot: boolean): number {
  const { dice, heights } = making;
  const all = branches.map((schema, index) => ({ index, isNull: branchTag(schema) === 'null', height: heights.of(schema) }));
  if (isEnding(making))
    return all.reduce((best, each) => (each.height < best.height ? each : best), all[0] ?? { index: 0, height: 0 }).index;
  const [first, ...others] = all.filter(({ isNull, height }) => !isNull && Number.isFinite(height));
  const nullIndex = all.findIndex(({ isNull }) => isNull);
  if (first === undefined || (nullIndex >= 0 && !isRoot && dice.chance(making.nullProbability))) return Math.max(nullIndex, 0);
  return dice.pick([first, ...others]).index;
}
