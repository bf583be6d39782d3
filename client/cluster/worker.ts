import { parentPort, workerData } from 'node:worker_threads';
import { serveFilter } from '../records/filterWorker.ts';
import { createLocalRegistrySession } from './localRegistrySession.ts';
import { createLocalSession } from './localSession.ts';
import { serveSession } from './serveSession.ts';
import type { WorkerStart } from './sessionMessages.ts';

// The thread in which a session runs: all that waits for a cluster or a registry, or decodes many records, happens here. A
// filter that may run for ever has another such thread, which its session starts and ends.
if (parentPort === null) throw new Error('This runs in a worker thread only.');
const port = parentPort;
const start = workerData as WorkerStart;
if (start.kind === 'filter') serveFilter(port, start);
else {
  const session =
    start.kind === 'registry'
      ? createLocalRegistrySession(start.connection)
      : createLocalSession(start.connection, { workerPath: start.workerPath });
  serveSession(port, session, () => port.close());
}
