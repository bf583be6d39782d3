import type { UnknownBatch } from '../sending/sendRequest.ts';
import type { Outcome } from './recordReframer.ts';
import {
  mostFailures,
  type ReframedKind,
  type ReframedPartition,
  type ReframeFailure,
  type ReframeMaybe,
  type ReframeProgress,
  type ReframeSummary,
} from './reframeRequest.ts';

type Counts = Pick<ReframeSummary, 'kinds' | 'copied' | 'failures' | 'partitions' | 'maybe' | 'unsent'>;

/** What has become of the records so far. Offsets of the source take the place of lines. */
export class ReframeTally {
  stage: ReframeProgress['stage'] = 'comparing';
  compared = 0;
  read = 0;
  written = 0;
  failed = 0;
  bytes = 0;
  /** The earliest time of what is written, in milliseconds since 1970. */
  oldestMs = Infinity;
  readonly #total: bigint;
  #copied = 0;
  #unsent = 0;
  readonly #kinds = new Map<string, ReframedKind>();
  readonly #failures: ReframeFailure[] = [];
  readonly #partitions = new Map<number, ReframedPartition>();
  readonly #maybe: ReframeMaybe[] = [];
  /** By partition, the last offset that was counted: what is read once more, since it has to be compared again, is not. */
  readonly #counted = new Map<number, bigint>();

  constructor(total: bigint) {
    this.#total = total;
  }

  /** Takes records down, as many as offsets where they can't be read. */
  take(partition: number, offset: bigint, outcome: Outcome, records = 1): void {
    if (offset <= (this.#counted.get(partition) ?? -1n)) return;
    this.#counted.set(partition, offset);
    this.read += records;
    if (!outcome.ok) this.fail(partition, offset, outcome.reason, records);
    else if (outcome.reason !== undefined) {
      this.#copied++;
      this.fail(partition, offset, outcome.reason);
    }
  }

  fail(partition: number, offset: bigint, reason: string, records = 1): void {
    this.failed += records;
    if (this.#failures.length < mostFailures) this.#failures.push({ partition, offset, reason });
  }

  /** Takes down what is written, or would be. */
  kind({ key, value, record }: Outcome & { readonly ok: true }): void {
    this.oldestMs = record.timestampMs < 0 ? this.oldestMs : Math.min(this.oldestMs, record.timestampMs);
    for (const [part, from] of [
      ['key', key],
      ['value', value],
    ] as const) {
      const name = `${part} ${from}`;
      this.#kinds.set(name, { part, from, count: (this.#kinds.get(name)?.count ?? 0) + 1 });
    }
  }

  /** Of a dry run. */
  wouldWrite(partition: number): void {
    const known = this.#partitions.get(partition);
    this.#partitions.set(partition, { partition, count: (known?.count ?? 0) + 1, firstOffset: undefined, lastOffset: undefined });
  }

  write(partition: number, firstOffset: bigint, count: number, bytes: number): void {
    this.written += count;
    this.bytes += bytes;
    const known = this.#partitions.get(partition);
    const lastOffset = firstOffset + BigInt(count - 1);
    this.#partitions.set(partition, {
      partition,
      count: (known?.count ?? 0) + count,
      firstOffset: known?.firstOffset ?? firstOffset,
      lastOffset,
    });
  }

  perhaps({ partition, count, firstLine, lastLine, reason }: UnknownBatch): void {
    this.#maybe.push({ partition, count, firstOffset: BigInt(firstLine), lastOffset: BigInt(lastLine), reason });
  }

  leave(lines: readonly number[]): void {
    this.#unsent += lines.length;
  }

  /** What was left is read again. */
  forgetUnsent(): void {
    this.#unsent = 0;
  }

  progress(): ReframeProgress {
    const { stage, compared, read, written, failed, bytes } = this;
    return { stage, read: stage === 'comparing' ? compared : read, written, failed, bytes, total: this.#total };
  }

  counts(): Counts {
    return {
      kinds: [...this.#kinds.values()].sort((a, b) => (a.part === b.part ? b.count - a.count : a.part === 'value' ? -1 : 1)),
      copied: this.#copied,
      failures: this.#failures.toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset)),
      partitions: [...this.#partitions.values()].sort((a, b) => a.partition - b.partition),
      maybe: [...this.#maybe],
      unsent: this.#unsent,
    };
  }
}
