import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { FrameLocator, Locator } from 'playwright-core';
import { createTopics } from '../../../tools/support/topics.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';

// Every kind of topic, looked into as a person does it: by keys, in several themes and sizes, and again after a restart.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let admin: Admin;
let groupsBefore: readonly string[];
const own = { empty: `empty-${process.pid}`, deleted: `deleted-${process.pid}` };

before(async () => {
  admin = new Kafka({ brokers: [...sampleCluster.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await createTopics(admin, [
    { topic: own.empty, numPartitions: 2 },
    { topic: own.deleted, numPartitions: 1 },
  ]);
  groupsBefore = await groups();
  workbench = await startWorkbench();
  window = await openDemoWindow(workbench);
  page = window.workbench;
  await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});
after(async () => {
  await page.shot('peeking-last');
  await workbench.close();
  const there = await admin.listTopics();
  await admin.deleteTopics({ topics: Object.values(own).filter((name) => there.includes(name)) });
  await admin.disconnect();
});

async function groups(): Promise<string[]> {
  return (await admin.listGroups()).groups.map(({ groupId }) => groupId).sort();
}

/** The page in front. */
const records = (): FrameLocator => page.webview();
const chosen = (): Locator => records().locator('[role=row][aria-selected=true]');
const tab = (name: string): Locator => records().getByRole('tab', { name });
const status = (): Locator => records().locator('.status');

/** Peeks a topic by keys, and waits for its records. */
async function peek(topic: string): Promise<void> {
  await page.typeCommand('Avro: Peek Topic…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', topic);
  await records()
    .getByRole('main', { name: `Records of topic ${topic}` })
    .waitFor();
  await chosen().waitFor();
}

/** Waits until the chosen row has the focus, within a page that has it. */
async function tableFocused(): Promise<void> {
  await chosen().and(records().locator(':focus')).waitFor();
}

/** Presses a key and waits until the chosen row is the one in this place, counted from 1. */
async function press(key: string, place: number): Promise<void> {
  await page.page.keyboard.press(key);
  await records()
    .locator(`[role=row][aria-selected=true][aria-rowindex="${place + 1}"]`)
    .waitFor();
}

test('Peek Topic… by keys: the newest records, decoded, every digit of a long', async () => {
  await peek('orders');
  await status().getByText('Reached the limit of 100 records.').waitFor();
  await records().locator('[role=row]', { hasText: 'o-1500' }).click();
  await records().getByText('Exact.').waitFor();
  // The order's number is 2^53 + 1 and its place; a double has no such odd number.
  await records().getByRole('treeitem').filter({ hasText: 'sequence' }).getByText('9007199254741492').waitFor();
  await records().getByRole('treeitem').filter({ hasText: 'amount' }).getByText('decimal(9,2)').waitFor();
  await page.shot('peeking-orders');
});

test('the last choice stands first', async () => {
  await page.typeCommand('Avro: Peek Topic…');
  await page.option('orders').waitFor();
  assert.match((await page.quickInput.locator('.monaco-list-row').first().textContent()) ?? '', /^orders/);
  await page.shot('peeking-topics');
  await page.page.keyboard.press('Enter');
  await tableFocused();
});

test('keys lead through the page, and the workbench takes none of them', async () => {
  const { keyboard } = page.page;
  await press('Home', 1);
  await press('ArrowDown', 2);
  await keyboard.press('Enter');
  await tab('Value').and(records().locator(':focus')).waitFor();
  await keyboard.press('Escape');
  await tableFocused();
  await keyboard.press('d');
  await records().getByRole('complementary').waitFor({ state: 'hidden' });
  await keyboard.press('d');
  await records().getByRole('complementary').waitFor();

  await keyboard.press('Control+c');
  const [, place] = /Partition (\d+, offset \d+)/.exec(await records().getByRole('complementary').innerText()) ?? [];
  assert(place !== undefined);
  const copied = await clipboard(/^\{/);
  assert.match(copied, new RegExp(`"partition": ${place.replace(', offset ', ',\\s+"offset": ')},`));
  assert.match(copied, /"sequence": \d+,/);

  await records().getByRole('button', { name: 'Copy' }).click();
  await records().getByRole('menuitem', { name: 'Hex' }).click();
  await clipboard(/^0000[0-9a-f]{20,}$/);

  await chosen().click();
  await keyboard.press('Control+Enter');
  await page.tab(/^\d+\.json$/).waitFor();
  await page.line('"topic": "orders"').waitFor();
  await page.shot('peeking-document');
  await page
    .tab(/^\d+\.json$/)
    .locator('.tab-actions a')
    .click();
  await page.tab(/^\d+\.json$/).waitFor({ state: 'detached' });

  // Read again, by its key: the table comes back with the same record chosen.
  await chosen().click();
  await keyboard.press('r');
  await status().getByText('Reached the limit of 100 records.').waitFor();
  await press('ArrowUp', 1);
});

/** What was copied, as soon as it looks so: it takes its way through the extension host. */
async function clipboard(wanted: RegExp): Promise<string> {
  for (const end = Date.now() + 15_000; ;) {
    const text = String(await page.page.evaluate('navigator.clipboard.readText()'));
    if (wanted.test(text)) return text;
    assert(Date.now() < end, `The clipboard holds ${JSON.stringify(text.slice(0, 100))}.`);
  }
}

/** Without the mark on the first byte of each of its fields. */
async function frameBytes(): Promise<string[]> {
  const cells = records().locator('.hx .frame');
  await cells.first().waitFor();
  return (await cells.allTextContents()).map((text) => text.replace(/^F/, ''));
}

test('headers, bytes and the schema of a record', async () => {
  await records().locator('[role=row]', { hasText: 'o-1500' }).click();
  await tab('Headers').click();
  await records()
    .getByText('The record has no headers.')
    .or(records().getByRole('cell', { name: 'trace-id' }))
    .waitFor();
  await tab('Bytes').click();
  assert.deepEqual((await frameBytes()).slice(0, 3), ['00', '00', '00']);
  await tab('Schema').click();
  await records().getByText('com.example.shop.Order').waitFor();
  await records().locator('pre', { hasText: '"namespace": "com.example.shop"' }).waitFor();
  await page.shot('peeking-schema');
  await tab('Value').click();
});

test('bare Avro is guessed, and says so', async () => {
  await peek('payments-raw');
  await status()
    .getByRole('button', { name: /guessed/ })
    .waitFor();
  await records().getByText('Guessed:').waitFor();
  await records()
    .getByText(/bare Avro, read to the last byte as payments-raw-value v1/)
    .waitFor();
  await records()
    .getByRole('treeitem')
    .filter({ hasText: 'paid_at' })
    .getByText(/^\d{4}-\d\d-\d\dT/)
    .waitFor();
  await page.shot('peeking-guessed');
});

test('framed, bare and JSON records on one topic, and one whose schema nobody has', async () => {
  await peek('mixed');
  for (const word of ['Exact', 'Guessed', 'JSON']) await records().getByRole('gridcell', { name: word }).first().waitFor();
  await page.page.keyboard.press('F8');
  await records().locator('[role=row][aria-selected=true]', { hasText: 'Not decoded' }).waitFor();
  await records().getByRole('complementary').getByText('Schema id 393732 is not in the registry.').waitFor();
  await page.shot('peeking-undecoded');
  await tab('Bytes').click();
  assert.deepEqual(await frameBytes(), ['00', '00', '06', '02', '04']);
  await page.shot('peeking-bytes');
  await tab('Value').click();
});

test('a large topic, JSON text, and tombstones', async () => {
  await peek('clicks');
  await status().getByText('Reached the limit of 100 records.').waitFor();
  await status()
    .getByText(/^Scanned 100 records/)
    .waitFor();
  await page.shot('peeking-clicks');
  await peek('greetings');
  await records().getByText('JSON, valid to the last byte.').waitFor();
  await page.shot('peeking-greetings');
  await peek('customers');
  await records().locator('[role=row]', { hasText: 'Tombstone' }).first().click();
  await records().getByText('the value is null.').first().waitFor();
  await page.shot('peeking-tombstones');
});

test('a topic without records, and one that is deleted while its name is chosen', async () => {
  await page.typeCommand('Avro: Peek Topic…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', own.empty);
  await records().getByText(`The topic ${own.empty} is empty.`).waitFor();
  await records().getByRole('button', { name: 'Produce Sample Message…' }).waitFor();
  await page.shot('peeking-empty');

  await page.typeCommand('Avro: Peek Topic…');
  await page.option(own.deleted).waitFor();
  await admin.deleteTopics({ topics: [own.deleted] });
  await page.typeChoice('Choose a topic of local', own.deleted);
  await records().getByText(`The topic ${own.deleted} does not exist on local.`).waitFor();
  await records().getByRole('button', { name: 'Try Again', exact: true }).waitFor();
  await page.shot('peeking-deleted');
});

test('light and high contrast themes, and a narrow window', async () => {
  await page.tab('mixed').click();
  await chosen().waitFor();
  for (const { theme, body, picture } of [
    { theme: 'Default Light Modern', body: 'vscode-light', picture: 'peeking-light' },
    { theme: 'Default High Contrast', body: 'vscode-high-contrast', picture: 'peeking-contrast' },
    { theme: 'Default Dark Modern', body: 'vscode-dark', picture: 'peeking-dark' },
  ]) {
    setWorkspaceSetting('workbench.colorTheme', theme);
    await records().locator(`body.${body}`).waitFor();
    await page.shot(picture);
  }
  await page.page.setViewportSize({ width: 760, height: 700 });
  await page.page.keyboard.press('Control+B');
  // In a narrow page the details stand below the table, as wide as it is.
  const isBelow = `document.querySelector('[role=grid]').getBoundingClientRect().bottom <= document.querySelector('aside').getBoundingClientRect().top`;
  await records()
    .locator('main')
    .evaluate(`new Promise((resolve) => { const look = () => (${isBelow} ? resolve() : requestAnimationFrame(look)); look(); })`);
  await page.shot('peeking-narrow');
  await page.page.setViewportSize({ width: 1280, height: 800 });
  await page.page.keyboard.press('Control+B');
});

function setWorkspaceSetting(name: string, value: string): void {
  const file = path.join(window.folder, '.vscode/settings.json');
  // The demo's settings are an object.
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, [name]: value }));
}

test('after a restart the page asks before it reads again', async () => {
  await page.page.reload();
  await page.ready();
  // Which one was in front is kept by the workbench now and then only.
  await page.tab('mixed').click();
  await records().getByText('Read mixed again?').waitFor();
  await page.shot('peeking-again');
  await records().getByRole('button', { name: 'Read Again', exact: true }).click();
  await status().getByText('Reached the end of the topic.').waitFor();
  await status()
    .getByText(/^Scanned 90 records/)
    .waitFor();
});

test('nothing of all this left a consumer group on the broker', async () => {
  assert.deepEqual(await groups(), groupsBefore);
});
