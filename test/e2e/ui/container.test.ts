import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { containers } from '../../shared/avro/container/goldens.ts';
import { damage, repeatBlocks, writeOrders, writeTicks } from '../containerFiles.ts';
import { startContainerBrowser, type ContainerBrowser, type ContainerPageOptions, type OpenContainerPage } from '../containerPage.ts';

// The page of a container file in the browser that the workbench uses, over files that other software wrote.

const folder = mkdtempSync(join(tmpdir(), 'container-page-'));
const small = join(folder, 'orders.avro');
const large = join(folder, 'large.avro');
const damaged = join(folder, 'damaged.avro');
let browser: ContainerBrowser;
const opened: OpenContainerPage[] = [];

before(async () => {
  await writeOrders(small, 500, { blockSize: 4096 });
  await writeOrders(damaged, 2000, { codec: 'null', blockSize: 4096 });
  damage(damaged, 3);
  damage(damaged, 9);
  await writeOrders(large, 300_000, { codec: 'null' });
  browser = await startContainerBrowser();
});
afterEach(async () => {
  for (const one of opened.splice(0)) {
    assert.deepEqual(one.problems, []);
    await one.close();
  }
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(path: string, options: ContainerPageOptions = {}): Promise<OpenContainerPage> {
  const one = await browser.open(path, options);
  opened.push(one);
  return one;
}

async function openRows(path: string, options: ContainerPageOptions = {}): Promise<OpenContainerPage> {
  const one = await open(path, options);
  await row(one.page, 0).locator('.m').first().waitFor();
  return one;
}

const row = (page: Page, index: number) => page.locator(`.rec[aria-rowindex="${index + 2}"]`);
const chosen = (page: Page, index: number) => page.locator(`.rec[aria-selected=true][aria-rowindex="${index + 2}"]`);
const status = (page: Page, text: string | RegExp) => page.locator('.status', { hasText: text }).waitFor();

/** Waits until an expression is true of the page, whose policy lets nobody evaluate one in it. */
async function until(page: Page, expression: string): Promise<void> {
  const limit = Date.now() + 10_000;
  while ((await page.evaluate(`Boolean(${expression})`)) !== true) {
    assert.ok(Date.now() < limit, expression);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
}

test('the head says what the file is; rows have the record, its fields, size and block', async () => {
  const { page, documents, ran } = await openRows(small);
  await status(page, /^500 records in \d+ blocks/);
  const bar = page.getByRole('toolbar', { name: 'Container file' });
  for (const text of ['orders.avro', 'com.example.orders.Order', 'deflate']) await bar.getByText(text, { exact: true }).waitFor();
  assert.deepEqual(await page.getByRole('columnheader').allTextContents(), [
    'Record',
    'id',
    'customer',
    'status',
    'placed',
    'note',
    'lines',
    'Size',
    'Block',
  ]);
  const cells = await row(page, 1).getByRole('gridcell').allTextContents();
  assert.deepEqual(cells.slice(0, 4), ['1', '7000001', 'customer-1', 'PAID']);
  assert.equal(cells.at(-1), '0');
  assert.equal(await page.getByRole('grid', { name: 'Records' }).getAttribute('aria-rowcount'), '501');
  await page.getByRole('main', { name: 'Records of orders.avro' }).waitFor();
  await page.getByRole('button', { name: 'Show Schema' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  assert.deepEqual(ran, ['export']);
  assert.equal(documents[0]?.language, 'avro-schema');
  assert.match(documents[0].text, /"namespace": "com\.example\.orders"/);
});

test('details: a tree with types, bytes with what each is, a document, copies; by keys alone', async () => {
  const one = await openRows(small);
  const { page, documents, clipboard } = one;
  await chosen(page, 0).waitFor();
  await page.keyboard.press('ArrowDown');
  await chosen(page, 1).waitFor();
  const details = page.getByRole('complementary', { name: 'Record details' });
  await details.getByText('Record 1', { exact: true }).waitFor();
  const placed = details.getByRole('treeitem').filter({ hasText: 'placed' });
  await placed.waitFor();
  assert.match((await placed.textContent()) ?? '', /placed.*2026-09-01T00:01:01.*timestamp-millis/);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await details.getByRole('tab', { name: 'Bytes', selected: true }).waitFor();
  await details.getByRole('gridcell', { name: /^byte 0, hex/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await details.waitFor({ state: 'hidden' });
  assert.match(clipboard[0] ?? '', /"id": 7000001/);
  assert.deepEqual(
    documents.map(({ title, language }) => [title, language]),
    [['orders.avro 1.json', 'json']],
  );
  await until(page, `sessionStorage.getItem('state')?.includes('"detailsOpen":false')`);
  assert.equal(JSON.stringify(await one.saved()).includes('customer-1'), false);
});

test('300,000 records: the last by a key, any by its number, and a text in the whole file', async () => {
  const { page, sent } = await openRows(large);
  await status(page, /^300,000 records in [\d,]+ blocks/);
  await page.locator('.grid[aria-rowcount="300001"]').waitFor();
  await chosen(page, 0).waitFor();
  await page.keyboard.press('End');
  await row(page, 299_999).getByText('7299999').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.type('123,456');
  await page.keyboard.press('Enter');
  await chosen(page, 123_456).getByText('7123456').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.type('300000');
  await page.keyboard.press('Enter');
  await page.getByText('The last record is 299,999.').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('gift 200005');
  await page.getByRole('search', { name: 'Find in records' }).getByText('Record 200,005').waitFor();
  await chosen(page, 200_005).waitFor();
  await page.getByRole('textbox', { name: 'Find in records' }).fill('no such text anywhere');
  await page.getByText(/^Searched [\d,]+ of 300,000 records$/).waitFor();
  await page.getByRole('button', { name: 'Cancel the search' }).click();
  await page.getByText('Search cancelled').waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(
    sent
      .filter(({ type }) => type === 'search')
      .map((one) => ('text' in one ? one.text : ''))
      .at(-1),
    '',
  );
  assert.equal(await row(page, 200_005).count(), 1);
});

test('5,000,000 records are more than a browser can lay out, and each can be scrolled to all the same', async () => {
  const thousand = join(folder, 'thousand.avro');
  const path = join(folder, 'ticks.avro');
  await writeTicks(thousand, 1000);
  repeatBlocks(thousand, path, 5000);
  const { page } = await openRows(path);
  await status(page, /^5,000,000 records in 5,000 blocks/);
  await page.locator('.grid[aria-rowcount="5000001"]').waitFor();
  await chosen(page, 0).waitFor();
  await page.keyboard.press('End');
  await chosen(page, 4_999_999).getByText('999', { exact: true }).waitFor();
  await page.mouse.move(300, 500);
  await page.mouse.wheel(0, -2200);
  await row(page, 4_999_900).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.type('2500123');
  await page.keyboard.press('Enter');
  await chosen(page, 2_500_123).getByText('123', { exact: true }).waitFor();
  const before = await row(page, 2_500_123).boundingBox();
  await page.mouse.wheel(0, 110);
  await until(page, `document.querySelector('[aria-rowindex="2500125"]').getBoundingClientRect().y < ${before?.y ?? 0}`);
  const moved = await row(page, 2_500_123).boundingBox();
  assert.equal((before?.y ?? 0) - (moved?.y ?? 0), 110);
  await page.evaluate(`document.querySelector('.grid').scrollTop = 4_000_000`);
  // A quarter of the way down the bar is near record 1,100,000.
  await until(
    page,
    `[...document.querySelectorAll('.rec')].some((one) => Math.abs(Number(one.getAttribute('aria-rowindex')) - 1_100_000) < 5_000)`,
  );
  await page.evaluate(`document.querySelector('.grid').scrollTop = 0`);
  await row(page, 0).waitFor();
});

test('damaged places are named, and led to; what stands around them is shown', async () => {
  const { page } = await openRows(damaged);
  const note = page.getByRole('alert');
  await note
    .filter({ hasText: /^Byte [\d,]+: no sync marker behind the block that begins at byte [\d,]+\. Reading goes on at byte [\d,]+\./ })
    .waitFor();
  await note.getByText('1 of 2').waitFor();
  await note.getByRole('button', { name: 'Go There' }).click();
  // What was chosen before stays chosen until the page has gone there.
  await until(page, `Number(document.querySelector('.rec[aria-selected=true]')?.getAttribute('aria-rowindex')) > 100`);
  const first = await page.locator('.rec[aria-selected=true]').getAttribute('aria-rowindex');
  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await note.getByText('2 of 2').waitFor();
  await page.locator(`.rec[aria-selected=true]:not([aria-rowindex="${first}"])`).waitFor();
});

for (const { name, bytes, says, button } of [
  { name: 'empty.avro', bytes: Buffer.alloc(0), says: 'empty.avro is empty.', button: 'Reopen as Text' },
  {
    name: 'text.avro',
    bytes: Buffer.from('{"type":"string"}'),
    says: 'text.avro does not begin with "Obj" and 01, so it is no Avro container file.',
    button: 'Reopen as Text',
  },
  {
    name: 'cut.avro',
    bytes: Buffer.from(containers[0]?.hex ?? '', 'hex').subarray(0, 60),
    says: /The header of cut\.avro/,
    button: 'Reopen as Text',
  },
  { name: 'gone.avro', bytes: undefined, says: 'gone.avro is not there any more.', button: 'Read Again' },
]) {
  test(`${name}: a sentence, and what can be done`, async () => {
    const path = join(folder, name);
    if (bytes) writeFileSync(path, bytes);
    const { page, ran, sent } = await open(path);
    await page.getByRole('alert').filter({ hasText: says }).waitFor();
    await page.getByRole('button', { name: button }).click();
    if (button === 'Reopen as Text') assert.deepEqual(ran, ['reopen text']);
    else assert.deepEqual(sent, [{ type: 'readAgain' }]);
  });
}

test('a codec that nobody knows is named, and each row says why it has no fields', async () => {
  const path = join(folder, 'codec.avro');
  writeFileSync(path, Buffer.from((containers[0]?.hex ?? '').replace('086e756c6c', '086c7a3461'), 'hex'));
  const { page } = await openRows(path).catch(async () => open(path));
  await page.getByRole('alert').filter({ hasText: `The blocks are compressed by "lz4a", which can't be read here.` }).waitFor();
  await row(page, 0)
    .getByText(/can't be read/)
    .waitFor();
});

test('a file that has changed is read again where that is wanted', async () => {
  const path = join(folder, 'growing.avro');
  await writeOrders(path, 10, { codec: 'null' });
  const { page, reader } = await openRows(path);
  await status(page, '10 records in 1 block');
  await writeOrders(path, 40, { codec: 'null' });
  reader.noteChange('changed');
  await page.getByText('The file has changed.').waitFor();
  await page.getByRole('button', { name: 'Read Again' }).click();
  await status(page, '40 records in 1 block');
  await page.getByText('The file has changed.').waitFor({ state: 'detached' });
  appendFileSync(path, Buffer.alloc(20, 0xff));
  await page.getByRole('grid').focus();
  await row(page, 0).click();
  await page.keyboard.press('r');
  await page
    .getByRole('alert')
    .filter({ hasText: /Nothing behind it can be read: 20 B\./ })
    .waitFor();
});

test('columns are chosen, and with the record that was looked at they outlive a reload', async () => {
  const { page } = await openRows(small);
  await chosen(page, 0).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.type('321');
  await page.keyboard.press('Enter');
  await chosen(page, 321).waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('option', { name: 'value.note' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'note' }).waitFor({ state: 'detached' });
  await until(page, `sessionStorage.getItem('state')?.includes('321')`);
  await page.reload();
  await chosen(page, 321).waitFor();
  assert.deepEqual(await page.getByRole('columnheader').allTextContents(), [
    'Record',
    'id',
    'customer',
    'status',
    'placed',
    'lines',
    'Size',
    'Block',
  ]);
});
