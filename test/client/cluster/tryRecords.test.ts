import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { deflateSync } from 'node:zlib';
import { createLocalSession } from '../../../client/cluster/localSession.ts';
import { writeBatch, writeRecords, type RecordToWrite } from '../../../client/cluster/writeBatch.ts';
import type { Session, TryOptions, TryResult } from '../../../client/cluster/session.ts';
import { parseHex } from '../../../shared/avro/bytesLiteral.ts';
import { CodecError } from '../../../shared/errors.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';
import { FakeRegistry, guidOf, type Flavour } from '../../fakes/registry.ts';

const never = new AbortController().signal;
const start = 1_770_000_000_000;

interface Opened {
  readonly session: Session;
  readonly registry: FakeRegistry;
  readonly partitions: readonly FakePartition[];
}

async function open(t: TestContext, partitionCount = 1, flavour: Flavour = 'confluent'): Promise<Opened> {
  const [fake, registry] = [await FakeCluster.start(1), await FakeRegistry.start({ flavour })];
  const connection = {
    ...{ name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, readOnly: true },
    registry: { url: registry.url, auth: { type: 'none' } as const },
  };
  const session = createLocalSession(connection, { timeouts: { connectTimeoutMs: 2000, requestTimeoutMs: 2000 } });
  t.after(async () => {
    await session.close();
    await Promise.all([fake.stop(), registry.close()]);
  });
  return { session, registry, partitions: fake.topic('orders', partitionCount) };
}

/** @param hex undefined for a tombstone */
function append(
  partition: FakePartition | undefined,
  hex: string | undefined,
  key = 'k',
  atMs = start,
  headers: RecordToWrite['headers'] = [],
): void {
  const value = hex === undefined ? null : Buffer.from(parseHex(hex) ?? assert.fail(hex));
  const records = [{ key: Buffer.from(key), value, headers, timestampMs: atMs }];
  partition?.append(writeBatch(records, writeRecords(records), 'none', undefined));
}

/** @param more fields as they are written */
function order(fields: Readonly<Record<string, unknown>>, more: readonly unknown[] = []): string {
  const all = [...Object.entries(fields).map(([name, type]) => ({ name, type })), ...more];
  return JSON.stringify({ type: 'record', name: 'Order', fields: all });
}

function requestOf(text: string, more: Partial<TryOptions> = {}): TryOptions {
  const schema = { text, references: [], label: 'orders.avsc' };
  return { topic: 'orders', count: 100, isolation: 'readCommitted', timeoutMs: 5000, maxBytes: 1 << 26, part: 'value', schema, ...more };
}

function tryIt({ session }: Opened, request: TryOptions): Promise<TryResult> {
  return session.tryRecords(request, () => undefined, never);
}

test('records are read by the schemas that wrote them; failures stand together by reason, the others apart', async (t) => {
  const opened = await open(t, 2);
  const { registry, partitions } = opened;
  const line = { type: 'record', name: 'Line', fields: [{ name: 'price', type: 'long' }] };
  registry.add('orders-value', order({ id: 'int' }), { schemaId: 7 });
  registry.add('orders-value', order({ id: 'int', lines: { type: 'array', items: line } }), { schemaId: 8 });
  append(partitions[0], '00 00000007 02');
  append(partitions[0], '00 00000008 04 04 02 04 00', 'k', start + 1);
  append(partitions[1], '00 00000008 06 02 08 00', 'k', start + 2);
  append(partitions[1], undefined, 'k', start + 3);
  append(partitions[1], Buffer.from('{"id":1}').toString('hex'), 'k', start + 4);
  append(partitions[1], '00 00000063 02', 'k', start + 5);
  const edited = { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'price', type: 'int' }] } };
  const result = await tryIt(opened, requestOf(order({ id: 'long' }, [{ name: 'lines', type: edited, default: [] }])));
  const reason = "Written as long, which can't be read as int.";
  assert.deepEqual(result, {
    records: 6,
    read: 1,
    tombstones: 1,
    failed: [
      {
        path: 'lines[].price',
        reason,
        writer: 'orders-value v2',
        count: 2,
        listed: [
          { partition: 1, offset: 0n, path: 'lines[0].price', position: 7 },
          { partition: 0, offset: 1n, path: 'lines[0].price', position: 7 },
        ],
      },
    ],
    unknown: [
      {
        path: '',
        reason: 'Schema id 99 is not in the registry.',
        writer: undefined,
        count: 1,
        listed: [{ partition: 1, offset: 3n, path: '', position: undefined }],
      },
      {
        path: '',
        reason: 'It is text, not Avro.',
        writer: undefined,
        count: 1,
        listed: [{ partition: 1, offset: 2n, path: '', position: undefined }],
      },
    ],
    stopped: 'end',
    incomplete: [],
  });
});

test('bare Avro is read by the version of the subject that wrote it', async (t) => {
  const opened = await open(t);
  opened.registry.add('orders-value', order({ name: 'string' }), { schemaId: 7 });
  append(opened.partitions[0], '06 616263');
  append(opened.partitions[0], '04 c3bc');
  const result = await tryIt(opened, requestOf(order({ name: 'bytes' })));
  assert.deepEqual([result.read, result.failed, result.unknown], [2, [], []]);
});

for (const { name, profile, finds } of [
  { name: 'found out', profile: undefined, finds: { read: 0, failed: undefined, unknown: 1 } },
  // What was written as an int, 1, can't be read as a string; a reader schema of the profile is not the one that is tried.
  { name: 'chosen', profile: { framing: 'bare', reader: undefined }, finds: { read: 0, failed: 'chosen.avsc', unknown: 0 } },
  {
    name: 'chosen, with a reader schema',
    profile: { framing: 'bare', reader: '"null"' },
    finds: { read: 0, failed: 'chosen.avsc', unknown: 0 },
  },
  { name: 'bytes', profile: { framing: 'bytes', reader: undefined }, finds: { read: 0, failed: undefined, unknown: 1 } },
] as const) {
  test(`values are read as the topic's decode profile says: ${name}`, async (t) => {
    const opened = await open(t);
    append(opened.partitions[0], '02');
    const textOf = (text: string) => ({ kind: 'text', schema: { text, references: [], label: 'chosen.avsc' } }) as const;
    const chosen = profile && { ...profile, schema: textOf('"int"'), reader: profile.reader && textOf(profile.reader) };
    const { read, failed, unknown } = await tryIt(opened, requestOf('"string"', { profile: chosen }));
    assert.deepEqual({ read, failed: failed[0]?.writer, unknown: unknown.length }, finds);
  });
}

test('keys are tried where they are asked for', async (t) => {
  const opened = await open(t);
  opened.registry.add('orders-key', '"int"', { schemaId: 7 });
  append(opened.partitions[0], undefined, Buffer.from('00000000070e', 'hex').toString());
  const result = await tryIt(opened, requestOf('"string"', { part: 'key' }));
  assert.deepEqual(
    result.failed.map(({ reason, writer, count }) => [reason, writer, count]),
    [["Written as int, which can't be read as string.", 'orders-key v1', 1]],
  );
});

test('bytes behind a prefix have no length of their own', async (t) => {
  const opened = await open(t);
  opened.registry.add('orders-value', '"bytes"', { schemaId: 7 });
  append(opened.partitions[0], `00 00000007 ${'61'.repeat(100)}`);
  append(opened.partitions[0], '00 00000007 ff');
  const result = await tryIt(opened, requestOf('"string"'));
  assert.deepEqual([result.read, result.failed[0]?.reason], [1, 'Not UTF-8.']);
});

const body = '126669656c645f315f3102021400';
const example = JSON.stringify({
  ...{ type: 'record', name: 'ExampleMessage', namespace: 'example.avro' },
  fields: [
    { name: 'field_1', type: 'string' },
    { name: 'field_2', type: 'long' },
    { name: 'field_3', type: { type: 'array', items: 'long' } },
  ],
});
const guid = guidOf(21).replaceAll('-', '');
const glue = 'b7b4a7f09c964e4aa687fb5de9ef0c63';

interface Framed {
  readonly name: string;
  readonly hex: string;
  readonly headers?: readonly (readonly [name: string, hex: string])[];
  readonly flavour?: Flavour;
  /** Of the array's first item. */
  readonly position: number | undefined;
}

for (const { name, hex, headers = [], flavour, position } of [
  { name: 'a GUID in a prefix', hex: `01${guid}${body}`, position: 29 },
  { name: 'a GUID in a header', hex: body, headers: [['__value_schema_id', `01${guid}`]], position: 12 },
  { name: 'an Apicurio header', flavour: 'apicurio', hex: body, headers: [['apicurio.value.globalId', '00000000000003e9']], position: 12 },
  { name: 'an Apicurio prefix', flavour: 'apicurio', hex: `0000000000000003e9${body}`, position: 21 },
  { name: 'a single-object encoding', hex: `c3015183fc8d801f3139${body}`, position: 22 },
  // What stands behind the header is read by the topic's own schema.
  { name: 'an AWS Glue header', hex: `0300${glue}${body}`, position: 30 },
  {
    name: 'an AWS Glue header, compressed',
    hex: `0305${glue}${deflateSync(Buffer.from(body, 'hex')).toString('hex')}`,
    position: undefined,
  },
] satisfies Framed[] as readonly Framed[]) {
  test(`${name} names the schema that wrote it, and it is tried`, async (t) => {
    const opened = await open(t, 1, flavour);
    opened.registry.add('orders-value', example, { schemaId: 21 });
    const all = headers.map(([header, value]) => ({ name: header, value: Buffer.from(value, 'hex') }));
    append(opened.partitions[0], hex, 'k', start, all);
    const fits = await tryIt(opened, requestOf(example.replaceAll('"long"', '"double"')));
    assert.deepEqual([fits.read, fits.failed, fits.unknown], [1, [], []]);
    const { read, failed, unknown } = await tryIt(opened, requestOf(example.replace('"items":"long"', '"items":"int"')));
    assert.deepEqual(
      [read, unknown, failed.map((one) => [one.path, one.reason, one.writer, one.listed[0]?.position])],
      [0, [], [['field_3[]', "Written as long, which can't be read as int.", 'orders-value v1', position]]],
    );
  });
}

test('what another kind of schema wrote is told apart, and why it is not tried', async (t) => {
  const opened = await open(t);
  opened.registry.add('orders-value', 'syntax = "proto3"; message A { int32 a = 1; }', { schemaId: 7, schemaType: 'PROTOBUF' });
  append(opened.partitions[0], '00 00000007 00 0801');
  const { read, unknown } = await tryIt(opened, requestOf('"int"'));
  assert.deepEqual([read, unknown.map(({ reason }) => reason)], [0, ['Its schema is one of Protobuf, not of Avro.']]);
});

test('no more than the newest records are tried, and their outcomes are bounded', async (t) => {
  const opened = await open(t);
  opened.registry.add('orders-value', '"int"', { schemaId: 7 });
  for (let index = 0; index < 250; index++) append(opened.partitions[0], '00 00000007 02', 'k', start + index);
  const { records, failed, stopped } = await tryIt(opened, requestOf('"string"', { count: 200 }));
  assert.deepEqual([records, stopped, failed.length, failed[0]?.count, failed[0]?.listed.length], [200, 'enough', 1, 200, 100]);
  assert.deepEqual(failed[0]?.listed[0]?.offset, 249n);
});

test('a schema that nothing can be read with is refused before anything is fetched', async (t) => {
  const opened = await open(t);
  await assert.rejects(
    () => tryIt(opened, requestOf('{"type":"array","items":"Nope"}')),
    (error) => error instanceof CodecError && error.code === 'codec/unusable-schema',
  );
});

test('nothing is written, and the registry is only read', async (t) => {
  const opened = await open(t);
  opened.registry.add('orders-value', '"int"', { schemaId: 7 });
  append(opened.partitions[0], '00 00000007 02');
  assert.equal((await tryIt(opened, requestOf('"long"'))).read, 1);
  assert.deepEqual([...new Set(opened.registry.requests.map(({ method }) => method))], ['GET']);
});
