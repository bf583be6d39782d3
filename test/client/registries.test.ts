import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegistryConnection } from '../../client/cluster/connection.ts';
import { createRegistries, type Registries } from '../../client/registries.ts';
import { KnownError, RegistryError } from '../../shared/errors.ts';
import { createFakeContext, type FakeContext } from '../fakes/context.ts';
import { FakeRegistrySession } from '../fakes/registrySession.ts';
import type { Answer } from '../fakes/ui.ts';

const { signal } = new AbortController();
const brokers = ['localhost:9092'];
const open = { brokers, registry: { url: 'http://localhost:8081' } };
const guarded = {
  brokers,
  security: 'SASL_PLAINTEXT',
  sasl: { mechanism: 'PLAIN', username: 'svc' },
  registry: { url: 'https://r.example', auth: 'basic', username: 'u' },
};

interface Started {
  readonly connection: RegistryConnection;
  readonly session: FakeRegistrySession;
}

function create(
  connections: Readonly<Record<string, unknown>>,
  answers: readonly Answer[] = [],
): FakeContext & { readonly parts: Registries; readonly sessions: Started[]; readonly told: string[] } {
  const fake = createFakeContext({ connections, answers });
  const sessions: Started[] = [];
  let now = 0;
  const parts = createRegistries(
    fake.context.connections,
    (connection) => {
      const session = new FakeRegistrySession();
      sessions.push({ connection, session });
      return session;
    },
    () => ++now,
  );
  const told: string[] = [];
  parts.onDidChange((name) => told.push(`changed ${name ?? 'all'}`));
  parts.onDidWrite(({ connection, subject }) => told.push(`wrote ${connection} ${subject ?? '(global)'}`));
  return { ...fake, parts, sessions, told };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof KnownError, String(error));
  return error.code;
}

test('those that have a registry and can be used are listed, the active one first', async () => {
  const { parts, context } = create({ a: open, b: { brokers }, c: { brokers: 1 }, d: { ...open, readOnly: true } });
  assert.deepEqual(parts.list(), ['a', 'd']);
  await context.connections.setActive('d');
  assert.deepEqual(parts.list(), ['d', 'a']);
  assert.deepEqual([parts.isReadOnly('a'), parts.isReadOnly('d')], [false, true]);
});

test('a session is started once, for whoever asks, and its state follows its calls', async () => {
  const { parts, sessions, told } = create({ a: open });
  assert.deepEqual(parts.state('a'), { kind: 'unasked' });
  const [one, two] = await Promise.all([parts.open('a', { ask: false }, signal), parts.open('a', { ask: true }, signal)]);
  assert.equal(one, two);
  assert.equal(sessions.length, 1);
  const asked = one.listSubjects({ deleted: false }, signal);
  assert.deepEqual(parts.state('a'), { kind: 'asking' });
  await asked;
  assert.deepEqual(parts.state('a').kind, 'answered');
  sessions[0]?.session.fail('all', new RegistryError('registry/subject-not-found', 'No.', { status: 404 }));
  await codeOf(one.listVersions('s', { deleted: false }, signal));
  assert.equal(parts.state('a').kind, 'answered', 'a refusal is an answer');
  const down = new RegistryError('registry/unreachable', 'Down.', { retriable: true });
  sessions[0]?.session.fail('all', down);
  await codeOf(one.listVersions('s', { deleted: false }, signal));
  const state = parts.state('a');
  assert.ok(state.kind === 'failed' && state.error === down && state.lastAnsweredMs !== undefined);
  assert.deepEqual(told, ['changed a', 'changed a', 'changed a']);
});

test('only what may ask asks for a secret, for that of the registry alone, and once', async () => {
  const { parts, sessions, ui } = create({ a: guarded }, [{ input: 'geheim' }]);
  assert.equal(await codeOf(parts.open('a', { ask: false }, signal)), 'connection/secret');
  assert.equal(parts.state('a').kind, 'failed');
  await Promise.all([parts.open('a', { ask: true }, signal), parts.open('a', { ask: true }, signal)]);
  assert.deepEqual(sessions[0]?.connection.registry.auth, { type: 'basic', username: 'u', password: 'geheim' });
  assert.equal(sessions.length, 1);
  assert.equal(ui.unused.length, 0);
});

test('what was refused is asked for again, and never by the background', async () => {
  const { parts, sessions } = create({ a: guarded }, [{ input: 'wrong' }, { input: 'right' }]);
  const session = await parts.open('a', { ask: true }, signal);
  sessions[0]?.session.fail('all', new RegistryError('registry/unauthorized', 'No.', { status: 401 }));
  assert.equal(await codeOf(session.describe(signal)), 'registry/unauthorized');
  assert.ok(sessions[0]?.session.closed);
  assert.equal(await codeOf(parts.open('a', { ask: false }, signal)), 'connection/secret');
  await parts.open('a', { ask: true }, signal);
  assert.deepEqual(sessions[1]?.connection.registry.auth, { type: 'basic', username: 'u', password: 'right' });
});

test('whoever wants to know is told what was written, also where it is not known', async () => {
  const { parts, sessions, told } = create({ a: open });
  const session = await parts.open('a', { ask: false }, signal);
  const request = { subject: 's', text: '"int"', references: [], normalize: false };
  await session.register(request, signal);
  await session.setLevel(undefined, 'FULL', signal);
  await session.deleteVersion('s', 1, { permanent: false }, signal);
  sessions[0]?.session.fail('register', new RegistryError('registry/timeout', 'Late.', { retriable: true }));
  await codeOf(session.register(request, signal));
  sessions[0]?.session.fail('register', new RegistryError('registry/incompatible', 'No.', { status: 409 }));
  await codeOf(session.register(request, signal));
  assert.deepEqual(
    told.filter((what) => what.startsWith('wrote')),
    ['wrote a s', 'wrote a (global)', 'wrote a s', 'wrote a s'],
  );
});

test('a session is closed when the settings of its registry change, and only then', async () => {
  const { parts, sessions, store, told } = create({ a: open, b: open });
  for (const name of ['a', 'b']) await (await parts.open(name, { ask: false }, signal)).describe(signal);
  const change = (a: unknown): Promise<void> => store.writeScope('user', { a, b: open });
  await change({ ...open, brokers: ['other:9092'] });
  assert.deepEqual(
    sessions.map(({ session }) => session.closed),
    [false, false],
  );
  await change({ ...open, registry: { url: 'http://localhost:8082' } });
  await Promise.resolve();
  assert.deepEqual([parts.state('a').kind, parts.state('b').kind], ['unasked', 'answered']);
  assert.equal(told.at(-1), 'changed all');
  await (await parts.open('a', { ask: false }, signal)).describe(signal);
  assert.deepEqual(
    sessions.map(({ session }) => session.closed),
    [true, false, false],
  );
  assert.equal(sessions[2]?.connection.registry.url, 'http://localhost:8082');
  await parts.closeAll();
  assert.ok(sessions.every(({ session }) => session.closed));
});

test('a refresh forgets what sessions know, and is told', async () => {
  const { parts, sessions, told } = create({ a: open, b: open });
  for (const name of ['a', 'b']) await parts.open(name, { ask: false }, signal);
  await parts.refresh('b');
  await parts.refresh();
  assert.deepEqual(
    sessions.map(({ session }) => session.calls),
    [['refresh'], ['refresh', 'refresh']],
  );
  assert.deepEqual(told, ['changed b', 'changed all']);
});

for (const { name, code } of [
  { name: 'none', code: 'connection/unknown' },
  { name: 'broken', code: 'connection/invalid' },
  { name: 'without', code: 'registry/none' },
]) {
  test(`opening fails: ${code}`, async () => {
    const { parts } = create({ broken: { brokers: 1 }, without: { brokers } });
    assert.equal(await codeOf(parts.open(name, { ask: true }, signal)), code);
  });
}
