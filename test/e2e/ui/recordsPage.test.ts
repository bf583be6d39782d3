import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { RecordRow, Session } from '../../../client/cluster/session.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { exact, result, row, text } from '../../client/webview/records.ts';
import { startRecordsBrowser, type OpenRecordsPage, type RecordsBrowser, type RecordsPageOptions } from '../recordsPage.ts';

// The page alone, in the browser that the workbench uses: keys, roles, focus, and contents that mean harm.

let browser: RecordsBrowser;
const opened: OpenRecordsPage[] = [];

before(async () => {
  browser = await startRecordsBrowser();
});
afterEach(async () => {
  for (const one of opened.splice(0)) {
    assert.deepEqual(one.problems, []);
    await one.close();
  }
});
after(() => browser.close());

const utf8 = (value: string) => new TextEncoder().encode(value);
const schema = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['PAID'] } },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'customer_id', type: 'long' },
    { name: 'tags', type: { type: 'map', values: 'string' } },
  ],
});
const order = '{\n  "status": "PAID",\n  "amount": 12.50,\n  "customer_id": 9007199254740993,\n  "tags": {\n    "channel": "web"\n  }\n}';
const misfit = {
  ...exact(order),
  state: 'failed',
  json: undefined,
  size: 7,
  evidence: 'Confluent prefix, schema id 13 is orders-value v3, which does not fit.',
  error: { code: 'codec/union-index', message: 'Byte 6: union index 24, only 0–1 exist.', position: 6 },
} as const;

/** Rows with falling offsets, none of them left out; every tenth, beginning with the fifth, could not be decoded. */
function records(count: number): RecordRow[] {
  return Array.from({ length: count }, (_, index) =>
    row({
      partition: index % 3,
      offset: BigInt(100_000 - Math.floor(index / 3)),
      timestampMs: Date.UTC(2026, 10, 22, 9, 41, 7) - index,
      key: text(`A-${index}`),
      keyBytes: utf8(`A-${index}`),
      value:
        index % 10 === 4
          ? misfit
          : exact(order, 3, { size: 7, evidence: 'Confluent prefix, schema id 13 is orders-value v3. All 7 bytes read, none left.' }),
      valueBytes: new Uint8Array([0, 0, 0, 0, 13, 2, 48]),
      headers: [
        { name: 'b', value: utf8('1') },
        { name: 'a', value: new Uint8Array([255]) },
        { name: 'b', value: null },
      ],
    }),
  );
}

function sessionWith(rows: readonly RecordRow[]): Partial<Session> {
  return {
    peek: () => Promise.resolve(result(rows, { stopped: 'enough', offsetsInTopic: 100_000n, partitions: 3 })),
    fetchSchema: (schemaId) =>
      Promise.resolve({ text: schema, references: [], label: 'orders-value v3', schemaId, subject: 'orders-value', version: 3 }),
  };
}

async function open(options: RecordsPageOptions): Promise<OpenRecordsPage> {
  const one = await browser.open(options);
  opened.push(one);
  return one;
}

const chosen = (page: Page): Locator => page.locator('[role=row][aria-selected=true]');
const focused = async (page: Page): Promise<string> => String(await page.evaluate('document.activeElement.textContent'));

/** Presses a key and waits until a row is the chosen one. */
async function press(page: Page, key: string, ariaRow: number): Promise<void> {
  await page.keyboard.press(key);
  await page.locator(`[role=row][aria-selected=true][aria-rowindex="${ariaRow}"]`).waitFor();
}

test('the newest row has the focus; keys move through rows and cells', async () => {
  const { page } = await open({ session: sessionWith(records(100)), read: {} });
  await chosen(page).waitFor();
  assert.equal(await chosen(page).getAttribute('aria-rowindex'), '2');
  assert.match(await focused(page), /^09:41:07\.000/);
  for (const [key, ariaRow] of [
    ['ArrowDown', 3],
    ['ArrowUp', 2],
    ['ArrowUp', 2],
    ['End', 101],
    ['ArrowDown', 101],
    ['Home', 2],
  ] as const)
    await press(page, key, ariaRow);
  await page.keyboard.press('PageDown');
  assert.ok(Number(await chosen(page).getAttribute('aria-rowindex')) > 20);
  await press(page, 'Home', 2);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), '0');
  await press(page, 'ArrowDown', 3);
  assert.equal(await focused(page), '1');
});

test('roles and counts say what a screen reader needs', async () => {
  const { page } = await open({ session: sessionWith(records(100)), read: {}, readOnly: true });
  await chosen(page).waitFor();
  const grid = page.getByRole('grid', { name: 'Records' });
  assert.equal(await grid.getAttribute('aria-rowcount'), '101');
  assert.equal(await grid.getAttribute('aria-colcount'), '10');
  assert.deepEqual(await grid.getByRole('columnheader').allTextContents(), [
    'Time UTC',
    'P',
    'Offset',
    'Key',
    'value.status',
    'value.amount',
    'value.customer_id',
    'Schema',
    'Size',
    'Decoded',
  ]);
  assert.equal(await grid.locator('[tabindex="0"]').count(), 1);
  assert.equal(
    await page.getByRole('status').textContent(),
    '100 of 100,000 records, newest first. Values: Confluent prefix, orders-value v3 (schema id 13). Stopped: enough. 10 not decoded 0 B, 1 ms All 3 partitions' +
      ', 2026-11-22 09:41:06 to 09:41:07',
  );
  assert.match((await page.getByRole('toolbar', { name: 'What to read' }).textContent()) ?? '', /localread-only/);
  await page.getByRole('main', { name: 'Records of topic orders' }).waitFor();
});

test('of thousands of rows only those in view exist, and the focus outlives scrolling', async () => {
  const { page } = await open({ session: sessionWith(records(5000)), read: {} });
  await chosen(page).waitFor();
  await press(page, 'End', 5001);
  await page.locator('[role=row][aria-rowindex="5001"]', { hasText: 'A-4999' }).waitFor();
  assert.ok((await page.locator('[role=row]').count()) < 100);
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, -1_000_000);
  await page.locator('[role=row][aria-rowindex="2"]', { hasText: 'A-0' }).waitFor();
  await press(page, 'ArrowUp', 5000);
  assert.match(await focused(page), /A-4998/);
});

test('Enter leads into the details, Escape back; D closes and opens them', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {} });
  await page.getByText('Partition 0, offset 100000').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'Value');
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByText('Partition 1, offset 100000').waitFor();
  await page.keyboard.press('Escape');
  assert.match(await focused(page), /A-1/);
  await page.keyboard.press('d');
  await page.getByRole('complementary').waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('button', { name: 'Record details' }).getAttribute('aria-pressed'), 'false');
  await page.keyboard.press('Enter');
  await page.getByText('Partition 1, offset 100000').waitFor();
});

test('F8 goes to the next record that was not decoded, and round the end; the link does too', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {} });
  await chosen(page).waitFor();
  for (const [key, ariaRow] of [
    ['F8', 6],
    ['F8', 16],
    ['F8', 6],
    ['Shift+F8', 16],
  ] as const)
    await press(page, key, ariaRow);
  await page.getByRole('button', { name: '2 not decoded' }).click();
  await page.locator('[role=row][aria-selected=true][aria-rowindex="6"]').waitFor();
  await page.getByText('Not decoded.').waitFor();
  await page.getByRole('tab', { name: 'Bytes' }).click();
  assert.deepEqual(await page.locator('.hx .stop').allTextContents(), ['30']);
  assert.deepEqual(await page.locator('.hx .frame').allTextContents(), ['00', '00', '00', '00', '0d']);
});

test('R reads again, Escape stops, and the choice stays with its record', async () => {
  let reads = 0;
  const rows = records(20);
  const session: Partial<Session> = {
    ...sessionWith(rows),
    peek: (_options, onProgress, signal) => {
      if (++reads === 1) return Promise.resolve(result(rows));
      if (reads === 2) return Promise.resolve(result([row({ offset: 100_001n }), ...rows]));
      onProgress({ stage: 'reading', records: 7, bytes: 2048 });
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
    },
  };
  const { page } = await open({ session, read: {} });
  await chosen(page).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Stop' }).isDisabled(), true);
  await press(page, 'ArrowDown', 3);
  await page.keyboard.press('r');
  await page.getByText('All 21 records, newest first').first().waitFor();
  assert.equal(await chosen(page).getAttribute('aria-rowindex'), '4');
  await page.keyboard.press('r');
  await page.locator('.status', { hasText: 'Reading…7 records, 2.0 KB' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.status', { hasText: 'Cancelled by you.' }).waitFor();
  assert.equal(await chosen(page).getAttribute('aria-rowindex'), '4');
});

test('copying and opening ask the host for the chosen record', async () => {
  const { page, sent } = await open({ session: sessionWith(records(20)), read: {} });
  await chosen(page).waitFor();
  await press(page, 'ArrowDown', 3);
  // As it comes with caps lock.
  await page.keyboard.press('Control+C');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: 'Hex' }).click();
  await chosen(page).click({ button: 'right' });
  await page.getByRole('menu', { name: 'Record' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'Copy Value as JSON');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.deepEqual(
    sent.map((message) => ('index' in message ? [message.type, message.index, 'what' in message ? message.what : ''] : message.type)),
    [
      ['copy', 1, 'json'],
      ['open', 1, ''],
      ['copy', 1, 'hex'],
      ['copy', 1, 'value'],
    ],
  );
});

test('the value is a tree with types of its schema and all digits; a line can be copied and closed', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {} });
  const tree = page.getByRole('tree');
  await tree.getByText('decimal(12,2)').waitFor();
  const lines = await page.evaluate(
    '[...document.querySelectorAll("[role=treeitem]")].map((item) => [...item.children].map((cell) => cell.textContent).join(" | "))',
  );
  assert.deepEqual(lines, [
    'key | "A-0" | UTF-8 text',
    'value | Order | record, 4 fields',
    'status | PAID | enum',
    'amount | 12.50 | decimal(12,2)',
    'customer_id | 9007199254740993 | long',
    'tags | 1 entry | map',
    'channel | "web" | string',
  ]);
  await tree.getByText('customer_id').click();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), '9007199254740993');
  await page.keyboard.press('ArrowLeft');
  assert.match(await focused(page), /^value/);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await tree.getByRole('treeitem').count(), 2);
  assert.equal(await tree.getByRole('treeitem').nth(1).getAttribute('aria-expanded'), 'false');
});

test('tabs: arrows lead through them; headers keep order and repeats; the schema is shown', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {} });
  await page.getByText('decimal(12,2)').waitFor();
  await page.getByRole('tab', { name: 'Value' }).focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await page.locator('.headers tbody tr').allTextContents(), ['b11 B', 'aff hex1 B', 'bnull']);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await page.getByRole('tab', { name: 'Schema' }).getAttribute('aria-selected'), 'true');
  assert.deepEqual(await page.locator('.kv dd').allTextContents(), ['Value', 'orders-value', '3', '13', 'com.acme.Order']);
  await page.locator('pre', { hasText: '"logicalType": "decimal"' }).waitFor();
});

test('contents that mean harm are text', async () => {
  const evil = '<img src=x onerror="document.title=1"><script>1</script>\u202e\u0000';
  const json = JSON.stringify({ [evil]: evil, status: evil });
  const value = exact(json, 3, { evidence: evil, schema: { schemaId: 13, subject: evil, version: 1, fullname: evil } });
  const rows = [
    row({ key: text(evil), keyBytes: utf8(evil), value, valueBytes: utf8(json), headers: [{ name: evil, value: utf8(evil) }] }),
  ];
  const { page } = await open({ session: sessionWith(rows), read: {} });
  await page.getByRole('treeitem').nth(3).waitFor();
  for (const tab of ['Headers', 'Bytes', 'Schema', 'Value']) await page.getByRole('tab', { name: tab }).click();
  assert.equal(await page.locator('img, script:not([nonce])').count(), 0);
  assert.equal(await page.title(), 'orders');
  assert.doesNotMatch((await page.locator('body').innerText()).replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
});

test('a value of megabytes is cut, and the page stays quick to draw', async () => {
  const json = JSON.stringify({ status: 'PAID', lines: Array.from({ length: 100_000 }, (_, index) => ({ sku: `CUP-${index}` })) });
  const { page, sent } = await open({
    session: sessionWith([row({ value: exact(json, 3, { size: 3_000_000 }), valueBytes: new Uint8Array(65_536) })]),
    read: {},
  });
  await page.locator('.note').waitFor();
  assert.match(
    (await page.locator('.note').textContent()) ?? '',
    /^Shown: [\d.]+ KB of [\d.]+ MB\. The record is intact\.Open as Document$/,
  );
  await page.locator('.note').getByRole('button', { name: 'Open as Document' }).click();
  await page.getByRole('tab', { name: 'Bytes' }).click();
  await page.getByText('Value: 3,000,000 bytes, the first 5 are the frame. Shown: 64 KB of 2.9 MB.').waitFor();
  assert.ok((await page.locator('.hx').count()) < 100);
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['open'],
  );
});

test('a topic without records says so and leads on; there are no details', async () => {
  const partition = { partition: 0, leader: 1, replicas: [], inSyncReplicas: [], firstOffset: 0n, endOffset: 0n };
  const session: Partial<Session> = {
    peek: () => Promise.resolve(result([])),
    describeTopic: (name) => Promise.resolve({ name, configuration: undefined, partitions: [partition] }),
  };
  const { page, sent } = await open({ session, read: {} });
  await page.getByRole('heading', { name: 'The topic orders is empty.' }).waitFor();
  assert.equal(await page.getByRole('complementary').count(), 0);
  await page.getByRole('button', { name: 'Produce Sample Message…' }).click();
  await page.locator('.empty').getByRole('button', { name: 'Read Again' }).click();
  await page.getByRole('heading', { name: 'The topic orders is empty.' }).waitFor();
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['produceSample', 'readAgain'],
  );
});

test('a failure says what and what to do, as an alert', async () => {
  const session: Partial<Session> = {
    peek: () => Promise.reject(new KafkaError('kafka/x', 'User a may not read topic orders.', { remedy: 'It needs READ on the topic.' })),
  };
  const { page } = await open({ session, read: {} });
  assert.equal(await page.getByRole('alert').textContent(), 'User a may not read topic orders.');
  await page.getByText('It needs READ on the topic.').waitFor();
});

test('after a restart nothing is read until somebody asks for it', async () => {
  let reads = 0;
  const session: Partial<Session> = {
    ...sessionWith([]),
    peek: () => {
      reads++;
      return Promise.resolve(result(records(3)));
    },
  };
  const { page } = await open({ session });
  await page.getByText('Read orders again?').waitFor();
  assert.equal(reads, 0);
  await page.locator('.empty').getByRole('button', { name: 'Read Again' }).click();
  await chosen(page).waitFor();
  assert.equal(reads, 1);
});

test('a page that comes back shows the same record and tab, and keeps no contents', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {} });
  await chosen(page).waitFor();
  await press(page, 'ArrowDown', 3);
  await page.getByRole('tab', { name: 'Bytes' }).click();
  const saved = String(await page.evaluate('sessionStorage.getItem("state")'));
  assert.deepEqual(JSON.parse(saved), {
    connection: 'local',
    topic: 'orders',
    generation: 1,
    selected: { partition: 1, offset: '100000' },
    detailsOpen: true,
    tab: 'Bytes',
  });
  await page.reload();
  await page.locator('[role=row][aria-selected=true][aria-rowindex="3"]').waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Bytes' }).getAttribute('aria-selected'), 'true');
});

test('a record that was asked for is chosen at first; what is chosen afterwards counts more when the page comes back', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: { select: { partition: 1, offset: 99_998n } } });
  await page.locator('[role=row][aria-selected=true][aria-rowindex="9"]').waitFor();
  await press(page, 'ArrowDown', 10);
  await page.reload();
  await page.locator('[role=row][aria-selected=true][aria-rowindex="10"]').waitFor();
});

test('the width of the details: dragged, moved by keys, and below the table where the page is narrow', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {} });
  const details = page.getByRole('complementary');
  await details.waitFor();
  const width = async () => (await details.boundingBox())?.width;
  assert.equal(await width(), 440);
  const sash = page.getByRole('separator', { name: 'Width of the record details' });
  await sash.press('ArrowLeft');
  assert.equal(await width(), 460);
  const box = await sash.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 2, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x - 2000, box.y + 50);
  await page.mouse.up();
  assert.equal(await width(), 1392 / 2);
  await page.setViewportSize({ width: 640, height: 700 });
  const [table, below] = [await page.locator('.left').boundingBox(), await details.boundingBox()];
  assert.ok(table && below && below.y >= table.y + table.height && below.width === 640);
});

test('where there is no room the status line keeps the reason and what was not decoded', async () => {
  const { page } = await open({ session: sessionWith(records(20)), read: {}, size: { width: 400, height: 500 } });
  await chosen(page).waitFor();
  assert.equal(
    await page
      .locator('.status > :visible')
      .filter({ hasText: /\w/ })
      .allTextContents()
      .then((parts) => parts.join(' ')),
    '20 of 100,000 records, newest first. 2 not decoded',
  );
});
