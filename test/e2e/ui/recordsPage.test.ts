import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { startRecordsBrowser, type OpenRecordsPage, type RecordsBrowser, type RecordsPageOptions } from '../recordsPage.ts';

// The page alone, in the browser that the workbench uses: keys, roles, focus, rows that come and go, and contents that mean harm.

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

async function open(options: RecordsPageOptions = {}): Promise<OpenRecordsPage> {
  const one = await browser.open(options);
  opened.push(one);
  await one.page.locator('.rec .m').first().waitFor();
  return one;
}

const chosen = (page: Page): Locator => page.locator('.rec[aria-selected=true]');
const row = (page: Page, index: number): Locator => page.locator(`.rec[aria-rowindex="${index + 2}"]`);
const focused = async (page: Page): Promise<string> => String(await page.evaluate('document.activeElement.textContent'));
const heads = (page: Page): Promise<string[]> => page.getByRole('columnheader').allTextContents();

/** Presses a key and waits until a row is the chosen one, and is drawn. */
async function press(page: Page, key: string, index: number): Promise<void> {
  await page.keyboard.press(key);
  await page.locator(`.rec[aria-selected=true][aria-rowindex="${index + 2}"]:not([aria-busy])`).waitFor();
}

/** Waits until an expression is true of the page, whose policy lets nobody evaluate one in it. */
async function until(page: Page, expression: string): Promise<void> {
  const limit = Date.now() + 10_000;
  while ((await page.evaluate(`Boolean(${expression})`)) !== true) {
    assert.ok(Date.now() < limit, expression);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
}

/** Where a record's row stands, in pixels of the page. */
async function top(page: Page, key: string): Promise<number | undefined> {
  return (await page.locator('.rec', { hasText: key }).boundingBox())?.y;
}

/**
 * Looks at each frame from now on: a frame is blank where a row in view has no cells, or where none stands. Returns how
 * many there were, of how many, and the longest time between two.
 */
async function watchFrames(page: Page): Promise<() => Promise<{ frames: number; blank: number; longestMs: number }>> {
  await page.evaluate(`
    const seen = (window.seen = { frames: 0, blank: 0, longestMs: 0, on: true });
    const grid = document.querySelector('.grid');
    let last = performance.now();
    const look = (now) => {
      if (!seen.on) return;
      seen.frames++;
      seen.longestMs = Math.max(seen.longestMs, now - last);
      last = now;
      const box = grid.getBoundingClientRect();
      for (let y = box.top + 30; y < box.bottom - 24; y += 22) {
        const row = document.elementFromPoint(box.left + 20, y)?.closest('.rec');
        if (!row || row.children.length === 0) { seen.blank++; break; }
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  return async () => page.evaluate<{ frames: number; blank: number; longestMs: number }>('(window.seen.on = false, window.seen)');
}

test('the newest row has the focus; keys move through rows, cells and heads', async () => {
  const { page } = await open();
  await chosen(page).waitFor();
  assert.equal(await chosen(page).getAttribute('aria-rowindex'), '2');
  assert.match(await focused(page), /^09:41:08\.294/);
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['ArrowUp', 0],
    ['End', 99],
    ['ArrowDown', 99],
    ['Home', 0],
  ] as const)
    await press(page, key, index);
  await page.keyboard.press('PageDown');
  assert.ok(Number(await chosen(page).getAttribute('aria-rowindex')) > 20);
  await press(page, 'Home', 0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), '0');
  await press(page, 'ArrowDown', 1);
  assert.equal(await focused(page), '1');
  await press(page, 'ArrowUp', 0);
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'P');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('.rec:focus, .rec:focus-within').getAttribute('aria-rowindex'), '2');
});

test('roles and counts say what a screen reader needs', async () => {
  const { page } = await open({ count: 1712 });
  const grid = page.getByRole('grid', { name: 'Records' });
  assert.equal(await grid.getAttribute('aria-rowcount'), '1713');
  assert.equal(await grid.getAttribute('aria-colcount'), '10');
  assert.deepEqual(await heads(page), [
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
  assert.equal(await page.locator('[aria-sort=descending]').textContent(), 'Time UTC');
  assert.equal(await grid.locator('[tabindex="0"]').count(), 1);
  await page.getByRole('main', { name: 'Records of topic orders' }).waitFor();
});

test('100,000 rows: wheel, scroll bar and held keys never show a blank row, also where answers are late', async () => {
  const { page, asked } = await open({ count: 100_000, delayMs: 20 });
  await chosen(page).waitFor();
  const stop = await watchFrames(page);
  await page.mouse.move(300, 500);
  for (let turns = 0; turns < 25; turns++) await page.mouse.wheel(0, 900);
  for (let turns = 0; turns < 15; turns++) await page.keyboard.press('PageDown');
  await page.keyboard.press('End');
  await page.locator('.rec[aria-rowindex="100001"]:not([aria-busy])').waitFor();
  for (let turns = 0; turns < 15; turns++) await page.mouse.wheel(0, -900);
  // As the scroll bar is dragged, a long way with each frame.
  await page.evaluate(`new Promise((done) => {
    const grid = document.querySelector('.grid');
    let turns = 0;
    const drag = () => { grid.scrollTop = (Math.sin(turns / 10) + 1) * 1_000_000; if (++turns < 60) requestAnimationFrame(drag); else done(); };
    drag();
  })`);
  await page.keyboard.press('Home');
  await row(page, 0).locator('.m').first().waitFor();
  const { frames, blank, longestMs } = await stop();
  assert.ok(frames > 60, `${frames} frames`);
  assert.equal(blank, 0, `${blank} of ${frames} frames`);
  assert.ok(longestMs < 1000, `${longestMs} ms between two frames`);
  assert.ok((await page.locator('.rec').count()) < 80);
  assert.ok(asked.rows < 400, `${asked.rows} questions`);
});

test('the focus outlives scrolling', async () => {
  const { page } = await open({ count: 5000 });
  await press(page, 'End', 4999);
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, -1_000_000);
  await row(page, 0).waitFor();
  await press(page, 'ArrowUp', 4998);
  assert.equal(await page.locator('.rec:focus').count(), 1);
});

const live = {
  activity: 'live',
  settings: { start: { kind: 'newest', count: 100 }, partitions: undefined, live: true, isolation: 'readCommitted', filter: '' },
} as const;

test('live: at the newest end new rows come in; a row that is chosen stays on its pixel, and a button leads back', async () => {
  const { page, host } = await open({ count: 1000, state: live });
  assert.equal(await chosen(page).count(), 0);
  host.append(5);
  await page.locator('.rec', { hasText: 'A-100504' }).waitFor();
  assert.equal(await row(page, 0).locator('.m').nth(3).textContent(), 'A-100504');
  await row(page, 12).click();
  const key = (await row(page, 12).locator('.m').nth(3).textContent()) ?? '';
  const before = await top(page, key);
  for (const count of [20, 18]) {
    host.append(count);
    await page
      .getByRole('button', { name: /new records/ })
      .filter({ hasText: String(count === 20 ? 20 : 38) })
      .waitFor();
    assert.equal(await top(page, key), before);
  }
  assert.equal(await chosen(page).getAttribute('aria-rowindex'), String(12 + 38 + 2));
  await page.getByRole('button', { name: '38 new records' }).click();
  await page.locator('.rec', { hasText: 'A-100542' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /new records/ }).count(), 0);
  host.append(1);
  await page.locator('.rec', { hasText: 'A-100543' }).waitFor();
});

test('live: the first rows of a table that is empty come at once, not with the next turn', async () => {
  const one = await browser.open({ count: 0, state: live });
  opened.push(one);
  const { page, host } = one;
  await page.locator('[role=grid][aria-rowcount="1"]').waitFor({ state: 'attached' });
  // How long the page means to wait before it asks again. Its clock stands, so that no time has passed since it asked before.
  await page.evaluate(`
    performance.now = () => 0;
    window.waits = [];
    const wait = window.setTimeout;
    window.setTimeout = (run, ms) => {
      if (String(run).includes('isAskingForWindow')) window.waits.push(ms);
      return wait(run, ms);
    }`);
  host.append(1);
  await page.locator('.rec', { hasText: 'A-100500' }).waitFor();
  assert.deepEqual(await page.evaluate('window.waits'), [0]);
});

test('live: scrolled away, rows stay on their pixels whatever arrives and is dropped; F switches following off and on', async () => {
  const { page, host } = await open({ count: 3000, state: live });
  await page.mouse.move(200, 500);
  await page.mouse.wheel(0, 4400);
  await page.locator('.rec', { hasText: 'A-100285' }).waitFor();
  const before = await top(page, 'A-100285');
  host.append(300, true);
  await page.getByRole('button', { name: '300 new records' }).waitFor();
  assert.equal(await top(page, 'A-100285'), before);
  await page.keyboard.press('f');
  await page.locator('.rec', { hasText: 'A-100799' }).waitFor();
  await page.keyboard.press('f');
  const still = await top(page, 'A-100799');
  host.append(7);
  await page.getByRole('button', { name: '7 new records' }).waitFor();
  assert.equal(await top(page, 'A-100799'), still);
});

test('live, oldest first: new rows come in at the end', async () => {
  const { page, host } = await open({ count: 500, state: live });
  await page.getByRole('columnheader', { name: 'Time' }).click();
  await page.locator('.rec', { hasText: 'A-100000' }).waitFor();
  await page.keyboard.press('f');
  await page.locator('.rec', { hasText: 'A-100499' }).waitFor();
  host.append(3);
  await page.locator('.rec', { hasText: 'A-100502' }).waitFor();
  await page.mouse.move(200, 500);
  await page.mouse.wheel(0, -2200);
  await page.locator('.rec', { hasText: 'A-100390' }).waitFor();
  const before = await top(page, 'A-100390');
  host.append(4);
  await page.getByRole('button', { name: '4 new records' }).waitFor();
  assert.equal(await top(page, 'A-100390'), before);
});

test('a head sorts descending, ascending and not at all; decimals sort as numbers; the choice stays', async () => {
  const { page, sent } = await open({ count: 300 });
  await press(page, 'ArrowDown', 1);
  const amount = page.getByRole('columnheader', { name: 'value.amount' });
  await amount.click();
  await page.locator('[aria-sort=descending]', { hasText: 'value.amount' }).waitFor();
  const amounts = async () => (await page.locator('.rec .r:nth-child(6)').allTextContents()).slice(0, 8).map(Number);
  await until(page, 'document.querySelector(".rec .r:nth-child(6)")?.textContent.length > 6');
  const falling = await amounts();
  assert.deepEqual(
    falling,
    [...falling].sort((a, b) => b - a),
  );
  await amount.click();
  await page.locator('[aria-sort=ascending]').waitFor();
  await amount.click();
  await page.locator('[aria-sort=descending]', { hasText: 'Time' }).waitFor();
  assert.deepEqual(
    sent.flatMap((message) => (message.type === 'view' ? [[message.view.sort.column, message.view.sort.descending]] : [])),
    [
      ['value.amount', true],
      ['value.amount', false],
      ['time', true],
    ],
  );
  await page.getByText('A-100498').first().waitFor();
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getByRole('complementary').getByText('A-100498').first().isVisible(), true);
});

test('columns: width by drag, keys and double click; order by drag and keys', async () => {
  const { page, ...own } = await open();
  const key = page.getByRole('columnheader', { name: 'Key' });
  const width = async () => Math.round((await key.boundingBox())?.width ?? 0);
  const before = await width();
  const grip = await key.locator('.grip').boundingBox();
  assert.ok(grip);
  await page.mouse.move(grip.x + 3, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 63, grip.y + 10, { steps: 4 });
  await page.mouse.up();
  assert.equal(await width(), before + 60);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await key.focus();
  await page.keyboard.press('Shift+ArrowRight');
  assert.equal(await width(), before + 68);
  await page.keyboard.press('Shift+ArrowLeft');
  await key.locator('.grip').dblclick();
  assert.ok((await width()) <= before);
  await key.focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await until(page, 'document.querySelectorAll("[role=columnheader]")[2].textContent === "Key"');
  assert.equal(await focused(page), 'Key');
  const decoded = page.getByRole('columnheader', { name: 'Decoded' });
  const [from, to] = [await decoded.boundingBox(), await page.getByRole('columnheader', { name: 'Time' }).boundingBox()];
  assert.ok(from && to);
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 5, to.y + 10, { steps: 5 });
  await page.mouse.up();
  await until(page, 'document.querySelector("[role=columnheader]").textContent === "Decoded"');
  await until(page, 'JSON.parse(sessionStorage.getItem("state")).view.columns?.[0] === "decoded"');
  assert.deepEqual(Object.keys((await own.saved())?.columnWidths ?? {}), ['key']);
});

test('the column chooser finds, shows, hides, moves and keeps columns, by keys alone', async () => {
  const { page, host, sent } = await open();
  host.post();
  await page.getByRole('button', { name: 'Columns' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Columns' }).waitFor();
  await page.keyboard.type('note');
  await page.keyboard.press('Enter');
  await page.getByRole('columnheader', { name: 'value.note' }).waitFor();
  assert.equal(await page.getByRole('option', { name: 'value.note' }).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Alt+ArrowUp');
  await until(page, '[...document.querySelectorAll("[role=columnheader]")].findIndex((one) => one.textContent === "value.note") === 6');
  assert.equal(await page.locator('.rec .dim.it').first().textContent(), 'null');
  await page.keyboard.type('value.tags.channel');
  await page.keyboard.press('Enter');
  await page.getByRole('columnheader', { name: 'value.tags.channel' }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('columnheader', { name: 'value.tags.channel' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Keep for this topic in workspace settings' }).click();
  const kept = sent.findLast(({ type }) => type === 'keepColumns');
  assert.ok(kept?.type === 'keepColumns' && kept.columns?.includes('value.note'));
  await page.getByRole('button', { name: 'Reset to default' }).click();
  await page.getByRole('columnheader', { name: 'value.note' }).waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'Columns');
});

test('find marks the text, says which of how many, goes round, and hides nothing', async () => {
  const { page } = await open({ count: 300 });
  await page.keyboard.press('Control+f');
  await page.keyboard.type('a-10024');
  await page.getByText('1 of 10').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('2 of 10').waitFor();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await page.getByText('10 of 10').waitFor();
  await page.keyboard.press('F3');
  await page.getByText('1 of 10').waitFor();
  assert.equal(await page.getByRole('grid', { name: 'Records' }).getAttribute('aria-rowcount'), '301');
  assert.equal(await page.evaluate('CSS.highlights.get("found").size'), 10);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate('CSS.highlights.has("found")'), false);
  assert.match(await focused(page), /A-100249/);
});

test('rows are chosen with Shift and Ctrl, copied together, and two are compared', async () => {
  const { page, sent } = await open();
  await press(page, 'ArrowDown', 1);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await chosen(page).count(), 3);
  await row(page, 7).click({ modifiers: ['Control'] });
  assert.equal(await chosen(page).count(), 4);
  await page.keyboard.press('Control+c');
  await row(page, 2).click();
  await row(page, 4).click({ modifiers: ['Shift'] });
  assert.equal(await chosen(page).count(), 3);
  await row(page, 2).click();
  await row(page, 6).click({ modifiers: ['Control'] });
  await row(page, 6).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Compare Both' }).click();
  await row(page, 1).click();
  await page.keyboard.press('Space');
  await page.locator('.rec.kept').waitFor();
  await row(page, 3).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Compare with Selected' }).click();
  const places = sent.flatMap((message) =>
    message.type === 'copy' || message.type === 'run' ? [[message.what, message.places.map(({ partition }) => partition)]] : [],
  );
  assert.deepEqual(places, [
    ['json', [1, 2, 3, 1]],
    ['compare', [2, 0]],
    ['compare', [1]],
    ['compare', [1, 3]],
  ]);
});

test('Compare… waits for another row; Escape ends the waiting', async () => {
  const { page, sent } = await open();
  await press(page, 'ArrowDown', 1);
  await page.getByRole('button', { name: 'Compare…' }).click();
  await press(page, 'ArrowDown', 2);
  await page.keyboard.press('Enter');
  assert.deepEqual(sent.at(-1), {
    type: 'run',
    what: 'compare',
    places: [
      { partition: 1, offset: '4821377' },
      { partition: 2, offset: '4821377' },
    ],
  });
  assert.match(await focused(page), /A-100497/);
});

test('the menu of a row offers what the host can do, and filters by the value of the cell', async () => {
  const { page, sent } = await open({ state: { readOnly: true } });
  await row(page, 10).getByText('1249.90').click({ button: 'right' });
  const items = await page.getByRole('menuitem').allTextContents();
  assert.ok(!items.some((item) => item.startsWith('Re-produce')));
  assert.ok(items.includes('Copy as kcat Command') && items.includes('Decode Topic As…') && items.includes('Diagnose Topic'));
  await page.getByRole('menuitem', { name: 'Filter by This Value' }).click();
  assert.deepEqual(sent.at(-1), {
    type: 'read',
    changes: { filter: '(value == null || value.amount > 20.00) && value.amount == 1249.90' },
  });
});

test('letters are keys of the table alone, and the palette’s commands do the same', async () => {
  const { page, host, sent } = await open();
  const types = () =>
    sent.filter(({ type }) => type !== 'checkFilter').map((message) => ('isLive' in message ? `live ${message.isLive}` : message.type));
  for (const [key, then] of [
    ['l', '[aria-label=Live][aria-pressed=true]'],
    ['p', '[aria-label="Go on"]'],
    ['p', '[aria-label=Pause]:not([disabled])'],
    ['Escape', '[aria-label=Stop][disabled]'],
    ['r', 'body'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(then).waitFor();
  }
  assert.deepEqual(types(), ['live true', 'pause', 'resume', 'stop', 'read']);
  await page.keyboard.press('/');
  await page.keyboard.type('lprd');
  assert.deepEqual(types().length, 5);
  assert.equal(await page.getByRole('complementary').isVisible(), true);
  await page.evaluate('window.postMessage({ type: "do", what: "details" })');
  await page.getByRole('complementary').waitFor({ state: 'hidden' });
  await page.evaluate('window.postMessage({ type: "do", what: "find" })');
  await page.getByRole('search', { name: 'Find in records' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await page.getByRole('complementary').waitFor();
  host.post();
});

test('Escape clears the choice where nothing is read; F8 and the link go to what was not decoded, round the end', async () => {
  const { page } = await open({ count: 1200 });
  await chosen(page).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await chosen(page).count(), 0);
  await page.getByText('Choose a record to see what is in it.').waitFor();
  for (const [key, index] of [
    ['F8', 16],
    ['F8', 997],
    ['F8', 16],
    ['Shift+F8', 997],
  ] as const)
    await press(page, key, index);
  await page.getByRole('button', { name: '2 not decoded' }).click();
  await page.locator('.rec[aria-selected=true][aria-rowindex="18"]').waitFor();
  await page.getByText('Not decoded.', { exact: true }).waitFor();
});

test('G goes to an offset, and says where there is none', async () => {
  const { page } = await open({ count: 5000 });
  await page.keyboard.press('g');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.getByText('No such record here.').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4821000');
  await page.keyboard.press('Enter');
  await page.locator('.rec[aria-selected=true]', { hasText: '4821000' }).waitFor();
  assert.match(await focused(page), /4821000/);
});

test('Enter leads into the details, Escape back; the record is stepped through there', async () => {
  const { page } = await open();
  await page.getByText('Partition 0, offset 4821377').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'Value');
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByText('Partition 1, offset 4821377').waitFor();
  await page.keyboard.press('Escape');
  assert.match(await focused(page), /A-100498/);
});

test('a value is a tree; resting on a line shows its bytes, and leads to them', async () => {
  const { page } = await open();
  const amount = page.getByRole('treeitem', { name: /^amount/ });
  await amount.hover();
  const tip = page.getByRole('tooltip');
  await tip.getByText('06 01 e8 3e').waitFor();
  assert.equal(await tip.textContent(), 'Raw06 01 e8 3eMeans3 bytes, unscaled 124990, scale 2Wherebytes 23 to 26 · Show in Bytes');
  await tip.getByRole('button', { name: 'Show in Bytes' }).click();
  const byte = page.getByRole('gridcell', { name: 'byte 23, hex 06, field amount' });
  await byte.waitFor();
  assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'byte 23, hex 06, field amount');
  await page.keyboard.press('Control+ArrowRight');
  assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'byte 27, hex 02, field note');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await page.locator('.ft.sel .n').textContent(), 'amount');
  await page.keyboard.press('Enter');
  assert.match(await focused(page), /^4amount1249\.90/);
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await page.locator('.by.sel').allTextContents(), [
    '502',
    '20',
    '67',
    '69',
    '66',
    '74',
    '2c',
    '20',
    '6e',
    '6f',
    '20',
    '69',
    '6e',
    '76',
    '6f',
    '69',
    '63',
    '65',
  ]);
});

test('a guess says so in yellow, with what can be done; masked fields can be revealed', async () => {
  const { page, sent } = await open();
  await row(page, 21).click();
  await page.locator('.verdict.guessed', { hasText: 'Guessed: no frame.' }).waitFor();
  await page.getByRole('button', { name: 'Use for Topic' }).click();
  await page.getByRole('button', { name: 'Choose…' }).click();
  assert.deepEqual(
    sent.slice(-2).map((message) => ('what' in message ? message.what : '')),
    ['useForTopic', 'profile'],
  );
});

test('more headers than are drawn are counted, and all of them are in the document', async () => {
  const { page, host, sent } = await open();
  await page.getByRole('tab', { name: 'Headers' }).click();
  assert.equal(await page.locator('table.headers tbody tr').count(), 3);
  assert.equal(await page.getByText('The record is intact.').count(), 0);
  host.headers = Array.from({ length: 1500 }, (_, index) => ({ name: `h${index}`, text: 'x', more: '', kind: 'text', size: 1 }));
  await row(page, 3).click();
  const note = page.locator('.note', { hasText: 'Shown: 1,000 of 1,500 headers. The record is intact.' });
  await note.getByRole('button', { name: 'Open as Document' }).click();
  assert.equal(await page.locator('table.headers tbody tr').count(), 1000);
  assert.deepEqual(sent.at(-1), { type: 'run', what: 'openDocument', places: [{ partition: 3, offset: '4821377' }] });
});

test('a page that comes back shows the same record, order and tab, and keeps no contents', async () => {
  const { page, ...own } = await open({ count: 4000 });
  await press(page, 'End', 3999);
  await page.getByRole('tab', { name: 'Bytes' }).click();
  await until(page, 'JSON.parse(sessionStorage.getItem("state") ?? "{}").tab === "Bytes"');
  assert.deepEqual((await own.saved())?.selected, { partition: 3, offset: '4820711' });
  assert.doesNotMatch(JSON.stringify(await own.saved()), /A-\d|PAID/);
  await page.reload();
  await page.locator('.rec[aria-selected=true][aria-rowindex="4001"]').waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Bytes' }).getAttribute('aria-selected'), 'true');
});

test('a record that was asked for is chosen among the rows; reading again keeps the choice', async () => {
  const { page, host } = await open({ count: 4000, state: { select: { partition: 3, offset: '4821000' } } });
  await page.locator('.rec[aria-selected=true]', { hasText: '4821000' }).waitFor();
  await row(page, 2270).click();
  const place = await row(page, 2270).textContent();
  host.restart(4010, { select: undefined });
  await page.getByRole('grid', { name: 'Records' }).and(page.locator('[aria-rowcount="4011"]')).waitFor();
  await page.locator('.rec[aria-selected=true]', { hasText: (place ?? '').slice(0, 12) }).waitFor();
});

test('where the record that was chosen is not read again, the newest one is', async () => {
  const { page, host } = await open({ count: 400 });
  await press(page, 'End', 399);
  host.restart(200);
  await page.locator('[role=grid][aria-rowcount="201"]').waitFor();
  await page.locator('.rec[aria-selected=true][aria-rowindex="2"]').waitFor();
});

test('a record that the host names later on is gone to', async () => {
  const { page, host } = await open({ count: 4000 });
  await chosen(page).waitFor();
  host.change({ select: { partition: 3, offset: '4821000' } });
  await page.locator('.rec[aria-selected=true]', { hasText: '4821000' }).waitFor();
});

test('contents that mean harm are text', async () => {
  const { page, host } = await open();
  const evil = '<img src=x onerror="document.title=1"><script>1</script>';
  host.change({ topic: evil, connection: evil });
  await page.locator('.select', { hasText: '<img' }).first().waitFor();
  assert.equal(await page.locator('img, script:not([nonce])').count(), 0);
  assert.equal(await page.title(), 'orders');
});

test('the width of the details: dragged, moved by keys, and below the table where the page is narrow', async () => {
  const { page } = await open();
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
