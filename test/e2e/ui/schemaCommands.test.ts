import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { SchemaWindow } from '../schemaWindow.ts';

// What is made of schemas by command: from the palette with keys alone, and from the explorer's menu.

let workbench: RunningWorkbench;
let window: SchemaWindow;
let page: WorkbenchPage;

before(async () => {
  workbench = await startWorkbench({ settings: SchemaWindow.settings });
  window = await SchemaWindow.open(workbench);
  page = window.page;
});
after(async () => {
  await page.shot('schema-commands-last');
  await workbench.close();
});

test('with nothing open, a file is asked for; one with mistakes is refused with a way to them', async () => {
  await page.typeCommand('Avro: Show Parsing Canonical Form');
  await page.typeChoice('Choose a schema', 'broken.avsc');
  const refusal = page.toast("Can't show the canonical form: broken.avsc has 4 errors.");
  await refusal.waitFor();
  await page.shot('schema-refusal');
  await refusal.getByRole('button', { name: 'Show Problems' }).click();
  await window.problem('This "{" is never closed.').waitFor();
  await refusal.waitFor({ state: 'hidden' });
  await window.closeProblems();
});

test('a file that is no schema is none: another one is asked for', async () => {
  await page.openFile('notes.txt');
  await page.typeCommand('Avro: Copy Fingerprint…');
  await page.quickInput.getByPlaceholder('Choose a schema').waitFor();
  await window.press('Escape');
  await page.quickInput.waitFor({ state: 'hidden' });
});

test('the canonical form stands beside its schema, follows it and can’t be changed', async () => {
  await window.cursorBehind('money.avsc', '"doc": "An am');
  await page.typeCommand('Avro: Show Parsing Canonical Form');
  await page.tab('money.canonical.avsc').waitFor();
  await page.line('{"name":"com.example.shop.Money","type":"record","fields":[').waitFor();
  await page.shot('schema-canonical');
  // No light bulb leads to changes that are refused.
  await page.page.keyboard.type('x');
  await page.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor();
  await window.press('Escape');
  await window.press('Control+1');
  await window.cursorBehind('money.avsc', '"symbols": ["EUR"');
  await page.page.keyboard.type(', "GBP"');
  const canonical = page.page.locator('.editor-group-container:not(.active) .view-line', { hasText: '"symbols":["EUR","GBP","USD"]' });
  await canonical.waitFor();
  await window.undo('money.avsc');
  await canonical.waitFor({ state: 'hidden' });
  await window.press('Control+2');
  await window.press('Control+W');
});

test('a self-contained schema holds what other files define', async () => {
  await page.openFile('customer.avsc');
  await page.typeCommand('Avro: Show Self-Contained Schema');
  await page.tab('customer.self-contained.avsc').waitFor();
  await page.line('"name": "Money",').waitFor();
  await page.line('"logicalType": "decimal"').waitFor();
  await page.shot('schema-self-contained');
  await window.press('Control+W');
  await page.openFile('delivery.avsc');
  await page.typeCommand('Avro: Show Self-Contained Schema');
  const refusal = page.toast(/com\.example\.shop\.Parcel/);
  await refusal.waitFor();
  await page.shot('schema-missing');
  await page.typeCommand('Notifications: Clear All Notifications');
  await refusal.waitFor({ state: 'hidden' });
});

test('fingerprints are shown, copied and named', async () => {
  await page.openFile('money.avsc');
  await page.typeCommand('Avro: Copy Fingerprint…');
  await page.option('SHA-256').waitFor();
  await page.shot('schema-fingerprints');
  await page.typeChoice('Which fingerprint of money.avsc to copy', 'MD5');
  await window.clipboard(/^7748410765870bace530185c1abd8bed$/);
  await page.status('Copied MD5 of money.avsc.').waitFor();
});

test('files are listed in the order in which they need each other, from the palette and the explorer', async () => {
  await page.openFile('order.avsc');
  await page.typeCommand('Avro: List Files in Dependency Order');
  await page.typeChoice('Which files to list', 'customer.avsc');
  await page.line(/^money.avsc/).waitFor();
  await page.shot('schema-order');
  const lines = await page.editor.locator('.view-line').allInnerTexts();
  const files = lines.map((line) => line.trim()).filter((line) => line.endsWith('.avsc') && !line.startsWith('#'));
  assert.deepEqual(files, ['money.avsc', 'customer.avsc']);
  await page.typeCommand('View: Revert and Close Editor');

  const row = (name: string) => page.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  await row('customer.avsc').click();
  await row('money.avsc').click({ modifiers: ['Control'] });
  await row('money.avsc').click({ button: 'right' });
  await page.submenu('Avro', 'List Files in Dependency Order');
  await page.menuItem('List Files in Dependency Order');
  await page.line(/^money.avsc/).waitFor();
  assert.deepEqual(
    (await page.editor.locator('.view-line').allInnerTexts()).map((line) => line.trim()).filter((line) => line !== ''),
    ['money.avsc', 'customer.avsc'],
  );
  await page.typeCommand('View: Revert and Close Editor');
});
