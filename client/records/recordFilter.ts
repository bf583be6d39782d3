import { CodecError } from '../../shared/errors.ts';
import { createFilter, isFilter } from '../../shared/filter/createFilter.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import { createInPlaceFilter } from './inPlaceFilter.ts';

/** What became of a record, and what was decoded of it meanwhile. */
export interface TestedRecord {
  readonly outcome: 'match' | 'other' | 'untestable';
  readonly key: ReadPart | undefined;
  readonly value: ReadPart | undefined;
}

/** Tells which records a filter lets through. */
export interface RecordFilter {
  /**
   * @returns one for each record, in the same order
   * @throws KnownError where the filter takes too long, AbortError
   */
  test(records: readonly KafkaRecord[], signal: AbortSignal): Promise<readonly TestedRecord[]>;
  close(): void;
}

/**
 * Makes ready what a filter's text says; without one all are let through.
 *
 * @throws CodecError `filter/invalid` where the text is no filter
 */
export function openFilter(text: string | undefined, decoder: Decoder): RecordFilter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return createInPlaceFilter(compile(text), decoder);
}

/** @throws CodecError `filter/invalid` where the text is no filter */
export function assertFilter(text: string | undefined): void {
  if (text !== undefined && text.trim() !== '') compile(text);
}

function compile(text: string): Filter {
  const filter = createFilter(text);
  if (isFilter(filter)) return filter;
  throw new CodecError('filter/invalid', `The filter has a mistake: ${filter.message}`);
}
