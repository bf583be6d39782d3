import { noteReference } from './indexText.ts';
import type { DefinitionFacts, ReferenceFacts, ReferenceWord, TextFacts } from './indexText.ts';
import { hashValue, JsonHasher } from './jsonDigest.ts';
import { maxNesting } from './jsonBuilder.ts';
import { attributeOwners, isComplexType, isPrimitiveType, namespaceOf, resolveName } from './names.ts';
import type { ComplexType } from './names.ts';

/**
 * What a schema's text defines and refers to, as `indexText` has it of the parsed text but without places: these need a tree, which
 * takes several times as long to make, and for most texts nobody ever asks for them.
 *
 * @returns undefined for a text that is not plain JSON, which has to be parsed tolerantly
 */
export function indexQuickly(text: string): TextFacts | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  const run: Run = { definitions: new Map(), ended: new Set(), references: [], depth: 0 };
  return visit(root, undefined, run) ? toFacts(root, run) : undefined;
}

type Values = Readonly<Record<string, unknown>>;
type Namespace = string | undefined;

interface Run {
  /** Of a duplicate the first. */
  readonly definitions: Map<string, { readonly type: DefinitionFacts['type']; readonly json: Values }>;
  /** The definitions whose end has been passed. */
  readonly ended: Set<Values>;
  readonly references: ReferenceWord[];
  depth: number;
}

/** Goes as `parseNode` does. @returns false where the text nests too deep for the tree to hold all of it */
function visit(json: unknown, namespace: Namespace, run: Run): boolean {
  if (typeof json === 'string') {
    if (!isPrimitiveType(json)) addReference(json, namespace, run);
    return true;
  }
  if (typeof json !== 'object' || json === null) return true;
  if (run.depth >= maxNesting / 2) return false;
  run.depth++;
  const isDone = Array.isArray(json)
    ? (json as readonly unknown[]).every((item) => visit(item, namespace, run))
    : visitObject(json as Values, namespace, run);
  run.depth--;
  return isDone;
}

function visitObject(json: Values, namespace: Namespace, run: Run): boolean {
  const type = own(json, 'type');
  if (typeof type === 'object' && type !== null) return visit(type, namespace, run);
  if (typeof type === 'string') {
    if (isPrimitiveType(type)) return true;
    if (isComplexType(type)) return visitComplex(json, type, namespace, run);
  }
  for (const [attribute, owner] of attributeOwners) if (Object.hasOwn(json, attribute)) return visitComplex(json, owner, namespace, run);
  if (typeof type === 'string') addReference(type, namespace, run);
  return true;
}

function visitComplex(json: Values, type: ComplexType, enclosing: Namespace, run: Run): boolean {
  if (type === 'array') return visit(own(json, 'items'), enclosing, run);
  if (type === 'map') return visit(own(json, 'values'), enclosing, run);
  const isRecord = type === 'record' || type === 'error';
  const [name, written] = [own(json, 'name'), own(json, 'namespace')];
  const namespace = typeof written === 'string' ? written : enclosing;
  const resolved = typeof name === 'string' ? resolveName(name, namespace) : '';
  const fullname = resolved === '' || resolved.endsWith('.') ? undefined : resolved;
  if (fullname !== undefined && !run.definitions.has(fullname)) {
    run.definitions.set(fullname, { type: isRecord ? 'record' : type, json });
  }
  const fields = isRecord ? own(json, 'fields') : undefined;
  const inside = fullname === undefined ? namespace : namespaceOf(fullname);
  const isDone = !Array.isArray(fields) || (fields as readonly unknown[]).every((field) => visitField(field, inside, run));
  run.ended.add(json);
  return isDone;
}

function visitField(field: unknown, namespace: Namespace, run: Run): boolean {
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return true;
  return visit(own(field as Values, 'type'), namespace, run);
}

function own(json: Values, name: string): unknown {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

function addReference(word: string, namespace: Namespace, run: Run): void {
  const resolved = resolveName(word, namespace);
  const isEnded = (fullname: string): boolean => {
    const definition = run.definitions.get(fullname);
    return definition !== undefined && run.ended.has(definition.json);
  };
  run.references.push({ word, resolved, ended: isEnded(resolved) ? resolved : isEnded(word) ? word : undefined });
}

function toFacts(root: unknown, { definitions, references }: Run): TextFacts {
  const hasher = new JsonHasher<object>();
  for (const { json } of definitions.values()) hasher.want(json);
  if (definitions.size > 0) hashValue(root, hasher);
  const found = new Map<string, boolean>();
  for (const reference of references) noteReference(found, reference, definitions);
  return {
    definitions: [...definitions].map(([fullname, { type, json }]) => ({ fullname, type, digest: hasher.digests.get(json) ?? '' })),
    references: [...found].map(([fullname, hasFallback]): ReferenceFacts => ({ fullname, hasFallback })),
  };
}
