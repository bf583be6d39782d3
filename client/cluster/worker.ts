import { parentPort, workerData } from 'node:worker_threads';
import type { ContainerSession } from '../containers/containerSession.ts';
import { createLocalContainer } from '../containers/localContainer.ts';
import { serveFilter } from '../records/filterWorker.ts';
import { createLocalRegistrySession } from './localRegistrySession.ts';
import { createLocalSession } from './localSession.ts';
import type { RegistrySession } from './registrySession.ts';
import { serveSession } from './serveSession.ts';
import type { Session } from './session.ts';
import type { WorkerStart } from './sessionMessages.ts';

// The thread in which a session runs: all that waits for a cluster or a registry, or decodes many records, happens here. A
// filter that may run for ever has another such thread, which its session starts and ends.
if (parentPort === null) throw new Error('This runs in a worker thread only.');
const port = parentPort;
const start = workerData as WorkerStart;
if (start.kind === 'filter') serveFilter(port, start);
else {
  serveSession(port, createSession(start), () => port.close());
}

function createSession(begin: Exclude<WorkerStart, { kind: 'filter' }>): Session | RegistrySession | ContainerSession {
  switch (begin.kind) {
    case 'registry':
      return createLocalRegistrySession(begin.connection);
    case 'container':
      return createLocalContainer(begin.path, begin.limits);
    case 'connection':
      return createLocalSession(begin.connection, { workerPath: begin.workerPath });
  }
}
