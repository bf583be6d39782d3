import { readFileSync } from 'node:fs';
import avsc from 'avsc';
import { inRoot } from '../support/paths.ts';

// Sample records are written with avsc alone, and not with the extension's own writer, so that what the extension shows of
// them says something about the extension.

/** Writes values of one schema as Avro binary. A `long` is a bigint, with a logical type a number; a union's value is tagged. */
export type Encoder = (value: unknown) => Buffer;

/** A schema of the demo, as text. */
export function sampleSchema(file: string): string {
  return readFileSync(inRoot('tools/demo', file), 'utf8');
}

/** All 64 bits of a long; avsc's own stops at 2^53. */
const exactLong = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (one: bigint, other: bigint) => (one === other ? 0 : one < other ? -1 : 1),
});

export function createEncoder(schemaText: string): Encoder {
  const type = avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema, { registry: { long: exactLong }, wrapUnions: true });
  return (value) => type.toBuffer(value);
}

/** Puts the magic byte and the schema id in front, as Confluent's serializers do. */
export function frame(schemaId: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(schemaId, 1);
  return Buffer.concat([head, payload]);
}

/** The two's complement of an unscaled decimal, as short as it goes or as long as asked for. */
export function decimal(unscaled: number, size?: number): Buffer {
  const whole = Buffer.alloc(8);
  whole.writeBigInt64BE(BigInt(unscaled));
  if (size !== undefined) return whole.subarray(8 - size);
  let start = 0;
  const isSign = (index: number) => whole[index] === (unscaled < 0 ? 0xff : 0);
  while (start < 7 && isSign(start) && ((whole[start + 1] ?? 0) & 0x80) === (unscaled < 0 ? 0x80 : 0)) start++;
  return whole.subarray(start);
}
