import { test } from 'node:test';
import { say } from '../../tools/support/say.ts';
import { installSpark } from '../../tools/test/spark.ts';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted, type SeenOutcome } from './consumerOutcomes.ts';
import { askSparkConsumers } from './python/sparkConsumers.ts';

/** What Spark 4.1 says in the words of 3.5, which has an older Avro: of an enum's index, which is one of three here, and of a union. */
function inWordsOf35(seen: SeenOutcome | undefined): SeenOutcome | undefined {
  if (seen === undefined || 'ok' in seen) return seen;
  const causes = seen.causes.map((cause) =>
    cause
      .replace(/^java\.lang\.Array(IndexOutOfBoundsException: .* for length 3)$/, 'java.lang.$1')
      .replace('treat union[topLevelRecord, null] as', 'treat union as'),
  );
  return { ...seen, causes };
}

for (const edition of ['3.5', '4.1'] as const) {
  test(`what becomes of records in Spark ${edition} is predicted, in both modes`, async (t) => {
    const spark = await installSpark(edition, say);
    const consumers = ['spark-failfast', 'spark-permissive'] as const;
    const { cases, seen } = await askSparkConsumers(spark, await writeConsumerCases(t), consumers);
    for (const consumer of consumers) {
      const seenOf = seen(consumer);
      await expectPredicted(t, consumer, cases, (one) => (edition === '3.5' ? seenOf(one) : inWordsOf35(seenOf(one))));
    }
  });
}
