import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameProblem } from '../../../client/commands/createTopic.ts';
import type { NewTopic } from '../../../client/cluster/session.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const local = { brokers: ['localhost:9092'] };

function creating(answers: readonly Answer[], options: FakeContextOptions = {}): { made: NewTopic[]; fake: FakeContext } {
  const made: NewTopic[] = [];
  const session = (): FakeSession =>
    new FakeSession({
      createTopic: (topic) => {
        made.push(topic);
        return Promise.resolve();
      },
    });
  return { made, fake: createFakeContext({ session, answers, connections: { local }, ...options }) };
}

const asked: readonly Answer[] = [{ input: 'orders' }, { input: '3' }, { input: '' }, { pick: 'Compact' }];

for (const { name, args, answers, connections, topic } of [
  { name: 'asks for everything', args: [], answers: [{ pick: 'local' }, ...asked] },
  { name: 'asks for no connection that it is given', args: [{ connection: 'local' }], answers: asked },
  {
    name: 'has the name typed where the connection is protected',
    args: [{ connection: 'local' }],
    answers: [...asked, { input: 'orders' }],
    connections: { local: { ...local, protected: true } },
  },
  {
    name: "leaves what is empty to the broker's settings",
    args: [{ connection: 'local', topic: 'orders' }],
    answers: [{ input: 'orders' }, { input: '' }, { input: '2' }, { pick: "Broker's Own" }],
    topic: { name: 'orders', partitions: -1, replication: 2, configuration: {} },
  },
] satisfies {
  name: string;
  args: unknown[];
  answers: readonly Answer[];
  connections?: FakeContextOptions['connections'];
  topic?: NewTopic;
}[]) {
  test(`Create Topic ${name}`, async () => {
    const { made, fake } = creating([...answers, 'close'], connections === undefined ? {} : { connections });
    await fake.run('createTopic', ...args);
    assert.deepEqual(made, [topic ?? { name: 'orders', partitions: 3, replication: -1, configuration: { 'cleanup.policy': 'compact' } }]);
    assert.match(fake.ui.notices.join('\n'), /Created the topic orders on local\./);
  });
}

test('Create Topic creates nothing on a read-only connection', async () => {
  const { made, fake } = creating(['close'], { connections: { local: { ...local, readOnly: true } } });
  await fake.run('createTopic', { connection: 'local' });
  assert.deepEqual(made, []);
  assert.match(fake.ui.notices.join('\n'), /local is read-only\./);
});

test('Create Topic says why the broker refuses', async () => {
  const session = (): FakeSession =>
    new FakeSession({
      createTopic: () => Promise.reject(new KafkaError('kafka/topic-exists', 'The topic orders exists already on local.')),
    });
  const fake = createFakeContext({ session, answers: [...asked, 'close'], connections: { local } });
  await fake.run('createTopic', { connection: 'local' });
  assert.match(fake.ui.notices.join('\n'), /Can't create orders: the topic orders exists already on local\./);
});

for (const { name, fits } of [
  { name: 'orders.v1_a-b', fits: true },
  { name: '', fits: false },
  { name: '..', fits: false },
  { name: 'a b', fits: false },
  { name: 'ä', fits: false },
  { name: 'x'.repeat(249), fits: true },
  { name: 'x'.repeat(250), fits: false },
]) {
  test(`a topic ${fits ? 'can' : "can't"} be named "${name.slice(0, 20)}" (${name.length})`, () => {
    assert.equal(nameProblem(name) === undefined, fits);
  });
}
