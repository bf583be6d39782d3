import { bigDecimalBytes, bigintToBytes } from './decimals.ts';
import { defaultValue } from './defaultValue.ts';
import type { Dice } from './dice.ts';
import type { JsonNode, JsonObject } from './json.ts';
import { findValue } from './jsonTree.ts';
import { parseUuid } from './logicalFromJson.ts';
import { toExact } from './readNumbers.ts';
import type { Make, Making } from './sample.ts';
import { toNumber } from './sampleHints.ts';
import type { SampleHints } from './sampleHints.ts';
import { floatingMaker, integerMaker, limitsOf, toUnits, unscaledMaker } from './sampleNumber.ts';
import { regexMaker } from './sampleRegex.ts';
import { isAbout, sampleUuid, textMaker } from './sampleText.ts';
import type { SampleHint } from './sampleText.ts';
import type { FixedSchema, PrimitiveSchema, Schema } from './schema.ts';
import { fixedSize } from './usable.ts';
import type { Value } from './value.ts';
import { valueFromJson } from './valueFromJson.ts';

/** Makes values without parts. */
export function scalarMaker(schema: PrimitiveSchema | FixedSchema, hint: SampleHint): Make {
  const { type } = schema;
  switch (type) {
    case 'fixed':
      return fixedMaker(schema, hint);
    case 'null':
      return () => null;
    case 'boolean':
      return booleanMaker(hint);
    case 'int':
    case 'long':
      return (hint.said.iteration && integersInTurn(hint.said.iteration, type)) ?? diced(integerMaker(hint, schema));
    case 'float':
    case 'double':
      return (hint.said.iteration && floatsInTurn(hint.said.iteration, type)) ?? diced(floatingMaker(hint, schema));
    case 'string':
      return schema.logicalType?.name === 'uuid' ? diced(sampleUuid) : stringMaker(hint);
    case 'bytes':
      return bytesMaker(schema, hint);
  }
}

function diced(make: (dice: Dice) => Value): Make {
  return ({ dice }) => make(dice);
}

/** The values that JSON nodes are, in our JSON or in Avro's; undefined where none of them is one of the schema. */
export function toOptions(schema: Schema, nodes: readonly JsonNode[]): readonly [Value, ...Value[]] | undefined {
  const [first, ...others] = nodes.flatMap((node) => {
    const value = toOption(schema, node);
    return value === undefined ? [] : [value];
  });
  return first === undefined ? undefined : [first, ...others];
}

function toOption(schema: Schema, node: JsonNode): Value | undefined {
  for (const each of [node, ...meanings(node)]) {
    const read = valueFromJson(schema, each);
    if (read.ok) return read.value;
  }
  return defaultValue(schema, node);
}

/** What a word of prose, or a text of a list, may be beside a text. */
function meanings(node: JsonNode): JsonNode[] {
  if (node.kind !== 'string') return [];
  const { value, span } = node;
  if (/^-?\d{1,400}(?:\.\d{1,400})?$/.test(value)) return [{ kind: 'number', span, text: value }];
  return value === 'true' || value === 'false' ? [{ kind: 'boolean', span, value: value === 'true' }] : [];
}

function booleanMaker(hint: SampleHint): Make {
  const { odds, iteration } = hint.said;
  const start = iteration === undefined ? undefined : findValue(iteration, 'start');
  if (start?.kind === 'boolean') {
    let next = start.value;
    return () => {
      next = !next;
      return !next;
    };
  }
  const often = odds ?? (isAbout(hint, 'deleted', 'test', 'error', 'failed', 'blocked') ? 0 : 0.5);
  return ({ dice }) => dice.chance(often);
}

/** More bytes and characters than this are nothing to read. */
const longest = 10_000;
/** What is long counts for as many parts of the value. */
const charactersOfPart = 16;
const fewParts = 50_000;

/** A length within the bounds that are asked for, as long as the value is not too large already. */
function lengthOf(making: Making, { min, max }: { readonly min: number; readonly max: number }): number {
  const most = making.left < fewParts ? charactersOfPart : longest;
  const length = making.dice.int(Math.min(min, most), Math.min(max - 1, most, min + 256));
  making.left -= Math.floor(length / charactersOfPart);
  return length;
}

function bytesMaker({ logicalType }: PrimitiveSchema, hint: SampleHint): Make {
  if (logicalType?.name === 'decimal') {
    const make = unscaledMaker(hint, logicalType.precision, logicalType.scale);
    return ({ dice }) => bigintToBytes(make(dice));
  }
  if (logicalType?.name === 'big-decimal') {
    const make = unscaledMaker(hint, 9, 2);
    return ({ dice }) => bigDecimalBytes({ unscaled: make(dice), scale: 2 });
  }
  const { length } = hint.said;
  return (making) => randomBytes(making.dice, length === undefined ? 6 : lengthOf(making, length));
}

function fixedMaker(schema: FixedSchema, hint: SampleHint): Make {
  const size = fixedSize(schema);
  const { logicalType } = schema;
  switch (logicalType?.name) {
    case 'decimal': {
      const make = unscaledMaker(hint, logicalType.precision, logicalType.scale);
      return ({ dice }) => bigintToBytes(make(dice), size);
    }
    case 'uuid':
      return ({ dice }) => parseUuid(sampleUuid(dice)) ?? new Uint8Array(size);
    case 'duration':
      return ({ dice }) => {
        const view = new DataView(new ArrayBuffer(size));
        view.setUint32(4, dice.int(1, 30), true);
        view.setUint32(8, 1000 * dice.int(0, 86_399), true);
        return new Uint8Array(view.buffer);
      };
    default:
      return ({ dice }) => randomBytes(dice, size);
  }
}

function randomBytes(dice: Dice, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) bytes[index] = dice.int(0, 255);
  return bytes;
}

/** @param options the texts themselves, where they are given */
export function stringMaker({ ...hint }: SampleHint, options?: readonly JsonNode[]): (making: Making) => string {
  const { prefix = '', suffix = '', length, regex, iteration } = hint.said;
  const given = options?.flatMap((node) => (node.kind === 'string' && !/\p{Surrogate}/u.test(node.value) ? [node.value] : [])) ?? [];
  if (given.length > 0) return ({ dice }) => given[dice.int(0, given.length - 1)] ?? '';
  const counted = iteration && integersInTurn(iteration, 'int');
  const matching = regex === undefined ? undefined : regexMaker(regex);
  const plain = textMaker(hint);
  const make = (making: Making): string => {
    if (counted !== undefined) return String(counted());
    if (matching !== undefined) return matching(making.dice, length);
    const text = plain(making.dice);
    return length === undefined ? text : fitted(making, text, length);
  };
  return prefix === '' && suffix === '' ? make : (making) => prefix + make(making) + suffix;
}

/** The text itself where its length is right, else cut or filled up. */
function fitted(making: Making, text: string, length: NonNullable<SampleHints['length']>): string {
  if (text.length >= length.min && text.length < length.max) return text;
  const wanted = lengthOf(making, text.length < length.min ? length : { min: length.max - 1, max: length.max });
  const filled = text.length >= wanted ? text : text + ` ${text}`.repeat(Math.ceil((wanted - text.length) / (text.length + 1)));
  return filled.slice(0, wanted);
}

/** Numbers one after the other; undefined where the hint is no use. */
function integersInTurn(iteration: JsonObject, type: 'int' | 'long'): (() => number | bigint) | undefined {
  const { from, to } = limitsOf(type);
  const whole = (name: string): bigint | undefined => {
    const node = findValue(iteration, name);
    const number = node?.kind === 'number' ? toUnits(node.text, 0, 'down') : undefined;
    return number === undefined || number < from || number > to ? undefined : number;
  };
  const start = whole('start');
  const restart = whole('restart');
  const step = whole('step') ?? (restart !== undefined && start !== undefined && restart < start ? -1n : 1n);
  if (start === undefined || step === 0n || restart === start) return undefined;
  const end = restart ?? (step > 0n ? to + 1n : from - 1n);
  let next = whole('initial') ?? start;
  return () => {
    const value = next;
    next += step;
    const beyond = next - end;
    // It begins anew with as much as it went too far.
    if (step > 0n ? beyond >= 0n : beyond <= 0n) next = end === start ? start : start + (beyond % (end - start));
    if (next < from || next > to) next = start;
    return toExact(value);
  };
}

function floatsInTurn(iteration: JsonObject, type: 'float' | 'double'): Make | undefined {
  const [start, restart, givenStep, initial] = ['start', 'restart', 'step', 'initial'].map((name) => toNumber(findValue(iteration, name)));
  if (start === undefined || givenStep === 0 || restart === start) return undefined;
  const step = givenStep ?? (restart !== undefined && restart < start ? -1 : 1);
  const round = (number: number): number => (type === 'float' ? Math.fround(number) : number);
  if (![start, initial ?? start].every((number) => Number.isFinite(round(number)))) return undefined;
  const first = initial ?? start;
  // Counted anew each time, so that what is not exact does not add up.
  let from = first;
  let turn = 0;
  return () => {
    const value = from + turn * step;
    const isBeyond = restart !== undefined && (step > 0 ? value >= restart : value <= restart);
    if (isBeyond || !Number.isFinite(round(value))) {
      from = start;
      turn = 1;
      return round(start);
    }
    turn++;
    return round(value);
  };
}
