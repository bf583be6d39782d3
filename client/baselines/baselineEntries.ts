import type { Baseline } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import type { Registries } from '../registries.ts';
import type { Settings } from '../settings.ts';
import { BaselineError } from './baselineError.ts';
import { parseBaselineText } from './baselineText.ts';
import type { ChosenSubject } from './chosenSubjects.ts';
import { readFileBaseline, type BaselineFiles } from './fileBaseline.ts';
import { readGitBaseline, type GitBaseline } from './gitBaseline.ts';
import { Kept } from './kept.ts';
import type { RunGit } from './runGit.ts';
import { fetchSubjectBaseline, isSameBaseline } from './subjectBaseline.ts';

export interface EntriesParts {
  readonly settings: Pick<Settings, 'compatibility' | 'registry'>;
  readonly registries: Pick<Registries, 'open'>;
  readonly runGit: RunGit;
  readonly files: BaselineFiles;
  /** The URI that a path of the settings means for a file: from its workspace folder. */
  readonly resolve: (path: string, uri: string) => string;
  readonly isTrusted: () => boolean;
  readonly now: () => number;
}

/** One baseline, as it was last fetched. */
export interface Entry {
  readonly kind: 'registry' | 'git' | 'path';
  /** Of a registry alone. */
  readonly connection: string | undefined;
  readonly subject: string | undefined;
  readonly kept: Kept<Baseline>;
}

type Load = (previous: Baseline | undefined, ask: boolean, signal: AbortSignal) => Promise<Baseline>;

/** So long what a session has forgotten need not be forgotten again. */
const freshForMs = 1000;
/** So many baselines that no file uses are kept, in case one is opened again. */
const maxUnused = 200;

/** All baselines that were asked for, each once. */
export class BaselineEntries {
  readonly #parts: EntriesParts;
  readonly #changed: (entry: Entry) => void;
  readonly #entries = new Map<string, Entry>();
  /** When the session of each connection last forgot what may have changed. */
  readonly #freshened = new Map<string, number>();

  /** @param changed told of one that has another value, or fails in another way */
  constructor(parts: EntriesParts, changed: (entry: Entry) => void) {
    this.#parts = parts;
    this.#changed = changed;
  }

  /** The one that a subject is for a file, whose settings may have another level than the registry. */
  ofSubject({ connection, subject }: ChosenSubject, uri: string): Entry {
    const { level } = this.#parts.settings.compatibility(uri);
    return this.#entry(['registry', connection, subject, level], { kind: 'registry', connection, subject }, () => {
      return (previous, ask, signal) => this.#fetch({ connection, subject }, level, previous === undefined, ask, signal);
    });
  }

  /** The one that a ref of git, or a path, is for a file. */
  ofText(text: string, uri: string): Entry {
    const { settings, resolve, files } = this.#parts;
    const chosen = settings.compatibility(uri).level;
    // What is in no registry has no level of its own.
    const level = chosen === 'fromRegistry' ? 'BACKWARD' : chosen;
    const meant = parseBaselineText(text);
    const none = { connection: undefined, subject: undefined };
    if (meant.kind === 'git') {
      return this.#entry(['git', meant.ref, uri, level], { kind: 'git', ...none }, () => this.#loadGit(meant.ref, uri, level));
    }
    const target = resolve(text, uri);
    return this.#entry(['path', target, uri, level], { kind: 'path', ...none }, () => (_previous, _ask, signal) => {
      return readFileBaseline(files, { path: text, target, uri, level }, signal);
    });
  }

  /** The same, after seeing to it that what is known is not too old. */
  look(entry: Entry): Entry {
    const { kept } = entry;
    const intervalMs = this.#parts.settings.registry().refreshIntervalMs ?? Infinity;
    const triedMs = Math.max(kept.knownMs ?? -Infinity, kept.failedMs ?? -Infinity);
    if (!kept.isLoading && this.#parts.now() - triedMs >= intervalMs) void kept.refresh();
    return entry;
  }

  /** Notes that sessions have just forgotten what may have changed. */
  noteFresh(connections: readonly string[]): void {
    for (const connection of connections) this.#freshened.set(connection, this.#parts.now());
  }

  /** Forgets the oldest of those that nobody uses. */
  prune(used: ReadonlySet<Entry>): void {
    const unused = [...this.#entries].filter(([, entry]) => !used.has(entry));
    for (const [key, { kept }] of unused.slice(0, Math.max(0, unused.length - maxUnused))) {
      kept.close();
      this.#entries.delete(key);
    }
  }

  close(): void {
    for (const { kept } of this.#entries.values()) kept.close();
  }

  #entry(key: readonly unknown[], about: Omit<Entry, 'kept'>, createLoad: () => Load): Entry {
    const text = JSON.stringify(key);
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const changed = (): void => this.#changed(entry);
    const entry: Entry = { ...about, kept: new Kept({ load: createLoad(), isSame: isSameBaseline, now: this.#parts.now, changed }) };
    this.#entries.set(text, entry);
    return entry;
  }

  async #fetch(
    subject: ChosenSubject,
    level: CompatibilityLevel | 'fromRegistry',
    isFirst: boolean,
    ask: boolean,
    signal: AbortSignal,
  ): Promise<Baseline> {
    const { registries, now } = this.#parts;
    const session = await registries.open(subject.connection, { ask }, signal);
    // What the session knows may be older than what is asked for here.
    if (!isFirst && now() - (this.#freshened.get(subject.connection) ?? -Infinity) > freshForMs) {
      this.noteFresh([subject.connection]);
      await session.refresh();
    }
    return fetchSubjectBaseline(session, subject, level, signal);
  }

  #loadGit(ref: string, uri: string, level: CompatibilityLevel): Load {
    let last: GitBaseline | undefined;
    return async (_previous, _ask, signal) => {
      if (!this.#parts.isTrusted())
        throw new BaselineError('baseline/untrusted', 'This workspace is not trusted, so git is not run in it.');
      last = await readGitBaseline(this.#parts.runGit, { ref, uri, level }, last, signal);
      return last.baseline;
    };
  }
}
