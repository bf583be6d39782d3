import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { CodeAction, Hover, MarkupContent } from 'vscode-languageserver/node';
import type { JudgeParams, JudgeResult } from '../../shared/protocol.ts';
import { judgeSchema } from '../../shared/protocol.ts';
import { timeText } from '../../server/timeText.ts';
import { mark } from '../mark.ts';
import { withEdits } from './harness.ts';
import type { JudgedClient } from './judged.ts';
import { openMarked, order, startJudged, subject, uri, version } from './judged.ts';

const idField = '{"name":"id","type":"long"}';
const currency = '{"name":<<"currency">>,"type":"string"}';
const optional = '{"name":"n","type":"int","default":0}';
const v7 = version(7, order(idField));
const breaking = "Can't read 1 thing of orders-value v7 (BACKWARD)";

async function actionsAt(client: JudgedClient, offset: number): Promise<CodeAction[]> {
  const position = client.positionAt(uri, offset);
  const context = { diagnostics: await client.breaks(), only: ['quickfix'] };
  return client.request('textDocument/codeAction', { textDocument: { uri }, range: { start: position, end: position }, context });
}

async function hoverAt(client: JudgedClient, of: string, offset: number): Promise<string | undefined> {
  const found = await client.request<Hover | null>('textDocument/hover', {
    textDocument: { uri: of },
    position: client.positionAt(of, offset),
  });
  return (found?.contents as MarkupContent | undefined)?.value;
}

test('a break has its fixes, and behind them the comparison with the version and another baseline', async (t) => {
  const client = await startJudged(t, { baselines: [subject([v7])] });
  const { ranges, text } = openMarked(client, order(idField, currency));
  await client.said(breaking);
  const actions = await actionsAt(client, (ranges[0]?.start ?? 0) + 1);
  assert.deepEqual(
    actions.map(({ title }) => title),
    [
      'Add Default "" to "currency"',
      'Make "currency" Nullable (null First, Default null)',
      'Compare with Version 7',
      'Choose Another Baseline…',
    ],
  );
  assert.deepEqual(actions.map(({ command }) => [command?.command, command?.arguments]).slice(2), [
    ['avroWorkbench.compareWithVersion', [{ uri, connection: 'local', subject: 'orders-value', version: 7 }]],
    ['avroWorkbench.chooseBaseline', [uri]],
  ]);
  assert.ok(actions.every(({ diagnostics }) => diagnostics?.length === 1));
  const fixed = withEdits(text, actions[0]?.edit?.changes?.[uri] ?? []);
  client.edit(uri, { start: 0, end: text.length, text: fixed });
  await client.said('BACKWARD with orders-value v7');
  assert.deepEqual(await client.breaks(), []);
});

test('where the baseline is in git there is no version to compare with', async (t) => {
  const git = { ...subject([{ ...v7, version: undefined, label: 'HEAD' }]), kind: 'git' as const, label: 'HEAD', connection: undefined };
  const client = await startJudged(t, { baselines: [git] });
  const { ranges } = openMarked(client, order(idField, currency));
  await client.said("Can't read 1 thing of HEAD (BACKWARD)");
  const titles = (await actionsAt(client, (ranges[0]?.start ?? 0) + 1)).map(({ title }) => title);
  assert.deepEqual(titles.slice(-2), ['Make "currency" Nullable (null First, Default null)', 'Choose Another Baseline…']);
});

const link =
  '[Version 7](command:avroWorkbench.openVersion?%5B%7B%22connection%22%3A%22local%22%2C%22subject%22%3A%22orders-value%22%2C%22version%22%3A7%7D%5D)';
const atMs = Date.now();
const clock = timeText(atMs, atMs);

/** What the hover of a break begins with. */
for (const { name, registry, says } of [
  { name: 'that has not been asked', registry: null, says: `Checked here against Avro's rules\\. ${link}` },
  {
    name: 'that agrees',
    registry: { isCompatible: false, messages: ['no'], atMs },
    says: `Checked here against Avro's rules; the registry agreed at ${clock}\\. ${link}`,
  },
  {
    name: 'that says otherwise',
    registry: { isCompatible: true, messages: [], atMs },
    says: `The registry says otherwise: it takes this schema as compatible\\. ${link}`,
  },
]) {
  test(`the hover of a break beside a registry ${name}`, async (t) => {
    const client = await startJudged(t, { baselines: [subject([v7])] });
    client.registry = registry;
    const { ranges } = openMarked(client, order(idField, currency));
    await client.said(breaking);
    await client.until(() => client.confirmed.length === 1);
    const hover = await hoverOnce(client, (ranges[0]?.start ?? 0) + 1, says);
    assert.ok(hover.startsWith(`${says}\n\n---\n\n`), hover);
  });
}

/** The registry's answer may still be on its way when it has been asked. */
async function hoverOnce(client: JudgedClient, offset: number, start: string): Promise<string> {
  for (let count = 0; ; count++) {
    const found = (await hoverAt(client, uri, offset)) ?? '';
    if (found.startsWith(start) || count > 100) return found;
  }
}

test('the registry is asked once when a schema is opened, and when it is saved with another text', async (t) => {
  const client = await startJudged(t, { baselines: [subject([v7])] });
  client.registry = { isCompatible: true, messages: [], atMs };
  const text = order(idField, optional);
  client.open(text, { uri });
  const confirmed = await client.verdict(([first]) => first?.detail !== undefined);
  assert.equal(confirmed[0]?.detail, `Confirmed by the registry at ${clock}.`);
  assert.deepEqual(
    client.confirmed.map(({ connection, subject: asked, text: sent }) => [connection, asked, JSON.parse(sent) as unknown]),
    [['local', 'orders-value', JSON.parse(text) as unknown]],
  );
  client.edit(uri, { start: text.indexOf('0}'), end: text.indexOf('0}') + 1, text: '1' });
  await client.verdict(([first]) => first?.detail === undefined);
  assert.equal(client.confirmed.length, 1);
  client.save(uri);
  await client.verdict(([first]) => first?.detail !== undefined);
  assert.equal(client.confirmed.length, 2);
  client.save(uri);
  client.save(uri);
  await client.request(judgeSchema, { uri });
  assert.equal(client.confirmed.length, 2);
});

test('where the registry says otherwise the verdict says so', async (t) => {
  const client = await startJudged(t, { baselines: [subject([v7])] });
  client.registry = { isCompatible: false, messages: ['A reserved field.'], atMs };
  client.open(order(idField, optional), { uri });
  const [found] = await client.verdict(([first]) => first?.detail !== undefined);
  assert.equal(found?.detail, 'The registry says otherwise: A reserved field.');
});

test('the registry is sent one text with all that the schema refers to', async (t) => {
  const client = await startJudged(t, { baselines: [subject([v7])] });
  client.registry = { isCompatible: false, messages: [], atMs };
  client.open('{"type":"fixed","name":"com.example.Hash","size":8}', { uri: 'file:///schemas/hash.avsc' });
  client.open(order(idField, '{"name":"hash","type":"Hash"}'), { uri });
  const sent = (): string | undefined => client.confirmed.find(({ text }) => text.includes('Order'))?.text;
  await client.until(() => sent() !== undefined);
  assert.deepEqual(JSON.parse(sent() ?? ''), {
    type: 'record',
    name: 'com.example.Order',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'hash', type: { type: 'fixed', name: 'com.example.Hash', size: 8 } },
    ],
  });
});

test('a version’s document has no problems and no fixes; what it refers to is known', async (t) => {
  const shown = version(7, order('{"name":"hash","type":"Hash"}'), ['{"type":"fixed","name":"com.example.Hash","size":8}']);
  const client = await startJudged(t, { baselines: [subject([shown])] });
  client.open(order(idField, '{"name":"hash","type":"bytes"}'), { uri });
  await client.verdict((all) => all.length > 0);
  for (const each of [shown.uri, 'avro-baseline:/HEAD/schemas/orders.avsc']) {
    client.open(order('{"name":"hash","type":"Hash"}', '{"name":"hash","type":"No"}'), { uri: each });
    assert.deepEqual(await client.pull(each).then((report) => report.kind === 'full' && report.items), []);
  }
  assert.match((await hoverAt(client, shown.uri, shown.text.indexOf('"Hash"') + 2)) ?? '', /^fixed \*\*com\\.example\\.Hash\*\*, 8 bytes/);
  assert.deepEqual(await client.lenses(shown.uri), ['Compare with Version…', 'Produce Sample Message…']);
  assert.deepEqual(await client.lenses('avro-baseline:/HEAD/schemas/orders.avsc'), []);
  // Neither defines a type for the workspace.
  assert.deepEqual(await client.breaks(), await client.breaks());
  const symbols = await client.request<unknown[]>('workspace/symbol', { query: 'Order' });
  assert.equal(symbols.length, 1);
});

test('lenses stand at the top type, run what their titles say, and stand at other types by setting', async (t) => {
  const settings = new Map<string, unknown>();
  const client = await startJudged(t, { baselines: [subject([v7])] }, { settings });
  const { ranges } = openMarked(client, ` ${order(idField, '{"name":<<"kind">>,"type":{"type":"enum","name":"Kind","symbols":["A"]}}')}`);
  await client.said(breaking);
  const lenses = await client.allLenses();
  assert.ok(lenses.every(({ range }) => client.offsetAt(uri, range.start) === 1 && client.offsetAt(uri, range.end) === 1));
  assert.deepEqual(
    lenses.map(({ command }) => [command?.command, command?.arguments]),
    [
      ['avroWorkbench.showProblemsItem', [uri, ranges[0]]],
      ['avroWorkbench.produceSample', [uri]],
      ['avroWorkbench.tryOnMessages', [uri]],
    ],
  );
  settings.set('avroWorkbench.codeLens.namedTypes', true);
  const more = await client.allLenses();
  assert.deepEqual(more.at(-1)?.command?.arguments, [uri, 'com.example.Kind']);
  assert.equal(client.offsetAt(uri, more.at(-1)?.range.start ?? { line: 0, character: 0 }), client.textOf(uri).indexOf('{"type":"enum"'));
  // Of a version nothing but the whole can be written.
  client.open(client.textOf(uri), { uri: v7.uri });
  assert.deepEqual(await client.lenses(v7.uri), ['Compare with Version…', 'Produce Sample Message…']);
  settings.set('avroWorkbench.codeLens.schemas', false);
  assert.equal((await client.allLenses()).length, 1);
});

async function judge(
  t: TestContext,
  params: JudgeParams,
  text: string | undefined,
): Promise<{ result: JudgeResult; client: JudgedClient }> {
  const client = await startJudged(t, { baselines: [subject([v7])] });
  if (text !== undefined) client.open(text, { uri });
  return { result: await client.request<JudgeResult>(judgeSchema, params), client };
}

test('a schema is judged beside its own baselines, and the registry asked', async (t) => {
  const { text, ranges } = mark(order(idField, currency));
  const { result, client } = await judge(t, { uri }, text);
  assert(result.ok);
  const [verdict] = result.verdicts;
  assert.deepEqual([verdict?.state, verdict?.text], ['breaks-reader', breaking]);
  assert.deepEqual(
    verdict?.problems.map(({ code, severity, start, end }) => ({ code, severity, start, end })),
    [{ code: 'READER_FIELD_MISSING_DEFAULT_VALUE', severity: 'error', ...ranges[0] }],
  );
  assert.ok(client.confirmed.length > 0);
});

test('a schema is judged beside another baseline', async (t) => {
  const { result } = await judge(t, { uri, baseline: subject([v7], { label: 'other', level: 'FULL' }) }, order());
  assert(result.ok);
  assert.deepEqual(
    result.verdicts.map(({ text }) => text),
    ['1 change breaks readers of v7 (FULL)'],
  );
});

test('a schema with errors, without baselines, or that is none is not judged', async (t) => {
  const { result } = await judge(t, { uri }, order('{"name":"a"}'));
  assert(result.ok);
  assert.deepEqual(
    result.verdicts.map(({ text, problems }) => [text, problems.length]),
    [['Fix 1 error to check compatibility', 1]],
  );
  const { result: missing } = await judge(t, { uri: 'file:///nowhere.avsc' }, undefined);
  assert.deepEqual(missing.ok, false);
});
