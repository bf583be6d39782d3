import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { FrameLocator, Locator } from 'playwright-core';
import { createTopics } from '../../../tools/support/topics.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';

// A message from its first letter to its record: mistakes mended by the light bulb, framings seen before they are sent,
// guards, a topic that is missing, and many messages from a file.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let admin: Admin;
const topic = `tickets-${process.pid}`;
const missing = `made-${process.pid}`;
const subject = `${topic}-value`;

const ticket = {
  type: 'record',
  name: 'Ticket',
  namespace: 'com.example.shop',
  doc: `Somebody asks for help (${topic}).`,
  fields: [
    { name: 'ticket_id', type: 'string', doc: 'Such as t-17.' },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'created_at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'status', type: { type: 'enum', name: 'TicketStatus', symbols: ['OPEN', 'CLOSED'] } },
    { name: 'weight', type: ['int', 'long'] },
    { name: 'signature', type: 'bytes' },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
};

const value = {
  ticket_id: 't-1',
  amount: 12.5,
  created_at: '2026-11-10T13:02:07.123Z',
  status: 'OPEN',
  weight: { int: 5 },
  signature: 'hex:00ff',
};
const message = (more: object): string => `${JSON.stringify({ connection: 'local', topic, key: 't-1', ...more }, undefined, 2)}\n`;

/** Documents of the workspace's folder `messages`, by their names without `.avro-message.json`. */
const documents: Readonly<Record<string, string>> = {
  right: message({ value }),
  wrong: message({
    value: { ...value, status: 'OPNE', weight: 5, signature: 'abc', created_at: '2026-11-10T14:02:07.123', amuont: 1, amount: 12.505 },
  }),
  short: message({ value: { ticket_id: 't-2' } }),
  single: message({ framing: 'single-object', value }),
  protected: message({ connection: 'guarded', value }),
  missing: `{ "connection": "local", "topic": "${missing}", "key": "a", "framing": "text", "value": "b" }\n`,
};

before(async () => {
  admin = new Kafka({ brokers: [...sampleCluster.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 2 }]);
  const body = JSON.stringify({ schema: JSON.stringify(ticket) });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  workbench = await startWorkbench();
  window = await openDemoWindow(workbench, layFiles);
  page = window.workbench;
});
after(async () => {
  await page.shot('producing-last');
  await workbench.close();
  await admin.deleteTopics({ topics: [topic, missing] });
  await admin.disconnect();
  for (const suffix of ['', '?permanent=true']) {
    await fetch(`${sampleCluster.registryUrl}/subjects/${subject}${suffix}`, { method: 'DELETE' });
  }
});

function layFiles(folder: string): void {
  mkdirSync(path.join(folder, 'messages'));
  for (const [name, text] of Object.entries(documents)) {
    writeFileSync(path.join(folder, `messages/${name}.avro-message.json`), text);
  }
  const lines = Array.from({ length: 250 }, (_, index) => JSON.stringify({ ...value, ticket_id: `n-${index}` }));
  writeFileSync(path.join(folder, 'tickets.ndjson'), `${lines.join('\n')}\n`);
  const file = path.join(folder, '.vscode/settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { 'avroWorkbench.connections': Record<string, object> };
  const connections = settings['avroWorkbench.connections'];
  connections['guarded'] = { ...connections['local'], protected: true, color: '#e51400' };
  writeFileSync(file, JSON.stringify(settings));
}

async function open(name: string): Promise<void> {
  const file = `${name}.avro-message.json`;
  await page.openFile(file);
  await page.page.locator('.editor-group-container.active .tab.active', { hasText: file }).waitFor();
}

async function send(): Promise<void> {
  await page.editor.click();
  await page.page.keyboard.press('Control+Alt+Enter');
}

/** Opens the light bulb's menu at a text and chooses a fix. What was just typed may not have been looked at yet, so it is asked again. */
async function fix(at: string, title: string): Promise<void> {
  const entry = page.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  for (let tries = 1; ; tries++) {
    await page.line(at).getByText(at, { exact: false }).last().dblclick();
    await page.page.keyboard.press('Control+.');
    try {
      await entry.click({ timeout: 4000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
      await page.page.keyboard.press('Escape');
    }
  }
}

const records = (): FrameLocator => page.webview();
const details = (): Locator => records().locator('.details');

test('a message that fits is sent, and its record is peeked with all of its digits', async () => {
  await page.view('Avro');
  await page.treeRow('local').first().click();
  await page.treeRow(topic).first().waitFor();
  await open('right');
  await page.lens(`Send to ${topic} (local)`).waitFor();
  await page.shot('producing-ready');
  await send();
  await page.lens(/Partition \d, offset \d+/).waitFor();
  await page.shot('producing-sent');
  await page.clickLens(/^Peek$/, records().locator('.rec', { hasText: 't-1' }));
  await details().getByRole('treeitem').filter({ hasText: 'amount' }).getByText('12.50').waitFor();
});

test('wrong values are underlined where they stand, and mended by the light bulb', async () => {
  await open('wrong');
  await page.lens(/\d problems: fix to send/).waitFor();
  await page.shot('producing-problems');
  const panel = await page.problems();
  for (const text of [
    '"OPNE" is not a symbol of TicketStatus. Did you mean "OPEN"?',
    'This fits int and long. Name the branch: { "long": 5 }.',
    '"signature" is bytes: begin with hex: or base64:.',
    '"created_at" needs an offset, such as Z: 2026-11-10T14:02:07.123Z.',
    'Ticket has no field "amuont".',
    '12.505 has 3 decimals; "amount" keeps 2.',
  ]) {
    await panel.locator('.monaco-list-row', { hasText: text }).first().waitFor();
  }
  await page.shot('producing-problem-texts');
  await page.page.keyboard.press('Control+J');
  await fix('OPNE', 'Change to "OPEN"');
  await page.line('"status": "OPEN"').waitFor();
  await fix('amuont', 'Remove "amuont"');
  await fix('2026', 'Add Z');
  await page.line('"created_at": "2026-11-10T14:02:07.123Z"').waitFor();
  await fix('signature', 'Convert Text to hex:');
  await page.line('"signature": "hex:616263"').waitFor();
  await page.shot('producing-mended');
});

test('missing fields are added in one step', async () => {
  await open('short');
  await page.lens('5 problems: fix to send').waitFor();
  await page.line('"value": {').click();
  await page.page.keyboard.press('End');
  await page.page.keyboard.press('Control+.');
  await page.page.locator('.action-widget .monaco-list-row', { hasText: 'Add Missing Fields' }).first().click();
  await page.line('"created_at"').waitFor();
  await page.lens(`Send to ${topic} (local)`).waitFor();
  await page.shot('producing-fields-added');
});

test('a field says what it is when the mouse rests on it', async () => {
  await open('right');
  await page.line('"amount"').getByText('"amount"', { exact: false }).first().hover();
  await page.page.locator('.monaco-hover', { hasText: 'decimal(9,2)' }).first().waitFor();
  await page.shot('producing-hover');
});

test('another framing is shown byte by byte before it is sent', async () => {
  await open('single');
  await page.clickLens('Show Bytes', records().getByText('Avro single-object encoding'));
  await page.shot('producing-single-bytes');
  await open('single');
  await send();
  await page.lens(/Partition \d, offset \d+/).waitFor();
});

test("on a protected connection the topic's name is typed first", async () => {
  await open('protected');
  await page.lens(`Send to ${topic} (guarded, protected)…`).waitFor();
  await page.shot('producing-protected');
  await send();
  await page.quickInput.filter({ hasText: "guarded is protected. Type the topic's name to write messages to it." }).waitFor();
  await page.quickField.fill('orders');
  await page.page.keyboard.press('Enter');
  await page.quickInput.getByText(`Type ${topic}.`).waitFor();
  await page.shot('producing-protected-name');
  await page.quickField.fill(topic);
  await page.page.keyboard.press('Enter');
  await page.lens(/Partition \d, offset \d+/).waitFor();
});

test('a topic that is missing is created with its settings, and the message is sent', async () => {
  await open('missing');
  await send();
  await page.clickLens('Create Topic…');
  await page.answer('Name of the topic', missing);
  await page.answer('How many partitions', '3');
  await page.answer('How many replicas', '');
  await page.quickInput.getByPlaceholder('How long records are kept').waitFor();
  await page.shot('producing-create-topic');
  await page.pick('Delete After 1 Day');
  await page.toast(`Created the topic ${missing} on local.`).waitFor();
  await page.page.keyboard.press('Escape');
  await page.clickLens('Send Again', page.lens(/Partition \d, offset 0/));
  await page.shot('producing-created');
});

test('a sample begins as the newest record, or as a series that its comment asks for', async () => {
  await page.typeCommand('Avro: Produce Sample Message…', /Choose/);
  await page.page.keyboard.press('Escape');
  await page.contextMenu(page.treeRow(topic).first(), 'Produce Sample Message…');
  await page.quickInput.getByPlaceholder('Choose what the message begins as').waitFor();
  await page.shot('producing-begin');
  await page.pick('Like the Newest Record');
  await page.line('"hex:00ff"').first().waitFor();
  await page.lens(`Send to ${topic} (local)`).waitFor();
  await page.shot('producing-like-newest');
  await page.page.keyboard.press('Control+Home');
  await page.page.keyboard.type('// sample: count=3 seed=7 branches=all\n');
  await page.clickLens('New Sample', page.lens('Send All (3)'));
  await page.shot('producing-series');
});

test('many messages are sent from a file, after a look at them, and the summary says what was written', async () => {
  await page.typeCommand('Avro: Send from File…');
  await page.saveAs(path.join(window.folder, 'tickets.ndjson'));
  await page.typeChoice('Choose a connection', 'local');
  await page.typeChoice('Choose a topic of local', topic);
  await page.quickInput.getByPlaceholder('What the values are written with').waitFor();
  await page.shot('producing-file-schema');
  await page.pick(new RegExp(subject));
  await page.quickInput.getByPlaceholder('The key: choose a field, or type its path').waitFor();
  await page.pick('ticket_id');
  for (const choice of ['By Key', 'All Records', 'As Fast as It Goes', 'Stop at the First Error']) {
    await page.option(choice).first().waitFor();
    await page.pick(choice);
  }
  const dialog = page.dialog(`Send all records of tickets.ndjson to ${topic} on local?`);
  await dialog.waitFor();
  await page.shot('producing-file-question');
  await dialog.getByRole('button', { name: 'Send' }).click();
  const toast = page.toast(`Sent 250 records of tickets.ndjson to ${topic} on local.`);
  await toast.waitFor();
  await page.shot('producing-file-sent');
  await toast.getByRole('button', { name: 'Show Summary' }).click();
  await page.tab(/Sent tickets\.ndjson/).waitFor();
  await records().getByRole('heading', { name: 'Written' }).waitFor();
  await page.shot('producing-file-summary');
});

test('generated messages are sent in numbers', async () => {
  await page.page.keyboard.press('Control+W');
  await open('right');
  await page.line('"ticket_id"').click();
  await page.typeCommand('Avro: Send Samples…', /How many/);
  await page.shot('producing-samples-count');
  await page.quickField.fill('250');
  await page.option('250').first().waitFor();
  await page.page.keyboard.press('Enter');
  await page.pick('As Fast as It Goes');
  const dialog = page.dialog(`Send 250 generated messages like this one to ${topic} on local?`);
  await dialog.waitFor();
  await page.shot('producing-samples-question');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.toast(/Sent 250 .* to tickets-\d+ on local/).waitFor();
  await page.shot('producing-samples-sent');
});
