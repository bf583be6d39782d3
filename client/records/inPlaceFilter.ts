import type { Filter, FilterRecord } from '../../shared/filter/filter.ts';
import type { Decoder, PartToRead, ReadPart } from '../../shared/wire/decoder.ts';
import { createPause } from '../../shared/wire/pauses.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import type { RecordFilter, TestedRecord } from './recordFilter.ts';

/**
 * Tests records in this very thread: for filters that take a bounded time for each of them. What is decoded for the
 * filter is handed on, so that nothing is decoded twice.
 */
export function createInPlaceFilter(filter: Filter, decoder: Decoder): RecordFilter {
  return {
    async test(records, signal) {
      const parts: PartToRead[] = [];
      for (const { key, value, headers } of records) {
        if (filter.uses.has('key')) parts.push({ bytes: key, part: 'key', headers });
        if (filter.uses.has('value')) parts.push({ bytes: value, part: 'value', headers });
      }
      const read = parts.length === 0 ? [] : await decoder.read(parts, signal);
      let next = 0;
      const tested: TestedRecord[] = [];
      const pause = createPause(signal);
      for (const [index, record] of records.entries()) {
        // One record takes a bounded time, which many records may take each; the clock costs as much as a small one.
        const turn = index % recordsPerLook === 0 ? pause() : undefined;
        if (turn !== undefined) await turn;
        const key = filter.uses.has('key') ? read[next++] : undefined;
        const value = filter.uses.has('value') ? read[next++] : undefined;
        tested.push({ outcome: filter.test(toFilterRecord(record, key, value)), key, value });
      }
      return tested;
    },
    close: () => undefined,
  };
}

/** Few enough for those that take longest. */
const recordsPerLook = 4;

function toFilterRecord(record: KafkaRecord, key: ReadPart | undefined, value: ReadPart | undefined): FilterRecord {
  return {
    key,
    value,
    keyBytes: record.key,
    valueBytes: record.value,
    isTombstone: record.value === null,
    headers: record.headers,
    partition: record.partition,
    offset: record.offset,
    timestampMs: record.timestampMs,
    size: record.value?.length ?? 0,
  };
}
