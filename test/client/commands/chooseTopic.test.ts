import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import type { Command } from '../../../client/commands/context.ts';
import { chooseTopic, type ChooseTopicOptions } from '../../../client/commands/chooseTopic.ts';
import { runCommand } from '../../../client/commands/index.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const { signal } = new AbortController();
const topics = [
  { name: '__consumer_offsets', partitions: 50, internal: true },
  { name: 'clicks', partitions: 6, internal: false },
  { name: 'orders', partitions: 1, internal: false },
];
const local = { brokers: ['a:1'] };

function fakeOf(options: FakeContextOptions): FakeContext {
  return createFakeContext({ session: () => new FakeSession({ listTopics: () => Promise.resolve(topics) }), ...options });
}

const choose = (options: Partial<ChooseTopicOptions> = {}): ChooseTopicOptions => ({ title: 'Peek Topic', ...options });

test('choose topic: with one connection only the topic is asked for; internal ones are left out', async () => {
  const { context, ui } = fakeOf({ connections: { local }, answers: [{ pick: 'orders' }] });
  assert.deepEqual(await chooseTopic(context, choose()), { connection: 'local', topic: 'orders', partition: undefined });
  assert.deepEqual(ui.offered, [['clicks', 'orders']]);
  assert.deepEqual(ui.asked, ['pick Peek Topic']);
});

test('choose topic: with several connections both are asked for, with Back, and the last choice stands first', async () => {
  const { context, ui } = fakeOf({
    connections: { alpha: local, beta: local },
    answers: [{ pick: 'alpha' }, 'back', { pick: 'beta' }, { pick: 'orders' }, { pick: 'beta' }, { pick: 'orders' }],
  });
  assert.equal((await chooseTopic(context, choose())).connection, 'beta');
  await chooseTopic(context, choose());
  assert.deepEqual(ui.asked.slice(0, 4), ['pick Peek Topic 1/2', 'pick Peek Topic 2/2 <', 'pick Peek Topic 1/2', 'pick Peek Topic 2/2 <']);
  assert.deepEqual(ui.offered.slice(4), [
    ['beta', 'alpha'],
    ['orders', 'clicks'],
  ]);
});

test('choose topic: the active connection stands first where nothing was chosen yet', async () => {
  const { context, ui } = fakeOf({ connections: { alpha: local, beta: local }, answers: ['escape'] });
  await context.connections.setActive('beta');
  await assert.rejects(chooseTopic(context, choose()), { name: 'AbortError' });
  assert.deepEqual(ui.offered, [['beta', 'alpha']]);
});

test('choose topic: for writing, read-only connections are not offered', async () => {
  const connections = { alpha: { ...local, readOnly: true }, beta: local, gamma: local };
  const { context, ui } = fakeOf({ connections, answers: [{ pick: 'beta' }, { pick: 'orders' }] });
  await chooseTopic(context, choose({ writable: true }));
  assert.deepEqual(ui.offered[0], ['beta', 'gamma']);
});

for (const { name, connections, message } of [
  { name: 'none', connections: {}, message: 'There is no connection yet.' },
  { name: 'only read-only ones', connections: { alpha: { ...local, readOnly: true } }, message: 'All connections are read-only.' },
  { name: 'only invalid ones', connections: { alpha: {} }, message: 'The settings of no connection can be used.' },
]) {
  test(`choose topic: with ${name} it says so`, async () => {
    const { context } = fakeOf({ connections });
    await assert.rejects(chooseTopic(context, choose({ writable: true })), { code: 'connection/none', message });
  });
}

test('choose topic: what is preferred stands first, and its failure does no harm', async () => {
  const { context, ui } = fakeOf({ connections: { local }, answers: [{ pick: 'orders' }, { pick: 'orders' }] });
  await chooseTopic(context, choose({ preferred: (_session, names) => Promise.resolve(names.find((name) => name === 'orders')) }));
  await context.memory.set('lastTopic', undefined);
  await chooseTopic(context, choose({ preferred: () => Promise.reject(new RegistryError('registry/unreachable', 'x')) }));
  assert.deepEqual(ui.offered, [
    ['orders', 'clicks'],
    ['clicks', 'orders'],
  ]);
});

test('choose topic: a cluster without topics is said, not shown as an empty list', async () => {
  const session = (): FakeSession => new FakeSession({ listTopics: () => Promise.resolve(topics.filter(({ internal }) => internal)) });
  const { context } = fakeOf({ connections: { local }, session });
  const message = "Can't list the topics of local: it has none, or none that this connection may see.";
  await assert.rejects(chooseTopic(context, choose()), { name: 'Failure', message });
});

test("choose topic: topics that can't be listed are told with the connection, and a way to its settings", async () => {
  const session = (): FakeSession =>
    new FakeSession({ listTopics: () => Promise.reject(new KafkaError('kafka/timeout', 'It did not answer in time.')) });
  const { context, ui } = fakeOf({ connections: { local }, session });
  const command: Command = { failure: "Can't peek", create: (given) => () => chooseTopic(given, choose()).then(() => undefined) };
  await runCommand(context, command, []);
  assert.deepEqual(ui.notices, ["error: Can't list the topics of local: it did not answer in time. [Edit Connection…] [Show Output]"]);
  assert.equal(signal.aborted, false);
});
