import { CodecError, KnownError } from '../errors.ts';
import { ProfileSchemas } from './chosenSchemas.ts';
import type { Chosen, ChosenSchemas } from './chosenSchemas.ts';
import { ContainerMessages } from './containerMessage.ts';
import type { DecoderOptions, PartToRead, ReadPart } from './decoder.ts';
import { FastPath } from './fastPath.ts';
import { findForcedFrame, judgeForced, readWithoutSchema } from './forcedFraming.ts';
import type { Frame } from './frame.ts';
import { judgeFrame, judgeNamed } from './judgeFrame.ts';
import { judgeOpen, judgeTwoWays } from './judgeOpen.ts';
import type { Judgement, OpenPart, Setting } from './judgeOpen.ts';
import { likelyFrames } from './likelyFrames.ts';
import { Neighbours } from './neighbours.ts';
import { createPause } from './pauses.ts';
import { Projection, projectPart } from './projection.ts';
import type { ReadableSchema } from './readableSchema.ts';
import { registryName } from './topicSchemas.ts';
import type { CountedName, Known, OwnSchemas, TopicSchemas } from './topicSchemas.ts';
import { Verdicts } from './verdicts.ts';
import type { JudgedPart } from './verdicts.ts';

/** A part that the fast path left, and how far it is settled. */
interface Task {
  readonly index: number;
  readonly part: PartToRead;
  readonly bytes: Uint8Array;
  readonly frames: readonly Frame[];
  state: JudgedPart | OpenPart | Judgement | undefined;
}

type KnownNames = ReadonlyMap<string, Known> | undefined;

/** Reads the keys or the values of a topic, and keeps what it has learnt of them. */
export class SideReader {
  readonly #side: 'key' | 'value';
  readonly #options: DecoderOptions;
  readonly #schemas: TopicSchemas | undefined;
  readonly #workspace: () => readonly ReadableSchema[];
  readonly #profileSchemas: ProfileSchemas;
  readonly #verdicts: Verdicts;
  readonly #containers: ContainerMessages;
  readonly #neighbours = new Neighbours();
  readonly #fast = new FastPath();
  #projection: Projection | undefined;

  constructor(
    side: 'key' | 'value',
    options: DecoderOptions,
    schemas: TopicSchemas | undefined,
    workspace: () => readonly ReadableSchema[],
  ) {
    this.#side = side;
    this.#options = options;
    this.#containers = new ContainerMessages(options.inflate);
    this.#schemas = schemas;
    this.#workspace = workspace;
    this.#profileSchemas = new ProfileSchemas(options.registry);
    this.#verdicts = new Verdicts(options.topic);
  }

  /** Undefined where it has to be looked at more closely, with {@link readSlowly}. */
  readFast(part: PartToRead): ReadPart | undefined {
    return this.#fast.tryRead(part);
  }

  /** Whether the fast path may be believed: not where most others have proved to have no frame. */
  isFastPathTrusted(): boolean {
    return this.#neighbours.prevailing()?.nature !== 'bare';
  }

  /**
   * Reads those of the parts that the fast path left, and puts what they are in their places.
   *
   * @param fast how many others of this side it has read
   */
  async readSlowly(
    parts: readonly PartToRead[],
    indexes: readonly number[],
    results: (ReadPart | undefined)[],
    fast: number,
    signal: AbortSignal,
  ): Promise<void> {
    this.#neighbours.add('framed', fast);
    const pause = createPause(signal);
    const chosen = await this.#profileSchemas.find(this.#options.profile[this.#side], signal);
    const projection = this.#projectionTo(chosen.reader);
    const tasks: Task[] = [];
    for (const index of indexes) {
      const turn = pause();
      if (turn !== undefined) await turn;
      const part = parts[index];
      if (part !== undefined) tasks.push(this.#begin(index, part));
    }
    const known = await this.#findNames(
      tasks.flatMap(({ frames }) => frames),
      signal,
    );
    for (const task of tasks) {
      const turn = pause();
      if (turn !== undefined) await turn;
      this.#guard(task, (bytes) => this.#judgeNamed(task, bytes, known));
      if (isPart(task.state) && task.state.state === 'exact' && !(chosen.reader instanceof KnownError))
        this.#learn(task, task.state, known, projection);
    }
    const open = tasks.filter((task) => isOpen(task.state));
    const own = open.length === 0 ? undefined : await this.#schemas?.findOwn(this.#side, signal);
    const setting = this.#settingOf(chosen, own);
    const inner = await this.#findNames(
      open.flatMap(({ state }) => (isOpen(state) && state.inner !== undefined ? [state.inner] : [])),
      signal,
    );
    for (const task of open) {
      const turn = pause();
      if (turn !== undefined) await turn;
      this.#guard(task, () => this.#judgeOpen(task, setting, inner));
    }
    this.#count(tasks);
    const prevailing = this.#neighbours.prevailing();
    for (const task of tasks) {
      const turn = pause();
      if (turn !== undefined) await turn;
      if (isJudgement(task.state)) task.state = task.state.decide(prevailing);
      if (isPart(task.state)) results[task.index] = this.#project(task.state, chosen.reader, projection);
    }
    if (prevailing?.nature === 'bare') await this.#doubtFrames(parts, results, chosen, signal);
  }

  #settingOf(chosen: ChosenSchemas, own: OwnSchemas | undefined): Setting {
    return { verdicts: this.#verdicts, chosen, own, workspace: this.#workspace, containers: this.#containers };
  }

  #projectionTo(reader: Chosen | undefined): Projection | undefined {
    if (reader instanceof KnownError) this.#fast.clear();
    if (reader === undefined || reader instanceof KnownError) return undefined;
    if (this.#projection?.target !== reader) {
      this.#projection = new Projection(reader);
      // What was learnt reads as another schema, or as none.
      this.#fast.clear();
    }
    return this.#projection;
  }

  /** What needs no schema is settled at once; of anything else the frames are found. */
  #begin(index: number, part: PartToRead): Task {
    const { bytes, headers } = part;
    const begun = (state: Task['state'], frames: readonly Frame[] = []): Task => ({ index, part, bytes: bytes ?? none, frames, state });
    if (bytes === null) return begun(this.#verdicts.nothing(part.part, bytes));
    const { framing } = this.#options.profile[this.#side];
    if (bytes.length === 0 && framing !== 'text') return begun(this.#verdicts.nothing(part.part, bytes));
    const input = { bytes, part: part.part, headers, inflate: this.#options.inflate };
    if (framing === 'automatic') return begun(undefined, likelyFrames(input));
    const settled = readWithoutSchema(framing, bytes, this.#verdicts);
    if (settled !== undefined) return begun(settled);
    const frame = findForcedFrame(framing, input, this.#verdicts);
    if (frame !== undefined && 'state' in frame) return begun(frame);
    return begun(undefined, frame === undefined ? [] : [frame]);
  }

  async #findNames(frames: readonly Frame[], signal: AbortSignal): Promise<KnownNames> {
    if (this.#schemas === undefined) return undefined;
    const names = new Map<string, CountedName>();
    for (const frame of frames) {
      const named = registryName(frame.names);
      if (named === undefined) continue;
      const counted = names.get(named.key);
      if (counted === undefined) names.set(named.key, { name: named.name, count: 1 });
      else counted.count++;
    }
    return this.#schemas.findNamed(names, signal);
  }

  #judgeNamed({ part, frames, state }: Task, bytes: Uint8Array, known: KnownNames): Task['state'] {
    if (state !== undefined) return state;
    const isForced = this.#options.profile[this.#side].framing !== 'automatic';
    const [frame] = frames;
    const judged = isForced
      ? frame === undefined
        ? ({ kind: 'no-frame' } as const)
        : judgeFrame(bytes, frame, known)
      : judgeNamed(part, bytes, frames, known, this.#verdicts);
    if ('state' in judged) return judged;
    if (isForced && judged.kind === 'unconfirmed')
      return judgeForced(
        { part, bytes, hint: judged, inner: undefined },
        this.#settingOf({ writer: undefined, reader: undefined }, undefined),
      );
    const outer = judged.kind === 'no-frame' || judged.kind === 'unconfirmed' ? undefined : judged.frame;
    return { part, bytes, hint: judged, inner: outer && this.#findInner(outer) };
  }

  /** A frame within a frame. Headers belong to the outer one. */
  #findInner({ payload, payloadStart, compression }: Frame): Frame | undefined {
    if (compression !== 'none') return undefined;
    const [inner] = likelyFrames({ bytes: payload, part: this.#side, headers: [], inflate: this.#options.inflate });
    if (inner?.compression !== 'none') return undefined;
    return { ...inner, payloadStart: inner.payloadStart + payloadStart };
  }

  #judgeOpen({ state }: Task, setting: Setting, inner: KnownNames): Task['state'] {
    if (!isOpen(state)) return state;
    const isForced = this.#options.profile[this.#side].framing !== 'automatic';
    return isForced ? judgeForced(state, setting) : judgeOpen(state, setting, inner);
  }

  /** What can't be shown though it was read is a failure of this one part. */
  #guard(task: Task, judge: (bytes: Uint8Array) => Task['state']): void {
    try {
      task.state = judge(task.bytes);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      task.state = this.#verdicts.unusable(task.bytes, error);
    }
  }

  #learn({ frames }: Task, part: JudgedPart, known: KnownNames, projection: Projection | undefined): void {
    const frame = frames.find(({ framing }) => framing === part.framing);
    if (frame?.framing !== 'confluent-prefix' || frame.schemaId === undefined || this.#fast.knows(frame.schemaId)) return;
    const named = known?.get(registryName(frame.names)?.key ?? '');
    if (named === undefined || 'error' in named) return;
    const shown = projection === undefined ? part : projectPart(part, projection);
    if (shown.state === 'exact') this.#fast.learn(frame.schemaId, shown, named.readable, projection);
  }

  #project(part: JudgedPart, reader: Chosen | undefined, projection: Projection | undefined): JudgedPart {
    if (projection !== undefined) return projectPart(part, projection);
    return reader instanceof KnownError && part.value !== undefined ? this.#verdicts.noReader(part, reader) : part;
  }

  /** What could be one thing only proves what the topic has. */
  #count(tasks: readonly Task[]): void {
    for (const { state } of tasks) {
      if (isJudgement(state) && state.natures.length === 1 && state.natures[0] !== undefined) this.#neighbours.add(state.natures[0]);
      if (isPart(state) && state.state === 'exact') this.#neighbours.add('framed');
      if (isPart(state) && state.state === 'text') this.#neighbours.add('text');
    }
  }

  /** Where most others have no frame, what seems to have one and would fit without is most likely one of them. */
  async #doubtFrames(
    parts: readonly PartToRead[],
    results: (ReadPart | undefined)[],
    chosen: ChosenSchemas,
    signal: AbortSignal,
  ): Promise<void> {
    const doubtful = [...results.entries()].filter(
      ([index, result]) => result?.state === 'exact' && result.framing === 'confluent-prefix' && parts[index]?.part === this.#side,
    );
    if (doubtful.length === 0 || this.#options.profile[this.#side].framing !== 'automatic') return;
    const own = await this.#schemas?.findOwn(this.#side, signal);
    const prevailing = this.#neighbours.prevailing();
    const setting = this.#settingOf(chosen, own);
    const pause = createPause(signal);
    for (const [index, result] of doubtful) {
      const turn = pause();
      if (turn !== undefined) await turn;
      // It is one of those that were counted, and not one of the others.
      const others = prevailing && { ...prevailing, total: prevailing.total - 1 };
      const other = result && others && judgeTwoWays(result, setting, others);
      if (other === undefined) continue;
      results[index] = this.#project(other, chosen.reader, this.#projection);
      this.#neighbours.add('framed', -1);
    }
  }
}

const none = new Uint8Array();

function isPart(state: Task['state']): state is JudgedPart {
  return state !== undefined && 'state' in state;
}

function isOpen(state: Task['state']): state is OpenPart {
  return state !== undefined && 'hint' in state;
}

function isJudgement(state: Task['state']): state is Judgement {
  return state !== undefined && 'natures' in state;
}
