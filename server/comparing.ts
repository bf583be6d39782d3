import { explainBreaksSteps } from '../shared/avro/compatibility/explainBreaks.ts';
import { judgeSteps } from '../shared/avro/compatibility/judge.ts';
import type { Direction } from '../shared/avro/compatibility/levels.ts';
import { findLossesSteps } from '../shared/avro/compatibility/losses.ts';
import { compareMeaningsSteps, differenceSummary } from '../shared/avro/compatibility/semanticDiff.ts';
import type { Side } from '../shared/avro/compatibility/mismatch.ts';
import { breakSentence } from '../shared/avro/compatibility/sentences.ts';
import type { OtherVersion } from '../shared/avro/compatibility/verdict.ts';
import { parseSchemaSteps } from '../shared/avro/parse.ts';
import type { NamedSchema, ParsedSchema } from '../shared/avro/schema.ts';
import { checkUsable } from '../shared/avro/usable.ts';
import { CodecError } from '../shared/errors.ts';
import type { CompareParams, CompareResult, Refused, SchemaSource } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import { textName } from '../shared/textNames.ts';
import type { DerivedSources } from './derived.ts';
import { findFaultSteps, unread, withoutRoot } from './derived.ts';

/** What differs between two schemas in meaning, and who of them can read the other. */
export function* compareSources({ left, right }: CompareParams, sources: DerivedSources): Steps<CompareResult> {
  const older = yield* toNamedSide(left, sources);
  if ('ok' in older) return older;
  const newer = yield* toNamedSide(right, sources);
  if ('ok' in newer) return newer;
  const other: OtherVersion = { label: older.label, version: undefined, uri: '', side: older.side };
  const { breaks } = yield* judgeSteps(newer.side, [other], 'FULL');
  const causes = yield* explainBreaksSteps(breaks, newer.side);
  const sentences = (direction: Direction): string[] =>
    causes.filter((each) => each.direction === direction).map((each) => named(breakSentence(each, newer.side.parsed), newer.label));
  const losses = yield* findLossesSteps(newer.side, [other], 'FULL');
  const differences = yield* compareMeaningsSteps(older.side, newer.side);
  return {
    ok: true,
    differences: differences.map(({ kind, path, text }) => ({ kind, path, text })),
    backward: sentences('BACKWARD'),
    forward: sentences('FORWARD'),
    losses: losses.map(({ message }) => message),
    summary: differenceSummary(differences),
  };
}

interface NamedSide {
  /** What to call it, such as `orders.avsc`. */
  readonly label: string;
  readonly side: Side;
}

/** Where two schemas are compared, "this schema" is neither. */
function named(sentence: string, label: string): string {
  return sentence.replace(/\bthis schema\b/i, () => label);
}

function* toNamedSide(source: SchemaSource, sources: DerivedSources): Steps<NamedSide | Refused> {
  const found = 'uri' in source ? yield* fileSide(source, sources) : yield* textSide(source);
  if ('ok' in found) return found;
  try {
    checkUsable(found.side.schema);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { ok: false, reason: error.message.replace(/^This schema/, found.label), uris: 'uri' in source ? [source.uri] : [] };
  }
  return found;
}

type FileSource = Extract<SchemaSource, { readonly uri: string }>;
type TextSource = Exclude<SchemaSource, FileSource>;

/** A file of the workspace has to be right: it is still being edited. */
function* fileSide(place: FileSource, sources: DerivedSources): Steps<NamedSide | Refused> {
  const { uri, fullname } = place;
  const parsed = sources.read(uri)?.parsed;
  if (parsed === undefined) return unread(uri);
  const fault = yield* findFaultSteps([uri], sources);
  if (fault !== undefined) return { ...fault, uris: [uri] };
  const schema = fullname === undefined ? parsed.schema : parsed.definitions.get(fullname);
  if (schema === undefined) return { ok: false, reason: withoutRoot(parsed, place), uris: [uri] };
  return { label: fullname ?? textName(uri), side: { parsed, schema } };
}

/** Of what is registered already an invalid default or an odd name does no harm. */
function* textSide({ text, references, label }: TextSource): Steps<NamedSide | Refused> {
  const known = new Map<string, NamedSchema>();
  for (const reference of references) {
    const { definitions } = yield* parseKnowing(reference, known);
    for (const [fullname, schema] of definitions) known.set(fullname, schema);
  }
  const parsed = yield* parseKnowing(text, known);
  const { schema, problems } = parsed;
  if (schema === undefined || schema.type === 'invalid' || problems.some(({ severity }) => severity === 'error')) {
    return { ok: false, reason: `${label} is not a schema that can be compared.`, uris: [] };
  }
  return { label, side: { parsed, schema } };
}

/** A text means what was known before it, whatever comes behind. */
function parseKnowing(text: string, known: ReadonlyMap<string, NamedSchema>): Steps<ParsedSchema> {
  const now = new Map(known);
  return parseSchemaSteps(text, { lookup: (fullname) => now.get(fullname) });
}
