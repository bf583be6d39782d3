import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConnections, type ConnectionSettings } from '../../client/connectionSettings.ts';
import { createSecrets, secretKinds, secretsNeeded, type SecretKind, type Secrets } from '../../client/secrets.ts';

const prod = {
  brokers: ['kafka.example:9094', 'kafka2.example:9094'],
  security: 'SASL_SSL',
  ssl: { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' },
  sasl: { mechanism: 'SCRAM-SHA-512', username: 'svc' },
  registry: { url: 'https://registry.example', auth: 'basic', username: 'svc' },
};

function settingsOf(value: unknown, name = 'prod'): ConnectionSettings {
  const settings = parseConnections({ [name]: value })[0]?.settings;
  assert.ok(settings);
  return settings;
}

function inMemory(): { readonly secrets: Secrets; readonly store: Map<string, string> } {
  const store = new Map<string, string>();
  let names: readonly string[] = [];
  const secrets = createSecrets(
    {
      get: (key) => Promise.resolve(store.get(key)),
      store: (key, value) => Promise.resolve(void store.set(key, value)),
      delete: (key) => Promise.resolve(void store.delete(key)),
    },
    { read: () => names, write: (value) => Promise.resolve(void (names = value)) },
  );
  return { secrets, store };
}

for (const { name, kind, change, found } of [
  { name: 'the same settings', kind: 'saslPassword', change: {}, found: true },
  { name: 'the same brokers in another order', kind: 'saslPassword', change: { brokers: [...prod.brokers].reverse() }, found: true },
  { name: 'another registry', kind: 'saslPassword', change: { registry: { url: 'https://other.example' } }, found: true },
  { name: 'another broker', kind: 'saslPassword', change: { brokers: ['evil.example:9094'] }, found: false },
  { name: 'one broker more', kind: 'saslPassword', change: { brokers: [...prod.brokers, 'evil.example:9094'] }, found: false },
  { name: 'no TLS any more', kind: 'saslPassword', change: { security: 'SASL_PLAINTEXT', ssl: {} }, found: false },
  { name: 'another authority', kind: 'saslPassword', change: { ssl: { ca: 'evil.pem' } }, found: false },
  { name: 'a mechanism that shows it', kind: 'saslPassword', change: { sasl: { ...prod.sasl, mechanism: 'PLAIN' } }, found: false },
  { name: 'another user', kind: 'saslPassword', change: { sasl: { ...prod.sasl, username: 'admin' } }, found: false },
  { name: 'the same registry', kind: 'registryPassword', change: { brokers: ['other.example:9094'] }, found: true },
  {
    name: 'another registry',
    kind: 'registryPassword',
    change: { registry: { ...prod.registry, url: 'https://evil.example' } },
    found: false,
  },
  {
    name: 'the same without TLS',
    kind: 'registryPassword',
    change: { registry: { ...prod.registry, url: 'http://registry.example' } },
    found: false,
  },
  ...Object.entries({
    'one more address of the registry': { url: ['https://registry.example', 'https://evil.example'] },
    'a proxy before the registry': { proxy: 'http://evil.example' },
    'an authority of its own for the registry': { ssl: { ca: 'evil.pem' } },
  }).map(([name, change]) => ({
    name,
    kind: 'registryPassword' as const,
    change: { registry: { ...prod.registry, ...change } },
    found: false,
  })),
  { name: 'another user there', kind: 'registryPassword', change: { registry: { ...prod.registry, username: 'admin' } }, found: false },
  {
    name: 'a token at another address',
    kind: 'registryToken',
    change: { registry: { url: 'https://evil.example', auth: 'bearer' } },
    found: false,
  },
  { name: 'the same key', kind: 'keyPassphrase', change: { brokers: ['other.example:9094'] }, found: true },
  { name: 'another key', kind: 'keyPassphrase', change: { ssl: { ...prod.ssl, key: 'other.pem' } }, found: false },
] satisfies { name: string; kind: SecretKind; change: object; found: boolean }[]) {
  test(`secrets: a ${kind} is ${found ? 'found' : 'not given away'} for ${name}`, async () => {
    const { secrets } = inMemory();
    await secrets.store(settingsOf(prod), kind, 'geheim');
    const result = await secrets.find(settingsOf({ ...prod, ...change }), kind);
    assert.deepEqual(result, found ? { state: 'found', value: 'geheim' } : { state: 'forElsewhere' });
  });
}

test('secrets: each kind and each connection has its own', async () => {
  const { secrets } = inMemory();
  await secrets.store(settingsOf(prod), 'saslPassword', 'geheim');
  assert.deepEqual(await secrets.find(settingsOf(prod), 'registryPassword'), { state: 'missing' });
  assert.deepEqual(await secrets.find(settingsOf(prod, 'other'), 'saslPassword'), { state: 'missing' });
});

test('secrets: forgetting leaves nothing of that connection, and all of the others', async () => {
  const { secrets, store } = inMemory();
  for (const kind of secretKinds) await secrets.store(settingsOf(prod), kind, kind);
  await secrets.store(settingsOf(prod, 'other'), 'saslPassword', 'kept');
  assert.deepEqual(secrets.names(), ['prod', 'other']);
  await secrets.forget('prod');
  assert.deepEqual(secrets.names(), ['other']);
  assert.equal(store.size, 1);
  assert.deepEqual(await secrets.find(settingsOf(prod, 'other'), 'saslPassword'), { state: 'found', value: 'kept' });
});

for (const text of ['not JSON', 'null', '{"secret":1,"purpose":"x"}', '"geheim"']) {
  test(`secrets: what was stored as ${text} is asked for again`, async () => {
    const { secrets, store } = inMemory();
    await secrets.store(settingsOf(prod), 'saslPassword', 'geheim');
    for (const key of store.keys()) store.set(key, text);
    assert.deepEqual(await secrets.find(settingsOf(prod), 'saslPassword'), { state: 'missing' });
  });
}

test('secrets: which ones are needed', () => {
  assert.deepEqual(secretsNeeded(settingsOf(prod)), ['saslPassword', 'registryPassword']);
  assert.deepEqual(secretsNeeded(settingsOf({ brokers: ['h:1'] })), []);
  assert.deepEqual(secretsNeeded(settingsOf({ brokers: ['h:1'], registry: { url: 'http://r', auth: 'bearer' } })), ['registryToken']);
});
