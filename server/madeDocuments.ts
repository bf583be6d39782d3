import { baselineScheme, derivedScheme, registryScheme } from '../shared/protocol.ts';

/** Whether a document is made by the extension: it can't be changed, and is no schema of the workspace. */
export function isMade(uri: string): boolean {
  return uri.startsWith(`${derivedScheme}:`) || isVersion(uri);
}

/** Whether a document shows a version of a schema. */
export function isVersion(uri: string): boolean {
  return isRegistered(uri) || uri.startsWith(`${baselineScheme}:`);
}

/** Whether a document shows a version of a registry's subject. */
export function isRegistered(uri: string): boolean {
  return uri.startsWith(`${registryScheme}:`);
}
