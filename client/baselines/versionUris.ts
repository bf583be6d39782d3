import { baselineScheme, registryScheme } from '../../shared/protocol.ts';

/** A version of a subject, of the registry of a connection. */
export interface VersionPlace {
  readonly connection: string;
  readonly subject: string;
  readonly version: number;
}

/** A file as it is in git. */
export interface GitPlace {
  readonly ref: string;
  /** Of the file in the working tree. */
  readonly fileUri: string;
}

/** The path of the document that shows a version; its parts are encoded, whatever characters the names have. */
export function versionPath({ connection, subject, version }: VersionPlace): string {
  return `/${encodePart(connection)}/${encodePart(subject)}/v${version}.avsc`;
}

/** The URI of that document, written as VS Code writes it, so that both are the same text. */
export function versionUri(place: VersionPlace): string {
  return toUri(registryScheme, versionPath(place));
}

/** Undefined for the path of no version. */
export function fromVersionPath(path: string): VersionPlace | undefined {
  const found = /^\/([^/]+)\/([^/]+)\/v(\d{1,9})\.avsc$/.exec(path);
  const [connection, subject] = [decodePart(found?.[1]), decodePart(found?.[2])];
  return connection === undefined || subject === undefined ? undefined : { connection, subject, version: Number(found?.[3]) };
}

/** The version that a document shows, by the document's URI; undefined of any other document. */
export function fromVersionUri(uri: string): VersionPlace | undefined {
  return uri.startsWith(`${registryScheme}:`) ? fromVersionPath(decodedPath(uri)) : undefined;
}

/** The path of the document that shows a file as it is in git. */
export function gitPath({ ref, fileUri }: GitPlace): string {
  return `/${encodePart(ref)}${decodedPath(fileUri)}`;
}

export function gitUri(place: GitPlace): string {
  return toUri(baselineScheme, gitPath(place));
}

/** Undefined for the path of no file in git. */
export function fromGitPath(path: string): GitPlace | undefined {
  const found = /^\/([^/]+)(\/.+)$/s.exec(path);
  const ref = decodePart(found?.[1]);
  return ref === undefined || found?.[2] === undefined ? undefined : { ref, fileUri: toUri('file', found[2], '//') };
}

/** A segment of a path that holds no slash, and is none of `.` and `..`, which would lead elsewhere. */
function encodePart(name: string): string {
  const encoded = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\uFFFD'));
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}

function decodePart(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    // Not one that we have encoded.
    return undefined;
  }
}

/** The path of a URI, decoded once, as VS Code has it in `Uri.path`. */
function decodedPath(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '').replace(/^[^:]*:(?:\/\/[^/]*)?/, '');
  return decodePart(path) ?? path;
}

/** VS Code encodes all but letters, digits and `-._~/`. */
function toUri(scheme: string, path: string, slashes = ''): string {
  const encoded = encodeURIComponent(path)
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
  return `${scheme}:${slashes}${encoded}`;
}
