import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect, createServer as createForwarder, type AddressInfo, type Server } from 'node:net';
import { test } from 'node:test';
import type { Connection, Sasl, Tls } from '../../client/cluster/connection.ts';
import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { ConnectionReport, Stage, StageReport } from '../../client/cluster/session.ts';
import { KafkaError } from '../../shared/errors.ts';
import { createTopic, never, plainConnection, securedAccess } from './stack.ts';

const access = securedAccess();
const { ca, clientCert: cert, clientKey: key } = access;
const wrongPassword = 'not-the-password';

function alice(mechanism: Sasl['mechanism'], password = 'alice-secret'): Sasl {
  return { mechanism, username: 'alice', password };
}

function connectionTo(address: string, tls: Tls | undefined, sasl: Sasl | undefined): Connection {
  return { name: 'secured', brokers: [address], tls, sasl, registry: undefined, readOnly: false };
}

const { plaintext, saslPlaintext, ssl, saslSsl } = access;
const byName = (address: string): string => address.replace('127.0.0.1', 'localhost');

for (const { name, address, tls, sasl } of [
  { name: 'plaintext', address: plaintext },
  { name: 'SASL PLAIN', address: saslPlaintext, sasl: alice('PLAIN') },
  { name: 'SCRAM-SHA-256', address: saslPlaintext, sasl: alice('SCRAM-SHA-256') },
  { name: 'SCRAM-SHA-512', address: saslPlaintext, sasl: alice('SCRAM-SHA-512') },
  { name: 'SASL PLAIN over TLS', address: saslSsl, tls: { ca }, sasl: alice('PLAIN') },
  { name: 'SCRAM-SHA-256 over TLS', address: saslSsl, tls: { ca }, sasl: alice('SCRAM-SHA-256') },
  { name: 'SCRAM-SHA-512 over TLS, by name', address: byName(saslSsl), tls: { ca }, sasl: alice('SCRAM-SHA-512') },
  { name: 'mTLS', address: ssl, tls: { ca, cert, key } },
  {
    name: 'mTLS with an encrypted key',
    address: ssl,
    tls: { ca, cert, key: access.clientKeyEncrypted, passphrase: access.clientKeyPassphrase },
  },
] as { name: string; address: string; tls?: Tls; sasl?: Sasl }[]) {
  test(`lets in: ${name}`, async (t) => {
    const connection = connectionTo(address, tls, sasl);
    const cluster = createKafkaCluster(connection);
    t.after(() => cluster.close());
    assert.ok(Array.isArray(await cluster.listTopics(never)));
    const { ok, stages } = await testConnection(connection);
    assert.ok(ok, JSON.stringify(stages));
    assert.deepEqual(
      stages.map(({ stage, outcome }) => `${stage} ${outcome}`),
      [
        address.startsWith('localhost') ? 'name-resolution passed' : 'name-resolution skipped',
        'tcp passed',
        tls === undefined ? 'tls skipped' : 'tls passed',
        sasl === undefined && tls?.cert === undefined ? 'authentication skipped' : 'authentication passed',
        'metadata passed',
        'registry skipped',
      ],
    );
  });
}

/** What the table says of a failure; `direct` is the code that any other call fails with. */
interface Failure {
  readonly name: string;
  readonly address: string;
  readonly tls?: Tls;
  readonly sasl?: Sasl;
  readonly stage: Stage;
  readonly says: string | RegExp;
  readonly remedy: RegExp;
  readonly direct: string;
}

const failures: Failure[] = [
  ...(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).map((mechanism): Failure => ({
    name: `a wrong password for ${mechanism}`,
    address: saslPlaintext,
    sasl: alice(mechanism, wrongPassword),
    stage: 'authentication',
    says: `${saslPlaintext} does not accept the user alice (${mechanism}).`,
    remedy: /Check the user name and the password/,
    direct: 'kafka/authentication-failed',
  })),
  {
    name: 'a wrong password over TLS',
    address: saslSsl,
    tls: { ca },
    sasl: alice('SCRAM-SHA-512', wrongPassword),
    stage: 'authentication',
    says: `${saslSsl} does not accept the user alice (SCRAM-SHA-512).`,
    remedy: /Check the user name and the password/,
    direct: 'kafka/authentication-failed',
  },
  {
    name: 'a user name where none is taken',
    address: plaintext,
    sasl: alice('PLAIN'),
    stage: 'authentication',
    says: `${plaintext} does not offer PLAIN on this port.`,
    remedy: /another mechanism, or the port/,
    direct: 'kafka/sasl-mechanism',
  },
  {
    name: 'no user name where one is expected',
    address: saslPlaintext,
    stage: 'authentication',
    says: `${saslPlaintext} closed the connection.`,
    remedy: /It may expect a user name and a password \(SASL\)/,
    direct: 'kafka/connection-closed',
  },
  {
    name: 'no user name where one is expected, over TLS',
    address: saslSsl,
    tls: { ca },
    stage: 'authentication',
    says: `${saslSsl} closed the connection.`,
    remedy: /It may expect a user name and a password \(SASL\)/,
    direct: 'kafka/connection-closed',
  },
  {
    name: 'plaintext where TLS is expected',
    address: ssl,
    stage: 'tls',
    says: `${ssl} expects TLS.`,
    remedy: /Choose TLS/,
    direct: 'kafka/connection-closed',
  },
  {
    name: 'a user name in plaintext where TLS is expected',
    address: saslSsl,
    sasl: alice('PLAIN'),
    stage: 'tls',
    says: `${saslSsl} expects TLS.`,
    remedy: /Choose TLS/,
    direct: 'kafka/connection-closed',
  },
  {
    name: 'TLS where plaintext is expected',
    address: plaintext,
    tls: { ca },
    stage: 'tls',
    says: `${plaintext} does not speak TLS: it answers in plaintext.`,
    remedy: /Switch TLS off/,
    direct: 'kafka/connection-closed',
  },
  {
    name: 'no client certificate where one is required',
    address: ssl,
    tls: { ca },
    stage: 'tls',
    says: /^127\.0\.0\.1:\d+ ended the TLS handshake \(ERR_SSL_\S+\)\.$/,
    remedy: /this connection has none/,
    direct: 'kafka/tls-client-certificate',
  },
  {
    name: "a stranger's client certificate",
    address: ssl,
    tls: { ca, cert: access.strangerCert, key: access.strangerKey },
    stage: 'tls',
    says: /^127\.0\.0\.1:\d+ ended the TLS handshake \(ERR_SSL_\S+\)\.$/,
    remedy: /may not accept the client certificate/,
    direct: 'kafka/tls-client-certificate',
  },
  {
    name: 'an unknown authority',
    address: ssl,
    tls: { cert, key },
    stage: 'tls',
    says: /^The certificate of 127\.0\.0\.1:\d+ is not signed by an authority that is trusted here \(\w+\)\.$/,
    remedy: /certificate of the authority \(CA\)/,
    direct: 'kafka/tls-untrusted',
  },
  {
    name: 'a key that belongs to another certificate',
    address: ssl,
    tls: { ca, cert, key: access.strangerKey },
    stage: 'tls',
    says: /^A certificate or key of secured cannot be used \(ERR_OSSL_\w+\)\.$/,
    remedy: /PEM files that belong together/,
    direct: 'kafka/bad-certificate',
  },
  {
    name: 'an encrypted key with a wrong passphrase',
    address: ssl,
    tls: { ca, cert, key: access.clientKeyEncrypted, passphrase: wrongPassword },
    stage: 'tls',
    says: /^A certificate or key of secured cannot be used \(ERR_OSSL_\w+\)\.$/,
    remedy: /passphrase/,
    direct: 'kafka/bad-certificate',
  },
  {
    name: 'no PEM at all',
    address: ssl,
    tls: { ca, cert: 'no certificate', key },
    stage: 'tls',
    says: /^A certificate or key of secured cannot be used/,
    remedy: /PEM/,
    direct: 'kafka/bad-certificate',
  },
  {
    name: 'a port that nobody listens on',
    address: '127.0.0.1:1',
    stage: 'tcp',
    says: '127.0.0.1:1 refuses the connection (ECONNREFUSED).',
    remedy: /whether the broker runs/,
    direct: 'kafka/unreachable',
  },
  {
    name: 'a name that does not exist',
    address: 'no-such-host.invalid:9092',
    stage: 'name-resolution',
    says: /^The name no-such-host\.invalid cannot be resolved \(E\w+\)\.$/,
    remedy: /how the name is spelt/,
    direct: 'kafka/name-not-resolved',
  },
];

const order: Stage[] = ['name-resolution', 'tcp', 'tls', 'authentication', 'metadata', 'registry'];

for (const { name, address, tls, sasl, stage, says, remedy, direct } of failures) {
  test(`refuses, and says why: ${name}`, async (t) => {
    const connection = connectionTo(address, tls, sasl);
    const cluster = createKafkaCluster(connection);
    t.after(() => cluster.close());
    await assert.rejects(cluster.listTopics(never), (error) => {
      assert.ok(error instanceof KafkaError);
      assert.equal(error.code, direct);
      assertNoSecret(`${error.message} ${error.remedy ?? ''}`);
      return true;
    });
    const { ok, stages } = await testConnection(connection);
    assert.ok(!ok);
    const failed = stages.filter(({ outcome }) => outcome === 'failed');
    assert.deepEqual(
      failed.map((one) => one.stage),
      [stage],
    );
    const [only] = failed;
    if (typeof says === 'string') assert.equal(only?.message, says);
    else assert.match(only?.message ?? '', says);
    assert.match(only?.remedy ?? '', remedy);
    assert.deepEqual(
      stages.map((one) => one.stage),
      order,
    );
    for (const later of stages.slice(order.indexOf(stage) + 1)) assert.equal(later.outcome, 'skipped');
    assertNoSecret(JSON.stringify(stages));
  });
}

test('a broker whose certificate is for other names', async (t) => {
  // The certificate names localhost and 127.0.0.1; this forwards to it from another of this machine's own addresses.
  const [, sslPort] = ssl.split(':');
  const forwarder = createForwarder((client) => {
    const broker = connect(Number(sslPort), '127.0.0.1');
    client.pipe(broker).pipe(client);
    for (const socket of [client, broker]) socket.on('error', () => [client, broker].forEach((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => forwarder.listen(0, '127.0.0.2', resolve));
  t.after(() => new Promise((resolve) => forwarder.close(resolve)));
  const address = `127.0.0.2:${portOf(forwarder)}`;
  const connection = connectionTo(address, { ca, cert, key }, undefined);
  const cluster = createKafkaCluster(connection);
  t.after(() => cluster.close());
  await assert.rejects(cluster.listTopics(never), { code: 'kafka/tls-host-mismatch' });
  const { stages } = await testConnection(connection);
  const failed = stages.find(({ outcome }) => outcome === 'failed');
  assert.deepEqual([failed?.stage, failed?.message], ['tls', `The certificate of ${address} is for other names than 127.0.0.2.`]);
});

test('a registry is tried even where the brokers are not reached', async () => {
  const { registry } = plainConnection();
  const { ok, stages } = await testConnection({ ...connectionTo('127.0.0.1:1', undefined, undefined), registry });
  assert.ok(!ok);
  assert.deepEqual(
    stages.map(({ outcome }) => outcome),
    ['skipped', 'failed', 'skipped', 'skipped', 'skipped', 'passed'],
  );
  assert.match(stages.at(-1)?.message ?? '', /^\S+ has \d+ subjects?\.$/);
});

test('a registry that is not there fails by itself', async () => {
  const registry = { url: 'http://127.0.0.1:1/apis/ccompat/v7', auth: { type: 'none' } } as const;
  const { ok, stages } = await testConnection(plainConnection({ registry }));
  assert.ok(!ok);
  assert.deepEqual(
    stages.filter(({ outcome }) => outcome === 'failed').map(({ stage }) => stage),
    ['registry'],
  );
});

test('a web server in place of a broker', async (t) => {
  const server = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  const port = portOf(server);
  const { stages } = await testConnection(connectionTo(`127.0.0.1:${port}`, undefined, undefined));
  const failed = stages.find(({ outcome }) => outcome === 'failed');
  assert.equal(failed?.message, `127.0.0.1:${port} answers as a web server, not as a Kafka broker.`);
});

test('several brokers: one that can be reached is enough', async (t) => {
  const { brokers } = plainConnection();
  const connection = plainConnection({ brokers: ['127.0.0.1:1', 'no-such-host.invalid:9092', ...brokers] });
  const cluster = createKafkaCluster(connection);
  t.after(() => cluster.close());
  const topic = await createTopic(t);
  assert.ok((await cluster.listTopics(never)).some(({ name }) => name === topic));
  const { ok, stages } = await testConnection(connection);
  assert.ok(ok, JSON.stringify(stages));
  assert.match(stages[0]?.message ?? '', /no-such-host\.invalid cannot be resolved/);
});

test('several brokers, none of which can be reached', async (t) => {
  const cluster = createKafkaCluster(connectionTo('127.0.0.1:1', undefined, undefined));
  const both = createKafkaCluster({ ...connectionTo('127.0.0.1:1', undefined, undefined), brokers: ['127.0.0.1:1', '127.0.0.1:2'] });
  t.after(() => Promise.all([cluster.close(), both.close()]));
  await assert.rejects(both.listTopics(never), {
    code: 'kafka/unreachable',
    message: 'None of the 2 brokers of secured can be used. 127.0.0.1:1 refuses the connection (ECONNREFUSED).',
  });
});

test('cancelled in the middle it ends at once', async () => {
  const abort = new AbortController();
  const session = createLocalSession(connectionTo(saslPlaintext, undefined, alice('PLAIN')));
  const tested = session.test(({ stage }) => {
    if (stage === 'authentication') abort.abort();
  }, abort.signal);
  await assert.rejects(tested, { name: 'AbortError' });
  await session.close();
});

async function testConnection(connection: Connection): Promise<ConnectionReport> {
  const session = createLocalSession(connection);
  const told: StageReport[] = [];
  try {
    const report = await session.test((stage) => told.push(stage), never);
    assert.deepEqual(
      told.filter(({ outcome }) => outcome !== 'running'),
      report.stages,
    );
    // Nobody is told of TLS where none was asked for.
    for (const { stage, outcome, message } of told) {
      if (stage === 'tls' && outcome === 'running') assert.equal(message.includes('TLS'), connection.tls !== undefined);
    }
    return report;
  } finally {
    await session.close();
  }
}

function portOf(server: Server): number {
  // Listening on TCP, a server has such an address.
  return (server.address() as AddressInfo).port;
}

function assertNoSecret(text: string): void {
  for (const secret of ['alice-secret', wrongPassword, access.clientKeyPassphrase, 'PRIVATE KEY']) assert.ok(!text.includes(secret), text);
}
