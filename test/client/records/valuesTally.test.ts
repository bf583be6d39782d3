import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createValuesTally, type ValuesTally } from '../../../client/records/valuesTally.ts';
import type { DecodedSchema } from '../../../shared/wire/decoded.ts';

type Counted = Parameters<ValuesTally['add']>[0];

const exact = (version = 3): Counted & { readonly writer: DecodedSchema } => ({
  ...{ state: 'exact', framing: 'confluent-prefix' },
  writer: { schemaId: 10 + version, subject: 'orders-value', version, fullname: 'com.acme.Order' },
});
const none = { framing: 'none', writer: undefined } as const;
const text: Counted = { state: 'text', framing: 'text', writer: undefined };
const nullPart: Counted = { state: 'null', ...none };

const bare: Counted = { state: 'guessed', framing: 'bare', writer: { schemaId: undefined, subject: 'p-value', version: 2, fullname: 'P' } };
const ofSubject = (subject: string, schemaId: number): Counted => ({
  ...exact(),
  writer: { schemaId, subject, version: 1, fullname: 'X' },
});

for (const { name, values, sentence } of [
  { name: 'one schema', values: [exact(), exact(), nullPart], sentence: 'Values: Confluent prefix, orders-value v3 (schema id 13).' },
  {
    name: 'some versions',
    values: [exact(3), exact(1), exact(2)],
    sentence: 'Values: Confluent prefix, orders-value v1, v2 and v3 (schema ids 11, 12 and 13).',
  },
  {
    name: 'many versions',
    values: [1, 2, 3, 4, 7].map((version) => exact(version)),
    sentence: 'Values: Confluent prefix, orders-value v1 to v7 (schema ids 11 to 17).',
  },
  {
    name: 'several framings, the most frequent first',
    values: [text, exact(), exact(), { state: 'bytes', ...none }],
    sentence: 'Values: 2 Confluent prefix, orders-value v3 (schema id 13); 1 text; 1 bytes.',
  },
  { name: 'bare Avro', values: [bare], sentence: 'Values: bare Avro, p-value v2.' },
  {
    name: 'an id without a subject',
    values: [{ ...exact(), writer: { schemaId: 5, subject: undefined, version: undefined, fullname: 'X' } }],
    sentence: 'Values: Confluent prefix, schema id 5.',
  },
  {
    name: 'many subjects',
    values: ['a', 'b', 'c', 'd'].map((subject, index) => ofSubject(subject, index)),
    sentence: 'Values: Confluent prefix, a v1 (schema id 0), b v1 (schema id 1) and 2 others.',
  },
  { name: 'nothing understood', values: [nullPart, { state: 'failed', ...none }], sentence: '' },
  { name: 'none', values: [], sentence: '' },
] satisfies { name: string; values: Counted[]; sentence: string }[]) {
  test(`values: ${name}`, () => {
    const tally = createValuesTally();
    for (const value of values) tally.add(value);
    assert.equal(tally.text('en-US'), sentence);
  });
}
