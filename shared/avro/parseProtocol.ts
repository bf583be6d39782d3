import type { JsonNode, JsonObject, JsonProperty } from './json.ts';
import { findProperty, findValue } from './jsonTree.ts';
import { namespaceOf, resolveName } from './names.ts';
import { newParseContext, parseField, parseNode, parseOpen, resolvePending, spannedString } from './parse.ts';
import type { Namespace, ParseContext, ParseSchemaOptions } from './parse.ts';
import { parseJsonSteps } from './parseJson.ts';
import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';
import { isNamed, isSchema, partsIn } from './schemaTree.ts';
import type { SchemaPart } from './schemaTree.ts';
import type { Field, ParsedSchema, Problem, Protocol, ProtocolMessage, ReadingOrder, Schema } from './schema.ts';

/**
 * Parses the text of a protocol, however broken, as `parseSchema` does that of a schema. Names are resolved in the order
 * in which Java's Avro reads: all types, then the messages, each with its request first.
 *
 * @returns the tree in `protocol`; in `schema` where the text is one, which is a problem. `problems` are those of the text,
 *   all others come from `checkSchema`
 * @see Avro 1.12, "Protocol Declaration"
 */
export function parseProtocol(text: string, options: ParseSchemaOptions = {}): ParsedSchema {
  return runAtOnce(parseProtocolSteps(text, options));
}

/** What {@link parseProtocol} does, in steps. */
export function* parseProtocolSteps(text: string, options: ParseSchemaOptions = {}): Steps<ParsedSchema> {
  const { root, problems } = yield* parseJsonSteps(text);
  const context = newParseContext();
  const protocol = root?.kind === 'object' && isProtocolJson(root) ? yield* readProtocol(root, context) : undefined;
  const schema = protocol === undefined && root !== undefined && isContainer(root) ? parseNode(root, undefined, context) : undefined;
  yield* parseOpen(context);
  const reading = readingOrder(protocol?.types ?? [], context);
  yield* resolvePending(context, options.lookup);
  const { definitions } = context;
  const own = problemsOfProtocol(problems, root);
  if (root !== undefined && protocol === undefined) own.push(notAProtocol(root));
  return { text, json: root, schema, protocol: protocol && { ...protocol, reading }, definitions, problems: own };
}

/** Whether an object is meant as a protocol: by what only protocols have, or for want of what makes it a schema. */
export function isProtocolJson(json: JsonObject): boolean {
  const has = (name: string): boolean => findProperty(json, name) !== undefined;
  return has('protocol') || has('messages') || has('types') || !has('type');
}

function isContainer(json: JsonNode): boolean {
  return json.kind === 'object' || json.kind === 'array';
}

function notAProtocol(root: JsonNode): Problem {
  const span = isContainer(root) ? { start: root.span.start, end: root.span.start + 1 } : root.span;
  const message = isContainer(root)
    ? 'This is a schema and not a protocol: a schema belongs in a file whose name ends in ".avsc".'
    : 'A protocol is an object with "protocol", "types" and "messages".';
  return { code: 'not-a-protocol', severity: 'error', span, message };
}

/**
 * What is wrong with the text. Unlike a schema's, that of a protocol may begin with a byte order mark for Java's Avro, which
 * reads bytes then, and is read no further than to the end of the object.
 */
function problemsOfProtocol(problems: readonly Problem[], root: JsonNode | undefined): Problem[] {
  const own: Problem[] = [];
  const behind: Problem[] = [];
  for (const problem of problems) {
    if (problem.code === 'byte-order-mark') own.push({ ...problem, severity: 'warning' });
    else if (root !== undefined && problem.span.start >= root.span.end && problem.code !== 'comment') behind.push(problem);
    else own.push(problem);
  }
  const [first, last] = [behind[0], behind.at(-1)];
  if (first !== undefined && last !== undefined) {
    const span = { start: first.span.start, end: last.span.end };
    own.push({
      code: 'trailing-text',
      severity: 'warning',
      span,
      message: 'Something stands behind the end of the protocol, where only some readers find it.',
    });
  }
  return own;
}

type ReadProtocol = Omit<Protocol, 'reading'>;

function* readProtocol(json: JsonObject, context: ParseContext): Steps<ReadProtocol> {
  const name = spannedString(findValue(json, 'protocol'));
  const namespace = spannedString(findValue(json, 'namespace'));
  const fullname = name === undefined ? '' : resolveName(name.value, namespace?.value);
  const inner = protocolNamespace({ name, namespace });
  const types: Schema[] = [];
  for (const type of itemsOf(json, 'types')) {
    // Anything else is no type, and it is reported as that.
    if (type.kind === 'object' || type.kind === 'array') types.push(parseNode(type, inner, context));
    yield* parseOpen(context);
  }
  const messages: ProtocolMessage[] = [];
  for (const property of messageProperties(json)) {
    const message = yield* parseMessage(property, inner, context);
    if (message !== undefined) messages.push(message);
    yield;
  }
  return {
    type: 'protocol',
    span: json.span,
    json,
    name,
    namespace,
    fullname: fullname === '' || fullname.endsWith('.') ? undefined : fullname,
    doc: spannedString(findValue(json, 'doc'))?.value,
    types,
    messages: messages.sort((a, b) => a.span.start - b.span.start),
  };
}

/** The namespace that a protocol's types and messages are in; undefined for the null namespace. */
export function protocolNamespace({ name, namespace }: Pick<Protocol, 'name' | 'namespace'>): Namespace {
  const own = name?.value.includes('.') === true ? namespaceOf(name.value) : namespace?.value;
  return own === '' ? undefined : own;
}

function itemsOf(owner: JsonObject, name: string): readonly JsonNode[] {
  const value = findValue(owner, name);
  return value?.kind === 'array' ? value.items : [];
}

/** In the order of their names' first appearance, each with its last value, as Java's reader has them. */
function messageProperties(json: JsonObject): Iterable<JsonProperty> {
  const messages = findValue(json, 'messages');
  const byName = new Map<string, JsonProperty>();
  for (const property of messages?.kind === 'object' ? messages.properties : []) byName.set(property.name.value, property);
  return byName.values();
}

/** Each part is parsed to its end before the next begins, since names are known from the end of their definition on. */
function* parseMessage(
  { name, value: json, span }: JsonProperty,
  namespace: Namespace,
  context: ParseContext,
): Steps<ProtocolMessage | undefined> {
  if (json?.kind !== 'object') return undefined;
  const request: Field[] = [];
  for (const item of itemsOf(json, 'request')) {
    if (item.kind === 'object') request.push(parseParameter(item, namespace, context));
    yield* parseOpen(context);
  }
  const given = findValue(json, 'response');
  const response: Schema =
    given === undefined ? { type: 'invalid', reason: 'missing', span: json.span, json } : parseNode(given, namespace, context);
  yield* parseOpen(context);
  const errors: Schema[] = [];
  for (const item of itemsOf(json, 'errors')) {
    // What else there is has no meaning, but a definition should be known to what refers to it.
    if (item.kind === 'string' || item.kind === 'object') errors.push(parseNode(item, namespace, context));
    yield* parseOpen(context);
  }
  const oneWay = findValue(json, 'one-way');
  return {
    type: 'message',
    span,
    json,
    name: { value: name.value, span: name.span },
    doc: spannedString(findValue(json, 'doc'))?.value,
    request,
    isOneWay: oneWay?.kind === 'boolean' && oneWay.value,
    response,
    errors,
  };
}

function parseParameter(json: JsonObject, namespace: Namespace, context: ParseContext): Field {
  return { ...parseField(json, namespace, context), isParameter: true };
}

/** Asked before the references are bound: those that are pending and have a definition here are read before its end. */
function readingOrder(types: readonly Schema[], { ended, pending, definitions }: ParseContext): ReadingOrder {
  const forward = pending.filter(({ fullname }) => definitions.has(fullname));
  return { ended: [...ended], forward: new Set(forward), unresolved: new Set(outsideOfNamed(types)) };
}

function outsideOfNamed(types: readonly Schema[]): Schema[] {
  const found: Schema[] = [];
  const waiting: SchemaPart[] = [...types];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (!isSchema(part) || isNamed(part)) continue;
    found.push(part);
    waiting.push(...partsIn(part));
  }
  return found;
}
