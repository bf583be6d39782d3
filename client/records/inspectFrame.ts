import { KnownError } from '../../shared/errors.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { findFrames, readFrame } from '../../shared/wire/finders.ts';
import type { Frame, FrameField, FrameInput } from '../../shared/wire/frame.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import { hexOf } from './explainBytes.ts';
import type { InspectedField } from './recordsSession.ts';

/** The frames that the decoder has found around a value, the outer one first: there are two where it was framed twice. */
export function framesOf({ framing, origin, bytes }: ReadPart, input: FrameInput): readonly Frame[] {
  const frame = tryRead(framing, input);
  const start = origin?.start ?? 0;
  // What was inflated has positions of its own.
  if (origin === undefined || origin.bytes !== bytes || frame?.payloadStart === start) return frame === undefined ? [] : [frame];
  for (const outer of findFrames(input)) {
    const inner = tryRead(framing, { ...input, bytes: outer.payload, headers: [] });
    if (inner !== undefined && inner.payloadStart + outer.payloadStart === start) return [outer, inner];
  }
  return [];
}

function tryRead(framing: ReadPart['framing'], input: FrameInput): Frame | undefined {
  try {
    return readFrame(framing, input);
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

/** What a frame's bytes are: first what stands in headers, by their names. */
export function frameFields(frame: Frame, shift: number, { bytes, headers }: Pick<FrameInput, 'bytes' | 'headers'>): InspectedField[] {
  const fields = frame.fields();
  const inBytes = fields.filter(({ header }) => header === undefined);
  const [start, end] = [shift + (inBytes[0]?.start ?? 0), shift + (inBytes.at(-1)?.end ?? 0)];
  const name = framingNames[frame.framing];
  const group = (title: string, from: number, to: number): InspectedField => ({
    ...{ depth: 0, name: title, kind: 'frame', start: from, end: to, value: name, type: '', explanation: '' },
  });
  const inHeaders = [...new Set(fields.flatMap(({ header }) => header ?? []))].flatMap((header) => {
    const value = headers.findLast((one) => one.name === header)?.value ?? new Uint8Array();
    const own = fields.filter((field) => field.header === header);
    return [group(`header ${header}`, 0, 0), ...own.map((field) => toInspected(field, value, 0, header))];
  });
  const own = inBytes.map((field) => toInspected(field, bytes, shift, undefined));
  return [...inHeaders, ...(own.length === 0 ? [] : [group('frame', start, end), ...own])];
}

function toInspected(
  { start, end, name, text }: FrameField,
  source: Uint8Array,
  shift: number,
  header: string | undefined,
): InspectedField {
  const hex = hexOf(source.subarray(start + shift, end + shift));
  const where = header === undefined ? '' : ` in the header ${header}`;
  const meaning = name.startsWith('magic byte') ? `${name}, ${text}; alone it is only a hint` : `${name} ${text}${orderOf(name)}`;
  const place = header === undefined ? { start: start + shift, end: end + shift } : { start: 0, end: 0 };
  return {
    depth: 1,
    name,
    kind: 'frame',
    ...place,
    value: text,
    type: typeOf(name, end - start),
    explanation: `${hex}${where}: ${meaning}`,
  };
}

function orderOf(name: string): string {
  if (name === 'fingerprint') return ', little-endian';
  return /\bid$/.test(name) ? ', big-endian' : '';
}

function typeOf(name: string, size: number): string {
  if (size === 1) return 'byte';
  if (!/\bid$/.test(name)) return `${size} bytes`;
  return size === 4 ? 'int32' : size === 8 ? 'int64' : `${size} bytes`;
}
