import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'jsonc-parser';
import { namedCluster } from '../../tools/demo/cluster.ts';
import { enterConnection } from '../../tools/demo/workspace.ts';

const local = { name: 'local', brokers: ['127.0.0.1:1'], registryUrl: 'http://127.0.0.1:2/apis/ccompat/v7' };
const entered = { brokers: ['127.0.0.1:1'], security: 'PLAINTEXT', registry: { url: 'http://127.0.0.1:2/apis/ccompat/v7' } };

for (const { name, before, connections } of [
  { name: 'into nothing', before: '{}\n', connections: { local: entered } },
  {
    name: 'the ports change',
    before: '{"avroWorkbench.connections":{"local":{"brokers":["127.0.0.1:9"]}}}',
    connections: { local: entered },
  },
  {
    name: "beside a person's own",
    before: '{\n  // mine\n  "avroWorkbench.connections": { "prod": { "brokers": ["kafka:9092"] } }\n}\n',
    connections: { prod: { brokers: ['kafka:9092'] }, local: entered },
  },
  {
    name: 'in place of the one that leads nowhere now',
    before: '{"avroWorkbench.connections":{"cluster":{"brokers":["kafka:9092"]}}}',
    connections: { local: entered },
  },
]) {
  test(`the demo enters its connection: ${name}`, () => {
    const text = enterConnection(before, local);
    assert.deepEqual((parse(text) as Record<string, unknown>)['avroWorkbench.connections'], connections);
    assert.equal(text.includes('// mine'), before.includes('// mine'));
  });
}

for (const { name, env, cluster } of [
  { name: 'none', env: {}, cluster: undefined },
  { name: 'empty', env: { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '' }, cluster: undefined },
  {
    name: 'brokers only',
    env: { KAFKA_BROKERS: 'a:1, b:2' },
    cluster: { name: 'cluster', brokers: ['a:1', 'b:2'], registryUrl: undefined },
  },
  {
    name: 'both',
    env: { KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'http://r:8081/' },
    cluster: { name: 'cluster', brokers: ['a:1'], registryUrl: 'http://r:8081' },
  },
]) {
  test(`the cluster that the environment names: ${name}`, () => assert.deepEqual(namedCluster(env), cluster));
}

test('the cluster that the environment names: a registry without brokers', () => {
  assert.throws(() => namedCluster({ SCHEMA_REGISTRY_URL: 'http://r' }), /without KAFKA_BROKERS/);
});
