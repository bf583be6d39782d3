import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toValuesSentence } from '../../../client/webview/valuesSentence.ts';
import type { DecodedPart } from '../../../shared/wire/decoded.ts';
import { exact, nullPart, part, text } from './records.ts';

const bare = { ...exact('1', 1), framing: 'bare', schema: { schemaId: undefined, subject: 'p-value', version: 2, fullname: 'P' } } as const;
const ofSubject = (subject: string, schemaId: number) => ({ ...exact('1'), schema: { schemaId, subject, version: 1, fullname: 'X' } });

for (const { name, values, sentence } of [
  { name: 'one schema', values: [exact('1'), exact('2'), nullPart], sentence: 'Values: Confluent prefix, orders-value v3 (schema id 13).' },
  {
    name: 'some versions',
    values: [exact('1', 3), exact('1', 1), exact('1', 2)],
    sentence: 'Values: Confluent prefix, orders-value v1, v2 and v3 (schema ids 11, 12 and 13).',
  },
  {
    name: 'many versions',
    values: [1, 2, 3, 4, 7].map((version) => exact('1', version)),
    sentence: 'Values: Confluent prefix, orders-value v1 to v7 (schema ids 11 to 17).',
  },
  {
    name: 'several framings, the most frequent first',
    values: [text('a'), exact('1'), exact('1'), part({ state: 'bytes' })],
    sentence: 'Values: 2 Confluent prefix, orders-value v3 (schema id 13); 1 text; 1 bytes.',
  },
  { name: 'bare Avro', values: [bare], sentence: 'Values: bare Avro, p-value v2.' },
  {
    name: 'an id without a subject',
    values: [{ ...exact('1'), schema: { schemaId: 5, subject: undefined, version: undefined, fullname: 'X' } }],
    sentence: 'Values: Confluent prefix, schema id 5.',
  },
  {
    name: 'many subjects',
    values: ['a', 'b', 'c', 'd'].map((subject, index) => ofSubject(subject, index)),
    sentence: 'Values: Confluent prefix, a v1 (schema id 0), b v1 (schema id 1) and 2 others.',
  },
  { name: 'nothing understood', values: [nullPart, part({ state: 'failed' })], sentence: '' },
  { name: 'none', values: [], sentence: '' },
] satisfies { name: string; values: DecodedPart[]; sentence: string }[]) {
  test(`values: ${name}`, () => assert.equal(toValuesSentence(values, 'en-US'), sentence));
}
