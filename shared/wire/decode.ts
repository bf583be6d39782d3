import type { SchemaText } from '../avro/schemaText.ts';
import { CodecError } from '../errors.ts';
import type { RegistryCache } from '../registry/cache.ts';
import { findPrefixedFrame } from './confluentPrefix.ts';
import type { DecodedPart } from './decoded.ts';
import type { FindFrame, Frame } from './frame.ts';
import { readJson, readText } from './plainText.ts';
import { toReadable } from './readableSchema.ts';
import type { ReadableSchema, Reading } from './readableSchema.ts';
import { TopicSchemas } from './topicSchemas.ts';
import type { KnownId, OwnSchemas } from './topicSchemas.ts';
import { findSubjectOf } from './topicSubjects.ts';
import { Verdicts } from './verdicts.ts';
import type { BareReading, FrameHint } from './verdicts.ts';

export interface DecoderOptions {
  /** Undefined where the connection has none: then frames are named and not read. */
  readonly registry: RegistryCache | undefined;
  /** Whose subjects confirm a schema id, and are tried on bytes without a frame. */
  readonly topic: string | undefined;
}

export interface PartToDecode {
  readonly bytes: Uint8Array | null;
  readonly part: 'key' | 'value';
}

/** Finds out what keys and values are, and says how it knows. See {@link createDecoder}. */
export interface Decoder {
  /**
   * @param options `schema` is one that the user chose: it is tried where the bytes name none that can be had
   * @throws AbortError, and nothing else that can be expected: what can't be decoded is a result
   */
  decode(
    bytes: Uint8Array | null,
    part: 'key' | 'value',
    options: { schema?: SchemaText | undefined },
    signal: AbortSignal,
  ): Promise<DecodedPart>;
  /**
   * Many at once, each by itself: one that can't be decoded spoils no other. Each schema is asked for and compiled once.
   *
   * @returns as many, in the same order
   */
  decodeAll(parts: readonly PartToDecode[], signal: AbortSignal): Promise<DecodedPart[]>;
}

/** Asked in turn; the first that finds something is believed to the point that its schema is looked up. */
const finders: readonly FindFrame[] = [findPrefixedFrame];

/**
 * Decodes by evidence, since a magic byte alone is only a hint: bare Avro may begin with 00 too, and then the next bytes
 * look like a schema id. In this order:
 *
 * 1. A frame whose schema id is known, fits to the last byte and belongs to a subject of this topic is `exact`.
 * 2. A JSON object or array is `text`.
 * 3. A version of the topic's own subject that reads all bytes as bare Avro is `guessed`, before a frame whose id fits
 *    but belongs to no subject of this topic. Where the bytes are printable text too, the schema must hold a string or
 *    bytes, whose length then fits as well; numbers fit any text of the right length, and that stays `text`.
 * 4. A frame whose id fits but belongs elsewhere is `guessed`.
 * 5. Printable UTF-8 is `text`.
 * 6. Everything else is `failed` where a schema should have been found, and `bytes` where none was to be expected.
 *
 * A schema that the user chose takes the place of the topic's own in 3, and may also stand behind a frame whose id is
 * not to be had.
 */
export function createDecoder({ registry, topic }: DecoderOptions): Decoder {
  const schemas = registry === undefined ? undefined : new TopicSchemas(registry, topic);
  const verdicts = new Verdicts(topic);
  return {
    async decode(bytes, part, { schema }, signal) {
      const chosen = schema === undefined ? undefined : toChosen(schema);
      const [decoded] = await decodeParts([{ bytes, part }], schemas, verdicts, chosen, signal);
      // As many come out as went in.
      return decoded ?? verdicts.nothing(part);
    },
    decodeAll: (parts, signal) => decodeParts(parts, schemas, verdicts, undefined, signal),
  };
}

/** A schema of the user's choice, or why it can't be used. */
type Chosen = ReadableSchema | CodecError;

function toChosen(schema: SchemaText): Chosen {
  try {
    return toReadable(schema, { schemaId: undefined, subject: undefined, version: undefined });
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

async function decodeParts(
  parts: readonly PartToDecode[],
  schemas: TopicSchemas | undefined,
  verdicts: Verdicts,
  chosen: Chosen | undefined,
  signal: AbortSignal,
): Promise<DecodedPart[]> {
  const frames = parts.map(({ bytes }) => (bytes === null ? undefined : findFrame(bytes)));
  const known = await schemas?.findIds(countIds(frames), signal);
  const open: Open[] = [];
  const pause = createPause(signal);
  const decoded: (DecodedPart | undefined)[] = [];
  for (const [index, { bytes, part }] of parts.entries()) {
    const turn = pause();
    if (turn !== undefined) await turn;
    const step =
      bytes === null || bytes.length === 0
        ? verdicts.nothing(part, bytes)
        : guarded(bytes, verdicts, () => decodeNamed(bytes, part, frames[index], known, verdicts));
    if ('state' in step) decoded.push(step);
    else {
      decoded.push(undefined);
      open.push({ index, bytes: bytes ?? new Uint8Array(), part, hint: step });
    }
  }
  const own = new Map<'key' | 'value', OwnSchemas | undefined>();
  for (const part of new Set(open.map((one) => one.part))) own.set(part, await schemas?.findOwn(part, signal));
  for (const { index, bytes, part, hint } of open) {
    const turn = pause();
    if (turn !== undefined) await turn;
    decoded[index] = guarded(bytes, verdicts, () => decodeUnnamed(bytes, part, hint, own.get(part), verdicts, chosen));
  }
  return decoded.map((one, index) => one ?? verdicts.nothing(parts[index]?.part ?? 'value'));
}

/** What can't be shown though it was read is a failure of this one part. */
function guarded<T>(bytes: Uint8Array, verdicts: Verdicts, decode: () => T): T | DecodedPart {
  try {
    return decode();
  } catch (error) {
    if (error instanceof CodecError) return verdicts.unusable(bytes, error);
    throw error;
  }
}

/** A part that its own bytes have not settled. */
interface Open {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly part: 'key' | 'value';
  readonly hint: FrameHint;
}

function findFrame(bytes: Uint8Array): Frame | undefined {
  for (const find of finders) {
    const frame = find(bytes);
    if (frame !== undefined) return frame;
  }
  return undefined;
}

function countIds(frames: readonly (Frame | undefined)[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const frame of frames) {
    if (frame?.schemaId !== undefined) counts.set(frame.schemaId, (counts.get(frame.schemaId) ?? 0) + 1);
  }
  return counts;
}

/** What the bytes themselves say: settled, or what their beginning hints at. */
function decodeNamed(
  bytes: Uint8Array,
  part: 'key' | 'value',
  frame: Frame | undefined,
  known: ReadonlyMap<number, KnownId> | undefined,
  verdicts: Verdicts,
): DecodedPart | FrameHint {
  if (frame?.schemaId === undefined) {
    const json = readJson(bytes);
    return json === undefined ? { kind: 'no-frame' } : verdicts.text(bytes, json);
  }
  const { schemaId } = frame;
  const found = known?.get(schemaId);
  if (found === undefined) return { kind: 'not-asked', frame, schemaId };
  if ('error' in found) return { kind: 'no-schema', frame, schemaId, error: found.error };
  const { readable, subjects } = found;
  const reading = readable.tryRead(bytes, frame.payloadStart, true);
  if (!reading.ok) return { kind: 'misfit', frame, schemaId, readable, subjects, error: reading.error };
  const fit = { frame, schemaId, readable, subjects, value: reading.value };
  const { topic } = verdicts;
  const subject = topic === undefined ? undefined : findSubjectOf(subjects ?? [], topic, part, readable.source.fullname);
  return subject === undefined ? { kind: 'unconfirmed', ...fit } : verdicts.exact(bytes, fit, subject);
}

/** What the topic's own schemas, or the user's choice, make of bytes that have not settled it themselves. */
function decodeUnnamed(
  bytes: Uint8Array,
  part: 'key' | 'value',
  hint: FrameHint,
  own: OwnSchemas | undefined,
  verdicts: Verdicts,
  chosen: Chosen | undefined,
): DecodedPart {
  if (hint.kind === 'unconfirmed') {
    const version = own?.readables.find(({ source }) => source.schemaId === hint.schemaId);
    if (version?.source.subject !== undefined) {
      return verdicts.exact(bytes, hint, { subject: version.source.subject, version: version.source.version });
    }
  }
  if (chosen !== undefined && hint.kind !== 'unconfirmed') return decodeAsChosen(bytes, hint, verdicts, chosen);
  const text = readText(bytes);
  const bare = readBare(bytes, own?.readables ?? [], text !== undefined);
  if (bare !== undefined) return verdicts.bare(bytes, hint, bare, text !== undefined);
  if (hint.kind === 'unconfirmed') return verdicts.unconfirmed(bytes, hint, part);
  if (text !== undefined) return verdicts.text(bytes, text, own);
  return verdicts.notDecoded(bytes, part, hint, own);
}

function decodeAsChosen(
  bytes: Uint8Array,
  hint: Exclude<FrameHint, { kind: 'unconfirmed' }>,
  verdicts: Verdicts,
  chosen: Chosen,
): DecodedPart {
  if (chosen instanceof CodecError) return verdicts.unusable(bytes, chosen);
  const bare = chosen.tryRead(bytes, 0, false);
  if (bare.ok) return verdicts.chosen(bytes, undefined, chosen, bare.value);
  if (hint.kind === 'no-frame') return verdicts.notAsChosen(bytes, hint, chosen, bare.error);
  const framed = chosen.tryRead(bytes, hint.frame.payloadStart, true);
  return framed.ok ? verdicts.chosen(bytes, hint, chosen, framed.value) : verdicts.notAsChosen(bytes, hint, chosen, framed.error);
}

/** The newest version that reads all bytes, with how many others do; see {@link createDecoder} on text. */
function readBare(bytes: Uint8Array, readables: readonly ReadableSchema[], isText: boolean): BareReading | undefined {
  const fits: { readable: ReadableSchema; reading: Reading & { ok: true } }[] = [];
  for (const readable of readables) {
    if (isText && !readable.hasLengths) continue;
    const reading = readable.tryRead(bytes, 0, false);
    if (reading.ok) fits.push({ readable, reading });
  }
  const [newest] = fits;
  return newest === undefined ? undefined : { readable: newest.readable, value: newest.reading.value, others: fits.length - 1 };
}

/** So long may decoding hold its thread before messages, such as a cancellation, get their turn. */
const sliceMs = 20;

function createPause(signal: AbortSignal): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        since = performance.now();
        if (signal.aborted) reject(new DOMException('Cancelled.', 'AbortError'));
        else resolve();
      });
    });
  };
}
