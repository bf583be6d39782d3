import type { JsonNode, JsonObject, Span } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { isComplexType, isPrimitiveType } from '../names.ts';
import type { Field, NamedSchema, NameReference, ParsedSchema, ProtocolMessage, Schema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed, partsIn, rootOf } from '../schemaTree.ts';
import { defaultParts } from './defaultTree.ts';
import { namePartSpans, wordSpan } from './words.ts';

/** A word of a schema's text with what it means; it lies in one line, and quotes are no part of it. */
export interface SchemaToken {
  readonly span: Span;
  readonly type: SchemaTokenType;
  /** Whether this is where it is defined. */
  readonly isDeclaration?: boolean;
  /** Whether Avro itself defines it. */
  readonly isBuiltIn?: boolean;
}

/** A record is a class, a fixed a struct. */
export type SchemaTokenType =
  'namespace' | 'type' | 'class' | 'enum' | 'struct' | 'enumMember' | 'property' | 'parameter' | 'method' | 'keyword';

/**
 * The words of a schema's or protocol's text that mean something, in the text's order. They do not overlap, and a
 * name that means nothing has none.
 *
 * @param range where they are wanted; everywhere if it is undefined
 */
export function schemaTokens(parsed: ParsedSchema, range: Span = { start: 0, end: parsed.text.length }): SchemaToken[] {
  const tokens: SchemaToken[] = [];
  const root = rootOf(parsed);
  const waiting: SchemaPart[] = root === undefined ? [] : [root];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (!touch(part.span, range)) continue;
    addTokens({ text: parsed.text, tokens }, part);
    for (const inner of partsIn(part)) waiting.push(inner);
  }
  const inOrder = tokens
    .filter(({ span }) => span.start < span.end && touch(span, range) && !/[\r\n]/.test(parsed.text.slice(span.start, span.end)))
    .sort((a, b) => a.span.start - b.span.start);
  // Where a text says something twice, two parts may claim one word.
  return inOrder.filter(({ span }, index) => span.start >= (inOrder[index - 1]?.span.end ?? 0));
}

function touch(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

interface Target {
  readonly text: string;
  readonly tokens: SchemaToken[];
}

function addTokens(target: Target, part: SchemaPart): void {
  if (isField(part)) addField(target, part);
  else if (isNamed(part)) addNamed(target, part);
  else if (part.type === 'reference') addReference(target, part);
  else if (part.type === 'message') addMessage(target, part);
  else if (part.type === 'protocol') {
    addName(target, part.name?.span, 'class', true);
    addString(target, part.json, 'namespace', { type: 'namespace' });
  } else if (part.type !== 'invalid') addUnnamed(target, part);
}

function addNamed(target: Target, schema: NamedSchema): void {
  const type = typeOfNamed(schema);
  addTypeWord(target, schema.json);
  addName(target, schema.name?.span, type, true);
  addString(target, schema.json, 'namespace', { type: 'namespace' });
  for (const { span } of schema.aliases) addName(target, span, type, false);
  if (schema.type === 'enum') addSymbols(target, schema);
  addLogicalType(target, schema);
}

function typeOfNamed({ type }: NamedSchema): SchemaTokenType {
  return type === 'record' ? 'class' : type === 'fixed' ? 'struct' : 'enum';
}

function addSymbols(target: Target, schema: Extract<NamedSchema, { type: 'enum' }>): void {
  for (const { span } of schema.symbols) add(target, span, { type: 'enumMember', isDeclaration: true });
  if (schema.symbols.some(({ value }) => value === schema.default?.value)) add(target, schema.default?.span, { type: 'enumMember' });
}

function addField(target: Target, field: Field): void {
  const type = field.isParameter === true ? 'parameter' : 'property';
  add(target, field.name?.span, { type, isDeclaration: true });
  for (const { span } of field.aliases) add(target, span, { type });
  for (const { json, schema } of defaultParts(field)) {
    if (schema.type === 'enum' && json.kind === 'string' && schema.symbols.some(({ value }) => value === json.value)) {
      add(target, json.span, { type: 'enumMember' });
    }
    if (schema.type === 'record' && json.kind === 'object') {
      const names = new Set(schema.fields.map(({ name }) => name?.value));
      for (const { name } of json.properties) if (names.has(name.value)) add(target, name.span, { type: 'property' });
    }
  }
}

function addReference(target: Target, { name, target: named }: NameReference): void {
  if (named !== undefined) addName(target, name.span, typeOfNamed(named), false);
}

function addMessage(target: Target, { name }: ProtocolMessage): void {
  add(target, name.span, { type: 'method', isDeclaration: true });
}

/** Primitive types, arrays and maps; a union has no word of its own. */
function addUnnamed(target: Target, schema: Schema): void {
  if (schema.json.kind === 'object') addTypeWord(target, schema.json);
  else if (isPrimitiveType(schema.type)) add(target, schema.json.span, { type: 'type', isBuiltIn: true });
  addLogicalType(target, schema);
}

/** The value of `type` where it is a word of Avro. */
function addTypeWord(target: Target, json: JsonObject): void {
  const type = findValue(json, 'type');
  if (type?.kind !== 'string') return;
  if (isPrimitiveType(type.value)) add(target, type.span, { type: 'type', isBuiltIn: true });
  else if (isComplexType(type.value)) add(target, type.span, { type: 'keyword' });
}

/** Only one that counts where it stands. */
function addLogicalType(target: Target, { logicalType, json }: Schema): void {
  if (logicalType !== undefined && json.kind === 'object') addString(target, json, 'logicalType', { type: 'type', isBuiltIn: true });
}

function addString(target: Target, json: JsonObject, attribute: string, token: Omit<SchemaToken, 'span'>): void {
  const value: JsonNode | undefined = findValue(json, attribute);
  if (value?.kind === 'string') add(target, value.span, token);
}

/** A name that may be dotted. */
function addName(target: Target, span: Span | undefined, type: SchemaTokenType, isDeclaration: boolean): void {
  if (span === undefined) return;
  const { namespace, name } = namePartSpans(target.text, span);
  if (namespace !== undefined) target.tokens.push({ span: namespace, type: 'namespace' });
  target.tokens.push({ span: name, type, isDeclaration });
}

function add({ text, tokens }: Target, span: Span | undefined, token: Omit<SchemaToken, 'span'>): void {
  if (span !== undefined) tokens.push({ ...token, span: wordSpan(text, span) });
}
