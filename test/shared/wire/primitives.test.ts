import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPrimitives, readPrimitive } from '../../../shared/wire/primitives.ts';
import type { PrimitiveKind } from '../../../shared/wire/primitives.ts';
import { fromHex } from './goldens.ts';

const view = (hex: string): Uint8Array => fromHex(`ffff${hex}ff`).subarray(2, -1);
const uuid = '0f6a8d5c-3b1e-4c7a-9d2f-00a1b2c3d4e5';

// Kafka's clients 4.1.0: new IntegerSerializer().serialize("t", value), LongSerializer, ShortSerializer, FloatSerializer, DoubleSerializer and UUIDSerializer.
for (const { kind, hex, value, json = String(value) } of [
  { kind: 'int', hex: '00000000', value: 0 },
  { kind: 'int', hex: '00000001', value: 1 },
  { kind: 'int', hex: 'ffffffff', value: -1 },
  { kind: 'int', hex: '7fffffff', value: 2147483647 },
  { kind: 'int', hex: '80000000', value: -2147483648 },
  { kind: 'long', hex: '0000000000000000', value: 0 },
  { kind: 'long', hex: 'ffffffffffffffff', value: -1 },
  { kind: 'long', hex: '0000019b76daa800', value: 1767225600000 },
  { kind: 'long', hex: '0020000000000001', value: 9007199254740993n },
  { kind: 'long', hex: '7fffffffffffffff', value: 9223372036854775807n },
  { kind: 'long', hex: '8000000000000000', value: -9223372036854775808n },
  { kind: 'short', hex: '0001', value: 1 },
  { kind: 'short', hex: '8000', value: -32768 },
  { kind: 'float', hex: '3f800000', value: 1, json: '1.0' },
  { kind: 'float', hex: 'c2480000', value: -50, json: '-50.0' },
  { kind: 'float', hex: '7fc00000', value: NaN, json: '"NaN"' },
  { kind: 'double', hex: '0000000000000000', value: 0, json: '0.0' },
  { kind: 'double', hex: '8000000000000000', value: -0, json: '-0.0' },
  { kind: 'double', hex: '3ff0000000000000', value: 1, json: '1.0' },
  { kind: 'double', hex: '3fb999999999999a', value: 0.1 },
  { kind: 'double', hex: 'c09387999999999a', value: -1249.9 },
  { kind: 'double', hex: '7ff8000000000000', value: NaN, json: '"NaN"' },
  { kind: 'double', hex: '7ff0000000000000', value: Infinity, json: '"Infinity"' },
  { kind: 'double', hex: 'fff0000000000000', value: -Infinity, json: '"-Infinity"' },
  { kind: 'double', hex: '0000000000000001', value: 5e-324 },
  { kind: 'double', hex: '7fefffffffffffff', value: 1.7976931348623157e308 },
  { kind: 'double', hex: '444b1ae4d6e2ef50', value: 1e21 },
  { kind: 'uuid', hex: '30663661386435632d336231652d346337612d396432662d303061316232633364346535', value: uuid, json: `"${uuid}"` },
] satisfies readonly { kind: PrimitiveKind; hex: string; value: number | bigint | string; json?: string }[]) {
  test(`Kafka ${kind} ${json}`, () => {
    assert.deepEqual(readPrimitive(kind, view(hex)), { ok: true, value, json });
  });
}

const notUuid = 'A Kafka UUID is text of hex digits with four hyphens, which these bytes are not.';

for (const { kind, hex, reason } of [
  { kind: 'int', hex: '', reason: 'A Kafka int is 4 bytes long; here are 0.' },
  { kind: 'int', hex: '0000000000', reason: 'A Kafka int is 4 bytes long; here are 5.' },
  { kind: 'long', hex: '01', reason: 'A Kafka long is 8 bytes long; here is 1.' },
  { kind: 'double', hex: '00000000000000', reason: 'A Kafka double is 8 bytes long; here are 7.' },
  { kind: 'uuid', hex: '0f6a8d5c3b1e4c7a9d2f00a1b2c3d4e5', reason: 'A Kafka UUID is 36 characters long; here are 16.' },
  { kind: 'uuid', hex: '20'.repeat(36), reason: notUuid },
  { kind: 'uuid', hex: Buffer.from(uuid.replace('f', 'g')).toString('hex'), reason: notUuid },
  { kind: 'uuid', hex: 'ff'.repeat(36), reason: notUuid },
] satisfies readonly { kind: PrimitiveKind; hex: string; reason: string }[]) {
  test(`no Kafka ${kind}: "${hex}"`, () => {
    assert.deepEqual(readPrimitive(kind, view(hex)), { ok: false, reason });
  });
}

for (const { hex, found } of [
  { hex: '', found: [] },
  { hex: '0000000a', found: ['int 10'] },
  { hex: '0000019b76daa800', found: ['long 1767225600000', 'double 8.73125457411e-312'] },
  { hex: '0000000000000000', found: ['long 0', 'double 0.0'] },
  { hex: 'ffffffffffffffff', found: ['long -1', 'double "NaN"'] },
  { hex: '409387999999999a', found: ['double 1249.9', 'long 4653211933780580762'] },
  { hex: 'bff0000000000000', found: ['double -1.0', 'long -4616189618054758400'] },
  { hex: Buffer.from(uuid).toString('hex'), found: [`uuid "${uuid}"`] },
  { hex: '20'.repeat(36), found: [] },
  { hex: '0001020304', found: [] },
]) {
  test(`"${hex}" may be ${found.join(' or ') || 'no primitive'}`, () => {
    assert.deepEqual(
      findPrimitives(view(hex)).map(({ kind, json }) => `${kind} ${json}`),
      found,
    );
  });
}
