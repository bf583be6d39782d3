import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { writeOrders } from '../containerFiles.ts';

// The editor of .avro files in the workbench: it opens by itself, in a restricted window too, and leads to VS Code's own ways.

const source = mkdtempSync(path.join(tmpdir(), 'container-editor-'));
let workbench: RunningWorkbench;
let window: OpenWindow | undefined;

before(async () => {
  await writeOrders(path.join(source, 'orders.avro'), 500, { blockSize: 4096 });
  writeFileSync(path.join(source, 'other.avro'), 'no container');
  workbench = await startWorkbench({ trust: false });
});
afterEach(async () => {
  await window?.close();
  window = undefined;
});
after(async () => {
  await workbench.close();
  rmSync(source, { recursive: true });
});

/** Opens a file by its name, as somebody does who types it. */
async function open(name: string): Promise<OpenWindow> {
  const opened = await workbench.open(source);
  window = opened;
  const { page, quickField } = opened.workbench;
  await page.keyboard.press('Control+P');
  await quickField.fill(name);
  await opened.workbench.option(name).first().click();
  await opened.workbench.tab(name).waitFor();
  return opened;
}

test('a container file: rows, schema, and an export into a file', async () => {
  const { workbench: page, folder } = await open('orders.avro');
  const view = page.webview();
  await view.getByText('500 records in', { exact: false }).first().waitFor();
  await view.locator('.rec', { hasText: '7000001' }).click();
  await view.getByRole('treeitem').filter({ hasText: 'timestamp-millis' }).waitFor();
  await view.getByRole('button', { name: 'Export…' }).click();
  await page.option('NDJSON').first().click();
  await page.saveAs(path.join(folder, 'orders.ndjson'));
  await page.toast('Exported 500 records.').waitFor();
  const lines = readFileSync(path.join(folder, 'orders.ndjson'), 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, 500);
  assert.match(lines[1] ?? '', /^\{"id":7000001,/);
  await view.getByRole('button', { name: 'Show Schema' }).click();
  await page.tab('Schema of orders.avro.avsc').waitFor();
  await page.status('Avro Schema').waitFor();
});

test('what is no container file is opened as text by a button', async () => {
  const { workbench: page } = await open('other.avro');
  const view = page.webview();
  await view.getByText('other.avro does not begin with "Obj" and 01, so it is no Avro container file.').waitFor();
  await view.getByRole('button', { name: 'Reopen as Text' }).click();
  await page.editor.locator('.view-line', { hasText: 'no container' }).waitFor();
});

test('a file that is written anew while it is open says so, and is read again', async () => {
  const { workbench: page, folder } = await open('orders.avro');
  const view = page.webview();
  await view.getByText('500 records in', { exact: false }).first().waitFor();
  await writeOrders(path.join(folder, 'orders.avro'), 20);
  await view.getByText('The file has changed.').waitFor();
  await view.getByRole('button', { name: 'Read Again' }).click();
  await view.getByText('20 records in 1 block').first().waitFor();
});
