import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  MarkupContent,
  Range,
} from 'vscode-languageserver/node';
import type { Span } from '../../shared/avro/json.ts';
import { mark, markCursor } from '../mark.ts';
import type { Client } from './harness.ts';
import { startClient, withEdits } from './harness.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.dispose());

function open(text: string): string {
  return client.open(text, { uri: 'file:///orders.avpr', languageId: 'avro-protocol' });
}

function spanOf(uri: string, { start, end }: Range): Span {
  return { start: client.offsetAt(uri, start), end: client.offsetAt(uri, end) };
}

for (const { name, text, uri, languageId, finds } of [
  {
    name: 'a protocol',
    text: '{"protocol":"P","types":[<<"int">>]}',
    uri: 'file:///a.avpr',
    languageId: 'avro-protocol',
    finds: ['invalid-protocol-type'],
  },
  {
    name: 'a protocol that is JSON for the editor',
    text: '{"protocol":<<5>>}',
    uri: 'file:///a.AVPR',
    languageId: 'json',
    finds: ['protocol-attribute-kind'],
  },
  {
    name: 'a schema in place of a protocol',
    text: '<<{>>"type":"int"}',
    uri: 'file:///a.avpr',
    languageId: 'avro-protocol',
    finds: ['not-a-protocol'],
  },
  {
    name: 'a protocol in place of a schema',
    text: '{<<"protocol">>:"P"}',
    uri: 'file:///a.avsc',
    languageId: 'avro-schema',
    finds: ['not-a-schema'],
  },
  { name: 'JSON of another name', text: '{"protocol":5}', uri: 'file:///a.json', languageId: 'json', finds: [] },
]) {
  test(`diagnostics of ${name}`, async () => {
    const marked = mark(text);
    client.open(marked.text, { uri, languageId });
    const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
    assert.deepEqual(
      items.map(({ code }) => code),
      finds,
    );
    assert.deepEqual(
      items.map(({ range }) => spanOf(uri, range)),
      marked.ranges,
    );
    client.closeDocument(uri);
  });
}

const orders = `{
  "protocol": "Orders", "namespace": "com.acme",
  "messages": {
    "place": { "request": [{ "name": "order", "type": "Order" }], "response": "Id", "errors": ["Refused"] },
    "ping": { "request": [], "one-way": true }
  },
  "types": [
    { "type": "fixed", "name": "Id", "size": 4 },
    { "type": "record", "name": "Order", "fields": [{ "name": "id", "type": "Id" }] },
    { "type": "error", "name": "Refused", "fields": [] }
  ]
}`;

test('document symbols', async () => {
  const uri = open(orders);
  const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
  const outline = (list: readonly DocumentSymbol[], depth: number): string[] =>
    list.flatMap(({ name, kind, detail = '', selectionRange, children = [] }) => {
      const { start, end } = spanOf(uri, selectionRange);
      return [`${'  '.repeat(depth)}${name} ${kind} ${detail} ${orders.slice(start, end)}`, ...outline(children, depth + 1)];
    });
  assert.deepEqual(outline(symbols, 0), [
    'Orders 11 protocol "Orders"',
    '  place 6 Id "place"',
    '    order 13 Order "order"',
    '  ping 6 one-way "ping"',
    '  Id 23 fixed "Id"',
    '  Order 5 record "Order"',
    '    id 8 Id "id"',
    '  Refused 5 error "Refused"',
  ]);
  client.closeDocument(uri);
});

for (const { name, text, says } of [
  {
    name: 'the protocol’s name',
    text: orders.replace('"Orders"', '<<"Or$0ders">>'),
    says: 'protocol **com\\.acme\\.Orders**\n\nTypes: `Id`, `Order`, `Refused`\n\nMessages: `place`, `ping`',
  },
  {
    name: 'a message’s name',
    text: orders.replace('"place"', '<<"pl$0ace">>'),
    says: 'message **place** of `com.acme.Orders`\n\n`(order: Order) → Id`\n\nErrors: `Refused`',
  },
  {
    name: 'a one-way message',
    text: orders.replace('"ping"', '<<"pi$0ng">>'),
    says: 'message **ping** of `com.acme.Orders`\n\n`() → one-way`',
  },
  {
    name: 'a parameter',
    text: orders.replace('"order"', '<<"or$0der">>'),
    says: 'parameter **order** of `place`: `Order`\n\nRequired: it has no default.\n\nEncoded in 4 bytes.',
  },
  { name: 'a response', text: orders.replace('"response": "Id"', '"response": <<"I$0d">>'), says: 'fixed **com\\.acme\\.Id**, 4 bytes' },
  {
    name: 'an error',
    text: orders.replace('["Refused"]', '[<<"Ref$0used">>]'),
    says: 'error **com\\.acme\\.Refused**\n\nNo fields, encoded in 0 bytes.',
  },
  {
    name: 'an attribute of the protocol',
    text: orders.replace('"types"', '<<"ty$0pes">>'),
    says: '**types** of a protocol\n\nDefinitions of records, enums, fixed and errors, which the messages refer to by name.',
  },
  {
    name: 'an attribute of a message',
    text: orders.replace('"one-way"', '<<"one$0-way">>'),
    says: '**one-way** of a message\n\nWhether nobody waits for an answer. Then the response is `null`, and there are no errors.',
  },
  {
    name: 'messages',
    text: orders.replace('"messages"', '<<"mess$0ages">>'),
    says: '**messages** of a protocol\n\nThe messages by their names.',
  },
  {
    name: 'an attribute of a parameter',
    text: orders.replace('"type": "Order"', '<<"ty$0pe">>: "Order"'),
    says: '**type** of a parameter\n\nThe schema of the parameter’s value.',
  },
]) {
  test(`hover on ${name}`, async () => {
    const { text: plain, cursor, ranges } = markCursor(text);
    const uri = open(plain);
    const found = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: client.positionAt(uri, cursor),
    });
    // The server answers with Markdown always, which ends with fingerprints and a link to the specification.
    const markdown = (found?.contents as MarkupContent | undefined)?.value ?? '';
    assert.match(markdown, /\n\n\[Avro 1\.12, [^\]]+\]\([^)]+\)$/);
    assert.equal(markdown.replace(/\n\n(?:Fingerprints: |\[Avro 1\.12).*$/s, ''), says);
    assert.deepEqual(found?.range && spanOf(uri, found.range), ranges[0]);
    client.closeDocument(uri);
  });
}

for (const { name, text } of [
  {
    name: 'a parameter’s type',
    text: orders.replace('"type": "Order"', '"type": "Or$0der"').replace('"name": "Order"', '"name": <<"Order">>'),
  },
  { name: 'an error', text: orders.replace('["Refused"]', '["$0Refused"]').replace('"name": "Refused"', '"name": <<"Refused">>') },
  { name: 'a message’s name', text: orders.replace('"place"', '"pl$0ace"') },
]) {
  test(`definition of ${name}`, async () => {
    const { text: plain, cursor, ranges } = markCursor(text);
    const uri = open(plain);
    const params = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
    const found = await client.request<Location | null>('textDocument/definition', params);
    assert.deepEqual(found === null ? [] : [spanOf(uri, found.range)], ranges);
    client.closeDocument(uri);
  });
}

test('references, in messages and types', async () => {
  const text = orders
    .replace('"response": "Id"', '"response": <<"Id">>')
    .replace('"name": "Id"', '"name": "I$0d"')
    .replace('"type": "Id"', '"type": <<"Id">>');
  const { text: plain, cursor, ranges } = markCursor(text);
  const uri = open(plain);
  const params = { textDocument: { uri }, position: client.positionAt(uri, cursor), context: { includeDeclaration: false } };
  const found = (await client.request<Location[] | null>('textDocument/references', params)) ?? [];
  assert.deepEqual(
    found.map(({ range }) => spanOf(uri, range)),
    ranges,
  );
  client.closeDocument(uri);
});

test('folding ranges', async () => {
  const uri = open(orders);
  const found = await client.request<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri } });
  assert.deepEqual(
    found.map(({ startLine, endLine }) => [startLine, endLine]),
    [
      [0, 10],
      [2, 4],
      [6, 9],
    ],
  );
  client.closeDocument(uri);
});

async function complete(text: string): Promise<{ plain: string; items: CompletionItem[] }> {
  const { text: plain, cursor } = markCursor(text);
  const uri = open(plain);
  const params = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
  const items = (await client.request<CompletionItem[] | null>('textDocument/completion', params)) ?? [];
  client.closeDocument(uri);
  return { plain, items };
}

const error = '{"type":"error","name":"Refused","fields":[]}';

for (const { name, text, labels } of [
  { name: 'an empty text', text: '$0', labels: ['protocol'] },
  { name: 'attributes of a protocol', text: '{"protocol":"P",$0}', labels: ['namespace', 'doc', 'types', 'messages'] },
  { name: 'types', text: '{"protocol":"P","types":[$0]}', labels: ['record', 'error', 'enum', 'fixed'] },
  { name: 'messages', text: '{"protocol":"P","messages":{$0}}', labels: ['message', 'one-way message'] },
  { name: 'a message', text: '{"protocol":"P","messages":{"m":$0}}', labels: ['message', 'one-way message'] },
  {
    name: 'attributes of a message',
    text: '{"protocol":"P","messages":{"m":{$0}}}',
    labels: ['doc', 'request', 'response', 'errors', 'one-way'],
  },
  { name: 'parameters', text: '{"protocol":"P","messages":{"m":{"request":[$0]}}}', labels: ['parameter'] },
  {
    name: 'attributes of a parameter',
    text: '{"protocol":"P","messages":{"m":{"request":[{"name":"a",$0}]}}}',
    labels: ['type', 'doc', 'default', 'aliases'],
  },
  {
    name: 'errors',
    text: `{"protocol":"P","types":[${error},{"type":"fixed","name":"F","size":1}],"messages":{"m":{"errors":[$0]}}}`,
    labels: ['Refused'],
  },
  { name: 'one-way', text: '{"protocol":"P","messages":{"m":{"one-way":$0}}}', labels: ['true', 'false'] },
]) {
  test(`completion of ${name}`, async () => {
    assert.deepEqual(
      (await complete(text)).items.map(({ label }) => label),
      labels,
    );
  });
}

for (const { name, text, takes, gives } of [
  {
    name: 'a response in the protocol’s namespace',
    text: '{"protocol":"a.P","types":[{"type":"fixed","name":"F","size":1}],"messages":{"m":{"response":$0}}}',
    takes: 'F',
    gives: '{"protocol":"a.P","types":[{"type":"fixed","name":"F","size":1}],"messages":{"m":{"response":"F"}}}',
  },
  {
    name: 'a one-way message',
    text: '{"protocol":"P","messages":{"$0"}}',
    takes: 'one-way message',
    gives: '{"protocol":"P","messages":{"${1:name}": {\n\t"request": [${2}],\n\t"response": "null",\n\t"one-way": true\n}}}',
  },
]) {
  test(`completion accepted: ${name}`, async () => {
    const { plain, items } = await complete(text);
    const edit = items.find(({ label }) => label === takes)?.textEdit;
    assert.ok(edit !== undefined && 'range' in edit);
    assert.equal(withEdits(plain, [edit]), gives);
  });
}
