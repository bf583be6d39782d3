import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from '../../../client/cluster/connection.ts';
import { fromErrorCode, fromSocketCode, toKafkaError } from '../../../client/cluster/kafkaErrors.ts';
import { KafkaError } from '../../../shared/errors.ts';

const plain: Connection = {
  name: 'prod',
  brokers: ['kafka-1:9092', 'kafka-2', '[::1]:9093'],
  tls: undefined,
  sasl: undefined,
  registry: undefined,
  readOnly: false,
};
const secret = 'hunter2';
const sasl = { mechanism: 'SCRAM-SHA-256', username: 'alice', password: secret } as const;

/** As kafkajs and Node throw it: known by these properties only. */
function raw(properties: object): Error {
  return Object.assign(new Error(`prose that nobody reads, with ${secret}`), properties);
}

for (const { error, connection = plain, address = 'kafka-1:9092', phase = 'connecting', code, message, remedy } of [
  {
    error: { name: 'KafkaJSConnectionError', code: 'ECONNREFUSED' },
    code: 'kafka/unreachable',
    message: 'kafka-1:9092 refuses the connection (ECONNREFUSED).',
  },
  {
    error: { name: 'KafkaJSConnectionError', code: 'ETIMEDOUT' },
    code: 'kafka/unreachable',
    message: 'kafka-1:9092 does not answer (ETIMEDOUT).',
  },
  {
    error: { name: 'KafkaJSConnectionError', code: 'EHOSTUNREACH' },
    code: 'kafka/unreachable',
    message: 'kafka-1:9092 cannot be reached from here (EHOSTUNREACH).',
  },
  {
    error: { name: 'KafkaJSConnectionError', code: 'ENOTFOUND' },
    code: 'kafka/name-not-resolved',
    message: 'The name kafka-1 cannot be resolved (ENOTFOUND).',
    remedy: /^Check how the name is spelt/,
  },
  {
    error: { code: 'EAI_AGAIN' },
    address: 'kafka-2:9092',
    code: 'kafka/name-not-resolved',
    message: 'The name kafka-2 cannot be resolved (EAI_AGAIN).',
  },
  {
    error: { code: 'ECONNREFUSED' },
    address: '[::1]:9093',
    code: 'kafka/unreachable',
    message: '[::1]:9093 refuses the connection (ECONNREFUSED).',
  },
  {
    error: { code: 'ENOTFOUND' },
    address: 'inner-7:9092',
    code: 'kafka/advertised-unreachable',
    message: 'The name inner-7 cannot be resolved (ENOTFOUND).',
    remedy: /^The cluster itself names inner-7:9092: set advertised.listeners/,
  },
  {
    error: { code: 'ECONNREFUSED' },
    address: 'kafka-1:9093',
    code: 'kafka/advertised-unreachable',
    message: 'kafka-1:9093 refuses the connection (ECONNREFUSED).',
  },
  {
    error: { name: 'KafkaJSConnectionClosedError' },
    code: 'kafka/connection-closed',
    message: 'kafka-1:9092 closed the connection.',
    remedy: /^It may expect TLS\.$/,
  },
  { error: { name: 'KafkaJSConnectionError' }, code: 'kafka/connection-closed', message: 'kafka-1:9092 closed the connection.' },
  {
    error: { code: 'ECONNRESET' },
    connection: { ...plain, tls: {} },
    code: 'kafka/connection-closed',
    message: 'kafka-1:9092 closed the connection.',
    remedy: /plaintext, or a client certificate/,
  },
  {
    error: { name: 'KafkaJSConnectionClosedError' },
    phase: 'asking',
    code: 'kafka/connection-closed',
    message: 'kafka-1:9092 closed the connection.',
    remedy: /SASL/,
  },
  {
    error: { name: 'KafkaJSConnectionClosedError' },
    phase: 'asking',
    connection: { ...plain, sasl },
    code: 'kafka/connection-closed',
    message: 'kafka-1:9092 closed the connection.',
    remedy: /^Try again\.$/,
  },
  {
    error: { name: 'KafkaJSRequestTimeoutError' },
    phase: 'asking',
    code: 'kafka/timeout',
    message: 'kafka-1:9092 did not answer in time.',
  },
  {
    error: { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    code: 'kafka/tls-untrusted',
    message: /is not signed by an authority that is trusted here/,
    remedy: /CA/,
  },
  { error: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, code: 'kafka/tls-untrusted', message: /is not signed by an authority/ },
  {
    error: { code: 'CERT_HAS_EXPIRED' },
    code: 'kafka/tls-expired',
    message: 'The certificate of kafka-1:9092 is not valid today (CERT_HAS_EXPIRED).',
  },
  {
    error: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    code: 'kafka/tls-host-mismatch',
    message: 'The certificate of kafka-1:9092 is for other names than kafka-1.',
  },
  { error: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, code: 'kafka/tls-not-spoken', message: /does not speak TLS/ },
  {
    error: { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
    connection: { ...plain, tls: {} },
    code: 'kafka/tls-client-certificate',
    message: /ended the TLS handshake/,
    remedy: /asks? for a client certificate/,
  },
  {
    error: { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' },
    connection: { ...plain, tls: { cert: 'PEM' } },
    code: 'kafka/tls-client-certificate',
    message: /ended the TLS handshake/,
    remedy: /may not accept the client certificate/,
  },
  { error: { code: 'ERR_SSL_NO_PROTOCOLS_AVAILABLE' }, code: 'kafka/tls-failed', message: /TLS with kafka-1:9092 failed/ },
  {
    error: { name: 'KafkaJSSASLAuthenticationError' },
    connection: { ...plain, sasl },
    code: 'kafka/authentication-failed',
    message: 'kafka-1:9092 does not accept the user alice (SCRAM-SHA-256).',
  },
  {
    error: { name: 'KafkaJSProtocolError', type: 'SASL_AUTHENTICATION_FAILED', code: 58 },
    connection: { ...plain, sasl },
    code: 'kafka/authentication-failed',
    message: /alice/,
  },
  {
    error: { name: 'KafkaJSProtocolError', type: 'UNSUPPORTED_SASL_MECHANISM', code: 33 },
    connection: { ...plain, sasl },
    code: 'kafka/sasl-mechanism',
    message: 'kafka-1:9092 does not offer SCRAM-SHA-256 on this port.',
  },
  {
    error: { name: 'KafkaJSProtocolError', type: 'CLUSTER_AUTHORIZATION_FAILED', code: 31 },
    code: 'kafka/broker-error',
    message: 'kafka-1:9092 answers with the error CLUSTER_AUTHORIZATION_FAILED.',
  },
] as const) {
  test(`${JSON.stringify(error)} while ${phase} ${address}`, () => {
    const translated = toKafkaError(raw(error), { connection, address, phase });
    assert.ok(translated instanceof KafkaError);
    assert.equal(translated.code, code);
    if (typeof message === 'string') assert.equal(translated.message, message);
    else assert.match(translated.message, message);
    if (remedy !== undefined) assert.match(translated.remedy ?? '', remedy);
    assert.ok(!`${translated.message} ${translated.remedy ?? ''}`.includes(secret));
    assert.match(translated.message, /^[^.]*(\.[^ ][^.]*)*\.$/, 'one sentence');
  });
}

test('an answer that cannot be read is no bug of ours', () => {
  const translated = toKafkaError(new RangeError('x'), { connection: plain, address: 'kafka-1:80', phase: 'asking' });
  assert.ok(translated instanceof KafkaError && translated.code === 'kafka/malformed-answer');
});

for (const error of [
  new KafkaError('kafka/closed', 'Closed.'),
  new DOMException('Cancelled.', 'AbortError'),
  new TypeError('undefined is not a function'),
  Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
]) {
  test(`left as it is: ${error.name}`, () => {
    assert.equal(toKafkaError(error, { connection: plain, address: 'kafka-1:9092', phase: 'asking' }), error);
  });
}

for (const { errorCode, code, message } of [
  { errorCode: 3, code: 'kafka/unknown-topic', message: 'The topic orders does not exist on prod.' },
  { errorCode: 17, code: 'kafka/invalid-topic', message: '"orders" is not a name that a topic can have.' },
  { errorCode: 29, code: 'kafka/not-authorized', message: 'User alice may not read topic orders.' },
  { errorCode: 1, code: 'kafka/offset-out-of-range', message: 'The offsets asked for are no longer in partition 2 of orders.' },
  { errorCode: 6, code: 'kafka/no-leader', message: 'No broker leads partition 2 of orders at the moment.' },
  { errorCode: 7, code: 'kafka/timeout', message: 'The broker did not get partition 2 of orders done in time.' },
]) {
  test(`error code ${errorCode}`, () => {
    const error = fromErrorCode(errorCode, { ...plain, sasl }, { topic: 'orders', partition: 2 });
    assert.deepEqual([error.code, error.message], [code, message]);
  });
}

test('an address without a certificate name is named all the same', () => {
  const error = fromSocketCode('ERR_TLS_CERT_ALTNAME_INVALID', { connection: plain, address: '[::1]:9093', phase: 'connecting' });
  assert.equal(error.message, 'The certificate of [::1]:9093 is for other names than ::1.');
});
