import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSync, readBlockHead } from '../../../../shared/avro/container/blocks.ts';
import { beginsAsContainer, readContainerHeader } from '../../../../shared/avro/container/header.ts';
import { findRecords } from '../../../../shared/avro/container/records.ts';
import { toSource, type ByteSource } from '../../../../shared/avro/container/source.ts';
import { compileReader } from '../../../../shared/avro/read.ts';
import { runAtOnce } from '../../../../shared/slices.ts';
import { containers } from './goldens.ts';

const plain = Buffer.from(containers.find(({ codec }) => codec === 'null')?.hex ?? '', 'hex');
const { end, sync } = await readContainerHeader(toSource(plain), 'orders.avro');
const block = plain.subarray(end);

test('the header', async () => {
  assert.ok(beginsAsContainer(plain));
  const header = await readContainerHeader(toSource(plain), 'orders.avro');
  assert.deepEqual([...header.metadata.keys()], ['avro.codec', 'avro.schema']);
  assert.equal(Buffer.from(header.sync).toString('latin1'), '0123456789abcdef');
});

for (const { name, bytes, code, position } of [
  { name: 'no bytes', bytes: Buffer.of(), code: 'container/empty', position: undefined },
  { name: 'another magic', bytes: Buffer.from('Obk\x01..'), code: 'container/no-container', position: 0 },
  { name: 'the magic alone', bytes: plain.subarray(0, 4), code: 'container/damaged-header', position: 4 },
  { name: 'cut within the sync marker', bytes: plain.subarray(0, end - 3), code: 'container/damaged-header', position: end - 3 },
  {
    name: 'a length of 2^63 - 1',
    bytes: Buffer.from('4f626a0102feffffffffffffffff01', 'hex'),
    code: 'container/damaged-header',
    position: 5,
  },
  { name: 'no schema', bytes: Buffer.concat([Buffer.from('4f626a0100', 'hex'), sync]), code: 'container/damaged-header', position: 4 },
]) {
  test(`no header: ${name}`, async () => {
    await assert.rejects(readContainerHeader(toSource(bytes), 'orders.avro'), { code, position });
  });
}

test('a header cut anywhere is refused, and never more', async () => {
  for (let length = 0; length < end; length++) {
    await assert.rejects(readContainerHeader(toSource(plain.subarray(0, length)), 'x'), /^CodecError/);
  }
});

test('a header that is longer than what is read at first', async () => {
  const long = { name: 'x', value: Buffer.alloc(300_000, 0x61) };
  const head = Buffer.concat([
    Buffer.from('4f626a01', 'hex'),
    Buffer.from('02', 'hex'),
    Buffer.from(`02${Buffer.from(long.name).toString('hex')}`, 'hex'),
    zigzag(long.value.length),
    long.value,
    plain.subarray(4),
  ]);
  const header = await readContainerHeader(toSource(head), 'x');
  assert.equal(header.metadata.get('x')?.length, 300_000);
  assert.equal(header.end, head.length - block.length);
});

test('blocks one behind the other, up to the end', async () => {
  const source = toSource(Buffer.concat([plain, block, block]));
  const header = await readContainerHeader(source, 'x');
  const counts: number[] = [];
  for (let position = header.end; ;) {
    const found = await readBlockHead(source, header, position);
    if (found === undefined) break;
    assert.ok(found.kind === 'block');
    counts.push(found.block.count);
    position = found.block.end;
  }
  assert.deepEqual(counts, [3, 3, 3]);
});

for (const { name, between, message } of [
  { name: 'bytes that are no block', between: Buffer.from('ffffffffffffffffffffffff', 'hex'), message: /no block begins here/ },
  { name: 'a block of a negative count', between: Buffer.from('0102', 'hex'), message: /a block of -1 records/ },
  { name: 'a block of a negative length', between: Buffer.from('0201', 'hex'), message: /a block of -1 bytes/ },
  { name: 'a block longer than the file', between: Buffer.from('02feffffff0f', 'hex'), message: /only [\d,]+ bytes left/ },
  { name: 'a block without its marker', between: Buffer.from('02080000', 'hex'), message: /no sync marker behind the block/ },
]) {
  test(`a gap, and where reading goes on: ${name}`, async () => {
    const bytes = Buffer.concat([plain, between, Buffer.from(sync), block]);
    const source = toSource(bytes);
    const header = await readContainerHeader(source, 'x');
    const found = await readBlockHead(source, header, plain.length);
    assert.ok(found?.kind === 'gap', JSON.stringify(found));
    assert.match(found.gap.message, message);
    assert.ok(found.gap.message.startsWith('Byte '));
    assert.equal(found.gap.end, plain.length + between.length + sync.length);
    const next = await readBlockHead(source, header, found.gap.end);
    assert.equal(next?.kind, 'block');
  });
}

test('the sync marker is found across the borders of what is read at a time', async () => {
  const source: ByteSource = toSource(Buffer.concat([Buffer.alloc((1 << 20) - 8), sync, Buffer.alloc(100)]));
  assert.equal(await findSync(source, sync, 0), (1 << 20) - 8);
  assert.equal(await findSync(source, sync, (1 << 20) - 7), undefined);
});

const text = compileReader({ ...(await readContainerHeader(toSource(plain), 'x')).schema });

for (const { name, hex, count, found, problem } of [
  { name: 'as many as it says', hex: '02000600', count: 2, found: 2, problem: undefined },
  { name: 'fewer bytes', hex: '020006', count: 2, found: 1, problem: /^Record 2 of 2 in the block: Byte 3: / },
  { name: 'bytes left over', hex: '0200060000', count: 2, found: 2, problem: /^1 byte is left over|^1 byte are left over/ },
  { name: 'a branch that does not exist', hex: '02000608', count: 2, found: 1, problem: /union index 4, only 0–1 exist/ },
  { name: 'a count beyond all bytes', hex: '0200', count: 2 ** 52, found: 1, problem: /^Record 2 of / },
]) {
  test(`records of a block: ${name}`, () => {
    const records = runAtOnce(findRecords(text, Buffer.from(hex, 'hex'), count));
    assert.equal(records.count, found);
    if (problem === undefined) assert.equal(records.problem, undefined);
    else assert.match(records.problem ?? '', problem);
  });
}

function zigzag(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value * 2; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? (rest % 128) + 128 : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
}
