import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indentJson, toSchemaView } from '../../../client/webview/schemaView.ts';

const order = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'com.acme',
  fields: [
    { name: 'id', type: 'long', default: 0 },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] } },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'note', type: ['null', 'string'] },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 16 } },
    { name: 'tags', type: { type: 'map', values: 'int' } },
    { name: 'lines', type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'next', type: ['null', 'Line'] }] } } },
    { name: 'pay', type: ['null', 'com.acme.Card', 'com.acme.Cash'] },
    { name: 'any', type: ['int', 'long', 'string'] },
  ],
});
const references = [
  '{"type":"record","name":"com.acme.Card","fields":[{"name":"last4","type":"string"}]}',
  '{"type":"record","name":"com.acme.Cash","fields":[]}',
];

function typesOf(json: string, text = order, fullname?: string): string[] | undefined {
  const view = toSchemaView(
    { text, references, label: 'orders-value v3', fullname, schemaId: 1, subject: undefined, version: undefined },
    json,
  );
  return view.found ? view.types?.map(({ type, text: shown }) => (shown === undefined ? type : `${type} = ${shown}`)) : undefined;
}

test('each line of a value has the type of its schema', () => {
  const json = `{"id":1,"status":"PAID","amount":12.50,"at":"2026-11-10T13:02:07.123Z","note":"late","hash":"hex:00",
    "tags":{"a":1},"lines":[{"next":null},{"next":{"next":null}}],"pay":{"com.acme.Card":{"last4":"4242"}},"any":5}`;
  assert.deepEqual(typesOf(json), [
    'record, 10 fields = Order',
    'long',
    'enum = PAID',
    'decimal(12,2)',
    'timestamp-millis = 2026-11-10T13:02:07.123Z',
    'union: string',
    'fixed(16)',
    'map = 1 entry',
    'int',
    'array',
    'record, 1 field = Line',
    'null',
    'record, 1 field = Line',
    'union: record, 1 field = Line',
    'null',
    'union',
    'record, 1 field = Card',
    'string',
    'number',
  ]);
});

test('a union written plainly, where one branch alone can be meant', () => {
  const types = typesOf('{"pay":{"last4":"4242"},"any":"x","note":null}');
  assert.deepEqual(types?.slice(1), ['union: record, 1 field = Card', 'string', 'union: string', 'null']);
  assert.deepEqual(typesOf('{"pay":{"other":"4242"}}')?.slice(1), ['object', 'string']);
});

test('fields and texts that the schema does not have keep the kind of their JSON', () => {
  assert.deepEqual(typesOf('{"other":[1]}'), ['record, 1 field = Order', 'array', 'number']);
  assert.deepEqual(typesOf('{"a":1}', 'no schema'), ['object', 'number']);
});

test('a type that is not the top one', () => {
  assert.deepEqual(typesOf('"NEW"', order, 'com.acme.Status'), ['enum = NEW']);
});

for (const { name, text, indented } of [
  {
    name: 'a line each, literals as they stand',
    text: '{"a":[1,{"b":9007199254740993}],"c":"x,{}:\\"[]"}',
    indented: '{\n  "a": [\n    1,\n    {\n      "b": 9007199254740993\n    }\n  ],\n  "c": "x,{}:\\"[]"\n}',
  },
  { name: 'nothing in it', text: '{"a":{},"b":[ ]}', indented: '{\n  "a": {},\n  "b": []\n}' },
  { name: 'a text that has lines is left as it is', text: '{\n"a":1}', indented: '{\n"a":1}' },
  { name: 'a name alone', text: '"string"', indented: '"string"' },
]) {
  test(`indented: ${name}`, () => assert.equal(indentJson(text), indented));
}
