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
  others: readonly string[],
): Promise<readonly (readonly [weight: string, text: string])[]> {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  fakes.push(fake);
  for (const schema of registered) fake.add('orders-value', schema);
  for (const [index, schema] of others.entries()) fake.add(index === 0 ? 'flags-value' : 'counters-value', schema);
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

interface EvidenceRow {
  readonly name: string;
  readonly registered: readonly string[];
  /** Registered for other topics. */
  readonly others?: readonly string[];
  readonly values: readonly string[];
  readonly header: string | undefined;
  readonly says: readonly string[];
}

const first = record(field('id', 'string'));
const grown = record(field('id', 'string'), field('note', ['null', 'string'], { default: null }));
const broken = record(field('id', 'string'), field('count', 'int'));

const flags = record(field('flag', 'boolean'), field('count', 'int'));
// As frames of schema id 1 they are {flag, count}; without one, seven ints.
const lookalikes = ['00 00000001 00 02 00', '00 00000001 00 04 00', '00 00000001 00 06 00'].map((value) => value.slice(0, -3));
const undecided = [
  { name: 'the frames of both readings', says: ['for', 'Schema id 1 exists, and its schema reads all 3 values to the last byte.'] },
  { name: 'whose the schema is', says: ['against', "It is registered under flags-value only, which is not this topic's."] },
  { name: 'how short a payload is', says: ['little', 'A payload of 2 bytes fits many schemas.'] },
  {
    name: 'what would be a frame',
    says: ['against', 'The first 5 bytes are the same in all 3 values and begin with `00`, as those of a frame do.'],
  },
].map((row) => ({
  ...row,
  name: `undecided: ${row.name}`,
  registered: [],
  others: [flags, sevenInts()],
  values: lookalikes,
  header: undefined,
}));

function sevenInts(): string {
  return record(...'abcdefg'.split('').map((name) => field(name, 'int')));
}

for (const { name, registered, values, header, says, others = [] } of [
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
    name: 'few bytes fit many schemas',
    registered: [],
    others: [record(field('a', 'int'), field('b', 'int'))],
    values: ['02 04', '02 06'],
    header: undefined,
    says: ['little', 'A value of 2 bytes fits many schemas.'],
  },
  {
    name: 'nothing ties a schema of another topic to it',
    registered: [],
    others: [first],
    values: ['02 61'],
    header: undefined,
    says: ['against', 'Nothing ties `Order` to this topic.'],
  },
  {
    name: 'bare values without text, and what they would be as frames',
    registered: [record(...'abcdef'.split('').map((name) => field(name, 'int')))],
    values: ['00 02 02 02 02 02', '02 02 02 02 02 02', '04 02 02 02 02 02'],
    header: undefined,
    says: ['for', 'Taken as frames they make no sense: 2 do not begin with `00`; 1 does, and would name a schema id that does not fit.'],
  },
  {
    name: 'all begin like frames',
    registered: [record(...'abcdef'.split('').map((name) => field(name, 'int')))],
    values: ['00 02 02 02 02 02', '00 02 04 02 02 02'],
    header: undefined,
    says: ['for', 'Taken as frames they make no sense: 2 begin with `00`, and would name schema ids that do not fit.'],
  },
  {
    name: 'there is nothing that bytes could fail to fit',
    registered: [record(...'abcdef'.split('').map((name) => field(name, 'int')))],
    values: ['00 02 02 02 02 02'],
    header: undefined,
    says: ['little', 'There is no text, no union and no enum in it that bytes by chance would fail to fit.'],
  },
  {
    name: 'longs by their length',
    registered: [],
    values: ['0000000000000001', '0000000000000201'],
    header: undefined,
    says: ['for', '2 of 2 are 8 bytes long, as `LongSerializer` writes them, and of sizes that such numbers have.'],
  },
  {
    name: 'which is little',
    registered: [],
    values: ['0000000000000001', '0000000000000201'],
    header: undefined,
    says: ['little', 'Any 8 bytes are a number.'],
  },
  {
    name: 'times in milliseconds would be frames, too',
    registered: [],
    values: ['000001937f5e8c00', '000001937f5e8fe8'],
    header: undefined,
    says: ['against', 'Taken as Confluent-framed, they would name schema ids, of which none is known.'],
  },
  {
    name: 'JSON',
    registered: [],
    values: ['7b2261223a317d'],
    header: undefined,
    says: ['for', '1 of 1 are JSON, valid to the last byte.'],
  },
  {
    name: 'bytes that nothing fits',
    registered: [],
    values: ['9d3a5c7e1b2f4a60ff', '17c4e8b2905d6f3aff'],
    header: undefined,
    says: ['neutral', '2 of 2 are bytes that nothing fits, each 9 bytes long.'],
  },
  ...undecided,
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
] satisfies readonly EvidenceRow[] as readonly EvidenceRow[]) {
  test(`evidence: ${name}`, async () => {
    const found = await evidenceOf(registered, values, header, others);
    assert.ok(
      found.some(([weight, text]) => weight === says[0] && text === says[1]),
      JSON.stringify(found),
    );
    assert.ok(found.every(([, text]) => !text.includes('secret')));
  });
}
