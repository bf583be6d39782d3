import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { toSideReport } from '../../../client/diagnosis/sideReport.ts';
import { parseMasks } from '../../../client/records/masks.ts';
import type { ConsumerId } from '../../../shared/diagnosis/consumerTable.ts';
import type { SideDiagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { createJudge } from '../../../shared/diagnosis/judge.ts';
import type { Sample } from '../../../shared/diagnosis/samples.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import type { Header } from '../../../shared/wire/frame.ts';
import { FakeRegistry, guidOf } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const text = (value: string): string => Buffer.from(value).toString('hex');
const record = (name: string, fields: Record<string, unknown>): string =>
  JSON.stringify({ type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) });
const order = record('Order', { id: 'string', total: 'long' });
const flags = record('Flags', { flag: 'boolean', count: 'int' });
const sevenInts = record('Seven', { a: 'int', b: 'int', c: 'int', d: 'int', e: 'int', flag: 'boolean', count: 'int' });

interface Setting {
  readonly part?: 'key' | 'value';
  readonly values: readonly string[];
  readonly registered?: readonly (readonly [subject: string, schema: string])[];
  readonly flavour?: 'confluent' | 'apicurio';
  readonly hasRegistry?: boolean;
  readonly headers?: readonly Header[];
  readonly masks?: readonly string[];
}

async function report(setting: Setting): Promise<SideDiagnosis> {
  const { part = 'value', values, registered = [], flavour = 'confluent', hasRegistry = true, headers = [], masks = [] } = setting;
  const fake = await FakeRegistry.start({ flavour });
  fakes.push(fake);
  for (const [subject, schema] of registered) fake.add(subject, schema);
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 } });
  const registry = hasRegistry ? new RegistryCache(client) : undefined;
  const judge = createJudge({ part, topic: 'orders', registry, workspace: [], inflate: createInflate(1_000_000) });
  const samples = values.map((value, index): Sample => {
    return { partition: 0, offset: BigInt(index), timestampMs: -1, bytes: value === 'null' ? null : bytes(value), headers };
  });
  await judge.add(samples, signal);
  const endOffset = BigInt(values.length);
  return toSideReport({
    ...{ part, topic: 'orders', judge, hasRegistry, nowMs: 0, predicted: 40, masks: parseMasks(masks)[part] },
    partitions: [{ partition: 0, firstOffset: 0n, endOffset }],
    read: new Map([[0, [{ from: 0n, to: endOffset }]]]),
  });
}

function cellOf({ consumers }: SideDiagnosis, consumer: ConsumerId): string {
  const cell = consumers.rows.find((row) => row.consumer === consumer)?.cells[0];
  return [cell?.text, ...(cell?.errors ?? []).map((error) => [error.text, ...error.causes].join(' <- '))].join(' | ');
}

const ints = ['00000001', '000004d2', 'ffffffff', '0001e240', '00000000', '0000ffff'];
const own = [['orders-value', order]] as const;
const guidHeader = { name: '__value_schema_id', value: bytes(`01${guidOf(1).replaceAll('-', '')}`) };

for (const { name, setting, consumer, cell } of [
  {
    name: 'Kafka ints in the hands of a reader of frames',
    setting: { part: 'key', values: ints.slice(0, 2) },
    consumer: 'java-confluent',
    cell: 'Fails | java.nio.BufferUnderflowException',
  },
  {
    name: 'Kafka ints as Spark reads the schema "int"',
    setting: { part: 'key', values: ints.slice(0, 2) },
    consumer: 'spark-failfast',
    cell: 'Silently wrong, in FAILFAST too, probably: computed here',
  },
  {
    name: 'what is right by chance is told as that',
    setting: { part: 'key', values: ['00000000', '00000000'] },
    consumer: 'spark-failfast',
    cell: 'Right for these by chance; silently wrong, or an error, for others',
  },
  {
    name: 'longs name the schema id 0, which no registry has, asked or not',
    setting: { part: 'key', values: ['0000000000000007', '0000000000000008'], hasRegistry: false },
    consumer: 'confluent-python',
    cell: 'Fails | KafkaError{code=_KEY_DESERIALIZATION,val=-160,str="Schema 0 not found. (HTTP status code 404, SR code 40403)"}',
  },
  {
    name: 'JSON',
    setting: { values: [text('{"id":1}')] },
    consumer: 'java-confluent',
    cell: 'Fails | SerializationException: Unknown magic byte!',
  },
  {
    name: 'a GUID in the header is looked up',
    setting: { values: ['02 61 0a 02', '02 61 0a 02'].map((value) => value.slice(0, -3)), registered: own, headers: [guidHeader] },
    consumer: 'java-confluent-8',
    cell: 'Reads',
  },
  {
    name: 'a registry that knows no GUIDs',
    setting: { values: ['0a 6161616161 02'], registered: own, headers: [guidHeader], flavour: 'apicurio' },
    consumer: 'confluent-python',
    cell: `Fails | KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="Unknown Schema Registry Error: b'' (HTTP status code 404, SR code -1)"}`,
  },
  {
    name: 'a GUID that is not there',
    setting: { values: ['0a 6161616161 02'], registered: own, headers: [{ ...guidHeader, value: bytes(`01${'ab'.repeat(16)}`) }] },
    consumer: 'confluent-python',
    cell: 'Fails | KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="Schema not found (HTTP status code 404, SR code 40403)"}',
  },
  {
    name: "Connect finds the topic's own subject",
    setting: { values: ['00 00000001 02 61 0a'], registered: own },
    consumer: 'connect',
    cell: 'Reads',
  },
  {
    name: 'Connect does not find that of another topic',
    setting: { values: ['00 00000001 02 61 0a'], registered: [['other-value', order]] },
    consumer: 'connect',
    cell: 'Fails; the first such record stops the task | DataException: Failed to deserialize data for topic orders to Avro:  <- SerializationException: Error retrieving Avro value schema version for id 1 <- RestClientException: The given schema does not match any schema under the subject orders-value; error code: 40403',
  },
  {
    name: "a global id where the registry is none of Apicurio's",
    setting: { values: ['00 0000000000000001 02 61 0a', '00 0000000000000001 02 62 0a'], registered: own },
    consumer: 'apicurio-2',
    cell: "Fails: it asks a registry of Apicurio's, which this connection's is not",
  },
  {
    name: 'a global id that Apicurio has is read by the schema that it names',
    setting: { values: ['00 00000000000003e9 02 61 0a', '00 00000000000003e9 02 62 0a'], registered: own, flavour: 'apicurio' },
    consumer: 'apicurio-2',
    cell: 'Reads',
  },
  {
    name: 'a content id that is no global one',
    setting: { values: ['00 0000000000000001 02 61 0a', '00 0000000000000001 02 62 0a'], registered: own, flavour: 'apicurio' },
    consumer: 'apicurio-2',
    cell: "Fails | VersionNotFoundException: No version with global ID '1' found.",
  },
] satisfies readonly { name: string; setting: Setting; consumer: ConsumerId; cell: string }[]) {
  test(`a side's consumers: ${name}`, async () => {
    assert.equal(cellOf(await report(setting), consumer), cell);
  });
}

for (const { name, setting, columns } of [
  {
    name: 'keys',
    setting: { part: 'key', values: ['02 61 0a'], registered: [['orders-key', order]] },
    columns: ['All keys: bare Avro, 1 key'],
  },
  { name: 'values', setting: { values: ['02 61 0a'], registered: own }, columns: ['All values: bare Avro, 1 record'] },
  {
    name: 'numbers, with the schema that is told',
    setting: { part: 'key', values: ints },
    columns: ['All keys: Kafka int, 6 keys; readers that must be told a schema are told `"int"`'],
  },
  { name: 'bytes that nobody knows', setting: { values: ['9d3a5c7e1b2f4a60ff'] }, columns: [] },
  { name: 'tombstones', setting: { values: ['null'] }, columns: [] },
] satisfies readonly { name: string; setting: Setting; columns: readonly string[] }[]) {
  test(`a side's columns: ${name}`, async () => {
    const { consumers } = await report(setting);
    assert.deepEqual(
      consumers.columns.map(({ title, detail }) => `${title}: ${detail}`),
      columns,
    );
  });
}

const lookalikes = ['00 00000001 00 0a', '00 00000001 00 0c', '00 00000001 00 10'];
const twoWays: Setting = {
  values: lookalikes,
  registered: [
    ['flags-value', flags],
    ['seven-value', sevenInts],
  ],
};
for (const { name, setting, first } of [
  { name: 'without masks', setting: twoWays, first: ['00 00 00 00 01 00 0a', '{"flag":false,"count":5}'] },
  { name: 'a field', setting: { ...twoWays, masks: ['value.count'] }, first: ['•••', '{"flag":false,"count":"•••"}'] },
  { name: 'a field that is not there', setting: { ...twoWays, masks: ['value.x'] }, first: ['•••', '{"flag":false,"count":5}'] },
  { name: 'all of it', setting: { ...twoWays, masks: ['value'] }, first: ['•••', '•••'] },
  { name: 'keys only', setting: { ...twoWays, masks: ['key'] }, first: ['00 00 00 00 01 00 0a', '{"flag":false,"count":5}'] },
]) {
  test(`a side's readings: ${name}`, async () => {
    const { state, readings } = await report(setting);
    assert.equal(state, 'undecided');
    const shown = readings.find(({ framing }) => framing === 'confluent-prefix')?.contents[0];
    assert.deepEqual([shown?.hex, shown?.preview], first);
  });
}

test("a side's readings: numbers beside what a schema of another topic makes of them", async () => {
  const four = record('Four', { a: 'string', b: 'string', c: 'string', d: 'int' });
  const values = ['00000002', '00000004', '00000006', '00000008', '0000000a', '0000000c'];
  const { readings, consumers } = await report({ part: 'key', values, registered: [['other-value', four]] });
  const previews = readings.map(({ name, contents }) => `${name} ${contents[1]?.preview ?? ''}`).sort();
  assert.deepEqual(previews, ['Kafka int 4', 'bare Avro {"a":"","b":"","c":"","d":2}']);
  assert.deepEqual(consumers.columns.map(({ title }) => title).sort(), ['If it is Kafka int', 'If it is bare Avro']);
});
