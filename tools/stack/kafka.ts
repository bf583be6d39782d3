import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installInto } from '../support/install.ts';
import { inRoot, inTools } from '../support/paths.ts';
import { freePorts } from '../support/ports.ts';
import { run, startService } from '../support/processes.ts';
import type { Service } from '../support/processes.ts';
import { SetupError } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import { clientKeyPassphrase, makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { findMaven } from './java.ts';

/** A running broker of one node. Addresses are `127.0.0.1:port`. */
export interface Broker {
  readonly address: string;
  readonly service: Service;
}

/** A broker with a listener for each way to be let in; what a test needs to use each. */
export interface SecuredAccess {
  readonly plaintext: string;
  /** Alice may log in with PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  readonly saslPlaintext: string;
  /** A client certificate is required. */
  readonly ssl: string;
  /** As `saslPlaintext`, over TLS. */
  readonly saslSsl: string;
  readonly username: string;
  readonly password: string;
  readonly ca: string;
  readonly clientCert: string;
  readonly clientKey: string;
  readonly clientKeyEncrypted: string;
  readonly clientKeyPassphrase: string;
  readonly strangerCert: string;
  readonly strangerKey: string;
}

const username = 'alice';
const password = 'alice-secret';
const readyLimitMs = 120_000;
const kafkaFolder = inRoot('tools/stack/kafka');

/**
 * Apache Kafka's jars, fetched from Maven Central, with a formatted storage folder for each kind of broker: to format one
 * takes a whole Java start of its own, and it is the same each time.
 *
 * @returns the folder: `libs/`, `formatted/plain/`, `formatted/secured/`
 */
export function installKafka(java: string, say: Say): Promise<string> {
  const pom = path.join(kafkaFolder, 'pom.xml');
  const stamp = readFileSync(pom, 'utf8') + properties('plain', {}) + properties('secured', {});
  return installInto('kafka', stamp, async (folder) => {
    const maven = await findMaven(say);
    say('Downloading Apache Kafka 4.4.0 from Maven Central into .tools/kafka (45 MB)…');
    const libs = path.join(folder, 'libs');
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    await run(maven, ['-B', '-q', '-f', pom, goal, `-DoutputDirectory=${libs}`, '-DincludeScope=runtime'], {
      what: 'Fetching Kafka with Maven',
    });
    await Promise.all((['plain', 'secured'] as const).map((kind) => format(java, libs, folder, kind)));
  });
}

/** Starts a broker without any security. */
export async function startBroker(java: string, kafka: string): Promise<Broker> {
  return await tryPorts(async () => {
    const ports = await freePorts(['plaintext', 'controller']);
    const service = await startNode(java, kafka, 'plain', makeScratch('kafka'), ports);
    return { address: `127.0.0.1:${ports.plaintext}`, service };
  });
}

/** Starts a broker that has a listener for each kind of security. */
export async function startSecuredBroker(java: string, kafka: string, say: Say): Promise<{ access: SecuredAccess; service: Service }> {
  return await tryPorts(async () => {
    const scratch = makeScratch('kafka-secured');
    const folder = path.join(scratch, 'certificates');
    mkdirSync(folder);
    const { server, ...certificates } = await makeCertificates(folder, say);
    const ports = await freePorts(['plaintext', 'controller', 'saslPlaintext', 'ssl', 'saslSsl']);
    const service = await startNode(java, kafka, 'secured', scratch, { ...ports, server, ca: certificates.ca });
    const at = (port: number) => `127.0.0.1:${port}`;
    const { plaintext, saslPlaintext, ssl, saslSsl } = ports;
    const addresses = { plaintext: at(plaintext), saslPlaintext: at(saslPlaintext), ssl: at(ssl), saslSsl: at(saslSsl) };
    return { access: { ...addresses, username, password, ...certificates, clientKeyPassphrase }, service };
  });
}

type Kind = 'plain' | 'secured';
type Values = Partial<Record<'plaintext' | 'controller' | 'saslPlaintext' | 'ssl' | 'saslSsl', number>> &
  Partial<Pick<Certificates, 'server' | 'ca'>> & { readonly data?: string };

/** A folder of one service alone; it goes when the service does. */
export function makeScratch(name: string): string {
  mkdirSync(inTools('run'), { recursive: true });
  return mkdtempSync(inTools('run', `${name}-`));
}

/** Tries again with other ports, if between the choice of a port and its use another process was faster. */
export async function tryPorts<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === 3 || !(error instanceof SetupError) || !/BindException|already in use|already bound/i.test(error.message)) throw error;
    }
  }
}

async function startNode(java: string, kafka: string, kind: Kind, scratch: string, values: Values): Promise<Service> {
  const data = path.join(scratch, 'data');
  const configuration = path.join(scratch, 'server.properties');
  cpSync(path.join(kafka, 'formatted', kind), data, { recursive: true });
  writeFileSync(configuration, properties(kind, { ...values, data }));
  const arguments_ = [...javaOptions('384m'), '-cp', `${kafka}/libs/*`, 'kafka.Kafka', configuration];
  const service = startService(java, arguments_, { name: kind === 'plain' ? 'Kafka' : 'The secured Kafka', cwd: scratch, scratch });
  try {
    await service.line(/Kafka Server started/, readyLimitMs);
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

async function format(java: string, libs: string, folder: string, kind: Kind): Promise<void> {
  const data = path.join(folder, 'formatted', kind);
  const configuration = path.join(folder, `${kind}.properties`);
  const ports = { plaintext: 1, controller: 2, saslPlaintext: 3, ssl: 4, saslSsl: 5 };
  writeFileSync(configuration, properties(kind, { ...ports, data }));
  const users = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((name) => ['--add-scram', `${name}=[name=${username},password=${password}]`]);
  const clusterId = kind === 'plain' ? 'YXZyby13b3JrYmVuY2gtMQ' : 'YXZyby13b3JrYmVuY2gtMg';
  const arguments_ = [
    ...javaOptions('128m'),
    '-cp',
    `${libs}/*`,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    configuration,
  ];
  await run(java, [...arguments_, ...(kind === 'secured' ? users : [])], { what: "Formatting Kafka's storage", limitMs: readyLimitMs });
  if (!existsSync(path.join(data, 'meta.properties'))) throw new SetupError("Kafka's storage tool left no formatted folder.");
  rmSync(configuration);
}

function javaOptions(heap: string): string[] {
  const log = `-Dlog4j2.configurationFile=${path.join(kafkaFolder, 'log4j2.yaml')}`;
  // For a small broker that lives for minutes, a fast start counts for more than fast code.
  return ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '--enable-native-access=ALL-UNNAMED', `-Xmx${heap}`, log];
}

function properties(kind: Kind, values: Values): string {
  const secured = kind === 'secured';
  const listeners = [`PLAINTEXT://127.0.0.1:${values.plaintext}`];
  if (secured) {
    listeners.push(
      `SASL_PLAINTEXT://127.0.0.1:${values.saslPlaintext}`,
      `SSL://127.0.0.1:${values.ssl}`,
      `SASL_SSL://127.0.0.1:${values.saslSsl}`,
    );
  }
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${values.controller}`,
    'controller.listener.names=CONTROLLER',
    `listeners=CONTROLLER://127.0.0.1:${values.controller},${listeners.join(',')}`,
    `advertised.listeners=${listeners.join(',')}`,
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${values.data}`,
    ...smallBroker,
    ...(secured ? security(values) : []),
    '',
  ].join('\n');
}

/** One node for one person: no replicas, few threads, small buffers, and no topic that nobody asked for. */
const smallBroker = [
  'num.partitions=1',
  'num.network.threads=2',
  'num.io.threads=2',
  'num.replica.fetchers=1',
  'background.threads=2',
  'offsets.topic.num.partitions=1',
  'offsets.topic.replication.factor=1',
  'transaction.state.log.num.partitions=1',
  'transaction.state.log.replication.factor=1',
  'transaction.state.log.min.isr=1',
  'share.coordinator.state.topic.num.partitions=1',
  'share.coordinator.state.topic.replication.factor=1',
  'share.coordinator.state.topic.min.isr=1',
  'group.initial.rebalance.delay.ms=0',
  'auto.create.topics.enable=false',
  'delete.topic.enable=true',
  'log.cleaner.dedupe.buffer.size=8388608',
  'log.cleaner.threads=1',
  // Compacts soon after it is asked to, so that a test of compacted topics need not wait for the default of 15 s.
  'log.cleaner.backoff.ms=500',
  'metric.reporters=',
];

function security(values: Values): string[] {
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  const logins = ['sasl_plaintext', 'sasl_ssl'].flatMap((listener) => [
    `listener.name.${listener}.plain.sasl.jaas.config=${plain}`,
    `listener.name.${listener}.scram-sha-256.sasl.jaas.config=${scram}`,
    `listener.name.${listener}.scram-sha-512.sasl.jaas.config=${scram}`,
  ]);
  const stores =
    values.server === undefined
      ? []
      : [
          'ssl.keystore.type=PEM',
          `ssl.keystore.location=${values.server}`,
          'ssl.truststore.type=PEM',
          `ssl.truststore.location=${values.ca}`,
        ];
  return [
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    ...logins,
    ...stores,
    'listener.name.ssl.ssl.client.auth=required',
    'listener.name.sasl_ssl.ssl.client.auth=none',
  ];
}
