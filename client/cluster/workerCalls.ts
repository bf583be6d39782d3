import { Worker } from 'node:worker_threads';
import { fromPlainError, type KnownError } from '../../shared/errors.ts';
import { abortError } from './abort.ts';
import type { FromWorker, ToWorker, WorkerStart } from './sessionMessages.ts';

export interface WorkerCallsOptions {
  /** The worker's file: `dist/worker.js` beside the extension. */
  readonly workerPath: string;
  /** What each worker is started with. */
  readonly start: WorkerStart;
  /** What calls under way fail with when the worker has stopped by itself. */
  readonly stopped: (cause: unknown) => KnownError;
  /** What calls fail with after `close`, and those that it ends. */
  readonly closed: () => KnownError;
}

/** Calls of methods in a worker thread. */
export interface WorkerCalls {
  /** What comes back is what the method of this name returned in the worker. */
  call<T>(method: string, args: readonly unknown[], signal: AbortSignal, options?: CallOptions): Promise<T>;
  close(): Promise<void>;
}

export interface CallOptions {
  /** Told what happens meanwhile. */
  readonly tell?: (event: never) => void;
  /**
   * Of a call that must not end without a word on what became of it: what it fails with where the worker does not say,
   * be it that it has stopped, by `error`, or that it does not answer an abort.
   */
  readonly unheardOf?: (error: KnownError | undefined) => Error;
}

/** How long a worker may take to close its connections before it is ended. */
const closeMs = 2_000;
/** What a worker may use of JavaScript's heap; the bytes of records lie outside of it. */
const heapMb = 1_024;
/** How long a worker may take to say what became of a call that was aborted and must not be unheard of. */
const outcomeMs = 2_000;

interface Call extends CallOptions {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Returns calls into a worker thread, which is started by the first one; if it dies, the calls under way fail, and the
 * next one starts another.
 */
export function createWorkerCalls({ workerPath, start: workerData, stopped, closed }: WorkerCallsOptions): WorkerCalls {
  const calls = new Map<number, Call>();
  let lastCallId = 0;
  let worker: Worker | undefined;
  let isClosed = false;

  const failAll = (error: KnownError): void => {
    for (const { reject, unheardOf } of calls.values()) reject(unheardOf?.(error) ?? error);
    calls.clear();
  };

  const start = (): Worker => {
    // Flags of the host's own start, such as a debugger's port, are not for the worker.
    const started = new Worker(workerPath, { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    const hasStopped = (cause?: unknown): void => {
      if (worker !== started) return;
      worker = undefined;
      failAll(stopped(cause));
    };
    started.on('message', (message: FromWorker) => receive(calls, message));
    started.on('messageerror', hasStopped);
    started.on('error', hasStopped);
    started.on('exit', () => hasStopped());
    return started;
  };

  return {
    async call<T>(method: string, args: readonly unknown[], signal: AbortSignal, options: CallOptions = {}): Promise<T> {
      const { unheardOf } = options;
      if (signal.aborted) throw abortError();
      if (isClosed) throw closed();
      worker ??= start();
      const current = worker;
      const callId = ++lastCallId;
      const post = (message: ToWorker): void => current.postMessage(message);
      let timer: NodeJS.Timeout | undefined;
      const abort = (): void => {
        post({ kind: 'abort', callId });
        if (unheardOf === undefined) calls.get(callId)?.reject(abortError());
        // Only the worker knows what has become of it already.
        else timer = setTimeout(() => calls.get(callId)?.reject(unheardOf(undefined)), outcomeMs);
      };
      current.ref();
      signal.addEventListener('abort', abort, { once: true });
      try {
        return (await new Promise<unknown>((resolve, reject) => {
          calls.set(callId, { ...options, resolve, reject });
          post({ kind: 'call', callId, method, args });
        })) as T;
      } finally {
        clearTimeout(timer);
        calls.delete(callId);
        signal.removeEventListener('abort', abort);
        // A worker that has nothing to do must not keep the process alive.
        if (calls.size === 0) current.unref();
      }
    },
    async close() {
      isClosed = true;
      failAll(closed());
      const ending = worker;
      worker = undefined;
      if (ending !== undefined) await end(ending);
    },
  };
}

function receive(calls: ReadonlyMap<number, Call>, message: FromWorker): void {
  const call = calls.get(message.callId);
  if (message.kind === 'event') call?.tell?.(message.event as never);
  else if (message.kind === 'result') call?.resolve(message.value);
  else call?.reject(fromPlainError(message.error));
}

async function end(worker: Worker): Promise<void> {
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const message: ToWorker = { kind: 'close' };
  worker.ref();
  worker.postMessage(message);
  const timer = setTimeout(() => void worker.terminate(), closeMs);
  await exited;
  clearTimeout(timer);
}

/** The end of a sentence such as "What works for prod in the background has stopped": why it has, where that is known. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? ` (${cause.message})` : '';
}
