import {
  checkHeaderName,
  checkRegistryUrl,
  parseRegistry,
  registryValue,
  splitRegistryUrls,
  type RegistrySettings,
} from './registrySettings.ts';
import { isObject, oneOf, SettingProblem, text } from './settingValues.ts';

export { registryAuths, type RegistrySettings } from './registrySettings.ts';

/** A connection as the settings have it: no secret, files by their paths. */
export interface ConnectionSettings {
  readonly name: string;
  /** `host:port` each, at least one. */
  readonly brokers: readonly string[];
  readonly security: Security;
  /** Undefined everywhere where `security` is without TLS. */
  readonly ssl: SslFiles;
  /** There exactly where `security` asks for it. */
  readonly sasl: SaslSettings | undefined;
  readonly registry: RegistrySettings | undefined;
  readonly readOnly: boolean;
  /** Whether the topic's name has to be typed before anything is written to it. */
  readonly protected: boolean;
  /** Marks its pages: a CSS colour, as `#e51400` or `crimson`. */
  readonly color?: string | undefined;
}

export const securities = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type Security = (typeof securities)[number];

/** Paths of PEM files: absolute, from the home folder (`~/`), or from the workspace folder. */
export interface SslFiles {
  readonly ca: string | undefined;
  /** Never without `key`. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export interface SaslSettings {
  readonly mechanism: (typeof mechanisms)[number];
  readonly username: string;
}

/** A connection of the settings as it could be understood, or why it could not. */
export type ConfiguredConnection =
  | { readonly name: string; readonly settings: ConnectionSettings }
  | { readonly name: string; readonly settings: undefined; readonly problem: string };

/** Whether TLS is spoken. */
export function hasTls(security: Security): boolean {
  return security === 'SSL' || security === 'SASL_SSL';
}

/** Whether a user name and a password are asked for. */
export function hasSasl(security: Security): boolean {
  return security === 'SASL_PLAINTEXT' || security === 'SASL_SSL';
}

/**
 * The connections of the setting `avroWorkbench.connections`, by name. What can't be understood has a problem in place
 * of its settings: one sentence that names the property at fault. Never throws.
 *
 * @param value whatever the settings hold
 */
export function parseConnections(value: unknown): ConfiguredConnection[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .map(([name, connection]) => parseConnection(name, connection))
    .sort((one, other) => one.name.localeCompare(other.name));
}

function parseConnection(name: string, value: unknown): ConfiguredConnection {
  try {
    if (name.trim() === '') throw new SettingProblem('A connection needs a name.');
    if (!isObject(value)) throw new SettingProblem('A connection is an object with "brokers".');
    const security = oneOf(value, 'security', securities, 'PLAINTEXT');
    const settings = {
      name,
      brokers: parseBrokers(value['brokers']),
      security,
      ssl: parseSsl(value['ssl'], security),
      sasl: parseSasl(value['sasl'], security),
      registry: parseRegistry(value['registry']),
      readOnly: flag(value, 'readOnly'),
      protected: flag(value, 'protected'),
      ...parseColor(value['color']),
    };
    return { name, settings };
  } catch (error) {
    if (error instanceof SettingProblem) return { name, settings: undefined, problem: error.message };
    throw error;
  }
}

function flag(value: Readonly<Record<string, unknown>>, name: string): boolean {
  const is = value[name] ?? false;
  if (typeof is !== 'boolean') throw new SettingProblem(`"${name}" is true or false.`);
  return is;
}

/** The connection as it is written into the settings: without its name, and without what is as it would be anyway. */
export function toSettingValue(settings: ConnectionSettings): Record<string, unknown> {
  const { brokers, security, ssl, sasl, registry, readOnly, protected: isProtected, color } = settings;
  const files = Object.entries(ssl).filter(([, path]) => path !== undefined);
  return {
    brokers: [...brokers],
    security,
    ...(files.length > 0 ? { ssl: Object.fromEntries(files) } : {}),
    ...(sasl === undefined ? {} : { sasl: { mechanism: sasl.mechanism, username: sasl.username } }),
    ...(registry === undefined ? {} : { registry: registryValue(registry) }),
    ...(readOnly ? { readOnly } : {}),
    ...(isProtected ? { protected: true } : {}),
    ...(color === undefined ? {} : { color }),
  };
}

/** One sentence that says why the text is no list of brokers (separated by commas), or undefined. */
export function brokersProblem(text: string): string | undefined {
  return problemOf(() => parseBrokers(splitBrokers(text)));
}

/** The brokers of a list that is separated by commas or blanks. */
export function splitBrokers(text: string): string[] {
  return text.split(/[\s,;]+/).filter((broker) => broker !== '');
}

/** One sentence that says why the text is no address of a registry, or no list of such, or undefined. */
export function registryUrlProblem(text: string): string | undefined {
  return problemOf(() => splitRegistryUrls(text).forEach(checkRegistryUrl));
}

/** One sentence that says why the text is no name of a header, or undefined. */
export function registryHeaderProblem(text: string): string | undefined {
  return problemOf(() => checkHeaderName(text.trim(), 'This is no name of a header.'));
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof SettingProblem) return error.message;
    throw error;
  }
}

function parseBrokers(value: unknown): string[] {
  const brokers = typeof value === 'string' ? splitBrokers(value) : value;
  if (!Array.isArray(brokers) || brokers.length === 0)
    throw new SettingProblem('"brokers" needs at least one address, such as "localhost:9092".');
  return brokers.map((broker: unknown) => {
    if (typeof broker !== 'string') throw new SettingProblem('Each of "brokers" is a text, such as "localhost:9092".');
    const { port } = /^(?:\[[0-9a-fA-F:.%]+\]|[^\s:/@[\]]+):(?<port>\d{1,5})$/.exec(broker)?.groups ?? {};
    if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
      throw new SettingProblem(`The broker "${withoutCredentials(broker)}" is not host:port, such as "localhost:9092".`);
    }
    return broker;
  });
}

function parseSsl(value: unknown, security: Security): SslFiles {
  const none = { ca: undefined, cert: undefined, key: undefined };
  if (value === undefined) return none;
  if (!isObject(value)) throw new SettingProblem('"ssl" is an object with the paths "ca", "cert" and "key".');
  const files = { ca: text(value, 'ca', 'ssl.'), cert: text(value, 'cert', 'ssl.'), key: text(value, 'key', 'ssl.') };
  if (files.ca === undefined && files.cert === undefined && files.key === undefined) return none;
  if (!hasTls(security)) throw new SettingProblem('"ssl" needs "security" to be SSL or SASL_SSL.');
  if ((files.cert === undefined) !== (files.key === undefined)) throw new SettingProblem('"ssl.cert" and "ssl.key" need each other.');
  return files;
}

function parseSasl(value: unknown, security: Security): SaslSettings | undefined {
  if (!hasSasl(security)) {
    if (value !== undefined) throw new SettingProblem('"sasl" needs "security" to be SASL_PLAINTEXT or SASL_SSL.');
    return undefined;
  }
  if (!isObject(value)) throw new SettingProblem(`"security" ${security} needs "sasl" with "mechanism" and "username".`);
  const username = text(value, 'username', 'sasl.');
  if (username === undefined) throw new SettingProblem('"sasl.username" is missing.');
  return { mechanism: oneOf(value, 'mechanism', mechanisms, undefined, 'sasl.'), username };
}

/** Only a name or hex digits: what else CSS takes as a colour could load something or hide it. */
function parseColor(value: unknown): { readonly color?: string } {
  if (value === undefined || value === '') return {};
  if (typeof value === 'string' && /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,20})$/i.test(value)) return { color: value };
  throw new SettingProblem('"color" is a CSS colour, such as "#e51400" or "crimson".');
}

/** What stands before an "@" may be a password: it is never repeated. */
function withoutCredentials(broker: string): string {
  return broker.slice(broker.lastIndexOf('@') + 1);
}
