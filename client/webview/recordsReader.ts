import { randomUUID } from 'node:crypto';
import type { Log } from '../commands/context.ts';
import type { Session } from '../cluster/session.ts';
import type { Decoding, HeldRecord, ScanOptions, ScanProgress } from '../records/recordsSession.ts';
import type { RecordPlace, RecordsView } from '../records/recordsView.ts';
import type { Settings } from '../settings.ts';
import { isCancelled } from '../../shared/errors.ts';
import { PageState } from './pageState.ts';
import { toProblem } from './readProblem.ts';
import { RegistryRetry } from './registryRetry.ts';
import type { ReadSettings, RecordAction, RecordsState, ToPage } from './recordsProtocol.ts';
import {
  describedPartitions,
  explainEmptiness,
  emptyState,
  factsIn,
  firstSettings,
  limitsOf,
  mergedSettings,
  settingsIn,
  startAround,
  toWish,
  viewOf,
  type ConnectionFacts,
  type PageProfile,
} from './recordsState.ts';
import { createScanRunner, withLimit, type ScanRunner, type ScanWish, type ShownScan } from './scanRunner.ts';
import { createThrottled, type Throttled } from './throttled.ts';

export interface RecordsReaderOptions {
  readonly connection: string;
  readonly topic: string;
  readonly openSession: (signal: AbortSignal) => Promise<Session>;
  readonly facts: () => ConnectionFacts;
  readonly settings: Settings;
  /** How the topic is decoded, by the settings. */
  readonly profile: (signal: AbortSignal) => Promise<PageProfile>;
  /** What the page may offer. */
  readonly actions: () => readonly RecordAction[];
  /** What the page had before a restart, or another topic before it; the settings' own otherwise. */
  readonly read?: ReadSettings | undefined;
  readonly view?: RecordsView | undefined;
  /** Sends to the page, which may not be there at the moment. */
  readonly post: (message: ToPage) => void;
  readonly log: Log;
}

export interface ReadRequest {
  /** Of what is read; without any, the same is read again. */
  readonly changes?: Partial<ReadSettings> | undefined;
  /** A record to show among its neighbours, and to choose. */
  readonly select?: RecordPlace | undefined;
}

/** Paths of fields are asked for this often at most. */
const pathsIntervalMs = 3000;
/** Beyond the time limit of reading itself: for connecting. */
const graceMs = 30_000;
/** How long somebody waits who looks at one thing: values may be large, and the registry slow. */
const lookMs = 60_000;

/**
 * Drives the scans of one page: what is read and how it is shown, how far it got, and what the page asks for. It holds
 * no records: those are the worker's. Nothing that it does throws; what goes wrong is said on the page.
 */
export class RecordsReader {
  readonly #options: RecordsReaderOptions;
  readonly #runner: ScanRunner;
  readonly #paths: Throttled;
  readonly #page: PageState;
  /** Counts what the page was told to do, so that what is late is known. */
  #turn = 0;
  /** How the last scan decodes what its filter tests. */
  #tested: string | undefined;
  readonly #closed = new AbortController();
  readonly #retry = new RegistryRetry(
    () => this.#retryRegistry(),
    () => {
      this.#followRegistry(this.state.progress);
      this.#page.post();
    },
  );

  constructor(options: RecordsReaderOptions) {
    const { connection, topic, settings } = options;
    this.#options = options;
    this.#runner = createScanRunner({
      connection,
      openSession: options.openSession,
      newId: randomUUID,
      limitMs: () => settings.peek().timeoutMs + graceMs,
    });
    this.#paths = createThrottled(() => void this.#refreshPaths(), pathsIntervalMs);
    const state = emptyState({
      connection,
      topic,
      settings,
      facts: options.facts(),
      read: options.read ?? firstSettings(settings),
      view: options.view ?? viewOf(settings, topic),
      actions: options.actions(),
    });
    this.#page = new PageState(state, (value) =>
      options.post({ type: 'state', state: { ...value, registryRetryInMs: this.#retry.inMs() } }),
    );
  }

  get state(): RecordsState {
    return this.#page.value;
  }

  /** The scan that is shown; undefined where nothing was read yet. */
  get shown(): ShownScan | undefined {
    return this.#runner.shown();
  }

  /** Ends when the read has ended, well or not. */
  async read({ changes, select }: ReadRequest = {}): Promise<void> {
    const isElsewhere = changes !== undefined && ('partitions' in changes || 'filter' in changes);
    const keyLocation = isElsewhere ? undefined : this.state.keyLocation;
    this.#page.note({ settings: mergedSettings(this.state, changes), keyLocation });
    if (!(await this.#scan('new')) || select === undefined) return;
    if (!(await this.#holds(select))) await this.#readAround(select);
    const isHeld = await this.#holds(select);
    this.#page.change(isHeld ? { select } : { missing: select });
  }

  /** Reads only the partition in which a key is, by Java's partitioner, and the records of that key. */
  async readKey(text: string): Promise<void> {
    try {
      const { topic, openSession } = this.#options;
      const location = await this.look(async (signal) => {
        const session = await openSession(signal);
        return session.locateKey({ topic, key: text, decoding: await this.decoding(signal) }, signal);
      });
      const { partition, encoding, filter } = location;
      const start = { kind: 'newest', count: this.#options.settings.peek().maxRecords } as const;
      this.#page.change({
        settings: mergedSettings(this.state, { partitions: [partition], filter, start }),
        keyLocation: { key: text, partition, encoding },
      });
      await this.#scan('new');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Reads on before the oldest record, or where the scan stopped. */
  async add(mode: 'older' | 'continue'): Promise<void> {
    await this.#scan(this.shown === undefined ? 'new' : mode);
  }

  /** Ends reading at once, whether or not what it waits for ends with it; rows stay. */
  stop(): void {
    this.#end('cancelled');
  }

  /** @param why `live` where all was read that was there, and nobody wants to see any more what comes */
  #end(why: 'cancelled' | 'live'): void {
    if (!this.#runner.stop()) return;
    const { progress, activity } = this.state;
    if (activity === 'connecting' || progress === undefined) {
      this.#page.change({
        activity: 'idle',
        problem: toProblem(new DOMException('', 'AbortError'), this.#options.topic, this.#options.log),
      });
    } else this.#page.change({ activity: 'idle', progress: { ...progress, stage: 'stopped', stopped: why } });
  }

  /** Stops drawing on the broker, or goes on. */
  async pause(isPaused: boolean): Promise<void> {
    const scan = this.shown;
    if (scan === undefined || !this.#runner.isRunning()) return;
    try {
      await this.look((signal) => scan.session.pauseScan(scan.id, isPaused, signal));
      // Progress may come only much later.
      if (this.#runner.isRunning() && isPaused) this.#page.change({ activity: 'paused' });
      else if (this.state.activity === 'paused') this.#page.change({ activity: this.state.settings.live ? 'live' : 'reading' });
    } catch (error) {
      this.fail(error);
    }
  }

  /** Follows the topic's end, or ends there. */
  async setLive(isLive: boolean): Promise<void> {
    const { settings, activity } = this.state;
    if (settings.live === isLive && this.#runner.isRunning()) return;
    this.#page.change({ settings: { ...settings, live: isLive } });
    if (isLive) await this.add('continue');
    else if (this.#page.stage === 'live' || settings.start.kind === 'live') this.#end('live');
    else if (activity === 'paused') this.#end(this.#page.wasLive ? 'live' : 'cancelled');
    else if (this.#runner.isRunning()) await this.add('continue');
  }

  setView(view: RecordsView): void {
    // What is masked is revealed by `reveal` alone, which asks first.
    this.#page.note({ view: { ...view, revealed: view.revealed && this.state.view.revealed } });
  }

  reveal(): void {
    this.#page.change({ view: { ...this.state.view, revealed: true } });
  }

  /** The columns of the rows that were shown last. */
  noteColumns(columns: RecordsState['columns']): void {
    this.#page.note({ columns });
  }

  compareWith(comparing: RecordPlace | undefined): void {
    this.#page.change({ comparing });
  }

  /** Says anew what of the page is the connection's and the settings'. */
  refreshFacts(): void {
    const { facts, settings, topic, actions } = this.#options;
    this.#page.change({ ...factsIn(facts()), ...settingsIn(settings, topic), actions: actions() });
  }

  /**
   * Takes over changed settings of decoding and showing: what is held is decoded anew. Where a filter has tested what was
   * decoded otherwise, the same is read again, since what it left out is not held and may match now.
   */
  async refresh(): Promise<void> {
    this.refreshFacts();
    const scan = this.shown;
    if (scan === undefined) return;
    try {
      const decoding = await this.look((signal) => this.decoding(signal));
      const { filter, start } = this.state.settings;
      const isTestedOtherwise = filter.trim() !== '' && toTested(decoding) !== this.#tested;
      // What only came in while somebody looked can't be read again: there, what comes from now on is tested anew.
      if (isTestedOtherwise && start.kind !== 'live') {
        await this.read();
        return;
      }
      const progress = await this.look((signal) => scan.session.redecode(scan.id, decoding, signal));
      if (!this.#acceptDecoded(progress, scan)) return;
      if (isTestedOtherwise && this.#runner.isRunning()) await this.add('continue');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Sends all that the page needs to draw itself from nothing. */
  postAll(): void {
    this.#page.post();
  }

  /** A held record, as it is shown: masked unless it was revealed; undefined where it is not held. @throws KnownError */
  async record(place: RecordPlace, signal: AbortSignal, maxBytes?: number): Promise<HeldRecord | undefined> {
    const scan = this.shown;
    return scan?.session.record({ scan: scan.id, place, revealed: this.state.view.revealed, maxBytes }, signal);
  }

  openSession(signal: AbortSignal): Promise<Session> {
    return this.#options.openSession(signal);
  }

  /** How records of the topic are decoded now. */
  async decoding(signal: AbortSignal): Promise<Decoding> {
    const { settings, topic } = this.#options;
    const { profile, key, value } = await this.#options.profile(signal);
    this.#page.note({ profile: { key, value } });
    return { profile, render: settings.view(), masks: settings.masks(topic), maxInflatedBytes: settings.peek().maxInflatedBytes };
  }

  /** The numbers of the topic's partitions, asked for. @throws KafkaError */
  async describePartitions(): Promise<readonly number[]> {
    const description = await this.look(async (signal) => (await this.openSession(signal)).describeTopic(this.#options.topic, signal));
    const partitions = describedPartitions(description) ?? [];
    this.#page.change({ partitions });
    return partitions.map(({ partition }) => partition);
  }

  /** The options of a scan that reads the same without showing it. */
  async wish(signal: AbortSignal): Promise<ScanWish> {
    const { topic, settings } = this.#options;
    return toWish(settings, topic, this.state.settings, await this.decoding(signal));
  }

  /** Ends what runs and lets go of all that is held. */
  close(): void {
    this.#turn++;
    this.#closed.abort();
    this.#retry.stop();
    this.#page.close();
    this.#paths.cancel();
    this.#runner.close();
  }

  /** What `ask` returns, within a time in which somebody still waits. */
  async look<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withLimit(lookMs, this.#closed.signal, this.#options.connection, (signal) => ask(signal));
  }

  /** Says on the page what went wrong. */
  fail(error: unknown): void {
    if (!isCancelled(error)) this.#page.change({ problem: toProblem(error, this.#options.topic, this.#options.log) });
  }

  /** Runs a scan to its end; whether it ended well, and is still the last one. */
  async #scan(mode: ScanOptions['mode']): Promise<boolean> {
    const mine = ++this.#turn;
    const { facts, settings, topic, actions, log } = this.#options;
    this.#page.begin();
    this.#retry.stop();
    this.#page.change({
      ...factsIn(facts()),
      ...settingsIn(settings, topic),
      actions: actions(),
      activity: 'connecting',
      limits: limitsOf(settings, this.state.settings),
      problem: undefined,
      select: undefined,
      missing: undefined,
    });
    const isCurrent = (): boolean => this.#turn === mine;
    try {
      const accept = (progress: ScanProgress, scan: ShownScan): void => this.#accept(progress, scan);
      const wish = async (signal: AbortSignal): Promise<ScanWish> => {
        const wished = await this.wish(signal);
        this.#tested = toTested(wished.decoding);
        return wished;
      };
      const { progress, scan } = await this.#runner.run(mode, wish, accept);
      if (!isCurrent()) return false;
      this.#accept({ ...progress, stage: 'stopped' }, scan);
      if (progress.stopped !== 'end' || progress.scanned > 0) return true;
      const { partitions } = this.state.settings;
      const explained = await this.look((signal) => explainEmptiness(scan.session, { topic, partitions }, progress, signal)).catch(ignore);
      if (isCurrent() && explained !== undefined) this.#page.change(explained);
      return isCurrent();
    } catch (error) {
      // Who stops it has said so at once.
      if (isCurrent() && !(isCancelled(error) && this.state.activity === 'idle')) {
        this.#page.change({ activity: 'idle', problem: toProblem(error, topic, log) });
      }
      return false;
    }
  }

  #accept(progress: ScanProgress, scan: ShownScan): void {
    this.#followRegistry(progress);
    this.#page.accept(progress, scan);
    if (progress.held > 0) this.#paths.soon();
  }

  /** Takes over what was decoded anew; false where another scan is shown meanwhile. */
  #acceptDecoded(progress: ScanProgress, scan: ShownScan): boolean {
    if (this.shown !== scan) return false;
    this.#accept(this.#runner.isRunning() ? { ...progress, stage: this.#page.stage ?? progress.stage } : progress, scan);
    this.#page.change({ decoding: this.state.decoding + 1 });
    return true;
  }

  #followRegistry(progress: Pick<ScanProgress, 'stage' | 'held' | 'registryCode'> | undefined): void {
    // While it reads on by itself it asks the registry anyway.
    const isStill = progress !== undefined && progress.held > 0 && ['stopped', 'live', 'paused'].includes(progress.stage);
    if (!this.#closed.signal.aborted) this.#retry.follow(isStill ? progress.registryCode : undefined);
  }

  /** Decodes what the registry kept from being decoded, without a word where it still does. */
  async #retryRegistry(): Promise<void> {
    const scan = this.shown;
    if (scan === undefined) return;
    this.#page.post();
    try {
      const progress = await this.look((signal) => scan.session.redecode(scan.id, undefined, signal));
      const { filter, start } = this.state.settings;
      const isBack = progress.registryProblem === undefined;
      // What a filter could not test is to be tested.
      if (this.shown === scan && isBack && filter.trim() !== '' && start.kind !== 'live') void this.read();
      else if (progress.revision + scan.baseRevision !== this.state.progress?.revision || isBack) this.#acceptDecoded(progress, scan);
    } catch (error) {
      if (isCancelled(error)) return;
      this.#options.log.warn(error instanceof Error ? error.message : String(error));
    }
  }

  async #holds(place: RecordPlace): Promise<boolean> {
    return (await this.look((signal) => this.record(place, signal, 0)).catch(ignore)) !== undefined;
  }

  /** Reads a record's partition around it, where anything is there at all. */
  async #readAround({ partition, offset }: RecordPlace): Promise<void> {
    const before = this.state.settings;
    const start = startAround({ partition, offset }, this.#options.settings.peek().count);
    this.#page.change({ settings: { ...before, start, partitions: [partition], live: false, filter: '' } });
    if ((await this.#scan('new')) && (this.state.progress?.held ?? 0) > 0) return;
    this.#page.change({ settings: before });
    await this.#scan('new');
  }

  async #refreshPaths(): Promise<void> {
    const scan = this.shown;
    if (scan === undefined) return;
    const fieldPaths = await this.look((signal) => scan.session.paths(scan.id, signal)).catch(ignore);
    const isOther = fieldPaths !== undefined && JSON.stringify(fieldPaths) !== JSON.stringify(this.state.fieldPaths);
    if (isOther && this.shown === scan) this.#page.change({ fieldPaths });
  }
}

/** What of decoding a filter's outcome depends on. */
function toTested({ profile, maxInflatedBytes }: Decoding): string {
  return JSON.stringify([profile, maxInflatedBytes]);
}

function ignore(): undefined {
  // What is not known is not said.
}
