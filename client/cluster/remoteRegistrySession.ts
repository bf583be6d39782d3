import { RegistryError } from '../../shared/errors.ts';
import type { RegistryConnection } from './connection.ts';
import type { RegistrySession, SubjectMatch } from './registrySession.ts';
import type { SessionOptions } from './remoteSession.ts';
import type { RegistryMethod } from './sessionMessages.ts';
import { createWorkerCalls, reasonOf, type CallOptions } from './workerCalls.ts';

/**
 * Returns the session of a connection's registry, which runs in a worker thread of its own. The worker is started by the
 * first call; if it dies, the calls under way fail with `registry/worker-stopped` and the next one starts another.
 */
export function startRegistrySession(connection: RegistryConnection, { workerPath }: SessionOptions): RegistrySession {
  const { name } = connection;
  const calls = createWorkerCalls({
    workerPath,
    start: { kind: 'registry', connection },
    stopped: (cause) => workerStopped(name, cause),
    closed: () => closed(name),
  });
  const call = <T>(method: RegistryMethod, args: readonly unknown[], signal: AbortSignal, options?: CallOptions): Promise<T> =>
    calls.call(method, args, signal, options);
  return {
    describe: (signal) => call('describe', [], signal),
    listSubjects: (options, signal) => call('listSubjects', [options], signal),
    listVersions: (subject, options, signal) => call('listVersions', [subject, options], signal),
    fetchVersion: (subject, version, signal) => call('fetchVersion', [subject, version], signal),
    fetchVersions: (subject, which, signal) => call('fetchVersions', [subject, which], signal),
    findSubjects: (request, onFound: (subject: SubjectMatch) => void, signal) => call('findSubjects', [request], signal, { tell: onFound }),
    findSchema: (idOrGuid, signal) => call('findSchema', [idOrGuid], signal),
    fetchLevel: (subject, signal) => call('fetchLevel', [subject], signal),
    setLevel: (subject, level, signal) => call('setLevel', [subject, level], signal),
    fetchMode: (subject, signal) => call('fetchMode', [subject], signal),
    checkCompatibility: (request, signal) => call('checkCompatibility', [request], signal),
    lookUp: (request, signal) => call('lookUp', [request], signal),
    register: (request, signal) => call('register', [request], signal),
    deleteVersion: (subject, version, options, signal) => call('deleteVersion', [subject, version, options], signal),
    deleteSubject: (subject, options, signal) => call('deleteSubject', [subject, options], signal),
    refresh: () => call('refresh', [], new AbortController().signal),
    close: () => calls.close(),
  };
}

function workerStopped(name: string, cause: unknown): RegistryError {
  return new RegistryError(
    'registry/worker-stopped',
    `What asks the registry of ${name} in the background has stopped${reasonOf(cause)}.`,
    {
      cause,
      retriable: true,
      remedy: 'Try again: it is started anew.',
    },
  );
}

function closed(name: string): RegistryError {
  return new RegistryError('registry/closed', `The registry of ${name} was closed, as its connection has changed.`, {
    remedy: 'Try again.',
  });
}
