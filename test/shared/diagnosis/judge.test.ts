import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import type { SchemaText } from '../../../shared/avro/schemaText.ts';
import { createJudge } from '../../../shared/diagnosis/judge.ts';
import type { Judgement, Sample } from '../../../shared/diagnosis/samples.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

function record(name: string, fields: Record<string, unknown>): string {
  return JSON.stringify({ type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) });
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const exampleSchema = record('Example', { field_1: 'string', field_2: 'long', field_3: { type: 'array', items: 'long' } });

async function judge(
  registered: readonly (readonly [subject: string, schema: string])[],
  values: readonly string[],
  workspace: readonly SchemaText[] = [],
): Promise<Judgement> {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  fakes.push(fake);
  for (const [subject, schema] of registered) fake.add(subject, schema);
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  const one = createJudge({
    part: 'value',
    topic: 'orders',
    registry: new RegistryCache(client),
    workspace,
    inflate: createInflate(1_000_000),
  });
  const samples = values.map((value, index): Sample => {
    return { partition: 0, offset: BigInt(index), timestampMs: -1, bytes: value === 'null' ? null : hex(value), headers: [] };
  });
  await one.add(samples, signal);
  return one.judge();
}

const framed = '00 00000001 12 6669656c645f315f31 02 02 14 00';
const bare = '12 6669656c645f315f31 02 02 14 00';
const counters = JSON.stringify([
  JSON.parse(record('Counters', { a: ['long', 'null'], b: ['long', 'null'], c: ['long', 'null'] })),
  'null',
]);
const flags = record('Flags', { flag: 'boolean', count: 'int' });
const file = (text: string): SchemaText => ({ text, references: [], label: 'counters.avsc' });
// As frames of schema id 1 they are {flag, count}; as bare Avro of counters.avsc a nullable record of three nullable longs.
const lookalikes = ['00 0000000100 0a', '00 0000000100 0c'].map((value) => value.replaceAll(' ', ''));

interface Row {
  readonly name: string;
  readonly registered: readonly (readonly [subject: string, schema: string])[];
  readonly values: readonly string[];
  readonly workspace?: readonly SchemaText[];
  readonly state: Judgement['state'];
  /** The framing of each class, and what is wrong with it. */
  readonly classes?: readonly string[];
  readonly readings?: readonly string[];
}

const own = [['orders-value', exampleSchema]] as const;
const six = record('Six', { a: 'int', b: 'int', c: 'int', d: 'int', e: 'int', flag: 'boolean', count: 'int' });
const rows: readonly Row[] = [
  { name: 'frames', registered: own, values: [framed, framed], state: 'decided', classes: ['confluent-prefix'] },
  { name: 'bare', registered: own, values: [bare, bare, '00 00 00'], state: 'decided', classes: ['bare'] },
  {
    name: 'a switch',
    registered: own,
    values: [framed, framed, framed, bare, bare, 'null'],
    state: 'decided',
    classes: ['confluent-prefix', 'bare', 'null'],
  },
  { name: 'nothing but tombstones', registered: own, values: ['null'], state: 'absent', classes: ['null'] },
  { name: 'no records', registered: own, values: [], state: 'absent', classes: [] },
  {
    name: 'frames of another topic that are a value of the workspace too',
    registered: [['flags-value', flags]],
    values: lookalikes,
    workspace: [file(six)],
    state: 'undecided',
    readings: ['confluent-prefix schema id 1: flags-value, version 1', 'bare workspace file counters.avsc'],
  },
  {
    name: "frames of this topic's own subject, though they are a value of the workspace too",
    registered: [['orders-value', flags]],
    values: lookalikes,
    workspace: [file(six)],
    state: 'decided',
    classes: ['confluent-prefix'],
  },
  {
    name: 'frames of a schema of another topic',
    registered: [['other-value', exampleSchema]],
    values: [framed, framed],
    state: 'decided',
    classes: ['confluent-prefix foreign-subject'],
  },
  {
    name: 'frames of a subject that any topic may use',
    registered: [['Example', exampleSchema]],
    values: [framed],
    state: 'decided',
    classes: ['confluent-prefix'],
  },
  {
    name: 'two versions that differ by a name alone',
    registered: [
      ['orders-value', record('A', { n: 'int' })],
      ['orders-value', record('A', { m: 'int' })],
    ],
    values: ['02', '04'],
    state: 'undecided',
    readings: ['bare schema id 2: orders-value, version 2', 'bare schema id 1: orders-value, version 1'],
  },
  {
    name: 'frames by ids that the registry does not have',
    registered: own,
    values: [7, 7, 7].map(() => framed.replace('00000001', '00000707')),
    state: 'decided',
    classes: ['confluent-prefix unknown-id'],
  },
  {
    name: 'a frame within the frame',
    registered: own,
    values: [`00 00000001 ${framed}`],
    state: 'decided',
    classes: ['confluent-prefix framed-twice'],
  },
  { name: 'a byte left over', registered: own, values: [`${framed} 01`], state: 'decided', classes: ['confluent-prefix trailing-bytes'] },
  {
    name: 'JSON in a frame',
    registered: own,
    values: ['00 00000001 7b2261223a317d'],
    state: 'decided',
    classes: ['confluent-prefix not-avro'],
  },
  {
    name: 'a frame that is cut off',
    registered: own,
    values: [framed, framed.slice(0, 20)],
    state: 'decided',
    classes: ['confluent-prefix', 'confluent-prefix damaged'],
  },
  {
    name: 'zeros by nullable fields are no frame',
    registered: [['orders-value', counters]],
    values: ['00 00 00 00 02 00 0a', '00 00 02 00 04 00 06'],
    state: 'decided',
    classes: ['bare'],
  },
  {
    name: 'bytes that nothing fits',
    registered: own,
    values: ['00 ff ff ff ff ff ff ff', 'fe dc ba 98 76 54 32 10 ff'],
    state: 'unknown',
    classes: ['none'],
  },
  { name: 'JSON', registered: own, values: ['7b2261223a317d'], state: 'decided', classes: ['json'] },
  { name: 'text', registered: own, values: ['6120776f7264'], state: 'decided', classes: ['text'] },
];

for (const { name, registered, values, workspace, state, classes, readings } of rows) {
  test(`judge: ${name}`, async () => {
    const judged = await judge(registered, values, workspace);
    assert.equal(judged.state, state, JSON.stringify(judged.classes.map(({ framing, fault }) => [framing, fault])));
    if (classes !== undefined)
      assert.deepEqual(
        judged.classes.map(({ framing, fault }) => `${framing} ${fault ?? ''}`.trim()),
        classes,
      );
    if (readings !== undefined) assert.deepEqual(judged.readings.map(({ framing, by }) => `${framing} ${by}`).sort(), [...readings].sort());
    assert.deepEqual([judged.read.length, judged.classOf.length], [values.length, values.length]);
  });
}

test('judge: with many subjects what was not tried is said, and what fits is no more than a guess', async () => {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  fakes.push(fake);
  fake.add('a-value', exampleSchema);
  for (let index = 0; index < 2_000; index++) fake.add(`s-${index}-value`, record(`R${index}`, { [`f${index}`]: 'double' }));
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  const registry = new RegistryCache(client);
  const one = createJudge({
    part: 'value',
    topic: 'orders',
    registry,
    workspace: [],
    inflate: createInflate(1_000),
    limits: { subjects: 10 },
  });
  await one.add(
    Array.from({ length: 4 }, (_, index) => ({ partition: 0, offset: BigInt(index), timestampMs: -1, bytes: hex(bare), headers: [] })),
    signal,
  );
  const { classes, notes } = one.judge();
  assert.deepEqual(
    classes.map(({ framing, certainty }) => [framing, certainty]),
    [['bare', 'guessed']],
  );
  assert.deepEqual(notes, ['The registry has 2,001 subjects; schemas of 10 were tried, those named like the topic first.']);
  assert.ok(fake.requests.length < 40, String(fake.requests.length));
  assert.equal(one.looked.subjects, 2_001);
});

test('judge: what the registry said of an id, and undefined where it was not asked', async () => {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  fakes.push(fake);
  fake.add('orders-value', exampleSchema);
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  const one = createJudge({
    part: 'value',
    topic: 'orders',
    registry: new RegistryCache(client),
    workspace: [],
    inflate: createInflate(1_000),
  });
  const values = [framed, framed.replace('00000001', '00000707')];
  await one.add(
    values.map((value, index) => ({ partition: 0, offset: BigInt(index), timestampMs: -1, bytes: hex(value), headers: [] })),
    signal,
  );
  const [known, unknown] = [one.asked(1), one.asked(0x707)];
  assert.ok(known !== undefined && 'schema' in known && known.schema.text === exampleSchema);
  assert.ok(unknown !== undefined && 'error' in unknown && unknown.error.code === 'registry/schema-not-found');
  assert.equal(one.asked(3), undefined);
});
