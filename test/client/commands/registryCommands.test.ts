import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const connection = { brokers: ['a:1'], registry: { url: 'http://r' } };
const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';
const down = new RegistryError('registry/unreachable', 'r refuses the connection.', { retriable: true });

interface Built extends FakeContext {
  readonly session: FakeRegistrySession;
}

/** One registry, "local", unless there are others. */
function build(answers: readonly Answer[], options: FakeContextOptions = {}): Built {
  const session = new FakeRegistrySession({ level: 'BACKWARD' });
  session.add('orders-value', order);
  session.add('orders-value', order.replace('long', 'string'));
  session.add('clicks-value', order);
  session.add('gone-value', '"int"', { isDeleted: true });
  session.add('a/b%c:d', '"bytes"');
  const fake = createFakeContext({ connections: { local: connection }, registries: { local: session }, answers, ...options });
  return { ...fake, session };
}

function twoRegistries(): FakeContextOptions {
  const [local, other] = [new FakeRegistrySession(), new FakeRegistrySession()];
  local.add('orders-value', order);
  other.add('invoices-value', order);
  return { connections: { local: connection, other: connection }, registries: { local, other } };
}

interface OpenRow {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly answers: readonly Answer[];
  readonly options?: FakeContextOptions;
  readonly events: readonly string[];
  readonly asked: readonly string[];
}

for (const { name, args, answers, options, events, asked } of [
  {
    name: 'a version of the view is opened without a question',
    args: [{ kind: 'version', connection: 'local', subject: 'orders-value', version: 1 }],
    answers: [],
    events: ['show local orders-value v1'],
    asked: [],
  },
  {
    name: 'of a subject of the view the version is asked for',
    args: [{ kind: 'subject', connection: 'local', subject: 'orders-value' }],
    answers: [{ pick: 'Version 2' }],
    events: ['show local orders-value v2'],
    asked: ['pick Open Version'],
  },
  {
    name: 'a reference to the latest version',
    args: [{ connection: 'local', subject: 'orders-value', version: -1 }],
    answers: [],
    events: ['show local orders-value v2'],
    asked: [],
  },
  {
    name: 'from the palette, with one registry',
    args: [],
    answers: [{ pick: 'orders-value' }, { pick: 'Version 1' }],
    events: ['show local orders-value v1'],
    asked: ['pick Open Version 1/2', 'pick Open Version 2/2 <'],
  },
  {
    name: 'from the palette, with two registries and back',
    args: [],
    answers: [{ pick: 'local' }, 'back', { pick: 'other' }, { pick: 'invoices-value' }, { pick: 'Version 1' }],
    options: twoRegistries(),
    events: ['show other invoices-value v1'],
    asked: [
      'pick Open Version 1/3',
      'pick Open Version 2/3 <',
      'pick Open Version 1/3',
      'pick Open Version 2/3 <',
      'pick Open Version 3/3 <',
    ],
  },
  { name: 'given up', args: [], answers: ['escape'], events: [], asked: ['pick Open Version 1/2'] },
  {
    name: 'an odd name',
    args: [{ connection: 'local', subject: 'a/b%c:d' }],
    answers: [{ pick: 'Version 1' }],
    events: ['show local a/b%c:d v1'],
    asked: ['pick Open Version'],
  },
] as readonly OpenRow[]) {
  test(`open version: ${name}`, async () => {
    const fake = build(answers, options);
    await fake.run('openVersion', ...args);
    assert.deepEqual(fake.events, events);
    assert.deepEqual(fake.ui.asked, asked);
    assert.deepEqual(fake.ui.notices, []);
    assert.deepEqual(fake.ui.unused, []);
  });
}

test('open version: the last choice stands first the next time, and what is deleted can be opened', async () => {
  const { run, ui, events } = build([{ pick: 'gone-value' }, { pick: 'Version 1' }, 'escape']);
  await run('openVersion');
  await run('openVersion');
  assert.deepEqual(events, ['show local gone-value v1']);
  assert.deepEqual(ui.offered.at(0)?.[0], 'a/b%c:d');
  assert.deepEqual(ui.offered.at(-1)?.[0], 'gone-value');
});

for (const { name, error, notice } of [
  {
    name: 'is down',
    error: down,
    notice: "error: Can't list the subjects of local: r refuses the connection. [Edit Connection…] [Show Output]",
  },
  {
    name: 'lets nobody in',
    error: new RegistryError('registry/unauthorized', 'The registry does not let you in.', { status: 401 }),
    notice: "error: Can't list the subjects of local: the registry does not let you in. [Edit Connection…] [Show Output]",
  },
]) {
  test(`open version: a registry that ${name}`, async () => {
    const { run, ui, session } = build([]);
    session.fail('all', error);
    await run('openVersion');
    assert.deepEqual(ui.notices, [notice]);
  });
}

test('open version: no registry, and an empty one', async () => {
  const none = build([], { registries: {} });
  await none.run('openVersion');
  assert.deepEqual(none.ui.notices, [
    "error: Can't open the version: no connection has a schema registry. Use Avro: Add Connection…. [Show Output]",
  ]);
  const empty = build([], { registries: { local: new FakeRegistrySession() } });
  await empty.run('openVersion');
  assert.match(empty.ui.notices[0] ?? '', /the registry has no subjects\./);
});

test('find schema by id: the only version is opened and shown in the view', async () => {
  const { run, events, ui } = build([{ input: 'x' }, { input: ' 2 ' }]);
  await run('findSchemaById', { kind: 'registry', connection: 'local' });
  assert.deepEqual(events, ['show local orders-value v2', 'reveal local orders-value 2']);
  assert.deepEqual(ui.statuses, ['Found schema id 2: orders-value version 2.']);
  assert.match(ui.notices[0] ?? '', /^refused: An id is a number/);
});

test('find schema by id: several versions are offered; a GUID finds the same', async () => {
  const { run, events, ui } = build([{ input: '00000000-0000-4000-8000-000000000001' }, { pick: 'clicks-value' }]);
  await run('findSchemaById');
  assert.deepEqual(ui.offered.at(-1), ['orders-value', 'clicks-value']);
  assert.deepEqual(events, ['show local clicks-value v1', 'reveal local clicks-value 1']);
});

test('find schema by id: a registry that does not tell its subjects shows the text', async () => {
  const plain = new FakeRegistrySession({ isPlain: true });
  plain.add('orders-value', order);
  const { run, events, ui } = build([{ input: '1' }], { registries: { local: plain } });
  await run('findSchemaById');
  assert.deepEqual(events, ['show schema id 1.avsc']);
  assert.deepEqual(ui.statuses, ['Found schema id 1. The registry does not tell which subjects have it.']);
});

test('find schema by id: one that is not there says so', async () => {
  const { run, ui } = build([{ input: '99' }]);
  await run('findSchemaById');
  assert.match(ui.notices[0] ?? '', /^error: Can't find schema 99: Schema id 99 is not in the registry\./);
});

interface LevelRow {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly answers: readonly Answer[];
  /** Whether the subject has a level of its own, NONE. */
  readonly own?: boolean;
  readonly call: string | undefined;
  readonly status: string;
}

for (const { name, args, answers, own = false, call, status } of [
  {
    name: 'of a subject of the view',
    args: [{ connection: 'local', subject: 'orders-value' }],
    answers: [{ pick: 'FULL' }],
    call: 'setLevel orders-value FULL',
    status: 'The level of orders-value is FULL now, and was BACKWARD (global).',
  },
  {
    name: 'back to the global one',
    args: [{ connection: 'local', subject: 'orders-value' }],
    answers: [{ pick: 'Use the Global Level' }],
    own: true,
    call: 'setLevel orders-value (inherit)',
    status: 'The level of orders-value is BACKWARD (global) now, and was NONE.',
  },
  {
    name: 'of a registry of the view',
    args: [{ kind: 'registry', connection: 'local' }],
    answers: [{ pick: 'FORWARD' }],
    call: 'setLevel (global) FORWARD',
    status: 'The global level of local is FORWARD now, and was BACKWARD.',
  },
  {
    name: 'from the palette, globally',
    args: [],
    answers: [{ pick: 'Global Level' }, { pick: 'NONE' }],
    call: 'setLevel (global) NONE',
    status: 'The global level of local is NONE now, and was BACKWARD.',
  },
  {
    name: 'from the palette, of a subject, with a way back',
    args: [],
    answers: [{ pick: 'Global Level' }, 'back', { pick: 'One Subject…' }, { pick: 'clicks-value' }, { pick: 'BACKWARD' }],
    call: 'setLevel clicks-value BACKWARD',
    status: 'The level of clicks-value is BACKWARD now, and was BACKWARD (global).',
  },
  {
    name: 'that holds already',
    args: [{ connection: 'local', subject: 'orders-value' }],
    answers: [{ pick: 'Use the Global Level' }],
    call: undefined,
    status: 'The level of orders-value is BACKWARD (global) already.',
  },
] as readonly LevelRow[]) {
  test(`set the level: ${name}`, async () => {
    const { run, ui, session } = build(answers);
    if (own) session.levels.set('orders-value', 'NONE');
    await run('setCompatibilityLevel', ...args);
    assert.deepEqual(
      session.calls.filter((each) => each.startsWith('setLevel')),
      call === undefined ? [] : [call],
    );
    assert.deepEqual(ui.statuses, [status]);
    assert.deepEqual(ui.notices, []);
  });
}

const version2 = { kind: 'version', connection: 'local', subject: 'orders-value', version: 2 };

for (const { name, id, args, answers, calls, status } of [
  {
    name: 'a version, softly',
    id: 'deleteVersion',
    args: [version2],
    answers: [{ pick: 'Delete' }, { input: 'orders' }, { input: 'orders-value' }],
    calls: ['deleteVersion orders-value 2'],
    status: 'Deleted orders-value version 2. Readers can still use its schema id.',
  },
  {
    name: 'a version, for good',
    id: 'deleteVersion',
    args: [version2],
    answers: [{ pick: 'Delete Permanently' }, { input: 'orders-value' }],
    calls: ['deleteVersion orders-value 2 permanent'],
    status: 'Deleted orders-value version 2 permanently.',
  },
  {
    name: 'a version from the palette',
    id: 'deleteVersion',
    args: [],
    answers: [{ pick: 'orders-value' }, { pick: 'Version 1' }, { pick: 'Delete' }, { input: 'orders-value' }],
    calls: ['deleteVersion orders-value 1'],
    status: 'Deleted orders-value version 1. Readers can still use its schema id.',
  },
  {
    name: 'a subject',
    id: 'deleteSubject',
    args: [{ connection: 'local', subject: 'a/b%c:d' }],
    answers: [{ pick: 'Delete' }, { input: 'a/b%c:d' }],
    calls: ['deleteSubject a/b%c:d'],
    status: 'Deleted a/b%c:d. Readers can still use its schema id.',
  },
  {
    name: 'a subject that is deleted already, only for good',
    id: 'deleteSubject',
    args: [{ connection: 'local', subject: 'gone-value' }],
    answers: [{ pick: 'Delete Permanently' }, { input: 'gone-value' }],
    calls: ['deleteSubject gone-value permanent'],
    status: 'Deleted gone-value permanently.',
  },
  {
    name: 'nothing where the name is not typed',
    id: 'deleteSubject',
    args: [{ connection: 'local', subject: 'orders-value' }],
    answers: [{ pick: 'Delete' }, { input: 'yes' }, 'escape'],
    calls: [],
    status: undefined,
  },
] as const) {
  test(`delete: ${name}`, async () => {
    const { run, ui, session } = build(answers);
    await run(id, ...args);
    assert.deepEqual(
      session.calls.filter((call) => call.startsWith('delete')),
      calls,
    );
    assert.deepEqual(ui.statuses, status === undefined ? [] : [status]);
    assert.deepEqual(ui.unused, []);
  });
}

test('delete: what can be read afterwards is said before', async () => {
  const { run, ui } = build([{ pick: 'Delete Permanently' }, 'back', { pick: 'Delete Permanently' }, 'escape']);
  await run('deleteVersion', version2);
  assert.equal(
    ui.prompts[0],
    `Deletes orders-value version 2 for good. Messages with schema id 2 can't be read any more. Type "orders-value" to confirm.`,
  );
  const shared = build([{ pick: 'Delete Permanently' }, 'escape']);
  await shared.run('deleteVersion', { ...version2, version: 1 });
  assert.match(shared.ui.prompts[0] ?? '', /Messages with schema id 1 can be read only where clicks-value still has the schema\./);
});

test('delete: what the registry refuses is said, such as a version that others refer to', async () => {
  const { run, ui, session } = build([{ pick: 'Delete' }, { input: 'orders-value' }]);
  session.fail('deleteVersion', new RegistryError('registry/refused', 'Other schemas refer to it.', { status: 422, errorCode: 42206 }));
  await run('deleteVersion', version2);
  assert.deepEqual(ui.notices, ["error: Can't delete orders-value version 2: Other schemas refer to it. [Show Output]"]);
});

for (const id of ['setCompatibilityLevel', 'deleteVersion', 'deleteSubject', 'exportHistory']) {
  for (const { name, options, reason } of [
    { name: 'read-only', options: { readOnlyRegistries: ['local'] }, reason: 'local is read-only.' },
    { name: 'not trusted', options: { trusted: false }, reason: 'this workspace is not trusted.' },
  ]) {
    test(`${id}: ${name}, it says why nothing is written`, async () => {
      for (const args of [[], [version2]]) {
        const { run, ui, session } = build([], options);
        await run(id, ...args);
        assert.equal(ui.notices.length, 1);
        assert.ok(ui.notices[0]?.includes(`: ${reason}`), ui.notices[0]);
        assert.deepEqual(session.calls, []);
        assert.deepEqual(ui.asked, []);
      }
    });
  }
}

test('filter subjects: the view follows what is typed, and Escape restores what was shown', async () => {
  const { run, events, ui } = build([{ input: 'ord' }, 'escape']);
  await run('filterSubjects');
  assert.deepEqual(events, ['filter ord', 'filter ord']);
  events.length = 0;
  await run('filterSubjects');
  assert.deepEqual(events, ['filter ']);
  assert.deepEqual(ui.asked, ['input Filter Subjects', 'input Filter Subjects']);
});

for (const { id, args, events } of [
  { id: 'clearSubjectFilter', args: [], events: ['filter '] },
  { id: 'groupSubjects', args: [], events: ['group'] },
  { id: 'ungroupSubjects', args: [], events: ['ungroup'] },
  { id: 'showDeletedSubjects', args: [], events: ['show deleted'] },
  { id: 'hideDeletedSubjects', args: [], events: ['hide deleted'] },
  { id: 'refreshRegistries', args: [], events: ['refresh registries'] },
  { id: 'retryRegistryItem', args: [{ kind: 'error', connection: 'local' }], events: ['refresh registries local'] },
  {
    id: 'retryRegistryItem',
    args: [{ kind: 'error', connection: 'local', subject: 'orders-value' }],
    events: ['refresh registries local orders-value'],
  },
]) {
  test(`${id} ${JSON.stringify(args)}`, async () => {
    const fake = build([]);
    await fake.run(id, ...args);
    assert.deepEqual(fake.events, events);
    assert.deepEqual(fake.session.calls, id.startsWith('re') ? ['refresh'] : []);
  });
}

for (const { node, name } of [
  { node: { kind: 'registry', connection: 'local' }, name: 'local' },
  { node: { kind: 'subject', connection: 'local', subject: 'orders-value' }, name: 'orders-value' },
  { node: version2, name: 'orders-value v2' },
]) {
  test(`copy name: ${node.kind}`, async () => {
    const { run, ui } = build([]);
    await run('copyName', node);
    assert.equal(ui.clipboard, name);
  });
}

for (const { name, args, listTopics, outer, notice } of [
  {
    name: 'a version: its topic by its name',
    args: [version2],
    listTopics: undefined,
    outer: { topic: 'orders', schema: { kind: 'subject', subject: 'orders-value', version: 2 } },
    notice: undefined,
  },
  {
    name: 'a subject that names no topic: it is asked for',
    args: [{ connection: 'local', subject: 'Order' }],
    listTopics: () => Promise.resolve([{ name: 'purchases', partitions: 1, internal: false }]),
    outer: { topic: 'purchases', schema: { kind: 'subject', subject: 'Order', version: 'latest' } },
    notice: undefined,
  },
  {
    name: 'a subject that names no topic, while the cluster is down: the schema at least',
    args: [{ connection: 'local', subject: 'Order' }],
    listTopics: () => Promise.reject(new KafkaError('kafka/unreachable', 'a:1 refuses the connection.')),
    outer: { topic: undefined, schema: { kind: 'subject', subject: 'Order', version: 'latest' } },
    notice: "error: Can't list the topics of local: a:1 refuses the connection. [Edit Connection…] [Show Output]",
  },
]) {
  test(`produce a sample of ${name}`, async () => {
    const fetchVersion = (): Promise<never> => Promise.reject(new RegistryError('registry/subject-not-found', 'None.', { status: 404 }));
    const session = (): FakeSession => new FakeSession({ fetchVersion, ...(listTopics === undefined ? {} : { listTopics }) });
    const fake = build(listTopics === undefined || notice !== undefined ? [] : [{ pick: 'purchases' }], { session });
    fake.session.add('Order', order);
    await fake.run('produceSample', ...args);
    const { messages, problems } = parseMessages(fake.ui.documents[0]?.text ?? '');
    assert.deepEqual(problems, []);
    assert.deepEqual({ topic: messages[0]?.topic?.value, schema: messages[0]?.valueSchema?.value }, outer);
    assert.deepEqual(fake.ui.notices, notice === undefined ? [] : [notice]);
  });
}
