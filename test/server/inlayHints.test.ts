import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InlayHint } from 'vscode-languageserver/node';
import { mark } from '../mark.ts';
import type { Client } from './harness.ts';
import { pullingClient, startClient } from './harness.ts';

const settings = new Map<string, unknown>();
let client: Client;
before(async () => {
  client = await startClient({ settings });
});
after(() => client.dispose());

async function hintsOf(text: string, { start, end }: { start: number; end: number }, languageId: string): Promise<InlayHint[]> {
  const uri = client.open(text, { languageId });
  const range = { start: client.positionAt(uri, start), end: client.positionAt(uri, end) };
  const hints = await client.request<InlayHint[] | null>('textDocument/inlayHint', { textDocument: { uri }, range });
  client.closeDocument(uri);
  return hints ?? [];
}

const line = '{"type":"record","name":<<"Line">>,"fields":[]}';

/** Each mark in `text` is a name with a hint behind it, in this order. */
for (const { name, text, hints, languageId = 'avro-schema' } of [
  {
    name: 'a definition that inherits its namespace',
    text: `{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"l","type":${line}}]}`,
    hints: ['com.acme.Line'],
  },
  {
    name: 'a definition that inherits it through a dotted name and a nested one',
    text: `{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"record","name":<<"B">>,"fields":[{"name":"l","type":{"type":"array","items":${line}}}]}}]}`,
    hints: ['a.B', 'a.Line'],
  },
  {
    name: 'a reference in a nested namespace',
    text: '[{"type":"fixed","name":"x.F","size":1},{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"record","name":"x.B","fields":[{"name":"f","type":[<<"F">>,"null"]},{"name":"g","type":{"type":<<"F">>}}]}}]}]',
    hints: ['x.F', 'x.F'],
  },
  { name: 'nothing at a name with its namespace', text: '{"type":"record","name":"Order","namespace":"com.acme","fields":[]}', hints: [] },
  {
    name: 'nothing at references into the namespace that is around everything',
    text: '{"type":"record","name":"com.acme.Node","fields":[{"name":"n","type":["null","Node"]}]}',
    hints: [],
  },
  {
    name: 'nothing without a namespace',
    text: '{"type":"record","name":"A","fields":[{"name":"l","type":{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}}]}',
    hints: [],
  },
  {
    name: 'nothing at dotted names and unknown ones',
    text: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":"b.B","size":1}},{"name":"c","type":"b.B"},{"name":"d","type":"D"},{"name":"e","type":{"type":"fixed","name":".E","size":1}}]}',
    hints: [],
  },
  {
    name: 'nothing at the null namespace',
    text: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":"B","namespace":"","size":1}}]}',
    hints: [],
  },
  {
    name: 'half-typed text',
    text: '{"type":"record","name":"a.A","fields":[{"name":"b","type":{"type":"fixed","name":<<"B">>,',
    hints: ['a.B'],
  },
  {
    name: 'types inside of those of a protocol',
    text: '{"protocol":"P","namespace":"p","types":[{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"fixed","name":<<"B">>,"size":1}},{"name":"c","type":"B"}]}],"messages":{}}',
    hints: ['p.B'],
    languageId: 'avro-protocol',
  },
]) {
  test(`inlay hints: ${name}`, async () => {
    const { text: source, ranges } = mark(text);
    const found = await hintsOf(source, { start: 0, end: source.length }, languageId);
    assert.deepEqual(
      found.map(({ position, label }) => ({ label, at: position.character })),
      ranges.map(({ end }, index) => ({ label: hints[index], at: end })),
    );
    assert.equal(ranges.length, hints.length);
  });
}

test('inlay hints say where the namespace comes from', async () => {
  const { text } = mark(`{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"l","type":${line}}]}`);
  const [hint] = await hintsOf(text, { start: 0, end: text.length }, 'avro-schema');
  assert.deepEqual(
    [hint?.tooltip, hint?.paddingLeft, hint?.kind],
    ['It has the namespace of com.acme.Order, which it stands in.', true, 1],
  );
});

test('inlay hints are those of the range alone, and none where the setting is off', async () => {
  const { text, ranges } = mark(
    `{"type":"record","name":"a.A","fields":[{"name":"b","type":${line.replace('Line', 'B')}},{"name":"c","type":${line.replace('Line', 'C')}}]}`,
  );
  const second = ranges[1] ?? { start: 0, end: 0 };
  assert.deepEqual(
    (await hintsOf(text, second, 'avro-schema')).map(({ label }) => label),
    ['a.C'],
  );
  settings.set('avroWorkbench.inlayHints.fullnames', false);
  assert.deepEqual(await hintsOf(text, { start: 0, end: text.length }, 'avro-schema'), []);
  settings.clear();
});

test('inlay hints and semantic tokens are asked for again when the settings change', async () => {
  const { workspace, ...others } = pullingClient;
  const refreshing = { ...workspace, inlayHint: { refreshSupport: true }, semanticTokens: { refreshSupport: true } };
  const other = await startClient({ settings, capabilities: { ...others, workspace: refreshing } });
  const asked = ['inlayHint', 'semanticTokens'].map(
    (what) => new Promise<void>((resolve) => other.connection.onRequest(`workspace/${what}/refresh`, () => (resolve(), null))),
  );
  await other.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await Promise.all(asked);
  await other.dispose();
});
