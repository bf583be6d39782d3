import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KafkaRecord } from '../../../client/cluster/cluster.ts';
import { createInPlaceFilter } from '../../../client/records/inPlaceFilter.ts';
import { createFilter, isFilter } from '../../../shared/filter/createFilter.ts';
import { createDecoder } from '../../../shared/wire/decoder.ts';
import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';

const decoder = createDecoder({
  registry: undefined,
  topic: 'orders',
  profile: automaticProfile,
  render: defaultRender,
  inflate: (bytes) => bytes,
});

function recordOf(offset: number, value: string): KafkaRecord {
  return {
    partition: 0,
    offset: BigInt(offset),
    timestampMs: 0,
    timestampType: 'CreateTime',
    leaderEpoch: 0,
    key: null,
    value: new TextEncoder().encode(value),
    headers: [],
  };
}

test('what was decoded for the filter is handed on, and nothing else is decoded', async () => {
  const filter = createFilter('value.a > 1');
  assert.ok(isFilter(filter));
  const records = [recordOf(1, '{"a":2}'), recordOf(2, '{"a":1}'), recordOf(3, '{}')];
  const tested = await createInPlaceFilter(filter, decoder).test(records, new AbortController().signal);
  assert.deepEqual(
    tested.map(({ outcome, key, value }) => [outcome, key, value?.text]),
    [
      ['match', undefined, '{"a":2}'],
      ['other', undefined, '{"a":1}'],
      ['untestable', undefined, '{}'],
    ],
  );
});

test('a filter that takes long lets others have their turn, and can be aborted', async () => {
  const list = JSON.stringify(Array.from({ length: 700 }, (_, index) => index));
  const filter = createFilter('value.all(a, value.all(b, a + b >= 0))');
  assert.ok(isFilter(filter));
  const records = Array.from({ length: 5_000 }, (_, index) => recordOf(index, list));
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 10);
  await assert.rejects(createInPlaceFilter(filter, decoder).test(records, abort.signal), { name: 'AbortError' });
});
