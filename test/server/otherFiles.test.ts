import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { DocumentHighlight, Location, Position, Range, SymbolInformation } from 'vscode-languageserver/node';
import { mark } from '../mark.ts';
import type { Marked } from '../mark.ts';
import type { Client } from './harness.ts';
import { itemsOf, startClient } from './harness.ts';

/** Opens texts of one workspace; their URIs are their places in the list. */
class Opened {
  readonly client: Client;
  readonly #texts: readonly { readonly uri: string; readonly marked: Marked }[];

  constructor(client: Client, texts: readonly string[]) {
    this.client = client;
    this.#texts = texts.map((text, index) => {
      const marked = mark(text);
      return { uri: client.open(marked.text, { uri: `file:///schemas/${index}.avsc` }), marked };
    });
  }

  /** Where the cursor is. */
  get at(): { readonly textDocument: { readonly uri: string }; readonly position: Position } {
    for (const { uri, marked } of this.#texts) {
      if (marked.cursor !== undefined) return { textDocument: { uri }, position: this.client.positionAt(uri, marked.cursor) };
    }
    throw new Error('No text has a cursor.');
  }

  /** All marks, one word each. */
  get marks(): string[] {
    return this.#texts.flatMap(({ uri, marked }) => marked.ranges.map(({ start, end }) => `${uri} ${start}-${end}`));
  }

  show({ uri, range: { start, end } }: { readonly uri: string; readonly range: Range }): string {
    return `${uri} ${this.client.offsetAt(uri, start)}-${this.client.offsetAt(uri, end)}`;
  }
}

async function open(context: TestContext, texts: readonly string[]): Promise<Opened> {
  const client = await startClient();
  context.after(async () => {
    await client.dispose();
    assert.deepEqual(client.errors, []);
  });
  return new Opened(client, texts);
}

for (const { name, texts } of [
  {
    name: 'a type',
    texts: ['{"type":"record","name":"R","fields":[{"name":"f","type":"a.$0E"}]}', '[{"type":"enum","name":<<"a.E">>,"symbols":[]}]'],
  },
  {
    name: 'a type in no namespace',
    texts: ['{"type":"record","name":"a.R","fields":[{"name":"f","type":"$0E"}]}', '{"type":"enum","name":<<"E">>,"symbols":[]}'],
  },
  {
    name: 'a type that two texts define differently',
    texts: ['["$0E"]', '{"type":"enum","name":<<"E">>,"symbols":[]}', '{"type":"enum","name":<<"E">>,"symbols":["A"]}'],
  },
  {
    name: 'a type that two texts define alike',
    texts: ['["$0E"]', '{"type":"enum","name":<<"E">>,"symbols":[]}', '{"symbols": [], "type":"enum","name":"E"}'],
  },
  {
    name: 'a type that the text defines as well',
    texts: ['[{"type":"enum","name":<<"E">>,"symbols":[]},"$0E"]', '{"type":"enum","name":"E","symbols":["A"]}'],
  },
  {
    name: 'a field that a default names',
    texts: [
      '{"type":"record","name":"T","fields":[{"name":"r","type":["null","R"],"default":{"$0f":1}}]}',
      '{"type":"record","name":"R","fields":[{"name":<<"f">>,"type":"int"}]}',
    ],
  },
  {
    name: 'a symbol that a default names',
    texts: [
      '{"type":"record","name":"T","fields":[{"name":"e","type":"E","default":"$0A"}]}',
      '{"type":"enum","name":"E","symbols":[<<"A">>]}',
    ],
  },
]) {
  test(`definition in other texts: ${name}`, async (context) => {
    const opened = await open(context, texts);
    const found = await opened.client.request<Location | Location[]>('textDocument/definition', opened.at);
    assert.deepEqual(
      (Array.isArray(found) ? found : [found]).map((each) => opened.show(each)),
      opened.marks,
    );
  });
}

for (const { name, texts } of [
  {
    name: 'a type',
    texts: [
      '{"type":"record","name":<<"a.R$0">>,"fields":[{"name":"r","type":["null",<<"R">>]}]}',
      '{"type":"record","name":"a.S","fields":[{"name":"r","type":<<"R">>},{"name":"m","type":{"type":"map","values":<<"a.R">>}}]}',
      '{"type":"record","name":"b.S","fields":[{"name":"R","type":"string"},{"name":"r","type":"b.R"}]}',
      '{"type":"enum","name":"b.R","symbols":["R"]}',
    ],
  },
  {
    name: 'a field',
    texts: [
      '{"type":"record","name":"R","fields":[{"name":<<"f$0">>,"type":"int"}]}',
      '{"type":"record","name":"S","fields":[{"name":"f","type":"R","default":{<<"f">>:1}}]}',
      '{"type":"record","name":"T","fields":[{"name":"s","type":"S","default":{"f":{<<"f">>:1}}}]}',
    ],
  },
]) {
  test(`references in all texts: ${name}`, async (context) => {
    const opened = await open(context, texts);
    const found = await opened.client.request<Location[]>('textDocument/references', {
      ...opened.at,
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      found.map((each) => opened.show(each)),
      opened.marks,
    );
    const without = await opened.client.request<Location[]>('textDocument/references', {
      ...opened.at,
      context: { includeDeclaration: false },
    });
    assert.deepEqual(
      without.map((each) => opened.show(each)),
      opened.marks.slice(1),
    );
  });
}

test('highlights: what means the same in the text, definitions as such', async (context) => {
  const opened = await open(context, [
    '{"type":"record","name":<<"a.R">>,"fields":[{"name":"R","type":["null",<<"R$0">>,"S"]},{"name":"g","type":<<"a.R">>,"doc":"R"}]}',
    '["a.R"]',
  ]);
  const found = await opened.client.request<DocumentHighlight[]>('textDocument/documentHighlight', opened.at);
  assert.deepEqual(
    found.map(({ range }) => opened.show({ uri: opened.at.textDocument.uri, range })),
    opened.marks,
  );
  assert.deepEqual(
    found.map(({ kind }) => kind),
    [3, 2, 2],
  );
});

test('workspace symbols: all types that have the letters, the best first', async (context) => {
  const { client } = await open(context, [
    '{"type":"record","name":"com.shop.PurchaseOrder","fields":[{"name":"s","type":{"type":"enum","name":"OrderStatus","symbols":[]}}]}',
    '{"type":"fixed","name":"Order","size":1}',
    '{"type":"record","name":"com.order.Shipment","fields":[]}',
  ]);
  const find = async (query: string): Promise<string[]> =>
    (await client.request<SymbolInformation[]>('workspace/symbol', { query })).map(
      ({ name, containerName = '-' }) => `${name} in ${containerName}`,
    );
  assert.deepEqual(await find('order'), ['Order in -', 'OrderStatus in com.shop', 'PurchaseOrder in com.shop', 'Shipment in com.order']);
  assert.deepEqual(await find('os'), ['OrderStatus in com.shop', 'Shipment in com.order', 'PurchaseOrder in com.shop']);
  assert.deepEqual(await find('PO'), ['PurchaseOrder in com.shop', 'OrderStatus in com.shop']);
  assert.deepEqual(await find('order.sh'), ['Shipment in com.order']);
  assert.deepEqual(await find('xyz'), []);
  assert.equal((await find('')).length, 4);
  const [symbol] = await client.request<SymbolInformation[]>('workspace/symbol', { query: 'OrderStatus' });
  assert.equal(symbol?.kind, 10);
  const { uri, range } = symbol.location;
  assert.equal(client.textOf(uri).slice(client.offsetAt(uri, range.start), client.offsetAt(uri, range.end)), '"OrderStatus"');
});

test('workspace symbols: not more than anybody looks through', async (context) => {
  const { client } = await open(context, [
    JSON.stringify(Array.from({ length: 1000 }, (_, index) => ({ type: 'enum', name: `E${index}`, symbols: [] }))),
  ]);
  const found = await client.request<SymbolInformation[]>('workspace/symbol', { query: 'E99' });
  assert.deepEqual(
    found.slice(0, 3).map(({ name }) => name),
    ['E99', 'E990', 'E991'],
  );
  assert.equal((await client.request<SymbolInformation[]>('workspace/symbol', { query: '' })).length, 300);
});

test('diagnostics: what another text has to do with it is a place in that text', async (context) => {
  const opened = await open(context, [
    '["int","$0E"]',
    '[{"type":"enum","name":<<"E">>,"symbols":[]}]',
    '\n\n{"type":"enum","name":<<"E">>,"symbols":["A"]}',
  ]);
  const { client, marks, at } = opened;
  const related = itemsOf(await client.pull(at.textDocument.uri)).flatMap(({ relatedInformation = [] }) => relatedInformation);
  assert.deepEqual(
    related.map(({ location }) => opened.show(location)),
    marks,
  );
});

test('unknown types: a name of another text may be meant', async (context) => {
  const { client, at } = await open(context, [
    '{"type":"record","name":"a.R","fields":[{"name":"f","type":"$0Addres"},{"name":"g","type":"b.Address"},{"name":"h","type":"Custmer"}]}',
    '{"type":"enum","name":"a.Address","symbols":[]}',
    '{"type":"enum","name":"c.Customer","symbols":[]}',
  ]);
  const messages = itemsOf(await client.pull(at.textDocument.uri)).map(({ message }) => message);
  assert.deepEqual(messages, [
    '"Addres" is not a type. Did you mean "Address"?',
    '"b.Address" is not a type. Did you mean "a.Address"?',
    '"Custmer" is not a type. Did you mean "c.Customer"?',
  ]);
});
