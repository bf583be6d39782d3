import { mostFailures, type RecordFailure, type SendProgress, type SendStop, type SendSummary, type UnknownBatch } from './sendRequest.ts';
import type { WrittenPartition } from './sendRequest.ts';

/** For how long the pace is looked back at. */
const paceMs = 3_000;
const mostUnknown = 1_000;

/** What has become of the records so far. */
export class SendTally {
  read = 0;
  written = 0;
  failed = 0;
  bytes = 0;
  problem: SendSummary['problem'];
  readonly #failures: RecordFailure[] = [];
  readonly #maybe: UnknownBatch[] = [];
  readonly #partitions = new Map<number, WrittenPartition>();
  readonly #now: () => number;
  readonly #startMs: number;
  #unsent: { readonly count: number; readonly firstLine: number } | undefined;
  #pace: { readonly ms: number; readonly written: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
    this.#startMs = now();
  }

  fail(line: number, reason: string): void {
    this.failed++;
    if (this.#failures.length < mostFailures) this.#failures.push({ line, reason });
  }

  write(partition: number, firstOffset: bigint, count: number, bytes: number): void {
    this.written += count;
    this.bytes += bytes;
    const lastOffset = firstOffset + BigInt(count - 1);
    const known = this.#partitions.get(partition);
    if (known === undefined) this.#partitions.set(partition, { partition, count, firstOffset, lastOffset });
    else this.#partitions.set(partition, { ...known, count: known.count + count, lastOffset });
  }

  perhaps(batch: UnknownBatch): void {
    if (this.#maybe.length < mostUnknown) this.#maybe.push(batch);
  }

  leave(lines: readonly number[]): void {
    const first = lines.reduce((least, line) => Math.min(least, line), this.#unsent?.firstLine ?? Infinity);
    if (lines.length > 0) this.#unsent = { count: (this.#unsent?.count ?? 0) + lines.length, firstLine: first };
  }

  progress(): SendProgress {
    const { read, written, failed, bytes } = this;
    const ms = this.#now();
    this.#pace = [...this.#pace.filter((each) => each.ms > ms - paceMs), { ms, written }];
    const from = this.#pace.length > 1 ? this.#pace[0] : { ms: this.#startMs, written: 0 };
    const seconds = from === undefined ? 0 : (ms - from.ms) / 1000;
    const perSecond = seconds <= 0 ? 0 : Math.round((written - (from?.written ?? 0)) / seconds);
    return { read, written, failed, bytes, perSecond };
  }

  summary(stopped: SendStop): SendSummary {
    const { read, written, failed, bytes, problem } = this;
    const durationMs = this.#now() - this.#startMs;
    return {
      stopped,
      problem,
      durationMs,
      read,
      written,
      failed,
      bytes,
      perSecond: durationMs <= 0 ? 0 : Math.round((1000 * written) / durationMs),
      partitions: [...this.#partitions.values()].sort((a, b) => a.partition - b.partition),
      failures: [...this.#failures].sort((a, b) => a.line - b.line),
      maybe: [...this.#maybe],
      unsent: this.#unsent,
    };
  }
}
