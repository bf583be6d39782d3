import type { Registries, RegistryState } from '../../client/registries.ts';
import { KafkaError, RegistryError } from '../../shared/errors.ts';
import type { FakeRegistrySession } from './registrySession.ts';

export interface FakeRegistries extends Registries {
  /** Names that were opened, with `(ask)` where a secret might have been asked for. */
  readonly opened: string[];
  /** From now on opening this connection throws; undefined ends it. */
  failToOpen(name: string, error: Error | undefined): void;
  /** Puts a registry into a state and tells it. */
  setState(name: string, state: RegistryState): void;
}

/** The registries over sessions that the test holds; the first is the active one. */
export function createFakeRegistries(
  sessions: Readonly<Record<string, FakeRegistrySession>>,
  options: { readonly readOnly?: readonly string[]; readonly now?: () => number } = {},
): FakeRegistries {
  const { now = () => 0 } = options;
  const states = new Map<string, RegistryState>();
  const failures = new Map<string, Error>();
  const changes = new Set<(name: string | undefined) => void>();
  const writes = new Set<(change: { readonly connection: string; readonly subject: string | undefined }) => void>();
  const opened: string[] = [];
  const lastAnswered = new Map<string, number>();
  const setState = (name: string, state: RegistryState): void => {
    states.set(name, state);
    changes.forEach((listener) => listener(name));
  };
  for (const [name, session] of Object.entries(sessions)) {
    session.onWrite = (subject) => writes.forEach((listener) => listener({ connection: name, subject }));
    session.onAnswer = (error) => {
      if (error?.name === 'AbortError') return;
      const isDown = error instanceof RegistryError && (error.retriable || error.status === undefined || error.status === 401);
      if (error !== undefined && isDown) {
        setState(name, { kind: 'failed', error, lastAnsweredMs: lastAnswered.get(name) });
        return;
      }
      lastAnswered.set(name, now());
      const isNews = states.get(name)?.kind !== 'answered';
      states.set(name, { kind: 'answered', atMs: now() });
      if (isNews) changes.forEach((listener) => listener(name));
    };
  }
  return {
    opened,
    setState,
    list: () => Object.keys(sessions),
    open(name, { ask }, signal) {
      opened.push(ask ? `${name} (ask)` : name);
      if (signal.aborted) return Promise.reject(new DOMException('Cancelled.', 'AbortError'));
      const failure = failures.get(name);
      if (failure !== undefined) return Promise.reject(failure);
      const session = sessions[name];
      return session === undefined
        ? Promise.reject(new KafkaError('connection/unknown', `There is no connection "${name}".`))
        : Promise.resolve(session);
    },
    failToOpen(name, error) {
      if (error === undefined) failures.delete(name);
      else failures.set(name, error);
    },
    isReadOnly: (name) => options.readOnly?.includes(name) ?? false,
    state: (name) => states.get(name) ?? { kind: 'unasked' },
    onDidChange: (listener) => listen(changes, listener),
    onDidWrite: (listener) => listen(writes, listener),
    async refresh(name) {
      for (const [each, session] of Object.entries(sessions)) if (name === undefined || each === name) await session.refresh();
      changes.forEach((listener) => listener(name));
    },
    async closeAll() {
      for (const session of Object.values(sessions)) await session.close();
    },
  };
}

function listen<T>(listeners: Set<T>, listener: T): { dispose(): void } {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
