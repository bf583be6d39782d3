import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow } from '../demoWindow.ts';
import { makeDiagnosisTopics, type DiagnosisTopics } from '../diagnosisTopics.ts';

// A topic whose framing changed, and one that nobody can decide, from the tree to what to do.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let topics: DiagnosisTopics;

before(async () => {
  topics = await makeDiagnosisTopics(String(process.pid));
  workbench = await startWorkbench();
  window = await openDemoWindow(workbench, (folder) => {
    mkdirSync(path.join(folder, 'schemas'), { recursive: true });
    writeFileSync(path.join(folder, 'schemas/counters.avsc'), topics.counters);
    writeFileSync(
      path.join(folder, 'error.log'),
      `Error deserializing VALUE for partition ${topics.switched}-0 at offset 400.\nCaused by: SerializationException: Unknown magic byte!\n`,
    );
  });
  page = window.workbench;
});
after(async () => {
  await page.shot('diagnosing-last');
  await workbench.close();
  await topics.remove();
});

const report = (): FrameLocator => page.webview();

async function diagnose(topic: string): Promise<void> {
  await page.view('Avro');
  await page.contextMenu(page.treeRow(topic).first(), 'Diagnose Topic');
  await page.tab(`Diagnose: ${topic}`).waitFor();
}

test('a topic whose framing changed: since when, how that is known, and who reads it', async () => {
  await page.view('Avro');
  await page.treeRow('local').first().click();
  await page.treeRow(topics.switched).first().waitFor();
  await diagnose(topics.switched);
  await report()
    .getByRole('heading', { name: /^Values are bare Avro since .*\(partition 0: offset 400\); before that Confluent-framed\.$/ })
    .waitFor();
  await report().getByRole('button', { name: 'Diagnose Again' }).waitFor();
  for (const offset of topics.bareFrom) await report().locator('.bands .end').getByText(String(offset), { exact: true }).waitFor();
  await report().locator('.cell').getByText('Silently wrong').first().waitFor();
  await page.shot('diagnosing-switch');
  await report().getByRole('tab', { name: 'PySpark', exact: true }).scrollIntoViewIfNeeded();
  await page.shot('diagnosing-what-to-do');
});

test('a snippet opens as a document, ready to run', async () => {
  await report().getByRole('tab', { name: 'PySpark', exact: true }).click();
  await report().getByRole('button', { name: 'Open as Document' }).click();
  await page.line('from pyspark.sql import SparkSession').first().waitFor();
  await page.shot('diagnosing-snippet');
});

test('a range leads to its bytes, by keys alone', async () => {
  await page.tab(`Diagnose: ${topics.switched}`).first().click();
  await report().getByRole('button', { name: 'Diagnose Again' }).waitFor();
  await report().locator('.band button').first().press('Enter');
  await page.tab(`Bytes: ${topics.switched}`).first().waitFor();
  await (await page.webviewOf('Bytes')).getByText('All 23 bytes fit.').waitFor();
  await page.shot('diagnosing-bytes');
  await page.page.keyboard.press('Control+w');
  await page.tab(`Bytes: ${topics.switched}`).first().waitFor({ state: 'detached' });
  await report().getByRole('button', { name: 'Diagnose Again' }).waitFor();
});

test('the report is saved without what messages contain', async () => {
  await page.tab(`Diagnose: ${topics.switched}`).first().click();
  const file = path.join(window.folder, 'report.md');
  await report().getByRole('button', { name: 'Save Report…' }).click();
  await page.option('Markdown').first().waitFor();
  await page.shot('diagnosing-save');
  await page.option('Markdown').first().click();
  await page.option('Without Contents').first().click();
  await page.saveAs(file);
  await page.toast('Saved the report of').waitFor();
  const text = readFileSync(file, 'utf8');
  assert.match(text, /Values are bare Avro since/);
  assert.doesNotMatch(text, /field_1_\d/);
});

test('the topic is re-framed for all its readers, by keys alone, and its copy is one framing', async () => {
  await page.tab(`Diagnose: ${topics.switched}`).first().click();
  await report().getByRole('button', { name: 'Re-frame…' }).first().press('Enter');
  await page.typeChoice(`Which records of ${topics.switched}`, 'All up to Now');
  await page.typeChoice('The framing of the copy', 'Confluent Prefix');
  await page.typeChoice('What becomes of records that can not be re-framed', 'Stop at the First Failure');
  await page.quickInput.filter({ hasText: 'The topic that the copy goes to' }).waitFor();
  await page.shot('diagnosing-reframe-target');
  await page.page.keyboard.press('Enter');
  const question = page.dialog(`Re-frame 1,388 records of ${topics.switched} to ${topics.copy} on local?`);
  await question.getByText(`${topics.copy} does not exist: it is created`).waitFor();
  // Once, although it wrote both framings.
  await question.getByText(/with as many partitions as [\w-]+\. (?:Schema id \d+|[\w-]+ v1) is registered under [\w-]+\.$/).waitFor();
  await page.shot('diagnosing-reframe-question');
  await question.getByRole('button', { name: 'Register and Re-frame…' }).press('Enter');
  await page.typeAnswer("Type the topic's name to write 1,388 records to it on local.", topics.copy);
  const told = page.toast(/Re-framed 1,388 records/);
  await told.waitFor();
  await page.shot('diagnosing-reframed');
  await told.getByText('Show Report').click();
  await page.tab(`Re-framed ${topics.switched}.md`).waitFor();
  await (await page.webviewOf(`Preview Re-framed ${topics.switched}`)).getByText('1,208').first().waitFor();
  await page.shot('diagnosing-reframe-report');
  await page.page.keyboard.press('Control+w');
  await diagnose(topics.copy);
  await report()
    .getByRole('heading', { name: /^(All v|V)alues are Confluent-framed/ })
    .waitFor();
  await report().getByRole('button', { name: 'Diagnose Again' }).waitFor();
  await page.shot('diagnosing-copy');
  await page.page.keyboard.press('Control+w');
});

test('what goes beyond one machine is written as a job for Spark', async () => {
  await page.tab(`Diagnose: ${topics.switched}`).first().click();
  await report().getByRole('button', { name: 'Continue in Spark…' }).click();
  await page.typeChoice('How it runs', 'Batch');
  await page.typeChoice('What it writes', 'Parquet');
  await page.quickInput.filter({ hasText: 'Where the Parquet files are written' }).waitFor();
  await page.page.keyboard.press('Enter');
  await page.line('spark-submit').first().waitFor();
  await page.shot('diagnosing-spark');
});

test('bytes that nobody can decide are shown in both readings, and one of them can be chosen', async () => {
  await diagnose(topics.undecided);
  await report()
    .getByRole('heading', { name: /^The bytes cannot decide/ })
    .waitFor();
  await report().getByText('side by side, neither shown as fact').waitFor();
  await page.shot('diagnosing-undecided');
  await report().getByRole('button', { name: 'Treat as Confluent Prefix' }).first().click();
  await page.shot('diagnosing-treated');
});

test('an exception is explained, and leads to the diagnosis of its topic', async () => {
  await page.openFile('error.log');
  await page.editor.click();
  await page.page.keyboard.press('Control+A');
  await page.typeCommand('Avro: Explain Error…');
  const toast = page.toast('Unknown magic byte: the value does not begin with a Confluent frame');
  await toast.waitFor();
  await page.shot('diagnosing-explained');
  await toast.getByText('Diagnose Topic…').click();
  await page.quickInput.getByPlaceholder(/Choose a topic/).waitFor();
  await page.page.keyboard.press('Enter');
  await page.tab(`Diagnose: ${topics.switched}`).first().waitFor();
});
