import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError } from '../../../shared/errors.ts';
import type { Batch, ReadRange } from '../../../client/cluster/batch.ts';
import type { KafkaRecord } from '../../../client/cluster/cluster.ts';
import { codecs } from '../../../client/cluster/codecNames.ts';
import { compress } from '../../../client/cluster/compress.ts';
import { dataSelector, splitBatches } from '../../../client/cluster/fetchedBatches.ts';
import { writeBatch, writeRecords, type RecordToWrite } from '../../../client/cluster/writeBatch.ts';
import { javaBatches } from './javaBatches.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const all: ReadRange = { partition: 0, from: 0n, until: 1n << 62n, last: 1000, maxBytes: 1 << 20 };
const start = 1700000000000;

/** All that the bytes hold, in words that a table can have. */
function show({ offset, timestampMs, timestampType, key, value, headers }: KafkaRecord): unknown[] {
  const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('latin1'));
  return [Number(offset), timestampMs, timestampType, text(key), text(value), headers.map((header) => [header.name, text(header.value)])];
}

function readAll(bytes: Buffer): unknown[][] {
  return splitBatches(bytes).flatMap((batch) => batch.read(all).records.map(show));
}

function only(bytes: Buffer): Batch {
  const [batch, ...more] = splitBatches(bytes);
  assert.ok(batch !== undefined && more.length === 0);
  return batch;
}

const headers = [
  ['a', '1'],
  ['b', null],
  ['a', '\xff\xfe'],
  ['2', ''],
  ['__proto__', 'p'],
];

for (const [name, bytes] of Object.entries(javaBatches).filter(([name]) => /^format\d(None|Gzip|Snappy|Lz4|Zstd)$/.test(name))) {
  test(`as Java wrote it: ${name}`, () => {
    const format = Number(name.charAt(6));
    const time = (delta: number): [number, string] => (format === 0 ? [-1, 'none'] : [start + delta, 'CreateTime']);
    assert.deepEqual(readAll(hex(bytes)), [
      [100, ...time(0), 'k1', 'value value value value 1', format === 2 ? headers : []],
      [101, ...time(5), null, 'value value value value 2', []],
      [102, ...time(3), 'k3', null, []],
    ]);
  });
}

for (const name of ['format1LogAppendTime', 'format2LogAppendTime'] as const) {
  test(`as Java wrote it: ${name}`, () => {
    assert.deepEqual(readAll(hex(javaBatches[name])), [
      [7, 1700000001111, 'LogAppendTime', 'k', 'v', []],
      [8, 1700000001111, 'LogAppendTime', 'k2', 'v2', []],
    ]);
  });
}

test('what Java wrote is written here to the same bytes', () => {
  const text = (value: string): Buffer => Buffer.from(value, 'latin1');
  const records = [
    {
      key: text('k1'),
      value: text('value value value value 1'),
      headers: headers.map(([name, value]) => ({ name: name ?? '', value: value === null || value === undefined ? null : text(value) })),
      timestampMs: start,
    },
    { key: null, value: text('value value value value 2'), headers: [], timestampMs: start + 5 },
    { key: text('k3'), value: null, headers: [], timestampMs: start + 3 },
  ];
  const java = hex(javaBatches.format2None);
  const written = writeBatch(records, writeRecords(records), 'none', undefined);
  // The offset is the broker's to give.
  assert.equal(written.subarray(8).toString('hex'), java.subarray(8).toString('hex'));
});

test('an idempotent batch has the identity that Java gives it', () => {
  const records = [{ key: Buffer.from('k'), value: Buffer.from('v'), headers: [], timestampMs: start }];
  const written = writeBatch(records, writeRecords(records), 'none', { producerId: 4711n, epoch: 3, sequence: 17 });
  const java = hex(javaBatches.idempotent);
  // Java was given the leader epoch 0, which a client does not know; the checksum does not cover it.
  assert.equal(written.subarray(16).toString('hex'), java.subarray(16).toString('hex'));
});

test('from its first record on, a part at a time', () => {
  for (const format of ['format1Gzip', 'format2Gzip'] as const) {
    const reader = only(hex(javaBatches[format])).open(all);
    const parts = [reader.next(2), reader.next(2), reader.next(2)].map((records) => records.map(({ offset }) => offset));
    assert.deepEqual(parts, [[100n, 101n], [102n], []]);
  }
});

test('its leader epoch, where the format has one', () => {
  const epochs = (name: keyof typeof javaBatches): number[] =>
    only(hex(javaBatches[name]))
      .read(all)
      .records.map((record) => record.leaderEpoch);
  assert.deepEqual(epochs('idempotent'), [0]);
  assert.deepEqual(epochs('format1Gzip'), [-1, -1, -1]);
  const later = hex(javaBatches.idempotent);
  later.writeInt32BE(17, 12);
  assert.equal(only(later).open(all).next(1)[0]?.leaderEpoch, 17);
});

for (const { name, base, delta } of [
  { name: 'five days behind the first of its batch', base: start, delta: 432_000_000 },
  { name: 'ten days before the first of its batch', base: start, delta: -864_000_000 },
  { name: 'a minute behind the first, which is older than 1970', base: -5_000_000_000, delta: 60_000 },
]) {
  test(`a record's time: ${name}`, () => {
    const records = [base, base + delta].map((timestampMs) => ({ key: null, value: null, headers: [], timestampMs }));
    const read = only(writeBatch(records, writeRecords(records), 'none', undefined)).read(all).records;
    assert.deepEqual(
      read.map(({ timestampMs }) => timestampMs),
      [base, base + delta],
    );
  });
}

for (const { name, range, offsets } of [
  { name: 'from an offset on', range: { from: 101n }, offsets: [101n, 102n] },
  { name: 'up to an offset, exclusive', range: { until: 102n }, offsets: [100n, 101n] },
  { name: 'the last two', range: { last: 2 }, offsets: [101n, 102n] },
  { name: 'the last one before an offset', range: { until: 102n, last: 1 }, offsets: [101n] },
  { name: 'none of them', range: { from: 103n }, offsets: [] },
]) {
  for (const format of ['format1Gzip', 'format2None', 'format2Zstd'] as const) {
    test(`a part of ${format}: ${name}`, () => {
      const batch = only(hex(javaBatches[format]));
      const { records } = batch.read({ ...all, ...range });
      assert.deepEqual(
        records.map(({ offset }) => offset),
        offsets,
      );
      if (!('last' in range)) assert.deepEqual(batch.open({ ...all, ...range }).next(1000), records);
    });
  }
}

for (const [index, codec] of codecs.entries()) {
  test(`header list, ${codec}: order, repeated names, null and any bytes are kept`, async () => {
    const record: RecordToWrite = {
      key: null,
      value: Buffer.from('v'),
      headers: [
        { name: 'a', value: Buffer.from('1') },
        { name: 'b', value: null },
        { name: 'a', value: Buffer.from('2') },
        { name: '2', value: Buffer.from([0xff, 0xfe, 0]) },
        { name: '__proto__', value: Buffer.alloc(0) },
        { name: 'grün', value: Buffer.from('x') },
      ],
      timestampMs: start,
    };
    const batch = writeBatch([record], await compress(codec, writeRecords([record])), codec, undefined);
    assert.equal(batch.readInt16BE(21), index);
    assert.deepEqual(only(batch).read(all).records[0]?.headers, record.headers);
  });
}

test('bytes that were cut in the middle of a batch yield the whole ones', () => {
  const one = hex(javaBatches.format2None);
  const two = Buffer.concat([one, hex(javaBatches.format1None), hex(javaBatches.transactional)]);
  for (let length = 0; length < two.length; length++) {
    const whole = splitBatches(two.subarray(0, length));
    assert.ok(whole.every((batch) => batch.read(all).records.length > 0));
    assert.equal(whole.length > 0, length >= one.length);
  }
  assert.equal(splitBatches(two).length, 5);
});

const damages: { name: string; bytes: Buffer; says: RegExp; offsets: [bigint, bigint] }[] = [
  { name: 'a flipped bit', bytes: change(hex(javaBatches.format2None), 70), says: /its checksum is wrong/, offsets: [100n, 102n] },
  {
    name: 'an unknown compression',
    bytes: sealed(hex(javaBatches.format2None), 22, 7),
    says: /its compression 7 is unknown/,
    offsets: [100n, 102n],
  },
  {
    name: 'text in place of gzip',
    bytes: sealed(hex(javaBatches.format2None), 22, 1),
    says: /decompressed \(gzip\)/,
    offsets: [100n, 102n],
  },
  { name: 'too many records', bytes: sealed(hex(javaBatches.format2None), 60, 4), says: /its records are damaged/, offsets: [100n, 102n] },
  {
    name: 'a record too short',
    bytes: sealed(hex(javaBatches.format2None), 61, 0x76),
    says: /its records are damaged/,
    offsets: [100n, 102n],
  },
  { name: 'an unknown format', bytes: change(hex(javaBatches.format2None), 16, 9), says: /its format is unknown/, offsets: [100n, 100n] },
  {
    name: 'a damaged old message',
    bytes: change(hex(javaBatches.format1Gzip), 40),
    says: /damaged or cannot be decompressed/,
    offsets: [102n, 102n],
  },
];

for (const { name, bytes, says, offsets } of damages) {
  test(`a batch that cannot be read says so, and spoils no other: ${name}`, () => {
    const good = hex(javaBatches.transactional);
    const [bad, next, ...more] = splitBatches(Buffer.concat([bytes, good]));
    assert.ok(bad !== undefined && next !== undefined && more.length === 0);
    assert.throws(
      () => bad.read(all),
      (error) => error instanceof KafkaError && error.code === 'kafka/unreadable-batch' && says.test(error.message),
    );
    assert.deepEqual([bad.firstOffset, bad.lastOffset], offsets);
    assert.equal(next.read(all).records.length, 1);
  });
}

test('a batch that grows beyond its limit is not read', () => {
  const batch = only(hex(javaBatches.format2Gzip));
  assert.throws(() => batch.read({ ...all, maxBytes: 50 }), { code: 'kafka/unreadable-batch' });
});

test('an old message in messages in messages does not nest without end', async () => {
  const wrap = async (inner: Buffer): Promise<Buffer> => {
    const value = await compress('gzip', inner);
    const body = Buffer.alloc(22 + value.length);
    body.writeInt8(1, 4);
    body.writeInt8(1, 5);
    body.writeInt32BE(-1, 14);
    body.writeInt32BE(value.length, 18);
    value.copy(body, 22);
    body.writeUInt32BE(checksum(body.subarray(4), 0xedb88320));
    const head = Buffer.alloc(12);
    head.writeBigInt64BE(102n);
    head.writeInt32BE(body.length, 8);
    return Buffer.concat([head, body]);
  };
  const once = await wrap(hex(javaBatches.format1None));
  assert.equal(only(once).read(all).records.length, 3);
  const twice = only(await wrap(once));
  assert.throws(() => twice.read(all), { code: 'kafka/unreadable-batch' });
});

for (const { name, control } of [
  { name: 'commit', control: 'commit' },
  { name: 'abort', control: 'abort' },
  { name: 'transactional', control: undefined },
] as const) {
  test(`control batch: ${name}`, () => {
    const batch = only(hex(javaBatches[name]));
    assert.deepEqual([batch.control, batch.producerId, batch.isTransactional], [control, 4711n, true]);
  });
}

/** A batch as far as the filter looks at it. */
function batchAt(offset: number, producer: number, control?: 'commit' | 'abort'): Batch {
  return {
    firstOffset: BigInt(offset),
    lastOffset: BigInt(offset),
    size: 0,
    count: 1,
    maxTimestampMs: 0,
    isTransactional: producer > 0,
    producerId: BigInt(producer),
    control,
    read: () => ({ records: [], bytes: 0 }),
    open: () => ({ bytes: 0, next: () => [] }),
  };
}

for (const { name, batches, aborted, visible } of [
  { name: 'nothing aborted', batches: [batchAt(0, 1), batchAt(1, 1, 'commit'), batchAt(2, 0)], aborted: [], visible: [0, 2] },
  {
    name: 'one aborted, between others',
    batches: [
      batchAt(0, 1),
      batchAt(1, 0),
      batchAt(2, 2),
      batchAt(3, 1, 'abort'),
      batchAt(4, 1),
      batchAt(5, 1, 'commit'),
      batchAt(6, 2, 'commit'),
    ],
    aborted: [[1, 0]],
    visible: [1, 2, 4],
  },
  {
    name: 'aborted twice in a row by the same producer',
    batches: [batchAt(0, 1), batchAt(1, 1, 'abort'), batchAt(2, 1), batchAt(3, 1, 'abort'), batchAt(4, 1)],
    aborted: [
      [1, 2],
      [1, 0],
    ],
    visible: [4],
  },
  {
    name: 'begun long before what was fetched',
    batches: [batchAt(100, 1), batchAt(101, 1, 'abort'), batchAt(102, 1)],
    aborted: [[1, 3]],
    visible: [102],
  },
  {
    name: 'a record of the producer without a transaction stays',
    batches: [{ ...batchAt(0, 1), isTransactional: false }],
    aborted: [[1, 0]],
    visible: [0],
  },
] as const) {
  test(`aborted transactions: ${name}`, () => {
    const transactions = aborted.map(([producerId, firstOffset]) => ({ producerId: BigInt(producerId), firstOffset: BigInt(firstOffset) }));
    const selected = batches.filter(dataSelector(transactions)).map(({ firstOffset }) => Number(firstOffset));
    assert.deepEqual(selected, visible);
  });
}

/** With another byte at a position: one bit of it flipped, where no value is given. */
function change(bytes: Buffer, position: number, value = (bytes[position] ?? 0) ^ 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[position] = value;
  return changed;
}

/** As {@link change}, with a checksum that fits: damage that a broken or hostile writer makes. */
function sealed(bytes: Buffer, position: number, value: number): Buffer {
  const changed = change(bytes, position, value);
  changed.writeUInt32BE(checksum(changed.subarray(21), 0x82f63b78), 17);
  return changed;
}

/** A CRC of 32 bits, bit by bit, with a reflected polynomial. */
function checksum(bytes: Uint8Array, polynomial: number): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
  }
  return ~crc >>> 0;
}
