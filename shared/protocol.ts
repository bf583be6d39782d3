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
  | { readonly kind: 'file'; readonly file: string; readonly type: string | undefined };

export type MessageSchemaResult =
  | {
      readonly found: true;
      readonly text: string;
      /** Texts of the schemas that this one refers to, each before those that need it. */
      readonly references: readonly string[];
      /** Such as "orders-value v7" or "orders.avsc". */
      readonly label: string;
      /** The type in the text that is meant, where it is not the top one. */
      readonly fullname: string | undefined;
    }
  | {
      readonly found: false;
      /** One sentence; undefined where there simply is none. */
      readonly reason: string | undefined;
      /** Whether there is one, with which nothing can be written. */
      readonly isUnusable?: boolean;
    };

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
