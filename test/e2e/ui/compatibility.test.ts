import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { layWorkspace } from '../../../tools/demo/workspace.ts';
import { inRoot } from '../../../tools/support/paths.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { sampleCluster } from '../demoWindow.ts';
import { SchemaWindow } from '../schemaWindow.ts';

// A schema that evolves beside what is registered: what a person sees at each keystroke, repairs, registers and compares.

const subject = 'returns-value';
const first = readFileSync(inRoot('test/e2e/evolution/returns.avsc'), 'utf8');

let workbench: RunningWorkbench;
let window: SchemaWindow;
let page: WorkbenchPage;

before(async () => {
  await register(first.replace(/,\s*\{ "name": "note".*\}/, ''));
  await register(first);
  workbench = await startWorkbench({ settings: { ...SchemaWindow.settings, 'git.enabled': false } });
  const opened = await workbench.open(inRoot('test/e2e/evolution'), (folder) => {
    layWorkspace(folder, { name: 'local', ...sampleCluster }, undefined);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'add', '--all');
    git(folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'First');
  });
  window = new SchemaWindow(opened);
  page = window.page;
});
after(async () => {
  await page.shot('compat-last');
  await workbench.close();
  await remove();
});

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function register(schema: string): Promise<void> {
  const reply = await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ schema }),
  });
  assert.equal(reply.status, 200, await reply.text());
}

async function remove(): Promise<void> {
  for (const query of ['', '?permanent=true'])
    await fetch(`${sampleCluster.registryUrl}/subjects/${subject}${query}`, { method: 'DELETE' });
}

/** Types behind a place of the saved text. */
async function typeBehind(place: string, text: string): Promise<void> {
  await window.cursorBehind('returns.avsc', place);
  await page.page.keyboard.insertText(text);
}

/** Shows only the subjects whose names contain the text. */
async function filterSubjects(text: string): Promise<void> {
  await page.registryRow('local').hover();
  await page.page.locator('.sidebar').getByRole('button', { name: 'Filter Subjects…' }).click();
  await page.typeAnswer(/subject/i, text);
  await page.registryRow('clicks-value').waitFor({ state: 'hidden' });
  await page.registryRow(subject).waitFor();
}

test('a schema whose subject is found by its fullname is the same as its latest version', async () => {
  await page.openFile('returns.avsc');
  await page.lens('Same as returns-value v2 ✓').waitFor();
  assert.equal(await page.squiggles().count(), 0);
  await page.shot('compat-same');
});

test('a field without a default is underlined, said, and repaired', async () => {
  await typeBehind('{ "name": "amount", "type": "long" },', '\n{ "name": "currency", "type": "string" },');
  await window.underlined('"currency"', '"currency"');
  await page.lens("Can't read 1 thing of returns-value v2 (BACKWARD)").waitFor();
  await page.shot('compat-break');
  await page.problems();
  await window.problem('This schema can\'t read data of version 2: "currency" has no default, and version 2 does not write it.').waitFor();
  await window.closeProblems();
  await page.line('"currency"').click();
  await page.page.keyboard.press('Home');
  for (let step = 0; step < 14; step++) await page.page.keyboard.press('ArrowRight');
  const hover = await window.hover();
  await hover.getByText("This schema can't read data of version 2").first().waitFor();
  await page.shot('compat-hover');
  await window.press('Escape');
  const repair = await window.openActions('Make "currency" Nullable (null First, Default null)');
  await page.shot('compat-actions');
  await repair.click();
  await page.line('{ "name": "currency", "type": ["null", "string"], "default": null },').waitFor();
  await page.lens('BACKWARD with returns-value v2 ✓').waitFor();
  await page.lens('Register Schema…').waitFor();
  assert.equal(await page.squiggles().count(), 0);
  await page.shot('compat-repaired');
});

test('one step of undo takes the repair back, and half-typed text keeps the last verdict', async () => {
  await page.line('"currency"').click();
  await window.press('Control+Z');
  await page.lens("Can't read 1 thing of returns-value v2 (BACKWARD)").waitFor();
  await window.press('Control+Y');
  await page.lens('BACKWARD with returns-value v2 ✓').waitFor();
  await page.line('"currency"').click();
  await window.press('End');
  await page.page.keyboard.insertText(' {');
  await page.squiggles().first().waitFor();
  await page.shot('compat-half-typed');
  await page.lens('BACKWARD with returns-value v2 ✓').waitFor();
  await window.press('Control+Z');
  await page.squiggles().first().waitFor({ state: 'hidden' });
});

test('it is registered after a summary, and the view shows the new version', async () => {
  await window.save('returns.avsc');
  await page.clickLens('Register Schema…');
  await page.quickInput.waitFor();
  await page.shot('compat-register-subject');
  await page.option(subject).first().waitFor();
  await page.pick(subject);
  await page.option('The registry finds it compatible').waitFor();
  await page.shot('compat-register');
  await page.pick(/^Register/);
  await page.toast(/Registered returns-value version 3 \(schema id \d+\)\./).waitFor();
  await page.lens('Same as returns-value v3 ✓').waitFor();
  await page.shot('compat-registered');
  await page.page.locator('.notifications-toasts').getByRole('button', { name: 'Open Version' }).click();
  await page.tab('v3.avsc').waitFor();
  await page.shot('compat-version');
  const reply = await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions`);
  assert.deepEqual(await reply.json(), [1, 2, 3]);
});

test('the view lists subjects as they are filtered, versions and what can be done with them', async () => {
  await page.view('Avro');
  await page.registryRow('local').click();
  // Others may have left more subjects than there is room for.
  await page
    .registryRow(/-value|-key/)
    .first()
    .waitFor();
  await filterSubjects('return');
  await page.registryRow(subject).click();
  for (const version of ['Version 3', 'Version 2', 'Version 1']) await page.registryRow(version).waitFor();
  await page.shot('registry-view');
  await page.registryRow('Version 1').click();
  await page.tab('v1.avsc').waitFor();
  await page.typeCommand('Avro: Set Compatibility Level…');
  await page.quickInput.waitFor();
  await page.shot('registry-level-subject');
  await page.pick('One Subject…');
  await page.typeChoice(/Choose a subject/, subject);
  await page.option('FULL_TRANSITIVE').waitFor();
  await page.shot('registry-level');
  await page.pick(/^FULL_TRANSITIVE/);
  await page.registryRow(/returns-value.*FULL_TRANSITIVE/).waitFor();
  await page.openFile('returns.avsc');
  await page.lens('Same as returns-value v3 ✓').waitFor();
});

test('two versions are compared by text and by meaning', async () => {
  for (const [how, picture] of [
    ['Text', 'compare-text'],
    ['Meaning', 'compare-meaning'],
  ] as const) {
    await page.typeCommand('Avro: Compare Versions…');
    await page.typeChoice(/subject/i, subject);
    await page.quickInput.getByText('Choose a version of returns-value').or(page.option('Version 1')).first().waitFor();
    await page.pick('Version 1');
    await page.shot(`${picture}-other`);
    await page.pick('Version 3');
    await page.option(how).first().waitFor();
    await page.pick(how);
    await page.tab(/1.*3/).first().waitFor();
    if (how === 'Text') await page.page.locator('.diffOverview:visible').waitFor();
    else await page.webview().getByRole('heading', { name: 'Who can read what' }).waitFor();
    await page.shot(picture);
    await window.press('Control+W');
  }
});

test('a filter is cleared, and a schema is found by its id', async () => {
  await page.registryRow('local').hover();
  await page.page.locator('.sidebar').getByRole('button', { name: 'Clear Subject Filter' }).click();
  await page
    .registryRow(/-value|-key/)
    .nth(1)
    .waitFor();
  await filterSubjects('return');
  const { id } = (await (await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions/2`)).json()) as { id: number };
  await page.typeCommand('Avro: Find Schema by Id…');
  await page.typeAnswer(/id/i, String(id));
  await page.tab('v2.avsc').waitFor();
  await page.shot('registry-found');
  await page.typeCommand('Avro: Find Schema by Id…');
  await page.typeAnswer(/id/i, '987654');
  await page.toast('987654').waitFor();
  await page.shot('registry-not-found');
  await page.typeCommand('Notifications: Clear All Notifications');
});

test('a version is deleted once its name is typed, and shown on demand', async () => {
  await page.contextMenu(page.registryRow('Version 1'), 'Delete Version…');
  await page.option('Delete').first().waitFor();
  await page.shot('registry-delete');
  await page.pick(/^Delete(?! Permanently)/);
  await page.quickInput.getByText(/Type/).first().waitFor();
  await page.shot('registry-delete-name');
  await page.typeAnswer(/Type/, 'something else');
  await page.quickInput.waitFor();
  await page.typeAnswer(/Type/, subject);
  await page.registryRow('Version 1').waitFor({ state: 'hidden' });
  assert.deepEqual(await (await fetch(`${sampleCluster.registryUrl}/subjects/${subject}/versions`)).json(), [2, 3]);
});

test('a schema is tried on the newest records of a topic', async () => {
  const tryOnOrders = async (): Promise<void> => {
    await page.clickLens('Try on Real Messages…');
    await page.option('orders').first().waitFor();
    await page.pick('orders');
    await page.quickInput.filter({ hasText: 'Enter' }).waitFor();
    await window.press('Enter');
  };
  await page.openFile('orders.avsc');
  await page.lens('Same as orders-value v3 ✓').waitFor();
  await tryOnOrders();
  await page.lens(/^Read \d+ of \d+ with this schema$/).waitFor();
  await page.shot('try-read');
  await page.line('"order_id"').click();
  await window.press('End');
  for (let letters = 0; letters < '" },'.length; letters++) await window.press('ArrowLeft');
  for (let letters = 0; letters < 'string'.length; letters++) await window.press('Shift+ArrowLeft');
  await page.page.keyboard.insertText('int');
  await window.underlined('"order_id"', '"int"');
  await tryOnOrders();
  const report = page.tab('orders.avsc on orders.txt');
  await report.waitFor();
  await page
    .line(/order_id/)
    .first()
    .waitFor();
  await page.shot('try-failed');
  await window.press('Control+W');
  await report.waitFor({ state: 'hidden' });
  await page.lens(/\d+ of \d+ can't be read with this schema$/).waitFor();
  await window.undo('orders.avsc');
});

test('without the registry: the last commit of git is the baseline', async () => {
  await page.openFile('returns.avsc');
  await page.typeCommand('Avro: Choose Baseline…');
  await page.option('HEAD').first().waitFor();
  await page.shot('compat-baselines');
  await page.pick('HEAD');
  await page.lens('BACKWARD with HEAD ✓').waitFor();
  await page.shot('compat-git');
  const settings = JSON.parse(window.saved('.vscode/settings.json')) as Record<string, unknown>;
  assert.equal(settings['avroWorkbench.compatibility.baseline'], 'git:HEAD');
});

test('the walkthrough shows what there is, and its samples can be tried', async () => {
  await page.page.setViewportSize({ width: 1500, height: 900 });
  await page.typeCommand('Avro: Open Walkthrough');
  await page.page.getByText('Avro schemas and Kafka messages').first().waitFor();
  for (const [title, picture] of [
    ['Break compatibility, and repair it', 'evolution'],
    ['Connect', 'connect'],
    ['Peek a topic', 'peek'],
    ['Produce a message', 'produce'],
    ['Find a mistake', 'mistake'],
  ] as const) {
    await page.page.locator('.getting-started-step', { hasText: title }).click();
    await page.page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
    await page.shot(`walkthrough-${picture}`);
  }
  await page.page.getByRole('button', { name: 'Open Sample Schema' }).or(page.page.getByText('Open Sample Schema')).first().click();
  await page.tab('order.avsc').waitFor();
  await window.underlined('"customer"', '"strin"');
  await page.shot('sample-mistake');
  await page.typeCommand('Avro: Open Walkthrough');
  await page.page.locator('.getting-started-step', { hasText: 'Break compatibility, and repair it' }).click();
  await page.page.getByText('Open a Schema with Its First Version').first().click();
  // One of the folder may be open, too.
  await page.tab('orders.avsc').last().waitFor();
  await page.lens('Same as orders.v1.avsc ✓').waitFor();
  await page.line('"amount"').click();
  await window.press('End');
  await page.page.keyboard.insertText('\n{ "name": "currency", "type": "string" },');
  await window.underlined('"currency"', '"currency"');
  await page.lens("Can't read 1 thing of orders.v1.avsc (BACKWARD)").waitFor();
  await page.shot('sample-evolution');
});
