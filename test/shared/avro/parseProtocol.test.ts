import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { nodeAt } from '../../../shared/avro/jsonTree.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../shared/avro/parseProtocol.ts';
import { isForward } from '../../../shared/avro/resolutionOrder.ts';
import type { ParsedSchema } from '../../../shared/avro/schema.ts';
import type { SchemaPart } from '../../../shared/avro/schemaTree.ts';
import { allParts, findNamedAt, isField, partsAlong, referencesTo, rootOf } from '../../../shared/avro/schemaTree.ts';
import { typeText } from '../../../shared/avro/typeText.ts';
import { mark, markCursor } from '../../mark.ts';

/** A part in a word or two. */
function show(part: SchemaPart): string {
  if (isField(part)) return `${part.isParameter === true ? 'parameter' : 'field'} ${part.name?.value ?? '?'}`;
  if (part.type === 'protocol') return `protocol ${part.fullname ?? '?'}`;
  return part.type === 'message' ? `message ${part.name.value}` : typeText(part);
}

const orders = `{
  "messages": {
    "place": { "response": "Id", "request": [{ "name": "order", "type": "Order" }], "errors": ["Refused"] },
    "ping": { "one-way": true, "request": [] }
  },
  "protocol": "Orders", "namespace": "com.acme", "doc": "All orders.",
  "types": [
    { "type": "fixed", "name": "Id", "size": 4 },
    { "type": "record", "name": "Order", "fields": [{ "name": "id", "type": "Id" }] },
    { "type": "error", "name": "Refused", "fields": [] }
  ]
}`;

test('a protocol with its parts, in the order of the text', () => {
  const parsed = parseProtocol(orders);
  assert.deepEqual([...allParts(rootOf(parsed))].map(show), [
    'protocol com.acme.Orders',
    'message place',
    'Id',
    'parameter order',
    'Order',
    'Refused',
    'message ping',
    'Id',
    'Order',
    'field id',
    'Id',
    'Refused',
  ]);
  assert.equal(parsed.protocol?.doc, 'All orders.');
  assert.equal(parsed.schema, undefined);
  assert.deepEqual(
    parsed.protocol.messages.map(({ isOneWay, response }) => [isOneWay, response.type]),
    [
      [false, 'reference'],
      [true, 'invalid'],
    ],
  );
  assert.deepEqual([...parsed.definitions.keys()], ['com.acme.Id', 'com.acme.Order', 'com.acme.Refused']);
  assert.deepEqual(checkSchema(parsed), []);
});

for (const { name, text, fullname, type } of [
  { name: 'a namespace beside the name', text: '"protocol":"P","namespace":"a.b"', fullname: 'a.b.P', type: 'a.b.F' },
  { name: 'a namespace in the name', text: '"protocol":"a.P","namespace":"b"', fullname: 'a.P', type: 'a.F' },
  { name: 'the null namespace', text: '"protocol":"P","namespace":""', fullname: 'P', type: 'F' },
  { name: 'a dot in front', text: '"protocol":".P","namespace":"b"', fullname: 'P', type: 'F' },
  { name: 'a namespace that is no string', text: '"protocol":"P","namespace":5', fullname: 'P', type: 'F' },
  { name: 'no name', text: '"namespace":"a"', fullname: undefined, type: 'a.F' },
]) {
  test(`names of a protocol: ${name}`, () => {
    const { protocol, definitions } = parseProtocol(`{${text},"types":[{"type":"fixed","name":"F","size":1}]}`);
    assert.equal(protocol?.fullname, fullname);
    assert.deepEqual([...definitions.keys()], [type]);
  });
}

/** The marked references are read before what they name. */
for (const { name, text } of [
  { name: 'types come first', text: '{"messages":{"m":{"response":"A"}},"types":[{"type":"fixed","name":"A","size":1}],"protocol":"P"}' },
  {
    name: 'the request comes before the response',
    text: '{"protocol":"P","messages":{"m":{"response":"A","request":[{"name":"a","type":{"type":"fixed","name":"A","size":1}}]}}}',
  },
  {
    name: 'among types, and of a record to itself',
    text: '{"protocol":"P","types":[{"type":"record","name":"A","fields":[{"name":"a","type":<<"A">>},{"name":"b","type":<<"B">>}]},{"type":"fixed","name":"B","size":1}]}',
  },
  {
    name: 'a later message',
    text: '{"protocol":"P","messages":{"m":{"request":[{"name":"a","type":<<"A">>}]},"n":{"response":{"type":"fixed","name":"A","size":1}}}}',
  },
  {
    name: 'a message given twice stands where its first one does, and is the last one',
    text: '{"protocol":"P","messages":{"m":{},"n":{"response":"A"},"m":{"response":{"type":"fixed","name":"A","size":1}}}}',
  },
]) {
  test(`reading order: ${name}`, () => {
    const { text: plain, ranges } = mark(text);
    const parsed = parseProtocol(plain);
    const forward = [...allParts(rootOf(parsed))].filter((part) => !isField(part) && part.type === 'reference' && isForward(part, parsed));
    assert.deepEqual(
      forward.map(({ span }) => span),
      ranges,
    );
    assert.ok([...allParts(rootOf(parsed))].every((part) => isField(part) || part.type !== 'reference' || part.target !== undefined));
  });
}

for (const { name, text, parts } of [
  {
    name: 'a parameter',
    text: orders.replace('"order"', '"or$0der"'),
    parts: ['protocol com.acme.Orders', 'message place', 'parameter order'],
  },
  {
    name: 'an error',
    text: orders.replace('["Refused"]', '["$0Refused"]'),
    parts: ['protocol com.acme.Orders', 'message place', 'Refused'],
  },
  { name: 'a message’s name', text: orders.replace('"place"', '"$0place"'), parts: ['protocol com.acme.Orders'] },
  { name: 'a message without a response', text: orders.replace('true', 't$0rue'), parts: ['protocol com.acme.Orders', 'message ping'] },
  { name: 'a field of a type', text: orders.replace('"id"', '"i$0d"'), parts: ['protocol com.acme.Orders', 'Order', 'field id'] },
]) {
  test(`parts along the way to ${name}`, () => {
    const { text: plain, cursor } = markCursor(text);
    const parsed = parseProtocol(plain);
    const place = parsed.json && nodeAt(parsed.json, cursor);
    assert.deepEqual(partsAlong(parsed, place?.nodes ?? []).map(show), parts);
  });
}

test('a type is found by its references in messages, and they by it', () => {
  const { text, cursor } = markCursor(orders.replace('"response": "Id"', '"response": "$0Id"'));
  const parsed = parseProtocol(text);
  const found = findNamedAt(parsed, cursor);
  assert.equal(found?.fullname, 'com.acme.Id');
  assert.equal(referencesTo(found, parsed).length, 2);
});

test('a name that another text defines is known, also as an error', () => {
  const { definitions } = parseSchema('[{"type":"error","name":"a.E","fields":[]},{"type":"fixed","name":"a.F","size":1}]');
  const parsed = parseProtocol(
    '{"protocol":"a.P","messages":{"m":{"request":[{"name":"f","type":"F","default":"x"}],"response":"a.F","errors":["E"]}}}',
    { lookup: (fullname) => definitions.get(fullname) },
  );
  assert.deepEqual(checkSchema(parsed), []);
});

for (const { name, text, schema } of [
  { name: 'a record', text: '{"type":"record","name":"R","fields":[]}', schema: 'record' },
  { name: 'a union', text: '["int"]', schema: 'union' },
  { name: 'a number', text: '5', schema: undefined },
  { name: 'a name', text: '"int"', schema: undefined },
  { name: 'nothing', text: '', schema: undefined },
]) {
  test(`what is no protocol: ${name}`, () => {
    const parsed: ParsedSchema = parseProtocol(text);
    assert.equal(parsed.protocol, undefined);
    assert.ok('protocol' in parsed, 'It was read as one.');
    assert.equal(parsed.schema?.type, schema);
  });
}
