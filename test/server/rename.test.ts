import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type {
  ChangeAnnotation,
  ClientCapabilities,
  Position,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { mark } from '../mark.ts';
import type { Client } from './harness.ts';
import { plainClient, pullingClient, startClient, withEdits } from './harness.ts';

const capable: ClientCapabilities = {
  ...pullingClient,
  workspace: { ...pullingClient.workspace, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
};

interface Texts {
  readonly client: Client;
  readonly at: { readonly textDocument: { readonly uri: string }; readonly position: Position };
  readonly uris: readonly string[];
}

/** Opens texts, one of which has the cursor; their URIs are their places in the list. */
async function open(
  context: TestContext,
  texts: readonly string[],
  options: { capabilities?: ClientCapabilities; keepAlias?: string } = {},
): Promise<Texts> {
  const { capabilities = capable, keepAlias = 'never' } = options;
  const client = await startClient({ capabilities, settings: new Map([['avroWorkbench.rename.keepAlias', keepAlias]]) });
  context.after(async () => {
    assert.deepEqual(client.errors, []);
    await client.dispose();
  });
  let at: Texts['at'] | undefined;
  const uris = texts.map((marked, index) => {
    const { text, cursor } = mark(marked);
    const uri = client.open(text, {
      uri: `file:///schemas/${index}.${text.startsWith('{"protocol"') ? 'avpr' : 'avsc'}`,
      languageId: text.startsWith('{"protocol"') ? 'avro-protocol' : 'avro-schema',
    });
    if (cursor !== undefined) at = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
    return uri;
  });
  if (at === undefined) throw new Error('No text has a cursor.');
  return { client, at, uris };
}

/** The texts as an edit leaves them; those that it does not name are as they were. */
function applied({ client, uris }: Texts, edit: WorkspaceEdit | null): string[] {
  const changes = new Map<string, TextEdit[]>(Object.entries(edit?.changes ?? {}));
  for (const { textDocument, edits } of (edit?.documentChanges ?? []) as TextDocumentEdit[])
    changes.set(textDocument.uri, edits as TextEdit[]);
  return uris.map((uri) => withEdits(client.textOf(uri), changes.get(uri) ?? []));
}

for (const { name, texts, to, gives } of [
  {
    name: 'a type from its definition, in all texts',
    texts: [
      '{"type":"record","name":"O$0","namespace":"a","fields":[{"name":"f","type":["null","O"]}]}',
      '{"type":"record","name":"a.R","fields":[{"name":"f","type":"O"},{"name":"g","type":{"type":"map","values":"a.O"}}]}',
      '{"type":"record","name":"b.R","fields":[{"name":"O","type":"a.O","doc":"O"},{"name":"g","type":"b.O"}]}',
      '{"type":"enum","name":"b.O","symbols":["O"],"aliases":["a.O"]}',
    ],
    to: 'New',
    gives: [
      '{"type":"record","name":"New","namespace":"a","fields":[{"name":"f","type":["null","New"]}]}',
      '{"type":"record","name":"a.R","fields":[{"name":"f","type":"New"},{"name":"g","type":{"type":"map","values":"a.New"}}]}',
      '{"type":"record","name":"b.R","fields":[{"name":"O","type":"a.New","doc":"O"},{"name":"g","type":"b.O"}]}',
      '{"type":"enum","name":"b.O","symbols":["O"],"aliases":["a.O"]}',
    ],
  },
  {
    name: 'a type from a reference in another text, spelled with dots',
    texts: ['{"type":"fixed","name":"a.b.F","size":1}', '{"type":"record","name":"R","fields":[{"name":"f","type":"a.b.$0F"}]}'],
    to: 'G',
    gives: ['{"type":"fixed","name":"a.b.G","size":1}', '{"type":"record","name":"R","fields":[{"name":"f","type":"a.b.G"}]}'],
  },
  {
    name: 'a type in no namespace, from inside of one',
    texts: ['{"type":"enum","name":"E","symbols":[]}', '{"type":"record","name":"a.R","fields":[{"name":"f","type":"E$0"}]}'],
    to: 'F',
    gives: ['{"type":"enum","name":"F","symbols":[]}', '{"type":"record","name":"a.R","fields":[{"name":"f","type":"F"}]}'],
  },
  {
    name: 'copies of a type',
    texts: ['{"type":"enum","name":"E$0","symbols":[]}', '[{"type":"enum","name":"E","symbols":[]},"E"]', '["E"]'],
    to: 'F',
    gives: ['{"type":"enum","name":"F","symbols":[]}', '[{"type":"enum","name":"F","symbols":[]},"F"]', '["F"]'],
  },
  {
    name: 'a type into another namespace: what is inside stays what it was',
    texts: [
      '{"type":"record","name":"a.R$0","aliases":["Old","x.Y"],"fields":[{"name":"s","type":{"type":"enum","name":"S","symbols":[]}},{"name":"t","type":"T"},{"name":"u","type":["null","R","S"]}]}',
      '{"type":"record","name":"a.T","fields":[{"name":"r","type":"R"},{"name":"s","type":"S"}]}',
      '{"type":"record","name":"b.U","fields":[{"name":"r","type":"a.R"}]}',
    ],
    to: 'b.Q',
    gives: [
      '{"type":"record","name":"b.Q","aliases":["a.Old","x.Y"],"fields":[{"name":"s","type":{"type":"enum","name":"a.S","symbols":[]}},{"name":"t","type":"a.T"},{"name":"u","type":["null","Q","a.S"]}]}',
      '{"type":"record","name":"a.T","fields":[{"name":"r","type":"b.Q"},{"name":"s","type":"S"}]}',
      '{"type":"record","name":"b.U","fields":[{"name":"r","type":"b.Q"}]}',
    ],
  },
  {
    name: 'a type into another namespace that an attribute says',
    texts: ['{"type":"enum","name":"E$0","namespace":"a","symbols":[]}', '["a.E"]'],
    to: 'b.c.E',
    gives: ['{"type":"enum","name":"E","namespace":"b.c","symbols":[]}', '["b.c.E"]'],
  },
  {
    name: 'a type of a protocol, in its messages and elsewhere',
    texts: [
      '{"protocol":"P","namespace":"a","types":[{"type":"error","name":"E$0","fields":[]}],"messages":{"E":{"request":[{"name":"e","type":"E"}],"response":"null","errors":["E"]}}}',
      '["a.E"]',
    ],
    to: 'F',
    gives: [
      '{"protocol":"P","namespace":"a","types":[{"type":"error","name":"F","fields":[]}],"messages":{"E":{"request":[{"name":"e","type":"F"}],"response":"null","errors":["F"]}}}',
      '["a.F"]',
    ],
  },
  {
    name: 'a field, in defaults of its record anywhere, and in no other record',
    texts: [
      '{"type":"record","name":"R","fields":[{"name":"f$0","type":"int","default":1},{"name":"g","type":"S","default":{"f":2}}]}',
      '{"type":"record","name":"S","fields":[{"name":"f","type":"int"}]}',
      '{"type":"record","name":"T","fields":[{"name":"f","type":"R","default":{"f":1}},{"name":"u","type":{"type":"map","values":["null","R"]},"default":{"f":{"f":2},"n":null}}]}',
      '{"type":"record","name":"U","fields":[{"name":"t","type":"T","default":{"f":{"f":1}}}]}',
    ],
    to: 'h',
    gives: [
      '{"type":"record","name":"R","fields":[{"name":"h","type":"int","default":1},{"name":"g","type":"S","default":{"f":2}}]}',
      '{"type":"record","name":"S","fields":[{"name":"f","type":"int"}]}',
      '{"type":"record","name":"T","fields":[{"name":"f","type":"R","default":{"h":1}},{"name":"u","type":{"type":"map","values":["null","R"]},"default":{"f":{"h":2},"n":null}}]}',
      '{"type":"record","name":"U","fields":[{"name":"t","type":"T","default":{"f":{"h":1}}}]}',
    ],
  },
  {
    name: 'a field from a default in another text',
    texts: [
      '{"type":"record","name":"R","fields":[{"name":"f","type":"int"}]}',
      '{"type":"record","name":"T","fields":[{"name":"r","type":"R","default":{"$0f":1}}]}',
    ],
    to: 'h',
    gives: [
      '{"type":"record","name":"R","fields":[{"name":"h","type":"int"}]}',
      '{"type":"record","name":"T","fields":[{"name":"r","type":"R","default":{"h":1}}]}',
    ],
  },
  {
    name: 'a symbol, in defaults of its enum and not of strings',
    texts: [
      '{"type":"enum","name":"E","symbols":["A$0","B"],"default":"A"}',
      '{"type":"record","name":"R","fields":[{"name":"e","type":"E","default":"A"},{"name":"s","type":"string","default":"A"},{"name":"u","type":["null",{"type":"array","items":"E"}],"default":["A","B"]},{"name":"v","type":["E","string"],"default":"A"},{"name":"w","type":["string","E"],"default":"A"}]}',
    ],
    to: 'C',
    gives: [
      '{"type":"enum","name":"E","symbols":["C","B"],"default":"C"}',
      '{"type":"record","name":"R","fields":[{"name":"e","type":"E","default":"C"},{"name":"s","type":"string","default":"A"},{"name":"u","type":["null",{"type":"array","items":"E"}],"default":["C","B"]},{"name":"v","type":["E","string"],"default":"C"},{"name":"w","type":["string","E"],"default":"A"}]}',
    ],
  },
  {
    name: 'a name to what it is',
    texts: ['{"type":"enum","name":"E$0","symbols":[]}'],
    to: 'E',
    gives: ['{"type":"enum","name":"E","symbols":[]}'],
  },
]) {
  test(`rename ${name}`, async (context) => {
    const opened = await open(context, texts);
    const edit = await opened.client.request<WorkspaceEdit | null>('textDocument/rename', { ...opened.at, newName: to });
    assert.deepEqual(applied(opened, edit), gives);
  });
}

for (const { name, texts, to, says } of [
  {
    name: 'a type to no name',
    texts: ['{"type":"enum","name":"E$0","symbols":[]}'],
    to: '1a',
    says: '"1a" is not a name: it needs letters, digits and "_", and no digit at its beginning.',
  },
  {
    name: 'a type to a bad namespace',
    texts: ['{"type":"enum","name":"E$0","symbols":[]}'],
    to: 'a-b.E',
    says: '"a-b" is not a namespace: it needs names with dots in between.',
  },
  {
    name: 'a type to a primitive type',
    texts: ['{"type":"enum","name":"E$0","symbols":[]}'],
    to: 'int',
    says: '"int" is a primitive type, so no other type can have this name.',
  },
  {
    name: 'a type to another one of the text',
    texts: ['[{"type":"enum","name":"a.E$0","symbols":[]},{"type":"enum","name":"a.F","symbols":[]}]'],
    to: 'F',
    says: '"a.F" is already the name of another type.',
  },
  {
    name: 'a type to another one of another text',
    texts: ['{"type":"enum","name":"a.E$0","symbols":[]}', '{"type":"enum","name":"a.F","symbols":[]}'],
    to: 'F',
    says: '"a.F" is already the name of another type.',
  },
  {
    name: 'a type to what would be meant instead of a type in no namespace',
    texts: [
      '{"type":"enum","name":"a.E$0","symbols":[]}',
      '{"type":"enum","name":"F","symbols":[]}',
      '{"type":"record","name":"a.R","fields":[{"name":"f","type":"F"}]}',
    ],
    to: 'F',
    says: '"F" is already the name of a type in no namespace, for which "a.F" would be taken.',
  },
  {
    name: 'a field to another one',
    texts: ['{"type":"record","name":"a.R","fields":[{"name":"f$0","type":"int"},{"name":"g","type":"int"}]}'],
    to: 'g',
    says: '"g" is already a field of "a.R".',
  },
  {
    name: 'a field to no name',
    texts: ['{"type":"record","name":"R","fields":[{"name":"f$0","type":"int"}]}'],
    to: 'a.b',
    says: '"a.b" is not a name: it needs letters, digits and "_", and no digit at its beginning.',
  },
  {
    name: 'a symbol to another one',
    texts: ['{"type":"enum","name":"E","symbols":["A$0","B"]}'],
    to: 'B',
    says: '"B" is already a symbol of "E".',
  },
]) {
  test(`rename refuses ${name}`, async (context) => {
    const { client, at } = await open(context, texts);
    await assert.rejects(client.request('textDocument/rename', { ...at, newName: to }), { message: says });
  });
}

for (const { name, texts, gives } of [
  { name: 'a type’s name without its namespace', texts: ['{"type":"enum","name":"a.b.<<E$0>>","symbols":[]}'], gives: 'E' },
  { name: 'a type’s fullname, from its namespace', texts: ['{"type":"enum","name":"<<a.$0b.E>>","symbols":[]}'], gives: 'a.b.E' },
  { name: 'a reference to another text', texts: ['["<<$0E>>"]', '{"type":"enum","name":"E","symbols":[]}'], gives: 'E' },
  { name: 'a field', texts: ['{"type":"record","name":"R","fields":[{"name":"<<f$0>>","type":"int"}]}'], gives: 'f' },
  { name: 'an enum’s default', texts: ['{"type":"enum","name":"E","symbols":["A"],"default":"<<$0A>>"}'], gives: 'A' },
  { name: 'a primitive type', texts: ['["int$0"]'], gives: undefined },
  { name: 'a name that nothing has', texts: ['["$0Nope"]'], gives: undefined },
  { name: 'an alias', texts: ['{"type":"enum","name":"E","symbols":[],"aliases":["F$0"]}'], gives: undefined },
  { name: 'an attribute', texts: ['{"type":"enum","name$0":"E","symbols":[]}'], gives: undefined },
]) {
  test(`rename offers ${name}`, async (context) => {
    const { client, at } = await open(context, texts);
    const found = await client.request<{ range: Range; placeholder: string } | null>('textDocument/prepareRename', at);
    const { uri } = at.textDocument;
    const ranges = mark(texts[0] ?? '').ranges;
    assert.deepEqual(
      found === null ? [] : [{ start: client.offsetAt(uri, found.range.start), end: client.offsetAt(uri, found.range.end) }],
      ranges,
    );
    assert.equal(found?.placeholder, gives);
  });
}

for (const { name, text, to, gives } of [
  {
    name: 'a type, behind its name',
    text: '{\n  "type": "record",\n  "name": "a.R$0",\n  "fields": []\n}',
    to: 'S',
    gives: '{\n  "type": "record",\n  "name": "a.S",\n  "aliases": ["R"],\n  "fields": []\n}',
  },
  {
    name: 'a type, into another namespace',
    text: '{"type":"enum","name":"a.E$0","symbols":[]}',
    to: 'b.E',
    gives: '{"type":"enum","name":"b.E","aliases":["a.E"],"symbols":[]}',
  },
  {
    name: 'beside others',
    text: '{"type":"enum","name":"E$0","symbols":[],"aliases":["D"]}',
    to: 'F',
    gives: '{"type":"enum","name":"F","symbols":[],"aliases":["D","E"]}',
  },
  {
    name: 'where it is one already',
    text: '{"type":"enum","name":"E$0","symbols":[],"aliases":["E"]}',
    to: 'F',
    gives: '{"type":"enum","name":"F","symbols":[],"aliases":["E"]}',
  },
  {
    name: 'a field',
    text: '{"type":"record","name":"R","fields":[{"name":"f$0","type":"int"}]}',
    to: 'g',
    gives: '{"type":"record","name":"R","fields":[{"name":"g","type":"int","aliases":["f"]}]}',
  },
  {
    name: 'but no symbol',
    text: '{"type":"enum","name":"E","symbols":["A$0"]}',
    to: 'B',
    gives: '{"type":"enum","name":"E","symbols":["B"]}',
  },
]) {
  test(`rename keeps the old name as an alias: ${name}`, async (context) => {
    const opened = await open(context, [text], { keepAlias: 'always' });
    const edit = await opened.client.request<WorkspaceEdit | null>('textDocument/rename', { ...opened.at, newName: to });
    assert.deepEqual(applied(opened, edit), [gives]);
    assert.equal(edit?.changeAnnotations, undefined);
  });
}

test('rename asks whether to keep the old name, where the client can ask', async (context) => {
  const texts = ['{"type":"enum","name":"a.E$0","symbols":[]}', '["a.E"]'];
  const opened = await open(context, texts, { keepAlias: 'ask' });
  const edit = await opened.client.request<WorkspaceEdit>('textDocument/rename', { ...opened.at, newName: 'F' });
  const annotation: ChangeAnnotation = { label: 'Keep "E" as an alias, so that data written before still reads', needsConfirmation: true };
  assert.deepEqual(edit.changeAnnotations, { keepAlias: annotation });
  const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
  assert.deepEqual(
    changes.map(({ textDocument, edits }) => [
      textDocument,
      edits.map((each) => ('annotationId' in each ? `${each.annotationId}: ${(each as TextEdit).newText}` : (each as TextEdit).newText)),
    ]),
    [
      [{ uri: opened.uris[0], version: 1 }, ['"a.F"', 'keepAlias: ,"aliases":["E"]']],
      [{ uri: opened.uris[1], version: 1 }, ['"a.F"']],
    ],
  );
});

test('rename does not ask a client that can’t, and gives it plain changes', async (context) => {
  const opened = await open(context, ['{"type":"enum","name":"a.E$0","symbols":[]}'], { capabilities: plainClient });
  const edit = await opened.client.request<WorkspaceEdit>('textDocument/rename', { ...opened.at, newName: 'F' });
  assert.deepEqual(Object.keys(edit), ['changes']);
  assert.deepEqual(applied(opened, edit), ['{"type":"enum","name":"a.F","symbols":[]}']);
});
