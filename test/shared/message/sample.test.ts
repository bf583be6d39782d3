import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { valueFromJson } from '../../../shared/avro/valueFromJson.ts';
import { sampleMessage } from '../../../shared/message/sample.ts';

function schemaOf(text: string): Schema {
  const { schema } = parseSchema(text);
  assert(schema !== undefined);
  return schema;
}

const order = schemaOf(
  '{"type":"record","name":"Order","fields":[{"name":"status","type":"string"},{"name":"order_id","type":"string"},{"name":"sequence","type":"long"},{"name":"region","type":{"type":"enum","name":"Region","symbols":["NORTH","SOUTH"]}}]}',
);

/** What a plain reader makes of the sample; its numbers are small. */
function made(key: Schema | undefined, value = order): { key: unknown; value: Record<string, unknown> } {
  const sample = sampleMessage(value, key, { seed: 7, now: 1_794_315_727_123 });
  return { key: JSON.parse(sample.key) as unknown, value: JSON.parse(sample.value(2)) as Record<string, unknown> };
}

test('sample message: a key without a schema is the text that identifies the value', () => {
  const { key, value } = made(undefined);
  assert.equal(key, value['order_id']);
});

test('sample message: a key without a schema is the number that identifies a value without texts', () => {
  const fields = '[{"name":"price","type":"double"},{"name":"amount","type":"int"},{"name":"order_id","type":"long"}]';
  const { key, value } = made(undefined, schemaOf(`{"type":"record","name":"Order","fields":${fields}}`));
  assert.equal(key, String(value['order_id']));
  assert.equal(made(undefined, schemaOf('{"type":"record","name":"Empty","fields":[]}')).key, 'key-1');
});

for (const { name, schema, of } of [
  { name: 'of text', schema: '"string"', of: 'order_id' },
  { name: 'of text that may be null', schema: '["null","string"]', of: 'order_id' },
  { name: 'of numbers', schema: '"long"', of: 'sequence' },
]) {
  test(`sample message: a key schema ${name} gets it from the value`, () => {
    const { key, value } = made(schemaOf(schema));
    assert.equal(key, value[of]);
  });
}

test('sample message: a key record has what it can from the value, and the rest made up', () => {
  const schema = schemaOf(
    '{"type":"record","name":"OrderKey","fields":[{"name":"order_id","type":"string"},{"name":"sequence","type":"string"},{"name":"region","type":{"type":"enum","name":"Region","symbols":["NORTH","SOUTH"]}}]}',
  );
  const { key, value } = made(schema);
  // The schema makes it an object.
  const fields = key as Record<string, unknown>;
  assert.deepEqual([fields['order_id'], fields['region'], typeof fields['sequence']], [value['order_id'], value['region'], 'string']);
});

for (const { name, key, value } of [
  { name: 'a value that is no record', key: '"string"', value: '"long"' },
  { name: 'a key that nothing fits', key: '{"type":"fixed","name":"Hash","size":2}', value: '"long"' },
  { name: 'a value that is a union', key: '"int"', value: '["null","string"]' },
  {
    name: 'an endless record',
    key: '"string"',
    value: '{"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}',
  },
]) {
  test(`sample message: key and value fit their schemas: ${name}`, () => {
    const schemas = { key: schemaOf(key), value: schemaOf(value) };
    const sample = sampleMessage(schemas.value, schemas.key, { seed: 7 });
    for (const [text, schema] of [
      [sample.key, schemas.key],
      [sample.value(2), schemas.value],
      [sample.value(0), schemas.value],
    ] as const) {
      const { root } = parseJson(text);
      assert(root !== undefined && valueFromJson(schema, root).ok, text);
    }
  });
}

test('sample message: the null of a union is tagged, since a plain one would be a tombstone', () => {
  const sample = sampleMessage(schemaOf('["null"]'), schemaOf('["null"]'), { seed: 7 });
  assert.deepEqual([sample.value(0), sample.key], ['{"null":null}', '{"null":null}']);
});
