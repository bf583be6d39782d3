import { TLSSocket, type SecureContext } from 'node:tls';
import { isCancelled, KafkaError, KnownError } from '../../shared/errors.ts';
import type { RegistryClient } from '../../shared/registry/client.ts';
import { abortError, orAbort } from './abort.ts';
import { formatAddress, parseAddress, type Address } from './address.ts';
import { createBrokerConnections, defaultTimeouts, type BrokerConnections, type Timeouts } from './brokerConnections.ts';
import type { Connection } from './connection.ts';
import { toKafkaError } from './kafkaErrors.ts';
import { askWhoIsThere, resolveName, speaksTls, tryConnecting, type Answer } from './probes.ts';
import { metadataApi, type MetadataResponse } from './protocol.ts';
import type { ConnectionReport, Stage, StageReport } from './session.ts';
import { secureContextOf } from './sockets.ts';

export interface ConnectionTestContext {
  readonly connection: Connection;
  /** Undefined where the connection has no registry. */
  readonly registry: RegistryClient | undefined;
  readonly timeouts?: Timeouts | undefined;
}

/** What a stage found out, where it did not fail. */
interface Finding {
  readonly outcome: 'passed' | 'skipped';
  readonly message: string;
}

/**
 * Tries a connection stage by stage, with sockets of its own up to TLS, so that each failure has its exact cause. It
 * stops at the first that fails; the registry is tried in any case.
 *
 * @param onStage told when a stage begins and when it ends
 * @returns the reports in the order of the stages; throws only an `AbortError`
 */
export async function testConnection(
  context: ConnectionTestContext,
  onStage: (stage: StageReport) => void,
  signal: AbortSignal,
): Promise<ConnectionReport> {
  const stages: StageReport[] = [];
  const report = (stage: StageReport): void => {
    stages.push(stage);
    onStage(stage);
  };
  let hasFailed = false;
  const run = async (stage: Stage, work: () => Promise<Finding>): Promise<void> => {
    if (hasFailed && stage !== 'registry') {
      report({ stage, outcome: 'skipped', message: 'Not tried, as an earlier step failed.', remedy: undefined, durationMs: 0 });
      return;
    }
    onStage({ stage, outcome: 'running', message: doing(stage, context.connection), remedy: undefined, durationMs: 0 });
    const start = performance.now();
    try {
      const finding = await orAbort(work(), signal);
      report({ stage, ...finding, remedy: undefined, durationMs: performance.now() - start });
    } catch (error) {
      if (signal.aborted || isCancelled(error)) throw abortError();
      hasFailed = true;
      const { message, remedy } = error instanceof KnownError ? error : { message: String(error), remedy: undefined };
      report({ stage, outcome: 'failed', message, remedy, durationMs: performance.now() - start });
    }
  };
  const trial = createTrial(context, signal);
  try {
    await run('name-resolution', trial.resolveNames);
    await run('tcp', trial.connect);
    await run('tls', trial.secure);
    await run('authentication', trial.authenticate);
    await run('metadata', trial.fetchMetadata);
    await run('registry', () => askRegistry(context.registry, signal));
  } finally {
    trial.close();
  }
  return { ok: !hasFailed, stages };
}

/** What is being done in a stage: without TLS and a user, these stages are about whether the broker answers at all. */
function doing(stage: Stage, { tls, sasl }: Connection): string {
  switch (stage) {
    case 'name-resolution':
      return "Looking up the brokers' names…";
    case 'tcp':
      return 'Connecting…';
    case 'tls':
      return tls === undefined ? 'Waiting for the broker to answer…' : 'Agreeing on TLS…';
    case 'authentication':
      return sasl === undefined ? 'Waiting for the broker to let us in…' : 'Signing in…';
    case 'metadata':
      return 'Asking for the topics…';
    case 'registry':
      return 'Asking the registry…';
  }
}

/** The stages up to the metadata; each takes up what the one before it has found. */
function createTrial(
  { connection, timeouts = defaultTimeouts }: ConnectionTestContext,
  signal: AbortSignal,
): Record<'resolveNames' | 'connect' | 'secure' | 'authenticate' | 'fetchMetadata', () => Promise<Finding>> & { close(): void } {
  const timeoutMs = timeouts.connectTimeoutMs;
  const opened: BrokerConnections[] = [];
  let candidates: Address[] = connection.brokers.map(parseAddress);
  let secureContext: SecureContext | undefined;
  let answer: Answer = 'kafka';
  let metadata: MetadataResponse | undefined;

  const chosen = (): Address => candidates[0] ?? { host: '', port: 0 };
  const failure = (error: unknown, address: Address): Error =>
    toKafkaError(error, { connection, address: formatAddress(address), phase: 'connecting' });
  const brokerAt = (address: string): BrokerConnections => {
    const broker = createBrokerConnections(connection, address, secureContext, timeouts);
    opened.push(broker);
    return broker;
  };

  return {
    resolveNames: async () => {
      if (candidates.length === 0) throw new KafkaError('kafka/unreachable', `The connection ${connection.name} names no broker.`);
      const { usable, errors, names } = await resolveAll(candidates, failure, signal);
      const [error] = errors;
      if (usable.length === 0 && error !== undefined) throw error;
      candidates = usable;
      if (names.length === 0 && error === undefined)
        return { outcome: 'skipped', message: 'The brokers are given by address, not by name.' };
      return { outcome: 'passed', message: [...names, ...errors.map(({ message }) => message)].join(' ') };
    },
    connect: async () => {
      const errors: Error[] = [];
      for (const address of candidates) {
        try {
          await tryConnecting(address, timeoutMs, signal);
          candidates = [address];
          return { outcome: 'passed', message: `${formatAddress(address)} takes connections.` };
        } catch (error) {
          errors.push(failure(error, address));
        }
      }
      throw errors[0] ?? new Error('There is no address to connect to.');
    },
    secure: async () => {
      secureContext = secureContextOf(connection);
      if (secureContext !== undefined) return tryTls(chosen(), connection, secureContext, { timeoutMs, signal });
      answer = await askWhoIsThere(chosen(), { secureContext, timeoutMs, signal }).catch((): Answer => 'nothing');
      if (answer === 'tls' || (answer !== 'kafka' && (await speaksTls(chosen(), timeoutMs, signal)))) {
        throw new KafkaError('kafka/tls-expected', `${formatAddress(chosen())} expects TLS.`, {
          remedy: 'Choose TLS as the security of this connection.',
        });
      }
      return { outcome: 'skipped', message: 'The connection does not use TLS.' };
    },
    authenticate: async () => {
      if (answer !== 'kafka') throw notKafka(chosen(), answer);
      const broker = brokerAt(formatAddress(chosen()));
      await broker.connect();
      // Only now a broker that expects a user closes the connection of one who shows none.
      metadata = await broker.ask(metadataApi, { topics: null });
      if (connection.sasl !== undefined) {
        return { outcome: 'passed', message: `Signed in as ${connection.sasl.username} (${connection.sasl.mechanism}).` };
      }
      const how = connection.tls?.cert === undefined ? 'The connection has no user name.' : 'The client certificate was accepted.';
      return { outcome: connection.tls?.cert === undefined ? 'skipped' : 'passed', message: how };
    },
    fetchMetadata: async () => {
      const { brokers = [], topics = [] } = metadata ?? {};
      await reachAll(brokers.map((address) => brokerAt(formatAddress(address))));
      const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
      return {
        outcome: 'passed',
        message: `The cluster has ${count(brokers.length, 'broker')}, all of them reached, and ${count(topics.length, 'topic')}.`,
      };
    },
    close: () => {
      for (const broker of opened) broker.destroy();
    },
  };
}

/** Connects to all brokers that the cluster names: each may lead partitions. @throws KafkaError that names the first missing */
async function reachAll(brokers: readonly BrokerConnections[]): Promise<void> {
  const results = await Promise.allSettled(brokers.map((broker) => broker.connect()));
  // Connecting throws nothing but errors.
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const [first] = errors;
  if (first === undefined) return;
  if (!(first instanceof KafkaError) || errors.length === brokers.length) throw first;
  const reached = brokers.length - errors.length;
  throw new KafkaError(
    first.code,
    `Only ${reached} of ${brokers.length} brokers ${reached === 1 ? 'was' : 'were'} reached: ${first.message}`,
    {
      cause: first,
      remedy: first.remedy,
      retriable: first.retriable,
    },
  );
}

async function resolveAll(
  addresses: readonly Address[],
  failure: (error: unknown, address: Address) => Error,
  signal: AbortSignal,
): Promise<{ usable: Address[]; errors: Error[]; names: string[] }> {
  const results = await Promise.allSettled(addresses.map(({ host }) => resolveName(host, signal)));
  const usable: Address[] = [];
  const errors: Error[] = [];
  const names = new Set<string>();
  for (const [index, result] of results.entries()) {
    const address = addresses[index];
    if (address === undefined) continue;
    if (result.status === 'rejected') {
      if (isCancelled(result.reason)) throw abortError();
      errors.push(failure(result.reason, address));
    } else {
      usable.push(address);
      if (result.value !== undefined) names.add(`${address.host} is ${result.value.join(', ')}.`);
    }
  }
  return { usable, errors, names: [...names] };
}

async function tryTls(
  address: Address,
  connection: Connection,
  secureContext: SecureContext,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Finding> {
  let description = '';
  let answer: Answer | undefined;
  let failed: unknown;
  try {
    answer = await askWhoIsThere(address, { secureContext, timeoutMs, signal }, (socket) => {
      if (socket instanceof TLSSocket) description = describeTls(socket);
    });
  } catch (error) {
    if (isCancelled(error)) throw error;
    failed = error;
  }
  if (answer === 'kafka') return { outcome: 'passed', message: description };
  const plainAnswer = await askWhoIsThere(address, { secureContext: undefined, timeoutMs, signal }).catch((): Answer => 'nothing');
  if (plainAnswer === 'kafka') {
    throw new KafkaError('kafka/tls-not-spoken', `${formatAddress(address)} does not speak TLS: it answers in plaintext.`, {
      remedy: 'Switch TLS off for this connection, or use the port that speaks it.',
    });
  }
  if (failed !== undefined) throw toKafkaError(failed, { connection, address: formatAddress(address), phase: 'connecting' });
  throw notKafka(address, answer ?? 'nothing');
}

function describeTls(socket: TLSSocket): string {
  const { subject, issuer, valid_to: validTo } = socket.getPeerCertificate();
  const until = new Date(validTo);
  const date = Number.isNaN(until.getTime()) ? validTo : until.toISOString().slice(0, 10);
  return `${socket.getProtocol() ?? 'TLS'}, certificate of ${nameOf(subject)} from ${nameOf(issuer)}, valid until ${date}.`;
}

/** Types say that there always is a common name; a certificate without one is valid all the same. */
function nameOf(who: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined): string {
  return [who?.CN ?? who?.O ?? 'an unnamed holder'].flat().join(', ');
}

function notKafka(address: Address, answer: Answer): KafkaError {
  const where = formatAddress(address);
  const text =
    answer === 'http'
      ? `${where} answers as a web server, not as a Kafka broker.`
      : answer === 'nothing'
        ? `${where} takes the connection but does not answer as a Kafka broker.`
        : `${where} answers, but not as a Kafka broker does.`;
  return new KafkaError('kafka/malformed-answer', text, { remedy: 'Check the port: it may belong to something else.' });
}

async function askRegistry(registry: RegistryClient | undefined, signal: AbortSignal): Promise<Finding> {
  if (registry === undefined) return { outcome: 'skipped', message: 'The connection has no schema registry.' };
  const { subjects } = await registry.probe(signal);
  return { outcome: 'passed', message: `${registry.label} has ${subjects} subject${subjects === 1 ? '' : 's'}.` };
}
