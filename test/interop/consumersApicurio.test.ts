import { test } from 'node:test';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted } from './consumerOutcomes.ts';
import { apicurioConsumers, askConsumers } from './java/consumers.ts';

test("what becomes of records in Apicurio's deserializers is predicted", async (t) => {
  const cases = await writeConsumerCases(t);
  for (const consumer of ['apicurio-3', 'apicurio-2'] as const) {
    const seen = await askConsumers(apicurioConsumers[consumer], cases);
    await expectPredicted(t, consumer, cases.cases, seen(consumer));
  }
});
