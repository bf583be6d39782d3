import { test } from 'node:test';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted } from './consumerOutcomes.ts';
import { askConsumers, connectConsumers } from './java/consumers.ts';

test("what becomes of records in Kafka Connect's AvroConverter is predicted", async (t) => {
  const cases = await writeConsumerCases(t);
  const seen = await askConsumers(connectConsumers, cases);
  await expectPredicted(t, 'connect', cases.cases, seen('connect'));
});
