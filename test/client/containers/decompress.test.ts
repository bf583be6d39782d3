import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { decompressBlock } from '../../../client/containers/decompress.ts';
import { readBlockHead } from '../../../shared/avro/container/blocks.ts';
import { readContainerHeader } from '../../../shared/avro/container/header.ts';
import { findRecords } from '../../../shared/avro/container/records.ts';
import { toSource } from '../../../shared/avro/container/source.ts';
import { compileReader } from '../../../shared/avro/read.ts';
import { runAtOnce } from '../../../shared/slices.ts';
import { containerRecords, containers, containerSchema } from '../../shared/avro/container/goldens.ts';

const limit = 1 << 20;

for (const { codec, hex } of containers) {
  test(`${codec}: the records that fastavro wrote`, async () => {
    const source = toSource(Buffer.from(hex, 'hex'));
    const header = await readContainerHeader(source, 'orders.avro');
    assert.equal(header.codec, codec);
    assert.equal(header.schemaText, containerSchema);
    const found = await readBlockHead(source, header, header.end);
    assert.ok(found?.kind === 'block');
    assert.equal(found.block.count, containerRecords.length);
    assert.equal(found.block.end, source.size);
    const data = await decompressBlock(codec, await source.read(found.block.dataStart, found.block.dataLength), limit);
    const reader = compileReader(header.schema);
    const records = runAtOnce(findRecords(reader, data, found.block.count));
    assert.equal(records.problem, undefined);
    const values = containerRecords.map((_, index) => reader.readAt(data, records.starts[index] ?? -1).value);
    assert.deepEqual(values, containerRecords);
  });

  test(`${codec}: damaged or cut data are refused, whatever byte it is`, async () => {
    const bytes = Buffer.from(hex, 'hex');
    const header = await readContainerHeader(toSource(bytes), 'orders.avro');
    const found = await readBlockHead(toSource(bytes), header, header.end);
    assert.ok(found?.kind === 'block');
    const { dataStart, dataLength } = found.block;
    for (let length = 0; length < dataLength; length++) {
      const cut = bytes.subarray(dataStart, dataStart + length);
      const outcome = await decompressBlock(codec, cut, limit).then(
        (data) => data.length,
        (error: unknown) => (error as { code: string }).code,
      );
      if (codec !== 'null')
        assert.ok(typeof outcome === 'number' ? outcome < 1000 : outcome === 'container/damaged-block', `${length}: ${outcome}`);
    }
  });

  test(`${codec}: nothing larger than the limit comes out`, async () => {
    const bytes = Buffer.from(hex, 'hex');
    const header = await readContainerHeader(toSource(bytes), 'orders.avro');
    const found = await readBlockHead(toSource(bytes), header, header.end);
    assert.ok(found?.kind === 'block');
    const data = bytes.subarray(found.block.dataStart, found.block.dataStart + found.block.dataLength);
    await assert.rejects(decompressBlock(codec, data, 20), { code: 'container/too-large' });
  });
}

test('a bomb of deflate', async () => {
  const bomb = zlib.deflateRawSync(Buffer.alloc(50 << 20));
  await assert.rejects(decompressBlock('deflate', bomb, limit), { code: 'container/too-large' });
});

test('a codec that nobody knows', async () => {
  await assert.rejects(decompressBlock('lzo', Buffer.of(1), limit), { code: 'container/unknown-codec', message: /"lzo"/ });
});
