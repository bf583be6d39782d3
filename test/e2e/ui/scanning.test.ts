import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Kafka, logLevel, type Admin, type Producer } from 'kafkajs';
import type { FrameLocator, Locator } from 'playwright-core';
import { createTopics } from '../../../tools/support/topics.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';
import { containers } from '../../shared/avro/container/goldens.ts';

// What a records page does beyond the newest records: filters, other starts, live, columns, masks, profiles, files.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let admin: Admin;
let producer: Producer;
let groupsBefore: readonly string[];
const live = `live-${process.pid}`;

before(async () => {
  const kafka = new Kafka({ brokers: [...sampleCluster.brokers], logLevel: logLevel.NOTHING });
  admin = kafka.admin();
  producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  await createTopics(admin, [{ topic: live, numPartitions: 2 }]);
  groupsBefore = await groups();
  workbench = await startWorkbench();
  window = await openDemoWindow(workbench, (folder) => {
    const { hex = '' } = containers.find(({ codec }) => codec === 'deflate') ?? {};
    writeFileSync(path.join(folder, 'orders.avro'), Buffer.from(hex, 'hex'));
  });
  page = window.workbench;
  await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});
after(async () => {
  await page.shot('scanning-last');
  await workbench.close();
  await admin.deleteTopics({ topics: [live] });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
});

async function groups(): Promise<string[]> {
  return (await admin.listGroups()).groups.map(({ groupId }) => groupId).sort();
}

const records = (): FrameLocator => page.webview();
const chosen = (): Locator => records().locator('[role=row][aria-selected=true]');
const status = (): Locator => records().locator('.status');
const filter = (): Locator => records().getByRole('textbox', { name: 'Filter in CEL. Enter reads again.' });
const details = (): Locator => records().getByRole('complementary', { name: 'Record details' });
const button = (name: string | RegExp): Locator => records().getByRole('button', { name });
const heads = (): Promise<string[]> => records().getByRole('columnheader').allInnerTexts();

async function peek(topic: string): Promise<void> {
  await page.typeCommand('Avro: Peek Topic…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', topic);
  await records()
    .getByRole('main', { name: `Records of topic ${topic}` })
    .waitFor();
}

/** Changes a setting of the folder as a team keeps it. */
function setWorkspaceSetting(name: string, value: unknown): void {
  const file = path.join(window.folder, '.vscode/settings.json');
  // The demo's settings are an object.
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, [name]: value }));
}

test('a filter, by keys: completed, its mistake underlined, and what was scanned and matched', async () => {
  await peek('orders');
  await chosen().waitFor();
  const { keyboard } = page.page;
  await keyboard.press('/');
  await filter().and(records().locator(':focus')).waitFor();
  await keyboard.type('value.am');
  await records()
    .getByRole('option', { name: /value\.amount/ })
    .waitFor();
  await page.shot('scanning-completion');
  await keyboard.press('Enter');
  await keyboard.type(' > > 1');
  await records()
    .getByText(/Column \d+|column \d+|character \d+/)
    .first()
    .waitFor();
  await page.shot('scanning-mistake');
  await keyboard.press('Control+A');
  await keyboard.type('value.amount > 60');
  await keyboard.press('Escape');
  await filter().press('Enter');
  await status()
    .getByText(/\d+ matched/)
    .waitFor();
  await page.shot('scanning-filtered');
  await filter().fill('value.amount > 99999999');
  await filter().press('Enter');
  await records().getByText('None of 100 scanned records matches.').waitFor();
  await page.shot('scanning-none');
  await filter().fill('');
  await filter().press('Enter');
  await chosen().waitFor();
});

test('a filter that runs for ever is ended, and says so', async () => {
  await peek('clicks');
  await chosen().waitFor();
  await filter().fill('("a".matches("a") ? "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" : "").matches("^(a+)+$")');
  await filter().press('Enter');
  await records().locator('.status', { hasText: 'The filter was ended.' }).waitFor();
  await page.shot('scanning-endless');
  await filter().fill('');
  await filter().press('Enter');
  await status().getByText('Reached the limit of 100 records.').waitFor();
});

test('Peek Topic From…: from a time, as people say it', async () => {
  await page.typeCommand('Avro: Peek Topic From…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', 'orders');
  await page.quickInput.getByPlaceholder('From where on').waitFor();
  await page.pick('Time…');
  await page.quickInput.filter({ hasText: 'such as 10 minutes ago' }).waitFor();
  await page.page.keyboard.insertText('2 days ago');
  await page.quickInput
    .getByText(/2 days ago/)
    .first()
    .waitFor();
  await page.shot('scanning-time');
  await page.page.keyboard.press('Enter');
  await records().getByRole('main', { name: 'Records of topic orders' }).waitFor();
  await button(/^Start \d{4}-\d\d-\d\d /).waitFor();
  await chosen().waitFor();
});

test('the start is chosen on the page: oldest, and older ones behind the newest', async () => {
  await button(/^Start /).click();
  await page.shot('scanning-start');
  await records()
    .getByRole('menuitemradio', { name: /^Oldest/ })
    .or(records().getByRole('menuitem', { name: /^Oldest/ }))
    .click();
  await button(/^Start oldest 100/).waitFor();
  await status().getByText('Reached the limit of 100 records.').waitFor();
  await button(/^Start /).click();
  await records()
    .getByRole('menuitemradio', { name: /^Newest/ })
    .or(records().getByRole('menuitem', { name: /^Newest/ }))
    .click();
  await button(/^Start newest 100/).waitFor();
  await status().getByText('Reached the limit of 100 records.').waitFor();
  await button(/^Start /).click();
  await records()
    .getByRole('menuitem', { name: /^Scan Older/ })
    .click();
  await status()
    .getByText(/^Scanned 200 records/)
    .waitFor();
});

test('columns are chosen and kept for the team', async () => {
  await button('Columns').click();
  await records()
    .getByRole('combobox', { name: 'Find or add a column' })
    .or(records().getByLabel('Find or add a column'))
    .first()
    .fill('order_id');
  await records()
    .getByRole('option', { name: /value\.order_id/ })
    .click();
  await page.shot('scanning-columns');
  await records().getByText('Keep for this topic in workspace settings').click();
  await page.page.keyboard.press('Escape');
  await records()
    .getByRole('columnheader', { name: /value\.order_id/ })
    .waitFor();
  assert.ok((await heads()).some((head) => head.includes('value.order_id')));
  const file = path.join(window.folder, '.vscode/settings.json');
  for (const end = Date.now() + 15_000; !readFileSync(file, 'utf8').includes('value.order_id');) assert.ok(Date.now() < end);
});

const masked = (): Locator => records().getByRole('gridcell').filter({ hasText: '•••' });

test('a field that is masked is nowhere to be read until it is revealed', async () => {
  setWorkspaceSetting('avroWorkbench.masks', { orders: ['value.amount'] });
  await masked().first().waitFor();
  await chosen().first().click();
  await details().getByText('Fields of this topic are masked.').waitFor();
  await details().getByRole('treeitem').filter({ hasText: 'amount' }).getByText('•••').waitFor();
  await page.shot('scanning-masked');
  await details()
    .getByRole('button', { name: /^Reveal/ })
    .click();
  await page.toast(/./).getByRole('button', { name: 'Reveal' }).or(page.option('Reveal')).first().click();
  await masked().first().waitFor({ state: 'detached' });
  await details().getByText('Fields of this topic are masked.').waitFor({ state: 'detached' });
  setWorkspaceSetting('avroWorkbench.masks', {});
});

test('what is shown goes to a file', async () => {
  await button('Export').click();
  await page.shot('scanning-export');
  await records()
    .getByRole('menuitem', { name: /^Shown Records/ })
    .click();
  await page.quickInput.getByPlaceholder('Format').waitFor();
  await page.pick('NDJSON');
  const file = path.join(window.folder, 'orders.ndjson');
  await page.saveAs(file);
  await page.toast(/Exported [\d,]+ records\./).waitFor();
  await page.shot('scanning-exported');
  assert.ok(existsSync(file));
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  assert.match(lines[0] ?? '', /^\{"partition":\d+,"offset":\d+,"timestamp":"[^"]+","key":.*"sequence":90071992547\d+/);
  await page.command('Notifications: Clear All Notifications');
});

test('a record is opened again as a message, and two are compared', async () => {
  await records().locator('.rec', { hasText: 'o-1500' }).click();
  await details().getByRole('button', { name: 'Re-produce…' }).click();
  await page.lens('Send to orders (local)').waitFor();
  await page.line('9007199254741492').waitFor();
  await page.shot('scanning-reproduce');
  await page.tab('orders').first().click();
  await chosen().click();
  await page.page.keyboard.press(' ');
  await page.page.keyboard.press('ArrowDown');
  await chosen().press('Shift+F10');
  await records().getByRole('menuitem', { name: 'Compare with Selected' }).click();
  await page.page.locator('.monaco-diff-editor .view-line', { hasText: '"offset"' }).first().waitFor();
  await page.shot('scanning-compare');
});

test('live: what is written is there, and nothing jumps', async () => {
  await page.typeCommand('Avro: Peek Topic Live…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', live);
  await records()
    .locator('.status', { hasText: /^Live\./ })
    .waitFor();
  await records().getByText('No record yet.').first().waitFor();
  await producer.send({ topic: live, messages: [{ key: 'a', value: 'first' }] });
  await records().getByRole('gridcell', { name: 'first' }).waitFor();
  await records().locator('.rec', { hasText: 'first' }).click();
  // What comes while a list of the workbench is open does not take the keyboard from it, which would close it.
  await page.page.keyboard.press('F1');
  await page.quickField.fill('>avro: peek');
  await producer.send({ topic: live, messages: [{ key: 'b', value: 'second' }] });
  await records().getByRole('gridcell', { name: 'second' }).waitFor();
  await page.page.keyboard.insertText(' topic l');
  assert.equal(await page.quickField.inputValue(), '>avro: peek topic l');
  await page.page.keyboard.press('Escape');
  await page.quickInput.waitFor({ state: 'hidden' });
  await page.shot('scanning-live');
  await records().locator('.rec', { hasText: 'first' }).click();
  await page.page.keyboard.press('Escape');
  await records().locator('.status', { hasText: 'Cancelled by you.' }).waitFor();
});

test('a decode profile is chosen, kept in the workspace, and said', async () => {
  await page.typeCommand('Avro: Set Decode Profile…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', live);
  await page.option(/^Values?/).waitFor();
  await page.shot('scanning-profile');
  await page.pick(/^Values?/);
  await page.option(/^Automatic/).waitFor();
  await page.shot('scanning-framing');
  await page.quickField.fill('Bytes as hex');
  await page.pick('Bytes as hex');
  await page.pick(/[Ww]orkspace/);
  await records().getByRole('gridcell', { name: '66 69 72 73 74' }).first().waitFor();
});

test('the bytes of a record, one by one', async () => {
  await page.tab('orders').first().click();
  await records().locator('.rec', { hasText: 'o-1500' }).click();
  await chosen().press('Shift+F10');
  await records().getByRole('menuitem', { name: 'Inspect Bytes' }).click();
  await page.tab(/^Bytes: orders/).waitFor();
  await records().getByRole('grid').waitFor();
  await records().getByText('schema id').first().waitFor();
  await page.shot('scanning-inspector');
});

test('an Avro container file opens as a table', async () => {
  await page.page.keyboard.press('Control+P');
  await page.quickField.fill('orders.avro');
  await page.option('orders.avro').first().click();
  await records().getByText('9007199254740993').first().waitFor();
  await records().getByText('example.avro.Order').first().waitFor();
  await page.shot('scanning-container');
});

test('no consumer group is left', async () => {
  assert.deepEqual(await groups(), groupsBefore);
});
