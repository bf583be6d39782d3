import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CompletionItem, TextEdit } from 'vscode-languageserver/node';
import { messageNames } from '../../shared/protocol.ts';
import type { MessageNamesParams, MessageNamesResult, MessageSchemaResult } from '../../shared/protocol.ts';
import { markCursor } from '../mark.ts';
import { startClient, withEdits, type Client } from './harness.ts';

const order = `{"type":"record","name":"Order","namespace":"com.acme","fields":[
  {"name":"id","type":"string","doc":"Unique."},
  {"name":"note","type":["null","string"],"default":null},
  {"name":"status","type":{"type":"enum","name":"Status","symbols":["NEW","PAID"]}},
  {"name":"gift","type":"boolean"},
  {"name":"customer","type":{"type":"record","name":"Customer","fields":[{"name":"vip","type":"boolean"}]}},
  {"name":"flags","type":{"type":"array","items":"Status"},"default":[]},
  {"name":"marks","type":{"type":"map","values":"Status"},"default":{}},
  {"name":"payment","type":["null",
    {"type":"record","name":"Card","fields":[{"name":"last4","type":"string"}]},
    {"type":"record","name":"Cash","fields":[{"name":"drawer","type":"string"}]}],"default":null}]}`;
const endless = '{"type":"record","name":"Node","fields":[{"name":"next","type":"Node"}]}';
const literals = `{"type":"record","name":"Literals","fields":[
  {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
  {"name":"day","type":{"type":"int","logicalType":"date"}},
  {"name":"local","type":{"type":"long","logicalType":"local-timestamp-micros"}},
  {"name":"uuid","type":{"type":"string","logicalType":"uuid"}},
  {"name":"raw","type":"bytes"},
  {"name":"hash","type":{"type":"fixed","name":"Hash","size":2}},
  {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
  {"name":"word","type":["string",{"type":"enum","name":"Suit","symbols":["CLUBS"]},"null"]},
  {"name":"suit","type":"Suit","default":"CLUBS"},
  {"name":"retries","type":"int","default":3},
  {"name":"counts","type":{"type":"map","values":"int"}}]}`;
const texts: Readonly<Record<string, string>> = { orders: order, endless, literals };
const names: Readonly<Record<string, MessageNamesResult>> = {
  topics: [{ name: 'orders', detail: 'local' }],
  subjects: [{ name: 'orders-value' }],
  'versions of orders-value': [{ name: 'latest', detail: 'now v2' }, { name: '2' }, { name: '1' }],
  ids: [{ name: '13', detail: 'orders-value v2' }],
  files: [{ name: '../orders.avsc' }],
  'types of a.avsc': [{ name: 'com.acme.Order', detail: 'record' }],
};

let client: Client;
before(async () => {
  client = await startClient({
    connectionNames: ['local', 'prod'],
    answers: {
      [messageNames]: ({ asked }: MessageNamesParams) => {
        const of = asked.kind === 'versions' ? ` of ${asked.subject}` : asked.kind === 'types' ? ` of ${asked.file}` : '';
        return names[`${asked.kind}${of}`] ?? [];
      },
    },
    answer: ({ topic, part }) => {
      const text = part === 'value' ? texts[topic ?? ''] : undefined;
      const found: MessageSchemaResult =
        text === undefined ? { found: false, reason: undefined } : { found: true, text, references: [], label: 'v1', fullname: undefined };
      return Promise.resolve(found);
    },
  });
});
after(() => client.dispose());

async function complete(marked: string): Promise<{ text: string; items: CompletionItem[] }> {
  const { text, cursor } = markCursor(marked);
  const uri = client.open(text, { uri: 'untitled:1', languageId: 'avro-message' });
  const params = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
  const items = (await client.request<CompletionItem[] | null>('textDocument/completion', params)) ?? [];
  client.closeDocument(uri);
  assert.deepEqual(client.errors, []);
  return { text, items };
}

/** The text with the item accepted; a tab stop stands as `‹›`, since what it holds is made up. */
function accept(text: string, item: CompletionItem | undefined): string {
  assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, 'there is such an item, with an edit');
  const edits: TextEdit[] = [item.textEdit, ...(item.additionalTextEdits ?? [])];
  const isSnippet = item.insertTextFormat === 2;
  return withEdits(text, edits).replace(/\$\{\d+:?[^}]*\}/g, (whole) => (isSnippet ? '‹›' : whole));
}

/** `takes` is the label of the item that is accepted; `gives` is the text then. */
for (const { name, text, takes, gives } of [
  // The outer part.
  { name: 'a property of nothing', text: '{ $0 }', takes: 'topic', gives: '{ "topic": "‹›" }' },
  { name: 'a property in quotes', text: '{"va$0"}', takes: 'valueSchema', gives: '{"valueSchema": ‹›}' },
  { name: 'a property between two', text: '{"topic":"a", $0 "value":1}', takes: 'key', gives: '{"topic":"a", "key": "‹›", "value":1}' },
  {
    name: 'a property behind another without a comma',
    text: '{"topic":"a"\n$0}',
    takes: 'partition',
    gives: '{"topic":"a",\n"partition": ‹›}',
  },
  { name: 'a property that has its value', text: '{"val$0": 1}', takes: 'value', gives: '{"value": 1}' },
  { name: 'headers', text: '{ $0 }', takes: 'headers', gives: '{ "headers": { "‹›": "‹›" } }' },
  { name: 'a property of the second message', text: '{"value":1}\n{$0', takes: 'topic', gives: '{"value":1}\n{"topic": "‹›"' },
  { name: 'a property of a message in an array', text: '[{"value":1}, {$0}]', takes: 'topic', gives: '[{"value":1}, {"topic": "‹›"}]' },
  { name: 'a connection', text: '{"connection": "$0"}', takes: 'prod', gives: '{"connection": "prod"}' },
  { name: 'a connection without quotes', text: '{"connection": $0}', takes: 'local', gives: '{"connection": "local"}' },
  { name: 'a framing', text: '{"framing": $0}', takes: 'bare', gives: '{"framing": "bare"}' },
  { name: 'two framings', text: '{"framing": $0}', takes: 'key and value', gives: '{"framing": { "key": "‹›", "value": "‹›" }}' },
  { name: 'a part of two framings', text: '{"framing": {$0}}', takes: 'key', gives: '{"framing": {"key": ‹›}}' },
  { name: 'the framing of a part', text: '{"framing": {"key": "$0"}}', takes: 'text', gives: '{"framing": {"key": "text"}}' },
  { name: 'a schema', text: '{"valueSchema": $0}', takes: 'file', gives: '{"valueSchema": { "file": "‹›" }}' },
  {
    name: 'a part of a schema',
    text: '{"keySchema": {"subject": "s", $0}}',
    takes: 'version',
    gives: '{"keySchema": {"subject": "s", "version": ‹›}}',
  },
  { name: 'a topic', text: '{"topic": "$0"}', takes: 'orders', gives: '{"topic": "orders"}' },
  {
    name: 'a subject',
    text: '{"valueSchema": {"subject": $0}}',
    takes: 'orders-value',
    gives: '{"valueSchema": {"subject": "orders-value"}}',
  },
  {
    name: 'a version',
    text: '{"valueSchema": {"subject": "orders-value", "version": $0}}',
    takes: 'v2',
    gives: '{"valueSchema": {"subject": "orders-value", "version": 2}}',
  },
  {
    name: 'the latest version',
    text: '{"valueSchema": {"subject": "orders-value", "version": $0}}',
    takes: 'latest',
    gives: '{"valueSchema": {"subject": "orders-value", "version": "latest"}}',
  },
  { name: 'a schema id', text: '{"keySchema": {"id": $0}}', takes: '13', gives: '{"keySchema": {"id": 13}}' },
  { name: 'a file', text: '{"keySchema": {"file": "$0"}}', takes: '../orders.avsc', gives: '{"keySchema": {"file": "../orders.avsc"}}' },
  {
    name: 'the subject that a file is registered under',
    text: '{"valueSchema": {"file": "a.avsc", "subject": "$0"}}',
    takes: 'orders-value',
    gives: '{"valueSchema": {"file": "a.avsc", "subject": "orders-value"}}',
  },
  {
    name: 'a subject beside a file',
    text: '{"valueSchema": {"file": "a.avsc", $0}}',
    takes: 'subject',
    gives: '{"valueSchema": {"file": "a.avsc", "subject": ‹›}}',
  },
  {
    name: 'a type in a file',
    text: '{"keySchema": {"file": "a.avsc", "type": $0}}',
    takes: 'com.acme.Order',
    gives: '{"keySchema": {"file": "a.avsc", "type": "com.acme.Order"}}',
  },
  { name: 'bytes', text: '{"topic":"literals","value":{"raw":$0}}', takes: 'hex:', gives: '{"topic":"literals","value":{"raw":"hex:‹›"}}' },
  {
    name: 'a fixed',
    text: '{"topic":"literals","value":{"hash":$0}}',
    takes: 'hex:',
    gives: '{"topic":"literals","value":{"hash":"hex:‹›"}}',
  },
  {
    name: 'a decimal',
    text: '{"topic":"literals","value":{"price":$0}}',
    takes: '0.00',
    gives: '{"topic":"literals","value":{"price":‹›}}',
  },
  {
    name: 'a map',
    text: '{"topic":"literals","value":{"counts":$0}}',
    takes: 'map<int>',
    gives: '{"topic":"literals","value":{"counts":{ "‹›": ‹› }}}',
  },
  {
    name: 'a symbol that is a string, too, with its branch',
    text: '{"topic":"literals","value":{"word":$0}}',
    takes: 'CLUBS',
    gives: '{"topic":"literals","value":{"word":{ "Suit": "CLUBS" }}}',
  },
  {
    name: 'a default',
    text: '{"topic":"literals","value":{"retries":$0}}',
    takes: '3',
    gives: '{"topic":"literals","value":{"retries":3}}',
  },
  { name: 'a tombstone', text: '{"value": $0}', takes: 'null', gives: '{"value": null}' },
  // Values, by their schema.
  { name: 'a field', text: '{"topic":"orders","value":{$0}}', takes: 'id', gives: '{"topic":"orders","value":{"id": "‹›"}}' },
  {
    name: 'a field in an open object',
    text: '{"topic":"orders","value":{"id":"1", $0',
    takes: 'gift',
    gives: '{"topic":"orders","value":{"id":"1", "gift": ‹›',
  },
  {
    name: 'a field in an open string',
    text: '{"topic":"orders","value":{"sta$0}}',
    takes: 'status',
    gives: '{"topic":"orders","value":{"status": "‹›"}}',
  },
  {
    name: 'a field that has its value',
    text: '{"topic":"orders","value":{"i$0": 1}}',
    takes: 'id',
    gives: '{"topic":"orders","value":{"id": 1}}',
  },
  {
    name: 'all required fields',
    text: '{"topic":"orders","value":{"customer":{"vip":true},$0}}',
    takes: 'Insert all required fields',
    gives: '{"topic":"orders","value":{"customer":{"vip":true},"id": "‹›",\n"status": "‹›",\n"gift": ‹›}}',
  },
  {
    name: 'a field of a record in it',
    text: '{"topic":"orders","value":{"customer":{$0}}}',
    takes: 'vip',
    gives: '{"topic":"orders","value":{"customer":{"vip": ‹›}}}',
  },
  {
    name: 'a field of a branch',
    text: '{"topic":"orders","value":{"payment":{$0}}}',
    takes: 'drawer',
    gives: '{"topic":"orders","value":{"payment":{"drawer": "‹›"}}}',
  },
  {
    name: 'the name of a branch',
    text: '{"topic":"orders","value":{"payment":{$0}}}',
    takes: 'com.acme.Card',
    gives: '{"topic":"orders","value":{"payment":{"com.acme.Card": {‹›}}}}',
  },
  {
    name: 'a field of a branch that is named',
    text: '{"topic":"orders","value":{"payment":{"com.acme.Card":{$0}}}}',
    takes: 'last4',
    gives: '{"topic":"orders","value":{"payment":{"com.acme.Card":{"last4": "‹›"}}}}',
  },
  {
    name: 'a symbol',
    text: '{"topic":"orders","value":{"status":$0}}',
    takes: 'PAID',
    gives: '{"topic":"orders","value":{"status":"PAID"}}',
  },
  {
    name: 'a symbol in quotes',
    text: '{"topic":"orders","value":{"status":"$0"}}',
    takes: 'NEW',
    gives: '{"topic":"orders","value":{"status":"NEW"}}',
  },
  { name: 'a boolean', text: '{"topic":"orders","value":{"gift":$0}}', takes: 'false', gives: '{"topic":"orders","value":{"gift":false}}' },
  {
    name: 'the null of a branch',
    text: '{"topic":"orders","value":{"note":$0}}',
    takes: 'null',
    gives: '{"topic":"orders","value":{"note":null}}',
  },
  {
    name: 'an item',
    text: '{"topic":"orders","value":{"flags":["NEW", $0]}}',
    takes: 'PAID',
    gives: '{"topic":"orders","value":{"flags":["NEW", "PAID"]}}',
  },
  {
    name: 'the value of a key of a map',
    text: '{"topic":"orders","value":{"marks":{"a":$0}}}',
    takes: 'PAID',
    gives: '{"topic":"orders","value":{"marks":{"a":"PAID"}}}',
  },
]) {
  test(`message completion: ${name}`, async () => {
    const { text: before, items } = await complete(text);
    const item = items.find(({ label }) => label === takes);
    assert.equal(accept(before, item), gives, items.map(({ label }) => label).join(', '));
  });
}

for (const { name, text, labels } of [
  {
    name: 'properties that are there are not offered again',
    text: '{"connection":"a","topic":"b","key":1,"value":1,"headers":{},"partition":0,"timestamp":0,$0}',
    labels: ['keySchema', 'valueSchema', 'framing', 'glueVersionId'],
  },
  {
    name: 'missing required fields, then the others, then all at once',
    text: '{"topic":"orders","value":{"id":"1",$0}}',
    labels: ['status', 'gift', 'customer', 'note', 'flags', 'marks', 'payment', 'Insert all required fields'],
  },
  { name: 'null first of a union', text: '{"topic":"orders","value":{"payment":$0}}', labels: ['null', 'Card', 'Cash'] },
  { name: 'no values of a property of no schema', text: '{"topic":"greetings","value":{"a":$0}}', labels: [] },
  { name: 'nothing in a map whose keys are free', text: '{"topic":"orders","value":{"marks":{$0}}}', labels: [] },
  { name: 'nothing of a field that there is not', text: '{"topic":"orders","value":{"x":{$0}}}', labels: [] },
  { name: 'all that names a schema', text: '{"valueSchema":{$0}}', labels: ['subject', 'version', 'id', 'file', 'type'] },
  { name: 'what goes with a file', text: '{"keySchema":{"file":"a.avsc", $0}}', labels: ['subject', 'type'] },
  { name: 'what goes with a subject', text: '{"valueSchema":{"subject":"s", $0}}', labels: ['version', 'file', 'type'] },
  { name: 'nothing goes with an id', text: '{"valueSchema":{"id":1, $0}}', labels: [] },
  { name: 'nothing in headers', text: '{"headers":{$0}}', labels: [] },
  { name: 'nothing between messages', text: '{"value":1}\n$0\n{"value":2}', labels: [] },
  { name: 'nothing in a comment', text: '{ // $0\n}', labels: [] },
  { name: 'nothing of a record without an end', text: '{"topic":"endless","value":{$0}}', labels: [] },
]) {
  test(`message completion: ${name}`, async () => {
    const { items } = await complete(text);
    assert.deepEqual(
      items.toSorted((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? '')).map(({ label }) => label),
      labels,
    );
  });
}

test('message completion: a field tells its type, whether it is required, and what it is for', async () => {
  const { items } = await complete('{"topic":"orders","value":{$0}}');
  const of = (label: string): CompletionItem | undefined => items.find((item) => item.label === label);
  assert.equal(of('id')?.detail, 'string, required');
  assert.deepEqual(of('id')?.documentation, { kind: 'markdown', value: 'Unique\\.' });
  assert.equal(of('note')?.detail, '["null","string"], default null');
});

test('message completion: defaults are marked, and so is the type of each branch', async () => {
  const details = async (text: string): Promise<unknown[]> => (await complete(text)).items.map(({ label, detail }) => [label, detail]);
  assert.deepEqual(await details('{"topic":"literals","value":{"suit":$0}}'), [['CLUBS', 'Suit, default']]);
  assert.deepEqual((await details('{"topic":"orders","value":{"note":$0}}'))[0], ['null', 'null, default']);
  assert.deepEqual((await details('{"topic":"literals","value":{"retries":$0}}'))[0], ['3', 'default']);
});

test('message completion: times and UUIDs are of now', async () => {
  const taken = async (field: string, label: string): Promise<string> => {
    const { text, items } = await complete(`{"topic":"literals","value":{"${field}":$0}}`);
    const item = items.find((each) => each.label === label);
    return accept(text, item).replace(/^.*?"value":\{"\w+":"(.*)"\}\}$/, '$1');
  };
  const at = Date.parse(await taken('at', 'now'));
  assert.ok(Math.abs(Date.now() - at) < 60_000);
  assert.match(await taken('at', 'today'), /^\d{4}-\d\d-\d\dT00:00:00\.000(?:Z|[+-]\d\d:\d\d)$/);
  assert.match(await taken('day', 'today'), /^\d{4}-\d\d-\d\d$/);
  assert.match(await taken('local', 'now'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
  const uuid = await taken('uuid', 'new UUID');
  assert.match(uuid, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  assert.notEqual(await taken('uuid', 'new UUID'), uuid);
});

test('message completion: half-typed text at each of its lengths', async () => {
  const text = '{ "connection": "local", "topic": "orders", "value": { "id": "1", "payment": { "com.acme.Card": { "last4": "1" } } } }';
  for (let end = 0; end <= text.length; end++) await complete(`${text.slice(0, end)}$0`);
});
