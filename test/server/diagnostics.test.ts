import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver/node';
import { mark } from '../mark.ts';
import type { Client } from './harness.ts';
import { itemsOf, plainClient, pullingClient, startClient } from './harness.ts';

const settings = new Map<string, unknown>();
let client: Client;
before(async () => {
  client = await startClient({ settings });
});
after(() => client.dispose());

/** Code and span of each, in their order. */
function found(by: Client, uri: string, items: readonly Diagnostic[]): { code: unknown; start: number; end: number }[] {
  return items.map(({ code, range }) => ({ code, start: by.offsetAt(uri, range.start), end: by.offsetAt(uri, range.end) }));
}

/** Each marked range is one diagnostic; `finds` are their codes in the same order. */
for (const { name, text, finds } of [
  { name: 'nothing wrong', text: '{"type":"record","name":"a.R","fields":[{"name":"n","type":["null","R"]}]}', finds: [] },
  { name: 'an unknown type', text: '{"type":"record","name":"a.R","fields":[{"name":"n","type":<<"Rr">>}]}', finds: ['unknown-type'] },
  {
    name: 'a symbol twice, behind lines and an emoji',
    text: '{\r\n "type":"enum","name":"S",\r\n "doc":"é😀","symbols":["A",<<"A">>]}',
    finds: ['duplicate-symbol'],
  },
  {
    name: 'several at once',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":<<"strng">>},{"name":<<"a">>,"type":"int","default":<<"x">>}]}',
    finds: ['unknown-type', 'duplicate-field', 'invalid-default'],
  },
  {
    name: 'half-typed text, and what is whole in it',
    text: '<<{>>"type":"record","name":"R","fields":<<[>>{"name":"a","type":<<"strng">>},',
    finds: ['json-syntax', 'json-syntax', 'unknown-type'],
  },
  { name: 'an empty text', text: '<<>>', finds: ['json-syntax'] },
]) {
  test(`diagnostics: ${name}`, async () => {
    const { text: plain, ranges } = mark(text);
    const uri = client.open(plain);
    const items = itemsOf(await client.pull(uri));
    assert.deepEqual(
      found(client, uri, items),
      ranges.map((range, index) => ({ code: finds[index], ...range })),
    );
    for (const { source, severity, message } of items)
      assert.deepEqual([source, severity, typeof message === 'string' && /[.?]$/.test(message)], ['avro', 1, true]);
    client.closeDocument(uri);
  });
}

test('diagnostics point to what explains them', async () => {
  const { text, ranges } = mark('{"type":"enum","name":"S","symbols":[<<"A">>,"A"]}');
  const uri = client.open(text);
  const [item] = itemsOf(await client.pull(uri));
  const related = item?.relatedInformation?.map(({ location }) => ({
    uri: location.uri,
    start: client.offsetAt(uri, location.range.start),
  }));
  assert.deepEqual(related, [{ uri, start: ranges[0]?.start }]);
  client.closeDocument(uri);
});

test('diagnostics that are pulled again are unchanged until they change', async () => {
  const uri = client.open('["int","x.Y"]');
  const first = await client.pull(uri);
  const again = await client.pull(uri, first.resultId);
  assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
  client.edit(uri, { start: 0, end: 1, text: '[ ' });
  const moved = await client.pull(uri, first.resultId);
  assert.deepEqual(
    itemsOf(moved).map(({ range }) => range.start.character),
    [8],
  );
  client.closeDocument(uri);
});

test('diagnostics follow edits that change several places at once', async () => {
  const { text, ranges } = mark('{"type":"record",\n"name":"<<R>>",\n"fields":[<<>>]}');
  const [name, fields] = ranges;
  assert.ok(name !== undefined && fields !== undefined);
  const uri = client.open(text);
  const field = '{"name":"a","type":"in"}';
  client.edit(
    uri,
    { ...fields, text: field },
    { start: fields.start + field.length - 2, end: fields.start + field.length - 2, text: 't' },
    { ...name, text: 'S' },
  );
  assert.equal(client.textOf(uri), '{"type":"record",\n"name":"S",\n"fields":[{"name":"a","type":"int"}]}');
  assert.deepEqual(itemsOf(await client.pull(uri)), []);
  const start = client.textOf(uri).indexOf('"int"');
  client.edit(uri, { start: start + 1, end: start + 4, text: 'Int' });
  assert.deepEqual(found(client, uri, itemsOf(await client.pull(uri))), [{ code: 'unknown-type', start, end: start + 5 }]);
  client.closeDocument(uri);
});

test('diagnostics of a document that is not open are none', async () => {
  assert.deepEqual(itemsOf(await client.pull('file:///nowhere.avsc')), []);
});

test('diagnostics have the severity that the settings give them, and none where that is off', async () => {
  const uri = client.open('["int","x.Y"]');
  settings.set('avroWorkbench.rules', { 'unknown-type': 'hint' });
  assert.deepEqual(
    itemsOf(await client.pull(uri)).map(({ severity }) => severity),
    [4],
  );
  settings.set('avroWorkbench.rules', { 'unknown-type': 'off' });
  assert.deepEqual(itemsOf(await client.pull(uri)), []);
  settings.set('avroWorkbench.rules', { 'unknown-type': 'loud' });
  assert.deepEqual(
    itemsOf(await client.pull(uri)).map(({ severity }) => severity),
    [1],
  );
  settings.clear();
  client.closeDocument(uri);
});

test('a schema is left alone where the settings switch that off, and a message is not', async () => {
  settings.set('avroWorkbench.schema.enabled', false);
  const uri = client.open('["int","x.Y"]');
  assert.deepEqual(itemsOf(await client.pull(uri)), []);
  assert.equal(await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 3 } }), null);
  const message = client.open('{"topic":', { uri: 'untitled:m', languageId: 'avro-message' });
  assert.deepEqual([...new Set(itemsOf(await client.pull(message)).map(({ source }) => source))], ['avro-message']);
  settings.clear();
  client.closeDocument(uri);
  client.closeDocument(message);
});

test('a changed setting makes the client pull again', async () => {
  const before = client.refreshes();
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.until(() => client.refreshes() > before);
  await client.connection.sendNotification('avroWorkbench/messageSchemasChanged', undefined);
  await client.until(() => client.refreshes() > before + 1);
});

/** Which documents are ours, and as what. */
for (const { uri, languageId, source } of [
  { uri: 'file:///a.txt', languageId: 'avro-schema', source: 'avro' },
  { uri: 'untitled:Untitled-1', languageId: 'avro-schema', source: 'avro' },
  { uri: 'avro-registry:/local/orders-value/v7.avsc', languageId: 'avro-schema', source: undefined },
  { uri: 'avro-baseline:/HEAD/a.avsc', languageId: 'avro-schema', source: undefined },
  { uri: 'file:///a.avsc', languageId: 'avsc', source: 'avro' },
  { uri: 'file:///a.avsc', languageId: 'avroavsc', source: 'avro' },
  { uri: 'file:///a.AVSC', languageId: 'json', source: 'avro' },
  { uri: 'git:/a.avsc?{"ref":"HEAD"}', languageId: 'json', source: 'avro' },
  { uri: 'file:///a.avro-message.json', languageId: 'avro-message', source: 'avro-message' },
  { uri: 'file:///package.json', languageId: 'json', source: undefined },
  { uri: 'file:///a.json?b=c.avsc', languageId: 'json', source: undefined },
  { uri: 'file:///a.avsc', languageId: 'plaintext', source: undefined },
]) {
  test(`diagnostics of ${uri} as ${languageId}: ${source ?? 'none'}`, async () => {
    client.open('{"a"', { uri, languageId });
    const items = itemsOf(await client.pull(uri));
    assert.equal(items[0]?.source, source);
    client.closeDocument(uri);
  });
}

test('a client that does not pull is pushed to, and pushed nothing once the document is closed', async () => {
  const plain = await startClient({ capabilities: plainClient });
  const uri = plain.open('["x.Y",{"type":"enum","name":"S","symbols":["A","A"]}]');
  const { version, diagnostics } = await plain.pushed(({ version }) => version === 1);
  assert.deepEqual([version, diagnostics.map(({ code }) => code)], [1, ['unknown-type', 'duplicate-symbol']]);
  assert.equal(diagnostics[1]?.relatedInformation, undefined, 'the client did not say that it can show them');
  plain.closeDocument(uri);
  const last = await plain.pushed(({ diagnostics: items }) => items.length === 0);
  assert.equal(last.uri, uri);
  await plain.dispose();
});

test('a keystroke storm ends with the newest result, and nothing older comes behind it', async () => {
  const plain = await startClient({ capabilities: plainClient });
  const typed = '{"type":"record","name":"R","fields":[{"name":"a","type":"strng"}]}';
  const uri = plain.open('');
  for (const [index, character] of typed.split('').entries()) plain.edit(uri, { start: index, end: index, text: character });
  const { diagnostics } = await plain.pushed(({ version }) => version === typed.length + 1);
  assert.deepEqual(found(plain, uri, diagnostics), [{ code: 'unknown-type', start: 57, end: 64 }]);
  // Another document's result comes behind all that was still waiting for this one.
  const other = plain.open('"int"', { uri: 'file:///b.avsc' });
  await plain.pushed(({ uri: its }) => its === other);
  const versions = plain.published.filter(({ uri: its }) => its === uri).map(({ version }) => version ?? 0);
  assert.deepEqual(
    versions,
    [...versions].sort((a, b) => a - b),
  );
  assert.equal(versions.at(-1), typed.length + 1);
  assert.ok(versions.length < typed.length / 2, 'many changes are checked once');
  await plain.dispose();
});

test('a client that pushes its settings has them counted, from the start and when they change', async () => {
  const plain = await startClient({ capabilities: plainClient, initializationOptions: { rules: { 'unknown-type': 'warning' } } });
  plain.open('["int","x.Y"]');
  const first = await plain.pushed(() => true);
  assert.equal(first.diagnostics[0]?.severity, 2);
  await plain.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { avroWorkbench: { schema: { enabled: false } } },
  });
  const second = await plain.pushed(({ diagnostics }) => diagnostics.length === 0);
  assert.equal(second.version, 1);
  await plain.dispose();
});

test('a client that pulls is pushed nothing', async () => {
  const pulling = await startClient({ capabilities: pullingClient });
  const uri = pulling.open('["int","x.Y"]');
  assert.equal(itemsOf(await pulling.pull(uri)).length, 1);
  pulling.closeDocument(uri);
  await pulling.pull(uri);
  assert.deepEqual(pulling.published, []);
  await pulling.dispose();
});
