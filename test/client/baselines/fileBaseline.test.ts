import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestBaselines, record } from './baselineParts.ts';

const uri = 'file:///w/schemas/orders.avsc';
const { signal } = new AbortController();
const order = record('n.Order', 'id');
const files: Readonly<Record<string, string>> = {
  [uri]: record('n.Order', 'id', 'note'),
  'file:///w/old/orders.v1.avsc': order,
  'file:///w/versions/v10.avsc': record('n.Order', 'ten'),
  'file:///w/versions/v2.avsc': record('n.Order', 'two'),
  'file:///w/versions/v1.avsc': record('n.Order', 'one'),
  'file:///w/versions/readme.md': '# n.Order',
  'file:///w/versions/clicks.v1.avsc': record('n.Click', 'Order'),
  'file:///w/released/2/orders.avsc': record('n.Order', 'two'),
  'file:///w/released/1/orders.avsc': '{"type":"record","name":"n.Order","fields":[{"name":"a","type":"Money"}]}',
  'file:///w/released/1/money.avsc': record('n.Money', 'amount'),
  'file:///w/renamed/1.avsc': record('n.Purchase', 'one'),
  'file:///w/renamed/2.avsc': record('n.Purchase', 'two'),
  'file:///w/renamed/deep/3.avsc': record('n.Purchase', 'three'),
};

for (const { name, text, level = 'BACKWARD_TRANSITIVE', kind, label, versions } of [
  { name: 'a file', text: 'old/orders.v1.avsc', kind: 'file', label: 'orders.v1.avsc', versions: ['orders.v1.avsc'] },
  { name: 'a file by its whole path', text: '/w/old/orders.v1.avsc', kind: 'file', label: 'orders.v1.avsc', versions: ['orders.v1.avsc'] },
  {
    name: 'a folder, as people number its versions',
    text: 'versions',
    kind: 'folder',
    label: 'versions',
    versions: ['v1.avsc', 'v2.avsc', 'v10.avsc'],
  },
  { name: 'the last version of a folder', text: 'versions', level: 'BACKWARD', kind: 'folder', label: 'versions', versions: ['v10.avsc'] },
  {
    name: 'a folder with a folder for each version',
    text: 'released',
    kind: 'folder',
    label: 'released',
    versions: ['1/orders.avsc', '2/orders.avsc'],
  },
  {
    name: 'a folder in which the type had another name',
    text: 'renamed',
    kind: 'folder',
    label: 'renamed',
    versions: ['1.avsc', '2.avsc'],
  },
  { name: 'the folder of the file itself', text: 'schemas', kind: 'folder', label: 'schemas', versions: [] },
] as const) {
  test(`file baseline: ${name}`, async () => {
    const { baselines } = createTestBaselines({ files, settings: { 'compatibility.level': level } });
    const baseline = await baselines.ofText(text, uri, signal);
    assert.deepEqual([baseline.kind, baseline.label, baseline.level, baseline.connection], [kind, label, level, undefined]);
    assert.deepEqual(
      baseline.versions.map((version) => version.label),
      versions,
    );
    for (const version of baseline.versions) assert.equal(files[version.uri], version.text);
  });
}

test('file baseline: without a level in the settings it is BACKWARD, and what a version needs stands beside it', async () => {
  const { baselines } = createTestBaselines({
    files: { ...files, 'file:///w/released/2/orders.avsc': files['file:///w/released/1/orders.avsc'] ?? '' },
  });
  const { level, versions } = await baselines.ofText('released', uri, signal);
  assert.deepEqual([level, versions.map(({ label, references }) => [label, references])], ['BACKWARD', [['2/orders.avsc', []]]]);
  const first = await baselines.ofText('released/1/orders.avsc', uri, signal);
  assert.deepEqual(first.versions[0]?.references, [record('n.Money', 'amount')]);
});

test('file baseline: what is missing is a sentence, and what changes is told', async () => {
  const it = createTestBaselines({ files, settings: { 'compatibility.baseline': 'old/orders.v1.avsc' } });
  await assert.rejects(it.baselines.ofText('gone', uri, signal), { message: 'There is no file or folder gone to compare with.' });
  const params = { uri, fullname: 'n.Order' };
  it.baselines.find(params);
  await it.baselines.refresh([uri]);
  assert.equal(it.baselines.find(params).baselines[0]?.versions[0]?.text, order);
  it.changes.length = 0;
  it.files['file:///w/old/orders.v1.avsc'] = record('n.Order', 'other');
  await it.baselines.refresh([uri], 'path');
  assert.deepEqual(it.changes, [[uri]]);
  // A file that has gone is no old knowledge of a registry.
  delete it.files['file:///w/old/orders.v1.avsc'];
  await it.baselines.refresh([uri]);
  assert.deepEqual(it.baselines.find(params), {
    baselines: [],
    without: 'unavailable',
    reason: 'There is no file or folder old/orders.v1.avsc to compare with.',
  });
  it.settings['compatibility.baseline'] = 'gone';
  it.baselines.reconsider();
  await it.baselines.refresh([uri]);
  assert.deepEqual(it.baselines.find(params), {
    baselines: [],
    without: 'unavailable',
    reason: 'There is no file or folder gone to compare with.',
  });
});
