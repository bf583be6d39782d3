import type { RegistryError } from '../errors.ts';

const codes: ReadonlySet<string> = new Set([
  'registry/unreachable',
  'registry/proxy-unreachable',
  'registry/proxy-refused',
  'registry/timeout',
  'registry/untrusted',
  'registry/bad-certificate',
  'registry/unauthorized',
  'registry/redirected',
  'registry/not-a-registry',
  'registry/invalid-url',
  'registry/invalid-credentials',
  'registry/worker-stopped',
]);

/** Whether an error says something of the registry as a whole, whatever it was asked: that it can't be asked now. */
export function isOfRegistry(error: RegistryError): boolean {
  return codes.has(error.code) || (error.code === 'registry/server-error' && error.retriable);
}
