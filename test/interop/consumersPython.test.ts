import path from 'node:path';
import { test } from 'node:test';
import { say } from '../../tools/support/say.ts';
import { installInteropPython } from '../../tools/test/interop.ts';
import { askProgram } from './askProgram.ts';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted, parseExactly, type SeenOutcome } from './consumerOutcomes.ts';

test("what becomes of records in confluent-kafka's AvroDeserializer for Python is predicted", async (t) => {
  const command = await installInteropPython(say);
  const { cases, topics, brokers, registryUrl } = await writeConsumerCases(t);
  const counted = topics.map(({ topic }) => ({ topic, count: cases.filter((one) => one.topic === topic).length }));
  const args = [path.join(import.meta.dirname, 'python/confluentConsumers.py')];
  const program = { command, args, what: "Asking Confluent's Python client", limitMs: 120_000 };
  const outcomes = new Map<string, SeenOutcome>();
  for (const line of await askProgram(program, { brokers: brokers.join(','), registry: registryUrl, topics: counted })) {
    // As confluentConsumers.py prints it.
    const { topic, offset, json, error } = JSON.parse(line) as PrintedOutcome;
    outcomes.set(`${topic} ${offset}`, error === undefined ? { ok: parseExactly(json ?? 'null') } : { error, causes: [] });
  }
  await expectPredicted(t, 'confluent-python', cases, ({ topic, offset }) => outcomes.get(`${topic} ${offset}`));
});

interface PrintedOutcome {
  readonly topic: string;
  readonly offset: number;
  readonly json?: string;
  readonly error?: string;
}
