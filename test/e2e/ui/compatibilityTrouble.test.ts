import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inRoot } from '../../../tools/support/paths.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import { SchemaWindow } from '../schemaWindow.ts';

// What goes wrong between a schema and its registry: the editor says it, goes on with what it knows, and never freezes.

const text = readFileSync(inRoot('test/e2e/evolution/returns.avsc'), 'utf8');

let workbench: RunningWorkbench;
let window: SchemaWindow;
let page: WorkbenchPage;
let registry: FakeRegistry;

before(async () => {
  registry = await FakeRegistry.start({ flavour: 'confluent' });
  for (let count = 0; count < 20_000; count++) registry.add(`bulk.${String(count).padStart(5, '0')}-value`, '"string"', { schemaId: 1 });
  registry.add('returns-value', text.replace('"LATE"', '"LATE", "LOST"'), { schemaId: 20 });
  registry.add('returns-value', text, { schemaId: 21 });
  registry.levels.set('returns-value', 'FORWARD_TRANSITIVE');
  registry.add('archive.returns-value', text, { schemaId: 21 });
  workbench = await startWorkbench({ settings: { ...SchemaWindow.settings, 'workbench.colorTheme': 'Default Light Modern' } });
  const opened = await workbench.open(inRoot('test/e2e/evolution'), (folder) => {
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const connections = { odd: { brokers: ['127.0.0.1:1'], registry: { url: registry.url } } };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'avroWorkbench.connections': connections }));
  });
  window = new SchemaWindow(opened);
  page = window.page;
});
after(async () => {
  await page.shot('trouble-last');
  await workbench.close();
  await registry.close();
});

test('two subjects fit: it is asked once, by a click, and kept in the settings', async () => {
  await page.openFile('returns.avsc');
  await page.lens('Choose Subject…').waitFor();
  await page.shot('trouble-ambiguous');
  await page.clickLens('Choose Subject…');
  await page.option('returns-value').first().waitFor();
  await page.shot('trouble-choose-subject');
  await page.pick(/^returns-value/);
  await page.lens('Same as returns-value v2 ✓').waitFor();
  const settings = JSON.parse(window.saved('.vscode/settings.json')) as Record<string, unknown>;
  assert.deepEqual(settings['avroWorkbench.subjects'], { '/returns.avsc': [{ subject: 'returns-value', connection: 'odd' }] });
});

test('a change that breaks readers of several versions says which', async () => {
  await window.cursorBehind('returns.avsc', '{ "name": "amount", "type": "long');
  for (let letters = 0; letters < 4; letters++) await window.press('Shift+ArrowLeft');
  await page.page.keyboard.insertText('double');
  await page.lens('1 change breaks readers of v1…v2 (FORWARD_TRANSITIVE)').waitFor();
  await window.underlined('"amount"', '"double"');
  await page.problems();
  await window.problem(/Readers that still use versions 1 and 2 can't read "amount"/).waitFor();
  await page.shot('trouble-forward');
  await window.problem('Version 2: "amount" is here.').click();
  await page.tab('v2.avsc').waitFor();
  await page.status(/Ln 8, Col \d+/).waitFor();
  await page.shot('trouble-related');
  await page.openFile('returns.avsc');
  await window.closeProblems();
});

test('a registry that no longer answers: the editor goes on with what it knows, and says since when', async () => {
  registry.misbehaviour = 'html';
  await page.typeCommand('Avro: Refresh Registries');
  await page.lens(/1 change breaks readers of v1…v2 \(FORWARD_TRANSITIVE\), as of \d\d:\d\d/).waitFor();
  await page.shot('trouble-old');
  await page.line('"amount"').click();
  await window.press('Control+Z');
  await page.lens(/Same as returns-value v2 ✓/).waitFor();
  await page.shot('trouble-old-same');
  registry.misbehaviour = undefined;
  await page.typeCommand('Avro: Refresh Registries');
  await page.lens(/^Same as returns-value v2 ✓$/).waitFor();
});

test('twenty thousand subjects: the view opens, groups and filters', async () => {
  const asked = registry.requests.length;
  await page.view('Avro');
  await page.registryRow(/^odd/).click();
  await page
    .registryRow('returns-value')
    .or(page.registryRow(/\d+ subjects|…/))
    .first()
    .waitFor();
  await page.shot('trouble-many');
  await page.registryRow(/^odd/).hover();
  await page.page.locator('.sidebar').getByRole('button', { name: 'Filter Subjects…' }).click();
  await page.typeAnswer(/subject/i, 'returns');
  await page.registryRow('bulk.00499-value').waitFor({ state: 'hidden' });
  for (const found of ['archive.returns-value', /^returns-value/]) await page.registryRow(found).waitFor();
  await page.shot('trouble-many-filtered');
  assert.ok(registry.requests.length - asked < 400, `${registry.requests.length - asked} requests`);
});

test('a registry that refuses at registering has the last word', async () => {
  await page.openFile('returns.avsc');
  await window.cursorBehind('returns.avsc', '{ "name": "amount", "type": "long" },');
  await page.page.keyboard.insertText(' { "name": "extra", "type": "int", "default": 0 },');
  await page.lens('Register Schema…').waitFor();
  registry.incompatible.add('returns-value');
  await page.clickLens('Register Schema…');
  await page.option('returns-value').first().waitFor();
  await page.pick(/^returns-value/);
  await page
    .option('The Registry Would Refuse It')
    .or(page.option(/^Register/))
    .first()
    .waitFor();
  await page.shot('trouble-refused');
  await window.press('Escape');
  await page.quickInput.waitFor({ state: 'hidden' });
  assert.ok(!registry.requests.some(({ method, path: asked }) => method === 'POST' && asked === '/subjects/returns-value/versions'));
});

test('what differs from the latest version stands at its subject, and is compared by one click', async () => {
  await window.save('returns.avsc');
  await page.view('Avro');
  const row = page.registryRow(/^returns-value.*differs from returns\.avsc: \+1 field/);
  await row.waitFor();
  await row.hover();
  await page.shot('trouble-drift');
  await row.getByRole('button', { name: 'Compare with Version…' }).click();
  await page.option('Text').first().waitFor();
  await page.pick('Text');
  await page.tab(/returns-value v2 ↔ returns\.avsc/).waitFor();
  await page.shot('trouble-drift-diff');
});

test('a history goes into a folder', async () => {
  await page.contextMenu(page.registryRow(/^returns-value/), 'Import Subject History…');
  await page.quickInput.waitFor();
  await page.shot('trouble-import');
  await page.quickField.fill(`${window.folder}/`);
  await page.quickInput
    .getByRole('button', { name: /OK|Import|Here/ })
    .first()
    .click();
  await page.toast(/returns-value/).waitFor();
  await page.shot('trouble-imported');
  assert.deepEqual(readdirSync(path.join(window.folder, 'returns-value')).sort(), ['subject.json', 'v1.avsc', 'v2.avsc']);
});
