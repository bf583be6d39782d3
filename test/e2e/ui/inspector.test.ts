import assert from 'node:assert/strict';
import { after, afterEach, before, test, type TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { Session } from '../../../client/cluster/session.ts';
import { createLocalRecords } from '../../../client/records/localRecords.ts';
import type { InspectedSource } from '../../../client/webview/inspectors.ts';
import { parseHex } from '../../../shared/avro/bytesLiteral.ts';
import type { SchemaCandidate } from '../../../shared/wire/decoder.ts';
import { decoding, openRegistry } from '../../client/records/held.ts';
import { orderHex, orderMisfitHex, orderSchema } from '../../client/records/order.ts';
import { FakeSession } from '../../fakes/session.ts';
import { ScanCluster } from '../../fakes/scanCluster.ts';
import { startInspectorBrowser, type InspectorBrowser, type InspectorOptions, type OpenInspector } from '../inspectorPage.ts';

// The byte inspector's page with its real host and the real worker's code, in the browser that the workbench uses.

let browser: InspectorBrowser;
const opened: OpenInspector[] = [];

before(async () => {
  browser = await startInspectorBrowser();
});
afterEach(async () => {
  for (const one of opened.splice(0)) {
    assert.deepEqual(one.problems, []);
    await one.close();
  }
});
after(() => browser.close());

const bytesOf = (hex: string): Uint8Array => parseHex(hex) ?? assert.fail(hex);

/** With the given value; its topic's only schema is that of an order. */
async function open(
  t: TestContext,
  value: Uint8Array,
  given: Partial<InspectorOptions> & { readonly source?: Partial<InspectedSource>; readonly session?: Partial<Session> } = {},
): Promise<OpenInspector> {
  const registry = await openRegistry(t, orderSchema);
  const local = createLocalRecords({ cluster: new ScanCluster([]), registry, workerPath: undefined });
  const session = new FakeSession({
    inspect: (request, signal) => local.inspect(request, signal),
    suggestSchemas: () => Promise.resolve([]),
    ...given.session,
  });
  const place = { partition: 2, offset: '4821377' };
  const source: InspectedSource = {
    ...{ name: 'orders 2/4821377', connection: 'local', topic: 'orders', place, headers: [], key: bytesOf('412d31'), value },
    ...given.source,
  };
  const parts = { source, openSession: () => Promise.resolve(session), decoding: () => Promise.resolve(decoding) };
  const one = await browser.open({ ...given, parts });
  opened.push(one);
  await one.page.locator('.verdict b').filter({ hasNotText: 'Looking' }).first().waitFor();
  return one;
}

const byte = (page: Page, position: number): Locator => page.locator(`.by[aria-label^="byte ${position},"]`);
const row = (page: Page, name: string): Locator =>
  page.locator('.tree-box .ft[role=row]:not(.head)').filter({ has: page.locator(`.n .cut:text-is("${name}")`) });
const focused = async (page: Page): Promise<string> => String(await page.evaluate('document.activeElement.getAttribute("aria-label")'));
const facts = (page: Page): Promise<string> => page.locator('.facts').innerText();

test('all bytes fit: what each of them is, on both sides and byte by byte', async (t) => {
  const { page } = await open(t, bytesOf(orderHex(1)));
  assert.equal(await page.locator('.verdict').innerText(), 'All 92 bytes fit. 5 bytes of frame, 87 bytes of payload, none left over.');
  assert.match(await page.locator('.line').innerText(), /orders, partition 2, offset 4821377/);
  assert.equal(await page.locator('.select').getAttribute('aria-label'), 'Read as Confluent prefix, orders-value v1');
  assert.equal(await page.locator('.by').count(), 92);
  assert.equal(await byte(page, 0).getAttribute('aria-label'), 'byte 0, hex 00, frame magic byte');
  await byte(page, 24).click();
  assert.equal(await byte(page, 23).getAttribute('aria-label'), 'byte 23, hex 06, field amount, length');
  assert.equal(await byte(page, 28).getAttribute('aria-label'), 'byte 28, hex 20, field note, length');
  assert.equal(await page.locator('.by.sel').count(), 4);
  assert.equal(await page.locator('.as.sel').count(), 4);
  assert.equal(await row(page, 'amount').getAttribute('aria-selected'), 'true');
  const said = await facts(page);
  for (const text of ['bytes 23 to 26, 4 bytes', '1249.90', 'bytes, logical type decimal(12,2)', 'length: zig-zag 6 is 3: 3 bytes follow'])
    assert.ok(said.includes(text), text);
  assert.ok(said.includes('01 e8 3e'));
  assert.ok(said.includes('two’s complement, big-endian: 124990; with scale 2: 1249.90'));
  assert.ok(said.includes('value.amount'));
});

test('fields have six colours by turns and numbers; the frame and counts their own marks', async (t) => {
  const { page } = await open(t, bytesOf(orderHex(1)));
  const tags = await page.locator('.by u').allInnerTexts();
  assert.deepEqual(tags, ['F', 'F', ...Array.from({ length: 13 }, (_, index) => String(index + 1))]);
  const toneAt = async (position: number): Promise<string | undefined> =>
    /\b(?:f[1-6]|frame|struct)\b/.exec((await byte(page, position).getAttribute('class')) ?? '')?.[0];
  assert.deepEqual(await Promise.all([4, 5, 14, 22, 23, 27, 45, 51, 52, 77].map(toneAt)), [
    'frame',
    'f1',
    'f2',
    'f3',
    'f4',
    'f5',
    'f6',
    'struct',
    'f1',
    'struct',
  ]);
});

test('without tints in high contrast, lines carry the meaning', async (t) => {
  const { page } = await open(t, bytesOf(orderHex(1)), { theme: { css: '', classes: 'vscode-high-contrast' } });
  // The browser's own types are not those of these tests.
  const style = String(
    await page.evaluate(`(({ borderBottomWidth, backgroundColor }) => borderBottomWidth + ' ' + backgroundColor)(
      getComputedStyle(document.querySelector('.by[aria-label^="byte 14,"]')))`),
  );
  assert.match(style, /^3px .*(?:, 0\)|\/ 0\))$/);
});

test('keys: bytes, fields, rows, the other side, a byte by its number', async (t) => {
  const { page } = await open(t, bytesOf(orderHex(1)));
  await page.waitForFunction('document.activeElement.getAttribute("aria-label")?.startsWith("byte 5,")');
  for (const [key, position] of [
    ['ArrowRight', 6],
    ['ArrowLeft', 5],
    ['Control+ArrowRight', 14],
    ['Control+ArrowRight', 22],
    ['Control+ArrowLeft', 14],
    ['ArrowRight', 15],
    ['Control+ArrowLeft', 14],
    ['ArrowDown', 30],
    ['Control+ArrowLeft', 27],
    ['Home', 16],
    ['End', 31],
    ['Control+End', 91],
    ['ArrowRight', 91],
    ['ArrowDown', 91],
    ['Control+Home', 0],
    ['ArrowUp', 0],
  ] as const) {
    await page.keyboard.press(key);
    assert.match(await focused(page), new RegExp(`^byte ${position},`), key);
  }
  await page.keyboard.press('g');
  await page.keyboard.type('9999');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.go').getAttribute('aria-invalid'), 'true');
  await page.locator('.go').fill('0x17');
  await page.keyboard.press('Enter');
  assert.match(await focused(page), /^byte 23,/);
  assert.match(await page.locator('.status .where').innerText(), /Byte 23, 0x17, of 92/);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-level")'), '2');
  await page.keyboard.press('ArrowDown');
  assert.equal(await row(page, 'note').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Enter');
  assert.match(await focused(page), /^byte 27,/);
});

test('the tree closes and opens what holds others', async (t) => {
  const { page } = await open(t, bytesOf(orderHex(1)));
  await row(page, 'lines').click();
  await page.keyboard.press('ArrowLeft');
  assert.equal(await row(page, 'lines').getAttribute('aria-expanded'), 'false');
  assert.equal(await row(page, 'sku').count(), 0);
  // A byte within brings it back.
  await byte(page, 53).click();
  assert.equal(await row(page, 'sku').first().getAttribute('aria-selected'), 'true');
  assert.equal(await row(page, 'lines').getAttribute('aria-expanded'), 'true');
  const tree = page.getByRole('treegrid', { name: 'Fields' });
  assert.deepEqual(await tree.getByRole('columnheader').allInnerTexts(), ['', 'Field', 'Value', 'Type', 'Bytes']);
});

const candidate: SchemaCandidate = {
  schema: {
    text: JSON.stringify({ type: 'record', name: 'Other', fields: [{ name: 'a', type: 'string' }] }),
    references: [],
    label: 'order-event.avsc',
  },
  source: { schemaId: undefined, subject: undefined, version: undefined, fullname: 'Other' },
  fits: 20,
  samples: 20,
  reason: 'Names and types like those of the topic.',
  preview: '{"a": "A-100483"}',
};

test('where the bytes stop fitting, and the schemas that fit', async (t) => {
  const { page, sent, ran } = await open(t, bytesOf(orderMisfitHex), { session: { suggestSchemas: () => Promise.resolve([candidate]) } });
  const problem = page.getByRole('alert');
  assert.match(
    await problem.innerText(),
    /^Stops fitting at byte 17: union index 24, only 0–1 exist\. 17 of 73 bytes fit orders-value v1; field note cannot be read\./,
  );
  assert.equal(await page.locator('.by.stop').getAttribute('aria-label'), 'byte 17, hex 30, field note, reading stopped here');
  assert.equal(await page.locator('.by.stop u').innerText(), 'stop');
  assert.equal(await page.locator('.by.rest').count(), 73 - 18);
  assert.equal(await byte(page, 18).getAttribute('aria-label'), 'byte 18, hex 32, not read');
  assert.match(await row(page, 'note').innerText(), /union index 24, only 0–1 exist/);
  assert.match(await row(page, 'placed_at').innerText(), /not read/);
  const said = await facts(page);
  for (const text of ['0x11, where it stops fitting', 'as a zig-zag number 24', 'field note: 0 or 1', '"2026-11-22T09:41:07.085Z"'])
    assert.ok(said.includes(text), text);
  await byte(page, 2).click();
  await page.keyboard.press('F8');
  assert.match(await focused(page), /^byte 17,/);
  await page.getByText('1 schema consumes all 20 samples exactly.').waitFor();
  await page.getByRole('button', { name: 'Use order-event.avsc for the topic…' }).click();
  await page.getByRole('button', { name: 'Show the bytes as order-event.avsc' }).click();
  await page.getByRole('alert').filter({ hasText: 'Fits, but 64 bytes are left over at byte 9.' }).waitFor();
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['ready', 'useCandidate', 'tryCandidate'],
  );
  assert.deepEqual(ran, [
    'setDecodeProfile {"connection":"local","topic":"orders","part":"value","framing":"automatic","schema":{"fullname":"Other"},"file":"order-event.avsc"}',
  ]);
});

test('bytes left over are never shown as exact', async (t) => {
  const { page } = await open(t, bytesOf(`${orderHex(1)}0102`));
  assert.match(await page.getByRole('alert').innerText(), /^Fits, but 2 bytes are left over at byte 92\./);
  assert.equal(await page.locator('.by.rest').count(), 2);
});

test('narrow: 8 bytes in a row', async (t) => {
  const { page } = await open(t, bytesOf(orderHex(1)), { size: { width: 560, height: 800 } });
  const grid = page.getByRole('grid', { name: 'Bytes, 8 in a row' });
  assert.equal(await grid.getAttribute('aria-rowcount'), '12');
  await byte(page, 5).focus();
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(page), /^byte 13,/);
});

test('the key, what is copied, and a document', async (t) => {
  const { page, clipboard, ran } = await open(t, bytesOf(orderHex(1)));
  await page.getByRole('radio', { name: 'Key, 3 bytes' }).click();
  await page.locator('.verdict', { hasText: 'UTF-8 text' }).waitFor();
  assert.equal(await page.locator('.by').count(), 3);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: 'Hex' }).click();
  await page.getByRole('button', { name: 'Open as Document' }).click();
  // What the page has sent before is there before its answer.
  await page.evaluate('0');
  assert.deepEqual(clipboard, ['412d31']);
  assert.deepEqual(ran, ['openRecord {"connection":"local","topic":"orders","partition":2,"offset":"4821377"}']);
});

test('names and texts that mean harm are text; megabytes are drawn in part', async (t) => {
  const harm = '<img src=x onerror=alert(1)>\u202e';
  const schema = { text: JSON.stringify({ type: 'map', values: 'bytes' }), references: [], label: harm };
  const key = new TextEncoder().encode(harm);
  const size = 1 << 20;
  const value = Buffer.concat([
    Uint8Array.of(2, 2 * key.length),
    key,
    Uint8Array.of(0x80, 0x80, 0x80, 0x01),
    Buffer.alloc(size),
    Uint8Array.of(0),
  ]);
  const { page } = await open(t, value, { source: { topic: undefined, schemas: { value: schema } } });
  assert.equal(await page.locator('img').count(), 0);
  assert.ok((await page.locator('.tree-box').innerText()).includes('<img src=x onerror=alert(1)>\\u202e'));
  assert.ok((await page.locator('.by').count()) < 1000);
  await page.locator('.by[tabindex="0"]').focus();
  await page.keyboard.press('Control+End');
  assert.match(await focused(page), new RegExp(`^byte ${value.length - 1},`));
});
