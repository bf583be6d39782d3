import type { JsonNode, JsonObject, Span } from '../json.ts';
import type { OtherNames } from '../nameIndex.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import type {
  ArraySchema,
  EnumSchema,
  Field,
  FixedSchema,
  InvalidSchema,
  MapSchema,
  NamedSchema,
  NameReference,
  ParsedSchema,
  PrimitiveSchema,
  Problem,
  Protocol,
  ProtocolMessage,
  RecordSchema,
  Schema,
  Severity,
  UnionSchema,
} from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';

/** What has a name of its own. */
export type Declaration = NamedSchema | Field;

/** What has fields: a message has its request's parameters. */
export type FieldOwner = RecordSchema | ProtocolMessage;

/** What a rule can ask to see, each node once: the kind of the node, or a wider kind that it belongs to. */
export interface RuleNodes {
  readonly schema: Schema;
  readonly named: NamedSchema;
  readonly declaration: Declaration;
  readonly field: Field;
  readonly record: RecordSchema;
  readonly enum: EnumSchema;
  readonly fixed: FixedSchema;
  readonly array: ArraySchema;
  readonly map: MapSchema;
  readonly union: UnionSchema;
  readonly primitive: PrimitiveSchema;
  readonly reference: NameReference;
  readonly invalid: InvalidSchema;
  readonly fieldOwner: FieldOwner;
  readonly protocol: Protocol;
  readonly message: ProtocolMessage;
  readonly protocolPart: Protocol | ProtocolMessage;
  readonly part: SchemaPart;
}

export type NodeKind = keyof RuleNodes;

/** The kinds whose nodes are exactly `N`. */
type KindOf<N> = { [K in NodeKind]: [N, RuleNodes[K]] extends [RuleNodes[K], N] ? K : never }[NodeKind];

/** One thing that can be wrong. Its docstring says what and why; the documentation is made of it. */
export interface Rule<N> {
  /** Stable: users set severities by it. Its file has the same name in camelCase. */
  readonly id: string;
  /** `error` only where Java's Avro 1.12 refuses the schema. */
  readonly severity: Severity;
  /** Whether it is a matter of taste, which nobody is bothered with who has not given it a severity by the settings. */
  readonly isOff?: true;
  /** The section of the specification. */
  readonly spec: string;
  readonly on: KindOf<N>;
  /** Whether there is anything to look at in the node; asked first, since most rules have nothing to say of most nodes. */
  concerns?(node: N): boolean;
  /** What it finds in one part. Now and then in a long list it yields undefined, so that others have a turn. */
  check(node: N, context: RuleContext): Iterable<Finding | undefined>;
}

export type AnyRule = { [K in NodeKind]: Rule<RuleNodes[K]> }[NodeKind];

export type Finding = Pick<Problem, 'span' | 'message' | 'related' | 'fixes'>;

/** What a rule may ask beyond the node itself. */
export interface RuleContext {
  readonly parsed: ParsedSchema;
  /** The order in which Java's Avro finishes the records of the text; worked out when it is first asked for. */
  readonly resolutionOrder: () => ReadonlyMap<RecordSchema, number>;
  /** What `make` finds out about the whole text, worked out when the first node asks for it. */
  readonly once: <T>(make: (parsed: ParsedSchema) => T) => T;
  /** What other texts define; nothing where a text is checked by itself. */
  readonly otherNames: OtherNames;
  /** Software that must read the schema, such as `fastavro`. */
  readonly targets: readonly string[];
  /** How many words may still be compared for suggestions, of which nobody misses the thousandth. */
  readonly budget: { comparisons: number };
}

/** What a rule returns that has nothing to find in a node. */
export const nothing: readonly never[] = [];

/** A record's fields, or the parameters of a message. */
export function fieldsOf(owner: FieldOwner): readonly Field[] {
  return owner.type === 'record' ? owner.fields : owner.request;
}

/** What a field is called where it stands. */
export function fieldNoun({ isParameter }: Field): 'field' | 'parameter' {
  return isParameter === true ? 'parameter' : 'field';
}

/** A rule that goes through a list lets others have a turn after so many of its members. */
export const membersInStep = 1000;

/** Whether the node is an object with such an attribute. */
export function hasAttribute(json: JsonNode, name: string): boolean {
  return json.kind === 'object' && findProperty(json, name) !== undefined;
}

/** What asks for an attribute that is missing: the text of `type`, or the bracket where that is missing too. */
export function demandSpan(json: JsonObject): Span {
  const type = findValue(json, 'type');
  return type?.kind === 'string' ? type.span : openingSpan(json);
}

/** The first bracket, which stands for what is missing inside or for what should not be there as a whole. */
export function openingSpan({ span }: JsonNode): Span {
  return { start: span.start, end: span.start + 1 };
}
