import { CodecError, type KnownError } from '../../shared/errors.ts';
import type { ContainerMethod } from '../cluster/sessionMessages.ts';
import { createWorkerCalls, reasonOf, type CallOptions } from '../cluster/workerCalls.ts';
import type { ExportProgress } from '../records/recordsSession.ts';
import type { ContainerLimits } from './containerRecords.ts';
import type { ContainerSession, IndexProgress } from './containerSession.ts';

/**
 * Returns the session of a container file, which runs in a worker thread of its own. The worker is started by the first
 * call; if it dies, the calls under way fail and the next one starts another.
 *
 * @param workerPath the worker's file: `dist/worker.js` beside the extension
 */
export function startContainer(path: string, limits: ContainerLimits, workerPath: string): ContainerSession {
  const calls = createWorkerCalls({
    workerPath,
    start: { kind: 'container', path, limits },
    stopped: (cause): KnownError =>
      new CodecError('container/worker-stopped', `What reads the file in the background has stopped${reasonOf(cause)}.`, {
        cause,
        retriable: true,
        remedy: 'Try again: it is started anew.',
      }),
    closed: () => new CodecError('container/closed', 'The file was closed.'),
  });
  const call = <T>(method: ContainerMethod, args: readonly unknown[], signal: AbortSignal, options?: CallOptions): Promise<T> =>
    calls.call(method, args, signal, options);
  return {
    describe: (signal) => call('describe', [], signal),
    index: (onProgress: (progress: IndexProgress) => void, signal) => call('index', [], signal, { tell: onProgress }),
    rows: (request, signal) => call('rows', [request], signal),
    search: (request, onProgress: (scanned: number) => void, signal) => call('search', [request], signal, { tell: onProgress }),
    record: (index, render, signal) => call('record', [index, render], signal),
    paths: (signal) => call('paths', [], signal),
    exportRecords: (request, onProgress: (progress: ExportProgress) => void, signal) =>
      call('exportRecords', [request], signal, { tell: onProgress }),
    close: () => calls.close(),
  };
}
