import { Worker } from 'node:worker_threads';
import { fromPlainError, KafkaError } from '../../shared/errors.ts';
import { abortError } from './abort.ts';
import type { Connection } from './connection.ts';
import { cancelledWhileSending, maybeSent } from './maybeSent.ts';
import type { ConnectionReport, PeekProgress, Session, StageReport } from './session.ts';
import type { FromWorker, Method, ToWorker, WorkerStart } from './sessionMessages.ts';

export interface SessionOptions {
  /** The worker's file: `dist/worker.js` beside the extension. */
  readonly workerPath: string;
}

/** How long a worker may take to close its connections before it is ended. */
const closeMs = 2_000;
/** What a worker may use of JavaScript's heap; the bytes of records lie outside of it. */
const heapMb = 1_024;
/** How long a worker may take to say what became of a record whose sending was cancelled. */
const outcomeMs = 2_000;

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly tell: ((event: never) => void) | undefined;
  /** Of a call that writes a record: where to. It never ends without a word on what became of the record. */
  readonly writesTo: string | undefined;
}

interface CallOptions {
  readonly tell?: (event: never) => void;
  readonly writesTo?: string;
}

/**
 * Returns a connection's session, which runs in a worker thread of its own. The worker is started by the first call; if
 * it dies, the calls under way fail with `kafka/worker-stopped` and the next one starts another.
 */
export function startSession(connection: Connection, { workerPath }: SessionOptions): Session {
  const calls = new Map<number, Call>();
  let lastCallId = 0;
  let worker: Worker | undefined;
  let isClosed = false;

  const failAll = (error: KafkaError): void => {
    for (const { reject, writesTo } of calls.values()) reject(writesTo === undefined ? error : unheardOf(writesTo, error));
    calls.clear();
  };

  const start = (): Worker => {
    const workerData: WorkerStart = { connection };
    // Flags of the host's own start, such as a debugger's port, are not for the worker.
    const started = new Worker(workerPath, { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    const stopped = (cause?: unknown): void => {
      if (worker !== started) return;
      worker = undefined;
      failAll(workerStopped(connection.name, cause));
    };
    started.on('message', (message: FromWorker) => receive(calls, message));
    started.on('messageerror', stopped);
    started.on('error', stopped);
    started.on('exit', () => stopped());
    return started;
  };

  const call = async <T>(method: Method, args: readonly unknown[], signal: AbortSignal, options: CallOptions = {}): Promise<T> => {
    const { tell, writesTo } = options;
    if (signal.aborted) throw abortError();
    if (isClosed) throw closed(connection.name);
    worker ??= start();
    const current = worker;
    const callId = ++lastCallId;
    const post = (message: ToWorker): void => current.postMessage(message);
    let timer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      post({ kind: 'abort', callId });
      if (writesTo === undefined) calls.get(callId)?.reject(abortError());
      // Only the worker knows whether the record was on its way already.
      else timer = setTimeout(() => calls.get(callId)?.reject(maybeSent(cancelledWhileSending(writesTo))), outcomeMs);
    };
    current.ref();
    signal.addEventListener('abort', abort, { once: true });
    try {
      // What comes back is what the session's method of the same name returned in the worker.
      return (await new Promise<unknown>((resolve, reject) => {
        calls.set(callId, { resolve, reject, tell, writesTo });
        post({ kind: 'call', callId, method, args });
      })) as T;
    } finally {
      clearTimeout(timer);
      calls.delete(callId);
      signal.removeEventListener('abort', abort);
      // A worker that has nothing to do must not keep the process alive.
      if (calls.size === 0) current.unref();
    }
  };

  return {
    test: (onStage: (stage: StageReport) => void, signal) => call<ConnectionReport>('test', [], signal, { tell: onStage }),
    listTopics: (signal) => call('listTopics', [], signal),
    describeTopic: (topic, signal) => call('describeTopic', [topic], signal),
    peek: (request, onProgress: (progress: PeekProgress) => void, signal) => call('peek', [request], signal, { tell: onProgress }),
    decode: (request, signal) => call('decode', [request], signal),
    listSubjects: (signal) => call('listSubjects', [], signal),
    fetchVersion: (subject, version, signal) => call('fetchVersion', [subject, version], signal),
    fetchSchema: (schemaId, signal) => call('fetchSchema', [schemaId], signal),
    findVersion: (subject, text, signal) => call('findVersion', [subject, text], signal),
    register: (subject, text, signal) => call('register', [subject, text], signal),
    send: (message, signal) => call('send', [message], signal, { writesTo: message.topic }),
    close: async () => {
      isClosed = true;
      failAll(closed(connection.name));
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

function unheardOf(topic: string, error: KafkaError): KafkaError {
  return maybeSent(`It is not known whether the record was written to ${topic}.`, error);
}

function workerStopped(name: string, cause: unknown): KafkaError {
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  return new KafkaError('kafka/worker-stopped', `What works for ${name} in the background has stopped${reason}.`, {
    cause,
    retriable: true,
    remedy: 'Try again: it is started anew.',
  });
}

function closed(name: string): KafkaError {
  return new KafkaError('kafka/closed', `The connection ${name} is closed.`, { remedy: 'Connect again.' });
}
