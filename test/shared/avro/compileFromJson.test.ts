import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFromJson } from '../../../shared/avro/compileFromJson.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { valueFromJson } from '../../../shared/avro/valueFromJson.ts';
import { valueToJson } from '../../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { breakText, seededRandom } from '../../randomSchema.ts';
import { randomUsableSchema, randomValue } from '../../randomValue.ts';

function parsed(text: string): Schema {
  const { schema } = parseSchema(text);
  assert.ok(schema !== undefined);
  return schema;
}

function read(schema: Schema, text: string): Value | undefined {
  return compileFromJson(schema)(text, 0, text.length);
}

/** What the careful way makes of a text: undefined where it refuses it. */
function carefully(schema: Schema, text: string): Value | undefined {
  const { root, problems } = parseJson(text);
  if (root === undefined || problems.some(({ severity }) => severity === 'error')) return undefined;
  const result = valueFromJson(schema, root);
  return result.ok ? result.value : undefined;
}

const rounds = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 20_000 : 800;

test('whatever it reads is what valueFromJson reads, of valid and of broken texts', () => {
  const random = seededRandom(11);
  let quick = 0;
  for (let round = 0; round < rounds; round++) {
    const schema = parsed(randomUsableSchema(random));
    const write = compileWriter(schema);
    for (let each = 0; each < 3; each++) {
      const valid = valueToJson(schema, randomValue(schema, random), { tagRootNull: true });
      const text = each === 2 ? breakText(valid, random) : valid;
      const value = read(schema, text);
      if (value === undefined) continue;
      quick++;
      const expected = carefully(schema, text);
      assert.ok(expected !== undefined, text);
      assert.deepEqual(write(value), write(expected), text);
    }
  }
  // It would be of no use if it left most of them.
  assert.ok(quick > rounds, String(quick));
});

const record = (type: unknown, more = ''): string =>
  `{"type":"record","name":"R","fields":[{"name":"f","type":${JSON.stringify(type)}${more}}]}`;

for (const { name, schema, text, value } of [
  { name: 'a long', schema: '"long"', text: ' 12 ', value: 12 },
  { name: 'a long of more digits than are sure', schema: '"long"', text: '9007199254740993', value: undefined },
  { name: 'minus zero', schema: '"long"', text: '-0', value: undefined },
  { name: 'a leading zero', schema: '"int"', text: '012', value: undefined },
  { name: 'the largest int', schema: '"int"', text: '2147483647', value: 2147483647 },
  { name: 'beyond it', schema: '"int"', text: '2147483648', value: undefined },
  { name: 'a fraction', schema: '"long"', text: '1.0', value: undefined },
  { name: 'an escape', schema: '"string"', text: '"a\\n"', value: undefined },
  { name: 'a control character', schema: '"string"', text: '"a\n"', value: undefined },
  { name: 'text behind', schema: '"string"', text: '"a" b', value: undefined },
  { name: 'a word that begins like null', schema: '"null"', text: 'nullable', value: undefined },
  { name: 'a comma too many', schema: '{"type":"array","items":"int"}', text: '[1,]', value: undefined },
  { name: 'no items', schema: '{"type":"array","items":"int"}', text: '[ ]', value: [] },
  { name: 'a field twice', schema: record('int'), text: '{"f":1,"f":2}', value: undefined },
  { name: 'an unknown field', schema: record('int'), text: '{"f":1,"g":2}', value: undefined },
  { name: 'a missing field', schema: record('int'), text: '{}', value: undefined },
  { name: 'a default', schema: record('int', ',"default":7'), text: '{}', value: { f: 7 } },
  { name: 'a plain branch', schema: record(['null', 'string']), text: '{"f":"x"}', value: { f: 'x' } },
  { name: 'null', schema: record(['null', 'string']), text: '{"f":null}', value: { f: null } },
  { name: 'a tagged branch', schema: record(['null', 'string']), text: '{"f":{"string":"x"}}', value: undefined },
  { name: 'a map that looks tagged', schema: record(['null', { type: 'map', values: 'int' }]), text: '{"f":{"map":1}}', value: undefined },
  { name: 'two branches of a kind', schema: record(['int', 'long']), text: '{"f":1}', value: undefined },
] as const) {
  test(`it reads what is plain and leaves the rest: ${name}`, () => {
    assert.deepEqual(read(parsed(schema), text), value);
  });
}

test('what nests too deep is left', () => {
  const schema = parsed('{"type":"record","name":"R","fields":[{"name":"f","type":["null","R"],"default":null}]}');
  const nested = (depth: number): string => `${'{"f":'.repeat(depth)}null${'}'.repeat(depth)}`;
  assert.notEqual(read(schema, nested(200)), undefined);
  assert.equal(read(schema, nested(201)), undefined);
  assert.equal(read(schema, nested(100_000)), undefined);
});
