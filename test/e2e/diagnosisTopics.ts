import assert from 'node:assert/strict';
import kafkajs, { type Message } from 'kafkajs';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { createTopics } from '../../tools/support/topics.ts';
import { sampleCluster } from './demoWindow.ts';

const { Kafka, Partitioners, logLevel } = kafkajs;

const exampleSchema = {
  type: 'record',
  name: 'ExampleMessage',
  namespace: 'example.avro',
  fields: [
    { name: 'field_1', type: 'string' },
    { name: 'field_2', type: 'int' },
    { name: 'field_3', type: { type: 'array', items: 'int' } },
  ],
};

/** Topics that are worth a diagnosis, made for one run. */
export interface DiagnosisTopics {
  /** Confluent-framed in three partitions, and bare Avro from some offset of each on. */
  readonly switched: string;
  /** What a copy of it is named that is Confluent-framed throughout; removed with the others. */
  readonly copy: string;
  /** Of each partition of `switched`. */
  readonly bareFrom: readonly number[];
  /** All of its values are frames with a schema id that exists, and bare Avro by `counters`, too. */
  readonly undecided: string;
  /** The text of a schema that reads all of `undecided` without a frame. */
  readonly counters: string;
  remove(): Promise<void>;
}

/** Makes the topics and registers their schemas. */
export async function makeDiagnosisTopics(suffix: string): Promise<DiagnosisTopics> {
  const switched = `example-messages-${suffix}`;
  const copy = `${switched}-confluent`;
  const undecided = `telemetry-${suffix}`;
  const flags = `feature-flags-${suffix}-value`;
  const exampleId = await register(`${switched}-value`, exampleSchema);
  const flagsId = await register(flags, {
    type: 'record',
    name: 'Flag',
    namespace: `flags.f${suffix}`,
    fields: [
      { name: 'flag', type: 'boolean' },
      { name: 'count', type: 'int' },
    ],
  });
  const kafka = new Kafka({ brokers: [...sampleCluster.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [
    // Its records are older than brokers keep them by default.
    { topic: switched, numPartitions: 3, configEntries: [{ name: 'retention.ms', value: '-1' }] },
    { topic: undecided, numPartitions: 1 },
  ]);
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const bareFrom = [400, 397, 411];
  await producer.send({ topic: switched, messages: bareFrom.flatMap((from, partition) => examples(partition, from, exampleId)) });
  const bodies = [5, 6, 8, 5].map((count) => framed(flagsId, Buffer.from([0, 2 * count])));
  await producer.send({ topic: undecided, messages: bodies.map((value) => ({ value, partition: 0 })) });
  await producer.disconnect();
  return {
    switched,
    copy,
    bareFrom,
    undecided,
    counters: countersFor(bodies[0] ?? Buffer.of()),
    async remove() {
      const there = new Set(await admin.listTopics());
      await admin.deleteTopics({ topics: [switched, copy, undecided].filter((topic) => there.has(topic)) });
      await admin.disconnect();
      for (const subject of [`${switched}-value`, `${copy}-value`, flags]) {
        for (const permanent of ['', '?permanent=true']) {
          await fetch(`${sampleCluster.registryUrl}/subjects/${subject}${permanent}`, { method: 'DELETE' });
        }
      }
    },
  };
}

function examples(partition: number, bareFrom: number, schemaId: number): Message[] {
  const write = compileWriter(resolveSchema({ text: JSON.stringify(exampleSchema), references: [], label: 'example' }));
  return Array.from({ length: bareFrom + 60 }, (_, index) => {
    const name = index % 20 === 7 ? '' : `field_1_${index}`;
    const body = Buffer.from(write({ field_1: name, field_2: index, field_3: [10 * index] }));
    const time = Date.UTC(2026, 10, 10, 8) + index * 60_000 + partition * 1000;
    return { partition, key: String(index), timestamp: String(time), value: index < bareFrom ? framed(schemaId, body) : body };
  });
}

function framed(schemaId: number, body: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(schemaId, 1);
  return Buffer.concat([prefix, body]);
}

/** A record of as many ints as there are in the bytes. */
function countersFor(bytes: Uint8Array): string {
  const count = bytes.filter((byte) => byte < 0x80).length;
  const fields = Array.from({ length: count }, (_, index) => ({ name: `c${index + 1}`, type: 'int' }));
  return `${JSON.stringify({ type: 'record', name: 'Counters', namespace: 'com.example.shop', fields }, undefined, 2)}\n`;
}

async function register(subject: string, schema: object): Promise<number> {
  const answer = await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema: JSON.stringify(schema) }),
  });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { readonly id: number }).id;
}
