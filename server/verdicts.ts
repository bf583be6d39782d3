import type { VerdictSummary } from '../shared/protocol.ts';

export interface VerdictsOptions {
  /** Called whenever something else is shown of a document than before. */
  readonly onShown: (uri: string, documentVersion: number, summaries: readonly VerdictSummary[]) => void;
  /** Called when what a lens was answered with is no longer right, and no edit will make the editor ask again. */
  readonly onLensStale: () => void;
  /** What is said of a document while nobody knows how it stands. */
  readonly checking: (uri: string) => readonly VerdictSummary[];
  /** How long what was last known stays, where there is nothing new to say of a text yet. */
  readonly checkingMs: number;
}

/**
 * How long something that is no verdict waits before it takes the last verdict's place: while a text is half written, its last
 * verdict stays; what is wrong in it, or that a registry is being asked, is shown if it lasts.
 */
export type Patience = 'none' | 'while-asking' | 'while-wrong' | 'endless';

/** What lenses and status say of each open schema document: its verdicts, the last ones for a while where there are no new ones. */
export class Verdicts {
  readonly #options: VerdictsOptions;
  readonly #documents = new Map<string, Shown>();

  constructor(options: VerdictsOptions) {
    this.#options = options;
  }

  /** A document has a new version, of which nothing is known yet. */
  changed(uri: string, version: number): void {
    const shown = this.#documents.get(uri);
    if (shown === undefined) {
      const opened: Shown = { version, summaries: undefined, timer: undefined, isWrong: false, lens: undefined };
      this.#documents.set(uri, opened);
      this.#wait(uri, opened, () => this.#options.checking(uri));
      return;
    }
    shown.version = version;
    // What is wrong is shown once the text has been left alone; for how long nothing was known counts from the first keystroke on.
    if (shown.isWrong || shown.timer === undefined) this.#wait(uri, shown, () => this.#options.checking(uri));
  }

  /** How a version of the document stands; of an older one than the newest nothing is shown. */
  update(uri: string, version: number, summaries: readonly VerdictSummary[], patience: Patience): void {
    const shown = this.#documents.get(uri);
    if (shown?.version !== version) return;
    const isAsking = patience === 'while-asking';
    if (patience === 'none' || (shown.summaries === undefined && !isAsking)) {
      this.#stop(shown);
      this.#show(uri, shown, summaries);
    } else if (patience === 'endless') this.#stop(shown);
    else if (shown.timer === undefined || !isAsking) this.#wait(uri, shown, () => summaries, !isAsking);
  }

  /** What is shown of a document now. */
  shown(uri: string): readonly VerdictSummary[] {
    return this.#documents.get(uri)?.summaries ?? [];
  }

  /** The editor has asked for lenses of a version, and was answered with what is shown. */
  lensAnswered(uri: string, version: number): void {
    const shown = this.#documents.get(uri);
    if (shown !== undefined) shown.lens = { version, text: JSON.stringify(shown.summaries ?? []) };
  }

  closed(uri: string): void {
    const shown = this.#documents.get(uri);
    if (shown !== undefined) this.#stop(shown);
    this.#documents.delete(uri);
  }

  /** Nobody listens any more. */
  stop(): void {
    for (const uri of [...this.#documents.keys()]) this.closed(uri);
  }

  #wait(uri: string, shown: Shown, then: () => readonly VerdictSummary[], isWrong = false): void {
    this.#stop(shown);
    shown.isWrong = isWrong;
    shown.timer = setTimeout(() => {
      shown.timer = undefined;
      this.#show(uri, shown, then());
    }, this.#options.checkingMs);
  }

  #stop(shown: Shown): void {
    clearTimeout(shown.timer);
    shown.timer = undefined;
    shown.isWrong = false;
  }

  #show(uri: string, shown: Shown, summaries: readonly VerdictSummary[]): void {
    const [before, after] = [JSON.stringify(shown.summaries), JSON.stringify(summaries)];
    if (before === after) return;
    shown.summaries = summaries;
    this.#options.onShown(uri, shown.version, summaries);
    if (shown.lens?.version === shown.version && shown.lens.text !== after) this.#options.onLensStale();
  }
}

interface Shown {
  /** Of the newest text. */
  version: number;
  /** Undefined until something is known. */
  summaries: readonly VerdictSummary[] | undefined;
  /** Runs until something else is shown because nothing better has come. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether what waits is that the text is wrong. */
  isWrong: boolean;
  /** What the last lens was made of. */
  lens: { readonly version: number; readonly text: string } | undefined;
}
