import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../../client/commands/context.ts';
import { comparisonPage } from '../../../client/commands/comparisonPage.ts';
import { compareVersions } from '../../../client/commands/compareVersions.ts';
import { compareWithVersion } from '../../../client/commands/compareWithVersion.ts';
import type { ActiveEditor } from '../../../client/ui.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { createSchemaCommands, type SchemaCommandOptions, type SchemaCommands } from '../../fakes/schemaCommands.ts';

const record = (name: string, ...types: readonly string[]): string =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });
const order = 'file:///s/order.avsc';
const files: Readonly<Record<string, string>> = {
  [order]: record('n.Order', 'int'),
  'file:///s/broken.avsc': '{"type":"record","name":"R","fields":[{"name":"a"}]}',
  'file:///a/twice.avsc': record('n.Twice'),
  'file:///b/twice.avsc': record('n.Twice'),
};

interface Running extends SchemaCommandOptions {
  readonly args?: readonly unknown[];
  readonly editor?: Pick<ActiveEditor, 'uri' | 'language'>;
  readonly prepare?: (local: FakeRegistrySession) => void;
}

async function run(command: Command, { args = [], editor, prepare, ...options }: Running): Promise<SchemaCommands> {
  const local = new FakeRegistrySession();
  for (const text of [record('n.Order'), record('n.Order', 'long'), record('n.Order', 'long', 'string')]) local.add('orders-value', text);
  local.add('customers-value', record('n.Customer'));
  prepare?.(local);
  const fake = createSchemaCommands({ files, registries: { local }, ...options });
  if (editor !== undefined) fake.ui.editor = { ...editor, selection: '', offset: 0 };
  await fake.runOne(command, ...args);
  assert.deepEqual(fake.ui.unused, []);
  return fake;
}

const orders = { connection: 'local', subject: 'orders-value' };
const own = { [order]: [{ ...orders, isChosen: false }] };

test('compare with version: the subject of the file stands first, then the latest version; back asks again', async () => {
  const { ui, events } = await run(compareWithVersion, {
    editor: { uri: order, language: 'avro-schema' },
    own,
    answers: [{ pick: 'orders-value' }, { pick: 'Version 3' }, 'back', { pick: 'Version 2' }, { pick: 'Text' }],
  });
  assert.deepEqual(ui.offered, [
    ['orders-value', 'customers-value'],
    ['Version 3', 'Version 2', 'Version 1'],
    ['Text', 'Meaning'],
    ['Version 3', 'Version 2', 'Version 1'],
    ['Text', 'Meaning'],
  ]);
  assert.deepEqual(ui.asked.slice(0, 3), [
    'pick Compare with Version 1/3',
    'pick Compare with Version 2/3 <',
    'pick Compare with Version 3/3 <',
  ]);
  assert.deepEqual(events, ['diff orders-value v2 ↔ order.avsc']);
});

test('compare with version: what is known by a problem of the text opens at once', async () => {
  const { ui, events } = await run(compareWithVersion, { args: [{ uri: order, ...orders, version: 1 }] });
  assert.deepEqual([ui.asked, events], [[], ['diff orders-value v1 ↔ order.avsc']]);
});

test('compare with version: of a subject, its latest version with the file that defines its type', async () => {
  const { ui, events } = await run(compareWithVersion, { args: [orders], answers: [{ pick: 'Text' }] });
  assert.deepEqual([ui.asked, events], [['pick Compare with Version 1/1'], ['diff orders-value v3 ↔ order.avsc']]);
});

test('compare with version: of several files with the type, the one that the subject belongs to', async () => {
  const twice = { connection: 'local', subject: 'twice' };
  const given = (subjects: SchemaCommandOptions['own']): Running => ({
    args: [{ ...twice, version: 1 }],
    own: subjects ?? {},
    answers: [...(subjects === undefined ? [{ pick: 'b/twice.avsc' }] : []), { pick: 'Text' }],
    prepare: (local) => void local.add('twice', record('n.Twice', 'int')),
  });
  const clear = await run(compareWithVersion, given({ 'file:///b/twice.avsc': [{ ...twice, isChosen: true }] }));
  assert.deepEqual([clear.ui.offered, clear.events], [[['Text', 'Meaning']], ['diff twice v1 ↔ twice.avsc']]);
  const unclear = await run(compareWithVersion, given(undefined));
  assert.deepEqual(unclear.ui.offered[0], ['a/twice.avsc', 'b/twice.avsc', 's/order.avsc', 's/broken.avsc']);
});

test('compare with version: of a subject whose type no file defines, the file is asked for', async () => {
  const { ui, events } = await run(compareWithVersion, {
    args: [{ connection: 'local', subject: 'customers-value' }],
    answers: [{ pick: 's/order.avsc' }, { pick: 'Text' }],
  });
  assert.deepEqual(ui.asked, ['pick Compare with Version 1/2', 'pick Compare with Version 2/2 <']);
  assert.deepEqual(events, ['diff customers-value v1 ↔ order.avsc']);
});

test('compare with version: from a document that is a version, with another one of its subject', async () => {
  const { ui, events } = await run(compareWithVersion, {
    args: ['avro-registry:/local/orders-value/v2.avsc'],
    answers: [{ pick: 'Version 3' }, { pick: 'Text' }],
  });
  assert.deepEqual(ui.offered[0], ['Version 3', 'Version 1']);
  assert.deepEqual(events, ['diff orders-value v2 ↔ orders-value v3']);
});

test('compare with version: by meaning, on a page; the next time that is offered first', async () => {
  const { ui, events, runOne } = await run(compareWithVersion, {
    args: [{ ...orders, version: 2 }],
    answers: [{ pick: 'Meaning' }],
  });
  assert.deepEqual(events, []);
  const [page] = ui.texts;
  assert.deepEqual([page?.title, page?.language], ['orders-value v2 ↔ order.avsc.md', 'markdown']);
  assert.match(page?.text ?? '', /^# From orders-value v2 to order\.avsc\n/);
  assert.match(
    page?.text ?? '',
    /✗ order\.avsc can't read what was written with orders-value v2 \(BACKWARD\):\n\n- "f0" was written as long/,
  );
  assert.match(page?.text ?? '', /✓ Readers that still use orders-value v2 can read what is written with order\.avsc \(FORWARD\)\./);
  ui.answer('escape');
  await runOne(compareWithVersion, { ...orders, version: 2 });
  assert.deepEqual(ui.offered.at(-1), ['Meaning', 'Text']);
});

for (const { name, running, notice } of [
  {
    name: 'a file with errors, by its text all the same',
    running: { args: [{ ...orders, version: 2, uri: 'file:///s/broken.avsc' }] },
    notice: undefined,
  },
  {
    name: 'no registry',
    running: { registries: {}, editor: { uri: order, language: 'avro-schema' } },
    notice: "error: Can't compare the schema: no connection has a schema registry. Use Avro: Add Connection…. [Show Output]",
  },
  {
    name: 'a subject that is not there',
    running: { args: [{ connection: 'local', subject: 'gone' }] },
    notice: "error: Can't fetch gone: the registry has no subject gone. [Edit Connection…] [Show Output]",
  },
  {
    name: 'a schema of another language, by its meaning',
    running: {
      args: [{ connection: 'local', subject: 'proto' }],
      answers: [{ pick: 's/order.avsc' }, { pick: 'Meaning' }],
      prepare: (local) => void local.add('proto', 'syntax = "proto3";', { schemaType: 'PROTOBUF' }),
    },
    notice: "error: Can't compare the schema: proto v1 is a schema of PROTOBUF, not of Avro. [Show Output]",
  },
  {
    name: 'a registry that is down',
    running: {
      args: [{ ...orders, version: 2 }],
      prepare: (local) => local.fail('all', new RegistryError('registry/unreachable', 'Cannot reach the registry.')),
    },
    notice: "error: Can't fetch orders-value: cannot reach the registry. [Edit Connection…] [Show Output]",
  },
] as readonly { readonly name: string; readonly running: Running; readonly notice: string | undefined }[]) {
  test(`compare with version: ${name}`, async () => {
    const { ui } = await run(compareWithVersion, running);
    assert.deepEqual(ui.notices, notice === undefined ? [] : [notice]);
  });
}

test('compare with version: a file with errors is refused by its meaning, and its problems are offered', async () => {
  const { ui } = await run(compareWithVersion, {
    args: ['file:///s/broken.avsc'],
    answers: [{ pick: 'orders-value' }, { pick: 'Version 3' }, { pick: 'Meaning' }, { button: 'Show Problems' }],
  });
  assert.deepEqual(ui.notices, ["error: Can't compare the schema: broken.avsc has 1 error. [Show Problems]"]);
  assert.deepEqual(ui.problems, ['file:///s/broken.avsc']);
});

test('compare: one registry that is down leaves the subjects of the others', async () => {
  const down = new FakeRegistrySession();
  down.fail('all', new RegistryError('registry/unreachable', 'Cannot reach the registry.'));
  const up = new FakeRegistrySession();
  up.add('a-value', record('n.A'));
  const { ui, logged } = await run(compareVersions, { registries: { down, up }, answers: ['escape'] });
  assert.deepEqual(ui.offered, [['a-value']]);
  assert.deepEqual(logged, ["The subjects of down can't be listed: Cannot reach the registry."]);
});

test('compare versions: of a version, with the one before it', async () => {
  const { ui, events } = await run(compareVersions, { args: [{ ...orders, version: 3 }], answers: [{ pick: 'Text' }] });
  assert.deepEqual([ui.asked, events], [['pick Compare Versions 1/1'], ['diff orders-value v2 ↔ orders-value v3']]);
});

test('compare versions: before the first there is none, so another one is asked for', async () => {
  const { ui, events } = await run(compareVersions, {
    args: [{ ...orders, version: 1 }],
    answers: [{ pick: 'Version 2' }, { pick: 'Text' }],
  });
  assert.deepEqual(ui.offered[0], ['Version 3', 'Version 2']);
  assert.deepEqual(events, ['diff orders-value v1 ↔ orders-value v2']);
});

test('compare versions: the only version of a subject has nothing beside it', async () => {
  const only = { connection: 'local', subject: 'customers-value' };
  const said = "error: Can't compare the versions: customers-value has no other version than 1. [Show Output]";
  assert.deepEqual((await run(compareVersions, { args: [{ ...only, version: 1 }] })).ui.notices, [said]);
  assert.deepEqual((await run(compareVersions, { args: [only], answers: [{ pick: 'Version 1' }] })).ui.notices, [said]);
});

test('compare versions: with nothing given, subject, two versions and how are asked; the older stands left', async () => {
  const { ui, events } = await run(compareVersions, {
    answers: [{ pick: 'orders-value' }, { pick: 'Version 1' }, { pick: 'Version 3' }, 'back', { pick: 'Version 2' }, { pick: 'Text' }],
  });
  assert.deepEqual(ui.asked, [
    'pick Compare Versions 1/4',
    'pick Compare Versions 2/4 <',
    'pick Compare Versions 3/4 <',
    'pick Compare Versions 4/4 <',
    'pick Compare Versions 3/4 <',
    'pick Compare Versions 4/4 <',
  ]);
  assert.deepEqual(events, ['diff orders-value v1 ↔ orders-value v2']);
});

test('compare versions: by meaning, a subject with slashes has a tab of its whole name', async () => {
  const { ui } = await run(compareVersions, {
    args: [{ connection: 'local', subject: 'a/b' }],
    answers: [{ pick: 'Version 2' }, { pick: 'Version 1' }, { pick: 'Meaning' }],
    prepare: (local) => {
      local.add('a/b', record('n.A', 'int'));
      local.add('a/b', record('n.A', 'long'));
    },
  });
  const [page] = ui.texts;
  assert.equal(page?.title, 'a∕b v1 ↔ a∕b v2.md');
  assert.match(page.text, /✓ a\/b v2 can read what was written with a\/b v1 \(BACKWARD\)\./);
  assert.match(page.text, /✗ Readers that still use a\/b v1 can't read what is written with a\/b v2 \(FORWARD\):/);
});

test('the page about a comparison', () => {
  const page = comparisonPage({
    left: 'orders-value v7',
    right: 'orders-value v8',
    result: {
      ok: true,
      differences: [
        { kind: 'added', path: 'n.Order.currency', text: 'Field "currency" was added, with the default "EUR".' },
        { kind: 'removed', path: 'n.Order.note', text: 'Field "note" was removed.' },
        { kind: 'changed', path: '', text: 'The doc was changed.' },
        { kind: 'added', path: 'n.Order.vat', text: 'Field "vat" was added, without a default.' },
      ],
      backward: ["orders-value v8 can't read data of orders-value v7: an item was written as long.", 'Two.'],
      forward: [],
      losses: ['"amount" has scale 2 in version 7 and 3 here: 12.50 would be read as 1.250.'],
      summary: '+2 fields, -1 field',
    },
  });
  assert.equal(
    page,
    `# From orders-value v7 to orders-value v8

+2 fields, -1 field

## Who can read what

✗ orders-value v8 can't read what was written with orders-value v7 (BACKWARD):

- An item was written as long.
- Two.

✓ Readers that still use orders-value v7 can read what is written with orders-value v8 (FORWARD).

Here is orders-value v8, there is orders-value v7.

## What is read as something else

- "amount" has scale 2 in version 7 and 3 here: 12.50 would be read as 1.250.

## Removed

- \`n.Order.note\`: Field "note" was removed.

## Added

- \`n.Order.currency\`: Field "currency" was added, with the default "EUR".
- \`n.Order.vat\`: Field "vat" was added, without a default.

## Changed

- The doc was changed.
`,
  );
});

test('the page about a comparison: of what means the same', () => {
  const same = { ok: true, differences: [], backward: [], forward: [], losses: [], summary: '' } as const;
  assert.match(
    comparisonPage({ left: 'a', right: 'b', result: same }),
    /^# From a to b\n\nBoth mean the same, whatever their layout\.\n\n## Who/,
  );
});
