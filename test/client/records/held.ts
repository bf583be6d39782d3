import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { KafkaRecord } from '../../../client/cluster/cluster.ts';
import { createLocalRecords } from '../../../client/records/localRecords.ts';
import type { Decoding, RecordsSession, ScanOptions, ScanProgress } from '../../../client/records/recordsSession.ts';
import { firstView, type RecordsView, type RowsAnswer, type RowView } from '../../../client/records/recordsView.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import { ScanCluster } from '../../fakes/scanCluster.ts';

export const never = new AbortController().signal;

export const decoding: Decoding = { profile: automaticProfile, render: defaultRender, masks: [], maxInflatedBytes: 1 << 20 };

/** What a scan of "orders" named "a" reads: all, oldest first, where a test says nothing else. */
export function options(given: Partial<ScanOptions> = {}): ScanOptions {
  return {
    scan: 'a',
    mode: 'new',
    topic: 'orders',
    start: { kind: 'oldest', count: 1_000_000 },
    partitions: undefined,
    live: false,
    isolation: 'readCommitted',
    filter: undefined,
    decoding,
    limits: { records: 1_000_000, bytes: 1 << 30, timeoutMs: 60_000 },
    keep: { records: 100_000, bytes: 1 << 28 },
    ...given,
  };
}

export interface Opened {
  readonly cluster: ScanCluster;
  readonly session: RecordsSession;
}

export function open(records: readonly KafkaRecord[], registry?: RegistryCache): Opened {
  const cluster = new ScanCluster(records);
  return { cluster, session: createLocalRecords({ cluster, registry, workerPath: undefined }) };
}

/** A registry that holds these schemas as versions of `orders-value`, with ids from 1 on. */
export async function openRegistry(t: TestContext, ...schemas: readonly unknown[]): Promise<RegistryCache> {
  const registry = await FakeRegistry.start();
  t.after(() => registry.close());
  for (const [index, schema] of schemas.entries()) registry.add('orders-value', JSON.stringify(schema), { schemaId: index + 1 });
  return new RegistryCache(createRegistryClient({ url: registry.url, auth: { type: 'none' }, fetch }));
}

/** A value behind a Confluent prefix. */
export function framed(schemaId: number, schema: unknown): (value: Value) => Buffer {
  const parsed = parseSchema(JSON.stringify(schema)).schema ?? assert.fail('no schema');
  const write = compileWriter(parsed);
  const head = Buffer.alloc(5);
  head.writeInt32BE(schemaId, 1);
  return (value) => Buffer.concat([head, write(value)]);
}

export function scan(session: RecordsSession, given: Partial<ScanOptions> = {}): Promise<ScanProgress> {
  return session.scan(options(given), () => undefined, never);
}

export function rowsOf(session: RecordsSession, view: Partial<RecordsView> = {}, from = 0, count = 1000): Promise<RowsAnswer> {
  return session.rows({ scan: 'a', view: { ...firstView, ...view }, from, count }, never);
}

/** "0/5" of each. */
export function places(rows: readonly RowView[]): readonly string[] {
  return rows.map(({ partition, offset }) => `${partition}/${offset}`);
}
