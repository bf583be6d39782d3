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

for (const { name, registered, values, state, classes } of [
  {
    name: 'frames',
    registered: [['orders-value', exampleSchema]],
    values: [framed, framed],
    state: 'decided',
    classes: ['confluent-prefix'],
  },
  { name: 'bare', registered: [['orders-value', exampleSchema]], values: [bare, bare, '00 00 00'], state: 'decided', classes: ['bare'] },
  {
    name: 'a switch',
    registered: [['orders-value', exampleSchema]],
    values: [framed, framed, framed, bare, bare, 'null'],
    state: 'decided',
    classes: ['confluent-prefix', 'bare', 'null'],
  },
] as const) {
  test(`judge: ${name}`, async () => {
    const judged = await judge(registered, values);
    assert.deepEqual([judged.state, judged.classes.map(({ framing }) => framing)], [state, classes]);
  });
}
