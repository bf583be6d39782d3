import type { ReadPart } from '../wire/decoder.ts';
import type { Header } from '../wire/frame.ts';

/**
 * A filter over records, written in CEL, the Common Expression Language, over these variables:
 *
 * | variable | CEL type | |
 * | --- | --- | --- |
 * | `key`, `value` | as the schema says | records are maps of their fields; a tombstone is `null`; bytes of which nothing is known are bytes |
 * | `headers` | map of string to string, bytes or null | the last of repeated names |
 * | `partition`, `offset`, `schemaId`, `size` | int | `schemaId` of the value, `null` where there is none; `size` of the value in bytes |
 * | `timestamp` | timestamp | `null` where the record has none |
 * | `isTombstone`, `isDecoded` | bool | `isDecoded` is false where the key or the value could not be decoded |
 *
 * Avro's int and long are `int` (64 bits, exact), float and double are `double` (a float as the number that is shown), an
 * enum's symbol is a string, a decimal is exact and compares with ints, doubles and strings of digits, dates and
 * timestamps are `timestamp`, a time of day is a `duration`, a uuid is a string, Avro's duration is a map of `months`,
 * `days` and `millis`, union values stand without their branch. Timestamps and durations compare with strings too, such
 * as `value.day >= "2026-01-01"`.
 *
 * It goes beyond CEL in three ways: numbers of all kinds compare and compute with one another, `has` of a field of what
 * is null or not there is false, and `text(x)` is the JSON of a value, or the UTF-8 text of a key or value that was not decoded.
 */
export interface Filter {
  /** As it was written. */
  readonly text: string;
  /** What it looks at, so that nothing else has to be decoded. */
  readonly uses: ReadonlySet<'key' | 'value'>;
  /**
   * Whether testing a record takes a bounded time. A filter with a regular expression does not: it belongs into a thread
   * that can be ended.
   */
  readonly isBounded: boolean;
  /**
   * Whether the record matches. `untestable` is one that could not be decoded where the filter looks at what was to be
   * decoded, or on which the expression fails, such as at a field that is not there.
   */
  test(record: FilterRecord): 'match' | 'other' | 'untestable';
  /** Why the last record that was tested is `untestable`, in one sentence; undefined where it is not. */
  why(): string | undefined;
}

/** A record as filters see it. */
export interface FilterRecord {
  /** Undefined where the filter does not use it. */
  readonly key: ReadPart | undefined;
  readonly value: ReadPart | undefined;
  /** As they came. */
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly isTombstone: boolean;
  readonly headers: readonly Header[];
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970; -1 where the record has none. */
  readonly timestampMs: number;
  /** Of the value, in bytes. */
  readonly size: number;
}

/** What is wrong with a filter's text. */
export interface FilterMistake {
  /** One sentence. */
  readonly message: string;
  /** Of the mistake in the text, from 0, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}
