import type { KafkaRecord, UnreadableBatch } from './cluster.ts';
import type { ClusterScanProgress, PartitionProgress, ScanEnd, ScanSink, ScanStop } from './scanRequest.ts';

/** A partition as the progress of a scan tells of it. */
export interface ProgressSource {
  readonly progress: PartitionProgress;
}

const progressMs = 100;

/** What a scan has done so far, and who is told of it. */
export class ScanTally {
  /** Handed on. */
  records = 0;
  control = 0;
  bytes = 0;
  stage: ClusterScanProgress['stage'] = 'connecting';
  problem: string | undefined;
  partitions: readonly ProgressSource[] = [];
  private readonly sink: ScanSink;
  private toldAt = -Infinity;
  private told: string | undefined;

  constructor(sink: ScanSink) {
    this.sink = sink;
  }

  /** Hands records on, and waits until they are taken. */
  async handOn(records: KafkaRecord[]): Promise<void> {
    this.records += records.length;
    await this.sink.take(records);
  }

  unreadable(batch: UnreadableBatch): void {
    this.sink.unreadable(batch);
  }

  /** Tells of the progress: at once where the scan has come to something else, now and then else. */
  tell(): void {
    const now = performance.now();
    const state = `${this.stage} ${this.problem ?? ''}`;
    if (state === this.told && now - this.toldAt < progressMs) return;
    this.told = state;
    this.toldAt = now;
    this.sink.progress(this.progress);
  }

  end(stopped: ScanStop): ScanEnd {
    return { ...this.progress, stopped };
  }

  private get progress(): ClusterScanProgress {
    const { stage, records, control, bytes, problem } = this;
    return { stage, records, control, bytes, problem, partitions: this.partitions.map(({ progress }) => progress) };
  }
}
