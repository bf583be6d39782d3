import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { Kafka, logLevel, type ITopicConfig } from 'kafkajs';
import type { Connection } from '../../client/cluster/connection.ts';
import { createKafkaCluster, type KafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createTopics } from '../../tools/support/topics.ts';

/** A signal that is never aborted. */
export const never = new AbortController().signal;

/** The value of an environment variable by which the runner names its stack; a test without it fails. */
function fromEnvironment(name: 'KAFKA_BROKERS' | 'SCHEMA_REGISTRY_URL' | 'SECURE_KAFKA'): string {
  const value = process.env[name];
  assert.ok(value !== undefined && value !== '', `${name} is not set: run these tests by npm run test:stack.`);
  return value;
}

/** The broker without security, and the registry. */
export function plainConnection(more: Partial<Connection> = {}): Connection {
  return {
    name: 'local',
    brokers: fromEnvironment('KAFKA_BROKERS').split(','),
    tls: undefined,
    sasl: undefined,
    registry: { url: fromEnvironment('SCHEMA_REGISTRY_URL'), auth: { type: 'none' } },
    readOnly: false,
    ...more,
  };
}

/** How the secured broker lets people in: addresses, and PEM texts. */
export interface SecuredAccess {
  readonly plaintext: string;
  readonly saslPlaintext: string;
  readonly ssl: string;
  readonly saslSsl: string;
  readonly ca: string;
  readonly clientCert: string;
  readonly clientKey: string;
  readonly clientKeyEncrypted: string;
  readonly clientKeyPassphrase: string;
  readonly strangerCert: string;
  readonly strangerKey: string;
}

export function securedAccess(): SecuredAccess {
  // The runner writes it, as an object with these properties.
  const access = JSON.parse(fromEnvironment('SECURE_KAFKA')) as SecuredAccess;
  const pem = (file: string): string => readFileSync(file, 'utf8');
  return {
    ...access,
    ca: pem(access.ca),
    clientCert: pem(access.clientCert),
    clientKey: pem(access.clientKey),
    clientKeyEncrypted: pem(access.clientKeyEncrypted),
    strangerCert: pem(access.strangerCert),
    strangerKey: pem(access.strangerKey),
  };
}

/** A cluster that is closed at the test's end. */
export function openCluster(t: TestContext, connection = plainConnection()): KafkaCluster {
  const cluster = createKafkaCluster(connection);
  t.after(() => cluster.close());
  return cluster;
}

/** kafkajs itself, for what the product does not do: transactions, groups, the creation of topics. */
export function openKafkajs(): Kafka {
  return new Kafka({ brokers: [...plainConnection().brokers], logLevel: logLevel.NOTHING, clientId: 'avro-workbench-tests' });
}

/** A topic of the test's own, by its whole name; it is deleted at the test's end. */
export async function createTopic(
  t: TestContext,
  {
    partitions = 1,
    configuration = {},
    name = 'test',
  }: { partitions?: number; configuration?: Record<string, string>; name?: string } = {},
): Promise<string> {
  const topic = `${name}-${randomBytes(6).toString('hex')}`;
  const configEntries = Object.entries(configuration).map(([key, value]) => ({ name: key, value }));
  const config: ITopicConfig = { topic, numPartitions: partitions, configEntries };
  // kafkajs would take a topic that is gone already for one that has yet to come, and wait.
  const admin = openKafkajs().admin({ retry: { retries: 1 } });
  await admin.connect();
  await createTopics(admin, [config]);
  t.after(async () => {
    // A test may have deleted it itself.
    await admin.deleteTopics({ topics: [topic] }).catch(() => undefined);
    await admin.disconnect();
  });
  return topic;
}

/** Asks again and again until there is an answer, for at most a minute: for what a broker does in its own time. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < end, 'It has not come true within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
