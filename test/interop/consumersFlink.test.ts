import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeConsumerCases } from './consumerCases.ts';
import { expectPredicted } from './consumerOutcomes.ts';
import { askConsumers, flinkConsumers } from './java/consumers.ts';

test("what becomes of records in Flink's formats is predicted", async (t) => {
  const cases = await writeConsumerCases(t);
  const seen = await askConsumers(flinkConsumers, cases);
  for (const consumer of ['flink-avro', 'flink-avro-confluent'] as const) await expectPredicted(t, consumer, cases.cases, seen(consumer));

  await t.test('what a record leaves over, the next one begins with', () => {
    const behindPrefix = cases.cases.filter(({ kind, framing }) => kind.name === 'int-only' && framing === 'confluent-prefix');
    const read = behindPrefix.map((one) => seen('flink-avro-in-sequence')(one));
    // Of 6 bytes each one byte is read at a time: these four are those of the first record, 00 00 00 00.
    assert.deepEqual(
      read.map((one) => one && 'ok' in one && one.ok),
      [{ n: 0 }, { n: 0 }, { n: 0 }, { n: 0 }],
    );
  });
});
