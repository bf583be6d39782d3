import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';
import { canonicalForm } from './canonical.ts';
import type { JsonNode, JsonObject, JsonProperty } from './json.ts';
import { maxNesting } from './jsonBuilder.ts';
import { jsonToText } from './jsonText.ts';
import type { OtherNames } from './nameIndex.ts';
import { namespaceOf, resolveName } from './names.ts';
import { parseSchemaSteps } from './parse.ts';
import type { Field, NamedSchema, NameReference, Schema } from './schema.ts';
import { layOutSchema } from './schemaLayout.ts';

/** A text whose names are to be resolved. */
export interface LinkedText {
  readonly uri: string;
  readonly definitions: ReadonlyMap<string, NamedSchema>;
  /** What the other texts define, as seen from this one. */
  readonly otherNames: OtherNames;
}

export type SelfContained =
  | {
      readonly ok: true;
      /** Laid out over lines, with a line break at its end. */
      readonly text: string;
      /** The texts that it was made of: the first one, then the others as they were met. */
      readonly uris: readonly string[];
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly uris: readonly string[] };

/** Why a schema can't be put into one text. */
export type Refusal =
  /** A part of the schema is missing or invalid. */
  | { readonly kind: 'invalid' }
  /** No text defines these. */
  | { readonly kind: 'missing'; readonly fullnames: readonly string[] }
  /** These are defined by several texts in different ways, and nothing says which one is meant. */
  | { readonly kind: 'ambiguous'; readonly types: readonly { readonly fullname: string; readonly uris: readonly string[] }[] }
  /** The type has no namespace and is referred to from inside of another's, where its name alone means something else. */
  | { readonly kind: 'unnameable'; readonly fullname: string; readonly from: string }
  /** The text would nest deeper than Avro's parsers take. */
  | { readonly kind: 'deep' };

/**
 * One text that means what a schema means together with the texts it refers to: every named type is defined where
 * Java's parser meets its name first, and referred to from then on. Docs, defaults, aliases, logical types and custom
 * attributes stay as they are; a namespace is written where a type would get another one from its new place.
 *
 * @param root a whole schema, or one named type of a text
 * @param text where `root` stands
 * @param read finds the other texts, which may refer to each other in cycles
 */
export function selfContained(root: Schema, text: LinkedText, read: (uri: string) => LinkedText | undefined): SelfContained {
  return runAtOnce(selfContainedSteps(root, text, read));
}

/** What {@link selfContained} does, in steps: some of them take as long as parsing the text does. */
export function* selfContainedSteps(root: Schema, text: LinkedText, read: (uri: string) => LinkedText | undefined): Steps<SelfContained> {
  const run: Run = { read, uris: new Set([text.uri]), written: new Map(), ended: new Set(), missing: new Set(), ambiguous: new Map() };
  const json = writeSchema(root, { text, namespace: undefined, depth: 0 }, run);
  const refusal = refusalOf(run);
  const uris = [...run.uris];
  if (refusal !== undefined) return { ok: false, refusal, uris };
  yield;
  const laidOut = `${layOutSchema(json)}\n`;
  yield;
  // Whoever gets the text must get the same schema, so it is read once more.
  const parsed = yield* parseSchemaSteps(laidOut);
  if (parsed.problems.some(({ code }) => code === 'nesting-too-deep')) return { ok: false, refusal: { kind: 'deep' }, uris };
  const form = parsed.schema === undefined ? undefined : canonicalForm(parsed.schema);
  yield;
  if (form === undefined || form !== canonicalForm(root)) return { ok: false, refusal: { kind: 'invalid' }, uris };
  return { ok: true, text: laidOut, uris };
}

/**
 * The refusal as a sentence.
 *
 * @param schema what to call the schema, such as `order.avsc`
 * @param nameOf what to call a text
 */
export function refusalText(refusal: Refusal, schema: string, nameOf: (uri: string) => string): string {
  switch (refusal.kind) {
    case 'invalid':
      return `A part of ${schema} is missing or invalid.`;
    case 'missing': {
      const [first = '', ...others] = refusal.fullnames;
      return `${schema} needs ${first}${andOthers(others.length)}, which no schema file defines.`;
    }
    case 'ambiguous': {
      const [first, ...others] = refusal.types;
      const uris = first?.uris.map(nameOf) ?? [];
      const places = `${uris.slice(0, -1).join(', ')} and ${uris.at(-1) ?? ''}`;
      return `${places} define ${first?.fullname ?? ''}${andOthers(others.length)} in different ways.`;
    }
    case 'unnameable':
      return `${refusal.fullname} has no namespace, so in one text its name would mean another type where ${refusal.from} refers to it.`;
    case 'deep':
      return `In one text it would nest deeper than ${maxNesting} levels, which parsers of Avro refuse.`;
  }
}

function andOthers(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and 1 other type' : ` and ${count} other types`;
}

interface Run {
  readonly read: (uri: string) => LinkedText | undefined;
  readonly uris: Set<string>;
  /** What has been put into the new text, by fullname, and of which text it is. */
  readonly written: Map<string, { readonly schema: NamedSchema; readonly uri: string }>;
  /** Those of them whose definition has ended, which is when Java's parser knows them. */
  readonly ended: Set<string>;
  readonly missing: Set<string>;
  readonly ambiguous: Map<string, Set<string>>;
  /** The first reason to give up at once. */
  refusal?: Refusal;
}

function refusalOf({ refusal, missing, ambiguous }: Run): Refusal | undefined {
  if (missing.size > 0) return { kind: 'missing', fullnames: [...missing] };
  if (ambiguous.size === 0) return refusal;
  return { kind: 'ambiguous', types: [...ambiguous].map(([fullname, uris]) => ({ fullname, uris: [...uris].sort() })) };
}

/** Where in the texts a schema stands, and where in the new one it is put. */
interface Place {
  readonly text: LinkedText;
  /** In the new text; undefined for the null namespace. */
  readonly namespace: string | undefined;
  /** How many arrays and objects of the new text it stands in. */
  readonly depth: number;
}

/** Recursion is safe: it ends where the new text gets too deep, and what is written is not written again. */
function writeSchema(schema: Schema, place: Place, run: Run): JsonNode {
  const inner = { ...place, depth: place.depth + 1 };
  if (run.refusal !== undefined) return schema.json;
  if (inner.depth > maxNesting) return refuse({ kind: 'deep' }, schema, run);
  switch (schema.type) {
    case 'reference':
      return writeReference(schema, place, run);
    case 'record':
    case 'enum':
    case 'fixed':
      return writeNamed(schema, place, run);
    case 'array':
      return withProperty(schema.json, 'items', () => writeSchema(schema.items, inner, run));
    case 'map':
      return withProperty(schema.json, 'values', () => writeSchema(schema.values, inner, run));
    case 'union':
      return { kind: 'array', span: nowhere, items: schema.branches.map((branch) => writeSchema(branch, inner, run)) };
    case 'invalid':
      return refuse({ kind: 'invalid' }, schema, run);
    default:
      return schema.json.kind === 'object' ? withProperties(schema.json, new Map()) : schema.json;
  }
}

function refuse(refusal: Refusal, { json }: Schema, run: Run): JsonNode {
  run.refusal ??= refusal;
  return json;
}

function writeReference(reference: NameReference, place: Place, run: Run): JsonNode {
  const found = follow(reference, place.text, run);
  if (found === undefined) return reference.json;
  const { schema, text } = found;
  const fullname = schema.fullname ?? reference.fullname;
  if (!run.written.has(fullname)) return writeNamed(schema, { ...place, text }, run);
  checkSame(fullname, schema, text.uri, run);
  return writeName(reference.name.value, fullname, place, run);
}

/** The type that a reference means, and its text; undefined where that is not certain. */
function follow(
  { target, fullname: asked }: NameReference,
  text: LinkedText,
  run: Run,
): { readonly schema: NamedSchema; readonly text: LinkedText } | undefined {
  const fullname = target?.fullname;
  if (target === undefined || fullname === undefined) {
    run.missing.add(asked);
    return undefined;
  }
  if (text.definitions.has(fullname)) return { schema: target, text };
  const definitions = text.otherNames.find(fullname);
  const [first] = definitions;
  if (first === undefined) return { schema: target, text };
  if (definitions.some(({ digest }) => digest !== first.digest)) {
    addAmbiguous(
      fullname,
      definitions.map(({ uri }) => uri),
      run,
    );
    return undefined;
  }
  run.uris.add(first.uri);
  return { schema: target, text: run.read(first.uri) ?? text };
}

function addAmbiguous(fullname: string, uris: readonly string[], run: Run): void {
  const known = run.ambiguous.get(fullname) ?? new Set();
  for (const uri of uris) known.add(uri);
  run.ambiguous.set(fullname, known);
}

/** Two texts can each mean another definition of one fullname, such as one of its own; the new text can hold only one. */
function checkSame(fullname: string, schema: NamedSchema, uri: string, run: Run): void {
  const first = run.written.get(fullname);
  if (first === undefined || first.uri === uri || first.schema === schema) return;
  if (jsonToText(first.schema.json) !== jsonToText(schema.json)) addAmbiguous(fullname, [first.uri, uri], run);
}

/** How a reference names a type that the new text has: as written, where that still means the same. */
function writeName(written: string, fullname: string, { namespace }: Place, run: Run): JsonNode {
  const isPlain = !written.includes('.');
  if (namespaceOf(fullname) === undefined) {
    // Without a namespace of its own it is found behind its end alone, and only where the enclosing one has no such type.
    const isFound = namespace === undefined || (run.ended.has(fullname) && !run.ended.has(`${namespace}.${fullname}`));
    if (!isFound) run.refusal ??= { kind: 'unnameable', fullname, from: namespace };
    return text(fullname);
  }
  const meansIt = isPlain && resolveName(written, namespace) === fullname && (run.ended.has(fullname) || !run.ended.has(written));
  return text(meansIt ? written : fullname);
}

function writeNamed(schema: NamedSchema, place: Place, run: Run): JsonNode {
  const { fullname, name } = schema;
  if (fullname === undefined || name === undefined) return refuse({ kind: 'invalid' }, schema, run);
  if (run.written.has(fullname)) {
    checkSame(fullname, schema, place.text.uri, run);
    return writeName(name.value, fullname, place, run);
  }
  run.written.set(fullname, { schema, uri: place.text.uri });
  const own = namespaceOf(fullname);
  const changes = new Map<string, () => JsonNode>();
  if (schema.type === 'record') {
    const inside: Place = { text: place.text, namespace: own, depth: place.depth + 3 };
    changes.set('fields', () => ({ kind: 'array', span: nowhere, items: schema.fields.map((field) => writeField(field, inside, run)) }));
  }
  const json = withProperties(schema.json, changes);
  run.ended.add(fullname);
  const staysTheSame = resolveName(name.value, schema.namespace === undefined ? place.namespace : schema.namespace.value) === fullname;
  return staysTheSame ? json : withNamespace(json, own ?? '');
}

function writeField(field: Field, place: Place, run: Run): JsonNode {
  return withProperty(field.json, 'type', () => writeSchema(field.schema, place, run));
}

/** Writes the namespace behind the name. */
function withNamespace(json: JsonObject, namespace: string): JsonObject {
  const properties = json.properties.flatMap((property) =>
    property.name.value === 'name' ? [property, toProperty('namespace', text(namespace))] : [property],
  );
  return { ...json, properties };
}

function withProperty(json: JsonNode, name: string, write: () => JsonNode): JsonNode {
  return json.kind === 'object' ? withProperties(json, new Map([[name, write]])) : json;
}

/** The object with some values written anew. Of a repeated property only the last one counts, so the others are left out. */
function withProperties(json: JsonObject, changes: ReadonlyMap<string, () => JsonNode>): JsonObject {
  const last = new Map(json.properties.map((property) => [property.name.value, property]));
  const properties = json.properties.flatMap((property) => {
    if (property.value === undefined || last.get(property.name.value) !== property) return [];
    const write = changes.get(property.name.value);
    return [write === undefined ? property : { ...property, value: write() }];
  });
  return { ...json, properties };
}

/** What is written anew has no place in any text. */
const nowhere = { start: 0, end: 0 };

function text(value: string): JsonNode {
  return { kind: 'string', span: nowhere, value };
}

function toProperty(name: string, value: JsonNode): JsonProperty {
  return { name: { kind: 'string', span: nowhere, value: name }, value, span: nowhere };
}
