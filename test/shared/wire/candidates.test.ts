import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { suggestSchemas } from '../../../shared/wire/candidates.ts';
import type { SchemaText } from '../../../shared/avro/schemaText.ts';
import { writeGlue } from '../../../shared/wire/glue.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

function record(name: string, fields: Record<string, unknown>): string {
  return JSON.stringify({ type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) });
}

function file(label: string, text: string): SchemaText {
  return { text, references: [], label };
}

async function start(
  registered: readonly (readonly [subject: string, schema: string])[],
): Promise<{ fake: FakeRegistry; registry: RegistryCache }> {
  const fake = await FakeRegistry.start({});
  fakes.push(fake);
  for (const [subject, schema] of registered) fake.add(subject, schema);
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  return { fake, registry: new RegistryCache(client) };
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
/** ("field_1_1", 1, [10]) by Java's BinaryEncoder and Spark's to_avro. */
const example = hex('12 6669656c645f315f31 02 02 14 00');
const exampleSchema = record('Example', { field_1: 'string', field_2: 'long', field_3: { type: 'array', items: 'long' } });
const base = { part: 'value', topic: 'orders', workspace: [] } as const;

test("candidates: those that read every sample, the topic's own first, each with its reason", async () => {
  const { registry } = await start([
    ['clicks-value', record('Click', { page: 'bytes', n: 'int', m: 'int', o: 'boolean', p: 'boolean' })],
    ['orders-value', '"long"'],
    ['orders-value', exampleSchema],
  ]);
  const workspace = [
    file('text.avsc', record('T', { a: 'string', b: 'int', c: { type: 'array', items: 'int' } })),
    file('broken.avsc', '{'),
  ];
  const found = await suggestSchemas({ ...base, samples: [example, hex('02 61 04 00')], workspace }, registry, signal);
  assert.deepEqual(
    found.map(({ schema, source, reason, fits, samples }) => [schema.label, source.subject, source.version, reason, fits, samples]),
    [
      [
        'orders-value v2',
        'orders-value',
        2,
        'It is registered for this topic and reads all 2 samples to the last byte; 2 texts fit by their lengths.',
        2,
        2,
      ],
      ['text.avsc', undefined, undefined, 'It reads all 2 samples to the last byte; 2 texts fit by their lengths.', 2, 2],
    ],
  );
  assert.equal(found[0]?.preview, '{"field_1":"field_1_1","field_2":1,"field_3":[10]}');
});

for (const { name, samples, files, labels, reason } of [
  {
    name: 'text before numbers that any bytes would be',
    samples: [hex('04 6162')],
    files: [file('three.avsc', record('N', { a: 'int', b: 'int', c: 'int' })), file('text.avsc', '"string"')],
    labels: ['text.avsc', 'three.avsc'],
    reason: 'It reads the sample to the last byte; 1 text fits by its length.',
  },
  {
    name: 'only numbers, and it says so',
    samples: [hex('04 62')],
    files: [file('two.avsc', record('N', { a: 'int', b: 'int' }))],
    labels: ['two.avsc'],
    reason: 'It reads the sample to the last byte, as it would any bytes of this length: it has no text.',
  },
  {
    name: 'a time that nobody writes comes last',
    samples: [hex('fe ff ff ff ff ff ff 01')],
    files: [
      file('time.avsc', record('T', { at: { type: 'long', logicalType: 'timestamp-millis' } })),
      file('number.avsc', record('N', { n: ['null', 'long'] })),
      file('long.avsc', record('L', { n: { type: 'long' } })),
    ],
    labels: ['long.avsc', 'time.avsc'],
    reason: 'It reads the sample to the last byte, but "at" would be in the year 19808.',
  },
  {
    name: 'the same schema in two files once',
    samples: [hex('02')],
    files: [file('a.avsc', '"int"'), file('b.avsc', '{"type":"int"}')],
    labels: ['a.avsc'],
    reason: 'It reads the sample to the last byte, as it would any bytes of this length: it has no text.',
  },
  { name: 'no sample', samples: [], files: [file('a.avsc', '"int"')], labels: [], reason: undefined },
  { name: 'none that reads all', samples: [hex('02'), hex('80')], files: [file('a.avsc', '"int"')], labels: [], reason: undefined },
  {
    name: 'behind a frame whose schema is not to be had',
    samples: [writeGlue('b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63', hex('04 6162'))],
    files: [file('text.avsc', '"string"')],
    labels: ['text.avsc'],
    reason: 'It reads the sample to the last byte, behind an AWS Glue header; 1 text fits by its length.',
  },
]) {
  test(`candidates: ${name}`, async () => {
    const options = { ...base, samples, workspace: files, inflate: createInflate(1_000) };
    const found = await suggestSchemas(options, undefined, signal);
    assert.deepEqual(found.map(({ schema }) => schema.label).slice(0, labels.length || undefined), labels.slice(0, found.length));
    if (reason !== undefined) assert.ok(found.some((one) => one.reason === reason));
  });
}

test("candidates: the workspace's are offered where the registry is down", async () => {
  const { fake, registry } = await start([]);
  await fake.close();
  const found = await suggestSchemas({ ...base, samples: [hex('02 61')], workspace: [file('text.avsc', '"string"')] }, registry, signal);
  assert.deepEqual(
    found.map(({ schema }) => schema.label),
    ['text.avsc'],
  );
});

test('candidates: hostile samples end', async () => {
  const nulls = record('R', { all: { type: 'array', items: 'null' }, next: ['null', 'R'] });
  const samples = [hex('feffffffffffffffff01'), hex('02'.repeat(50_000)), new Uint8Array(100_000).fill(0x80)];
  for (const sample of samples) {
    assert.deepEqual(await suggestSchemas({ ...base, samples: [sample], workspace: [file('nulls.avsc', nulls)] }, undefined, signal), []);
  }
});

test('candidates: an abort ends the search', async () => {
  const { fake, registry } = await start([['orders-value', '"long"']]);
  fake.misbehaviour = 'never-answers';
  const aborting = new AbortController();
  const asked = suggestSchemas({ ...base, samples: [hex('02')] }, registry, aborting.signal);
  setImmediate(() => aborting.abort());
  await assert.rejects(asked, { name: 'AbortError' });
});
