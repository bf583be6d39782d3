import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageToSend, RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { sendMessage } from '../../../client/messages/send.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession, type FakeRegistryOptions } from '../../fakes/registrySession.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const never = new AbortController().signal;
const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const order =
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}';
/** Can read what was written with it. */
const wider = order.replace('"long"', '["null","long"]');
/** Can't. */
const newer = order.replace('"long"', '"string"');

function registered(text: string, subject: string, version: number): RegisteredSchema {
  return { text, references: [], label: `${subject} v${version}`, schemaId: 10 * version, subject, version };
}

const notFound = (): Promise<never> => Promise.reject(new RegistryError('registry/subject-not-found', 'None.', { status: 404 }));

/** A registry that has version 7 of the topic's values, and nothing else. */
const values: Partial<Session> = {
  fetchVersion: (subject, version) =>
    subject === 'orders-value' && version === 'latest' ? Promise.resolve(registered(order, subject, 7)) : notFound(),
  fetchSchema: (schemaId) => Promise.resolve({ ...registered(order, 'x', 1), schemaId, label: `schema id ${schemaId}` }),
};

/** The same of its versions: the last has the schema id 70. */
function registryOf(options: FakeRegistryOptions = { level: 'BACKWARD' }): FakeRegistrySession {
  const registry = new FakeRegistrySession(options);
  for (let version = 1; version < 7; version++) registry.add('orders-value', order.replace('Order', `Order${version}`));
  registry.add('orders-value', order, { schemaId: 70 });
  return registry;
}

interface Sending {
  readonly text: string;
  readonly session?: Partial<Session>;
  readonly options?: FakeContextOptions;
  readonly answers?: readonly Answer[];
  readonly registry?: FakeRegistrySession;
}

interface Result {
  readonly fake: FakeContext;
  readonly sent: MessageToSend[];
  readonly error: Error | undefined;
}

async function send({ text, session = values, options, answers = [], registry = registryOf() }: Sending): Promise<Result> {
  const sent: MessageToSend[] = [];
  const write: Session['send'] = (message) => {
    sent.push(message);
    return Promise.resolve({ partition: 3, offset: 18204n });
  };
  const fake = createFakeContext({
    connections: { local },
    session: () => new FakeSession({ send: write, ...session }),
    files: { 'file:///orders.avsc': order, 'file:///newer.avsc': newer, 'file:///wider.avsc': wider },
    registries: { local: registry },
    answers,
    ...options,
  });
  const [message] = parseMessages(text).messages;
  assert(message !== undefined);
  const to = { connection: 'local', topic: 'orders' };
  const error = await sendMessage(fake.context, message, 'file:///m.json', to, never).then(
    (record) => {
      assert.deepEqual(record, { partition: 3, offset: 18204n });
      return undefined;
    },
    (thrown: unknown) => (thrown instanceof Error ? thrown : assert.fail(String(thrown))),
  );
  return { fake, sent, error };
}

/** How the parts of what was sent are encoded, in short. */
function partsOf({ sent, error }: Result): (string | undefined)[] {
  assert.equal(error, undefined);
  assert.equal(sent.length, 1);
  return [sent[0]?.key, sent[0]?.value].map((part) => {
    if (part?.kind === 'bytes') return Buffer.from(part.bytes).toString();
    if (part?.kind !== 'avro') return part?.kind;
    const frame = part.framing.kind === 'confluent-prefix' ? `id ${part.framing.schemaId}` : part.framing.kind;
    return `${part.json} by ${part.schema.label}, ${frame}`;
  });
}

const plain = { connections: { local: { brokers: ['a:1'] } } };

for (const { name, sending, parts } of [
  {
    name: "the topic's latest",
    sending: { text: '{"key":"k","value":{"id": 9007199254740993}}' },
    parts: ['k', '{"id":9007199254740993} by orders-value v7, id 70'],
  },
  {
    name: 'a version',
    sending: { text: '{"value":{"id":1},"valueSchema":{"subject":"orders-value"}}' },
    parts: ['null', '{"id":1} by orders-value v7, id 70'],
  },
  { name: 'an id', sending: { text: '{"value":{"id":1},"valueSchema":{"id":31}}' }, parts: ['null', '{"id":1} by schema id 31, id 31'] },
  { name: 'bare', sending: { text: '{"value":{"id":1},"framing":"bare"}' }, parts: ['null', '{"id":1} by orders-value v7, bare'] },
  {
    name: 'a file, bare: no registry is asked',
    sending: { text: '{"key":null,"value":{"id":1},"framing":"bare","valueSchema":{"file":"orders.avsc"}}', session: {} },
    parts: ['null', '{"id":1} by orders.avsc, bare'],
  },
  {
    name: 'a file that is registered: its id, without a question',
    sending: { text: '{"value":{"id":1},"valueSchema":{"file":"orders.avsc"}}' },
    parts: ['null', '{"id":1} by orders-value v7, id 70'],
  },
  {
    name: 'a file without a registry is bare, as nothing else could be meant',
    sending: {
      text: '{"key":"k","value":{"id":1},"valueSchema":{"file":"orders.avsc"}}',
      options: { ...plain, files: { 'file:///orders.avsc': order } },
    },
    parts: ['k', '{"id":1} by orders.avsc, bare'],
  },
  { name: 'a tombstone', sending: { text: '{"key":"k","value":null}' }, parts: ['k', 'null'] },
  { name: 'neither key nor value: no schema is looked for', sending: { text: '{}', session: {} }, parts: ['null', 'null'] },
  {
    name: 'JSON: no schema is looked for',
    sending: { text: '{"framing":"json","value":{"a": 1}}', session: {} },
    parts: ['null', '{"a":1}'],
  },
  { name: 'text', sending: { text: '{"framing":{"key":"text","value":"text"},"key":"k","value":"v"}', session: {} }, parts: ['k', 'v'] },
  { name: 'hex', sending: { text: '{"framing":"hex","value":"4142"}', session: {} }, parts: ['null', 'AB'] },
  {
    name: 'a key of its own schema, also where it is a text',
    sending: {
      text: '{"key":"k","value":null}',
      session: { fetchVersion: (subject) => Promise.resolve(registered('"string"', subject, 2)) },
    },
    parts: ['"k" by orders-key v2, id 20', 'null'],
  },
] satisfies { name: string; sending: Sending; parts: string[] }[]) {
  test(`send: ${name}`, async () => assert.deepEqual(partsOf(await send(sending)), parts));
}

test('send: headers, partition and timestamp go along', async () => {
  const { sent } = await send({ text: '{"value":null,"headers":{"a":"1"},"partition":3,"timestamp":1794315727123}' });
  const nothing = { kind: 'null' } as const;
  assert.deepEqual(sent[0], {
    topic: 'orders',
    key: nothing,
    value: nothing,
    headers: [{ name: 'a', value: new Uint8Array([0x31]) }],
    partition: 3,
    timestampMs: 1794315727123,
  });
});

const down = (): Promise<never> => Promise.reject(new RegistryError('registry/unreachable', 'http://r refuses the connection.'));
const twoTypes = `[${order},{"type":"record","name":"Login","fields":[]}]`;

for (const { name, sending, error } of [
  {
    name: 'read-only',
    sending: { text: '{"value":null}', options: { connections: { local: { ...local, readOnly: true } } } },
    error: { code: 'message/read-only', message: 'local is read-only.' },
  },
  {
    name: 'an untrusted workspace',
    sending: { text: '{"value":null}', options: { trusted: false } },
    error: { code: 'message/untrusted', message: 'This workspace is not trusted.' },
  },
  {
    name: 'a connection that there is not',
    sending: { text: '{"value":null}', options: { connections: {} } },
    error: { code: 'connection/unknown' },
  },
  {
    name: 'a value that does not fit',
    sending: { text: '{"value":{"id":"1"}}' },
    error: {
      code: 'codec/invalid-value',
      path: 'value.id',
      message: 'The value does not fit orders-value v7. At value.id: "id" is a long, not a string.',
    },
  },
  {
    name: 'a value with two mistakes',
    sending: { text: '{"value":{"id":"1","note":2}}' },
    error: {
      code: 'codec/invalid-value',
      message: /^The value does not fit orders-value v7\. At value\.id: .* There is 1 other problem\.$/,
    },
  },
  {
    name: 'a value with three mistakes',
    sending: { text: '{"value":{"id":"1","note":2,"x":3}}' },
    error: { code: 'codec/invalid-value', message: / There are 2 other problems\.$/ },
  },
  {
    name: 'a value that is wrong as a whole',
    sending: { text: '{"value":7}' },
    error: { code: 'codec/invalid-value', path: 'value', message: /^The value does not fit orders-value v7\. At value: / },
  },
  {
    name: 'a key that does not fit',
    sending: {
      text: '{"key":"k","value":null}',
      session: { fetchVersion: (subject) => Promise.resolve(registered('"long"', subject, 1)) },
    },
    error: { code: 'codec/invalid-value', path: 'key', message: /^The key does not fit orders-key v1\. At key: / },
  },
  {
    name: 'no schema',
    sending: { text: '{"value":{"id":1}}', session: { fetchVersion: notFound } },
    error: {
      code: 'message/no-schema',
      message: 'No schema is known for this message: "value" is not checked and cannot be sent as Avro.',
      remedy: 'Name one by "valueSchema", or add "framing": "json" to send it as it stands.',
    },
  },
  {
    name: 'a registry that is down: the key is not guessed to be text',
    sending: { text: '{"key":"k","value":null}', session: { fetchVersion: down } },
    error: { code: 'message/no-schema', message: 'http://r refuses the connection.' },
  },
  {
    name: 'a schema file with errors',
    sending: { text: '{"value":1,"valueSchema":{"file":"bad.avsc"}}', options: { files: { 'file:///bad.avsc': '{"type":"record"}' } } },
    error: { code: 'codec/unusable-schema', message: 'bad.avsc has 2 errors, so nothing can be written with it.' },
  },
  {
    name: 'text that is none',
    sending: { text: '{"framing":"text","value":1}' },
    error: { code: 'message/wrong-type', message: 'With the framing text, "value" is a text in quotes.' },
  },
  {
    name: 'hex that is none',
    sending: { text: '{"framing":"hex","value":"0"}' },
    error: { code: 'message/bytes-prefix' },
  },
  {
    name: 'a frame asked for without a registry',
    sending: {
      text: '{"value":{"id":1},"framing":"confluent-prefix","valueSchema":{"file":"orders.avsc"}}',
      options: { ...plain, files: { 'file:///orders.avsc': order } },
    },
    error: {
      code: 'message/no-registry',
      message: 'local has no schema registry, so there is no schema id for a frame.',
      remedy: 'Leave "framing" out, or make it "bare".',
    },
  },
  {
    name: 'a frame for one of the types of a file',
    sending: {
      text: '{"value":{},"valueSchema":{"file":"all.avsc","type":"Login"}}',
      options: { files: { 'file:///all.avsc': twoTypes } },
    },
    error: { code: 'message/part-of-file', message: 'all.avsc defines more than Login, and a frame names a registered schema as a whole.' },
  },
] satisfies { name: string; sending: Sending; error: object }[]) {
  test(`send: nothing is written: ${name}`, async () => {
    const { sent, error: thrown, fake } = await send(sending);
    assert.deepEqual(sent, []);
    await assert.rejects(() => (thrown === undefined ? Promise.resolve() : Promise.reject(thrown)), error);
    assert.deepEqual(fake.ui.notices, []);
  });
}

test('send: one of the types of a file can be written bare, and the top one with a frame', async () => {
  const options = { files: { 'file:///all.avsc': twoTypes, 'file:///orders.avsc': order } };
  const bare = await send({ text: '{"value":{},"framing":"bare","valueSchema":{"file":"all.avsc","type":"Login"}}', options });
  assert.deepEqual(partsOf(bare), ['null', '{} by all.avsc, bare']);
  const top = await send({ text: '{"value":{"id":1},"valueSchema":{"file":"orders.avsc","type":"Order"}}', options });
  assert.deepEqual(partsOf(top), ['null', '{"id":1} by orders-value v7, id 70']);
});

/** What is sent by a file that is not registered, and does not fit version 7. */
const unregistered = '{"value":{"id":null},"valueSchema":{"file":"wider.avsc"}}';
const asNew = 'modal: wider.avsc is not registered. BACKWARD with v7. Register it as version 8 and send?';
const register = { button: 'Register and Send' } as const;
const withLatest = { button: 'Send with Version 7' } as const;
const asWider = (version: number): string => `{"id":null} by orders-value v${version}, id ${version === 8 ? 71 : 1}`;
const autoRegister = { settings: { 'produce.autoRegister': true } };

for (const { name, sending, notices, parts } of [
  {
    name: 'registered as a new version',
    sending: { text: unregistered, answers: [register] },
    notices: [asNew],
    parts: ['null', asWider(8)],
  },
  {
    name: 'registered as the first version',
    sending: { text: unregistered, registry: new FakeRegistrySession({ level: 'BACKWARD' }), answers: [register] },
    notices: ['modal: wider.avsc is not registered. orders-value has no version yet. Register it as version 1 and send?'],
    parts: ['null', asWider(1)],
  },
  {
    name: 'sent with the latest version, which the value fits too',
    sending: { text: '{"value":{"id":1,"note":"n"},"valueSchema":{"file":"wider.avsc"}}', answers: [withLatest] },
    notices: [asNew],
    parts: ['null', '{"id":1,"note":"n"} by orders-value v7, id 70'],
  },
  {
    name: 'registered without a question where the setting says so',
    sending: { text: unregistered, options: autoRegister },
    notices: [],
    parts: ['null', asWider(8)],
  },
  {
    name: 'registered under another subject that the message names',
    sending: {
      text: '{"value":{"id":null},"valueSchema":{"file":"wider.avsc","subject":"own"}}',
      registry: new FakeRegistrySession({ level: 'BACKWARD' }),
      answers: [register],
    },
    notices: ['modal: wider.avsc is not registered. own has no version yet. Register it as version 1 and send?'],
    parts: ['null', '{"id":null} by own v1, id 1'],
  },
  {
    name: 'registered by its name under RecordName',
    sending: { text: unregistered, options: { settings: { 'produce.subjectStrategy': 'RecordName', ...autoRegister.settings } } },
    notices: [],
    parts: ['null', '{"id":null} by Order v1, id 71'],
  },
  {
    name: 'registered by topic and name under TopicRecordName',
    sending: { text: unregistered, options: { settings: { 'produce.subjectStrategy': 'TopicRecordName', ...autoRegister.settings } } },
    notices: [],
    parts: ['null', '{"id":null} by orders-Order v1, id 71'],
  },
  {
    name: 'registered though it breaks, where the level lets it, but never without the question',
    sending: {
      text: '{"value":{"id":"o-1"},"valueSchema":{"file":"newer.avsc"}}',
      registry: registryOf({ level: 'NONE' }),
      options: autoRegister,
      answers: [register],
    },
    notices: [
      `modal: newer.avsc is not registered. Can't read 1 thing of v7 (BACKWARD). Register it as version 8 and send? This schema can't read data of version 7: "id" was written as long, which can't be read as string.`,
    ],
    parts: ['null', '{"id":"o-1"} by orders-value v8, id 71'],
  },
] satisfies { name: string; sending: Sending; notices: string[]; parts: string[] }[]) {
  test(`send: a file that is not registered is ${name}`, async () => {
    const files = { 'file:///wider.avsc': wider, 'file:///newer.avsc': newer };
    const result = await send({ ...sending, options: { files, ...sending.options } });
    assert.deepEqual(partsOf(result), parts);
    assert.deepEqual(result.fake.ui.notices, notices);
  });
}

const breaking = order.replace('"note"', '"note2"').replace(',"default":null', '');
const whyBreaking = `This schema can't read data of version 7: "note2" has no default, and version 7 does not write it.`;

test('send: one that breaks can only be sent with the latest version, and the question says why', async () => {
  const result = await send({
    text: '{"value":{"id":1,"note":null},"valueSchema":{"file":"breaking.avsc"}}',
    options: { files: { 'file:///breaking.avsc': breaking.replace('"note2"', '"note","aliases":["x"]').replace('"long"', '"int"') } },
    answers: [withLatest],
  });
  assert.deepEqual(partsOf(result), ['null', '{"id":1,"note":null} by orders-value v7, id 70']);
  const [notice = ''] = result.fake.ui.notices;
  assert.match(notice, /^modal: breaking\.avsc is not registered\. Can't read \d things? of v7 \(BACKWARD\)\. Send with version 7\? /);
});

for (const { name, file, text, registry, error } of [
  {
    name: 'one that breaks, with a value that version 7 has not',
    file: breaking,
    text: '{"value":{"id":1,"note2":null},"valueSchema":{"file":"given.avsc"}}',
    registry: registryOf(),
    error: {
      code: 'message/breaks',
      message: `given.avsc is not registered, and breaks orders-value v7: ${whyBreaking}`,
      remedy: 'The value does not fit version 7 either.',
    },
  },
  {
    name: 'one that the registry would refuse, whatever we say',
    file: wider,
    text: '{"value":{"id":null},"valueSchema":{"file":"given.avsc"}}',
    registry: Object.assign(registryOf(), { refuse: new Map([['orders-value', 'No.']]) }),
    error: { code: 'message/breaks', message: 'given.avsc is not registered, and breaks orders-value v7: The registry says: No.' },
  },
]) {
  test(`send: not sent and not registered: ${name}`, async () => {
    const result = await send({ text, registry, options: { files: { 'file:///given.avsc': file } } });
    assert.deepEqual([result.sent, result.fake.ui.notices], [[], []]);
    await assert.rejects(() => Promise.reject(result.error ?? new Error('It was sent.')), error);
    assert.ok(registry.calls.every((call) => !call.startsWith('register')));
  });
}

for (const { name, others, said } of [
  { name: 'another file', others: ['price'], said: 'price.avsc' },
  { name: 'three other files', others: ['price', 'place', 'person'], said: 'price.avsc and 2 other files' },
]) {
  test(`send: a file that needs types of ${name} is registered after them, and the question says so`, async () => {
    const fields = others.map((other) => `{"name":"${other}","type":"n.${other}"}`);
    const files = Object.fromEntries(
      others.map((other) => [`file:///${other}.avsc`, `{"type":"record","name":"n.${other}","fields":[{"name":"x","type":"long"}]}`]),
    );
    const registry = new FakeRegistrySession({ level: 'BACKWARD' });
    const result = await send({
      text: `{"key":null,"value":{${others.map((other) => `"${other}":{"x":1}`).join(',')}},"valueSchema":{"file":"needs.avsc"}}`,
      registry,
      answers: [register],
      options: { files: { ...files, 'file:///needs.avsc': `{"type":"record","name":"n.Needs","fields":[${fields.join(',')}]}` } },
    });
    const question = 'needs.avsc is not registered. orders-value has no version yet. Register it as version 1 and send?';
    assert.deepEqual(result.fake.ui.notices, [`modal: ${question} It refers to ${said}, registered before it.`]);
    const value = `{${others.map((other) => `"${other}":{"x":1}`).join(',')}}`;
    assert.deepEqual(partsOf(result).at(-1), `${value} by orders-value v1, id ${others.length + 1}`);
    assert.deepEqual(result.sent[0]?.value.kind === 'avro' && result.sent[0].value.schema.references.length, others.length);
    const written = registry.calls.filter((call) => call.startsWith('register'));
    assert.deepEqual(written, [...others.map((other) => `register n.${other}`), 'register orders-value']);
  });
}

test('send: a version that the value does not fit is not offered', async () => {
  // A button that is not there can't be pressed: the fake refuses it.
  const { error, sent } = await send({ text: unregistered, answers: [withLatest] });
  assert.match(String(error), /Register and Send/);
  assert.deepEqual(sent, []);
});

test('send: a question that is refused ends it, and nothing is registered', async () => {
  const registry = registryOf();
  const { error, sent } = await send({ text: unregistered, registry, answers: ['escape'] });
  assert.equal(error?.name, 'AbortError');
  assert.deepEqual([sent, registry.calls.filter((call) => call.startsWith('register'))], [[], []]);
});

test('send: a schema that the registry refuses after all is not sent with', async () => {
  const registry = registryOf();
  registry.fail('register', new RegistryError('registry/incompatible', 'It breaks version 7.', { status: 409 }));
  const { error, sent } = await send({ text: unregistered, registry, answers: [register] });
  assert.deepEqual(
    [(error as RegistryError).code, error?.message],
    ['registry/incompatible', "Can't register wider.avsc under orders-value: it breaks version 7."],
  );
  assert.deepEqual(sent, []);
});

test('send: what was registered is the latest from then on', async () => {
  let latest = 7;
  const { fake, error } = await send({
    text: '{"key":{"id":1},"value":{"id":null},"valueSchema":{"file":"wider.avsc"}}',
    session: { ...values, fetchVersion: (subject) => Promise.resolve(registered(order, subject, latest)) },
    answers: [register],
  });
  assert.equal(error, undefined);
  latest = 8;
  // It was asked for a moment ago, before the new version was registered.
  const params = { uri: '', part: 'key', connection: 'local', topic: 'orders', schemaRef: undefined } as const;
  const found = await fake.context.messages.schemas.find(params, true, never);
  assert.equal(found.found && found.schema.label, 'orders-key v8');
});

test('send: nothing is asked or registered for a key where the value does not fit', async () => {
  const text = '{"key":{"id":"o-1"},"keySchema":{"file":"newer.avsc"},"value":{"id":"1"}}';
  const { error, fake } = await send({ text, answers: [register] });
  assert.equal((error as KafkaError).code, 'codec/invalid-value');
  assert.deepEqual([fake.ui.notices, fake.ui.unused.length], [[], 1]);
});

test('send: key and value are each registered under their own subject', async () => {
  const schemas = '"keySchema":{"file":"newer.avsc"},"valueSchema":{"file":"orders.avsc"}';
  const result = await send({
    text: `{"key":{"id":"o-1"},"value":{"id":1},${schemas}}`,
    registry: new FakeRegistrySession({ level: 'BACKWARD' }),
    answers: [register, register],
  });
  assert.deepEqual(partsOf(result), ['{"id":"o-1"} by orders-key v1, id 1', '{"id":1} by orders-value v1, id 2']);
});

test('send: what the broker says comes through, and a bug says nothing of whether it was written', async () => {
  const refusal = new KafkaError('kafka/message-too-large', 'The broker refuses 2.1 MB.');
  assert.equal((await send({ text: '{"value":null}', session: { send: () => Promise.reject(refusal) } })).error, refusal);
  const { error, fake } = await send({ text: '{"value":null}', session: { send: () => Promise.reject(new TypeError('x is undefined')) } });
  assert.equal((error as KafkaError).code, 'kafka/maybe-sent');
  assert.deepEqual(fake.logged, ['TypeError: x is undefined']);
});
