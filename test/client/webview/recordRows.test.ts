import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordRow } from '../../../client/cluster/session.ts';
import { toTable } from '../../../client/webview/recordRows.ts';
import { exact, nullPart, part, row, text } from './records.ts';

const unknownId = {
  schema: { schemaId: 393732, subject: undefined, version: undefined, fullname: undefined },
  error: { code: 'registry/schema-not-found', message: 'The registry has no schema with id 393732.', position: undefined },
};
const misfit = part({
  state: 'failed',
  framing: 'confluent-prefix',
  schema: { schemaId: 13, subject: 'orders-value', version: 3, fullname: 'com.acme.Order' },
  preview: '00 00 00 00 0d',
  evidence: 'Confluent prefix, schema id 13 is orders-value v3, which does not fit.',
  error: { code: 'codec/union-index', message: 'Byte 17: union index 24, only 0–1 exist.', position: 17 },
  size: 73,
});

function only(given: Partial<RecordRow>) {
  const [first] = toTable([row(given)]).rows;
  assert.ok(first);
  return first;
}

for (const { name, given, state, value, schema } of [
  {
    name: 'a tombstone',
    given: { value: nullPart },
    state: 'tombstone',
    value: 'null: Tombstone: the value is null',
    schema: 'none: none',
  },
  { name: 'text', given: { value: text('a\tb') }, state: 'text', value: 'string: a\\tb', schema: 'none: none' },
  {
    name: 'JSON text',
    given: { value: part({ state: 'text', framing: 'json', json: '[\n  1\n]', preview: '[1]' }) },
    state: 'json',
    value: 'plain: [1]',
    schema: 'none: none',
  },
  { name: 'an Avro string', given: { value: exact('"x\\ny"') }, state: 'exact', value: 'string: x\\ny', schema: 'exact: orders-value v3' },
  {
    name: 'an Avro long, all digits',
    given: { value: exact('9007199254740993') },
    state: 'exact',
    value: 'number: 9007199254740993',
    schema: 'exact: orders-value v3',
  },
  {
    name: 'a guess',
    given: { value: { ...exact('[]'), state: 'guessed' as const } },
    state: 'guessed',
    value: 'plain: []',
    schema: 'guessed: orders-value v3',
  },
  {
    name: 'bytes that do not fit',
    given: { value: misfit },
    state: 'failed',
    value: 'error: Byte 17: union index 24, only 0–1 exist.',
    schema: 'tried: tried v3',
  },
  {
    name: 'an unknown schema id',
    given: { value: { ...misfit, ...unknownId } },
    state: 'failed',
    value: 'error: The registry has no schema with id 393732.',
    schema: 'tried: tried id 393732',
  },
  {
    name: 'a registry that does not answer: the bytes are not at fault',
    given: {
      value: { ...misfit, error: { code: 'registry/unreachable', message: 'Cannot reach the registry.', position: undefined } },
      valueBytes: new Uint8Array([0, 0, 0, 0, 13, 2]),
    },
    state: 'noSchema',
    value: 'bytes: 00 00 00 00 0d 02',
    schema: 'guessed: orders-value v3',
  },
  {
    name: 'a key that was not read beside a value that was',
    given: { key: misfit, value: exact('1') },
    state: 'keyFailed',
    value: 'number: 1',
    schema: 'exact: orders-value v3',
  },
  {
    name: 'bytes that nothing is known of',
    given: { value: part({ state: 'bytes', preview: 'de ad' }) },
    state: 'bytes',
    value: 'bytes: de ad',
    schema: 'none: none',
  },
]) {
  test(`row: ${name}`, () => {
    const found = only(given);
    assert.equal(found.state, state);
    assert.equal(`${found.value.kind}: ${found.value.text}`, value);
    assert.equal(`${found.schema.kind}: ${found.schema.text}`, schema);
  });
}

test('a key that was not read is its bytes, and the reason says that it is the key', () => {
  const { key, why } = only({ key: misfit, value: exact('1') });
  assert.deepEqual(key, { kind: 'bytes', text: '00 00 00 00 0d' });
  assert.equal(why, 'Key: Byte 17: union index 24, only 0–1 exist.');
});

test('offsets keep all digits', () => {
  assert.equal(only({ offset: 9_223_372_036_854_775_807n }).offset, '9223372036854775807');
});

for (const { name, keys, values, columns } of [
  {
    name: 'telling names first, without what repeats the key, three at most',
    keys: ['A-1'],
    values: ['{"order_id":"A-1","customer_id":5,"note":null,"status":"PAID","currency":"EUR","amount":12.50}'],
    columns: ['status', 'amount#', 'customer_id#'],
  },
  { name: 'the others in their order', keys: [], values: ['{"b":"x","a":1,"c":{},"d":[],"e":true,"f":2}'], columns: ['b', 'a#', 'e'] },
  { name: 'null in some rows only', keys: [], values: ['{"note":null,"x":null}', '{"note":"late","x":null}'], columns: ['note'] },
  { name: 'a record in some rows', keys: [], values: ['{"note":null,"a":1}', '{"note":{"b":1},"a":2}'], columns: ['a#'] },
  { name: 'text in some rows', keys: [], values: ['{"a":1}', '{"a":"x"}'], columns: ['a'] },
  {
    name: 'an id within a word is none',
    keys: [],
    values: ['{"p":1,"q":1,"r":1,"void":1,"paidBy":1,"userId":1}'],
    columns: ['userId#', 'p#', 'q#'],
  },
  { name: 'no object', keys: [], values: ['1', '"x"'], columns: [] },
  { name: 'an object without fields', keys: [], values: ['{}'], columns: [] },
]) {
  test(`columns: ${name}`, () => {
    const rows = values.map((json, index) => row({ value: exact(json), ...(keys[index] === undefined ? {} : { key: text(keys[index]) }) }));
    assert.deepEqual(
      toTable(rows).columns.map(({ field, numeric }) => (numeric ? `${field}#` : field)),
      columns,
    );
  });
}

test('cells of fields: missing, null, and what cannot be seen', () => {
  const rows = toTable([
    row({ value: exact('{"a":"x\\u202ey","b":1,"__proto__":true}') }),
    row({ value: exact('{"b":null}') }),
    row({ value: exact('[1]') }),
  ]).rows;
  assert.deepEqual(
    rows.map(({ fields }) => fields?.map(({ text: shown, kind }) => `${kind}: ${shown}`)),
    [['string: x\\u202ey', 'number: 1', 'boolean: true'], ['missing: ', 'null: null', 'missing: '], undefined],
  );
});

test('rows to go to', () => {
  const table = toTable([row({ value: misfit }), row(), row({ value: { ...exact('1'), state: 'guessed' } }), row({ key: misfit })]);
  assert.deepEqual([table.undecoded, table.guessed], [[0, 3], [2]]);
});
