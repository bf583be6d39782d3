import { CodecError } from '../../shared/errors.ts';
import { createFilter, isFilter } from '../../shared/filter/createFilter.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import { createThreadFilter, type FilterThreadOptions } from './filterThread.ts';
import { createInPlaceFilter } from './inPlaceFilter.ts';
import type { ScanOptions } from './recordsSession.ts';

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

/** Makes the filter of a scan ready, which decodes with its decoder. */
export type StartFilter = (options: Pick<ScanOptions, 'filter' | 'topic' | 'decoding'>, decoder: Decoder) => RecordFilter | undefined;

export interface OpenFilterOptions extends Omit<FilterThreadOptions, 'workerPath'> {
  /** Undefined where no thread can be started: then filters that may run for ever are refused. */
  readonly workerPath: string | undefined;
  readonly decoder: Decoder;
}

/**
 * Makes ready what a filter's text says; without one all are let through. A filter that may run for ever runs in a thread
 * that can be ended.
 *
 * @throws CodecError `filter/invalid` where the text is no filter
 */
export function openFilter(text: string | undefined, { workerPath, decoder, ...options }: OpenFilterOptions): RecordFilter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const filter = compile(text);
  if (filter.isBounded) return createInPlaceFilter(filter, decoder);
  if (workerPath === undefined) throw new CodecError('filter/no-thread', 'Filters with regular expressions are not run here.');
  return createThreadFilter(filter, { ...options, workerPath });
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
