import { oneOf, SettingProblem, text, isObject } from './settingValues.ts';

export const registryAuths = ['none', 'basic', 'bearer', 'header'] as const;

/** A registry as the settings have it: no secret, files by their paths. */
export interface RegistrySettings {
  readonly url: string;
  /** Others of the same registry, asked where the one before can't be reached. */
  readonly otherUrls?: readonly string[] | undefined;
  readonly auth: (typeof registryAuths)[number];
  /** There exactly where `auth` is `basic`. */
  readonly username: string | undefined;
  /** The name of the header whose value is the secret; there exactly where `auth` is `header`. */
  readonly header?: string;
  /** Paths of PEM files, as those of the brokers. */
  readonly ssl?: RegistryFiles;
  /** Sent with every request; nothing secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** An address, or `none`; undefined is what the editor and the environment say. */
  readonly proxy?: string;
}

export interface RegistryFiles {
  readonly ca?: string;
  /** Never without `key`. */
  readonly cert?: string;
  readonly key?: string;
}

/** @throws SettingProblem */
export function parseRegistry(value: unknown): RegistrySettings | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new SettingProblem('"registry" is an object with "url".');
  const [url, ...otherUrls] = parseUrls(value['url']);
  const auth = oneOf(value, 'auth', registryAuths, 'none', 'registry.');
  const username = text(value, 'username', 'registry.');
  if (auth === 'basic' && username === undefined) throw new SettingProblem('"registry.auth" basic needs "registry.username".');
  const header = text(value, 'header', 'registry.');
  if (auth === 'header') checkHeaderName(header, '"registry.auth" header needs "registry.header", the name of the header.');
  const ssl = parseFiles(value['ssl']);
  const headers = parseHeaders(value['headers']);
  const proxy = parseProxy(text(value, 'proxy', 'registry.'));
  return {
    url,
    auth,
    username: auth === 'basic' ? username : undefined,
    ...(otherUrls.length > 0 ? { otherUrls } : {}),
    ...(auth === 'header' && header !== undefined ? { header } : {}),
    ...(ssl === undefined ? {} : { ssl }),
    ...(headers === undefined ? {} : { headers }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** The registry as it is written into the settings: without what is as it would be anyway. */
export function registryValue({ url, otherUrls = [], auth, username, ...rest }: RegistrySettings): Record<string, unknown> {
  return {
    url: otherUrls.length === 0 ? url : [url, ...otherUrls],
    ...(auth === 'none' ? {} : { auth }),
    ...(username === undefined ? {} : { username }),
    ...(auth === 'header' && rest.header !== undefined ? { header: rest.header } : {}),
    ...(rest.ssl === undefined ? {} : { ssl: rest.ssl }),
    ...(rest.headers === undefined ? {} : { headers: rest.headers }),
    ...(rest.proxy === undefined ? {} : { proxy: rest.proxy }),
  };
}

/** @throws SettingProblem */
export function checkRegistryUrl(value: string): void {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new SettingProblem("The registry's address begins with http:// or https://.");
  }
  if (url.username !== '' || url.password !== '') {
    throw new SettingProblem("The registry's address must not hold a user name or a password: those are asked for and kept apart.");
  }
}

/** The addresses of a text that separates them by commas or blanks. */
export function splitRegistryUrls(value: string): string[] {
  return value.split(/[\s,]+/).filter((url) => url !== '');
}

function parseUrls(value: unknown): [string, ...string[]] {
  const urls: unknown[] = Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : [];
  if (value !== undefined && typeof value !== 'string' && !Array.isArray(value)) throw new SettingProblem('"registry.url" is a text.');
  const checked = urls.map((url) => {
    if (typeof url !== 'string') throw new SettingProblem('Each of "registry.url" is a text.');
    checkRegistryUrl(url);
    return url;
  });
  const [first, ...others] = checked;
  if (first === undefined) throw new SettingProblem('"registry.url" is missing.');
  return [first, ...others];
}

function parseFiles(value: unknown): RegistryFiles | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new SettingProblem('"registry.ssl" is an object with the paths "ca", "cert" and "key".');
  const files = Object.fromEntries(
    ['ca', 'cert', 'key'].flatMap((name) => {
      const path = text(value, name, 'registry.ssl.');
      return path === undefined ? [] : [[name, path]];
    }),
  ) as RegistryFiles;
  if ((files.cert === undefined) !== (files.key === undefined)) {
    throw new SettingProblem('"registry.ssl.cert" and "registry.ssl.key" need each other.');
  }
  return files.ca === undefined && files.cert === undefined ? undefined : files;
}

/** Those that the transport sets by itself. */
const ownHeaders = new Set([
  'host',
  'content-length',
  'content-type',
  'accept',
  'connection',
  'transfer-encoding',
  'expect',
  'upgrade',
  'te',
]);

function parseHeaders(value: unknown): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new SettingProblem('"registry.headers" is an object: names of headers with their values.');
  for (const [name, held] of Object.entries(value)) {
    checkHeaderName(name, `"${name}" in "registry.headers" is no name of a header.`);
    if (/authorization|cookie|token|secret|password|api-?key/i.test(name)) {
      throw new SettingProblem(
        `"registry.headers" must hold nothing secret: in place of "${name}" there, set "registry.auth" to header and "registry.header" to "${name}"; its value is asked for and kept apart.`,
      );
    }
    if (typeof held !== 'string' || !/^[\x20-\x7e]*$/.test(held))
      throw new SettingProblem(`"registry.headers.${name}" is a text of one line.`);
  }
  // Each value was just found to be a text.
  return Object.keys(value).length === 0 ? undefined : (value as Readonly<Record<string, string>>);
}

/** @throws SettingProblem `problem`, or that the header is none to be set */
export function checkHeaderName(name: string | undefined, problem: string): void {
  if (name === undefined || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new SettingProblem(problem);
  if (ownHeaders.has(name.toLowerCase())) throw new SettingProblem(`The header "${name}" is set by itself.`);
}

function parseProxy(value: string | undefined): string | undefined {
  if (value === undefined || value === 'none') return value;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new SettingProblem('"registry.proxy" begins with http:// or https://, or is none.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new SettingProblem('"registry.proxy" must not hold a user name or a password.');
  }
  return value;
}
