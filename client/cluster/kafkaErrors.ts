import { isCancelled, KafkaError, KnownError } from '../../shared/errors.ts';
import { formatAddress, parseAddress } from './address.ts';
import type { Connection } from './connection.ts';

/** Who was spoken to when something failed, and how far the conversation had come. */
export interface Conversation {
  readonly connection: Connection;
  /** `host:port` */
  readonly address: string;
  /** `connecting` up to and with authentication, `asking` afterwards. */
  readonly phase: 'connecting' | 'asking';
}

/** What kafkajs and Node put on their errors; nothing else of them is looked at. */
interface RawError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly cause?: unknown;
}

/**
 * Returns what a failed conversation means as an error that people can act on. An abort and a {@link KnownError} are
 * returned as they are, and so is what can only be a bug.
 */
export function toKafkaError(error: unknown, conversation: Conversation): Error {
  if (error instanceof KnownError || isCancelled(error)) return error as Error;
  const { name, code, type } = error as RawError;
  const { address } = conversation;
  if (name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED') return refusedUser(conversation, error);
  if (type === 'UNSUPPORTED_SASL_MECHANISM' || type === 'ILLEGAL_SASL_STATE') return refusedMechanism(conversation, error);
  if (name === 'KafkaJSConnectionClosedError') return closedConnection(conversation, error);
  if (name === 'KafkaJSRequestTimeoutError' || name === 'KafkaJSLockTimeout') {
    return new KafkaError('kafka/timeout', `${address} did not answer in time.`, { cause: error, retriable: true, remedy: slowRemedy });
  }
  if (name === 'KafkaJSConnectionError') {
    return typeof code === 'string' ? fromSocketCode(code, conversation, error) : closedConnection(conversation, error);
  }
  if (error instanceof RangeError) {
    const text = `${address} answers, but not as a Kafka broker does.`;
    return new KafkaError('kafka/malformed-answer', text, { cause: error, remedy: 'Check the port: it may belong to something else.' });
  }
  if (typeof type === 'string') {
    return new KafkaError('kafka/broker-error', `${address} answers with the error ${type}.`, { cause: error });
  }
  if (typeof code === 'string' && isSocketCode(code)) return fromSocketCode(code, conversation, error);
  return error instanceof Error ? error : new Error(String(error));
}

const slowRemedy = 'Try again, or check the network and the load of the broker.';

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
]);
const expired = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const unresolved = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_FAIL', 'EAI_NODATA']);
const noRoute = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);
const noTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST', 'EPROTO']);
const reset = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Whether a code is one of the system, of TLS or of certificates; Node's other codes tell of bugs. */
function isSocketCode(code: string): boolean {
  return /^E(?!RR_)[A-Z0-9_]+$/.test(code) || /^(ERR_SSL|ERR_TLS|ERR_OSSL|CERT)_/.test(code) || untrusted.has(code);
}

/** Returns what a socket's error code means; the codes are those of the system, of Node and of OpenSSL. */
export function fromSocketCode(code: string, conversation: Conversation, cause?: unknown): KafkaError {
  const { address } = conversation;
  const { host } = parseAddress(address);
  const fail = (kind: string, text: string, remedy: string, retriable = false): KafkaError =>
    new KafkaError(`kafka/${kind}`, text, { cause, remedy, retriable });
  if (unresolved.has(code)) {
    return unreachable('name-not-resolved', `The name ${host} cannot be resolved (${code}).`, conversation, cause);
  }
  if (code === 'ECONNREFUSED') return unreachable('unreachable', `${address} refuses the connection (${code}).`, conversation, cause);
  if (code === 'ETIMEDOUT') return unreachable('unreachable', `${address} does not answer (${code}).`, conversation, cause);
  if (noRoute.has(code)) return unreachable('unreachable', `${address} cannot be reached from here (${code}).`, conversation, cause);
  if (reset.has(code)) return closedConnection(conversation, cause);
  if (untrusted.has(code)) {
    const text = `The certificate of ${address} is not signed by an authority that is trusted here (${code}).`;
    return fail('tls-untrusted', text, 'Give the connection the certificate of the authority (CA) that signed it.');
  }
  if (expired.has(code)) {
    const text = `The certificate of ${address} is not valid today (${code}).`;
    return fail('tls-expired', text, 'The broker needs a new certificate; or the clock of this machine is wrong.');
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const text = `The certificate of ${address} is for other names than ${host}.`;
    return fail('tls-host-mismatch', text, 'Connect by a name that the certificate has, or give the broker one for this name.');
  }
  if (noTls.has(code)) {
    return fail(
      'tls-not-spoken',
      `${address} does not speak TLS (${code}).`,
      'Switch TLS off for this connection, or use the port that speaks it.',
    );
  }
  if (code.startsWith('ERR_SSL_') && code.includes('ALERT')) {
    const text = `${address} ended the TLS handshake (${code}).`;
    const hasCertificate = conversation.connection.tls?.cert !== undefined;
    const remedy = hasCertificate
      ? 'It may not accept the client certificate of this connection.'
      : 'It may ask for a client certificate (mTLS); this connection has none.';
    return fail('tls-client-certificate', text, remedy);
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL_') || code.startsWith('CERT_')) {
    return fail('tls-failed', `TLS with ${address} failed (${code}).`, 'Check the certificates of the connection and of the broker.');
  }
  return unreachable('unreachable', `${address} cannot be reached (${code}).`, conversation, cause);
}

/** A broker that the user named is one thing; one that the cluster names itself is another, and not the user's fault. */
function unreachable(
  kind: 'name-not-resolved' | 'unreachable',
  text: string,
  { connection, address }: Conversation,
  cause: unknown,
): KafkaError {
  if (connection.brokers.some((broker) => formatAddress(parseAddress(broker)) === address)) {
    const remedy =
      kind === 'name-not-resolved'
        ? 'Check how the name is spelt, and the network or VPN.'
        : 'Check the address of the connection, and whether the broker runs.';
    return new KafkaError(`kafka/${kind}`, text, { cause, remedy, retriable: true });
  }
  const remedy = `The cluster itself names ${address}: set advertised.listeners there to an address that this machine can reach.`;
  return new KafkaError('kafka/advertised-unreachable', text, { cause, remedy, retriable: true });
}

function closedConnection({ connection, address, phase }: Conversation, cause: unknown): KafkaError {
  return new KafkaError('kafka/connection-closed', `${address} closed the connection.`, {
    cause,
    retriable: true,
    remedy: closedRemedy(connection, phase),
  });
}

function closedRemedy({ tls, sasl }: Connection, phase: Conversation['phase']): string {
  if (phase === 'connecting' && tls === undefined) return 'It may expect TLS.';
  if (phase === 'connecting')
    return tls?.cert === undefined ? 'It may expect plaintext, or a client certificate.' : 'It may expect plaintext.';
  if (sasl === undefined) return 'It may expect a user name and a password (SASL).';
  return 'Try again.';
}

function refusedUser({ connection, address }: Conversation, cause: unknown): KafkaError {
  const { username, mechanism } = connection.sasl ?? { username: '', mechanism: 'SASL' };
  return new KafkaError('kafka/authentication-failed', `${address} does not accept the user ${username} (${mechanism}).`, {
    cause,
    remedy: 'Check the user name and the password.',
  });
}

function refusedMechanism({ connection, address }: Conversation, cause: unknown): KafkaError {
  return new KafkaError('kafka/sasl-mechanism', `${address} does not offer ${connection.sasl?.mechanism ?? 'SASL'} on this port.`, {
    cause,
    remedy: 'Choose another mechanism, or the port that offers this one.',
  });
}

/** Numbers by which brokers say what went wrong. @see Kafka protocol guide, "Error Codes" */
export const errorCodes = {
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopic: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  requestTimedOut: 7,
  replicaNotAvailable: 9,
  messageTooLarge: 10,
  networkException: 13,
  invalidTopic: 17,
  recordListTooLarge: 18,
  notEnoughReplicas: 19,
  notEnoughReplicasAfterAppend: 20,
  topicAuthorization: 29,
  clusterAuthorization: 31,
  invalidTimestamp: 32,
  outOfOrderSequence: 45,
  duplicateSequence: 46,
  invalidProducerEpoch: 47,
  storageError: 56,
  unknownProducer: 59,
  fencedLeaderEpoch: 74,
  unknownLeaderEpoch: 75,
  offsetNotAvailable: 78,
  invalidRecord: 87,
  policyViolation: 44,
  topicExists: 36,
  invalidPartitions: 37,
  invalidReplication: 38,
  invalidConfiguration: 40,
} as const;

/** What may be different in a moment, once the cluster's state has been asked for again. */
const staleCodes: ReadonlySet<number> = new Set([
  errorCodes.leaderNotAvailable,
  errorCodes.notLeader,
  errorCodes.replicaNotAvailable,
  errorCodes.networkException,
  errorCodes.storageError,
  errorCodes.fencedLeaderEpoch,
  errorCodes.unknownLeaderEpoch,
  errorCodes.offsetNotAvailable,
]);

/** Whether a partition's error means that what is known of its leader is out of date. */
export function isStale(errorCode: number): boolean {
  return staleCodes.has(errorCode);
}

/**
 * Returns what a broker's error code means for what was tried.
 *
 * @param subject what was asked for: a topic, perhaps one of its partitions
 */
export function fromErrorCode(
  errorCode: number,
  { name, sasl }: Connection,
  subject: { readonly topic: string; readonly partition?: number; readonly action?: 'read' | 'write' },
  detail?: string | null,
): KafkaError {
  const { topic } = subject;
  const where = subject.partition === undefined ? `topic ${topic}` : `partition ${subject.partition} of ${topic}`;
  const fail = (kind: string, text: string, options: { remedy?: string; retriable?: boolean } = {}): KafkaError =>
    new KafkaError(`kafka/${kind}`, text, options);
  switch (errorCode) {
    case errorCodes.unknownTopic:
      return unknownTopic(topic, name);
    case errorCodes.invalidTopic:
      return fail('invalid-topic', `"${topic}" is not a name that a topic can have.`);
    case errorCodes.topicAuthorization: {
      const who = sasl === undefined ? 'This connection' : `User ${sasl.username}`;
      const write = subject.action === 'write';
      const remedy = write
        ? 'It needs WRITE and DESCRIBE on the topic.'
        : 'It needs READ and DESCRIBE on the topic. No consumer group is used, so no right on a group is needed.';
      return fail('not-authorized', `${who} may not ${write ? 'write to' : 'read'} topic ${topic}.`, { remedy });
    }
    case errorCodes.clusterAuthorization:
      return fail('not-authorized', `The cluster of ${name} does not allow this.`, { remedy: 'It needs a right on the cluster.' });
    case errorCodes.offsetOutOfRange:
      return fail('offset-out-of-range', `The offsets asked for are no longer in ${where}.`, { retriable: true, remedy: 'Read again.' });
    case errorCodes.messageTooLarge:
    case errorCodes.recordListTooLarge:
      return tooLarge(topic, undefined, undefined);
    case errorCodes.invalidRecord:
    case errorCodes.invalidTimestamp:
    case errorCodes.policyViolation:
    case errorCodes.corruptMessage:
      return fail('invalid-record', `The broker refuses the record for ${where}${detail ? `: ${detail.replace(/\.?$/, '.')}` : '.'}`, {
        remedy:
          errorCode === errorCodes.invalidTimestamp ? "Its timestamp is too far from the broker's time." : 'Compacted topics need a key.',
      });
    case errorCodes.notEnoughReplicas:
      return fail('not-enough-replicas', `Too few replicas of ${where} are in sync to write to it.`, { retriable: true });
    case errorCodes.requestTimedOut:
      return fail('timeout', `The broker did not get ${where} done in time.`, { retriable: true, remedy: slowRemedy });
    default:
      if (isStale(errorCode))
        return fail('no-leader', `No broker leads ${where} at the moment.`, { retriable: true, remedy: 'Try again in a moment.' });
      return fail('broker-error', `The broker answers with the error ${errorCode} for ${where}.`);
  }
}

export function unknownTopic(topic: string, connectionName: string): KafkaError {
  return new KafkaError('kafka/unknown-topic', `The topic ${topic} does not exist on ${connectionName}.`);
}

/**
 * What says that a broker does not take a record of this size.
 *
 * @param size in bytes, where it is known
 * @param limit the topic's `max.message.bytes`, where it is known
 */
export function tooLarge(topic: string, size: number | undefined, limit: number | undefined): KafkaError {
  const what = size === undefined ? 'the record' : formatSize(size);
  const end = limit === undefined ? '.' : ` (limit ${formatSize(limit)}).`;
  return new KafkaError('kafka/message-too-large', `The broker refuses ${what} for topic ${topic}${end}`, {
    remedy: "The topic's max.message.bytes says how large a record may be.",
  });
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${size.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}
