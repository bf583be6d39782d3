import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError } from '../../../shared/errors.ts';
import type { Session, TopicDescription } from '../../../client/cluster/session.ts';
import type { ClusterNode } from '../../../client/views/clusterNodes.ts';
import type { NodeItem } from '../../../client/views/nodeItem.ts';
import { createClusterTree, type ClusterTree } from '../../../client/views/clusterTree.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const { signal } = new AbortController();
const local = { brokers: ['localhost:9092', 'localhost:9093'] };
const topics = [
  { name: '__consumer_offsets', partitions: 50, internal: true },
  { name: 'clicks', partitions: 6, internal: false },
  { name: 'orders', partitions: 1, internal: false },
];
const orders: TopicDescription = {
  name: 'orders',
  partitions: [{ partition: 0, leader: 1, replicas: [1, 2], inSyncReplicas: [1], firstOffset: 100n, endOffset: 1300n }],
  configuration: { 'cleanup.policy': 'compact,delete', 'retention.ms': '604800000', 'retention.bytes': '-1' },
};
const unreachable = new KafkaError('kafka/unreachable', 'localhost:9092 refuses the connection.', { remedy: 'Check the address.' });

interface Built extends FakeContext {
  readonly tree: ClusterTree;
  readonly bugs: unknown[];
  /** What was to be shown anew: a connection's or topic's name, or "all". */
  readonly redrawn: string[];
}

function build(methods: Partial<Session>, options: FakeContextOptions = {}): Built {
  const fake = createFakeContext({ connections: { local }, session: () => new FakeSession(methods), ...options });
  const { context } = fake;
  const { connections, sessions } = context;
  const bugs: unknown[] = [];
  const tree = createClusterTree({ connections, sessions, isTrusted: () => context.isTrusted(), onBug: (error) => bugs.push(error) });
  const redrawn: string[] = [];
  tree.onDidChange((node) => redrawn.push(node === undefined ? 'all' : 'topic' in node ? String(node.topic) : node.connection));
  return { ...fake, tree, bugs, redrawn };
}

const listing: Partial<Session> = { listTopics: () => Promise.resolve(topics), describeTopic: () => Promise.resolve(orders) };

/** The children, once they are there: a connection's are waited for. */
async function below(tree: ClusterTree, parent?: ClusterNode): Promise<readonly ClusterNode[]> {
  for (;;) {
    const change = nextChange(tree);
    const nodes = await tree.children(parent);
    if (nodes[0]?.kind !== 'waiting') return nodes;
    await change;
  }
}

function nextChange(tree: ClusterTree): Promise<void> {
  return new Promise((resolve) => {
    const subscription = tree.onDidChange(() => {
      subscription.dispose();
      resolve();
    });
  });
}

async function only(tree: ClusterTree, parent?: ClusterNode): Promise<ClusterNode> {
  const [node] = await below(tree, parent);
  assert.ok(node);
  return node;
}

/** A node's line: icon, label and description. */
function line({ icon, label, description }: NodeItem): string {
  return [`$(${icon})`, label, description].filter((part) => part !== '').join(' ');
}

async function lines(tree: ClusterTree, parent?: ClusterNode): Promise<string[]> {
  return (await below(tree, parent)).map((node) => line(tree.item(node)));
}

test('cluster tree: connections, topics, partitions; nothing is connected before it is expanded', async () => {
  const { tree, started } = build(listing);
  assert.deepEqual(await lines(tree), ['$(debug-disconnect) local not connected, active']);
  assert.equal(started.length, 0);
  const connection = await only(tree);
  assert.deepEqual(await lines(tree, connection), [
    '$(list-flat) clicks 6 partitions',
    '$(list-flat) orders 1 partition',
    '$(folder) Internal Topics 1',
  ]);
  assert.deepEqual(await lines(tree), ['$(server-environment) local localhost:9092, active']);
  const [, topic, internal] = await below(tree, connection);
  assert.ok(topic && internal);
  assert.deepEqual(await lines(tree, internal), ['$(list-flat) __consumer_offsets 50 partitions']);
  assert.deepEqual(await lines(tree, topic), ['$(list-ordered) Partition 0 100 to 1299']);
  assert.equal(line(tree.item(topic)), '$(list-flat) orders 1 partition, 1,200 offsets');
});

test('cluster tree: a connection that stands already shows its topics without a detour', async () => {
  const { tree, context } = build(listing);
  await context.sessions.connect('local', signal);
  const [connection] = await tree.children(undefined);
  const topicsBelow = await tree.children(connection);
  assert.deepEqual(
    topicsBelow.map(({ kind }) => kind),
    ['topic', 'topic', 'internalTopics'],
  );
});

test('cluster tree: what the menus go by', async () => {
  const { tree, context } = build(listing);
  const connection = await only(tree);
  assert.equal(tree.item(connection).contextValue, 'connection+writable+active');
  const [topic, , internal] = await below(tree, connection);
  assert.ok(topic && internal);
  assert.equal(tree.item(connection).contextValue, 'connection+connected+writable+active');
  assert.equal(tree.item(topic).contextValue, 'topic+writable');
  await tree.children(topic);
  assert.equal(tree.item(topic).contextValue, 'topic+writable+compacted');
  assert.equal(tree.item(internal).contextValue, 'topics+internal');
  assert.equal(tree.item(await only(tree, internal)).contextValue, 'topic+internal');
  assert.equal(tree.item(await only(tree, topic)).contextValue, 'partition');
  await context.sessions.close('local');
  assert.equal(tree.item(connection).contextValue, 'connection+writable+active');
});

for (const { name, options, contextValue } of [
  { name: 'read-only', options: { connections: { local: { ...local, readOnly: true } } }, contextValue: 'topic' },
  { name: 'in an untrusted workspace', options: { trusted: false }, contextValue: 'topic' },
]) {
  test(`cluster tree: ${name}, no topic is writable`, async () => {
    const { tree } = build(listing, options);
    assert.equal(tree.item(await only(tree, await only(tree))).contextValue, contextValue);
  });
}

test('cluster tree: that a connection is read-only stands where a narrow view still shows it', async () => {
  const { tree } = build(listing, { connections: { local: { ...local, readOnly: true } } });
  assert.deepEqual(await lines(tree), ['$(debug-disconnect) local not connected, read-only, active']);
});

test('cluster tree: a cluster without topics says so', async () => {
  const { tree } = build({ listTopics: () => Promise.resolve([]) });
  assert.deepEqual(await lines(tree, await only(tree)), ['$(info) No topics.']);
});

test('cluster tree: 5,000 topics are nodes like any others', async () => {
  const many = Array.from({ length: 5000 }, (_none, index) => ({ name: `topic-${index}`, partitions: 3, internal: false }));
  const { tree } = build({ listTopics: () => Promise.resolve(many) });
  const nodes = await below(tree, await only(tree));
  assert.equal(new Set(nodes.map((node) => tree.item(node).id)).size, 5000);
});

test("cluster tree: a cluster that can't be reached is a child that says so and can be tried again", async () => {
  let fails = true;
  const { tree, started } = build({ listTopics: () => (fails ? Promise.reject(unreachable) : Promise.resolve(topics)) });
  const connection = await only(tree);
  const error = await only(tree, connection);
  const { label, contextValue, tooltip, isError } = tree.item(error);
  assert.deepEqual(
    { label, contextValue, tooltip, isError },
    {
      label: 'localhost:9092 refuses the connection.',
      contextValue: 'error+retry',
      tooltip: ['localhost:9092 refuses the connection.', 'Check the address.'],
      isError: true,
    },
  );
  assert.equal(line(tree.item(connection)), '$(error) local not connected, active');
  // Asking again without a refresh reaches for nothing.
  assert.deepEqual(await below(tree, connection), [error]);
  assert.deepEqual(started[0]?.session.calls, ['listTopics']);
  fails = false;
  tree.refresh({ connection: 'local' });
  assert.equal((await below(tree, connection)).length, 3);
});

test("cluster tree: a topic that can't be described says so below itself", async () => {
  let fails = true;
  const { tree } = build({
    ...listing,
    describeTopic: () => (fails ? Promise.reject(new KafkaError('kafka/unknown-topic', 'It is gone.')) : Promise.resolve(orders)),
  });
  const [, topic] = await below(tree, await only(tree));
  assert.ok(topic);
  assert.deepEqual(await lines(tree, topic), ['$(error) It is gone.']);
  fails = false;
  tree.refresh({ connection: 'local', topic: 'orders' });
  assert.deepEqual(await lines(tree, topic), ['$(list-ordered) Partition 0 100 to 1299']);
});

test('cluster tree: a connection that fails while its topics are shown says so in their place', async () => {
  let fails = false;
  const { tree, context } = build({ listTopics: () => (fails ? Promise.reject(unreachable) : Promise.resolve(topics)) });
  const connection = await only(tree);
  await below(tree, connection);
  fails = true;
  await assert.rejects(context.sessions.connect('local', signal));
  assert.deepEqual(await lines(tree, connection), ['$(error) localhost:9092 refuses the connection.']);
  fails = false;
  await context.sessions.connect('local', signal);
  assert.equal((await below(tree, connection)).length, 3);
});

test("cluster tree: invalid settings are a clear node that can't be tried again", async () => {
  const { tree } = build({}, { connections: { local: { brokers: [] } } });
  const connection = await only(tree);
  assert.equal(line(tree.item(connection)), '$(error) local invalid settings');
  assert.equal(tree.item(connection).contextValue, 'connection+invalid');
  const error = tree.item(await only(tree, connection));
  assert.equal(error.label, '"brokers" needs at least one address, such as "localhost:9092".');
  assert.equal(error.contextValue, 'error');
});

test('cluster tree: a bug of ours is told to the log and is a child, not a throw', async () => {
  const bug = new TypeError('x is not a function');
  const { tree, bugs } = build({ listTopics: () => Promise.reject(bug) });
  assert.deepEqual(await lines(tree, await only(tree)), ['$(error) x is not a function']);
  assert.deepEqual(bugs, [bug]);
});

test('cluster tree: while a connection is waited for, a child says so and the connection can be cancelled', async () => {
  const { tree, context } = build({ listTopics: () => new Promise(() => undefined) });
  const connection = await only(tree);
  const before = tree.item(connection).id;
  const connecting = nextChange(tree);
  assert.deepEqual(
    (await tree.children(connection)).map((node) => line(tree.item(node))),
    ['$(loading~spin) Connecting…'],
  );
  await connecting;
  assert.equal(line(tree.item(connection)), '$(loading~spin) local Connecting…, active');
  assert.equal(tree.item(connection).contextValue, 'connection+connecting+writable+active');
  await context.sessions.close('local');
  // Another id, so that the view shows it collapsed and does not ask for its children at once.
  assert.notEqual(tree.item(connection).id, before);
  assert.equal(line(tree.item(connection)), '$(debug-disconnect) local not connected, active');
});

test('cluster tree: a secret that is not given leaves the connection as it was, and collapsed', async () => {
  const scram = { ...local, security: 'SASL_SSL', sasl: { mechanism: 'PLAIN', username: 'svc' } };
  const { tree } = build(listing, { connections: { local: scram }, answers: ['escape', { input: 'geheim' }] });
  const connection = await only(tree);
  const before = tree.item(connection).id;
  const collapsed = nextChange(tree);
  await tree.children(connection);
  await collapsed;
  assert.notEqual(tree.item(connection).id, before);
  assert.equal(line(tree.item(connection)), '$(debug-disconnect) local not connected, active');
  assert.equal((await below(tree, connection)).length, 3);
});

test('cluster tree: what was asked for before a refresh does not take the place of what comes after it', async () => {
  const answers: ((topics: typeof listed) => void)[] = [];
  const listed = [{ name: 'orders', partitions: 1, internal: false }];
  const { tree } = build({ listTopics: () => new Promise((resolve) => answers.push(resolve)) });
  const connection = await only(tree);
  for (let count = 1; count <= 2; count++) {
    await tree.children(connection);
    while (answers.length < count) await new Promise(setImmediate);
    if (count === 1) tree.refresh();
  }
  answers[1]?.(listed);
  assert.deepEqual(await lines(tree, connection), ['$(list-flat) orders 1 partition']);
  answers[0]?.([]);
  assert.deepEqual(await lines(tree, connection), ['$(list-flat) orders 1 partition']);
});

test('cluster tree: ids stay over a refresh, so that what is expanded stays so', async () => {
  const { tree } = build(listing);
  const connection = await only(tree);
  const ids = async (): Promise<string[]> => [connection, ...(await below(tree, connection))].map((node) => tree.item(node).id);
  const before = await ids();
  tree.refresh();
  assert.equal(await only(tree), connection);
  assert.deepEqual(await ids(), before);
});

test('cluster tree: the view asks again after each event, and the cluster is still asked once', async () => {
  const { tree, started } = build(listing);
  const connection = await only(tree);
  tree.onDidChange((node) => void tree.children(node));
  await Promise.all([below(tree, connection), below(tree, connection)]);
  await below(tree, connection);
  assert.deepEqual(started[0]?.session.calls, ['listTopics']);
});

test('cluster tree: the tooltip of a topic says how it is kept', async () => {
  const { tree } = build(listing);
  const [, topic] = await below(tree, await only(tree));
  assert.ok(topic);
  assert.equal(tree.item(topic).tooltip, undefined);
  assert.deepEqual(await tree.tooltip(topic, signal), [
    'orders',
    'Cleanup: compact,delete',
    'Retention: 7 days',
    'Size limit of each partition: none',
    'Replication: 2',
  ]);
});

test('cluster tree: tooltips of a connection and a partition', async () => {
  const registry = { url: 'http://localhost:8081' };
  const { tree } = build(listing, { connections: { local: { ...local, registry, readOnly: true } } });
  const connection = await only(tree);
  assert.deepEqual(tree.item(connection).tooltip, [
    'local',
    'Brokers: localhost:9092, localhost:9093',
    'Security: PLAINTEXT',
    'Registry: http://localhost:8081',
    'Read-only: nothing is written.',
    'Active: new documents and commands offer it first.',
  ]);
  const [, topic] = await below(tree, connection);
  assert.ok(topic);
  assert.deepEqual(tree.item(await only(tree, topic)).tooltip, [
    'Partition 0 of orders',
    'Leader: broker 1',
    'Offsets: 100 to 1299',
    'In-sync replicas: 1 of 2 (broker 1)',
  ]);
});

for (const { name, change, description } of [
  { name: 'without records', change: { firstOffset: 7n, endOffset: 7n }, description: 'empty, next is 7' },
  { name: 'without a leader', change: { leader: -1, firstOffset: undefined, endOffset: undefined }, description: 'no leader' },
]) {
  test(`cluster tree: a partition ${name}`, async () => {
    const partitions = orders.partitions.map((partition) => ({ ...partition, ...change }));
    const { tree } = build({ ...listing, describeTopic: () => Promise.resolve({ ...orders, partitions }) });
    const [, topic] = await below(tree, await only(tree));
    assert.ok(topic);
    assert.equal(tree.item(await only(tree, topic)).description, description);
  });
}
