import type { Decoder } from '../../shared/wire/decoder.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import type { Cluster, KafkaRecord, PeekedRecords, UnreadableBatch } from './cluster.ts';
import type { PeekOptions, PeekProgress, PeekResult, RecordRow } from './session.ts';

/** How much of a key or value goes along with its row. */
const shownBytes = 64 * 1024;
const progressMs = 100;

/** Peeks and decodes; what cannot be read or decoded is a row that says why. */
export async function peekRows(
  cluster: Cluster,
  decoder: Decoder,
  request: PeekOptions,
  onProgress: (progress: PeekProgress) => void,
  signal: AbortSignal,
): Promise<PeekResult> {
  const start = performance.now();
  const { records, unreadable, ...scan } = await reportingPeek(cluster, request, onProgress, signal);
  onProgress({ stage: 'decoding', records: records.length, bytes: scan.bytes });
  const parts = records.flatMap(({ key, value, headers }) => [
    { bytes: key, part: 'key' as const, headers },
    { bytes: value, part: 'value' as const, headers },
  ]);
  const decoded = await decoder.decodeAll(parts, signal);
  const pack = createPacker(records);
  const rows = records.map((record, index) => toRow(record, decoded[2 * index], decoded[2 * index + 1], pack));
  return {
    ...scan,
    rows: unreadable.length === 0 ? rows : [...rows, ...unreadable.map(toFailedRow)].sort(newestFirst),
    durationMs: performance.now() - start,
  };
}

/** Peeks, and tells how far it has come. */
export function reportingPeek(
  cluster: Cluster,
  { topic, count, upTo, partitions, isolation, timeoutMs, maxBytes }: PeekOptions,
  onProgress: (progress: PeekProgress) => void,
  signal: AbortSignal,
): Promise<PeekedRecords> {
  let lastProgress = performance.now();
  onProgress({ stage: 'connecting', records: 0, bytes: 0 });
  const tell = (records: number, bytes: number): void => {
    if (performance.now() - lastProgress < progressMs) return;
    lastProgress = performance.now();
    onProgress({ stage: 'reading', records, bytes });
  };
  return cluster.peek({ topic, count, upTo, partitions, isolation, timeoutMs, maxBytes, onProgress: tell }, signal);
}

type Pack = (bytes: Uint8Array | null, limit?: number) => Uint8Array | null;

function toRow(record: KafkaRecord, key: DecodedPart | undefined, value: DecodedPart | undefined, pack: Pack): RecordRow {
  // The decoder yields one part for each that it is given.
  if (key === undefined || value === undefined) throw new Error('A record was not decoded.');
  const { partition, offset, timestampMs, timestampType } = record;
  const headers = record.headers.map((header) => ({ name: header.name, value: pack(header.value) }));
  const bytes = { keyBytes: pack(record.key, shownBytes), valueBytes: pack(record.value, shownBytes) };
  return { partition, offset, timestampMs, timestampType, key, value, ...bytes, headers };
}

/**
 * Views into what was fetched would take all of it along to another thread; copies into one buffer take only what is
 * shown, and cross in one piece.
 */
function createPacker(records: readonly KafkaRecord[]): Pack {
  const shown = (bytes: Uint8Array | null): number => Math.min(bytes?.length ?? 0, shownBytes);
  const size = records.reduce(
    (sum, { key, value, headers }) =>
      sum + shown(key) + shown(value) + headers.reduce((inner, header) => inner + (header.value?.length ?? 0), 0),
    0,
  );
  const packed = new Uint8Array(size);
  let position = 0;
  return (bytes, limit = Infinity) => {
    if (bytes === null) return null;
    const start = position;
    position += Math.min(bytes.length, limit);
    packed.set(bytes.subarray(0, position - start), start);
    return packed.subarray(start, position);
  };
}

/** One row for a batch that cannot be read, at its last offset: of its records nothing is known. */
function toFailedRow({ partition, lastOffset, timestampMs, error }: UnreadableBatch): RecordRow {
  const { code, message, remedy } = error;
  const failed: DecodedPart = {
    state: 'failed',
    framing: 'none',
    evidence: message,
    schema: undefined,
    json: undefined,
    preview: '',
    error: { code, message, remedy, position: undefined },
    size: 0,
  };
  const timestampType = timestampMs < 0 ? 'none' : 'CreateTime';
  const bytes = { keyBytes: null, valueBytes: null, headers: [] };
  return { partition, offset: lastOffset, timestampMs, timestampType, key: failed, value: failed, ...bytes };
}

function newestFirst(a: RecordRow, b: RecordRow): number {
  return b.timestampMs - a.timestampMs || a.partition - b.partition || (a.offset < b.offset ? 1 : -1);
}
