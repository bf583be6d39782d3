import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema } from '../../../client/cluster/session.ts';
import type { HeldRecord } from '../../../client/records/recordsSession.ts';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { createFakeRecordsPage } from '../../fakes/recordsPage.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { FakeSession } from '../../fakes/session.ts';
import { exact, progress, text } from '../webview/records.ts';

const uri = 'file:///note.avro-message.json';
const withRegistry = { brokers: ['a:1'], registry: { url: 'http://r' } };

/** Each as "name: key bytes, value bytes (origin)". */
function shown({ inspected }: FakeContext): string[] {
  const hex = (bytes: Uint8Array | null | undefined): string => (bytes === undefined ? '-' : bytes === null ? 'null' : toHex(bytes));
  return inspected.map(
    ({ name, key, value, origin }) => `${name}: ${hex(key)}, ${hex(value)}${origin === undefined ? '' : ` (${origin})`}`,
  );
}

for (const { name, selection, inspected, notices } of [
  {
    name: 'hex',
    selection: '00 00 00 00 1f 08 61 62',
    inspected: ['Selection: -, 000000001f086162 (8 bytes from the selection, written as hex)'],
  },
  { name: 'base64', selection: 'AAAAAB8I', inspected: ['Selection: -, 000000001f08 (6 bytes from the selection, written as base64)'] },
  {
    name: 'nothing',
    selection: '',
    inspected: [],
    notices: ["error: Can't inspect the bytes: no text is selected. Select hex, base64 or escaped text. [Show Output]"],
  },
  {
    name: 'no bytes',
    selection: 'Zürich!',
    inspected: [],
    notices: [/^error: Can't inspect the bytes: the selection is no text of bytes/],
  },
]) {
  test(`inspectBytes: ${name} is selected`, async () => {
    const fake = createFakeContext({ answers: ['close'] });
    fake.ui.editor = { uri: 'file:///a.txt', language: 'plaintext', selection, offset: 0 };
    await fake.run('inspectBytes', { path: '/a.txt' });
    assert.deepEqual(shown(fake), inspected);
    assert.equal(fake.ui.notices.length, notices?.length ?? 0);
    notices?.forEach((notice, index) =>
      typeof notice === 'string' ? assert.equal(fake.ui.notices[index], notice) : assert.match(fake.ui.notices[index] ?? '', notice),
    );
  });
}

function recordOf(given: Partial<HeldRecord> = {}): HeldRecord {
  return {
    partition: 3,
    offset: 18204n,
    timestampMs: 0,
    timestampType: 'CreateTime',
    leaderEpoch: 0,
    key: text('a'),
    value: exact('{}'),
    keyBytes: Uint8Array.of(0x61),
    valueBytes: Uint8Array.of(0, 0, 0, 0, 1, 2),
    headers: [],
    masked: false,
    ...given,
  };
}

async function inspectRecord(record: HeldRecord | undefined): Promise<FakeContext> {
  const page = createFakeRecordsPage({ scan: () => Promise.resolve(progress()), record: () => Promise.resolve(record) });
  await page.reader.read();
  const fake = createFakeContext({ page, answers: ['close'] } satisfies FakeContextOptions);
  await fake.run('inspectBytes', { connection: page.connection, topic: page.topic, partition: 3, offset: '18204' });
  return fake;
}

test('inspectBytes: a record of a page', async () => {
  const fake = await inspectRecord(recordOf());
  assert.deepEqual(fake.ui.notices, []);
  assert.deepEqual(shown(fake), ['orders 3/18204: 61, 000000000102']);
});

for (const { name, record, reason } of [
  { name: 'with masked fields', record: recordOf({ masked: true, valueBytes: null }), reason: /some of its fields are masked/ },
  { name: 'that is not held any more', record: undefined, reason: /it is not held any more/ },
]) {
  test(`inspectBytes: a record ${name}`, async () => {
    const fake = await inspectRecord(record);
    assert.deepEqual(shown(fake), []);
    assert.match(fake.ui.notices.join(), reason);
  });
}

const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}';
const registered: RegisteredSchema = {
  text: order,
  references: [],
  label: 'orders-value v1',
  schemaId: 7,
  subject: 'orders-value',
  version: 1,
};
const notFound = (): Promise<never> => Promise.reject(new RegistryError('registry/subject-not-found', 'None.', { status: 404 }));

for (const { name, message, session = {}, inspected } of [
  {
    name: 'behind the frame of its registered schema',
    message: { topic: 'orders', key: 'k', value: { id: 'ab' } },
    session: { fetchVersion: (subject: string) => (subject === 'orders-value' ? Promise.resolve(registered) : notFound()) },
    inspected: ['message 1 to orders: 6b, 0000000007046162 (What would be sent, as it stands)'],
  },
  {
    name: 'without a frame where its file is not registered, which is said',
    message: { topic: 'orders', valueSchema: { file: 'order.avsc' }, value: { id: 'ab' } },
    session: { fetchVersion: notFound },
    inspected: [
      'message 1 to orders: null, 046162 (What would be sent, as it stands; the schema of the value is not registered yet, so its frame is missing)',
    ],
  },
  {
    name: 'as it stands',
    message: { topic: 'orders', framing: 'hex', value: '00ff' },
    inspected: ['message 1 to orders: null, 00ff (What would be sent, as it stands)'],
  },
]) {
  test(`showMessageBytes: ${name}`, async () => {
    const files = { [uri]: JSON.stringify(message), 'file:///order.avsc': order };
    const fake = createFakeContext({
      connections: { local: withRegistry },
      files,
      registries: { local: new FakeRegistrySession() },
      session: () => new FakeSession(session),
      answers: ['close'],
    });
    fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: 0 };
    await fake.run('showMessageBytes');
    assert.deepEqual(fake.ui.notices, []);
    assert.deepEqual(shown(fake), inspected);
  });
}

test('showMessageBytes: a value that does not fit', async () => {
  const files = { [uri]: JSON.stringify({ topic: 'orders', value: { id: 1 } }) };
  const session = (): FakeSession => new FakeSession({ fetchVersion: () => Promise.resolve(registered) });
  const fake = createFakeContext({ connections: { local: withRegistry }, files, session, answers: ['close'] });
  fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: 0 };
  await fake.run('showMessageBytes');
  assert.deepEqual(shown(fake), []);
  assert.match(fake.ui.notices.join(), /^error: Can't show the bytes of the message/);
});
