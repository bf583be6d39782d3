import { parseSchema } from '../avro/parse.ts';
import type { Schema } from '../avro/schema.ts';
import { FrameError, KnownError } from '../errors.ts';
import { readFrame } from './finders.ts';
import type { Frame, FrameInput } from './frame.ts';
import { readAsChosen, readBare, readBehind, resolveUnasked } from './judgeOpen.ts';
import type { OpenPart, Setting } from './judgeOpen.ts';
import { decodeUtf8, findInvalidUtf8, isAnyJson } from './plainText.ts';
import { readPrimitive } from './primitives.ts';
import type { PrimitiveKind } from './primitives.ts';
import type { PartProfile } from './profile.ts';
import { toDecodingError } from './verdicts.ts';
import type { JudgedPart, Verdicts } from './verdicts.ts';

/** A framing that somebody chose. */
export type ForcedFraming = Exclude<PartProfile['framing'], 'automatic'>;

/** What bytes are by a chosen framing that needs no schema; undefined where it needs one. */
export function readWithoutSchema(framing: ForcedFraming, bytes: Uint8Array, verdicts: Verdicts): JudgedPart | undefined {
  switch (framing) {
    case 'bytes':
      return verdicts.forced(bytes, { state: 'bytes' }, 'none');
    case 'json': {
      const json = isAnyJson(bytes);
      if ('text' in json) return verdicts.forced(bytes, { state: 'text', text: json.text }, 'json');
      return verdicts.notForced(bytes, 'json', misfit('codec/not-json', json.position, json.problem));
    }
    case 'text': {
      const text = decodeUtf8(bytes);
      if (text !== undefined) return verdicts.forced(bytes, { state: 'text', text }, 'text');
      return verdicts.notForced(bytes, 'text', misfit('codec/not-utf8', findInvalidUtf8(bytes), 'not UTF-8'));
    }
    case 'int':
    case 'long':
    case 'short':
    case 'double':
    case 'float':
    case 'uuid':
      return readAsPrimitive(framing, bytes, verdicts);
    default:
      return undefined;
  }
}

function misfit(code: string, position: number, problem: string): { code: string; message: string; position: number } {
  return { code, message: `Byte ${position}: ${problem}`, position };
}

const primitiveSchemas: Readonly<Record<PrimitiveKind, Schema | undefined>> = {
  int: parseSchema('"int"').schema,
  long: parseSchema('"long"').schema,
  short: parseSchema('"int"').schema,
  double: parseSchema('"double"').schema,
  float: parseSchema('"float"').schema,
  uuid: parseSchema('"string"').schema,
};

function readAsPrimitive(kind: PrimitiveKind, bytes: Uint8Array, verdicts: Verdicts): JudgedPart {
  const read = readPrimitive(kind, bytes);
  if (read.ok) return verdicts.forced(bytes, { state: 'guessed', schema: primitiveSchemas[kind], value: read.value }, kind);
  return verdicts.notForced(bytes, kind, { code: 'codec/not-primitive', message: read.reason, position: undefined });
}

/** The frame that is said to be there, undefined for bare Avro, or the failure where it is not. */
export function findForcedFrame(framing: ForcedFraming, input: FrameInput, verdicts: Verdicts): Frame | JudgedPart | undefined {
  try {
    return framing === 'bytes' ? undefined : readFrame(framing, input);
  } catch (error) {
    if (!(error instanceof FrameError) || framing === 'bytes') throw error;
    const position = error.code === 'frame/no-header' || error.code === 'frame/invalid-header' ? undefined : 0;
    return verdicts.notForced(input.bytes, framing, { ...toDecodingError(error), position });
  }
}

/** What a chosen framing makes of bytes: its own schema, else the chosen one, else the topic's own. */
export function judgeForced({ part, bytes, hint }: OpenPart, setting: Setting): JudgedPart {
  const { verdicts, own, chosen } = setting;
  if (hint.kind === 'unconfirmed') return verdicts.exact(bytes, hint, hint.known.own[part.part], true);
  if (hint.kind === 'no-frame') {
    if (chosen.writer !== undefined) return readAsChosen(bytes, hint, chosen.writer, verdicts, true);
    const bare = readBare(bytes, own?.readables ?? [], false);
    return bare === undefined ? verdicts.notBare(bytes, part.part, own) : verdicts.bare(bytes, hint, bare, false, undefined, true);
  }
  const resolved = resolveUnasked(hint, bytes, setting);
  if ('state' in resolved) return resolved;
  if (resolved.kind === 'no-frame' || resolved.kind === 'unconfirmed') throw new Error('A frame that was found is one still.');
  if (chosen.writer instanceof KnownError) return verdicts.unusable(bytes, chosen.writer, resolved.frame.framing);
  if (chosen.writer !== undefined) return readAsChosen(bytes, resolved, chosen.writer, verdicts, true);
  const behind = readBehind(bytes, resolved, own?.readables ?? [], true);
  return behind === undefined ? verdicts.notDecoded(bytes, part.part, resolved, own, true) : verdicts.behind(bytes, resolved, behind);
}
