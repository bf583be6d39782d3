import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Connection, RegistryAuth, RegistryEndpoint, Sasl, Tls } from '../cluster/connection.ts';
import { brokersProblem, hasSasl, hasTls, mechanisms, securities, splitBrokers } from '../connectionSettings.ts';
import { checkRegistryUrl, splitRegistryUrls } from '../registrySettings.ts';
import { SettingProblem } from '../settingValues.ts';
import { parseProperties, type Property } from './clientProperties.ts';
import { Misuse } from './io.ts';
import type { Environment } from './registryAccess.ts';

export interface ConnectionOptions {
  /** Of the option `--config`. */
  readonly config: string | undefined;
  /** Of the options `--brokers` and `--registry`, which count before all else. */
  readonly brokers: string | undefined;
  readonly registry: string | undefined;
  readonly environment: Environment;
  readonly workingFolder: string;
  /** Asks for a secret without showing it; undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * The connection that the options, the environment and a file of properties name, as Java's clients and librdkafka read
 * it. Secrets come from the file, the environment or a prompt, never from arguments.
 *
 * @returns a connection that only reads
 * @throws Misuse where something is missing, or is not supported
 */
export async function readConnection(options: ConnectionOptions): Promise<Connection> {
  const settings = await readSettings(options);
  const brokers =
    options.brokers ?? nonEmpty(options.environment['KAFKA_BROKERS']) ?? settings.text('bootstrap.servers', 'metadata.broker.list');
  if (brokers === undefined) throw new Misuse('Name the brokers by --brokers, --config or KAFKA_BROKERS.');
  const problem = brokersProblem(brokers);
  if (problem !== undefined) throw new Misuse(problem);
  const security = settings.oneOf('security.protocol', securities) ?? 'PLAINTEXT';
  return {
    name: splitBrokers(brokers)[0] ?? '',
    brokers: splitBrokers(brokers),
    tls: hasTls(security) ? await readTls(settings, '') : undefined,
    sasl: hasSasl(security) ? await readSasl(settings, options) : undefined,
    registry: await readRegistry(settings, options),
    readOnly: true,
  };
}

/** The registry alone, for what needs no broker; undefined where none is named. @throws Misuse */
export async function readRegistryConnection(options: ConnectionOptions): Promise<RegistryEndpoint | undefined> {
  return readRegistry(await readSettings(options), options);
}

/** The properties of a file, looked up by several names. */
interface FileSettings {
  /** The value of the first of these names that has one. */
  text(...names: readonly string[]): string | undefined;
  oneOf<T extends string>(name: string, allowed: readonly T[], ...others: readonly string[]): T | undefined;
  /** The contents of a file that a property names, relative to the file of properties. */
  file(...names: readonly string[]): Promise<string | undefined>;
}

async function readSettings({ config, workingFolder }: ConnectionOptions): Promise<FileSettings> {
  const location = config === undefined ? undefined : resolve(workingFolder, config);
  const text = location === undefined ? '' : await read(location, config ?? '');
  const properties = parseProperties(text);
  const find = (names: readonly string[]): Property | undefined => {
    for (const name of names) {
      const found = properties.get(name);
      if (found !== undefined && found.value.trim() !== '') return found;
    }
    return undefined;
  };
  return {
    text: (...names) => find(names)?.value.trim(),
    oneOf(name, allowed, ...others) {
      const found = find([name, ...others]);
      if (found === undefined) return undefined;
      const value = found.value.trim().toUpperCase();
      const known = allowed.find((one) => one.toUpperCase() === value);
      if (known === undefined) throw new Misuse(`${found.name} ${value} is not supported: it is one of ${allowed.join(', ')}.`);
      return known;
    },
    async file(...names) {
      const found = find(names);
      if (found === undefined) return undefined;
      const value = found.value.trim();
      return read(resolve(location === undefined ? workingFolder : path.dirname(location), value), value);
    },
  };
}

function resolve(folder: string, file: string): string {
  return path.resolve(folder, file.replace(/^~(?=[/\\])/, homedir()));
}

async function read(location: string, name: string): Promise<string> {
  return readFile(location, 'utf8').catch((cause: unknown) => {
    throw new Misuse(`${name} can't be read.`, { cause });
  });
}

/** @param prefix of the properties, such as `schema.registry.` */
async function readTls(settings: FileSettings, prefix: string): Promise<Tls> {
  const name = (rest: string): string => `${prefix}ssl.${rest}`;
  for (const store of ['truststore', 'keystore']) {
    const type = settings.text(name(`${store}.type`))?.toUpperCase();
    const location = settings.text(name(`${store}.location`));
    const isPem = type === 'PEM' || (type === undefined && location !== undefined && /\.(?:pem|crt|cer|key)$/i.test(location));
    if (location !== undefined && !isPem) {
      throw new Misuse(`${name(`${store}.location`)} must be a PEM file: ${type ?? 'JKS'} stores can't be read here.`);
    }
  }
  const keystore = await settings.file(name('keystore.location'));
  const ca = (await settings.file(name('ca.location'), name('truststore.location'))) ?? settings.text(name('truststore.certificates'));
  const cert = (await settings.file(name('certificate.location'))) ?? settings.text(name('keystore.certificate.chain')) ?? keystore;
  const key = (await settings.file(name('key.location'))) ?? settings.text(name('keystore.key')) ?? keystore;
  return { ca, cert, key, passphrase: settings.text(name('key.password'), name('keystore.password')) };
}

const jaasMechanisms = /(?:PlainLoginModule|ScramLoginModule)\s/;

async function readSasl(settings: FileSettings, { environment, ask }: ConnectionOptions): Promise<Sasl> {
  const mechanism = settings.oneOf('sasl.mechanism', mechanisms, 'sasl.mechanisms');
  if (mechanism === undefined) throw new Misuse(`sasl.mechanism is missing: it is one of ${mechanisms.join(', ')}.`);
  const jaas = settings.text('sasl.jaas.config');
  if (jaas !== undefined && !jaasMechanisms.test(jaas)) throw new Misuse('sasl.jaas.config names a login module that is not supported.');
  const username = nonEmpty(environment['KAFKA_SASL_USERNAME']) ?? settings.text('sasl.username') ?? jaasOption(jaas, 'username');
  if (username === undefined) throw new Misuse('The user name is missing: give sasl.username, sasl.jaas.config or KAFKA_SASL_USERNAME.');
  const known = nonEmpty(environment['KAFKA_SASL_PASSWORD']) ?? settings.text('sasl.password') ?? jaasOption(jaas, 'password');
  const password = known ?? (await ask?.(`Password of ${username}: `));
  if (password === undefined) throw new Misuse('The password is missing: give it by KAFKA_SASL_PASSWORD.');
  return { mechanism, username, password };
}

/** An option such as `username="alice"` of a JAAS configuration. */
function jaasOption(jaas: string | undefined, name: string): string | undefined {
  const found = new RegExp(`(?<=\\s)${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`).exec(jaas ?? '');
  const [, quoted, plain]: (string | undefined)[] = found ?? [];
  return quoted?.replace(/\\(.)/g, '$1') ?? plain;
}

async function readRegistry(settings: FileSettings, options: ConnectionOptions): Promise<RegistryEndpoint | undefined> {
  const named = options.registry ?? nonEmpty(options.environment['SCHEMA_REGISTRY_URL']);
  const urls = splitRegistryUrls(named ?? settings.text('schema.registry.url') ?? '');
  const [url, ...otherUrls] = urls;
  if (url === undefined) return undefined;
  try {
    urls.forEach(checkRegistryUrl);
  } catch (error) {
    if (error instanceof SettingProblem) throw new Misuse(error.message.replace(': those are asked for and kept apart.', '.'));
    throw error;
  }
  const tls = await readTls(settings, 'schema.registry.');
  return { url, otherUrls, auth: await readAuth(settings, options, url), tls };
}

async function readAuth(settings: FileSettings, { environment, ask }: ConnectionOptions, url: string): Promise<RegistryAuth> {
  const token = nonEmpty(environment['SCHEMA_REGISTRY_TOKEN']) ?? settings.text('schema.registry.bearer.auth.token', 'bearer.auth.token');
  if (token !== undefined) return { type: 'bearer', token };
  const names = ['schema.registry.basic.auth.user.info', 'basic.auth.user.info'] as const;
  const userInfo = nonEmpty(environment['SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO']) ?? settings.text(...names);
  if (userInfo === undefined) return { type: 'none' };
  const colon = userInfo.indexOf(':');
  const username = colon < 0 ? userInfo : userInfo.slice(0, colon);
  const password = colon < 0 ? await ask?.(`Password of ${username} at ${new URL(url).host}: `) : userInfo.slice(colon + 1);
  if (password === undefined) throw new Misuse('SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO is not user:password.');
  return { type: 'basic', username, password };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
