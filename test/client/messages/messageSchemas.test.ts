import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { createMessageSchemas, type FoundSchema } from '../../../client/messages/messageSchemas.ts';
import { canonicalForm } from '../../../shared/avro/canonical.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { resolveWritable } from '../../../shared/message/writableSchema.ts';
import type { MessageSchemaParams, SchemaRef } from '../../../shared/protocol.ts';
import { createFakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const never = new AbortController().signal;
const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const plain = { brokers: ['a:1'] };

function registered(label: string, more: Partial<RegisteredSchema> = {}): RegisteredSchema {
  return { text: '"string"', references: [], label, schemaId: 1, subject: 'orders-value', version: 1, ...more };
}

const versions: Partial<Session> = {
  listTopics: () => Promise.resolve([]),
  fetchVersion: (subject, version) => Promise.resolve(registered(`${subject} ${version}`)),
  fetchSchema: (schemaId) => Promise.resolve(registered(`id ${schemaId}`)),
};

interface Asking {
  readonly params?: Partial<MessageSchemaParams>;
  readonly options?: FakeContextOptions;
  readonly session?: Partial<Session>;
  /** Whether the user asks, or the editor while typing. */
  readonly interactive?: boolean;
  readonly connected?: boolean;
}

/** What is found, without how it is framed. */
async function find(asking: Asking): Promise<Omit<FoundSchema, 'framing'> & (Found | NotFound)> {
  const found = { ...(await findAll(asking)) };
  Reflect.deleteProperty(found, 'framing');
  Reflect.deleteProperty(found, 'error');
  return found;
}

type Found = Extract<FoundSchema, { readonly found: true }>;
type NotFound = Extract<FoundSchema, { readonly found: false }>;

async function findAll({ params, options, session = versions, interactive = true, connected = false }: Asking): Promise<FoundSchema> {
  const fake = createFakeContext({ connections: { local }, session: () => new FakeSession(session), ...options });
  if (connected) await fake.context.sessions.connect('local', never);
  const all = { uri: 'file:///m.json', part: 'value', connection: undefined, topic: 'orders', schemaRef: undefined, ...params } as const;
  return createMessageSchemas(fake.context).find(all, interactive, never);
}

const refs: Record<string, SchemaRef> = {
  latest: { kind: 'latest' },
  version: { kind: 'subject', subject: 'shared', version: 3 },
  subject: { kind: 'subject', subject: 'shared', version: 'latest' },
  id: { kind: 'id', schemaId: 12 },
  file: { kind: 'file', file: 'schemas/orders.avsc', type: 'com.acme.Order' },
};

for (const { name, asking, label } of [
  { name: 'none named: the latest of the value', asking: {}, label: 'orders-value latest' },
  { name: 'none named: the latest of the key', asking: { params: { part: 'key' as const } }, label: 'orders-key latest' },
  { name: 'latest', asking: { params: { schemaRef: refs['latest'] } }, label: 'orders-value latest' },
  { name: 'a version', asking: { params: { schemaRef: refs['version'], topic: undefined } }, label: 'shared 3' },
  { name: 'the latest of a subject', asking: { params: { schemaRef: refs['subject'] } }, label: 'shared latest' },
  { name: 'an id', asking: { params: { schemaRef: refs['id'], topic: undefined } }, label: 'id 12' },
  { name: 'on the connection that is named', asking: { params: { connection: 'local' } }, label: 'orders-value latest' },
  { name: 'while typing, connected', asking: { interactive: false, connected: true }, label: 'orders-value latest' },
] satisfies { name: string; asking: Asking; label: string }[]) {
  test(`message schemas: found: ${name}`, async () => {
    const found = await find(asking);
    assert.ok(found.found && found.source.kind === 'registered');
    assert.equal(found.schema.label, label);
    assert.equal(found.source.registered.schemaId, 1);
  });
}

test('message schemas: a file, without any connection', async () => {
  const found = await find({
    params: { schemaRef: refs['file'] },
    options: { connections: {}, files: { 'file:///schemas/orders.avsc': '"long"' } },
    interactive: false,
  });
  assert.deepEqual(found, {
    found: true,
    schema: { text: '"long"', references: [], label: 'orders.avsc', fullname: 'com.acme.Order' },
    source: { kind: 'file', uri: 'file:///schemas/orders.avsc', others: [] },
  });
});

const order = '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"price","type":"Money"}]}';
const money = '{"type":"record","name":"com.acme.Money","fields":[{"name":"amount","type":"long"}]}';
const file = 'file:///schemas/orders.avsc';

test('message schemas: a file that needs a type of another file is one text with it', async () => {
  const found = await find({
    params: { schemaRef: refs['file'] },
    options: { files: { [file]: order, 'file:///schemas/money.avsc': money } },
  });
  assert.ok(found.found);
  assert.deepEqual(found.source, { kind: 'file', uri: file, others: ['file:///schemas/money.avsc'] });
  const schema = resolveWritable(found.schema, 'file');
  assert.equal(
    canonicalForm(schema),
    '{"name":"com.acme.Order","type":"record","fields":[{"name":"price","type":{"name":"com.acme.Money","type":"record","fields":[{"name":"amount","type":"long"}]}}]}',
  );
});

for (const { name, files, reason } of [
  {
    name: 'the other file has an error',
    files: { [file]: order, 'file:///schemas/money.avsc': money.replace('"amount"', '"a-mount"') },
    reason: 'money.avsc has 1 error.',
  },
  {
    name: 'two other files define it differently',
    files: { [file]: order, 'file:///schemas/money.avsc': money, 'file:///schemas/old/money.avsc': money.replace('long', 'int') },
    reason: 'schemas/money.avsc and old/money.avsc define com.acme.Money in different ways.',
  },
]) {
  test(`message schemas: nothing can be written with a file where ${name}`, async () => {
    const found = await find({ params: { schemaRef: refs['file'] }, options: { files } });
    assert.deepEqual(found, { found: false, reason, isUnusable: true, uri: file });
  });
}

for (const { name, text, message } of [
  { name: 'no file defines what it needs', text: order, message: 'orders.avsc needs com.acme.Money, which no schema file defines.' },
  { name: 'it has a slip', text: order.replace('Money', 'strin'), message: 'orders.avsc has 1 error, so nothing can be written with it.' },
  {
    name: 'it has an error besides',
    text: order.replace('"price"', '"pri-ce"'),
    message: 'orders.avsc has 2 errors, so nothing can be written with it.',
  },
]) {
  test(`message schemas: a file is as it is, and is refused where it is used, where ${name}`, async () => {
    const found = await find({
      params: { schemaRef: { kind: 'file', file: 'schemas/orders.avsc', type: undefined } },
      options: { files: { [file]: text } },
    });
    assert.ok(found.found);
    assert.equal(found.schema.text, text);
    assert.throws(() => resolveWritable(found.schema, 'file'), { message });
  });
}

const notFound = (): Promise<never> =>
  Promise.reject(new RegistryError('registry/subject-not-found', 'There is no subject orders-value.', { status: 404 }));
const down = (): Promise<never> => Promise.reject(new RegistryError('registry/unreachable', 'http://r refuses the connection.'));

/** `reason` is undefined where nobody expects a schema. */
for (const { name, asking, reason } of [
  { name: 'a topic without a schema', asking: { session: { fetchVersion: notFound } }, reason: undefined },
  {
    name: 'a topic without a schema, and the latest is named',
    asking: { session: { fetchVersion: notFound }, params: { schemaRef: refs['latest'] } },
    reason: 'There is no subject orders-value.',
  },
  {
    name: 'a version that there is not',
    asking: { session: { fetchVersion: notFound }, params: { schemaRef: refs['version'] } },
    reason: 'There is no subject orders-value.',
  },
  { name: 'a registry that is down', asking: { session: { fetchVersion: down } }, reason: 'http://r refuses the connection.' },
  { name: 'no topic', asking: { params: { topic: undefined } }, reason: undefined },
  {
    name: 'no topic, and the latest is named',
    asking: { params: { topic: undefined, schemaRef: refs['latest'] } },
    reason: 'Without a topic it is not known which value schema is the latest.',
  },
  { name: 'no registry', asking: { options: { connections: { local: plain } } }, reason: undefined },
  {
    name: 'no registry, and an id is named',
    asking: { options: { connections: { local: plain } }, params: { schemaRef: refs['id'] } },
    reason: 'local has no schema registry.',
  },
  { name: 'no connection', asking: { options: { connections: {} } }, reason: undefined },
  {
    name: 'no connection, and an id is named',
    asking: { options: { connections: {} }, params: { schemaRef: refs['id'] } },
    reason: 'There is no connection whose registry could be asked for the schema.',
  },
  { name: 'a connection that there is not', asking: { params: { connection: 'prod' } }, reason: 'There is no connection "prod".' },
  {
    name: 'a connection that is not understood',
    asking: { options: { connections: { bad: {} } }, params: { connection: 'bad' } },
    reason: "The settings of bad can't be used.",
  },
  {
    name: 'while typing, not connected',
    asking: { interactive: false },
    reason: 'local is not connected, so its registry was not asked for the schema.',
  },
  {
    name: 'a file that there is not',
    asking: { params: { schemaRef: refs['file'] } },
    reason: 'There is no schema file schemas/orders.avsc where the message is.',
  },
  {
    name: 'a file that there is not, named by a message that was never saved',
    asking: { params: { uri: 'untitled:Untitled-1', schemaRef: refs['file'] } },
    reason: 'There is no schema file schemas/orders.avsc in the workspace folder.',
  },
] satisfies { name: string; asking: Asking; reason: string | undefined }[]) {
  test(`message schemas: not found: ${name}`, async () => {
    assert.deepEqual(await find(asking), { found: false, reason });
  });
}

const reads = (framing: string, schema: object = {}) => ({ decodeProfiles: { 'ord*': { value: { framing, ...schema } } } });
const unlike = 'give the bytes in hex, or add a "framing".';

for (const { name, asking, framing } of [
  { name: 'a connection with a registry', asking: {}, framing: { name: 'confluent-prefix', from: 'registry' } },
  { name: 'one without', asking: { options: { connections: { local: plain } } }, framing: { name: 'bare', from: 'no-registry' } },
  { name: 'no connection', asking: { options: { connections: {} } }, framing: { name: 'bare', from: 'no-registry' } },
  { name: 'a connection that there is not', asking: { params: { connection: 'prod' } }, framing: undefined },
  {
    name: 'a registry that is down',
    asking: { session: { fetchVersion: down } },
    framing: { name: 'confluent-prefix', from: 'registry' },
  },
  { name: 'a decode profile', asking: { options: { settings: reads('apicurio-prefix') } }, framing: { name: 'apicurio', from: 'profile' } },
  {
    name: 'a decode profile of values, for a key',
    asking: { options: { settings: reads('bare') }, params: { part: 'key' } },
    framing: { name: 'confluent-prefix', from: 'registry' },
  },
  {
    name: 'a decode profile of other topics',
    asking: { options: { settings: reads('bare') }, params: { topic: 'clicks' } },
    framing: { name: 'confluent-prefix', from: 'registry' },
  },
  {
    name: 'a decode profile that finds it out',
    asking: { options: { settings: reads('automatic') } },
    framing: { name: 'confluent-prefix', from: 'registry' },
  },
  {
    name: 'a decode profile of what no message can be',
    asking: { options: { settings: reads('int') } },
    framing: { name: 'hex', from: 'profile', note: `The decode profile of orders reads its values as Kafka int: ${unlike}` },
  },
  {
    name: 'a decode profile of mere bytes',
    asking: { options: { settings: reads('bytes') } },
    framing: { name: 'hex', from: 'profile', note: `The decode profile of orders reads its values as mere bytes: ${unlike}` },
  },
] satisfies { name: string; asking: Asking; framing: FoundSchema['framing'] }[]) {
  test(`message schemas: framed where the document does not say it: ${name}`, async () => {
    const options = { connections: { local }, ...asking.options };
    assert.deepEqual((await findAll({ ...asking, options })).framing, framing);
  });
}

const records = ['orders-key', 'orders-value', 'orders-com.acme.Order', 'orders-v2-com.acme.Order', 'com.acme.Order'];
const strategy = (name: string, more: object = {}) => ({ 'produce.subjectStrategy': name, ...more });
const listing = (subjects: readonly string[]): Partial<Session> => ({ ...versions, listSubjects: () => Promise.resolve([...subjects]) });

for (const { name, asking, label } of [
  { name: 'of the decode profile', asking: { options: { settings: reads('bare', { subject: 'own' }) } }, label: 'own latest' },
  { name: 'of its version', asking: { options: { settings: reads('bare', { subject: 'own', version: 2 }) } }, label: 'own 2' },
  { name: 'of its id', asking: { options: { settings: reads('automatic', { id: 12 }) } }, label: 'id 12' },
  {
    name: 'of its file',
    asking: { options: { settings: reads('bare', { file: 'o.avsc' }), files: { 'file:///o.avsc': '"long"' } } },
    label: 'o.avsc',
  },
  {
    name: 'that the document names, before the decode profile',
    asking: { options: { settings: reads('bare', { subject: 'own' }) }, params: { schemaRef: refs['latest'] } },
    label: 'orders-value latest',
  },
  {
    name: 'of the only record of the topic under TopicRecordName',
    asking: { options: { settings: strategy('TopicRecordName') }, session: listing(records) },
    label: 'orders-com.acme.Order latest',
  },
  {
    name: 'of keys under TopicRecordName',
    asking: { options: { settings: strategy('TopicRecordName') }, session: listing(records), params: { part: 'key' } },
    label: 'orders-key latest',
  },
  {
    name: 'of a subject that is named, under RecordName',
    asking: { options: { settings: strategy('RecordName') }, params: { schemaRef: refs['subject'] } },
    label: 'shared latest',
  },
] satisfies { name: string; asking: Asking; label: string }[]) {
  test(`message schemas: the schema ${name}`, async () => {
    const found = await find(asking);
    assert.equal(found.found && found.schema.label, label);
  });
}

for (const { name, subjects, by, reason } of [
  { name: 'RecordName', subjects: records, by: 'RecordName', reason: /^By the strategy RecordName a topic does not tell its subject/ },
  {
    name: 'TopicRecordName with two records',
    subjects: [...records, 'orders-Login'],
    by: 'TopicRecordName',
    reason: /^2 records of orders are registered: name one by "valueSchema", such as \{ "subject": "orders-com\.acme\.Order" \}\.$/,
  },
  { name: 'TopicRecordName with none', subjects: ['orders-value', 'orders-v2-A'], by: 'TopicRecordName', reason: undefined },
]) {
  test(`message schemas: which one is meant is not guessed: ${name}`, async () => {
    const found = await find({ options: { settings: strategy(by) }, session: listing(subjects) });
    assert.equal(found.found, false);
    if (reason === undefined) assert.equal(found.reason, undefined);
    else assert.match(found.reason ?? '', reason);
  });
}

test('message schemas: one of another kind is there, but not usable', async () => {
  const session = { fetchVersion: () => Promise.resolve(registered('orders-value v3', { schemaType: 'PROTOBUF' })) };
  const reason = 'orders-value v3 is a schema of PROTOBUF, not of Avro.';
  assert.deepEqual(await find({ session }), { found: false, reason, isUnusable: true });
});

test('message schemas: while typing, a session that failed is not opened again, since that may ask for a password', async () => {
  const refused = new KafkaError('kafka/authentication-failed', 'No.');
  const fake = createFakeContext({ connections: { local }, session: () => new FakeSession({ listTopics: () => Promise.reject(refused) }) });
  await assert.rejects(fake.context.sessions.connect('local', never), refused);
  const params = { uri: '', part: 'value', connection: undefined, topic: 'orders', schemaRef: undefined } as const;
  const found = await fake.context.messages.schemas.find(params, false, never);
  assert.deepEqual([found.found, fake.started.length], [false, 1]);
});

test('message schemas: an abort and a bug are thrown', async () => {
  const failing = (error: Error): Asking => ({ session: { fetchVersion: () => Promise.reject(error) } });
  await assert.rejects(find(failing(new DOMException('Cancelled.', 'AbortError'))), { name: 'AbortError' });
  await assert.rejects(find(failing(new TypeError('x is undefined'))), { name: 'TypeError' });
});

for (const { name, ref, answer, interactive, asked } of [
  { name: 'the latest, 5 seconds', ref: undefined, answer: registered('a'), interactive: true, asked: [1, 1, 2, 3] },
  { name: 'a version, for good', ref: refs['version'], answer: registered('a'), interactive: true, asked: [1, 1, 1, 1] },
  { name: 'an id, for good', ref: refs['id'], answer: registered('a'), interactive: true, asked: [1, 1, 1, 1] },
  { name: 'the absence, 5 seconds while typing', ref: undefined, answer: 'absent', interactive: false, asked: [1, 1, 2, 3] },
  { name: 'a failure, 5 seconds while typing', ref: refs['id'], answer: 'failure', interactive: false, asked: [1, 1, 2, 3] },
  { name: 'a failure, not at all where the user asks', ref: refs['id'], answer: 'failure', interactive: true, asked: [1, 2, 3, 4] },
] as const) {
  test(`message schemas: remembered: ${name}`, async () => {
    let calls = 0;
    const ask = (): Promise<RegisteredSchema> => {
      calls++;
      return typeof answer === 'object' ? Promise.resolve(answer) : answer === 'absent' ? notFound() : down();
    };
    const session = new FakeSession({ listTopics: () => Promise.resolve([]), fetchVersion: ask, fetchSchema: ask });
    const { context } = createFakeContext({ connections: { local }, session: () => session });
    await context.sessions.connect('local', never);
    let now = 0;
    const schemas = createMessageSchemas(context, () => now);
    const params = { uri: '', part: 'value', connection: undefined, topic: 'orders', schemaRef: ref } as const;
    const counts: number[] = [];
    for (const at of [0, 4999, 5000, 'forgotten'] as const) {
      if (at === 'forgotten') schemas.forget();
      else now = at;
      await schemas.find(params, interactive, never);
      counts.push(calls);
    }
    assert.deepEqual(counts, asked);
  });
}

test('message schemas: connections, topics and parts are told apart, and not too many are remembered', async () => {
  let calls = 0;
  const session = new FakeSession({
    listTopics: () => Promise.resolve([]),
    fetchVersion: (subject) => {
      calls++;
      return Promise.resolve(registered(subject));
    },
  });
  const { context } = createFakeContext({ connections: { local, other: local }, session: () => session });
  const schemas = createMessageSchemas(context, () => 0);
  const ask = (params: Partial<MessageSchemaParams>): Promise<FoundSchema> =>
    schemas.find({ uri: '', part: 'value', connection: 'local', topic: 'orders', schemaRef: undefined, ...params }, true, never);
  for (const params of [{}, { part: 'key' as const }, { topic: 'clicks' }, { connection: 'other' }, {}]) await ask(params);
  assert.equal(calls, 4);
  for (let index = 0; index < 200; index++) await ask({ topic: `t${index}` });
  await ask({ topic: 't199' });
  assert.equal(calls, 204);
  await ask({});
  assert.equal(calls, 205);
});
