import type { JsonArray, JsonNode, JsonObject } from './json.ts';
import { findProperty, findValue } from './jsonTree.ts';
import { readLogicalType, toInt32 } from './logicalTypes.ts';
import { isComplexType, isPrimitiveType, namespaceOf, resolveName } from './names.ts';
import type { ComplexType } from './names.ts';
import { parseJson } from './parseJson.ts';
import type {
  EnumSchema,
  Field,
  FixedSchema,
  InvalidSchema,
  LogicalType,
  NamedSchema,
  NameLookup,
  NameReference,
  ParsedSchema,
  Problem,
  RecordSchema,
  Schema,
  Spanned,
} from './schema.ts';

export interface ParseSchemaOptions {
  /** Named types of other texts, asked for what this text does not define. */
  readonly lookup?: NameLookup;
}

/**
 * Parses the text of a schema, however broken: it never throws, and what is wrong leaves a hole and not a stop. Invalid
 * defaults and odd names leave no hole at all, since registries are full of them.
 *
 * A name is looked for as Java's Avro does it: first in its enclosing namespace, then, where a type of that name has
 * ended before, in the null namespace, then in the enclosing namespace behind; what this text does not define is looked
 * up in others.
 *
 * @returns the tree; its `problems` are those of the text as JSON, all others come from `checkSchema`
 * @see Avro 1.12, "Schema Declaration" and "Names"
 */
export function parseSchema(text: string, options: ParseSchemaOptions = {}): ParsedSchema {
  const { root, problems } = parseJson(text);
  const context = newParseContext();
  const schema = root === undefined ? undefined : parseNode(root, undefined, context);
  resolvePending(context, options.lookup);
  return { text, json: root, schema, definitions: context.definitions, problems: problems.map((problem) => refuseBehind(problem, root)) };
}

/** Java's Avro reads a comment as white space, but refuses one behind the schema's end. */
function refuseBehind(problem: Problem, root: JsonNode | undefined): Problem {
  if (problem.code !== 'comment' || root === undefined || problem.span.start < root.span.end) return problem;
  return { ...problem, code: 'comment-at-end', severity: 'error', message: 'No comment may stand behind the end of the schema.' };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What is known of a text's names while it is parsed. */
export interface ParseContext {
  readonly definitions: Map<string, NamedSchema>;
  /** The definitions whose end has been passed, which is when Java's parser knows them. */
  readonly ended: Set<NamedSchema>;
  /** References whose target stands behind, around, elsewhere or nowhere. */
  readonly pending: Mutable<NameReference>[];
}

export function newParseContext(): ParseContext {
  return { definitions: new Map(), ended: new Set(), pending: [] };
}

/** Undefined, or empty, for the null namespace. */
export type Namespace = string | undefined;

/** The schema that a value is in a namespace, whatever it is; what it refers to is known after {@link resolvePending}. */
export function parseNode(json: JsonNode, namespace: Namespace, context: ParseContext): Schema {
  switch (json.kind) {
    case 'string':
      return isPrimitiveType(json.value)
        ? { type: json.value, span: json.span, json }
        : parseReference(json, { value: json.value, span: json.span }, namespace, context);
    case 'object':
      return parseObject(json, namespace, context);
    case 'array':
      return { type: 'union', span: json.span, json, branches: json.items.map((item) => parseNode(item, namespace, context)) };
    default:
      return invalid('kind', json);
  }
}

function parseObject(json: JsonObject, namespace: Namespace, context: ParseContext): Schema {
  const typeNode = findValue(json, 'type');
  if (typeNode?.kind === 'object' || typeNode?.kind === 'array') {
    return { ...invalid('nested', json), inner: parseNode(typeNode, namespace, context) };
  }
  const guess = attributeOwners.find(([attribute]) => findProperty(json, attribute) !== undefined)?.[1];
  if (typeNode?.kind !== 'string') {
    return { ...invalid('untyped', json), ...(guess === undefined ? {} : { inner: parseComplex(json, guess, namespace, context) }) };
  }
  const type = typeNode.value;
  if (isPrimitiveType(type)) return { type, span: json.span, json, ...logical(readLogicalType(json, type)) };
  if (isComplexType(type)) return parseComplex(json, type, namespace, context);
  if (guess !== undefined) return { ...invalid('unknown', json), inner: parseComplex(json, guess, namespace, context) };
  return parseReference(json, { value: type, span: typeNode.span }, namespace, context);
}

/** The attribute that each complex type cannot do without tells which one is meant where `type` does not. */
const attributeOwners: readonly (readonly [string, ComplexType])[] = [
  ['fields', 'record'],
  ['symbols', 'enum'],
  ['size', 'fixed'],
  ['items', 'array'],
  ['values', 'map'],
];

function parseComplex(json: JsonObject, type: ComplexType, namespace: Namespace, context: ParseContext): Schema {
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(json, type === 'error', namespace, context);
    case 'enum':
      return parseEnum(json, namespace, context);
    case 'fixed':
      return parseFixed(json, namespace, context);
    case 'array':
      return { type, span: json.span, json, items: parseAttribute(json, 'items', namespace, context) };
    case 'map':
      return { type, span: json.span, json, values: parseAttribute(json, 'values', namespace, context) };
  }
}

/** The schema that an attribute holds. */
function parseAttribute(owner: JsonObject, name: string, namespace: Namespace, context: ParseContext): Schema {
  const value = findValue(owner, name);
  return value === undefined ? invalid('missing', owner) : parseNode(value, namespace, context);
}

function invalid(reason: InvalidSchema['reason'], json: JsonNode): InvalidSchema {
  return { type: 'invalid', span: json.span, json, reason };
}

function logical(logicalType: LogicalType | undefined): { readonly logicalType?: LogicalType } {
  return logicalType === undefined ? {} : { logicalType };
}

function parseReference(json: JsonNode, name: Spanned<string>, namespace: Namespace, context: ParseContext): NameReference {
  const reference: Mutable<NameReference> = {
    type: 'reference',
    span: json.span,
    json,
    name,
    fullname: resolveName(name.value, namespace),
    target: undefined,
  };
  const ended = (fullname: string): NamedSchema | undefined => {
    const target = context.definitions.get(fullname);
    return target !== undefined && context.ended.has(target) ? target : undefined;
  };
  reference.target = ended(reference.fullname) ?? ended(name.value);
  if (reference.target === undefined) context.pending.push(reference);
  else if (reference.target.fullname !== undefined) reference.fullname = reference.target.fullname;
  return reference;
}

/** Binds the references whose targets were not known yet; called once, behind the last {@link parseNode}. */
export function resolvePending(context: ParseContext, lookup: NameLookup = () => undefined): void {
  for (const reference of context.pending) {
    reference.target = context.definitions.get(reference.fullname) ?? lookup(reference.fullname);
    if (reference.target !== undefined || reference.name.value.includes('.')) continue;
    reference.target = lookup(reference.name.value);
    if (reference.target !== undefined) reference.fullname = reference.name.value;
  }
}

function parseRecord(json: JsonObject, isError: boolean, enclosing: Namespace, context: ParseContext): RecordSchema {
  const fields: Field[] = [];
  const schema: RecordSchema = { type: 'record', isError, ...parseNamed(json, enclosing), fields };
  define(schema, context);
  const items = findValue(json, 'fields');
  const namespace = innerNamespace(schema, enclosing);
  if (items?.kind === 'array') {
    for (const item of items.items) if (item.kind === 'object') fields.push(parseField(item, namespace, context));
  }
  context.ended.add(schema);
  return schema;
}

export function parseField(json: JsonObject, namespace: Namespace, context: ParseContext): Field {
  return {
    span: json.span,
    json,
    name: spannedString(findValue(json, 'name')),
    schema: parseAttribute(json, 'type', namespace, context),
    default: findValue(json, 'default'),
    aliases: spannedStrings(findValue(json, 'aliases')),
    doc: spannedString(findValue(json, 'doc'))?.value,
  };
}

function parseEnum(json: JsonObject, enclosing: Namespace, context: ParseContext): EnumSchema {
  const schema: EnumSchema = {
    type: 'enum',
    ...parseNamed(json, enclosing),
    symbols: spannedStrings(findValue(json, 'symbols')),
    default: spannedString(findValue(json, 'default')),
  };
  define(schema, context);
  context.ended.add(schema);
  return schema;
}

function parseFixed(json: JsonObject, enclosing: Namespace, context: ParseContext): FixedSchema {
  const size = toInt32(findValue(json, 'size'));
  const usable = size !== undefined && size >= 0 ? size : undefined;
  const schema: FixedSchema = {
    type: 'fixed',
    ...parseNamed(json, enclosing),
    size: usable,
    ...logical(readLogicalType(json, 'fixed', usable)),
  };
  define(schema, context);
  context.ended.add(schema);
  return schema;
}

type NamedParts = Pick<NamedSchema, 'span' | 'json' | 'name' | 'namespace' | 'fullname' | 'aliases' | 'doc'>;

function parseNamed(json: JsonObject, enclosing: Namespace): NamedParts {
  const name = spannedString(findValue(json, 'name'));
  const namespace = spannedString(findValue(json, 'namespace'));
  const resolved = name === undefined ? '' : resolveName(name.value, namespace === undefined ? enclosing : namespace.value);
  const fullname = resolved === '' || resolved.endsWith('.') ? undefined : resolved;
  const own = fullname === undefined ? (namespace?.value ?? enclosing) : namespaceOf(fullname);
  const aliases = spannedStrings(findValue(json, 'aliases')).map(({ value, span }) => ({ value: resolveName(value, own), span }));
  return { span: json.span, json, name, namespace, fullname, aliases, doc: spannedString(findValue(json, 'doc'))?.value };
}

/** The namespace that a named type's parts are resolved in. */
function innerNamespace(schema: NamedSchema, enclosing: Namespace): Namespace {
  return schema.fullname === undefined ? (schema.namespace?.value ?? enclosing) : namespaceOf(schema.fullname);
}

function define(schema: NamedSchema, context: ParseContext): void {
  if (schema.fullname !== undefined && !context.definitions.has(schema.fullname)) context.definitions.set(schema.fullname, schema);
}

export function spannedString(json: JsonNode | undefined): Spanned<string> | undefined {
  return json?.kind === 'string' ? { value: json.value, span: json.span } : undefined;
}

/** The strings of an array; whatever else is in it is left out. */
function spannedStrings(json: JsonNode | undefined): Spanned<string>[] {
  if (json?.kind !== 'array') return [];
  const items: JsonArray['items'] = json.items;
  return items.flatMap((item) => spannedString(item) ?? []);
}
