import { KnownError } from '../shared/errors.ts';
import { abortError, orAbort } from './cluster/abort.ts';
import type { Connection } from './cluster/connection.ts';
import type { ConnectionReport, Session, StageReport } from './cluster/session.ts';
import type { Connections } from './connections.ts';
import { observeSession, type SessionObserver } from './observedSession.ts';
import type { Subscription } from './ui.ts';

/** One session for each connection, by the connection's name. */
export interface SessionRegistry {
  /**
   * The connection's session, started where there is none. It asks for secrets where they are missing. That it was
   * opened does not mean that the cluster was reached: the session's calls say that, and `state` follows them.
   *
   * @throws what `Connections.resolve` throws
   */
  open(name: string, signal: AbortSignal): Promise<Session>;
  /** Opens it and reaches the cluster. @throws KafkaError where the cluster can't be reached */
  connect(name: string, signal: AbortSignal): Promise<Session>;
  /** Tries a connection that need not be stored, in a session of its own. @throws an `AbortError` */
  test(connection: Connection, onStage: (stage: StageReport) => void, signal: AbortSignal): Promise<ConnectionReport>;
  /** A session without a cluster and a registry, for `decode` alone. Whoever asks for it closes it. */
  offline(): Session;
  /** Ends the session, with what is under way in it. */
  close(name: string): Promise<void>;
  state(name: string): SessionState;
  /** Told the name of each connection whose state has changed. */
  onDidChange(listener: (name: string) => void): Subscription;
  /** Ends all sessions. */
  closeAll(): Promise<void>;
}

export type SessionState =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** `error` is what the last call to the cluster threw. */
  | { readonly kind: 'failed'; readonly error: Error };

const offlineConnection: Connection = {
  name: 'offline',
  brokers: [],
  tls: undefined,
  sasl: undefined,
  registry: undefined,
  readOnly: true,
};

/** A session that is being opened, or open. */
interface Entry {
  /** Rejects at once when the session is closed while it is being opened. */
  readonly session: Promise<Session>;
  readonly abort: AbortController;
}

/**
 * The sessions of `connections`. One whose settings change or that is taken out of the settings is closed.
 *
 * @param start starts the real session of a connection: in a worker
 */
export function createSessions(connections: Connections, start: (connection: Connection) => Session): SessionRegistry {
  const entries = new Map<string, Entry>();
  const states = new Map<string, SessionState>();
  // The settings that a connection's state belongs to: others need another session.
  const usedSettings = new Map<string, string>();
  const listeners = new Set<(name: string) => void>();

  const stateOf = (name: string): SessionState => states.get(name) ?? { kind: 'disconnected' };
  const setState = (name: string, state: SessionState): void => {
    if (stateOf(name).kind === state.kind && state.kind !== 'failed') return;
    states.set(name, state);
    listeners.forEach((listener) => listener(name));
  };
  const settingsOf = (name: string): string => JSON.stringify(connections.find(name) ?? null);

  const begin = (name: string): Entry => {
    const abort = new AbortController();
    const entry: Entry = { session: orAbort(launch(name, abort.signal, isCurrent), abort.signal), abort };
    function isCurrent(): boolean {
      return entries.get(name) === entry;
    }
    entries.set(name, entry);
    usedSettings.set(name, settingsOf(name));
    // What can't be opened is not kept: the next call tries again.
    entry.session.catch((error: unknown) => {
      if (!isCurrent()) return;
      entries.delete(name);
      if (error instanceof KnownError) setState(name, { kind: 'failed', error });
    });
    return entry;
  };

  const launch = async (name: string, signal: AbortSignal, isCurrent: () => boolean): Promise<Session> => {
    const connection = await connections.resolve(name);
    if (signal.aborted) throw abortError();
    const session = start(connection);
    let calls = 0;
    const whenCurrent = (state: () => SessionState | undefined): void => {
      const next = isCurrent() ? state() : undefined;
      if (next !== undefined) setState(name, next);
    };
    const observer: SessionObserver = {
      asked() {
        calls++;
        whenCurrent(() => (stateOf(name).kind === 'connected' ? undefined : { kind: 'connecting' }));
      },
      reached() {
        calls--;
        whenCurrent(() => ({ kind: 'connected' }));
      },
      ended() {
        calls--;
        whenCurrent(() => (calls === 0 && stateOf(name).kind === 'connecting' ? { kind: 'disconnected' } : undefined));
      },
      notReached(error) {
        calls--;
        whenCurrent(() => ({ kind: 'failed', error }));
        if (!(error instanceof KnownError) || error.code !== 'kafka/authentication-failed' || !isCurrent()) return;
        connections.refused(name, 'saslPassword');
        // Only a new session can take another password.
        entries.delete(name);
        void session.close();
      },
    };
    return observeSession(session, observer);
  };

  const close = async (name: string): Promise<void> => {
    const entry = entries.get(name);
    entries.delete(name);
    usedSettings.delete(name);
    setState(name, { kind: 'disconnected' });
    if (entry === undefined) return;
    entry.abort.abort();
    await (await entry.session.catch(() => undefined))?.close();
  };

  connections.onDidChange(() => {
    for (const [name, settings] of usedSettings) if (settings !== settingsOf(name)) void close(name);
  });

  const open = (name: string, signal: AbortSignal): Promise<Session> => orAbort((entries.get(name) ?? begin(name)).session, signal);

  return {
    open,
    async connect(name, signal) {
      const session = await open(name, signal);
      try {
        await session.listTopics(signal);
      } catch (error) {
        // It was closed meanwhile, which is how the view cancels it.
        if (stateOf(name).kind === 'disconnected') throw abortError();
        throw error;
      }
      return session;
    },
    async test(connection, onStage, signal) {
      const session = start(connection);
      try {
        return await session.test(onStage, signal);
      } finally {
        await session.close();
      }
    },
    offline: () => start(offlineConnection),
    close,
    state: stateOf,
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    async closeAll() {
      await Promise.all([...entries.keys()].map(close));
    },
  };
}
