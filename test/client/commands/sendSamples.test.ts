import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema } from '../../../client/cluster/session.ts';
import type { SendManyRequest, SendSummary } from '../../../client/sending/sendRequest.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const uri = 'file:///order.avro-message.json';
const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":"string"}]}';
const value: RegisteredSchema = {
  text: order,
  references: [],
  label: 'orders-value v7',
  schemaId: 31,
  subject: 'orders-value',
  version: 7,
};
const key: RegisteredSchema = { ...value, text: '"long"', label: 'ids-key v2', schemaId: 32, subject: 'ids-key', version: 2 };
const latest: Readonly<Record<string, RegisteredSchema>> = {
  'orders-value': value,
  'ids-value': { ...value, subject: 'ids-value' },
  'ids-key': key,
};
const done: SendSummary = {
  stopped: 'end',
  problem: undefined,
  durationMs: 1200,
  read: 1000,
  written: 1000,
  failed: 0,
  bytes: 30,
  perSecond: 900,
  partitions: [{ partition: 0, count: 1000, firstOffset: 5n, lastOffset: 1004n }],
  failures: [],
  maybe: [],
  unsent: undefined,
};
const prod = { brokers: ['a:1'], registry: { url: 'http://127.0.0.1:1' } };
const rest = '"value": { "id": 1, "note": "x" } }';
const one = `{ "connection": "prod", "topic": "orders", "key": "k", ${rest}`;

interface Options extends FakeContextOptions {
  readonly text?: string;
  readonly cursor?: number;
  readonly end?: Partial<SendSummary>;
}

function open({ text = one, cursor = 0, end, ...options }: Options = {}): {
  readonly fake: FakeContext;
  readonly requests: SendManyRequest[];
} {
  const requests: SendManyRequest[] = [];
  const session = (): FakeSession =>
    new FakeSession({
      listTopics: () => Promise.resolve([{ name: 'orders', partitions: 1, internal: false }]),
      fetchVersion: (subject) => {
        const found = latest[subject];
        return found === undefined
          ? Promise.reject(new RegistryError('registry/subject-not-found', 'No.', { status: 404 }))
          : Promise.resolve(found);
      },
      sendMany: (request, onProgress) => {
        requests.push(request);
        onProgress({ read: 2, written: 1, failed: 0, bytes: 5, perSecond: 10 });
        return Promise.resolve({ ...done, ...end });
      },
    });
  const files = { [uri]: text, 'file:///order.avsc': order };
  const fake = createFakeContext({ connections: { prod }, session, files, ...options });
  fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: cursor };
  return { fake, requests };
}

const choices = (count = '1,000', rate = 'As Fast as It Goes'): Answer[] => [{ pick: count }, { pick: rate }];

test('how many, how fast, a question that says what is written where, and a summary', async () => {
  const { fake, requests } = open({ answers: [...choices(), { button: 'Send' }, { button: 'Show Summary' }] });
  await fake.run('sendSamples');
  assert.deepEqual(requests, [
    {
      topic: 'orders',
      source: {
        kind: 'samples',
        count: 1000,
        seed: undefined,
        nullProbability: 0.1,
        like: { key: undefined, headers: [], partition: undefined, timestampMs: undefined },
      },
      key: { kind: 'text' },
      value: { kind: 'avro', schema: value, framing: { kind: 'confluent-prefix', schemaId: 31 } },
      compression: 'none',
      limits: { recordsPerSecond: undefined },
      onError: 'stop',
      keepPartitions: false,
      dryRun: false,
    },
  ]);
  assert.deepEqual(fake.ui.asked, ['pick Send Samples 1/2', 'pick Send Samples 2/2 <']);
  assert.deepEqual(fake.ui.offered[0], ['10', '100', '1,000', '10,000']);
  assert.deepEqual(fake.ui.notices, [
    'modal: Send 1,000 generated messages like this one to orders on prod? Values: orders-value v7, Confluent prefix. Keys: text.',
    'info: Sent 1,000 records to orders on prod. [Peek] [Show Summary]',
  ]);
  assert.ok(fake.ui.progressed.includes('Sending 1,000 generated messages to orders on prod'));
  assert.ok(fake.ui.progressed.includes('1 sent, 10 a second'));
  assert.equal(fake.ui.texts[0]?.title, 'Sent Generated Messages.md');
  assert.match(fake.ui.texts[0].text, /\| 0 \| 1000 \| 5 \| 1004 \|/);
  assert.deepEqual(fake.logged, ['Sent 1,000 records of samples to orders on prod.']);
});

test('one message, at a rate, as the settings have it; then the topic is looked at', async () => {
  const settings = { 'sample.seed': 4, 'sample.nullProbability': 0.5 };
  const { fake, requests } = open({ settings, answers: [...choices('1', '10 a Second'), { button: 'Send' }, { button: 'Peek' }] });
  await fake.run('sendSamples');
  const [request] = requests;
  assert.ok(request?.source.kind === 'samples');
  const { count, seed, nullProbability } = request.source;
  assert.deepEqual([count, seed, nullProbability, request.limits], [1, 4, 0.5, { recordsPerSecond: 10 }]);
  assert.match(fake.ui.notices[0] ?? '', /^modal: Send 1 generated message like this one to orders on prod\?/);
  assert.deepEqual(fake.records, [{ connection: 'prod', topic: 'orders', partition: undefined }]);
});

test("the document's own options count more than the settings, but for the count", async () => {
  const text = `// sample: count=3 seed=7 nullProbability=0.2 branches=all now=2026-11-10T12:00:00Z\n${one}`;
  const { fake, requests } = open({
    text,
    cursor: text.length,
    settings: { 'sample.seed': 4 },
    answers: [...choices(), { button: 'Send' }],
  });
  await fake.run('sendSamples');
  const [request] = requests;
  assert.ok(request?.source.kind === 'samples');
  const { count, seed, nullProbability, branches, now } = request.source;
  assert.deepEqual([count, seed, nullProbability, branches, now], [1000, 7, 0.2, 'all', 1794312000000]);
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

for (const { name, text, rules, like, detail } of [
  {
    name: 'the key by its schema, at the cursor of several messages',
    text: `${one}\n{ "connection": "prod", "topic": "ids", "key": 5, ${rest}`,
    rules: ['avro', 'confluent-prefix'],
    like: {},
    detail: 'Values: orders-value v7, Confluent prefix. Keys: ids-key v2, Confluent prefix.',
  },
  {
    name: 'no keys where the message has none',
    text: `{ "connection": "prod", "topic": "orders", "key": null, ${rest}`,
    rules: ['null', 'confluent-prefix'],
    like: {},
    detail: 'Values: orders-value v7, Confluent prefix. Keys: none.',
  },
  {
    name: 'a schema file and a framing that the document names',
    text: `{ "connection": "prod", "topic": "orders", "key": "k", "valueSchema": { "file": "order.avsc" }, "framing": "bare", ${rest}`,
    rules: ['text', 'bare'],
    like: {},
    detail: 'Values: order.avsc, bare Avro. Keys: text.',
  },
  {
    name: 'a key of bytes, headers, partition and timestamp as they are',
    text: `{ "connection": "prod", "topic": "orders", "key": "hex:00ff", "framing": { "key": "hex" },
      "headers": { "h": "1" }, "partition": 2, "timestamp": 1700000000000, ${rest}`,
    rules: ['text', 'confluent-prefix'],
    like: {
      key: Uint8Array.of(0, 255),
      headers: [{ name: 'h', value: bytes('1') }],
      partition: 2,
      timestampMs: 1700000000000,
    },
    detail: "Values: orders-value v7, Confluent prefix. Keys: this message's own. All have its headers, partition, timestamp.",
  },
  {
    name: 'a key of JSON as it is',
    text: `{ "connection": "prod", "topic": "orders", "key": { "a": 1 }, "framing": { "key": "json" }, ${rest}`,
    rules: ['text', 'confluent-prefix'],
    like: { key: bytes('{"a":1}') },
    detail: "Values: orders-value v7, Confluent prefix. Keys: this message's own.",
  },
]) {
  test(`samples like the message: ${name}`, async () => {
    const { fake, requests } = open({ text, cursor: text.length, answers: [...choices(), { button: 'Send' }] });
    await fake.run('sendSamples');
    const [request] = requests;
    assert.ok(request?.source.kind === 'samples' && request.value.kind === 'avro');
    assert.deepEqual([request.key.kind, request.value.framing.kind], rules);
    assert.deepEqual(request.source.like, { key: undefined, headers: [], partition: undefined, timestampMs: undefined, ...like });
    assert.equal(request.keepPartitions, request.source.like.partition !== undefined);
    assert.ok(fake.ui.notices[0]?.endsWith(`? ${detail}`), fake.ui.notices[0]);
  });
}

test('what is not known where the message goes is asked for', async () => {
  const { fake, requests } = open({ text: `{ "key": "k", ${rest}`, answers: [{ pick: 'orders' }, ...choices(), { button: 'Send' }] });
  await fake.run('sendSamples');
  assert.equal(requests[0]?.topic, 'orders');
});

for (const { name, answers, connections, sent } of [
  { name: 'a closed question sends nothing', answers: [...choices(), 'escape'], connections: { prod }, sent: 0 },
  {
    name: 'a protected connection has the name of the topic typed',
    answers: [...choices(), { button: 'Send' }, { input: 'order' }, { input: 'orders' }],
    connections: { prod: { ...prod, protected: true } },
    sent: 1,
  },
  {
    name: 'a protected connection gets nothing where the user gives up',
    answers: [...choices(), { button: 'Send' }, 'escape'],
    connections: { prod: { ...prod, protected: true } },
    sent: 0,
  },
] satisfies { name: string; answers: Answer[]; connections: object; sent: number }[]) {
  test(`samples: ${name}`, async () => {
    const { fake, requests } = open({ answers, connections });
    await fake.run('sendSamples');
    assert.equal(requests.length, sent);
    assert.deepEqual(fake.ui.unused, []);
  });
}

test('samples: what was written before it was cancelled, and what may be', async () => {
  const maybe = [{ partition: 0, count: 2, firstLine: 9, lastLine: 12, reason: 'No answer.' }];
  const end = { stopped: 'cancelled', written: 8, maybe, unsent: { count: 3, firstLine: 13 } } as const;
  const { fake } = open({ end, answers: [...choices(), { button: 'Send' }, 'close'] });
  await fake.run('sendSamples');
  assert.deepEqual(fake.ui.notices.slice(1), [
    'warning: Sent 8 records to orders on prod. 2 records may be written: look in the topic before they are sent again. From record 13 on, 3 records that were read were not sent. It was cancelled. [Peek] [Show Summary]',
  ]);
});

const noSchema =
  "Can't send samples to orders: the value of this message has no Avro schema to make samples of. [Edit Connection…] [Show Output]";

for (const { name, text, options, notice } of [
  {
    name: 'a value of text',
    text: '{ "topic": "orders", "key": "k", "value": "x", "framing": "text" }',
    notice: /^error: Can't send samples: the value of this message has no Avro schema to make samples of\./,
  },
  { name: 'a tombstone', text: '{ "topic": "orders", "key": "k", "value": null }', notice: /has no Avro schema to make samples of\./ },
  {
    name: 'JSON by the decode profile',
    text: one,
    options: { settings: { decodeProfiles: { orders: { value: { framing: 'json' } } } } },
    notice: noSchema,
  },
  {
    name: 'no schema in the registry',
    text: '{ "connection": "prod", "topic": "notes", "key": "k", "value": {} }',
    notice: noSchema.replace('orders', 'notes'),
  },
  {
    name: 'a file that is not there',
    text: one.replace('"key"', '"valueSchema": { "file": "a.avsc" }, "key"'),
    notice: /to orders: there is no schema file a\.avsc where the message is\./i,
  },
  {
    name: 'a mistake of the document',
    text: one.replace('"key"', '"partition": "x", "key"'),
    notice: /"partition" is a whole number from 0\./,
  },
  { name: 'a sample option that there is not', text: `// sample: seeds=3\n${one}`, notice: /there is no sample option "seeds"/ },
  { name: 'an untrusted workspace', text: one, options: { trusted: false }, notice: /this workspace is not trusted/ },
  {
    name: 'a connection that is read-only',
    text: one,
    options: { connections: { prod: { ...prod, readOnly: true } } },
    notice: /prod is read-only\./,
  },
] satisfies { name: string; text: string; options?: FakeContextOptions; notice: RegExp | string }[]) {
  test(`no samples are sent and nothing is asked: ${name}`, async () => {
    const { fake, requests } = open({ text, cursor: text.length, answers: ['close'], ...options });
    await fake.run('sendSamples');
    assert.deepEqual([requests.length, fake.ui.asked], [0, []]);
    const [shown = ''] = fake.ui.notices;
    if (typeof notice === 'string') assert.ok(shown.endsWith(notice), shown);
    else assert.match(shown, notice);
  });
}
