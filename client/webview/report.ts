import type { ClusterFacts } from '../../shared/diagnosis/clusterFacts.ts';
import type { Diagnosis, DiagnoseRequest } from '../../shared/diagnosis/diagnosis.ts';
import { isWorthALook, stageText } from '../../shared/diagnosis/reportTexts.ts';
import type { Snippet } from '../../shared/diagnosis/snippet.ts';
import { snippetsOf, whyNoSnippets } from '../../shared/diagnosis/snippets/snippetsOf.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Session } from '../cluster/session.ts';
import type { Log } from '../commands/context.ts';
import { findProfile } from '../decodeProfiles.ts';
import type { Settings } from '../settings.ts';
import { asChosen } from './chosenReading.ts';
import type { ProblemView, ReportAction, ReportState } from './reportProtocol.ts';
import type { OpenReport } from './reports.ts';
import { toReportView } from './reportView.ts';
import { toVisible } from './texts.ts';

/** What a report is given. The editor itself is behind it, so that a page runs in a mere browser, too. */
export interface ReportParts {
  readonly connection: string;
  readonly topic: string;
  readonly part: 'key' | 'value';
  /** Whether the page was there before the window was loaded: then it waits to be told. */
  readonly isRestored: boolean;
  readonly openSession: (signal: AbortSignal) => Promise<Session>;
  /** Schemas of the workspace, which may have written bytes that name none. */
  readonly workspace: (signal: AbortSignal) => Promise<readonly SchemaText[]>;
  readonly settings: Pick<Settings, 'diagnose' | 'masks' | 'decodeProfiles'>;
  /** Undefined where the connection's settings can't be used. */
  readonly cluster: () => ClusterFacts | undefined;
  readonly color: () => string | undefined;
  readonly actions: () => readonly ReportAction[];
  readonly post: (state: ReportState) => void;
  readonly log: Log;
  readonly now: () => number;
}

/** Of what is fetched for one diagnosis. */
const maxBytes = 256 * 1024 * 1024;

/** What one page shows: a topic's diagnosis, as far as it is known, and how it is made. */
export class Report implements OpenReport {
  readonly #parts: ReportParts;
  #activity: ReportState['activity'];
  #found: Diagnosis | undefined;
  #problem: ProblemView | undefined;
  /** What was chosen, or what the diagnosis makes the better choice. */
  #part: 'key' | 'value' | undefined;
  #running: AbortController | undefined;

  constructor(parts: ReportParts) {
    this.#parts = parts;
    this.#activity = parts.isRestored ? 'waiting' : 'idle';
    this.#part = parts.part === 'key' ? 'key' : undefined;
  }

  get connection(): string {
    return this.#parts.connection;
  }

  get topic(): string {
    return this.#parts.topic;
  }

  get diagnosis(): Diagnosis | undefined {
    if (this.#found === undefined) return undefined;
    const { key, value } = findProfile(this.#parts.settings.decodeProfiles(), this.topic);
    return asChosen(asChosen(this.#found, 'key', key.setting), 'value', value.setting);
  }

  get part(): 'key' | 'value' {
    if (this.#part !== undefined || this.#found === undefined) return this.#part ?? 'value';
    const { key, value } = this.#found;
    return !isWorthALook(value) && isWorthALook(key) ? 'key' : 'value';
  }

  /** Of what is shown. */
  snippets(): readonly Snippet[] {
    const { diagnosis } = this;
    const cluster = this.#parts.cluster();
    return diagnosis === undefined || cluster === undefined ? [] : snippetsOf({ diagnosis, part: this.part, cluster });
  }

  async refresh(): Promise<void> {
    await this.#run(false);
  }

  /** Reads on at the topic's end until what is undecided is decided. It never rejects. */
  async watch(): Promise<void> {
    await this.#run(true);
  }

  /** Ends what is under way; what is known by then stays. */
  cancel(): void {
    this.#running?.abort();
  }

  showPart(part: 'key' | 'value'): void {
    this.#part = part;
    this.post();
  }

  close(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  post(): void {
    this.#parts.post(this.state());
  }

  state(): ReportState {
    const { connection, topic, part } = this;
    const { color, settings, actions, now } = this.#parts;
    const { diagnosis } = this;
    const parts = diagnosis === undefined ? [] : (['value', 'key'] as const).filter((one) => isWorthALook(diagnosis[one]));
    return {
      kept: { connection, topic, part },
      ...{ connection, color: color(), activity: this.#activity, problem: this.#problem, status: this.#status() },
      parts: parts.length === 2 ? parts : [],
      // While nothing was read there is nothing to be said of it.
      report:
        diagnosis === undefined || diagnosis.reads.records + diagnosis.partitions.length === 0
          ? undefined
          : toReportView(diagnosis, {
              ...{ part, actions: actions(), consumers: settings.diagnose().consumers, snippets: this.snippets(), nowMs: now() },
              noSnippets: whyNoSnippets({ diagnosis, part }),
              isChosen: this.#found?.[part].readings.length !== diagnosis[part].readings.length,
            }),
    };
  }

  #status(): string {
    const found = this.#found;
    if (this.#activity === 'waiting') return '';
    if (this.#activity === 'idle') return found === undefined ? '' : (stageText(found) ?? '');
    if (this.#activity === 'watching') return 'Watching for new records: the first that fits only one way decides.';
    if (found === undefined || found.stage === 'connecting') return `Connecting to ${this.connection}…`;
    if (found.stage === 'reading') return 'Reading the first samples…';
    const what = found.stage === 'searching' ? 'Where the framing changes is being looked for…' : 'More are being read…';
    return `By the first samples. ${what}`;
  }

  async #run(watch: boolean): Promise<void> {
    this.#running?.abort();
    const run = new AbortController();
    this.#running = run;
    this.#activity = watch ? 'watching' : 'reading';
    this.#problem = undefined;
    if (!watch) this.#found = undefined;
    this.post();
    try {
      const session = await this.#parts.openSession(run.signal);
      const request = await this.#request(watch, run.signal);
      const accept = (diagnosis: Diagnosis): void => {
        if (this.#running !== run) return;
        this.#found = diagnosis;
        this.post();
      };
      accept(await session.diagnose(request, accept, run.signal));
    } catch (error) {
      if (this.#running === run) this.#fail(error);
    }
    if (this.#running !== run) return;
    this.#running = undefined;
    this.#activity = 'idle';
    this.post();
  }

  async #request(watch: boolean, signal: AbortSignal): Promise<DiagnoseRequest> {
    const { settings, topic, workspace } = this.#parts;
    const { samplesPerPartition, timeoutMs } = settings.diagnose();
    return { topic, samplesPerPartition, timeoutMs, maxBytes, watch, masks: settings.masks(topic), workspace: await workspace(signal) };
  }

  #fail(error: unknown): void {
    if (isCancelled(error)) {
      if (this.#found === undefined) this.#problem = { message: 'Cancelled by you.', remedy: '', isForbidden: false };
      else this.#found = { ...this.#found, stopped: 'cancelled' };
      return;
    }
    if (error instanceof KnownError) {
      this.#parts.log.warn(`Can't diagnose ${this.topic}: ${error.message}`);
      const isForbidden = error.code === 'kafka/not-authorized';
      this.#problem = { message: toVisible(error.message), remedy: error.remedy ?? '', isForbidden };
      return;
    }
    const bug = error instanceof Error ? error : new Error(String(error));
    this.#parts.log.error(bug);
    this.#problem = {
      message: toVisible(bug.message),
      remedy: 'This is a bug of Avro Workbench. The output has more.',
      isForbidden: false,
    };
  }
}
