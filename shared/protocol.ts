import type { Severity } from './avro/schema.ts';
import type { VerdictState } from './avro/compatibility/verdict.ts';
import type { DefaultFraming } from './message/document.ts';
import type { CompatibilityLevel } from './registry/registeredSchema.ts';

/**
 * The requests of our own between the extension and the language server. Both sides import this file and nothing else
 * of each other.
 */

/** Server to client: the schema of a message's key or value, found as the sending will find it. */
export const messageSchema = 'avroWorkbench/messageSchema';

export interface MessageSchemaParams {
  /** The message document. */
  readonly uri: string;
  readonly part: 'key' | 'value';
  /** As the document has them; undefined where it does not. */
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  readonly schemaRef: SchemaRef | undefined;
}

export type SchemaRef =
  | { readonly kind: 'latest' }
  | { readonly kind: 'subject'; readonly subject: string; readonly version: number | 'latest' }
  | { readonly kind: 'id'; readonly schemaId: number }
  /** `subject`: where it is registered, if that is not by the strategy of the settings. */
  | { readonly kind: 'file'; readonly file: string; readonly type: string | undefined; readonly subject?: string };

/** `framing`: how the part is framed where the document does not say it, and where that is known from. */
export type MessageSchemaResult = {
  readonly framing?: DefaultFraming | undefined;
} & (
  | {
      readonly found: true;
      readonly text: string;
      /** Texts of the schemas that this one refers to, each before those that need it. */
      readonly references: readonly string[];
      /** Such as "orders-value v7" or "orders.avsc". */
      readonly label: string;
      /** The type in the text that is meant, where it is not the top one. */
      readonly fullname: string | undefined;
      /** Where it is registered; absent of a file's. */
      readonly registered?: RegisteredAs;
      /** The file's URI, where it is one's. */
      readonly uri?: string;
    }
  | {
      readonly found: false;
      /** One sentence; undefined where there simply is none. */
      readonly reason: string | undefined;
      /** Whether there is one, with which nothing can be written. */
      readonly isUnusable?: boolean;
      /** The file's URI, where it is one's. */
      readonly uri?: string;
    }
);

/** Where a schema is registered; subject and version are undefined where it was asked for by its id. */
export interface RegisteredAs {
  readonly schemaId: number;
  readonly subject: string | undefined;
  readonly version: number | undefined;
}

/**
 * Server to client: names that a message document could have in a place, as far as they are known without a connection
 * being opened or anybody being asked for anything.
 */
export const messageNames = 'avroWorkbench/messageNames';

export interface MessageNamesParams {
  /** The message document. */
  readonly uri: string;
  /** As the message has them; undefined where it does not. */
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  readonly asked: NamesAsked;
}

/** `ids`: of the schemas of the topic's keys and values. `files`: of schemas, by their paths from the document. */
export type NamesAsked =
  | { readonly kind: 'topics' | 'subjects' | 'files' | 'ids' }
  | { readonly kind: 'versions'; readonly subject: string }
  | { readonly kind: 'types'; readonly file: string };

/** The likely ones first; empty where nothing is known. */
export type MessageNamesResult = readonly { readonly name: string; readonly detail?: string | undefined }[];

/** Server to client: which of these topics a cluster does not have. Null where it is not known which it has. */
export const unknownTopics = 'avroWorkbench/unknownTopics';

export interface UnknownTopicsParams {
  /** Undefined for the active one. */
  readonly connection: string | undefined;
  readonly topics: readonly string[];
}

export type UnknownTopicsResult = {
  readonly connection: string;
  /** With the topic that is probably meant. */
  readonly unknown: readonly { readonly topic: string; readonly closest: string | undefined }[];
} | null;

/** What the quick fix Choose Schema… hands to the command `chooseMessageSchemaItem`. */
export interface ChooseMessageSchemaArgument {
  readonly uri: string;
  readonly part: 'key' | 'value';
  /** Where the message begins, in UTF-16 code units. */
  readonly offset: number;
}

/** Server to client: the names of all connections. No parameters; the result is a list of names. */
export const connectionNames = 'avroWorkbench/connectionNames';

/** Client to server: schemas or connections have changed, so message documents must be checked again. */
export const messageSchemasChanged = 'avroWorkbench/messageSchemasChanged';

/** A schema file or document, or one named type in it. */
export interface SchemaPlace {
  readonly uri: string;
  /** Undefined for the whole schema; a protocol has none. */
  readonly fullname?: string | undefined;
}

/** One sentence on why there is no answer, with what to call the file in it. */
export interface Refused {
  readonly ok: false;
  readonly reason: string;
  /** Whether the reason is that types are not defined anywhere. */
  readonly isMissing?: boolean;
  /** The file that has errors, where these are the reason. */
  readonly faulty?: string | undefined;
  /** The texts that it depends on, so far as they are known. */
  readonly uris: readonly string[];
}

/** Client to server: which named types a file defines, so that one can be chosen. */
export const namedTypes = 'avroWorkbench/namedTypes';

export interface NamedTypesParams {
  readonly uri: string;
  /** Where the cursor is, in UTF-16 code units. */
  readonly offset?: number | undefined;
}

export type NamedTypesResult =
  | {
      readonly ok: true;
      readonly isProtocol: boolean;
      /** In the text's order. */
      readonly types: readonly { readonly fullname: string; readonly type: 'record' | 'enum' | 'fixed' }[];
      /** The fullname of the whole schema; undefined where it is not a named type. */
      readonly top: string | undefined;
      /** The innermost of them that the cursor is in, or whose name it is on. */
      readonly atCursor: string | undefined;
    }
  | Refused;

/** Client to server: a text that is made of a schema. */
export const derivedSchema = 'avroWorkbench/derivedSchema';

/** The Parsing Canonical Form, or the schema with all that it refers to in one text. */
export type DerivedForm = 'canonical' | 'selfContained';

export interface DerivedSchemaParams extends SchemaPlace {
  readonly form: DerivedForm;
}

export type DerivedSchemaResult =
  | {
      readonly ok: true;
      readonly text: string;
      /** The texts that it was made of, its own first. */
      readonly uris: readonly string[];
    }
  | Refused;

/** Client to server: the fingerprints of a schema, by a {@link SchemaPlace}. */
export const schemaFingerprints = 'avroWorkbench/fingerprints';

export type FingerprintsResult =
  | {
      readonly ok: true;
      readonly crc64: {
        /** 16 hex digits, the highest first. */
        readonly hex: string;
        /** The signed number that Java returns, in decimal. */
        readonly long: string;
        /** The 8 bytes in hex as messages carry them, the lowest first. */
        readonly bytes: string;
      };
      /** In hex. */
      readonly md5: string;
      readonly sha256: string;
    }
  | Refused;

/** The scheme of documents that are made of schemas: they are no schemas of the workspace. */
export const derivedScheme = 'avro-derived';

/** Client to server: files in the order in which a parser can read one after the other. */
export const filesInOrder = 'avroWorkbench/dependencyOrder';

export interface FilesInOrderParams {
  readonly uris: readonly string[];
}

export interface FilesInOrderResult {
  /** The files that were asked for and those that they need, each after all that it needs, but for those in a cycle. */
  readonly uris: readonly string[];
  /** One sentence each on what no order can put right: cycles, types that are missing or ambiguous, files that can't be read. */
  readonly notes: readonly string[];
}

/** The scheme of documents that show versions of a registry's subjects: `avro-registry:/<connection>/<subject>/v7.avsc`. */
export const registryScheme = 'avro-registry';
/** The scheme of documents that show a schema as it is in git: `avro-baseline:/<ref>/<path>`. */
export const baselineScheme = 'avro-baseline';

/** Server to client: what a schema file is to be compatible with. The server keeps the answer until {@link baselinesChanged}. */
export const baselines = 'avroWorkbench/baselines';

export interface BaselinesParams {
  readonly uri: string;
  /** Of the whole schema, by which its subject is found where no setting names it; undefined where it is not a named type. */
  readonly fullname: string | undefined;
}

export interface BaselinesResult {
  /** One for each subject of the file; for each other kind of baseline one. Empty where nothing is checked. */
  readonly baselines: readonly Baseline[];
  /** Why there is none; `unavailable` also where there are some, and others are not known. */
  readonly without?: 'off' | 'none' | 'ambiguous' | 'asking' | 'unavailable';
  /** How many subjects fit, where that is ambiguous. */
  readonly fitting?: number;
  /** Where it is unavailable, or off for another reason than the setting: one sentence. */
  readonly reason?: string;
}

/** What a schema is compared with: a subject of a registry, or texts from elsewhere. */
export interface Baseline {
  readonly kind: 'registry' | 'git' | 'file' | 'folder';
  /** As lenses name it: the subject, the ref (`HEAD`), the file's or folder's name. */
  readonly label: string;
  /** Only of a registry. */
  readonly connection: string | undefined;
  /** Whether nothing can be registered there: the connection is read-only, or the workspace is not trusted. */
  readonly isReadOnly?: boolean | undefined;
  readonly level: CompatibilityLevel;
  /** Ascending: all that count for the level, the latest at least; empty where there is nothing yet to be compatible with. */
  readonly versions: readonly BaselineVersion[];
  /** Where the registry does not answer: since when what is known is old, in milliseconds since 1970, and its failure in one sentence. */
  readonly old?: { readonly sinceMs: number; readonly reason: string } | undefined;
}

export interface BaselineVersion {
  /** Undefined of what is not in a registry. */
  readonly version: number | undefined;
  readonly schemaId: number | undefined;
  /** As sentences name it: `version 7`, `HEAD`, `orders.v1.avsc`. */
  readonly label: string;
  /** Of the document that shows it: its text is `text`, to the character. */
  readonly uri: string;
  /** Of a registry's version laid out over lines, as the document shows it. */
  readonly text: string;
  /** What it refers to, each before those that need it. */
  readonly references: readonly string[];
}

/** Client to server: other baselines may hold for these files, or for all. */
export const baselinesChanged = 'avroWorkbench/baselinesChanged';

export interface BaselinesChangedParams {
  readonly uris?: readonly string[];
}

/** Server to client: the registry's own verdict on a text that has been left alone, which confirms ours. */
export const registryVerdict = 'avroWorkbench/registryVerdict';

export interface RegistryVerdictParams {
  readonly connection: string;
  readonly subject: string;
  /** Self-contained. */
  readonly text: string;
}

/** Null where the registry can't be asked. */
export type RegistryVerdictResult = {
  readonly isCompatible: boolean;
  /** In its own words; may be empty. */
  readonly messages: readonly string[];
  /** In milliseconds since 1970. */
  readonly atMs: number;
} | null;

/** Server to client, a notification: how a document stands, whenever that has changed. */
export const schemaVerdicts = 'avroWorkbench/verdicts';

export interface SchemaVerdictsParams {
  readonly uri: string;
  readonly documentVersion: number;
  /** One for each baseline; one that says why where there is none. */
  readonly verdicts: readonly VerdictSummary[];
}

/** What language status, CodeLens and terminal say of a schema beside one baseline. */
export interface VerdictSummary {
  readonly state: VerdictState;
  /** Such as `BACKWARD with orders-value v7`; without an icon. */
  readonly text: string;
  /** One sentence more, for tooltips; undefined where there is none. */
  readonly detail: string | undefined;
  readonly connection: string | undefined;
  readonly subject: string | undefined;
  /** The latest version that it was compared with. */
  readonly version: number | undefined;
  /** Of that version's document. */
  readonly versionUri: string | undefined;
  /** Where the first problem is, in UTF-16 code units. */
  readonly firstProblem: { readonly start: number; readonly end: number } | undefined;
  /** Whether the registry has not answered since that was known. */
  readonly isOld: boolean;
  /** Whether nothing can be registered there, as {@link Baseline.isReadOnly} has it. */
  readonly isReadOnly?: boolean;
}

/** Client to server, a notification: what came out when a schema file was tried on real messages; said of it until its text changes. */
export const schemaTried = 'avroWorkbench/tried';

export interface SchemaTriedParams {
  readonly uri: string;
  /** That was tried, as the file has it. */
  readonly text: string;
  /** The other files whose types were tried with it. */
  readonly others: readonly string[];
  /** Such as `Read 100 of 100 with this schema`; without an icon. */
  readonly says: string;
  /** One sentence more: on what it was tried. */
  readonly detail: string;
  readonly hasFailed: boolean;
  /** What failed and where, to be opened as a document; undefined where nothing did. */
  readonly report: TriedReport | undefined;
}

export interface TriedReport {
  readonly title: string;
  readonly text: string;
}

/** Client to server: the verdict on a schema file as it stands, beside a baseline that need not be its own. */
export const judgeSchema = 'avroWorkbench/judge';

export interface JudgeParams {
  readonly uri: string;
  /** Its own where there is none. */
  readonly baseline?: Baseline | undefined;
}

export type JudgeResult =
  { readonly ok: true; readonly verdicts: readonly (VerdictSummary & { readonly problems: readonly JudgedProblem[] })[] } | Refused;

export interface JudgedProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A schema as text: a file of the workspace as it stands, or any text. */
export type SchemaSource =
  | { readonly uri: string; readonly fullname?: string | undefined }
  | { readonly text: string; readonly references: readonly string[]; readonly label: string };

/**
 * What lenses, code actions and hovers of the server hand to commands of the extension: to `compareWithVersion` a
 * {@link VersionArgument}; to `openVersion` one without the file; to `showProblemsItem` the file's URI and a span of the
 * problem to go to, in UTF-16 code units; to `produceSample` the file's URI and the fullname of one of its types, if one is
 * meant; to `showTriedItem` a {@link TriedReport}; to `checkCompatibility`, `chooseSubject`, `chooseBaseline`, `registerSchema`, `tryOnMessages`, and to
 * `compareWithVersion` from a document that is a version itself, the URI alone.
 */
export interface VersionArgument {
  readonly uri?: string;
  readonly connection: string;
  readonly subject: string;
  readonly version: number;
}

/** Client to server: what differs between two schemas, and who of them can read the other. */
export const compareSchemas = 'avroWorkbench/compare';

export interface CompareParams {
  /** The older one. */
  readonly left: SchemaSource;
  readonly right: SchemaSource;
}

export type CompareResult =
  | {
      readonly ok: true;
      /** In the order of the texts; empty where the two mean the same. */
      readonly differences: readonly SemanticDifference[];
      /** Why the right can't read what the left wrote; empty where it can. */
      readonly backward: readonly string[];
      /** Why the left can't read what the right wrote; empty where it can. */
      readonly forward: readonly string[];
      /** What one of them can read of the other, but reads as something else than was written. */
      readonly losses: readonly string[];
      /** Such as `+1 field, 1 type widened`; empty where the two mean the same. */
      readonly summary: string;
    }
  | Refused;

/** One difference of meaning. */
export interface SemanticDifference {
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed' | 'moved';
  /** Such as `com.example.Order.currency`. */
  readonly path: string;
  /** One sentence, such as `Field "currency" was added, with the default "EUR".` */
  readonly text: string;
}

/** Client to server: what a schema file must be registered with: itself, and what it refers to in other files. */
export const schemaNeeds = 'avroWorkbench/schemaNeeds';

export interface SchemaNeedsParams {
  readonly uri: string;
}

export type SchemaNeedsResult =
  | {
      readonly ok: true;
      /** In the order in which they can be registered, the file that was asked for last. */
      readonly files: readonly NeededFile[];
      /** The file that was asked for with all that it refers to in one text; undefined where it needs no other, or can't be so written. */
      readonly selfContained: string | undefined;
    }
  /** `selfContained` is there where only a registry with references refuses it, such as for files that need each other. */
  | (Refused & { readonly selfContained?: string | undefined });

export interface NeededFile {
  readonly uri: string;
  readonly text: string;
  /** Of its whole schema; undefined where that is not a named type. */
  readonly fullname: string | undefined;
  /** The fullnames that its text refers to, and the file of this list that defines each. */
  readonly needs: readonly { readonly fullname: string; readonly uri: string }[];
}

/** Client to server: which files of the workspace define these types as their whole schema. */
export const definingFiles = 'avroWorkbench/definingFiles';

export interface DefiningFilesParams {
  readonly fullnames: readonly string[];
}

/** By fullname, only those that are defined. */
export type DefiningFilesResult = Readonly<Record<string, readonly string[]>>;
