import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeContext } from '../../fakes/context.ts';

for (const { name, args, settings, written } of [
  {
    name: 'the first one, at a place',
    args: ['file:///a/b.avsc', 'missing-doc', 'R.f'],
    settings: undefined,
    written: { 'a/b.avsc': [{ rule: 'missing-doc', path: 'R.f' }] },
  },
  {
    name: 'beside others, in the whole file',
    args: ['file:///a.avsc', 'comment'],
    settings: { 'x/**': [{ rule: 'comment' }], 'a.avsc': [{ rule: 'missing-doc' }] },
    written: { 'x/**': [{ rule: 'comment' }], 'a.avsc': [{ rule: 'missing-doc' }, { rule: 'comment' }] },
  },
  {
    name: 'one that is accepted already',
    args: ['file:///a.avsc', 'comment', 'R'],
    settings: { 'a.avsc': [{ rule: 'comment', path: 'R' }] },
    written: { 'a.avsc': [{ rule: 'comment', path: 'R' }] },
  },
  {
    name: 'in a file whose name is a glob',
    args: ['file:///[a]*.avsc', 'comment'],
    settings: undefined,
    written: { '[[]a\\][*].avsc': [{ rule: 'comment' }] },
  },
]) {
  test(`suppress a finding: ${name}`, async () => {
    const { run, events } = createFakeContext({ settings: { suppressions: settings } });
    await run('suppressFindingItem', ...args);
    assert.deepEqual(events, [`changeSetting suppressions of ${args[0] ?? ''} to ${JSON.stringify(written)}`]);
  });
}

test('the rules are shown, at one where it is named', async () => {
  const { run, events } = createFakeContext();
  await run('showRules');
  await run('showRules', 'unknown-type');
  assert.deepEqual(events, ['openDocumentation rules', 'openDocumentation rules unknown-type']);
});
