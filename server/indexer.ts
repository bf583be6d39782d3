import { indexText } from '../shared/avro/indexText.ts';
import { indexSchemaFile, parseSchemaFileSteps } from '../shared/avro/schemaFiles.ts';
import { runInSlices } from '../shared/slices.ts';
import { toFilePath } from './fileUris.ts';
import { readTextLater, readTextNow } from './readText.ts';
import type { Workspace } from './workspace.ts';

export interface IndexerOptions {
  /** Milliseconds from some beginning on. */
  readonly now: () => number;
  /** Whether somebody is at work in the editor, so that we had better wait. */
  readonly isBusy: () => boolean;
  /** Called now and then with how many files are done since work began, and how many there are in all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Reads files and puts what they say into the workspace, a few milliseconds at a time. */
export class Indexer {
  readonly #workspace: Workspace;
  readonly #options: IndexerOptions;
  readonly #waiting = new Set<string>();
  #done = 0;
  #total = 0;
  #work: Promise<void> | undefined;
  #sliceEnd = 0;
  #isStopped = false;

  constructor(workspace: Workspace, options: IndexerOptions) {
    this.#workspace = workspace;
    this.#options = options;
  }

  /** @returns a promise for the time when there is nothing left to do */
  add(fileUris: Iterable<string>): Promise<void> {
    for (const uri of fileUris) {
      // What waits already is read when its turn comes, which is later than now.
      if (this.#workspace.isOpen(uri) || this.#waiting.has(uri)) continue;
      this.#waiting.add(uri);
      this.#total++;
    }
    if (this.#waiting.size === 0) return this.#work ?? Promise.resolve();
    return (this.#work ??= this.#run());
  }

  remove(fileUri: string): void {
    if (this.#waiting.delete(fileUri)) this.#total--;
  }

  /** Does no more. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    this.#sliceEnd = this.#options.now() + sliceMs;
    try {
      while (this.#waiting.size > 0) {
        const batch = [...take(this.#waiting, batchSize)];
        if (!(await this.#runAtOnce(batch))) await this.#runTogether(batch);
      }
    } finally {
      this.#work = undefined;
      this.#done = 0;
      this.#total = 0;
    }
  }

  /**
   * Where files come from memory, reading them one by one takes a sixth of the work of reading several together; but nothing
   * else can be done meanwhile, so that is over with the first file that takes long. Those not done are left in the batch.
   *
   * @returns whether all are done
   */
  async #runAtOnce(batch: string[]): Promise<boolean> {
    for (let uri = batch.pop(); uri !== undefined; uri = batch.pop()) {
      const start = this.#options.now();
      const text = readTextNow(toFilePath(uri) ?? '');
      const isSlow = this.#options.now() - start > slowMs;
      await this.#take(uri, text);
      if (isSlow) return false;
    }
    return true;
  }

  async #runTogether(batch: readonly string[]): Promise<void> {
    const texts = await Promise.all(batch.map((uri) => readTextLater(toFilePath(uri) ?? '')));
    for (const [index, uri] of batch.entries()) await this.#take(uri, texts[index]);
  }

  async #take(uri: string, text: string | undefined): Promise<void> {
    if (text === undefined) this.#workspace.drop(uri);
    else if (text.length < smallChars) this.#workspace.put(uri, indexSchemaFile(uri, text));
    else await this.#takeLarge(uri, text);
    this.#done++;
    if (this.#options.now() >= this.#sliceEnd) await this.#pause();
  }

  async #takeLarge(uri: string, text: string): Promise<void> {
    const parsed = await runInSlices(parseSchemaFileSteps(uri, text), {
      sliceMs,
      now: this.#options.now,
      pause: () => this.#pause(),
      isCancelled: () => this.#isStopped,
    });
    if (parsed !== undefined) this.#workspace.put(uri, indexText(parsed));
  }

  /** Lets requests be answered; while somebody types, for longer. */
  async #pause(): Promise<void> {
    this.#options.onProgress(this.#done, this.#total);
    do {
      // What an answer takes is done in several turns of the event loop, which would each come behind one of our slices.
      await new Promise<void>((resolve) => setTimeout(resolve, this.#options.isBusy() ? busyPauseMs : pauseMs));
    } while (this.#options.isBusy() && !this.#isStopped);
    this.#sliceEnd = this.#options.now() + sliceMs;
  }
}

/** How long a request may have to wait for us. */
const sliceMs = 3;
const pauseMs = 1;
const busyPauseMs = 20;
/** What a file takes that does not come from memory. */
const slowMs = 2;
const batchSize = 16;
/** Texts below are parsed in far less than a slice. */
const smallChars = 100_000;

function* take(from: Set<string>, count: number): Iterable<string> {
  for (const each of from) {
    if (count-- <= 0) return;
    from.delete(each);
    yield each;
  }
}
