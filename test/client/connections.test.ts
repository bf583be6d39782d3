import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEncryptedKey } from '../../client/connections.ts';
import { KnownError } from '../../shared/errors.ts';
import { createFakeContext } from '../fakes/context.ts';

const local = { brokers: ['localhost:9092'] };
const scram = { ...local, security: 'SASL_PLAINTEXT', sasl: { mechanism: 'SCRAM-SHA-256', username: 'svc' } };

test('connections: without any choice the first usable one is active; a choice stays until it is gone', async () => {
  const { context, store } = createFakeContext({ connections: { alpha: { brokers: [] }, beta: local, gamma: local } });
  const { connections } = context;
  assert.equal(connections.active(), 'beta');
  await connections.setActive('gamma');
  assert.equal(connections.active(), 'gamma');
  await store.writeScope('user', { beta: local });
  assert.equal(connections.active(), 'beta');
  await store.writeScope('user', {});
  assert.equal(connections.active(), undefined);
});

test("connections: a new one goes to the user's settings, a known one stays where it is", async () => {
  const { context, store } = createFakeContext({ connections: { mine: local }, workspaceConnections: { ours: local } });
  const settings = context.connections.find('ours')?.settings;
  assert.ok(settings);
  await context.connections.save({ ...settings, readOnly: true });
  assert.deepEqual(store.scopes.workspace, { ours: { ...local, security: 'PLAINTEXT', readOnly: true } });
  await context.connections.save({ ...settings, name: 'new' });
  assert.deepEqual(Object.keys(store.scopes.user ?? {}), ['mine', 'new']);
});

test("connections: a new name takes the old one's place, and the old one's secrets go", async () => {
  const { context, store, secretStore } = createFakeContext({ connections: { old: scram, other: local } });
  const settings = context.connections.find('old')?.settings;
  assert.ok(settings);
  await context.secrets.store(settings, 'saslPassword', 'geheim');
  await context.connections.save({ ...settings, name: 'new' }, 'old');
  assert.deepEqual(Object.keys(store.scopes.user ?? {}), ['other', 'new']);
  assert.equal(secretStore.size, 0);
});

test('connections: removing takes it out of every scope, with its secrets', async () => {
  const { context, store, secretStore } = createFakeContext({
    connections: { prod: scram, other: local },
    workspaceConnections: { prod: scram },
  });
  const settings = context.connections.find('prod')?.settings;
  assert.ok(settings);
  await context.secrets.store(settings, 'saslPassword', 'geheim');
  await context.connections.remove('prod');
  assert.deepEqual(store.scopes, { user: { other: local }, workspace: undefined, workspaceFolder: undefined });
  assert.equal(secretStore.size, 0);
});

test('connections: a missing secret is asked for once, then kept', async () => {
  const { context, ui } = createFakeContext({ connections: { prod: scram }, answers: [{ input: 'geheim' }] });
  const connection = await context.connections.resolve('prod');
  assert.deepEqual(connection.sasl, { mechanism: 'SCRAM-SHA-256', username: 'svc', password: 'geheim' });
  assert.deepEqual(ui.asked, ['password Password of svc on prod']);
  assert.deepEqual(ui.prompts, ['A proof of it goes to localhost:9092 without TLS, never the password itself.']);
  assert.equal((await context.connections.resolve('prod')).sasl?.password, 'geheim');
  assert.equal(ui.asked.length, 1);
});

test('connections: a secret is not sent where a workspace moves the connection to; it is asked for, and says why', async () => {
  const { context, ui, store } = createFakeContext({ connections: { prod: scram }, answers: [{ input: 'geheim' }, 'escape'] });
  await context.connections.resolve('prod');
  await store.writeScope('workspace', { prod: { ...scram, brokers: ['evil.example:9092'] } });
  await assert.rejects(context.connections.resolve('prod'), { name: 'AbortError' });
  assert.equal(
    ui.prompts[1],
    'What is stored was given for other settings, so it is not sent here. A proof of it goes to evil.example:9092 without TLS, never the password itself.',
  );
});

test('connections: a refused secret is asked for again', async () => {
  const { context, ui } = createFakeContext({ connections: { prod: scram }, answers: [{ input: 'wrong' }, { input: 'right' }] });
  await context.connections.resolve('prod');
  context.connections.refused('prod', 'saslPassword');
  assert.equal((await context.connections.resolve('prod')).sasl?.password, 'right');
  assert.match(ui.prompts[1] ?? '', /^The last one was not accepted\./);
  assert.equal((await context.connections.resolve('prod')).sasl?.password, 'right');
});

const pem = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;

test('connections: files become texts, and only an encrypted key needs a passphrase', async () => {
  const tls = { ...local, security: 'SSL', ssl: { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' } };
  const files = { 'ca.pem': pem('CERTIFICATE'), 'cert.pem': pem('CERTIFICATE'), 'key.pem': pem('ENCRYPTED PRIVATE KEY') };
  const { context } = createFakeContext({ connections: { prod: tls }, files, answers: [{ input: 'geheim' }] });
  assert.deepEqual((await context.connections.resolve('prod')).tls, {
    ca: files['ca.pem'],
    cert: files['cert.pem'],
    key: files['key.pem'],
    passphrase: 'geheim',
  });
  assert.equal(isEncryptedKey(pem('PRIVATE KEY')), false);
  assert.equal(isEncryptedKey(`-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES`), true);
});

for (const { name, registry, auth } of [
  { name: 'open', registry: { url: 'http://r' }, auth: { type: 'none' } },
  {
    name: 'basic',
    registry: { url: 'http://r', auth: 'basic', username: 'u' },
    auth: { type: 'basic', username: 'u', password: 'geheim' },
  },
  { name: 'bearer', registry: { url: 'http://r', auth: 'bearer' }, auth: { type: 'bearer', token: 'geheim' } },
]) {
  test(`connections: a registry that is ${name}`, async () => {
    const { context } = createFakeContext({ connections: { prod: { ...local, registry } }, answers: [{ input: 'geheim' }] });
    assert.deepEqual((await context.connections.resolve('prod')).registry, { url: 'http://r', auth });
  });
}

for (const { name, connections, code, message } of [
  { name: 'an unknown name', connections: {}, code: 'connection/unknown', message: 'There is no connection "prod".' },
  {
    name: 'invalid settings',
    connections: { prod: {} },
    code: 'connection/invalid',
    message: 'The settings of prod can\'t be used: "brokers" needs at least one address, such as "localhost:9092".',
  },
  {
    name: 'a file that is not there',
    connections: { prod: { ...local, security: 'SSL', ssl: { ca: 'gone.pem' } } },
    code: 'connection/file',
    message: "The file gone.pem of prod can't be read.",
  },
]) {
  test(`connections: ${name} is a known error`, async () => {
    const { context } = createFakeContext({ connections });
    await assert.rejects(context.connections.resolve('prod'), (error) => {
      assert.ok(error instanceof KnownError);
      assert.equal(error.code, code);
      assert.equal(error.message, message);
      return true;
    });
  });
}
