import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { layWorkspace } from '../../../tools/demo/workspace.ts';
import { inRoot } from '../../../tools/support/paths.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';

// The main job as a person does it: the packed extension, in a window, on a real broker and a real registry.

const { KAFKA_BROKERS: brokers = '', SCHEMA_REGISTRY_URL: registryUrl } = process.env;
assert(brokers !== '' && registryUrl !== undefined, 'KAFKA_BROKERS and SCHEMA_REGISTRY_URL name the cluster with the sample data.');

let workbench: RunningWorkbench;
let window: OpenWindow;

before(async () => {
  workbench = await startWorkbench();
  window = await workbench.open(inRoot('tools/demo/workspace'), (folder) =>
    layWorkspace(folder, { name: 'local', brokers: brokers.split(','), registryUrl }, undefined),
  );
});
after(async () => {
  await window.workbench.shot('last');
  await workbench.close();
});

test('a mistake in a schema is underlined and said in the Problems panel', async () => {
  const page = window.workbench;
  await page.openFile('mistake.avsc');
  await page.squiggles().first().waitFor();
  const panel = await page.problems();
  await panel.locator('.monaco-list-row', { hasText: '"strin" is not a type. Did you mean "string"?' }).waitFor();
  await page.shot('schema');
  await page.page.keyboard.press('Control+J');
});

test('the view shows the connection, its topics and their partitions', async () => {
  const page = window.workbench;
  await page.view('Avro');
  await page.treeRow('local').first().click();
  await page.treeRow('clicks').waitFor();
  await page.treeRow('clicks').click();
  await page
    .treeRow(/0 to \d+/)
    .first()
    .waitFor();
  await page.status('local').waitFor();
  await page.shot('clusters');
});

test('Produce Sample Message… on a schema opens a message that fits', async () => {
  const page = window.workbench;
  await page.page.keyboard.press('Control+Shift+E');
  await page.openFile('orders.avsc');
  await page.contextMenu(
    page.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'orders.avsc' }),
    'Produce Sample Message…',
  );
  await page.option('orders').first().waitFor();
  await page.shot('produce-topic');
  // The topic whose subject has this very type stands first.
  assert.match((await page.quickInput.locator('.monaco-list-row').first().textContent()) ?? '', /^orders/);
  await page.page.keyboard.press('Enter');
  await page.lens('Send to orders (local)').waitFor();
  assert.equal(await page.squiggles().count(), 0);
  await page.shot('message');
});

test('a value that does not fit is underlined and refused', async () => {
  const page = window.workbench;
  await page.line('"quantity"').first().click();
  // Behind the line's comma, before it, and back over the number.
  for (const key of ['End', 'ArrowLeft', 'Control+Shift+ArrowLeft']) await page.page.keyboard.press(key);
  await page.page.keyboard.type('1.5');
  await page.squiggles().first().waitFor();
  await page.lens('1 problem: fix to send').waitFor();
  await page.shot('message-problem');
  await page.page.keyboard.press('Control+Alt+Enter');
  const refusal = page.lens(/Not sent: the value does not fit orders\.avsc\. At value\.lines\[0\]\.quantity/);
  await refusal.first().waitFor();
  for (let tries = 0; (await page.squiggles().count()) > 0 && tries < 20; tries++) await page.page.keyboard.press('Control+Z');
  await page.lens('Send to orders (local)').waitFor();
});

test('Ctrl+Alt+Enter sends it, and Peek shows the record that was written', async () => {
  const page = window.workbench;
  await page.page.keyboard.press('Control+Alt+Enter');
  const sent = page.lens(/Partition \d+, offset \d+/).first();
  await sent.waitFor();
  await page.shot('message-sent');
  const [, partition, offset] = /Partition (\d+), offset (\d+)/.exec((await sent.textContent()) ?? '') ?? [];
  const records = page.webview();
  await page.clickLens(/^Peek$/, records.locator('[role=row][aria-selected=true]', { hasText: offset ?? '?' }));
  await records
    .getByText(`Partition ${partition ?? '?'}, offset ${offset ?? '?'}`)
    .first()
    .waitFor();
  await records.getByText('Exact.').first().waitFor();
  await page.shot('records');
});
