import { CodecError } from '../../shared/errors.ts';
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

/** Makes the filter of a scan ready, which decodes with its decoder; without one all are let through. */
export type StartFilter = (
  filter: Filter | undefined,
  options: Pick<ScanOptions, 'topic' | 'decoding'>,
  decoder: Decoder,
) => RecordFilter | undefined;

export interface OpenFilterOptions extends Omit<FilterThreadOptions, 'workerPath'> {
  /** Undefined where no thread can be started: then filters that may run for ever are refused. */
  readonly workerPath: string | undefined;
  readonly decoder: Decoder;
}

/** Makes a filter ready. One that may run for ever runs in a thread that can be ended. */
export function openFilter(filter: Filter, { workerPath, decoder, ...options }: OpenFilterOptions): RecordFilter {
  if (filter.isBounded) return createInPlaceFilter(filter, decoder);
  if (workerPath === undefined) throw new CodecError('filter/no-thread', 'Filters with regular expressions are not run here.');
  return createThreadFilter(filter, { ...options, workerPath });
}

/**
 * What a filter's text says; undefined where there is none. The parser is loaded by whoever filters: the first rows of
 * others need not wait for it.
 *
 * @throws CodecError `filter/invalid` where the text is no filter
 */
export async function compileFilter(text: string | undefined): Promise<Filter | undefined> {
  if (text === undefined || text.trim() === '') return undefined;
  const { createFilter, isFilter } = await import('../../shared/filter/createFilter.ts');
  const filter = createFilter(text);
  if (isFilter(filter)) return filter;
  throw new CodecError('filter/invalid', `The filter has a mistake: ${filter.message}`);
}
