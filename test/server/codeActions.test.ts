import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ClientCapabilities, CodeAction, CreateFile, TextDocumentEdit, TextEdit } from 'vscode-languageserver/node';
import { mark } from '../mark.ts';
import type { Client } from './harness.ts';
import { itemsOf, plainClient, pullingClient, startClient, withEdits } from './harness.ts';

const capable: ClientCapabilities = {
  ...pullingClient,
  workspace: { ...pullingClient.workspace, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
};

interface Asked {
  readonly client: Client;
  readonly uri: string;
  readonly text: string;
  readonly actions: readonly CodeAction[];
}

interface AskOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly only?: readonly string[];
  readonly languageId?: string;
  readonly uri?: string;
}

/** Asks for the actions at the first mark of a text, as an editor does that shows its diagnostics. */
async function ask(
  context: TestContext,
  marked: string,
  { only, languageId = 'avro-schema', uri: at, ...options }: AskOptions = {},
): Promise<Asked> {
  const client = await startClient({ capabilities: capable, ...options });
  context.after(async () => {
    assert.deepEqual(client.errors, []);
    await client.dispose();
  });
  const { text, ranges } = mark(marked);
  const [span] = ranges;
  if (span === undefined) throw new Error('No range is marked.');
  const uri = client.open(text, { languageId, uri: at ?? `file:///schemas/a.${languageId === 'avro-protocol' ? 'avpr' : 'avsc'}` });
  const pulls = options.capabilities !== plainClient;
  const diagnostics = pulls ? itemsOf(await client.pull(uri)) : [];
  const range = { start: client.positionAt(uri, span.start), end: client.positionAt(uri, span.end) };
  const actions = await client.request<CodeAction[] | null>('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics, ...(only !== undefined && { only }) },
  });
  return { client, uri, text, actions: actions ?? [] };
}

function titlesOf({ actions }: Asked): string[] {
  return actions.map(({ title, kind }) => `${kind ?? ''}: ${title}`);
}

/** The text after the action of this title. */
function after(asked: Asked, title: string): string {
  const action = asked.actions.find((each) => each.title === title);
  assert.ok(action !== undefined, `${title} is among ${titlesOf(asked).join(', ')}.`);
  const changes = (action.edit?.documentChanges ?? []) as (TextDocumentEdit | CreateFile)[];
  const own = changes.find((each) => 'textDocument' in each && each.textDocument.uri === asked.uri) as TextDocumentEdit | undefined;
  const edits = own?.edits ?? action.edit?.changes?.[asked.uri] ?? [];
  return withEdits(asked.text, edits as TextEdit[]);
}

const quickfix = { only: ['quickfix'] };
const broken = '{"type":"record","name":"R","fields":[{"name":"a","type":<<"strin">>},{"name":"b","type":"int","default":"1"},]}';

test('a problem at the range has its fixes, with the editor’s own diagnostic', async (context) => {
  const asked = await ask(context, broken, quickfix);
  assert.deepEqual(titlesOf(asked), ['quickfix: Change to "string"']);
  const [action] = asked.actions;
  assert.equal(action?.isPreferred, true);
  assert.deepEqual(
    action.diagnostics?.map(({ code }) => code),
    ['unknown-type'],
  );
  assert.equal(after(asked, 'Change to "string"'), asked.text.replace('strin"', 'string"'));
  const [change] = (action.edit?.documentChanges ?? []) as TextDocumentEdit[];
  assert.deepEqual(change?.textDocument, { uri: asked.uri, version: 1 });
});

test('an editor that knows no versions and shows nothing gets plain changes', async (context) => {
  const asked = await ask(context, broken, { ...quickfix, capabilities: plainClient });
  assert.equal(asked.actions[0]?.diagnostics, undefined);
  assert.equal(asked.actions[0]?.edit?.documentChanges, undefined);
  assert.equal(after(asked, 'Change to "string"'), asked.text.replace('strin"', 'string"'));
});

test('a problem that is switched off has no fixes, nor one elsewhere', async (context) => {
  const client = await startClient({ capabilities: capable, settings: new Map([['avroWorkbench.rules', { 'unknown-type': 'off' }]]) });
  context.after(() => client.dispose());
  const { text, ranges } = mark(broken);
  const uri = client.open(text);
  const range = { start: client.positionAt(uri, ranges[0]?.start ?? 0), end: client.positionAt(uri, ranges[0]?.end ?? 0) };
  const actions = await client.request('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [], ...quickfix },
  });
  assert.deepEqual(actions, []);
});

test('where nothing special is wanted, fixes and refactorings are offered, and nothing that changes the whole text', async (context) => {
  const asked = await ask(context, '{"type":"record","name":"R","fields":[{"name":"a","type":<<"int">>,"order":"IGNORE"}]}');
  assert.deepEqual(titlesOf(asked), [
    'refactor.rewrite: Make "a" Nullable',
    'refactor.rewrite: Add the Default 0 to "a"',
    'refactor.rewrite: Make "a" an Array',
    'refactor.rewrite: Make "a" a Map',
    'refactor.rewrite: Add a Doc to "a"',
  ]);
  assert.ok(after(asked, 'Make "a" Nullable').includes('"type":["null","int"]'));
});

test('only what is wanted is offered', async (context) => {
  const text = '{"type":"record","name":"R","fields":[{"name":"s","type":{"type":"fixed","name":<<"F">>,"size":4}}]}';
  assert.deepEqual(titlesOf(await ask(context, text, { only: ['refactor.extract'] })), ['refactor.extract: Extract "F" to F.avsc']);
  assert.deepEqual(titlesOf(await ask(context, text, { only: ['refactor.inline'] })), []);
  assert.deepEqual(titlesOf(await ask(context, text, { only: ['source'] })), []);
});

test('an extracted type gets a file of its own, in one change with what it leaves', async (context) => {
  const text = '{"type":"record","name":"n.R","fields":[{"name":"s","type":{"type":"fixed","name":<<"F">>,"size":4}}]}';
  const asked = await ask(context, text, { only: ['refactor'] });
  assert.equal(after(asked, 'Extract "F" to F.avsc'), asked.text.replace('{"type":"fixed","name":"F","size":4}', '"n.F"'));
  const action = asked.actions.find(({ kind }) => kind === 'refactor.extract');
  assert.deepEqual(action?.edit?.documentChanges?.slice(0, 2), [
    { kind: 'create', uri: 'file:///schemas/F.avsc', options: { overwrite: false, ignoreIfExists: false } },
    {
      textDocument: { uri: 'file:///schemas/F.avsc', version: null },
      edits: [
        {
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          newText: '{"type":"fixed","name":"F","namespace":"n","size":4}\n',
        },
      ],
    },
  ]);
});

test('an editor that makes no files is offered none', async (context) => {
  const text = '{"type":"record","name":"n.R","fields":[{"name":"s","type":{"type":"fixed","name":<<"F">>,"size":4}}]}';
  assert.deepEqual(titlesOf(await ask(context, text, { only: ['refactor.extract'], capabilities: pullingClient })), []);
});

test('on saving, all is fixed that is beyond doubt, and nothing that is a guess', async (context) => {
  const asked = await ask(context, `<<>>${broken.replace(/<<|>>/g, '')}`, { only: ['source.fixAll'] });
  assert.deepEqual(titlesOf(asked), ['source.fixAll.avro: Fix All Avro Problems']);
  assert.equal(
    after(asked, 'Fix All Avro Problems'),
    '{"type":"record","name":"R","fields":[{"name":"a","type":"strin"},{"name":"b","type":"int","default":1}]}',
  );
});

test('a finding that is no error can be suppressed, there or in the file, and its rule read about, where the extension is at hand', async (context) => {
  const text = '{"type":"record","name":"n.R","fields":[{"name":"a","type":"int","doc":<<5>>}]}';
  const asked = await ask(context, text, { ...quickfix, initializationOptions: { workbenchCommands: true } });
  assert.deepEqual(
    asked.actions.flatMap(({ command }) => command ?? []),
    [
      {
        title: 'Suppress "ignored-attribute" for n.R.a',
        command: 'avroWorkbench.suppressFindingItem',
        arguments: [asked.uri, 'ignored-attribute', 'n.R.a'],
      },
      {
        title: 'Suppress "ignored-attribute" in This File',
        command: 'avroWorkbench.suppressFindingItem',
        arguments: [asked.uri, 'ignored-attribute'],
      },
      {
        title: 'Show Documentation of "ignored-attribute"',
        command: 'avroWorkbench.showRules',
        arguments: ['ignored-attribute'],
      },
    ],
  );
  const plain = await ask(context, text, quickfix);
  assert.ok(plain.actions.every(({ command }) => command === undefined));
});

test('an error can be read about, not suppressed', async (context) => {
  const text = '{"type":"fixed","name":"F","size":<<"a">>}';
  const asked = await ask(context, text, { ...quickfix, initializationOptions: { workbenchCommands: true } });
  assert.deepEqual(
    asked.actions.flatMap(({ command }) => command?.title ?? []),
    ['Show Documentation of "invalid-size"'],
  );
});

test('what is made of a schema can’t be changed, so nothing is offered', async (context) => {
  const text = '{"type":"record","name":"R","fields":[{"name":<<"a">>,"type":"int"}]}';
  assert.deepEqual(titlesOf(await ask(context, text, { uri: 'avro-derived:/self-contained/a.self-contained.avsc?x' })), []);
});

test('protocols have fixes, too', async (context) => {
  const asked = await ask(context, '{"protocol":"P","types":[{"type":"fixed","name":"F","size":<<"4">>}],"messages":{}}', {
    ...quickfix,
    languageId: 'avro-protocol',
  });
  assert.equal(after(asked, 'Change to 4'), asked.text.replace('"4"', '4'));
});
