import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DocumentSymbol, FoldingRange, Location, Range } from 'vscode-languageserver/node';
import type { Span } from '../../shared/avro/json.ts';
import { markCursor } from '../mark.ts';
import type { Client } from './harness.ts';
import { startClient } from './harness.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.dispose());

function spanOf(uri: string, { start, end }: Range): Span {
  return { start: client.offsetAt(uri, start), end: client.offsetAt(uri, end) };
}

/** The one marked range is where the definition is; none means that there is no answer. */
for (const { name, text } of [
  { name: 'a reference', text: '{"type":"record","name":<<"a.R">>,"fields":[{"name":"n","type":["null","R$0"]}]}' },
  { name: 'a reference before its definition', text: '["$0S",{"type":"enum","name":<<"S">>,"symbols":[]}]' },
  { name: 'a reference as an object’s type', text: '[{"type":"enum","name":<<"S">>,"symbols":[]},{"type":"S$0"}]' },
  { name: 'the definition itself', text: '{"type":"enum","name":<<"$0S">>,"symbols":[]}' },
  { name: 'a reference inside of a misspelt record', text: '{"type":"recrod","name":<<"R">>,"fields":[{"name":"n","type":"R$0"}]}' },
  { name: 'a name that is defined nowhere', text: '["$0S"]' },
  { name: 'a primitive type', text: '"int$0"' },
  { name: 'a field’s name', text: '{"type":"record","name":"R","fields":[{"name":<<"R$0">>,"type":"int"}]}' },
]) {
  test(`definition of ${name}`, async () => {
    const { text: plain, cursor, ranges } = markCursor(text);
    const uri = client.open(plain);
    const params = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
    const found = await client.request<Location | null>('textDocument/definition', params);
    assert.deepEqual(found === null ? [] : [spanOf(uri, found.range)], ranges);
    client.closeDocument(uri);
  });
}

for (const { name, text, includeDeclaration } of [
  {
    name: 'from the definition',
    text: '{"type":"record","name":<<"a.R$0">>,"fields":[{"name":"n","type":["null",<<"R">>]},{"name":"m","type":{"type":"map","values":<<"a.R">>}}]}',
    includeDeclaration: true,
  },
  {
    name: 'from a reference, without the definition',
    text: '["int",{"type":"array","items":{"type":"enum","name":"S","symbols":[]}},<<"S$0">>]',
    includeDeclaration: false,
  },
  {
    name: 'of the same name in another namespace',
    text: '[{"type":"enum","name":<<"a.S$0">>,"symbols":[]},{"type":"enum","name":"b.S","symbols":[]},"b.S"]',
    includeDeclaration: true,
  },
]) {
  test(`references ${name}`, async () => {
    const { text: plain, cursor, ranges } = markCursor(text);
    const uri = client.open(plain);
    const params = { textDocument: { uri }, position: client.positionAt(uri, cursor), context: { includeDeclaration } };
    const found = (await client.request<Location[] | null>('textDocument/references', params)) ?? [];
    assert.deepEqual(
      found.map(({ range }) => spanOf(uri, range)),
      ranges,
    );
    client.closeDocument(uri);
  });
}

/** One line for each symbol: depth, name, kind, detail; then the text of its selection. */
function outline(uri: string, symbols: readonly DocumentSymbol[], depth = 0): string[] {
  return symbols.flatMap(({ name, kind, detail = '', range, selectionRange, children = [] }) => {
    const [whole, selected] = [spanOf(uri, range), spanOf(uri, selectionRange)];
    assert.ok(whole.start <= selected.start && selected.end <= whole.end, 'the selection is within the range, as LSP demands');
    const word = client.textOf(uri).slice(selected.start, selected.end);
    return [`${'  '.repeat(depth)}${name} ${kind} ${detail} ${word}`, ...outline(uri, children, depth + 1)];
  });
}

for (const { name, text, gives } of [
  {
    name: 'types, fields and symbols, one in another',
    text: '{"type":"record","name":"a.R","fields":[{"name":"s","type":["null",{"type":"enum","name":"S","symbols":["A","B"]}]},{"name":"f","type":{"type":"array","items":{"type":"fixed","name":"F","size":2}}}]}',
    gives: [
      'a.R 5 record "a.R"',
      '  s 8 null | S "s"',
      '    S 10 enum "S"',
      '      A 22  "A"',
      '      B 22  "B"',
      '  f 8 array<F> "f"',
      '    F 23 fixed "F"',
    ],
  },
  {
    name: 'the branches of a union',
    text: '["int",{"type":"fixed","name":"A","size":1},{"type":"fixed","name":"B","size":1}]',
    gives: ['A 23 fixed "A"', 'B 23 fixed "B"'],
  },
  {
    name: 'half-typed text',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"na',
    gives: ['R 5 record "R"', '  a 8 int "a"', '  field 8 ? '],
  },
  { name: 'a name that is empty', text: '{"type":"enum","name":"","symbols":[" "]}', gives: ['enum 10 enum ""', '  symbol 22  " "'] },
  { name: 'nothing', text: '', gives: [] },
  { name: 'a primitive type', text: '"int"', gives: [] },
]) {
  test(`document symbols of ${name}`, async () => {
    const uri = client.open(text);
    const found = (await client.request<DocumentSymbol[] | null>('textDocument/documentSymbol', { textDocument: { uri } })) ?? [];
    assert.deepEqual(outline(uri, found), gives);
    client.closeDocument(uri);
  });
}

test('folding ranges: objects and arrays over lines, their last line left out', async () => {
  const text = '{\n "a": [\n  1,\n  2\n ],\n "b": {},\n "c": [\n ]\n}\n';
  const uri = client.open(text);
  const found = await client.request<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri } });
  assert.deepEqual(found, [
    { startLine: 0, endLine: 7 },
    { startLine: 1, endLine: 3 },
  ]);
  client.closeDocument(uri);
});

test('folding ranges: comments of several lines, and line comments below each other', async () => {
  const uri = client.open('// a\n // b\n{ // c\n// d\n/* e\n */ "f": "// g\\" /*",\n"h\n// i\n\n// j\n}');
  const found = await client.request<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri } });
  assert.deepEqual(found, [
    { startLine: 2, endLine: 9 },
    { startLine: 0, endLine: 1, kind: 'comment' },
    { startLine: 4, endLine: 5, kind: 'comment' },
  ]);
  client.closeDocument(uri);
});

test('folding ranges of every message in a message document', async () => {
  const uri = client.open('// one\n{\n "topic": "a"\n}\n{\n "topic": "b"\n}', { uri: 'untitled:1', languageId: 'avro-message' });
  const found = await client.request<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri } });
  assert.deepEqual(found, [
    { startLine: 1, endLine: 2 },
    { startLine: 4, endLine: 5 },
  ]);
  client.closeDocument(uri);
});
