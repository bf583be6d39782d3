import type { PartToRead } from './decoder.ts';
import type { Frame } from './frame.ts';
import { isAnyJson, readJson } from './plainText.ts';
import type { ReadableSchema, Reading } from './readableSchema.ts';
import type { Known } from './topicSchemas.ts';
import { registryName } from './topicSchemas.ts';
import { payloadOf, toPlacedError } from './verdicts.ts';
import type { FrameHint, JudgedPart, Verdicts } from './verdicts.ts';

/** Reads what stands behind a frame; positions count from the first byte of the key or value. */
export function readPayload(readable: ReadableSchema, bytes: Uint8Array, frame: Frame): Reading {
  if (frame.problem !== undefined) return { ok: false, error: toPlacedError(frame.problem) };
  if (frame.encoding === 'json') return toJsonReading(frame);
  const payload = payloadOf(readable, bytes, frame);
  const reading = readable.tryRead(payload.bytes, payload.start, payload.isConfluent, frame.messageIndexes);
  if (reading.ok || frame.compression === 'none') return reading;
  // Where in the compressed bytes that is nobody can say.
  const { message } = reading.error;
  return { ok: false, error: { ...reading.error, message: `Inflated, ${message.replace(/^B/, 'b')}`, position: undefined } };
}

/** Avro's JSON encoding stays the JSON that it is. */
function toJsonReading({ payload, payloadStart }: Frame): Reading {
  const json = isAnyJson(payload);
  if ('text' in json) return { ok: true, value: undefined, text: json.text };
  const position = payloadStart + json.position;
  return { ok: false, error: { code: 'codec/not-json', message: `Byte ${position}: ${json.problem}`, position } };
}

/** What the bytes themselves say: settled, or what their beginning hints at. @returns undefined where no frame and no JSON is found */
export function judgeNamed(
  part: PartToRead,
  bytes: Uint8Array,
  frames: readonly Frame[],
  known: ReadonlyMap<string, Known> | undefined,
  verdicts: Verdicts,
): JudgedPart | FrameHint {
  let best: FrameHint = { kind: 'no-frame' };
  for (const frame of frames) {
    const hint = judgeFrame(bytes, frame, known);
    if (hint.kind === 'unconfirmed') {
      const subject = hint.known.own[part.part];
      if (subject !== undefined) return verdicts.exact(bytes, hint, subject, false);
    }
    if (rank(hint) > rank(best)) best = hint;
  }
  if (frames.length === 0) {
    const json = readJson(bytes);
    if (json !== undefined) return verdicts.text(bytes, json);
  }
  return best;
}

/** The better a frame is understood, the more it hints at. */
function rank({ kind }: FrameHint): number {
  return ['no-frame', 'not-asked', 'no-schema', 'misfit', 'unconfirmed'].indexOf(kind);
}

/** What a frame and the registry say. A frame that fits is unconfirmed until something confirms it. */
export function judgeFrame(
  bytes: Uint8Array,
  frame: Frame,
  known: ReadonlyMap<string, Known> | undefined,
): Exclude<FrameHint, { kind: 'no-frame' }> {
  const name = registryName(frame.names);
  const found = name === undefined ? undefined : known?.get(name.key);
  if (found === undefined)
    return frame.problem === undefined ? { kind: 'not-asked', frame } : { kind: 'no-schema', frame, error: frame.problem };
  if ('error' in found) return { kind: 'no-schema', frame, error: found.error };
  const reading = readPayload(found.readable, bytes, frame);
  if (!reading.ok) return { kind: 'misfit', frame, known: found, error: reading.error };
  return { kind: 'unconfirmed', frame, known: found, reading };
}
