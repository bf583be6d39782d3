import type { Cluster, KafkaRecord, UnreadableBatch } from '../cluster/cluster.ts';
import type { ClusterScanProgress, ScanEnd } from '../cluster/scanRequest.ts';
import { toScanRequest } from './clusterRequest.ts';
import type { Held } from './heldRecord.ts';
import { readHeld } from './readHeld.ts';
import type { Reading } from './reading.ts';
import { compileFilter } from './recordFilter.ts';
import type { ScanOptions } from './recordsSession.ts';
import type { ReadHeld } from './rowViews.ts';

export interface StreamContext extends Reading {
  readonly cluster: Cluster;
}

export interface StreamSink {
  /** Records that the filter lets through, decoded. It is awaited: no more is fetched than is taken. */
  take(records: readonly ReadHeld[]): Promise<void> | void;
  /** How many records were looked at since it was told last. */
  scanned?(records: number): void;
  /** A batch that can't be read; the records beside it are intact. */
  unreadable(batch: UnreadableBatch): void;
  progress?(progress: ClusterScanProgress): void;
}

const takenTogether = 500;

/**
 * Reads what the options say without holding it: what is read is handed on, and no more is fetched than that.
 *
 * @returns how it ended, also after an abort
 * @throws KafkaError where nothing could be read; whatever the sink throws
 */
export async function streamRecords(
  { cluster, openDecoder, startFilter }: StreamContext,
  options: ScanOptions,
  sink: StreamSink,
  signal: AbortSignal,
): Promise<ScanEnd> {
  const decoder = openDecoder(options.topic, options.decoding);
  const filter = startFilter(await compileFilter(options.filter), options, decoder);
  const take = async (records: readonly KafkaRecord[]): Promise<void> => {
    for (let start = 0; start < records.length; start += takenTogether) {
      const some = records.slice(start, start + takenTogether);
      const tested = await filter?.test(some, signal);
      const matching = tested === undefined ? some : some.filter((_, index) => tested[index]?.outcome === 'match');
      const read = await readHeld(decoder, matching.map(toPassing), { key: true, value: true }, signal);
      sink.scanned?.(some.length);
      await sink.take(read);
    }
  };
  let failure: unknown;
  const ending = new AbortController();
  try {
    const end = await cluster.scan(
      toScanRequest({ ...options, mode: 'new' }, []),
      {
        // What goes wrong here ends the scan, and is told by whoever asked for it.
        take: (records) =>
          take(records).catch((error: unknown) => {
            failure ??= error;
            ending.abort();
          }),
        unreadable: (batch) => sink.unreadable(batch),
        progress: (progress) => sink.progress?.(progress),
      },
      AbortSignal.any([signal, ending.signal]),
    );
    if (failure === undefined || signal.aborted) return end;
    throw failure as Error;
  } catch (error) {
    // What the sink threw is why the scan ended, whatever it says itself.
    throw failure === undefined || signal.aborted ? error : (failure as Error);
  } finally {
    filter?.close();
  }
}

/** A record that is handed on and not held. */
function toPassing(record: KafkaRecord): Held {
  const verdict = { state: 'bytes', schemaId: undefined } as const;
  return { ...record, sequence: 0, isUntestable: false, failure: undefined, bytes: 0, verdict, isDropped: false };
}
