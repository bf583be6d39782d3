import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { diagnoseTopic } from '../../../client/diagnosis/localDiagnosis.ts';
import type { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { createJudge } from '../../../shared/diagnosis/judge.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import type { HttpFetch } from '../../../shared/registry/http.ts';
import { ProbeCluster, type MadePartition } from '../../fakes/probeCluster.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

// What a person is told first, while the registry is still asked for the schemas of others.

const never = new AbortController().signal;
const order = JSON.stringify({ type: 'record', name: 'Order', fields: [{ name: 'id', type: 'string' }] });
const ticket = JSON.stringify({ type: 'fixed', name: 'Ticket', size: 8 });

interface Held {
  readonly registry: RegistryCache;
  readonly url: string;
  readonly release: () => void;
}

/** A registry that does not answer what has such a path until it is released. */
async function startHeld(t: TestContext, path: RegExp): Promise<Held> {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  t.after(() => fake.close());
  fake.add('orders-value', order);
  fake.add('tickets-value', ticket);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  t.after(release);
  const heldFetch: HttpFetch = async (url, options) => {
    if (path.test(url)) await released;
    return fetch(url, options);
  };
  const client = createRegistryClient({
    url: fake.url,
    auth: { type: 'none' },
    fetch: heldFetch,
    timeoutMs: 60_000,
    retry: { attempts: 1 },
  });
  return { registry: new RegistryCache(client), url: fake.url, release };
}

/** Diagnoses, and releases what is held once the first report was told. */
async function diagnose(
  t: TestContext,
  path: RegExp,
  at: MadePartition['at'],
): Promise<{ readonly first: Diagnosis; readonly end: Diagnosis }> {
  const { registry, url, release } = await startHeld(t, path);
  const cluster = new ProbeCluster([{ end: 30, at }]);
  const endpoint = { url, auth: { type: 'none' } } as const;
  const connection = { name: 'local', brokers: [], tls: undefined, sasl: undefined, registry: endpoint, readOnly: false };
  const request = {
    topic: 'orders',
    samplesPerPartition: 30,
    timeoutMs: 60_000,
    maxBytes: 1 << 20,
    workspace: [],
    watch: false,
    masks: [],
  };
  const told: Diagnosis[] = [];
  const onProgress = (diagnosis: Diagnosis): void => {
    told.push(diagnosis);
    release();
  };
  const end = await diagnoseTopic({ cluster, registry, connection }, request, onProgress, never);
  const [first = end] = told;
  return { first, end };
}

const framed = (offset: number): Buffer => Buffer.concat([Buffer.from('0000000001', 'hex'), Buffer.of(4), Buffer.from(`${10 + offset}`)]);
const stillTried = (things: string): string =>
  `Schemas of other subjects are still being tried on the ${things}: what is said of them may change.`;

test('keys that are text, or what the schema of another subject reads: first a guess, then undecided', async (t) => {
  const { first, end } = await diagnose(t, /tickets-value/, (offset) => ({
    key: Buffer.from(`ticket${10 + offset}`),
    value: framed(offset),
  }));
  assert.equal(first.stage, 'first');
  assert.equal(first.value.state, 'one');
  assert.equal(first.value.classes[0]?.certainty, 'proved');
  assert.deepEqual(
    first.key.classes.map(({ framing, certainty }) => [framing, certainty]),
    [['text', 'guessed']],
  );
  assert.match(first.key.detail, /This is a guess/);
  assert.deepEqual(first.notes, [stillTried('keys')]);
  assert.deepEqual([end.key.state, end.key.readings.map(({ framing }) => framing).sort()], ['undecided', ['bare', 'text']]);
  assert.deepEqual(end.notes, []);
});

test('values that only a schema of another subject reads are not said to be unknown before it was tried', async (t) => {
  const { first, end } = await diagnose(t, /tickets-value/, (offset) => ({ value: Buffer.from([offset, 200, 3, 4, 255, 6, 7, 254]) }));
  assert.equal(first.value.headline, 'No framing and no schema that was tried so far fits the values.');
  assert.equal(first.value.detail, 'Other schemas are still being tried on them.');
  assert.deepEqual(first.value.advice, []);
  assert.deepEqual(first.notes, [stillTried('values')]);
  assert.deepEqual([end.value.state, end.value.classes[0]?.framing, end.notes], ['one', 'bare', []]);
});

test('the list of subjects is not waited for, and nothing is proved without it', async (t) => {
  const { first, end } = await diagnose(t, /subjects(?:\?|$)/, (offset) => ({ value: framed(offset) }));
  assert.deepEqual([first.value.state, first.value.classes[0]?.certainty, first.notes], ['one', 'likely', [stillTried('values')]]);
  assert.deepEqual([end.value.classes[0]?.certainty, end.notes], ['proved', []]);
});

test('a registry that never answers about others ends the wait, and it is said how few were tried', async (t) => {
  const { registry } = await startHeld(t, /tickets-value/);
  const judge = createJudge({
    part: 'value',
    topic: 'shipments',
    registry,
    workspace: [],
    inflate: createInflate(1_000),
    limits: { ms: 20 },
  });
  const bytes = Buffer.from([9, 200, 3, 4, 255, 6, 7, 254]);
  await judge.add([{ partition: 0, offset: 0n, timestampMs: -1, bytes, headers: [] }], never);
  const { state, notes } = judge.judge();
  assert.equal(state, 'unknown');
  assert.match(notes.join(' '), /^The registry has 2 subjects; schemas of 0 were tried/);
});
