import { arrayText, objectText } from '../fixes/jsonEdits.ts';
import type { JsonNode, JsonObject, Span } from '../json.ts';
import { jsonToText } from '../jsonText.ts';
import { namespaceOf, resolveName, unqualifiedName } from '../names.ts';
import { indentAt, reindent } from '../refactorings/movedDefinition.ts';
import type { Field, NamedSchema, ParsedSchema, Schema } from '../schema.ts';
import { allParts, isField, isSchema } from '../schemaTree.ts';
import { layOutSchema } from '../schemaLayout.ts';
import { nowhere, stringNode } from '../scalarToJson.ts';

/** Where a part of another version is to stand in the edited text. */
export interface NewPlace {
  readonly parsed: ParsedSchema;
  /** That a name is resolved in there. */
  readonly namespace: string | undefined;
  readonly offset: number;
  /** What stands beside it, and says how such a part is laid out; undefined where nothing does. */
  readonly neighbour?: { readonly span: Span } | undefined;
  /** What it comes to stand for, with all that is defined in it. */
  readonly replaced?: Span | undefined;
}

export interface Transplant {
  /** JSON text. */
  readonly text: string;
  /** Whether it refers to a type whose definition ends behind its place. */
  readonly isForward: boolean;
}

/**
 * A field or type of another version as it means the same in the edited text: types that this one defines are referred to by
 * their names, and those that it lacks are defined on the spot.
 *
 * @param from the other version's text
 * @returns undefined where it can't be written so
 */
export function transplant(part: Field | Schema, from: ParsedSchema, place: NewPlace): Transplant | undefined {
  const run: Run = { place, written: new Set(), known: typesElsewhere(place.parsed), changed: false, isForward: false, isPossible: true };
  const node = isField(part) ? writeField(part, place.namespace, run) : writeSchema(part, place.namespace, run);
  if (!run.isPossible) return undefined;
  return { text: layOut(run.changed ? node : part.json, run.changed ? undefined : from.text, place), isForward: run.isForward };
}

/** The types of other texts that a text refers to, by fullname. */
export function typesElsewhere({ schema, definitions }: ParsedSchema): Map<string, NamedSchema> {
  const found = new Map<string, NamedSchema>();
  for (const part of allParts(schema)) {
    if (!isSchema(part) || part.type !== 'reference' || definitions.has(part.fullname) || found.has(part.fullname)) continue;
    // Each look at it is a search.
    const { target } = part;
    if (target !== undefined) found.set(part.fullname, target);
  }
  return found;
}

interface Run {
  readonly place: NewPlace;
  /** What is defined on the spot. */
  readonly written: Set<string>;
  readonly known: ReadonlyMap<string, NamedSchema>;
  changed: boolean;
  isForward: boolean;
  isPossible: boolean;
}

function writeField(field: Field, namespace: string | undefined, run: Run): JsonNode {
  return withValue(field.json, 'type', writeSchema(field.schema, namespace, run));
}

/** The depth of a schema is bounded by that of its JSON, and what is written is not written again. */
function writeSchema(schema: Schema, namespace: string | undefined, run: Run): JsonNode {
  switch (schema.type) {
    case 'reference': {
      const { target } = schema;
      const fullname = target?.fullname ?? schema.fullname;
      if (isKnown(fullname, run)) return writeName(fullname, schema.name.value, schema.json, namespace, run);
      if (target !== undefined) run.changed = true;
      return target === undefined ? fail(schema.json, run) : writeNamed(target, namespace, run);
    }
    case 'record':
    case 'enum':
    case 'fixed':
      return writeNamed(schema, namespace, run);
    case 'array':
      return withValue(schema.json, 'items', writeSchema(schema.items, namespace, run));
    case 'map':
      return withValue(schema.json, 'values', writeSchema(schema.values, namespace, run));
    case 'union':
      return { kind: 'array', span: schema.span, items: schema.branches.map((branch) => writeSchema(branch, namespace, run)) };
    case 'invalid':
      return fail(schema.json, run);
    default:
      return schema.json;
  }
}

function fail(json: JsonNode, run: Run): JsonNode {
  run.isPossible = false;
  return json;
}

function isKnown(fullname: string, { place, written, known }: Run): boolean {
  if (written.has(fullname) || known.has(fullname)) return true;
  const span = place.parsed.definitions.get(fullname)?.span;
  const { replaced } = place;
  return span !== undefined && !(replaced !== undefined && replaced.start <= span.start && span.end <= replaced.end);
}

function writeNamed(schema: NamedSchema, namespace: string | undefined, run: Run): JsonNode {
  const { fullname, name, json } = schema;
  if (fullname === undefined || name === undefined) return fail(json, run);
  if (isKnown(fullname, run)) {
    run.changed = true;
    return writeName(fullname, undefined, json, namespace, run);
  }
  run.written.add(fullname);
  const own = namespaceOf(fullname);
  const inside =
    schema.type === 'record'
      ? withFields(
          schema.json,
          schema.fields.map((field) => writeField(field, own, run)),
        )
      : json;
  if (resolveName(name.value, schema.namespace === undefined ? namespace : schema.namespace.value) === fullname) return inside;
  run.changed = true;
  const properties = inside.properties.flatMap((property) =>
    property.name.value === 'name'
      ? [property, { name: stringNode('namespace'), value: stringNode(own ?? ''), span: nowhere }]
      : property.name.value === 'namespace'
        ? []
        : [property],
  );
  return { ...inside, properties };
}

/** @param written the name as it is there, which is kept where it means the same here */
function writeName(fullname: string, written: string | undefined, json: JsonNode, namespace: string | undefined, run: Run): JsonNode {
  const definition = run.place.parsed.definitions.get(fullname);
  if (definition !== undefined && definition.span.end > run.place.offset) run.isForward = true;
  if (written !== undefined && resolveName(written, namespace) === fullname) return json;
  run.changed = true;
  const isNear = namespaceOf(fullname) === namespace;
  // In another namespace, a type of the null namespace has no name that is sure to mean it.
  if (!isNear && namespaceOf(fullname) === undefined) return fail(json, run);
  return stringNode(isNear ? unqualifiedName(fullname) : fullname);
}

function withFields(json: JsonObject, fields: readonly JsonNode[]): JsonObject {
  return withValue(json, 'fields', { kind: 'array', span: nowhere, items: fields });
}

function withValue<T extends JsonNode>(json: T, name: string, value: JsonNode): T {
  if (json.kind !== 'object') return json;
  const last = json.properties.findLast((property) => property.name.value === name);
  return { ...json, properties: json.properties.map((property) => (property === last ? { ...property, value } : property)) };
}

/** As wide as a line of what is laid out gets. */
const maxWidth = 100;

/** @param source the text that the node stands in; undefined where it has been written anew */
function layOut(node: JsonNode, source: string | undefined, { parsed: { text }, offset, neighbour }: NewPlace): string {
  const line = lineText(node, text);
  const beside = neighbour === undefined ? undefined : text.slice(neighbour.span.start, neighbour.span.end);
  const indent = indentAt(text, neighbour?.span.start ?? offset);
  const isNarrow = indent.length + line.length <= maxWidth;
  if (!text.includes('\n') || (beside?.includes('\n') === false && isNarrow)) return line;
  if (source === undefined) return isNarrow ? line : reindent(layOutSchema(node), '', indent);
  const own = source.slice(node.span.start, node.span.end);
  return own.includes('\n') ? reindent(own, indentAt(source, node.span.start), indent) : own;
}

/** In one line, spaced as the text is. */
function lineText(node: JsonNode, text: string): string {
  if (node.kind === 'array')
    return arrayText(
      text,
      node.items.map((item) => lineText(item, text)),
    );
  if (node.kind !== 'object') return jsonToText(node);
  return objectText(
    text,
    node.properties.flatMap(({ name, value }) => (value === undefined ? [] : [[name.value, lineText(value, text)] as const])),
  );
}
