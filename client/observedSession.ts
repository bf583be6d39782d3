import { isCancelled, KafkaError, KnownError } from '../shared/errors.ts';
import type { Session } from './cluster/session.ts';

export interface SessionObserver {
  /** The cluster is being asked something. */
  readonly asked: () => void;
  /** The cluster answered, be it with a refusal of what was asked. */
  readonly reached: () => void;
  /** The cluster could not be reached, or did not let the user in; or a bug of ours kept it from being asked. */
  readonly notReached: (error: Error) => void;
  /** A call ended that says neither. */
  readonly ended: () => void;
}

/** Errors that say something of the connection as a whole, whatever was asked. */
const connectionCodes: ReadonlySet<string> = new Set([
  'kafka/name-not-resolved',
  'kafka/unreachable',
  'kafka/advertised-unreachable',
  'kafka/connection-closed',
  'kafka/timeout',
  'kafka/authentication-failed',
  'kafka/sasl-mechanism',
  'kafka/malformed-answer',
  'kafka/unsupported-broker',
  'kafka/bad-certificate',
  'kafka/worker-stopped',
]);

function isOfConnection({ code }: KafkaError): boolean {
  return connectionCodes.has(code) || code.startsWith('kafka/tls-');
}

/** What is decided here, before the cluster is asked, or when it did not say what became of it. */
const ownCodes: ReadonlySet<string> = new Set(['kafka/closed', 'kafka/read-only', 'kafka/maybe-sent']);

/** A call that was aborted, or that came to nothing before the cluster was asked. */
function saysNothing(error: unknown): boolean {
  if (isCancelled(error)) return true;
  return error instanceof KnownError && (!(error instanceof KafkaError) || ownCodes.has(error.code));
}

/** The same session, but `observer` is told by each call to the cluster whether it was reached. */
export function observeSession(session: Session, observer: SessionObserver): Session {
  const observed = async <T>(call: Promise<T>): Promise<T> => {
    observer.asked();
    try {
      const result = await call;
      observer.reached();
      return result;
    } catch (error) {
      if (saysNothing(error)) observer.ended();
      else if (error instanceof KafkaError && !isOfConnection(error)) observer.reached();
      else observer.notReached(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return {
    test: (onStage, signal) => session.test(onStage, signal),
    listTopics: (signal) => observed(session.listTopics(signal)),
    describeTopic: (topic, signal) => observed(session.describeTopic(topic, signal)),
    peek: (request, onProgress, signal) => observed(session.peek(request, onProgress, signal)),
    tryRecords: (request, onProgress, signal) => observed(session.tryRecords(request, onProgress, signal)),
    scan: (request, onProgress, signal) => observed(session.scan(request, onProgress, signal)),
    exportRecords: (request, onProgress, signal) => observed(session.exportRecords(request, onProgress, signal)),
    pauseScan: (scan, isPaused, signal) => session.pauseScan(scan, isPaused, signal),
    redecode: (scan, decoding, signal) => session.redecode(scan, decoding, signal),
    rows: (request, signal) => session.rows(request, signal),
    find: (request, signal) => session.find(request, signal),
    record: (request, signal) => session.record(request, signal),
    paths: (scan, signal) => session.paths(scan, signal),
    locateKey: (request, signal) => observed(session.locateKey(request, signal)),
    suggestSchemas: (request, signal) => session.suggestSchemas(request, signal),
    inspect: (request, signal) => session.inspect(request, signal),
    closeScan: (scan, signal) => session.closeScan(scan, signal),
    send: (message, signal) => observed(session.send(message, signal)),
    sendMany: (request, onProgress, signal) => observed(session.sendMany(request, onProgress, signal)),
    diagnose: (request, onProgress, signal) => observed(session.diagnose(request, onProgress, signal)),
    reframe: (request, onProgress, signal) => observed(session.reframe(request, onProgress, signal)),
    createTopic: (topic, signal) => observed(session.createTopic(topic, signal)),
    decode: (request, signal) => session.decode(request, signal),
    listSubjects: (signal) => session.listSubjects(signal),
    fetchVersion: (subject, version, signal) => session.fetchVersion(subject, version, signal),
    fetchSchema: (schemaId, signal) => session.fetchSchema(schemaId, signal),
    findVersion: (subject, text, signal) => session.findVersion(subject, text, signal),
    register: (subject, text, signal) => session.register(subject, text, signal),
    close: () => session.close(),
  };
}
