import type { Cluster, KafkaRecord, UnreadableBatch } from '../cluster/cluster.ts';
import { readPartition } from './readPartition.ts';
import type { Outcome, RecordReframer } from './recordReframer.ts';
import type { ReframeRange } from './reframeRequest.ts';

/** A record as the target is to hold it, and where in the source it comes from. */
export interface Expected {
  readonly offset: bigint;
  readonly outcome: Outcome & { readonly ok: true };
}

/**
 * All that a job writes to a partition, in order: it is the same each time, as long as the source is. What fails is left
 * out, or ends it where a failure ends the job.
 *
 * @throws what reading and re-framing throw
 */
export async function* readExpected(
  cluster: Pick<Cluster, 'scan'>,
  reframer: RecordReframer,
  source: { readonly topic: string; readonly range: ReframeRange; readonly stopsAtFailure: boolean },
  signal: AbortSignal,
): AsyncGenerator<readonly Expected[], void> {
  const { topic, range, stopsAtFailure } = source;
  for await (const { records, unreadable } of readPartition(cluster, { topic, ...range, isolation: 'readCommitted' }, signal)) {
    const outcomes = await reframer.reframe(records, signal);
    const expected: Expected[] = [];
    const [damaged] = stopsAtFailure ? unreadable : [];
    for (const [index, { offset }] of records.entries()) {
      const outcome = outcomes[index];
      if (stopsAtFailure && (isBefore(damaged, offset) || outcome?.ok === false)) {
        yield expected;
        return;
      }
      if (outcome?.ok === true) expected.push({ offset, outcome });
    }
    yield expected;
    if (damaged !== undefined) return;
  }
}

/** Whether a batch that can't be read stands before an offset. */
export function isBefore(batch: UnreadableBatch | undefined, offset: KafkaRecord['offset']): boolean {
  return batch !== undefined && batch.firstOffset < offset;
}

/** What comes in blocks, one by one. */
export class OneByOne<T> {
  readonly #blocks: AsyncGenerator<readonly T[], void>;
  #block: readonly T[] = [];
  #at = 0;

  constructor(blocks: AsyncGenerator<readonly T[], void>) {
    this.#blocks = blocks;
  }

  /** Undefined at the end; a promise only where one has to be waited for. */
  next(): T | undefined | Promise<T | undefined> {
    return this.#at < this.#block.length ? this.#block[this.#at++] : this.#more();
  }

  /** Ends the reading behind it. */
  async close(): Promise<void> {
    await this.#blocks.return();
  }

  async #more(): Promise<T | undefined> {
    for (;;) {
      const { done, value } = await this.#blocks.next();
      if (done === true) return undefined;
      if (value.length === 0) continue;
      this.#block = value;
      this.#at = 1;
      return value[0];
    }
  }
}
