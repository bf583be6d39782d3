import { KafkaError } from '../shared/errors.ts';
import type { Connection, RegistryAuth, Tls } from './cluster/connection.ts';
import { hasTls, parseConnections, toSettingValue, type ConfiguredConnection, type ConnectionSettings } from './connectionSettings.ts';
import type { SecretKind, Secrets } from './secrets.ts';
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
}

const activeKey = 'activeConnection';

export function createConnections({ store, secrets, ui, memory, readFile }: ConnectionParts): Connections {
  const listeners = new Set<() => void>();
  const refusedSecrets = new Set<string>();
  const changed = (): void => listeners.forEach((listener) => listener());
  store.onDidChange(changed);
  const list = (): readonly ConfiguredConnection[] => parseConnections(store.read());
  const find = (name: string): ConfiguredConnection | undefined => list().find((one) => one.name === name);

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
    async resolve(name) {
      const settings = usableSettings(find(name), name);
      const passed = (kind: SecretKind): string => JSON.stringify([name, kind]);
      return toConnection(settings, readFile, async (kind) => {
        const found = await secrets.find(settings, kind);
        if (found.state === 'found' && !refusedSecrets.has(passed(kind))) return found.value;
        const reason = found.state === 'found' ? 'refused' : found.state;
        const value = await ui.input({ title: secretTitle(settings, kind), prompt: secretPrompt(settings, kind, reason), password: true });
        await secrets.store(settings, kind, value);
        refusedSecrets.delete(passed(kind));
        return value;
      });
    },
    assemble: (settings, given) =>
      toConnection(settings, readFile, (kind) => {
        const value = given.get(kind);
        if (value !== undefined) return Promise.resolve(value);
        throw new KafkaError('connection/secret', `${secretTitle(settings, kind)} is missing.`);
      }),
    refused: (name, kind) => void refusedSecrets.add(JSON.stringify([name, kind])),
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

async function toConnection(
  settings: ConnectionSettings,
  readFile: (path: string) => Promise<string>,
  secretOf: (kind: SecretKind) => Promise<string>,
): Promise<Connection> {
  const { name, brokers, sasl, registry, readOnly } = settings;
  return {
    name,
    brokers,
    readOnly,
    tls: hasTls(settings.security) ? await toTls(settings, readFile, secretOf) : undefined,
    sasl: sasl === undefined ? undefined : { ...sasl, password: await secretOf('saslPassword') },
    registry: registry === undefined ? undefined : { url: registry.url, auth: await toAuth(registry, secretOf) },
  };
}

async function toTls(
  { name, ssl }: ConnectionSettings,
  readFile: (path: string) => Promise<string>,
  secretOf: (kind: SecretKind) => Promise<string>,
): Promise<Tls> {
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
  const passphrase = key !== undefined && isEncryptedKey(key) ? await secretOf('keyPassphrase') : undefined;
  return { ca: await read(ssl.ca), cert: await read(ssl.cert), key, passphrase };
}

/** Whether a private key needs a passphrase: by the labels of PKCS #8 (RFC 5958) and of OpenSSL's own form. */
export function isEncryptedKey(pem: string): boolean {
  return pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || /^Proc-Type: *4, *ENCRYPTED/m.test(pem);
}

async function toAuth(
  { auth, username }: NonNullable<ConnectionSettings['registry']>,
  secretOf: (kind: SecretKind) => Promise<string>,
): Promise<RegistryAuth> {
  if (auth === 'basic') return { type: 'basic', username: username ?? '', password: await secretOf('registryPassword') };
  if (auth === 'bearer') return { type: 'bearer', token: await secretOf('registryToken') };
  return { type: 'none' };
}

/** What a secret is called where it is asked for, such as "password of svc on prod". */
export function secretTitle({ name, sasl, registry, ssl }: ConnectionSettings, kind: SecretKind): string {
  switch (kind) {
    case 'saslPassword':
      return `Password of ${sasl?.username ?? ''} on ${name}`;
    case 'keyPassphrase':
      return `Passphrase of ${ssl.key ?? ''}`;
    case 'registryPassword':
      return `Password of ${registry?.username ?? ''} in the Registry of ${name}`;
    case 'registryToken':
      return `Token for the Registry of ${name}`;
  }
}

function secretPrompt(settings: ConnectionSettings, kind: SecretKind, reason: 'missing' | 'forElsewhere' | 'refused'): string {
  const why = {
    missing: '',
    forElsewhere: 'What is stored was given for other settings, so it is not sent here. ',
    refused: 'The last one was not accepted. ',
  }[reason];
  return `${why}${secretUse(settings, kind)}`;
}

/** One sentence that says where a secret goes and how it is protected on the way. */
export function secretUse({ brokers, security, sasl, registry }: ConnectionSettings, kind: SecretKind): string {
  switch (kind) {
    case 'saslPassword': {
      const to = `${brokers.join(', ')} ${security === 'SASL_SSL' ? 'over TLS' : 'without TLS'}`;
      // SCRAM proves that one knows the password (RFC 5802).
      return sasl?.mechanism === 'PLAIN' ? `It goes to ${to}.` : `A proof of it goes to ${to}, never the password itself.`;
    }
    case 'keyPassphrase':
      return 'It opens the private key here and goes nowhere.';
    case 'registryPassword':
    case 'registryToken':
      return `It goes to ${registry?.url ?? ''}.`;
  }
}
