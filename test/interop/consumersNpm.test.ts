import path from 'node:path';
import { test } from 'node:test';
import { say } from '../../tools/support/say.ts';
import { installConfluentJs } from '../../tools/test/interop.ts';
import { askProgram } from './askProgram.ts';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted, parseExactly, type SeenOutcome } from './consumerOutcomes.ts';

const toBase64 = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('base64');

test("what becomes of records in @confluentinc/schemaregistry's AvroDeserializer is predicted", async (t) => {
  const folder = await installConfluentJs(say);
  const { cases, registryUrl } = await writeConsumerCases(t);
  const records = cases.map(({ topic, record: { bytes, headers } }) => ({
    topic,
    value: toBase64(bytes),
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, toBase64(value)])),
  }));
  const args = [path.join(import.meta.dirname, 'javascript/confluentConsumer.mjs'), folder];
  const program = { command: process.execPath, args, what: "Asking Confluent's JavaScript client", limitMs: 120_000 };
  const lines = await askProgram(program, { registry: registryUrl, records });
  const outcomes = lines.map((line): SeenOutcome => {
    // As confluentConsumer.mjs prints it.
    const seen = parseExactly(line) as { readonly ok?: unknown; readonly error?: string };
    return seen.error === undefined ? { ok: seen.ok } : { error: seen.error, causes: [] };
  });
  await expectPredicted(t, 'confluent-js', cases, (one) => outcomes[cases.indexOf(one)]);
});
