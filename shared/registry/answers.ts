import type { StoredSchema } from './references.ts';
import { compatibilityLevels } from './registeredSchema.ts';
import type { CompatibilityLevel, SchemaReference, SubjectVersion } from './registeredSchema.ts';

// What a registry's answers must look like. Each function returns what is needed of one, or undefined where it is none;
// more properties than these are normal, as servers of different age and make add their own.

/** A schema as the registry has it, references by name. */
export interface StoredVersion extends StoredSchema {
  readonly schemaId: number;
  readonly subject: string | undefined;
  readonly version: number | undefined;
  readonly schemaType?: string;
  readonly guid?: string;
  /** True where it was found among the soft-deleted ones only. */
  readonly isDeleted?: boolean;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isInteger(json: unknown): json is number {
  return Number.isSafeInteger(json);
}

export function toStrings(json: unknown): string[] | undefined {
  return Array.isArray(json) && json.every((item) => typeof item === 'string') ? json : undefined;
}

export function toIntegers(json: unknown): number[] | undefined {
  return Array.isArray(json) && json.every(isInteger) ? json : undefined;
}

export function toStoredVersion(json: unknown): StoredVersion | undefined {
  return isObject(json) && isInteger(json['id']) ? toStoredSchema(json, json['id']) : undefined;
}

export function toStoredSchema(json: unknown, schemaId: number): StoredVersion | undefined {
  if (!isObject(json) || typeof json['schema'] !== 'string') return undefined;
  const { schema: text, subject, version, schemaType } = json;
  const hasVersion = typeof subject === 'string' && isInteger(version);
  return {
    schemaId,
    text,
    subject: hasVersion ? subject : undefined,
    version: hasVersion ? version : undefined,
    references: Array.isArray(json['references']) ? json['references'].filter(isReference) : [],
    ...(typeof schemaType === 'string' && schemaType !== 'AVRO' ? { schemaType } : {}),
    ...(typeof json['guid'] === 'string' ? { guid: json['guid'] } : {}),
  };
}

function isReference(json: unknown): json is SchemaReference {
  return isObject(json) && typeof json['subject'] === 'string' && isInteger(json['version']);
}

export function toSubjectVersions(json: unknown): SubjectVersion[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const found: SubjectVersion[] = [];
  for (const item of json as unknown[]) {
    if (!isObject(item) || typeof item['subject'] !== 'string') return undefined;
    found.push({ subject: item['subject'], version: isInteger(item['version']) ? item['version'] : undefined });
  }
  return found;
}

export function toRegistration(json: unknown): { schemaId: number; version: number | undefined } | undefined {
  if (!isObject(json) || !isInteger(json['id'])) return undefined;
  return { schemaId: json['id'], version: isInteger(json['version']) ? json['version'] : undefined };
}

/** Rows of the list of all schemas; undefined where one lacks its subject or version, as in Apicurio's registry. */
export function toStoredVersions(json: unknown): StoredVersion[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const found: StoredVersion[] = [];
  for (const item of json as unknown[]) {
    const stored = toStoredVersion(item);
    if (stored?.subject === undefined) return undefined;
    found.push(stored);
  }
  return found;
}

/** The ids that belong to a GUID: one in each context. */
export function toContextIds(json: unknown): number[] | undefined {
  if (!Array.isArray(json)) return undefined;
  return (json as unknown[]).flatMap((item) => (isObject(item) && isInteger(item['id']) ? [item['id']] : []));
}

/** What an artifact of Apicurio's own interface refers to; versions that are no numbers can't be asked for. */
export function toApicurioReferences(json: unknown): SchemaReference[] | undefined {
  if (!Array.isArray(json)) return undefined;
  return (json as unknown[]).flatMap((item) => {
    if (!isObject(item) || typeof item['artifactId'] !== 'string') return [];
    const version = Number(item['version']);
    const name = typeof item['name'] === 'string' ? item['name'] : item['artifactId'];
    return Number.isSafeInteger(version) ? [{ name, subject: item['artifactId'], version }] : [];
  });
}

/** The first version that Apicurio's search finds. */
export function toApicurioVersion(
  json: unknown,
): { subject: string; version: number | undefined; contentId: number | undefined } | undefined {
  const versions = isObject(json) ? json['versions'] : undefined;
  const first: unknown = Array.isArray(versions) ? (versions as unknown[])[0] : undefined;
  if (!isObject(first) || typeof first['artifactId'] !== 'string') return undefined;
  const version = Number(first['version']);
  return {
    subject: first['artifactId'],
    version: Number.isSafeInteger(version) ? version : undefined,
    contentId: isInteger(first['contentId']) ? first['contentId'] : undefined,
  };
}

export function toMode(json: unknown): string | undefined {
  return isObject(json) && typeof json['mode'] === 'string' ? json['mode'] : undefined;
}

/** The version that Confluent's registry says it is, or Apicurio's. */
export function toProductVersion(json: unknown, property: string): string | undefined {
  return isObject(json) && typeof json[property] === 'string' && json[property] !== '' ? json[property] : undefined;
}

/** Of an answer whose body says nothing that is needed: whatever it is, it is the registry's. */
export function toAnything(json: unknown): true | undefined {
  return json === undefined ? undefined : true;
}

export function toLevel(json: unknown): CompatibilityLevel | undefined {
  if (!isObject(json)) return undefined;
  const level = json['compatibilityLevel'] ?? json['compatibility'];
  return compatibilityLevels.find((known) => known === level);
}

export function toVerdict(json: unknown): { isCompatible: boolean; messages: string[] } | undefined {
  if (!isObject(json) || typeof json['is_compatible'] !== 'boolean') return undefined;
  return { isCompatible: json['is_compatible'], messages: toStrings(json['messages']) ?? [] };
}
