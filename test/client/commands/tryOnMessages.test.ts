import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, TryOptions, TryResult } from '../../../client/cluster/session.ts';
import { showTriedItem } from '../../../client/commands/showTriedItem.ts';
import { tryOnMessages } from '../../../client/commands/tryOnMessages.ts';
import { toTriedText, triedStatus } from '../../../client/commands/triedText.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { createSchemaCommands } from '../../fakes/schemaCommands.ts';
import type { SchemaCommandOptions, SchemaCommands } from '../../fakes/schemaCommands.ts';
import { FakeSession } from '../../fakes/session.ts';

const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const file = 'file:///schemas/order.avsc';
const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';
const topics = ['audit', 'clicks', 'orders'].map((name) => ({ name, partitions: 1, internal: false }));
const allRead: TryResult = { records: 100, read: 100, tombstones: 0, failed: [], unknown: [], stopped: 'enough', incomplete: [] };
const failing: TryResult = {
  ...{ records: 100, read: 90, tombstones: 1, stopped: 'enough', incomplete: [] },
  failed: [
    {
      path: 'lines[].price',
      reason: "Written as long, which can't be read as int.",
      writer: 'orders-value v5',
      count: 7,
      listed: [{ partition: 3, offset: 9_007_199_254_740_993n, path: 'lines[3].price', position: 12 }],
    },
  ],
  unknown: [
    {
      path: '',
      reason: 'It is text, not Avro.',
      writer: undefined,
      count: 2,
      listed: [{ partition: 0, offset: 5n, path: '', position: undefined }],
    },
  ],
};

interface Tried extends SchemaCommands {
  readonly requests: TryOptions[];
}

async function tryOn(
  options: SchemaCommandOptions & { readonly result?: TryResult | Error; readonly methods?: Partial<Session> },
  ...args: unknown[]
): Promise<Tried> {
  const { result = allRead, methods = {}, ...rest } = options;
  const requests: TryOptions[] = [];
  const commands = createSchemaCommands({
    connections: { local },
    files: { [file]: order },
    own: { [file]: [{ connection: 'local', subject: 'orders-value', isChosen: false }] },
    session: () =>
      new FakeSession({
        listTopics: () => Promise.resolve(topics),
        tryRecords: (request, onProgress) => {
          requests.push(request);
          onProgress({ stage: 'reading', records: 1, bytes: 10 });
          return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
        },
        ...methods,
      }),
    ...rest,
  });
  await commands.runOne(tryOnMessages, ...args);
  return { ...commands, requests };
}

const takeOrders = [{ pick: 'orders' }, { input: '100' }] as const;

test('a schema as it stands is tried on the topic of its subject, which comes first', async () => {
  const { ui, requests } = await tryOn({ answers: takeOrders }, file);
  assert.deepEqual(ui.offered, [['orders', 'audit', 'clicks']]);
  assert.deepEqual(requests, [
    {
      ...{ topic: 'orders', count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 64 << 20, part: 'value' },
      ...{ schema: { text: order, references: [], label: 'order.avsc' }, profile: undefined },
    },
  ]);
  assert.deepEqual(ui.statuses, ['Read 100 of 100 with this schema']);
  assert.deepEqual([ui.texts, ui.notices], [[], []]);
});

test('what fails is listed in a document that cannot be changed', async () => {
  const { ui } = await tryOn({ answers: takeOrders, result: failing }, file);
  assert.deepEqual(ui.statuses, ['Read 90 of 97 with this schema, 1 tombstone, 2 could not be tried']);
  assert.deepEqual(
    ui.texts.map(({ title, language }) => [title, language]),
    [['order.avsc on orders.txt', 'plaintext']],
  );
  assert.equal(
    ui.texts[0]?.text,
    [
      'Read 90 of 97 values of orders (local) with order.avsc. Nothing was registered.',
      '1 of 100 records has no value, and is not counted.',
      '',
      "7 can't be read:",
      '',
      "  lines[].price: Written as long, which can't be read as int.",
      '  7 records written with orders-value v5:',
      '    partition 3, offset 9007199254740993, lines[3].price, byte 12',
      '    and 6 more',
      '',
      '2 could not be tried, and are not counted:',
      '',
      '  It is text, not Avro.',
      '  2 records:',
      '    partition 0, offset 5',
      '    and 1 more',
      '',
    ].join('\n'),
  );
});

test('what came out is told of the text that was tried, with what failed', async () => {
  const { trials } = await tryOn({ answers: takeOrders }, file);
  const detail = 'Tried on the newest values of orders (local).';
  const told = { uri: file, text: order, others: [], detail };
  assert.deepEqual(trials, [{ ...told, says: 'Read 100 of 100 with this schema', hasFailed: false, report: undefined }]);
  const failed = await tryOn({ answers: takeOrders, result: failing }, file);
  const says = "7 of 97 can't be read with this schema, 1 tombstone, 2 could not be tried";
  const [shown] = failed.ui.texts;
  assert.ok(shown);
  const report = { title: shown.title, text: shown.text };
  assert.deepEqual(failed.trials, [{ ...told, says, hasFailed: true, report }]);
  await failed.runOne(showTriedItem, report);
  assert.deepEqual(failed.ui.texts, [shown, shown]);
});

test('of a topic without records, and of a version, nothing is told', async () => {
  const empty = await tryOn({ answers: takeOrders, result: { ...allRead, records: 0, read: 0 } }, file);
  const fetchVersion: Session['fetchVersion'] = (subject) =>
    Promise.resolve({ text: '"string"', references: [], label: 'v1', schemaId: 5, subject, version: 1 });
  const ofVersion = await tryOn({ answers: takeOrders, methods: { fetchVersion } }, { connection: 'local', subject: 'orders-value' });
  assert.deepEqual([empty.trials, ofVersion.trials, ofVersion.ui.statuses], [[], [], ['Read 100 of 100 with this schema']]);
});

test('the records are read as the decode profile of the topic says, and what of it is not there is said', async () => {
  const decodeProfiles = { 'ord*': { value: { framing: 'bare', file: 'gone.avsc' }, key: { framing: 'long' } } };
  const { ui, requests } = await tryOn({ answers: takeOrders, result: failing, settings: { decodeProfiles } }, file);
  assert.deepEqual(requests[0]?.profile, { framing: 'bare', schema: undefined, reader: undefined });
  assert.equal(ui.texts[0]?.text.split('\n')[1], "The decode profile's schema file gone.avsc is not there.");
});

test('types of other files are in what is tried', async () => {
  const line = 'file:///schemas/line.avsc';
  const files = {
    [file]: '{"type":"record","name":"Order","fields":[{"name":"line","type":"Line"}]}',
    [line]: '{"type":"record","name":"Line","fields":[]}',
  };
  const { requests, trials } = await tryOn({ answers: takeOrders, files }, file);
  assert.deepEqual(trials[0]?.others, [line]);
  assert.deepEqual(JSON.parse(requests[0]?.schema.text ?? ''), {
    type: 'record',
    name: 'Order',
    fields: [{ name: 'line', type: { type: 'record', name: 'Line', fields: [] } }],
  });
});

test('a version of a subject in the view is tried as it is registered', async () => {
  const registered = { text: '"string"', references: ['"int"'], label: 'orders-key v3', schemaId: 5, subject: 'orders-key', version: 3 };
  const asked: unknown[] = [];
  const fetchVersion: Session['fetchVersion'] = (subject, version) => {
    asked.push([subject, version]);
    return Promise.resolve(registered);
  };
  const target = { connection: 'local', subject: 'orders-key', version: 3 };
  const { requests } = await tryOn({ answers: takeOrders, methods: { fetchVersion } }, target);
  assert.deepEqual(asked, [['orders-key', 3]]);
  assert.deepEqual([requests[0]?.part, requests[0]?.schema], ['key', registered]);
});

test('a version that is open as a document is tried as it is registered', async () => {
  const registered = { text: '"string"', references: [], label: 'a/b-key v3', schemaId: 5, subject: 'a/b-key', version: 3 };
  const asked: unknown[] = [];
  const fetchVersion: Session['fetchVersion'] = (subject, version) => {
    asked.push([subject, version]);
    return Promise.resolve(registered);
  };
  const uri = 'avro-registry:/local/a%252Fb-key/v3.avsc';
  const { requests } = await tryOn({ answers: takeOrders, methods: { fetchVersion } }, uri);
  assert.deepEqual(asked, [['a/b-key', 3]]);
  assert.deepEqual(requests[0]?.schema, registered);
});

test('without a target the schema in the editor is meant, otherwise it is asked for', async () => {
  const { ui, requests } = await tryOn({ answers: [{ pick: 'schemas/order.avsc' }, ...takeOrders] });
  assert.deepEqual(ui.offered[0], ['schemas/order.avsc']);
  assert.equal(requests[0]?.schema.label, 'order.avsc');
});

test('Back from the count leads to the topic', async () => {
  const { requests } = await tryOn({ answers: [{ pick: 'audit' }, 'back', { pick: 'orders' }, { input: '7' }] }, file);
  assert.deepEqual(
    requests.map(({ topic, count }) => [topic, count]),
    [['orders', 7]],
  );
});

test('a count that is none is refused', async () => {
  const { ui, requests } = await tryOn({ answers: [{ pick: 'orders' }, { input: '0' }, { input: '100001' }, { input: '12' }] }, file);
  assert.deepEqual(ui.notices, ['refused: A whole number from 1 to 100,000.', 'refused: A whole number from 1 to 100,000.']);
  assert.equal(requests[0]?.count, 12);
});

test('it is told that the topic is gone', async () => {
  const result = new KafkaError('kafka/unknown-topic', 'There is no topic orders.');
  const { ui } = await tryOn({ answers: [...takeOrders, 'close'], result }, file);
  assert.deepEqual(ui.notices, ["error: Can't try order.avsc on orders: there is no topic orders. [Edit Connection…] [Show Output]"]);
  assert.deepEqual(ui.statuses, []);
});

for (const { name, text, registered, notice } of [
  { name: 'a schema with an error', text: '{"type":"array","items":"Nope"}', notice: 'this schema cannot be used: "Nope" is not defined.' },
  { name: 'what is no JSON', text: '{"type"', notice: 'order.avsc is not a schema, so nothing can be read or written with it.' },
  { name: 'a schema of another kind', registered: 'PROTOBUF', notice: 'orders-value v1 is a schema of PROTOBUF, not of Avro.' },
]) {
  test(`${name} is refused before a topic is asked for`, async () => {
    const version = {
      text: 'x',
      references: [],
      label: 'orders-value v1',
      schemaId: 5,
      subject: 'orders-value',
      version: 1,
      schemaType: registered,
    };
    const methods: Partial<Session> = { fetchVersion: () => Promise.resolve(version) };
    const target = registered === undefined ? file : { connection: 'local', subject: 'orders-value' };
    const { ui, requests } = await tryOn({ files: { [file]: text ?? '' }, methods, answers: ['close'] }, target);
    assert.deepEqual(ui.notices, [`error: Can't try the schema: ${notice} [Show Output]`]);
    assert.deepEqual([ui.offered, requests], [[], []]);
  });
}

for (const { result, part = 'value', status } of [
  { result: { ...allRead, records: 0, read: 0 }, status: 'The topic has no records' },
  { result: { ...allRead, records: 3, read: 1, tombstones: 2 }, status: 'Read 1 of 1 with this schema, 2 tombstones' },
  {
    result: { ...allRead, records: 2, read: 1, tombstones: 1 },
    part: 'key',
    status: 'Read 1 of 1 with this schema, 1 record without a key',
  },
  { result: { ...allRead, stopped: 'timeout' }, status: 'Read 100 of 100 with this schema, stopped by the time limit' },
  { result: { ...allRead, stopped: 'bytes' }, status: 'Read 100 of 100 with this schema, stopped by the size limit' },
] as const) {
  test(`status: ${status}`, () => {
    assert.equal(triedStatus(result, part), status);
  });
}

test('one of each is told in the singular', () => {
  const [failed] = failing.failed;
  assert.ok(failed);
  const result = { ...allRead, records: 2, read: 1, failed: [{ ...failed, count: 1, path: '' }] };
  assert.match(
    toTriedText(result, { label: 'a.avsc', connection: 'c', topic: 't', part: 'key', problem: undefined }),
    /^Read 1 of 2 keys of t .*\n\n1 can't be read:\n\n {2}Written.*\n {2}1 record written/,
  );
});
