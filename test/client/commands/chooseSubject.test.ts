import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';

const order = 'file:///s/order.avsc';
const outside = 'file:///outside/order.avsc';
const text = '{"type":"record","name":"n.Order","fields":[]}';
const files = { [order]: text, [outside]: text, 'file:///s/broken.avsc': '{', 'file:///s/orders.avpr': '{"protocol":"P"}' };

function registry(): FakeRegistrySession {
  const session = new FakeRegistrySession();
  session.add('orders-value', text);
  session.add('orders-v2-value', text);
  session.add('clicks-value', '{"type":"record","name":"n.Click","fields":[]}');
  return session;
}

interface Running extends FakeContextOptions {
  readonly uri?: string;
  readonly chosen?: { readonly connection: string; readonly subject: string };
}

async function run({ uri = order, chosen, ...options }: Running): Promise<FakeContext> {
  const fake = createFakeContext({ files, registries: { local: registry() }, ...options });
  if (chosen !== undefined) await fake.context.baselines.choose(uri, chosen);
  await fake.run('chooseSubject', uri);
  assert.deepEqual(fake.ui.unused, []);
  return fake;
}

const change = (to: unknown, uri = order): string => `changeSetting subjects of ${uri} to ${JSON.stringify(to)}`;
const pair = (subject: string, connection?: string): Readonly<Record<string, string>> => ({ subject, ...(connection && { connection }) });

for (const { name, running, events, status, chosen } of [
  {
    name: 'one that fits',
    running: { answers: [{ pick: 'orders-value' }] },
    events: [change({ 's/order.avsc': [pair('orders-value', 'local')] })],
    status: 'order.avsc belongs to orders-value (local) now.',
  },
  {
    name: 'any other, and one that is not there yet',
    running: { answers: [{ pick: 'new-value' }] },
    events: [change({ 's/order.avsc': [pair('new-value', 'local')] })],
    status: 'order.avsc belongs to new-value (local) now.',
  },
  {
    name: 'another on the same connection, beside other environments and globs',
    running: {
      answers: [{ pick: 'local' }, { pick: 'orders-v2-value' }],
      registries: { local: registry(), prod: registry() },
      settings: { subjects: { '*.avpr': [], 's/order.avsc': [pair('orders-value'), pair('orders-value', 'prod')] } },
    },
    events: [change({ '*.avpr': [], 's/order.avsc': [pair('orders-value', 'prod'), pair('orders-v2-value', 'local')] })],
    status: 'order.avsc belongs to orders-v2-value (local) now.',
  },
  {
    name: 'none at all',
    running: { answers: [{ pick: 'No Subject' }] },
    events: [change({ 's/order.avsc': [] })],
    status: 'order.avsc belongs to no subject now.',
  },
  {
    name: 'taking one of two away',
    running: {
      answers: [{ pick: 'Remove orders-value (local)' }],
      settings: { subjects: { 's/order.avsc': [pair('orders-value', 'local'), pair('x', 'prod')] } },
    },
    events: [change({ 's/order.avsc': [pair('x', 'prod')] })],
    status: 'order.avsc no longer belongs to orders-value.',
  },
  {
    name: 'taking the last away',
    running: {
      answers: [{ pick: 'Remove orders-value' }],
      settings: { subjects: { '/s/order.avsc': [pair('orders-value')], x: [pair('y')] } },
    },
    events: [change({ x: [pair('y')] })],
    status: 'order.avsc no longer belongs to orders-value.',
  },
  {
    name: 'what a glob of many files says is changed by hand',
    running: { answers: [{ pick: 'Open Settings' }], settings: { subjects: { '*.avsc': [pair('orders-value')] } } },
    events: ['openSettings subjects'],
    status: undefined,
  },
  {
    name: 'remembered where the workspace is not trusted',
    running: { trusted: false, answers: [{ pick: 'orders-value' }] },
    events: [],
    status: 'order.avsc belongs to orders-value (local) now.',
    chosen: pair('orders-value', 'local'),
  },
  {
    name: 'remembered of a file outside of the workspace',
    running: { uri: outside, answers: [{ pick: 'orders-value' }] },
    events: [],
    status: 'order.avsc belongs to orders-value (local) now.',
    chosen: pair('orders-value', 'local'),
  },
  {
    name: 'forgetting what was remembered',
    running: { chosen: { connection: 'local', subject: 'x' }, answers: [{ pick: 'Forget x (local)' }] },
    events: [],
    status: 'The subject of order.avsc is found by its type again.',
  },
  {
    name: 'a setting takes the place of what was remembered',
    running: { chosen: { connection: 'local', subject: 'x' }, answers: [{ pick: 'orders-value' }] },
    events: [change({ 's/order.avsc': [pair('orders-value', 'local')] })],
    status: 'order.avsc belongs to orders-value (local) now.',
  },
  {
    name: 'of a file with errors, whose type nobody knows',
    running: { uri: 'file:///s/broken.avsc', answers: [{ pick: 'clicks-value' }] },
    events: [change({ 's/broken.avsc': [pair('clicks-value', 'local')] }, 'file:///s/broken.avsc')],
    status: 'broken.avsc belongs to clicks-value (local) now.',
  },
] as readonly {
  readonly name: string;
  readonly running: Running;
  readonly events: readonly string[];
  readonly status: string | undefined;
  readonly chosen?: unknown;
}[]) {
  test(`choose subject: ${name}`, async () => {
    const { ui, events: happened, context } = await run(running);
    assert.deepEqual([happened, ui.statuses, ui.notices], [events, status === undefined ? [] : [status], []]);
    assert.deepEqual(context.baselines.chosen(running.uri ?? order), chosen);
  });
}

test('choose subject: those that fit come first, then all others', async () => {
  const { ui } = await run({ answers: ['escape'] });
  assert.deepEqual(ui.offered, [['orders-v2-value', 'orders-value', 'clicks-value', 'No Subject']]);
  const untrusted = await run({ trusted: false, answers: ['escape'] });
  assert.deepEqual(untrusted.ui.offered, [['orders-v2-value', 'orders-value', 'clicks-value']]);
});

test('choose subject: with several connections one is chosen first, and back leads there', async () => {
  const { ui } = await run({
    registries: { local: registry(), prod: registry() },
    answers: [{ pick: 'prod' }, 'back', { pick: 'local' }, { pick: 'orders-value' }],
  });
  assert.deepEqual(ui.asked, [
    'pick Choose Subject 1/2',
    'pick Choose Subject 2/2 <',
    'pick Choose Subject 1/2',
    'pick Choose Subject 2/2 <',
  ]);
});

test('choose subject: without a file at hand it is asked for, and protocols are none', async () => {
  const fake = createFakeContext({ files, registries: { local: registry() }, answers: [{ pick: 's/order.avsc' }, 'escape'] });
  fake.ui.editor = { uri: 'avro-registry:/local/orders-value/v1.avsc', language: 'avro-schema', selection: '', offset: 0 };
  await fake.run('chooseSubject');
  assert.deepEqual(fake.ui.offered[0], ['s/order.avsc', 'outside/order.avsc', 's/broken.avsc']);
});

test('choose subject: no registry, one that does not answer and one without its secret are said', async () => {
  const none = await run({ registries: {} });
  assert.deepEqual(none.ui.notices, [
    "error: Can't choose the subject: no connection has a schema registry. Use Avro: Add Connection…. [Show Output]",
  ]);
  const down = registry();
  down.fail('listSubjects', new RegistryError('registry/unreachable', 'Cannot reach the registry r.', { remedy: 'Check the address.' }));
  const failed = await run({ registries: { local: down } });
  assert.deepEqual(failed.ui.notices, [
    "error: Can't list the subjects of local: cannot reach the registry r. Check the address. [Edit Connection…] [Show Output]",
  ]);
  const fake = createFakeContext({ files, registries: { local: registry() } });
  fake.registries.failToOpen('local', new KafkaError('connection/secret', 'A token is missing.'));
  await fake.run('chooseSubject', order);
  assert.deepEqual(fake.registries.opened, ['local (ask)']);
});
