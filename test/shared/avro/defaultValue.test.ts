import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultValue } from '../../../shared/avro/defaultValue.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { UnionValue } from '../../../shared/avro/value.ts';
import type { Value } from '../../../shared/avro/value.ts';

const address = {
  type: 'record',
  name: 'Address',
  fields: [
    { name: 'city', type: 'string' },
    { name: 'zip', type: ['null', 'string'], default: null },
  ],
};
const endless = { type: 'record', name: 'R', fields: [{ name: 'again', type: 'R', default: {} }] };

for (const { name, schema, json, value } of [
  { name: 'an int', schema: 'int', json: '-5', value: -5 },
  { name: 'an int that is a long', schema: 'int', json: '3000000000', value: undefined },
  { name: 'all digits of a long', schema: 'long', json: '9007199254740993', value: 9007199254740993n },
  { name: 'an int as older tools write it', schema: 'int', json: '0.0', value: 0 },
  { name: 'an int with a fraction', schema: 'int', json: '0.5', value: undefined },
  { name: 'an int as text', schema: 'int', json: '"0"', value: undefined },
  { name: 'a double', schema: 'double', json: '1', value: 1 },
  { name: 'no number', schema: 'double', json: '"NaN"', value: Number.NaN },
  { name: 'other text as a double', schema: 'double', json: '"1"', value: undefined },
  { name: 'a float', schema: 'float', json: '0.1', value: Math.fround(0.1) },
  { name: 'a float that is none', schema: 'float', json: '1e39', value: undefined },
  { name: 'text', schema: 'string', json: '"hex:00"', value: 'hex:00' },
  { name: 'bytes as characters', schema: 'bytes', json: '"\\u0000\\u00ff a"', value: Uint8Array.of(0, 255, 32, 97) },
  { name: 'characters that are no bytes', schema: 'bytes', json: '"\\u0100"', value: undefined },
  {
    name: 'a decimal is its bytes',
    schema: { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 },
    json: '"\\u0000"',
    value: Uint8Array.of(0),
  },
  { name: 'a fixed', schema: { type: 'fixed', name: 'F', size: 2 }, json: '"ab"', value: Uint8Array.of(97, 98) },
  { name: 'a fixed of another size', schema: { type: 'fixed', name: 'F', size: 2 }, json: '"abc"', value: undefined },
  { name: 'a symbol', schema: { type: 'enum', name: 'E', symbols: ['A'] }, json: '"A"', value: 'A' },
  { name: 'no symbol', schema: { type: 'enum', name: 'E', symbols: ['A'] }, json: '"B"', value: undefined },
  { name: 'an array', schema: { type: 'array', items: 'int' }, json: '[1, 2]', value: [1, 2] },
  { name: 'an array with an item that does not fit', schema: { type: 'array', items: 'int' }, json: '[1, "2"]', value: undefined },
  {
    name: 'a map',
    schema: { type: 'map', values: 'int' },
    json: '{"b": 1, "2": 2}',
    value: new Map([
      ['b', 1],
      ['2', 2],
    ]),
  },
  { name: 'a record with its own default left out', schema: address, json: '{"city": "Bonn"}', value: { city: 'Bonn', zip: null } },
  { name: 'a record without a field', schema: address, json: '{}', value: undefined },
  { name: 'null as the first branch', schema: ['null', 'int'], json: 'null', value: null },
  { name: 'null as the last branch', schema: ['int', 'null'], json: 'null', value: null },
  { name: 'another branch', schema: ['null', 'int', 'string'], json: '"a"', value: new UnionValue(2, 'a') },
  { name: 'the first branch that fits', schema: ['bytes', 'string'], json: '"a"', value: new UnionValue(0, Uint8Array.of(97)) },
  { name: 'a tag is none', schema: ['null', 'int'], json: '{"int": 1}', value: undefined },
  { name: 'a default that needs itself', schema: endless, json: '{}', value: undefined },
] satisfies { name: string; schema: unknown; json: string; value: Value | undefined }[]) {
  test(`default: ${name}`, () => {
    const { schema: parsed } = parseSchema(JSON.stringify(schema));
    const { root } = parseJson(json);
    assert.ok(parsed && root);
    assert.deepStrictEqual(defaultValue(parsed, root), value);
  });
}
