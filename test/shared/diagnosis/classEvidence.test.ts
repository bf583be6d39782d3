import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { classEvidence } from '../../../shared/diagnosis/classEvidence.ts';
import { createJudge } from '../../../shared/diagnosis/judge.ts';
import type { Sample } from '../../../shared/diagnosis/samples.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

const field = (name: string, type: unknown, rest: object = {}): object => ({ name, type, ...rest });
const record = (...fields: readonly object[]): string => JSON.stringify({ type: 'record', name: 'Order', fields });

async function evidenceOf(
  registered: readonly string[],
  values: readonly string[],
  header: string | undefined,
): Promise<readonly (readonly [weight: string, text: string])[]> {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  fakes.push(fake);
  for (const schema of registered) fake.add('orders-value', schema);
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  const registry = new RegistryCache(client);
  const judge = createJudge({ part: 'value', topic: 'orders', registry, workspace: [], inflate: createInflate(1_000) });
  const headers = header === undefined ? [] : [{ name: header, value: Buffer.from('secret') }];
  const samples = values.map((value, index): Sample => {
    return { partition: 0, offset: BigInt(index), timestampMs: -1, bytes: Buffer.from(value.replaceAll(' ', ''), 'hex'), headers };
  });
  await judge.add(samples, signal);
  return classEvidence(judge.judge(), 'value').map(({ weight, text }) => [weight, text]);
}

const first = record(field('id', 'string'));
const grown = record(field('id', 'string'), field('note', ['null', 'string'], { default: null }));
const broken = record(field('id', 'string'), field('count', 'int'));

for (const { name, registered, values, header, says } of [
  {
    name: 'what two versions wrote is read with the newest',
    registered: [first, grown],
    values: ['00 00000001 02 61', '00 00000002 02 62 00'],
    header: undefined,
    says: ['for', '2 of 2 can be read with version 2 as reader schema.'],
  },
  {
    name: 'or not, where a field has no default',
    registered: [first, broken],
    values: ['00 00000001 02 61', '00 00000002 02 62 00'],
    header: undefined,
    says: ['against', '1 of 2 can be read with version 2 as reader schema.'],
  },
  {
    name: 'frames are nothing as bare Avro',
    registered: [first],
    values: ['00 00000001 02 61'],
    header: undefined,
    says: ['for', 'As bare Avro with schema id 1, none of them is read to its last byte.'],
  },
  {
    name: 'nothing tells who wrote',
    registered: [first],
    values: ['02 61'],
    header: 'other',
    says: [
      'neutral',
      'No record has `__value_schema_id` or another header that names a schema; nothing in the records says which program wrote them.',
    ],
  },
  {
    name: 'a header tells who wrote, by its name alone',
    registered: [first],
    values: ['02 61'],
    header: '__TypeId__',
    says: ['neutral', '1 of 1 have the header `__TypeId__`, as Spring for Apache Kafka or Spring Cloud Stream writes it.'],
  },
] as const) {
  test(`evidence: ${name}`, async () => {
    const found = await evidenceOf(registered, values, header);
    assert.ok(
      found.some(([weight, text]) => weight === says[0] && text === says[1]),
      JSON.stringify(found),
    );
    assert.ok(found.every(([, text]) => !text.includes('secret')));
  });
}
