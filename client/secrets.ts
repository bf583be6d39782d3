import { createHash } from 'node:crypto';
import type { ConnectionSettings } from './connectionSettings.ts';

export const secretKinds = ['saslPassword', 'keyPassphrase', 'registryPassword', 'registryToken', 'registryKeyPassphrase'] as const;
export type SecretKind = (typeof secretKinds)[number];

/** What of the editor's `SecretStorage` is needed. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Keeps a list of names: those of connections that have secrets, as the storage can't list them. Holds no secret. */
export interface NameList {
  read(): readonly string[];
  write(names: readonly string[]): PromiseLike<void>;
}

export type FoundSecret =
  | { readonly state: 'found'; readonly value: string }
  | { readonly state: 'missing' }
  /** There is one, but it was given for another address, user or protection: it must not be sent here unasked. */
  | { readonly state: 'forElsewhere' };

/** The secrets of the connections, each bound to what it was given for. */
export interface Secrets {
  find(settings: ConnectionSettings, kind: SecretKind): Promise<FoundSecret>;
  /** Keeps a secret for these settings. */
  store(settings: ConnectionSettings, kind: SecretKind, value: string): Promise<void>;
  forget(connection: string): Promise<void>;
  /** Names of the connections that have secrets, those that are no longer in the settings included. */
  names(): readonly string[];
}

/**
 * The secrets, kept in `store`. Beside each stands a hash of what it was given for: where a workspace's settings change
 * the address under a known name, the secret is not found for it.
 */
export function createSecrets(store: SecretStore, names: NameList): Secrets {
  return {
    async find(settings, kind) {
      const stored = parseStored(await store.get(keyOf(settings.name, kind)));
      if (stored === undefined) return { state: 'missing' };
      if (stored.purpose !== purposeOf(settings, kind)) return { state: 'forElsewhere' };
      return { state: 'found', value: stored.secret };
    },
    async store(settings, kind, value) {
      const { name } = settings;
      await store.store(keyOf(name, kind), JSON.stringify({ secret: value, purpose: purposeOf(settings, kind) }));
      if (!names.read().includes(name)) await names.write([...names.read(), name]);
    },
    async forget(connection) {
      for (const kind of secretKinds) await store.delete(keyOf(connection, kind));
      await names.write(names.read().filter((name) => name !== connection));
    },
    names: () => names.read(),
  };
}

/** Which secrets these settings need, as far as they say so themselves: a passphrase depends on a key's file. */
export function secretsNeeded({ sasl, registry }: ConnectionSettings): SecretKind[] {
  const needed: SecretKind[] = [];
  if (sasl !== undefined) needed.push('saslPassword');
  if (registry?.auth === 'basic') needed.push('registryPassword');
  if (registry?.auth === 'bearer' || registry?.auth === 'header') needed.push('registryToken');
  return needed;
}

function keyOf(connection: string, kind: SecretKind): string {
  return JSON.stringify([connection, kind]);
}

/**
 * All that decides who gets to see the secret, as a hash. The protection is part of it: the same broker without TLS
 * would let everybody on the way read the password.
 */
function purposeOf({ brokers, security, ssl, sasl, registry }: ConnectionSettings, kind: SecretKind): string {
  const purpose = {
    saslPassword: [[...brokers].sort(), security, ssl.ca, sasl?.mechanism, sasl?.username],
    // The passphrase never leaves this machine: it opens one file.
    keyPassphrase: [ssl.key],
    registryPassword: [registry?.url, registry?.username, ...wayTo(registry)],
    registryToken: [registry?.url, ...(registry?.header === undefined ? [] : [registry.header.toLowerCase()]), ...wayTo(registry)],
    registryKeyPassphrase: [registry?.ssl?.key],
  }[kind];
  return createHash('sha256')
    .update(JSON.stringify([kind, ...purpose]))
    .digest('base64');
}

/** Who else gets to see what the registry is sent: its other addresses, whoever its authority vouches for, and the proxy. */
function wayTo(registry: ConnectionSettings['registry']): unknown[] {
  const { otherUrls, ssl, proxy } = registry ?? {};
  const way = { otherUrls: otherUrls && [...otherUrls].sort(), ca: ssl?.ca, proxy };
  return Object.values(way).every((each) => each === undefined) ? [] : [way];
}

function parseStored(text: string | undefined): { readonly secret: string; readonly purpose: string } | undefined {
  if (text === undefined) return undefined;
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== 'object' || stored === null || !('secret' in stored) || !('purpose' in stored)) return undefined;
    const { secret, purpose } = stored;
    return typeof secret === 'string' && typeof purpose === 'string' ? { secret, purpose } : undefined;
  } catch {
    // Not written by this version: the secret is asked for again.
    return undefined;
  }
}
