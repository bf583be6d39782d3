import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Connection } from '../../../client/cluster/connection.ts';
import { startSession } from '../../../client/cluster/remoteSession.ts';
import type { MessageToSend, PeekOptions, PeekProgress, Session, StageReport } from '../../../client/cluster/session.ts';
import type { ScanOptions, ScanProgress } from '../../../client/records/recordsSession.ts';
import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';
import { CodecError, KafkaError, RegistryError } from '../../../shared/errors.ts';

const never = new AbortController().signal;
const workerPath = fileURLToPath(new URL('../../fakes/sessionWorker.ts', import.meta.url));

function connectionNamed(name: string): Connection {
  return { name, brokers: ['127.0.0.1:1'], tls: undefined, sasl: undefined, registry: undefined, readOnly: false };
}

function open(t: TestContext, name = 'local'): Session {
  const session = startSession(connectionNamed(name), { workerPath });
  t.after(() => session.close());
  return session;
}

function peekOf(topic: string, count = 0): PeekOptions {
  return { topic, count, isolation: 'readCommitted', timeoutMs: 1000, maxBytes: 1000 };
}

const ignore = (): void => undefined;

async function threadOf(session: Session): Promise<string | undefined> {
  return /thread \d+/.exec((await session.listTopics(never))[0]?.name ?? '')?.[0];
}

test('each call reaches the method of its name, and its result comes back as it was', async (t) => {
  const session = open(t);
  assert.deepEqual(await session.describeTopic('orders', never), {
    name: 'orders',
    partitions: [{ partition: 0, leader: 1, replicas: [1], inSyncReplicas: [1], firstOffset: 1n << 60n, endOffset: undefined }],
    configuration: undefined,
  });
  const decoded = await session.decode({ bytes: new Uint8Array([0, 255]), topic: undefined, part: 'key', schema: undefined }, never);
  assert.equal(decoded.evidence, '00ff');
  const tried = await session.tryRecords(
    { ...peekOf('t'), part: 'value', schema: { text: '"int"', references: [], label: '' } },
    ignore,
    never,
  );
  assert.deepEqual([tried.failed[0]?.reason, tried.failed[0]?.listed[0]?.offset], ['"int"', 1n << 60n]);
  assert.deepEqual(await session.listSubjects(never), ['a']);
  assert.equal((await session.fetchVersion('s', 'latest', never)).text, 'latest');
  assert.equal((await session.fetchSchema(31, never)).schemaId, 31);
  assert.equal(await session.findVersion('s', '{}', never), undefined);
  assert.equal((await session.register('s', '"int"', never)).text, '"int"');
  const nothing = { kind: 'null' } as const;
  assert.deepEqual(await session.send({ topic: 't', key: nothing, value: nothing, headers: [], partition: 3 }, never), {
    partition: 3,
    offset: 8n,
  });
});

test('what happens meanwhile is told, before the result', async (t) => {
  const session = open(t);
  const progress: PeekProgress[] = [];
  await session.peek(peekOf('orders', 3), (now) => progress.push(now), never);
  assert.deepEqual(
    progress.map(({ records }) => records),
    [1, 2, 3],
  );
  const stages: StageReport[] = [];
  assert.deepEqual(await session.test((stage) => stages.push(stage), never), { ok: true, stages: [] });
  assert.equal(stages[0]?.message, 'local');
});

for (const { topic, kind, properties } of [
  { topic: 'kafka-error', kind: KafkaError, properties: { code: 'kafka/unknown-topic', retriable: true, remedy: 'Look again.' } },
  { topic: 'codec-error', kind: CodecError, properties: { code: 'codec/invalid-value', position: 3, path: 'a.b' } },
  { topic: 'registry-error', kind: RegistryError, properties: { code: 'registry/not-found', status: 404, errorCode: 40401 } },
  { topic: 'bug', kind: Error, properties: { message: 'undefined is not a function' } },
]) {
  test(`errors keep their kind: ${topic}`, async (t) => {
    const session = open(t);
    await assert.rejects(session.describeTopic(topic, never), (error) => error instanceof kind);
    await assert.rejects(session.describeTopic(topic, never), properties);
  });
}

test('one worker serves many calls at once', async (t) => {
  const session = open(t);
  const threads = await Promise.all([threadOf(session), threadOf(session), threadOf(session)]);
  assert.equal(new Set(threads).size, 1);
});

test('cancelling returns at once, reaches the worker, and disturbs no other call', async (t) => {
  const session = open(t);
  const abort = new AbortController();
  const hanging = session.peek(peekOf('hang', 1), () => abort.abort(), abort.signal);
  await assert.rejects(hanging, { name: 'AbortError' });
  assert.match((await session.listTopics(never))[0]?.name ?? '', /aborted 1$/);
  await assert.rejects(session.listTopics(abort.signal), { name: 'AbortError' });
});

function scanOf(topic: string): ScanOptions {
  const decoding = { profile: automaticProfile, render: defaultRender, masks: [], maxInflatedBytes: 1000 };
  const bounds = { records: 10, bytes: 1000 };
  const what = { topic, start: { kind: 'newest', count: 10 }, partitions: undefined, live: false, filter: undefined } as const;
  return { scan: 'one', mode: 'new', ...what, isolation: 'readCommitted', decoding, limits: { ...bounds, timeoutMs: 1000 }, keep: bounds };
}

test('a scan that is cancelled says how far it came', async (t) => {
  const abort = new AbortController();
  const told: number[] = [];
  const onProgress = ({ scanned }: ScanProgress): void => {
    told.push(scanned);
    abort.abort();
  };
  const scanning = open(t).scan(scanOf('orders'), onProgress, abort.signal);
  assert.deepEqual([(await scanning).scanned, told], [7, [5]]);
});

for (const { topic, outcome } of [
  { topic: 'deaf', outcome: { name: 'AbortError' } },
  { topic: 'exit', outcome: { code: 'kafka/worker-stopped' } },
]) {
  test(`a scan that is cancelled without an answer ends all the same: ${topic}`, async (t) => {
    const abort = new AbortController();
    const scanning = open(t).scan(scanOf(topic), () => abort.abort(), abort.signal);
    await assert.rejects(scanning, outcome);
  });
}

function messageTo(topic: string): MessageToSend {
  return { topic, key: { kind: 'null' }, value: { kind: 'null' }, headers: [] };
}

for (const { name, topic, outcome } of [
  { name: 'before it was on its way', topic: 'hang', outcome: { name: 'AbortError' } },
  { name: 'on its way', topic: 'on its way', outcome: { code: 'kafka/maybe-sent', message: 'It was on its way.' } },
  {
    name: 'by a worker that does not answer',
    topic: 'deaf',
    outcome: { code: 'kafka/maybe-sent', message: 'It was cancelled before the broker of deaf answered.' },
  },
]) {
  test(`sending is not cancelled without a word on the record: ${name}`, async (t) => {
    const session = open(t);
    const abort = new AbortController();
    const sending = session.send(messageTo(topic), abort.signal);
    await session.listTopics(never);
    abort.abort();
    await assert.rejects(sending, outcome);
  });
}

for (const how of ['crash', 'exit', 'close'] as const) {
  test(`a record that was being sent may be written: ${how}`, async (t) => {
    const session = open(t);
    const outcome = { code: 'kafka/maybe-sent', message: `It is not known whether the record was written to ${how}.` };
    const sending = assert.rejects(session.send(messageTo(how), never), outcome);
    if (how === 'close') await session.close();
    await sending;
  });
}

for (const how of ['crash', 'exit']) {
  test(`a worker that dies takes its calls with it, and the next call gets another: ${how}`, async (t) => {
    const session = open(t);
    const thread = await threadOf(session);
    const calls = await Promise.allSettled([session.peek(peekOf('hang'), ignore, never), session.describeTopic(how, never)]);
    for (const call of calls) {
      assert.ok(call.status === 'rejected' && call.reason instanceof KafkaError);
      assert.deepEqual([call.reason.code, call.reason.retriable], ['kafka/worker-stopped', true]);
      assert.match(call.reason.message, /^What works for local in the background has stopped( \(crashed on purpose\))?\.$/);
    }
    assert.notEqual(await threadOf(session), thread);
  });
}

test('a worker that cannot even be started', async (t) => {
  const session = startSession(connectionNamed('local'), { workerPath: `${workerPath}.missing.js` });
  t.after(() => session.close());
  await assert.rejects(session.listTopics(never), { code: 'kafka/worker-stopped' });
});

test('closing ends what is under way, and nothing can be asked any more', async (t) => {
  const session = open(t);
  const hanging = session.peek(peekOf('hang', 1), () => void session.close(), never);
  await assert.rejects(hanging, { code: 'kafka/closed' });
  await assert.rejects(session.listTopics(never), { code: 'kafka/closed' });
  await session.close();
});

test('a session that was never asked anything closes without a worker', async (t) => {
  await open(t).close();
});

test('a worker that does not close is ended within bounds', async () => {
  const session = startSession(connectionNamed('stubborn'), { workerPath });
  await session.listTopics(never);
  const start = performance.now();
  await session.close();
  assert.ok(performance.now() - start < 5000);
});

test('an idle session does not keep the process alive', async () => {
  const program = `
    import { startSession } from ${JSON.stringify(new URL('../../../client/cluster/remoteSession.ts', import.meta.url).href)};
    const session = startSession(${JSON.stringify(connectionNamed('local'))}, { workerPath: ${JSON.stringify(workerPath)} });
    await session.listTopics(new AbortController().signal);
    console.log('asked');
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 30_000 });
  assert.equal(stdout.trim(), 'asked');
});
