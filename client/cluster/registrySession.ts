import type { CompatibilityLevel, RegisteredSchema, SchemaReference, SubjectVersion } from '../../shared/registry/registeredSchema.ts';

/**
 * All that the extension does with the registry of one connection. The real one runs in a worker thread of its own,
 * so that a large answer never blocks the extension host; the host holds a proxy of the same shape. Arguments and results
 * are plain data. Errors are `RegistryError`, or an `AbortError` when the signal was aborted. What is retriable has been
 * tried again already. Each call that writes is refused with `registry/read-only` on a connection that is read-only.
 */
export interface RegistrySession {
  /** What stands at the address, so far as it tells. */
  describe(signal: AbortSignal): Promise<RegistryDescription>;
  /** All subjects, sorted, of all contexts where the registry tells them; with `deleted` those that are soft-deleted, too. */
  listSubjects(options: { readonly deleted: boolean }, signal: AbortSignal): Promise<readonly SubjectEntry[]>;
  /** Ascending. @throws RegistryError `registry/subject-not-found` */
  listVersions(subject: string, options: { readonly deleted: boolean }, signal: AbortSignal): Promise<readonly VersionEntry[]>;
  /** @throws RegistryError `registry/subject-not-found` or `registry/version-not-found` */
  fetchVersion(subject: string, version: number | 'latest', signal: AbortSignal): Promise<RegistryVersion>;
  /** Those that count for a level: the latest or all, ascending; empty where there is no such subject. */
  fetchVersions(subject: string, which: 'latest' | 'all', signal: AbortSignal): Promise<readonly RegistryVersion[]>;
  /**
   * Subjects whose latest schema is the type of this name. It looks at the subjects whose names suggest it first, and then
   * at the others in the background, a few at a time; what it has seen it keeps.
   *
   * @param onFound told of each as it is found
   */
  findSubjects(
    request: FindSubjectsRequest,
    onFound: (subject: SubjectMatch) => void,
    signal: AbortSignal,
  ): Promise<{ readonly matches: readonly SubjectMatch[]; readonly isComplete: boolean }>;
  /** By schema id, or by GUID where the registry has them. @throws RegistryError `registry/schema-not-found` */
  findSchema(idOrGuid: string, signal: AbortSignal): Promise<FoundById>;
  /** The subject's own level, else (and without a subject) the global one. */
  fetchLevel(subject: string | undefined, signal: AbortSignal): Promise<{ readonly level: CompatibilityLevel; readonly isOwn: boolean }>;
  /** Undefined takes the subject's own level away, so that the global one holds. Writes. */
  setLevel(subject: string | undefined, level: CompatibilityLevel | undefined, signal: AbortSignal): Promise<void>;
  /** Undefined where the registry has none. */
  fetchMode(subject: string | undefined, signal: AbortSignal): Promise<string | undefined>;
  /** The registry's own verdict. @throws RegistryError `registry/invalid-schema` */
  checkCompatibility(
    request: CheckRequest,
    signal: AbortSignal,
  ): Promise<{ readonly isCompatible: boolean; readonly messages: readonly string[] }>;
  /** The version under which this very text is registered, or undefined. */
  lookUp(request: SchemaToRegister, signal: AbortSignal): Promise<RegisteredSchema | undefined>;
  /** Writes. @throws RegistryError `registry/incompatible`, `registry/invalid-schema` or `registry/references-unsupported` */
  register(request: SchemaToRegister, signal: AbortSignal): Promise<RegisteredSchema>;
  /** Writes. A permanent one needs a soft one before it, which is done here too. */
  deleteVersion(subject: string, version: number, options: { readonly permanent: boolean }, signal: AbortSignal): Promise<void>;
  /** Writes. @returns the versions that were deleted */
  deleteSubject(subject: string, options: { readonly permanent: boolean }, signal: AbortSignal): Promise<readonly number[]>;
  /** Forgets what may have changed: lists, latest versions, levels and failures. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface RegistryDescription {
  /** The address as people may see it: no credentials. */
  readonly label: string;
  /** Such as "Apicurio Registry"; undefined where it does not tell. */
  readonly product: string | undefined;
  readonly productVersion: string | undefined;
  readonly level: CompatibilityLevel | undefined;
  readonly mode: string | undefined;
  /** Names such as `.ctx`, the default one left out; empty where the registry has no others, or does not tell. */
  readonly contexts: readonly string[];
}

export interface SubjectEntry {
  /** With its context where it has one: `:.ctx:orders-value`. */
  readonly subject: string;
  readonly isDeleted: boolean;
}

export interface VersionEntry {
  readonly version: number;
  readonly isDeleted: boolean;
}

export interface RegistryVersion extends RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  readonly guid: string | undefined;
  /** The text laid out over lines, as documents show it; what `text` says, or `text` itself where that is no Avro. */
  readonly displayText: string;
  /** As the registry has them; `references` are their texts. */
  readonly referenceNames: readonly SchemaReference[];
  readonly isDeleted: boolean;
}

export interface FindSubjectsRequest {
  readonly fullname: string;
  /** The file's name without its extension, which may tell more. */
  readonly fileName: string;
}

export interface SubjectMatch {
  readonly subject: string;
  readonly version: number;
  /** By which convention the subject has its name. */
  readonly strategy: 'TopicName' | 'RecordName' | 'TopicRecordName' | 'other';
}

export interface FoundById {
  readonly schema: RegisteredSchema;
  readonly displayText: string;
  readonly guid: string | undefined;
  /** Undefined where this registry cannot be asked. */
  readonly subjects: readonly SubjectVersion[] | undefined;
}

export interface SchemaToRegister {
  readonly subject: string;
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly normalize: boolean;
}

export interface CheckRequest extends Omit<SchemaToRegister, 'normalize'> {
  /** `all` asks against each version that the subject's level counts, where the registry can be asked so, else the latest. */
  readonly version: number | 'latest' | 'all';
}

export type { CompatibilityLevel, RegisteredSchema, SchemaReference, SubjectVersion };
