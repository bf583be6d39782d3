import type { JsonNode, JsonObject, Span } from './json.ts';

/**
 * A schema as it was written, with the place of every part. It is tolerant: what is missing or wrong in the text is
 * undefined or `invalid` here and a {@link Problem} beside it, so that everything else still works.
 */
export type Schema = PrimitiveSchema | NamedSchema | ArraySchema | MapSchema | UnionSchema | NameReference | InvalidSchema;
export type NamedSchema = RecordSchema | EnumSchema | FixedSchema;

export type PrimitiveType = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** A part of the text together with what it says. */
export interface Spanned<T> {
  readonly value: T;
  readonly span: Span;
}

interface SchemaNode {
  /** The whole schema's text. */
  readonly span: Span;
  readonly json: JsonNode;
  /** Only where it is valid on this underlying type: readers ignore any other. */
  readonly logicalType?: LogicalType;
}

export interface PrimitiveSchema extends SchemaNode {
  readonly type: PrimitiveType;
}

interface NamedNode extends SchemaNode {
  readonly json: JsonObject;
  /** As written; may be dotted. */
  readonly name: Spanned<string> | undefined;
  /** As written in this very schema. */
  readonly namespace: Spanned<string> | undefined;
  /** Both resolved, enclosing namespace included; undefined where the name is missing or unusable. */
  readonly fullname: string | undefined;
  /** Fullnames, resolved against this schema's namespace. */
  readonly aliases: readonly Spanned<string>[];
  readonly doc: string | undefined;
}

export interface RecordSchema extends NamedNode {
  readonly type: 'record';
  /** Written as `error` (of a protocol). */
  readonly isError: boolean;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly span: Span;
  readonly json: JsonObject;
  readonly name: Spanned<string> | undefined;
  readonly schema: Schema;
  /** Present, be it `null`, where the text has one. */
  readonly default: JsonNode | undefined;
  readonly aliases: readonly Spanned<string>[];
  readonly doc: string | undefined;
  /** Whether it is a parameter of a message. */
  readonly isParameter?: true;
}

/**
 * A protocol: named types and the messages that use them.
 *
 * @see Avro 1.12, "Protocol Declaration"
 */
export interface Protocol {
  readonly type: 'protocol';
  readonly span: Span;
  readonly json: JsonObject;
  /** The value of `protocol`, as written; may be dotted. */
  readonly name: Spanned<string> | undefined;
  readonly namespace: Spanned<string> | undefined;
  readonly fullname: string | undefined;
  readonly doc: string | undefined;
  readonly types: readonly Schema[];
  /** In the text's order; of messages that share a name the last. */
  readonly messages: readonly ProtocolMessage[];
  /** What Java's parser knows when, which reads the types first, wherever they stand. */
  readonly reading: ReadingOrder;
}

export interface ReadingOrder {
  /** All definitions in the order of their ends, which is when they are known. */
  readonly ended: readonly NamedSchema[];
  /** The references that are read before the end of what they name. */
  readonly forward: ReadonlySet<Schema>;
  /** What stands in `types` outside of any named type: Java's parser never looks at the names in it again. */
  readonly unresolved: ReadonlySet<Schema>;
}

export interface ProtocolMessage {
  readonly type: 'message';
  /** Of the name and what stands behind it. */
  readonly span: Span;
  readonly json: JsonObject;
  /** The property's name. */
  readonly name: Spanned<string>;
  readonly doc: string | undefined;
  readonly request: readonly Field[];
  /** An `invalid` one that is missing where the text has none, which a one-way message needs not have. */
  readonly response: Schema;
  /** As declared: without the `string` that every message can fail with. Each should be a reference to an error. */
  readonly errors: readonly Schema[];
  readonly isOneWay: boolean;
}

export interface EnumSchema extends NamedNode {
  readonly type: 'enum';
  readonly symbols: readonly Spanned<string>[];
  readonly default: Spanned<string> | undefined;
}

export interface FixedSchema extends NamedNode {
  readonly type: 'fixed';
  /** In bytes. */
  readonly size: number | undefined;
}

export interface ArraySchema extends SchemaNode {
  readonly type: 'array';
  readonly items: Schema;
}

export interface MapSchema extends SchemaNode {
  readonly type: 'map';
  readonly values: Schema;
}

export interface UnionSchema extends SchemaNode {
  readonly type: 'union';
  readonly branches: readonly Schema[];
}

/** A named type by its name, be it defined before or behind, here or in another text. */
export interface NameReference extends SchemaNode {
  readonly type: 'reference';
  readonly name: Spanned<string>;
  /** The name resolved against the enclosing namespace. */
  readonly fullname: string;
  /** Undefined where nothing has this name. */
  readonly target: NamedSchema | undefined;
}

/** What stands where a schema should, such as a number, an unknown `type`, or nothing at all. */
export interface InvalidSchema extends SchemaNode {
  readonly type: 'invalid';
  /**
   * - `missing`: nothing stands there, and `json` is the object that should hold it
   * - `kind`: a number, a boolean or null
   * - `untyped`: an object whose `type` is missing, or a number, a boolean or null
   * - `unknown`: an object whose `type` is a word that means nothing there, with attributes of a type that Avro knows
   * - `nested`: an object whose `type` is a schema of its own, which only a field may have
   */
  readonly reason: 'missing' | 'kind' | 'untyped' | 'unknown' | 'nested';
  /** The schema that is probably meant, so that what it defines is known: the nested one, or what the attributes tell. */
  readonly inner?: Schema;
}

export type LogicalType =
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly name: 'big-decimal' | 'uuid' | 'date' | 'duration' }
  | { readonly name: 'time-millis' | 'time-micros' }
  | { readonly name: 'timestamp-millis' | 'timestamp-micros' | 'timestamp-nanos' }
  | { readonly name: 'local-timestamp-millis' | 'local-timestamp-micros' | 'local-timestamp-nanos' };

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something wrong in a text, as data. */
export interface Problem {
  /** The rule's id, such as `unknown-type`, or the kind of a mismatch. */
  readonly code: string;
  /** What found it, where that is not the document's kind. */
  readonly source?: 'avro-compatibility';
  readonly severity: Severity;
  /** The smallest text that must change. */
  readonly span: Span;
  /** One sentence. */
  readonly message: string;
  /** Places that explain it, such as the first of two definitions; in this text where no URI says otherwise. */
  readonly related?: readonly RelatedPlace[];
  /** Makes the changes that would put it right, the best first; asked for only when somebody wants them. */
  readonly fixes?: () => readonly Fix[];
}

export interface RelatedPlace {
  /** Of another text. */
  readonly uri?: string;
  readonly span: Span;
  readonly message: string;
}

/** A change of a schema's text, offered to the user by its title. */
export interface Fix {
  /** In the imperative, Title Case, such as `Change to "string"`. */
  readonly title: string;
  /** In the same text; they do not overlap, and count from the text as it is. */
  readonly edits: readonly TextChange[];
  /** Whether it is what nearly everybody wants, so that one key may do it. */
  readonly isPreferred?: boolean;
}

export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

/** A text, parsed: always there, however broken the text is. */
export interface ParsedSchema {
  readonly text: string;
  /** Undefined where the text is empty or no JSON at all. */
  readonly json: JsonNode | undefined;
  /** Undefined only together with `json`, and for the text of a protocol. */
  readonly schema: Schema | undefined;
  /** Only of a text that was parsed as a protocol; undefined where it is none. */
  readonly protocol?: Protocol | undefined;
  /** All named types defined in this text, by fullname; of a duplicate the first. */
  readonly definitions: ReadonlyMap<string, NamedSchema>;
  /** In the order of their spans. */
  readonly problems: readonly Problem[];
}

/** Named types of other texts: a registry's references, or other files. */
export type NameLookup = (fullname: string) => NamedSchema | undefined;

/** The schema itself, or what a reference points to; undefined where it points to nothing. */
export function dereference(schema: Schema): Exclude<Schema, NameReference> | undefined {
  return schema.type === 'reference' ? schema.target : schema;
}
