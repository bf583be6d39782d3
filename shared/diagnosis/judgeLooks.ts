import { FrameError } from '../errors.ts';
import type { KnownError } from '../errors.ts';
import { isNotFound } from '../registry/errors.ts';
import type { Frame } from '../wire/frame.ts';
import { judgeFrame } from '../wire/judgeFrame.ts';
import { likelyFrames } from '../wire/likelyFrames.ts';
import { readJson, readText } from '../wire/plainText.ts';
import { readPrimitive } from '../wire/primitives.ts';
import { readPayload } from '../wire/judgeFrame.ts';
import { toDecodingError } from '../wire/verdicts.ts';
import type { ReadTools } from './judgeReads.ts';
import type { Candidate, JudgeSchemas } from './judgeSchemas.ts';
import { nameKey, wayOfFrame } from './judgeWays.ts';
import type { FrameLook, LookedSample, Tie, Way, Ways } from './judgeWays.ts';

/** What a frame says of its payload, by what is known of the schema that it names. */
export function lookAtFrame(bytes: Uint8Array, frame: Frame, schemas: JudgeSchemas, tools: ReadTools): FrameLook {
  const base = { framing: frame.framing, names: frame.names, payloadStart: frame.payloadStart };
  const nothing = { readable: undefined, own: undefined, subjects: undefined, error: undefined };
  if (frame.problem !== undefined) return { ...base, ...nothing, state: 'damaged', error: toDecodingError(frame.problem) };
  if (frame.names.kind === 'inline') {
    const reading = tools.containers.read(bytes, frame.payloadStart);
    if (reading.ok) return { ...base, ...nothing, state: 'reads', readable: reading.readable };
    return { ...base, ...nothing, state: 'damaged', error: reading.error };
  }
  if (frame.names.kind === 'fingerprint')
    return { ...base, ...nothing, ...lookByFingerprint(bytes, frame, frame.names.fingerprint, schemas) };
  const known = schemas.known.get(nameKey(frame.names));
  const hint = judgeFrame(bytes, frame, schemas.known);
  if (hint.kind === 'not-asked' || known === undefined) return { ...base, ...nothing, state: 'unasked' };
  if (hint.kind === 'no-schema') {
    const state = isUnknown(hint.error) ? 'unknown' : 'unasked';
    return { ...base, ...nothing, state, error: toDecodingError(hint.error) };
  }
  const { readable, subjects } = hint.known;
  const error = hint.kind === 'misfit' ? hint.error : undefined;
  const own = hint.known.own[tools.part] ?? ownVersion(hint.known.readable.source.schemaId, hint.known.readable.fingerprint(), schemas);
  return { ...base, state: hint.kind === 'misfit' ? 'misfit' : 'reads', readable, own, subjects, error };
}

function isUnknown(error: KnownError): boolean {
  return isNotFound(error) || (error instanceof FrameError && error.code === 'frame/id-not-asked');
}

/** The topic's own version that has an id, or the same form where what names it is no schema id. */
function ownVersion(schemaId: number | undefined, form: string, { own }: JudgeSchemas): FrameLook['own'] {
  const found = own?.readables.find((one) =>
    schemaId === undefined ? form !== '' && one.fingerprint() === form : one.source.schemaId === schemaId,
  );
  return found?.source.subject === undefined ? undefined : { subject: found.source.subject, version: found.source.version };
}

function lookByFingerprint(
  bytes: Uint8Array,
  frame: Frame,
  fingerprint: string,
  { candidates }: JudgeSchemas,
): Pick<FrameLook, 'state'> & Partial<FrameLook> {
  const found = candidates.find(({ readable }) => readable.fingerprint() === fingerprint);
  if (found === undefined) return { state: 'unknown' };
  const { readable, tie } = found;
  const { subject, version } = readable.source;
  const own = tie === 2 && subject !== undefined ? { subject, version } : undefined;
  const reading = readPayload(readable, bytes, frame);
  return { state: reading.ok ? 'reads' : 'misfit', readable, own, error: reading.ok ? undefined : reading.error };
}

/** Frames whose own schemas read them, and text. */
export function markNamed(sample: LookedSample, at: number, ways: Ways): void {
  for (const look of sample.looks) {
    if (look.state !== 'reads') continue;
    ways.mark(sample, at, { id: wayOfFrame(look), kind: 'named', framing: look.framing, candidate: undefined }, tieOf(look));
  }
}

export function markPlain(sample: LookedSample, at: number, ways: Ways): void {
  const { bytes } = sample;
  const mark = (framing: 'json' | 'text' | 'uuid', tie: Tie): void =>
    ways.mark(sample, at, { id: framing, kind: 'plain', framing, candidate: undefined }, tie);
  // Two brackets may be anything.
  if (readJson(bytes) !== undefined) mark('json', bytes.length > 5 ? 3 : 0);
  if (readText(bytes) !== undefined) mark('text', 0);
  if (readPrimitive('uuid', bytes).ok) mark('uuid', 3);
}

function tieOf({ framing, own }: FrameLook): Tie {
  if (framing === 'confluent-header' || framing === 'apicurio-header' || framing === 'container' || framing === 'single-object') return 3;
  return own === undefined ? 0 : 2;
}

/**
 * Whether a candidate reads a sample, without a frame or behind one whose schema nobody has.
 *
 * @param ways undefined where nothing is to be taken down
 */
export function markCandidate(sample: LookedSample, at: number, candidate: Candidate, ways: Ways | undefined, tools: ReadTools): boolean {
  const { readable, key, tie } = candidate;
  let isRead = false;
  const mark = (way: Pick<Way, 'id' | 'kind' | 'framing'>, as: Tie): void => {
    ways?.mark(sample, at, { ...way, candidate }, as);
    isRead = true;
  };
  if (readable.readBare(sample.bytes) !== undefined) {
    // Numbers alone fit any text of the right length.
    const isText = !readable.hasLengths && readText(sample.bytes) !== undefined;
    mark({ id: `bare ${key}`, kind: 'bare', framing: 'bare' }, isText ? 0 : tie);
  }
  for (const look of sample.looks) {
    if (look.state !== 'unknown' && look.state !== 'unasked') continue;
    // An id of Apicurio's is a content's or a global one: where it is known as one of them, it is not the other.
    if (sample.looks.some(({ framing, state }) => framing === look.framing && state === 'reads')) continue;
    if (!readsBehind(sample, look, candidate, tools)) continue;
    const isHeader = look.framing === 'confluent-header' || look.framing === 'apicurio-header';
    mark({ id: `${look.framing} ${key}`, kind: 'behind', framing: look.framing }, isHeader ? 3 : tie);
  }
  return isRead;
}

function readsBehind({ bytes, sample }: LookedSample, look: FrameLook, { readable }: Candidate, tools: ReadTools): boolean {
  // A fingerprint says which schema it is, and that it is none of these.
  if (look.framing === 'single-object' || look.framing === 'container' || readable.reader === undefined) return false;
  if (look.framing !== 'glue' && look.framing !== 'apicurio-header')
    return readable.reader.readIfFits(bytes, look.payloadStart) !== undefined;
  const input = { bytes, part: tools.part, headers: sample.headers, inflate: tools.inflate };
  const frame = likelyFrames(input).find(({ framing, names }) => framing === look.framing && names.kind === look.names.kind);
  if (frame?.encoding !== 'binary') return false;
  return readable.tryRead(frame.payload, 0, false).ok;
}
