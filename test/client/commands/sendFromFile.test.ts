import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema } from '../../../client/cluster/session.ts';
import type { SendManyRequest, SendSummary } from '../../../client/sending/sendRequest.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const uri = 'file:///data/orders.ndjson';
const registered: RegisteredSchema = {
  text: '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":"string"}]}',
  references: [],
  label: 'orders-value v7',
  schemaId: 31,
  subject: 'orders-value',
  version: 7,
};
const done: SendSummary = {
  stopped: 'end',
  problem: undefined,
  durationMs: 1200,
  read: 3,
  written: 3,
  failed: 0,
  bytes: 30,
  perSecond: 3,
  partitions: [{ partition: 0, count: 3, firstOffset: 5n, lastOffset: 7n }],
  failures: [],
  maybe: [],
  unsent: undefined,
};

interface Options extends FakeContextOptions {
  readonly trial?: Partial<SendSummary>;
  readonly end?: Partial<SendSummary>;
}

function open({ trial, end, ...options }: Options = {}): { readonly fake: FakeContext; readonly requests: SendManyRequest[] } {
  const requests: SendManyRequest[] = [];
  const session = (): FakeSession =>
    new FakeSession({
      listTopics: () => Promise.resolve([{ name: 'orders', partitions: 1, internal: false }]),
      fetchVersion: (subject) =>
        subject === 'orders-value'
          ? Promise.resolve(registered)
          : Promise.reject(new RegistryError('registry/subject-not-found', 'No.', { status: 404 })),
      sendMany: (request, onProgress) => {
        requests.push(request);
        onProgress({ read: 2, written: 1, failed: 0, bytes: 5, perSecond: 10 });
        return Promise.resolve(request.dryRun ? { ...done, written: 0, partitions: [], ...trial } : { ...done, ...end });
      },
    });
  const connections = { prod: { brokers: ['a:1'], registry: { url: 'http://127.0.0.1:1' } } };
  return { fake: createFakeContext({ connections, session, ...options }), requests };
}

const choices = (value: string, key = 'The Key of Each Record'): Answer[] => [
  { pick: 'orders' },
  { pick: value },
  { pick: key },
  { pick: 'By Key' },
  { pick: 'All Records' },
  { pick: 'As Fast as It Goes' },
  { pick: 'Stop at the First Error' },
];

test('a look at the first records, a question that says what is written where, and a summary', async () => {
  const { fake, requests } = open({ answers: [...choices('orders-value v7'), { button: 'Send' }, { button: 'Show Summary' }] });
  await fake.run('sendFromFile', uri);
  const [trial, real] = requests;
  assert.deepEqual([trial?.dryRun, trial?.limits.records, trial?.onError], [true, 100, 'skip']);
  assert.deepEqual(real, {
    topic: 'orders',
    source: {
      kind: 'file',
      path: '/data/orders.ndjson',
      format: 'ndjson',
      keyField: undefined,
      maxBlockBytes: fake.context.settings.peek().maxInflatedBytes,
    },
    key: { kind: 'text' },
    value: { kind: 'avro', schema: registered, framing: { kind: 'confluent-prefix', schemaId: 31 } },
    compression: 'none',
    limits: { records: undefined, recordsPerSecond: undefined },
    onError: 'stop',
    keepPartitions: false,
    dryRun: false,
  });
  assert.deepEqual(fake.ui.notices, [
    'modal: Send all records of orders.ndjson to orders on prod? Values: orders-value v7, Confluent prefix. Keys: text. All 3 records fit.',
    'info: Sent 3 records of orders.ndjson to orders on prod. [Peek] [Show Summary]',
  ]);
  assert.match(fake.ui.texts[0]?.text ?? '', /\| 0 \| 3 \| 5 \| 7 \|/);
  assert.ok(fake.ui.progressed.includes('1 sent, 10 a second'));
});

test('a field is the key, some records at a rate, and JSON as it stands', async () => {
  const answers: Answer[] = [
    { pick: 'orders' },
    { pick: 'JSON' },
    { pick: 'user.id' },
    { pick: 'As the Records Say' },
    { pick: '250' },
    { pick: '10 a Second' },
    { pick: 'Leave Out What Fails' },
    { button: 'Send' },
    'close',
  ];
  const { fake, requests } = open({ answers });
  await fake.run('sendFromFile', uri);
  const real = requests[1];
  assert.ok(real?.source.kind === 'file');
  assert.deepEqual(
    [real.value, real.source.keyField, real.keepPartitions, real.limits, real.onError],
    [{ kind: 'json' }, 'user.id', true, { records: 250, recordsPerSecond: 10 }, 'skip'],
  );
});

const failures = [{ line: 2, reason: 'It does not fit orders-value v7. At value.id: "id" is missing.' }];

test('what does not fit is shown before anything is sent', async () => {
  const { fake, requests } = open({
    trial: { failed: 1, failures },
    answers: [...choices('orders-value v7'), { button: 'Show Problems' }],
  });
  await fake.run('sendFromFile', uri);
  assert.equal(requests.length, 1);
  assert.match(fake.ui.texts[0]?.text ?? '', /- line 2: It does not fit/);
  // It ends there, without a word and without asking again.
  assert.deepEqual(
    fake.ui.notices.map((notice) => notice.split(' ')[0]),
    ['modal:'],
  );
});

test('where nothing fits, nothing is asked', async () => {
  const { fake, requests } = open({ trial: { failed: 3, failures }, answers: [...choices('orders-value v7'), 'close'] });
  await fake.run('sendFromFile', uri);
  assert.equal(requests.length, 1);
  assert.match(
    fake.ui.notices[0] ?? '',
    /^error: Can't send orders\.ndjson to orders: none of its first 3 records can be sent, line 2: It does not fit/i,
  );
});

test('what may be written, what was not, and why', async () => {
  const { fake } = open({
    end: {
      stopped: 'problem',
      written: 1,
      problem: { message: 'The broker is gone.', remedy: undefined },
      maybe: [{ partition: 0, count: 1, firstLine: 2, lastLine: 2, reason: 'No answer.' }],
      unsent: { count: 1, firstLine: 3 },
    },
    answers: [...choices('orders-value v7'), { button: 'Send' }, 'close'],
  });
  await fake.run('sendFromFile', uri);
  assert.deepEqual(fake.ui.notices.slice(1), [
    'warning: Sent 1 record of orders.ndjson to orders on prod. 1 record may be written: look in the topic before they are sent again. From line 3 on, 1 record that was read was not sent. The broker is gone. [Peek] [Show Summary]',
  ]);
});

test('a protected connection has the name of the topic typed', async () => {
  const connections = { prod: { brokers: ['a:1'], registry: { url: 'http://127.0.0.1:1' }, protected: true } };
  const { fake, requests } = open({
    connections,
    answers: [...choices('orders-value v7'), { button: 'Send' }, { input: 'order' }, { input: 'orders' }, 'close'],
  });
  await fake.run('sendFromFile', uri);
  assert.ok(fake.ui.notices.includes('refused: Type orders.'));
  assert.equal(requests.length, 2);
});

for (const { name, options, file, notice } of [
  { name: 'an untrusted workspace', options: { trusted: false }, file: uri, notice: /This workspace is not trusted/i },
  {
    name: 'all connections are read-only',
    options: { connections: { prod: { brokers: ['a:1'], readOnly: true } } },
    file: uri,
    notice: /all connections are read-only/,
  },
  { name: 'a file of another kind', options: {}, file: 'file:///data/a.txt', notice: /a\.txt is none of NDJSON/ },
  { name: 'a document that is in no file', options: {}, file: 'untitled:a.csv', notice: /is no file of this machine\. Save it first\./ },
]) {
  test(`nothing is sent: ${name}`, async () => {
    const { fake, requests } = open({ ...options, answers: ['close'] });
    await fake.run('sendFromFile', file);
    assert.equal(requests.length, 0);
    assert.match(fake.ui.notices[0] ?? '', notice);
  });
}

test('what is sent is compressed as the settings say', async () => {
  const settings = { 'produce.compression': 'lz4' };
  const { fake, requests } = open({ settings, answers: [...choices('orders-value v7'), { button: 'Send' }, 'close'] });
  await fake.run('sendFromFile', uri);
  assert.deepEqual(
    requests.map(({ compression }) => compression),
    ['lz4', 'lz4'],
  );
});
