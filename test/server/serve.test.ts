import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancellationTokenSource, HoverRequest, ResponseError } from 'vscode-languageserver/node';
import type { DocumentKind, ParsedDocument } from '../../server/kinds.ts';
import { documentKinds } from '../../server/kinds.ts';
import type { MessageSchemaResult } from '../../shared/protocol.ts';
import { itemsOf, plainClient, pullingClient, startClient } from './harness.ts';

/** The kinds of documents, with another one in place of schemas. */
function withSchemas(parsed: ParsedDocument, opened: () => void = () => {}): typeof documentKinds {
  const kind: DocumentKind = {
    source: 'avro',
    isEnabled: () => true,
    *open() {
      yield;
      opened();
      return parsed;
    },
  };
  return { ...documentKinds, 'avro-schema': kind };
}

function broken(): never {
  throw new Error('Broken on purpose.');
}

for (const { request, params } of [
  { request: 'textDocument/completion', params: { position: { line: 0, character: 0 } } },
  { request: 'textDocument/hover', params: { position: { line: 0, character: 0 } } },
  { request: 'textDocument/documentSymbol', params: {} },
  { request: 'textDocument/definition', params: { position: { line: 0, character: 0 } } },
  { request: 'textDocument/references', params: { position: { line: 0, character: 0 }, context: { includeDeclaration: true } } },
  { request: 'textDocument/foldingRange', params: {} },
]) {
  test(`a broken ${request} answers empty and is logged`, async () => {
    const kinds = withSchemas({
      problems: broken,
      completion: broken,
      hover: broken,
      symbols: broken,
      definition: broken,
      references: broken,
      foldingRanges: broken,
    });
    const client = await startClient({ kinds });
    const uri = client.open('{}');
    assert.equal(await client.request(request, { textDocument: { uri }, ...params }), null);
    await client.until(() => client.errors.some((error) => error.includes('Broken on purpose.')));
    await client.dispose();
  });
}

test('broken diagnostics answer empty and are logged, pulled and pushed', async () => {
  const kinds = withSchemas({ problems: () => Promise.reject(new Error('Broken on purpose.')) });
  for (const capabilities of [pullingClient, plainClient]) {
    const client = await startClient({ kinds, capabilities });
    const uri = client.open('{}');
    if (capabilities === pullingClient) assert.deepEqual(itemsOf(await client.pull(uri)), []);
    await client.until(() => client.errors.some((error) => error.includes('Broken on purpose.')));
    assert.deepEqual(client.published, []);
    await client.dispose();
  }
});

test('a text is parsed once for each version, and not before somebody asks', async () => {
  let opened = 0;
  const client = await startClient({ kinds: withSchemas({ problems: () => [], hover: () => undefined }, () => opened++) });
  const uri = client.open('{}');
  client.edit(uri, { start: 1, end: 1, text: ' ' });
  for (let times = 0; times < 3; times++) {
    await client.pull(uri);
    await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  }
  assert.equal(opened, 1);
  client.edit(uri, { start: 1, end: 1, text: ' ' });
  await client.pull(uri);
  assert.equal(opened, 2);
  await client.dispose();
});

test('a request that a kind of document has no function for is answered empty', async () => {
  const client = await startClient({ kinds: withSchemas({ problems: () => [] }) });
  const uri = client.open('{}');
  assert.equal(await client.request('textDocument/documentSymbol', { textDocument: { uri } }), null);
  assert.deepEqual(client.errors, []);
  await client.dispose();
});

/** Something to wait for, which the test ends. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

test('a request that is cancelled while it is answered is answered as cancelled, and not logged', async () => {
  const [reached, go] = [gate(), gate()];
  const kinds = withSchemas({
    problems: () => [],
    async hover(_, { token }) {
      reached.open();
      await go.passed;
      assert.ok(token.isCancellationRequested);
      throw new Error('What a fetch throws that is aborted.');
    },
  });
  const client = await startClient({ kinds });
  const uri = client.open('{}');
  const source = new CancellationTokenSource();
  const answer = client.connection.sendRequest(
    HoverRequest.type,
    { textDocument: { uri }, position: { line: 0, character: 0 } },
    source.token,
  );
  await reached.passed;
  source.cancel();
  // Requests go through in order, so the cancellation has arrived once a later one is answered.
  await client.pull(uri);
  go.open();
  await assert.rejects(answer, (error) => error instanceof ResponseError && error.code === -32800);
  await client.pull(uri);
  assert.deepEqual(client.errors, []);
  await client.dispose();
});

test('diagnostics of a text that has changed meanwhile are not answered with but asked for again', async () => {
  const [reached, go] = [gate(), gate()];
  const kinds = withSchemas({
    async problems() {
      reached.open();
      await go.passed;
      return [];
    },
  });
  const client = await startClient({ kinds });
  const uri = client.open('{}');
  const answer = client.pull(uri);
  await reached.passed;
  client.edit(uri, { start: 1, end: 1, text: ' ' });
  await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  go.open();
  await assert.rejects(
    answer,
    (error: ResponseError<unknown>) => error.code === -32802 && JSON.stringify(error.data) === '{"retriggerRequest":true}',
  );
  await client.dispose();
});

test('a slow check of an older version is not pushed over a newer one', async () => {
  const [reached, slow] = [gate(), gate()];
  const kinds: typeof documentKinds = {
    ...documentKinds,
    'avro-schema': {
      source: 'avro',
      isEnabled: () => true,
      *open(text) {
        yield;
        return {
          async problems() {
            reached.open();
            if (text.version === 1) await slow.passed;
            return [{ code: 'x', severity: 'error', span: { start: 0, end: 0 }, message: `Version ${text.version}.` }];
          },
        };
      },
    },
  };
  const client = await startClient({ kinds, capabilities: plainClient });
  const uri = client.open('{}');
  await reached.passed;
  client.edit(uri, { start: 1, end: 1, text: ' ' });
  await client.pushed(({ version }) => version === 2);
  slow.open();
  await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  assert.deepEqual(
    client.published.map(({ version }) => version),
    [2],
  );
  await client.dispose();
});

/** What a kind of document is told when it asks for a message's schema. */
for (const { name, answer, gives } of [
  {
    name: 'a client that knows it',
    answer: (): Promise<MessageSchemaResult> =>
      Promise.resolve({ found: true, text: '"int"', references: [], label: 'orders-value v7', fullname: undefined }),
    gives: 'orders-value v7',
  },
  { name: 'an editor without our extension', answer: undefined, gives: 'none' },
]) {
  test(`the schema of a message, from ${name}`, async () => {
    const kinds = withSchemas({
      async problems({ findMessageSchema }) {
        const found = await findMessageSchema({ uri: 'a:b', part: 'value', connection: undefined, topic: 'orders', schemaRef: undefined });
        return [{ code: 'x', severity: 'error', span: { start: 0, end: 0 }, message: found.found ? found.label : 'none' }];
      },
    });
    const client = await startClient({ kinds, ...(answer && { answer }) });
    const uri = client.open('{}');
    assert.deepEqual(
      itemsOf(await client.pull(uri)).map(({ message }) => message),
      [gives],
    );
    await client.dispose();
  });
}

test('pull diagnostics are offered to who can pull', async () => {
  for (const { capabilities, offers } of [
    { capabilities: pullingClient, offers: true },
    { capabilities: plainClient, offers: false },
  ]) {
    const client = await startClient({ capabilities });
    assert.equal(client.initialized.capabilities.diagnosticProvider !== undefined, offers);
    assert.deepEqual(client.initialized.capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
    await client.dispose();
  }
});

test('a client that refuses what it said it can do is served all the same, and it is logged', async () => {
  const client = await startClient({ refuses: true });
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.until(() => client.warnings.length >= 2);
  assert.ok(client.warnings.every((warning) => warning.startsWith('The client refused ')));
  const uri = client.open('["null","x.Y"]');
  assert.equal(itemsOf(await client.pull(uri)).length, 1);
  await client.dispose();
});
