import type { DefaultOptions } from '../defaults.ts';
import { isDefaultFitting } from '../defaults.ts';
import type { JsonNode, JsonObject, Span } from '../json.ts';
import { findProperty, nodeAt } from '../jsonTree.ts';
import { unqualifiedName } from '../names.ts';
import type { EnumSchema, Field, NamedSchema, ParsedSchema, RecordSchema, Schema, UnionSchema } from '../schema.ts';
import { dereference } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { allParts, isField, isNamed, isSchema, partsAlong, rootOf } from '../schemaTree.ts';

/** What a name in a text stands for: the same wherever it is written, in this text or another. */
export type NamedPart =
  | { readonly kind: 'type'; readonly fullname: string }
  | { readonly kind: 'field'; readonly owner: RecordSchema; readonly name: string }
  | { readonly kind: 'symbol'; readonly owner: EnumSchema; readonly name: string };

/** A place where a part is named. */
export interface Occurrence {
  readonly part: NamedPart;
  /** With the quotes. */
  readonly span: Span;
  readonly isDefinition: boolean;
  /** What is defined there. */
  readonly defines?: NamedSchema | Field;
}

/** What is named at an offset; undefined also where a name is none that could be referred to. */
export function findOccurrenceAt(parsed: ParsedSchema, offset: number): Occurrence | undefined {
  const place = parsed.json === undefined ? undefined : nodeAt(parsed.json, offset);
  if (place === undefined) return undefined;
  const parts = partsAlong(parsed, place.nodes);
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  const owner = isField(last) ? parts.at(-2) : undefined;
  for (const occurrence of occurrencesHere(last, owner)) {
    if (occurrence.span.start <= offset && offset <= occurrence.span.end) return occurrence;
  }
  return undefined;
}

/** All places of a text where a part is named, in the text's order. */
export function occurrencesOf(wanted: NamedPart, parsed: ParsedSchema): Occurrence[] {
  const found: Occurrence[] = [];
  const add = (occurrences: Iterable<Occurrence>): void => {
    for (const each of occurrences) if (isSamePart(each.part, wanted)) found.push(each);
  };
  for (const part of allParts(rootOf(parsed))) {
    if (isField(part)) continue;
    if (mayName(part, wanted)) add(occurrencesHere(part, undefined));
    if (wanted.kind === 'type') continue;
    const fields = part.type === 'record' ? part.fields : part.type === 'message' ? part.request : [];
    for (const field of fields) add(occurrencesHere(field, part));
  }
  // Two fields of one name, which is a mistake, would both be named by one place of a default.
  return found.sort((a, b) => a.span.start - b.span.start).filter(({ span }, index) => span.start !== found[index - 1]?.span.start);
}

/** Other texts need not be read to see that most references mean something else. */
function mayName(part: SchemaPart, wanted: NamedPart): boolean {
  if (isField(part) || part.type !== 'reference') return true;
  return wanted.kind === 'type' && unqualifiedName(part.name.value) === unqualifiedName(wanted.fullname);
}

/** Whether both are names of the same thing. */
export function isSamePart(a: NamedPart, b: NamedPart): boolean {
  if (a.kind === 'type') return b.kind === 'type' && a.fullname === b.fullname;
  return b.kind === a.kind && a.name === b.name && isSameOwner(a.owner, b.owner);
}

function isSameOwner(a: NamedSchema, b: NamedSchema): boolean {
  return a === b || (a.fullname !== undefined && a.fullname === b.fullname);
}

/** The names of a part itself, not those of what is inside. */
function* occurrencesHere(part: SchemaPart, owner: SchemaPart | undefined): Generator<Occurrence> {
  if (isField(part)) yield* occurrencesOfField(part, owner);
  else if (!isSchema(part)) return;
  else if (part.type === 'reference') {
    yield { part: { kind: 'type', fullname: part.fullname }, span: part.name.span, isDefinition: false };
  } else if (isNamed(part)) {
    if (part.name !== undefined && part.fullname !== undefined) {
      yield { part: { kind: 'type', fullname: part.fullname }, span: part.name.span, isDefinition: true, defines: part };
    }
    if (part.type === 'enum') yield* occurrencesOfSymbols(part);
  }
}

function* occurrencesOfField(field: Field, owner: SchemaPart | undefined): Generator<Occurrence> {
  if (field.name !== undefined && owner !== undefined && !isField(owner) && owner.type === 'record') {
    yield { part: { kind: 'field', owner, name: field.name.value }, span: field.name.span, isDefinition: true, defines: field };
  }
  if (field.default !== undefined) yield* occurrencesInValue(field.schema, field.default);
}

function* occurrencesOfSymbols(owner: EnumSchema): Generator<Occurrence> {
  for (const { value, span } of owner.symbols) yield { part: { kind: 'symbol', owner, name: value }, span, isDefinition: true };
  if (owner.default !== undefined) {
    yield { part: { kind: 'symbol', owner, name: owner.default.value }, span: owner.default.span, isDefinition: false };
  }
}

/** The fields and symbols that a default names. Its JSON nests no deeper than a text may, and each step but a union's goes into it. */
function* occurrencesInValue(schema: Schema, json: JsonNode): Generator<Occurrence> {
  const type = dereference(schema);
  switch (type?.type) {
    case 'record':
      if (json.kind === 'object') yield* occurrencesInRecord(type, json);
      break;
    case 'enum':
      if (json.kind === 'string' && type.symbols.some(({ value }) => value === json.value)) {
        yield { part: { kind: 'symbol', owner: type, name: json.value }, span: json.span, isDefinition: false };
      }
      break;
    case 'array':
      if (json.kind === 'array') for (const item of json.items) yield* occurrencesInValue(type.items, item);
      break;
    case 'map':
      if (json.kind === 'object') {
        for (const { value } of json.properties) if (value !== undefined) yield* occurrencesInValue(type.values, value);
      }
      break;
    case 'union': {
      const branch = branchOf(type, json);
      if (branch !== undefined) yield* occurrencesInValue(branch, json);
      break;
    }
    default:
  }
}

function* occurrencesInRecord(owner: RecordSchema, json: JsonObject): Generator<Occurrence> {
  for (const { name, schema } of owner.fields) {
    const property = name === undefined ? undefined : findProperty(json, name.value);
    if (property === undefined) continue;
    yield { part: { kind: 'field', owner, name: property.name.value }, span: property.name.span, isDefinition: false };
    if (property.value !== undefined) yield* occurrencesInValue(schema, property.value);
  }
}

/**
 * The branch that a default is of: the first that it fits, an enum only by one of its symbols, and a fixed by its size. What
 * fits none is taken for one of the only branch of its kind.
 */
function branchOf({ branches }: UnionSchema, json: JsonNode): Schema | undefined {
  const possible = branches.filter((branch) => mayHold(branch, json));
  const fitting = possible.filter((branch) => fits(branch, json));
  if (fitting.length === 0) return possible.length === 1 ? possible[0] : undefined;
  if (json.kind !== 'string') return fitting[0];
  return fitting.find((branch) => {
    const type = dereference(branch);
    if (type?.type === 'fixed') return type.size === json.value.length;
    return type?.type !== 'enum' || type.symbols.some(({ value }) => value === json.value);
  });
}

function mayHold(branch: Schema, json: JsonNode): boolean {
  const type = dereference(branch)?.type;
  switch (json.kind) {
    case 'object':
      return type === 'record' || type === 'map';
    case 'array':
      return type === 'array';
    case 'string':
      return type === 'enum' || type === 'string' || type === 'bytes' || type === 'fixed';
    default:
      return false;
  }
}

function fits(schema: Schema, json: JsonNode): boolean {
  const options: DefaultOptions = { isForward: () => false, isUnfinished: () => false, isElsewhere: () => false };
  const field: Field = { span: json.span, json: emptyObject, name: undefined, schema, default: json, aliases: [], doc: undefined };
  return isDefaultFitting(field, options);
}

const emptyObject: JsonObject = { kind: 'object', span: { start: 0, end: 0 }, properties: [] };
