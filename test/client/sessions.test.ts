import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError } from '../../shared/errors.ts';
import type { Session } from '../../client/cluster/session.ts';
import { createFakeContext, type FakeContext } from '../fakes/context.ts';
import { FakeSession } from '../fakes/session.ts';

const { signal } = new AbortController();
const local = { brokers: ['localhost:9092'] };
const scram = { ...local, security: 'SASL_PLAINTEXT', sasl: { mechanism: 'PLAIN', username: 'svc' } };

/** The states that a connection goes through, one after the other. */
function watch({ context }: FakeContext, name = 'local'): string[] {
  const states: string[] = [];
  context.sessions.onDidChange((changed) => {
    if (changed === name) states.push(context.sessions.state(name).kind);
  });
  return states;
}

function withSession(methods: Partial<Session>, connections: Readonly<Record<string, unknown>> = { local }): FakeContext {
  return createFakeContext({ connections, session: () => new FakeSession(methods) });
}

const unreachable = new KafkaError('kafka/unreachable', 'localhost:9092 refuses the connection.');

test('sessions: one session for each connection, also where it is asked for twice at once', async () => {
  const fake = createFakeContext({ connections: { local, other: local } });
  const { sessions } = fake.context;
  const [one, two] = await Promise.all([sessions.open('local', signal), sessions.open('local', signal)]);
  assert.equal(one, two);
  await sessions.open('other', signal);
  assert.deepEqual(
    fake.started.map(({ connection }) => connection.name),
    ['local', 'other'],
  );
});

test('sessions: opening reaches nothing; the first call to the cluster does', async () => {
  const fake = withSession({ listTopics: () => Promise.resolve([]) });
  const states = watch(fake);
  const session = await fake.context.sessions.open('local', signal);
  assert.deepEqual(states, []);
  await session.listTopics(signal);
  await session.listTopics(signal);
  assert.deepEqual(states, ['connecting', 'connected']);
});

for (const { name, error, states } of [
  { name: 'a broker that is not there', error: unreachable, states: ['connecting', 'failed'] },
  { name: 'a bad certificate', error: new KafkaError('kafka/tls-untrusted', 'x'), states: ['connecting', 'failed'] },
  { name: 'a topic that is not there', error: new KafkaError('kafka/unknown-topic', 'x'), states: ['connecting', 'connected'] },
  { name: 'an abort', error: new DOMException('Cancelled.', 'AbortError'), states: ['connecting', 'disconnected'] },
]) {
  test(`sessions: after ${name}`, async () => {
    const fake = withSession({ listTopics: () => Promise.reject(error) });
    const seen = watch(fake);
    await assert.rejects(fake.context.sessions.connect('local', signal), { name: error.name });
    assert.deepEqual(seen, states);
  });
}

test('sessions: a call that fails later shows in the state, and so does one that works again', async () => {
  let error: KafkaError | undefined;
  const fake = withSession({ listTopics: () => (error === undefined ? Promise.resolve([]) : Promise.reject(error)) });
  const session = await fake.context.sessions.connect('local', signal);
  error = unreachable;
  await assert.rejects(session.listTopics(signal));
  assert.deepEqual(fake.context.sessions.state('local'), { kind: 'failed', error: unreachable });
  error = undefined;
  const states = watch(fake);
  await session.listTopics(signal);
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('sessions: a password that was refused is asked for again by the next session', async () => {
  const fake = createFakeContext({
    connections: { local: scram },
    answers: [{ input: 'wrong' }, { input: 'right' }],
    session: ({ sasl }) =>
      new FakeSession({
        listTopics: () =>
          sasl?.password === 'right' ? Promise.resolve([]) : Promise.reject(new KafkaError('kafka/authentication-failed', 'x')),
      }),
  });
  await assert.rejects(fake.context.sessions.connect('local', signal));
  assert.equal(fake.context.sessions.state('local').kind, 'failed');
  await fake.context.sessions.connect('local', signal);
  assert.deepEqual(
    fake.started.map(({ session }) => session.closed),
    [true, false],
  );
});

test('sessions: a secret that is not given leaves nothing behind', async () => {
  const fake = createFakeContext({ connections: { local: scram }, answers: ['escape', { input: 'geheim' }] });
  await assert.rejects(fake.context.sessions.open('local', signal), { name: 'AbortError' });
  assert.equal(fake.context.sessions.state('local').kind, 'disconnected');
  await fake.context.sessions.open('local', signal);
  assert.equal(fake.started.length, 1);
});

test("sessions: settings that can't be used fail the connection", async () => {
  const fake = createFakeContext({ connections: { local: {} } });
  await assert.rejects(fake.context.sessions.open('local', signal), { code: 'connection/invalid' });
  assert.equal(fake.context.sessions.state('local').kind, 'failed');
});

test('sessions: closing ends the session, and the next one is new', async () => {
  const fake = withSession({ listTopics: () => Promise.resolve([]) });
  await fake.context.sessions.connect('local', signal);
  const states = watch(fake);
  await fake.context.sessions.close('local');
  assert.deepEqual(states, ['disconnected']);
  await fake.context.sessions.connect('local', signal);
  assert.deepEqual(
    fake.started.map(({ session }) => session.closed),
    [true, false],
  );
});

test('sessions: what a closed session still says changes nothing', async () => {
  let fail: (error: Error) => void = () => undefined;
  const fake = withSession({ listTopics: () => new Promise((_resolve, reject) => (fail = reject)) });
  const connecting = fake.context.sessions.connect('local', signal);
  await fake.context.sessions.open('local', signal);
  await Promise.resolve();
  await fake.context.sessions.close('local');
  fail(unreachable);
  await assert.rejects(connecting, { name: 'AbortError' });
  assert.equal(fake.context.sessions.state('local').kind, 'disconnected');
});

test('sessions: other settings need another session; those of others do not', async () => {
  const fake = createFakeContext({ connections: { local, other: local } });
  await fake.context.sessions.open('local', signal);
  await fake.context.sessions.open('other', signal);
  await fake.store.writeScope('user', { local: { ...local, readOnly: true }, other: local });
  await fake.started[0]?.session.whenClosed;
  assert.equal(fake.started[1]?.session.closed, false);
  await fake.store.writeScope('user', {});
  await fake.started[1].session.whenClosed;
  assert.equal(fake.context.sessions.state('other').kind, 'disconnected');
});

test('sessions: a failed connection is given another chance by other settings', async () => {
  const fake = withSession({ listTopics: () => Promise.reject(unreachable) });
  await assert.rejects(fake.context.sessions.connect('local', signal));
  await fake.store.writeScope('user', { local: { brokers: ['localhost:9093'] } });
  assert.equal(fake.context.sessions.state('local').kind, 'disconnected');
});

test('sessions: whoever stops waiting does not stop the others', async () => {
  const fake = createFakeContext({ connections: { local } });
  const controller = new AbortController();
  const impatient = fake.context.sessions.open('local', controller.signal);
  const patient = fake.context.sessions.open('local', signal);
  controller.abort();
  await assert.rejects(impatient, { name: 'AbortError' });
  assert.ok(await patient);
});

test('sessions: a test has a session of its own, which is closed', async () => {
  const report = { ok: true, stages: [] };
  const fake = withSession({ test: () => Promise.resolve(report) });
  const connection = await fake.context.connections.resolve('local');
  assert.equal(await fake.context.sessions.test(connection, () => undefined, signal), report);
  assert.deepEqual(
    fake.started.map(({ session }) => session.closed),
    [true],
  );
  assert.equal(fake.context.sessions.state('local').kind, 'disconnected');
});
