import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { createJudge } from '../../../shared/diagnosis/judge.ts';
import type { Judgement, Sample } from '../../../shared/diagnosis/samples.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

// Keys as Kafka's own serializers write them. The hex is that of Java: `new LongSerializer().serialize("t", 1733000000000L)` and so on.

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

async function judge(values: readonly string[], registered: readonly (readonly [subject: string, schema: string])[]): Promise<Judgement> {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  fakes.push(fake);
  for (const [subject, schema] of registered) fake.add(subject, schema);
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  const registry = new RegistryCache(client);
  const one = createJudge({ part: 'key', topic: 'orders', registry, workspace: [], inflate: createInflate(1_000_000) });
  const samples = values.map((value, index): Sample => {
    const bytes = Uint8Array.from(Buffer.from(value.replaceAll(' ', ''), 'hex'));
    return { partition: 0, offset: BigInt(index), timestampMs: -1, bytes, headers: [] };
  });
  await one.add(samples, signal);
  return one.judge();
}

const text = (value: string): string => Buffer.from(value).toString('hex');
const ints = ['00000001', '000004d2', 'ffffffff', '0001e240', '00000000', '0000ffff'];
const longs = ['0000000000000001', '00000000000004d2', 'ffffffffffffffff', '000000000001e240', '0000000000000000', '00000000ffffffff'];
const times = ['000001937f5e8c00', '000001937f5e8fe8', '000001937f5e93d0', '000001937f5e97b8', '000001937f5e9ba0', '000001937f5e9f88'];
const doubles = ['3ff0000000000000', '4045000000000000', 'bff8000000000000', '40934a456d5cfaad', '0000000000000000', '3fb999999999999a'];
const floats = ['3f800000', '42280000', 'bfc00000', '449a522b', '00000000', '3dcccccd'];
const shorts = ['0001', '002a', 'ffff', '01f4', '0000', '0100'];
const uuids = ['0d4e8a7c-31f2-4b6e-9f0a-5c2d7e8b9a10', '7f3c2b1a-0e9d-4c8b-a7f6-1e2d3c4b5a69'].map(text);
const fourInts = record('Four', ['string', 'string', 'string', 'int']);
const long = JSON.stringify({ type: 'record', name: 'Counter', fields: ['a', 'b'].map((name) => ({ name, type: 'int' })) });

function record(name: string, types: readonly string[]): string {
  return JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });
}

const rows: readonly {
  readonly name: string;
  readonly values: readonly string[];
  readonly registered?: readonly (readonly [subject: string, schema: string])[];
  readonly state?: Judgement['state'];
  /** Framing, fault and certainty of each class; where it is undecided, framings of the readings. */
  readonly found: readonly string[];
}[] = [
  { name: 'ints', values: ints, found: ['int  likely'] },
  { name: 'one int', values: ints.slice(0, 1), found: ['int  guessed'] },
  { name: 'the same int in all', values: Array.from({ length: 9 }, () => '000004d2'), found: ['int  guessed'] },
  { name: 'longs', values: longs, found: ['long  likely'] },
  { name: 'times in milliseconds would be frames of an unknown schema, too', values: times, found: ['long  guessed'] },
  {
    name: 'generated ids, by the bytes that they have in common',
    values: ['1a2b3c4d5e6f0001', '1a2b3c4d5e700002', '1a2b3c4d5e710003', '1a2b3c4d5e720004', '1a2b3c4d5e730005'],
    found: ['long  likely'],
  },
  { name: 'shorts are little to go by', values: shorts, found: ['short  guessed'] },
  { name: 'doubles', values: doubles, found: ['double  likely'] },
  { name: 'floats', values: floats, found: ['float  likely'] },
  { name: 'UUIDs', values: uuids, found: ['uuid  proved'] },
  { name: 'text of four characters', values: ['DE12', 'FR77', 'AT03', 'CH99', 'IT10'].map(text), found: ['text  guessed'] },
  { name: 'text of eight characters', values: ['ORDER001', 'ORDER002', 'ORDER003'].map(text), found: ['text  likely'] },
  { name: 'JSON', values: ['{"id":1}', '{"id":2}', '[1,2,3]'].map(text), found: ['json  proved'] },
  {
    name: 'any eight bytes are no number',
    values: ['9d3a5c7e1b2f4a60', '17c4e8b2905d6f3a', 'e25b8f1c70a94d36', '6ba0d91e44c7f258', 'c81f3d5a92e60b74'],
    state: 'unknown',
    found: ['none  guessed'],
  },
  {
    name: 'any four bytes are none',
    values: ['9d3a5c7e', '17c4e8b2', 'e25b8f1c', '6ba0d91e', 'c81f3d5a'],
    state: 'unknown',
    found: ['none  guessed'],
  },
  { name: 'of different lengths', values: [...ints, '000102'], state: 'decided', found: ['int  likely', 'none  guessed'] },
  {
    name: "never instead of this topic's own schema",
    values: ['00000002', '00000004', '00000006', '00000008', '0000000a', '0000000c'],
    registered: [['orders-key', fourInts]],
    found: ['bare  guessed'],
  },
  {
    name: "nor of frames of this topic's own schema that are damaged",
    values: ['0000000001020406', '0000000001040806', '0000000001060a06', '0000000001080c06', '00000000010a0e06'],
    registered: [['orders-key', long]],
    found: ['confluent-prefix trailing-bytes likely'],
  },
  {
    name: 'undecided where a schema of another topic reads them, too',
    values: ['00000002', '00000004', '00000006', '00000008', '0000000a', '0000000c'],
    registered: [['other-value', fourInts]],
    state: 'undecided',
    found: ['bare', 'int'],
  },
  {
    name: 'frames by a known schema of another topic',
    values: ['0000000001 0204 06', '0000000001 0406 08', '0000000001 0608 0a'].map((value) => value.slice(0, -3)),
    registered: [['other-value', long]],
    found: ['confluent-prefix foreign-subject likely'],
  },
  {
    name: 'ints where text was before',
    values: [...ints, ...['o-1001', 'o-1002', 'o-1003'].map(text)],
    found: ['int  likely', 'text  likely'],
  },
];

for (const { name, values, registered = [], state = 'decided', found } of rows) {
  test(`numbers: ${name}`, async () => {
    const judged = await judge(values, registered);
    const classes = judged.classes.map(({ framing, fault, certainty }) => `${framing} ${fault ?? ''} ${certainty}`);
    const seen = judged.state === 'undecided' ? judged.readings.map(({ framing }) => framing).sort() : classes;
    assert.deepEqual([judged.state, seen.map((one) => one.replace(/^(\S+) (\S+) /, '$1 $2 '))], [state, found]);
  });
}
