import { bytesText } from '../../shared/avro/cursor.ts';
import { dereference } from '../../shared/avro/schema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import type { Frame, Inflate } from '../../shared/wire/frame.ts';
import { hexOf, whatOf } from './explainBytes.ts';
import { explainMisfit } from './explainMisfit.ts';
import { inspectAvro } from './inspectAvro.ts';
import { frameFields, framesOf } from './inspectFrame.ts';
import { inspectContainer, inspectPlain } from './inspectPlain.ts';
import type { OpenDecoder } from './heldScan.ts';
import type { InspectedField, InspectRequest, Inspection } from './recordsSession.ts';

/** More fields than this nobody looks through. */
const maxFields = 100_000;

export interface InspectParts {
  readonly openDecoder: OpenDecoder;
  /** Of zlib, with its limit. */
  readonly inflate: Inflate;
  /** Of the scan that the bytes belong to, where that is held: it knows what the others are. */
  readonly decoder?: Decoder | undefined;
  readonly maxFields?: number;
}

/**
 * What each byte of a key or value is: the frame, then the fields of the writer schema, by what the decoder has decided.
 *
 * @throws AbortError, and nothing else that can be expected
 */
export async function inspect(parts: InspectParts, request: InspectRequest, signal: AbortSignal): Promise<Inspection> {
  const { bytes, part, headers } = request;
  const { read, decoder } = await readPart(parts, request, signal);
  const frames = framesOf(read, { bytes, part, headers, inflate: parts.inflate });
  const limit = parts.maxFields ?? maxFields;
  const fields: InspectedField[] = [];
  let shift = 0;
  for (const frame of frames) {
    fields.push(...frameFields(frame, shift, request));
    shift += frame.payloadStart;
  }
  const found = inspectPayload(read, frames, shift, request, limit - fields.length);
  return { part: decoder.render(read), schema: read.origin?.readable.label, ...found, fields: [...fields, ...found.fields] };
}

async function readPart(
  { openDecoder, decoder: ofScan }: InspectParts,
  { bytes, part, headers, topic, decoding, schema }: InspectRequest,
  signal: AbortSignal,
): Promise<{ readonly read: ReadPart; readonly decoder: Decoder }> {
  const own = { ...decoding.profile[part], ...(schema === undefined ? {} : { schema: { kind: 'text', schema } as const }) };
  const fresh = openDecoder(topic, { ...decoding, profile: { ...decoding.profile, [part]: own } });
  const readBy = async (decoder: Decoder): Promise<ReadPart> => {
    const [read] = await decoder.read([{ bytes, part, headers }], signal);
    // The decoder yields one for each that it is given.
    if (read === undefined) throw new Error('The bytes were not decoded.');
    return read;
  };
  if (ofScan !== undefined && schema === undefined) {
    const read = await readBy(ofScan);
    // What most of a topic is, is read without a word about where; then it can't be read otherwise.
    if (read.origin !== undefined || read.value === undefined || read.framing !== 'confluent-prefix') return { read, decoder: ofScan };
  }
  return { read: await readBy(fresh), decoder: fresh };
}

type Found = Omit<Inspection, 'part'>;

const nothing: Found = { fields: [], stop: undefined, leftOver: undefined, cut: false };

function inspectPayload(read: ReadPart, frames: readonly Frame[], start: number, { bytes, part }: InspectRequest, limit: number): Found {
  const { origin, framing, text } = read;
  const outer = frames.at(-1);
  if (read.state === 'null' || bytes.length === 0) return nothing;
  if (outer?.compression === 'zlib') return { ...compressed(read, outer, start, bytes), ...stopOf(read) };
  if (origin?.readable.schema !== undefined && text === undefined) return inspectByOrigin(read, part, limit);
  if (framing === 'container' && outer !== undefined) return { ...nothing, ...inspectContainer(bytes, start, limit), ...stopOf(read) };
  const plain = inspectPlain(read, start, { bytes, name: part, limit });
  return { ...nothing, ...plain, ...stopOf(read) };
}

function inspectByOrigin(read: ReadPart, name: string, maxFields: number): Found {
  const { origin } = read;
  const schema = origin?.readable.schema;
  if (origin === undefined || schema === undefined) return nothing;
  const { bytes, start, isConfluent } = origin;
  if (isConfluent && dereference(schema)?.type === 'bytes') {
    const own = bytes.subarray(start);
    const explanation = `${hexOf(own)}: the bytes themselves, since Confluent’s serializers write the type bytes without a length`;
    const field = { depth: 0, name, kind: 'field', start, end: bytes.length, value: hexOf(own), type: 'bytes', explanation } as const;
    return { ...nothing, fields: [field] };
  }
  try {
    const { fields, misfit, end, isCut } = inspectAvro(schema, { bytes, start, name, maxFields });
    if (misfit !== undefined) {
      const { position, path, error } = misfit;
      const explanation = explainMisfit(misfit, { bytes, start, isBare: start === 0 && read.framing !== 'glue' && !isHeaderFraming(read) });
      return { fields, stop: { position, what: whatOf(error), path, explanation }, leftOver: undefined, cut: isCut };
    }
    const leftOver = end < bytes.length && !isCut ? { start: end, count: bytes.length - end } : undefined;
    return { fields, ...(isCut ? stopOf(read) : { stop: undefined }), leftOver, cut: isCut };
  } catch (error) {
    // A schema that can't be used was refused by the decoder already.
    if (!(error instanceof CodecError)) throw error;
    return { ...nothing, ...stopOf(read) };
  }
}

function isHeaderFraming({ framing }: ReadPart): boolean {
  return framing === 'confluent-header' || framing === 'apicurio-header';
}

/** Where the decoder says that the bytes stop fitting, and no schema says why. */
function stopOf({ error }: ReadPart): Pick<Inspection, 'stop'> {
  if (error?.position === undefined) return { stop: undefined };
  return { stop: { position: error.position, what: whatOf(error), path: '', explanation: [] } };
}

function compressed({ schema }: ReadPart, { payload, problem }: Frame, start: number, bytes: Uint8Array): Found {
  const size = bytes.length - start;
  const own = bytes.subarray(start);
  const value = problem === undefined ? `${bytesText(size)}, inflated ${bytesText(payload.length)}` : bytesText(size);
  const what = schema === undefined ? '' : '; its fields have no bytes of their own here';
  const explanation = `${hexOf(own)}: compressed with zlib${what}`;
  const field = { depth: 0, name: 'payload', kind: 'field', start, end: bytes.length, value, type: 'zlib', explanation } as const;
  return { ...nothing, fields: size === 0 ? [] : [field] };
}
