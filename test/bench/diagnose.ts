import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { ProbeOptions, WantedRecords } from '../../client/cluster/probeRequest.ts';
import { createRegistryFetch } from '../../client/cluster/registryFetch.ts';
import { diagnoseTopic } from '../../client/diagnosis/localDiagnosis.ts';
import type { DiagnoseRequest, Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { records } from './children/scanRun.ts';
import { partitions, withClicks, type Clicks } from './clicks.ts';
import { fetchWithKafkajs } from './fetchKafkajs.ts';
import { median, summarize } from './inTurns.ts';

/** What a diagnosis of 1,000,000 framed records takes, behind which some are bare, beside fetching the same records by hand. */
export interface DiagnoseTimes {
  /** Milliseconds from the request to the first verdict, and to the whole report: of a new session, the first of its process. */
  readonly coldFirst: number;
  readonly coldWhole: number;
  /** The same of later sessions in the same process; medians. */
  readonly first: number;
  readonly whole: number;
  readonly fetches: number;
  readonly records: number;
  /** Processor time in milliseconds, medians. */
  readonly own: number;
  readonly other: number;
  /** Of the same ranges fetched by the product's own requests, which unpack no more of a batch than is wanted; median. */
  readonly least: number;
  /** Of the diagnosis over that of the fetches by hand, the median of the pairs. */
  readonly ratio: number;
  readonly spread: string;
}

const warmUps = 10;
const pairs = 9;
const bareInEach = 20_000;
const probeOptions: ProbeOptions = { maxBytes: 1 << 26 };
const never = new AbortController().signal;

/** @throws Error where a switch is not found at its offset */
export async function benchDiagnose(target: { readonly brokers: readonly string[]; readonly registryUrl: string }): Promise<DiagnoseTimes> {
  return withClicks(target, async (clicks) => {
    const begun = await appendBare(clicks);
    const cold = await timeDiagnosis(clicks, begun);
    const reads = await readsOf(clicks);
    const done: { readonly times: Timed; readonly own: number; readonly other: number; readonly least: number }[] = [];
    const byHand = (): Promise<number> => fetchByHand(clicks, reads, cold.end.reads.records);
    for (let turn = -warmUps; turn < pairs; turn++) {
      // Whoever is second clears away what the first has left, so the first is each in turn.
      const before = turn % 2 === 0 ? undefined : await byHand();
      const times = await timeDiagnosis(clicks, begun);
      const other = before ?? (await byHand());
      const least = await fetchLeast(clicks, reads);
      if (turn >= 0) done.push({ times, own: times.processor, other, least });
    }
    const { reads: last } = cold.end;
    return {
      coldFirst: cold.first,
      coldWhole: cold.whole,
      first: median(done.map(({ times }) => times.first)),
      whole: median(done.map(({ times }) => times.whole)),
      least: median(done.map((one) => one.least)),
      fetches: last.fetches,
      records: last.records,
      ...summarize(done),
    };
  });
}

/** The times as a table for people. */
export function diagnoseTable({
  coldFirst,
  coldWhole,
  first,
  whole,
  fetches,
  own,
  other,
  least,
  ratio,
  spread,
  ...found
}: DiagnoseTimes): string {
  const ms = (time: number): string => `${time.toFixed(0)} ms`;
  return [
    `Diagnosis of ${records.toLocaleString('en')} framed records and ${partitions * bareInEach} bare ones, ${partitions} partitions, medians of ${pairs}`,
    `  First verdict: ${ms(first)}, ${ms(coldFirst)} in a new process (goal: 1 s at most)`,
    `  Whole report: ${ms(whole)}, ${ms(coldWhole)} in a new process (goal: 5 s at most)`,
    `  CPU: ${ms(own)}; fetching the same records by hand with kafkajs: ${ms(other)}; ratio ${ratio.toFixed(2)}, ${spread} (goal: 3 at most)`,
    `       fetching them with the product's own requests: ${ms(least)}; ratio ${(own / least).toFixed(2)}`,
    `  Every switch found in ${fetches} fetches and ${found.records} records in all`,
  ].join('\n');
}

/** Writes what Spark writes behind the frames; returns where it begins in each partition. */
async function appendBare({ connection, topic }: Clicks): Promise<ReadonlyMap<number, bigint>> {
  const cluster = createKafkaCluster(connection);
  const compression = { codec: 'none', compress: (bytes: Buffer) => Promise.resolve(bytes) } as const;
  const begun = new Map<number, bigint>();
  const { partitions: described } = await cluster.describeTopic(topic, never);
  for (const { partition, endOffset = 0n } of described) {
    begun.set(partition, endOffset);
    const wanted: WantedRecords = { partition, from: endOffset - 1n, until: endOffset, count: 1, take: 'first' };
    const probe = await cluster.openProbe(topic, probeOptions, never);
    const [record] = (await probe.read(wanted)).records;
    probe.close();
    // Without the frame that is in front of it.
    const value = record?.value?.subarray(5) ?? null;
    const batch = Array.from({ length: 1000 }, () => ({ key: null, value, headers: [], timestampMs: Date.now() }));
    for (let written = 0; written < bareInEach; written += batch.length)
      await cluster.append({ topic, partition }, batch, compression, never);
  }
  await cluster.close();
  return begun;
}

interface Timed {
  readonly first: number;
  readonly whole: number;
  readonly processor: number;
  readonly end: Diagnosis;
}

function requestOf(topic: string): DiagnoseRequest {
  return { topic, samplesPerPartition: 120, timeoutMs: 60_000, ...probeOptions, workspace: [], watch: false, masks: [] };
}

/** Diagnoses by a session of its own; processor time is in milliseconds. */
async function timeDiagnosis({ connection, topic }: Clicks, begun: ReadonlyMap<number, bigint>): Promise<Timed> {
  const session = createLocalSession(connection);
  const before = process.cpuUsage();
  const start = performance.now();
  let first: number | undefined;
  const end = await session.diagnose(requestOf(topic), () => (first ??= performance.now() - start), never);
  const whole = performance.now() - start;
  const processor = spentSince(before);
  await session.close();
  for (const { partition, offset } of end.value.changes) {
    if (begun.get(partition) !== offset) throw new Error(`The switch of partition ${partition} was found at ${offset}.`);
  }
  if (end.value.changes.length !== partitions) throw new Error('Not every switch was found.');
  return { first: first ?? whole, whole, processor, end };
}

/** What a diagnosis reads: the ranges that it asks for at the same time, one time after the other. */
async function readsOf({ connection, topic }: Clicks): Promise<readonly (readonly WantedRecords[])[]> {
  const cluster = createKafkaCluster(connection);
  const endpoint = connection.registry;
  if (endpoint === undefined) throw new Error('There is no registry.');
  const registryFetch = createRegistryFetch(endpoint);
  const reads: WantedRecords[][] = [];
  let current: WantedRecords[] | undefined;
  const openProbe: typeof cluster.openProbe = async (...asked) => {
    const probe = await cluster.openProbe(...asked);
    const read: typeof probe.read = (wanted) => {
      if (current === undefined) {
        reads.push((current = []));
        queueMicrotask(() => (current = undefined));
      }
      current.push(wanted);
      return probe.read(wanted);
    };
    return new Proxy(probe, { get: (target, name) => (name === 'read' ? read : (Reflect.get(target, name, target) as unknown)) });
  };
  const registry = new RegistryCache(createRegistryClient({ ...endpoint, fetch: registryFetch.fetch }));
  await diagnoseTopic({ cluster: { ...cluster, openProbe }, registry, connection }, requestOf(topic), () => undefined, never);
  await Promise.all([cluster.close(), registryFetch.close()]);
  return reads;
}

/** Reads the same with kafkajs and looks at nothing; returns processor time in milliseconds. */
async function fetchByHand({ connection, topic }: Clicks, reads: readonly (readonly WantedRecords[])[], expected: number): Promise<number> {
  const before = process.cpuUsage();
  const count = await fetchWithKafkajs(connection.brokers, topic, reads);
  const processor = spentSince(before);
  // What was wanted twice comes twice here.
  if (count < expected) throw new Error(`By hand ${count} records were read, and ${expected} by the diagnosis.`);
  return processor;
}

/** The same with the product's own requests. */
async function fetchLeast({ connection, topic }: Clicks, reads: readonly (readonly WantedRecords[])[]): Promise<number> {
  const before = process.cpuUsage();
  const cluster = createKafkaCluster(connection);
  const probe = await cluster.openProbe(topic, probeOptions, never);
  for (const wanted of reads) await Promise.all(wanted.map((one) => probe.read(one)));
  probe.close();
  const processor = spentSince(before);
  await cluster.close();
  return processor;
}

function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
