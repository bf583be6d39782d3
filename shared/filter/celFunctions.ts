import { isNumber } from './celCompare.ts';
import { parseDuration, parseTimestamp } from './celTime.ts';
import { Duration, Failure, ListValue, MapValue, PlainList, Timestamp, celText, durationText, kindOf, timestampText } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { ExactDecimal, decimalOfNumber, literalDecimal } from './exactDecimal.ts';

export interface CelFunction {
  /** Whether it stands behind a dot, as in `value.name.trim()`. */
  readonly isMethod: boolean;
  /** How many arguments it may have, without what stands in front of the dot. */
  readonly counts: readonly number[];
  /** For completion: `contains("…")`. */
  readonly usage: string;
  readonly meaning: string;
  /** @param args what stands in front of the dot first */
  readonly run: (args: readonly CelValue[]) => Outcome;
}

const method = (usage: string, meaning: string, counts: readonly number[], run: CelFunction['run']): CelFunction => ({
  isMethod: true,
  counts,
  usage,
  meaning,
  run,
});
const plain = (usage: string, meaning: string, run: CelFunction['run']): CelFunction => ({
  isMethod: false,
  counts: [1],
  usage,
  meaning,
  run,
});

/** Functions that are the same in both places, and those that take time in proportion to a text, see `compileCall.ts`. */
export const methods: Readonly<Record<string, CelFunction>> = {
  size: method('size()', 'How many characters, bytes, items or entries.', [0], ([of]) => sizeOf(of)),
  lowerAscii: method('lowerAscii()', 'With small letters in place of A to Z.', [0], ([of]) =>
    onText(of, (text) => text.replaceAll(/[A-Z]/g, lower)),
  ),
  upperAscii: method('upperAscii()', 'With capital letters in place of a to z.', [0], ([of]) =>
    onText(of, (text) => text.replaceAll(/[a-z]/g, upper)),
  ),
  trim: method('trim()', 'Without white space at both ends.', [0], ([of]) => onText(of, (text) => text.trim())),
  indexOf: method('indexOf("…")', 'Where a text first stands in it, from 0; -1 where it does not.', [1], ([of, what]) =>
    onText(of, (text) => onText(what, (part) => BigInt(text.indexOf(part)))),
  ),
  substring: method('substring(0, 3)', 'The characters from an index on, up to another.', [1, 2], ([of, from, to]) =>
    onText(of, (text) => cut(text, from, to)),
  ),
  split: method('split(",")', 'The texts between separators.', [1], ([of, by]) =>
    onText(of, (text) => onText(by, (separator) => new PlainList(text.split(separator, maxParts)))),
  ),
  ...timeMethods(),
};

/** More parts than a record's steps would be of no use. */
const maxParts = 100_000;

export const functions: Readonly<Record<string, CelFunction>> = {
  size: plain('size(x)', 'How many characters, bytes, items or entries.', ([of]) => sizeOf(of)),
  int: plain('int(x)', 'As a whole number.', ([of]) => toInt(of)),
  uint: plain('uint(x)', 'As a whole number that is not negative.', ([of]) => toUint(of)),
  double: plain('double(x)', 'As a double.', ([of]) => toDouble(of)),
  decimal: plain('decimal("9.99")', 'As an exact decimal.', ([of]) => toDecimal(of)),
  string: plain('string(x)', 'As a text.', ([of]) => toText(of)),
  bool: plain('bool(x)', 'As true or false.', ([of]) => toBool(of)),
  bytes: plain('bytes(x)', 'A text as its UTF-8 bytes.', ([of]) =>
    of instanceof Uint8Array ? of : onText(of, (text) => utf8.encode(text)),
  ),
  timestamp: plain('timestamp("2026-01-01T00:00:00Z")', 'A point in time.', ([of]) => toTimestamp(of)),
  duration: plain('duration("1h30m")', 'An amount of time.', ([of]) => toDuration(of)),
  dyn: plain('dyn(x)', 'The same.', ([of]) => of ?? null),
};

const utf8 = new TextEncoder();
const lower = (text: string): string => text.toLowerCase();
const upper = (text: string): string => text.toUpperCase();

function onText(value: CelValue | undefined, run: (text: string) => Outcome): Outcome {
  return typeof value === 'string' ? run(value) : new Failure(`A text is needed here, and this is ${kindOf(value ?? null)}.`);
}

function sizeOf(value: CelValue | undefined): Outcome {
  if (value instanceof Uint8Array) return BigInt(value.length);
  if (value instanceof ListValue || value instanceof MapValue) return BigInt(value.size);
  if (typeof value !== 'string') return new Failure(`${kindOf(value ?? null)} has no size.`);
  // In characters, not in UTF-16 units.
  let count = value.length;
  for (let index = 1; index < value.length; index++) if (isLow(value.charCodeAt(index)) && isHigh(value.charCodeAt(index - 1))) count--;
  return BigInt(count);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

function cut(text: string, from: CelValue | undefined, to: CelValue | undefined): Outcome {
  const [start, end] = [from, to ?? BigInt(text.length)];
  if (typeof start !== 'bigint' || typeof end !== 'bigint') return new Failure('An index is a whole number.');
  if (start < 0n || start > end || end > BigInt(text.length)) return new Failure(`A text of ${text.length} characters has no such part.`);
  return text.slice(Number(start), Number(end));
}

function cannot(value: CelValue | undefined, what: string): Failure {
  return new Failure(`${kindOf(value ?? null)} is no ${what} here.`);
}

function toInt(value: CelValue | undefined): Outcome {
  let int: bigint | undefined;
  if (typeof value === 'bigint') int = value;
  else if (typeof value === 'number' && Number.isFinite(value)) int = BigInt(Math.trunc(value));
  else if (value instanceof ExactDecimal) int = value.unscaled / 10n ** BigInt(value.scale);
  else if (typeof value === 'string' && /^[+-]?\d{1,40}$/.test(value)) int = BigInt(value.replace('+', ''));
  else if (value instanceof Timestamp) int = value.nanos / 1_000_000_000n;
  if (int === undefined) return cannot(value, 'whole number');
  return int === BigInt.asIntN(64, int) ? int : new Failure('A number is beyond the 64 bits of an int.');
}

function toUint(value: CelValue | undefined): Outcome {
  const int = toInt(value);
  return typeof int === 'bigint' && int < 0n ? new Failure('A negative number is no unsigned one.') : int;
}

function toDouble(value: CelValue | undefined): Outcome {
  if (isNumber(value ?? null)) return Number(value);
  if (value instanceof ExactDecimal) return Number(String(value));
  if (typeof value !== 'string' || value.trim() === '') return cannot(value, 'number');
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? cannot(value, 'number') : number;
}

function toDecimal(value: CelValue | undefined): Outcome {
  if (value instanceof ExactDecimal) return value;
  const decimal =
    typeof value === 'string'
      ? literalDecimal(value)
      : typeof value === 'number' || typeof value === 'bigint'
        ? decimalOfNumber(value)
        : undefined;
  return decimal ?? cannot(value, 'decimal');
}

function toText(value: CelValue | undefined): Outcome {
  if (typeof value === 'string') return value;
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (!(value instanceof Uint8Array)) return typeof value === 'number' ? String(value) : celText(value ?? null);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return new Failure('These bytes are not UTF-8.');
  }
}

function toBool(value: CelValue | undefined): Outcome {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : cannot(value, 'true or false');
}

function toTimestamp(value: CelValue | undefined): Outcome {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'bigint') return new Timestamp(value * 1_000_000_000n);
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  return time ?? new Failure('A time is written like "2026-01-31T12:00:00Z" or "2026-01-31".');
}

function toDuration(value: CelValue | undefined): Outcome {
  if (value instanceof Duration) return value;
  const duration = typeof value === 'string' ? parseDuration(value) : undefined;
  return duration ?? new Failure('A duration is written like "1h30m", "45s" or "200ms".');
}

/** All in UTC, as in CEL. */
function timeMethods(): Record<string, CelFunction> {
  const parts: readonly (readonly [string, string, (date: Date) => number, bigint | undefined])[] = [
    ['getFullYear', 'The year.', (date) => date.getUTCFullYear(), undefined],
    ['getMonth', 'The month, from 0.', (date) => date.getUTCMonth(), undefined],
    ['getDate', 'The day of the month, from 1.', (date) => date.getUTCDate(), undefined],
    ['getDayOfMonth', 'The day of the month, from 0.', (date) => date.getUTCDate() - 1, undefined],
    ['getDayOfWeek', 'The day of the week; Sunday is 0.', (date) => date.getUTCDay(), undefined],
    [
      'getDayOfYear',
      'The day of the year, from 0.',
      (date) => (date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / 86_400_000,
      undefined,
    ],
    ['getHours', 'The hour in UTC; of a duration all of its hours.', (date) => date.getUTCHours(), 3_600_000_000_000n],
    ['getMinutes', 'The minute; of a duration all of its minutes.', (date) => date.getUTCMinutes(), 60_000_000_000n],
    ['getSeconds', 'The second; of a duration all of its seconds.', (date) => date.getUTCSeconds(), 1_000_000_000n],
    ['getMilliseconds', 'The milliseconds of the second.', (date) => date.getUTCMilliseconds(), 1_000_000n],
  ];
  return Object.fromEntries(
    parts.map(([name, meaning, partOf, unit]) => [name, method(`${name}()`, meaning, [0], ([of]) => timePart(of, partOf, unit))]),
  );
}

function timePart(value: CelValue | undefined, partOf: (date: Date) => number, unit: bigint | undefined): Outcome {
  if (value instanceof Duration && unit !== undefined) return value.nanos / unit;
  if (!(value instanceof Timestamp)) return cannot(value, 'time');
  const millis = value.nanos / 1_000_000n - (value.nanos % 1_000_000n < 0n ? 1n : 0n);
  const part = Math.floor(partOf(new Date(Number(millis))));
  return Number.isNaN(part) ? new Failure('This time is too far away for a calendar.') : BigInt(part);
}
