import type { Baseline, BaselinesParams, BaselinesResult } from '../../shared/protocol.ts';
import type { Registries } from '../registries.ts';
import type { Settings } from '../settings.ts';
import type { Subscription } from '../ui.ts';
import { BaselineEntries, type EntriesParts, type Entry } from './baselineEntries.ts';
import { BaselineError } from './baselineError.ts';
import type { Baselines } from './baselines.ts';
import { parseBaselineText } from './baselineText.ts';
import { readChosen, writeChosen, type BaselineMemory } from './chosenSubjects.ts';
import { createFileSubjects, type FileSubjects } from './fileSubjects.ts';
import { listRefsOf } from './gitBaseline.ts';
import { reasonOf } from './reason.ts';
import { isSameBaseline } from './subjectBaseline.ts';
import { createSubjectSearch, type SubjectSearch } from './subjectSearch.ts';

export interface BaselinesParts extends EntriesParts {
  readonly settings: Pick<Settings, 'compatibility' | 'subjects' | 'registry'>;
  readonly registries: Pick<Registries, 'list' | 'open' | 'state' | 'isReadOnly' | 'onDidChange' | 'onDidWrite'>;
  readonly memory: BaselineMemory;
  /** A file's path from its workspace folder, with `/`; of one that is in none, its whole path. */
  readonly pathOf: (uri: string) => string;
}

/** The baselines of a window, with what keeps them fresh. */
export interface KeptBaselines extends Baselines, Subscription {
  /** Asks anew, in the background, for all that these files are compared with; with `kind` only for what is in git, or on disk. */
  refresh(uris: readonly string[], kind?: 'git' | 'path'): Promise<void>;
  /** Looks whether other baselines hold for these files now, or for all, and tells which. */
  reconsider(uris?: readonly string[]): void;
  /** Forgets a file that is closed. */
  forget(uri: string): void;
}

export function createBaselines(parts: BaselinesParts): KeptBaselines {
  const { memory, runGit } = parts;
  const search = createSubjectSearch({ ...parts, changed: () => files.reconsider() });
  const fileSubjects = createFileSubjects({ ...parts, search, settled: (uri) => files.reconsider([uri]) });
  const entries = new BaselineEntries(parts, (entry) => files.reconsider(files.usersOf((each) => each === entry)));
  const files = new AskedFiles((params) => answer(parts, fileSubjects, entries, params));
  const subscriptions = keepFresh(parts, search, entries, files);
  return {
    find: (params) => files.ask(params),
    subjectsOf: (uri, fullname, signal) => fileSubjects.fetch(uri, fullname, signal),
    fittingSubjects: (connection, uri, fullname, signal) => fileSubjects.fitting(connection, uri, fullname, signal),
    ofSubject: (subject, uri, signal) => entries.ofSubject(subject, uri).kept.fetch(true, signal),
    async ofText(text, uri, signal) {
      if (parseBaselineText(text).kind !== 'registry') return entries.ofText(text, uri).kept.fetch(true, signal);
      const [subject] = await fileSubjects.fetch(uri, undefined, signal);
      if (subject !== undefined) return entries.ofSubject(subject, uri).kept.fetch(true, signal);
      throw new BaselineError('baseline/no-subject', 'No setting says which subject the file belongs to.');
    },
    async choose(uri, subject) {
      await writeChosen(memory, uri, subject);
      files.reconsider();
    },
    chosen: (uri) => readChosen(memory, uri),
    refsOf: async (uri, signal) => (parts.isTrusted() ? listRefsOf(runGit, uri, signal) : []),
    onDidChange: (listener) => files.onDidChange(listener),
    refresh: async (uris, kind) => refreshEntries(files.entriesOf(uris), (entry) => kind === undefined || entry.kind === kind),
    reconsider: (uris) => files.reconsider(uris),
    forget(uri) {
      files.forget(uri);
      fileSubjects.forget(uri);
      entries.prune(files.entriesOf());
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      for (const uri of files.uris()) fileSubjects.forget(uri);
      search.close();
      entries.close();
    },
  };
}

interface Answer {
  readonly result: BaselinesResult;
  /** What it was made of. */
  readonly entries: readonly Entry[];
}

/** What is known, after having what is not, or is too old, asked for in the background. */
function answer(
  { settings, registries, isTrusted }: BaselinesParts,
  fileSubjects: FileSubjects,
  entries: BaselineEntries,
  { uri, fullname }: BaselinesParams,
): Answer {
  const { enabled, baseline } = settings.compatibility(uri);
  if (!enabled) return { result: { baselines: [], without: 'off' }, entries: [] };
  if (parseBaselineText(baseline).kind !== 'registry') {
    const entry = entries.look(entries.ofText(baseline, uri));
    return { result: toResult([entry]), entries: [entry] };
  }
  const { subjects, without } = fileSubjects.now(uri, fullname);
  if (without !== undefined) return { result: without, entries: [] };
  const used = subjects.map((subject) => entries.look(entries.ofSubject(subject, uri)));
  const result = toResult(used);
  const isReadOnly = ({ connection }: Baseline): boolean => connection !== undefined && (registries.isReadOnly(connection) || !isTrusted());
  const baselines = result.baselines.map((each) => (isReadOnly(each) ? { ...each, isReadOnly: true } : each));
  return { result: { ...result, baselines }, entries: used };
}

/** The files whose baselines were asked for, each with what was answered last. */
class AskedFiles {
  readonly #answer: (params: BaselinesParams) => Answer;
  readonly #asked = new Map<string, { readonly params: BaselinesParams; answer: Answer }>();
  readonly #listeners = new Set<(uris: readonly string[] | undefined) => void>();

  constructor(answerTo: (params: BaselinesParams) => Answer) {
    this.#answer = answerTo;
  }

  ask(params: BaselinesParams): BaselinesResult {
    const found = this.#answer(params);
    this.#asked.set(params.uri, { params, answer: found });
    return found.result;
  }

  /** Answers again, and tells of those whose answer is another one. */
  reconsider(uris: readonly string[] = [...this.#asked.keys()]): void {
    const changed = uris.filter((uri) => {
      const asked = this.#asked.get(uri);
      if (asked === undefined) return false;
      const before = asked.answer;
      asked.answer = this.#answer(asked.params);
      return !isSameResult(before.result, asked.answer.result);
    });
    if (changed.length > 0) this.#listeners.forEach((listener) => listener(changed));
  }

  /** The files whose answer is made of such an entry, or of none. */
  usersOf(isMeant: (entry: Entry | undefined) => boolean): string[] {
    return [...this.#asked].flatMap(
      ([
        uri,
        {
          answer: { entries },
        },
      ]) => ((entries.length === 0 ? isMeant(undefined) : entries.some(isMeant)) ? [uri] : []),
    );
  }

  entriesOf(uris: readonly string[] = [...this.#asked.keys()]): Set<Entry> {
    return new Set(uris.flatMap((uri) => this.#asked.get(uri)?.answer.entries ?? []));
  }

  uris(): Iterable<string> {
    return this.#asked.keys();
  }

  forget(uri: string): void {
    this.#asked.delete(uri);
  }

  onDidChange(listener: (uris: readonly string[] | undefined) => void): Subscription {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
}

/** So long after a failure nobody's success elsewhere has it tried again: two that fail would have each other tried for ever. */
const retryAfterMs = 5000;

/** Asks anew for what the registries tell has changed. */
function keepFresh(
  { registries, now }: BaselinesParts,
  search: SubjectSearch,
  entries: BaselineEntries,
  files: AskedFiles,
): readonly Subscription[] {
  const answering = new Set<string>();
  const others = registries.onDidChange((name) => {
    const isAnswering = name !== undefined && registries.state(name).kind === 'answered';
    // One that has answered before and does so still has been refreshed.
    const isRefreshed = name === undefined || (isAnswering && answering.has(name));
    if (isAnswering) answering.add(name);
    else if (name !== undefined) answering.delete(name);
    const isMeant = ({ connection }: Entry): boolean => connection !== undefined && (name ?? connection) === connection;
    if (isRefreshed) {
      entries.noteFresh(name === undefined ? registries.list() : [name]);
      search.again(name);
      void refreshEntries(files.entriesOf(), isMeant);
    } else if (isAnswering) {
      const beforeMs = now() - retryAfterMs;
      search.retry(name, beforeMs);
      const isDue = ({ kept }: Entry): boolean => !kept.isLoading && kept.failure !== undefined && (kept.failedMs ?? 0) <= beforeMs;
      void refreshEntries(files.entriesOf(), (entry) => isMeant(entry) && isDue(entry));
    } else return;
    // A file without an entry may be one whose subject is still searched for.
    files.reconsider(name === undefined ? undefined : files.usersOf((entry) => entry === undefined || isMeant(entry)));
  });
  const written = registries.onDidWrite(({ connection, subject }) => {
    search.again(connection);
    void refreshEntries(files.entriesOf(), (entry) => entry.connection === connection && (subject ?? entry.subject) === entry.subject);
    files.reconsider();
  });
  return [others, written];
}

async function refreshEntries(entries: ReadonlySet<Entry>, isMeant: (entry: Entry) => boolean): Promise<void> {
  await Promise.all([...entries].filter(isMeant).map(({ kept }) => kept.refresh()));
}

function toResult(entries: readonly Entry[]): BaselinesResult {
  const baselines = entries.flatMap(({ kept }): Baseline[] => {
    if (kept.value === undefined || (kept.failure !== undefined && !isKeptOn(kept.value))) return [];
    if (kept.failure === undefined || kept.knownMs === undefined) return [kept.value];
    return [{ ...kept.value, old: { sinceMs: kept.knownMs, reason: reasonOf(kept.failure) } }];
  });
  const failed = entries.find(({ kept }) => kept.failure !== undefined && (kept.value === undefined || !isKeptOn(kept.value)));
  if (failed?.kept.failure !== undefined) return { baselines, without: 'unavailable', reason: reasonOf(failed.kept.failure) };
  return baselines.length === 0 && entries.length > 0 ? { baselines, without: 'asking' } : { baselines };
}

/** A registry that does not answer still has what it had; a ref or a file that can't be read any more may be gone. */
function isKeptOn({ kind }: Baseline): boolean {
  return kind === 'registry';
}

function isSameResult(one: BaselinesResult, other: BaselinesResult): boolean {
  return (
    one.without === other.without &&
    one.fitting === other.fitting &&
    one.reason === other.reason &&
    one.baselines.length === other.baselines.length &&
    one.baselines.every((baseline, index) => {
      const next = other.baselines[index];
      if (next === undefined || baseline.isReadOnly !== next.isReadOnly) return false;
      const isSameAge = baseline.old?.sinceMs === next.old?.sinceMs && baseline.old?.reason === next.old?.reason;
      return isSameAge && isSameBaseline(baseline, next);
    })
  );
}
