import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLogicalType, logicalTypes, maxPrecision } from '../../../shared/avro/logicalTypes.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';

const read = (schema: string): unknown => {
  const parsed = parseSchema(schema).schema;
  return parsed?.type === 'invalid' ? 'invalid' : parsed?.logicalType;
};
const fixed = (size: number, more: string): string => `{"type":"fixed","name":"F","size":${size},${more}}`;
const decimal = (more: string): string => `{"type":"bytes","logicalType":"decimal"${more}}`;

// What `Schema.getLogicalType` of Java's Avro 1.12.2 gives: undefined is its null.
for (const [schema, expected] of [
  [decimal(',"precision":9,"scale":2'), { name: 'decimal', precision: 9, scale: 2 }],
  [decimal(',"precision":9'), { name: 'decimal', precision: 9, scale: 0 }],
  [decimal(',"precision":2,"scale":2'), { name: 'decimal', precision: 2, scale: 2 }],
  [decimal(''), undefined],
  [decimal(',"precision":0'), undefined],
  [decimal(',"precision":-1'), undefined],
  [decimal(',"precision":2,"scale":3'), undefined],
  [decimal(',"precision":2,"scale":-1'), undefined],
  [decimal(',"precision":"9"'), undefined],
  [decimal(',"precision":9.0'), undefined],
  [decimal(',"precision":1e1'), undefined],
  [decimal(',"precision":2147483647'), { name: 'decimal', precision: 2147483647, scale: 0 }],
  [decimal(',"precision":2147483648'), undefined],
  [decimal(',"precision":9,"scale":null'), undefined],
  [fixed(4, '"logicalType":"decimal","precision":9'), { name: 'decimal', precision: 9, scale: 0 }],
  [fixed(4, '"logicalType":"decimal","precision":10'), undefined],
  ['{"type":"string","logicalType":"decimal","precision":9}', undefined],
  ['{"type":"bytes","logicalType":"big-decimal"}', { name: 'big-decimal' }],
  [fixed(4, '"logicalType":"big-decimal"'), undefined],
  ['{"type":"string","logicalType":"uuid"}', { name: 'uuid' }],
  [fixed(16, '"logicalType":"uuid"'), { name: 'uuid' }],
  [fixed(15, '"logicalType":"uuid"'), undefined],
  [fixed(12, '"logicalType":"duration"'), { name: 'duration' }],
  [fixed(16, '"logicalType":"duration"'), undefined],
  ['{"type":"int","logicalType":"date"}', { name: 'date' }],
  ['{"type":"long","logicalType":"date"}', undefined],
  ['{"type":"int","logicalType":"time-millis"}', { name: 'time-millis' }],
  ['{"type":"int","logicalType":"time-micros"}', undefined],
  ['{"type":"long","logicalType":"time-micros"}', { name: 'time-micros' }],
  ['{"type":"long","logicalType":"timestamp-millis"}', { name: 'timestamp-millis' }],
  ['{"type":"long","logicalType":"timestamp-nanos"}', { name: 'timestamp-nanos' }],
  ['{"type":"long","logicalType":"local-timestamp-micros"}', { name: 'local-timestamp-micros' }],
  ['{"type":"int","logicalType":"timestamp-millis"}', undefined],
  ['{"type":"long","logicalType":"nope"}', undefined],
  ['{"type":"long","logicalType":5}', undefined],
] as const) {
  test(`readLogicalType: ${schema}`, () => {
    assert.deepEqual(read(schema), expected);
  });
}

test('there are all thirteen of Avro 1.12, each once', () => {
  const names = logicalTypes.map(({ name }) => name);
  assert.equal(names.length, 13);
  assert.equal(new Set(names).size, 13);
  for (const entry of logicalTypes) assert.equal(findLogicalType(entry.name), entry);
  assert.equal(findLogicalType('constructor'), undefined);
});

test('a fixed holds so many digits', () => {
  assert.deepEqual([1, 2, 4, 8, 16].map(maxPrecision), [2, 4, 9, 18, 38]);
});
