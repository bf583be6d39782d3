import type { Dice } from './dice.ts';
import { fractionDigits } from './logicalFromJson.ts';
import { toExact } from './readNumbers.ts';
import type { SampleHints, SampleRange } from './sampleHints.ts';
import { isAbout, sampleTime } from './sampleText.ts';
import type { SampleHint } from './sampleText.ts';
import type { LogicalType, PrimitiveSchema } from './schema.ts';

const millisOfDay = 86_400_000;

/** Makes ints or longs that might stand in a field of this name. */
export function integerMaker(hint: SampleHint, { type, logicalType }: PrimitiveSchema): (dice: Dice) => number | bigint {
  const said = saidRange(hint.said, 0, limitsOf(type), logicalType !== undefined);
  if (said !== undefined) return fromRange(said);
  if (logicalType !== undefined) return (dice) => sampleCount(dice, hint, logicalType.name);
  const last = hint.words.at(-1) ?? '';
  const { epoch } = hint.said;
  if (epoch !== undefined || last === 'at' || isAbout(hint, 'timestamp', 'time', 'date', 'epoch')) {
    // An int holds no milliseconds of this century.
    const unit = type === 'int' ? (epoch === 'days' ? epoch : 'seconds') : (epoch ?? 'millis');
    return (dice) => inUnit(sampleTime(dice, hint), unit);
  }
  const example = numbersOf(hint.said.examples).filter(
    (number) => Number.isSafeInteger(number) && (type === 'long' || number === (number | 0)),
  );
  if (example.length > 0) return (dice) => example[dice.int(0, example.length - 1)] ?? 0;
  const found = rangeAbout(hint) ?? { from: 1, to: 1000, isMoney: undefined };
  // Money in whole numbers is mostly in the smallest coin.
  const factor = found.isMoney === true || hint.said.isMinor === true ? 100 : 1;
  return (dice) => dice.int(found.from * factor, found.to * factor);
}

/** The least and the most that a type holds. */
export function limitsOf(type: PrimitiveSchema['type']): Bounds {
  const bits = type === 'int' ? 31n : 63n;
  return { from: -(2n ** bits), to: 2n ** bits - 1n };
}

function inUnit(millis: number, unit: NonNullable<SampleHints['epoch']>): number | bigint {
  switch (unit) {
    case 'days':
      return Math.floor(millis / millisOfDay);
    case 'seconds':
      return Math.floor(millis / 1000);
    case 'millis':
      return millis;
    case 'micros':
    case 'nanos':
      return toExact(BigInt(millis) * (unit === 'micros' ? 1000n : 1_000_000n));
  }
}

function sampleCount(dice: Dice, hint: SampleHint, name: LogicalType['name']): number | bigint {
  if (name === 'date') return Math.floor(sampleTime(dice, hint) / millisOfDay);
  const digits = fractionDigits(name);
  const millis = name.startsWith('time-') ? dice.int(0, millisOfDay - 1) : sampleTime(dice, hint);
  return digits === 3 ? millis : toExact(BigInt(millis) * 10n ** BigInt(digits - 3));
}

/** Makes floats or doubles that might stand in a field of this name. */
export function floatingMaker(hint: SampleHint, { type }: PrimitiveSchema): (dice: Dice) => number {
  const round = type === 'float' ? Math.fround : (number: number): number => number;
  const { range, epoch } = hint.said;
  const min = Number(range?.min ?? Number.NaN);
  const max = Number(range?.max ?? Number.NaN);
  const from = Number.isNaN(min) ? Math.min(0, max - 1000) : min;
  const to = Number.isNaN(max) ? min + 1000 : max;
  if (from < to && Number.isFinite(round(from)) && Number.isFinite(round(to))) return (dice) => round(between(dice, from, to));
  if (epoch !== undefined) return (dice) => round(Number(inUnit(sampleTime(dice, hint), epoch)));
  const examples = numbersOf(hint.said.examples);
  if (examples.length > 0) return (dice) => round(examples[dice.int(0, examples.length - 1)] ?? 0);
  const found = rangeAbout(hint) ?? { from: 0, to: 100 };
  return (dice) => round(dice.int(100 * found.from, 100 * found.to) / 100);
}

/** With as few decimals as there are numbers enough. The end is left out. */
function between(dice: Dice, from: number, to: number): number {
  const fraction = dice.int(0, 999_999) / 1_000_000;
  const exact = from * (1 - fraction) + to * fraction;
  const rounded = Number(exact.toFixed(to - from > 1 ? 2 : 4));
  return Math.fround(rounded) >= from && Math.fround(rounded) < to && rounded >= from && rounded < to ? rounded : exact < to ? exact : from;
}

function numbersOf(examples: readonly string[] | undefined): number[] {
  return (examples ?? []).map((text) => (text.trim() === '' ? Number.NaN : Number(text))).filter(Number.isFinite);
}

/** Makes unscaled values of a decimal of so many digits that might stand in a field of this name. */
export function unscaledMaker(hint: SampleHint, precision: number, scale: number): (dice: Dice) => bigint {
  // Nobody counts with such a number; the power of ten alone would take all of the memory.
  if (precision > maxDigits) return (dice) => BigInt(dice.int(1, 999));
  const limit = 10n ** BigInt(precision);
  const said = saidRange(hint.said, scale, { from: 1n - limit, to: limit - 1n }, false);
  if (said !== undefined) return (dice) => dice.bigint(said.from, said.to);
  const found = rangeAbout(hint) ?? { from: 1, to: 999 };
  // Decimals beyond the second are mostly zeros.
  const factor = 10n ** BigInt(Math.abs(scale - 2));
  return (dice) => {
    const cents = BigInt(dice.int(100 * found.from, 100 * found.to));
    return (scale >= 2 ? cents * factor : cents / factor) % limit;
  };
}

const maxDigits = 1000;

/** Both ends included. */
interface Bounds {
  readonly from: bigint;
  readonly to: bigint;
}

function fromRange({ from, to }: Bounds): (dice: Dice) => number | bigint {
  const [start, end] = [Number(from), Number(to)];
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && end - start < 2 ** 32) return (dice) => dice.int(start, end);
  return (dice) => toExact(dice.bigint(from, to));
}

/** Where only one end is said, so many whole numbers count. */
const width = 1000n;

/** What is said of the range, in units of the scale; undefined where nothing is that the type could keep to. */
function saidRange({ range }: SampleHints, scale: number, limits: Bounds, onlyMeant: boolean): Bounds | undefined {
  if (range === undefined || (onlyMeant && !range.isMeant)) return undefined;
  const low = range.min === undefined ? undefined : toUnits(range.min, scale, 'up');
  const high = upperEnd(range, scale);
  if (low === undefined && high === undefined) return undefined;
  const some = width * 10n ** BigInt(scale);
  const from = low ?? ((high ?? 0n) >= 0n && (high ?? 0n) < some ? 0n : (high ?? 0n) - some);
  const to = high ?? from + some;
  const within = { from: from < limits.from ? limits.from : from, to: to > limits.to ? limits.to : to };
  return within.from <= within.to ? within : undefined;
}

function upperEnd({ max, isMaxIncluded }: SampleRange, scale: number): bigint | undefined {
  if (max === undefined) return undefined;
  const below = toUnits(max, scale, 'down');
  // Of what is no whole number, the whole one below is less already.
  return below === undefined || isMaxIncluded || below !== toUnits(max, scale, 'up') ? below : below - 1n;
}

/** A number as it is written, in whole units of 10^-scale; undefined where it is too long to be meant. */
export function toUnits(text: string, scale: number, round: 'up' | 'down'): bigint | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const exponent = Number(power) - fraction.length + scale;
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  const quotient = digits / divisor;
  if (quotient * divisor === digits) return quotient;
  return round === 'up' ? quotient + (digits > 0n ? 1n : 0n) : quotient - (digits < 0n ? 1n : 0n);
}

function rangeAbout(hint: SampleHint): NamedRange | undefined {
  return ranges.find(({ about }) => isAbout(hint, ...about));
}

interface NamedRange {
  readonly about: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly isMoney?: true;
}

/** The first entry that is about a word of the name counts. */
const ranges: readonly NamedRange[] = [
  { about: ['year'], from: 2020, to: 2030 },
  { about: ['month'], from: 1, to: 12 },
  { about: ['day', 'days'], from: 1, to: 28 },
  { about: ['hour', 'hours'], from: 0, to: 23 },
  { about: ['minute', 'minutes', 'second', 'seconds'], from: 0, to: 59 },
  { about: ['age'], from: 18, to: 80 },
  { about: ['latitude', 'lat'], from: -60, to: 70 },
  { about: ['longitude', 'lon', 'lng'], from: -180, to: 180 },
  { about: ['temperature'], from: -10, to: 35 },
  { about: ['percent', 'percentage', 'discount', 'rate'], from: 0, to: 100 },
  { about: ['score', 'rating', 'level', 'priority', 'stars'], from: 1, to: 5 },
  { about: ['quantity', 'qty', 'count', 'number', 'pieces', 'retries'], from: 1, to: 9 },
  { about: ['price', 'amount', 'total', 'subtotal', 'cost', 'fee', 'tax', 'balance', 'revenue'], from: 1, to: 999, isMoney: true },
  { about: ['duration', 'latency', 'elapsed', 'ms', 'millis'], from: 5, to: 5000 },
  { about: ['size', 'bytes', 'length'], from: 100, to: 100_000 },
  { about: ['port'], from: 1024, to: 65_535 },
  { about: ['weight', 'height', 'width', 'depth'], from: 1, to: 200 },
  { about: ['sequence', 'seq', 'offset', 'version', 'index', 'position'], from: 1, to: 1000 },
  { about: ['id', 'key', 'code'], from: 1000, to: 99_999 },
];
