import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { accept, complete, labelsOf } from './completing.ts';
import type { Client } from './harness.ts';
import { plainClient, pullingClient, startClient } from './harness.ts';

let client: Client;
let plain: Client;
before(async () => {
  client = await startClient({ initializationOptions: { workbenchCommands: true } });
  plain = await startClient({ capabilities: plainClient });
});
after(async () => {
  await client.dispose();
  await plain.dispose();
});

const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';
const point =
  '{"type":"record","name":"Point","fields":[{"name":"x","type":"int"},{"name":"y","type":"double","default":1.5},{"name":"at","type":{"type":"record","name":"Place","fields":[{"name":"city","type":"string","doc":"Its *name*."},{"name":"suits","type":{"type":"array","items":"Suit"}}]}}]}';

/** A record with a field `f` of a type, behind a suit and a point. */
function field(type: string, rest: string): string {
  return `["null",${suit},${point},{"type":"record","name":"R","fields":[{"name":"f","type":${type}${rest}}]}]`;
}

/** `takes` is the label of the item that is accepted; `gives` is the text then. */
for (const { name, text, takes, gives, uri } of [
  // A nullable field, in one step.
  {
    name: 'a nullable type with its default',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":$0}]}',
    takes: 'nullable',
    gives: '{"type":"record","name":"R","fields":[{"name":"a","type":["null", "‹string›"], "default": null}]}',
  },
  {
    name: 'a nullable type in quotes, before more',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":"nul$0", "doc":"x"}]}',
    takes: 'nullable',
    gives: '{"type":"record","name":"R","fields":[{"name":"a","type":["null", "‹string›"], "default": null, "doc":"x"}]}',
  },
  {
    name: 'a nullable type in half-typed text, before another property',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type": $0\n"doc":"x"',
    takes: 'nullable',
    gives: '{"type":"record","name":"R","fields":[{"name":"a","type": ["null", "‹string›"], "default": null,\n"doc":"x"',
  },
  {
    name: 'the type that is there, made nullable',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":"$0R"}]}',
    takes: 'nullable',
    gives: '{"type":"record","name":"R","fields":[{"name":"a","type":["null", "‹R›"], "default": null}]}',
  },
  {
    name: 'a nullable type where the default is null already',
    text: '{"type":"record","name":"R","fields":[{"name":"a","default":null,"type":"long$0"}]}',
    takes: 'nullable',
    gives: '{"type":"record","name":"R","fields":[{"name":"a","default":null,"type":["null", "‹long›"]}]}',
  },
  {
    name: 'a nullable type that keeps another default, which must be of the first branch',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":"long$0","default":5}]}',
    takes: 'nullable',
    gives: '{"type":"record","name":"R","fields":[{"name":"a","type":["‹long›", "null"],"default":5}]}',
  },
  {
    name: 'nullable items, which have no default',
    text: '{"type":"array","items":$0}',
    takes: 'nullable',
    gives: '{"type":"array","items":["null", "‹string›"]}',
  },
  // Logical types in one step.
  {
    name: 'a duration',
    text: '{"type":"map","values":"dur$0"}',
    takes: 'duration',
    gives: '{"type":"map","values":{ "type": "fixed", "name": "‹Duration›", "size": 12, "logicalType": "duration" }}',
  },
  {
    name: 'a UUID as bytes',
    text: '["null",$0]',
    takes: 'uuid on fixed',
    gives: '["null",{ "type": "fixed", "name": "‹Uuid›", "size": 16, "logicalType": "uuid" }]',
  },
  {
    name: 'a decimal of fixed size',
    text: '$0',
    takes: 'decimal on fixed',
    gives: '{ "type": "fixed", "name": "‹Decimal›", "size": ‹8›, "logicalType": "decimal", "precision": ‹9›, "scale": ‹2› }',
  },
  {
    name: 'a logical type where the type of an object belongs',
    text: '{ "type": "time$0" }',
    takes: 'timestamp-micros',
    gives: '{ "type": "long", "logicalType": "timestamp-micros" }',
  },
  // Names.
  {
    name: 'the file’s name for the outermost type',
    text: '{"type":"record","name":$0}',
    takes: 'OrderCreated',
    gives: '{"type":"record","name":"OrderCreated"}',
    uri: 'file:///x/order-created.avsc',
  },
  {
    name: 'the file’s name in the attribute',
    text: '{"type":"record",$0}',
    takes: 'name',
    gives: '{"type":"record","name": "‹Order›"}',
    uri: 'file:///x/com.acme.Order.avsc',
  },
  {
    name: 'the namespace in the file’s name',
    text: '{"namespace":"$0"}',
    takes: 'com.acme',
    gives: '{"namespace":"com.acme"}',
    uri: 'file:///x/com.acme.Order.avsc',
  },
  // Defaults.
  {
    name: 'a record with all that it needs',
    text: field('"Point"', ',"default": $0'),
    takes: 'Point',
    gives: field('"Point"', ',"default": { "x": ‹0›, "at": { "city": "‹›", "suits": [‹›] } }'),
  },
  {
    name: 'a record in the attribute',
    text: field('"Point"', ',$0'),
    takes: 'default',
    gives: field('"Point"', ',"default": { "x": ‹0›, "at": { "city": "‹›", "suits": [‹›] } }'),
  },
  {
    name: 'a symbol in a list',
    text: field('{"type":"array","items":"Suit"}', ',"default": ["CLUBS", "H$0"]'),
    takes: 'HEARTS',
    gives: field('{"type":"array","items":"Suit"}', ',"default": ["CLUBS", "HEARTS"]'),
  },
  {
    name: 'a symbol in a map without quotes',
    text: field('{"type":"map","values":"Suit"}', ',"default": {"a": $0}'),
    takes: 'CLUBS',
    gives: field('{"type":"map","values":"Suit"}', ',"default": {"a": "CLUBS"}'),
  },
  {
    name: 'a symbol deep in a record',
    text: field('"Point"', ',"default": {"at": {"suits": [$0]}}'),
    takes: 'CLUBS',
    gives: field('"Point"', ',"default": {"at": {"suits": ["CLUBS"]}}'),
  },
  {
    name: 'a field of a record',
    text: field('"Point"', ',"default": {"x": 1 $0}'),
    takes: 'at',
    gives: field('"Point"', ',"default": {"x": 1, "at": { "city": "‹›", "suits": [‹›] }}'),
  },
  {
    name: 'all that a record needs',
    text: field('"Point"', ',"default": {$0}'),
    takes: 'all required fields',
    gives: field('"Point"', ',"default": {"x": ‹0›, "at": { "city": "‹›", "suits": [‹›] }}'),
  },
  {
    name: 'a field’s name with its value there',
    text: field('"Point"', ',"default": {"$0": 1}'),
    takes: 'x',
    gives: field('"Point"', ',"default": {"x": 1}'),
  },
  {
    name: 'a decimal of nothing',
    text: field('{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}', ',"default": $0'),
    takes: '\\u0000',
    gives: field('{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}', ',"default": "‹\\u0000›"'),
  },
  {
    name: 'a fixed of its size',
    text: field('{"type":"fixed","name":"F","size":2}', ',"default": "$0"'),
    takes: '\\u0000\\u0000',
    gives: field('{"type":"fixed","name":"F","size":2}', ',"default": "‹\\u0000\\u0000›"'),
  },
] satisfies readonly { name: string; text: string; takes: string; gives: string; uri?: string }[]) {
  test(`completion: ${name}`, async () => {
    const { text: before, items } = await complete(client, text, uri === undefined ? {} : { uri });
    assert.equal(
      accept(
        before,
        items.find(({ label }) => label === takes),
      ),
      gives,
    );
  });
}

/** All labels, in the order in which an editor shows them. */
for (const { name, text, offers } of [
  {
    name: 'fields of a record default, those first that it must have',
    text: field('"Point"', ',"default": {"$0"}'),
    offers: ['x', 'at', 'y', 'all required fields'],
  },
  {
    name: 'fields of a recursive record',
    text: '{"type":"record","name":"A","fields":[{"name":"a","type":"A","default":{"$0"}}]}',
    offers: ['a'],
  },
  { name: 'fields through a union', text: field('["null","Point"]', ',"default": {"x": 1, "y": 2, $0}'), offers: ['at'] },
  {
    name: 'values of every branch',
    text: field('["null","Suit","Point",{"type":"map","values":"int"},"boolean"]', ',"default": $0'),
    offers: ['null', 'CLUBS', 'HEARTS', 'Point', '{}', 'true', 'false'],
  },
  { name: 'the first day', text: field('{"type":"int","logicalType":"date"}', ',"default": $0'), offers: ['0'] },
  { name: 'no names of a map', text: field('{"type":"map","values":"int"}', ',"default": {"$0"}'), offers: [] },
  { name: 'nothing in a default of the wrong kind', text: field('"int"', ',"default": ["$0"]'), offers: [] },
  { name: 'nothing in what is no default', text: field('"Suit"', ',"custom": {"default": "$0"}'), offers: [] },
  { name: 'no name for a type inside of another', text: '{"type":"array","items":{"type":"fixed","name":"$0"}}', offers: [] },
  {
    name: 'the namespace that is around first',
    text: '[{"type":"fixed","name":"b.B","size":1},{"type":"record","name":"a.A","fields":[{"name":"f","type":{"type":"fixed","namespace":"$0"}}]}]',
    offers: ['a', 'b'],
  },
  { name: 'attributes of a record', text: '{"type":"record",$0}', offers: ['name', 'namespace', 'doc', 'aliases', 'fields'] },
  { name: 'attributes of an error', text: '{"type":"error","name":"A",$0}', offers: ['namespace', 'doc', 'aliases', 'fields'] },
]) {
  test(`completion offers ${name}`, async () => {
    const { items } = await complete(client, text);
    assert.deepEqual(labelsOf(items), offers);
  });
}

test('completion says what a default means, and that readers before 1.12 take only the first branch', async () => {
  const { items } = await complete(client, field('[{"type":"int","logicalType":"date"},"null"]', ',"default": $0'));
  assert.deepEqual(
    items.map(({ label, detail, documentation }) => [label, detail, documentation]),
    [
      ['0', '1970-01-01', undefined],
      ['null', undefined, { kind: 'markdown', value: 'Not of the union’s first branch: readers before Avro 1.12 refuse it as a default.' }],
    ],
  );
  const fields = await complete(client, field('"Point"', ',"default": {"at": {$0}}'));
  assert.deepEqual(
    fields.items.slice(0, 2).map(({ label, detail, documentation }) => [label, detail, documentation]),
    [
      ['city', 'string, required', { kind: 'markdown', value: 'Its \\*name\\*\\.' }],
      ['suits', 'array<Suit>, required', undefined],
    ],
  );
});

test('completion goes on by itself where more can be proposed and the editor is VS Code', async () => {
  const text = '{"type":"record","name":"A","fields":[{"name":"a",$0}]}';
  const command = { title: 'Suggest', command: 'editor.action.triggerSuggest' };
  for (const [label, expected] of [
    ['type', command],
    ['order', command],
    ['doc', undefined],
  ] as const) {
    const { items } = await complete(client, text);
    assert.deepEqual(items.find((item) => item.label === label)?.command, expected, label);
    const others = await complete(plain, text);
    assert.equal(others.items.find((item) => item.label === label)?.command, undefined, label);
  }
});

const other = '{"type":"record","name":"acme.Address","doc":"Where.","fields":[]}';

test('completion offers types and namespaces of other texts', async () => {
  const both = await startClient({ capabilities: pullingClient });
  both.open(other, { uri: 'file:///schemas/address.avsc' });
  both.open('{"type":"fixed","name":"x.Id","size":4}', { uri: 'file:///schemas/id.avsc' });
  both.open('{"type":"fixed","name":"Plain","size":4}', { uri: 'file:///schemas/plain.avsc' });
  const { text, items } = await complete(both, '{"type":"record","name":"acme.Order","fields":[{"name":"a","type":"$0"}]}');
  const named = items.filter(({ kind }) => kind === 7 || kind === 22);
  assert.deepEqual(
    named.map(({ label, detail }) => [label, detail]),
    [
      ['Order', 'record acme.Order'],
      ['Address', 'record acme.Address, address.avsc'],
      ['Plain', 'fixed, plain.avsc'],
      ['x.Id', 'fixed, id.avsc'],
    ],
  );
  assert.equal(accept(text, named[3]), '{"type":"record","name":"acme.Order","fields":[{"name":"a","type":"x.Id"}]}');
  const namespaces = await complete(both, '{"type":"record","name":"A","namespace":"$0"}');
  assert.deepEqual(labelsOf(namespaces.items), ['acme', 'x']);
  await both.dispose();
});

test('a default that is accepted is a valid one', async () => {
  const types = [
    '"null"',
    '"boolean"',
    '"int"',
    '"double"',
    '"string"',
    '"bytes"',
    '"Suit"',
    '"Point"',
    '["Point","null"]',
    '{"type":"array","items":"Point"}',
    '{"type":"fixed","name":"F","size":3}',
    '{"type":"string","logicalType":"uuid"}',
  ];
  let accepted = 0;
  for (const type of types) {
    const { text, items } = await complete(plain, field(type, ',"default": $0'));
    for (const item of items) {
      const result = accept(text, item);
      const errors = checkSchema(parseSchema(result)).filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], result);
      accepted++;
    }
  }
  assert.ok(accepted > types.length);
});
