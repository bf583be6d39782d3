import { KafkaError, RegistryError } from '../../shared/errors.ts';
import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { createDecoder, type Decoder } from '../../shared/wire/decoder.ts';
import { automaticProfile, defaultRender } from '../../shared/wire/profile.ts';
import { decodeRequest, decoderFor, defaultMaxInflatedBytes } from './decodeRequest.ts';
import { createInflate } from './inflate.ts';
import { createLocalRecords } from '../records/localRecords.ts';
import type { Timeouts } from './brokerConnections.ts';
import type { Connection } from './connection.ts';
import { createKafkaCluster } from './kafkaCluster.ts';
import { peekRows } from './peekRows.ts';
import { createRegistryFetch } from './registryFetch.ts';
import type { Session } from './session.ts';

/** How many topics' decoders are kept, with the schemas that they have compiled. */
const mostDecoders = 50;

export interface LocalSessionOptions {
  /** Of connecting to brokers and of each of their answers, in milliseconds. */
  readonly timeouts?: Timeouts | undefined;
  /** `dist/worker.js`: filters that may run for ever run in a thread of it; without it they are refused. */
  readonly workerPath?: string | undefined;
}

/**
 * Returns a connection's session that works in this very thread. Nothing is connected until it is first asked for
 * something.
 */
export function createLocalSession(connection: Connection, { timeouts, workerPath }: LocalSessionOptions = {}): Session {
  const cluster = createKafkaCluster(connection, timeouts);
  const registryFetch = connection.registry && createRegistryFetch(connection.registry);
  const registry =
    connection.registry && registryFetch && new RegistryCache(createRegistryClient({ ...connection.registry, fetch: registryFetch.fetch }));
  const inflate = createInflate(defaultMaxInflatedBytes);
  const decoders = new Map<string | undefined, Decoder>();

  const decoderOf = (topic: string | undefined): Decoder => {
    const decoder = decoders.get(topic) ?? createDecoder({ registry, topic, profile: automaticProfile, render: defaultRender, inflate });
    // The map keeps the order of insertion, so the one that was not used for longest comes first.
    decoders.delete(topic);
    decoders.set(topic, decoder);
    for (const oldest of decoders.keys()) if (decoders.size > mostDecoders) decoders.delete(oldest);
    return decoder;
  };
  const registryOf = (): RegistryCache => {
    if (registry !== undefined) return registry;
    const remedy = 'Edit the connection to give it one.';
    throw new RegistryError('registry/none', `The connection ${connection.name} has no schema registry.`, { remedy });
  };
  const refuseReadOnly = (what: string): void => {
    if (connection.readOnly) throw new KafkaError('kafka/read-only', `${connection.name} is read-only: nothing is ${what}.`);
  };

  return {
    ...createLocalRecords({ cluster, registry, workerPath }),
    // What the first rows don't need is loaded once it is asked for.
    test: async (onStage, signal) => {
      const { testConnection } = await import('./connectionTest.ts');
      return testConnection({ connection, registry: registry?.client, timeouts }, onStage, signal);
    },
    listTopics: (signal) => cluster.listTopics(signal),
    describeTopic: (topic, signal) => cluster.describeTopic(topic, signal),
    peek: (request, onProgress, signal) => {
      // Who reads again may have put right what was wrong with the registry a moment ago.
      registry?.forgetFailures();
      return peekRows(cluster, decoderOf(request.topic), request, onProgress, signal);
    },
    tryRecords: async (request, onProgress, signal) => {
      registry?.forgetFailures();
      // What the topic's values are otherwise shown as is of no account: they are tried as another schema.
      const profile = request.profile && { ...request.profile, reader: undefined };
      const decoder = decoderFor({ topic: request.topic, schema: undefined, profile }, { registry, decoderOf });
      const { tryRecords } = await import('./tryRecords.ts');
      return tryRecords({ cluster, decoder, registry }, request, onProgress, signal);
    },
    decode: (request, signal) => decodeRequest(request, { registry, decoderOf }, signal),
    // These are async, so that what is refused rejects, as everything else does.
    listSubjects: async (signal) => registryOf().client.listSubjects(signal),
    fetchVersion: async (subject, version, signal) =>
      version === 'latest'
        ? registryOf().client.fetchVersion(subject, version, signal)
        : registryOf().fetchVersion(subject, version, signal),
    fetchSchema: async (schemaId, signal) => registryOf().fetchSchema(schemaId, signal),
    findVersion: async (subject, text, signal) => registryOf().client.lookUp(subject, text, signal),
    register: async (subject, text, signal) => {
      refuseReadOnly('registered');
      const registered = await registryOf().client.register(subject, text, signal);
      registryOf().refresh();
      return registered;
    },
    send: async (message, signal) => {
      refuseReadOnly('sent');
      const { encodeMessage } = await import('./encodePart.ts');
      return cluster.produce(encodeMessage(message), signal);
    },
    sendMany: async (request, onProgress, signal) => {
      if (!request.dryRun) refuseReadOnly('sent');
      const { sendFromSource } = await import('../sending/localSending.ts');
      return sendFromSource(cluster, connection.name, request, onProgress, signal);
    },
    diagnose: async (request, onProgress, signal) => {
      registry?.forgetFailures();
      const { diagnoseTopic } = await import('../diagnosis/localDiagnosis.ts');
      return diagnoseTopic({ cluster, registry, connection }, request, onProgress, signal);
    },
    reframe: async (request, onProgress, signal) => {
      if (!request.dryRun) refuseReadOnly('sent');
      const { reframeTopic } = await import('../reframing/localReframing.ts');
      return reframeTopic({ cluster, registry }, request, onProgress, signal);
    },
    createTopic: async (topic, signal) => {
      refuseReadOnly('created');
      await cluster.createTopic(topic, signal);
    },
    close: async () => {
      await Promise.all([cluster.close(), registryFetch?.close()]);
    },
  };
}
