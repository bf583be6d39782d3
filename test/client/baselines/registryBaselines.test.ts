import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import type { BaselinesResult } from '../../../shared/protocol.ts';
import { toDisplayText } from '../../../shared/registry/displayText.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { createTestBaselines, record, settle, type TestBaselines } from './baselineParts.ts';

const uri = 'file:///w/schemas/orders.avsc';
const params = { uri, fullname: 'n.Order' };
const order = record('n.Order', 'id');
const mapped = { subjects: { 'schemas/orders.avsc': [{ subject: 'orders-value' }] } };

function registry(level: 'BACKWARD' | 'FULL_TRANSITIVE' | 'NONE' = 'BACKWARD'): FakeRegistrySession {
  const session = new FakeRegistrySession({ level });
  session.add('orders-value', order);
  session.add('orders-value', record('n.Order', 'id', 'note'));
  return session;
}

/** What is answered in short: each baseline as its connection, label, level and versions, and why there is none. */
function summary({ baselines, without, fitting, reason }: BaselinesResult): string[] {
  const why = without === undefined ? [] : [[without, fitting, reason].filter((part) => part !== undefined).join(' ')];
  return [
    ...baselines.map(({ connection, label, level, versions, old }) => {
      const age = old === undefined ? '' : ` old since ${old.sinceMs}: ${old.reason}`;
      return `${connection ?? '-'} ${label} ${level} ${versions.map(({ label: version }) => version).join('+')}${age}`;
    }),
    ...why,
  ];
}

/** Asks as the server does: once, and again whenever it is told that there is another answer. */
async function ask({ baselines, changes }: TestBaselines, asked = params): Promise<string[]> {
  baselines.find(asked);
  await settle();
  changes.length = 0;
  return summary(baselines.find(asked));
}

test('registry baseline: the first answer is that it is asked for, the next is told and there', async () => {
  const it = createTestBaselines({ sessions: { local: registry() }, settings: mapped });
  assert.deepEqual(summary(it.baselines.find(params)), ['asking']);
  await settle();
  assert.deepEqual(it.changes, [[uri]]);
  const [baseline] = it.baselines.find(params).baselines;
  assert.deepEqual(baseline, {
    kind: 'registry',
    label: 'orders-value',
    connection: 'local',
    level: 'BACKWARD',
    versions: [
      {
        version: 2,
        schemaId: 2,
        label: 'version 2',
        uri: 'avro-registry:/local/orders-value/v2.avsc',
        text: toDisplayText(record('n.Order', 'id', 'note')),
        references: [],
      },
    ],
  });
  assert.deepEqual(it.registries.opened, ['local']);
});

for (const { name, settings, level = 'BACKWARD', asked = params, finds } of [
  {
    name: 'all versions of a transitive level',
    settings: mapped,
    level: 'FULL_TRANSITIVE',
    finds: ['local orders-value FULL_TRANSITIVE version 1+version 2'],
  },
  { name: 'level NONE', settings: mapped, level: 'NONE', finds: ['local orders-value NONE version 2'] },
  {
    name: 'the level of the settings',
    settings: { ...mapped, 'compatibility.level': 'FORWARD_TRANSITIVE' },
    finds: ['local orders-value FORWARD_TRANSITIVE version 1+version 2'],
  },
  { name: 'switched off', settings: { ...mapped, 'compatibility.enabled': false }, finds: ['off'] },
  { name: 'a subject that does not exist yet', settings: { subjects: { '*.avsc': [{ subject: 'new' }] } }, finds: ['local new BACKWARD '] },
  { name: 'a setting that says it has none', settings: { subjects: { 'schemas/orders.avsc': [] } }, finds: ['none'] },
  { name: 'found by the fullname', settings: {}, finds: ['local orders-value BACKWARD version 2'] },
  { name: 'nothing of that fullname', settings: {}, asked: { uri, fullname: 'n.Other' }, finds: ['none'] },
  { name: 'no fullname', settings: {}, asked: { uri, fullname: undefined }, finds: ['none'] },
  {
    name: 'a connection that does not exist',
    settings: { subjects: { '*.avsc': [{ subject: 's', connection: 'gone' }] } },
    finds: ['unavailable There is no connection "gone".'],
  },
] as readonly {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly level?: 'FULL_TRANSITIVE' | 'NONE';
  readonly asked?: { readonly uri: string; readonly fullname: string };
  readonly finds: readonly string[];
}[]) {
  test(`registry baseline: ${name}`, async () => {
    const it = createTestBaselines({ sessions: { local: registry(level) }, settings });
    assert.deepEqual(await ask(it, asked), finds);
    assert.ok(it.registries.opened.every((opened) => !opened.includes('ask')));
  });
}

test('registry baseline: no connection has a registry', async () => {
  assert.deepEqual(await ask(createTestBaselines({})), ['off No connection has a schema registry.']);
  const ofNone = { subjects: { 'schemas/orders.avsc': [] } };
  assert.deepEqual(await ask(createTestBaselines({ settings: ofNone })), ['off No connection has a schema registry.']);
  assert.deepEqual(await ask(createTestBaselines({ settings: mapped })), ['unavailable No connection has a schema registry.']);
});

for (const { name, options, isReadOnly } of [
  { name: 'a connection that may be written to', options: {}, isReadOnly: undefined },
  { name: 'a connection that is read-only', options: { readOnly: ['local'] }, isReadOnly: true },
  { name: 'a workspace that is not trusted', options: { trusted: false }, isReadOnly: true },
]) {
  test(`registry baseline: whether something can be registered there: ${name}`, async () => {
    const it = createTestBaselines({ sessions: { local: registry() }, settings: mapped, ...options });
    await ask(it);
    assert.deepEqual(
      it.baselines.find(params).baselines.map((each) => each.isReadOnly),
      [isReadOnly],
    );
  });
}

test('registry baseline: a workspace that is trusted from now on can register', async () => {
  const it = createTestBaselines({ sessions: { local: registry() }, settings: mapped, trusted: false });
  await ask(it);
  it.trusted = true;
  it.baselines.reconsider();
  assert.deepEqual([it.changes, it.baselines.find(params).baselines[0]?.isReadOnly], [[[uri]], undefined]);
});

test('registry baseline: several environments, of which one does not answer', async () => {
  const down = new FakeRegistrySession();
  down.fail(
    'all',
    new RegistryError('registry/unreachable', 'Cannot reach the registry r.', { retriable: true, remedy: 'Check the address.' }),
  );
  const it = createTestBaselines({
    sessions: { local: registry(), dev: registry('FULL_TRANSITIVE'), prod: down },
    settings: {
      subjects: {
        'schemas/*.avsc': [
          { subject: 'orders-value', connection: 'dev' },
          { subject: 'orders-value' },
          { subject: 'orders-value', connection: 'prod' },
        ],
      },
    },
  });
  assert.deepEqual(await ask(it), [
    'dev orders-value FULL_TRANSITIVE version 1+version 2',
    'local orders-value BACKWARD version 2',
    'unavailable Cannot reach the registry r. Check the address.',
  ]);
});

test('registry baseline: a subject of another kind of schema', async () => {
  const session = new FakeRegistrySession();
  session.add('orders-value', 'syntax = "proto3";', { schemaType: 'PROTOBUF' });
  assert.deepEqual(await ask(createTestBaselines({ sessions: { local: session }, settings: mapped })), [
    'unavailable orders-value v1 is a schema of PROTOBUF, not of Avro.',
  ]);
});

for (const { name, error, reason } of [
  {
    name: 'refuses the credentials',
    error: new RegistryError('registry/unauthorized', 'The registry r refuses the credentials (401).', { status: 401 }),
    reason: 'The registry r refuses the credentials (401).',
  },
  {
    name: 'is down',
    error: new RegistryError('registry/unreachable', 'Cannot reach the registry r.', { retriable: true }),
    reason: 'Cannot reach the registry r.',
  },
  { name: 'throws what nobody expects', error: new TypeError('x is not a function'), reason: 'x is not a function' },
]) {
  test(`registry baseline: a registry that ${name}, at first and later`, async () => {
    const session = registry();
    const it = createTestBaselines({ sessions: { local: session }, settings: mapped });
    session.fail('fetchVersions', error);
    assert.deepEqual(await ask(it), [`unavailable ${reason}`]);
    session.fail('fetchVersions', undefined);
    it.clock.nowMs += 400_000;
    const known = await ask(it);
    assert.deepEqual(known, ['local orders-value BACKWARD version 2']);
    const sinceMs = it.clock.nowMs;
    session.fail('all', error);
    it.clock.nowMs += 400_000;
    assert.deepEqual(await ask(it), [`${known.join('')} old since ${sinceMs}: ${reason}`]);
    // That it is still down is no news.
    it.clock.nowMs += 400_000;
    await it.baselines.refresh([uri]);
    assert.deepEqual(it.changes, []);
    session.fail('all', undefined);
    await it.baselines.refresh([uri]);
    assert.deepEqual([it.changes, summary(it.baselines.find(params))], [[[uri]], known]);
  });
}

test('registry baseline: a missing secret is said and not asked for', async () => {
  const it = createTestBaselines({ sessions: { prod: registry() }, settings: mapped });
  it.registries.failToOpen('prod', new KafkaError('connection/secret', 'Token for the Registry of prod is missing.'));
  assert.deepEqual(await ask(it), [
    'unavailable Token for the Registry of prod is missing. Open its registry in the view Registries to give it.',
  ]);
  assert.deepEqual(it.registries.opened, ['prod']);
  // Whoever gives it elsewhere has it used here.
  it.registries.failToOpen('prod', undefined);
  it.clock.nowMs += 6000;
  it.registries.setState('prod', { kind: 'answered', atMs: it.clock.nowMs });
  await settle();
  assert.deepEqual(summary(it.baselines.find(params)), ['prod orders-value BACKWARD version 2']);
});

test('registry baseline: two subjects that fail do not have each other asked for again and again', async () => {
  const session = registry();
  session.fail('fetchVersions', new RegistryError('registry/forbidden', 'No.', { status: 403 }));
  const settings = { subjects: { '*.avsc': [{ subject: 'a' }, { subject: 'b' }] } };
  const it = createTestBaselines({ sessions: { local: session }, settings });
  await ask(it);
  it.clock.nowMs += 6000;
  for (let turn = 0; turn < 3; turn++) {
    it.registries.setState('local', { kind: 'failed', error: new Error('down'), lastAnsweredMs: undefined });
    it.registries.setState('local', { kind: 'answered', atMs: 0 });
    await settle();
  }
  await settle();
  assert.equal(session.calls.filter((call) => call.startsWith('fetchVersions')).length, 4);
});

test('registry baseline: a slow registry keeps nobody waiting, and a refresh of the same versions says nothing', async () => {
  const session = registry();
  const it = createTestBaselines({ sessions: { local: session }, settings: mapped });
  await ask(it);
  const release = session.hang();
  const refreshed = it.baselines.refresh([uri]);
  await settle();
  assert.deepEqual(summary(it.baselines.find(params)), ['local orders-value BACKWARD version 2']);
  release();
  await refreshed;
  assert.deepEqual(it.changes, []);
  session.add('orders-value', record('n.Order', 'id', 'note', 'x'));
  await it.baselines.refresh(['file:///w/other.avsc']);
  assert.deepEqual(it.changes, []);
  await it.baselines.refresh([uri]);
  assert.deepEqual([it.changes, summary(it.baselines.find(params))], [[[uri]], ['local orders-value BACKWARD version 3']]);
});

test('registry baseline: what is written, or refreshed by command, is asked for anew', async () => {
  const session = registry();
  const it = createTestBaselines({ sessions: { local: session }, settings: mapped });
  await ask(it);
  const request = { subject: 'orders-value', text: record('n.Order', 'z'), references: [], normalize: false };
  await session.register(request, new AbortController().signal);
  await settle();
  assert.deepEqual([it.changes, summary(it.baselines.find(params))], [[[uri]], ['local orders-value BACKWARD version 3']]);
  session.level = 'FULL_TRANSITIVE';
  await it.registries.refresh('local');
  await settle();
  assert.deepEqual(summary(it.baselines.find(params)), ['local orders-value FULL_TRANSITIVE version 1+version 2+version 3']);
  session.level = 'NONE';
  await it.registries.refresh();
  await settle();
  assert.deepEqual(summary(it.baselines.find(params)), ['local orders-value NONE version 3']);
});

test('registry baseline: many questions for one file are few requests', async () => {
  const session = registry();
  const it = createTestBaselines({ sessions: { local: session } });
  for (let turn = 0; turn < 50; turn++) {
    it.baselines.find(params);
    if (turn % 10 === 0) await settle();
  }
  assert.deepEqual(session.calls, ['findSubjects n.Order orders', 'fetchLevel orders-value', 'fetchVersions orders-value latest']);
});

test('registry baseline: several subjects fit, until one is chosen, which is remembered', async () => {
  const session = registry();
  session.add('orders-v2-value', order);
  const it = createTestBaselines({ sessions: { local: session } });
  assert.deepEqual(await ask(it), ['ambiguous 2']);
  await it.baselines.choose(uri, { connection: 'local', subject: 'orders-v2-value' });
  await settle();
  assert.deepEqual([it.changes.length > 0, summary(it.baselines.find(params))], [true, ['local orders-v2-value BACKWARD version 1']]);
  assert.deepEqual(it.baselines.chosen(uri), { connection: 'local', subject: 'orders-v2-value' });
  await it.baselines.choose(uri, undefined);
  assert.deepEqual(summary(it.baselines.find(params)), ['ambiguous 2']);
});

test('registry baseline: a setting counts more than what was chosen, and a choice whose connection has gone does not count', async () => {
  const session = registry();
  session.add('chosen', order);
  const it = createTestBaselines({ sessions: { local: session }, settings: mapped });
  await it.baselines.choose(uri, { connection: 'local', subject: 'chosen' });
  assert.deepEqual(await ask(it), ['local orders-value BACKWARD version 2']);
  await it.baselines.choose(uri, { connection: 'gone', subject: 'chosen' });
  delete it.settings['subjects'];
  assert.deepEqual(await ask(it), ['ambiguous 2']);
});

test('registry baseline: what is found first is used while others are still looked for', async () => {
  const session = registry();
  session.findSubjects = (_request, onFound) => {
    onFound({ subject: 'orders-value', version: 2, strategy: 'TopicName' });
    return new Promise(() => undefined);
  };
  assert.deepEqual(await ask(createTestBaselines({ sessions: { local: session } })), ['local orders-value BACKWARD version 2']);
});

test('registry baseline: a search that fails is said, and tried again after a refresh', async () => {
  const session = registry();
  session.fail('findSubjects', new RegistryError('registry/timeout', 'The registry r did not answer.', { retriable: true }));
  const it = createTestBaselines({ sessions: { local: session } });
  assert.deepEqual(await ask(it), ['unavailable The registry r did not answer.']);
  session.fail('findSubjects', undefined);
  await it.registries.refresh();
  await settle();
  assert.deepEqual(summary(it.baselines.find(params)), ['local orders-value BACKWARD version 2']);
});

/** Timers that a test moves on. */
function mockTimers(context: TestContext): (ms: number) => void {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  return (ms) => context.mock.timers.tick(ms);
}

test('registry baseline: a type that is renamed stays with its subject, and nothing is asked for while its name is typed', async (context) => {
  const tick = mockTimers(context);
  const session = registry();
  const it = createTestBaselines({ sessions: { local: session } });
  const before = await ask(it);
  for (const fullname of ['n.Orde', 'n.Ord', 'n.Or', 'n.Purchase']) {
    assert.deepEqual(summary(it.baselines.find({ uri, fullname })), before);
    tick(1000);
  }
  const searches = (): number => session.calls.filter((call) => call.startsWith('findSubjects')).length;
  assert.equal(searches(), 1);
  tick(1000);
  await settle();
  assert.equal(searches(), 2);
  assert.deepEqual(summary(it.baselines.find({ uri, fullname: 'n.Purchase' })), before);
  it.baselines.forget(uri);
  assert.deepEqual(await ask(it, { uri, fullname: 'n.Purchase' }), ['none']);
});

test('registry baseline: a type that is renamed to that of another subject belongs to that one', async (context) => {
  const tick = mockTimers(context);
  const session = registry();
  session.add('clicks-value', record('n.Click', 'id'));
  const it = createTestBaselines({ sessions: { local: session } });
  await ask(it);
  it.baselines.find({ uri, fullname: 'n.Click' });
  tick(2000);
  await settle();
  assert.deepEqual(await ask(it, { uri, fullname: 'n.Click' }), ['local clicks-value BACKWARD version 1']);
});

test('registry baseline: commands wait, and may have a secret asked for', async () => {
  const session = registry();
  session.add('orders-v2-value', order);
  const it = createTestBaselines({ sessions: { local: session } });
  const { signal } = new AbortController();
  const subjects = await it.baselines.subjectsOf(uri, 'n.Order', signal);
  assert.deepEqual(
    subjects.map(({ subject, isChosen }) => [subject, isChosen]),
    [
      ['orders-v2-value', false],
      ['orders-value', false],
    ],
  );
  const baseline = await it.baselines.ofSubject({ connection: 'local', subject: 'orders-value', isChosen: false }, uri, signal);
  assert.deepEqual([baseline.label, baseline.versions.length, it.registries.opened], ['orders-value', 1, ['local (ask)', 'local (ask)']]);
  await assert.rejects(it.baselines.ofSubject({ connection: 'gone', subject: 's', isChosen: true }, uri, signal), /no connection "gone"/);
});

test('registry baseline: what is disposed of is heard no more, and ends what it does', async () => {
  const session = registry();
  const it = createTestBaselines({ sessions: { local: session }, settings: mapped });
  await ask(it);
  it.baselines.dispose();
  await it.registries.refresh();
  await settle();
  assert.deepEqual(it.changes, []);
});
