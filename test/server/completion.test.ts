import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver/node';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { accept, complete as completeBy, labelsOf } from './completing.ts';
import type { Client } from './harness.ts';
import { plainClient, startClient } from './harness.ts';

let client: Client;
let plain: Client;
before(async () => {
  client = await startClient();
  plain = await startClient({ capabilities: plainClient });
});
after(async () => {
  await client.dispose();
  await plain.dispose();
});

async function complete(marked: string, by = client): ReturnType<typeof completeBy> {
  return completeBy(by, marked);
}

const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';

/** `takes` is the label of the item that is accepted; `gives` is the text then. */
for (const { name, text, takes, gives } of [
  // Inside and outside of quotes, whole and half-typed.
  { name: 'in an open string', text: '{"type":"str$0', takes: 'string', gives: '{"type":"string"' },
  { name: 'in an open string before a bracket', text: '{"type":"str$0}', takes: 'string', gives: '{"type":"string"}' },
  { name: 'in an open string before a line end', text: '{"type":"str$0\n}', takes: 'string', gives: '{"type":"string"\n}' },
  { name: 'in an open string before more', text: '{"type":"str$0, "doc":""}', takes: 'string', gives: '{"type":"string", "doc":""}' },
  { name: 'in an empty string', text: '{"type":"$0"}', takes: 'string', gives: '{"type":"string"}' },
  { name: 'within a word in quotes', text: '{"type":"st$0rang"}', takes: 'string', gives: '{"type":"string"}' },
  { name: 'without quotes', text: '{"type": $0 }', takes: 'string', gives: '{"type": "string" }' },
  { name: 'right behind the colon', text: '{"type":$0}', takes: 'string', gives: '{"type":"string"}' },
  { name: 'in a word without quotes', text: '{"type": str$0 }', takes: 'string', gives: '{"type": "string" }' },
  { name: 'before the next property', text: '{"type": $0\n"name":"A"}', takes: 'record', gives: '{"type": "record",\n"name":"A"}' },
  { name: 'before a comma', text: '{"type": $0, "name":"A"}', takes: 'record', gives: '{"type": "record", "name":"A"}' },
  { name: 'at the top of nothing', text: '$0', takes: 'string', gives: '"string"' },
  { name: 'at the top, half-typed', text: '"str$0', takes: 'string', gives: '"string"' },
  { name: 'behind a comment', text: '{"type": /* kind */ $0}', takes: 'string', gives: '{"type": /* kind */ "string"}' },
  // Unions.
  { name: 'a branch', text: '["null", $0]', takes: 'string', gives: '["null", "string"]' },
  { name: 'a branch in quotes', text: '["null", "$0"]', takes: 'long', gives: '["null", "long"]' },
  { name: 'a branch without its comma', text: '["null" $0]', takes: 'long', gives: '["null", "long"]' },
  { name: 'a branch before another', text: '[$0 "null"]', takes: 'long', gives: '["long", "null"]' },
  { name: 'a branch of an open union', text: '["null", "lo$0', takes: 'long', gives: '["null", "long"' },
  // Attributes.
  { name: 'a key of nothing', text: '{ $0 }', takes: 'type', gives: '{ "type": "‹›" }' },
  { name: 'a key in an open object', text: '{$0', takes: 'type', gives: '{"type": "‹›"' },
  { name: 'a key in quotes', text: '{"$0"}', takes: 'type', gives: '{"type": "‹›"}' },
  { name: 'a key in an open string', text: '{"type":"record","fie$0', takes: 'fields', gives: '{"type":"record","fields": [‹›]' },
  { name: 'a key without quotes', text: '{"type":"record", fie$0 }', takes: 'fields', gives: '{"type":"record", "fields": [‹›] }' },
  { name: 'a key that has its value', text: '{"ty$0":"record"}', takes: 'type', gives: '{"type":"record"}' },
  { name: 'a key that has its colon', text: '{"ty$0": }', takes: 'type', gives: '{"type": }' },
  { name: 'a key without the comma before', text: '{"type":"fixed"\n$0}', takes: 'size', gives: '{"type":"fixed",\n"size": ‹16›}' },
  { name: 'a key before another', text: '{$0"name":"A"}', takes: 'type', gives: '{"type": "‹›","name":"A"}' },
  {
    name: 'a key before another in quotes',
    text: '{"type":"enum", "sym$0" "name":"A"}',
    takes: 'symbols',
    gives: '{"type":"enum", "symbols": [‹›], "name":"A"}',
  },
  // Fields.
  {
    name: 'a new field',
    text: '{"type":"record","name":"A","fields":[$0]}',
    takes: 'field',
    gives: '{"type":"record","name":"A","fields":[{ "name": "‹name›", "type": "‹string›" }]}',
  },
  {
    name: 'a field between two',
    text: '{"type":"record","name":"A","fields":[{"name":"a"} $0 {"name":"b"}]}',
    takes: 'optional field',
    gives:
      '{"type":"record","name":"A","fields":[{"name":"a"}, { "name": "‹name›", "type": ["null", "‹string›"], "default": null }, {"name":"b"}]}',
  },
  {
    name: 'a default of a nullable field',
    text: '{"type":"record","name":"A","fields":[{"name":"a","type":["null","int"],$0}]}',
    takes: 'default',
    gives: '{"type":"record","name":"A","fields":[{"name":"a","type":["null","int"],"default": null}]}',
  },
  {
    name: 'a default of an enum field',
    text: `{"type":"record","name":"A","fields":[{"name":"a","type":${suit},"de$0"}]}`,
    takes: 'default',
    gives: `{"type":"record","name":"A","fields":[{"name":"a","type":${suit},"default": "‹CLUBS›"}]}`,
  },
  // Complex and logical types.
  {
    name: 'an array in place of quotes',
    text: '{"type":"record","name":"A","fields":[{"name":"a","type":"arr$0"}]}',
    takes: 'array',
    gives: '{"type":"record","name":"A","fields":[{"name":"a","type":{ "type": "array", "items": "‹string›" }}]}',
  },
  {
    name: 'a logical type with its underlying type',
    text: '{"type":"array","items":$0}',
    takes: 'timestamp-millis',
    gives: '{"type":"array","items":{ "type": "long", "logicalType": "timestamp-millis" }}',
  },
  {
    name: 'a decimal with its precision',
    text: '{"type":"bytes","logicalType":"$0"}',
    takes: 'decimal',
    gives: '{"type":"bytes","logicalType":"decimal", "precision": ‹9›, "scale": ‹2›}',
  },
  {
    name: 'a record',
    text: '$0',
    takes: 'record',
    gives: '{\n\t"type": "record",\n\t"name": "‹A›",\n\t"fields": [\n\t\t{ "name": "‹field›", "type": "‹string›" }\n\t]\n}',
  },
  // Names.
  {
    name: 'a name in its own namespace',
    text: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":"B","size":1}},{"name":"c","type":"$0"}]}',
    takes: 'B',
    gives: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":"B","size":1}},{"name":"c","type":"B"}]}',
  },
  {
    name: 'a name of another namespace',
    text: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":"x.B","size":1}},{"name":"c","type":"$0"}]}',
    takes: 'x.B',
    gives: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":"x.B","size":1}},{"name":"c","type":"x.B"}]}',
  },
]) {
  test(`completion: ${name}`, async () => {
    const { text: before, items } = await complete(text);
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
    name: 'the values of order',
    text: '{"type":"record","name":"A","fields":[{"order":"$0"}]}',
    offers: ['ascending', 'descending', 'ignore'],
  },
  { name: 'logical types of int', text: '{"type":"int","logicalType":"$0"}', offers: ['date', 'time-millis'] },
  { name: 'logical types of a fixed of 12', text: '{"type":"fixed","size":12,"logicalType":"$0"}', offers: ['decimal', 'duration'] },
  { name: 'logical types of a fixed of 16', text: '{"type":"fixed","size":16,"logicalType":"$0"}', offers: ['decimal', 'uuid'] },
  { name: 'symbols for an enum’s default', text: '{"type":"enum","symbols":["A","B"],"default":$0}', offers: ['A', 'B'] },
  {
    name: 'symbols for a field’s default, by reference',
    text: `["int",${suit},{"type":"record","name":"R","fields":[{"name":"s","type":["Suit","boolean","null"],"default":"$0"}]}]`,
    offers: ['CLUBS', 'HEARTS', 'true', 'false', 'null'],
  },
  {
    name: 'attributes of a field',
    text: '{"type":"record","name":"A","fields":[{"name":"a",$0}]}',
    offers: ['type', 'doc', 'default', 'order', 'aliases'],
  },
  { name: 'attributes of an enum', text: '{"type":"enum","name":"A",$0}', offers: ['namespace', 'doc', 'aliases', 'symbols', 'default'] },
  { name: 'attributes of a fixed', text: '{"type":"fixed",$0}', offers: ['name', 'namespace', 'doc', 'aliases', 'size', 'logicalType'] },
  { name: 'attributes of an array', text: '{"type":"array",$0}', offers: ['items'] },
  { name: 'attributes of a map', text: '{"type":"map",$0}', offers: ['values'] },
  { name: 'attributes of bytes', text: '{"type":"bytes",$0}', offers: ['logicalType'] },
  { name: 'attributes of a decimal', text: '{"type":"bytes","logicalType":"decimal",$0}', offers: ['precision', 'scale'] },
  { name: 'no logical type where there is none', text: '{"type":"boolean",$0}', offers: [] },
  {
    name: 'namespaces of this text',
    text: '[{"type":"fixed","name":"a.b.C","size":1},{"type":"fixed","namespace":"$0"}]',
    offers: ['a.b'],
  },
  { name: 'nothing in a comment', text: '{"type": "record" // $0\n}', offers: [] },
  { name: 'nothing behind a whole string', text: '{"type":"record"$0}', offers: [] },
  { name: 'nothing between a name and its colon', text: '{"type" $0 : "record"}', offers: [] },
  { name: 'nothing before a value that is there', text: '{"type": $0 "record"}', offers: [] },
  { name: 'nothing in a doc', text: '{"type":"record","doc":"a $0"}', offers: [] },
  { name: 'nothing in what Avro does not look into', text: '{"type":"string","x":{"type":"$0"}}', offers: [] },
  { name: 'nothing behind the schema', text: '"string" $0', offers: [] },
]) {
  test(`completion offers ${name}`, async () => {
    const { items } = await complete(text);
    assert.deepEqual(labelsOf(items), offers);
  });
}

test('completion offers the branches that a union does not have yet', async () => {
  const { items } = await complete(`[${suit},"null",{"type":"map","values":"int"},"Su$0"]`);
  const labels = items.map(({ label }) => label);
  for (const taken of ['null', 'map', 'Suit', 'nullable']) assert.ok(!labels.includes(taken), taken);
  for (const free of ['int', 'array', 'record', 'date']) assert.ok(labels.includes(free), free);
});

test('completion offers complex types as words only where the object is the schema itself', async () => {
  const inSchema = await complete('{"type":"$0"}');
  assert.deepEqual(
    inSchema.items.slice(0, 5).map(({ label, textEdit }) => [label, textEdit?.newText]),
    ['record', 'enum', 'array', 'map', 'fixed'].map((word) => [word, `"${word}"`]),
  );
  const inField = await complete('{"type":"record","name":"A","fields":[{"name":"a","type":"$0"}]}');
  assert.equal(inField.items.find(({ label }) => label === 'enum')?.kind, 15);
});

test('completion filters by the text that is replaced: with the quote where that begins with one', async () => {
  const inQuotes = await complete('{"type":"str$0"}');
  assert.equal(inQuotes.items.find(({ label }) => label === 'string')?.filterText, '"string"');
  const bare = await complete('{"type": str$0}');
  assert.equal(bare.items.find(({ label }) => label === 'string')?.filterText, 'string');
});

test('completion for an editor without snippets writes whole JSON', async () => {
  const { text, items } = await complete('{"type":"record","name":"A","fields":[$0]}', plain);
  const field = items.find(({ label }) => label === 'field');
  assert.equal(field?.insertTextFormat, 1);
  assert.equal(accept(text, field), '{"type":"record","name":"A","fields":[{ "name": "name", "type": "string" }]}');
});

test('completion explains its items', async () => {
  const { items } = await complete(`["int",{"type":"array","items":{"type":"fixed","name":"a.B","doc":"See *here*","size":1}},$0]`);
  const named = items.find(({ label }) => label === 'a.B');
  assert.deepEqual([named?.detail, named?.documentation], ['fixed', { kind: 'markdown', value: 'See \\*here\\*' }]);
  assert.deepEqual(items.find(({ label }) => label === 'time-micros')?.documentation, {
    kind: 'markdown',
    value: 'A time of day: microseconds since midnight.',
  });
});

const whole = `// orders
{ "type": "record", "name": "a.R", "doc": "x", "fields": [
  { "name": "s", "type": ["null", { "type": "enum", "name": "S", "symbols": ["A", "B"], "default": "A" }], "default": null },
  { "name": "f", "type": { "type": "map", "values": { "type": "array", "items": "S" } }, "order": "ignore", "aliases": ["g"] },
  {"name":"d","type":{"type":"fixed","name":"F","namespace":"x","size":12,"logicalType":"duration","more":{"a":[1,"b"]}}}
] }`;

test('completion keeps a whole text whole JSON, whatever is accepted wherever', async () => {
  let accepted = 0;
  for (let cursor = 0; cursor <= whole.length; cursor++) {
    const { text, items } = await complete(`${whole.slice(0, cursor)}$0${whole.slice(cursor)}`, plain);
    for (const item of items) {
      const result = accept(text, item);
      const errors = parseJson(result, { comments: true }).problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], `${item.label} at ${cursor}: ${result}`);
      accepted++;
    }
  }
  assert.ok(accepted > 1000, 'there was something to accept');
});

test('half-typed text of every length has completion, hover and symbols, and edits that an editor takes', async () => {
  for (let cursor = 0; cursor <= whole.length; cursor++) {
    const uri = client.open(whole.slice(0, cursor));
    const at = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
    const items = (await client.request<CompletionItem[] | null>('textDocument/completion', at)) ?? [];
    for (const { textEdit } of items) {
      assert.ok(textEdit !== undefined && 'range' in textEdit);
      const { start, end } = textEdit.range;
      assert.ok(start.line === at.position.line && start.character <= at.position.character, 'it begins on this line, before the cursor');
      assert.deepEqual(end, at.position);
    }
    await client.request('textDocument/hover', at);
    await client.request('textDocument/documentSymbol', at);
    client.closeDocument(uri);
  }
  assert.deepEqual(client.errors, []);
});
