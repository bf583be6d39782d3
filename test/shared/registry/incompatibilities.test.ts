import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIncompatibilities } from '../../../shared/registry/incompatibilities.ts';
import type { ToldMismatch } from '../../../shared/registry/incompatibilities.ts';

const refusal = (details: string): string =>
  `Schema being registered is incompatible with an earlier schema for subject "orders-value", details: [${details}, {oldSchemaVersion: 7}, {oldSchema: '{"type":"record","name":"errorless"}'}, {validateFields: 'false', compatibility: 'BACKWARD'}]`;

for (const { name, text, told } of [
  {
    name: 'Confluent, a field without a default',
    text: refusal(
      "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'currency' at path '/fields/3' in the new schema has no default value and is missing in the old schema', additionalInfo:'currency'}",
    ),
    told: [{ kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', path: '/fields/3', side: 'new', names: ['currency'] }],
  },
  {
    name: 'Confluent, in the order of its text, with quotes of another kind',
    text: refusal(
      "{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type') of a field in the old schema does not match with the new schema', additionalInfo:'reader type: INT not compatible with writer type: STRING'}, " +
        '{errorType:"MISSING_ENUM_SYMBOLS", description:"The new schema is missing enum symbols \'[B, C]\' at path \'/symbols\' in the old schema", additionalInfo:"[B, C]"}',
    ),
    told: [
      { kind: 'TYPE_MISMATCH', path: '/fields/0/type', side: 'old', names: [] },
      { kind: 'MISSING_ENUM_SYMBOLS', path: '/symbols', side: 'old', names: ['B', 'C'] },
    ],
  },
  {
    name: 'Confluent, a name and a kind that is not known',
    text: refusal(
      "{errorType:'NAME_MISMATCH', description:'The name of the schema has changed (path '/name')', additionalInfo:'expected: com.acme.Order'}, {errorType:'SOMETHING_NEW'}",
    ),
    told: [
      { kind: 'NAME_MISMATCH', path: '/name', side: undefined, names: ['com.acme.Order'] },
      { kind: undefined, path: undefined, side: undefined, names: [] },
    ],
  },
  {
    name: 'Confluent, cut off in the middle',
    text: "Schema being registered is incompatible with an earlier schema, details: [{errorType:'FIXED_SIZE_MISMATCH', description:'The size of FIXED type field at path '/fiel…",
    told: [{ kind: 'FIXED_SIZE_MISMATCH', path: undefined, side: undefined, names: [] }],
  },
  {
    name: 'Apicurio',
    text: 'Incompatible artifact: orders-value [AVRO], num of incompatible diffs: {5}, list of diff types: [id at /fields/0, [A, B] at /fields/1/type/symbols, expected: 16 at /fields/2/type/size, reader type: STRING not compatible with writer type: INT at /, reader union lacking writer type: LONG at /fields/3/type/1] Causes: id at /fields/0',
    told: [
      { kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', path: '/fields/0', side: undefined, names: ['id'] },
      { kind: 'MISSING_ENUM_SYMBOLS', path: '/fields/1/type/symbols', side: undefined, names: ['A', 'B'] },
      { kind: 'FIXED_SIZE_MISMATCH', path: '/fields/2/type/size', side: undefined, names: ['16'] },
      { kind: 'TYPE_MISMATCH', path: '/', side: undefined, names: [] },
      { kind: 'MISSING_UNION_BRANCH', path: '/fields/3/type/1', side: undefined, names: [] },
    ],
  },
  {
    name: 'Karapace',
    text: 'Incompatible schema, compatibility_mode=BACKWARD. Incompatibilities: reader type: string not compatible with writer type: int',
    told: [{ kind: 'TYPE_MISMATCH', path: undefined, side: undefined, names: [] }],
  },
  {
    name: 'Karapace, a field',
    text: 'Incompatible schema, compatibility_mode=BACKWARD. Incompatibilities: currency',
    told: [{ kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', path: undefined, side: undefined, names: ['currency'] }],
  },
  { name: 'a text that tells nothing', text: 'Incompatible schema', told: [] },
  { name: 'nothing', text: '', told: [] },
] as readonly { readonly name: string; readonly text: string; readonly told: readonly ToldMismatch[] }[]) {
  test(`incompatibilities in a registry's text: ${name}`, () => assert.deepEqual(readIncompatibilities(text), told));
}

test("incompatibilities in a registry's text: a hostile one is read in no time", () => {
  const hostile = [
    `errorType ${"path '".repeat(200_000)}`,
    `diff types: [${' at /'.repeat(20_000)}`,
    `errorType additionalInfo:'${"'".repeat(100_000)}`,
    `Incompatibilities: ${'reader type: '.repeat(50_000)}`,
  ];
  const start = performance.now();
  for (const text of hostile) readIncompatibilities(text);
  assert.ok(performance.now() - start < 1000);
});
