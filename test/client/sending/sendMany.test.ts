import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { splitBatches } from '../../../client/cluster/fetchedBatches.ts';
import { createKafkaCluster, type KafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { createAvroWriter } from '../../../client/records/exportAvro.ts';
import { openSource } from '../../../client/sending/openSource.ts';
import { resolveRules, sendMany, type SendManyEvents } from '../../../client/sending/sendMany.ts';
import type { PartRule, SendManyRequest, SendSummary, SourceFormat } from '../../../client/sending/sendRequest.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';

const never = new AbortController().signal;
const impatient = { mostAttempts: 4, forMs: 5_000 };
const schema = {
  text: JSON.stringify({
    type: 'record',
    name: 'Order',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'note', type: ['null', 'string'], default: null },
    ],
  }),
  references: [],
  label: 'orders-value v1',
};
const avro: PartRule = { kind: 'avro', schema, framing: { kind: 'confluent-prefix', schemaId: 7 } };
const text: PartRule = { kind: 'text' };

interface Setup {
  readonly fake: FakeCluster;
  readonly partitions: FakePartition[];
  /** Sends the text of a file. */
  readonly send: (file: string | Uint8Array, more?: Partial<SendManyRequest> & Sending) => Promise<SendSummary>;
}

interface Sending extends Partial<SendManyEvents> {
  readonly format?: SourceFormat;
  readonly keyField?: string;
  readonly signal?: AbortSignal;
}

async function start(t: TestContext, partitions = 1): Promise<Setup> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-send-'));
  const fake = await FakeCluster.start(1);
  const cluster: KafkaCluster = createKafkaCluster(
    { name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, registry: undefined, readOnly: false },
    { connectTimeoutMs: 2000, requestTimeoutMs: 300 },
  );
  t.after(async () => {
    await cluster.close();
    await fake.stop();
    rmSync(folder, { recursive: true });
  });
  const created = fake.topic('orders', partitions);
  return {
    fake,
    partitions: created,
    async send(file, { format = 'ndjson', keyField, signal = never, onProgress = () => undefined, ...more } = {}) {
      const place = path.join(folder, `source.${format}`);
      writeFileSync(place, file);
      const request: SendManyRequest = {
        topic: 'orders',
        source: { kind: 'file', path: place, format, keyField, maxBlockBytes: 1 << 20 },
        key: text,
        value: avro,
        compression: 'none',
        limits: {},
        onError: 'stop',
        keepPartitions: false,
        dryRun: false,
        ...more,
      };
      const source = await openSource(request.source, resolveRules(request), signal);
      try {
        const openBatches = (topic: string, stop: AbortSignal): ReturnType<KafkaCluster['openBatches']> =>
          cluster.openBatches(topic, stop, impatient);
        return await sendMany({ openBatches, connection: 'local' }, request, source, { onProgress, ...more }, signal);
      } finally {
        await source.close();
      }
    },
  };
}

interface Stored {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs: number;
  readonly headers: readonly (readonly [string, string | null])[];
}

const range = { partition: 0, from: 0n, until: 1n << 62n, last: 100_000, maxBytes: 1 << 26 };

/** What a partition holds: keys and headers as text, values as hex. */
function stored(partition: FakePartition | undefined): Stored[] {
  return (partition?.batches ?? [])
    .flatMap(({ bytes }) => splitBatches(bytes).flatMap((batch) => batch.read(range).records))
    .map(({ key, value, timestampMs, headers }) => ({
      key: key && Buffer.from(key).toString(),
      value: value && Buffer.from(value).toString('hex'),
      timestampMs,
      headers: headers.map((header) => [header.name, header.value && Buffer.from(header.value).toString()] as const),
    }));
}

const values = (partition: FakePartition | undefined): (string | null)[] => stored(partition).map(({ value }) => value);
/** The frame, and a small id with a null behind it. */
const order = (id: number): string => `0000000007${(2 * id).toString(16).padStart(2, '0')}00`;

test('values of lines are sent in their order, and the summary says where they stand', async (t) => {
  const { partitions, send } = await start(t);
  const summary = await send('{"id": 1}\n\n{"id": 2, "note": "é"}\r\n{"note": null, "id": 3}');
  assert.deepEqual(values(partitions[0]), [order(1), '00000000070402' + '04c3a9', order(3)]);
  const { stopped, read, written, failed, failures, maybe, unsent, problem } = summary;
  assert.deepEqual([stopped, read, written, failed, failures, maybe, unsent, problem], ['end', 3, 3, 0, [], [], undefined, undefined]);
  assert.deepEqual(summary.partitions, [{ partition: 0, count: 3, firstOffset: 0n, lastOffset: 2n }]);
});

test('lines of an export keep their keys, headers, times and, where that is wanted, partitions', async (t) => {
  const { partitions, send } = await start(t, 2);
  const lines = [
    '{"partition":1,"offset":5,"timestamp":"2026-01-02T03:04:05.006Z","key":"a","value":{"id":9007199254740993,"note":null},"headers":[{"name":"h","value":"x"},{"name":"h","value":null},{"name":"b","value":"hex:00"}]}',
    '{"partition":0,"offset":9,"timestamp":"2026-01-02T03:04:05.007Z","key":null,"value":null,"headers":[]}',
    '{"partition":1,"offset":6,"timestamp":"2026-01-02T03:04:05.008Z","key":"hex:ff","keyNotDecoded":"It is no UTF-8.","value":"hex:0102","valueNotDecoded":"Unknown.","headers":[]}',
  ];
  const summary = await send(lines.join('\n'), { keepPartitions: true });
  assert.equal(summary.written, 3);
  const ms = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
  assert.deepEqual(stored(partitions[0]), [{ key: null, value: null, timestampMs: ms + 1, headers: [] }]);
  assert.deepEqual(stored(partitions[1]), [
    {
      key: 'a',
      value: '0000000007828080808080802000',
      timestampMs: ms,
      headers: [
        ['h', 'x'],
        ['h', null],
        ['b', '\0'],
      ],
    },
    { key: '\ufffd', value: '0102', timestampMs: ms + 2, headers: [] },
  ]);
});

for (const { name, onError, expected, failures, stopped } of [
  { name: 'it stops there', onError: 'stop', expected: [1], failures: [2], stopped: 'failures' },
  { name: 'the others are sent', onError: 'skip', expected: [1, 3, 5], failures: [2, 4, 6], stopped: 'end' },
] as const) {
  test(`lines that do not fit their schema fail by themselves: ${name}`, async (t) => {
    const { partitions, send } = await start(t);
    const summary = await send('{"id": 1}\n{"id": 1.5}\n{"id": 3}\n{"id": 4\n{"id": 5}\n{"no": 6}\n', { onError });
    assert.deepEqual(values(partitions[0]), expected.map(order));
    assert.deepEqual(
      summary.failures.map(({ line }) => line),
      failures,
    );
    assert.equal(summary.stopped, stopped);
    assert.match(summary.failures[0]?.reason ?? '', /^It does not fit orders-value v1\. At value\.id: /);
  });
}

for (const { name, limits, count, stopped } of [
  { name: 'records', limits: { records: 2 }, count: 2, stopped: 'records' },
  { name: 'bytes', limits: { bytes: 8 }, count: 2, stopped: 'bytes' },
  { name: 'failures', limits: { failures: 1 }, count: 3, stopped: 'failures' },
] as const) {
  test(`it ends by itself: ${name}`, async (t) => {
    const { partitions, send } = await start(t);
    const summary = await send('{"id": 1}\n{"id": 2}\n{}\n{"id": 3}\n{}\n{"id": 4}', { limits, onError: 'skip' });
    assert.equal(values(partitions[0]).length, count);
    assert.deepEqual([summary.stopped, summary.written], [stopped, count]);
  });
}

test('a rate is kept to', async (t) => {
  const { send } = await start(t);
  const summary = await send('{"id": 1}\n'.repeat(11), { limits: { recordsPerSecond: 50 } });
  assert.equal(summary.written, 11);
  assert.ok(summary.durationMs > 190, `It took ${summary.durationMs} ms.`);
});

for (const fault of ['close', 'close after doing it', 'stay silent', 7] as const) {
  test(`an answer that is lost midway: each stands there once, in order: ${fault}`, async (t) => {
    const { fake, partitions, send } = await start(t, 2);
    fake.fault = ({ api, attempt }) => (api === 'Produce' && attempt === 2 ? fault : undefined);
    const note = 'x'.repeat(60_000);
    const lines = Array.from({ length: 40 }, (_, id) => JSON.stringify({ key: `k${id % 5}`, value: { id, note }, headers: [] }));
    const summary = await send(lines.join('\n'));
    assert.deepEqual([summary.stopped, summary.written, summary.maybe], ['end', 40, []]);
    const all = partitions.map((partition) => stored(partition).map(({ key, value }) => [key, value?.slice(10, 14)] as const));
    assert.equal(all.flat().length, 40);
    for (const key of ['k0', 'k1', 'k2', 'k3', 'k4']) {
      const own = all.filter((one) => one.some((each) => each[0] === key));
      assert.equal(own.length, 1);
      const ids = own.flat().flatMap(([other, value]) => (other === key ? [Number.parseInt(value?.slice(0, 2) ?? '', 16) / 2] : []));
      assert.deepEqual(
        ids,
        [0, 5, 10, 15, 20, 25, 30, 35].map((id) => id + Number(key.slice(1))),
      );
    }
  });
}

test('without producer ids, what may have been written is said to be, and nothing is sent again', async (t) => {
  const { fake, partitions, send } = await start(t);
  fake.givesProducerIds = false;
  fake.fault = ({ api }) => (api === 'Produce' ? 'close after doing it' : undefined);
  const summary = await send('{"id": 1}\n{"id": 2}');
  assert.equal(values(partitions[0]).length, 2);
  assert.deepEqual([summary.stopped, summary.written], ['problem', 0]);
  assert.deepEqual(
    summary.maybe.map(({ partition, count, firstLine, lastLine }) => [partition, count, firstLine, lastLine]),
    [[0, 2, 1, 2]],
  );
});

for (const { onError, written, stopped } of [
  { onError: 'skip', written: 4, stopped: 'end' },
  { onError: 'stop', written: 2, stopped: 'failures' },
] as const) {
  test(`a batch that is refused for one of its records is sent without it: ${onError}`, async (t) => {
    const { fake, partitions, send } = await start(t);
    fake.configuration.set('max.message.bytes', '1048588');
    fake.fault = ({ api, batch }) => (api === 'Produce' && (batch?.includes('BAD') ?? false) ? 10 : undefined);
    const lines = [1, 2, 3, 4, 5].map((id) => JSON.stringify({ id, note: id === 3 ? 'BAD' : 'good' }));
    const summary = await send(lines.join('\n'), { onError });
    assert.equal(values(partitions[0]).length, written);
    assert.deepEqual([summary.stopped, summary.written, summary.failed], [stopped, written, 1]);
    const [failure] = summary.failures;
    assert.ok(failure !== undefined);
    assert.equal(failure.line, 3);
    assert.match(failure.reason, /^The broker refuses \d+ bytes for topic orders \(limit 1 MB\)\.$/);
    assert.deepEqual(summary.unsent, onError === 'stop' ? { count: 2, firstLine: 4 } : undefined);
  });
}

test('a broker that lets nobody write ends it, and nothing is left unsaid', async (t) => {
  const { fake, send } = await start(t);
  fake.fault = ({ api }) => (api === 'Produce' ? 29 : undefined);
  const summary = await send('{"id": 1}\n{"id": 2}', { onError: 'skip' });
  assert.deepEqual([summary.stopped, summary.written, summary.failed], ['problem', 0, 0]);
  assert.equal(summary.problem?.message, 'This connection may not write to topic orders.');
  assert.deepEqual(summary.unsent, { count: 2, firstLine: 1 });
});

test('cancelled, it says what is written and what is not known', async (t) => {
  const { fake, send } = await start(t);
  const abort = new AbortController();
  fake.fault = ({ api, attempt }) => {
    if (api !== 'Produce' || attempt === 1) return undefined;
    abort.abort();
    return 'stay silent';
  };
  const lines = Array.from({ length: 30 }, (_, id) => JSON.stringify({ id, note: 'x'.repeat(60_000) }));
  const { stopped, written, maybe, unsent, partitions } = await send(lines.join('\n'), { signal: abort.signal });
  assert.equal(stopped, 'cancelled');
  assert.equal(partitions[0]?.count, written);
  const [unknown] = maybe;
  assert.ok(unknown !== undefined);
  assert.equal(unknown.firstLine, written + 1);
  assert.ok(written + unknown.count + (unsent?.count ?? 0) <= 30);
});

test('an unknown partition is a failure of its line; an unknown topic of all', async (t) => {
  const { send } = await start(t);
  const line = '{"partition":3,"offset":0,"value":{"id":1}}';
  const summary = await send(line, { keepPartitions: true });
  assert.deepEqual(summary.failures, [{ line: 1, reason: 'The topic orders has no partition 3 on local.' }]);
  await assert.rejects(send(line, { topic: 'nope' }), { code: 'kafka/unknown-topic' });
});

test('a dry run writes nothing', async (t) => {
  const { fake, partitions, send } = await start(t);
  const summary = await send('{"id": 1}\n{"id": "x"}\n{"id": 3}', { dryRun: true, onError: 'skip' });
  assert.deepEqual([summary.read, summary.failed, summary.written], [3, 1, 0]);
  assert.equal(partitions[0]?.batches.length, 0);
  assert.equal(fake.requests.filter(({ api }) => api === 'Produce').length, 0);
});

test('the key is a field of the value', async (t) => {
  const { partitions, send } = await start(t);
  await send('{"id": 12, "note": "n"}\n{"id": 13}', { keyField: 'id' });
  assert.deepEqual(
    stored(partitions[0]).map(({ key }) => key),
    ['12', '13'],
  );
});

test('a table: columns are fields, empty cells are null, quotes may hold anything', async (t) => {
  const { partitions, send } = await start(t);
  const table = 'id,note\r\n1,\r\n2,"a, ""b""\nc"\r\n3,""\r\n';
  assert.equal((await send(table, { format: 'csv', keyField: 'id' })).written, 3);
  assert.deepEqual(
    stored(partitions[0]).map(({ key, value }) => [key, value?.slice(10)]),
    [
      ['1', '0200'],
      ['2', `040210${Buffer.from('a, "b"\nc').toString('hex')}`],
      ['3', '060200'],
    ],
  );
});

test('samples are valid, and come again by their seed', async (t) => {
  const { partitions, send } = await start(t);
  const source = { kind: 'samples', count: 20, seed: 3, nullProbability: 0.5 } as const;
  assert.equal((await send('', { source })).written, 20);
  assert.equal((await send('', { source })).written, 20);
  const all = values(partitions[0]);
  assert.deepEqual(all.slice(0, 20), all.slice(20));
  assert.ok(new Set(all).size > 5);
});

test('samples are like a message: its key where none can be made, headers, partition and time', async (t) => {
  const { partitions, send } = await start(t, 2);
  const like = { key: Buffer.from('k'), headers: [{ name: 'h', value: Buffer.from('x') }], partition: 1, timestampMs: 5 };
  const source = { kind: 'samples', count: 8, branches: 'all', like } as const;
  assert.equal((await send('', { source, keepPartitions: true })).written, 8);
  const all = stored(partitions[1]);
  assert.equal(all.length, 8);
  for (const { key, headers, timestampMs } of all) assert.deepEqual([key, headers, timestampMs], ['k', [['h', 'x']], 5]);
  // Every other value has the null of the union.
  assert.equal(all.filter(({ value }) => value?.endsWith('00')).length, 4);
});

test('samples: a null that is the whole value is no tombstone', async (t) => {
  const { partitions, send } = await start(t);
  const value: PartRule = {
    kind: 'avro',
    schema: { ...schema, text: '["null",{"type":"map","values":"long"}]' },
    framing: { kind: 'bare' },
  };
  const source = { kind: 'samples', count: 4, branches: 'all' } as const;
  assert.equal((await send('', { source, value })).written, 4);
  const all = values(partitions[0]);
  assert.deepEqual(all.map((each) => each?.slice(0, 2)).sort(), ['00', '00', '02', '02']);
  assert.ok(all.filter((each) => each === '00').length === 2);
});

test('nulls are tombstones, and no keys; bytes of an export that are no text are sent as they were', async (t) => {
  const { partitions, send } = await start(t);
  await send('null\n{"id": 1}');
  await send('{"id":null}', { keyField: 'id', value: { kind: 'json' } });
  await send('{"partition":0,"offset":1,"key":"hex:6b","value":"hex:76"}', { value: text });
  assert.deepEqual(
    stored(partitions[0]).map(({ key, value }) => [key, value]),
    [
      [null, null],
      [null, order(1)],
      [null, Buffer.from('{"id":null}').toString('hex')],
      ['k', '76'],
    ],
  );
});

test('a container file: its own records, without their being written anew', async (t) => {
  const { partitions, send } = await start(t);
  const writer = createAvroWriter({ codec: 'null', deflate: (bytes) => bytes, sync: new Uint8Array(16).fill(7) });
  const parsed = resolveRules({ key: text, value: avro }).value;
  assert.ok(parsed !== undefined);
  const pieces = [1, 2, 3].map((id) => writer.write(recordOf(parsed, { id, note: id === 2 ? 'x' : null })));
  const file = Buffer.concat([...pieces, writer.end()].map((piece) => piece as Uint8Array));
  const summary = await send(file, { format: 'avro', keyField: 'id' });
  assert.deepEqual([summary.written, summary.failures], [3, []]);
  assert.deepEqual(
    stored(partitions[0]).map(({ key, value }) => [key, value]),
    [
      ['1', order(1)],
      ['2', '00000000070402' + '0278'],
      ['3', order(3)],
    ],
  );
  // Another schema, as a reader of it sees them.
  const other = { ...schema, text: '{"type":"record","name":"Order","fields":[{"name":"id","type":"double"}]}' };
  await send(file, { format: 'avro', value: { kind: 'avro', schema: other, framing: { kind: 'bare' } } });
  assert.equal(values(partitions[0])[3], '000000000000f03f');
});

/** A record as an export has it, of which a container file takes the value alone. */
function recordOf(valueSchema: Schema, value: Value): Parameters<ReturnType<typeof createAvroWriter>['write']>[0] {
  const part = { state: 'avro', schema: valueSchema, value, bytes: new Uint8Array(), framing: 'bare' };
  return { held: { failure: undefined }, value: part, masks: { value: { isEmpty: true } } } as never;
}
