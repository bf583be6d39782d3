import { test } from 'node:test';
import { say } from '../../tools/support/say.ts';
import { installSpark } from '../../tools/test/spark.ts';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted } from './consumerOutcomes.ts';
import { askSparkConsumers } from './python/sparkConsumers.ts';

test('what becomes of records in ABRiS 5.1 on Spark 3.1 is predicted', async (t) => {
  const spark = await installSpark('abris', say);
  const { cases, seen } = await askSparkConsumers(spark, await writeConsumerCases(t), ['abris']);
  await expectPredicted(t, 'abris', cases, seen('abris'));
});
