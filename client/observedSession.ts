import { KafkaError } from '../shared/errors.ts';
import type { Session } from './cluster/session.ts';

export interface SessionObserver {
  /** The cluster is being asked something. */
  readonly asked: () => void;
  /** The cluster answered, be it with a refusal of what was asked. */
  readonly reached: () => void;
  /** The cluster could not be reached, or did not let the user in. */
  readonly notReached: (error: KafkaError) => void;
  /** A call ended that says neither, such as one that was aborted. */
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
]);

/** The same session, but `observer` is told by each call to the cluster whether it was reached. */
export function observeSession(session: Session, observer: SessionObserver): Session {
  const observed = async <T>(call: Promise<T>): Promise<T> => {
    observer.asked();
    try {
      const result = await call;
      observer.reached();
      return result;
    } catch (error) {
      if (error instanceof KafkaError) {
        if (connectionCodes.has(error.code) || error.code.startsWith('kafka/tls-')) observer.notReached(error);
        else observer.reached();
      } else {
        observer.ended();
      }
      throw error;
    }
  };
  return {
    test: (onStage, signal) => session.test(onStage, signal),
    listTopics: (signal) => observed(session.listTopics(signal)),
    describeTopic: (topic, signal) => observed(session.describeTopic(topic, signal)),
    peek: (request, onProgress, signal) => observed(session.peek(request, onProgress, signal)),
    send: (message, signal) => observed(session.send(message, signal)),
    decode: (request, signal) => session.decode(request, signal),
    listSubjects: (signal) => session.listSubjects(signal),
    fetchVersion: (subject, version, signal) => session.fetchVersion(subject, version, signal),
    fetchSchema: (schemaId, signal) => session.fetchSchema(schemaId, signal),
    findVersion: (subject, text, signal) => session.findVersion(subject, text, signal),
    register: (subject, text, signal) => session.register(subject, text, signal),
    close: () => session.close(),
  };
}
