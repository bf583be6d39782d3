import type { JsonNode } from './json.ts';
import { hashTree, JsonHasher } from './jsonDigest.ts';
import type { Definition } from './nameIndex.ts';
import { namespaceOf, resolveName } from './names.ts';
import { protocolNamespace } from './parseProtocol.ts';
import type { NamedSchema, NameReference, ParsedSchema, Schema } from './schema.ts';

/** What a text has to do with the names of others, without any piece of the text, which would keep the whole of it alive. */
export interface TextFacts {
  /** In the text's order; of a duplicate the first. */
  readonly definitions: readonly DefinitionFacts[];
  /** Each fullname once. */
  readonly references: readonly ReferenceFacts[];
}

export interface DefinitionFacts extends Pick<Definition, 'fullname' | 'type' | 'digest'> {
  /** Where it stands; absent where that was not looked for. */
  readonly place?: Pick<Definition, 'nameSpan' | 'span'>;
}

export interface ReferenceFacts {
  readonly fullname: string;
  /** Whether it is written without its namespace, so that the type of this name without any is meant where nothing has the fullname. */
  readonly hasFallback: boolean;
}

/**
 * What a text defines and what it refers to. It looks at this text alone: no target of a reference is asked for, so that
 * no other text need be read.
 */
export function indexText(parsed: ParsedSchema): TextFacts {
  const found: Found = { parsed, references: new Map() };
  for (const { schema, namespace } of rootsOf(parsed)) collect(schema, namespace, found);
  return {
    definitions: definitionsOf(parsed),
    references: [...found.references].map(([fullname, hasFallback]) => ({ fullname: copyOf(fullname), hasFallback })),
  };
}

/** The schemas of a text that are in no other, each with the namespace that it stands in. */
export function rootsOf({ schema, protocol }: ParsedSchema): { readonly schema: Schema; readonly namespace: string | undefined }[] {
  if (protocol === undefined) return schema === undefined ? [] : [{ schema, namespace: undefined }];
  const namespace = protocolNamespace(protocol);
  const used = protocol.messages.flatMap(({ request, response, errors }) => [...request.map((field) => field.schema), response, ...errors]);
  return [...protocol.types, ...used].map((each) => ({ schema: each, namespace }));
}

function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** The namespace in which the names inside of a named type are resolved. */
export function namespaceInside({ fullname, namespace }: NamedSchema, enclosing: string | undefined): string | undefined {
  return fullname === undefined ? (namespace?.value ?? enclosing) : namespaceOf(fullname);
}

interface Found {
  readonly parsed: ParsedSchema;
  readonly references: Map<string, boolean>;
}

/** The depth of a schema is bounded by that of its JSON, so recursion is safe. */
function collect(schema: Schema, namespace: string | undefined, found: Found): void {
  switch (schema.type) {
    case 'reference':
      collectReference(schema, namespace, found);
      break;
    case 'record': {
      const inside = namespaceInside(schema, namespace);
      for (const field of schema.fields) collect(field.schema, inside, found);
      break;
    }
    case 'array':
      collect(schema.items, namespace, found);
      break;
    case 'map':
      collect(schema.values, namespace, found);
      break;
    case 'union':
      for (const branch of schema.branches) collect(branch, namespace, found);
      break;
    case 'invalid':
      if (schema.inner !== undefined) collect(schema.inner, namespace, found);
      break;
    default:
  }
}

function collectReference(reference: NameReference, namespace: string | undefined, { parsed, references }: Found): void {
  const word = reference.name.value;
  const resolved = resolveName(word, namespace);
  const ended = isEnded(resolved, reference, parsed) ? resolved : isEnded(word, reference, parsed) ? word : undefined;
  noteReference(references, { word, resolved, ended }, parsed.definitions);
}

/** A reference as it is written, with what it resolves to and which definition that has ended before has one of both names. */
export interface ReferenceWord {
  readonly word: string;
  readonly resolved: string;
  readonly ended: string | undefined;
}

/** Adds the fullname that a reference means, and whether it {@link ReferenceFacts.hasFallback has a fallback}. */
export function noteReference(
  references: Map<string, boolean>,
  { word, resolved, ended }: ReferenceWord,
  definitions: ReadonlyMap<string, unknown>,
): void {
  if (ended !== undefined || resolved === word || definitions.has(resolved)) {
    const fullname = ended ?? resolved;
    if (!references.has(fullname)) references.set(fullname, false);
  } else references.set(resolved, !word.includes('.'));
}

/** Whether the text defines the name, and has done so before the reference stands. */
function isEnded(fullname: string, reference: NameReference, { definitions, protocol }: ParsedSchema): boolean {
  const definition = definitions.get(fullname);
  if (definition === undefined) return false;
  return protocol === undefined ? definition.span.end <= reference.span.start : !protocol.reading.forward.has(reference);
}

function definitionsOf({ json, definitions }: ParsedSchema): DefinitionFacts[] {
  const hasher = new JsonHasher<JsonNode>();
  for (const definition of definitions.values()) hasher.want(definition.json);
  if (json !== undefined && definitions.size > 0) hashTree(json, hasher);
  return [...definitions].flatMap(([fullname, { type, name, span, json: own }]) =>
    name === undefined
      ? []
      : [{ fullname: copyOf(fullname), type, digest: hasher.digests.get(own) ?? '', place: { nameSpan: name.span, span } }],
  );
}
