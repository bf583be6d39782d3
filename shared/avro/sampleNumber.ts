import type { Dice } from './dice.ts';
import { fractionDigits } from './logicalFromJson.ts';
import { toExact } from './readNumbers.ts';
import { isAbout, sampleTime } from './sampleText.ts';
import type { SampleHint } from './sampleText.ts';
import type { LogicalType, PrimitiveSchema } from './schema.ts';

const millisOfDay = 86_400_000;

/** An int or a long that might stand in a field of this name. */
export function sampleInteger(dice: Dice, hint: SampleHint, schema: PrimitiveSchema): number | bigint {
  if (schema.logicalType !== undefined) return sampleCount(dice, hint, schema.logicalType.name);
  const last = hint.words.at(-1) ?? '';
  if (last === 'at' || isAbout(hint, 'timestamp', 'time', 'date', 'epoch')) {
    const millis = sampleTime(dice, hint);
    // An int holds no milliseconds of this century.
    return schema.type === 'int' ? Math.floor(millis / 1000) : millis;
  }
  const found = ranges.find(({ about }) => isAbout(hint, ...about));
  // Money in whole numbers is mostly in the smallest coin.
  const factor = found?.isMoney === true ? 100 : 1;
  return found === undefined ? dice.int(1, 1000) : dice.int(found.from * factor, found.to * factor);
}

function sampleCount(dice: Dice, hint: SampleHint, name: LogicalType['name']): number | bigint {
  if (name === 'date') return Math.floor(sampleTime(dice, hint) / millisOfDay);
  const perMilli = 10n ** BigInt(fractionDigits(name) - 3);
  const millis = name.startsWith('time-') ? dice.int(0, millisOfDay - 1) : sampleTime(dice, hint);
  return toExact(BigInt(millis) * perMilli);
}

/** A float or a double that might stand in a field of this name. */
export function sampleFloating(dice: Dice, hint: SampleHint, schema: PrimitiveSchema): number {
  const { from, to } = ranges.find(({ about }) => isAbout(hint, ...about)) ?? { from: 0, to: 100 };
  const number = dice.int(100 * from, 100 * to) / 100;
  return schema.type === 'float' ? Math.fround(number) : number;
}

/** The unscaled value of a decimal of so many digits that might stand in a field of this name. */
export function sampleUnscaled(dice: Dice, hint: SampleHint, precision: number, scale: number): bigint {
  const found = ranges.find(({ about }) => isAbout(hint, ...about)) ?? { from: 1, to: 999 };
  // Decimals beyond the second are mostly zeros.
  const cents = BigInt(dice.int(100 * found.from, 100 * found.to));
  const unscaled = scale >= 2 ? cents * 10n ** BigInt(scale - 2) : cents / 10n ** BigInt(2 - scale);
  const limit = 10n ** BigInt(precision);
  return unscaled % limit;
}

interface SampleRange {
  readonly about: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly isMoney?: true;
}

/** The first entry that is about a word of the name counts. */
const ranges: readonly SampleRange[] = [
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
