import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import { startSession } from '../../client/cluster/remoteSession.ts';
import type {
  MessageToSend,
  PartToSend,
  PeekOptions,
  PeekProgress,
  PeekResult,
  SchemaText,
  Session,
} from '../../client/cluster/session.ts';
import { createTopic, never, plainConnection } from './stack.ts';

const workerPath = fileURLToPath(new URL('../../client/cluster/worker.ts', import.meta.url));
const nothing = { kind: 'null' } as const;
const ignore = (): void => undefined;

/** In a worker, as the extension has it. */
function openSession(t: TestContext, connection = plainConnection()): Session {
  const session = startSession(connection, { workerPath });
  t.after(() => session.close());
  return session;
}

function peekOf(topic: string, more: Partial<PeekOptions> = {}): PeekOptions {
  return { topic, count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1 << 26, ...more };
}

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
};
const orderText = JSON.stringify(order);
const orderJson = '{"id": 9007199254740993, "amount": 74120.00, "at": "2026-02-03T04:05:06.007Z", "note": "grün"}';

function avro(json: string, schema: SchemaText, schemaId?: number): PartToSend {
  return { kind: 'avro', json, schema, framing: schemaId === undefined ? { kind: 'bare' } : { kind: 'confluent-prefix', schemaId } };
}

function textOf(text: string, label = 'Order', references: readonly string[] = []): SchemaText {
  return { text, references, label };
}

function message(topic: string, value: PartToSend, more: Partial<MessageToSend> = {}): MessageToSend {
  return { topic, key: nothing, value, headers: [], ...more };
}

function compact(json: string | undefined): unknown {
  return json?.replaceAll(/\s+/g, ' ');
}

test('a message is registered, sent, and peeked back, every digit of it', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t, { name: 'orders' });
  const subject = `${topic}-value`;
  assert.equal(await session.findVersion(subject, orderText, never), undefined);
  const registered = await session.register(subject, orderText, never);
  assert.deepEqual([registered.subject, registered.version], [subject, 1]);
  assert.equal((await session.findVersion(subject, orderText, never))?.schemaId, registered.schemaId);
  assert.ok((await session.listSubjects(never)).includes(subject));
  assert.equal((await session.fetchVersion(subject, 'latest', never)).schemaId, registered.schemaId);
  assert.equal((await session.fetchVersion(subject, 1, never)).version, 1);
  assert.deepEqual(JSON.parse((await session.fetchSchema(registered.schemaId, never)).text), order);

  const key = { kind: 'bytes', bytes: Buffer.from('A-17') } as const;
  const headers = [
    { name: 'source', value: Buffer.from('test') },
    { name: 'none', value: null },
  ];
  const sent = await session.send(
    message(topic, avro(orderJson, registered, registered.schemaId), { key, headers, timestampMs: 1_770_000_000_000 }),
    never,
  );
  assert.deepEqual(sent, { partition: 0, offset: 0n });

  const progress: PeekProgress[] = [];
  const { rows, ...scan } = await session.peek(peekOf(topic), (now) => progress.push(now), never);
  assert.deepEqual([scan.stopped, scan.offsetsInTopic, scan.partitions, scan.incomplete, scan.heldBack], ['end', 1n, 1, [], []]);
  assert.deepEqual([progress[0]?.stage, progress.at(-1)?.stage], ['connecting', 'decoding']);
  const [row] = rows;
  assert.ok(row !== undefined && rows.length === 1);
  assert.deepEqual([row.partition, row.offset, row.timestampMs, row.timestampType], [0, 0n, 1_770_000_000_000, 'CreateTime']);
  assert.equal(row.value.state, 'exact');
  assert.deepEqual(row.value.schema, { schemaId: registered.schemaId, subject, version: 1, fullname: 'shop.Order' });
  assert.match(String(compact(row.value.json)), /"id": 9007199254740993/);
  assert.match(String(compact(row.value.json)), /"amount": "?74120\.00/);
  assert.match(String(compact(row.value.json)), /2026-02-03T04:05:06\.007Z/);
  assert.match(String(compact(row.value.json)), /"note": "grün"/);
  assert.deepEqual([row.key.state, row.key.json, Buffer.from(row.keyBytes ?? []).toString()], ['text', '"A-17"', 'A-17']);
  assert.deepEqual(
    row.headers.map(({ name, value }) => [name, value === null ? null : Buffer.from(value).toString()]),
    [
      ['source', 'test'],
      ['none', null],
    ],
  );
  assert.ok(row.valueBytes !== null);
  assert.equal(row.valueBytes[0], 0);
  assert.equal(row.value.size, row.valueBytes.length);

  const decoded = await session.decode({ bytes: row.valueBytes, topic, part: 'value', schema: undefined }, never);
  assert.deepEqual([decoded.state, decoded.json], ['exact', row.value.json]);
});

test('bare Avro is guessed by the subject of its topic, or read by a schema of choice', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t, { name: 'payments-raw' });
  await session.register(`${topic}-value`, orderText, never);
  await session.send(message(topic, avro(orderJson, textOf(orderText))), never);
  const [row] = (await session.peek(peekOf(topic), ignore, never)).rows;
  assert.ok(row !== undefined);
  assert.deepEqual([row.value.state, row.value.framing], ['guessed', 'bare']);
  assert.match(row.value.json ?? '', /9007199254740993/);
  const bytes = row.valueBytes ?? new Uint8Array();
  const chosen = await session.decode({ bytes, topic: undefined, part: 'value', schema: textOf(orderText) }, never);
  assert.deepEqual([chosen.state, chosen.json], ['guessed', row.value.json]);
});

test('one record that cannot be decoded spoils no other', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t, { name: 'mixed' });
  const { schemaId } = await session.register(`${topic}-value`, orderText, never);
  const bytes = (hex: string): PartToSend => ({ kind: 'bytes', bytes: Buffer.from(hex, 'hex') });
  const parts: PartToSend[] = [
    avro(orderJson, textOf(orderText), schemaId),
    bytes('0000060204ff'),
    bytes('00'),
    { kind: 'bytes', bytes: Buffer.from('{"a":1}') },
    nothing,
    bytes(`00${schemaId.toString(16).padStart(8, '0')}0204`),
    bytes(''),
  ];
  for (const [index, value] of parts.entries())
    await session.send(message(topic, value, { timestampMs: 1_770_000_000_000 + index }), never);
  const { rows } = await session.peek(peekOf(topic), ignore, never);
  assert.deepEqual(
    rows.toReversed().map(({ value }) => value.state),
    ['exact', 'failed', 'failed', 'text', 'null', 'failed', 'bytes'],
  );
  for (const { value } of rows) assert.equal(value.error !== undefined, value.state === 'failed');
});

test('schemas with references, and a value that does not fit', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t);
  const money = JSON.stringify({ type: 'record', name: 'Money', namespace: 'shop', fields: [{ name: 'cents', type: 'long' }] });
  const price = JSON.stringify({
    type: 'record',
    name: 'Price',
    namespace: 'shop',
    fields: [
      { name: 'net', type: 'Money' },
      { name: 'gross', type: 'shop.Money' },
    ],
  });
  const schema = textOf(price, 'price.avsc', [money]);
  await session.send(message(topic, avro('{"net": {"cents": 9223372036854775807}, "gross": {"cents": -1}}', schema)), never);
  const [row] = (await session.peek(peekOf(topic), ignore, never)).rows;
  assert.equal(Buffer.from(row?.valueBytes ?? []).toString('hex'), 'feffffffffffffffff0101');

  await assert.rejects(
    session.send(message(topic, avro('{"net": {"cents": "x"}, "gross": {"cents": 1.5}}', schema)), never),
    (error: { code?: string; message?: string; path?: string }) => {
      assert.equal(error.code, 'codec/invalid-value');
      assert.equal(error.path, 'net.cents');
      assert.match(error.message ?? '', /^The value does not fit price\.avsc\. At net\.cents: .* 1 more problem is behind it\.$/);
      return true;
    },
  );
  await assert.rejects(session.send(message(topic, avro('{"net": ', schema)), never), {
    code: 'codec/invalid-value',
    message: /^The value is not JSON\./,
  });
  await assert.rejects(session.send(message(topic, avro('1', textOf('{"type": "nope"}'))), never), { code: 'codec/unusable-schema' });
  assert.equal((await session.peek(peekOf(topic), ignore, never)).offsetsInTopic, 1n);
});

test('bytes behind a frame have no length of their own', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t);
  const registered = await session.register(`${topic}-value`, '"bytes"', never);
  await session.send(message(topic, avro('"hex:00ff"', registered, registered.schemaId)), never);
  const [row] = (await session.peek(peekOf(topic), ignore, never)).rows;
  assert.equal(Buffer.from(row?.valueBytes ?? []).toString('hex'), `00${registered.schemaId.toString(16).padStart(8, '0')}00ff`);
  assert.equal(row?.value.state, 'exact');
});

test('read-only: nothing is written, all else works', async (t) => {
  const topic = await createTopic(t);
  const session = openSession(t, plainConnection({ readOnly: true }));
  const subject = `${topic}-value`;
  const refused = { name: 'KafkaError', code: 'kafka/read-only', message: 'local is read-only: nothing is sent.' };
  await assert.rejects(session.send(message(topic, nothing), never), refused);
  await assert.rejects(session.register(subject, orderText, never), { code: 'kafka/read-only' });
  assert.equal((await session.peek(peekOf(topic), ignore, never)).offsetsInTopic, 0n);
  assert.ok(!(await session.listSubjects(never)).includes(subject));
});

test('without a registry frames are named and not read, and what needs one says so', async (t) => {
  const topic = await createTopic(t);
  const session = openSession(t, plainConnection({ registry: undefined }));
  await session.send(message(topic, { kind: 'bytes', bytes: Buffer.from('000000001f02', 'hex') }), never);
  const [row] = (await session.peek(peekOf(topic), ignore, never)).rows;
  assert.ok(row !== undefined && row.value.state !== 'exact');
  await assert.rejects(session.listSubjects(never), { code: 'registry/none', message: 'The connection local has no schema registry.' });
});

test('a registry that is not there leaves the records, each with the reason', async (t) => {
  const topic = await createTopic(t);
  const session = openSession(t, plainConnection({ registry: { url: 'http://127.0.0.1:1', auth: { type: 'none' } } }));
  await session.send(message(topic, { kind: 'bytes', bytes: Buffer.from('000000001f02', 'hex') }), never);
  const { rows } = await session.peek(peekOf(topic), ignore, never);
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.value.state, 'failed');
  assert.match(rows[0].value.error?.code ?? '', /^registry\//);
});

test('large keys and values are cut for the page, and decoded whole', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t);
  const text = 'a long text '.repeat(20_000);
  await session.send(
    message(topic, { kind: 'bytes', bytes: Buffer.from(text) }, { key: { kind: 'bytes', bytes: randomBytes(70_000) } }),
    never,
  );
  const [row] = (await session.peek(peekOf(topic), ignore, never)).rows;
  assert.deepEqual([row?.keyBytes?.length, row?.valueBytes?.length, row?.key.size, row?.value.size], [65_536, 65_536, 70_000, text.length]);
  assert.equal(row?.value.json, JSON.stringify(text));
});

test('the worker and this thread find the same', async (t) => {
  const topic = await createTopic(t, { partitions: 3 });
  const remote = openSession(t);
  const local = createLocalSession(plainConnection());
  t.after(() => local.close());
  for (let index = 0; index < 30; index++) {
    await local.send(
      message(
        topic,
        { kind: 'bytes', bytes: Buffer.from(`{"n":${index}}`) },
        { timestampMs: 1_770_000_000_000 + index, partition: index % 3 },
      ),
      never,
    );
  }
  const show = ({ rows }: PeekResult): unknown => rows.map(({ partition, offset, value }) => [partition, offset, value.json]);
  const [far, near] = await Promise.all([remote.peek(peekOf(topic), ignore, never), local.peek(peekOf(topic), ignore, never)]);
  assert.equal(far.rows.length, 30);
  assert.deepEqual(show(far), show(near));
  assert.deepEqual(await remote.describeTopic(topic, never), await local.describeTopic(topic, never));
  assert.ok((await remote.listTopics(never)).some(({ name }) => name === topic));
});

test('cancelled while the worker is busy, it is free for the next call', async (t) => {
  const session = openSession(t);
  const topic = await createTopic(t);
  const abort = new AbortController();
  const peeking = session.peek(peekOf(topic), () => abort.abort(), abort.signal);
  await assert.rejects(peeking, { name: 'AbortError' });
  assert.deepEqual((await session.peek(peekOf(topic), ignore, never)).rows, []);
});
