import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecs } from '../../../client/cluster/codecNames.ts';
import { decompress, readZstdSlowly } from '../../../client/cluster/codecs.ts';
import { compress } from '../../../client/cluster/compress.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const limit = 1 << 20;

const values = 'value '.repeat(40) + '1';

// What Java writes is in recordBatch.test.ts. These are of others: Snappy by Rust's snap (cramjam 2 for Python), LZ4 by
// lz4 1.9.4 and zstd by zstd 1.5.4 at the command line; the two plain ones are written by hand from the formats.
for (const { name, codec, bytes, holds } of [
  { name: 'a copy that repeats itself', codec: 'snappy', bytes: '64046162fe0200860200', holds: 'ab'.repeat(50) },
  { name: 'copies', codec: 'snappy', bytes: 'f1011476616c756520fe0600fe0600fe0600a606000031', holds: values },
  { name: 'a literal', codec: 'snappy', bytes: '0308616263', holds: 'abc' },
  {
    name: 'a literal whose length stands in a byte of its own',
    codec: 'snappy',
    bytes: '64f063' + '61'.repeat(100),
    holds: 'a'.repeat(100),
  },
  { name: 'nothing', codec: 'snappy', bytes: '00', holds: '' },
  { name: 'xerial without a block', codec: 'snappy', bytes: '82534e41505059000000000100000001', holds: '' },
  { name: 'a block that is not compressed', codec: 'lz4', bytes: '04224d186440a70300008061626300000000ff53d132', holds: 'abc' },
  { name: 'lz4 -1', codec: 'lz4', bytes: '04224d186440a7100000006f76616c7565200600d3506c7565203100000000ea35e50a', holds: values },
  {
    name: 'lz4 --content-size -BX',
    codec: 'lz4',
    bytes: '04224d187c40f100000000000000c7100000006f76616c7565200600d3506c7565203188fc11d700000000ea35e50a',
    holds: values,
  },
  {
    name: 'lz4 -B4 -BD, whose second block refers to the first',
    codec: 'lz4',
    bytes: '04224d1844405e100100006f76616c7565200600' + 'ff'.repeat(256) + 'e2502076616c750b0000000ffcffffb950616c75652000000000cffb50b9',
    holds: 'value '.repeat(11000),
  },
  { name: 'zstd -3', codec: 'zstd', bytes: '28b52ffd24f17500003876616c756520310100e750a508ac63e076', holds: values },
  { name: 'zstd -19 --no-check', codec: 'zstd', bytes: '28b52ffd20f17500003876616c756520310100e750a508', holds: values },
  {
    name: 'zstd from a pipe, size unknown',
    codec: 'zstd',
    bytes: '28b52ffd04587500003876616c756520310100e750a508ac63e076',
    holds: values,
  },
] as const) {
  test(`${codec}: ${name}`, () => {
    assert.equal(decompress(codec, hex(bytes), limit).toString(), holds);
    if (codec === 'zstd') assert.equal(readZstdSlowly(hex(bytes), limit).toString(), holds);
  });
}

for (const { name, codec, bytes } of [
  { name: 'a length that never ends', codec: 'snappy', bytes: 'ffffffffffff' },
  { name: 'a length that is too long for the rest', codec: 'snappy', bytes: '0508616263' },
  { name: 'a length that is too short for the rest', codec: 'snappy', bytes: '0208616263' },
  { name: 'a literal cut off', codec: 'snappy', bytes: '03086162' },
  { name: 'a copy from before the first byte', codec: 'snappy', bytes: '640461628203ff' },
  { name: 'a copy from nowhere', codec: 'snappy', bytes: '6404616286000000' },
  { name: 'xerial with a block cut off', codec: 'snappy', bytes: '82534e41505059000000000100000001' + '000000ff' + '00' },
  { name: 'another magic number', codec: 'lz4', bytes: '05224d186440a70300008061626300000000' },
  { name: 'no end mark', codec: 'lz4', bytes: '04224d186440a703000080616263' },
  { name: 'a block cut off', codec: 'lz4', bytes: '04224d186440a7ff00008061626300000000' },
  { name: 'a copy from before the first byte', codec: 'lz4', bytes: '04224d186440a7100000006f76616c7565200700d3506c7565203100000000' },
  { name: 'cut off', codec: 'zstd', bytes: '28b52ffd24f17500003876616c' },
  { name: 'no zstd at all', codec: 'zstd', bytes: '0102030405060708' },
  { name: 'no gzip at all', codec: 'gzip', bytes: '0102030405060708' },
] as const) {
  test(`${codec}, damaged: ${name}`, () => {
    assert.throws(() => decompress(codec, hex(bytes), limit), Error);
    if (codec === 'zstd') assert.throws(() => readZstdSlowly(hex(bytes), limit), Error);
  });
}

// Each says of itself that it is large, and has nothing behind it to show for it; written by hand from RFC 8878.
for (const { name, bytes } of [
  { name: 'a frame of 2 GB', bytes: '28b52ffda0ffffff7f' + '010000' },
  { name: 'a frame of 2^63 bytes', bytes: '28b52ffde00000000000000080' + '010000' },
  { name: 'a window of 2 GB', bytes: '28b52ffd00a8' + '010000' },
  { name: 'a window of 3.75 TB', bytes: '28b52ffd00ff' + '010000' },
  { name: 'a second frame of 2 GB behind a small one', bytes: '28b52ffd2003190000616263' + '28b52ffda0ffffff7f' + '010000' },
  { name: 'a frame of 2 GB behind one to be skipped', bytes: '502a4d1802000000abcd' + '28b52ffda0ffffff7f' + '010000' },
  { name: 'blocks that repeat a byte 128 KB long, 9 of them', bytes: '28b52ffd0050' + '02001061'.repeat(8) + '03001061' },
]) {
  test(`zstd, read slowly: ${name} is refused before there is room made for it`, () => {
    const before = process.memoryUsage().arrayBuffers;
    assert.throws(() => readZstdSlowly(hex(bytes), limit), { name: 'RangeError', message: /1048576/ });
    assert.ok(process.memoryUsage().arrayBuffers - before < 4 << 20);
  });
}

for (const codec of codecs) {
  test(`${codec}: what is compressed here is read here, of any size`, async () => {
    for (const size of [0, 1, 63, 64, 65536, 65537, 300_000]) {
      const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index % 97 === 0 ? (index * 7919) >> 5 : 97) & 255));
      const compressed = await compress(codec, bytes);
      assert.deepEqual(decompress(codec, compressed, limit), bytes, `${size} bytes`);
      if (codec === 'zstd') assert.deepEqual(readZstdSlowly(compressed, limit), bytes, `${size} bytes, slowly`);
    }
  });

  if (codec === 'none') continue;
  test(`${codec}: a bomb is not set off`, async () => {
    const bomb = await compress(codec, Buffer.alloc(8 << 20));
    assert.ok(bomb.length < 1 << 19);
    assert.throws(() => decompress(codec, bomb, limit), RangeError);
    if (codec === 'zstd') assert.throws(() => readZstdSlowly(bomb, limit), RangeError);
  });
}
