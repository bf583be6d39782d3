import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodecError } from '../../../shared/errors.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { sampleValue } from '../../../shared/avro/sample.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { encodedSize, sizeText } from '../../../shared/avro/sizes.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { randomSchema, seededRandom } from '../../randomSchema.ts';

function schemaOf(text: string): Schema {
  const { schema } = parseSchema(text);
  assert.ok(schema !== undefined);
  return schema;
}

const symbols = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, index) => `S${index}`));

for (const { text, size: expected } of [
  { text: '"null"', size: '0 bytes' },
  { text: '"boolean"', size: '1 byte' },
  { text: '"int"', size: '1 to 5 bytes' },
  { text: '"long"', size: '1 to 10 bytes' },
  { text: '"double"', size: '8 bytes' },
  { text: '"string"', size: 'at least 1 byte' },
  { text: '{"type":"array","items":"null"}', size: 'at least 1 byte' },
  { text: '{"type":"fixed","name":"F","size":2048}', size: '2,048 bytes' },
  { text: `{"type":"enum","name":"E","symbols":${symbols(64)}}`, size: '1 byte' },
  { text: `{"type":"enum","name":"E","symbols":${symbols(65)}}`, size: '1 to 2 bytes' },
  { text: '["null","int"]', size: '1 to 6 bytes' },
  {
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":"float"},{"name":"b","type":["null","long"]}]}',
    size: '5 to 15 bytes',
  },
  { text: '{"type":"record","name":"R","fields":[]}', size: '0 bytes' },
  {
    text: '{"type":"record","name":"R","fields":[{"name":"n","type":["null","R"]},{"name":"b","type":"boolean"}]}',
    size: 'at least 2 bytes',
  },
  { text: '{"type":"record","name":"R","fields":[{"name":"a","type":"Nope"}]}', size: undefined },
  { text: '{"type":"record","name":"R","fields":[{"name":"a"}]}', size: undefined },
  { text: '[]', size: undefined },
]) {
  test(`encoded size of ${text.slice(0, 80)}`, () => {
    const size = encodedSize(schemaOf(text));
    assert.equal(size && sizeText(size), expected);
  });
}

test('the encoded size holds every value', () => {
  const random = seededRandom(11);
  let written = 0;
  for (let run = 0; run < 2000; run++) {
    const { schema } = parseSchema(randomSchema(random));
    const size = schema && encodedSize(schema);
    if (schema === undefined || size === undefined) continue;
    try {
      const { length } = compileWriter(schema)(sampleValue(schema, { seed: run }));
      assert.ok(size.min <= length && length <= size.max, `${length} bytes of ${JSON.stringify(size)}`);
      written++;
    } catch (error) {
      // What nothing can be written with is no matter here.
      if (!(error instanceof CodecError)) throw error;
    }
  }
  assert.ok(written > 500, `${written} were written`);
});

test('an encoded size is found however types refer to each other', () => {
  const fields = (index: number): string => `[{"name":"a","type":["null","R${index + 1}"]},{"name":"b","type":["null","R${index + 1}"]}]`;
  const chain = Array.from({ length: 5000 }, (_, index) => `{"type":"record","name":"R${index}","fields":${fields(index)}}`);
  const size = encodedSize(schemaOf(`[${chain.join(',')},{"type":"record","name":"R5000","fields":[]}]`));
  assert.deepEqual(size, { min: 2, max: Number.POSITIVE_INFINITY });
});
