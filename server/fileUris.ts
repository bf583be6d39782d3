import { fileURLToPath } from 'node:url';

/**
 * The URI of a file as VS Code writes it, so that one that we found is the same as one that is open there.
 *
 * @param path absolute, with the machine's own separators
 */
export function toFileUri(path: string): string {
  const slashed = path.replaceAll('\\', process.platform === 'win32' ? '/' : '\\');
  const rooted = slashed.startsWith('/') ? slashed : `/${slashed}`;
  const isShare = rooted.startsWith('//');
  const encoded = rooted.split('/').map(encodePart).join('/');
  return isShare ? `file:${encoded}` : `file://${encoded}`;
}

/** Undefined for what is no file of this machine. */
export function toFilePath(uri: string): string | undefined {
  if (isPlain(uri)) return uri.slice('file://'.length);
  if (!/^file:/i.test(uri)) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // Such as an encoded slash, which no path can have.
    return undefined;
  }
}

/** One spelling for all that mean the same file; other URIs are left as they are. */
export function canonicalUri(uri: string): string {
  if (isPlain(uri)) return uri;
  const path = toFilePath(uri);
  return path === undefined ? uri : toFileUri(path);
}

/** Whether the URI is its path as it stands: nearly all are, and taking them apart properly takes far longer. */
function isPlain(uri: string): boolean {
  return process.platform !== 'win32' && /^file:\/\/\/[\w.~/-]*$/.test(uri) && !/\/(?:\.|\/)/.test(uri);
}

/** VS Code encodes all but letters, digits and `-._~`, and has drives in lower case. */
function encodePart(part: string): string {
  if (/^[\w.~-]*$/.test(part)) return part;
  const drive = /^[A-Za-z]:$/.test(part) ? part.toLowerCase() : part;
  return encodeURIComponent(drive.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
