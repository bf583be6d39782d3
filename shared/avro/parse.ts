import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';
import type { JsonNode, JsonObject } from './json.ts';
import { findProperty, findValue } from './jsonTree.ts';
import { readLogicalType, toInt32 } from './logicalTypes.ts';
import { attributeOwners, isComplexType, isPrimitiveType, namespaceOf, resolveName } from './names.ts';
import type { ComplexType } from './names.ts';
import { parseJsonSteps } from './parseJson.ts';
import { resolveElsewhere } from './referenceElsewhere.ts';
import type {
  EnumSchema,
  Field,
  Fix,
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
  /**
   * Named types of other texts, for what this text does not define. It is asked whenever somebody looks at such a
   * reference and not before, so that texts may refer to each other and a change of one is seen from the others.
   */
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
  return runAtOnce(parseSchemaSteps(text, options));
}

/** What {@link parseSchema} does, in steps. */
export function* parseSchemaSteps(text: string, { lookup }: ParseSchemaOptions = {}): Steps<ParsedSchema> {
  const { root, problems } = yield* parseJsonSteps(text);
  const context = newParseContext();
  const schema = root === undefined ? undefined : parseNode(root, undefined, context);
  yield* parseOpen(context);
  yield* resolvePending(context, lookup);
  return { text, json: root, schema, definitions: context.definitions, problems: problems.map((problem) => refuseBehind(problem, root)) };
}

/** Java's Avro reads a comment as white space, but refuses one behind the schema's end. */
function refuseBehind(problem: Problem, root: JsonNode | undefined): Problem {
  if (problem.code !== 'comment' || root === undefined || problem.span.start < root.span.end) return problem;
  const fixes = (): readonly Fix[] => (problem.fixes?.() ?? []).map((each) => ({ ...each, isPreferred: true }));
  return { ...problem, code: 'comment-at-end', severity: 'error', message: 'No comment may stand behind the end of the schema.', fixes };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What is known while a text is parsed. */
export interface ParseContext {
  readonly definitions: Map<string, NamedSchema>;
  /** The definitions whose end has been passed, which is when Java's parser knows them. */
  readonly ended: Set<NamedSchema>;
  /** References whose target stands behind, around, elsewhere or nowhere. */
  readonly pending: Mutable<NameReference>[];
  /** What has parts that are still to be parsed; the innermost is the last. */
  readonly open: Open[];
  /** How many schemas have been met. */
  count: number;
}

/** A list in the text whose items are parsed one by one, in the order of the text. */
interface Open {
  readonly items: readonly JsonNode[];
  next: number;
  readonly parse: (item: JsonNode) => void;
  /** The record that ends with the list. */
  readonly owner: RecordSchema | undefined;
}

export function newParseContext(): ParseContext {
  return { definitions: new Map(), ended: new Set(), pending: [], open: [], count: 0 };
}

export type Namespace = string | undefined;

/** So many schemas, or items of other lists, are parsed in about a millisecond at most. */
const schemasInStep = 500;

/** Parses all that is open, which opens more, to the end. */
export function* parseOpen(context: ParseContext): Steps<void> {
  const { open, ended } = context;
  let pauseAt = context.count + schemasInStep;
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const item = last.items[last.next++];
    if (item === undefined) {
      open.pop();
      if (last.owner !== undefined) ended.add(last.owner);
    } else last.parse(item);
    if (++context.count < pauseAt) continue;
    pauseAt = context.count + schemasInStep;
    yield;
  }
}

/**
 * A schema without those parts that stand in lists, which are left for {@link parseOpen}; the others nest as deep as the JSON
 * at most.
 */
export function parseNode(json: JsonNode, namespace: Namespace, context: ParseContext): Schema {
  context.count++;
  switch (json.kind) {
    case 'string':
      return isPrimitiveType(json.value)
        ? { type: json.value, span: json.span, json }
        : parseReference(json, { value: json.value, span: json.span }, namespace, context);
    case 'object':
      return parseObject(json, namespace, context);
    case 'array': {
      const branches: Schema[] = [];
      open(context, json, (item) => branches.push(parseNode(item, namespace, context)));
      return { type: 'union', span: json.span, json, branches };
    }
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

/** Gives those references their target whose definition stands behind or around them, or in another text; called once, at the end. */
export function* resolvePending({ pending, definitions }: ParseContext, lookup: NameLookup | undefined): Steps<void> {
  for (const [index, reference] of pending.entries()) {
    if (index % schemasInStep === schemasInStep - 1) yield;
    const target = definitions.get(reference.fullname);
    if (target !== undefined) reference.target = target;
    else if (lookup !== undefined) resolveElsewhere(reference, lookup);
  }
}

function parseRecord(json: JsonObject, isError: boolean, enclosing: Namespace, context: ParseContext): RecordSchema {
  const fields: Field[] = [];
  const schema: RecordSchema = { type: 'record', isError, ...parseNamed(json, enclosing, context), fields };
  define(schema, context);
  const namespace = innerNamespace(schema, enclosing);
  const accept = (item: JsonNode): void => {
    if (item.kind === 'object') fields.push(parseField(item, namespace, context));
  };
  open(context, findValue(json, 'fields'), accept, schema);
  return schema;
}

export function parseField(json: JsonObject, namespace: Namespace, context: ParseContext): Field {
  return {
    span: json.span,
    json,
    name: spannedString(findValue(json, 'name')),
    schema: parseAttribute(json, 'type', namespace, context),
    default: findValue(json, 'default'),
    aliases: spannedStrings(findValue(json, 'aliases'), context),
    doc: spannedString(findValue(json, 'doc'))?.value,
  };
}

function parseEnum(json: JsonObject, enclosing: Namespace, context: ParseContext): EnumSchema {
  const schema: EnumSchema = {
    type: 'enum',
    ...parseNamed(json, enclosing, context),
    symbols: spannedStrings(findValue(json, 'symbols'), context),
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
    ...parseNamed(json, enclosing, context),
    size: usable,
    ...logical(readLogicalType(json, 'fixed', usable)),
  };
  define(schema, context);
  context.ended.add(schema);
  return schema;
}

type NamedParts = Pick<NamedSchema, 'span' | 'json' | 'name' | 'namespace' | 'fullname' | 'aliases' | 'doc'>;

function parseNamed(json: JsonObject, enclosing: Namespace, context: ParseContext): NamedParts {
  const name = spannedString(findValue(json, 'name'));
  const namespace = spannedString(findValue(json, 'namespace'));
  const resolved = name === undefined ? '' : resolveName(name.value, namespace === undefined ? enclosing : namespace.value);
  const fullname = resolved === '' || resolved.endsWith('.') ? undefined : resolved;
  const own = fullname === undefined ? (namespace?.value ?? enclosing) : namespaceOf(fullname);
  const aliases = spannedStrings(findValue(json, 'aliases'), context, (alias) => resolveName(alias, own));
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

/** The strings of an array, as soon as it has been passed; whatever else is in it is left out. */
function spannedStrings(
  json: JsonNode | undefined,
  context: ParseContext,
  convert = (value: string): string => value,
): readonly Spanned<string>[] {
  if (json?.kind !== 'array' || json.items.length === 0) return none;
  const strings: Spanned<string>[] = [];
  open(context, json, (item) => {
    if (item.kind === 'string') strings.push({ value: convert(item.value), span: item.span });
  });
  return strings;
}

const none: readonly never[] = [];

/** Leaves the items of a list for later, each of which `parse` is then called with. */
function open(context: ParseContext, list: JsonNode | undefined, parse: Open['parse'], owner?: RecordSchema): void {
  if (list?.kind === 'array') context.open.push({ items: list.items, next: 0, parse, owner });
  else if (owner !== undefined) context.ended.add(owner);
}
