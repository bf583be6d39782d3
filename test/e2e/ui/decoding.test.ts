import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createEncoder, decimal, frame, sampleSchema } from '../../../tools/demo/encode.ts';
import { unknownSchemaId } from '../../../tools/demo/records.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { openDemoWindow, sampleCluster } from '../demoWindow.ts';

// Bytes as they stand in logs, terminals and debuggers, decoded: from the selection, pasted, or from a file.

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;

const payment = createEncoder(sampleSchema('workspace/schemas/payment.avsc'))({
  payment_id: { string: 'p-1' },
  order_id: null,
  amount: { 'com.example.shop.Payment.amount.fixed': decimal(1999, 5) },
  method: { string: 'card' },
  attempts: { int: 1 },
  paid_at: { long: 1_795_561_341_944_000 },
});
const click = createEncoder(sampleSchema('schemas/click.avsc'))({
  click_id: 9_007_199_254_740_993n,
  page: '/tea',
  at: 1_795_561_341_944,
  x: 447,
  y: 277,
  referrer: null,
});

before(async () => {
  // The registry says which id the sample data's schema got.
  const reply = await fetch(`${sampleCluster.registryUrl}/subjects/clicks-value/versions/latest`);
  const { id } = (await reply.json()) as { id: number };
  const framed = frame(id, click);
  workbench = await startWorkbench();
  window = await openDemoWindow(workbench, (folder) => {
    const lines = [
      framed.toString('hex'),
      framed.subarray(0, 12).toString('base64'),
      pythonLiteral(frame(unknownSchemaId, click)),
      'no bytes!',
    ];
    writeFileSync(path.join(folder, 'log.txt'), lines.join('\n'));
    writeFileSync(path.join(folder, 'click.bin'), framed);
  });
  page = window.workbench;
  await page.openFile('log.txt');
});
after(async () => {
  await page.shot('decoding-last');
  await workbench.close();
});

/** As Python prints bytes. */
function pythonLiteral(bytes: Uint8Array): string {
  const chars = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `b'${chars.join('')}'`;
}

/** Selects a line of the log, counted from 1. */
async function select(line: number): Promise<void> {
  await page.tab('log.txt').click();
  await page.page.keyboard.press('Control+Home');
  for (let at = 1; at < line; at++) await page.page.keyboard.press('ArrowDown');
  await page.page.keyboard.press('Home');
  await page.page.keyboard.press('Shift+End');
  await page.status('selected)').waitFor();
}

/** The document that shows what was decoded, once it holds this text. */
async function decoded(...texts: readonly (string | RegExp)[]): Promise<void> {
  await page.tab('Decoded Bytes').and(page.page.locator('.active')).waitFor();
  for (const text of texts) await page.line(text).first().waitFor();
}

async function chooseSchema(reason: string | RegExp, schema: string): Promise<void> {
  await page.quickInput.getByPlaceholder(reason).waitFor();
  // The choices are there; which of them are in sight depends on how many subjects the registry has.
  await page.option('Without a Schema').waitFor();
  await page.typeChoice(reason, schema);
}

test('the selection, from its menu: hex with the frame of a registered schema', async () => {
  await select(1);
  await page.page.keyboard.press('Shift+F10');
  await page.submenu('Avro', 'Decode Bytes…');
  await page.shot('decoding-menu');
  await page.menuItem('Decode Bytes…');
  await decoded('// 29 bytes from the selection, written as hex.', /Schema: clicks-value v1 \(com\.example\.web\.Click, schema id \d+\)\./);
  // Exact beyond 2^53, and a time as what it means.
  await decoded('"click_id": 9007199254740993,', '"at": "2026-11-24T23:02:21.944Z"');
  await page.shot('decoding-framed');
});

test('base64 that was cut off: the reason, at its byte, and the bytes', async () => {
  await select(2);
  await page.typeCommand('Avro: Decode Bytes…');
  await chooseSchema(/^Choose a schema\. Byte \d+/, 'Without a Schema');
  await decoded(
    '// 12 bytes from the selection, written as base64.',
    /Not decoded: Byte 5: number without an end.*\./,
    /^"hex:0000[0-9a-f]+"$/,
  );
  await page.shot('decoding-truncated');
});

test('a literal of Python, with an id that no registry has given out: the schema is chosen from the workspace', async () => {
  await select(3);
  await page.typeCommand('Avro: Decode Bytes…');
  await page.quickInput.getByPlaceholder(`Choose a schema. Schema id ${unknownSchemaId} is not in the registry.`).waitFor();
  await page.option('Without a Schema').waitFor();
  await page.shot('decoding-choose');
  await chooseSchema(/^Choose a schema/, 'schemas/payment.avsc');
  await decoded('written as escaped text', /Schema: schemas\/payment\.avsc, by your choice/, /does not fit/);
  await page.shot('decoding-misfit');
});

test('what is pasted: bare bytes, with a version of a subject of the registry', async () => {
  await select(4);
  await page.typeCommand('Avro: Decode Bytes…');
  // What is selected is no text of bytes, so the palette asks.
  await page.typeChoice('Which bytes to decode', 'Pasted Text…');
  await page.typeAnswer('Bytes as hex, base64 or escaped text.', payment.toString('hex').slice(0, -1));
  await page.quickInput.getByText('57 hex digits are half a byte too many or too few.').waitFor();
  await page.shot('decoding-half');
  await page.page.keyboard.press('Control+A');
  await page.page.keyboard.insertText(payment.toString('hex'));
  await page.page.keyboard.press('Enter');
  await chooseSchema(/^Choose a schema/, 'payments-raw-value');
  await page.quickInput.getByPlaceholder('Choose a version of payments-raw-value').waitFor();
  await page.option('Version 1').waitFor();
  await page.page.keyboard.press('Enter');
  await decoded(
    'from what was pasted',
    /Guessed: bare Avro, read to the last byte/,
    '"amount": 19.99,',
    '"paid_at": "2026-11-24T23:02:21.944',
  );
  await page.shot('decoding-bare');
});

test('the same with a file of the workspace; the result stays in its place', async () => {
  const columns = await page.page.locator('.editor-group-container').count();
  // With the result in front, it is not opened once more beside itself.
  await page.typeCommand('Avro: Decode Bytes…', 'Which bytes to decode');
  await page.typeChoice('Which bytes to decode', 'Pasted Text…');
  await page.typeAnswer('Bytes as hex, base64 or escaped text.', payment.toString('base64'));
  await chooseSchema(/^Choose a schema/, 'schemas/payment.avsc');
  await decoded('written as base64', 'schemas/payment.avsc, by your choice', '"method": "card",');
  assert.equal(await page.page.locator('.editor-group-container').count(), columns);
});

test('a file of bytes, chosen in the dialog', async () => {
  await page.typeCommand('Avro: Decode Bytes…', 'Which bytes to decode');
  await page.typeChoice('Which bytes to decode', 'File…');
  await page.chooseFile('Decode Bytes', 'Decode', path.join(window.folder, 'click.bin'));
  await decoded('from the file click.bin.', 'clicks-value v1', '"click_id": 9007199254740993,');
  await page.shot('decoding-file');
});

test('a schema with a mistake cannot be used, and the reason is said once', async () => {
  await page.typeCommand('Avro: Decode Bytes…', 'Which bytes to decode');
  await page.typeChoice('Which bytes to decode', 'Pasted Text…');
  await page.typeAnswer('Bytes as hex, base64 or escaped text.', payment.toString('hex'));
  await chooseSchema(/^Choose a schema/, 'schemas/mistake.avsc');
  await decoded('This schema cannot be used', 'schemas/mistake.avsc, by your choice');
  assert.equal(await page.line('This schema cannot be used').count(), 1);
  await page.shot('decoding-mistake');
});
