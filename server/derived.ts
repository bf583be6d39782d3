import { createHash } from 'node:crypto';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { canonicalForm, crc64Bytes, crc64Digits, fingerprints } from '../shared/avro/canonical.ts';
import { checkSchema } from '../shared/avro/check.ts';
import { nodeAt } from '../shared/avro/jsonTree.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import { parseProtocol } from '../shared/avro/parseProtocol.ts';
import type { NamedSchema, ParsedSchema, Problem, Schema } from '../shared/avro/schema.ts';
import { findNamedAt, isNamed, partsAlong } from '../shared/avro/schemaTree.ts';
import { refusalText, selfContained } from '../shared/avro/selfContained.ts';
import type { LinkedText, Refusal } from '../shared/avro/selfContained.ts';
import type {
  DerivedSchemaParams,
  DerivedSchemaResult,
  FingerprintsResult,
  NamedTypesParams,
  NamedTypesResult,
  Refused,
  SchemaPlace,
} from '../shared/protocol.ts';
import { kindNameOf } from './kinds.ts';
import type { ParsedText, SchemaWorkspace } from './schemaWorkspace.ts';
import { textName, textNames } from './textNames.ts';

/** What the requests about schema files are answered from. */
export interface DerivedSources {
  readonly workspace: SchemaWorkspace;
  /** A text, open or saved; undefined where there is none of this URI. */
  readonly read: (uri: string) => ParsedText | undefined;
}

/**
 * Texts as the workspace has them, and what else is open, such as a file of no folder.
 *
 * @param findOpen an open text
 */
export function derivedSources(workspace: SchemaWorkspace, findOpen: (uri: string) => TextDocument | undefined): DerivedSources {
  const readOpen = (uri: string): ParsedText | undefined => {
    const text = findOpen(uri);
    const kind = text === undefined ? undefined : kindNameOf(uri, text.languageId);
    if (text === undefined || (kind !== 'avro-schema' && kind !== 'avro-protocol')) return undefined;
    const parse = kind === 'avro-schema' ? parseSchema : parseProtocol;
    return { uri, text, parsed: parse(text.getText(), { lookup: workspace.lookup(uri) }) };
  };
  return { workspace, read: (uri) => workspace.read(uri) ?? readOpen(uri) };
}

/** The named types that a text defines. */
export function findNamedTypes({ uri, offset }: NamedTypesParams, { read }: DerivedSources): NamedTypesResult {
  const parsed = read(uri)?.parsed;
  if (parsed === undefined) return unread(uri);
  const { schema, protocol, definitions } = parsed;
  return {
    ok: true,
    isProtocol: protocol !== undefined,
    types: [...definitions].map(([fullname, { type }]) => ({ fullname, type })),
    top: schema !== undefined && 'fullname' in schema && schema.type !== 'reference' ? schema.fullname : undefined,
    atCursor: offset === undefined ? undefined : namedTypeAt(parsed, offset)?.fullname,
  };
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

function toLinked({ uri, parsed }: ParsedText, { workspace }: DerivedSources): LinkedText {
  return { uri, definitions: parsed.definitions, otherNames: workspace.otherNames(uri) };
}

function withoutRoot({ protocol }: ParsedSchema, { uri, fullname }: SchemaPlace): string {
  const name = textName(uri);
  if (fullname !== undefined) return `${name} does not define ${fullname}.`;
  return protocol === undefined ? `${name} is not a schema.` : `${name} is a protocol, so one of its types has to be chosen.`;
}

/** The first of the texts that Java's Avro would refuse, whatever the settings say of its problems. */
function findFault(uris: readonly string[], { read, workspace }: DerivedSources): Omit<Refused, 'uris'> | undefined {
  for (const uri of uris) {
    const parsed = read(uri)?.parsed;
    if (parsed === undefined) continue;
    const errors = checkSchema(parsed, { otherNames: workspace.otherNames(uri) }).filter(isFault);
    if (errors.length === 0) continue;
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
    return { ok: false, reason: `${textName(uri)} has ${count}.`, faulty: uri };
  }
  return undefined;
}

/** What is not defined is said by its name. */
function isFault({ severity, code }: Problem): boolean {
  return severity === 'error' && code !== 'unknown-type';
}

function refuse(refusal: Refusal = { kind: 'invalid' }, { uri, fullname }: SchemaPlace, uris: readonly string[]): Refused {
  const others = refusal.kind === 'ambiguous' ? refusal.types.flatMap((type) => type.uris) : [];
  const names = textNames([...new Set([uri, ...uris, ...others])]);
  const nameOf = (each: string): string => names.get(each) ?? textName(each);
  return { ok: false, reason: refusalText(refusal, fullname ?? nameOf(uri), nameOf), uris: [...new Set([...uris, ...others])] };
}

function unread(uri: string): Refused {
  return { ok: false, reason: `${textName(uri)} can't be read, or is not a schema.`, uris: [uri] };
}
