import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { JsonNode } from '../../../shared/avro/json.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { valueFromJson, valueFromJsonSteps } from '../../../shared/avro/valueFromJson.ts';
import type { ValueResult } from '../../../shared/avro/valueFromJson.ts';

const order = `{"type":"record","name":"Order","fields":[
  {"name":"id","type":"string"},{"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[
    {"name":"sku","type":"string"},{"name":"count","type":["int","string"]},{"name":"next","type":["null","Line"],"default":null}]}}},
  {"name":"notes","type":{"type":"map","values":["null","string","bytes"]},"default":{}}]}`;
const union = `[{"type":"record","name":"Other","fields":[{"name":"id","type":"long"}]}, ${order}]`;

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function schemaOf(text: string): Schema {
  const { schema } = parseSchema(text);
  assert.ok(schema !== undefined);
  return schema;
}

function nodeOf(value: unknown): JsonNode {
  const { root } = parseJson(typeof value === 'string' ? value : JSON.stringify(value));
  assert.ok(root !== undefined);
  return root;
}

const lines = (count: number): unknown[] =>
  many(count, (index) => ({ sku: `sku-${index}`, count: index % 3 === 0 ? 'x' : index, next: { sku: 's', count: 1 } }));
const notes = Object.fromEntries(many(3000, (index) => [`k${index}`, index % 2 === 0 ? null : { string: 'late' }]));

for (const { name, schema, value } of [
  { name: 'an array of numbers', schema: '{"type":"array","items":"long"}', value: many(20000, (index) => index) },
  { name: 'an array with a mistake at its end', schema: '{"type":"array","items":"int"}', value: [...many(20000, (index) => index), 'x'] },
  { name: 'a record with much in it', schema: order, value: { id: '1', lines: lines(3000), notes } },
  { name: 'the same as a branch', schema: union, value: { id: '1', lines: lines(3000), notes } },
  { name: 'the same with its tag', schema: union, value: { Order: { id: '1', lines: lines(3000), notes } } },
  { name: 'the same, with mistakes', schema: order, value: { id: '1', linse: lines(500), lines: [...lines(2000), { sku: 5 }], x: notes } },
  { name: 'mistakes within a branch', schema: union, value: { Order: { id: '1', lines: [...lines(2000), { sku: 5 }] } } },
  { name: 'a map with a name twice', schema: '{"type":"map","values":"int"}', value: `{${many(4000, (n) => `"k${n}":1`).join()},"k7":1}` },
  { name: 'more mistakes than are told', schema: '{"type":"array","items":"int"}', value: many(4000, (index) => `a${index}`) },
  { name: 'another kind', schema: '"int"', value: many(20000, (index) => index) },
]) {
  test(`values in steps: ${name}`, () => {
    const [parsed, node] = [schemaOf(schema), nodeOf(value)];
    const steps = valueFromJsonSteps(parsed, node);
    let count = 0;
    let result: ValueResult | undefined;
    while (result === undefined) {
      const step = steps.next();
      count++;
      if (step.done === true) result = step.value;
    }
    assert.deepEqual(result, valueFromJson(parsed, node));
    assert.ok(count > (name === 'another kind' ? 0 : 5), `${count} steps`);
  });
}
