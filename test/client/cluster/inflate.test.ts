import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { createInflate } from '../../../client/cluster/inflate.ts';

const text = Buffer.from('field_1_1'.repeat(100));
const deflated = zlib.deflateSync(text);

test('what zlib made is inflated, up to the limit', () => {
  assert.deepEqual(Buffer.from(createInflate(text.length)(deflated)), text);
  assert.deepEqual(Buffer.from(createInflate(1)(zlib.deflateSync(Buffer.alloc(0)))), Buffer.alloc(0));
});

for (const { name, bytes, code, message } of [
  {
    name: 'a byte beyond the limit',
    bytes: zlib.deflateSync(Buffer.alloc(text.length + 1)),
    code: 'codec/inflated-too-large',
    message: 'The payload inflates to more than 900 bytes, so it is not shown; the record is intact.',
  },
  { name: 'nothing', bytes: Buffer.alloc(0), code: 'codec/damaged', message: 'The compressed payload ends too early.' },
  { name: 'cut short', bytes: deflated.subarray(0, -1), code: 'codec/damaged', message: 'The compressed payload ends too early.' },
  { name: 'no zlib', bytes: Buffer.from('no zlib'), code: 'codec/damaged', message: 'The compressed payload is damaged.' },
  {
    name: 'a wrong checksum',
    bytes: Buffer.concat([deflated.subarray(0, -1), Buffer.of(deflated.readUInt8(deflated.length - 1) ^ 1)]),
    code: 'codec/damaged',
    message: 'The compressed payload is damaged.',
  },
  {
    name: 'bytes behind the end',
    bytes: Buffer.concat([deflated, Buffer.of(1, 2)]),
    code: 'codec/damaged',
    message: 'The compressed payload has 2 bytes behind its end.',
  },
  {
    name: 'a dictionary that is not there',
    bytes: zlib.deflateSync(text, { dictionary: Buffer.from('field') }),
    code: 'codec/damaged',
    message: 'The compressed payload is damaged.',
  },
]) {
  test(`${name}: ${code}`, () => {
    assert.throws(() => createInflate(text.length)(bytes), { name: 'CodecError', code, message, retriable: false });
  });
}

test('a bomb of 1 GB in 1 MB takes no memory', () => {
  const block = zlib.deflateRawSync(Buffer.alloc(1 << 24), { level: 9, finishFlush: zlib.constants.Z_FULL_FLUSH });
  const bomb = Buffer.concat([Buffer.of(0x78, 0x9c), ...Array.from({ length: 64 }, () => block)]);
  const inflate = createInflate(1 << 20);
  const before = process.memoryUsage().rss;
  const start = performance.now();
  for (let round = 0; round < 10; round++) assert.throws(() => inflate(bomb), { code: 'codec/inflated-too-large' });
  const grown = process.memoryUsage().rss - before;
  assert(grown < 64 << 20, `${grown} bytes more`);
  assert(performance.now() - start < 5000, 'it stops at the limit');
});
