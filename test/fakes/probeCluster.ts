import type { Cluster, KafkaRecord } from '../../client/cluster/cluster.ts';
import type { ProbedRecords, TopicProbe, WantedRecords } from '../../client/cluster/probeRequest.ts';

/** A partition of a topic that is made up as it is read, so that it may be as long as a test likes. */
export interface MadePartition {
  readonly first?: number;
  end: number;
  /** Undefined where there is no record, as in gaps that compaction leaves. */
  readonly at: (offset: number) => Partial<KafkaRecord> | undefined;
}

/** A cluster whose topic is probed alone. */
export class ProbeCluster implements Cluster {
  readonly topic: readonly MadePartition[];
  /** Told before each reading; a test may wait in it, or let it fail. */
  onRead: (times: number) => Promise<void> | void = () => undefined;
  failure: Error | undefined;
  /** Told before the ends of partitions are looked at anew. */
  onRefresh: () => void = () => undefined;

  constructor(topic: readonly MadePartition[]) {
    this.topic = topic;
  }

  openProbe(_topic: string, _options: unknown, signal: AbortSignal): Promise<TopicProbe> {
    return this.failure === undefined ? Promise.resolve(this.#open(signal)) : Promise.reject(this.failure);
  }

  #open(signal: AbortSignal): TopicProbe {
    let [fetches, bytes] = [0, 0];
    const read = async (wanted: WantedRecords): Promise<ProbedRecords> => {
      await this.onRead(fetches++);
      signal.throwIfAborted();
      const found = this.#read(wanted);
      bytes += found.records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
      return found;
    };
    const bounds = (): TopicProbe['partitions'] =>
      this.topic.map(({ first = 0, end }, partition) => ({
        ...{ partition, firstOffset: BigInt(first), endOffset: BigInt(end), heldBackTo: undefined },
      }));
    let partitions = bounds();
    const refresh = (): Promise<void> => {
      this.onRefresh();
      partitions = bounds();
      return Promise.resolve();
    };
    return {
      get partitions() {
        return partitions;
      },
      get fetches() {
        return fetches;
      },
      get bytes() {
        return bytes;
      },
      ...{ stopped: undefined, problem: undefined, read, refresh, close: () => undefined },
    };
  }

  #read({ partition, from, until, count, take }: WantedRecords): ProbedRecords {
    const { first = 0, end = 0, at } = this.topic[partition] ?? {};
    const [low, high] = [Math.max(Number(from), first), Math.min(Number(until), end)];
    const records: KafkaRecord[] = [];
    let next = take === 'first' ? low : high - 1;
    for (; next >= low && next < high && records.length < count; next += take === 'first' ? 1 : -1) {
      const made = at?.(next);
      if (made !== undefined) records.push({ ...blank, partition, offset: BigInt(next), ...made });
    }
    const range = take === 'first' ? { from: BigInt(low), to: BigInt(Math.max(next, low)) } : { from: BigInt(next + 1), to: BigInt(high) };
    return { partition, records: take === 'first' ? records : records.reverse(), unreadable: [], ...range, isWhole: true };
  }

  listTopics = unasked;
  describeTopic = unasked;
  peek = unasked;
  scan = unasked;
  produce = unasked;
  createTopic = unasked;
  close = (): Promise<void> => Promise.resolve();
}

const blank: Omit<KafkaRecord, 'partition' | 'offset'> = {
  ...{ timestampMs: Date.UTC(2026, 10, 10), timestampType: 'CreateTime', leaderEpoch: 0, key: null, value: null, headers: [] },
};

function unasked(): Promise<never> {
  return Promise.reject(new Error('No test asks this of the cluster.'));
}
