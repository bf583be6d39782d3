import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';

const order = 'file:///s/order.avsc';
const money = 'file:///s/money.avsc';
const broken = 'file:///s/broken.avsc';
const protocol = 'file:///s/orders.avpr';
const files: Readonly<Record<string, string>> = {
  [order]:
    '{"type":"record","name":"Order","namespace":"n","fields":[{"name":"price","type":"Money"},{"name":"state","type":{"type":"enum","name":"State","symbols":["NEW"]}}]}',
  [money]: '{"type":"record","name":"n.Money","fields":[{"name":"amount","type":"long"}]}',
  [broken]: '{"type":"record","name":"R","fields":[{"name":"a"}]}',
  [protocol]: '{"protocol":"P","namespace":"n","types":[{"type":"fixed","name":"F","size":2},{"type":"enum","name":"E","symbols":["A"]}]}',
  'file:///s/one.avpr': '{"protocol":"P","namespace":"n","types":[{"type":"fixed","name":"Only","size":2}]}',
  'file:///s/empty.avpr': '{"protocol":"P"}',
};

interface Running extends FakeContextOptions {
  readonly args?: readonly unknown[];
  /** The active editor: a file, with the cursor before this text of it. */
  readonly editor?: { readonly uri: string; readonly before?: string; readonly language?: string };
}

async function run(id: string, { args = [], editor, ...options }: Running): Promise<FakeContext> {
  const fake = createFakeContext({ files, ...options });
  if (editor !== undefined) {
    const { uri, before = '', language = 'avro-schema' } = editor;
    fake.ui.editor = { uri, language, selection: '', offset: (files[uri] ?? '').indexOf(before) };
  }
  await fake.run(id, ...args);
  assert.deepEqual(fake.ui.unused, []);
  return fake;
}

/** What the editor hands over: more than a string. */
function toUri(uri: string): unknown {
  return { scheme: 'file', path: uri.slice('file://'.length), toString: () => uri };
}

for (const { name, running, shown, asked = [], offered = [] } of [
  { name: 'the schema in the active editor', running: { editor: { uri: order } }, shown: order },
  { name: 'an .avsc of another language', running: { editor: { uri: order, language: 'json' } }, shown: order },
  {
    name: 'a file of the explorer, whatever is open',
    running: { args: [toUri(money), [toUri(money)]], editor: { uri: order } },
    shown: money,
  },
  {
    name: 'a file of the explorer that is open too, whatever its cursor is in',
    running: { args: [toUri(order), [toUri(order)]], editor: { uri: order, before: '"NEW"' } },
    shown: order,
  },
  {
    name: 'a file that is asked for, where none is at hand',
    running: { editor: { uri: 'file:///readme.md', language: 'markdown' }, answers: [{ pick: 's/money.avsc' }] },
    shown: money,
    asked: ['pick Show Parsing Canonical Form'],
    offered: [['s/order.avsc', 's/money.avsc', 's/broken.avsc', 's/orders.avpr', 's/one.avpr', 's/empty.avpr']],
  },
  {
    name: 'the whole schema, where the cursor is in a part of it',
    running: { args: [toUri(order)], editor: { uri: order, before: '"NEW"' }, answers: [{ pick: 'n.Order' }] },
    shown: order,
    asked: ['pick Show Parsing Canonical Form'],
    offered: [['n.Order', 'n.State']],
  },
  {
    name: 'the type at the cursor',
    running: { editor: { uri: order, before: '"NEW"' }, answers: [{ pick: 'n.State' }] },
    shown: 'n.State',
    asked: ['pick Show Parsing Canonical Form'],
    offered: [['n.Order', 'n.State']],
  },
  {
    name: 'no question where the cursor is on a type of another file',
    running: { editor: { uri: order, before: '"Money"' } },
    shown: order,
  },
  {
    name: 'a type of a protocol',
    running: { editor: { uri: protocol, language: 'avro-protocol' }, answers: [{ pick: 'n.E' }] },
    shown: 'n.E',
    asked: ['pick Show Parsing Canonical Form'],
    offered: [['n.F', 'n.E']],
  },
  { name: 'the only type of a protocol', running: { args: [toUri('file:///s/one.avpr')] }, shown: 'n.Only' },
] as readonly {
  readonly name: string;
  readonly running: Running;
  readonly shown: string;
  readonly asked?: readonly string[];
  readonly offered?: readonly (readonly string[])[];
}[]) {
  test(`show canonical form: ${name}`, async () => {
    const { ui, events } = await run('showCanonicalForm', running);
    assert.deepEqual([events, ui.asked, ui.offered, ui.notices], [[`show canonical ${shown}`], asked, offered, []]);
  });
}

test('show self-contained schema: of the same schemas', async () => {
  const { events } = await run('showSelfContained', { editor: { uri: order } });
  assert.deepEqual(events, [`show selfContained ${order}`]);
});

for (const { id, failure } of [
  { id: 'showCanonicalForm', failure: "Can't show the canonical form" },
  { id: 'showSelfContained', failure: "Can't show the self-contained schema" },
  { id: 'copyFingerprint', failure: "Can't copy the fingerprint" },
]) {
  test(`${id}: a schema with errors leads to its problems`, async () => {
    const { ui, events } = await run(id, { editor: { uri: broken }, answers: [{ button: 'Show Problems' }] });
    assert.deepEqual(ui.notices, [`error: ${failure}: broken.avsc has 1 error. [Show Problems]`]);
    assert.deepEqual([ui.problems, events, ui.clipboard], [[broken], [], '']);
  });

  test(`${id}: what is missing is said`, async () => {
    const { ui, events } = await run(id, { editor: { uri: order }, files: { [order]: files[order] ?? '' } });
    assert.deepEqual(ui.notices, [`error: ${failure}: order.avsc needs n.Money, which no schema file defines.`]);
    assert.deepEqual(events, []);
  });

  test(`${id}: a file that has gone is said`, async () => {
    const { ui } = await run(id, { args: [toUri('file:///s/gone.avsc')] });
    assert.deepEqual(ui.notices, [`error: ${failure}: gone.avsc can't be read, or is not a schema.`]);
  });

  test(`${id}: a protocol without types and a workspace without schemas are said`, async () => {
    const empty = await run(id, { args: [toUri('file:///s/empty.avpr')] });
    assert.deepEqual(empty.ui.notices, [`error: ${failure}: empty.avpr defines no type. [Show Output]`]);
    const none = await run(id, { files: {} });
    assert.deepEqual(none.ui.notices, [`error: ${failure}: there is no schema file (.avsc or .avpr) in this workspace. [Show Output]`]);
  });

  test(`${id}: a user who cancels hears nothing`, async () => {
    const fake = createFakeContext({ files });
    fake.ui.cancelProgress = true;
    await fake.run(id, toUri(order));
    assert.deepEqual([fake.ui.notices, fake.events, fake.ui.clipboard], [[], [], '']);
  });
}

// Each of the values is Java's, of {"name":"n.Money","type":"record","fields":[{"name":"amount","type":"long"}]}.
for (const { pick, value } of [
  { pick: 'CRC-64-AVRO', value: '55bfe70b6eeb2cc4' },
  { pick: 'CRC-64-AVRO as a Number', value: '6178911250067172548' },
  { pick: 'CRC-64-AVRO as Bytes', value: 'c42ceb6e0be7bf55' },
  { pick: 'MD5', value: '01fbab63c3dcd24329fef4371c099a78' },
  { pick: 'SHA-256', value: 'c1cc541b84f3ab90374adff57166a498cee509ebbe0886859c2ff926c10f8990' },
]) {
  test(`copy fingerprint: ${pick}`, async () => {
    const { ui, context } = await run('copyFingerprint', { editor: { uri: money }, answers: [{ pick }] });
    assert.equal(ui.clipboard, value);
    assert.deepEqual(ui.offered, [['CRC-64-AVRO', 'CRC-64-AVRO as a Number', 'CRC-64-AVRO as Bytes', 'MD5', 'SHA-256']]);
    assert.deepEqual([ui.notices, ui.statuses], [[], [`Copied ${pick} of money.avsc.`]]);
    assert.equal(context.memory.get('fingerprint'), pick);
  });
}
