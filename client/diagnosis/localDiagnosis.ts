import { isCancelled } from '../../shared/errors.ts';
import type { DiagnoseRequest, Diagnosis, DiagnosisReads, PartitionOffsets, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { offsetsToCheck, rangesToHalve } from '../../shared/diagnosis/changes.ts';
import { createJudge } from '../../shared/diagnosis/judge.ts';
import type { Judge } from '../../shared/diagnosis/samples.ts';
import { addRange, type OffsetRange } from '../../shared/diagnosis/stretches.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import type { Cluster, KafkaRecord } from '../cluster/cluster.ts';
import type { Connection } from '../cluster/connection.ts';
import { defaultMaxInflatedBytes } from '../cluster/decodeRequest.ts';
import { pause } from '../cluster/abort.ts';
import { createInflate } from '../cluster/inflate.ts';
import type { ProbedRecords, TopicProbe, WantedRecords } from '../cluster/probeRequest.ts';
import { parseMasks, type Masks } from '../records/masks.ts';
import { openNote, probeNotes, soFar } from './diagnosisNotes.ts';
import { placeSamples, toSideReport, type SideInput } from './sideReport.ts';
import { firstWanted, toSample, wantedFrom } from './wantedRecords.ts';

export interface DiagnosisContext {
  readonly cluster: Cluster;
  readonly registry: RegistryCache | undefined;
  readonly connection: Connection;
}

/** Rounds of looking for where framings change; each halves what is not known of every change at once. */
const mostRounds = 70;
/** Offsets in the widest gaps of each partition that are looked at once, in case something stands between the samples. */
const checkedBetween = 4;
const watchEveryMs = 1_000;
/** Between reports while the search goes on. */
const tellEveryMs = 1_000;
/** Samples of each kind that consumers are asked of: a few before all is known. */
const predictedAtFirst = 12;
const predictedInAll = 60;
/** The one that people ask for is told of first. */
const parts = ['value', 'key'] as const;

/** See `Session.diagnose`. */
export async function diagnoseTopic(
  context: DiagnosisContext,
  request: DiagnoseRequest,
  onProgress: (diagnosis: Diagnosis) => void,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const deadline = new AbortController();
  const timer = request.watch ? undefined : setTimeout(() => deadline.abort(), request.timeoutMs);
  const run = new Run(context, request, onProgress, { signal, deadline: deadline.signal });
  try {
    return await run.go();
  } finally {
    clearTimeout(timer);
    run.close();
  }
}

interface Signals {
  /** Of whoever asks. */
  readonly signal: AbortSignal;
  readonly deadline: AbortSignal;
}

class Run {
  readonly #context: DiagnosisContext;
  readonly #request: DiagnoseRequest;
  readonly #onProgress: (diagnosis: Diagnosis) => void;
  readonly #signals: Signals;
  readonly #any: AbortSignal;
  readonly #judges: Readonly<Record<'key' | 'value', Judge>>;
  readonly #read = new Map<number, readonly OffsetRange[]>();
  readonly #seen = new Set<string>();
  /** Why batches can't be read, by partition and first offset. */
  readonly #unreadable = new Map<string, string>();
  readonly #masks: Masks;
  readonly #startedMs = Date.now();
  readonly #started = performance.now();
  /** When a report was told last. */
  #told = 0;
  /** Records that were read before changes were looked for; undefined until then. */
  #readAtFirst: number | undefined;
  #probe: TopicProbe | undefined;

  constructor(context: DiagnosisContext, request: DiagnoseRequest, onProgress: (diagnosis: Diagnosis) => void, signals: Signals) {
    const { topic, workspace } = request;
    this.#context = context;
    this.#request = request;
    this.#onProgress = onProgress;
    this.#signals = signals;
    this.#any = AbortSignal.any([signals.signal, signals.deadline]);
    this.#masks = parseMasks(request.masks);
    const options = { topic, registry: context.registry, workspace, inflate: createInflate(defaultMaxInflatedBytes) };
    this.#judges = { key: createJudge({ ...options, part: 'key' }), value: createJudge({ ...options, part: 'value' }) };
  }

  close(): void {
    this.#probe?.close();
  }

  async go(): Promise<Diagnosis> {
    const { topic, maxBytes } = this.#request;
    const probe = await this.#context.cluster.openProbe(topic, { maxBytes }, this.#any);
    this.#probe = probe;
    try {
      await this.#readAll(firstWanted(probe, this.#each), 'take');
      await this.#tell('first');
      await Promise.all(parts.map((part) => this.#judges[part].widen(this.#any)));
      await this.#tellNowAndThen('first');
      await this.#search();
      if (this.#request.watch) await this.#watch(probe);
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
    return this.#report('done', this.#stopped ?? 'done');
  }

  get #each(): number {
    return Math.max(1, Math.floor(this.#request.samplesPerPartition / 3));
  }

  get #stopped(): Diagnosis['stopped'] {
    if (this.#signals.signal.aborted) return 'cancelled';
    if (this.#signals.deadline.aborted) return 'timeout';
    const stopped = this.#probe?.stopped;
    return stopped === 'aborted' ? 'cancelled' : stopped;
  }

  get #partitions(): readonly PartitionOffsets[] {
    return (this.#probe?.partitions ?? []).flatMap(({ partition, firstOffset, endOffset }) =>
      firstOffset < 0n ? [] : [{ partition, firstOffset, endOffset }],
    );
  }

  /** Reads, and has both judges look at what was not read before. */
  async #readAll(wanted: readonly WantedRecords[], how: 'take' | 'add' = 'add'): Promise<number> {
    const probe = this.#probe;
    if (probe === undefined || wanted.length === 0) return 0;
    const found = await Promise.all(wanted.map((one) => probe.read(one)));
    const added = found.flatMap((one) => this.#take(one));
    const judge = (part: 'key' | 'value'): Promise<void> => {
      const samples = added.map((record) => toSample(record, part));
      return this.#judges[part][how](samples, this.#any);
    };
    await Promise.all(parts.map(judge));
    return added.length;
  }

  #take({ partition, records, unreadable, from, to }: ProbedRecords): KafkaRecord[] {
    if (to > from) this.#read.set(partition, addRange(this.#read.get(partition) ?? [], { from, to }));
    for (const { firstOffset, error } of unreadable) this.#unreadable.set(`${partition} ${firstOffset}`, error.message);
    return records.filter(({ offset }) => {
      const key = `${partition} ${offset}`;
      if (this.#seen.has(key)) return false;
      this.#seen.add(key);
      return true;
    });
  }

  /** Looks for where framings change, in all partitions and for keys and values at the same time. */
  async #search(): Promise<void> {
    const ends = new Map(this.#partitions.map(({ partition, endOffset }) => [partition, endOffset]));
    const between = this.#placed('value').flatMap((partition) =>
      offsetsToCheck(partition, checkedBetween).map((from) => wantedFrom(partition.partition, from, ends.get(partition.partition) ?? from)),
    );
    this.#readAtFirst = this.#seen.size;
    await this.#readAll(between);
    for (let round = 0; round < mostRounds && this.#stopped === undefined; round++) {
      const ranges = parts.flatMap((part) =>
        // Where all is of one class nothing has changed.
        (this.#judges[part].place().framings.length < 2 ? [] : this.#placed(part)).flatMap((partition) =>
          rangesToHalve(partition).map((range) => wantedFrom(partition.partition, range.from, range.to)),
        ),
      );
      if (ranges.length === 0) break;
      const readBefore = this.#lookedAt();
      await this.#readAll(ranges);
      // Nothing more is to be had, as where a partition can't be read any more.
      if (this.#lookedAt() === readBefore) break;
      await this.#tellNowAndThen('searching');
    }
  }

  #lookedAt(): bigint {
    return [...this.#read.values()].flat().reduce((sum, { from, to }) => sum + to - from, 0n);
  }

  /** Goes on with what comes, until nothing is undecided. */
  async #watch(probe: TopicProbe): Promise<void> {
    while (this.#stopped === undefined && this.#isUndecided()) {
      await pause(watchEveryMs, this.#any);
      const ends = new Map(this.#partitions.map(({ partition, endOffset }) => [partition, endOffset]));
      await probe.refresh();
      const count = this.#request.samplesPerPartition;
      const wanted = this.#partitions.flatMap(({ partition, endOffset }): WantedRecords[] => {
        const from = ends.get(partition) ?? endOffset;
        return endOffset > from ? [{ partition, from, until: endOffset, count, take: 'last' }] : [];
      });
      if ((await this.#readAll(wanted)) > 0) await this.#tell('searching');
    }
  }

  #isUndecided(): boolean {
    return parts.some((part) => this.#judges[part].judge().state === 'undecided') || this.#seen.size === 0;
  }

  #placed(part: 'key' | 'value'): ReturnType<typeof placeSamples> {
    return placeSamples(this.#input(part));
  }

  #input(part: 'key' | 'value', predicted = predictedAtFirst): SideInput {
    return {
      part,
      topic: this.#request.topic,
      judge: this.#judges[part],
      partitions: this.#partitions,
      read: this.#read,
      masks: this.#masks[part],
      hasRegistry: this.#context.registry !== undefined,
      nowMs: this.#startedMs,
      predicted,
    };
  }

  async #tell(stage: Diagnosis['stage']): Promise<void> {
    if (this.#any.aborted) return;
    this.#onProgress(await this.#report(stage, undefined));
    this.#told = performance.now();
  }

  /** What follows soon need not be told: a report takes longer to make than a step of the search. */
  async #tellNowAndThen(stage: Diagnosis['stage']): Promise<void> {
    if (performance.now() - this.#told >= tellEveryMs) await this.#tell(stage);
  }

  async #report(stage: Diagnosis['stage'], stopped: Diagnosis['stopped']): Promise<Diagnosis> {
    const predicted = stage === 'done' ? predictedInAll : predictedAtFirst;
    const side = async (part: 'key' | 'value'): Promise<SideDiagnosis> => {
      const report = await toSideReport(this.#input(part, predicted));
      return stage !== 'done' && this.#judges[part].isOpen ? soFar(report) : report;
    };
    const [key, value] = [await side('key'), await side('value')];
    return {
      connection: this.#context.connection.name,
      topic: this.#request.topic,
      startedMs: this.#startedMs,
      durationMs: performance.now() - this.#started,
      stage,
      stopped,
      reads: this.#reads,
      partitions: this.#partitions,
      registry: this.#registryLook,
      notes: this.#notes(stage),
      key,
      value,
    };
  }

  get #reads(): DiagnosisReads {
    const { bytes = 0, fetches = 0 } = this.#probe ?? {};
    const records = this.#seen.size;
    return { records, forChanges: records - (this.#readAtFirst ?? records), bytes, fetches, each: this.#each };
  }

  get #registryLook(): Diagnosis['registry'] {
    const { registry } = this.#context.connection;
    if (registry === undefined) return undefined;
    const { subjects, tried } = this.#judges.value.looked;
    return { url: registry.url, subjects, tried };
  }

  #notes(stage: Diagnosis['stage']): string[] {
    return [
      ...(this.#probe === undefined ? [] : probeNotes(this.#probe, [...this.#unreadable.values()])),
      ...parts.flatMap((part) => (this.#judges[part].isOpen ? [openNote(part, stage)] : [])),
      ...new Set(parts.flatMap((part) => this.#judges[part].judge().notes)),
    ];
  }
}
