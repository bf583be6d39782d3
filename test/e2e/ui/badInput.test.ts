import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { BrokerProxy } from '../../fakes/brokerProxy.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';

// What goes wrong on the other side while somebody works: one sentence and a way on, each time, and nothing freezes. The
// folder is not trusted, so that all of this is done with connections of the user's own.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let registry: FakeRegistry;
let broker: BrokerProxy;

before(async () => {
  registry = await FakeRegistry.start();
  await copySchema('orders-value');
  broker = await BrokerProxy.start(sampleCluster.brokers[0] ?? '');
  workbench = await startWorkbench({ trust: true });
  const connections = {
    mine: { brokers: [broker.address], registry: { url: sampleCluster.registryUrl } },
    odd: { brokers: sampleCluster.brokers, registry: { url: registry.url } },
  };
  // Where a window like this one keeps what the user sets for all folders.
  const settings = path.join(workbench.dataFolder, 'data/Machine/settings.json');
  mkdirSync(path.dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ 'avroWorkbench.connections': connections }));
  window = await openDemoWindow(workbench, (folder) => {
    const message = { connection: 'mine', topic: 'greetings', value: null };
    writeFileSync(path.join(folder, 'note.avro-message.json'), JSON.stringify(message));
  });
  page = window.workbench;
});
after(async () => {
  await page.shot('bad-last');
  await workbench.close();
  await registry.close();
  await broker.close();
});

/** Takes the newest version of a subject over from the real registry, with its schema id. */
async function copySchema(subject: string): Promise<void> {
  const reply = await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions/latest`);
  const { id, schema } = (await reply.json()) as { id: number; schema: string };
  registry.add(subject, schema, { schemaId: id });
}

const records = (): FrameLocator => page.webview();
const button = (name: string): Locator => records().getByRole('button', { name, exact: true });

/** Peeks a topic by keys; what comes of it is for the caller to see. */
async function peek(connection: string, topic: string): Promise<void> {
  await page.typeCommand('Avro: Peek Topic…', 'Choose a connection');
  await page.typeChoice('Choose a connection', connection);
  await page.typeChoice(`Choose a topic of ${connection}`, topic);
}

test('a folder that is not trusted: schemas are edited, its connections are not used, nothing is sent', async () => {
  await page.status('Restricted Mode').waitFor();
  await page.openFile('mistake.avsc');
  await page.squiggles().first().waitFor();
  await page.view('Avro');
  await page.treeRow(/^mine/).waitFor();
  assert.equal(await page.treeRow(/^local/).count(), 0);
  await page.openFile('note.avro-message.json');
  await page.lens('Trust this workspace to send').waitFor();
  await page.page.keyboard.press('Control+Alt+Enter');
  await page.toast("Can't send the message: this workspace is not trusted.").waitFor();
  await page.shot('bad-untrusted');
  await page.command('Notifications: Clear All Notifications');
});

test('a web page in place of the registry: the records keep their rows, and are read once it is put right', async () => {
  registry.misbehaviour = 'html';
  await peek('odd', 'orders');
  await records()
    .getByText(/answers, but not as a schema registry: it sent a web page\./)
    .first()
    .waitFor();
  await records().getByText('Values are shown as bytes; filters on value cannot be tested.').waitFor();
  assert((await records().locator('[role=row]').count()) > 10);
  await page.shot('bad-html');
  registry.misbehaviour = undefined;
  await button('Retry').click();
  await records().getByRole('gridcell', { name: 'Exact' }).first().waitFor();
});

/** Ends the session, which keeps the schemas that it has seen. */
async function disconnect(): Promise<void> {
  await page.command('Avro: Disconnect');
  await page.treeRow('oddnot connected').waitFor();
}

test('a registry that answers slowly: the page says what it waits for, can be stopped, and gets there', async () => {
  await disconnect();
  let release: () => void = () => undefined;
  registry.gate = new Promise((resolve) => (release = resolve));
  await button('Read again').click();
  await records().locator('.status', { hasText: 'Scanning…' }).waitFor();
  await page.shot('bad-slow');
  await records().locator('main').press('Escape');
  await records().locator('.status', { hasText: 'Cancelled by you.' }).waitFor();
  await button('Read again').click();
  await records().locator('.status', { hasText: 'Scanning…' }).waitFor();
  release();
  registry.gate = undefined;
  await records().locator('.status', { hasText: 'Reached the limit of 100 records.' }).waitFor();
  await records().getByRole('gridcell', { name: 'Exact' }).first().waitFor();
});

test('a registry that is down', async () => {
  await disconnect();
  await registry.close();
  await button('Read again').click();
  await records()
    .getByText(/Cannot reach the registry http:\/\/127\.0\.0\.1:\d+\S* \(ECONNREFUSED\)\./)
    .first()
    .waitFor();
  assert((await records().locator('[role=row]').count()) > 10);
  await page.shot('bad-registry-down');
});

test('a broker that goes away: what was read stays, and it is read again when the broker is back', async () => {
  await peek('mine', 'orders');
  await records().getByRole('main', { name: 'Records of topic orders' }).waitFor();
  await records().getByRole('gridcell', { name: 'Exact' }).first().waitFor();
  // Two pages of the same topic bear the names of their connections.
  await page.tab('orders (odd)').waitFor();
  await page.tab('orders (mine)').waitFor();
  await broker.close();
  await button('Read again').click();
  await records().getByText(`${broker.address} refuses the connection (ECONNREFUSED).`).first().waitFor();
  await records().locator('.status', { hasText: 'The records below are those of the read before.' }).waitFor();
  assert((await records().getByRole('gridcell', { name: 'Exact' }).count()) > 10);
  await page.shot('bad-broker-gone');

  await page.typeCommand('Avro: Peek Topic…', 'Choose a connection');
  await page.typeChoice('Choose a connection', 'mine');
  const refusal = page.toast(`Can't list the topics of mine: ${broker.address} refuses the connection (ECONNREFUSED).`);
  await refusal.getByRole('button', { name: 'Edit Connection…' }).waitFor();
  await page.treeRow('minenot connected').waitFor();
  await page.shot('bad-list');

  await broker.open();
  await button('Read Again').click();
  await records().locator('.status', { hasText: 'Reached the limit of 100 records.' }).waitFor();
  await page.treeRow(`mine${broker.address}`).waitFor();
});
