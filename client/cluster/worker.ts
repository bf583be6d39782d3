import { parentPort, workerData } from 'node:worker_threads';
import type { ContainerSession } from '../containers/containerSession.ts';
import type { RegistrySession } from './registrySession.ts';
import { serveSession } from './serveSession.ts';
import type { Session } from './session.ts';
import type { WorkerStart } from './sessionMessages.ts';

// The thread in which a session runs: all that waits for a cluster or a registry, or decodes many records, happens here. A
// filter that may run for ever has another such thread, which its session starts and ends.
if (parentPort === null) throw new Error('This runs in a worker thread only.');
const port = parentPort;
void serve(workerData as WorkerStart);

/** What comes through the port waits until somebody listens to it. */
async function serve(start: WorkerStart): Promise<void> {
  if (start.kind === 'filter') (await import('../records/filterWorker.ts')).serveFilter(port, start);
  else serveSession(port, await createSession(start), () => port.close());
}

/** Loads what this kind of session needs, and nothing else: whoever waits for the first rows waits for that, too. */
async function createSession(begin: Exclude<WorkerStart, { kind: 'filter' }>): Promise<Session | RegistrySession | ContainerSession> {
  switch (begin.kind) {
    case 'registry':
      return (await import('./localRegistrySession.ts')).createLocalRegistrySession(begin.connection);
    case 'container':
      return (await import('../containers/localContainer.ts')).createLocalContainer(begin.path, begin.limits);
    case 'connection':
      return (await import('./localSession.ts')).createLocalSession(begin.connection, { workerPath: begin.workerPath });
  }
}
