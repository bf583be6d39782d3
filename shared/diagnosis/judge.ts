import type { SchemaText } from '../avro/schemaText.ts';
import type { RegistryCache } from '../registry/cache.ts';
import { ContainerMessages } from '../wire/containerMessage.ts';
import type { Frame, Inflate } from '../wire/frame.ts';
import { framingNames } from '../wire/framings.ts';
import { likelyFrames } from '../wire/likelyFrames.ts';
import { createPause } from '../wire/pauses.ts';
import { registryName } from '../wire/topicSchemas.ts';
import type { CountedName, RegistryName } from '../wire/topicSchemas.ts';
import { toAsked } from './askedIds.ts';
import type { FoundSchema } from './diagnosis.ts';
import { byText, scoreOf, toClass, toGroups, toSchemas } from './judgeClasses.ts';
import type { ClassSetting } from './judgeClasses.ts';
import { lookAtFrame, markNamed, markPlain } from './judgeLooks.ts';
import { frameOf, readNull, toInput } from './judgeReads.ts';
import type { ReadTools } from './judgeReads.ts';
import { JudgeReadings } from './judgeReadings.ts';
import { JudgeSchemas } from './judgeSchemas.ts';
import { toClassSetting } from './judgeSetting.ts';
import { Trials } from './judgeTrials.ts';
import { decide } from './judgeVerdict.ts';
import { Ways, nameKey } from './judgeWays.ts';
import type { FrameLook, LookedSample, Way } from './judgeWays.ts';
import type { AskedId, Judge, JudgedClass, JudgedReading, Judgement, Placement, ReadSample, Sample } from './samples.ts';

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
  /** For so long in all they are asked for; 3 s where absent. */
  readonly ms?: number | undefined;
}

/**
 * Judges the keys or the values of a topic. Every way to read a sample to its last byte is looked for: frames by what the
 * registry says of the schema that they name, bare Avro by the schemas of the topic's subjects, then of others and of the
 * workspace. One way that reads all is the verdict; where several do, only a header or a subject of this topic may decide.
 */
export function createJudge(options: JudgeOptions): Judge {
  return new TopicJudge(options);
}

interface Placed extends Placement {
  /** Where it is undecided: the ways to read all of it, the likelier first. */
  readonly ordered: readonly { readonly ways: readonly Way[]; readonly read: readonly ReadSample[] }[];
  readonly groups: readonly (readonly ReadSample[])[];
}

class TopicJudge implements Judge {
  readonly #options: JudgeOptions;
  readonly #schemas: JudgeSchemas;
  readonly #tools: ReadTools;
  /** Of each sample what it is where it is null. */
  readonly #all: (ReadSample | undefined)[] = [];
  readonly #samples: LookedSample[] = [];
  readonly #bySample = new Map<Sample, LookedSample>();
  readonly #ways = new Ways();
  readonly #trials = new Trials();
  readonly #readings: JudgeReadings;
  #tried: number | undefined;
  /** Of what was added so far. */
  #judged: Judgement | undefined;
  #placed: Placed | undefined;

  constructor(options: JudgeOptions) {
    const { inflate, part, limits } = options;
    this.#options = options;
    this.#schemas = new JudgeSchemas(options, { subjects: limits?.subjects ?? 300, ms: limits?.ms ?? 3_000 });
    this.#tools = { part, inflate, containers: new ContainerMessages(inflate) };
    this.#readings = new JudgeReadings(this.#tools);
  }

  get looked(): Judge['looked'] {
    return { subjects: this.#schemas.subjects?.length, tried: this.#tried };
  }

  async add(samples: readonly Sample[], signal: AbortSignal): Promise<void> {
    await this.take(samples, signal);
    await this.widen(signal);
  }

  async take(samples: readonly Sample[], signal: AbortSignal): Promise<void> {
    this.#judged = this.#placed = undefined;
    const added: LookedSample[] = [];
    const names = new Map<string, CountedName>();
    const framesOf = new Map<LookedSample, readonly Frame[]>();
    const pause = createPause(signal);
    for (const sample of samples) {
      const turn = pause();
      if (turn !== undefined) await turn;
      const { bytes } = sample;
      this.#all.push(bytes === null ? readNull(sample) : undefined);
      if (bytes === null) continue;
      const index = this.#all.length - 1;
      const looked: LookedSample = { index, sample, bytes, looks: [], inner: undefined, ways: new Set(), reads: new Map() };
      added.push(looked);
      this.#bySample.set(sample, looked);
      const frames = likelyFrames(toInput(looked, this.#tools));
      for (const { names: name } of frames) count(names, name);
      // What was inflated is not kept.
      if (frames.every(({ compression }) => compression === 'none')) framesOf.set(looked, frames);
    }
    if (added.length === 0) return;
    await Promise.all([this.#schemas.ask(names, signal), this.#schemas.loadOwn(signal)]);
    await this.#look(added, framesOf, signal);
    await this.#lookWithin(added, signal);
    await this.#try(signal);
  }

  async widen(signal: AbortSignal): Promise<void> {
    if (this.#samples.length === 0) return;
    await this.#schemas.loadListed();
    await this.#tryMore(signal);
    if ((this.#tried === undefined || this.#schemas.isLeft) && this.#samples.some(isNeedy)) {
      await this.#schemas.loadOthers(signal);
      if (this.#schemas.candidates.length > this.#trials.count) this.#lookAgain();
      await this.#tryMore(signal);
      this.#tried = this.#schemas.candidates.length;
    }
    this.#judged = undefined;
  }

  get isOpen(): boolean {
    if (this.#samples.length === 0) return false;
    return this.#schemas.isListing || (this.#tried === undefined && this.#schemas.isLeft && this.#samples.some(isNeedy));
  }

  asked(schemaId: number): AskedId | undefined {
    return this.askedFor({ kind: 'schema-id', schemaId });
  }

  askedFor(name: RegistryName): AskedId | undefined {
    return toAsked(this.#schemas.known.get(nameKey(name)), name, this.#options, this.#schemas.own);
  }

  judge(): Judgement {
    return (this.#judged ??= this.#judge(this.#place()));
  }

  place(): Placement {
    return this.#place();
  }

  #place(): Placed {
    return (this.#placed ??= this.#toPlaced());
  }

  #toPlaced(): Placed {
    const { chosen, rivals } = decide(this.#samples, [...this.#ways.all.values()]);
    const ordered = rivals.map((ways) => ({ ways, read: this.#readings.read(this.#samples, ways) }));
    ordered.sort((a, b) => leastOf(b.ways) - leastOf(a.ways) || scoreOf(b.read) - scoreOf(a.read));
    const likeliest = ordered[0]?.read ?? this.#readings.readOn(this.#samples, chosen);
    const read = [...this.#all] as ReadSample[]; // what is missing is filled in
    for (const [at, { index }] of this.#samples.entries()) read[index] = likeliest[at] as ReadSample;
    const { groups, classOf } = toGroups(read);
    return { ordered, read, groups, classOf, framings: groups.map(([first]) => first?.framing ?? 'none') };
  }

  #judge({ ordered, read, groups, classOf, framings }: Placed): Judgement {
    const isUnsure = ordered.length > 0;
    const setting = toClassSetting({
      part: this.#options.part,
      isUnsure,
      isCut: this.#schemas.isCut && this.#tried !== undefined,
      candidates: this.#schemas.candidates,
      bySample: this.#bySample,
    });
    const classes = groups.map((group) => toClass(group, setting));
    const isUnknown = this.#samples.length > 0 && framings.every((framing) => framing === 'none' || framing === 'null');
    return {
      state: this.#samples.length === 0 ? 'absent' : isUnsure ? 'undecided' : isUnknown ? 'unknown' : 'decided',
      classes: this.isOpen ? this.#unproved(classes, classOf) : classes,
      classOf,
      read,
      readings: ordered.map(({ ways, read: some }) => this.#toReading(ways, some, setting)),
      notes: [...this.#schemas.failures, ...this.#cutNotes()],
    };
  }

  /** What may be understood otherwise by schemas that are still asked for is no more than a guess. */
  #unproved(classes: readonly JudgedClass[], classOf: readonly number[]): readonly JudgedClass[] {
    const needy = new Set(this.#samples.filter(isNeedy).map(({ index }) => classOf[index]));
    return classes.map((one, place): JudgedClass => {
      if (one.framing === 'null') return one;
      return { ...one, certainty: needy.has(place) ? 'guessed' : one.certainty === 'proved' ? 'likely' : one.certainty };
    });
  }

  #cutNotes(): readonly string[] {
    const { isCut, subjects, looked } = this.#schemas;
    if (!isCut || this.#tried === undefined || subjects === undefined) return [];
    const [of, tried] = [subjects.length, looked].map((count) => count.toLocaleString('en'));
    return [`The registry has ${of ?? ''} subjects; schemas of ${tried ?? ''} were tried, those named like the topic first.`];
  }

  async #look(added: readonly LookedSample[], framesOf: ReadonlyMap<LookedSample, readonly Frame[]>, signal: AbortSignal): Promise<void> {
    const pause = createPause(signal);
    for (const looked of added) {
      const turn = pause();
      if (turn !== undefined) await turn;
      const frames = framesOf.get(looked) ?? likelyFrames(toInput(looked, this.#tools));
      looked.looks = frames.map((frame) => lookAtFrame(looked.bytes, frame, this.#schemas, this.#tools));
      const at = this.#samples.push(looked) - 1;
      markNamed(looked, at, this.#ways);
      markPlain(looked, at, this.#ways);
    }
  }

  /** Fingerprints may be those of schemas that are known by now; `#tryMore` follows, and forgets what was made of them. */
  #lookAgain(): void {
    for (const [at, looked] of this.#samples.entries()) {
      const isOpen = ({ names, state }: FrameLook): boolean => names.kind === 'fingerprint' && state === 'unknown';
      if (!looked.looks.some(isOpen)) continue;
      const frames = likelyFrames(toInput(looked, this.#tools));
      const found = frames.map((frame) => lookAtFrame(looked.bytes, frame, this.#schemas, this.#tools)).filter((look) => !isOpen(look));
      const resolved = found.filter(({ names }) => names.kind === 'fingerprint');
      looked.looks = looked.looks.map((look) => (isOpen(look) ? (resolved[0] ?? look) : look));
      looked.reads.clear();
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

  async #tryMore(signal: AbortSignal): Promise<void> {
    if (this.#schemas.candidates.length === this.#trials.count) return;
    await this.#try(signal);
    this.#placed = undefined;
    this.#readings.forget();
  }

  /** Reads what was not read yet with all candidates. */
  async #try(signal: AbortSignal): Promise<void> {
    const setting = { samples: this.#samples, isNeedy, ways: this.#ways, tools: this.#tools };
    await this.#trials.run(this.#schemas.candidates, setting, signal);
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
}

function count(names: Map<string, CountedName>, name: Parameters<typeof registryName>[0]): void {
  const named = registryName(name);
  if (named === undefined) return;
  const counted = names.get(named.key);
  if (counted === undefined) names.set(named.key, { name: named.name, count: 1 });
  else counted.count++;
}

/** Whether nothing ties a sample to this topic. */
function isNeedy({ ways }: LookedSample): boolean {
  for (const { kind, least } of ways) if (kind !== 'behind' && least >= 2) return false;
  return true;
}

function leastOf(ways: readonly Way[]): number {
  return Math.min(...ways.map(({ least }) => least));
}
