import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { FrameLocator } from 'playwright-core';
import { compress } from '../../../client/cluster/compress.ts';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { inRoot } from '../../../tools/support/paths.ts';
import { createTopics } from '../../../tools/support/topics.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';

// The oldest VS Code that the extension says it runs in, on the Node of its time, which knows nothing of zstd.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let admin: Admin;
const topic = `zstd-${process.pid}`;

before(async () => {
  admin = new Kafka({ brokers: [...sampleCluster.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  await writeZstd(['first', 'second', 'third']);
  workbench = await startWorkbench({ age: 'oldest' });
  window = await openDemoWindow(workbench);
  page = window.workbench;
});
after(async () => {
  await page.shot('oldest-last');
  await workbench.close();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
});

/** A topic's batch as a producer with this codec writes it. */
async function writeZstd(values: readonly string[]): Promise<void> {
  const connection = {
    name: 'local',
    brokers: sampleCluster.brokers,
    tls: undefined,
    sasl: undefined,
    readOnly: false,
    registry: undefined,
  };
  const cluster = createKafkaCluster(connection);
  const records = values.map((value) => ({ key: null, value: Buffer.from(value), headers: [], timestampMs: Date.now() }));
  const compression = { codec: 'zstd', compress: (bytes: Buffer) => compress('zstd', bytes) } as const;
  await cluster.append({ topic, partition: 0 }, records, compression, new AbortController().signal);
  await cluster.close();
}

const records = (): FrameLocator => page.webview();

async function peek(name: string): Promise<void> {
  await page.typeCommand('Avro: Peek Topic…', 'Choose a topic of local');
  await page.typeChoice('Choose a topic of local', name);
  await records()
    .getByRole('main', { name: `Records of topic ${name}` })
    .waitFor();
  await records().locator('[role=row][aria-selected=true]').waitFor();
}

test("a schema's mistake is underlined and said", async () => {
  await page.openFile('mistake.avsc');
  await page.squiggles().first().waitFor();
  const panel = await page.problems();
  await panel.locator('.monaco-list-row', { hasText: '"strin" is not a type. Did you mean "string"?' }).waitFor();
  await page.page.keyboard.press('Control+J');
});

test('a topic is peeked, decoded and filtered', async () => {
  await peek('orders');
  await records().locator('[role=row]', { hasText: 'o-1500' }).click();
  await records().getByText('Exact.').waitFor();
  // Beyond what a double holds.
  await records().getByRole('treeitem').filter({ hasText: 'sequence' }).getByText('9007199254741492').waitFor();
  await page.shot('oldest-orders');
  const filter = records().getByRole('textbox', { name: 'Filter in CEL. Enter reads again.' });
  await filter.fill('value.order_id == "o-1499"');
  await filter.press('Enter');
  await records()
    .locator('.status')
    .getByText(/\b1 matched/)
    .waitFor();
});

test('batches in zstd are read', async () => {
  await peek(topic);
  for (const value of ['first', 'second', 'third']) await records().locator('.rec', { hasText: value }).waitFor();
  await page.shot('oldest-zstd');
});

test('its Node writes no zstd, and says so', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { compress } from './compress.ts'; void compress('zstd', Buffer.from('a')).catch((error) => console.log(error.message));`,
      resolveDir: inRoot('client/cluster'),
    },
    bundle: true,
    write: false,
    platform: 'node',
  });
  const said = execFileSync(workbench.node, ['--input-type=commonjs', '-'], { input: outputFiles[0]?.text, encoding: 'utf8' });
  assert.equal(said, 'This Node cannot write zstd: it needs 22.15 or later.\n');
});
