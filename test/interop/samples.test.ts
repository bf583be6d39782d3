import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { createSampler } from '../../shared/avro/sample.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { seededRandom } from '../randomSchema.ts';
import { randomUsableSchema } from '../randomValue.ts';
import { askJavaValues } from './java/javaAvro.ts';

const seed = 20_261_130;
const samplesEach = 3;
/** That Java knows as schemas. */
const wanted = 5_000;

test(`samples of ${wanted} schemas are values to Java's Avro, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  let accepted = 0;
  let asked = 0;
  while (accepted < wanted) {
    const rows = Array.from({ length: 4_000 }, () => samplesOf(randomUsableSchema(random), asked++));
    const answers = await askJavaValues(rows);
    assert.equal(answers.length, rows.length);
    for (const [index, { schema, values }] of rows.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      accepted++;
      assert.equal(answer.length, values.length);
      for (const [which, value] of answer.entries()) {
        if (typeof value === 'string') assert.fail(`Java refuses ${values[which] ?? ''} of ${schema}: ${value}`);
        // Maps come in an order of their own.
        assert.equal(value.plain.length, values[which]?.length, schema);
      }
    }
    // Names that are no names to Java, which have no part in the bytes.
    assert.ok(accepted > asked / 2, `${accepted} of ${asked}`);
  }
});

function samplesOf(schema: string, round: number): { readonly schema: string; readonly values: readonly string[] } {
  const parsed = parseSchema(schema).schema;
  assert.ok(parsed);
  const write = compileWriter(parsed);
  const sampler = createSampler(parsed, { seed: round, branches: round % 2 === 0 ? 'all' : 'random' });
  return { schema, values: Array.from({ length: samplesEach }, () => toHex(write(sampler.next()))) };
}
