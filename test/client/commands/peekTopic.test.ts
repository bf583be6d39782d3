import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeContext } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const local = { brokers: ['127.0.0.1:9092'] };
const topics = ['clicks', 'orders', '__consumer_offsets'].map((name) => ({ name, partitions: 6, internal: name.startsWith('__') }));
const session = () => new FakeSession({ listTopics: () => Promise.resolve(topics) });

for (const { name, argument, request } of [
  {
    name: 'a topic',
    argument: { connection: 'local', topic: 'orders' },
    request: { connection: 'local', topic: 'orders', partition: undefined },
  },
  {
    name: 'a partition',
    argument: { connection: 'local', topic: 'orders', partition: 3 },
    request: { connection: 'local', topic: 'orders', partition: 3 },
  },
  {
    name: 'a record, its offset as digits',
    argument: { connection: 'local', topic: 'orders', partition: 3, offset: '9007199254740993' },
    request: { connection: 'local', topic: 'orders', select: { partition: 3, offset: 9_007_199_254_740_993n } },
  },
  {
    name: 'a record, its offset as a bigint',
    argument: { connection: 'local', topic: 'orders', partition: 0, offset: 0n },
    request: { connection: 'local', topic: 'orders', select: { partition: 0, offset: 0n } },
  },
  {
    name: 'an offset that is none',
    argument: { connection: 'local', topic: 'orders', partition: 3, offset: '-1' },
    request: { connection: 'local', topic: 'orders', partition: 3 },
  },
]) {
  test(`Peek Topic of ${name} asks nothing`, async () => {
    const fake = createFakeContext({ connections: { local } });
    await fake.run('peekTopicItem', argument);
    assert.deepEqual(fake.records, [request]);
    assert.deepEqual(fake.started, []);
  });
}

test('Peek Topic of nothing says what to do instead', async () => {
  const fake = createFakeContext({ connections: { local } });
  await fake.run('peekTopicItem');
  assert.deepEqual(fake.records, []);
  assert.equal(fake.logged.at(-1), "Can't peek the topic: no topic was named. Use Avro: Peek Topic… instead.");
});

test('Peek Topic… of the only connection asks for the topic alone, the last choice first, internal ones left out', async () => {
  const fake = createFakeContext({ connections: { local }, session, answers: [{ pick: 'orders' }, { pick: 'orders' }] });
  await fake.run('peekTopic');
  await fake.run('peekTopic');
  assert.deepEqual(fake.ui.offered, [
    ['clicks', 'orders'],
    ['orders', 'clicks'],
  ]);
  assert.deepEqual(fake.records, [
    { connection: 'local', topic: 'orders' },
    { connection: 'local', topic: 'orders' },
  ]);
});

test('Peek Topic… with several connections asks for one first, and Back leads to it', async () => {
  const answers = [{ pick: 'local' }, 'back', { pick: 'prod' }, { pick: 'clicks' }] as const;
  const fake = createFakeContext({ connections: { local, prod: local }, session, answers });
  await fake.run('peekTopic');
  assert.deepEqual(fake.records, [{ connection: 'prod', topic: 'clicks' }]);
});

test('Peek Topic…, given up, opens nothing and says nothing', async () => {
  const fake = createFakeContext({ connections: { local }, session, answers: ['escape'] });
  await fake.run('peekTopic');
  assert.deepEqual([fake.records, fake.ui.notices], [[], []]);
});
