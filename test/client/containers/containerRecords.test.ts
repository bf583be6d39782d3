import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import avro from 'avsc';
import { ContainerRecords } from '../../../client/containers/containerRecords.ts';
import { openFileSource } from '../../../client/containers/fileSource.ts';
import { toSource } from '../../../shared/avro/container/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'containers-'));
after(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;
const limits = { maxBlockBytes: 1 << 24 };
const type = avro.Type.forSchema({
  type: 'record',
  name: 'Click',
  fields: [
    { name: 'n', type: 'long' },
    { name: 'page', type: 'string' },
  ],
});

/** Records 0 to `count` - 1, in blocks of about so many bytes. */
async function write(count: number, codec: 'null' | 'deflate', blockSize: number): Promise<Buffer> {
  const encoder = new avro.streams.BlockEncoder(type, { codec, blockSize });
  const chunks: Buffer[] = [];
  encoder.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => encoder.on('end', resolve));
  for (let n = 0; n < count; n++) encoder.write({ n, page: `/page/${n % 7}` });
  encoder.end();
  await ended;
  return Buffer.concat(chunks);
}

async function indexAll(records: ContainerRecords): Promise<void> {
  while (await records.index.advance());
}

for (const codec of ['null', 'deflate'] as const) {
  test(`any stretch of a file that avsc wrote (${codec})`, async () => {
    const path = join(folder, `${codec}.avro`);
    writeFileSync(path, await write(20_000, codec, 4000));
    const source = await openFileSource(path);
    try {
      const records = await ContainerRecords.open(source, 'clicks.avro', limits);
      assert.deepEqual(await records.read(0, 10, never), []);
      await records.index.advance();
      assert.ok(records.index.records > 10);
      assert.equal(records.index.isComplete, false);
      await indexAll(records);
      assert.equal(records.index.records, 20_000);
      assert.ok(records.index.blocks > 50);
      for (const [from, count] of [
        [0, 3],
        [12_345, 700],
        [19_990, 100],
        [20_000, 5],
      ] as const) {
        const found = await records.read(from, count, never);
        const expected = Array.from({ length: Math.max(0, Math.min(count, 20_000 - from)) }, (_, at) => ({
          n: from + at,
          page: `/page/${(from + at) % 7}`,
        }));
        assert.deepEqual(
          found.map((record) => record.ok && record.value),
          expected,
        );
        assert.deepEqual(
          found.map(({ index }) => index),
          expected.map(({ n }) => n),
        );
        for (const record of found) assert.ok(record.ok && type.fromBuffer(Buffer.from(record.bytes)));
      }
    } finally {
      await source.close();
    }
  });
}

test('damage within one block spoils no other, and says where it is', async () => {
  const bytes = await write(1000, 'deflate', 1000);
  const clean = await ContainerRecords.open(toSource(bytes), 'x', limits);
  await indexAll(clean);
  const second = await clean.index.read(1);
  assert.ok(second);
  bytes.fill(0xff, second.dataStart, second.dataStart + 8);
  const records = await ContainerRecords.open(toSource(bytes), 'x', limits);
  await indexAll(records);
  assert.equal(records.index.records, 1000);
  const all = await records.read(0, 1000, never);
  const broken = all.filter(({ ok }) => !ok);
  assert.deepEqual(new Set(broken.map(({ block }) => block)), new Set([1]));
  assert.equal(broken.length, second.count);
  assert.match(broken[0]?.ok === false ? broken[0].why : '', new RegExp(`^The block at byte ${second.position} can't be read: `));
  assert.match((await records.problemOf(1, never)) ?? '', /can't be decompressed/);
  assert.equal(await records.problemOf(2, never), undefined);
});

test('a gap between blocks is kept with its place', async () => {
  const bytes = await write(500, 'null', 1000);
  const clean = await ContainerRecords.open(toSource(bytes), 'x', limits);
  await indexAll(clean);
  const third = await clean.index.read(2);
  assert.ok(third);
  bytes.fill(0xff, third.position, third.position + 4);
  const records = await ContainerRecords.open(toSource(bytes), 'x', limits);
  await indexAll(records);
  assert.equal(records.index.records, 500 - third.count);
  assert.deepEqual(
    records.index.gaps.map(({ position, end }) => ({ position, end })),
    [{ position: third.position, end: third.end }],
  );
});

test('a block beyond the limit is not read', async () => {
  const records = await ContainerRecords.open(toSource(await write(1000, 'null', 60_000)), 'x', { maxBlockBytes: 100 });
  await indexAll(records);
  const [first] = await records.read(0, 1, never);
  assert.match(first?.ok === false ? first.why : '', /more than is read at once/);
});
