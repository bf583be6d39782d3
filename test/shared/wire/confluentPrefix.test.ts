import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writePrefixedFrame } from '../../../shared/wire/confluentPrefix.ts';
import { readFrame } from '../../../shared/wire/finders.ts';
import type { FrameInput } from '../../../shared/wire/frame.ts';

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function toInput(bytes: Uint8Array): FrameInput {
  return { bytes, part: 'value', headers: [], inflate: (given) => given };
}

for (const { name, hex, schemaId, payload } of [
  {
    // confluent-kafka-python 2.16.0, AvroSerializer, ExampleMessage("field_1_1", 1, [10]), schema id 21; Java's
    // KafkaAvroSerializer 7.9.5 and Apicurio's serde 3.1.7 write the same.
    name: 'as AvroSerializer writes it',
    hex: '0000000015126669656c645f315f3102021400',
    schemaId: 21,
    payload: '126669656c645f315f3102021400',
  },
  // confluent-kafka-python 2.16.0, AvroSerializer, schema "bytes", b"\x00\x01": no Avro length.
  { name: 'bytes, as AvroSerializer writes them', hex: '00000000150001', schemaId: 21, payload: '0001' },
  { name: 'without a payload', hex: '0000000015', schemaId: 21, payload: '' },
  // From the specification: the id is a big-endian int32; one beyond 2^31 is none of a registry and still shown.
  { name: 'all bytes of the id', hex: '0001020304', schemaId: 0x01020304, payload: '' },
  { name: 'an id beyond 2^31', hex: '00aa010b70ff', schemaId: 2852195184, payload: 'ff' },
]) {
  test(`Confluent prefix: ${name}`, () => {
    // A view into a larger buffer, as records are.
    const bytes = fromHex(`ffff${hex}ff`).subarray(2, -1);
    const frame = readFrame('confluent-prefix', toInput(bytes));
    assert(frame !== undefined);
    assert.equal(frame.framing, 'confluent-prefix');
    assert.equal(frame.schemaId, schemaId);
    assert.equal(Buffer.from(frame.payload).toString('hex'), payload);
    assert.equal(frame.payload.buffer, bytes.buffer, 'a view');
    assert.equal(frame.payloadStart, 5);
    if (schemaId < 2 ** 31) assert.equal(Buffer.from(writePrefixedFrame(schemaId, fromHex(payload))).toString('hex'), hex);
  });
}

for (const { hex, code, message } of [
  { hex: '', code: 'frame/too-short', message: 'A Confluent prefix takes 5 bytes; here are 0.' },
  { hex: '00000015', code: 'frame/too-short', message: 'A Confluent prefix takes 5 bytes; here are 4.' },
  { hex: '12', code: 'frame/no-magic-byte', message: 'The first byte is 12, not 00, so this is no Confluent prefix.' },
  { hex: '0100000015', code: 'frame/no-magic-byte', message: 'The first byte is 01, not 00, so this is no Confluent prefix.' },
]) {
  test(`no Confluent prefix: "${hex}"`, () => {
    assert.throws(() => readFrame('confluent-prefix', toInput(fromHex(hex))), { name: 'FrameError', code, message, retriable: false });
  });
}

for (const schemaId of [0, -1, 1.5, NaN, 2 ** 31]) {
  test(`no frame has the schema id ${schemaId}`, () => {
    assert.throws(() => writePrefixedFrame(schemaId, new Uint8Array()), { name: 'FrameError', code: 'frame/invalid-schema-id' });
  });
}
