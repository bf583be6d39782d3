import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { expectProblems } from '../../expectProblems.ts';
import { mark } from '../../mark.ts';

const jsonSchema =
  '{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"A","type":<<"object">>,"properties":{"a":{"type":"string"}}}';

for (const { name, text, finds } of [
  { name: 'an empty file', text: '<<>>', finds: ['json-syntax'] },
  { name: 'white space alone', text: '<<\n \n>>', finds: ['json-syntax'] },
  { name: 'a JSON schema', text: jsonSchema, finds: ['unknown-type'] },
  { name: 'data', text: '<<{>>"orders":[{"id":1,"type":"x"}],"total":2.5}', finds: ['missing-type'] },
  { name: 'a list of data', text: '[<<1>>,<<2.5>>,<<true>>]', finds: ['invalid-schema', 'invalid-schema', 'invalid-schema'] },
  { name: 'a word', text: '<<<<orders>>>>', finds: ['json-syntax', 'unknown-type'] },
]) {
  test(`${name} is told in few words`, () => {
    expectProblems(mark(text), finds);
  });
}

for (const { name, text } of [
  { name: 'prose', text: 'The schema of an order.\n\nIt has: an id, a total (of 2 digits), and lines.\n' },
  { name: 'a page', text: '<!DOCTYPE html>\n<html lang="en"><body class="a">{"type": "record"}</body></html>\n' },
  { name: 'Avro IDL', text: '@namespace("n")\nprotocol P {\n  record R { int a = 1; array<string> b; }\n}\n' },
  { name: 'a container file', text: 'Obj\u0001\u0004\u0014avro.codec\bnull\u0016avro.schema{"type":"int"}\0\u00ff\ufffd' },
]) {
  test(`${name} is an error, and nothing is thrown`, () => {
    const problems = checkSchema(parseSchema(text));
    assert.ok(problems.some(({ severity }) => severity === 'error'));
    assert.ok(problems.length < 40);
  });
}

test('ten megabytes are checked, up to a fault at their end', () => {
  const types: string[] = [];
  for (let index = 0, length = 0; length < 10_000_000; index++) {
    const fields = Array.from({ length: 10 }, (_, field) =>
      JSON.stringify({
        name: `field${field}`,
        type: ['null', index === 0 ? 'string' : `Type${index - 1}`],
        default: null,
        doc: 'A field of a type.',
      }),
    );
    const type = `{"type":"record","name":"Type${index}","namespace":"com.example","aliases":["Old${index}"],"fields":[${fields.join(',')}]}`;
    types.push(type);
    length += type.length;
  }
  const marked = mark(`[${types.join(',')},{"type":"record","name":"com.example.Last","fields":[{"name":"a","type":<<"Typ0">>}]}]`);
  const [problem, ...others] = checkSchema(parseSchema(marked.text));
  assert.deepEqual(others, []);
  assert.equal(problem?.code, 'unknown-type');
  assert.deepEqual(problem.span, marked.ranges[0]);
});

test('a thousand levels of every kind of schema are checked', () => {
  const record = (index: number, inner: string): string => `{"type":"record","name":"R${index}","fields":[{"name":"a","type":${inner}}]}`;
  // Each record takes three levels of JSON: itself, its fields and its field.
  let schema = '{"type":"string","logicalType":"date"}';
  for (let index = 0; index < 332; index++) schema = record(index, schema);
  const problems = checkSchema(parseSchema(schema));
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['logical-type-underlying'],
  );
});
