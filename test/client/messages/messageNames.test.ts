import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { createMessageNames } from '../../../client/messages/messageNames.ts';
import { KafkaError } from '../../../shared/errors.ts';
import type { NamesAsked } from '../../../shared/protocol.ts';
import { createFakeContext } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const never = new AbortController().signal;
const local = { brokers: ['a:1'], registry: { url: 'http://r' } };
const latest: RegisteredSchema = {
  text: '"int"',
  references: [],
  label: 'orders-value v2',
  schemaId: 13,
  subject: 'orders-value',
  version: 2,
};
const topics = ['__offsets', 'orders', 'clicks'].map((name) => ({ name, partitions: 1, internal: name.startsWith('__') }));
const methods: Partial<Session> = {
  listTopics: () => Promise.resolve(topics),
  listSubjects: () => Promise.resolve(['clicks-value', 'orders-value']),
  fetchVersion: () => Promise.resolve(latest),
};

interface Asking {
  readonly connected?: boolean;
  readonly session?: Partial<Session>;
}

async function prepare({ connected = true, session = methods }: Asking = {}): Promise<{
  readonly session: FakeSession;
  readonly names: ReturnType<typeof createMessageNames>;
  /** Lets time pass. */
  readonly wait: (ms: number) => void;
}> {
  const fake = new FakeSession(session);
  const files = { 'file:///schemas/a b.avsc': '', 'file:///messages/c.avsc': '' };
  const { context } = createFakeContext({ connections: { local }, session: () => fake, files });
  if (connected) await context.sessions.connect('local', never);
  let now = 0;
  return { session: fake, names: createMessageNames(context, () => now), wait: (ms) => (now += ms) };
}

const params = { uri: 'file:///messages/m.avro-message.json', connection: 'local', topic: 'orders' };

for (const { name, asked, finds } of [
  { name: "topics, Kafka's own last", asked: { kind: 'topics' }, finds: ['orders', 'clicks', '__offsets'] },
  { name: "subjects, the topic's first", asked: { kind: 'subjects' }, finds: ['orders-value', 'clicks-value'] },
  { name: 'versions', asked: { kind: 'versions', subject: 'orders-value' }, finds: ['latest', '2', '1'] },
  { name: 'ids of the key and the value', asked: { kind: 'ids' }, finds: ['13', '13'] },
  { name: 'files from the document', asked: { kind: 'files' }, finds: ['../schemas/a b.avsc', 'c.avsc'] },
] satisfies { name: string; asked: NamesAsked; finds: string[] }[]) {
  test(`message names: ${name}`, async () => {
    const { names } = await prepare();
    const found = await names.find({ ...params, asked }, never);
    assert.deepEqual(asked.kind === 'files' ? found.map((each) => each.name).sort() : found.map((each) => each.name), finds);
  });
}

test('message names: nothing is connected to', async () => {
  const { names, session } = await prepare({ connected: false });
  assert.deepEqual(await names.find({ ...params, asked: { kind: 'topics' } }, never), []);
  assert.deepEqual(await names.findUnknownTopics({ connection: 'local', topics: ['x'] }, never), { connection: 'local', unknown: [] });
  assert.deepEqual(session.calls, []);
});

test('message names: what is known is believed for some seconds', async () => {
  const { names, session, wait } = await prepare();
  const ask = (): Promise<unknown> => names.findUnknownTopics({ connection: 'local', topics: ['ordres', 'orders', 'zzz'] }, never);
  const unknown = [
    { topic: 'ordres', closest: 'orders' },
    { topic: 'zzz', closest: undefined },
  ];
  assert.deepEqual(await ask(), { connection: 'local', unknown });
  await ask();
  assert.deepEqual(session.calls, ['listTopics', 'listTopics'], 'once to connect, and once to know');
  wait(10_000);
  await ask();
  assert.equal(session.calls.length, 3);
  names.forget();
  await ask();
  assert.equal(session.calls.length, 4);
});

test('message names: a cluster that does not answer has no unknown topics', async () => {
  let calls = 0;
  const listTopics: Session['listTopics'] = () =>
    calls++ === 0 ? Promise.resolve(topics) : Promise.reject(new KafkaError('kafka/timeout', 'The broker did not answer.'));
  const { names } = await prepare({ session: { ...methods, listTopics } });
  assert.deepEqual(await names.findUnknownTopics({ connection: 'local', topics: ['x'] }, never), { connection: 'local', unknown: [] });
});
