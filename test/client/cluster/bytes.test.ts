import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader, ByteWriter } from '../../../client/cluster/bytes.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

// The encodings are those of Protocol Buffers' documentation, "Signed Integers" (zigzag).
for (const { value, bytes } of [
  { value: 0, bytes: '00' },
  { value: -1, bytes: '01' },
  { value: 1, bytes: '02' },
  { value: 63, bytes: '7e' },
  { value: -64, bytes: '7f' },
  { value: 64, bytes: '8001' },
  { value: 300, bytes: 'd804' },
  { value: 2147483647, bytes: 'feffffff0f' },
  { value: -2147483648, bytes: 'ffffffff0f' },
]) {
  test(`varint: ${value}`, () => {
    assert.equal(new ByteReader(hex(bytes)).varint(), value);
    assert.equal(new ByteWriter().varint(value).bytes.toString('hex'), bytes);
    assert.equal(new ByteReader(hex(bytes)).varlong(), BigInt(value));
    assert.equal(new ByteWriter().varlong(BigInt(value)).bytes.toString('hex'), bytes);
  });
}

for (const { value, bytes } of [
  { value: 9223372036854775807n, bytes: 'feffffffffffffffff01' },
  { value: -9223372036854775808n, bytes: 'ffffffffffffffffff01' },
]) {
  test(`varlong: ${value.toString()}`, () => {
    assert.equal(new ByteReader(hex(bytes)).varlong(), value);
    assert.equal(new ByteWriter().varlong(value).bytes.toString('hex'), bytes);
  });
}

for (const { name, bytes, read } of [
  { name: 'an int32 of three bytes', bytes: '000000', read: (reader: ByteReader) => reader.int32() },
  { name: 'a varint that never ends', bytes: 'ffffffffffff', read: (reader: ByteReader) => reader.varint() },
  { name: 'a varlong that never ends', bytes: 'ffffffffffffffffffffff', read: (reader: ByteReader) => reader.varlong() },
  { name: 'a varint cut off', bytes: 'ff', read: (reader: ByteReader) => reader.varint() },
  { name: 'bytes longer than what is left', bytes: '7fffffff00', read: (reader: ByteReader) => reader.nullableBytes() },
  { name: 'varint bytes longer than what is left', bytes: '0a00', read: (reader: ByteReader) => reader.varintBytes() },
  { name: 'a string of negative length', bytes: 'ffff', read: (reader: ByteReader) => reader.string() },
  { name: 'more items than bytes', bytes: '7fffffff00', read: (reader: ByteReader) => reader.array((r) => r.int8()) },
  { name: 'a negative length', bytes: '00', read: (reader: ByteReader) => reader.take(-1) },
]) {
  test(`refused: ${name}`, () => {
    assert.throws(() => read(new ByteReader(hex(bytes))), RangeError);
  });
}

test('null is told from empty', () => {
  const reader = new ByteReader(hex('ffffffff' + '00000000' + '01' + '00' + 'ffff' + '0000'));
  assert.deepEqual(
    [
      reader.nullableBytes(),
      reader.nullableBytes()?.length,
      reader.varintBytes(),
      reader.varintBytes()?.length,
      reader.nullableString(),
      reader.nullableString(),
    ],
    [null, 0, null, 0, null, ''],
  );
});

test('what is written beyond the first buffer stays whole, whatever comes first in the new one', () => {
  const writes: ((writer: ByteWriter) => ByteWriter)[] = [
    (writer) => writer.int8(1),
    (writer) => writer.int16(2),
    (writer) => writer.int32(3),
    (writer) => writer.uint32(4),
    (writer) => writer.int64(5n),
    (writer) => writer.varint(300),
    (writer) => writer.varlong(300n),
    (writer) => writer.string('six'),
    (writer) => writer.varintBytes(Buffer.from('seven')),
  ];
  for (const write of writes) {
    const roomy = write(new ByteWriter(1024).raw(Buffer.alloc(8, 9))).bytes;
    assert.deepEqual(write(new ByteWriter(8).raw(Buffer.alloc(8, 9))).bytes, roomy);
  }
});
