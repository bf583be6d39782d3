import type { Cluster, KafkaRecord, TopicDescription, UnreadableBatch } from '../../client/cluster/cluster.ts';
import type { ClusterScanProgress, ScanEnd, ScanRequest, ScanSink, ScanStop } from '../../client/cluster/scanRequest.ts';

/** A record with what a test says of it. */
export function record(given: Partial<KafkaRecord> & { readonly text?: string } = {}): KafkaRecord {
  const { text, ...rest } = given;
  return {
    partition: 0,
    offset: 0n,
    timestampMs: 1_770_000_000_000,
    timestampType: 'CreateTime',
    leaderEpoch: 0,
    key: null,
    value: text === undefined ? null : Buffer.from(text),
    headers: [],
    ...rest,
  };
}

/** A cluster whose topic holds what a test says, handed on in blocks as scans do. */
export class ScanCluster implements Cluster {
  readonly requests: ScanRequest[] = [];
  /** By offset within their partitions. */
  records: readonly KafkaRecord[];
  unreadable: readonly UnreadableBatch[] = [];
  partitions = 1;
  blockRecords = 1000;
  /** Told before each block; a test may wait, or add records, in it. */
  onBlock: (block: number) => Promise<void> | void = () => undefined;
  failure: Error | undefined;
  /** How often `take` has not come back yet when the next block was there. */
  onLive: ((hand: (records: readonly KafkaRecord[]) => Promise<void>, signal: AbortSignal) => Promise<void>) | undefined;

  constructor(records: readonly KafkaRecord[] = []) {
    this.records = records;
  }

  async scan(request: ScanRequest, sink: ScanSink, signal: AbortSignal): Promise<ScanEnd> {
    this.requests.push(request);
    if (this.failure !== undefined) throw this.failure;
    const tell = (stage: ClusterScanProgress['stage']): ClusterScanProgress => this.#progress(request, stage, taken);
    let taken: KafkaRecord[] = [];
    sink.progress(tell('connecting'));
    const wanted = this.#select(request);
    for (const batch of this.unreadable) sink.unreadable(batch);
    for (let start = 0; start < wanted.length; start += this.blockRecords) {
      await this.onBlock(start / this.blockRecords);
      if (signal.aborted) return { ...tell('reading'), stopped: 'cancelled' };
      const block = wanted.slice(start, start + this.blockRecords);
      await sink.take(block);
      taken = [...taken, ...block];
      sink.progress(tell('reading'));
    }
    if (request.live && this.onLive !== undefined) {
      sink.progress(tell('live'));
      await this.onLive(async (records) => {
        await sink.take(records);
        taken = [...taken, ...records];
        sink.progress(tell('live'));
      }, signal);
    }
    return { ...tell('reading'), stopped: signal.aborted ? 'cancelled' : this.#stopped(request, wanted) };
  }

  #select({ start, partitions, until }: ScanRequest): readonly KafkaRecord[] {
    const all = this.records.filter(({ partition }) => partitions?.includes(partition) !== false);
    if (start.kind === 'newest') {
      const before = all.filter(({ partition, offset }) => offset < (start.before?.get(partition) ?? 1n << 62n));
      return [...before].sort((a, b) => b.timestampMs - a.timestampMs || (a.offset < b.offset ? 1 : -1)).slice(0, start.count);
    }
    const from = all.filter(({ partition, offset, timestampMs }) => {
      if (start.kind === 'offsets') return offset >= (start.offsets.get(partition) ?? 1n << 62n);
      return start.kind === 'timestamp' ? timestampMs >= start.timestampMs : start.kind === 'oldest';
    });
    return from.slice(0, until.records);
  }

  #stopped({ start, until }: ScanRequest, wanted: readonly KafkaRecord[]): ScanStop {
    const limit = start.kind === 'newest' ? start.count : until.records;
    return limit !== undefined && wanted.length >= limit ? 'records' : 'end';
  }

  #progress({ start }: ScanRequest, stage: ClusterScanProgress['stage'], taken: readonly KafkaRecord[]): ClusterScanProgress {
    const bytes = taken.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
    const partitions = Array.from({ length: this.partitions }, (_, partition) => {
      const all = this.records.filter((one) => one.partition === partition).map(({ offset }) => offset);
      const own = taken.filter((one) => one.partition === partition).map(({ offset }) => offset);
      const firstOffset = least(all) ?? 0n;
      const endOffset = (most(all) ?? -1n) + 1n;
      const begin = start.kind === 'newest' ? (start.before?.get(partition) ?? endOffset) : firstOffset;
      const low = start.kind === 'newest' ? (least(own) ?? begin) : (least(own) ?? begin);
      return { partition, firstOffset, endOffset, low, next: own.length === 0 ? low : (most(own) ?? 0n) + 1n, heldBackTo: undefined };
    });
    return { stage, records: taken.length, control: 0, bytes, partitions, problem: undefined };
  }

  describeTopic(name: string): Promise<TopicDescription> {
    const partitions = Array.from({ length: this.partitions }, (_, partition) => ({
      ...{ partition, leader: 1, replicas: [1], inSyncReplicas: [1], firstOffset: 0n, endOffset: 0n },
    }));
    return Promise.resolve({ name, partitions, configuration: undefined });
  }

  listTopics = unasked;
  peek = unasked;
  openProbe = unasked;
  produce = unasked;
  createTopic = unasked;
  close = (): Promise<void> => Promise.resolve();
}

function unasked(): Promise<never> {
  return Promise.reject(new Error('No test asks this of the cluster.'));
}

function least(offsets: readonly bigint[]): bigint | undefined {
  return offsets.length === 0 ? undefined : offsets.reduce((a, b) => (a < b ? a : b));
}

function most(offsets: readonly bigint[]): bigint | undefined {
  return offsets.length === 0 ? undefined : offsets.reduce((a, b) => (a > b ? a : b));
}
