import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGitRunner } from '../../../client/baselines/runGit.ts';
import { createRepository } from '../baselines/gitRepository.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';

const order = 'file:///s/order.avsc';
const text = '{"type":"record","name":"n.Order","fields":[]}';
const files = { [order]: text, 'file:///old/v1.avsc': text };
const changed = (id: string, ...values: readonly unknown[]): string[] =>
  values.map((value) => `changeSetting compatibility.${id} of ${order} to ${JSON.stringify(value)}`);

async function run(options: FakeContextOptions): Promise<FakeContext> {
  const fake = createFakeContext({ files, ...options });
  await fake.run('chooseBaseline', order);
  assert.deepEqual(fake.ui.unused, []);
  return fake;
}

for (const { name, options, events, status } of [
  {
    name: 'a file, by its path',
    options: { answers: [{ pick: 'File…' }, { input: ' ' }, { input: 'old/v1.avsc' }] },
    events: changed('baseline', undefined, 'old/v1.avsc'),
    status: ['Schemas are compared with old/v1.avsc now.'],
  },
  {
    name: 'the registry, where it is another one',
    options: { settings: { 'compatibility.baseline': 'git:main' }, answers: [{ pick: 'Registry' }] },
    events: changed('baseline', undefined, 'registry'),
    status: ['Schemas are compared with the registry now.'],
  },
  {
    name: 'the registry, where it is so already',
    options: { answers: [{ pick: 'Registry' }] },
    events: [],
    status: ['Schemas are compared with the registry now.'],
  },
  {
    name: 'where nothing is compared, it is switched on',
    options: { settings: { 'compatibility.enabled': false }, answers: [{ pick: 'Registry' }] },
    events: changed('enabled', undefined, true),
    status: ['Schemas are compared with the registry now.'],
  },
] as readonly {
  readonly name: string;
  readonly options: FakeContextOptions;
  readonly events: readonly string[];
  readonly status: readonly string[];
}[]) {
  test(`choose baseline: ${name}`, async () => {
    const { ui, events: happened } = await run(options);
    assert.deepEqual([happened, ui.statuses, ui.notices.filter((notice) => !notice.startsWith('refused'))], [events, status, []]);
  });
}

test('choose baseline: what does not exist is not set', async () => {
  const { ui, events } = await run({ answers: [{ pick: 'File…' }, { input: 'gone.avsc' }] });
  assert.deepEqual(events, []);
  assert.deepEqual(ui.notices, [
    "error: Can't compare order.avsc with gone.avsc: there is no file or folder gone.avsc to compare with. [Show Output]",
  ]);
});

test('choose baseline: not in a workspace that nobody trusts', async () => {
  const { ui, events } = await run({ trusted: false });
  assert.deepEqual([events, ui.asked], [[], []]);
  assert.match(ui.notices.join(), /this workspace is not trusted, so a baseline in its settings does not count\./);
});

test('choose baseline: HEAD, branches and tags of git, and any commit that is typed', async (context) => {
  const repository = createRepository(context, { 'order.avsc': text });
  repository.git('tag', 'v1');
  repository.git('branch', 'feature/x');
  const uri = repository.uri('order.avsc');
  for (const { pick, value } of [
    { pick: 'HEAD', value: 'git:HEAD' },
    { pick: 'feature/x', value: 'git:feature/x' },
    { pick: 'v1^0', value: 'git:v1^0' },
  ]) {
    const fake = createFakeContext({ git: createGitRunner(), files: { [uri]: text }, answers: [{ pick }] });
    await fake.run('chooseBaseline', uri);
    assert.deepEqual([...(fake.ui.offered[0] ?? [])].sort(), ['File…', 'Folder…', 'HEAD', 'Registry', 'feature/x', 'main', 'v1']);
    assert.equal(fake.events.at(-1), `changeSetting compatibility.baseline of ${uri} to ${JSON.stringify(value)}`);
  }
  const fake = createFakeContext({ git: createGitRunner(), files: { [uri]: text }, answers: [{ pick: 'gone' }] });
  await fake.run('chooseBaseline', uri);
  assert.deepEqual(fake.events, []);
  assert.match(fake.ui.notices.join(), /git knows no commit, branch or tag gone here\./);
});
