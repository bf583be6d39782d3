import { loopback, type RegistryProxy } from '../../shared/registry/endpoint.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which an address is asked: the one that is set, else the environment's; undefined for none.
 *
 * @param set undefined where nothing but the environment says anything
 */
export function proxyFor(url: URL, set: RegistryProxy | undefined, environment: Environment): URL | undefined {
  if (set === 'none') return undefined;
  const { proxy, bypass } = set === undefined ? ofEnvironment(url, environment) : { proxy: set.url, bypass: set.bypass };
  if (proxy === undefined || proxy === '' || bypasses(url, bypass)) return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  // Others, such as SOCKS, are not spoken here; what is set for all programs need not be for this one.
  return parsed?.protocol === 'http:' || parsed?.protocol === 'https:' ? parsed : undefined;
}

/** As curl and most others read the environment. */
function ofEnvironment(url: URL, environment: Environment): { readonly proxy: string | undefined; readonly bypass: readonly string[] } {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] ?? environment[name];
  const proxy = (url.protocol === 'https:' ? read('HTTPS_PROXY') : read('HTTP_PROXY')) ?? read('ALL_PROXY');
  return { proxy, bypass: [...loopback, ...splitHosts(read('NO_PROXY') ?? '')] };
}

/** The hosts of a list that is separated by commas or blanks. */
function splitHosts(text: string): string[] {
  return text.split(/[\s,]+/).filter((host) => host !== '');
}

/** `example.com` and `.example.com` are the host and all below it, `*` is any, and a port narrows it down. */
function bypasses(url: URL, hosts: readonly string[]): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return hosts.some((entry) => {
    const { name = '', wanted } = /^(?<name>\[[^\]]*\]|[^:]*)(?::(?<wanted>\d+))?$/.exec(entry.toLowerCase())?.groups ?? {};
    if (wanted !== undefined && wanted !== port) return false;
    if (name === '*') return true;
    const plain = name.replace(/^\*?\./, '');
    return plain !== '' && (host === plain || host.endsWith(`.${plain}`));
  });
}
