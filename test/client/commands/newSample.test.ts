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

async function newSample(text: string, args: readonly unknown[] = [], session: Partial<Session> = {}): Promise<FakeContext> {
  const latest = (subject: string): Promise<RegisteredSchema> =>
    Promise.resolve({ text: order, references: [], label: 'orders-value v1', schemaId: 1, subject, version: 1 });
  const fake = createFakeContext({
    connections: { local },
    session: () => new FakeSession({ fetchVersion: latest, ...session }),
    files: { [uri]: text, 'file:///orders.avsc': order, 'file:///bad.avsc': '{' },
    settings: { 'sample.seed': 7 },
    answers: ['close'],
  });
  fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: 0 };
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
  { name: 'half-typed text', text: '{"topic":"orders","value":', notice: /^error: Can't make a new sample: .*\[Show Output\]$/ },
] satisfies { name: string; text: string; session?: Partial<Session>; notice: string | RegExp }[]) {
  test(`new sample: nothing is replaced: ${name}`, async () => {
    const { ui } = await newSample(text, [], session);
    assert.deepEqual(ui.replaced, []);
    if (typeof notice === 'string') assert.deepEqual(ui.notices, [`error: Can't make a new sample: ${notice} [Show Output]`]);
    else assert.match(ui.notices[0] ?? '', notice);
  });
}
