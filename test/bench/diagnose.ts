import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { WantedRecords } from '../../client/cluster/probeRequest.ts';
import type { DiagnoseRequest, Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { partitions, withClicks, type Clicks } from './clicks.ts';
import { median } from './inTurns.ts';

/** What a diagnosis of 1,000,000 framed records takes, behind which some are bare, beside fetching the same records by hand. */
export interface DiagnoseTimes {
  /** Milliseconds from the request to the first verdict, and to the whole report: a new session each time; medians. */
  readonly first: number;
  readonly whole: number;
  readonly fetches: number;
  readonly records: number;
  /** Processor time of the diagnosis over that of the fetches alone, the median of the pairs. */
  readonly processorRatio: number;
}

const rounds = 7;
const bareInEach = 20_000;
const never = new AbortController().signal;

/** @throws Error where the switch is not found at its offset */
export async function benchDiagnose(target: { readonly brokers: readonly string[]; readonly registryUrl: string }): Promise<DiagnoseTimes> {
  return withClicks(target, async (clicks) => {
    const ends = await appendBare(clicks);
    const done: { readonly first: number; readonly whole: number; readonly ratio: number; readonly end: Diagnosis }[] = [];
    for (let round = 0; round < rounds; round++) {
      const own = await timeDiagnosis(clicks);
      for (const { partition, offset } of own.end.value.changes) {
        if (ends.get(partition) !== offset) throw new Error(`The switch of partition ${partition} was found at ${offset}.`);
      }
      if (own.end.value.changes.length !== partitions) throw new Error('Not every switch was found.');
      const other = await fetchByHand(clicks, own.end);
      if (round > 1) done.push({ ...own, ratio: own.processor / other });
    }
    const last = done.at(-1)?.end;
    return {
      first: median(done.map(({ first }) => first)),
      whole: median(done.map(({ whole }) => whole)),
      fetches: last?.reads.fetches ?? 0,
      records: last?.reads.records ?? 0,
      processorRatio: median(done.map(({ ratio }) => ratio)),
    };
  });
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
    const probe = await cluster.openProbe(topic, { maxBytes: 1 << 26 }, never);
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

async function timeDiagnosis({ connection, topic }: Clicks): Promise<{ first: number; whole: number; processor: number; end: Diagnosis }> {
  const session = createLocalSession(connection);
  const request: DiagnoseRequest = {
    topic,
    samplesPerPartition: 120,
    timeoutMs: 60_000,
    maxBytes: 1 << 26,
    workspace: [],
    watch: false,
    masks: [],
  };
  const before = process.cpuUsage();
  const start = performance.now();
  let first: number | undefined;
  const end = await session.diagnose(request, () => (first ??= performance.now() - start), never);
  const whole = performance.now() - start;
  const processor = sum(process.cpuUsage(before));
  await session.close();
  return { first: first ?? whole, whole, processor, end };
}

/** Reads the ranges that were read, in as many requests, and looks at nothing; returns processor time in microseconds. */
async function fetchByHand({ connection, topic }: Clicks, { value, partitions: offsets }: Diagnosis): Promise<number> {
  const before = process.cpuUsage();
  const cluster = createKafkaCluster(connection);
  const probe = await cluster.openProbe(topic, { maxBytes: 1 << 26 }, never);
  const each = 40;
  const read = (from: (first: bigint, end: bigint) => bigint): Promise<unknown> =>
    Promise.all(
      offsets.map(({ partition, firstOffset, endOffset }) =>
        probe.read({ partition, from: from(firstOffset, endOffset), until: endOffset, count: each, take: 'first' }),
      ),
    );
  await Promise.all([read((first) => first), read((first, end) => first + (end - first) / 2n), read((_first, end) => end - BigInt(each))]);
  // The search for a switch: as many steps as its offsets have binary digits.
  const size = offsets[0] === undefined ? 0n : offsets[0].endOffset - offsets[0].firstOffset;
  for (let step = size / 2n; step > 0n; step /= 2n) {
    await Promise.all(
      value.changes.map(({ partition, offset }) => {
        const from = offset > step ? offset - step : 0n;
        return probe.read({ partition, from, until: from + 2n, count: 2, take: 'first' });
      }),
    );
  }
  probe.close();
  await cluster.close();
  return sum(process.cpuUsage(before));
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
