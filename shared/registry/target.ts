import { RegistryError } from '../errors.ts';
import type { RegistryAuth, RegistryEndpoint } from './endpoint.ts';

/** One address of a registry, with what is sent to it. */
export interface Target {
  readonly origin: string;
  /** Without a slash at its end. */
  readonly basePath: string;
  /** As people may see it: no credentials, no query. */
  readonly label: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/**
 * The addresses of a registry, at least one; or why they can't be used. A user name and password inside an address
 * count as such and are shown nowhere.
 */
export function parseTargets({
  url,
  otherUrls = [],
  auth,
  headers = {},
}: Pick<RegistryEndpoint, 'url' | 'otherUrls' | 'auth' | 'headers'>): readonly [Target, ...Target[]] | RegistryError {
  const [first, ...others] = [url, ...otherUrls].map((each) => parseTarget(each, auth, headers));
  const failed = [first, ...others].find((target) => target instanceof RegistryError);
  if (failed !== undefined) return failed;
  // What is left are targets, as none of them is an error, and the address itself is always there.
  return [first, ...others] as [Target, ...Target[]];
}

function parseTarget(url: string, auth: RegistryAuth, extraHeaders: Readonly<Record<string, string>>): Target | RegistryError {
  let parsed: URL;
  try {
    parsed = new URL(url.trim());
  } catch {
    // The text is not shown: it may hold a password, and there is no telling where.
    return invalidUrl('The address of the registry is not a URL.');
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return invalidUrl('The address of the registry must begin with http:// or https://.');
  }
  const effective = auth.type === 'none' ? authOfUrl(parsed) : auth;
  const sent = effective.type === 'bearer' ? effective.token : effective.type === 'header' ? effective.value : 'x';
  if (!/^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/.test(sent.trim()) || (effective.type === 'bearer' && /\s/.test(sent.trim()))) {
    return new RegistryError('registry/invalid-credentials', 'The token of the registry holds characters that cannot be sent.', {
      remedy: 'Enter the token again, without line breaks.',
    });
  }
  const basePath = parsed.pathname.replace(/\/+$/, '');
  const { headers, secrets } = toHeaders(effective);
  return { origin: parsed.origin, basePath, label: parsed.origin + basePath, headers: { ...extraHeaders, ...headers }, secrets };
}

function invalidUrl(message: string): RegistryError {
  return new RegistryError('registry/invalid-url', message, { remedy: 'Enter it like http://localhost:8081.' });
}

/** `fetch` itself refuses an address with a user name. */
function authOfUrl(url: URL): RegistryAuth {
  if (url.username === '' && url.password === '') return { type: 'none' };
  return { type: 'basic', username: decodeOrKeep(url.username), password: decodeOrKeep(url.password) };
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toHeaders(auth: RegistryAuth): Pick<Target, 'headers' | 'secrets'> {
  switch (auth.type) {
    case 'none':
      return { headers: {}, secrets: [] };
    case 'basic': {
      const bytes = new TextEncoder().encode(`${auth.username}:${auth.password}`);
      const encoded = btoa(String.fromCharCode(...bytes));
      return { headers: { Authorization: `Basic ${encoded}` }, secrets: [encoded, auth.password] };
    }
    case 'bearer': {
      const token = auth.token.trim();
      return { headers: { Authorization: `Bearer ${token}` }, secrets: [token] };
    }
    case 'header': {
      const value = auth.value.trim();
      return { headers: { [auth.name]: value }, secrets: [value] };
    }
  }
}

/** A proxy's error page may repeat what it was sent. A secret of few characters would take half of any text with it. */
export function redact(text: string, { secrets }: Target): string {
  return secrets.filter((secret) => secret.length >= 6).reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
