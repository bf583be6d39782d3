import { isDeepStrictEqual } from 'node:util';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Baseline, BaselinesParams, BaselinesResult, BaselineVersion } from '../shared/protocol.ts';

/** What the client has answered for a file; the same object for as long as it is the same answer. */
export interface KnownBaselines {
  readonly result: BaselinesResult;
}

/** Of a client that knows nothing of baselines. */
export const noBaselines: KnownBaselines = { result: { baselines: [], without: 'none' } };

export interface BaselinesOptions {
  /** Undefined of a client that does not know the request, which is not asked again. */
  readonly ask: (params: BaselinesParams) => Promise<BaselinesResult | undefined>;
  /** Called when there is another answer for a file than before. */
  readonly onAnswer: (uri: string, answer: KnownBaselines, before: KnownBaselines | undefined) => void;
  readonly onFailure: (error: unknown) => void;
  /** How long a new name of the whole schema must stand before it is asked about: while it is typed, it is another at each keystroke. */
  readonly renamedMs: number;
}

/** What schema files are compared with, as far as the client has told. Asking takes place behind the back of whoever wants to know. */
export class Baselines {
  readonly #options: BaselinesOptions;
  readonly #files = new Map<string, FileRecord>();
  /** By the URI of the document that shows them. */
  #versions: ReadonlyMap<string, BaselineVersion> | undefined;
  readonly #documents = new WeakMap<BaselineVersion, TextDocument>();
  #isSupported = true;
  #isStopped = false;

  constructor(options: BaselinesOptions) {
    this.#options = options;
  }

  /** Whether the client knows of baselines, as far as it has been asked. */
  get isSupported(): boolean {
    return this.#isSupported;
  }

  /**
   * What is known, at once; what is not is asked for.
   *
   * @param fullname of the whole schema, as in {@link BaselinesParams}
   * @returns the answer for an older name where there is none for this one; undefined where there is none at all
   */
  find(uri: string, fullname: string | undefined): KnownBaselines | undefined {
    if (!this.#isSupported) return noBaselines;
    const known = this.#files.get(uri);
    if (known === undefined) {
      const record: FileRecord = { fullname, isAsking: false, isStale: false, answer: undefined, timer: undefined };
      this.#files.set(uri, record);
      this.#ask(uri, record);
      return undefined;
    }
    if (known.fullname !== fullname) {
      known.fullname = fullname;
      clearTimeout(known.timer);
      known.timer = setTimeout(() => this.#ask(uri, known), this.#options.renamedMs);
    }
    return known.answer;
  }

  /** What is known of a file, without asking. */
  known(uri: string): KnownBaselines | undefined {
    return this.#files.get(uri)?.answer;
  }

  /** Answers may be others now: asks again for the files that somebody still looks at, and forgets the others. */
  changed(uris: readonly string[] | undefined, isLookedAt: (uri: string) => boolean): void {
    for (const [uri, record] of [...this.#files]) {
      if (uris !== undefined && !uris.includes(uri)) continue;
      if (isLookedAt(uri)) this.#ask(uri, record);
      else this.forget(uri);
    }
  }

  /** Nobody looks at the file any more. */
  forget(uri: string): void {
    const record = this.#files.get(uri);
    if (record === undefined) return;
    clearTimeout(record.timer);
    this.#files.delete(uri);
    this.#versions = undefined;
  }

  /** Asks no more. */
  stop(): void {
    this.#isStopped = true;
    for (const { timer } of this.#files.values()) clearTimeout(timer);
  }

  /** The version that a document shows; undefined of what no answer has. */
  versionOf(uri: string): BaselineVersion | undefined {
    this.#versions ??= new Map([...this.#files.values()].flatMap(({ answer }) => versionsIn(answer?.result.baselines ?? [])));
    return this.#versions.get(uri);
  }

  /** The text of a version's document. */
  textOf(uri: string): TextDocument | undefined {
    const version = this.versionOf(uri);
    if (version === undefined) return undefined;
    const known = this.#documents.get(version);
    if (known !== undefined) return known;
    const document = TextDocument.create(uri, 'avro-schema', 0, version.text);
    this.#documents.set(version, document);
    return document;
  }

  #ask(uri: string, record: FileRecord): void {
    clearTimeout(record.timer);
    record.timer = undefined;
    if (this.#isStopped || !this.#isSupported) return;
    // What is on its way may be from before the change.
    record.isStale = record.isAsking;
    if (record.isAsking) return;
    record.isAsking = true;
    const { fullname } = record;
    this.#options
      .ask({ uri, fullname })
      .then((result) => this.#answered(uri, record, result))
      .catch((error: unknown) => {
        if (this.#isStopped) return;
        this.#options.onFailure(error);
        this.#answered(uri, record, { baselines: [], without: 'unavailable', reason: 'What to compare it with could not be found out.' });
      });
  }

  #answered(uri: string, record: FileRecord, result: BaselinesResult | undefined): void {
    record.isAsking = false;
    if (result === undefined) this.#isSupported = false;
    if (this.#files.get(uri) !== record) return;
    if (record.isStale && this.#isSupported) {
      this.#ask(uri, record);
      return;
    }
    const before = record.answer;
    if (result !== undefined && isDeepStrictEqual(before?.result, result)) return;
    record.answer = result === undefined ? noBaselines : { result };
    this.#versions = undefined;
    this.#options.onAnswer(uri, record.answer, before);
  }
}

interface FileRecord {
  /** That was asked about last, or is to be. */
  fullname: string | undefined;
  isAsking: boolean;
  /** Whether what is being asked must be asked once more. */
  isStale: boolean;
  answer: KnownBaselines | undefined;
  /** Runs until a new name counts. */
  timer: ReturnType<typeof setTimeout> | undefined;
}

function versionsIn(baselines: readonly Baseline[]): [string, BaselineVersion][] {
  return baselines.flatMap(({ versions }) => versions.map((version): [string, BaselineVersion] => [version.uri, version]));
}
