import { isMainThread } from 'node:worker_threads';

// One bundle for the threads of the extension and for the terminal's command: they hold the same libraries, and the package
// is to be small. Only what is meant is run.
void (isMainThread ? import('./main.ts') : import('../cluster/worker.ts'));
