import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { ContainerMessages } from '../../../shared/wire/containerMessage.ts';
import type { ContainerReading } from '../../../shared/wire/containerMessage.ts';
import { containerRecords, containers } from '../avro/container/goldens.ts';

const sync = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const maxBytes = 1 << 20;

/** Behind the header stands its marker once more at the very end. */
function read(bytes: Buffer, limit = maxBytes): ContainerReading {
  const marker = bytes.subarray(bytes.length - sync.length);
  return new ContainerMessages(createInflate(limit)).read(bytes, bytes.indexOf(marker) + sync.length);
}

for (const { codec, hex } of containers.filter((one) => one.codec !== 'xz')) {
  test(`a container within a message, ${codec}: the records that fastavro wrote`, () => {
    const reading = read(Buffer.from(hex, 'hex'));
    assert.ok(reading.ok);
    assert.deepEqual([reading.records, reading.value], [containerRecords.length, containerRecords]);
  });

  test(`a container within a message, ${codec}: damaged anywhere behind its header, it says so or is read`, () => {
    const whole = Buffer.from(hex, 'hex');
    const start = whole.indexOf(whole.subarray(whole.length - sync.length)) + sync.length;
    for (let at = start; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      const reading = new ContainerMessages(createInflate(maxBytes)).read(bytes, start);
      assert.ok(reading.ok || /^codec\//.test(reading.error.code), `${at}`);
      const cut = new ContainerMessages(createInflate(maxBytes)).read(whole.subarray(0, at), start);
      assert.ok(cut.ok ? at === start : /^codec\//.test(cut.error.code), `${at}`);
    }
  });
}

const header = (codec: string, schema: string): Buffer => {
  const text = (value: string) =>
    Buffer.concat([
      Buffer.from([((2 * value.length) % 128) | (value.length > 63 ? 128 : 0), ...(value.length > 63 ? [value.length >> 6] : [])]),
      Buffer.from(value),
    ]);
  return Buffer.concat([
    Buffer.from('4f626a0104', 'hex'),
    text('avro.schema'),
    text(schema),
    text('avro.codec'),
    text(codec),
    Buffer.of(0),
    sync,
  ]);
};

/** By the specification. */
function deflated(...blocks: readonly (readonly [count: number, data: Buffer])[]): Buffer {
  const written = blocks.map(([count, data]) => {
    const packed = zlib.deflateRawSync(data);
    const varint = (value: number): number[] => (value < 64 ? [2 * value] : [((2 * value) & 127) | 128, value >> 6]);
    return Buffer.concat([Buffer.from([...varint(count), ...varint(packed.length)]), packed, sync]);
  });
  return Buffer.concat([header('deflate', '"bytes"'), ...written]);
}

const oneByte = (count: number): Buffer => Buffer.alloc(2 * count, Buffer.of(2, 7));

for (const { name, bytes, limit, finds } of [
  { name: 'two blocks', bytes: deflated([1, oneByte(1)], [2, oneByte(2)]), finds: { records: 3 } },
  {
    name: 'a block that does not fit, which has no place in the message',
    bytes: deflated([1, oneByte(1)], [2, Buffer.of(2, 7, 40, 1)]),
    finds: {
      code: 'codec/length',
      message: 'Block 1, byte 2 of what it decompresses to: bytes of 20 bytes, only 2 left',
      position: undefined,
    },
  },
  {
    name: 'a codec that can’t be read here',
    bytes: Buffer.concat([header('lzo', '"bytes"'), Buffer.of(2, 2, 0), sync]),
    finds: { code: 'codec/compressed-container' },
  },
  {
    name: 'a codec with the name of a property',
    bytes: Buffer.concat([header('toString', '"bytes"'), Buffer.of(2, 2, 0), sync]),
    finds: { code: 'codec/compressed-container' },
  },
  {
    name: 'a block that is larger than may be',
    bytes: deflated([1, Buffer.alloc(5000)]),
    limit: 1000,
    finds: { code: 'codec/inflated-too-large' },
  },
  {
    name: 'blocks that are larger together',
    bytes: deflated([300, oneByte(300)], [300, oneByte(300)]),
    limit: 1000,
    finds: {
      code: 'codec/inflated-too-large',
      message: 'The payload inflates to more than 1,000 bytes, so it is not shown; the record is intact.',
    },
  },
  {
    name: 'bytes that are not deflated',
    bytes: Buffer.concat([header('deflate', '"bytes"'), Buffer.of(2, 4, 255, 255), sync]),
    finds: { code: 'codec/damaged', message: "A block of this container can't be decompressed (deflate)." },
  },
] as const) {
  test(`a compressed container within a message: ${name}`, () => {
    const reading = read(bytes, limit);
    const found = reading.ok ? { records: reading.records } : reading.error;
    for (const [property, value] of Object.entries(finds)) assert.equal(found[property as keyof typeof found], value);
  });
}
