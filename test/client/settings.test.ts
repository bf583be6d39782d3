import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettings } from '../../client/settings.ts';
import packageJson from '../../package.json' with { type: 'json' };

const properties = new Map<string, { readonly default?: unknown }>(
  packageJson.contributes.configuration.flatMap((section) => Object.entries(section.properties)),
);
const read = (values: Readonly<Record<string, unknown>>) => createSettings((id) => values[id]);

test('settings: without a value they are what package.json says', () => {
  const declared = (id: string): unknown => properties.get(`avroWorkbench.${id}`)?.default;
  const settings = read({});
  assert.deepEqual(settings.peek(), {
    count: declared('peek.count'),
    timeoutMs: Number(declared('peek.timeoutSeconds')) * 1000,
    maxRecords: declared('peek.maxRecords'),
    maxBytes: Number(declared('peek.maxMegabytes')) * 1024 * 1024,
    maxInflatedBytes: Number(declared('peek.maxInflatedMegabytes')) * 1024 * 1024,
    isolation: declared('peek.isolation'),
  });
  assert.deepEqual(settings.view(), {
    timeZone: declared('view.timeZone'),
    unions: declared('view.unions'),
    bytes: declared('view.bytes'),
  });
  assert.deepEqual([settings.filters(), settings.masks('orders'), settings.columns('orders')], [[], [], undefined]);
  assert.deepEqual(settings.sample(), {
    seed: declared('sample.seed') ?? undefined,
    nullProbability: declared('sample.nullProbability'),
  });
  assert.deepEqual(settings.compatibility('file:///a.avsc'), {
    enabled: declared('compatibility.enabled'),
    baseline: declared('compatibility.baseline'),
    level: declared('compatibility.level'),
  });
  assert.deepEqual(settings.subjects('file:///a.avsc'), new Map());
  assert.deepEqual(settings.registry(), {
    refreshIntervalMs: Number(declared('registry.refreshIntervalSeconds')) * 1000,
    normalize: declared('registry.normalize'),
  });
  assert.deepEqual(settings.produce(), {
    subjectStrategy: declared('produce.subjectStrategy'),
    compression: declared('produce.compression'),
    autoRegister: declared('produce.autoRegister'),
  });
  assert.deepEqual(settings.codeLens(), { messages: declared('codeLens.messages') });
});

for (const { id, good, bad, get } of [
  { id: 'peek.count', good: 1, bad: [0, -1, 100_001, '100', null, NaN], get: (s: Settings) => s.peek().count },
  { id: 'peek.timeoutSeconds', good: 2, bad: [0, 3601, '2'], get: (s: Settings) => s.peek().timeoutMs / 1000 },
  { id: 'peek.maxRecords', good: 5, bad: [0, Infinity], get: (s: Settings) => s.peek().maxRecords },
  { id: 'peek.maxMegabytes', good: 1, bad: [0, 1025], get: (s: Settings) => s.peek().maxBytes / 1024 / 1024 },
  { id: 'peek.isolation', good: 'readUncommitted', bad: ['READ_UNCOMMITTED', 1], get: (s: Settings) => s.peek().isolation },
  { id: 'view.timeZone', good: 'UTC', bad: ['utc', {}], get: (s: Settings) => s.view().timeZone },
  { id: 'view.unions', good: 'tagged', bad: ['TAGGED', 1], get: (s: Settings) => s.view().unions },
  { id: 'view.bytes', good: 'base64', bad: ['Base64', null], get: (s: Settings) => s.view().bytes },
  {
    id: 'peek.maxInflatedMegabytes',
    good: 1,
    bad: [0, '1', 2000],
    get: (s: Settings) => s.peek().maxInflatedBytes / 1024 / 1024,
  },
  { id: 'sample.seed', good: 7, bad: [1.5, '7', 2 ** 53], get: (s: Settings) => s.sample().seed },
  { id: 'sample.nullProbability', good: 1, bad: [-0.1, 1.1, '1'], get: (s: Settings) => s.sample().nullProbability },
  { id: 'compatibility.enabled', good: false, bad: ['false', 0], get: (s: Settings) => s.compatibility('').enabled },
  { id: 'compatibility.baseline', good: 'git:HEAD', bad: ['', ' ', 1, null], get: (s: Settings) => s.compatibility('').baseline },
  { id: 'compatibility.level', good: 'FULL', bad: ['full', 1, null], get: (s: Settings) => s.compatibility('').level },
  { id: 'registry.normalize', good: true, bad: ['true', 1], get: (s: Settings) => s.registry().normalize },
  {
    id: 'registry.refreshIntervalSeconds',
    good: 60,
    bad: [-1, '60', NaN],
    get: (s: Settings) => (s.registry().refreshIntervalMs ?? 0) / 1000,
  },
  { id: 'produce.compression', good: 'zstd', bad: ['brotli', 1], get: (s: Settings) => s.produce().compression },
  { id: 'produce.autoRegister', good: true, bad: ['true', 1], get: (s: Settings) => s.produce().autoRegister },
  {
    id: 'produce.subjectStrategy',
    good: 'TopicRecordName',
    bad: ['topicName', null],
    get: (s: Settings) => s.produce().subjectStrategy,
  },
  { id: 'codeLens.messages', good: false, bad: ['false', 0], get: (s: Settings) => s.codeLens().messages },
]) {
  test(`settings: ${id} is taken where it is valid, and is its default elsewhere`, () => {
    assert.equal(get(read({ [id]: good })), good);
    const fallback = get(read({}));
    for (const value of bad) assert.equal(get(read({ [id]: value })), fallback, JSON.stringify(value));
  });
}

test('settings: saved filters, by name', () => {
  assert.deepEqual(read({ filters: { paid: 'a == 1', odd: 7, big: 'size > 5' } }).filters(), [
    { name: 'big', text: 'size > 5' },
    { name: 'paid', text: 'a == 1' },
  ]);
  for (const filters of [null, ['a'], 'a']) assert.deepEqual(read({ filters }).filters(), []);
});

test('settings: masks are those of all patterns that match the topic', () => {
  const masks = {
    'pay*': ['value.card', 'key', 5],
    payments: ['value.card', 'value.iban'],
    '*': 'value',
    other: ['value.x'],
    'p?yments': ['a'],
  };
  const settings = read({ masks });
  assert.deepEqual(settings.masks('payments'), ['value.card', 'key', 'value.iban', 'a']);
  assert.deepEqual(settings.masks('payments.eu'), ['value.card', 'key']);
  assert.deepEqual(settings.masks('orders'), []);
});

test('settings: columns of the topic itself count more than those of a pattern', () => {
  const settings = read({ columns: { 'o*': ['time'], orders: ['key', 'value.amount'], 'x*': [] } });
  assert.deepEqual(settings.columns('orders'), ['key', 'value.amount']);
  assert.deepEqual(settings.columns('others'), ['time']);
  assert.equal(settings.columns('x1'), undefined);
});

test('settings: no interval where the latest versions are asked for by command only', () => {
  assert.equal(read({ 'registry.refreshIntervalSeconds': 0 }).registry().refreshIntervalMs, undefined);
});

test('settings: of subjects what can be understood', () => {
  const subjects = {
    'a.avsc': [{ subject: 'a-value' }, { subject: 'b', connection: 'prod' }, { subject: '' }, { connection: 'x' }, 'c', null],
    'b.avsc': 'b-value',
    __proto__: null,
  };
  assert.deepEqual(
    [...read({ subjects }).subjects('')],
    [
      [
        'a.avsc',
        [
          { subject: 'a-value', connection: undefined },
          { subject: 'b', connection: 'prod' },
        ],
      ],
      ['b.avsc', []],
    ],
  );
  for (const value of [null, [], 'x', 1]) assert.deepEqual(read({ subjects: value }).subjects(''), new Map());
});

type Settings = ReturnType<typeof createSettings>;
