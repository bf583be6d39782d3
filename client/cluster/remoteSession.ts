import { KafkaError, type KnownError } from '../../shared/errors.ts';
import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import type { ExportProgress, ScanProgress } from '../records/recordsSession.ts';
import type { ReframeProgress } from '../reframing/reframeRequest.ts';
import type { SendProgress } from '../sending/sendRequest.ts';
import { abortError } from './abort.ts';
import type { Connection } from './connection.ts';
import { cancelledWhileSending, maybeSent } from './maybeSent.ts';
import type { ConnectionReport, PeekProgress, Session, StageReport } from './session.ts';
import type { Method } from './sessionMessages.ts';
import { createWorkerCalls, reasonOf, type CallOptions } from './workerCalls.ts';

export interface SessionOptions {
  /** The worker's file: `dist/worker.js` beside the extension. */
  readonly workerPath: string;
}

/**
 * Returns a connection's session, which runs in a worker thread of its own. The worker is started by the first call; if
 * it dies, the calls under way fail with `kafka/worker-stopped` and the next one starts another.
 */
export function startSession(connection: Connection, { workerPath }: SessionOptions): Session {
  const { name } = connection;
  const calls = createWorkerCalls({
    workerPath,
    start: { kind: 'connection', connection, workerPath },
    stopped: (cause) => workerStopped(name, cause),
    closed: () => closed(name),
  });
  const call = <T>(method: Method, args: readonly unknown[], signal: AbortSignal, options?: CallOptions): Promise<T> =>
    calls.call(method, args, signal, options);
  return {
    test: (onStage: (stage: StageReport) => void, signal) => call<ConnectionReport>('test', [], signal, { tell: onStage }),
    listTopics: (signal) => call('listTopics', [], signal),
    describeTopic: (topic, signal) => call('describeTopic', [topic], signal),
    peek: (request, onProgress: (progress: PeekProgress) => void, signal) => call('peek', [request], signal, { tell: onProgress }),
    tryRecords: (request, onProgress: (progress: PeekProgress) => void, signal) =>
      call('tryRecords', [request], signal, { tell: onProgress }),
    decode: (request, signal) => call('decode', [request], signal),
    listSubjects: (signal) => call('listSubjects', [], signal),
    fetchVersion: (subject, version, signal) => call('fetchVersion', [subject, version], signal),
    fetchSchema: (schemaId, signal) => call('fetchSchema', [schemaId], signal),
    findVersion: (subject, text, signal) => call('findVersion', [subject, text], signal),
    register: (subject, text, signal) => call('register', [subject, text], signal),
    send: (message, signal) => call('send', [message], signal, { unheardOf: (error) => unheardOf(message.topic, error) }),
    // One that is aborted says how far it came.
    sendMany: (request, onProgress: (progress: SendProgress) => void, signal) =>
      call('sendMany', [request], signal, { tell: onProgress, unheardOf: (error) => unheardOf(request.topic, error) }),
    // What is known when it is aborted is told.
    diagnose: (request, onProgress: (diagnosis: Diagnosis) => void, signal) =>
      call('diagnose', [request], signal, { tell: onProgress, unheardOf: (error) => error ?? abortError() }),
    reframe: (request, onProgress: (progress: ReframeProgress) => void, signal) =>
      call('reframe', [request], signal, { tell: onProgress, unheardOf: (error) => unheardOf(request.target, error) }),
    // A scan that is aborted says how far it came: what it has read is kept.
    scan: (request, onProgress: (progress: ScanProgress) => void, signal) =>
      call('scan', [request], signal, { tell: onProgress, unheardOf: (error) => error ?? abortError() }),
    pauseScan: (scan, isPaused, signal) => call('pauseScan', [scan, isPaused], signal),
    redecode: (scan, decoding, signal) => call('redecode', [scan, decoding], signal),
    rows: (request, signal) => call('rows', [request], signal),
    find: (request, signal) => call('find', [request], signal),
    record: (request, signal) => call('record', [request], signal),
    paths: (scan, signal) => call('paths', [scan], signal),
    locateKey: (request, signal) => call('locateKey', [request], signal),
    suggestSchemas: (request, signal) => call('suggestSchemas', [request], signal),
    inspect: (request, signal) => call('inspect', [request], signal),
    exportRecords: (request, onProgress: (progress: ExportProgress) => void, signal) =>
      call('exportRecords', [request], signal, { tell: onProgress }),
    closeScan: (scan, signal) => call('closeScan', [scan], signal),
    createTopic: (topic, signal) => call('createTopic', [topic], signal),
    close: () => calls.close(),
  };
}

/** What a sending ends with of which nobody says what became of it: the worker has stopped, or does not answer an abort. */
function unheardOf(topic: string, error: KnownError | undefined): KafkaError {
  if (error === undefined) return maybeSent(cancelledWhileSending(topic));
  return maybeSent(`It is not known whether the record was written to ${topic}.`, error);
}

function workerStopped(name: string, cause: unknown): KafkaError {
  return new KafkaError('kafka/worker-stopped', `What works for ${name} in the background has stopped${reasonOf(cause)}.`, {
    cause,
    retriable: true,
    remedy: 'Try again: it is started anew.',
  });
}

function closed(name: string): KafkaError {
  return new KafkaError('kafka/closed', `The connection ${name} is closed.`, { remedy: 'Connect again.' });
}
