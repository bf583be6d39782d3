import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { firstView } from '../../../client/records/recordsView.ts';
import { pageState, progress, settings } from '../../client/webview/pageState.ts';
import { startBarsBrowser, type BarsBrowser, type BarsOptions, type OpenBars } from '../recordsBars.ts';

// The bars around the table, in the browser that the workbench uses: keys, roles, focus, menus, mistakes and the mouse.

let browser: BarsBrowser;
const opened: OpenBars[] = [];

before(async () => {
  browser = await startBarsBrowser();
});
afterEach(async () => {
  for (const one of opened.splice(0)) {
    assert.deepEqual(one.problems, []);
    await one.close();
  }
});
after(() => browser.close());

const fromMs = Date.UTC(2026, 10, 22, 10, 36);
const histogram = {
  fromMs,
  toMs: fromMs + 600_000,
  buckets: Array.from({ length: 60 }, (_, index) => ({ scanned: 10 + index, matched: index, undecoded: index === 29 ? 1 : 0 })),
};
const filter = 'value.amount > 990';
const filtered = pageState({ settings: settings({ filter }), progress: progress({ undecoded: 23, guessed: 4, histogram }) });
const live = pageState({ activity: 'live', settings: settings({ live: true }), progress: progress({ stopped: undefined }) });

async function open(options: Partial<BarsOptions> = {}): Promise<OpenBars> {
  const one = await browser.open({ state: filtered, ...options });
  opened.push(one);
  return one;
}

const focused = async (page: Page): Promise<string> =>
  String(await page.evaluate(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`));

/** Waits, frame by frame: the page's policy forbids what Playwright's own waiting does. */
async function until(page: Page, what: string): Promise<void> {
  const deadline = performance.now() + 8000;
  while (!(await page.evaluate(`new Promise((done) => requestAnimationFrame(() => done(Boolean(${what}))))`))) {
    assert.ok(performance.now() < deadline, `Waited in vain for ${what}`);
  }
}

/** What has the focus after each of some keys. */
async function walk(page: Page, keys: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const key of keys) {
    await page.keyboard.press(key);
    names.push(await focused(page));
  }
  return names;
}

test('each bar is one stop of the Tab key', async () => {
  const { page } = await open();
  assert.deepEqual(await walk(page, Array<string>(6).fill('Tab')), [
    'Connection prod-eu',
    'Filter in CEL. Enter reads again.',
    '23 not decoded',
    'From',
    'To',
    'Records',
  ]);
});

test('arrows walk the tool bar past what is disabled, and Tab comes back to where it was', async () => {
  const { page } = await open();
  await page.keyboard.press('Tab');
  assert.deepEqual(
    await walk(page, ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'End', 'ArrowRight']),
    [
      'Topic orders',
      'Start newest 100,000',
      'Partitions all 6',
      'Decode automatic',
      'Live',
      'Read again',
      'Record details',
      'Record details',
    ],
  );
  assert.deepEqual(await walk(page, ['Tab', 'Shift+Tab', 'Home']), [
    'Filter in CEL. Enter reads again.',
    'Record details',
    'Connection prod-eu',
  ]);
});

test('the tool bar asks for what needs a picker, and reads, pauses and stops', async () => {
  const { page, sent, asked, draw } = await open({ state: { ...filtered, protected: true, connectionColor: 'red' } });
  await page.getByRole('button', { name: 'Connection prod-eu, protected, red' }).click();
  await page.getByRole('button', { name: 'Topic orders' }).click();
  await page.getByRole('button', { name: 'Decode automatic' }).click();
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByRole('button', { name: 'Live' }).click();
  assert.ok(await page.getByRole('button', { name: 'Stop' }).isDisabled());
  await draw(live);
  assert.equal(await page.getByRole('button', { name: 'Live' }).getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await draw({ ...live, activity: 'paused' });
  await page.getByRole('button', { name: 'Go on' }).click();
  assert.deepEqual(await sent(), [
    { type: 'choose', what: 'connection' },
    { type: 'choose', what: 'topic' },
    { type: 'choose', what: 'profile' },
    { type: 'read', changes: {} },
    { type: 'live', isLive: true },
    { type: 'pause' },
    { type: 'stop' },
    { type: 'resume' },
  ]);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Record details' }).click();
  assert.deepEqual(await asked(), ['columns below Columns', 'details']);
});

test('the connection has its colour, and nothing that is no colour', async () => {
  const { page, draw } = await open({ state: { ...filtered, connectionColor: '#00ff00' } });
  const edge = () =>
    page.evaluate(
      `getComputedStyle(document.querySelector('.conn')).borderLeftColor + getComputedStyle(document.querySelector('.conn')).borderLeftWidth`,
    );
  assert.equal(await edge(), 'rgb(0, 255, 0)6px');
  const plain = { ...filtered, connectionColor: undefined };
  await draw(plain);
  const without = await edge();
  await draw({ ...filtered, connectionColor: 'red; background: url(x)' });
  assert.equal(await edge(), without);
});

test('start: a count is typed, and says that the filter comes after it', async () => {
  const { page, sent } = await open();
  await page.getByRole('button', { name: 'Start' }).click();
  const item = page.getByRole('menuitemradio', { name: 'Newest 100,000, then filter' });
  assert.equal(await item.getAttribute('aria-checked'), 'true');
  const field = page.getByRole('textbox', { name: 'How many records' });
  await field.fill('none');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  // More than are scanned now.
  await field.fill('250,000');
  await page.getByRole('menuitemradio', { name: 'Newest 250,000, then filter' }).waitFor();
  await field.fill('5,000');
  await page.getByRole('menuitemradio', { name: 'Newest 5,000, then filter' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.deepEqual(await sent(), [{ type: 'read', changes: { start: { kind: 'oldest', count: 5000 }, live: false } }]);
  assert.equal(await focused(page), 'Start newest 100,000');
  assert.equal(await page.getByRole('menu').count(), 0);
});

test('start: from an offset, from a time, a key, live only, and older ones', async () => {
  const { page, sent } = await open();
  for (const name of ['From Offset…', 'From Time…', 'Find Key…', 'Live Only', 'Scan Older']) {
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.pi').filter({ hasText: name }).click();
  }
  assert.deepEqual(await sent(), [
    { type: 'choose', what: 'offset' },
    { type: 'choose', what: 'time' },
    { type: 'choose', what: 'key' },
    { type: 'read', changes: { start: { kind: 'live' }, live: true } },
    { type: 'scanOlder' },
  ]);
});

test('partitions: first, end and count of each; some are chosen by keyboard', async () => {
  const { page, sent } = await open();
  await page.getByRole('button', { name: 'Partitions' }).focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'All partitions');
  assert.equal(await page.getByRole('checkbox', { name: 'Partition 3, first offset 0, end 10000, 10,000 offsets' }).count(), 1);
  await page.keyboard.press(' ');
  assert.ok(await page.getByRole('button', { name: /^Read 0 of 6/ }).isDisabled());
  for (const key of ['ArrowDown', 'ArrowDown', ' ', 'ArrowDown', ' ', 'Enter']) await page.keyboard.press(key);
  assert.deepEqual(await sent(), [{ type: 'read', changes: { partitions: [1, 2] } }]);
  await page.getByRole('button', { name: 'Partitions' }).click();
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Partitions all 6');
  assert.equal((await sent()).length, 1);
});

test('export: what is shown, what is chosen, the whole scan', async () => {
  const { page, sent } = await open({ shown: 1712 });
  for (const name of ['Shown Records (1,712)…', 'Selected Record…', 'Whole Scan, without showing it…']) {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.locator('.pi').filter({ hasText: name }).click();
  }
  assert.deepEqual(await sent(), [
    { type: 'export', source: 'shown', places: [] },
    { type: 'export', source: 'chosen', places: [{ partition: 2, offset: '4821377' }] },
    { type: 'export', source: 'scan', places: [] },
  ]);
});

const textbox = (page: Page) => page.getByRole('textbox', { name: 'Filter in CEL' });

test('the filter is read with by Enter, once it is right', async () => {
  const check = (text: string) => (text.includes('%') ? { message: '"%" is not understood.', start: 11, end: 12 } : undefined);
  const { page, sent } = await open({ state: pageState(), check });
  await textbox(page).focus();
  await page.keyboard.type('value.x == % 3');
  await page.getByText('Column 12: "%" is not understood.').waitFor();
  assert.equal(await textbox(page).getAttribute('aria-invalid'), 'true');
  const described = await textbox(page).getAttribute('aria-describedby');
  assert.equal(await page.locator(`#${String(described)}`).textContent(), 'Column 12: "%" is not understood.');
  await page.keyboard.press('Enter');
  assert.deepEqual(await sent(), []);
  // The mistake is chosen, so that what is typed replaces it.
  await page.keyboard.type('2 +');
  await page.keyboard.press('Enter');
  await until(page, `document.querySelector('textarea').getAttribute('aria-invalid') === 'false'`);
  assert.deepEqual(await sent(), [{ type: 'read', changes: { filter: 'value.x == 2 + 3' } }]);
  assert.equal(await textbox(page).getAttribute('aria-describedby'), null);
});

test('the filter grows to three lines and then scrolls', async () => {
  const { page } = await open({ state: pageState() });
  const height = async () => (await textbox(page).boundingBox())?.height;
  assert.equal(await height(), 22);
  await textbox(page).fill('a\nb');
  assert.equal(await height(), 44);
  await textbox(page).fill('a\nb\nc\nd\ne');
  assert.equal(await height(), 66);
});

test('behind the text come its buttons, by arrows; the text is first again afterwards', async () => {
  const { page, sent } = await open();
  await textbox(page).focus();
  await page.keyboard.press('End');
  assert.deepEqual(await walk(page, ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']), [
    'Clear the filter',
    'Save this filter',
    'Saved filters and examples',
    'Show undecoded',
  ]);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  assert.deepEqual(await sent(), [{ type: 'saveFilter', text: filter }]);
  assert.deepEqual(await walk(page, ['Tab', 'Shift+Tab']), ['23 not decoded', 'Filter in CEL. Enter reads again.']);
});

test('clearing the filter reads all', async () => {
  const { page, sent } = await open();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await until(page, `document.querySelector('textarea').value === ''`);
  assert.deepEqual(await sent(), [{ type: 'read', changes: { filter: '' } }]);
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
});

test('Escape leaves the filter for the table, and what was typed stays', async () => {
  const { page, draw } = await open();
  await textbox(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' ');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Records');
  await draw({ ...filtered, progress: progress({ scanned: 9 }) });
  assert.equal(await textbox(page).inputValue(), `${filter} `);
  // A filter that comes from elsewhere is what is read now.
  await draw({ ...filtered, settings: settings({ filter: 'size > 3' }) });
  assert.equal(await textbox(page).inputValue(), 'size > 3');
});

test('fields, symbols and functions are completed, and nothing that is written out', async () => {
  const { page, sent } = await open({ state: pageState() });
  const list = page.getByRole('listbox', { name: 'Completions' });
  const active = () => page.evaluate(`document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent`);
  await textbox(page).focus();
  await page.keyboard.type('value.sta');
  await list.waitFor();
  assert.match(String(await active()), /^value\.status/);
  await page.keyboard.press('Enter');
  assert.equal(await textbox(page).inputValue(), 'value.status');
  await list.waitFor({ state: 'detached' });
  await page.keyboard.type(' == ');
  await list.waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  assert.equal(await textbox(page).inputValue(), 'value.status == "PAID"');
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
  await page.keyboard.type(' && isTomb');
  await list.waitFor();
  // Escape takes the list away, and only then leads to the table.
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
  await page.keyboard.press('Control+Space');
  await list.waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Records');
  assert.deepEqual(await sent(), []);
});

test('a completion is chosen by the mouse, and the cursor stays in the text', async () => {
  const { page } = await open({ state: pageState() });
  await textbox(page).focus();
  await page.keyboard.type('value.am');
  await page.getByRole('option', { name: /value\.amount/ }).click();
  assert.equal(await textbox(page).inputValue(), 'value.amount');
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
});

test('saved filters open by Alt+Down, and are put into the text', async () => {
  const { page, sent } = await open({ state: { ...filtered, savedFilters: [{ name: 'Tombstones', text: 'isTombstone' }] } });
  await textbox(page).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('menuitem', { name: 'Tombstones isTombstone' }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await textbox(page).inputValue(), 'isTombstone');
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
  assert.deepEqual(await sent(), []);
});

test('"/" is for the page to take: the bars put the cursor into the filter', async () => {
  const { page } = await open();
  await page.evaluate('window.bars.focusFilter()');
  assert.equal(await focused(page), 'Filter in CEL. Enter reads again.');
});

test('what was not decoded is gone to by a click, and hidden by the box', async () => {
  const { page, asked } = await open();
  await page.getByRole('button', { name: '23 not decoded' }).click();
  await page.getByRole('button', { name: '4 guessed' }).click();
  const box = page.getByRole('checkbox', { name: 'Show undecoded' });
  assert.equal(await box.getAttribute('aria-checked'), 'true');
  await box.click();
  assert.equal(await box.getAttribute('aria-checked'), 'false');
  assert.deepEqual(await asked(), ['go to undecoded', 'go to guessed', 'view {"showUndecoded":false}']);
});

test('a screen reader hears the first and the last text of a scan, and more when it asks', async () => {
  const reading = { ...filtered, activity: 'reading', progress: progress({ stopped: undefined, scanned: 1 }) } as const;
  const { page, draw } = await open({ state: reading });
  const heard = () => page.getByRole('status').textContent();
  const first = await heard();
  assert.match(String(first), /^Scanning… Scanned 1 /);
  for (const scanned of [2, 3, 4]) await draw({ ...reading, progress: progress({ stopped: undefined, scanned }) });
  await page.getByText('Scanned 4').waitFor();
  assert.equal(await heard(), first);
  await draw(filtered);
  assert.match(
    String(await heard()),
    /^Reached the end of the topic\. Scanned 48,212 records, 4\.6 MB, 0\.9 s\. 12,840 matched\. 23 not decoded\./,
  );
  await draw({ ...filtered, progress: progress({ scanned: 7 }) });
  await page.evaluate('window.bars.readStatus()');
  await until(page, `document.querySelector('[role=status]').textContent.includes('Scanned 7 ')`);
});

test('the status line keeps its reason, counts and what was not decoded at any width', async () => {
  const times = { oldestMs: fromMs, newestMs: fromMs + 600_000 };
  const state = { ...filtered, progress: progress({ undecoded: 23, guessed: 4, ...times }) };
  const { page } = await open({ state, size: { width: 1392, height: 600 } });
  const texts = async () => (await page.locator('.status').innerText()).replace(/\s*\n\s*/g, ' | ');
  assert.match(await texts(), /4\.6 MB, 0\.9 s.*4 guessed.*All 6 partitions/);
  await page.setViewportSize({ width: 800, height: 600 });
  await until(page, `!document.querySelector('.status').innerText.includes('partitions')`);
  assert.match(await texts(), /Reached the end of the topic\..*48,212.*12,840 matched.*23 not decoded/);
});

test('the histogram has two sliders that move bucket by bucket', async () => {
  const { page, asked } = await open();
  const [from, to] = [page.getByRole('slider', { name: 'From' }), page.getByRole('slider', { name: 'To' })];
  assert.deepEqual([await from.getAttribute('aria-valuetext'), await to.getAttribute('aria-valuetext')], ['10:36:00', '10:46:00']);
  await from.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  assert.equal(await from.getAttribute('aria-valuetext'), '10:37:00');
  await to.focus();
  await page.keyboard.press('Home');
  assert.equal(await to.getAttribute('aria-valuetext'), '10:37:10');
  assert.equal(await to.getAttribute('aria-valuenow'), '7');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await to.getAttribute('aria-valuetext'), '10:37:10');
  assert.match(
    String(await page.getByRole('group', { name: 'Records over time' }).getAttribute('aria-label')),
    /Chosen: 10:37:00 to 10:37:10/,
  );
  await page.keyboard.press('Escape');
  assert.equal(await from.getAttribute('aria-valuetext'), '10:36:00');
  assert.equal((await asked()).at(-1), 'view {"timeRange":null}');
});

test('records far from all others are counted beside the histogram', async () => {
  const { page, draw } = await open();
  assert.equal(await page.locator('.histo .beyond').isVisible(), false);
  await draw({ ...filtered, progress: progress({ histogram: { ...histogram, earlier: 1, later: 1200 } }) });
  await page.locator('.histo .beyond', { hasText: '1 earlier, 1,200 later' }).waitFor();
  assert.match((await page.locator('.histo').getAttribute('aria-label')) ?? '', / Not drawn: 1 earlier, 1,200 later\.$/);
});

test('a range is dragged, its edge moves, and a double click clears it', async () => {
  const { page, asked } = await open();
  const plot = await page.locator('.plot').boundingBox();
  assert.ok(plot);
  const x = (bucket: number) => plot.x + (plot.width * bucket) / 60;
  const drag = async (start: number, end: number) => {
    await page.mouse.move(x(start), plot.y + 30);
    await page.mouse.down();
    await page.mouse.move(x((start + end) / 2), plot.y + 30);
    await page.mouse.move(x(end), plot.y + 30);
    await page.mouse.up();
  };
  const range = (first: number, last: number) => ({ timeRange: { fromMs: fromMs + first * 10_000, toMs: fromMs + last * 10_000 - 1 } });
  await drag(20.5, 29.5);
  assert.equal((await asked()).at(-1), `view ${JSON.stringify(range(20, 30))}`);
  await drag(30, 40);
  assert.equal((await asked()).at(-1), `view ${JSON.stringify(range(20, 40))}`);
  await drag(20, 10);
  assert.equal((await asked()).at(-1), `view ${JSON.stringify(range(10, 40))}`);
  await page.mouse.dblclick(x(50), plot.y + 30);
  assert.equal((await asked()).at(-1), 'view {"timeRange":null}');
});

test('the range is read by its menu', async () => {
  const view = { ...firstView, timeRange: { fromMs: fromMs + 10_000, toMs: fromMs + 19_999 } };
  const { page, sent } = await open({ state: { ...filtered, view }, shown: 7 });
  await page.getByRole('button', { name: 'Time range', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Read This Range' }).click();
  const start = { kind: 'time', timestampMs: fromMs + 10_000, untilMs: fromMs + 20_000, count: 100_000 };
  assert.deepEqual(await sent(), [{ type: 'read', changes: { start, live: false } }]);
});

test('the histogram goes where there is little height', async () => {
  const { page } = await open({ size: { width: 1000, height: 500 } });
  const box = page.getByRole('group', { name: 'Records over time' });
  assert.ok(await box.isVisible());
  await page.setViewportSize({ width: 1000, height: 470 });
  await box.waitFor({ state: 'hidden' });
});

test('notes and empty tables lead on', async () => {
  const none = {
    ...filtered,
    settings: settings({ filter: 'value.status == "PAYED"' }),
    progress: progress({ stopped: 'records', held: 0 }),
  };
  const { page, sent, draw } = await open({ state: none, shown: 0 });
  await page.getByRole('heading', { name: 'None of 48,212 scanned records matches.' }).waitFor();
  await page.getByRole('button', { name: 'Use "PAID"' }).click();
  await page.getByRole('button', { name: 'Scan Older Records' }).click();
  await draw({ ...filtered, progress: progress({ stopped: 'timeout' }) }, 12_840);
  await page.getByText('Older records were not read.').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Time Limit…' }).click();
  await draw({ ...filtered, progress: progress({ registryProblem: 'Cannot reach the registry https://r (ECONNREFUSED).' }) }, 12_840);
  await page.getByRole('alert').filter({ hasText: 'Values are shown as bytes' }).waitFor();
  await page.getByRole('button', { name: 'Retry' }).click();
  assert.deepEqual(await sent(), [
    { type: 'read', changes: { filter: 'value.status == "PAID"' } },
    { type: 'scanOlder' },
    { type: 'continue' },
    { type: 'run', what: 'openSettings', places: [] },
    { type: 'read', changes: {} },
  ]);
});

test('how long it is until the registry is asked again is counted down, and nothing else is drawn for it', async () => {
  const registry = { registryProblem: 'Cannot reach it.', registryCode: 'registry/unreachable' };
  const { page, draw } = await open({ state: { ...filtered, progress: progress(registry), registryRetryInMs: 2000 }, shown: 3 });
  const note = page.locator('.note', { hasText: 'Cannot reach it.' });
  await note.filter({ hasText: 'Trying again in 2 s.' }).waitFor();
  await page.evaluate('window.kept = document.querySelector(".note")');
  await draw({ ...filtered, progress: progress({ ...registry, durationMs: 901 }), registryRetryInMs: 1900 }, 3);
  await note.filter({ hasText: 'Trying again in 1 s.' }).waitFor();
  await note.filter({ hasText: 'Trying again…' }).waitFor();
  assert.equal(await page.evaluate('window.kept === document.querySelector(".note")'), true);
  await draw({ ...filtered, progress: progress({ ...registry, registryCode: 'registry/forbidden' }) }, 3);
  await page.locator('.note .codicon-lock').waitFor();
  assert.equal(await note.locator('.countdown').count(), 0);
});

test('a missing right has a lock', async () => {
  const problem = { kind: 'failed', message: 'User a may not read topic orders.', remedy: undefined, isForbidden: true } as const;
  const { page } = await open({ state: pageState({ progress: undefined, problem }), shown: 0 });
  await page.locator('.empty .codicon-lock').waitFor();
  await page.locator('.status', { hasText: 'Not allowed to read this topic.' }).waitFor();
});

test('what a host cannot do is not offered', async () => {
  const state = pageState({ progress: progress({ scanned: 0, held: 0 }), emptiness: { kind: 'neverWritten' }, actions: [] });
  const { page } = await open({ state, shown: 0 });
  await page.getByRole('button', { name: 'Go Live' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Produce Sample Message…' }).count(), 0);
});

for (const width of [1392, 1000, 700]) {
  test(`nothing of the bars is cut off at ${width} pixels`, async () => {
    const { page } = await open({ state: { ...filtered, protected: true }, size: { width, height: 600 } });
    const cut = await page.evaluate(
      `[...document.querySelectorAll('.tools button, .filter button')].filter((one) => one.offsetParent && one.getBoundingClientRect().right > innerWidth).map((one) => one.getAttribute('aria-label'))`,
    );
    assert.deepEqual(cut, []);
  });
}
