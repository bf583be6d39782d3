import { KafkaError } from '../../shared/errors.ts';
import { abortError } from '../cluster/abort.ts';
import type { Cluster, KafkaRecord, UnreadableBatch } from '../cluster/cluster.ts';
import type { ScanEnd, ScanRequest } from '../cluster/scanRequest.ts';

export interface PartitionToRead {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
  readonly isolation: ScanRequest['isolation'];
}

/** Records of a partition, and before each of them the batches in front of it that can't be read. */
export interface PartitionBlock {
  readonly records: readonly KafkaRecord[];
  readonly unreadable: readonly UnreadableBatch[];
}

/**
 * Reads a partition from one offset up to another, in order, no faster than it is taken.
 *
 * @throws KafkaError as `Cluster.scan` does, and `kafka/unknown-topic` where the topic is deleted meanwhile; an `AbortError`
 */
export async function* readPartition(
  cluster: Pick<Cluster, 'scan'>,
  { topic, partition, from, to, isolation }: PartitionToRead,
  signal: AbortSignal,
): AsyncGenerator<PartitionBlock, void> {
  if (from >= to) return;
  const left = new AbortController();
  let block: { readonly records: readonly KafkaRecord[]; readonly taken: () => void } | undefined;
  let unreadable: UnreadableBatch[] = [];
  let wake: () => void = () => undefined;
  let end: ScanEnd | undefined;
  const request: ScanRequest = {
    topic,
    partitions: [partition],
    isolation,
    start: { kind: 'offsets', offsets: new Map([[partition, from]]) },
    until: { offsets: new Map([[partition, to]]) },
    live: false,
  };
  const reading = cluster.scan(
    request,
    {
      take: (records) =>
        new Promise<void>((taken) => {
          block = { records, taken };
          wake();
        }),
      unreadable: (batch) => void unreadable.push(batch),
      progress: () => undefined,
    },
    AbortSignal.any([signal, left.signal]),
  );
  const ending = reading.then((result) => void (end = result)).finally(() => wake());
  // Who leaves early does not hear of what goes wrong afterwards.
  ending.catch(() => undefined);
  try {
    for (;;) {
      if (block === undefined && end === undefined) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), ending]);
      const next: typeof block = block;
      if (next !== undefined) {
        block = undefined;
        yield { records: next.records, unreadable: takeUnreadable() };
        next.taken();
      } else if (end !== undefined) break;
    }
    if (unreadable.length > 0) yield { records: [], unreadable: takeUnreadable() };
    checkEnd(end, topic, signal);
  } finally {
    left.abort();
  }

  function takeUnreadable(): UnreadableBatch[] {
    const some = unreadable;
    unreadable = [];
    return some;
  }
}

/** @throws KafkaError where a topic is gone; an `AbortError` */
export function checkEnd(end: ScanEnd, topic: string, signal: AbortSignal): void {
  if (signal.aborted) throw abortError();
  if (end.stopped === 'deleted') throw new KafkaError('kafka/unknown-topic', `The topic ${topic} does not exist any more.`);
}
