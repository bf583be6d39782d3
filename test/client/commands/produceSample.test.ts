import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { record } from '../baselines/baselineParts.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { FakeSession } from '../../fakes/session.ts';

const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const order =
  '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"order_id","type":"string"},{"name":"sequence","type":"long"}]}';
const click = order.replace('"Order"', '"Click"');
const file = 'file:///schemas/order.avsc';
/** What the editor hands over: more than a string. */
const fileUri = { scheme: 'file', path: '/schemas/order.avsc', toString: () => file };
const topics = ['audit', 'clicks', 'greetings', 'purchases'].map((name) => ({ name, partitions: 1, internal: false }));

function registered(text: string, subject: string, more: Partial<RegisteredSchema> = {}): RegisteredSchema {
  return { text, references: [], label: `${subject} v1`, schemaId: 1, subject, version: 1, ...more };
}

const listTopics: Session['listTopics'] = () => Promise.resolve(topics);

/** The latest versions by subject; others are not there. */
function registryOf(subjects: Readonly<Record<string, RegisteredSchema | Error>>): Partial<Session> {
  return {
    listTopics,
    listSubjects: () => Promise.resolve(Object.keys(subjects)),
    fetchVersion: (subject) => {
      const found = subjects[subject] ?? new RegistryError('registry/subject-not-found', 'None.', { status: 404 });
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
  };
}

const usual = registryOf({
  'clicks-value': registered(click, 'clicks-value'),
  'purchases-value': registered(order, 'purchases-value'),
});

interface Producing extends Omit<FakeContextOptions, 'session'> {
  readonly args?: readonly unknown[];
  readonly session?: Partial<Session>;
  readonly editor?: { readonly uri: string; readonly language: string };
}

async function produce({ args = [], session = usual, editor, ...options }: Producing): Promise<FakeContext> {
  const fake = createFakeContext({
    connections: { local },
    session: () => new FakeSession(session),
    files: { [file]: order, 'file:///schemas/bad.avsc': order.replace('"long"', '"lnog"') },
    settings: { 'sample.seed': 7 },
    ...options,
  });
  if (editor !== undefined) fake.ui.editor = { ...editor, selection: '', offset: 0 };
  await fake.run('produceSample', ...args);
  return fake;
}

interface Outer {
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  readonly schema: unknown;
  readonly framing: string | undefined;
}

/** The outer part of the one document that was opened. Nothing may be wrong with it. */
function opened({ ui }: FakeContext): Outer & { readonly text: string } {
  assert.equal(ui.documents.length, 1);
  const [document] = ui.documents;
  assert(document?.language === 'avro-message');
  const { messages, problems } = parseMessages(document.text);
  assert.deepEqual(problems, []);
  const [message] = messages;
  return {
    connection: message?.connection?.value,
    topic: message?.topic?.value,
    schema: message?.valueSchema?.value,
    framing: message?.valueFraming?.value,
    text: document.text,
  };
}

const schemaFile = { kind: 'file', file: 'schemas/order.avsc', type: undefined };
const outerOfFile: Outer = { connection: 'local', topic: 'purchases', schema: schemaFile, framing: undefined };
const outerOfTopic: Outer = { connection: 'local', topic: 'purchases', schema: undefined, framing: undefined };
const nowhere = { connection: undefined, topic: undefined, framing: undefined };
const pickTopic = { answers: [{ pick: 'purchases' }] } as const;
const generated = { answers: [{ pick: 'Generated' }] } as const;

for (const { name, producing, outer, asked } of [
  {
    name: 'a file of the explorer',
    producing: { args: [fileUri], ...pickTopic },
    outer: outerOfFile,
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'a file of the explorer, of several',
    producing: { args: [fileUri, [fileUri]], ...pickTopic },
    outer: outerOfFile,
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'the schema in the active editor',
    producing: { editor: { uri: file, language: 'avro-schema' }, ...pickTopic },
    outer: outerOfFile,
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'an .avsc of another language in the active editor',
    producing: { editor: { uri: file, language: 'json' }, ...pickTopic },
    outer: outerOfFile,
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'a topic of the view',
    producing: { args: [{ connection: 'local', topic: 'purchases' }], ...generated },
    outer: outerOfTopic,
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'the palette, beside something else',
    producing: { editor: { uri: 'file:///readme.md', language: 'markdown' }, answers: [...pickTopic.answers, ...generated.answers] },
    outer: outerOfTopic,
    asked: ['pick Produce Sample Message', 'pick Produce Sample Message'],
  },
  {
    name: 'the palette, without a connection',
    producing: { connections: {}, answers: [{ pick: 'schemas/order.avsc' }] },
    outer: { ...nowhere, schema: schemaFile },
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'a file, with read-only connections alone: nothing can be sent there',
    producing: { args: [fileUri], connections: { prod: { ...local, readOnly: true } } },
    outer: { ...nowhere, schema: schemaFile },
    asked: [],
  },
  {
    name: 'a file, on a connection without a registry: bare, as it says',
    producing: { args: [fileUri], connections: { local: { brokers: ['a:1'] } }, session: { listTopics }, ...pickTopic },
    outer: { ...outerOfFile, framing: 'bare' },
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'a topic without a schema, by a file',
    producing: { args: [{ connection: 'local', topic: 'greetings' }], answers: [{ pick: 'schemas/order.avsc' }] },
    outer: { ...outerOfFile, topic: 'greetings' },
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'a topic without a schema, as JSON',
    producing: { args: [{ connection: 'local', topic: 'greetings' }], answers: [{ pick: 'JSON' }] },
    outer: { ...outerOfTopic, topic: 'greetings', framing: 'json' },
    asked: ['pick Produce Sample Message'],
  },
  {
    name: 'a topic without a schema, as text, where there is no schema file',
    producing: { args: [{ connection: 'local', topic: 'greetings' }], files: {}, answers: [{ pick: 'Text' }] },
    outer: { ...outerOfTopic, topic: 'greetings', framing: 'text' },
    asked: ['pick Produce Sample Message'],
  },
] satisfies { name: string; producing: Producing; outer: Outer; asked: string[] }[]) {
  test(`produce sample: ${name}`, async () => {
    const fake = await produce(producing);
    assert.deepEqual(fake.ui.notices, []);
    const { text, ...found } = opened(fake);
    assert.deepEqual(found, outer);
    assert.deepEqual(fake.ui.asked, asked);
    assert.ok(text.endsWith('}\n'));
  });
}

test('produce sample: the value is indented, the key goes with it, and the cursor stands at the first field', async () => {
  const { ui } = await produce({ args: [{ connection: 'local', topic: 'purchases' }], ...generated });
  const [document] = ui.documents;
  assert(document?.cursor !== undefined);
  const marked = `${document.text.slice(0, document.cursor)}$0${document.text.slice(document.cursor)}`;
  const [, key, id] =
    /^\{\n {2}"connection": "local",\n {2}"topic": "purchases",\n {2}"key": (".*"),\n {2}"value": \{\n {4}"order_id": \$0(".*"),\n {4}"sequence": \d+\n {2}\}\n\}\n$/.exec(
      marked,
    ) ?? assert.fail(marked);
  assert.equal(key, id);
});

test('produce sample: the same seed of the settings makes the same sample', async () => {
  const texts = await Promise.all(
    [7, 7, 8].map(async (seed) => opened(await produce({ args: [fileUri], settings: { 'sample.seed': seed }, ...pickTopic })).text),
  );
  assert.equal(texts[0], texts[1]);
  assert.notEqual(texts[0], texts[2]);
});

for (const { name, session, pick, offered } of [
  {
    name: 'the one whose values have the fullname',
    session: usual,
    pick: 'purchases',
    offered: ['purchases', 'audit', 'clicks', 'greetings'],
  },
  {
    name: 'none, where no subject has it',
    session: registryOf({ 'clicks-value': registered(click, 'clicks-value') }),
    pick: 'purchases',
    offered: ['audit', 'clicks', 'greetings', 'purchases'],
  },
  {
    name: 'another subject that is broken does no harm',
    session: registryOf({
      'audit-value': new RegistryError('registry/version-not-found', 'Gone.', { status: 404 }),
      'clicks-value': registered('no schema', 'clicks-value'),
      'purchases-value': registered(order, 'purchases-value'),
    }),
    pick: 'purchases',
    offered: ['purchases', 'audit', 'clicks', 'greetings'],
  },
  {
    name: 'a registry that is down does no harm',
    session: {
      listTopics,
      listSubjects: () => Promise.reject(new RegistryError('registry/unreachable', 'No.')),
      fetchVersion: () => Promise.reject(new RegistryError('registry/unreachable', 'No.')),
    },
    pick: 'purchases',
    offered: ['audit', 'clicks', 'greetings', 'purchases'],
  },
] satisfies { name: string; session: Partial<Session>; pick: string; offered: string[] }[]) {
  test(`produce sample: the topic that stands first: ${name}`, async () => {
    const fake = await produce({ args: [fileUri], session: session, answers: [{ pick }] });
    assert.deepEqual(fake.ui.offered, [offered]);
    assert.deepEqual([opened(fake).topic, fake.ui.notices], [pick, []]);
  });
}

test('produce sample: a type without a name goes to the topic that is named like the file', async () => {
  const session = registryOf({
    'audit-value': registered('"string"', 'audit-value'),
    'clicks-value': registered('"string"', 'clicks-value'),
  });
  const uri = 'file:///schemas/clicks.avsc';
  const fake = await produce({ args: [uri], session, files: { [uri]: '"string"' }, answers: [{ pick: 'clicks' }] });
  assert.equal(fake.ui.offered[0]?.[0], 'clicks');
});

for (const { name, keySchema, key } of [
  { name: 'text', keySchema: registered('"string"', 'purchases-key'), key: /^"order-\d+"$/ },
  {
    name: 'a record',
    keySchema: registered('{"type":"record","name":"Key","fields":[{"name":"order_id","type":"string"}]}', 'purchases-key'),
    key: /^\{"order_id":"order-\d+"\}$/,
  },
  { name: 'a number', keySchema: registered('"long"', 'purchases-key'), key: /^\d+$/ },
  {
    name: 'of another kind: text is offered',
    keySchema: registered('syntax = "proto3";', 'purchases-key', { schemaType: 'PROTOBUF' }),
    key: /^"order-\d+"$/,
  },
  { name: 'broken: text is offered', keySchema: registered('no schema', 'purchases-key'), key: /^"order-\d+"$/ },
  { name: 'not to be had: text is offered', keySchema: new RegistryError('registry/timeout', 'No.'), key: /^"order-\d+"$/ },
]) {
  test(`produce sample: the topic's key schema is ${name}`, async () => {
    const session = registryOf({ 'purchases-value': registered(order, 'purchases-value'), 'purchases-key': keySchema });
    const { text } = opened(await produce({ args: [{ connection: 'local', topic: 'purchases' }], session, ...generated }));
    assert.match(/"key": (.*),\n/.exec(text)?.[1] ?? '', key);
  });
}

test('produce sample: a file that needs types of other files', async () => {
  const files = {
    [file]:
      '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"price","type":"Money"},{"name":"paid","type":"Money"}]}',
    'file:///schemas/money.avsc': '{"type":"record","name":"com.acme.Money","fields":[{"name":"amount","type":"long"}]}',
  };
  const { text, ...outer } = opened(await produce({ args: [fileUri], files, ...pickTopic }));
  assert.deepEqual(outer, outerOfFile);
  assert.match(text, /"price": \{\s*"amount": \d+\s*\},\s*"paid": \{\s*"amount": \d+\s*\}/);
});

const closed = { answers: ['close'] } as const;

for (const { name, producing, notice } of [
  {
    name: 'a schema with an error',
    producing: { args: ['file:///schemas/bad.avsc'] },
    notice: "error: Can't make a sample message: bad.avsc has 1 error, so nothing can be written with it. [Show Output]",
  },
  {
    name: 'a schema that needs one with an error',
    producing: {
      args: [file],
      files: { [file]: '["com.acme.Order"]', 'file:///schemas/bad.avsc': order.replace('"long"', '"lnog"').replace('"sequence"', '""') },
    },
    notice: "error: Can't make a sample message: bad.avsc has 2 errors. [Show Output]",
  },
  {
    name: 'a schema that needs what is nowhere',
    producing: { args: [file], files: { [file]: '["com.acme.Address"]' } },
    notice: "error: Can't make a sample message: order.avsc needs com.acme.Address, which no schema file defines. [Show Output]",
  },
  {
    name: 'a file that can not be read',
    producing: { args: ['file:///schemas/gone.avsc'] },
    notice: "error: Can't make a sample message: the file gone.avsc can't be read. [Show Output]",
  },
  {
    name: 'a schema that was never saved',
    producing: { editor: { uri: 'untitled:Untitled-1', language: 'avro-schema' } },
    notice:
      "error: Can't make a sample message: this schema is in no file, and a message names its schema by the file. Save it first. [Show Output]",
  },
  {
    name: 'no connection and no schema file',
    producing: { connections: {}, files: {} },
    notice: "error: Can't make a sample message: there is no schema file (.avsc) in this workspace. [Show Output]",
  },
  {
    name: 'a registry that is down',
    producing: {
      args: [{ connection: 'local', topic: 'purchases' }],
      session: { fetchVersion: () => Promise.reject(new RegistryError('registry/unreachable', 'It refuses the connection.')) },
    },
    notice: "error: Can't look up the schema of purchases: it refuses the connection. [Edit Connection…] [Show Output]",
  },
] satisfies { name: string; producing: Producing; notice: string }[]) {
  test(`produce sample: nothing is opened: ${name}`, async () => {
    const { ui } = await produce({ ...(producing as Producing), ...closed });
    assert.deepEqual(ui.notices, [notice]);
    assert.deepEqual(ui.documents, []);
  });
}

test('produce sample: a cluster that is down is said, and the message can be written all the same', async () => {
  const session = { listTopics: () => Promise.reject(new KafkaError('kafka/unreachable', 'It refuses the connection.')) };
  const fake = await produce({ args: [fileUri], session, ...closed });
  assert.deepEqual(fake.ui.notices, ["error: Can't list the topics of local: it refuses the connection. [Edit Connection…] [Show Output]"]);
  const { text, ...outer } = opened(fake);
  assert.deepEqual(outer, { ...outerOfFile, topic: undefined });
  assert.match(text, /"value": \{/);
});

test('produce sample: a topic whose schema is of another kind asks what to write with', async () => {
  const session = registryOf({ 'purchases-value': registered('syntax = "proto3";', 'purchases-value', { schemaType: 'PROTOBUF' }) });
  const fake = await produce({ args: [{ connection: 'local', topic: 'purchases' }], session, answers: [{ pick: 'JSON' }] });
  assert.deepEqual(fake.ui.offered, [['schemas/order.avsc', 'schemas/bad.avsc', 'JSON', 'Text', 'Like the Newest Record']]);
  assert.equal(opened(fake).framing, 'json');
});

const reads = (setting: object): Pick<FakeContextOptions, 'settings'> => ({
  settings: { 'sample.seed': 7, decodeProfiles: { purchases: { value: setting } } },
});
const bySubject = (strategy: string): Pick<FakeContextOptions, 'settings'> => ({
  settings: { 'sample.seed': 7, 'produce.subjectStrategy': strategy },
});
const several = registryOf({
  'purchases-value': registered('"string"', 'purchases-value'),
  'purchases-com.acme.Order': registered(order, 'purchases-com.acme.Order'),
  shared: registered(order, 'shared'),
});
const ofPurchases = { args: [{ connection: 'local', topic: 'purchases' }], session: several };
const bare = { connections: { local: { brokers: ['a:1'] } } };

for (const { name, producing, outer = outerOfTopic, value } of [
  {
    name: 'its decode profile, by a subject',
    producing: { ...ofPurchases, ...reads({ subject: 'shared' }), ...generated },
    value: /^\{\s*"order_id": /,
  },
  {
    name: 'its decode profile, by a file, without a registry',
    producing: { ...ofPurchases, ...reads({ framing: 'single-object', file: 'schemas/order.avsc' }), ...bare, ...generated },
    value: /^\{\s*"order_id": /,
  },
  {
    name: 'its decode profile as JSON, which a sample is, too',
    producing: { ...ofPurchases, ...reads({ framing: 'json', subject: 'shared' }), ...generated },
    value: /^\{\s*"order_id": /,
  },
  {
    name: 'its decode profile as text, of which there is no sample',
    producing: { ...ofPurchases, ...reads({ framing: 'text' }), answers: [{ pick: 'Text' }] },
    outer: { ...outerOfTopic, framing: 'text' },
    value: /^""/,
  },
  {
    name: 'its decode profile as text, and by a file all the same',
    producing: { ...ofPurchases, ...reads({ framing: 'text' }), answers: [{ pick: 'schemas/order.avsc' }] },
    outer: { ...outerOfFile, framing: 'confluent-prefix' },
    value: /^\{\s*"order_id": /,
  },
  {
    name: 'the strategy of its subject',
    producing: { ...ofPurchases, ...bySubject('TopicRecordName'), ...generated },
    value: /^\{\s*"order_id": /,
  },
  {
    name: 'a strategy by which it tells no subject',
    producing: { ...ofPurchases, ...bySubject('RecordName'), answers: [{ pick: 'JSON' }] },
    outer: { ...outerOfTopic, framing: 'json' },
    value: /^\{\}/,
  },
] satisfies { name: string; producing: Producing; outer?: Outer; value: RegExp }[]) {
  test(`produce sample: what a topic's values are written with: ${name}`, async () => {
    const fake = await produce(producing);
    assert.deepEqual(fake.ui.notices, []);
    const { text, ...found } = opened(fake);
    assert.deepEqual(found, outer);
    assert.match(/"value": ([^]*)/.exec(text)?.[1] ?? '', value);
  });
}

test('produce sample: a file whose topic is told by the strategy of its subject', async () => {
  const fake = await produce({ args: [fileUri], session: several, ...bySubject('TopicRecordName'), ...pickTopic });
  assert.deepEqual(fake.ui.offered, [['purchases', 'audit', 'clicks', 'greetings']]);
});

test('produce sample: a file does not undo the framing of the decode profile of its topic', async () => {
  const fake = await produce({ args: [fileUri], session: { listTopics }, ...bare, ...reads({ framing: 'single-object' }), ...pickTopic });
  assert.equal(opened(fake).framing, undefined);
});

for (const { name, options } of [
  { name: 'the decode profile', options: reads({ subject: 'shared' }) },
  { name: 'the strategy', options: bySubject('TopicRecordName') },
]) {
  test(`produce sample: a subject stays the one that was asked for, whatever ${name} says of its topic`, async () => {
    const session = new FakeRegistrySession();
    session.add('purchases-value', record('Order', 'first'));
    const target = { connection: 'local', subject: 'purchases-value' };
    const fake = await produce({ args: [target], session: several, registries: { local: session }, ...options });
    assert.deepEqual(opened(fake).schema, { kind: 'subject', subject: 'purchases-value', version: 'latest' });
  });
}

test('produce sample: what to do about a registry that can not be asked is said, too', async () => {
  const error = new RegistryError('registry/unreachable', 'It refuses the connection.', { remedy: 'Start it.' });
  const { ui } = await produce({ ...ofPurchases, session: { fetchVersion: () => Promise.reject(error) }, ...closed });
  assert.deepEqual(ui.notices, [
    "error: Can't look up the schema of purchases: it refuses the connection. Start it. [Edit Connection…] [Show Output]",
  ]);
});

/** A registry whose subject of a topic's values has two versions. */
function withVersions(): Pick<FakeContextOptions, 'registries'> {
  const session = new FakeRegistrySession();
  session.add('a/b-value', record('Order', 'first'));
  session.add('a/b-value', record('Order', 'first', 'second'));
  return { registries: { local: session } };
}

const ofVersion = { kind: 'subject', subject: 'a/b-value', version: 1 };

for (const { name, producing } of [
  { name: 'by its lens', producing: { args: ['avro-registry:/local/a%252Fb-value/v1.avsc'] } },
  { name: 'in the active editor', producing: { editor: { uri: 'avro-registry:/local/a%252Fb-value/v1.avsc', language: 'avro-schema' } } },
  { name: 'in the view', producing: { args: [{ connection: 'local', subject: 'a/b-value', version: 1 }] } },
] satisfies { name: string; producing: Producing }[]) {
  test(`produce sample: a version, ${name}, goes to its topic and is what the message is written with`, async () => {
    const fake = await produce({ ...(producing as Producing), ...withVersions() });
    assert.deepEqual([fake.ui.notices, fake.ui.asked], [[], []]);
    const { text, ...outer } = opened(fake);
    assert.deepEqual(outer, { connection: 'local', topic: 'a/b', schema: ofVersion, framing: undefined });
    assert.match(text, /"first": /);
    assert.doesNotMatch(text, /"second": /);
  });
}

test('produce sample: one of the types of a file', async () => {
  const line = '{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"}]}';
  const files = { [file]: `{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"line","type":${line}}]}` };
  const session = registryOf({ 'clicks-value': registered(line.replace('Line', 'com.acme.Line'), 'clicks-value') });
  const fake = await produce({ args: [file, 'com.acme.Line'], files, session, answers: [{ pick: 'clicks' }] });
  assert.deepEqual([fake.ui.notices, fake.ui.offered[0]?.[0]], [[], 'clicks']);
  const { text, schema } = opened(fake);
  assert.deepEqual(schema, { kind: 'file', file: 'schemas/order.avsc', type: 'com.acme.Line' });
  assert.match(text, /"value": \{\s*"sku": /);
});

test('produce sample: Escape ends it without a word', async () => {
  const { ui } = await produce({ args: [fileUri], answers: ['escape'] });
  assert.deepEqual([ui.notices, ui.documents], [[], []]);
});

for (const { name, first, picks, like } of [
  { name: 'at the cursor', first: undefined, picks: 'com.acme.Line', like: /"value": \{\s*"sku": / },
  { name: 'at the cursor, by the menu of the editor', first: fileUri, picks: 'com.acme.Line', like: /"value": \{\s*"sku": / },
  { name: 'all of it', first: undefined, picks: 'com.acme.Order', like: /"value": \{\s*"line": / },
]) {
  test(`produce sample: a cursor in a named type: ${name}`, async () => {
    const line = '{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"}]}';
    const text = `{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"line","type":${line}}]}`;
    const fake = createFakeContext({ connections: {}, files: { [file]: text }, answers: [{ pick: picks }] });
    fake.ui.editor = { uri: file, language: 'avro-schema', selection: '', offset: text.indexOf('sku') };
    await fake.run('produceSample', ...(first === undefined ? [] : [first]));
    assert.deepEqual([fake.ui.notices, fake.ui.offered], [[], [['com.acme.Line', 'com.acme.Order']]]);
    const { text: message, schema } = opened(fake);
    assert.deepEqual(schema, { kind: 'file', file: 'schemas/order.avsc', type: picks === 'com.acme.Line' ? picks : undefined });
    assert.match(message, like);
  });
}

test('produce sample: one of the types of a protocol', async () => {
  const uri = 'file:///schemas/shop.avpr';
  const types = ['Line', 'Order'].map((name) => `{"type":"record","name":"${name}","fields":[{"name":"quantity","type":"int"}]}`);
  const text = `{"protocol":"Shop","namespace":"com.acme","types":[${types.join()}],"messages":{}}`;
  const fake = await produce({ args: [uri], connections: {}, files: { [uri]: text }, answers: [{ pick: 'com.acme.Order' }] });
  assert.deepEqual([fake.ui.notices, fake.ui.offered], [[], [['com.acme.Line', 'com.acme.Order']]]);
  const { text: message, schema } = opened(fake);
  assert.deepEqual(schema, { kind: 'file', file: 'schemas/shop.avpr', type: 'com.acme.Order' });
  assert.match(message, /"value": \{\s*"quantity": \d\s*\}/);
});
