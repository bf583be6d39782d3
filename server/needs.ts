import type { Need } from '../shared/avro/dependencyOrder.ts';
import { dependencyOrder, needsOf } from '../shared/avro/dependencyOrder.ts';
import type { Definition } from '../shared/avro/nameIndex.ts';
import { refusalText, selfContainedSteps } from '../shared/avro/selfContained.ts';
import type {
  DefiningFilesParams,
  DefiningFilesResult,
  NeededFile,
  Refused,
  SchemaNeedsParams,
  SchemaNeedsResult,
} from '../shared/protocol.ts';
import { baselineScheme, derivedScheme, registryScheme } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import { textName, textNames } from '../shared/textNames.ts';
import type { DerivedSources, SourceText } from './derived.ts';
import { findFaultSteps, fullnameOf, toLinked, unread, withoutRoot } from './derived.ts';

/** What these requests are answered from. */
export interface NeedsSources extends DerivedSources {
  /** All definitions of a fullname. */
  readonly definitions: (fullname: string) => readonly Pick<Definition, 'uri'>[];
}

/** The files that must be registered for a schema, each after those that it refers to. */
export function* findNeeds({ uri }: SchemaNeedsParams, sources: DerivedSources): Steps<SchemaNeedsResult> {
  const source = sources.read(uri);
  if (source === undefined) return unread(uri);
  const fault = yield* findFaultSteps([uri], sources);
  if (fault !== undefined) return { ...fault, uris: [uri] };
  const { parsed } = source;
  if (parsed.schema === undefined) return { ok: false, reason: withoutRoot(parsed, { uri }), uris: [uri] };
  const needs = yield* needsOfAll(source.uri, sources);
  const order = dependencyOrder([source.uri], (each) => needs.get(each) ?? []);
  const refusal = refusalOf(order, source.uri);
  if (refusal !== undefined) return refusal;
  const elsewhere = yield* findFaultSteps(order.uris.slice(0, -1), sources);
  if (elsewhere !== undefined) return { ...elsewhere, uris: order.uris };
  const whole = order.uris.length === 1 ? undefined : yield* wholeText(source, sources);
  const reason = unregistrable(order, sources);
  if (reason !== undefined) return { ok: false, reason, uris: order.uris, selfContained: whole };
  return { ok: true, files: order.uris.flatMap((each) => toFile(each, needs.get(each) ?? [], sources)), selfContained: whole };
}

/** Which files define these types as their whole schema. */
export function* findDefiningFiles({ fullnames }: DefiningFilesParams, { read, definitions }: NeedsSources): Steps<DefiningFilesResult> {
  const found = new Map<string, string[]>();
  for (const fullname of new Set(fullnames)) {
    for (const { uri } of definitions(fullname)) {
      // A version of a subject or of git is no file of the workspace, though it may be open.
      if (foreignSchemes.has(uri.slice(0, uri.indexOf(':')))) continue;
      if (fullnameOf(read(uri)?.parsed.schema) === fullname) found.set(fullname, [...(found.get(fullname) ?? []), uri]);
      yield;
    }
  }
  return Object.fromEntries(found);
}

const foreignSchemes: ReadonlySet<string> = new Set([registryScheme, baselineScheme, derivedScheme]);

/** What a file needs, and what those need in turn, a file a step. */
function* needsOfAll(start: string, { read, otherNames }: DerivedSources): Steps<ReadonlyMap<string, readonly Need[]>> {
  const found = new Map<string, readonly Need[]>();
  const waiting = [start];
  for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
    if (found.has(uri)) continue;
    const source = read(uri);
    const needs = source === undefined ? [] : needsOf(source.parsed, otherNames(uri));
    found.set(uri, needs);
    for (const { definitions } of needs) for (const definition of definitions) waiting.push(definition.uri);
    yield;
  }
  return found;
}

type Order = ReturnType<typeof dependencyOrder>;

/** That a type is nowhere, or that it is not certain which one is meant: then there is no schema at all. */
function refusalOf({ missing, ambiguous, uris }: Order, uri: string): Refused | undefined {
  const [first] = missing;
  if (first !== undefined) {
    const fullnames = missing.filter((each) => each.uri === first.uri).map(({ fullname }) => fullname);
    const reason = refusalText({ kind: 'missing', fullnames }, textName(first.uri), textName);
    return { ok: false, reason, isMissing: true, uris };
  }
  if (ambiguous.length === 0) return undefined;
  const others = ambiguous.flatMap((type) => type.uris);
  const nameOf = namesOf([uri, ...others]);
  return { ok: false, reason: refusalText({ kind: 'ambiguous', types: ambiguous }, nameOf(uri), nameOf), uris: [...uris, ...others] };
}

/** Why the files can't be registered one after the other, though they are right. */
function unregistrable({ cycles, uris }: Order, { read }: DerivedSources): string | undefined {
  const [cycle] = cycles;
  const nameOf = namesOf(uris);
  if (cycle !== undefined) {
    const names = `${cycle.slice(0, -1).map(nameOf).join(', ')} and ${nameOf(cycle.at(-1) ?? '')}`;
    const none = cycle.length === 2 ? 'neither can be registered before the other' : 'none can be registered before the others';
    return `${names} need each other, so ${none}.`;
  }
  const protocol = uris.find((each) => read(each)?.parsed.protocol !== undefined);
  return protocol && `${nameOf(protocol)} is a protocol, so its types can't be registered as a schema of their own.`;
}

function namesOf(uris: readonly string[]): (uri: string) => string {
  const names = textNames([...new Set(uris)]);
  return (uri) => names.get(uri) ?? textName(uri);
}

function* wholeText(source: SourceText, sources: DerivedSources): Steps<string | undefined> {
  const { schema } = source.parsed;
  if (schema === undefined) return undefined;
  const made = yield* selfContainedSteps(schema, toLinked(source, sources), (other) => {
    const text = sources.read(other);
    return text && toLinked(text, sources);
  });
  return made.ok ? made.text : undefined;
}

function toFile(uri: string, needs: readonly Need[], { read }: DerivedSources): NeededFile[] {
  const parsed = read(uri)?.parsed;
  if (parsed === undefined) return [];
  const defined = needs.flatMap(({ fullname, definitions: [first] }) => (first === undefined ? [] : [{ fullname, uri: first.uri }]));
  return [{ uri, text: parsed.text, fullname: fullnameOf(parsed.schema), needs: defined }];
}
