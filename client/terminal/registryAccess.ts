import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { RegistryAuth, RegistryEndpoint } from '../cluster/connection.ts';
import { createLocalRegistrySession } from '../cluster/localRegistrySession.ts';
import type { RegistrySession } from '../cluster/registrySession.ts';
import { parseConnections } from '../connectionSettings.ts';
import { checkRegistryUrl, splitRegistryUrls } from '../registrySettings.ts';
import type { RegistrySettings } from '../registrySettings.ts';
import { SettingProblem } from '../settingValues.ts';
import { Misuse } from './io.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface OpenRegistry {
  /** The connection's name, or the registry's host where none is named. */
  readonly name: string;
  readonly session: RegistrySession;
}

export interface RegistryAccess {
  /**
   * The registry of a connection of the settings. Where an option or the environment names a registry, it is that one.
   *
   * @param connection undefined for the only one there is
   * @throws Misuse where it is not clear which registry is meant, or how to be let in
   */
  open(connection: string | undefined): Promise<OpenRegistry>;
  /** Whether there is any. */
  isKnown(): boolean;
  close(): Promise<void>;
}

export interface RegistryAccessOptions {
  /** Of the option. */
  readonly url: string | undefined;
  readonly environment: Environment;
  /** The setting `avroWorkbench.connections`. */
  readonly connections: unknown;
  readonly workingFolder: string;
}

/** @throws Misuse where the address that is named is none */
export function createRegistryAccess({ url, environment, connections, workingFolder }: RegistryAccessOptions): RegistryAccess {
  const named = url ?? (environment['SCHEMA_REGISTRY_URL'] === '' ? undefined : environment['SCHEMA_REGISTRY_URL']);
  const urls = named === undefined ? [] : parseUrls(named);
  const configured = parseConnections(connections);
  const withRegistry = configured.flatMap(({ name, settings }) =>
    settings?.registry === undefined ? [] : [{ name, registry: settings.registry }],
  );
  const opened = new Map<string, OpenRegistry>();

  const endpointOf = async (settings: RegistrySettings): Promise<RegistryEndpoint> => ({
    url: settings.url,
    auth: { type: 'none' },
    otherUrls: settings.otherUrls,
    headers: settings.headers,
    tls: await readTls(settings, workingFolder),
    proxy: settings.proxy === undefined ? undefined : settings.proxy === 'none' ? 'none' : { url: settings.proxy, bypass: [] },
  });
  const find = async (connection: string | undefined): Promise<{ readonly name: string; readonly registry: RegistryEndpoint }> => {
    const [first, ...otherUrls] = urls;
    if (first !== undefined) {
      // What is not secret is by the settings of the connection that has this address.
      const known = withRegistry.find(({ registry }) => registry.url === first);
      const more = known === undefined ? {} : await endpointOf(known.registry);
      return {
        name: known?.name ?? new URL(first).host,
        registry: { ...more, url: first, otherUrls, auth: authOf(environment, known?.registry) },
      };
    }
    const problem = configured.find(({ name, settings }) => name === connection && settings === undefined);
    if (problem !== undefined && 'problem' in problem) throw new Misuse(`The connection ${problem.name} can't be used: ${problem.problem}`);
    const [only, second] = connection === undefined ? withRegistry : withRegistry.filter(({ name }) => name === connection);
    if (only === undefined) {
      const whose = connection === undefined ? 'It is not known' : `The settings do not say for ${connection}`;
      throw new Misuse(`${whose} where the registry is: name it by --registry or SCHEMA_REGISTRY_URL.`);
    }
    if (second !== undefined) throw new Misuse('Several connections have a registry: name one by --registry or SCHEMA_REGISTRY_URL.');
    if (only.registry.auth !== 'none') {
      throw new Misuse(
        `The registry of ${only.name} asks for credentials: name it by SCHEMA_REGISTRY_URL too, so that they are sent to nobody else.`,
      );
    }
    return { name: only.name, registry: await endpointOf(only.registry) };
  };
  return {
    isKnown: () => urls.length > 0 || withRegistry.length > 0,
    async open(connection) {
      const key = urls.length > 0 ? '' : JSON.stringify(connection ?? null);
      const known = opened.get(key);
      if (known !== undefined) return known;
      const { name, registry } = await find(connection);
      const access = { name, session: createLocalRegistrySession({ name, readOnly: true, registry }) };
      opened.set(key, access);
      return access;
    },
    async close() {
      await Promise.all([...opened.values()].map(({ session }) => session.close()));
    },
  };
}

function parseUrls(text: string): string[] {
  const urls = splitRegistryUrls(text);
  try {
    urls.forEach(checkRegistryUrl);
  } catch (error) {
    if (error instanceof SettingProblem)
      throw new Misuse(error.message.replace(': those are asked for and kept apart.', '. See the environment.'));
    throw error;
  }
  return urls;
}

function authOf(environment: Environment, settings: RegistrySettings | undefined): RegistryAuth {
  const token = environment['SCHEMA_REGISTRY_TOKEN'] ?? '';
  const userInfo = environment['SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO'] ?? '';
  if (token !== '' && settings?.header !== undefined) return { type: 'header', name: settings.header, value: token };
  if (token !== '') return { type: 'bearer', token };
  if (userInfo === '') return { type: 'none' };
  const colon = userInfo.indexOf(':');
  if (colon < 0) throw new Misuse('SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO is not user:password.');
  return { type: 'basic', username: userInfo.slice(0, colon), password: userInfo.slice(colon + 1) };
}

async function readTls({ ssl }: RegistrySettings, workingFolder: string): Promise<RegistryEndpoint['tls']> {
  if (ssl === undefined) return undefined;
  const read = async (file: string | undefined): Promise<string | undefined> => {
    if (file === undefined) return undefined;
    const full = path.resolve(workingFolder, file.replace(/^~(?=[/\\])/, homedir()));
    return readFile(full, 'utf8').catch((cause: unknown) => {
      throw new Misuse(`${file} can't be read.`, { cause });
    });
  };
  return { ca: await read(ssl.ca), cert: await read(ssl.cert), key: await read(ssl.key) };
}
