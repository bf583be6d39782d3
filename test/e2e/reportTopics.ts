import assert from 'node:assert/strict';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { Value } from '../../shared/avro/value.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import type { MadePartition } from '../fakes/probeCluster.ts';

/** A topic that is made up, and the schemas that there are beside it. */
export interface MadeTopic {
  readonly name: string;
  readonly partitions: readonly MadePartition[];
  /** Of the registry. */
  readonly schemas: readonly { readonly subject: string; readonly schema: unknown; readonly schemaId: number }[];
  readonly workspace: readonly SchemaText[];
}

const exampleSchema = {
  ...{ type: 'record', name: 'ExampleMessage', namespace: 'example.avro' },
  fields: [
    { name: 'field_1', type: 'string' },
    { name: 'field_2', type: 'int' },
    { name: 'field_3', type: { type: 'array', items: 'int' } },
  ],
};

export function writer(schema: unknown): (value: Value) => Buffer {
  const write = compileWriter(parseSchema(JSON.stringify(schema)).schema ?? assert.fail('no schema'));
  return (value) => Buffer.from(write(value));
}

/** Behind a Confluent prefix. */
export function framed(schemaId: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(schemaId, 1);
  return Buffer.concat([head, payload]);
}

const writeExample = writer(exampleSchema);
/** Its text is empty now and then, as in real data: then the bare value begins with 00. */
export const example = (index: number): Buffer =>
  writeExample({ field_1: index % 20 === 7 ? '' : `field_1_${index}`, field_2: index % 1000, field_3: [index % 50] });

const textKey = (offset: number): Buffer => Buffer.from(`key-${offset}`);
/** The switch was at two minutes past two; a record each second. */
const switchMs = new Date(2026, 10, 10, 14, 2, 7).getTime();

const switched = (first: number, change: number, end: number): MadePartition => ({
  ...{ first, end },
  at: (offset) => ({
    key: textKey(offset),
    timestampMs: switchMs + (offset - change) * 1000,
    value: offset < change ? framed(12, example(offset)) : example(offset),
  }),
});

const exampleSubject = { subject: 'example-messages-value', schema: exampleSchema, schemaId: 12 };

/** A framing that changed in each partition, as in the picture that the page is made after. */
export const switchedTopic = (): MadeTopic => ({
  name: 'example-messages',
  partitions: [switched(0, 18_204, 20_412), switched(0, 18_197, 20_400), switched(1530, 18_232, 20_392)],
  schemas: [exampleSubject],
  workspace: [],
});

const flags = {
  ...{ type: 'record', name: 'FeatureFlag' },
  fields: [
    { name: 'flag', type: 'boolean' },
    { name: 'count', type: 'long' },
  ],
};
const counters = [
  {
    ...{ type: 'record', name: 'Counters' },
    fields: ['a', 'b', 'c'].map((name) => ({ name, type: ['long', 'null'] })),
  },
  'null',
];

/** Four records that are read by a registered schema behind a frame, and by a workspace's without. */
export const undecidedTopic = (): MadeTopic => ({
  name: 'telemetry',
  partitions: [
    {
      end: 4,
      at: (offset) => ({
        timestampMs: switchMs + offset * 60_000,
        value: framed(2, Buffer.of(0, [10, 12, 16, 10][offset] ?? 10)),
      }),
    },
  ],
  schemas: [{ subject: 'feature-flags-value', schema: flags, schemaId: 2 }],
  workspace: [{ text: JSON.stringify(counters), references: [], label: 'Counters.avsc' }],
});

/** One more, which is none of Counters. */
export const decisive = (topic: MadeTopic): void => {
  const [partition] = topic.partitions;
  assert.ok(partition);
  const { at } = partition;
  Object.assign(partition, { end: 5, at: (offset: number) => (offset === 4 ? { value: framed(2, Buffer.of(1, 4)) } : at(offset)) });
};

const item = {
  ...{ type: 'record', name: 'Item' },
  fields: [
    { name: 'sku', type: 'string' },
    { name: 'quantity', type: 'int' },
  ],
};
const orderVersions = [0, 1, 2].map((version) => ({
  ...{ type: 'record', name: 'Order', namespace: 'com.example' },
  fields: [
    { name: 'order_id', type: 'string' },
    { name: 'items', type: { type: 'array', items: item } },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] } },
    ...(version > 0 ? [{ name: 'note', type: ['null', 'string'], default: null }] : []),
    ...(version > 1 ? [{ name: 'channel', type: 'string', default: 'web' }] : []),
  ],
}));
const orderIds = [9, 10, 13];
const writeOrder = orderVersions.map(writer);
const order = (offset: number): Buffer => {
  const version = offset % 3;
  const note = offset % 2 === 0 ? null : 'left at the door';
  const value = {
    ...{ order_id: `o-${1000 + offset}`, items: [{ sku: 'A-7', quantity: 2 }], status: 'PAID' },
    ...(version > 0 && { note }),
    ...(version > 1 && { channel: 'app' }),
  };
  return framed(orderIds[version] ?? 9, writeOrder[version]?.(value) ?? Buffer.alloc(0));
};
const orderSchemas = orderVersions.map((schema, index) => ({ subject: 'orders-value', schema, schemaId: orderIds[index] ?? 0 }));

/** All of one framing, by three versions of the topic's own subject. */
export const fineTopic = (): MadeTopic => ({
  name: 'orders',
  partitions: [4172, 4191, 4117].map((end) => ({
    end,
    at: (offset) => ({ key: textKey(offset), timestampMs: switchMs + offset * 1000, value: order(offset) }),
  })),
  schemas: orderSchemas,
  workspace: [],
});

/** Nothing was ever written. */
export const emptyTopic = (): MadeTopic => ({ ...fineTopic(), name: 'nothing', partitions: [{ end: 0, at: () => undefined }] });

/** Deletions alone. */
export const tombstonesTopic = (): MadeTopic => ({
  ...fineTopic(),
  name: 'deleted',
  partitions: [{ end: 20, at: (offset) => ({ key: textKey(offset) }) }],
});

/** Keys that are Avro, behind values that are plain text. */
export const keysTopic = (): MadeTopic => ({
  name: 'sessions',
  partitions: [{ end: 300, at: (offset) => ({ key: framed(12, example(offset)), value: Buffer.from(`session ${offset} was opened`) }) }],
  schemas: [{ ...exampleSubject, subject: 'sessions-key' }],
  workspace: [],
});

/** Keys and values that are Avro. */
export const bothTopic = (): MadeTopic => ({
  name: 'both',
  partitions: [{ end: 300, at: (offset) => ({ key: framed(12, example(offset)), value: offset < 200 ? order(offset) : example(offset) }) }],
  schemas: [{ ...exampleSubject, subject: 'both-key' }, ...orderSchemas.map((one) => ({ ...one, subject: 'both-value' }))],
  workspace: [],
});

const longName = (what: string): string => `${what}.${'of-a-department-that-likes-its-names-long.'.repeat(4)}v1`;
const longField = `a_field_with_a_name_${'that_goes_on_'.repeat(8)}`;

/** Names as long as Kafka and registries take them. */
export const longTopic = (): MadeTopic => {
  const schema = { type: 'record', name: 'L', fields: [{ name: longField, type: 'string' }] };
  const write = writer(schema);
  const value = (offset: number): Buffer => write({ [longField]: 'x'.repeat(900) + String(offset) });
  const name = longName('topic');
  return {
    name,
    partitions: [
      { end: 1_000_000_000, at: (offset) => ({ value: offset < 400_000_000 ? framed(2_000_000_007, value(offset)) : value(offset) }) },
    ],
    schemas: [{ subject: `${name}-value`, schema, schemaId: 2_000_000_007 }],
    workspace: [],
  };
};

/** So many partitions that they do not all fit on a screen; every third one's framing has changed, and some are empty. */
export const wideTopic = (): MadeTopic => ({
  ...switchedTopic(),
  partitions: Array.from({ length: 60 }, (_, index) =>
    index % 10 === 9 ? { end: 0, at: () => undefined } : switched(0, index % 3 === 0 ? 60 + index : 1000, 200 + index),
  ),
});

/** Eight kinds of values among each other. */
export const motleyTopic = (): MadeTopic => {
  const kinds: readonly ((offset: number) => Uint8Array | null)[] = [
    (offset) => framed(12, example(offset)),
    example,
    () => null,
    (offset) => framed(4711, example(offset)),
    (offset) => framed(12, framed(12, example(offset))),
    (offset) => framed(12, Buffer.from(JSON.stringify({ offset, kind: 'json behind a frame' }))),
    (offset) => Buffer.concat([framed(12, example(offset)), Buffer.of(1, 2, 3)]),
    (offset) => Buffer.from(JSON.stringify({ offset, kind: 'json' })),
    (offset) => order(offset),
  ];
  return {
    name: 'example-messages',
    partitions: [
      { end: 360, at: (offset) => ({ key: textKey(offset), value: kinds[Math.floor(offset / 40) % kinds.length]?.(offset) ?? null }) },
      { end: 90, at: (offset) => ({ key: textKey(offset), value: kinds[offset % kinds.length]?.(offset) ?? null }) },
    ],
    schemas: [exampleSubject, ...orderSchemas],
    workspace: [],
  };
};
