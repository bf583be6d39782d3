import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { valuePreview } from '../../../shared/avro/valueToJson.ts';
import { ValueTexts } from '../../../shared/filter/valueText.ts';
import { seededRandom } from '../../randomSchema.ts';
import { randomUsableSchema, randomValue } from '../../randomValue.ts';

test('random values of random schemas are written as people see them', () => {
  const random = seededRandom(4711);
  const texts = new ValueTexts();
  for (let round = 0; round < 500; round++) {
    const { schema } = parseSchema(randomUsableSchema(random));
    assert.ok(schema);
    for (let index = 0; index < 4; index++) {
      const value = randomValue(schema, random);
      assert.equal(texts.text(schema, value), valuePreview(schema, value, 100_000_000));
    }
  }
});
