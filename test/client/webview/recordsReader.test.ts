import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { PeekOptions, PeekResult, Session } from '../../../client/cluster/session.ts';
import { createSettings } from '../../../client/settings.ts';
import type { RecordsState, ToPage } from '../../../client/webview/recordsProtocol.ts';
import { createRecordsReader, type RecordsReader } from '../../../client/webview/recordsReader.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { FakeSession } from '../../fakes/session.ts';
import { exact, result, row, text } from './records.ts';

interface Setup {
  readonly reader: RecordsReader;
  readonly posted: ToPage[];
  readonly logged: string[];
  /** The state that was posted last. */
  readonly state: () => RecordsState;
}

function setUp(methods: Partial<Session>, more: { settings?: Record<string, unknown>; openSession?: () => Promise<Session> } = {}): Setup {
  const posted: ToPage[] = [];
  const logged: string[] = [];
  const log = (message: unknown) => void logged.push(String(message));
  const reader = createRecordsReader({
    connection: 'local',
    topic: 'orders',
    partitions: undefined,
    openSession: more.openSession ?? (() => Promise.resolve(new FakeSession(methods))),
    isReadOnly: () => true,
    settings: createSettings((id) => more.settings?.[id]),
    // What goes to the page must survive as JSON.
    post: (message) => void posted.push(JSON.parse(JSON.stringify(message)) as ToPage),
    log: { debug: log, info: log, warn: log, error: log, show: () => undefined },
  });
  const state = () => {
    const last = posted.findLast((message) => message.type === 'state');
    assert.ok(last);
    return last.state;
  };
  return { reader, posted, logged, state };
}

const three = [
  row({ partition: 1, offset: 7n, timestampMs: 30, value: exact('{"a":1}') }),
  row({ partition: 0, offset: 9n, timestampMs: 20, value: exact('{"a":2}') }),
  row({ partition: 1, offset: 6n, timestampMs: 10, value: text('x') }),
];

/** Never settles by itself; rejects as an aborted call does. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(new DOMException('', 'AbortError'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}

test('a read: what is asked for, what the page is told, in order', async () => {
  const asked: PeekOptions[] = [];
  const { reader, posted, state } = setUp(
    {
      peek: (options, onProgress) => {
        asked.push(options);
        onProgress({ stage: 'reading', records: 2, bytes: 100 });
        return Promise.resolve(result(three, { stopped: 'enough', offsetsInTopic: 500n }));
      },
    },
    {
      settings: {
        'peek.count': 3,
        'peek.timeoutSeconds': 5,
        'peek.maxMegabytes': 1,
        'peek.isolation': 'readUncommitted',
        'view.timeZone': 'UTC',
      },
    },
  );
  await reader.read({});
  assert.deepEqual(asked, [
    { topic: 'orders', count: 3, partitions: undefined, isolation: 'readUncommitted', timeoutMs: 5000, maxBytes: 1_048_576 },
  ]);
  assert.deepEqual(
    posted.map((message) => (message.type === 'state' ? message.state.activity.kind : message.type)),
    ['connecting', 'reading', 'idle', 'rows'],
  );
  const { generation, readOnly, timeZone, rowCount, columns, summary } = state();
  assert.deepEqual([generation, readOnly, timeZone, rowCount, columns.length], [1, true, 'UTC', 3, 1]);
  assert.equal(summary?.values, 'Values: 2 Confluent prefix, orders-value v3 (schema id 13); 1 text.');
  const rows = posted.at(-1);
  assert.deepEqual(rows?.type === 'rows' && rows.rows.map(({ offset }) => offset), ['7', '9', '6']);
});

test('rows are given out in pages, and never those of an older read', async () => {
  const many = Array.from({ length: 250 }, (_, index) => row({ offset: BigInt(index) }));
  const { reader, posted } = setUp({ peek: () => Promise.resolve(result(many)) });
  await reader.read({});
  posted.length = 0;
  reader.postRows(1, 200);
  reader.postRows(0, 0);
  assert.deepEqual(
    posted.map((message) => message.type === 'rows' && [message.from, message.rows.length]),
    [[200, 50]],
  );
  assert.equal(reader.find(1, 249)?.offset, 249n);
  assert.equal(reader.find(0, 249), undefined);
});

test('details are those of the row', async () => {
  const { reader, posted } = setUp({ peek: () => Promise.resolve(result(three)) });
  await reader.read({});
  posted.length = 0;
  reader.postDetails(1, 1);
  reader.postDetails(1, 99);
  assert.deepEqual(
    posted.map((message) => message.type === 'details' && message.details.offset),
    ['9'],
  );
});

test('a page that comes back is told everything', async () => {
  const { reader, posted } = setUp({ peek: () => Promise.resolve(result(three)) });
  reader.postAll();
  assert.deepEqual(posted[0]?.type === 'state' && posted[0].state.activity, { kind: 'waiting' });
  await reader.read({});
  posted.length = 0;
  reader.postAll();
  assert.deepEqual(
    posted.map((message) => (message.type === 'rows' ? message.rows.length : message.type)),
    ['state', 3],
  );
});

for (const { name, firstOffset, endOffset, emptiness } of [
  { name: 'never written', firstOffset: 0n, endOffset: 0n, emptiness: 'neverWritten' },
  { name: 'all gone', firstOffset: 5n, endOffset: 5n, emptiness: 'usedUp' },
]) {
  test(`an empty topic: ${name}`, async () => {
    const partition = { partition: 0, leader: 1, replicas: [], inSyncReplicas: [], firstOffset, endOffset };
    const { reader, state } = setUp({
      peek: () => Promise.resolve(result([])),
      describeTopic: (topic) => Promise.resolve({ name: topic, configuration: undefined, partitions: [partition] }),
    });
    await reader.read({});
    assert.equal(state().summary?.emptiness?.kind, emptiness);
  });
}

const wanted = { partition: 1, offset: 6n };
const neighbours = [row({ partition: 1, offset: 6n }), row({ partition: 1, offset: 5n })];
const newest = [row({ partition: 0, offset: 99n })];

for (const { name, answers, asks, rows, select, missing } of [
  { name: 'among the newest', answers: [three], asks: ['all'], rows: 3, select: 2, missing: undefined },
  { name: 'further back', answers: [newest, neighbours], asks: ['all', '1 up to 6'], rows: 2, select: 0, missing: undefined },
  { name: 'gone', answers: [newest, []], asks: ['all', '1 up to 6'], rows: 1, select: undefined, missing: { partition: 1, offset: '6' } },
]) {
  test(`a certain record: ${name}`, async () => {
    const asked: string[] = [];
    const { reader, state } = setUp({
      peek: ({ partitions, upTo }) => {
        asked.push(upTo ? `${partitions?.join(',') ?? ''} up to ${upTo.offset}` : 'all');
        return Promise.resolve(result(answers[asked.length - 1] ?? []));
      },
    });
    await reader.read({ select: wanted });
    assert.deepEqual(asked, asks);
    assert.deepEqual([state().rowCount, state().select, state().summary?.missing], [rows, select, missing]);
    assert.equal(state().summary?.upTo?.offset, asks.length > 1 && missing === undefined ? '6' : undefined);
  });
}

test('one partition stays the only one when it is read again', async () => {
  const asked: unknown[] = [];
  const { reader, state } = setUp({
    peek: ({ partitions }) => {
      asked.push(partitions);
      return Promise.resolve(result(three));
    },
  });
  await reader.read({ partitions: [1] });
  await reader.read();
  await reader.read({});
  assert.deepEqual(asked, [[1], [1], undefined]);
  assert.equal(state().partitions, undefined);
});

test('stopped: at once, though the session does not heed it, and what was read stays', async () => {
  let answer: (result: PeekResult) => void = () => undefined;
  let reads = 0;
  const { reader, state } = setUp({
    peek: () => (++reads === 1 ? Promise.resolve(result(three)) : new Promise((resolve) => void (answer = resolve))),
  });
  await reader.read({});
  const second = reader.read();
  await Promise.resolve();
  await Promise.resolve();
  reader.stop();
  assert.deepEqual([state().activity.kind, state().problem?.kind, state().rowCount], ['idle', 'cancelled', 3]);
  answer(result([]));
  await second;
  assert.deepEqual([state().problem?.kind, state().rowCount, state().generation], ['cancelled', 3, 1]);
  reader.stop();
});

test('a second read ends the first', async () => {
  const signals: AbortSignal[] = [];
  const { reader, state } = setUp({
    peek: (_options, _onProgress, signal) => {
      signals.push(signal);
      return signals.length === 1 ? untilAborted(signal) : Promise.resolve(result(three));
    },
  });
  const first = reader.read({});
  const second = reader.read({});
  await Promise.all([first, second]);
  assert.equal(signals.at(-1)?.aborted, false);
  assert.deepEqual([state().problem, state().rowCount, state().generation], [undefined, 3, 1]);
});

test('a failure is told with its remedy, and the rows of the read before stay', async () => {
  let reads = 0;
  const { reader, state, logged } = setUp({
    peek: () =>
      ++reads === 1
        ? Promise.resolve(result(three))
        : Promise.reject(new KafkaError('kafka/x', 'kafka-1:9092 does not answer\u202e.', { remedy: 'Look.' })),
  });
  await reader.read({});
  await reader.read();
  assert.deepEqual(state().problem, { kind: 'failed', message: 'kafka-1:9092 does not answer\\u202e.', remedy: 'Look.' });
  assert.deepEqual([state().rowCount, state().activity.kind, logged.length], [3, 'idle', 1]);
  await reader.read({});
});

test('a bug is told as one, and logged', async () => {
  const { reader, state, logged } = setUp({}, { openSession: () => Promise.reject(new TypeError('x is not a function')) });
  await reader.read({});
  assert.equal(state().problem?.remedy, 'This is a bug of Avro Workbench. The output has more.');
  assert.deepEqual(logged, ['TypeError: x is not a function']);
});

test('every wait has a limit, also one that no signal ends', async (context: TestContext) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { reader, state } = setUp({}, { openSession: () => new Promise(() => undefined), settings: { 'peek.timeoutSeconds': 20 } });
  const reading = reader.read({});
  context.mock.timers.tick(50_000);
  await reading;
  assert.equal(state().problem?.message, 'local did not answer within 50 s.');
});

test('progress is told now and then, a new stage at once', async (context: TestContext) => {
  context.mock.timers.enable({ apis: ['Date'] });
  const { reader, posted } = setUp({
    peek: (_options, onProgress) => {
      for (const records of [1, 2, 3]) onProgress({ stage: 'reading', records, bytes: 0 });
      context.mock.timers.tick(250);
      onProgress({ stage: 'reading', records: 4, bytes: 0 });
      onProgress({ stage: 'decoding', records: 4, bytes: 0 });
      return Promise.resolve(result(three));
    },
  });
  await reader.read({});
  const told = posted.flatMap((message) =>
    message.type === 'state' && 'records' in message.state.activity
      ? `${message.state.activity.kind} ${message.state.activity.records}`
      : [],
  );
  assert.deepEqual(told, ['connecting 0', 'reading 1', 'reading 4', 'decoding 4']);
});

const registered = { text: '{"type":"map","values":"int"}', references: [], label: 'a', schemaId: 13, subject: 'a', version: 1 };

for (const { name, index, methods, schema } of [
  {
    name: 'by its id',
    index: 0,
    methods: { fetchSchema: () => Promise.resolve(registered) },
    schema: {
      found: true,
      text: '{\n  "type": "map",\n  "values": "int"\n}',
      references: 0,
      types: [{ type: 'map', text: '1 entry' }, { type: 'int' }],
    },
  },
  { name: 'none known', index: 2, methods: {}, schema: { found: false, reason: 'No schema is known for this value.' } },
  {
    name: 'the registry refuses',
    index: 0,
    methods: { fetchSchema: () => Promise.reject(new RegistryError('registry/unreachable', 'Cannot reach it.')) },
    schema: { found: false, reason: 'Cannot reach it.' },
  },
  {
    name: 'a bug',
    index: 0,
    methods: { fetchSchema: () => Promise.reject(new TypeError('no')) },
    schema: { found: false, reason: 'The schema could not be shown. The output has more.' },
  },
] satisfies { name: string; index: number; methods: Partial<Session>; schema: object }[]) {
  test(`schema: ${name}`, async () => {
    const { reader, posted } = setUp({ peek: () => Promise.resolve(result(three)), ...methods });
    await reader.read({});
    await reader.postSchema(1, index);
    const last = posted.at(-1);
    assert.deepEqual(last?.type === 'schema' && last.schema, schema);
  });
}

test('schema: one that was asked for before comes with the details, until it is read again', async () => {
  const { reader, posted } = setUp({ peek: () => Promise.resolve(result(three)), fetchSchema: () => Promise.resolve(registered) });
  const postedWith = (generation: number): string[] => {
    const before = posted.length;
    reader.postDetails(generation, 0);
    return posted.slice(before).map(({ type }) => type);
  };
  await reader.read({});
  assert.deepEqual(postedWith(1), ['details']);
  await reader.postSchema(1, 0);
  assert.deepEqual(postedWith(1), ['details', 'schema']);
  await reader.read({});
  assert.deepEqual(postedWith(2), ['details']);
});
