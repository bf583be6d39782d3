import { createHash } from 'node:crypto';
import { canonicalForm, crc64Bytes, crc64Digits, fingerprints } from '../shared/avro/canonical.ts';
import { checkSchemaSteps } from '../shared/avro/check.ts';
import { dependencyOrder, needsOf } from '../shared/avro/dependencyOrder.ts';
import { nodeAt } from '../shared/avro/jsonTree.ts';
import type { OtherNames } from '../shared/avro/nameIndex.ts';
import type { NamedSchema, ParsedSchema, Problem, Schema } from '../shared/avro/schema.ts';
import { findNamedAt, isNamed, partsAlong } from '../shared/avro/schemaTree.ts';
import { refusalText, selfContained } from '../shared/avro/selfContained.ts';
import type { LinkedText, Refusal } from '../shared/avro/selfContained.ts';
import type {
  DerivedSchemaParams,
  DerivedSchemaResult,
  FilesInOrderParams,
  FilesInOrderResult,
  FingerprintsResult,
  NamedTypesParams,
  NamedTypesResult,
  Refused,
  SchemaPlace,
} from '../shared/protocol.ts';
import { runAtOnce } from '../shared/slices.ts';
import type { Steps } from '../shared/slices.ts';
import { textName, textNames } from '../shared/textNames.ts';
import type { ParsedText } from './schemaWorkspace.ts';

/** What the requests about schema files are answered from. */
export interface DerivedSources {
  /** A text, open or saved, and its tree; undefined where there is none of this URI. */
  readonly read: (uri: string) => SourceText | undefined;
  /** What the other texts define, as seen from one. */
  readonly otherNames: (uri: string) => OtherNames;
}

export type SourceText = Pick<ParsedText, 'uri' | 'parsed'>;

/** The named types that a text defines. */
export function findNamedTypes({ uri, offset }: NamedTypesParams, { read }: DerivedSources): NamedTypesResult {
  const parsed = read(uri)?.parsed;
  if (parsed === undefined) return unread(uri);
  const { schema, protocol, definitions } = parsed;
  return {
    ok: true,
    isProtocol: protocol !== undefined,
    types: [...definitions].map(([fullname, { type }]) => ({ fullname, type })),
    top: fullnameOf(schema),
    atCursor: offset === undefined ? undefined : namedTypeAt(parsed, offset)?.fullname,
  };
}

/** The fullname of a named type; undefined of every other schema. */
export function fullnameOf(schema: Schema | undefined): string | undefined {
  return schema !== undefined && 'fullname' in schema && schema.type !== 'reference' ? schema.fullname : undefined;
}

/** The named type of this text whose name an offset is on, else the innermost that it is in. */
function namedTypeAt(parsed: ParsedSchema, offset: number): NamedSchema | undefined {
  const place = parsed.json === undefined ? undefined : nodeAt(parsed.json, offset);
  return (
    findNamedAt(parsed, offset) ??
    partsAlong(parsed, place?.nodes ?? [])
      .filter(isNamed)
      .at(-1)
  );
}

/** The Parsing Canonical Form of a schema, or its self-contained text. */
export function deriveSchema(params: DerivedSchemaParams, sources: DerivedSources): DerivedSchemaResult {
  const whole = resolveWhole(params, sources);
  if (!whole.ok) return whole;
  const { uris, form, text, refusal } = whole;
  if (params.form === 'canonical') return { ok: true, text: form, uris };
  return text === undefined ? refuse(refusal, params, uris) : { ok: true, text, uris };
}

/** The fingerprints of a schema. */
export function fingerprintSchema(place: SchemaPlace, sources: DerivedSources): FingerprintsResult {
  const whole = resolveWhole(place, sources);
  if (!whole.ok) return whole;
  const { crc64, md5, sha256 } = fingerprints(whole.form, (algorithm, bytes) => createHash(algorithm).update(bytes).digest());
  return {
    ok: true,
    crc64: { hex: crc64Digits(crc64), long: String(BigInt.asIntN(64, crc64)), bytes: crc64Bytes(crc64) },
    md5,
    sha256,
  };
}

/** Files in the order in which a parser can read one after the other, with those that they need. */
export function orderFiles({ uris: asked }: FilesInOrderParams, { read, otherNames }: DerivedSources): FilesInOrderResult {
  const { uris, cycles, missing, ambiguous } = dependencyOrder(asked, (uri) => {
    const source = read(uri);
    return source === undefined ? [] : needsOf(source.parsed, otherNames(uri));
  });
  const names = textNames([...new Set([...uris, ...ambiguous.flatMap((type) => type.uris)])]);
  const nameOf = (uri: string): string => names.get(uri) ?? textName(uri);
  const list = (all: readonly string[]): string => `${all.slice(0, -1).map(nameOf).join(', ')} and ${nameOf(all.at(-1) ?? '')}`;
  const notes = [
    ...cycles.map((cycle) => `${list(cycle)} need each other, so that none can be read before the others.`),
    ...ambiguous.map((type) => `${list(type.uris)} define ${type.fullname} in different ways.`),
    ...missing.map(({ fullname, uri }) => `${nameOf(uri)} needs ${fullname}, which no schema file defines.`),
    ...asked.filter((uri) => read(uri) === undefined).map((uri) => `${nameOf(uri)} can't be read.`),
  ];
  return { uris, notes };
}

interface Whole {
  readonly ok: true;
  readonly uris: readonly string[];
  readonly form: string;
  /** The self-contained text; undefined where there can be none, by the reason in `refusal`. */
  readonly text: string | undefined;
  readonly refusal: Refusal | undefined;
}

/** A schema of which nothing is missing, ambiguous or refused by Java's Avro, in this text and in those it needs. */
function resolveWhole(place: SchemaPlace, sources: DerivedSources): Whole | Refused {
  const { uri, fullname } = place;
  const source = sources.read(uri);
  if (source === undefined) return unread(uri);
  const { parsed } = source;
  const faulty = findFault([uri], sources);
  if (faulty !== undefined) return { ...faulty, uris: [uri] };
  const root: Schema | undefined = fullname === undefined ? parsed.schema : parsed.definitions.get(fullname);
  if (root === undefined) return { ok: false, reason: withoutRoot(parsed, place), uris: [uri] };
  const made = selfContained(root, toLinked(source, sources), (other) => {
    const text = sources.read(other);
    return text === undefined ? undefined : toLinked(text, sources);
  });
  const { uris } = made;
  const elsewhere = findFault(uris.slice(1), sources);
  if (elsewhere !== undefined) return { ...elsewhere, uris };
  const refusal = made.ok ? undefined : made.refusal;
  // That it can't be written down in one text does not keep it from having a canonical form.
  const hasForm = refusal === undefined || refusal.kind === 'unnameable' || refusal.kind === 'deep';
  const form = hasForm ? canonicalForm(root) : undefined;
  if (form === undefined) return refuse(refusal, place, uris);
  return { ok: true, uris, form, text: made.ok ? made.text : undefined, refusal };
}

/** The text as what can be put into one text with others. */
export function toLinked({ uri, parsed }: SourceText, { otherNames }: DerivedSources): LinkedText {
  return { uri, definitions: parsed.definitions, otherNames: otherNames(uri) };
}

/** One sentence on why a text has no such schema. */
export function withoutRoot({ protocol }: ParsedSchema, { uri, fullname }: SchemaPlace): string {
  const name = textName(uri);
  if (fullname !== undefined) return `${name} does not define ${fullname}.`;
  return protocol === undefined ? `${name} is not a schema.` : `${name} is a protocol, so one of its types has to be chosen.`;
}

function findFault(uris: readonly string[], sources: DerivedSources): Omit<Refused, 'uris'> | undefined {
  return runAtOnce(findFaultSteps(uris, sources));
}

/** The first of the texts that Java's Avro would refuse, whatever the settings say of its problems. */
export function* findFaultSteps(uris: readonly string[], { read, otherNames }: DerivedSources): Steps<Omit<Refused, 'uris'> | undefined> {
  for (const uri of uris) {
    const parsed = read(uri)?.parsed;
    if (parsed === undefined) continue;
    const problems = yield* checkSchemaSteps(parsed, { otherNames: otherNames(uri) });
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (!errors.some(isFault)) continue;
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
    return { ok: false, reason: `${textName(uri)} has ${count}.`, faulty: uri };
  }
  return undefined;
}

/** What is not defined is said by its name, where nothing else is wrong. */
function isFault({ code }: Problem): boolean {
  return code !== 'unknown-type';
}

function refuse(refusal: Refusal = { kind: 'invalid' }, { uri, fullname }: SchemaPlace, uris: readonly string[]): Refused {
  const others = refusal.kind === 'ambiguous' ? refusal.types.flatMap((type) => type.uris) : [];
  const names = textNames([...new Set([uri, ...uris, ...others])]);
  const nameOf = (each: string): string => names.get(each) ?? textName(each);
  const reason = refusalText(refusal, fullname ?? nameOf(uri), nameOf);
  return { ok: false, reason, ...(refusal.kind === 'missing' && { isMissing: true }), uris: [...new Set([...uris, ...others])] };
}

/** That there is no such schema. */
export function unread(uri: string): Refused {
  return { ok: false, reason: `${textName(uri)} can't be read, or is not a schema.`, uris: [uri] };
}
