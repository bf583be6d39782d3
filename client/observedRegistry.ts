import { isCancelled, RegistryError } from '../shared/errors.ts';
import { isOfRegistry } from '../shared/registry/reach.ts';
import type { RegistrySession } from './cluster/registrySession.ts';

export interface RegistryObserver {
  readonly asked: () => void;
  /** The registry answered, be it with a refusal of what was asked. */
  readonly answered: () => void;
  /** The registry could not be reached, or did not let the user in; or a bug of ours kept it from being asked. */
  readonly notReached: (error: Error) => void;
  /** A call ended that says neither. */
  readonly ended: () => void;
  /** Something was written, or may have been. */
  readonly wrote: (subject: string | undefined) => void;
}

/** What is decided here, before the registry is asked. */
const ownCodes: ReadonlySet<string> = new Set(['registry/closed', 'registry/read-only', 'registry/none']);

/** The same session, but `observer` is told by each call whether the registry was reached, and what was written. */
export function observeRegistry(session: RegistrySession, observer: RegistryObserver): RegistrySession {
  const observed = async <T>(call: Promise<T>): Promise<T> => {
    observer.asked();
    try {
      const result = await call;
      observer.answered();
      return result;
    } catch (error) {
      if (isCancelled(error) || (error instanceof RegistryError && ownCodes.has(error.code))) observer.ended();
      else if (error instanceof RegistryError && !isOfRegistry(error)) observer.answered();
      else observer.notReached(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  const writing = async <T>(subject: string | undefined, call: Promise<T>): Promise<T> => {
    try {
      const result = await observed(call);
      observer.wrote(subject);
      return result;
    } catch (error) {
      // It may have been carried out all the same: whoever shows it looks again.
      if (isCancelled(error) || (error instanceof RegistryError && error.retriable)) observer.wrote(subject);
      throw error;
    }
  };
  return {
    describe: (signal) => observed(session.describe(signal)),
    listSubjects: (options, signal) => observed(session.listSubjects(options, signal)),
    listVersions: (subject, options, signal) => observed(session.listVersions(subject, options, signal)),
    fetchVersion: (subject, version, signal) => observed(session.fetchVersion(subject, version, signal)),
    fetchVersions: (subject, which, signal) => observed(session.fetchVersions(subject, which, signal)),
    findSubjects: (request, onFound, signal) => observed(session.findSubjects(request, onFound, signal)),
    findSchema: (idOrGuid, signal) => observed(session.findSchema(idOrGuid, signal)),
    fetchLevel: (subject, signal) => observed(session.fetchLevel(subject, signal)),
    setLevel: (subject, level, signal) => writing(subject, session.setLevel(subject, level, signal)),
    fetchMode: (subject, signal) => observed(session.fetchMode(subject, signal)),
    checkCompatibility: (request, signal) => observed(session.checkCompatibility(request, signal)),
    lookUp: (request, signal) => observed(session.lookUp(request, signal)),
    register: (request, signal) => writing(request.subject, session.register(request, signal)),
    deleteVersion: (subject, version, options, signal) => writing(subject, session.deleteVersion(subject, version, options, signal)),
    deleteSubject: (subject, options, signal) => writing(subject, session.deleteSubject(subject, options, signal)),
    refresh: () => session.refresh(),
    close: () => session.close(),
  };
}
