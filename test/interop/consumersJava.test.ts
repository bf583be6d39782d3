import { test } from 'node:test';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted } from './consumerOutcomes.ts';
import { askConsumers, confluentConsumers } from './java/consumers.ts';

test("what becomes of records in Confluent's Java deserializer and in Avro's BinaryMessageDecoder is predicted", async (t) => {
  const cases = await writeConsumerCases(t);
  const seen = await askConsumers(confluentConsumers, cases);
  for (const consumer of ['java-confluent', 'java-single-object'] as const) await expectPredicted(t, consumer, cases.cases, seen(consumer));
});
