import type { ExactDecimal } from './exactDecimal.ts';

/**
 * What an expression yields: an int is a bigint, a double a number. Where a value is only to be compared, an int may be a
 * number too, since numbers and bigints compare exactly with one another.
 */
export type CelValue = null | boolean | string | bigint | number | Uint8Array | ExactDecimal | Timestamp | Duration | ListValue | MapValue;

/** What an expression yields that can fail. Failures are values, since they are common: throwing would take microseconds. */
export type Outcome = CelValue | Failure;

/** Why an expression can't say anything of a record. */
export class Failure {
  /** `missing` is a field, a key or an item that is not there; `undecoded` a key or value that could not be decoded. */
  readonly kind: 'missing' | 'undecoded' | 'other';
  /** One sentence. */
  readonly reason: string;

  constructor(reason: string, kind: Failure['kind'] = 'other') {
    this.reason = reason;
    this.kind = kind;
  }
}

/** A point in time, or a date, which is its first moment; without a zone it is as if in UTC. */
export class Timestamp {
  /** Since 1970. */
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** An amount of time, or a time of day, which is the one since midnight. */
export class Duration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A list whose items are converted when they are looked at. */
export abstract class ListValue {
  abstract readonly size: number;
  /** @param index from 0, below `size` */
  abstract item(index: number): Outcome;
  /** As JSON. */
  abstract text(): string;
}

/** A map or record whose values are converted when they are looked at. */
export abstract class MapValue {
  abstract readonly size: number;
  abstract keys(): Iterable<CelValue>;
  /** Undefined where it is not there. */
  abstract get(key: CelValue): Outcome | undefined;
  /** As JSON. */
  abstract text(): string;
}

/** A list that an expression makes. */
export class PlainList extends ListValue {
  readonly items: readonly CelValue[];

  constructor(items: readonly CelValue[]) {
    super();
    this.items = items;
  }

  get size(): number {
    return this.items.length;
  }

  item(index: number): Outcome {
    return this.items[index] ?? null;
  }

  text(): string {
    return `[${this.items.map(celText).join(',')}]`;
  }
}

/** A map that an expression makes. Keys that are equal numbers are one, and a text is none of them. */
export class PlainMap extends MapValue {
  readonly #entries: ReadonlyMap<string, readonly [CelValue, CelValue]>;

  constructor(entries: Iterable<readonly [CelValue, CelValue]>) {
    super();
    this.#entries = new Map([...entries].map((entry) => [keyText(entry[0]), entry]));
  }

  get size(): number {
    return this.#entries.size;
  }

  *keys(): Iterable<CelValue> {
    for (const [key] of this.#entries.values()) yield key;
  }

  get(key: CelValue): Outcome | undefined {
    return this.#entries.get(keyText(key))?.[1];
  }

  text(): string {
    const entries = [...this.#entries.values()].map(([key, value]) => {
      return `${JSON.stringify(typeof key === 'string' ? key : celText(key))}:${celText(value)}`;
    });
    return `{${entries.join(',')}}`;
  }
}

function keyText(key: CelValue): string {
  if (typeof key === 'string') return `"${key}`;
  return typeof key === 'bigint' || typeof key === 'number' ? String(key) : celText(key);
}

/** The value as JSON that people read. */
export function celText(value: CelValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return JSON.stringify(`hex:${hexText(value)}`);
  if (value instanceof Timestamp) return JSON.stringify(timestampText(value));
  if (value instanceof Duration) return JSON.stringify(durationText(value));
  return value instanceof ListValue || value instanceof MapValue ? value.text() : String(value);
}

/** For messages: "a text", "a list". */
export function kindOf(value: CelValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'bigint' || typeof value === 'number') return 'a number';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Timestamp) return 'a time';
  if (value instanceof Duration) return 'a duration';
  if (value instanceof ListValue) return 'a list';
  if (value instanceof MapValue) return 'a record or map';
  return 'a decimal';
}

function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

const second = 1_000_000_000n;

/** As RFC 3339 has it; the fraction as long as it must be. */
export function timestampText({ nanos }: Timestamp): string {
  const fraction = ((nanos % second) + second) % second;
  const millis = Number((nanos - fraction) / second) * 1000;
  const date = new Date(millis);
  if (Number.isNaN(date.getTime())) return `${nanos} ns`;
  const digits = fraction === 0n ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`;
  return `${date.toISOString().slice(0, -5)}${digits}Z`;
}

/** In seconds, as CEL has it: `90s`, `1.5s`. */
export function durationText({ nanos }: Duration): string {
  const magnitude = nanos < 0n ? -nanos : nanos;
  const fraction = String(magnitude % second)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${magnitude / second}${fraction === '' ? '' : `.${fraction}`}s`;
}
