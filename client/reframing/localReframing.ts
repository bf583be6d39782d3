import { isCancelled, KafkaError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import { pause } from '../cluster/abort.ts';
import type { TopicDescription } from '../cluster/cluster.ts';
import { compress } from '../cluster/compress.ts';
import { defaultMaxInflatedBytes } from '../cluster/decodeRequest.ts';
import { createInflate } from '../cluster/inflate.ts';
import type { KafkaCluster } from '../cluster/kafkaCluster.ts';
import type { ProducerIdentity } from '../cluster/writeBatch.ts';
import { toProblem } from '../sending/partitionQueue.ts';
import { findStanding, type Standing } from './findStanding.ts';
import { RecordReframer } from './recordReframer.ts';
import type { ReframeDoubt, ReframeProgress, ReframeRange, ReframeRequest, ReframeStop, ReframeSummary } from './reframeRequest.ts';
import { ReframeRun, type RunEnd, type RunTarget } from './reframeRun.ts';
import { ReframeTally } from './reframeTally.ts';
import { SchemaLookups } from './schemaLookups.ts';
import { targetNotes } from './targetNotes.ts';

export interface ReframeContext {
  readonly cluster: Pick<KafkaCluster, 'scan' | 'describeTopic' | 'openBatches' | 'findLastProducers'>;
  readonly registry: Pick<RegistryCache, 'fetchSchema' | 'fetchNamed' | 'forgetFailures'> | undefined;
}

const progressMs = 200;
/** How long an answer is waited for when it was cancelled. */
const graceMs = 1_000;
/** So many partitions are compared at a time. */
const parallel = 4;
/** So often it begins anew where a broker knows more of the producer that it goes on as. */
const mostAttempts = 5;
const againMs = 250;

/**
 * Copies ranges of a topic to another topic in another framing; see `Session.reframe`. What is in the target already is
 * compared first, so that a job that was broken off goes on behind its last record, whatever became of it. What its
 * predecessor sent and nobody has seen yet can't come in between: it is gone on as the same producer, of which brokers take
 * each batch once.
 *
 * @throws KafkaError `reframe/own-source`, `reframe/too-few-partitions`, `reframe/foreign-target`; CodecError
 *   `codec/unusable-schema`; what reading throws before anything was written
 */
export async function reframeTopic(
  context: ReframeContext,
  request: ReframeRequest,
  onProgress: (progress: ReframeProgress) => void,
  signal: AbortSignal,
): Promise<ReframeSummary> {
  const { source, target, ranges } = request;
  if (source === target) {
    throw new KafkaError('reframe/own-source', `${source} can't be copied onto itself.`, { remedy: 'Choose another topic for the copy.' });
  }
  context.registry?.forgetFailures();
  const startMs = performance.now();
  const tally = new ReframeTally(ranges.reduce((sum, { from, to }) => sum + (to > from ? to - from : 0n), 0n));
  const timer = setInterval(() => onProgress(tally.progress()), progressMs);
  const giveUp = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const cancel = (): void => void (grace = setTimeout(() => giveUp.abort(), graceMs));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const end = await new Job(context, request, tally, giveUp.signal).run(signal);
    onProgress(tally.progress());
    return { ...tally.progress(), ...tally.counts(), ...end, durationMs: performance.now() - startMs };
  } finally {
    clearInterval(timer);
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
  }
}

type JobEnd = Pick<ReframeSummary, 'stopped' | 'problem' | 'present' | 'writers' | 'doubts' | 'notes'>;

/** Where the job goes on. */
interface Plan {
  readonly ranges: readonly ReframeRange[];
  readonly present: number | undefined;
  readonly doubts: readonly ReframeDoubt[];
  /** By partition, one past the last offset of the target. */
  readonly ends: ReadonlyMap<number, bigint>;
  /** Of these it was compared that all is this job's. */
  readonly proved: ReadonlySet<number>;
}

class Job {
  readonly #context: ReframeContext;
  readonly #request: ReframeRequest;
  readonly #tally: ReframeTally;
  readonly #giveUp: AbortSignal;
  readonly #lookups: SchemaLookups;

  constructor(context: ReframeContext, request: ReframeRequest, tally: ReframeTally, giveUp: AbortSignal) {
    this.#context = context;
    this.#request = request;
    this.#tally = tally;
    this.#giveUp = giveUp;
    this.#lookups = new SchemaLookups(context.registry);
  }

  async run(signal: AbortSignal): Promise<JobEnd> {
    const { dryRun } = this.#request;
    let isBegun = false;
    let present: number | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        const there = await this.#describeTarget(signal);
        // Of what was compared nothing is counted: a reframer of its own looks at it.
        const plan = await this.#plan(this.#createReframer(there), there, signal);
        present ??= plan.present;
        if (plan.doubts.length > 0 && !dryRun) return this.#end('uncertain', { present: plan.present, doubts: plan.doubts });
        const reframer = this.#createReframer(there);
        this.#tally.stage = 'writing';
        this.#tally.forgetUnsent();
        isBegun = true;
        const end = await this.#write(plan, reframer, signal);
        if (attempt < mostAttempts && isForgotten(end)) {
          await pause(againMs * attempt, signal);
          continue;
        }
        const notes = [...targetNotes(this.#request, there, this.#tally.oldestMs), ...heldBackNotes(this.#request.source, end)];
        return this.#end(
          end.stopped,
          { problem: end.problem, present: dryRun ? plan.present : present, doubts: plan.doubts, notes },
          reframer,
        );
      } catch (error) {
        if (isCancelled(error) && signal.aborted) return this.#end('cancelled', { present });
        if (!isBegun) throw error;
        // What was written before is still told.
        return this.#end('problem', { problem: toProblem(error), present });
      }
    }
  }

  #end(
    stopped: ReframeStop,
    { problem, present, doubts = [], notes = [] }: { problem?: RunEnd['problem'] } & Partial<Omit<JobEnd, 'problem'>>,
    reframer?: RecordReframer,
  ): JobEnd {
    const told = problem && { message: problem.message, remedy: problem.remedy };
    return { stopped, problem: told, present, doubts, notes, writers: reframer?.writers() ?? [] };
  }

  /** Undefined where a dry run finds none. */
  async #describeTarget(signal: AbortSignal): Promise<TopicDescription | undefined> {
    const { target, ranges, dryRun } = this.#request;
    try {
      const there = await this.#context.cluster.describeTopic(target, signal);
      const least = ranges.reduce((most, { partition }) => Math.max(most, partition + 1), 0);
      if (there.partitions.length >= least) return there;
      const message = `${target} has ${there.partitions.length} partitions, and ${least} are needed to keep the partitions of the records.`;
      throw new KafkaError('reframe/too-few-partitions', message, { remedy: 'Choose a topic with more, or a new one.' });
    } catch (error) {
      if (dryRun && error instanceof KafkaError && error.code === 'kafka/unknown-topic') return undefined;
      throw error;
    }
  }

  #createReframer(there: TopicDescription | undefined): RecordReframer {
    const { target, compression } = this.#request;
    const { configuration } = there ?? {};
    const limit = Number(configuration?.['max.message.bytes']);
    return new RecordReframer({
      request: this.#request,
      lookups: this.#lookups,
      inflate: createInflate(defaultMaxInflatedBytes),
      target: {
        topic: target,
        maxBytes: Number.isFinite(limit) ? limit : undefined,
        isCompacted: configuration?.['cleanup.policy']?.includes('compact') === true,
      },
      compress: (bytes) => compress(compression, bytes),
    });
  }

  /** Finds out where each partition goes on. */
  async #plan(reframer: RecordReframer, there: TopicDescription | undefined, signal: AbortSignal): Promise<Plan> {
    const { ranges } = this.#request;
    if (there === undefined) return { ranges, present: 0, doubts: [], ends: new Map(), proved: new Set() };
    this.#tally.stage = 'comparing';
    const left = new AbortController();
    const standings = new Map<number, Standing>();
    const queue = [...ranges];
    const compare = async (): Promise<void> => {
      for (let range = queue.shift(); range !== undefined; range = queue.shift()) {
        standings.set(range.partition, await this.#standingOf(reframer, range, there, AbortSignal.any([signal, left.signal])));
      }
    };
    try {
      await Promise.all(Array.from({ length: parallel }, compare));
    } finally {
      left.abort();
    }
    const all = [...standings];
    const present = all.map(([, standing]) => (standing.kind === 'at' ? standing.present : undefined));
    return {
      ranges: ranges.map((range) => {
        const standing = standings.get(range.partition);
        return standing?.kind === 'at' ? { ...range, from: standing.offset } : range;
      }),
      present: present.reduce<number | undefined>((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0),
      doubts: all
        .flatMap(([, standing]) => (standing.kind === 'doubt' ? standing.doubt : []))
        .toSorted((a, b) => a.partition - b.partition),
      ends: new Map(there.partitions.map(({ partition, endOffset = 0n }) => [partition, endOffset])),
      proved: new Set(all.flatMap(([partition, standing]) => (standing.kind === 'at' && standing.isProved ? partition : []))),
    };
  }

  async #standingOf(reframer: RecordReframer, range: ReframeRange, there: TopicDescription, signal: AbortSignal): Promise<Standing> {
    const { source, target, onError, uncertain } = this.#request;
    const { firstOffset, endOffset } = there.partitions.find(({ partition }) => partition === range.partition) ?? {};
    if (firstOffset === undefined || endOffset === undefined) {
      throw new KafkaError('kafka/no-leader', `No broker leads partition ${range.partition} of ${target} at the moment.`, {
        retriable: true,
      });
    }
    const onCompared = (): void => {
      this.#tally.compared++;
    };
    const compared = { cluster: this.#context.cluster, reframer, source, target, stopsAtFailure: onError === 'stop', onCompared };
    const standing = await findStanding(compared, range, { firstOffset, endOffset }, signal);
    const answer = uncertain === 'ask' ? undefined : uncertain.resumeAt.find(({ partition }) => partition === range.partition);
    if (standing.kind !== 'doubt' || answer === undefined) return standing;
    return { kind: 'at', offset: answer.offset, present: Number(endOffset), isProved: false };
  }

  async #write(plan: Plan, reframer: RecordReframer, signal: AbortSignal): Promise<RunEnd> {
    const { cluster } = this.#context;
    const { source, onError } = this.#request;
    const target = this.#request.dryRun ? undefined : await this.#openTarget(plan, signal);
    const options = { cluster, reframer, tally: this.#tally, source, ranges: plan.ranges, stopsAtFailure: onError === 'stop', target };
    return new ReframeRun(options).run(signal);
  }

  async #openTarget({ ends, proved }: Plan, signal: AbortSignal): Promise<RunTarget> {
    const { target: topic, compression } = this.#request;
    const provedEnds = new Map([...ends].filter(([partition]) => proved.has(partition)));
    const earlier = new Map(await this.#context.cluster.findLastProducers(topic, provedEnds, signal));
    // Where nothing is yet, something may be on its way of whoever wrote to the others.
    const other: ProducerIdentity | undefined = [...earlier.values()].at(-1);
    for (const [partition, end] of provedEnds) if (end === 0n && other !== undefined) earlier.set(partition, { ...other, sequence: 0 });
    const batches = await this.#context.cluster.openBatches(topic, signal, undefined, earlier);
    return { batches, codec: compression, compress: (bytes) => compress(compression, bytes), ends, giveUp: this.#giveUp };
  }
}

/** Whether the broker knows more of the producer than was compared: something of it has arrived since. */
function isForgotten({ problem }: RunEnd): boolean {
  return problem instanceof KafkaError && problem.code === 'kafka/producer-forgotten';
}

function heldBackNotes(source: string, { heldBack }: RunEnd): string[] {
  return [...heldBack].map(
    ([partition, offset]) =>
      `An open transaction holds back what is in partition ${partition} of ${source} from offset ${offset} on: run it again later.`,
  );
}
