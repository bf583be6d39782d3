import { parentPort, workerData } from 'node:worker_threads';
import { createLocalRegistrySession } from './localRegistrySession.ts';
import { createLocalSession } from './localSession.ts';
import { serveSession } from './serveSession.ts';
import type { WorkerStart } from './sessionMessages.ts';

// The thread in which a session runs: all that waits for a cluster or a registry, or decodes many records, happens here.
if (parentPort === null) throw new Error('This runs in a worker thread only.');
const port = parentPort;
const start = workerData as WorkerStart;
const session = start.kind === 'registry' ? createLocalRegistrySession(start.connection) : createLocalSession(start.connection);
serveSession(port, session, () => port.close());
