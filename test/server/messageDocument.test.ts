import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Diagnostic, DocumentSymbol, SelectionRange, SemanticTokens, TextEdit } from 'vscode-languageserver/node';
import { messageSchemasChanged, unknownTopics, type MessageSchemaParams, type MessageSchemaResult } from '../../shared/protocol.ts';
import { mark } from '../mark.ts';
import { itemsOf, plainClient, startClient, withEdits, type Client, type ClientOptions } from './harness.ts';

const uri = 'untitled:Untitled-1';
const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';

function found(text: string, more: Partial<MessageSchemaResult & { found: true }> = {}): MessageSchemaResult {
  return { found: true, text, references: [], label: 'orders-value v1', fullname: undefined, ...more };
}

interface Serving {
  readonly client: Client;
  /** What the server has asked for. */
  readonly asked: MessageSchemaParams[];
}

async function serve(
  t: TestContext,
  schemaOf: (params: MessageSchemaParams) => MessageSchemaResult,
  options: ClientOptions = {},
): Promise<Serving> {
  const asked: MessageSchemaParams[] = [];
  const answer = (params: MessageSchemaParams): Promise<MessageSchemaResult> => {
    asked.push(params);
    return Promise.resolve(schemaOf(params));
  };
  const client = await startClient({ answer, connectionNames: ['local'], ...options });
  t.after(() => client.dispose());
  return { client, asked };
}

async function problemsOf(client: Client, text: string): Promise<Diagnostic[]> {
  client.open(text, { uri, languageId: 'avro-message' });
  return itemsOf(await client.pull(uri));
}

/** Code, severity (1 is an error, 2 a warning) and the text that is underlined. */
function inShort(client: Client, diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ code, severity, range }) => [
    code,
    severity,
    client.textOf(uri).slice(client.offsetAt(uri, range.start), client.offsetAt(uri, range.end)),
  ]);
}

const none: MessageSchemaResult = { found: false, reason: undefined };
const offline: MessageSchemaResult = { found: false, reason: 'local is not connected, so its registry was not asked for the schema.' };

for (const { name, text, value = none, key = none, finds } of [
  { name: 'a value that fits', text: '{"topic":"orders","value":{"id":1}}', value: found(order), finds: [] },
  { name: 'a value that does not', text: '{"topic":"orders","value":{"id":<<"1">>}}', value: found(order), finds: [['wrong-type', 1]] },
  {
    name: 'an option of samples that is none',
    text: '// sample: <<count=x>>\n{"topic":"orders","value":{"id":1}}',
    value: found(order),
    finds: [['sample-option', 2]],
  },
  {
    name: 'a key that does not fit its own schema',
    text: '{"topic":"orders","key":<<"k">>,"value":{"id":1}}',
    value: found(order),
    key: found('"long"'),
    finds: [['wrong-type', 1]],
  },
  { name: 'no schema', text: '{"topic":"orders",<<"value">>:{"id":1}}', finds: [['no-schema', 2]] },
  {
    name: 'a registry that was not asked',
    text: '{"topic":"orders","key":"k",<<"value">>:{"id":1}}',
    value: offline,
    key: offline,
    finds: [['no-schema', 2]],
  },
  {
    name: 'a schema that is not usable',
    text: '{"valueSchema":<<{"file":"a.avsc"}>>,"value":{"id":1}}',
    value: found('{"type":"record"}'),
    finds: [['schema-unusable', 1]],
  },
  {
    name: 'a schema of a file with an error that a registered one may have',
    text: '{"valueSchema":<<{"file":"a.avsc"}>>,"value":{}}',
    value: found('{"type":"record","name":"A","fields":[{"name":"id","type":"long","default":"x"}]}'),
    finds: [['schema-unusable', 1]],
  },
  {
    name: 'a registered schema with an error that does no harm',
    text: '{"topic":"orders","value":{"id":1}}',
    value: found('{"type":"record","name":"A","fields":[{"name":"id","type":"long","default":"x"}]}'),
    finds: [],
  },
  {
    name: 'a schema of another kind',
    text: '{"topic":"orders",<<"value">>:1}',
    value: { found: false, reason: 'orders-value v3 is a schema of PROTOBUF, not of Avro.', isUnusable: true },
    finds: [['schema-unusable', 1]],
  },
  {
    name: 'a type of a text, and its references',
    text: '{"topic":"orders","value":{"id":<<"1">>}}',
    value: found('["string","com.acme.Order"]', {
      references: [order.replace('"Order"', '"com.acme.Order"')],
      fullname: 'com.acme.Order',
    }),
    finds: [['wrong-type', 1]],
  },
  {
    name: 'a connection that there is not',
    text: '{"connection":<<"lcoal">>,"topic":"orders","value":{"id":1}}',
    value: offline,
    finds: [['unknown-connection', 2]],
  },
] satisfies { name: string; text: string; value?: MessageSchemaResult; key?: MessageSchemaResult; finds: unknown[][] }[]) {
  test(`message document: ${name}`, async (t) => {
    const marked = mark(text);
    const { client } = await serve(t, ({ part }) => (part === 'value' ? value : key));
    const diagnostics = await problemsOf(client, marked.text);
    const expected = finds.map(([code, severity], index) => {
      const range = marked.ranges[index];
      return [code, severity, marked.text.slice(range?.start, range?.end)];
    });
    assert.deepEqual(inShort(client, diagnostics), expected);
    assert.ok(diagnostics.every(({ source }) => source === 'avro-message'));
    assert.deepEqual(client.errors, []);
  });
}

test('message document: half-typed text at each of its lengths is a matter of problems, never of a crash', async (t) => {
  const { client } = await serve(t, () => found(order));
  const text = '{ "connection": "local", "topic": "orders", "key": "k", "value": { "id": 1 }, "headers": { "a": "hex:00" } }';
  for (let end = 0; end < text.length; end++) {
    const diagnostics = await problemsOf(client, text.slice(0, end));
    if (end > 0) assert.ok(diagnostics.length > 0, text.slice(0, end));
    client.closeDocument(uri);
  }
  assert.deepEqual(client.errors, []);
});

test('message document: what is asked for', async (t) => {
  const { client, asked } = await serve(t, () => none);
  await problemsOf(client, '{"connection":"local","topic":"orders","key":"k","keySchema":{"id":7},"value":1}');
  const base = { uri, connection: 'local', topic: 'orders' };
  assert.deepEqual(asked, [
    { ...base, part: 'key', schemaRef: { kind: 'id', schemaId: 7 } },
    { ...base, part: 'value' },
  ]);
});

for (const { name, text } of [
  { name: 'a tombstone with a null key', text: '{"topic":"orders","key":null,"value":null}' },
  { name: 'what is sent as it stands', text: '{"topic":"orders","framing":{"key":"text","value":"json"},"key":"k","value":{"a":1}}' },
]) {
  test(`message document: no schema is asked for where none is needed: ${name}`, async (t) => {
    const { client, asked } = await serve(t, () => none);
    assert.deepEqual(await problemsOf(client, text), []);
    assert.deepEqual(asked, []);
  });
}

test('message document: messages that need the same schema ask for it once', async (t) => {
  const { client, asked } = await serve(t, () => found(order));
  const text = '{"topic":"orders","value":{"id":1}}\n'.repeat(20) + '{"topic":"clicks","value":{"id":"1"}}';
  assert.deepEqual(inShort(client, await problemsOf(client, text)), [['wrong-type', 1, '"1"']]);
  assert.deepEqual(
    asked.map(({ topic }) => topic),
    ['orders', 'clicks'],
  );
});

test('message document: it follows the text, and schemas that change', async (t) => {
  let schema = found(order);
  const { client } = await serve(t, () => schema);
  const { text, ranges } = mark('{"topic":"orders","value":{"id":<<1>>}}');
  const [id] = ranges;
  assert(id !== undefined);
  assert.deepEqual(await problemsOf(client, text), []);
  client.edit(uri, { ...id, text: '"1"' });
  assert.deepEqual(inShort(client, itemsOf(await client.pull(uri))), [['wrong-type', 1, '"1"']]);
  schema = found(order.replace('"long"', '"string"'));
  await client.connection.sendNotification(messageSchemasChanged);
  await client.until(() => client.refreshes() > 0);
  assert.deepEqual(itemsOf(await client.pull(uri)), []);
});

test('message document: an editor that is pushed to gets it all, too', async (t) => {
  let schema: MessageSchemaResult = none;
  const { client } = await serve(t, () => schema, { capabilities: plainClient });
  client.open('{"topic":"orders","value":{"id":"1"}}', { uri, languageId: 'avro-message' });
  const codeIs = (code: string) => (params: { readonly diagnostics: readonly Diagnostic[] }) => params.diagnostics[0]?.code === code;
  await client.pushed(codeIs('no-schema'));
  schema = found(order);
  await client.connection.sendNotification(messageSchemasChanged);
  await client.pushed(codeIs('wrong-type'));
});

test('message document: an editor without our extension knows neither topics nor connections', async (t) => {
  const client = await startClient();
  t.after(() => client.dispose());
  const diagnostics = await problemsOf(client, '{"connection":"x","topic":"orders","value":{"id":1},"partition":-1}');
  assert.deepEqual(inShort(client, diagnostics), [
    ['no-schema', 2, '"value"'],
    ['wrong-type', 1, '-1'],
  ]);
  assert.deepEqual(client.errors, []);
});

test('message document: messages fold', async (t) => {
  const { client } = await serve(t, () => none);
  client.open('{\n  "value": {\n    "id": 1\n  }\n}\n{\n  "value": null\n}', { uri, languageId: 'avro-message' });
  const ranges = await client.request<{ startLine: number; endLine: number }[]>('textDocument/foldingRange', { textDocument: { uri } });
  assert.deepEqual(
    ranges.map(({ startLine }) => startLine),
    [0, 1, 5],
  );
});

test('message document: it is laid out as schemas are, several messages too', async (t) => {
  const { client } = await serve(t, () => none);
  const text = '{"topic":"a",  "value":null}\n{ "topic":"b" , // why\n"value":{"id":1}}';
  client.open(text, { uri, languageId: 'avro-message' });
  const options = { tabSize: 2, insertSpaces: true };
  const edits = await client.request<TextEdit[]>('textDocument/formatting', { textDocument: { uri }, options });
  assert.equal(withEdits(text, edits), '{ "topic": "a", "value": null }\n{\n  "topic": "b", // why\n  "value": { "id": 1 }\n}');
});

test('message document: the outline has each message with its key', async (t) => {
  const { client } = await serve(t, () => none);
  client.open('[{"topic":"orders","key":"o-1","value":1},{"key":{"id": 7},"value":null}]', { uri, languageId: 'avro-message' });
  const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
  assert.deepEqual(
    symbols.map(({ name, detail }) => [name, detail]),
    [
      ['orders', 'o-1'],
      ['message', '{"id": 7}, tombstone'],
    ],
  );
});

test('message document: the words of the outer part are tokens, and a selection grows within its message', async (t) => {
  const { client } = await serve(t, () => none);
  client.open('{"topic":"a","value":1}\n{"topic":"b","value":2}', { uri, languageId: 'avro-message' });
  const { data } = await client.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument: { uri } });
  assert.deepEqual(data.slice(0, 10), [0, 2, 5, 9, 0, 0, 8, 1, 2, 0]);
  assert.equal(data.length, 30);
  const positions = [{ line: 1, character: 11 }];
  const [first] = await client.request<SelectionRange[]>('textDocument/selectionRange', { textDocument: { uri }, positions });
  assert.deepEqual(first?.parent?.range, { start: { line: 1, character: 9 }, end: { line: 1, character: 12 } });
});

test('message document: a topic that the cluster does not have is told once it is known', async (t) => {
  const asked: unknown[] = [];
  const unknown = (params: { readonly topics: readonly string[] }): unknown => {
    asked.push(params);
    return {
      connection: 'local',
      unknown: params.topics.filter((topic) => topic === 'ordres').map((topic) => ({ topic, closest: 'orders' })),
    };
  };
  const { client } = await serve(t, () => none, { answers: { [unknownTopics]: unknown } });
  const diagnostics = await problemsOf(client, '{"topic":"ordres","value":null}{"topic":"orders","value":null}');
  assert.deepEqual(inShort(client, diagnostics), [['unknown-topic', 2, '"ordres"']]);
  assert.equal(diagnostics[0]?.message, 'local has no topic "ordres". Did you mean "orders"?');
  assert.deepEqual(asked, [{ topics: ['ordres', 'orders'] }]);
});
