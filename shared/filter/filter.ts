import type { ReadPart } from '../wire/decoder.ts';
import type { Header } from '../wire/frame.ts';

/**
 * A filter over records, written in CEL, the Common Expression Language, over these variables:
 *
 * | variable | CEL type | |
 * | --- | --- | --- |
 * | `key`, `value` | as the schema says | records are maps of their fields; a tombstone is `null` |
 * | `headers` | map of string to string, bytes or null | the last of repeated names |
 * | `partition`, `offset`, `schemaId`, `size` | int | `schemaId` of the value, `null` where there is none; `size` of the value in bytes |
 * | `timestamp` | timestamp | |
 * | `isTombstone`, `isDecoded` | bool | |
 *
 * Avro's int and long are `int` (64 bits, exact), float and double are `double`, an enum's symbol is a string, a decimal
 * is exact and compares with ints, doubles and strings of digits, dates and timestamps are `timestamp`, a uuid is a
 * string, union values stand without their branch.
 */
export interface Filter {
  /** As it was written. */
  readonly text: string;
  /** What it looks at, so that nothing else has to be decoded. */
  readonly uses: ReadonlySet<'key' | 'value'>;
  /**
   * Whether the record matches. `untestable` is one that could not be decoded where the filter looks at what was to be
   * decoded, or on which the expression fails, such as at a field that is not there.
   */
  test(record: FilterRecord): 'match' | 'other' | 'untestable';
}

/** A record as filters see it. */
export interface FilterRecord {
  /** Undefined where the filter does not use it. */
  readonly key: ReadPart | undefined;
  readonly value: ReadPart | undefined;
  readonly isTombstone: boolean;
  readonly headers: readonly Header[];
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970. */
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
