import { say as sayAloud } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import type { Service } from '../support/processes.ts';
import { findJava } from './java.ts';
import { installKafka, startBroker, startSecuredBroker } from './kafka.ts';
import type { SecuredAccess } from './kafka.ts';
import { installRegistry, startRegistry } from './registry.ts';

/** A real broker and a real registry on loopback ports of this machine, empty at first. */
export interface Stack {
  /** `127.0.0.1:port` each, without security. */
  readonly brokers: readonly string[];
  /** The base URL of Confluent's API; no trailing slash. */
  readonly registryUrl: string;
  /** A second broker, where it was asked for. */
  readonly secure: SecuredAccess | undefined;
  /** The name of the first part that ends by itself; never settles where none does. */
  readonly ended: Promise<string>;
  /** Ends all of it and removes what it stored. */
  readonly stop: () => Promise<void>;
}

/**
 * Installs what is missing and starts a broker and a registry, and with `secured` a second broker that asks for credentials.
 *
 * @throws SetupError with the end of the log, if one of them does not start; nothing is left running then
 */
export async function startStack(options: { readonly secured?: boolean; readonly say?: Say } = {}): Promise<Stack> {
  const { secured = false, say = sayAloud } = options;
  const java = await findJava(say);
  const kafka = await installKafka(java, say);
  const registryFolder = await installRegistry(say);
  say(`Starting Kafka${secured ? ', a secured Kafka' : ''} and the schema registry…`);
  const started = await Promise.allSettled([
    startBroker(java, kafka),
    startRegistry(java, registryFolder),
    secured ? startSecuredBroker(java, kafka, say) : undefined,
  ]);
  const services = started.flatMap((result) => (result.status === 'fulfilled' && result.value !== undefined ? [result.value.service] : []));
  const [broker, registry, secure] = started;
  if (broker.status === 'rejected' || registry.status === 'rejected' || secure.status === 'rejected') {
    await stopAll(services);
    throw started.find((result) => result.status === 'rejected')?.reason;
  }
  return {
    brokers: [broker.value.address],
    registryUrl: registry.value.url,
    secure: secure.value?.access,
    ended: Promise.race(services.map((service) => service.exited.then(() => service.name))),
    stop: () => stopAll(services),
  };
}

/** The environment variables by which tests find a stack. */
export function stackEnvironment(stack: Pick<Stack, 'brokers' | 'registryUrl' | 'secure'>): Record<string, string> {
  return {
    KAFKA_BROKERS: stack.brokers.join(','),
    SCHEMA_REGISTRY_URL: stack.registryUrl,
    ...(stack.secure === undefined ? {} : { SECURE_KAFKA: JSON.stringify(stack.secure) }),
  };
}

async function stopAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => service.stop()));
}
