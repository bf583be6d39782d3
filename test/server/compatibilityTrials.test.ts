import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { SchemaTriedParams } from '../../shared/protocol.ts';
import { schemaTried } from '../../shared/protocol.ts';
import type { JudgedClient } from './judged.ts';
import { order, startJudged, subject, uri, version } from './judged.ts';

const text = order('{"name":"id","type":"long"}');
const usual = ['Same as orders-value v7 ✓', 'Produce Sample Message…', 'Try on Real Messages…'];
const read: SchemaTriedParams = {
  ...{ uri, text, others: [], hasFailed: false, report: undefined },
  says: 'Read 100 of 100 with this schema',
  detail: 'Tried on the newest values of orders (local).',
};
const report = { title: 'orders.avsc on orders.txt', text: '2 fail.' };
const failed: SchemaTriedParams = { ...read, hasFailed: true, says: "2 of 100 can't be read with this schema", report };

async function start(t: TestContext): Promise<JudgedClient> {
  const client = await startJudged(t, { baselines: [subject([version(7, text)])] });
  client.open(text, { uri });
  await client.said('Same as orders-value v7');
  assert.deepEqual(await client.lenses(), usual);
  return client;
}

/** Tells the server, and waits until it has the editor ask for lenses again. */
async function tell(client: JudgedClient, trial: SchemaTriedParams): Promise<void> {
  const before = client.lensRefreshes();
  await client.connection.sendNotification(schemaTried, trial);
  await client.until(() => client.lensRefreshes() > before);
}

test('what came out on real messages stands beside the command until the text changes', async (t) => {
  const client = await start(t);
  await tell(client, read);
  assert.deepEqual(await client.lenses(), [...usual, read.says]);
  const lens = (await client.allLenses()).at(-1)?.command;
  assert.deepEqual([lens?.command, lens?.tooltip], ['', read.detail]);
  client.edit(uri, { start: 0, end: 0, text: ' ' });
  assert.deepEqual(await client.lenses(), usual);
  // With Undo the text is the one that was tried.
  client.edit(uri, { start: 0, end: 1, text: '' });
  assert.deepEqual(await client.lenses(), [...usual, read.says]);
});

test('a click on failures opens them again, and a newer trial takes the place of the older one', async (t) => {
  const client = await start(t);
  await tell(client, read);
  await tell(client, failed);
  assert.deepEqual(await client.lenses(), [...usual, `$(error)\u00a0${failed.says}`]);
  const lens = (await client.allLenses()).at(-1)?.command;
  assert.deepEqual([lens?.command, lens?.arguments], ['avroWorkbench.showTriedItem', [report]]);
});

test('what was tried with types of other files is no longer said when those change', async (t) => {
  const other = 'file:///schemas/money.avsc';
  const client = await start(t);
  client.open('{"type":"fixed","name":"com.example.Hash","size":8}', { uri: other });
  await tell(client, { ...read, others: [other] });
  assert.deepEqual(await client.lenses(), [...usual, read.says]);
  client.edit(other, { start: client.textOf(other).indexOf('Hash'), end: client.textOf(other).indexOf('Hash') + 1, text: 'C' });
  assert.deepEqual(await client.lenses(), usual);
  await tell(client, read);
  client.edit(other, { start: client.textOf(other).indexOf('Cash'), end: client.textOf(other).indexOf('Cash') + 1, text: 'H' });
  assert.deepEqual(await client.lenses(), [...usual, read.says]);
});

test('of another text than the one that is open, and of a document that is closed, nothing is said', async (t) => {
  const client = await start(t);
  await tell(client, { ...read, text: `${text} ` });
  assert.deepEqual(await client.lenses(), usual);
  await tell(client, read);
  client.closeDocument(uri);
  client.open(text, { uri });
  assert.ok(!(await client.lenses()).includes(read.says));
});
