import { RegistryError } from '../errors.ts';
import {
  toContextIds,
  toRegistration,
  toStoredSchema,
  toStoredVersion,
  toStoredVersions,
  toStrings,
  toSubjectVersions,
  type StoredVersion,
} from './answers.ts';
import { ask, encode, get, query, toBody, unless, unlessUnsupported } from './asking.ts';
import { isNotFound } from './errors.ts';
import type { RegistryHttp } from './http.ts';
import { resolveReferences } from './references.ts';
import type { RegisteredSchema, SchemaReference, SubjectVersion } from './registeredSchema.ts';
import { splitSubject } from './subjectNames.ts';

// Schemas by version, id and GUID, and how they get in.

export interface SchemaOptions {
  readonly references?: readonly SchemaReference[];
  /** Whether the registry is to take texts as the same that mean the same. */
  readonly normalize?: boolean;
}

/** A version as the registry has it. One that is soft-deleted is found by its number, too. */
export async function fetchStored(
  http: RegistryHttp,
  subject: string,
  version: number | 'latest',
  signal: AbortSignal,
): Promise<StoredVersion> {
  const path = `/subjects/${encode(subject)}/versions/${version}`;
  try {
    return await get(http, path, { subject, version }, toStoredVersion, signal);
  } catch (error) {
    if (version === 'latest' || !isNotFound(error)) throw error;
    const deleted = await unless(
      get(http, `${path}?deleted=true`, { subject, version }, toStoredVersion, signal),
      'registry/version-not-found',
      'registry/subject-not-found',
      'registry/schema-not-found',
    );
    if (deleted === undefined) throw error;
    return { ...deleted, isDeleted: true };
  }
}

export function fetchById(http: RegistryHttp, schemaId: number, signal: AbortSignal): Promise<StoredVersion> {
  return get(http, `/schemas/ids/${schemaId}`, { schemaId }, (json) => toStoredSchema(json, schemaId), signal);
}

/** @throws RegistryError `registry/schema-not-found`, also where the registry knows no GUIDs */
export async function fetchByGuid(http: RegistryHttp, guid: string, signal: AbortSignal): Promise<StoredVersion> {
  const path = `/schemas/guids/${encodeURIComponent(guid)}`;
  const found = await unlessUnsupported(get(http, path, { guid }, (json) => toStoredSchema(json, 0), signal));
  if (found === undefined) {
    const message = `The registry ${http.label} finds no schemas by GUID.`;
    throw new RegistryError('registry/schema-not-found', message, {
      cause: new RegistryError('registry/not-supported', message),
      remedy: 'Enter the schema id.',
    });
  }
  // The ids that it has in each context; the default one's comes first.
  const [schemaId] = await get(http, `${path}/ids`, { guid }, toContextIds, signal);
  if (schemaId === undefined) {
    throw new RegistryError('registry/schema-not-found', `The registry ${http.label} has no schema id for the GUID ${guid}.`);
  }
  return { ...found, schemaId, guid };
}

/** The schema with the texts of its references. Those of other schema types are of no use here. */
export async function complete(
  stored: StoredVersion,
  fetch: (subject: string, version: number | 'latest') => Promise<StoredVersion>,
): Promise<RegisteredSchema> {
  const { schemaId, subject, version, text, schemaType, guid } = stored;
  const label = labelOf(stored);
  const plain = { text, label, schemaId, subject, version, ...(guid === undefined ? {} : { guid }) };
  if (schemaType !== undefined) return { ...plain, references: [], schemaType };
  // A subject without a context means one in the context of what refers to it.
  const { context } = splitSubject(subject ?? '');
  const fetchReference = (referred: string, wanted: number | 'latest'): Promise<StoredVersion> =>
    fetch(context === undefined || referred.startsWith(':') ? referred : `:${context}:${referred}`, wanted);
  return { ...plain, references: await resolveReferences(stored.references, label, fetchReference) };
}

/**
 * The subjects, with versions where the registry tells them, under which an id is or was registered: soft-deleted
 * ones count, for their records are still there. Undefined where this registry cannot be asked.
 */
export async function findSubjectVersions(
  http: RegistryHttp,
  schemaId: number,
  signal: AbortSignal,
): Promise<SubjectVersion[] | undefined> {
  const path = `/schemas/ids/${schemaId}`;
  const versions = await unlessUnsupported(get(http, `${path}/versions?deleted=true`, { schemaId }, toSubjectVersions, signal));
  if (versions !== undefined) return versions;
  const subjects = await unlessUnsupported(get(http, `${path}/subjects?deleted=true`, { schemaId }, toStrings, signal));
  return subjects?.map((subject) => ({ subject, version: undefined }));
}

/**
 * A page of the latest versions of all subjects, as far as the registry pages; undefined where it does not tell what
 * belongs to which subject.
 */
export async function listLatest(
  http: RegistryHttp,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  signal: AbortSignal,
): Promise<StoredVersion[] | undefined> {
  const path = `/schemas${query({ latestOnly: true, offset, limit })}`;
  return await unless(get(http, path, {}, toStoredVersions, signal), 'registry/not-found', 'registry/not-a-registry', 'registry/too-large');
}

/** The version under which this text is registered, or undefined. */
export async function lookUp(
  http: RegistryHttp,
  subject: string,
  text: string,
  { references = [], normalize = false }: SchemaOptions,
  signal: AbortSignal,
): Promise<StoredVersion | undefined> {
  const path = `/subjects/${encode(subject)}${query({ normalize })}`;
  const found = ask(http, { method: 'POST', path, body: toBody(text, references) }, { subject }, toStoredVersion, signal);
  return await unless(found, 'registry/schema-not-found', 'registry/subject-not-found', 'registry/version-not-found');
}

/** @returns what was registered; without its version where the registry registered it and then did not tell */
export async function register(
  http: RegistryHttp,
  subject: string,
  text: string,
  options: SchemaOptions,
  signal: AbortSignal,
): Promise<StoredVersion> {
  const { references = [], normalize = false } = options;
  const path = `/subjects/${encode(subject)}/versions${query({ normalize })}`;
  const request = { method: 'POST', path, body: toBody(text, references), writes: true } as const;
  const { schemaId, version } = await ask(http, request, { subject }, toRegistration, signal);
  try {
    const found = await lookUp(http, subject, text, options, signal);
    if (found?.schemaId === schemaId) return found;
  } catch (error) {
    // It is registered: that its version could not be asked for must not look as if it were not.
    if (!(error instanceof RegistryError)) throw error;
  }
  return { schemaId, subject, version, text, references };
}

export function labelOf({
  schemaId,
  subject,
  version,
}: {
  readonly schemaId: number;
  readonly subject: string | undefined;
  readonly version: number | undefined;
}): string {
  if (subject === undefined) return `schema id ${schemaId}`;
  return version === undefined ? `${subject} (schema id ${schemaId})` : `${subject} v${version}`;
}
