import { Worker } from 'node:worker_threads';
import { CodecError, fromPlainError, toPlainError, type KnownError } from '../../shared/errors.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import type { SchemaSource } from '../../shared/wire/decoder.ts';
import { abortError } from '../cluster/abort.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import { reasonOf } from '../cluster/workerCalls.ts';
import { outcomes, type FilterStart, type FromFilter, type ToFilter } from './filterMessages.ts';
import { packRecords } from './packedRecords.ts';
import type { RecordFilter, TestedRecord } from './recordFilter.ts';
import type { Decoding } from './recordsSession.ts';

export interface FilterThreadOptions {
  /** `dist/worker.js`: the file of the thread that this one is started from. */
  readonly workerPath: string;
  readonly topic: string;
  readonly decoding: Pick<Decoding, 'profile' | 'maxInflatedBytes'>;
  /** Asked for what the thread decodes with. */
  readonly registry: SchemaSource | undefined;
  /** How long the filter itself may take for the records of one call; 5 s where it is not said. */
  readonly timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 5_000;
/** What the thread may use of JavaScript's heap. */
const heapMb = 512;

/**
 * Tests records in a thread of its own, for filters that may run for ever, as those with regular expressions can. The thread
 * is started by the first call, and is ended where a call takes too long, is aborted, or `close` is called; the next call
 * starts another. Filters that can't run for ever are better off without it: over small records a thread takes 1.7 times the
 * CPU, since records are copied, and what is decoded in it is lost.
 *
 * `test` throws CodecError `filter/timeout`, whose sentence names the record, and `filter/failed` where the thread died.
 */
export function createThreadFilter(filter: Filter, options: FilterThreadOptions): RecordFilter {
  let thread: FilterThread | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const testNext = async (records: readonly KafkaRecord[], signal: AbortSignal): Promise<readonly TestedRecord[]> => {
    if (signal.aborted) throw abortError();
    thread ??= new FilterThread(filter, options);
    const current = thread;
    try {
      const found = await current.test(records, signal);
      return Array.from(found, (outcome) => ({ outcome: outcomes[outcome] ?? 'untestable', key: undefined, value: undefined }));
    } catch (error) {
      current.end();
      if (thread === current) thread = undefined;
      throw error;
    }
  };
  return {
    async test(records, signal) {
      // One after the other: the time of one is not to count as another's.
      const result = last.then(() => testNext(records, signal));
      last = result.catch(() => undefined);
      return result;
    },
    close() {
      thread?.end();
      thread = undefined;
    },
  };
}

interface Batch {
  readonly records: readonly KafkaRecord[];
  readonly resolve: (outcomes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

class FilterThread {
  readonly #worker: Worker;
  readonly #filter: Filter;
  readonly #timeoutMs: number;
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));
  /** What is asked of the registry ends with the thread. */
  readonly #ended = new AbortController();
  #batch: Batch | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(filter: Filter, { workerPath, topic, decoding, registry, timeoutMs = defaultTimeoutMs }: FilterThreadOptions) {
    this.#filter = filter;
    this.#timeoutMs = timeoutMs;
    const workerData: FilterStart = {
      kind: 'filter',
      text: filter.text,
      topic,
      profile: decoding.profile,
      maxInflatedBytes: decoding.maxInflatedBytes,
      hasRegistry: registry !== undefined,
      progress: this.#progress,
    };
    this.#worker = new Worker(workerPath, { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    this.#worker.on('message', (message: FromFilter) => this.#receive(message, registry));
    this.#worker.on('error', (error) => this.#fail(failed(error)));
    this.#worker.on('messageerror', (error) => this.#fail(failed(error)));
    this.#worker.on('exit', () => this.#fail(failed(undefined)));
  }

  async test(records: readonly KafkaRecord[], signal: AbortSignal): Promise<Uint8Array> {
    const abort = (): void => this.#fail(abortError());
    signal.addEventListener('abort', abort, { once: true });
    this.#worker.ref();
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.#batch = { records, resolve, reject };
        const packed = packRecords(records, this.#filter.uses);
        this.#post({ kind: 'batch', packed }, [packed]);
      });
    } finally {
      this.#batch = undefined;
      clearTimeout(this.#timer);
      signal.removeEventListener('abort', abort);
      // A thread that has nothing to do must not keep the process alive.
      this.#worker.unref();
    }
  }

  end(): void {
    this.#fail(abortError());
    this.#ended.abort();
    void this.#worker.terminate();
  }

  #post(message: ToFilter, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #fail(error: Error): void {
    this.#batch?.reject(error);
  }

  #receive(message: FromFilter, registry: SchemaSource | undefined): void {
    switch (message.kind) {
      case 'testing':
        this.#timer = setTimeout(() => this.#fail(this.#timedOut()), this.#timeoutMs);
        break;
      case 'done':
        this.#batch?.resolve(message.outcomes);
        break;
      case 'failed':
        this.#fail(fromPlainError(message.error));
        break;
      case 'ask':
        void this.#answer(message, registry);
        break;
    }
  }

  async #answer({ callId, method, args }: FromFilter & { readonly kind: 'ask' }, registry: SchemaSource | undefined): Promise<void> {
    // The proxy in the thread names methods of the same interface only, and gives each its own arguments.
    const methods = registry as unknown as Readonly<Record<string, (...all: unknown[]) => Promise<unknown>>>;
    try {
      const value = await methods[method]?.(...args, this.#ended.signal);
      this.#post({ kind: 'answer', callId, value });
    } catch (error) {
      this.#post({ kind: 'failure', callId, error: toPlainError(error) });
    }
  }

  #timedOut(): KnownError {
    const record = this.#batch?.records[Atomics.load(this.#progress, 0)];
    const where = record === undefined ? '' : ` at partition ${record.partition}, offset ${record.offset}`;
    const message = `The filter took longer than ${this.#timeoutMs / 1000} s${where} and was ended.`;
    return new CodecError('filter/timeout', message, { remedy: 'Make its regular expression simpler, or use contains(…).' });
  }
}

function failed(cause: unknown): KnownError {
  const isMemory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const message = isMemory
    ? 'The filter took too much memory and was ended.'
    : `What filters in the background has stopped${reasonOf(cause)}.`;
  return new CodecError('filter/failed', message, { cause, retriable: true, remedy: 'Try again: it is started anew.' });
}
