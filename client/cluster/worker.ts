import { parentPort, workerData } from 'node:worker_threads';
import { createLocalSession } from './localSession.ts';
import { serveSession } from './serveSession.ts';
import type { WorkerStart } from './sessionMessages.ts';

// The thread in which a session runs: all that waits for a cluster or decodes many records happens here.
if (parentPort === null) throw new Error('This runs in a worker thread only.');
const port = parentPort;
const { connection } = workerData as WorkerStart;
serveSession(port, createLocalSession(connection), () => port.close());
