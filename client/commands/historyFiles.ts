import { CodecError } from '../../shared/errors.ts';
import { compatibilityLevels, type CompatibilityLevel, type SchemaReference } from '../../shared/registry/registeredSchema.ts';

/**
 * A subject's history as a folder of files: each version's text as the registry has it, and `subject.json`, which says
 * what they are, so that the same can be registered again.
 */
export interface History {
  readonly subject: string;
  /** The subject's own level; undefined where the global one held. */
  readonly level: CompatibilityLevel | undefined;
  /** Ascending. */
  readonly versions: readonly HistoryVersion[];
  /** Versions of other subjects that these refer to, each before those that need it. */
  readonly references: readonly ReferredVersion[];
}

export interface HistoryVersion {
  readonly version: number;
  readonly schemaId: number;
  readonly guid: string | undefined;
  /** Undefined for Avro. */
  readonly schemaType: string | undefined;
  /** Its path within the folder, with `/`. */
  readonly file: string;
  readonly references: readonly SchemaReference[];
}

export interface ReferredVersion extends HistoryVersion {
  readonly subject: string;
}

export const historyFile = 'subject.json';

/** The text of `subject.json`. */
export function historyText({ subject, level, versions, references }: History): string {
  return `${JSON.stringify({ subject, ...(level === undefined ? {} : { level }), versions, references }, undefined, 2)}\n`;
}

/**
 * What the text of a `subject.json` says.
 *
 * @throws CodecError `history/invalid` where it is none
 */
export function parseHistory(text: string): History {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CodecError('history/invalid', `${historyFile} is no JSON.`, { cause });
  }
  if (!isObject(json) || typeof json['subject'] !== 'string') throw invalid('it names no "subject"');
  const { level } = json;
  if (level !== undefined && !isLevel(level)) throw invalid('its "level" is none');
  return {
    subject: json['subject'],
    level,
    versions: listOf(json['versions'], 'versions').map(toVersion),
    references: listOf(json['references'] ?? [], 'references').map((each) => {
      if (!isObject(each) || typeof each['subject'] !== 'string') throw invalid('a reference has no "subject"');
      return { ...toVersion(each), subject: each['subject'] };
    }),
  };
}

/** What a subject is called as a folder: any file system takes it, and no two subjects have the same. */
export function folderName(subject: string): string {
  const name = encodeURIComponent(subject).replace(/[*'!()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  // A name of dots alone means another folder, and Windows drops a dot at the end.
  return name.replace(/\.$/, '%2E');
}

/** By what kind of schema it is. */
export function versionFileName(version: number, schemaType: string | undefined): string {
  const extension = schemaType === undefined ? 'avsc' : schemaType === 'PROTOBUF' ? 'proto' : 'json';
  return `v${version}.${extension}`;
}

function toVersion(json: unknown): HistoryVersion {
  if (!isObject(json)) throw invalid('a version is no object');
  const { version, schemaId, guid, schemaType, file, references = [] } = json;
  if (!isCount(version)) throw invalid('a version has no number');
  if (typeof file !== 'string' || !isWithin(file)) throw invalid(`the "file" of version ${version} is no path within the folder`);
  return {
    version,
    schemaId: isCount(schemaId) ? schemaId : 0,
    guid: typeof guid === 'string' ? guid : undefined,
    schemaType: typeof schemaType === 'string' ? schemaType : undefined,
    file,
    references: listOf(references, 'references').map(toReference),
  };
}

function toReference(json: unknown): SchemaReference {
  const isReference =
    isObject(json) && typeof json['name'] === 'string' && typeof json['subject'] === 'string' && typeof json['version'] === 'number';
  if (!isReference) throw invalid('a reference needs "name", "subject" and "version"');
  return { name: String(json['name']), subject: String(json['subject']), version: Number(json['version']) };
}

/** A path must not lead out of the folder that was chosen. */
function isWithin(path: string): boolean {
  return path !== '' && !/^[/\\]|^[A-Za-z]:|\\/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function listOf(json: unknown, name: string): readonly unknown[] {
  if (Array.isArray(json)) return json as readonly unknown[];
  throw invalid(`its "${name}" is no list`);
}

function isLevel(json: unknown): json is CompatibilityLevel {
  return (compatibilityLevels as readonly unknown[]).includes(json);
}

function isCount(json: unknown): json is number {
  return Number.isSafeInteger(json) && Number(json) >= 0;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function invalid(why: string): CodecError {
  return new CodecError('history/invalid', `${historyFile} can't be used: ${why}.`);
}
