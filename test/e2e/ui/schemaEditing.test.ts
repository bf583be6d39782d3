import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { SchemaWindow } from '../schemaWindow.ts';

// Schemas of a folder, edited by a person: what is seen, and what the keyboard does.

let workbench: RunningWorkbench;
let window: SchemaWindow;
let page: WorkbenchPage;

before(async () => {
  workbench = await startWorkbench({ settings: SchemaWindow.settings });
  window = await SchemaWindow.open(workbench);
  page = window.page;
});
after(async () => {
  await page.shot('schema-last');
  await workbench.close();
});

test('every mistake is underlined at the exact words', async () => {
  await page.openFile('order.avsc');
  await window.underlined('"note"', '"strin"');
  await window.underlined('"pieces"', '1.5');
  await window.underlined('"placed_at"', '"logicalType"');
  assert.equal(await page.squiggles().count(), 2);
  assert.equal(await page.squiggles('warning').count(), 1);
  await page.problems();
  await window.problem('"strin" is not a type. Did you mean "string"?').waitFor();
  await window.problem('1.5 is not an int.').waitFor();
  await window.problem('"logicalType" is ignored on a field').waitFor();
});

test('what is linked behind a finding is the rule, in the panel as in the hover', async () => {
  await page.typeCommand('Avro: Show Rules');
  await window.rulesLoaded();
  await window.problem('1.5 is not an int.').locator('a.monaco-link').click();
  await window.rulesAt('invalid-default');
  await window.closeProblems();

  await window.cursorBehind('order.avsc', '"note", "type": "stri');
  const hover = await window.hover();
  await hover.getByText('"strin" is not a type. Did you mean "string"?').waitFor();
  await page.shot('schema-hover');
  await hover.locator('a.code-link', { hasText: 'unknown-type' }).click();
  await window.rulesAt('unknown-type');
  await page.shot('schema-rule');

  await window.cursorBehind('order.avsc', '"logicalT');
  await window.act('Show Documentation of "logical-type-on-field"');
  await window.rulesAt('logical-type-on-field');
  await window.press('Control+W');
  await page.tab('rules.md').waitFor({ state: 'hidden' });
});

test('a hover says what a type of another file is', async () => {
  await window.cursorBehind('order.avsc', '"Mon');
  const hover = await window.hover();
  for (const text of ['record com.example.shop.Money', 'An amount of a currency.', 'Defined in money.avsc.', 'CRC-64-AVRO']) {
    await hover.getByText(text).first().waitFor();
  }
  await page.shot('schema-hover-type');
});

test('mistakes are repaired by Ctrl+. and Enter', async () => {
  await window.cursorBehind('order.avsc', '"note", "type": "stri');
  await window.openActions('Change to "string"');
  await page.shot('schema-actions');
  await window.press('Enter');
  await page.line('{ "name": "note", "type": "string" }').waitFor();
  await window.save('order.avsc');

  await window.cursorBehind('order.avsc', '"logicalT');
  await window.openActions('Move "logicalType" into the Type');
  await window.press('Enter');
  await page.line('"type": { "type": "long", "logicalType": "timestamp-millis" }').waitFor();
  await window.save('order.avsc');

  await window.cursorBehind('order.avsc', '"default": 1.');
  await window.act('Change the Type to "double"');
  await page.line('{ "name": "pieces", "type": "double", "default": 1.5 }').waitFor();
  await window.save('order.avsc');
  await page.squiggles().first().waitFor({ state: 'hidden' });
  await page.squiggles('warning').first().waitFor({ state: 'hidden' });
});

test('a field is made nullable', async () => {
  await window.cursorBehind('order.avsc', '"name": "pie');
  await window.act('Make "pieces" Nullable, null as Its Default');
  await page.line('{ "name": "pieces", "type": ["null", "double"], "default": null }').waitFor();
  await window.save('order.avsc');
});

test('a warning is suppressed where it stands, then in the whole file', async () => {
  await page.openFile('legacy.avsc');
  await window.underlined('"name": "a"', '"deafult"');
  await window.underlined('"name": "b"', '"deafult"');
  await window.cursorBehind('legacy.avsc', '"deaf');
  await window.act('Suppress "misspelt-attribute" for com.example.old.Legacy.a');
  await page.squiggles('warning').nth(1).waitFor({ state: 'hidden' });
  await window.underlined('"name": "b"', '"deafult"');
  await window.cursorBehind('legacy.avsc', '"name": "b", "type": "string", "deaf');
  await window.act('Suppress "misspelt-attribute" in This File');
  await page.squiggles('warning').first().waitFor({ state: 'hidden' });
  const settings = JSON.parse(window.saved('.vscode/settings.json')) as Record<string, unknown>;
  assert.deepEqual(settings['avroWorkbench.suppressions'], {
    'legacy.avsc': [{ rule: 'misspelt-attribute', path: 'com.example.old.Legacy.a' }, { rule: 'misspelt-attribute' }],
  });
});

test('definitions and references are found in other files', async () => {
  await window.cursorBehind('customer.avsc', '"com.example.shop.Mon');
  await window.press('F12');
  await page.status('Ln 3, Col 11').waitFor();
  await page.line('"An amount of a currency."').waitFor();
  await window.cursorBehind('money.avsc', '"name": "Mon');
  await window.press('Shift+F12');
  const references = page.page.locator('.zone-widget .ref-tree');
  for (const file of ['customer.avsc', 'order.avsc', 'shop.avpr']) await references.getByText(file, { exact: true }).waitFor();
  await page.shot('schema-references');
  await window.press('Escape');
  await references.waitFor({ state: 'hidden' });
});

test('a type is renamed in all files, and its old name is kept as an alias', async () => {
  const rename = async (name: string): Promise<void> => {
    await window.cursorBehind('money.avsc', '"name": "Mon');
    await window.press('F2');
    const box = page.page.locator('.rename-box input');
    await box.waitFor();
    await box.fill(name);
    await window.press('Enter');
    await box.waitFor({ state: 'hidden' });
  };
  for (const { name, reason } of [
    { name: 'Order', reason: '"com.example.shop.Order" is already the name of another type.' },
    { name: 'int', reason: '"int" is a primitive type, so no other type can have this name.' },
    { name: 'a-b', reason: '"a-b" is not a name' },
  ]) {
    await rename(name);
    await page.toast(reason).waitFor();
    await page.typeCommand('Notifications: Clear All Notifications');
    await page.toast(reason).waitFor({ state: 'hidden' });
  }

  await rename('Amount');
  const preview = page.page.locator('.bulk-edit-panel');
  const row = preview.locator('.monaco-list-row', { hasText: '"aliases"' });
  await row.locator('.monaco-checkbox, input[type=checkbox]').first().click();
  await page.shot('schema-rename');
  await preview.getByRole('button', { name: 'Apply' }).click();
  await page.line('"aliases": ["Money"],').waitFor();
  await window.press('Control+K');
  await window.press('s');
  await page.page.locator('.tabs-container .tab.dirty').first().waitFor({ state: 'hidden' });
  for (const [file, text] of [
    ['order.avsc', '"name": "total", "type": "Amount"'],
    ['customer.avsc', '["null","com.example.shop.Amount"]'],
    ['shop.avpr', '"name": "total", "type": "Amount"'],
  ] as const) {
    await page.openFile(file);
    await page.line(text).waitFor();
  }
});

test('documents and selections are formatted, and broken text is left alone', async () => {
  await window.cursorBehind('messy.avsc', '  {"name":"second"');
  await window.press('Home');
  await window.press('Shift+End');
  await window.press('Control+K');
  await window.press('Control+F');
  await page.line('{ "name": "second", "type": "int" }').waitFor();
  await page.line('{"name":"first","type":"string"},').waitFor();
  await window.press('Control+Shift+I');
  await page.line('{ "name": "first", "type": "string" },').waitFor();
  await window.save('messy.avsc');
  assert.equal(
    window.saved('messy.avsc'),
    `{
  "type": "record",
  "name": "Messy",
  "fields": [
    { "name": "first", "type": "string" },
    { "name": "second", "type": "int" }
  ]
}
`,
  );
});

test('broken text says all that is wrong at once', async () => {
  const before = window.saved('broken.avsc');
  await page.openFile('broken.avsc');
  await page.problems();
  for (const text of [
    'This "{" is never closed.',
    'This "[" is never closed.',
    'JSON allows no comma before "}".',
    'A comma is missing before this.',
  ]) {
    await window.problem(text).waitFor();
  }
  await window.closeProblems();
  await window.cursorBehind('broken.avsc', '"int",');
  await window.press('Control+Shift+I');
  await window.act('Remove ","');
  await window.save('broken.avsc');
  assert.equal(window.saved('broken.avsc'), before.replace('"int",', '"int"'));
});

test('types of all files are found by name, parts of a file in its outline', async () => {
  await window.press('Control+T');
  await page.quickField.waitFor();
  await page.quickField.fill('#Currency');
  const row = page.quickInput.locator('.monaco-list-row.focused', { hasText: 'Currency' });
  await row.waitFor();
  await page.shot('schema-symbols');
  await window.press('Enter');
  await page.line('"symbols": ["EUR", "USD"]').waitFor();
  await window.press('Control+Shift+O');
  for (const name of ['Amount', 'amount', 'currency', 'Currency', 'USD']) await page.option(new RegExp(name)).first().waitFor();
  await window.press('Escape');
  // Where the namespace of a name is written somewhere else, the fullname stands behind it.
  await page.line('"Currency"com.example.shop.Currency').waitFor();
});

test('words are coloured by what they mean', async () => {
  await page.openFile('money.avsc');
  const type = await window.colour('"name": "Amount"', 'Amount');
  assert.equal(await window.colour('"namespace"', 'com.example.shop'), type);
  assert.notEqual(await window.colour('"doc"', 'An amount of a currency.'), type);
  await page.openFile('order.avsc');
  assert.equal(await window.colour('"total"', 'Amount'), type);
  assert.notEqual(await window.colour('"total"', 'total'), type);
  await page.shot('schema-colours');
  await page.openFile('shop.avdl');
  assert.equal(await window.colour('record Line', 'Line'), type);
  assert.notEqual(await window.colour('record Line', 'record'), type);
  await page.shot('schema-idl');
});

test('a nullable field is written with completion, by keys alone', async () => {
  await window.cursorBehind('messy.avsc', '"name": "second", "type": "int" }');
  await page.page.keyboard.type(', {');
  await window.press('Control+Space');
  await window.suggestion('name').waitFor();
  await window.press('Enter');
  await page.line('{"name": ""}').waitFor();
  await page.page.keyboard.type('note');
  await window.press('Tab');
  await page.page.keyboard.type(', ');
  await window.suggestion('type').waitFor();
  await window.press('Enter');
  await window.suggestion('boolean').waitFor();
  await page.page.keyboard.type('nulla');
  await window.suggestion('nullable').waitFor();
  await window.press('Enter');
  await page.line('{"name": "note", "type": ["null", "string"], "default": null}').waitFor();
  // The type is selected, to be replaced by another one.
  await page.page.keyboard.type('lo');
  await window.suggestion('long').waitFor();
  await page.shot('schema-completion');
  await window.press('Enter');
  await page.line('{"name": "note", "type": ["null", "long"], "default": null}').waitFor();
  await window.press('Escape');
  await window.save('messy.avsc');
});

test('the selection grows from the word to the string to the property', async () => {
  await window.cursorBehind('messy.avsc', '"fir');
  for (const selected of [5, 7, 15]) {
    await window.press('Shift+Alt+ArrowRight');
    await page.status(`(${selected} selected)`).waitFor();
  }
});

test('a new file gives other files the type that they lack; unsaved changes count', async () => {
  await page.openFile('delivery.avsc');
  await window.underlined('"parcel"', '"Parcel"');
  const parcel = path.join(window.folder, 'parcel.avsc');
  writeFileSync(parcel, '{ "type": "fixed", "name": "Parcel", "namespace": "com.example.shop", "size": 4 }\n');
  await page.squiggles().first().waitFor({ state: 'hidden' });
  await page.treeRow('parcel.avsc').dblclick();
  await page.tab('parcel.avsc').waitFor();
  await window.cursorBehind('parcel.avsc', '"Parcel');
  await page.page.keyboard.type('s');
  await page.openFile('delivery.avsc');
  await window.underlined('"parcel"', '"Parcel"');
  await page.tab('parcel.avsc').click();
  await window.undo('parcel.avsc');
  await window.press('Control+W');
  await page.tab('parcel.avsc').waitFor({ state: 'hidden' });
  await page.openFile('delivery.avsc');
  await page.squiggles().first().waitFor({ state: 'hidden' });
  rmSync(parcel);
  await window.underlined('"parcel"', '"Parcel"');
});

test('protocols are checked and repaired as schemas are', async () => {
  await page.openFile('shop.avpr');
  await window.underlined('"ping"', '"string"');
  await window.cursorBehind('shop.avpr', '"response": "stri');
  await window.act('Change to "null"');
  await page.squiggles().first().waitFor({ state: 'hidden' });
  await window.save('shop.avpr');
});
