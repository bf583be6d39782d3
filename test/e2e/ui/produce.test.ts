import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { createTopics } from '../../../tools/support/topics.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';

// Messages as a person makes, checks and sends them, and what is said where they can't be sent.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let admin: Admin;
const topic = `visits-${process.pid}`;
const subject = `${topic}-value`;

/** A schema that no registry has: its doc is of this very run. */
const visit = {
  type: 'record',
  name: 'Visit',
  namespace: 'com.example.shop',
  doc: `Somebody looks at the shop (${topic}).`,
  fields: [
    { name: 'visit_id', type: 'string' },
    { name: 'page', type: 'string' },
    { name: 'seconds', type: ['null', 'int'], default: null },
  ],
};
const message = (more: object): string => `${JSON.stringify({ connection: 'local', topic, ...more }, undefined, 2)}\n`;

/** Documents of the workspace's folder `messages`, by their names without `.avro-message.json`. */
const documents: Readonly<Record<string, string>> = {
  tombstone: message({ key: 'v-1', value: null }),
  several: [1, 2, 3].map((n) => message({ key: `v-${n}`, value: { visit_id: `v-${n}`, page: '/', seconds: n } })).join(''),
  stopped: ['a', 'b', 'c'].map((key) => message({ key, value: null, ...(key === 'b' ? { partition: 99 } : {}) })).join(''),
  readonly: `{ "connection": "archive", "topic": "${topic}", "key": "v-1", "value": null }\n`,
  elsewhere: `{ "connection": "lcoal", "topic": "${topic}", "key": "v-1", "value": null }\n`,
  unknown: '{ "connection": "local", "topic": "no-such-topic", "key": "v-1", "value": null }\n',
  large: message({ framing: 'text', value: 'a'.repeat(1_200_000) }),
  sample: `// Mine.\n{\n    "connection": "local",\n    "topic": "${topic}", // where\n    "valueSchema": { "file": "../schemas/visit.avsc" },\n    "value": { "page": 7 },\n    "key": "v-1"\n}\n`,
};

before(async () => {
  admin = new Kafka({ brokers: [...sampleCluster.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  workbench = await startWorkbench();
  window = await openDemoWindow(workbench, layFiles);
  page = window.workbench;
});
after(async () => {
  await page.shot('produce-last');
  await workbench.close();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  for (const suffix of ['', '?permanent=true']) {
    await fetch(`${sampleCluster.registryUrl}/subjects/${subject}${suffix}`, { method: 'DELETE' });
  }
});

function layFiles(folder: string): void {
  writeFileSync(path.join(folder, 'schemas/visit.avsc'), `${JSON.stringify(visit, undefined, 2)}\n`);
  mkdirSync(path.join(folder, 'messages'));
  for (const [name, text] of Object.entries(documents)) {
    writeFileSync(path.join(folder, `messages/${name}.avro-message.json`), text);
  }
  const file = path.join(folder, '.vscode/settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { 'avroWorkbench.connections': Record<string, object> };
  const connections = settings['avroWorkbench.connections'];
  connections['archive'] = { ...connections['local'], readOnly: true };
  writeFileSync(file, JSON.stringify(settings));
}

async function open(name: string): Promise<void> {
  const file = `${name}.avro-message.json`;
  await page.openFile(file);
  // Until then the lenses of the document before can still be seen.
  await page.page.locator('.editor-group-container.active .tab.active', { hasText: file }).waitFor();
}

async function send(): Promise<void> {
  await page.editor.click();
  await page.page.keyboard.press('Control+Alt+Enter');
}

test('the CodeLens of a schema leads to a message; one that is not registered is asked about, registered and sent', async () => {
  await page.openFile('visit.avsc');
  await page.clickLens('Produce Sample Message…');
  await page.quickField.fill(topic);
  await page.option(topic).first().click();
  await page.lens(`Send to ${topic} (local)`).waitFor();
  assert.equal(await page.squiggles().count(), 0);
  await page.shot('produce-from-schema');
  await send();
  const dialog = page.dialog(`visit.avsc is not registered. ${subject} has no version yet. Register it as version 1 and send?`);
  await dialog.waitFor();
  await page.shot('produce-register');
  await dialog.getByText('Register and Send').click();
  await page.lens('Partition 0, offset 0').waitFor();
  await page.shot('produce-registered');
});

test('a topic of the view makes a message of its latest schema', async () => {
  await page.view('Avro');
  await page.treeRow('local').first().click();
  await page.treeRow(topic).first().waitFor();
  await page.contextMenu(page.treeRow(topic).first(), 'Produce Sample Message…');
  await page.pick('Generated');
  await page.line('"visit_id"').waitFor();
  await page.lens(`Send to ${topic} (local)`).waitFor();
  assert.equal(await page.line('"valueSchema"').count(), 0);
  assert.equal(await page.squiggles().count(), 0);
  await send();
  await page.lens(/Partition 0, offset \d+/).waitFor();
  await page.shot('produce-from-topic');
});

test('a topic without a schema offers files, JSON and text', async () => {
  await page.contextMenu(page.treeRow('greetings').first(), 'Produce Sample Message…');
  await page.quickInput.filter({ hasText: 'Produce Sample Message' }).waitFor();
  await page.option('JSON').waitFor();
  await page.shot('produce-without-schema');
  await page.pick('JSON');
  await page.line('"framing": "json"').waitFor();
  await page.lens('Send to greetings (local)').waitFor();
});

test('a tombstone says so, and is peeked back as one', async () => {
  await open('tombstone');
  await page.lens(`Send Tombstone to ${topic} (local)`).waitFor();
  await send();
  await page.lens(/Partition 0, offset \d+/).waitFor();
  await page.shot('produce-tombstone');
  await page.clickLens(/^Peek$/, page.webview().locator('[role=row][aria-selected=true]', { hasText: 'v-1' }));
  await page.shot('produce-tombstone-peeked');
});

test('several messages are sent one after the other', async () => {
  await open('several');
  await page.clickLens('Send All (3)', page.lens('3 sent'));
  await page.lens('Send All Again').waitFor();
  assert.equal(await page.lens(/Partition 0, offset \d+/).count(), 3);
  await page.shot('produce-several');
});

test('several messages end with the first that is refused', async () => {
  await open('stopped');
  await page.clickLens('Send All (3)', page.lens('1 sent, 2 not sent'));
  await page.lens(/Not sent: .*partition 99/).waitFor();
  await page.shot('produce-stopped');
});

test('a read-only connection offers nothing, and the key says why', async () => {
  await open('readonly');
  await page.lens('archive is read-only: nothing is sent').waitFor();
  await send();
  const toast = page.toast("Can't send the message: archive is read-only.");
  await toast.waitFor();
  await page.shot('produce-read-only');
  await page.page.keyboard.press('Escape');
});

test('a connection that there is not is underlined', async () => {
  await open('elsewhere');
  await page.lens('There is no connection lcoal: nothing is sent').waitFor();
  await page.squiggles('warning').first().waitFor();
  await page.shot('produce-no-connection');
});

test('a topic that there is not is said', async () => {
  await open('unknown');
  await page.lens('Send Tombstone to no-such-topic (local)').waitFor();
  await send();
  await page.lens(/Not sent: .*no-such-topic/).waitFor();
  await page.shot('produce-unknown-topic');
});

test('a record that is too large is refused with its size and the limit', async () => {
  await open('large');
  await page.lens(`Send to ${topic} (local)`).waitFor();
  await send();
  await page.lens(/Not sent: the broker refuses 1\.1 MB .*\(limit 1 MB\)/).waitFor();
  await page.shot('produce-too-large');
});

test('a new sample fits the file that the message names, and one undo takes it back', async () => {
  await open('sample');
  await page.lens('problems: fix to send').waitFor();
  await page.shot('produce-problems');
  await page.clickLens('New Sample', page.lens(`Send to ${topic} (local)`));
  await page.line('"visit_id"').waitFor();
  await page.shot('produce-new-sample');
  await page.editor.click();
  await page.page.keyboard.press('Control+Z');
  await page.line('"value": { "page": 7 },').waitFor();
  await page.tab('sample.avro-message.json').and(page.page.locator(':not(.dirty)')).waitFor();
});

test('messages are checked again when their schema file changes', async () => {
  await page.lens('2 problems: fix to send').waitFor();
  const file = path.join(window.folder, 'schemas/visit.avsc');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"name": "page"', '"name": "path"'));
  await page.lens('3 problems: fix to send').waitFor();
  await page.shot('produce-schema-changed');
});

test('fields that are missing are offered', async () => {
  await page.line('"value": { "page": 7 },').click();
  // Behind the 7.
  for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.page.keyboard.press(key);
  await page.page.keyboard.type(', ');
  await page.page.keyboard.press('Control+Space');
  const offered = page.page.locator('.suggest-widget .monaco-list-row');
  await offered.filter({ hasText: 'Insert all required fields' }).waitFor();
  await page.shot('produce-completion');
  await offered.filter({ hasText: 'visit_id' }).first().click();
  await page.line('"page": 7, "visit_id": "visit-').waitFor();
});
