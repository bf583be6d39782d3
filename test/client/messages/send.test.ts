import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageToSend, RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { sendMessage } from '../../../client/messages/send.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const never = new AbortController().signal;
const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const order =
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}';
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
  findVersion: (subject, text) => Promise.resolve(text === order ? registered(order, subject, 7) : undefined),
};

interface Sending {
  readonly text: string;
  readonly session?: Partial<Session>;
  readonly options?: FakeContextOptions;
  readonly answers?: readonly Answer[];
}

interface Result {
  readonly fake: FakeContext;
  readonly sent: MessageToSend[];
  readonly error: Error | undefined;
}

async function send({ text, session = values, options, answers = [] }: Sending): Promise<Result> {
  const sent: MessageToSend[] = [];
  const write: Session['send'] = (message) => {
    sent.push(message);
    return Promise.resolve({ partition: 3, offset: 18204n });
  };
  const fake = createFakeContext({
    connections: { local },
    session: () => new FakeSession({ send: write, ...session }),
    files: { 'file:///orders.avsc': order, 'file:///newer.avsc': newer },
    answers,
    ...options,
  });
  const [message] = parseMessages(text).messages;
  assert(message !== undefined);
  const { schemas } = fake.context.messages;
  const to = { connection: 'local', topic: 'orders' };
  const error = await sendMessage(fake.context, schemas, message, 'file:///m.json', to, never).then(
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

/** What is sent by a file that is not registered. */
const unregistered = '{"value":{"id":"o-1"},"valueSchema":{"file":"newer.avsc"}}';
const detail = 'The registry checks whether it is compatible, and refuses it if it is not. Nothing is sent then.';
const asNew = `modal: newer.avsc is not registered under orders-value. Register it as a new version of orders-value, after version 7, and send? ${detail}`;
const asFirst = `modal: newer.avsc is not registered under orders-value. Register it as the first version of orders-value and send? ${detail}`;
const register = { button: 'Register and Send' } as const;
const registers: Partial<Session> = { ...values, register: (subject, text) => Promise.resolve(registered(text, subject, 8)) };

for (const { name, sending, notice, parts } of [
  {
    name: 'registered as a new version',
    sending: { text: unregistered, session: registers, answers: [register] },
    notice: asNew,
    parts: ['null', '{"id":"o-1"} by orders-value v8, id 80'],
  },
  {
    name: 'registered as the first version',
    sending: { text: unregistered, session: { ...registers, fetchVersion: notFound }, answers: [register] },
    notice: asFirst,
    parts: ['null', '{"id":"o-1"} by orders-value v8, id 80'],
  },
  {
    name: 'sent with the latest version, which the value fits too',
    sending: {
      text: '{"value":{"id":1,"note":"n"},"valueSchema":{"file":"wider.avsc"}}',
      answers: [{ button: 'Send with Version 7' }],
      options: { files: { 'file:///wider.avsc': order.replace('"long"', '["null","long"]') } },
    },
    notice: asNew.replace('newer.avsc', 'wider.avsc'),
    parts: ['null', '{"id":1,"note":"n"} by orders-value v7, id 70'],
  },
] satisfies { name: string; sending: Sending; notice: string; parts: string[] }[]) {
  test(`send: a file that is not registered is ${name}`, async () => {
    const result = await send(sending);
    assert.deepEqual(result.fake.ui.notices, [notice]);
    assert.deepEqual(partsOf(result), parts);
  });
}

for (const { name, others, said } of [
  { name: 'another file', others: ['price'], said: 'price.avsc' },
  { name: 'three other files', others: ['price', 'place', 'person'], said: 'price.avsc and 2 other files' },
]) {
  test(`send: a file that needs types of ${name} is registered as one text with them, and the question says so`, async () => {
    const fields = others.map((other) => `{"name":"${other}","type":"n.${other}"}`);
    const files = Object.fromEntries(
      others.map((other) => [`file:///${other}.avsc`, `{"type":"record","name":"n.${other}","fields":[{"name":"x","type":"long"}]}`]),
    );
    const texts: string[] = [];
    const result = await send({
      text: `{"key":null,"value":{${others.map((other) => `"${other}":{"x":1}`).join(',')}},"valueSchema":{"file":"needs.avsc"}}`,
      session: {
        ...values,
        register: (subject, text) => {
          texts.push(text);
          return Promise.resolve(registered(text, subject, 8));
        },
      },
      answers: [register],
      options: { files: { ...files, 'file:///needs.avsc': `{"type":"record","name":"n.Needs","fields":[${fields.join(',')}]}` } },
    });
    const goesWith = `The types it needs of ${said} go with it, in one text. `;
    assert.deepEqual(result.fake.ui.notices, [asNew.replace('newer.avsc', 'needs.avsc').replace(detail, goesWith + detail)]);
    assert.deepEqual(partsOf(result).at(-1), `{${others.map((other) => `"${other}":{"x":1}`).join(',')}} by orders-value v8, id 80`);
    const definitions = texts.map((text) => [...parseSchema(text).definitions.keys()]);
    assert.deepEqual(definitions, [['n.Needs', ...others.map((other) => `n.${other}`)]]);
  });
}

test('send: a version that the value does not fit is not offered', async () => {
  // A button that is not there can't be pressed: the fake refuses it.
  const { error, sent } = await send({ text: unregistered, session: registers, answers: [{ button: 'Send with Version 7' }] });
  assert.match(String(error), /Register and Send/);
  assert.deepEqual(sent, []);
});

test('send: a question that is refused ends it, and nothing is registered', async () => {
  const { error, sent, fake } = await send({ text: unregistered, session: registers, answers: ['escape'] });
  assert.equal(error?.name, 'AbortError');
  assert.deepEqual([sent, fake.started[0]?.session.calls.includes('register')], [[], false]);
});

test('send: a schema that the registry refuses is not sent with', async () => {
  const refusal = new RegistryError('registry/incompatible', 'The registry refuses it: it breaks version 7.', { status: 409 });
  const session = { ...values, register: () => Promise.reject(refusal) };
  const { error, sent } = await send({ text: unregistered, session, answers: [register] });
  assert.equal(error, refusal);
  assert.deepEqual(sent, []);
});

test('send: what was registered is the latest from then on', async () => {
  let latest = 7;
  const session: Partial<Session> = {
    findVersion: () => Promise.resolve(undefined),
    fetchVersion: (subject) => Promise.resolve(registered(latest === 7 ? order : newer, subject, latest)),
    register: (subject, text) => Promise.resolve(registered(text, subject, (latest = 8))),
  };
  const { fake } = await send({
    text: '{"key":null,"value":{"id":"o-1"},"valueSchema":{"file":"newer.avsc"}}',
    session,
    answers: [register],
  });
  const params = { uri: '', part: 'value', connection: 'local', topic: 'orders', schemaRef: undefined } as const;
  const found = await fake.context.messages.schemas.find(params, true, never);
  assert.equal(found.found && found.schema.label, 'orders-value v8');
});

test('send: nothing is asked or registered for a key where the value does not fit', async () => {
  const text = '{"key":{"id":"o-1"},"keySchema":{"file":"newer.avsc"},"value":{"id":"1"}}';
  const { error, fake } = await send({ text, session: registers, answers: [register] });
  assert.equal((error as KafkaError).code, 'codec/invalid-value');
  assert.deepEqual([fake.ui.notices, fake.ui.unused.length], [[], 1]);
});

test('send: key and value are each registered under their own subject', async () => {
  const subjects: string[] = [];
  const session: Partial<Session> = {
    findVersion: () => Promise.resolve(undefined),
    fetchVersion: notFound,
    register: (subject, text) => {
      subjects.push(subject);
      return Promise.resolve(registered(text, subject, 1));
    },
  };
  const schemas = '"keySchema":{"file":"newer.avsc"},"valueSchema":{"file":"orders.avsc"}';
  const result = await send({ text: `{"key":{"id":"o-1"},"value":{"id":1},${schemas}}`, session, answers: [register, register] });
  assert.deepEqual(subjects, ['orders-key', 'orders-value']);
  assert.deepEqual(partsOf(result), ['{"id":"o-1"} by orders-key v1, id 10', '{"id":1} by orders-value v1, id 10']);
});

test('send: what the broker says comes through, and a bug says nothing of whether it was written', async () => {
  const refusal = new KafkaError('kafka/message-too-large', 'The broker refuses 2.1 MB.');
  assert.equal((await send({ text: '{"value":null}', session: { send: () => Promise.reject(refusal) } })).error, refusal);
  const { error, fake } = await send({ text: '{"value":null}', session: { send: () => Promise.reject(new TypeError('x is undefined')) } });
  assert.equal((error as KafkaError).code, 'kafka/maybe-sent');
  assert.deepEqual(fake.logged, ['TypeError: x is undefined']);
});
