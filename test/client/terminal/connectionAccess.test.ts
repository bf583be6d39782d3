import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConnection, type ConnectionOptions } from '../../../client/terminal/connectionAccess.ts';

const folder = mkdtempSync(join(tmpdir(), 'connections-'));
after(() => rmSync(folder, { recursive: true }));
for (const name of ['ca.pem', 'cert.pem', 'key.pem', 'both.pem']) writeFileSync(join(folder, name), `-- ${name} --`);

function read(config: string | undefined, more: Partial<ConnectionOptions> = {}): ReturnType<typeof readConnection> {
  if (config !== undefined) writeFileSync(join(folder, 'client.properties'), config);
  return readConnection({
    config: config === undefined ? undefined : 'client.properties',
    brokers: undefined,
    registry: undefined,
    environment: {},
    workingFolder: folder,
    ask: undefined,
    ...more,
  });
}

const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required username="al\\\\"ice" password="se cret;";';

for (const { name, config, options, expected } of [
  {
    name: 'the environment alone',
    config: undefined,
    options: { environment: { KAFKA_BROKERS: 'a:9092,b:9092', SCHEMA_REGISTRY_URL: 'http://r:8081' } },
    expected: {
      brokers: ['a:9092', 'b:9092'],
      registry: { url: 'http://r:8081', auth: { type: 'none' } },
      tls: undefined,
      sasl: undefined,
    },
  },
  {
    name: 'arguments before the environment before the file',
    config: 'bootstrap.servers=c:1\nschema.registry.url=http://c',
    options: { brokers: 'a:1', environment: { KAFKA_BROKERS: 'b:1', SCHEMA_REGISTRY_URL: 'http://b' } },
    expected: { brokers: ['a:1'], registry: { url: 'http://b' } },
  },
  {
    name: "Java's properties: SASL over TLS with a PEM truststore",
    config: `bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${scram}\nssl.truststore.type=PEM\nssl.truststore.location=ca.pem`,
    options: {},
    expected: {
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'al"ice', password: 'se cret;' },
      tls: { ca: '-- ca.pem --', cert: undefined, key: undefined },
    },
  },
  {
    name: "librdkafka's properties: mTLS and a registry with credentials",
    config:
      'bootstrap.servers=a:1\nsecurity.protocol=ssl\nssl.ca.location=ca.pem\nssl.certificate.location=cert.pem\nssl.key.location=key.pem\nssl.key.password=p\nschema.registry.url=https://r\nbasic.auth.user.info=u:p:q\nschema.registry.ssl.ca.location=ca.pem',
    options: {},
    expected: {
      tls: { ca: '-- ca.pem --', cert: '-- cert.pem --', key: '-- key.pem --', passphrase: 'p' },
      registry: { auth: { type: 'basic', username: 'u', password: 'p:q' }, tls: { ca: '-- ca.pem --' } },
    },
  },
  {
    name: 'a PEM keystore holds both',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.location=both.pem',
    options: {},
    expected: { tls: { cert: '-- both.pem --', key: '-- both.pem --' } },
  },
  {
    name: 'the password out of the environment',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.username=u',
    options: { environment: { KAFKA_SASL_PASSWORD: 'p' } },
    expected: { sasl: { mechanism: 'PLAIN', username: 'u', password: 'p' } },
  },
  {
    name: 'the password by a prompt',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.username=u',
    options: { ask: (question: string) => Promise.resolve(`answer to ${question}`) },
    expected: { sasl: { password: 'answer to Password of u: ' } },
  },
] satisfies { name: string; config: string | undefined; options: Partial<ConnectionOptions>; expected: object }[]) {
  test(`a connection of the terminal: ${name}`, async () => {
    const connection = await read(config, options);
    assert.equal(connection.readOnly, true);
    assert.deepEqual(only(connection, expected), expected);
  });
}

for (const { name, config, message } of [
  { name: 'no brokers', config: '', message: /^Name the brokers by --brokers, --config or KAFKA_BROKERS\.$/ },
  { name: 'a broker that is none', config: 'bootstrap.servers=u:secret@a', message: /^The broker "a" is not host:port/ },
  {
    name: 'a Java keystore',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.truststore.location=x.jks',
    message: /JKS stores can't be read here/,
  },
  {
    name: 'a mechanism that is not there',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=GSSAPI',
    message: /^sasl\.mechanism GSSAPI is not supported/,
  },
  {
    name: 'nobody to ask for the password',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.username=u',
    message: /^The password is missing: give it by KAFKA_SASL_PASSWORD\.$/,
  },
  {
    name: 'a secret in the address',
    config: 'bootstrap.servers=a:1\nschema.registry.url=http://u:secret@r',
    message: /^The registry's address must not hold a user name or a password\.$/,
  },
  {
    name: 'a file that is not there',
    config: 'bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.ca.location=no.pem',
    message: /^no\.pem can't be read\.$/,
  },
]) {
  test(`no connection of the terminal: ${name}`, async () => {
    await assert.rejects(read(config), (error: Error) => {
      assert.equal(error.name, 'Misuse');
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
}

/** Of a value what the expected one has. */
function only(value: unknown, expected: unknown): unknown {
  if (typeof value !== 'object' || value === null || typeof expected !== 'object' || expected === null || Array.isArray(value))
    return value;
  return Object.fromEntries(
    Object.entries(expected).map(([name, inner]) => [name, only(Object.entries(value).find(([key]) => key === name)?.[1], inner)]),
  );
}
