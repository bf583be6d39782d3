import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { KafkaError } from '../../../shared/errors.ts';
import { inRoot } from '../../../tools/support/paths.ts';
import { lowContrasts, overflowing } from '../pageChecks.ts';
import { startReportBrowser, type OpenReportPage, type ReportBrowser, type ReportPageOptions } from '../reportPage.ts';
import {
  bothTopic,
  decisive,
  emptyTopic,
  fineTopic,
  keysTopic,
  longTopic,
  motleyTopic,
  switchedTopic,
  tombstonesTopic,
  undecidedTopic,
  wideTopic,
  type MadeTopic,
} from '../reportTopics.ts';
import { themes } from '../themes.ts';

// The report's page with its real host and the real judge, over topics that are made up, in the browser that the workbench uses.

let browser: ReportBrowser;
const opened: OpenReportPage[] = [];

before(async () => {
  mkdirSync(inRoot('out/ui'), { recursive: true });
  browser = await startReportBrowser();
});
afterEach(async () => {
  for (const one of opened.splice(0)) {
    await one.close();
    assert.deepEqual(one.problems, []);
  }
});
after(() => browser.close());

async function start(topic: MadeTopic, options: ReportPageOptions = {}): Promise<OpenReportPage> {
  const one = await browser.open(topic, options);
  opened.push(one);
  return one;
}

/** Opens a report and waits until it is whole. */
async function open(topic: MadeTopic, options: ReportPageOptions = {}): Promise<OpenReportPage> {
  const one = await start(topic, options);
  await one.page.getByRole('button', { name: 'Diagnose Again' }).waitFor();
  return one;
}

const headline = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();
const buttons = (page: Page): Promise<string[]> => texts(page, '.buttons > .btn');
const focused = async (page: Page): Promise<string> =>
  String(await page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent'));

/** Waits until an expression is true of the page, whose policy lets nobody evaluate one in it. */
async function until(page: Page, isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const limit = Date.now() + 20_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < limit, what);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
}

test('a framing that changed: since when, by what evidence, who reads which part, and what to do', async () => {
  const { page, inspected, ran } = await open(switchedTopic());
  assert.match(
    await headline(page),
    /^Values are bare Avro since 10 Nov (2026 )?14:02 \(partition 0: offset 18,204\); before that Confluent-framed\.$/,
  );
  assert.equal(await page.locator('.verdict > .codicon').getAttribute('aria-label'), 'Warning');
  assert.match(
    (await texts(page, '.verdict .meta'))[0] ?? '',
    /^local › example-messages · 3 partitions, 59,674 records · [\d,]+ read in /,
  );
  assert.deepEqual(await buttons(page), ['Re-frame…', 'Continue in Spark…', 'Save Report…']);
  assert.deepEqual(await texts(page, '.bands .of'), ['Partition 0', 'Partition 1', 'Partition 2']);
  assert.deepEqual(await page.evaluate(`[...document.querySelectorAll('.band button')].map((one) => one.getAttribute('aria-label'))`), [
    ...['Offsets 0 to 18,203: Confluent prefix, schema id 12. Show bytes.', 'Offsets 18,204 to 20,411: bare Avro. Show bytes.'],
    ...['Offsets 0 to 18,196: Confluent prefix, schema id 12. Show bytes.', 'Offsets 18,197 to 20,399: bare Avro. Show bytes.'],
    ...['Offsets 1,530 to 18,231: Confluent prefix, schema id 12. Show bytes.', 'Offsets 18,232 to 20,391: bare Avro. Show bytes.'],
  ]);
  assert.deepEqual(await texts(page, '.bands .end button'), ['18,204', '18,197', '18,232']);
  const legend = await texts(page, '.bandlegend > span');
  assert.deepEqual(legend.slice(0, 2), ['Confluent prefix: 53,103 records, 89 %', 'bare Avro: 6,571 records, 11 %, likely']);
  // A range and its swatch are drawn alike.
  assert.equal(await page.locator('.band .k-framed').count(), 3);
  assert.equal(await page.locator('.band .k-bare').count(), 3);
  assert.deepEqual(await texts(page, 'h2'), [
    'What is therevalues, by offset; choose a range to see its bytes',
    'Evidencenever the first byte alone',
    'Who can read itworst first; 17 of 17 consumers, choose…',
    'What to do',
  ]);
  assert.match(
    (await texts(page, '.who > thead th')).join('|'),
    /^Consumer\|Before 10 Nov .*53,103 records\|Since 10 Nov .*6,571 records$/s,
  );
  const [first = ''] = await texts(page, '.who > tbody > tr');
  for (const part of ['Spark from_avro, FAILFAST', 'measured with', 'Silently wrong, in FAILFAST too', 'field_1', 'Reads'])
    assert.ok(first.includes(part), `${part}: ${first}`);
  const python = (await texts(page, '.who > tbody > tr')).find((one) => one.startsWith('confluent-kafka-python')) ?? '';
  assert.match(python, /Invalid magic byte/);
  // What leads to bytes and schemas.
  await page.locator('.bands .end button').first().click();
  await page.locator('.band button').first().click();
  assert.deepEqual(
    inspected.map(({ name, part }) => [name, part]),
    [
      ['example-messages 0/18204', 'value'],
      ['example-messages 0/18203', 'value'],
    ],
  );
  // A bare value is shown by the schema that was found to have written it, a frame names its own.
  assert.deepEqual(
    inspected.map(({ schemas }) => schemas?.value?.text.includes('ExampleMessage')),
    [true, undefined],
  );
  await page.locator('.list').getByRole('button', { name: 'example-messages-value', exact: true }).click();
  assert.deepEqual(ran, ['openVersion {"connection":"local","subject":"example-messages-value","version":1}']);
});

test('bytes that decide nothing: two readings, nothing as fact, no snippets; one is chosen, and the report follows', async () => {
  const { page, ran, ui, settings } = await open(undecidedTopic());
  assert.match(await headline(page), /^The bytes cannot decide: every value reads cleanly as /);
  assert.equal(await page.locator('.verdict > .codicon').getAttribute('aria-label'), 'Undecided');
  assert.deepEqual(await buttons(page), ['Treat as Bare Avro…', 'Treat as Confluent Prefix', 'Watch for New Records', 'Save Report…']);
  // No choice is put before the other.
  assert.equal(await page.locator('.buttons .primary').count(), 0);
  assert.deepEqual(await texts(page, '.readings tbody tr:first-child > *'), [
    ...['Offset 0', '00 00 00 00 02 00 0a', '{"a":0,"b":1,"c":5}', '{"flag":false,"count":5}'],
  ]);
  assert.equal(await page.locator('.readings tbody tr').count(), 4);
  assert.equal(await page.locator('.band .k-open').count(), 1);
  assert.deepEqual(await texts(page, '.choice h3'), ['Bare Avro', 'Confluent prefix']);
  assert.match(
    (await texts(page, '.who > thead th')).join('|'),
    /If it is bare Avro.*means \{"a":0,"b":1,"c":5\}\|If it is Confluent prefix/s,
  );
  assert.equal(await page.getByRole('tab').count(), 0);
  assert.equal((await texts(page, '.todo')).join().match(/Snippets/g)?.length, 1);
  ui.answer({ pick: 'Workspace Settings' });
  await page.getByRole('button', { name: 'Treat as Confluent Prefix' }).first().click();
  await page.getByRole('heading', { name: 'Values are read as Confluent prefix by your choice; the bytes alone cannot decide.' }).waitFor();
  assert.match(ran[0] ?? '', /^setDecodeProfile .*"framing":"confluent-prefix"/);
  assert.deepEqual(settings['decodeProfiles'], { telemetry: { value: { framing: 'confluent-prefix' } } });
  // Consumers, evidence, advice and snippets are those of what was chosen.
  assert.equal(await page.locator('.readings, .choice').count(), 0);
  assert.equal(await page.locator('.who > thead th').count(), 2);
  assert.ok((await page.getByRole('tab').count()) > 1);
  assert.deepEqual(await buttons(page), ['Set Decode Profile…', 'Continue in Spark…', 'Re-frame…', 'Save Report…']);
});

test('the other reading can be chosen as well, by the file that it is read with', async () => {
  const { page, settings, ui } = await open(undecidedTopic());
  ui.answer({ pick: 'Workspace Settings' });
  await page.locator('.todo').getByRole('button', { name: 'Treat as Bare Avro…' }).click();
  await page.getByRole('heading', { name: 'Values are read as bare Avro by your choice; the bytes alone cannot decide.' }).waitFor();
  assert.deepEqual(settings['decodeProfiles'], { telemetry: { value: { framing: 'bare', file: 'Counters.avsc' } } });
});

test('undecided bytes are watched until a record decides, or until that is cancelled', async () => {
  const topic = undecidedTopic();
  const { page, cluster, sent } = await open(topic);
  await page.getByRole('button', { name: 'Watch for New Records' }).first().click();
  await page.getByText('Watching for new records: the first that fits only one way decides.').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled by you: this is what was known by then.').waitFor();
  assert.match(await headline(page), /cannot decide/);
  cluster.onRefresh = () => decisive(topic);
  await page.getByRole('button', { name: 'Watch for New Records' }).first().click();
  await page.getByRole('heading', { name: /^Values are framed by a Confluent prefix with a schema of other topics/ }).waitFor();
  await page.getByRole('button', { name: 'Diagnose Again' }).waitFor();
  assert.equal(await page.locator('.readings').count(), 0);
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['ready', 'do', 'cancel', 'do'],
  );
});

test('all is well: that is said, Spark comes first, and one schema for each version', async () => {
  const { page } = await open(fineTopic());
  assert.equal(await headline(page), 'Values are Confluent-framed throughout, by 3 versions of orders-value; every sampled value reads.');
  assert.equal(await page.locator('.verdict > .codicon').getAttribute('aria-label'), 'Well');
  assert.deepEqual(await buttons(page), ['Continue in Spark…', 'Re-frame…', 'Save Report…']);
  assert.deepEqual(await texts(page, '.bands .end'), ['schema ids 9, 10, 13', 'schema ids 9, 10, 13', 'schema ids 9, 10, 13']);
  assert.deepEqual((await texts(page, '.bandlegend > span'))[0], 'Confluent prefix: 12,480 records, 100 %');
  assert.equal(await page.locator('.who > thead th').nth(1).innerText(), 'All values\nConfluent prefix, 12,480 records');
});

test('each button does its own, and what makes no sense is not there', async () => {
  const { page, ran, ui } = await open(switchedTopic());
  const target = '{"connection":"local","topic":"example-messages","part":"value"}';
  for (const [name, id] of [
    ['Re-frame…', 'reframeTopic'],
    ['Continue in Spark…', 'continueInSpark'],
    ['Save Report…', 'saveReport'],
  ] as const) {
    await page.locator('.buttons').getByRole('button', { name }).click();
    assert.equal(ran.at(-1), `${id} ${target}`);
  }
  await page.locator('.todo').getByRole('button', { name: 'Re-frame…' }).click();
  assert.equal(ran.at(-1), `reframeTopic ${target}`);
  await page.getByRole('tab', { name: 'Java' }).click();
  const shown = await page.locator('pre').innerText();
  await page.getByRole('button', { name: 'Copy' }).click();
  await until(page, () => ui.clipboard !== '', 'copied');
  assert.equal(ui.clipboard.trimEnd(), shown.trimEnd());
  assert.deepEqual(ui.statuses, ['Copied the snippet for Java.']);
  await page.getByRole('button', { name: 'Open as Document' }).click();
  await until(page, () => ui.documents.length === 1, 'opened');
  assert.deepEqual([ui.documents[0]?.language, ui.documents[0]?.text.trimEnd()], ['java', shown.trimEnd()]);
  const readOnly = await open(switchedTopic(), { readOnly: true });
  assert.deepEqual(await buttons(readOnly.page), ['Continue in Spark…', 'Save Report…']);
  assert.equal(await readOnly.page.getByRole('button', { name: 'Re-frame…' }).count(), 0);
});

test('empty topics and tombstones alone have their sentence, and nothing that makes no sense', async () => {
  const empty = await open(emptyTopic());
  assert.equal(await headline(empty.page), 'The topic has no records.');
  assert.deepEqual(await buttons(empty.page), ['Save Report…']);
  assert.equal(await empty.page.locator('.axis, .bandlegend, .who, pre, .list').count(), 0);
  assert.deepEqual(await texts(empty.page, '.bands'), ['Partition 0\nno records']);
  assert.equal(await empty.page.locator('.todo').innerText(), 'There is nothing to read yet. Watch for New Records');
  const tombstones = await open(tombstonesTopic());
  assert.equal(await headline(tombstones.page), 'All 20 records that were looked at are tombstones: they have a key and no value.');
  assert.equal(await tombstones.page.locator('.band .k-null').count(), 1);
  assert.equal(await tombstones.page.locator('.who, pre').count(), 0);
});

test('keys that are Avro are shown where the values are plain, and either where both are', async () => {
  const keys = await open(keysTopic());
  assert.match(await headline(keys.page), /^Keys are Confluent-framed throughout/);
  assert.equal(await keys.page.locator('.seg').count(), 0);
  assert.match((await texts(keys.page, 'h2'))[0] ?? '', /keys, by offset/);
  assert.match(await keys.page.locator('.who > thead th').nth(1).innerText(), /^All keys\n/);
  await keys.page.locator('.band button').first().click();
  assert.equal(keys.inspected[0]?.part, 'key');
  const both = await open(bothTopic());
  const { page, ran } = both;
  assert.match(await headline(page), /^Values are/);
  await page.getByRole('button', { name: 'Keys', exact: true }).press('Enter');
  await page.getByRole('heading', { name: /^Keys are Confluent-framed/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Keys', exact: true }).getAttribute('aria-pressed'), 'true');
  assert.equal(await focused(page), 'Keys');
  await page.getByRole('button', { name: 'Save Report…' }).click();
  assert.equal(ran.at(-1), 'saveReport {"connection":"local","topic":"both","part":"key"}');
  assert.deepEqual(await both.saved(), { connection: 'local', topic: 'both', part: 'key' });
});

test('many kinds among each other, each told by its colour, its pattern and its name', async () => {
  const { page } = await open(motleyTopic());
  assert.match(await headline(page), /^Values are framed in 8 ways that stand among each other/);
  const legend = await texts(page, '.bandlegend > span');
  assert.equal(legend.length, 10);
  // A range with several framings has a stripe of each, and names all of them.
  const mixed = page.locator('.band button', { has: page.locator('i') }).first();
  assert.ok((await mixed.locator('i > i').count()) > 2);
  assert.match((await mixed.getAttribute('aria-label')) ?? '', /and .*Show bytes\.$/);
  assert.equal(await page.locator('.who > thead th').count(), 5);
});

test('nothing overflows or is cut: long names, many partitions, many kinds, wide and narrow', async () => {
  for (const width of [1440, 900, 480]) {
    for (const topic of [longTopic(), wideTopic(), motleyTopic(), undecidedTopic(), switchedTopic()]) {
      const { page } = await open(topic, { size: { width, height: 900 } });
      assert.equal(await page.evaluate(overflowing), '', `${topic.name} ${width}`);
    }
  }
  const { page } = await open(wideTopic());
  assert.equal(await page.locator('.bands .of').count(), 60);
  assert.deepEqual((await texts(page, '.bands .end')).slice(8, 10), ['schema id 12', 'no records']);
});

test('what is masked is not on the page', async () => {
  const { page } = await open(undecidedTopic(), { settings: { masks: { telemetry: ['value.a', 'value.count'] } } });
  assert.deepEqual(await texts(page, '.readings tbody tr:first-child td'), [
    ...['•••', '{"a":"•••","b":1,"c":5}', '{"flag":false,"count":"•••"}'],
  ]);
  const whole = await page.locator('.report').innerText();
  assert.doesNotMatch(whole, /"(a|count)":\s*\d|00 0a/);
});

test('while it is read: first samples first, what is there stays where it is cancelled or fails, and it can be tried again', async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const { page, cluster, sent } = await start(switchedTopic(), {
    prepare: (one) => {
      // Nine ranges are the first samples.
      one.onRead = (times) => (times < 9 ? undefined : gate);
    },
  });
  await page.getByText('By the first samples. ').waitFor();
  assert.match(await headline(page), /^Values are bare Avro since/);
  assert.equal(await page.locator('.status .codicon-loading').count(), 1);
  assert.equal(await page.getByRole('button', { name: 'Diagnose Again' }).count(), 0);
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  go();
  await page.getByText('Cancelled by you: this is what was known by then.').waitFor();
  // Who used the keyboard goes on with what stands in its place.
  assert.equal(await focused(page), 'Diagnose Again');
  assert.match(await headline(page), /^Values are bare Avro since/);
  cluster.failure = new KafkaError('kafka/not-authorized', 'You may not read example-messages.', {
    remedy: 'Ask for the right to read it.',
  });
  await page.keyboard.press('Enter');
  await page.getByText('You may not read example-messages. Ask for the right to read it.').waitFor();
  assert.equal(await page.locator('.status .codicon-lock').count(), 1);
  assert.equal(await focused(page), 'Try Again');
  cluster.failure = undefined;
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Diagnose Again' }).waitFor();
  assert.match(await headline(page), /partition 0: offset 18,204/);
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['ready', 'cancel', 'refresh', 'refresh'],
  );
});

test('a diagnosis whose time is over says so, and shows what was known', async () => {
  const { page } = await open(switchedTopic(), {
    settings: { 'diagnose.timeoutSeconds': 1 },
    prepare: (one) => {
      one.onRead = (times) => (times < 9 ? undefined : new Promise((resolve) => setTimeout(resolve, 1500)));
    },
  });
  await page.getByText('The time was over before everything was looked at: this is what was known by then.').waitFor();
  assert.match(await headline(page), /^Values are bare Avro since/);
});

test('the consumers to be shown are chosen by keys, and Escape gives up', async () => {
  const { page, settings } = await open(switchedTopic());
  const choose = page.getByRole('button', { name: 'choose…' });
  await choose.press('Enter');
  assert.equal(await choose.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.evaluate('document.activeElement.type'), 'checkbox');
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'choose…');
  assert.equal(await page.getByRole('group', { name: 'Consumers' }).isVisible(), false);
  assert.ok(!Object.hasOwn(settings, 'diagnose.consumers'));
  await choose.press('Enter');
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  await page.getByRole('checkbox', { name: 'Java KafkaAvroDeserializer', exact: true }).check();
  await page.getByRole('checkbox', { name: 'confluent-kafka-python' }).check();
  await page.getByRole('button', { name: 'Show These' }).press('Enter');
  await page.getByText('worst first; 2 of 17 consumers').waitFor();
  assert.deepEqual(new Set(Object.values(settings['diagnose.consumers'] ?? {})), new Set(['confluent-python', 'java-confluent']));
  assert.equal(await page.locator('.who > tbody > tr').count(), 2);
});

test('all of it is reached by keys: one stop for the ranges and one for the snippets, arrows inside, no trap', async () => {
  const { page, inspected } = await open(switchedTopic());
  await page.locator('.buttons button').first().focus();
  const stops: string[] = [];
  for (
    let count = 0;
    count < 60 && (stops.length === 0 || (await page.evaluate('document.hasFocus() && document.activeElement !== document.body')) === true);
    count++
  ) {
    stops.push(await focused(page));
    await page.keyboard.press('Tab');
  }
  assert.ok(stops.length < 60, 'a focus trap');
  for (const name of ['Re-frame…', 'Save Report…', '18,204', 'choose…', 'PySpark', 'Copy', 'Open as Document'])
    assert.ok(stops.includes(name), `${name} is not among ${stops.join(', ')}`);
  assert.equal(stops.filter((name) => name.startsWith('Offsets ')).length, 1);
  assert.equal(stops.filter((name) => name === 'Java').length, 0);
  // The ranges.
  await page.locator('.band button').first().focus();
  const ends: string[] = [];
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'End', 'Home', 'ArrowLeft']) {
    await page.keyboard.press(key);
    ends.push((await focused(page)).replace(/:.*/, ''));
  }
  assert.deepEqual(ends, [
    ...['Offsets 18,204 to 20,411', 'Offsets 0 to 18,196', 'Offsets 1,530 to 18,231', 'Offsets 18,232 to 20,391', 'Offsets 0 to 18,203'],
    'Offsets 0 to 18,203',
  ]);
  await page.keyboard.press('Enter');
  assert.equal(inspected[0]?.name, 'example-messages 0/18203');
  // The snippets.
  const [first] = await texts(page, 'pre');
  await page.getByRole('tab', { name: 'PySpark', exact: true }).focus();
  await page.keyboard.press('ArrowLeft');
  assert.equal(await focused(page), 'kcat');
  assert.equal(await page.getByRole('tab', { name: 'kcat' }).getAttribute('aria-selected'), 'true');
  assert.equal(await page.getByRole('tabpanel', { name: 'kcat' }).count(), 1);
  assert.notEqual((await texts(page, 'pre'))[0], first);
  await page.keyboard.press('Home');
  assert.equal(await focused(page), 'PySpark');
  // Records of a piece of evidence open and close.
  const more = page.locator('.list button[aria-expanded]').first();
  await more.press('Enter');
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.locator('.offsets button').count(), 100);
  await page.locator('.offsets button').first().focus();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.offsets button').count(), 0);
  assert.match(await focused(page), /^[\d,]+ records$/);
});

test('a screen reader hears what is there: headings in their order, tables with heads, and a name for each button', async () => {
  const { page } = await open(undecidedTopic());
  const levels = await page.evaluate<number[]>(`[...document.querySelectorAll('h1,h2,h3')].map((one) => Number(one.tagName.slice(1)))`);
  assert.equal(levels[0], 1);
  for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 1) + 1, levels.join());
  assert.equal(await page.locator('main[aria-label]').count(), 1);
  const [unnamed, headless] = [
    `[...document.querySelectorAll('button')].filter((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === '').length`,
    `[...document.querySelectorAll('table')].filter((one) => one.querySelector('th[scope=col]') === null).length`,
  ];
  assert.equal(await page.evaluate(unnamed), 0);
  assert.equal(await page.evaluate(headless), 0);
  // Icons that mean something say it, others nothing.
  assert.equal(await page.locator('.codicon:not([aria-hidden=true]):not([role=img][aria-label])').count(), 0);
  assert.equal(await page.locator('[role=status]').count(), 1);
});

test('what is read keeps its place and its focus while more comes', async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const { page } = await start(switchedTopic(), { prepare: (one) => (one.onRead = (times) => (times < 9 ? undefined : gate)) });
  await page.getByText('By the first samples. ').waitFor();
  await page.getByRole('tab', { name: 'Java' }).click();
  await page.getByRole('button', { name: 'choose…' }).press('Enter');
  await page.locator('input[type=checkbox]').nth(1).uncheck();
  go();
  await page.getByRole('button', { name: 'Diagnose Again' }).waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Java' }).getAttribute('aria-selected'), 'true');
  assert.equal(await page.locator('input[type=checkbox]').nth(1).isChecked(), false);
  assert.equal(await page.evaluate('[...document.querySelectorAll("input")].indexOf(document.activeElement)'), 1);
});

test('a page that was there before the window was loaded waits to be told, and knows its topic and part', async () => {
  const one = await open(bothTopic());
  await one.page.getByRole('button', { name: 'Keys', exact: true }).click();
  await one.page.getByRole('heading', { name: /^Keys are/ }).waitFor();
  await one.reload();
  await one.page.getByRole('button', { name: 'Diagnose', exact: true }).waitFor();
  assert.equal(await one.page.locator('h1').count(), 0);
  assert.deepEqual(await one.saved(), { connection: 'local', topic: 'both', part: 'key' });
  await one.page.getByRole('button', { name: 'Diagnose', exact: true }).click();
  await one.page.getByRole('heading', { name: /^Keys are Confluent-framed/ }).waitFor();
});

test('pictures of all states in all themes', async () => {
  const states = { switch: switchedTopic, undecided: undecidedTopic, fine: fineTopic };
  for (const [theme, given] of Object.entries(themes)) {
    for (const [state, topic] of Object.entries(states)) {
      const { page } = await open(topic(), { theme: given, size: { width: 1440, height: 1600 } });
      await page.locator('.buttons button').first().focus();
      await page.screenshot({ path: inRoot(`out/ui/report-${state}-${theme}.png`), animations: 'disabled' });
      // Texts have the contrast that people need, whatever is behind them.
      assert.deepEqual(await page.evaluate(lowContrasts), [], `${state} ${theme}`);
    }
  }
  const { page } = await open(switchedTopic(), { theme: themes.dark, size: { width: 480, height: 1600 } });
  await page.screenshot({ path: inRoot('out/ui/report-switch-narrow.png'), animations: 'disabled' });
});
