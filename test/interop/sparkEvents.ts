import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { createRegistryFetch } from '../../client/cluster/registryFetch.ts';
import { compilePart } from '../../client/cluster/encodePart.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import type { ClusterFacts } from '../../shared/diagnosis/clusterFacts.ts';
import type { FoundSchema } from '../../shared/diagnosis/diagnosis.ts';
import type { FilterRecord } from '../../shared/filter/filter.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { toReadable } from '../../shared/wire/readableSchema.ts';
import type { ReadableSchema } from '../../shared/wire/readableSchema.ts';
import { foundSchema } from '../shared/diagnosis/diagnoses.ts';
import { createTopic, never, openKafkajs, plainConnection } from '../stack/stack.ts';

/** Fields of all kinds that a filter may look at. The second version has one more. */
export function eventSchema(version: 1 | 2): string {
  const fields = [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'amount', type: 'double' },
    { name: 'rate', type: 'float' },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'day', type: { type: 'int', logicalType: 'date' } },
    { name: 'tags', type: { type: 'map', values: 'string' } },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'n', type: 'int' },
          ],
        },
      },
    },
    { name: 'who', type: ['null', { type: 'record', name: 'Who', fields: [{ name: 'age', type: ['int', 'null'] }] }] },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] } },
    { name: 'ok', type: 'boolean' },
    ...(version === 2 ? [{ name: 'extra', type: 'string', default: 'd' }] : []),
  ];
  return JSON.stringify({ type: 'record', name: 'Event', namespace: 'test', fields });
}

const base = {
  id: '7',
  name: '"Ada"',
  note: 'null',
  amount: '1.5',
  rate: '0.1',
  price: '"9.99"',
  at: '"2026-01-31T12:00:00.500Z"',
  day: '"2026-01-31"',
  tags: '{}',
  lines: '[]',
  who: 'null',
  status: '"NEW"',
  ok: 'true',
};

/** JSON of values, as people write it: what differs from one record. */
const changes: readonly Partial<Record<keyof typeof base | 'extra', string>>[] = [
  {},
  { id: '9223372036854775807', name: '""', note: '"hello"', amount: '-2.25', rate: '16777216', price: '"-0.01"', ok: 'false' },
  { id: '-9223372036854775808', name: '"Zoë 👋"', note: '""', amount: '"NaN"', rate: '"NaN"', price: '"9999999.99"', status: '"PAID"' },
  {
    id: '9007199254740993',
    name: '" trim me\\u00a0"',
    amount: '"Infinity"',
    rate: '-0.5',
    at: '"1969-12-31T23:59:59.999Z"',
    day: '"1500-01-01"',
  },
  { id: '991', tags: '{"a":"1","b":""}', lines: '[{"sku":"A-7","n":2},{"sku":"B","n":300}]', who: '{"age":36}', ok: 'false' },
  { id: '990', tags: '{"b":"x"}', lines: '[{"sku":"","n":0}]', who: '{"age":null}', at: '"1400-05-06T07:08:09Z"', extra: '"e"' },
  { id: '-7', name: '"ada\\\\\'\\"%_"', price: '"10.00"', amount: '990', rate: '1e-45', extra: '"d"', status: '"PAID"' },
  { id: '0', name: '"line\\nbreak"', amount: '0.1', rate: '3.4028235e38', lines: '[{"sku":"A-7","n":-1}]', who: '{"age":0}', extra: '""' },
];

export interface EventTopic {
  readonly topic: string;
  readonly cluster: ClusterFacts;
  readonly schemas: readonly [FoundSchema, FoundSchema];
  readonly records: readonly EventRecord[];
}

export interface EventRecord {
  readonly partition: number;
  readonly offset: number;
  readonly payload: Uint8Array;
  /** As filters see it. */
  readonly seen: FilterRecord;
}

/** How a record is framed, by its place among all. */
export type Framer = (index: number) => 'confluent-prefix' | 'bare';

/** Writes records of both versions, or of the first alone, and a tombstone, to a real topic. */
export async function writeEvents(t: TestContext, framer: Framer, versions: 1 | 2): Promise<EventTopic> {
  const { brokers, registry } = plainConnection();
  const url = registry?.url ?? assert.fail('no registry');
  const topic = await createTopic(t, { name: 'spark', configuration: { 'retention.ms': '-1' } });
  const client = createRegistryClient({ url, auth: { type: 'none' }, fetch: createRegistryFetch({}).fetch });
  const registered = [];
  for (const version of [1, 2] as const) registered.push(await client.register(`${topic}-value`, eventSchema(version), never));
  const [first, second] = registered;
  assert.ok(first !== undefined && second !== undefined);
  const readables = [first, second].map(({ schemaId, subject, version, ...text }) => toReadable(text, { schemaId, subject, version }));
  const made = changes.flatMap((change, place) =>
    Array.from({ length: versions }, (_, version) => toRecord(readables[version], { ...base, ...change }, version + 1, place)),
  );
  const written = [...made, undefined].map((record, offset) => {
    if (record === undefined) return { bytes: null, payload: new Uint8Array(), offset, record };
    const framing = framer(offset);
    const toSend = framing === 'bare' ? ({ kind: 'bare' } as const) : ({ kind: framing, schemaId: record.schemaId } as const);
    return {
      bytes: Buffer.from(compilePart(record.schema, toSend, 'value').write(record.value)),
      payload: compilePart(record.schema, { kind: 'bare' }, 'value').write(record.value),
      offset,
      record,
    };
  });
  await send(
    topic,
    written.map(({ bytes }) => bytes),
  );
  const records = written.map(({ bytes, payload, offset, record }): EventRecord => {
    const nothing = { error: undefined, reader: undefined, text: undefined, explain: () => '', size: 0 } as const;
    const key = {
      ...nothing,
      state: 'text',
      framing: 'text',
      schema: undefined,
      value: undefined,
      text: `k${offset}`,
      writer: undefined,
      bytes: null,
    } as const;
    const value =
      record === undefined
        ? ({ ...nothing, state: 'null', framing: 'none', schema: undefined, value: undefined, writer: undefined, bytes: null } as const)
        : ({
            ...nothing,
            state: 'exact',
            framing: framer(offset),
            schema: record.schema,
            value: record.value,
            writer: { schemaId: record.schemaId, subject: undefined, version: undefined, fullname: undefined },
            bytes,
          } as const);
    const seen = {
      key,
      value,
      keyBytes: Buffer.from(`k${offset}`),
      valueBytes: bytes,
      isTombstone: bytes === null,
      headers: headersOf(offset),
      partition: 0,
      offset: BigInt(offset),
      timestampMs: timeOf(offset),
      size: bytes?.length ?? 0,
    };
    return { partition: 0, offset, payload, seen };
  });
  const cluster: ClusterFacts = {
    brokers,
    security: 'PLAINTEXT',
    mechanism: undefined,
    user: undefined,
    registryUrl: url,
    registryAuth: 'none',
  };
  const schemas = [
    foundSchema(eventSchema(1), first.schemaId, 1, `${topic}-value`),
    foundSchema(eventSchema(2), second.schemaId, 2, `${topic}-value`),
  ] as const;
  return { topic, cluster, schemas, records };
}

const timeOf = (offset: number): number => Date.UTC(2026, 0, 1) + offset * 3_600_000;
const headersOf = (offset: number): { name: string; value: Uint8Array | null }[] =>
  offset % 3 === 0 ? [] : [{ name: 'source', value: Buffer.from(offset % 3 === 1 ? 'web' : 'app') }];

function toRecord(readable: ReadableSchema | undefined, change: Readonly<Record<string, string>>, version: number, place: number) {
  const { schema, source } = readable ?? assert.fail('no schema');
  assert.ok(schema !== undefined && source.schemaId !== undefined);
  const fields = Object.entries({ ...change, ...(version === 2 && change['extra'] === undefined ? { extra: '"x"' } : {}) });
  const json = `{${fields
    .filter(([name]) => version === 2 || name !== 'extra')
    .map(([name, text]) => `"${name}":${text}`)
    .join(',')}}`;
  const { root } = parseJson(json);
  assert.ok(root !== undefined, json);
  const made = valueFromJson(schema, root);
  assert.ok(made.ok, `${place}: ${json}`);
  return { schema, value: made.value, schemaId: source.schemaId };
}

async function send(topic: string, values: readonly (Buffer | null)[]): Promise<void> {
  const producer = openKafkajs().producer();
  await producer.connect();
  try {
    const messages = values.map((value, offset) => ({
      key: `k${offset}`,
      value,
      timestamp: String(timeOf(offset)),
      headers: Object.fromEntries(headersOf(offset).map(({ name, value: text }) => [name, Buffer.from(text ?? [])])),
    }));
    await producer.send({ topic, messages });
  } finally {
    await producer.disconnect();
  }
}
