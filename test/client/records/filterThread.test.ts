import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { KafkaRecord } from '../../../client/cluster/cluster.ts';
import { createThreadFilter } from '../../../client/records/filterThread.ts';
import { packRecords, unpackRecords } from '../../../client/records/packedRecords.ts';
import type { RecordFilter } from '../../../client/records/recordFilter.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createFilter, isFilter } from '../../../shared/filter/createFilter.ts';
import type { SchemaSource } from '../../../shared/wire/decoder.ts';
import { automaticProfile } from '../../../shared/wire/profile.ts';

const workerPath = fileURLToPath(new URL('../../../client/cluster/worker.ts', import.meta.url));
const never = new AbortController().signal;
const utf8 = new TextEncoder();

function recordOf(offset: bigint, value: string | Uint8Array | null, more: Partial<KafkaRecord> = {}): KafkaRecord {
  const bytes = typeof value === 'string' ? utf8.encode(value) : value;
  return {
    partition: 2,
    offset,
    timestampMs: 1_767_323_045_678,
    timestampType: 'CreateTime',
    leaderEpoch: 0,
    key: utf8.encode(`key-${offset}`),
    value: bytes,
    headers: [],
    ...more,
  };
}

interface Options {
  readonly registry?: SchemaSource;
  readonly timeoutMs?: number;
}

function open(t: TestContext, text: string, { registry, timeoutMs }: Options = {}): RecordFilter {
  const filter = createFilter(text);
  assert.ok(isFilter(filter));
  const decoding = { profile: automaticProfile, maxInflatedBytes: 1_000_000 };
  const made = createThreadFilter(filter, { workerPath, topic: 'orders', decoding, registry, timeoutMs });
  t.after(() => made.close());
  return made;
}

async function outcomesOf(filter: RecordFilter, records: readonly KafkaRecord[], signal = never): Promise<readonly string[]> {
  return (await filter.test(records, signal)).map(({ outcome }) => outcome);
}

/** How many threads of this process there are besides this one: each has its own port. */
function threads(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker').length;
}

test('records are filtered in a thread', async (t) => {
  const filter = open(t, 'text(value).matches("(?i)PAID") && headers["h"].matches("^x") && offset > 9007199254740996 && key.matches("7")');
  const headers = [{ name: 'h', value: utf8.encode('xyz') }];
  const records = [
    recordOf(9_007_199_254_740_997n, 'paid', { headers }),
    recordOf(9_007_199_254_740_993n, 'paid', { headers }),
    recordOf(7n, 'paid', { headers }),
    recordOf(9_007_199_254_740_997n, 'paid'),
  ];
  assert.deepEqual(await outcomesOf(filter, records), ['match', 'other', 'other', 'untestable']);
  assert.deepEqual(await outcomesOf(filter, []), []);
  const both = await Promise.all([outcomesOf(filter, records.slice(0, 1)), outcomesOf(filter, records.slice(1, 2))]);
  assert.deepEqual(both, [['match'], ['other']]);
});

test('the thread has its schemas from the registry of the one that started it', async (t) => {
  const schema = JSON.stringify({ type: 'record', name: 'Order', fields: [{ name: 'note', type: 'string' }] });
  const asked: number[] = [];
  const refuse = (): Promise<never> => Promise.reject(new RegistryError('registry/not-found', 'Not there.', { status: 404 }));
  const registry: SchemaSource = {
    fetchSchema: (schemaId) => {
      asked.push(schemaId);
      if (schemaId !== 7) return refuse();
      return Promise.resolve({ text: schema, references: [], label: '', schemaId, subject: 'orders-value', version: 1 });
    },
    fetchVersion: refuse,
    listVersions: refuse,
    findSubjectVersions: () => Promise.resolve([{ subject: 'orders-value', version: 1 }]),
    fetchNamed: refuse,
  };
  const filter = open(t, 'value.note.matches("^a+$")', { registry });
  const framed = (schemaId: number, note: string): Uint8Array =>
    new Uint8Array([0, 0, 0, 0, schemaId, 2 * note.length, ...utf8.encode(note)]);
  const records = [recordOf(1n, framed(7, 'aaa')), recordOf(2n, framed(7, 'bbb')), recordOf(3n, framed(8, 'aaa')), recordOf(4n, null)];
  assert.deepEqual(await outcomesOf(filter, records), ['match', 'other', 'untestable', 'untestable']);
  assert.equal(asked.filter((schemaId) => schemaId === 7).length, 1);
});

test('a regular expression that runs for ever is ended with a sentence, and the next call works', async (t) => {
  const filter = open(t, 'value.matches("^(a+)+$")', { timeoutMs: 300 });
  const records = [recordOf(1n, 'aaa'), recordOf(41n, `${'a'.repeat(60)}!`), recordOf(42n, 'a')];
  await assert.rejects(filter.test(records, never), {
    code: 'filter/timeout',
    message: 'The filter took longer than 0.3 s at partition 2, offset 41 and was ended.',
  });
  assert.deepEqual(await outcomesOf(filter, [recordOf(1n, 'aaa'), recordOf(2n, 'b')]), ['match', 'other']);
  const other = open(t, 'value.matches("b")');
  assert.deepEqual(await outcomesOf(other, [recordOf(2n, 'b')]), ['match']);
});

test('an abort ends the thread at once, also while it is busy', async (t) => {
  const filter = open(t, 'value.matches("^(a+)+$")', { timeoutMs: 60_000 });
  assert.deepEqual(await outcomesOf(filter, [recordOf(1n, 'aaa')]), ['match']);
  const abort = new AbortController();
  const running = filter.test([recordOf(1n, `${'a'.repeat(60)}!`)], abort.signal);
  setImmediate(() => abort.abort());
  await assert.rejects(running, { name: 'AbortError' });
  await assert.rejects(filter.test([], abort.signal), { name: 'AbortError' });
  assert.deepEqual(await outcomesOf(filter, [recordOf(1n, 'aaa')]), ['match']);
});

test('after close nothing is left that would keep the process', async () => {
  const before = threads();
  const made = createFilter('value.matches("a")');
  assert.ok(isFilter(made));
  const decoding = { profile: automaticProfile, maxInflatedBytes: 1_000 };
  const filter = createThreadFilter(made, { workerPath, topic: 'orders', decoding, registry: undefined });
  assert.deepEqual(await outcomesOf(filter, [recordOf(1n, 'a')]), ['match']);
  filter.close();
  assert.equal(threads() <= before, true);
});

test('records are packed and unpacked as they were', () => {
  const records: readonly KafkaRecord[] = [
    recordOf(2n ** 63n - 1n, 'value', {
      headers: [
        { name: 'ä', value: null },
        { name: 'ä', value: new Uint8Array([1, 2]) },
        { name: '', value: new Uint8Array() },
      ],
    }),
    recordOf(0n, null, { key: null, timestampMs: -1 }),
    recordOf(5n, '', { key: new Uint8Array() }),
  ];
  const all = unpackRecords(packRecords(records, new Set(['key', 'value'])));
  assert.deepEqual(
    all.map(({ partition, offset, timestampMs, key, value, headers }) => ({ partition, offset, timestampMs, key, value, headers })),
    records.map(({ partition, offset, timestampMs, key, value, headers }) => ({ partition, offset, timestampMs, key, value, headers })),
  );
  assert.deepEqual(
    all.map(({ isTombstone, size }) => [isTombstone, size]),
    [
      [false, 5],
      [true, 0],
      [false, 0],
    ],
  );
  const none = unpackRecords(packRecords(records, new Set()));
  assert.deepEqual(
    none.map(({ key, value, isTombstone, size }) => [key, value, isTombstone, size]),
    [
      [null, null, false, 5],
      [null, null, true, 0],
      [null, null, false, 0],
    ],
  );
});
