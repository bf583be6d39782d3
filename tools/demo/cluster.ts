import { createInterface } from 'node:readline/promises';
import { startStack } from '../stack/stack.ts';
import { SetupError, say } from '../support/say.ts';
import { createSampleData, planSampleData } from './sampleData.ts';
import type { SamplePlan, SampleTarget } from './sampleData.ts';
import type { DemoConnection } from './workspace.ts';

/** The cluster that the demo shows. */
export interface DemoCluster {
  readonly connection: DemoConnection;
  /** A framed order in hexadecimal digits, where one was written. */
  readonly sampleBytes: string | undefined;
  /** The name of a part of it that ended by itself; never settles otherwise. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Starts a broker and a registry and fills them. */
export async function startOwnCluster(): Promise<DemoCluster> {
  const stack = await startStack();
  say(`Kafka listens at ${stack.brokers.join(', ')}, the schema registry at ${stack.registryUrl}.`);
  const sampleBytes = await createSampleData(stack, await planSampleData(stack), say);
  const { brokers, registryUrl, ended } = stack;
  return { connection: { name: 'local', brokers, registryUrl }, sampleBytes, ended, stop: stack.stop };
}

/** The cluster that the environment names, or undefined where it names none. */
export function namedCluster(env: NodeJS.ProcessEnv): DemoConnection | undefined {
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',').flatMap((broker) => broker.trim() || []);
  const registryUrl = env['SCHEMA_REGISTRY_URL']?.trim().replace(/\/+$/, '') ?? '';
  if (brokers.length === 0) {
    if (registryUrl !== '')
      throw new SetupError('SCHEMA_REGISTRY_URL is set without KAFKA_BROKERS: set both, or neither for a cluster of the demo.');
    return undefined;
  }
  return { name: 'cluster', brokers, registryUrl: registryUrl === '' ? undefined : registryUrl };
}

/** Takes somebody's cluster as it is; sample data goes there only after a yes. */
export async function useNamedCluster(connection: DemoConnection, stop: AbortSignal): Promise<DemoCluster> {
  say(`Using Kafka at ${connection.brokers.join(', ')}, which KAFKA_BROKERS names, without TLS and without a login.`);
  const sampleBytes = await offerSampleData(connection, stop);
  const nothingOfOurs = { ended: new Promise<string>(() => undefined), stop: () => Promise.resolve() };
  return { connection, sampleBytes, ...nothingOfOurs };
}

async function offerSampleData({ brokers, registryUrl }: DemoConnection, stop: AbortSignal): Promise<string | undefined> {
  if (registryUrl === undefined) {
    say('SCHEMA_REGISTRY_URL names no registry, and so no sample data is offered: nothing is created.');
    return undefined;
  }
  const target = { brokers, registryUrl };
  try {
    const plan = await planSampleData(target);
    if (plan.existing.length > 0) say(`Left as it is there: ${plan.existing.join(', ')}.`);
    if (plan.topics.length === 0 || !(await agrees(target, plan, stop))) return undefined;
    return await createSampleData(target, plan, say);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message} There is no sample data, then; the window opens all the same.`);
    return undefined;
  }
}

async function agrees({ brokers, registryUrl }: SampleTarget, plan: SamplePlan, stop: AbortSignal): Promise<boolean> {
  const topics = plan.topics.map(({ name, partitions }) => `${name} (${partitions} partition${partitions === 1 ? '' : 's'})`);
  console.log(`The demo would create sample data there:\n  topics at ${brokers.join(', ')}: ${topics.join(', ')}`);
  console.log(`  subjects at ${registryUrl}: ${plan.subjects.join(', ')}`);
  if (!process.stdin.isTTY) {
    say('Nobody can be asked here, and so nothing is created.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // While it asks, the terminal hands Ctrl-C to it instead of raising the signal.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await terminal.question('Create them? [y/N] ', { signal: stop });
    const yes = /^y(es)?$/i.test(answer.trim());
    if (!yes) say('Nothing is created.');
    return yes;
  } finally {
    terminal.close();
  }
}
