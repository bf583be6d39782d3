import { isCancelled, KnownError } from '../shared/errors.ts';
import { abortError, orAbort } from './cluster/abort.ts';
import type { RegistryConnection } from './cluster/connection.ts';
import type { RegistrySession } from './cluster/registrySession.ts';
import type { Connections } from './connections.ts';
import { observeRegistry, type RegistryObserver } from './observedRegistry.ts';
import type { Subscription } from './ui.ts';

/** One {@link RegistrySession} for each connection that has a registry, by the connection's name. */
export interface Registries {
  /** Names of the connections that have a registry and can be used, the active one first, then in their order. */
  list(): readonly string[];
  /**
   * The registry's session, started where there is none.
   *
   * @param options `ask` whether a secret that is missing is asked for; without, it is `connection/secret` then: nothing
   *   that runs in the background may ask
   * @throws KafkaError `connection/unknown`, `connection/invalid` or `connection/secret`; RegistryError `registry/none`
   */
  open(name: string, options: { readonly ask: boolean }, signal: AbortSignal): Promise<RegistrySession>;
  /** Whether what is written to it is refused, by the connection's settings. */
  isReadOnly(name: string): boolean;
  state(name: string): RegistryState;
  /** Told the name of each connection whose registry's state has changed; undefined after a refresh, or where there are others. */
  onDidChange(listener: (name: string | undefined) => void): Subscription;
  /** Told that something was written: a subject has another version, level or none any more. */
  onDidWrite(listener: (change: { readonly connection: string; readonly subject: string | undefined }) => void): Subscription;
  /** Forgets what may have changed, of one or of all, and tells it. */
  refresh(name?: string): Promise<void>;
  closeAll(): Promise<void>;
}

export type RegistryState =
  /** Nobody has asked it for anything yet. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'asking' }
  /** When it last answered, in milliseconds since 1970. */
  | { readonly kind: 'answered'; readonly atMs: number }
  /** `lastAnsweredMs` is undefined where it never did. */
  | { readonly kind: 'failed'; readonly error: Error; readonly lastAnsweredMs: number | undefined };

/** A session that is being opened, or open. */
interface Entry {
  /** Rejects at once when the session is closed while it is being opened. */
  readonly session: Promise<RegistrySession>;
  readonly abort: AbortController;
  opened: RegistrySession | undefined;
}

type Change = Parameters<Parameters<Registries['onDidWrite']>[0]>[0];

/**
 * The registries of `connections`. The session of one whose settings change or that is taken out of the settings is closed.
 *
 * @param start starts the real session of a registry: in a worker
 * @param now milliseconds since 1970
 */
export function createRegistries(
  connections: Connections,
  start: (connection: RegistryConnection) => RegistrySession,
  now: () => number = Date.now,
): Registries {
  const entries = new Map<string, Entry>();
  const states = new Map<string, RegistryState>();
  const lastAnswered = new Map<string, number>();
  // The settings that a registry's state belongs to: others need another session.
  const usedSettings = new Map<string, string>();
  const changeListeners = new Set<(name: string | undefined) => void>();
  const writeListeners = new Set<(change: Change) => void>();

  const tellChange = (name: string | undefined): void => changeListeners.forEach((listener) => listener(name));
  const stateOf = (name: string): RegistryState => states.get(name) ?? { kind: 'unasked' };
  const setState = (name: string, state: RegistryState): void => {
    const isNews = stateOf(name).kind !== state.kind || state.kind === 'failed';
    states.set(name, state);
    if (isNews) tellChange(name);
  };
  const fail = (name: string, error: Error): void => setState(name, { kind: 'failed', error, lastAnsweredMs: lastAnswered.get(name) });
  const settingsOf = (name: string): string => {
    const { settings } = connections.find(name) ?? {};
    return JSON.stringify([settings?.registry, settings?.readOnly]);
  };
  const list = (): readonly string[] => {
    const names = connections.list().flatMap(({ name, settings }) => (settings?.registry === undefined ? [] : [name]));
    const active = connections.active();
    return active !== undefined && names.includes(active) ? [active, ...names.filter((name) => name !== active)] : names;
  };

  const close = async (name: string): Promise<void> => {
    const entry = entries.get(name);
    entries.delete(name);
    if (entry === undefined) return;
    entry.abort.abort();
    await (await entry.session.catch(() => undefined))?.close();
  };

  const begin = (name: string, ask: boolean): Entry => {
    const abort = new AbortController();
    const launch = async (): Promise<RegistrySession> => {
      const connection = await connections.resolveRegistry(name, { ask });
      if (abort.signal.aborted) throw abortError();
      const isCurrent = (): boolean => entries.get(name) === entry;
      entry.opened = observeRegistry(start(connection), observerOf(name, isCurrent));
      return entry.opened;
    };
    const entry: Entry = { session: orAbort(launch(), abort.signal), abort, opened: undefined };
    entries.set(name, entry);
    usedSettings.set(name, settingsOf(name));
    // What can't be opened is not kept: the next call tries again.
    entry.session.catch((error: unknown) => {
      if (entries.get(name) !== entry) return;
      entries.delete(name);
      if (error instanceof KnownError) fail(name, error);
    });
    return entry;
  };

  const observerOf = (name: string, isCurrent: () => boolean): RegistryObserver => {
    let calls = 0;
    const answered = (): void => {
      calls--;
      if (!isCurrent()) return;
      lastAnswered.set(name, now());
      setState(name, { kind: 'answered', atMs: now() });
    };
    return {
      asked() {
        calls++;
        if (isCurrent() && stateOf(name).kind === 'unasked') setState(name, { kind: 'asking' });
      },
      answered,
      ended() {
        calls--;
        if (isCurrent() && calls === 0 && stateOf(name).kind === 'asking') setState(name, { kind: 'unasked' });
      },
      notReached(error) {
        calls--;
        if (!isCurrent()) return;
        if (error instanceof KnownError && error.code === 'registry/unauthorized') {
          connections.refused(name, 'registryPassword');
          connections.refused(name, 'registryToken');
          // Only a new session can take another password.
          void close(name);
        }
        fail(name, error);
      },
      wrote: (subject) => writeListeners.forEach((listener) => listener({ connection: name, subject })),
    };
  };

  const open = async (name: string, ask: boolean, signal: AbortSignal): Promise<RegistrySession> => {
    const entry = entries.get(name);
    if (entry === undefined) return await orAbort(begin(name, ask).session, signal);
    try {
      return await orAbort(entry.session, signal);
    } catch (error) {
      // It was begun by one who may not ask.
      const isSecret = error instanceof KnownError && error.code === 'connection/secret';
      if (!ask || !isSecret || isCancelled(error)) throw error;
      return await orAbort((entries.get(name) ?? begin(name, ask)).session, signal);
    }
  };

  connections.onDidChange(() => {
    for (const [name, settings] of usedSettings) if (settings !== settingsOf(name)) forget(name);
    tellChange(undefined);
  });
  const forget = (name: string): void => {
    void close(name);
    for (const kept of [usedSettings, states, lastAnswered]) kept.delete(name);
  };

  return {
    list,
    open: (name, { ask }, signal) => open(name, ask, signal),
    isReadOnly: (name) => connections.find(name)?.settings?.readOnly ?? false,
    state: stateOf,
    onDidChange: (listener) => subscribe(changeListeners, listener),
    onDidWrite: (listener) => subscribe(writeListeners, listener),
    async refresh(name) {
      for (const [each, { opened }] of entries) if (name === undefined || each === name) await opened?.refresh();
      tellChange(name);
    },
    async closeAll() {
      await Promise.all([...entries.keys()].map(close));
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): Subscription {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
