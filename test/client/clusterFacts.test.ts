import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterFacts } from '../../client/clusterFacts.ts';
import { parseConnections } from '../../client/connectionSettings.ts';

for (const { name, settings, facts } of [
  {
    name: 'an open cluster without a registry',
    settings: { brokers: ['a:9092', 'b:9092'] },
    facts: { brokers: ['a:9092', 'b:9092'], security: 'PLAINTEXT', mechanism: undefined, user: undefined, registryUrl: undefined },
  },
  {
    name: 'users of both',
    settings: {
      brokers: ['a:9092'],
      security: 'SASL_SSL',
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'svc' },
      registry: { url: 'https://r.example', auth: 'basic', username: 'u' },
    },
    facts: {
      brokers: ['a:9092'],
      security: 'SASL_SSL',
      mechanism: 'SCRAM-SHA-512',
      user: 'svc',
      registryUrl: 'https://r.example',
      registryAuth: 'basic',
      registryUser: 'u',
    },
  },
]) {
  test(`facts of a connection: ${name}`, () => {
    const [connection] = parseConnections({ it: settings });
    assert(connection?.settings !== undefined);
    assert.deepEqual({ ...clusterFacts(connection.settings) }, { registryAuth: 'none', registryUser: undefined, ...facts });
  });
}
