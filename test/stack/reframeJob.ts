import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createRegistryFetch } from '../../client/cluster/registryFetch.ts';
import { reframeTopic } from '../../client/reframing/localReframing.ts';
import type { ReframeRequest } from '../../client/reframing/reframeRequest.ts';
import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';

/** A job in a process of its own, so that it can be killed. The request comes as JSON, with bigints as texts. */
interface JobArguments {
  readonly broker: string;
  readonly registry: string;
  readonly request: Omit<ReframeRequest, 'ranges'> & { readonly ranges: readonly { partition: number; from: string; to: string }[] };
}

// What the test writes.
const { broker, registry: url, request } = JSON.parse(process.argv[2] ?? '') as JobArguments;
const cluster = createKafkaCluster({
  name: 'local',
  brokers: [broker],
  tls: undefined,
  sasl: undefined,
  registry: undefined,
  readOnly: false,
});
const registryFetch = createRegistryFetch({});
const registry = new RegistryCache(createRegistryClient({ url, auth: { type: 'none' }, fetch: registryFetch.fetch }));
const ranges = request.ranges.map(({ partition, from, to }) => ({ partition, from: BigInt(from), to: BigInt(to) }));
const summary = await reframeTopic({ cluster, registry }, { ...request, ranges }, () => undefined, new AbortController().signal);
const { stopped, problem, present, written, failed, doubts } = summary;
process.stdout.write(JSON.stringify({ stopped, problem, present, written, failed, doubts: doubts.map(({ reason }) => reason) }));
await Promise.all([cluster.close(), registryFetch.close()]);
