import { KafkaError, RegistryError } from '../shared/errors.ts';
import type { RegistryProxy, RegistryTls } from '../shared/registry/endpoint.ts';
import type { Connection, RegistryAuth, RegistryConnection, RegistryEndpoint, Tls } from './cluster/connection.ts';
import {
  hasTls,
  parseConnections,
  toSettingValue,
  type ConfiguredConnection,
  type ConnectionSettings,
  type RegistrySettings,
  type SslFiles,
} from './connectionSettings.ts';
import type { SecretKind, Secrets } from './secrets.ts';
import { secretPrompt, secretTitle } from './secretTexts.ts';
import type { Subscription, Ui } from './ui.ts';

/** The connections of the settings, and which of them is active. */
export interface Connections {
  /** All, by name; those that can't be understood too. In an untrusted workspace the user's own alone. */
  list(): readonly ConfiguredConnection[];
  find(name: string): ConfiguredConnection | undefined;
  /** The one that new documents and commands offer first; undefined where there is none. */
  active(): string | undefined;
  setActive(name: string): Promise<void>;
  /** Stores a connection, in place of `previousName` where that is given. Where it was stored before, it stays; else in the user's settings. */
  save(settings: ConnectionSettings, previousName?: string): Promise<void>;
  /** Takes a connection out of the settings, and its secrets out of their storage. */
  remove(name: string): Promise<void>;
  /**
   * The connection with its secrets and files, ready to connect. Asks for a secret that is missing, that was given for
   * another address, or that was refused.
   *
   * @throws KafkaError `connection/unknown`, `connection/invalid`, `connection/file`; an `AbortError` where the user
   *   does not answer
   */
  resolve(name: string): Promise<Connection>;
  /**
   * The registry of a connection with its secrets and files, for which the brokers' own are not needed.
   *
   * @param options `ask` whether a secret that is missing is asked for; without, it is `connection/secret`
   * @throws RegistryError `registry/none`; KafkaError `connection/unknown`, `connection/invalid`, `connection/file` or
   *   `connection/secret`; an `AbortError` where the user does not answer
   */
  resolveRegistry(name: string, options: { readonly ask: boolean }): Promise<RegistryConnection>;
  /** The same of settings that are not stored yet; asks nothing. @throws KafkaError `connection/file`, `connection/secret` */
  assemble(settings: ConnectionSettings, given: ReadonlyMap<SecretKind, string>): Promise<Connection>;
  /** Notes that a secret was not accepted, so that `resolve` asks for it again. */
  refused(name: string, kind: SecretKind): void;
  /** Told after the settings or the active connection have changed. */
  onDidChange(listener: () => void): Subscription;
}

/** Where connections are stored: the setting `avroWorkbench.connections`. */
export interface ConnectionStore {
  /** As it counts, all scopes together. */
  read(): unknown;
  readScope(scope: SettingScope): unknown;
  writeScope(scope: SettingScope, value: Readonly<Record<string, unknown>> | undefined): Promise<void>;
  onDidChange(listener: () => void): Subscription;
}

/** From the one that counts most. */
export const settingScopes = ['workspaceFolder', 'workspace', 'user'] as const;
export type SettingScope = (typeof settingScopes)[number];

export interface ConnectionParts {
  readonly store: ConnectionStore;
  readonly secrets: Secrets;
  readonly ui: Ui;
  /** Which connection is active, kept for the workspace. */
  readonly memory: { get(key: string): unknown; set(key: string, value: unknown): Promise<void> };
  /** The text of a file by a path as the settings have it. */
  readonly readFile: (path: string) => Promise<string>;
  /** The proxy that the editor's settings say, for registries that say none; undefined where they say nothing. */
  readonly proxy?: (() => RegistryProxy | undefined) | undefined;
}

const activeKey = 'activeConnection';

/** Whether a connection has a schema registry; false also where there is no such connection. */
export function hasRegistry(connections: Pick<Connections, 'find'>, name: string | undefined): boolean {
  return name !== undefined && connections.find(name)?.settings?.registry !== undefined;
}

export function createConnections(parts: ConnectionParts): Connections {
  const { store, secrets, ui, memory } = parts;
  const listeners = new Set<() => void>();
  const refusedSecrets = new Set<string>();
  const changed = (): void => listeners.forEach((listener) => listener());
  store.onDidChange(changed);
  const list = (): readonly ConfiguredConnection[] => parseConnections(store.read());
  const find = (name: string): ConfiguredConnection | undefined => list().find((one) => one.name === name);

  const passed = (name: string, kind: SecretKind): string => JSON.stringify([name, kind]);
  /** What the user is being asked for, so that two who need it ask once. */
  const asked = new Map<string, Promise<string>>();

  const askFor = async (
    settings: ConnectionSettings,
    kind: SecretKind,
    reason: 'missing' | 'forElsewhere' | 'refused',
  ): Promise<string> => {
    const value = await ui.input({ title: secretTitle(settings, kind), prompt: secretPrompt(settings, kind, reason), password: true });
    await secrets.store(settings, kind, value);
    refusedSecrets.delete(passed(settings.name, kind));
    return value;
  };
  const findOrAsk = async (settings: ConnectionSettings, kind: SecretKind): Promise<string> => {
    const found = await secrets.find(settings, kind);
    if (found.state === 'found' && !refusedSecrets.has(passed(settings.name, kind))) return found.value;
    const key = JSON.stringify([settings, kind]);
    const asking = asked.get(key) ?? askFor(settings, kind, found.state === 'found' ? 'refused' : found.state);
    asked.set(key, asking);
    try {
      return await asking;
    } finally {
      asked.delete(key);
    }
  };
  const findQuietly = async (settings: ConnectionSettings, kind: SecretKind): Promise<string> => {
    const found = await secrets.find(settings, kind);
    if (found.state === 'found' && !refusedSecrets.has(passed(settings.name, kind))) return found.value;
    throw secretMissing(settings, kind, found.state === 'found');
  };

  return {
    list,
    find,
    active() {
      const usable = list().filter(({ settings }) => settings !== undefined);
      const chosen = memory.get(activeKey);
      return (usable.find(({ name }) => name === chosen) ?? usable[0])?.name;
    },
    async setActive(name) {
      await memory.set(activeKey, name);
      changed();
    },
    async save(settings, previousName = settings.name) {
      const scope = scopeOf(store, previousName) ?? 'user';
      const kept = Object.entries(connectionsIn(store, scope)).filter(([name]) => name !== previousName);
      await store.writeScope(scope, Object.fromEntries([...kept, [settings.name, toSettingValue(settings)]]));
      if (previousName !== settings.name) await secrets.forget(previousName);
    },
    async remove(name) {
      for (const scope of settingScopes) {
        const connections = connectionsIn(store, scope);
        if (!Object.hasOwn(connections, name)) continue;
        const kept = Object.entries(connections).filter(([other]) => other !== name);
        await store.writeScope(scope, kept.length > 0 ? Object.fromEntries(kept) : undefined);
      }
      await secrets.forget(name);
    },
    resolve: async (name) => {
      const settings = usableSettings(find(name), name);
      return await toConnection(settings, parts, (kind) => findOrAsk(settings, kind));
    },
    async resolveRegistry(name, { ask }) {
      const settings = usableSettings(find(name), name);
      const { registry, readOnly } = settings;
      if (registry === undefined) {
        const remedy = 'Edit the connection to give it one.';
        throw new RegistryError('registry/none', `The connection ${name} has no schema registry.`, { remedy });
      }
      const secretOf = ask ? (kind: SecretKind) => findOrAsk(settings, kind) : (kind: SecretKind) => findQuietly(settings, kind);
      return { name, readOnly, registry: await toEndpoint(name, registry, parts, secretOf) };
    },
    assemble: (settings, given) =>
      toConnection(settings, parts, (kind) => {
        const value = given.get(kind);
        if (value !== undefined) return Promise.resolve(value);
        throw secretMissing(settings, kind);
      }),
    refused: (name, kind) => void refusedSecrets.add(passed(name, kind)),
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/** The scope that a connection is stored in, or undefined where it is stored nowhere. */
function scopeOf(store: ConnectionStore, name: string): SettingScope | undefined {
  return settingScopes.find((scope) => Object.hasOwn(connectionsIn(store, scope), name));
}

function connectionsIn(store: ConnectionStore, scope: SettingScope): Readonly<Record<string, unknown>> {
  const value = store.readScope(scope);
  // Any object of the settings is a record of unknown values.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function usableSettings(configured: ConfiguredConnection | undefined, name: string): ConnectionSettings {
  if (configured === undefined) {
    throw new KafkaError('connection/unknown', `There is no connection "${name}".`, { remedy: 'Add it, or choose another one.' });
  }
  if (configured.settings === undefined) {
    throw new KafkaError('connection/invalid', `The settings of ${name} can't be used: ${configured.problem}`, {
      remedy: 'Correct avroWorkbench.connections in the settings.',
    });
  }
  return configured.settings;
}

function secretMissing(settings: ConnectionSettings, kind: SecretKind, isRefused = false): KafkaError {
  const title = secretTitle(settings, kind);
  return new KafkaError('connection/secret', isRefused ? `${title} was not accepted.` : `${title} is missing.`);
}

type FileParts = Pick<ConnectionParts, 'readFile' | 'proxy'>;
type SecretOf = (kind: SecretKind) => Promise<string>;

async function toConnection(settings: ConnectionSettings, parts: FileParts, secretOf: SecretOf): Promise<Connection> {
  const { name, brokers, ssl, sasl, registry, readOnly } = settings;
  return {
    name,
    brokers,
    readOnly,
    tls: hasTls(settings.security) ? await toTls(name, ssl, 'keyPassphrase', parts, secretOf) : undefined,
    sasl: sasl === undefined ? undefined : { ...sasl, password: await secretOf('saslPassword') },
    registry: registry === undefined ? undefined : await toEndpoint(name, registry, parts, secretOf),
  };
}

async function toEndpoint(
  name: string,
  { url, otherUrls, auth, username, header, ssl, headers, proxy }: RegistrySettings,
  parts: FileParts,
  secretOf: SecretOf,
): Promise<RegistryEndpoint> {
  const usedProxy = proxy === undefined ? parts.proxy?.() : proxy === 'none' ? 'none' : { url: proxy, bypass: [] };
  return {
    url,
    auth: await toAuth({ auth, username, header }, secretOf),
    ...(otherUrls === undefined ? {} : { otherUrls }),
    ...(headers === undefined ? {} : { headers }),
    ...(ssl === undefined ? {} : { tls: await toTls(name, ssl, 'registryKeyPassphrase', parts, secretOf) }),
    ...(usedProxy === undefined ? {} : { proxy: usedProxy }),
  };
}

async function toTls(
  name: string,
  ssl: Partial<SslFiles>,
  passphraseKind: SecretKind,
  { readFile }: FileParts,
  secretOf: SecretOf,
): Promise<Tls & RegistryTls> {
  const read = async (path: string | undefined): Promise<string | undefined> => {
    if (path === undefined) return undefined;
    try {
      return await readFile(path);
    } catch (cause) {
      const remedy = 'Check the path in the settings of the connection.';
      throw new KafkaError('connection/file', `The file ${path} of ${name} can't be read.`, { cause, remedy });
    }
  };
  const key = await read(ssl.key);
  const passphrase = key !== undefined && isEncryptedKey(key) ? await secretOf(passphraseKind) : undefined;
  return { ca: await read(ssl.ca), cert: await read(ssl.cert), key, passphrase };
}

/** Whether a private key needs a passphrase: by the labels of PKCS #8 (RFC 5958) and of OpenSSL's own form. */
export function isEncryptedKey(pem: string): boolean {
  return pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || /^Proc-Type: *4, *ENCRYPTED/m.test(pem);
}

async function toAuth(
  { auth, username, header }: { auth: RegistrySettings['auth']; username: string | undefined; header: string | undefined },
  secretOf: SecretOf,
): Promise<RegistryAuth> {
  if (auth === 'basic') return { type: 'basic', username: username ?? '', password: await secretOf('registryPassword') };
  if (auth === 'bearer') return { type: 'bearer', token: await secretOf('registryToken') };
  if (auth === 'header' && header !== undefined) return { type: 'header', name: header, value: await secretOf('registryToken') };
  return { type: 'none' };
}
