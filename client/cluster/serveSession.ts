import type { MessagePort } from 'node:worker_threads';
import { toPlainError } from '../../shared/errors.ts';
import type { ContainerSession } from '../containers/containerSession.ts';
import type { RegistrySession } from './registrySession.ts';
import type { Session } from './session.ts';
import { methodsWithEvents, type FromWorker, type ToWorker } from './sessionMessages.ts';

/**
 * Answers what comes through the port by calls of the session, until it is told to close.
 *
 * @param onClosed called once the session is closed
 */
export function serveSession(port: MessagePort, session: Session | RegistrySession | ContainerSession, onClosed: () => void): void {
  const aborts = new Map<number, AbortController>();
  const post = (message: FromWorker): void => port.postMessage(message);
  // The proxy in the host names methods of the same interface only, and gives each its own arguments.
  const methods = session as unknown as Readonly<Record<string, (...all: unknown[]) => Promise<unknown>>>;

  const answer = async ({ callId, method, args }: ToWorker & { kind: 'call' }): Promise<void> => {
    const abort = new AbortController();
    aborts.set(callId, abort);
    const tell = (event: unknown): void => {
      if (!abort.signal.aborted) post({ kind: 'event', callId, event });
    };
    try {
      const value = await methods[method]?.(...args, ...(methodsWithEvents.has(method) ? [tell] : []), abort.signal);
      post({ kind: 'result', callId, value });
    } catch (error) {
      post({ kind: 'error', callId, error: toPlainError(error) });
    } finally {
      aborts.delete(callId);
    }
  };

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'call') void answer(message);
    else if (message.kind === 'abort') aborts.get(message.callId)?.abort();
    else {
      for (const abort of aborts.values()) abort.abort();
      void session.close().finally(onClosed);
    }
  });
}
