import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosePartition } from '../../../client/cluster/partitioner.ts';
import type { PartProfile } from '../../../shared/wire/profile.ts';
import { record } from '../../fakes/scanCluster.ts';
import { decoding, framed, never, open, openRegistry, places, rowsOf, scan } from './held.ts';

const schema = {
  type: 'record',
  name: 'Key',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'a b', type: ['null', 'string'] },
  ],
};
const text = { type: 'string' };

for (const { name, keys, framing, schemas, typed, bytes, filter, encoding } of [
  { name: 'text', keys: ['A-1', 'B'], typed: 'A-1', filter: 'key == "A-1"', encoding: 'UTF-8 text' },
  { name: 'text with quotes', keys: ['a"b'], typed: 'a"b', filter: 'key == "a\\"b"', encoding: 'UTF-8 text' },
  { name: 'no keys at all', keys: [], typed: 'x', filter: 'key == "x"', encoding: 'UTF-8 text' },
  { name: 'JSON', keys: ['{"id":5}', '{"id":6}'], typed: '{"id":5}', filter: 'key.id == 5', encoding: 'JSON' },
  {
    name: 'a Kafka long',
    keys: [Buffer.from('0020000000000001', 'hex'), Buffer.from('0020000000000000', 'hex')],
    ...{ framing: 'long', typed: '9007199254740993', filter: 'key == 9007199254740993', encoding: 'Kafka long' },
  },
  { name: 'a Kafka int', keys: [Buffer.from('fffffffe', 'hex')], framing: 'int', typed: '-2', filter: 'key == -2', encoding: 'Kafka int' },
  {
    name: 'a text of a schema',
    ...{ keys: [framed(1, text)('A-1'), framed(1, text)('B')], schemas: [text], typed: 'A-1' },
    ...{ filter: 'key == "A-1"', encoding: 'orders-value v1 with Confluent prefix' },
  },
  {
    name: 'a record of a schema',
    ...{ keys: [framed(1, schema)({ id: 2n ** 60n, 'a b': 'x' }), framed(1, schema)({ id: 1, 'a b': null })], schemas: [schema] },
    ...{ typed: '{"id": 1152921504606846976, "a b": "x"}', filter: 'key.id == 1152921504606846976 && key["a b"] == "x"' },
    encoding: 'orders-value v1 with Confluent prefix',
  },
  { name: 'bytes', keys: [Buffer.from('00ff', 'hex')], typed: 'hex:00ff', filter: 'key == b"\\x00\\xff"', encoding: 'bytes' },
] as {
  name: string;
  keys: (string | Buffer)[];
  framing?: PartProfile['framing'];
  schemas?: unknown[];
  typed: string;
  bytes?: Buffer;
  filter: string;
  encoding: string;
}[]) {
  test(`a key is where Java's partitioner puts it, and its filter finds it alone: ${name}`, async (t) => {
    const records = keys.map((key, index) =>
      record({ offset: BigInt(index), timestampMs: 1000 - index, key: Buffer.from(key), text: 'x' }),
    );
    const { session, cluster } = open(records, schemas && (await openRegistry(t, ...schemas)));
    cluster.partitions = 7;
    const key = { framing: framing ?? 'automatic', schema: undefined, reader: undefined } as const;
    const own = { ...decoding, profile: { ...decoding.profile, key } };
    const found = await session.locateKey({ topic: 'orders', key: typed, decoding: own }, never);
    assert.deepEqual([found.filter, found.encoding, found.partitions], [filter, encoding, 7]);
    const [first] = keys;
    const wanted = bytes ?? Buffer.from(first ?? typed);
    const partitions = Array.from({ length: 7 }, (_, partition) => ({ partition, leader: 1 }));
    assert.equal(found.partition, choosePartition(wanted, partitions));
    if (keys.length === 0) return;
    await scan(session, { filter: found.filter, decoding: own });
    assert.deepEqual(places((await rowsOf(session)).rows), ['0/0']);
  });
}

for (const { name, framing, typed } of [
  { name: 'no number', framing: 'long', typed: 'x' },
  { name: 'a number that is too large', framing: 'int', typed: '2147483648' },
  { name: 'no UUID', framing: 'uuid', typed: '123' },
  { name: 'no JSON', framing: 'json', typed: '{' },
] as const) {
  test(`what is no such key is refused: ${name}`, async () => {
    const { session } = open([]);
    const key = { framing, schema: undefined, reader: undefined };
    const request = { topic: 'orders', key: typed, decoding: { ...decoding, profile: { ...decoding.profile, key } } };
    await assert.rejects(session.locateKey(request, never), { code: 'codec/invalid-value' });
  });
}

test('keys in a frame that is not written here say so', async () => {
  const { session } = open([]);
  const key = { framing: 'glue', schema: undefined, reader: undefined } as const;
  const request = { topic: 'orders', key: 'x', decoding: { ...decoding, profile: { ...decoding.profile, key } } };
  await assert.rejects(session.locateKey(request, never), { code: 'kafka/key-not-encoded' });
});
