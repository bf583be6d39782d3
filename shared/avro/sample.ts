import { newDice } from './dice.ts';
import type { Dice } from './dice.ts';
import type { JsonNode } from './json.ts';
import { isEndless, nestingHeights } from './nestingHeight.ts';
import type { NestingHeights } from './nestingHeight.ts';
import { readDoc } from './sampleDoc.ts';
import { readHints } from './sampleHints.ts';
import type { SampleHints } from './sampleHints.ts';
import { scalarMaker, stringMaker, toOptions } from './sampleScalar.ts';
import { wordsOf } from './sampleText.ts';
import type { SampleHint } from './sampleText.ts';
import { branchChooser, turns } from './sampleTurns.ts';
import type { TurnsPlan } from './sampleTurns.ts';
import type { ArraySchema, EnumSchema, MapSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { branchTag, checkUsable, fieldName, unusable, usable } from './usable.ts';
import { UnionValue, maxValueDepth, nullableBranch, setField } from './value.ts';
import type { MutableRecord, Value } from './value.ts';

export interface SampleOptions {
  /** The same seed gives the same values again; without one they are others each time. */
  readonly seed?: number | undefined;
  /** What times are near to, in milliseconds since 1970; without it the present. */
  readonly now?: number | undefined;
  /** How often a nullable part is null, from 0 to 1; 0.2 without it. The whole value is not null where it need not be. */
  readonly nullProbability?: number | undefined;
  /**
   * `all` takes the branches of each union and the symbols of each enum in turns, null and all, so that a series of values
   * has every one of them; `random`, without it, throws dice.
   */
  readonly branches?: 'random' | 'all' | undefined;
}

/** A series of values. */
export interface Sampler {
  /** @throws CodecError `codec/unusable-schema` where a value would have too many parts */
  next(): Value;
  /** Whether the values so far have every branch and symbol; always true where these are not taken in turns. */
  isCovered(): boolean;
}

/**
 * Makes values of a schema that look like real ones: by `arg.properties` of the schema, by logical types, by what docs
 * say, by the names of fields and by types. Arrays have one to three items; what contains itself ends after the second time.
 *
 * @throws CodecError `codec/unusable-schema`, also where no value of the schema has an end
 */
export function createSampler(schema: Schema, options: SampleOptions = {}): Sampler {
  checkUsable(schema);
  const heights = nestingHeights(schema);
  if (isEndless(schema, heights)) throw unusable('every value of it would contain itself without end');
  if (heights.of(schema) > maxValueDepth) throw unusable(`every value of it nests deeper than ${maxValueDepth} levels`);
  const isAll = options.branches === 'all';
  const plan: Plan = { now: options.now ?? Date.now(), heights, isAll, uncovered: 0, records: new Map() };
  const make = compile(plan, schema, toHint(plan, [], {}, {}), true);
  // Only who wants all of them has to know how many there are. What is added meanwhile is visited, too.
  if (isAll) for (const [record, slot] of plan.records) slot.make ??= recordMaker(plan, record);
  const making: Making = {
    dice: newDice(options.seed ?? Math.floor(Math.random() * 2 ** 32)),
    nullProbability: options.nullProbability ?? 0.2,
    isAll,
    open: [],
    left: maxValues,
  };
  return {
    next() {
      making.left = maxValues;
      making.open.length = 0;
      return make(making);
    },
    isCovered: () => plan.uncovered === 0,
  };
}

/** The first value of {@link createSampler}. */
export function sampleValue(schema: Schema, options: SampleOptions = {}): Value {
  return createSampler(schema, options).next();
}

/** More values than this are no sample to read; beyond it, parts that may be left out are. */
const comfortableValues = 500;

/** More than this are not made at all, since a schema may ask for as many as there are grains of sand. */
const maxValues = 100_000;

/** What is known before any value is made. */
interface Plan extends TurnsPlan {
  readonly now: number;
  readonly heights: NestingHeights;
  /** How each record is made; found out when it is needed first. */
  readonly records: Map<RecordSchema, { make: Make | undefined }>;
}

/** What changes while values are made. */
export interface Making {
  readonly dice: Dice;
  readonly nullProbability: number;
  readonly isAll: boolean;
  /** The records around what is being made. */
  readonly open: RecordSchema[];
  /** How many parts the value may still have. */
  left: number;
}

export type Make = (making: Making) => Value;

/** What is said at one place: by a doc, and by the schema for samples, which counts more. */
interface Hint extends SampleHint {
  readonly doc: SampleHints;
  readonly meant: SampleHints;
}

function toHint({ now }: Pick<Plan, 'now'>, words: readonly string[], doc: SampleHints, meant: SampleHints): Hint {
  const { options, iteration, range, regex, length, kind } = meant;
  const decides = [options, iteration, range, regex, length, kind].some((each) => each !== undefined);
  return { words, now, doc, meant, said: decides ? meant : { ...doc, ...meant } };
}

function compile(plan: Plan, schema: Schema, around: Hint, isRoot = false): Make {
  const target = usable(schema);
  const own = readHints(target.json);
  const hint = Object.keys(own).length === 0 ? around : toHint(plan, around.words, around.doc, { ...around.meant, ...own });
  const options = optionsOf(target, hint);
  if (options !== undefined) return optionMaker(plan, target.type === 'enum' || target.type === 'union', options);
  switch (target.type) {
    case 'union':
      return unionMaker(plan, target, hint, isRoot);
    case 'record':
      return referenceMaker(plan, target);
    case 'array':
      return arrayMaker(plan, target, hint);
    case 'map':
      return mapMaker(plan, target, hint);
    case 'enum':
      return symbolMaker(plan, target);
    default:
      return scalarMaker(target, hint);
  }
}

/** The values that are given; what people say in a doc is no moment and no UUID. */
function optionsOf(
  schema: Exclude<Schema, { readonly type: 'reference' | 'invalid' }>,
  hint: Hint,
): readonly [Value, ...Value[]] | undefined {
  const isPlain = schema.logicalType === undefined || schema.logicalType.name === 'decimal';
  const isScalar = schema.type !== 'union' && schema.type !== 'record' && schema.type !== 'array' && schema.type !== 'map';
  const nodes: readonly JsonNode[] | undefined = hint.meant.options ?? (isPlain && isScalar ? hint.said.options : undefined);
  return nodes === undefined ? undefined : toOptions(schema, nodes);
}

function optionMaker(plan: Plan, hasTurns: boolean, options: readonly [Value, ...Value[]]): Make {
  const turn = hasTurns ? turns(plan, options.length) : undefined;
  return ({ dice }) => (turn === undefined ? dice.pick(options) : (options[turn()] ?? options[0]));
}

function symbolMaker(plan: Plan, { symbols, fullname }: EnumSchema): Make {
  const [first, ...others] = symbols.map(({ value }) => value);
  if (first === undefined) throw unusable(`the enum ${fullname ?? ''} has no symbols`);
  return optionMaker(plan, true, [first, ...others]);
}

function referenceMaker(plan: Plan, record: RecordSchema): Make {
  const slot = plan.records.get(record) ?? { make: undefined };
  plan.records.set(record, slot);
  return (making) => (slot.make ??= recordMaker(plan, record))(making);
}

function recordMaker(plan: Plan, record: RecordSchema): Make {
  const fields = record.fields.map((field) => {
    const name = fieldName(field);
    return { name, make: compile(plan, field.schema, toHint(plan, wordsOf(name), readDoc(field.doc), readHints(field.json))) };
  });
  return (making) => {
    making.left -= fields.length + 1;
    if (making.left < 0) throw unusable(`a value of it has more than ${maxValues} parts`);
    making.open.push(record);
    const made: MutableRecord = {};
    for (const { name, make } of fields) setField(made, name, make(making));
    making.open.pop();
    return made;
  };
}

/** Whether what may be left out is to be left out: a record is in itself for the second time, or there is enough already. */
function isEnding({ open, left, isAll }: Making): boolean {
  if (left < maxValues - (isAll ? 10 : 1) * comfortableValues || open.length > (isAll ? 40 : 8)) return true;
  const innermost = open.at(-1);
  let times = 0;
  for (const record of open) if (record === innermost) times++;
  return times > 1;
}

/** Lists that are asked for are cut where the value gets too large; more items than this are not to be read. */
const maxItems = 1000;

/** How many items a list has: as many as are asked for, or a few. */
function countItems(making: Making, length: SampleHints['length'], most: number): number {
  if (isEnding(making)) return 0;
  const { min, max } = length ?? { min: 1, max: most + 1 };
  return Math.min(making.dice.int(min, Math.min(max - 1, min + maxItems)), maxItems);
}

function arrayMaker(plan: Plan, schema: ArraySchema, hint: Hint): Make {
  if (isEndless(schema.items, plan.heights)) return () => [];
  const words = hint.words.map((word, index) => (index === hint.words.length - 1 ? word.replace(/s$/, '') : word));
  const make = compile(plan, schema.items, toHint(plan, words, hint.doc, {}));
  return (making) => {
    const items: Value[] = [];
    for (let count = countItems(making, hint.meant.length, 3); count > 0 && making.left > maxValues / 2; count--) {
      making.left--;
      items.push(make(making));
    }
    return items;
  };
}

const mapKeys = ['source', 'campaign', 'channel'] as const;

function mapMaker(plan: Plan, schema: MapSchema, hint: Hint): Make {
  if (isEndless(schema.values, plan.heights)) return () => new Map();
  const { keys, length } = hint.meant;
  const makers = [...mapKeys.entries()].map(([index, key]) => ({
    key: (): string => key,
    // One of each would have turns of its own.
    make: index > 0 && plan.isAll ? undefined : compile(plan, schema.values, toHint(plan, [...hint.words, key], hint.doc, {})),
  }));
  const [first] = makers;
  const keyMaker = keys === undefined ? undefined : stringMaker({ ...hint, said: keys }, keys.options);
  return (making) => {
    const made = new Map<string, Value>();
    const count = countItems(making, length, 2);
    // Keys that come again are no more entries.
    for (let attempt = 0; attempt < 2 * count && made.size < count && making.left > maxValues / 2; attempt++) {
      const own = makers[attempt];
      const key = keyMaker?.(making) ?? own?.key() ?? `key-${attempt + 1}`;
      making.left--;
      const make = own?.make ?? first?.make;
      if (make !== undefined && !made.has(key)) made.set(key, make(making));
    }
    return made;
  };
}

function unionMaker(plan: Plan, schema: UnionSchema, hint: Hint, isRoot: boolean): Make {
  const { position, distribution, ...meant } = hint.meant;
  const inner = toHint(plan, hint.words, hint.doc, meant);
  const isPlain = nullableBranch(schema) !== undefined;
  const all = schema.branches.map((branch, index) => ({ index, isNull: branchTag(branch) === 'null', height: plan.heights.of(branch) }));
  const able = all.filter(({ height }) => Number.isFinite(height));
  const [shallowest] = able.toSorted((a, b) => a.height - b.height);
  if (shallowest === undefined) throw unusable('a union has no branches');
  const makers = schema.branches.map((branch, index) =>
    able.some((each) => each.index === index) ? compile(plan, branch, inner) : undefined,
  );
  const choose = branchChooser(plan, able, { position, distribution }, isRoot);
  return (making) => {
    const index = isEnding(making) ? shallowest.index : choose(making);
    const value = makers[index]?.(making) ?? null;
    return isPlain ? value : new UnionValue(index, value);
  };
}
