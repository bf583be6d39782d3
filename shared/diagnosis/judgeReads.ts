import type { Value } from '../avro/value.ts';
import { CodecError } from '../errors.ts';
import type { ContainerMessages } from '../wire/containerMessage.ts';
import type { Frame, FrameInput, Inflate } from '../wire/frame.ts';
import type { Framing } from '../wire/framings.ts';
import { readPayload } from '../wire/judgeFrame.ts';
import { likelyFrames } from '../wire/likelyFrames.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import type { Fault } from './diagnosis.ts';
import type { FrameLook, LookedSample, Way } from './judgeWays.ts';
import type { ReadSample, Sample } from './samples.ts';

/** What reading again needs beside the sample. */
export interface ReadTools {
  readonly part: 'key' | 'value';
  readonly inflate: Inflate;
  readonly containers: ContainerMessages;
}

export function toInput({ bytes, sample }: Pick<LookedSample, 'bytes' | 'sample'>, { part, inflate }: ReadTools): FrameInput {
  return { bytes, part, headers: sample.headers, inflate };
}

/** The frame that was looked at, with its payload once more. */
export function frameOf(sample: LookedSample, look: FrameLook, tools: ReadTools): Frame | undefined {
  return likelyFrames(toInput(sample, tools)).find(({ framing, names }) => framing === look.framing && names.kind === look.names.kind);
}

/** The look by which a way reads a sample; undefined where it needs no frame. */
export function lookOf({ looks }: LookedSample, way: Way): FrameLook | undefined {
  if (way.kind === 'named') return looks.find(({ framing, state }) => framing === way.framing && state === 'reads');
  return way.kind === 'behind' ? looks.find(({ framing, state }) => framing === way.framing && state !== 'reads') : undefined;
}

/** A null value, or a key that is not there. */
export function readNull(sample: Sample): ReadSample {
  return { sample, framing: 'null', fault: undefined, readable: undefined, schema: undefined, value: undefined, payloadStart: 0 };
}

/** A sample as one of the ways reads it. Its value is made when it is asked for. */
export function readAs(looked: LookedSample, way: Way, tools: ReadTools): ReadSample {
  const look = lookOf(looked, way);
  const readable = way.kind === 'named' ? look?.readable : way.candidate?.readable;
  const framing = way.kind === 'plain' ? plainFraming(looked, way) : way.framing;
  const make = (): Value | undefined => {
    if (way.kind === 'plain' || readable === undefined) return undefined;
    if (look === undefined) return readable.readBare(looked.bytes);
    return valueBehind(looked, look, readable, tools);
  };
  return toRead(looked.sample, framing, faultOf(look), readable, look?.payloadStart ?? 0, make);
}

/** What is wrong with a frame that is read all the same. */
function faultOf(look: FrameLook | undefined): Fault | undefined {
  if (look === undefined) return undefined;
  if (look.state === 'unknown') return 'unknown-id';
  if (look.state === 'unasked') return look.framing === 'glue' ? undefined : 'no-schema';
  return isForeign(look) ? 'foreign-subject' : undefined;
}

/** Whether a frame names a schema of other topics only. */
export function isForeign({ own, subjects, names }: FrameLook): boolean {
  return own === undefined && subjects !== undefined && subjects.length > 0 && names.kind !== 'fingerprint' && names.kind !== 'inline';
}

/** JSON and UUIDs among other texts are told as such. */
function plainFraming({ ways }: LookedSample, way: Way): Framing {
  if (way.framing !== 'text') return way.framing;
  for (const { framing } of ways) if (framing === 'json' || framing === 'uuid') return framing;
  return 'text';
}

export function valueBehind(looked: LookedSample, look: FrameLook, readable: ReadableSchema, tools: ReadTools): Value | undefined {
  const frame = frameOf(looked, look, tools);
  if (frame === undefined) return undefined;
  if (frame.framing === 'container') {
    const reading = tools.containers.read(looked.bytes, frame.payloadStart);
    return reading.ok ? reading.value : undefined;
  }
  const reading = readPayload(readable, looked.bytes, frame);
  return reading.ok ? reading.value : undefined;
}

/** A sample that is understood in one way; what it means is found out once it is asked for, and then kept. */
export function toRead(
  sample: Sample,
  framing: Framing,
  fault: Fault | undefined,
  readable: ReadableSchema | undefined,
  payloadStart: number,
  make: () => Value | undefined,
): ReadSample {
  let made: { readonly value: Value | undefined } | undefined;
  return {
    sample,
    framing,
    fault,
    readable,
    schema: readable?.text,
    payloadStart,
    get value() {
      made ??= { value: tryMake(make) };
      return made.value;
    },
  };
}

function tryMake(make: () => Value | undefined): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
