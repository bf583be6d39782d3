import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SemanticTokens } from 'vscode-languageserver/node';
import { markCursor, mark } from '../mark.ts';
import type { Client } from './harness.ts';
import { startClient } from './harness.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.dispose());

/** Each token as `kind.modifier`, with the offsets of its ends. */
function decode(uri: string, { data }: SemanticTokens): { readonly kind: string; readonly start: number; readonly end: number }[] {
  const legend = client.initialized.capabilities.semanticTokensProvider?.legend;
  assert.ok(legend !== undefined);
  const tokens = [];
  let position = { line: 0, character: 0 };
  for (let at = 0; at < data.length; at += 5) {
    const [line = 0, character = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    position = { line: position.line + line, character: line === 0 ? position.character + character : character };
    const start = client.offsetAt(uri, position);
    const names = legend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
    tokens.push({ kind: [legend.tokenTypes[type], ...names].join('.'), start, end: start + length });
  }
  return tokens;
}

async function tokensOf(text: string, languageId = 'avro-schema'): Promise<ReturnType<typeof decode>> {
  const uri = client.open(text, { languageId });
  const tokens = decode(uri, await client.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument: { uri } }));
  client.closeDocument(uri);
  return tokens;
}

/** The marks in `text` are the tokens, in this order of their kinds. */
for (const { name, text, kinds } of [
  { name: 'a primitive type', text: '"<<int>>"', kinds: ['type.defaultLibrary'] },
  {
    name: 'a record with its fields',
    text: '{"type":"<<record>>","name":"<<A>>","fields":[{"name":"<<a>>","type":"<<long>>","aliases":["<<b>>"]}]}',
    kinds: ['keyword', 'class.declaration', 'property.declaration', 'type.defaultLibrary', 'property'],
  },
  {
    name: 'a dotted name and its namespace apart',
    text: '{"type":"<<fixed>>","name":"<<com.acme>>.<<F>>","size":1}',
    kinds: ['keyword', 'namespace', 'struct.declaration'],
  },
  {
    name: 'a namespace and aliases',
    text: '{"type":"<<fixed>>","namespace":"<<com.acme>>","name":"<<F>>","size":1,"aliases":["<<G>>","<<x>>.<<H>>"]}',
    kinds: ['keyword', 'namespace', 'struct.declaration', 'struct', 'namespace', 'struct'],
  },
  {
    name: 'symbols, and those of defaults',
    text: '{"type":"<<record>>","name":"<<R>>","fields":[{"name":"<<e>>","type":{"type":"<<enum>>","name":"<<E>>","symbols":["<<A>>","<<B>>"],"default":"<<A>>"},"default":"<<B>>"},{"name":"<<l>>","type":{"type":"<<array>>","items":"<<E>>"},"default":["<<A>>","C"]}]}',
    kinds: [
      'keyword',
      'class.declaration',
      'property.declaration',
      'keyword',
      'enum.declaration',
      'enumMember.declaration',
      'enumMember.declaration',
      'enumMember',
      'enumMember',
      'property.declaration',
      'keyword',
      'enum',
      'enumMember',
    ],
  },
  {
    name: 'names of fields in a default',
    text: '{"type":"<<record>>","name":"<<R>>","fields":[{"name":"<<a>>","type":["<<null>>","<<R>>"],"default":{"<<a>>":null,"b":1}}]}',
    kinds: ['keyword', 'class.declaration', 'property.declaration', 'type.defaultLibrary', 'class', 'property'],
  },
  {
    name: 'references by what they name, and none to nothing',
    text: '[{"type":"<<fixed>>","name":"<<a>>.<<F>>","size":1},"<<a>>.<<F>>","a.G",{"type":"a.G"}]',
    kinds: ['keyword', 'namespace', 'struct.declaration', 'namespace', 'struct'],
  },
  {
    name: 'a logical type that counts, and none that does not',
    text: '[{"type":"<<long>>","logicalType":"<<timestamp-millis>>"},{"type":"<<string>>","logicalType":"date"}]',
    kinds: ['type.defaultLibrary', 'type.defaultLibrary', 'type.defaultLibrary'],
  },
  {
    name: 'a name with escapes as one word',
    text: '{"type":"<<fixed>>","name":"<<a.\\u0046>>","size":1}',
    kinds: ['keyword', 'struct.declaration'],
  },
  { name: 'half-typed text', text: '{"type":"<<record>>","name":"<<A', kinds: ['keyword', 'class.declaration'] },
  { name: 'what is said twice once', text: '{"type":"<<array>>"}', kinds: ['keyword'] },
  {
    name: 'several lines',
    text: '{\n\n  "type": "<<map>>",\n  "values": "<<int>>", "x": [\n"int"] }',
    kinds: ['keyword', 'type.defaultLibrary'],
  },
]) {
  test(`semantic tokens: ${name}`, async () => {
    const open = text.split('<<').length > text.split('>>').length;
    const { text: source, ranges } = mark(open ? `${text}>>` : text);
    assert.deepEqual(
      await tokensOf(source),
      ranges.map(({ start, end }, index) => ({ kind: kinds[index], start, end })),
    );
    assert.equal(kinds.length, ranges.length);
  });
}

test('semantic tokens of a protocol', async () => {
  const { text, ranges } = mark(
    '{"protocol":"<<P>>","namespace":"<<n>>","types":[{"type":"<<error>>","name":"<<E>>","fields":[]}],"messages":{"<<m>>":{"request":[{"name":"<<p>>","type":"<<E>>"}],"response":"<<int>>","errors":["<<E>>"]}}}',
  );
  const kinds = [
    'class.declaration',
    'namespace',
    'keyword',
    'class.declaration',
    'method.declaration',
    'parameter.declaration',
    'class',
    'type.defaultLibrary',
    'class',
  ];
  assert.deepEqual(
    await tokensOf(text, 'avro-protocol'),
    ranges.map(({ start, end }, index) => ({ kind: kinds[index], start, end })),
  );
});

test('semantic tokens of a range are those that the range touches', async () => {
  const { text, cursor } = markCursor('[\n"int",\n$0"long",\n{"type":"array","items":"string"}\n]');
  const uri = client.open(text);
  const range = { start: client.positionAt(uri, cursor), end: client.positionAt(uri, cursor + 8) };
  const found = await client.request<SemanticTokens>('textDocument/semanticTokens/range', { textDocument: { uri }, range });
  assert.deepEqual(decode(uri, found), [{ kind: 'type.defaultLibrary', start: cursor + 1, end: cursor + 5 }]);
  client.closeDocument(uri);
});
