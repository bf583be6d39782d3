import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiagnosticRelatedInformation } from 'vscode-languageserver/node';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { BaselinesResult, JudgeResult, VerdictSummary } from '../../shared/protocol.ts';
import { baselines, judgeSchema } from '../../shared/protocol.ts';
import { plainClient } from './harness.ts';
import { offsets, openMarked, order, quickly, startJudged, subject, uri, version } from './judged.ts';

const idField = '{"name":"id","type":"long"}';
const currency = '{"name":"currency","type":"string"}';
const v7 = version(7, order(idField));
const beside: BaselinesResult = { baselines: [subject([v7])] };

test('a break is underlined at the characters that cause it, with its place in the other version', async (t) => {
  const client = await startJudged(t, { baselines: [subject([version(7, order(idField, '{"name":"amount","type":"long"}'))])] });
  const { ranges } = openMarked(client, order(idField, '{"name":"amount","type":<<"int">>}'));
  await client.verdict((all) => all.length > 0);
  const [found, ...others] = await client.breaks();
  assert(found !== undefined);
  assert.deepEqual(others, []);
  assert.deepEqual(offsets(client, uri, found.range), ranges[0]);
  assert.deepEqual([found.code, found.source, found.severity], ['TYPE_MISMATCH', 'avro-compatibility', 1]);
  assert.equal(found.message, 'This schema can\'t read data of version 7: "amount" was written as long, which can\'t be read as int.');
  const [place] = found.relatedInformation as [DiagnosticRelatedInformation];
  const text = order(idField, '{"name":"amount","type":"long"}');
  assert.equal(place.location.uri, 'avro-registry:/local/orders-value/v7.avsc');
  const { start, end } = place.location.range;
  assert.equal(text.slice(start.character, end.character), '"long"');
});

test('a client that does not pull is pushed what breaks', async (t) => {
  const client = await startJudged(t, beside, { capabilities: plainClient });
  client.open(order(idField, currency), { uri });
  const { diagnostics } = await client.pushed(({ diagnostics: all }) => all.some(({ source }) => source === 'avro-compatibility'));
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['READER_FIELD_MISSING_DEFAULT_VALUE'],
  );
});

test('diagnostics do not wait for baselines, and are asked for anew when they are known', async (t) => {
  let answer: (result: BaselinesResult) => void = () => undefined;
  const client = await startJudged(t, new Promise((resolve) => (answer = resolve)));
  client.open(order(idField, currency), { uri });
  assert.deepEqual(await client.breaks(), []);
  await client.until(() => client.asked.length === 1);
  const before = client.refreshes();
  answer(beside);
  await client.until(() => client.refreshes() > before);
  assert.equal((await client.breaks()).length, 1);
});

test('severities are by setting; what is switched off still counts for the verdict', async (t) => {
  const settings = new Map<string, unknown>([['avroWorkbench.compatibility.severity', 'information']]);
  const client = await startJudged(t, beside, { settings });
  client.open(order(idField, currency), { uri });
  await client.said("Can't read 1 thing of orders-value v7 (BACKWARD)");
  assert.deepEqual(
    (await client.breaks()).map(({ severity }) => severity),
    [3],
  );
  settings.set('avroWorkbench.compatibility.severity', 'off');
  assert.deepEqual(await client.breaks(), []);
  assert.deepEqual((await client.lenses())[0], "$(error)\u00a0Can't read 1 thing of orders-value v7 (BACKWARD)");
});

test('two subjects that break alike have one problem, and one verdict each', async (t) => {
  const prod = subject([{ ...v7, uri: 'avro-registry:/prod/orders-value/v7.avsc' }], { connection: 'prod' });
  const client = await startJudged(t, { baselines: [subject([v7]), prod] });
  client.open(order(idField, currency), { uri });
  const verdicts = await client.verdict((all) => all.length === 2);
  assert.deepEqual(
    verdicts.map(({ state, connection }) => [state, connection]),
    [
      ['breaks-reader', 'local'],
      ['breaks-reader', 'prod'],
    ],
  );
  assert.equal((await client.breaks()).length, 1);
});

/** Each state as the client is told of it, and the lenses that stand for it. */
const sample = 'Produce Sample Message…';
const trying = 'Try on Real Messages…';
for (const { name, answer, text = order(idField), state, says, lenses } of [
  {
    name: 'the same',
    answer: beside,
    state: 'same',
    says: 'Same as orders-value v7',
    lenses: ['Same as orders-value v7 ✓', sample, trying],
  },
  {
    name: 'changed and compatible',
    answer: beside,
    text: order(idField, '{"name":"n","type":"int","default":0}'),
    state: 'compatible',
    says: 'BACKWARD with orders-value v7',
    lenses: ['BACKWARD with orders-value v7 ✓', 'Register Schema…', sample, trying],
  },
  {
    name: 'changed and compatible where nothing may be written',
    answer: { baselines: [subject([v7], { isReadOnly: true })] },
    text: order(idField, '{"name":"n","type":"int","default":0}'),
    state: 'compatible',
    says: 'BACKWARD with orders-value v7',
    lenses: ['BACKWARD with orders-value v7 ✓', sample, trying],
  },
  {
    name: 'breaking as reader',
    answer: beside,
    text: order(idField, currency),
    state: 'breaks-reader',
    says: "Can't read 1 thing of orders-value v7 (BACKWARD)",
    lenses: ["$(error)\u00a0Can't read 1 thing of orders-value v7 (BACKWARD)", sample, trying],
  },
  {
    name: 'breaking as writer',
    answer: { baselines: [subject([version(5, order(idField)), version(6, order(idField)), v7], { level: 'FORWARD_TRANSITIVE' })] },
    text: order(),
    state: 'breaks-writer',
    says: '1 change breaks readers of v5…v7 (FORWARD_TRANSITIVE)',
    lenses: ['$(error)\u00a01 change breaks readers of v5…v7 (FORWARD_TRANSITIVE)', sample, trying],
  },
  {
    name: 'old knowledge',
    answer: { baselines: [subject([v7], { old: { sinceMs: new Date(2001, 1, 3, 10, 12).getTime(), reason: 'The registry is down.' } })] },
    text: order(idField, '{"name":"n","type":"int","default":0}'),
    state: 'compatible',
    says: 'BACKWARD with orders-value v7, as of 2001-02-03 10:12',
    lenses: ['BACKWARD with orders-value v7 ✓ as of 2001-02-03 10:12', 'Register Schema…', sample, trying],
  },
  {
    name: 'git',
    answer: {
      baselines: [{ ...subject([{ ...v7, version: undefined, label: 'HEAD' }]), kind: 'git', label: 'HEAD', connection: undefined }],
    },
    text: order(idField, '{"name":"n","type":"int","default":0}'),
    state: 'compatible',
    says: 'BACKWARD with HEAD',
    lenses: ['BACKWARD with HEAD ✓', sample],
  },
  {
    name: 'no subject',
    answer: { baselines: [], without: 'none' },
    state: 'none',
    says: 'No subject',
    lenses: ['Choose Subject…', sample],
  },
  {
    name: 'several subjects',
    answer: { baselines: [], without: 'ambiguous', fitting: 3 },
    state: 'ambiguous',
    says: '3 subjects fit',
    lenses: ['Choose Subject…', sample],
  },
  {
    name: 'level NONE',
    answer: { baselines: [subject([v7], { level: 'NONE' })] },
    state: 'not-checked',
    says: 'Not checked (level NONE)',
    lenses: ['Not checked (level NONE)', sample, trying],
  },
  {
    name: 'no registry',
    answer: { baselines: [], without: 'off', reason: 'No connection has a schema registry.' },
    state: 'off',
    says: 'Not checked',
    lenses: [sample],
  },
  { name: 'switched off', answer: { baselines: [], without: 'off' }, state: 'off', says: 'Not checked', lenses: [sample] },
  {
    name: 'no answer of a registry',
    answer: { baselines: [], without: 'unavailable', reason: 'The registry is down.' },
    state: 'unavailable',
    says: 'Not checked',
    lenses: ['Not checked', sample],
  },
  {
    name: 'no answer of one registry of two',
    answer: { baselines: [subject([v7])], without: 'unavailable', reason: 'The registry of prod is down.' },
    state: 'same',
    says: 'Same as orders-value v7',
    lenses: ['Same as orders-value v7 ✓', 'Not checked', sample, trying],
  },
  {
    name: 'with errors of its own, and no answer of one registry of two',
    answer: { baselines: [subject([v7])], without: 'unavailable', reason: 'The registry of prod is down.' },
    text: order('{"name":"id","type":"lung"}'),
    state: 'invalid',
    says: 'Fix 1 error to check compatibility',
    lenses: ['$(error)\u00a0Fix 1 error to check compatibility', sample],
  },
  {
    name: 'asking',
    answer: { baselines: [], without: 'asking' },
    state: 'asking',
    says: 'Checking with the registry…',
    lenses: ['Checking with the registry…', sample],
  },
  {
    name: 'with errors of its own',
    answer: beside,
    text: order('{"name":"id","type":"lung"}', '{"name":"n"}'),
    state: 'invalid',
    says: 'Fix 2 errors to check compatibility',
    lenses: ['$(error)\u00a0Fix 2 errors to check compatibility', sample],
  },
  {
    name: 'an unusable version',
    answer: { baselines: [subject([version(7, '{"type":"record"')])] },
    state: 'unavailable',
    says: 'Not checked',
    lenses: ['Not checked', sample, trying],
  },
  {
    name: 'a subject without versions',
    answer: { baselines: [subject([])] },
    state: 'compatible',
    says: 'orders-value has no version yet',
    lenses: ['orders-value has no version yet ✓', 'Register Schema…', sample, trying],
  },
] satisfies { name: string; answer: BaselinesResult; text?: string; state: VerdictSummary['state']; says: string; lenses: string[] }[]) {
  test(`a schema beside its baselines: ${name}`, async (t) => {
    const client = await startJudged(t, answer);
    client.open(text, { uri });
    const { state: told } = await client.said(says);
    assert.equal(told, state);
    assert.equal(client.verdicts.at(-1)?.documentVersion, 1);
    assert.deepEqual(await client.lenses(), lenses);
  });
}

test('of several environments the one that does not answer is told with its reason', async (t) => {
  const reason = 'The registry of prod is down.';
  const client = await startJudged(t, { baselines: [subject([v7])], without: 'unavailable', reason });
  client.open(order(idField, currency), { uri });
  const verdicts = await client.verdict((all) => all.length === 2);
  assert.deepEqual(
    verdicts.map(({ state, detail }) => [state, detail]),
    [
      ['breaks-reader', undefined],
      ['unavailable', reason],
    ],
  );
  const judged = await client.request<JudgeResult>(judgeSchema, { uri });
  assert(judged.ok);
  assert.deepEqual(
    judged.verdicts.map(({ state, detail }) => [state, detail]),
    verdicts.map(({ state, detail }) => [state, detail]),
  );
});

test('switched off by setting, nothing is asked', async (t) => {
  const client = await startJudged(t, beside, { settings: new Map([['avroWorkbench.compatibility.enabled', false]]) });
  client.open(order(idField, currency), { uri });
  assert.equal((await client.said('Not checked')).state, 'off');
  assert.deepEqual(await client.breaks(), []);
  assert.deepEqual(client.asked, []);
});

test('an unusable version is named, and the others are compared with', async (t) => {
  const versions = [version(3, order(idField)), version(4, '["no.such.Type"]'), version(5, 'null null'), v7];
  const client = await startJudged(t, { baselines: [subject(versions, { level: 'BACKWARD_TRANSITIVE' })] });
  client.open(order(idField, currency), { uri });
  const { detail } = await client.said("Can't read 1 thing of orders-value v3 and v7 (BACKWARD_TRANSITIVE)");
  assert.equal(detail, 'Version 4, and 1 more can\'t be used: "no.such.Type" is not defined.');
});

test('a client without the request is asked once, and served as before', async (t) => {
  let requests = 0;
  const answers = {
    [baselines]: () => {
      requests++;
      throw new ResponseError(ErrorCodes.MethodNotFound, 'There is no such request.');
    },
  };
  const client = await startJudged(t, beside, { answers, initializationOptions: undefined });
  client.open(order(idField, currency), { uri });
  for (let count = 0; count < 3; count++) {
    client.edit(uri, { start: 0, end: 0, text: ' ' });
    assert.deepEqual(await client.breaks(), []);
  }
  assert.equal(client.initialized.capabilities.codeLensProvider, undefined);
  await client.until(() => requests > 0);
  client.open(order(idField, currency), { uri: 'file:///schemas/other.avsc' });
  assert.deepEqual(await client.breaks('file:///schemas/other.avsc'), []);
  assert.equal(requests, 1);
  assert.deepEqual(client.verdicts, []);
  assert.deepEqual(client.errors, []);
});

test('no request per keystroke: a file is asked about once, and a new name of its type once more', async (t) => {
  const client = await startJudged(t, beside, { delays: { ...quickly, renamedMs: 500 } });
  const text = order(idField);
  client.open(text, { uri });
  await client.said('Same as orders-value v7');
  const end = text.indexOf('Order"') + 'Order'.length;
  for (const [index, letter] of ['L', 'i', 'n', 'e'].entries()) {
    client.edit(uri, { start: end + index, end: end + index, text: letter });
    await client.breaks();
  }
  await client.until(() => client.asked.length > 1);
  await client.breaks();
  assert.deepEqual(client.asked, [
    { uri, fullname: 'com.example.Order' },
    { uri, fullname: 'com.example.OrderLine' },
  ]);
});

test('other baselines are asked for when they have changed, for the files that they may be of', async (t) => {
  const client = await startJudged(t, beside);
  const other = 'file:///schemas/other.avsc';
  client.open(order(idField, currency), { uri });
  client.open(order(idField), { uri: other });
  await client.said("Can't read 1 thing of orders-value v7 (BACKWARD)");
  await client.said('Same as orders-value v7', other);
  const before = client.refreshes();
  await client.change({ baselines: [subject([v7, version(8, order(idField, currency))])] }, [uri]);
  await client.said('Same as orders-value v8');
  assert.ok(client.refreshes() > before);
  assert.deepEqual(await client.breaks(), []);
  assert.equal(client.asked.length, 3);
  await client.change({ baselines: [subject([v7, version(8, order()), version(9, order(idField, currency))])] });
  await client.said('Same as orders-value v9');
  await client.said('BACKWARD with orders-value v9', other).catch(() => undefined);
  assert.equal(client.asked.length, 5);
  client.closeDocument(other);
  await client.change(beside);
  await client.said("Can't read 1 thing of orders-value v7 (BACKWARD)");
  assert.equal(client.asked.length, 6);
});

test('a half-typed text keeps its last verdict, and what is wrong without being half-typed is said after a while', async (t) => {
  const client = await startJudged(t, beside);
  const text = order(idField);
  client.open(text, { uri });
  await client.said('Same as orders-value v7');
  const told = client.verdicts.length;
  client.edit(uri, { start: text.length - 2, end: text.length - 2, text: ',{"name":"cur' });
  assert.deepEqual(await client.lenses(), ['Same as orders-value v7 ✓', sample, trying]);
  client.edit(uri, { start: text.length + 11, end: text.length + 11, text: 'rency","type":"strin"}' });
  assert.deepEqual(await client.breaks(), []);
  await client.said('Fix 1 error to check compatibility');
  assert.equal(client.verdicts.length, told + 1);
  assert.deepEqual(await client.lenses(), ['$(error)\u00a0Fix 1 error to check compatibility', sample]);
});

test('what another file says of a type counts, as soon as it changes', async (t) => {
  const money = (type: string): string => `{"type":"record","name":"com.example.Money","fields":[{"name":"cents","type":"${type}"}]}`;
  const total = '{"name":"total","type":"Money"}';
  const client = await startJudged(t, { baselines: [subject([version(7, order(total), [money('long')])])] });
  const other = client.open(money('long'), { uri: 'file:///schemas/money.avsc' });
  const { ranges } = openMarked(client, order('{"name":"total","type":<<"Money">>}'));
  await client.said('Same as orders-value v7');
  client.edit(other, { start: money('').indexOf('"}]}'), end: money('long').indexOf('"}]}'), text: 'int' });
  await client.said("Can't read 1 thing of orders-value v7 (BACKWARD)");
  const [found] = await client.breaks();
  assert(found !== undefined);
  assert.deepEqual([found.code, offsets(client, uri, found.range)], ['TYPE_MISMATCH', ranges[0]]);
});

/** What registries may hold. */
for (const { name, hostile } of [
  { name: 'no JSON', hostile: version(7, '<html>502 Bad Gateway</html>') },
  { name: 'nothing', hostile: version(7, '') },
  { name: 'JSON that is no schema', hostile: version(7, '{"type":7}') },
  { name: 'nesting without end', hostile: version(7, '['.repeat(100_000)) },
  { name: 'a type that is nowhere', hostile: version(7, order('{"name":"x","type":"Gone"}')) },
  {
    name: '2 MB of half a schema',
    hostile: version(7, order(...Array.from({ length: 50_000 }, (_, index) => `{"name":"f${index}","type":"long"}`)).slice(0, -9)),
  },
]) {
  test(`a version that is ${name} leaves the schema unjudged and the server at work`, async (t) => {
    const client = await startJudged(t, { baselines: [subject([hostile])] });
    client.open(order(idField), { uri });
    const { state, detail } = await client.said('Not checked');
    assert.equal(state, 'unavailable');
    assert.match(detail ?? '', /^Version 7 can't be used: .+\.$/);
    assert.deepEqual(await client.breaks(), []);
    assert.deepEqual(client.errors, []);
  });
}

test('references in circles end', async (t) => {
  const [a, b] = [
    '{"type":"record","name":"com.example.A","fields":[{"name":"b","type":["null","com.example.B"]}]}',
    '{"type":"record","name":"com.example.B","fields":[{"name":"a","type":["null","com.example.A"]}]}',
  ];
  const client = await startJudged(t, {
    baselines: [subject([version(7, order('{"name":"a","type":"A"}'), [a, b, a])], { level: 'FULL' })],
  });
  client.open(b, { uri: 'file:///schemas/b.avsc' });
  client.open(a, { uri: 'file:///schemas/a.avsc' });
  client.open(order('{"name":"a","type":"A"}'), { uri });
  await client.said('Same as orders-value v7');
  assert.deepEqual(client.errors, []);
});

test('lenses are refreshed only where no edit makes the editor ask', async (t) => {
  const client = await startJudged(t, beside, { delays: { ...quickly, checkingMs: 10_000 } });
  const text = order(idField);
  client.open(text, { uri });
  await client.said('Same as orders-value v7');
  assert.deepEqual((await client.lenses())[0], 'Same as orders-value v7 ✓');
  const before = client.lensRefreshes();
  client.edit(uri, { start: text.length - 2, end: text.length - 2, text: `,${currency}` });
  await client.said("Can't read 1 thing of orders-value v7 (BACKWARD)");
  assert.deepEqual((await client.lenses())[0], "$(error)\u00a0Can't read 1 thing of orders-value v7 (BACKWARD)");
  assert.equal(client.lensRefreshes(), before);
  await client.change({ baselines: [subject([v7, version(8, order(idField, currency))])] });
  await client.until(() => client.lensRefreshes() > before);
  assert.deepEqual((await client.lenses())[0], 'Same as orders-value v8 ✓');
});

test('the client is told of a document only what it does not know', async (t) => {
  const client = await startJudged(t, beside);
  client.open(order(idField), { uri });
  await client.said('Same as orders-value v7');
  await client.lenses();
  const told = client.verdicts.length;
  client.edit(uri, { start: 0, end: 0, text: '\n' });
  assert.deepEqual((await client.lenses())[0], 'Same as orders-value v7 ✓');
  assert.equal(client.verdicts.length, told);
});
