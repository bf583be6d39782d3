import type { SchemaText } from '../avro/schemaText.ts';
import type { RegistryCache } from '../registry/cache.ts';
import { ContainerMessages } from '../wire/containerMessage.ts';
import type { Inflate } from '../wire/frame.ts';
import { framingNames } from '../wire/framings.ts';
import { likelyFrames } from '../wire/likelyFrames.ts';
import { createPause } from '../wire/pauses.ts';
import { registryName } from '../wire/topicSchemas.ts';
import type { CountedName } from '../wire/topicSchemas.ts';
import type { FoundSchema } from './diagnosis.ts';
import { byText, scoreOf, toClasses, toSchemas } from './judgeClasses.ts';
import type { ClassSetting, Described } from './judgeClasses.ts';
import { explainUnread, toFaultSetting } from './judgeFaults.ts';
import { lookAtFrame, markCandidate, markNamed, markPlain } from './judgeLooks.ts';
import { frameOf, readAs, readNull, toInput } from './judgeReads.ts';
import type { ReadTools } from './judgeReads.ts';
import { JudgeSchemas } from './judgeSchemas.ts';
import type { Candidate } from './judgeSchemas.ts';
import { assign, decide } from './judgeVerdict.ts';
import { Ways } from './judgeWays.ts';
import type { FrameLook, LookedSample, Way } from './judgeWays.ts';
import type { AskedId, Judge, JudgedReading, Judgement, ReadSample, Sample } from './samples.ts';

export interface JudgeOptions {
  readonly part: 'key' | 'value';
  readonly topic: string;
  /** Undefined where the connection has none. */
  readonly registry: RegistryCache | undefined;
  /** Schemas that may have written bytes without a frame. */
  readonly workspace: readonly SchemaText[];
  readonly inflate: Inflate;
  readonly limits?: JudgeLimits | undefined;
}

export interface JudgeLimits {
  /** Subjects beside the topic's own whose schemas are tried; 300 where absent. */
  readonly subjects?: number | undefined;
  /** For so long in all they are asked for; 10 s where absent. */
  readonly ms?: number | undefined;
}

/** So many samples that nothing explains yet are tried with a schema before it is tried with the rest. */
const mostProbes = 12;

/**
 * Judges the keys or the values of a topic. Every way to read a sample to its last byte is looked for: frames by what the
 * registry says of the schema that they name, bare Avro by the schemas of the topic's subjects, then of others and of the
 * workspace. One way that reads all is the verdict; where several do, only a header or a subject of this topic may decide.
 */
export function createJudge(options: JudgeOptions): Judge {
  return new TopicJudge(options);
}

/** A candidate, and how many of the samples it was tried on. */
interface Trial {
  readonly candidate: Candidate;
  upTo: number;
}

class TopicJudge implements Judge {
  readonly #options: JudgeOptions;
  readonly #schemas: JudgeSchemas;
  readonly #tools: ReadTools;
  readonly #all: Sample[] = [];
  readonly #samples: LookedSample[] = [];
  readonly #ways = new Ways();
  readonly #trials: Trial[] = [];
  #tried: number | undefined;
  /** Of what was added so far. */
  #judged: Judgement | undefined;

  constructor(options: JudgeOptions) {
    const { inflate, part, limits } = options;
    this.#options = options;
    this.#schemas = new JudgeSchemas(options, { subjects: limits?.subjects ?? 300, ms: limits?.ms ?? 10_000 });
    this.#tools = { part, inflate, containers: new ContainerMessages(inflate) };
  }

  get looked(): Judge['looked'] {
    return { subjects: this.#schemas.subjects?.length, tried: this.#tried };
  }

  async add(samples: readonly Sample[], signal: AbortSignal): Promise<void> {
    this.#judged = undefined;
    const added: LookedSample[] = [];
    const names = new Map<string, CountedName>();
    const pause = createPause(signal);
    for (const sample of samples) {
      const turn = pause();
      if (turn !== undefined) await turn;
      this.#all.push(sample);
      if (sample.bytes === null) continue;
      const looked = { index: this.#all.length - 1, sample, bytes: sample.bytes, looks: [], inner: undefined, ways: new Set<Way>() };
      added.push(looked);
      for (const { names: name } of likelyFrames(toInput(looked, this.#tools))) count(names, name);
    }
    if (added.length === 0) return;
    await Promise.all([this.#schemas.ask(names, signal), this.#schemas.loadOwn(signal)]);
    await this.#look(added, signal);
    await this.#lookWithin(added, signal);
    await this.#try(signal);
    if (this.#needy().length > 0) {
      await this.#schemas.loadOthers(signal);
      this.#lookAgain();
      await this.#try(signal);
      this.#tried = this.#schemas.candidates.length;
    }
  }

  asked(schemaId: number): AskedId | undefined {
    const known = this.#schemas.known.get(`id ${schemaId}`);
    if (known === undefined || 'error' in known) return known;
    return { readable: known.readable, schema: known.readable.text };
  }

  judge(): Judgement {
    return (this.#judged ??= this.#judge());
  }

  #judge(): Judgement {
    const { chosen, rivals } = decide(this.#samples, [...this.#ways.all.values()]);
    const ordered = rivals.map((ways) => ({ ways, read: this.#readAll(ways) }));
    ordered.sort((a, b) => leastOf(b.ways) - leastOf(a.ways) || scoreOf(b.read) - scoreOf(a.read));
    const likeliest = ordered[0]?.read ?? this.#readAll(chosen);
    const read = new Map(this.#samples.map(({ index }, at) => [index, likeliest[at]]));
    const all = this.#all.map((sample, index) => read.get(index) ?? readNull(sample));
    const setting = this.#classSetting(rivals.length > 0);
    const { classes, classOf } = toClasses(all, setting);
    const isUnknown = this.#samples.length > 0 && classes.every(({ framing }) => framing === 'none' || framing === 'null');
    return {
      state: this.#samples.length === 0 ? 'absent' : rivals.length > 0 ? 'undecided' : isUnknown ? 'unknown' : 'decided',
      classes,
      classOf,
      read: all,
      readings: ordered.map(({ ways, read: some }) => this.#toReading(ways, some, setting)),
      notes: [...this.#schemas.failures, ...this.#cutNotes()],
    };
  }

  #cutNotes(): readonly string[] {
    const { isCut, subjects, looked } = this.#schemas;
    if (!isCut || this.#tried === undefined || subjects === undefined) return [];
    const [of, tried] = [subjects.length, looked].map((count) => count.toLocaleString('en'));
    return [`The registry has ${of ?? ''} subjects; schemas of ${tried ?? ''} were tried, those named like the topic first.`];
  }

  async #look(added: readonly LookedSample[], signal: AbortSignal): Promise<void> {
    const pause = createPause(signal);
    for (const looked of added) {
      const turn = pause();
      if (turn !== undefined) await turn;
      const frames = likelyFrames(toInput(looked, this.#tools));
      looked.looks = frames.map((frame) => lookAtFrame(looked.bytes, frame, this.#schemas, this.#tools));
      const at = this.#samples.push(looked) - 1;
      markNamed(looked, at, this.#ways);
      markPlain(looked, at, this.#ways);
    }
  }

  /** Fingerprints may be those of schemas that are known by now. */
  #lookAgain(): void {
    for (const [at, looked] of this.#samples.entries()) {
      const isOpen = ({ names, state }: FrameLook): boolean => names.kind === 'fingerprint' && state === 'unknown';
      if (!looked.looks.some(isOpen)) continue;
      const frames = likelyFrames(toInput(looked, this.#tools));
      const found = frames.map((frame) => lookAtFrame(looked.bytes, frame, this.#schemas, this.#tools)).filter((look) => !isOpen(look));
      const resolved = found.filter(({ names }) => names.kind === 'fingerprint');
      looked.looks = looked.looks.map((look) => (isOpen(look) ? (resolved[0] ?? look) : look));
      // Of the same sample, what was found now alone.
      if (resolved.length > 0) markNamed({ ...looked, looks: resolved }, at, this.#ways);
    }
  }

  /** Frames within frames whose own schema does not read them. */
  async #lookWithin(added: readonly LookedSample[], signal: AbortSignal): Promise<void> {
    const framed = added.filter(({ looks }) => looks.length > 0 && looks.every(({ state }) => state !== 'reads'));
    const names = new Map<string, CountedName>();
    const within = framed.flatMap((looked) => {
      const [look] = looked.looks;
      const payload = look === undefined ? undefined : frameOf(looked, look, this.#tools)?.payload;
      const [frame] = payload === undefined ? [] : likelyFrames({ ...toInput(looked, this.#tools), bytes: payload, headers: [] });
      if (frame === undefined || payload === undefined) return [];
      count(names, frame.names);
      return [{ looked, payload, frame }];
    });
    await this.#schemas.ask(names, signal);
    for (const { looked, payload, frame } of within) looked.inner = lookAtFrame(payload, frame, this.#schemas, this.#tools);
  }

  /** Samples that nothing ties to this topic. */
  #needy(): readonly LookedSample[] {
    return this.#samples.filter(({ ways }) => ![...ways].some(({ kind, least }) => kind !== 'behind' && least >= 2));
  }

  /** Reads what was not read yet with all candidates; those that are not the topic's own must read some of the needy. */
  async #try(signal: AbortSignal): Promise<void> {
    const pause = createPause(signal);
    const { candidates } = this.#schemas;
    for (const candidate of candidates.slice(this.#trials.length)) this.#trials.push({ candidate, upTo: 0 });
    const needy = this.#needy();
    const step = Math.max(1, Math.ceil(needy.length / mostProbes));
    const probes = needy.filter((_, index) => index % step === 0);
    for (const trial of this.#trials) {
      const { candidate } = trial;
      if (candidate.tie < 2 && !this.#isWorthTrying(trial, probes)) continue;
      for (; trial.upTo < this.#samples.length; trial.upTo++) {
        const looked = this.#samples[trial.upTo];
        if (looked !== undefined) markCandidate(looked, trial.upTo, candidate, this.#ways, this.#tools);
        const turn = pause();
        if (turn !== undefined) await turn;
      }
    }
  }

  #isWorthTrying({ candidate, upTo }: Trial, probes: readonly LookedSample[]): boolean {
    if (upTo > 0) return true;
    const scratch = new Ways();
    return probes.some((looked) => markCandidate({ ...looked, ways: new Set() }, 0, candidate, scratch, this.#tools));
  }

  #readAll(chosen: readonly Way[]): readonly ReadSample[] {
    const ways = assign(this.#samples, chosen);
    const unread = this.#samples.filter((_, at) => ways[at] === undefined);
    const faults = toFaultSetting(this.#samples, unread, chosen, this.#tools);
    return this.#samples.map((looked, at) => {
      const way = ways[at];
      return way === undefined ? explainUnread(looked, faults) : readAs(looked, way, this.#tools);
    });
  }

  #toReading(ways: readonly Way[], read: readonly ReadSample[], setting: ClassSetting): JudgedReading {
    const schemas = toSchemas(read, setting);
    const framing = ways.at(-1)?.framing ?? 'none';
    const names = new Set(ways.map((way) => framingNames[way.framing]));
    return { framing, name: [...names].join(' and '), by: byText(schemas, (schema) => this.#isWorkspace(schema)), schemas, read };
  }

  #isWorkspace({ schema }: FoundSchema): boolean {
    return this.#options.workspace.includes(schema);
  }

  #classSetting(isUnsure: boolean): ClassSetting {
    const bySample = new Map(this.#samples.map((looked) => [looked.sample, looked]));
    const lookFor = (read: ReadSample): FrameLook | undefined =>
      bySample.get(read.sample)?.looks.find(({ framing }) => framing === read.framing);
    return {
      part: this.#options.part,
      isUnsure,
      isCut: this.#schemas.isCut && this.#tried !== undefined,
      describe: (read) => this.#describe(read, lookFor(read)),
      unknownId: (read) => {
        const look = lookFor(read);
        return look?.state === 'unknown' && look.names.kind === 'schema-id' ? look.names.schemaId : undefined;
      },
      tieOf: (read) => {
        const ways = [...(bySample.get(read.sample)?.ways ?? [])];
        const way =
          ways.find((one) => one.framing === read.framing && one.candidate?.readable === read.readable) ??
          ways.find((one) => one.framing === read.framing);
        const own = lookFor(read)?.own;
        return way === undefined
          ? own === undefined
            ? undefined
            : 2
          : way.kind === 'named' && own !== undefined && way.least < 2
            ? 2
            : way.least;
      },
    };
  }

  #describe({ readable }: ReadSample, look: FrameLook | undefined): Described | undefined {
    if (readable === undefined) return undefined;
    const candidate = this.#schemas.candidates.find((one) => one.readable === readable);
    const subject = look?.readable === readable ? (look.own ?? look.subjects?.[0]) : undefined;
    const source = subject === undefined ? readable.source : { ...readable.source, subject: subject.subject, version: subject.version };
    const isOwn = look?.readable === readable ? look.own !== undefined : candidate?.tie === 2;
    return { found: { source, schema: readable.text, isOwn }, isWorkspace: candidate?.isWorkspace === true };
  }
}

function count(names: Map<string, CountedName>, name: Parameters<typeof registryName>[0]): void {
  const named = registryName(name);
  if (named === undefined) return;
  const counted = names.get(named.key);
  if (counted === undefined) names.set(named.key, { name: named.name, count: 1 });
  else counted.count++;
}

function leastOf(ways: readonly Way[]): number {
  return Math.min(...ways.map(({ least }) => least));
}
