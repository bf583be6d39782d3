import { FrameError, KnownError } from '../errors.ts';
import type { ChosenSchemas } from './chosenSchemas.ts';
import type { ContainerMessages } from './containerMessage.ts';
import type { PartToRead, ReadPart } from './decoder.ts';
import type { Frame } from './frame.ts';
import { isInHeader } from './frameTexts.ts';
import { judgeFrame, readPayload } from './judgeFrame.ts';
import type { Nature, Prevailing } from './neighbours.ts';
import { readText } from './plainText.ts';
import type { ReadableSchema } from './readableSchema.ts';
import type { Known, OwnSchemas } from './topicSchemas.ts';
import { failed } from './verdicts.ts';
import type { BareReading, FrameHint, GuessedReading, JudgedPart, UnreadHint, Verdicts } from './verdicts.ts';

/** What is known of a topic's keys or values beside their bytes. */
export interface Setting {
  readonly verdicts: Verdicts;
  readonly chosen: ChosenSchemas;
  readonly own: OwnSchemas | undefined;
  /** What fingerprints may mean beside the topic's own schemas. */
  readonly workspace: () => readonly ReadableSchema[];
  readonly containers: ContainerMessages;
}

/** A part that its own bytes and the registry's ids have not settled. */
export interface OpenPart {
  readonly part: PartToRead;
  readonly bytes: Uint8Array;
  readonly hint: FrameHint;
  /** What stands behind the frame, where that begins like a frame once more. */
  readonly inner: Frame | undefined;
}

/** What a part is, and what that proves for its neighbours; where it can be one of several things, what it would be then. */
export interface Judgement {
  readonly natures: readonly Nature[];
  readonly decide: (as: Prevailing | undefined) => JudgedPart;
}

/** What the topic's own schemas, or a chosen one, make of bytes that have not settled it themselves. */
export function judgeOpen(open: OpenPart, setting: Setting, known: ReadonlyMap<string, Known> | undefined): JudgedPart | Judgement {
  const { part, bytes, inner } = open;
  const { verdicts, own, chosen } = setting;
  const hint = resolveUnasked(open.hint, bytes, setting);
  if ('state' in hint) return hint;
  if (hint.kind === 'unconfirmed') {
    const version = findOwnVersion(hint, own);
    if (version?.source.subject !== undefined) {
      return verdicts.exact(bytes, hint, { subject: version.source.subject, version: version.source.version }, false);
    }
  }
  if (inner !== undefined && hint.kind !== 'no-frame') {
    const twice = judgeFrame(bytes, inner, known);
    if (twice.kind === 'unconfirmed') return verdicts.framedTwice(bytes, hint.frame, twice, part.part);
  }
  if (chosen.writer !== undefined && hint.kind !== 'unconfirmed') return readAsChosen(bytes, hint, chosen.writer, verdicts);
  if (hint.kind !== 'no-frame' && hint.kind !== 'unconfirmed') {
    const behind = readBehind(bytes, hint, own?.readables ?? []);
    if (behind !== undefined) return verdicts.behind(bytes, hint, behind);
  }
  return judgeUnframed(open, hint, setting);
}

/** Bytes that may be bare Avro, text, or framed by a schema of another topic. */
function judgeUnframed({ part, bytes }: OpenPart, hint: FrameHint, { verdicts, own }: Setting): JudgedPart | Judgement {
  const text = readText(bytes);
  const bare = readBare(bytes, own?.readables ?? [], text !== undefined);
  const isFramed = hint.kind === 'unconfirmed';
  if (bare === undefined && text === undefined && !isFramed) return verdicts.notDecoded(bytes, part.part, hint, own);
  const natures: Nature[] = [];
  if (bare !== undefined) natures.push('bare');
  if (isFramed) natures.push('framed');
  if (text !== undefined) natures.push('text');
  return {
    natures,
    decide(as) {
      const followed = as !== undefined && natures.length > 1 && natures.includes(as.nature) ? as : undefined;
      const nature = followed?.nature ?? natures[0];
      if (nature === 'bare' && bare !== undefined) return verdicts.bare(bytes, hint, bare, text !== undefined, followed);
      if (nature === 'framed' && isFramed) return verdicts.unconfirmed(bytes, hint, part.part, followed);
      if (text !== undefined) return verdicts.text(bytes, text, own, followed);
      throw new Error(`Nothing was found that is ${nature ?? 'anything'}.`);
    },
  };
}

/** What a frame that is believed would be without it, as most others of the topic are; undefined where it would be nothing. */
export function judgeTwoWays({ bytes, writer }: ReadPart, { verdicts, own }: Setting, as: Prevailing): JudgedPart | undefined {
  const bare = bytes === null ? undefined : readBare(bytes, own?.readables ?? [], false);
  return bytes === null || bare === undefined ? undefined : verdicts.bareOfMany(bytes, bare, writer?.schemaId, as);
}

/** Frames that name a schema which no registry of ours is asked for. */
export function resolveUnasked(hint: FrameHint, bytes: Uint8Array, setting: Setting): FrameHint | JudgedPart {
  if (hint.kind !== 'not-asked') return hint;
  const { frame } = hint;
  switch (frame.names.kind) {
    case 'inline':
      return readContainer(bytes, frame, setting);
    case 'fingerprint':
      return readByFingerprint(bytes, frame, frame.names.fingerprint, setting);
    case 'glue-version': {
      const message = "AWS Glue's registry is not asked for its schemas.";
      const remedy = 'Choose the schema with Set Decode Profile….';
      return { kind: 'no-schema', frame, error: new FrameError('frame/glue-schema', message, { remedy }) };
    }
    default:
      return hint;
  }
}

function readContainer(bytes: Uint8Array, frame: Frame, { verdicts, containers }: Setting): JudgedPart {
  const reading = containers.read(bytes, frame.payloadStart);
  if (!reading.ok) return failed(bytes, reading.error, frame.framing, undefined, undefined);
  const { readable, schema, value, records } = reading;
  const what = `, ${records === 1 ? '1 record' : `${records} records`}`;
  return verdicts.proved(bytes, frame, readable, value, schema, what);
}

function readByFingerprint(bytes: Uint8Array, frame: Frame, fingerprint: string, setting: Setting): FrameHint | JudgedPart {
  const { own, chosen, workspace, verdicts } = setting;
  const chosenOne = chosen.writer === undefined || chosen.writer instanceof KnownError ? [] : [chosen.writer];
  const readable = [...(own?.readables ?? []), ...chosenOne, ...workspace()].find((one) => one.fingerprint() === fingerprint);
  if (readable === undefined) {
    const message = `No schema of this topic has the fingerprint ${fingerprint}.`;
    return { kind: 'no-schema', frame, error: new FrameError('frame/unknown-fingerprint', message) };
  }
  const reading = readPayload(readable, bytes, frame);
  if (!reading.ok) {
    const known = { readable, subjects: undefined, own: { key: undefined, value: undefined } };
    return { kind: 'misfit', frame, known, error: reading.error };
  }
  // The schema has a value for each of its bytes.
  return verdicts.proved(bytes, frame, readable, reading.value ?? null, readable.schema, ` is that of ${readable.label}`);
}

/** The topic's own version that a frame's schema is, where the registry does not say so itself. */
function findOwnVersion({ frame, known }: FrameHint & { kind: 'unconfirmed' }, own: OwnSchemas | undefined): ReadableSchema | undefined {
  const { schemaId } = known.readable.source;
  if (schemaId !== undefined) return own?.readables.find(({ source }) => source.schemaId === schemaId);
  // Names of Apicurio's own are no schema ids; what they name is known by its form.
  const form = frame.names.kind === 'schema-id' ? '' : known.readable.fingerprint();
  return form === '' ? undefined : own?.readables.find((one) => one.fingerprint() === form);
}

/** By the topic's own schemas, behind a frame that says only that Avro follows. */
export function readBehind(
  bytes: Uint8Array,
  hint: UnreadHint,
  readables: readonly ReadableSchema[],
  isForced = false,
): GuessedReading | undefined {
  const { frame } = hint;
  // These say which schema it is, and that it is none of these, unless somebody knows better.
  const isNamed = frame.framing === 'confluent-prefix' || frame.framing === 'apicurio-prefix' || frame.framing === 'single-object';
  if ((isNamed && !isForced) || hint.kind === 'misfit') return undefined;
  for (const readable of readables) {
    const reading = readPayload(readable, bytes, frame);
    if (reading.ok && reading.value !== undefined) return { readable, value: reading.value };
  }
  return undefined;
}

export function readAsChosen(
  bytes: Uint8Array,
  hint: Exclude<FrameHint, { kind: 'unconfirmed' }>,
  chosen: ReadableSchema | KnownError,
  verdicts: Verdicts,
  isForced = false,
): JudgedPart {
  if (chosen instanceof KnownError) return verdicts.unusable(bytes, chosen);
  const isFrameSure = hint.kind !== 'no-frame' && (isForced || isInHeader(hint.frame));
  const bare = isFrameSure ? undefined : chosen.tryRead(bytes, 0, false);
  if (bare?.ok === true && bare.value !== undefined) return verdicts.chosen(bytes, undefined, { readable: chosen, value: bare.value });
  if (hint.kind === 'no-frame') {
    const error = bare?.ok === false ? bare.error : { code: 'codec/not-avro', message: 'This is no schema of Avro.', position: undefined };
    return verdicts.notAsChosen(bytes, hint, chosen, error);
  }
  const framed = readPayload(chosen, bytes, hint.frame);
  if (!framed.ok) return verdicts.notAsChosen(bytes, hint, chosen, framed.error, isForced);
  return verdicts.chosen(bytes, hint, { readable: chosen, value: framed.value ?? null });
}

/** The newest version that reads all bytes; of text it takes one with lengths, see `createDecoder`. */
export function readBare(bytes: Uint8Array, readables: readonly ReadableSchema[], isText: boolean): BareReading | undefined {
  for (const readable of readables) {
    if (readable.schema === undefined || (isText && !readable.hasLengths)) continue;
    const value = readable.readBare(bytes);
    if (value !== undefined) return { readable, value, tried: readables };
  }
  return undefined;
}
