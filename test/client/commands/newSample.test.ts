import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const uri = 'file:///note.avro-message.json';
const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const order = '{"type":"record","name":"Order","fields":[{"name":"order_id","type":"string"},{"name":"sequence","type":"long"}]}';
const notFound = (): Promise<never> => Promise.reject(new RegistryError('registry/subject-not-found', 'None.', { status: 404 }));

function registered(text: string, subject: string): RegisteredSchema {
  return { text, references: [], label: `${subject} v1`, schemaId: 1, subject, version: 1 };
}

function fakeOf(text: string, session: Partial<Session>): FakeContext {
  const latest = (subject: string): Promise<RegisteredSchema> =>
    subject.endsWith('-key') ? notFound() : Promise.resolve(registered(order, subject));
  const fake = createFakeContext({
    connections: { local },
    session: () => new FakeSession({ fetchVersion: latest, ...session }),
    files: { [uri]: text, 'file:///orders.avsc': order, 'file:///bad.avsc': '{' },
    settings: { 'sample.seed': 7 },
    answers: ['close'],
  });
  fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: 0 };
  return fake;
}

async function newSample(text: string, args: readonly unknown[] = [], session: Partial<Session> = {}): Promise<FakeContext> {
  const fake = fakeOf(text, session);
  await fake.run('newSample', ...args);
  return fake;
}

/** The document with the edits made. */
function edited(text: string, { ui }: FakeContext): string {
  assert.deepEqual([ui.notices, ui.replaced.length], [[], 1]);
  const [edit] = ui.replaced;
  assert(edit?.uri === uri);
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

for (const { name, text, args, before, after } of [
  {
    name: "of the topic's schema, and all else stays",
    text: '// mine\n{\n\t"topic": "orders", // where\n\t"value": { "order_id": "x" },\n\t"key": "k",\n}\n',
    before: '// mine\n{\n\t"topic": "orders", // where\n\t"value": {\n\t\t"order_id": "',
    after: '\n\t},\n\t"key": "k",\n}\n',
  },
  {
    name: 'of a schema file',
    text: '{ "valueSchema": { "file": "orders.avsc" }, "value": {} }',
    before: '{ "valueSchema": { "file": "orders.avsc" }, "value": {"order_id":"',
    after: '} }',
  },
  {
    name: 'of the message that the CodeLens is above',
    text: '{"topic":"orders","value":1}\n{"topic":"orders","value":2}',
    args: [{ uri, index: 1, key: '1 {"topic":"orders","value":2}' }],
    before: '{"topic":"orders","value":1}\n{"topic":"orders","value":{"order_id":"',
    after: '}}',
  },
  {
    name: 'in place of a value that is not right',
    text: '{"topic":"orders","value":7}',
    before: '{"topic":"orders","value":{"order_id":"',
    after: '}}',
  },
  {
    name: 'for JSON that is sent as it stands',
    text: '{"topic":"orders","framing":"json","value":7}',
    before: '{"topic":"orders","framing":"json","value":{',
    after: '}}',
  },
]) {
  test(`new sample: ${name}`, async () => {
    const result = edited(text, await newSample(text, args));
    assert.ok(result.startsWith(before) && result.endsWith(after), result);
    assert.deepEqual(parseMessages(result).problems, []);
  });
}

test('new sample: it is another one each time, whatever seed the settings have', async () => {
  const text = '{"topic":"orders","value":7}';
  const texts = await Promise.all([1, 2, 3].map(async () => edited(text, await newSample(text))));
  assert.ok(new Set(texts).size > 1, texts[0]);
});

const paid =
  '{"type":"record","name":"Paid","fields":[{"name":"by","type":["null","string",{"type":"enum","name":"Card","symbols":["VISA","AMEX"]}]}]}';
const ofPaid = { fetchVersion: (subject: string) => Promise.resolve(registered(paid, subject)) };

/** The values of the messages after each of several calls of the command, each on what the one before has made. */
async function series(text: string, calls: number, session: Partial<Session> = {}): Promise<string[][]> {
  const fake = fakeOf(text, session);
  const results: string[][] = [];
  let current = text;
  for (let call = 0; call < calls; call++) {
    await fake.context.files.writeText(uri, current);
    fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: current.indexOf('"topic"') };
    await fake.run('newSample');
    const edit = fake.ui.replaced[call];
    assert(edit !== undefined, fake.ui.notices.join());
    current = current.slice(0, edit.start) + edit.text + current.slice(edit.end);
    const { messages, problems } = parseMessages(current);
    assert.deepEqual(problems, []);
    results.push(messages.map(({ value }) => (value === undefined ? '' : current.slice(value.span.start, value.span.end))));
  }
  return results;
}

test('new sample: with branches=all, each use is of the next branch', async () => {
  const made = await series('// sample: branches=all\n{"topic":"orders","value":7}', 5, ofPaid);
  assert.deepEqual(
    made.flat().map((value) => value.replace(/"\w+ by"/, '"…"')),
    ['{"by":null}', '{"by":"…"}', '{"by":{"Card":"VISA"}}', '{"by":null}', '{"by":"…"}'],
  );
});

test('new sample: with a seed, the series is the same again, and goes on', async () => {
  const text = '// sample: seed=3 now=2026-11-10T12:00:00Z\n{"topic":"orders","value":7}';
  const made = await series(text, 3);
  assert.deepEqual(made, await series(text, 3));
  assert.equal(new Set(made.flat()).size, 3);
});

test('new sample: count makes so many messages, and no more when it is used again', async () => {
  const text = '// sample: count=3 branches=all\n{"topic":"orders","key":"mine","value":7}\n{"topic":"others","value":1}';
  const made = await series(text, 2, ofPaid);
  assert.deepEqual(
    made.map((values) => values.length),
    [4, 4],
  );
  assert.deepEqual(
    made.flatMap((values) => values.map((value) => /null|Card| by|1/.exec(value)?.[0])),
    ['null', ' by', 'Card', '1', 'null', ' by', 'Card', '1'],
  );
});

test('new sample: messages that are added look like the first one, and have keys of their own', async () => {
  const text =
    '// sample: count=2 seed=1\n[\n  // first\n  {\n    "topic": "orders", // where\n    "key": "mine",\n    "value": 7,\n  }, // end\n]\n';
  const result = edited(text, await newSample(text));
  const key = /"key": "(?!mine)([^"]*)"/.exec(result)?.[1];
  assert.match(
    result.replaceAll(/order-\d+|"sequence": \d+/g, '…'),
    /^\/\/ sample: count=2 seed=1\n\[\n {2}\/\/ first\n {2}\{\n {4}"topic": "orders", \/\/ where\n {4}"key": "mine",\n {4}"value": \{\n {6}"order_id": "…",\n {6}…\n {4}\},\n {2}\},\n {2}\{\n {4}"topic": "orders", \/\/ where\n {4}"key": "…",\n {4}"value": \{\n {6}"order_id": "…",\n {6}…\n {4}\},\n {2}\}, \/\/ end\n\]\n$/,
  );
  assert.equal(result.split(`"order_id": "${key ?? ''}"`).length, 2);
  assert.deepEqual(parseMessages(result).problems, []);
});

for (const { name, text, session, notice } of [
  {
    name: 'no schema',
    text: '{"topic":"orders","value":1}',
    session: { fetchVersion: notFound },
    notice: 'no schema is known for this message.',
  },
  {
    name: 'a schema file that there is not',
    text: '{"valueSchema":{"file":"none.avsc"},"value":1}',
    notice: 'there is no schema file none.avsc where the message is.',
  },
  {
    name: 'a schema file that is none',
    text: '{"valueSchema":{"file":"bad.avsc"},"value":1}',
    notice: 'bad.avsc has 2 errors, so nothing can be written with it.',
  },
  {
    name: 'hex',
    text: '{"topic":"orders","framing":"hex","value":"00"}',
    notice: 'With the framing hex, a value has no schema to make a sample of.',
  },
  {
    name: 'an option that there is not',
    text: '// sample: cuont=3\n{"topic":"orders","value":1}',
    notice: 'there is no sample option "cuont". Did you mean "count"?',
  },
  { name: 'half-typed text', text: '{"topic":"orders","value":', notice: /^error: Can't make a new sample: .*\[Show Output\]$/ },
] satisfies { name: string; text: string; session?: Partial<Session>; notice: string | RegExp }[]) {
  test(`new sample: nothing is replaced: ${name}`, async () => {
    const { ui } = await newSample(text, [], session);
    assert.deepEqual(ui.replaced, []);
    if (typeof notice === 'string') assert.deepEqual(ui.notices, [`error: Can't make a new sample: ${notice} [Show Output]`]);
    else assert.match(ui.notices[0] ?? '', notice);
  });
}
