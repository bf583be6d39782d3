import { bytesText, countText, Cursor } from '../../shared/avro/cursor.ts';
import { readString } from '../../shared/avro/readBytes.ts';
import { branchTag, fixedSize, type UsableSchema } from '../../shared/avro/usable.ts';
import { CodecError } from '../../shared/errors.ts';
import { hexOf } from './explainBytes.ts';
import type { Misfit } from './inspectAvro.ts';
import { numberAt } from './numberAt.ts';

export interface MisfitBytes {
  readonly bytes: Uint8Array;
  /** Where the Avro binary begins. */
  readonly start: number;
  /** Whether nothing stands before it: then a frame may have been missed. */
  readonly isBare: boolean;
}

/** What stands where bytes stop fitting, what was expected, what would fit there, and what that suggests. */
export function explainMisfit(misfit: Misfit, place: MisfitBytes): string[] {
  const { position, start } = misfit;
  const at = misfit.error.code === 'codec/not-utf8' ? position : start;
  const fitting = fitsAt(place.bytes, at);
  return [
    `The bytes: ${standing(place.bytes, at)}`,
    ...(misfit.schema === undefined ? [] : [`Expected: ${expected(misfit.schema, misfit.path)}`]),
    ...(fitting === undefined ? [] : [`Would fit: ${fitting.text}`]),
    `So probably: ${suggestion(misfit, place, fitting)}`,
  ];
}

function standing(bytes: Uint8Array, at: number): string {
  if (at >= bytes.length) return 'none, they are at their end';
  const number = numberAt(bytes, at);
  if (number === undefined) return `${hexOf(bytes.subarray(at, at + 4))}, no number that ends`;
  return `${hexOf(bytes.subarray(at, number.end))}, as a zig-zag number ${number.value}`;
}

function expected(schema: UsableSchema, path: string): string {
  const where = path === '' ? '' : `, field ${path}`;
  switch (schema.type) {
    case 'union': {
      const { length } = schema.branches;
      const tags = schema.branches.slice(0, 5).map((branch) => JSON.stringify(branchTag(branch)));
      const range = length === 1 ? 'only 0' : length === 2 ? '0 or 1' : `0 to ${length - 1}`;
      return `index of a branch of [${tags.join(', ')}${length > 5 ? ', …' : ''}]${where}: ${range}`;
    }
    case 'enum':
      return `index of a symbol of ${schema.fullname ?? 'an enum'}${where}: 0 to ${schema.symbols.length - 1}`;
    case 'string':
      return `a string${where}: its length, and as many bytes of UTF-8 text`;
    case 'bytes':
      return `bytes${where}: their length, and as many bytes`;
    case 'array':
    case 'map':
      return `a block of the ${schema.type}${where}: how many ${schema.type === 'array' ? 'items' : 'entries'} follow, 0 at the end`;
    case 'boolean':
      return `a boolean${where}: 0 or 1`;
    case 'fixed':
      return `a fixed of ${bytesText(fixedSize(schema))}${where}`;
    case 'float':
    case 'double':
      return `a ${schema.type} of ${schema.type === 'float' ? 4 : 8} bytes${where}`;
    case 'int':
    case 'long':
      return `${schema.type === 'int' ? 'an int' : 'a long'}${where}: at most ${schema.type === 'int' ? 5 : 10} bytes, the last below 0x80`;
    default:
      return `${schema.type}${where}`;
  }
}

interface Fitting {
  readonly kind: 'string' | 'time' | 'number';
  readonly text: string;
}

/** The likeliest thing that the bytes at a position would be; undefined where nothing stands out. */
function fitsAt(bytes: Uint8Array, at: number): Fitting | undefined {
  const text = readText(bytes, at);
  if (text !== undefined) {
    const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
    const { length } = new TextEncoder().encode(text);
    const follow = length === 1 ? 'the next byte is' : `the next ${countText(length)} bytes are`;
    return { kind: 'string', text: `as a string: length ${length}, and ${follow} UTF-8 text: ${JSON.stringify(shown)}` };
  }
  const number = numberAt(bytes, at);
  if (number === undefined) return undefined;
  const time = timeOf(number.value);
  return time === undefined
    ? { kind: 'number', text: `as a long: ${number.value}` }
    : { kind: 'time', text: `as ${time.unit} since 1970-01-01: ${time.text}` };
}

/** Text of more than a letter, without control characters. */
function readText(bytes: Uint8Array, at: number): string | undefined {
  const cursor = new Cursor();
  cursor.reset(bytes, at);
  try {
    const text = readString(cursor);
    return text.length > 1 && !/[\p{Cc}\p{Cn}]/u.test(text) ? text : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** Times that records have: from 2001 to 2100. */
function timeOf(value: number | bigint): { readonly unit: string; readonly text: string } | undefined {
  const [first, last] = [978_307_200_000, 4_102_444_800_000];
  for (const [unit, ms] of [
    ['milliseconds', Number(value)],
    ['microseconds', Number(value) / 1000],
  ] as const) {
    if (ms >= first && ms < last) return { unit, text: new Date(ms).toISOString() };
  }
  return undefined;
}

function suggestion(
  { error, schema, start }: Misfit,
  { bytes, start: payload, isBare }: MisfitBytes,
  fitting: Fitting | undefined,
): string {
  if (isBare && bytes[0] === 0 && bytes.length >= 5) {
    const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
    return `there is a frame: the first byte is 00, as of a Confluent prefix, which would name schema id ${id}.`;
  }
  if (!isBare && start === payload) return 'the schema is not the one that the frame names, or something stands between the two.';
  if (start >= bytes.length || error.code === 'codec/truncated') {
    return 'the writer’s schema has fewer fields, an earlier field has another type, or the bytes were cut off.';
  }
  if (fitting?.kind === 'string' && schema?.type !== 'string') {
    return 'the writer’s schema has a string here: another version, or another record.';
  }
  if (fitting?.kind === 'time') return 'the writer’s schema has a time here: another version, or another record.';
  if (error.code === 'codec/too-many-steps' || error.code === 'codec/too-deep') return 'the bytes are damaged, or of another schema.';
  return 'the writer’s schema differs here or shortly before: another version, or another record.';
}
