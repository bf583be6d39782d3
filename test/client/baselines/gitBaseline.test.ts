import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { listRefsOf, readGitBaseline, readGitText } from '../../../client/baselines/gitBaseline.ts';
import { refProblem } from '../../../client/baselines/gitRepository.ts';
import { createGitRunner, type RunGit } from '../../../client/baselines/runGit.ts';
import { resolveSchema } from '../../../shared/avro/schemaText.ts';
import { createTestBaselines, record, settle } from './baselineParts.ts';
import { createRepository } from './gitRepository.ts';

const run = createGitRunner();
const { signal } = new AbortController();

/** Notes what git is asked. */
function noting(): { readonly runGit: RunGit; readonly calls: string[] } {
  const calls: string[] = [];
  const runGit: RunGit = (folder, args, ...rest) => {
    calls.push(args[0] ?? '');
    return run(folder, args, ...rest);
  };
  return { runGit, calls };
}

test('git baseline: the file as it is in HEAD, in a branch, in a tag and in a commit', async (context) => {
  const old = '{"type": "record",  "name": "A", "fields": []}\r\n';
  const repository = createRepository(context, { 'schemas/a b/[ä]%.avsc': old });
  repository.git('tag', 'v1');
  repository.git('branch', 'feature/x');
  repository.write('schemas/a b/[ä]%.avsc', record('A', 'x'));
  repository.commit();
  repository.write('schemas/a b/[ä]%.avsc', 'half written');
  const uri = repository.uri('schemas/a b/[ä]%.avsc');
  for (const [ref, text] of [
    ['HEAD', record('A', 'x')],
    ['main', record('A', 'x')],
    ['HEAD~1', old],
    ['v1', old],
    ['feature/x', old],
    [repository.git('rev-parse', 'v1').trim(), old],
  ] as const) {
    const { baseline } = await readGitBaseline(run, { ref, uri, level: 'FULL' }, undefined, signal);
    assert.deepEqual([baseline.kind, baseline.label, baseline.level, baseline.connection], ['git', ref, 'FULL', undefined]);
    const [version, ...others] = baseline.versions;
    assert.deepEqual([version?.label, version?.text, version?.references, others], [ref, text, [], []]);
    assert.match(version?.uri ?? '', /^avro-baseline:\/[^/]+\/.*%25\.avsc$/);
    assert.equal(await readGitText(run, { ref, uri }, signal), text);
  }
});

test('git baseline: a file that is not there yet has no version', async (context) => {
  const repository = createRepository(context, { 'a.avsc': record('A') });
  repository.write('b.avsc', record('B'));
  const { baseline } = await readGitBaseline(run, { ref: 'HEAD', uri: repository.uri('b.avsc'), level: 'BACKWARD' }, undefined, signal);
  assert.deepEqual(baseline.versions, []);
  await assert.rejects(readGitText(run, { ref: 'HEAD', uri: repository.uri('b.avsc') }, signal), { message: 'b.avsc is not in HEAD.' });
});

test('git baseline: what a schema refers to is taken from the same commit', async (context) => {
  const repository = createRepository(context, {
    'orders/order.avsc': '{"type":"record","name":"n.Order","fields":[{"name":"price","type":"Money"},{"name":"state","type":"m.State"}]}',
    'orders/money.avsc': '{"type":"record","name":"n.Money","fields":[{"name":"currency","type":"Currency"}]}',
    'common/currency.avsc': '{"type":"enum","name":"n.Currency","symbols":["EUR"]}',
    'common/state.avsc': '{"type":"enum","name":"m.State","symbols":["NEW"]}',
    'old/state.avsc': '{"type":"enum","name":"State","symbols":["OLD"]}',
    'other.avsc': '{"type":"record","name":"n.Other","fields":[{"name":"price","type":"Money"}]}',
  });
  repository.write('common/currency.avsc', '{"type":"enum","name":"n.Currency","symbols":["USD"]}');
  const uri = repository.uri('orders/order.avsc');
  const { baseline } = await readGitBaseline(run, { ref: 'HEAD', uri, level: 'BACKWARD' }, undefined, signal);
  const [version] = baseline.versions;
  assert.ok(version !== undefined);
  assert.equal(version.references.length, 3);
  assert.ok(version.references.join('').includes('EUR'));
  resolveSchema({ text: version.text, references: version.references, label: 'HEAD' });
});

test('git baseline: the same commit is not read again, another one is', async (context) => {
  const repository = createRepository(context, { 'a.avsc': record('A') });
  const { runGit, calls } = noting();
  const request = { ref: 'HEAD', uri: repository.uri('a.avsc'), level: 'BACKWARD' } as const;
  const first = await readGitBaseline(runGit, request, undefined, signal);
  calls.length = 0;
  assert.equal(await readGitBaseline(runGit, request, first, signal), first);
  assert.deepEqual(calls, ['rev-parse', 'rev-parse']);
  repository.write('a.avsc', record('A', 'x'));
  repository.commit();
  const next = await readGitBaseline(runGit, request, first, signal);
  assert.equal(next.baseline.versions[0]?.text, record('A', 'x'));
});

for (const ref of ['', '--upload-pack=x', '-h', 'a b', 'a:b', 'a..b', 'a\nb', 'x^{/text}?', 'a*', '[a', 'a\\b', '\0', 'x'.repeat(300)]) {
  test(`git baseline: ${JSON.stringify(ref.slice(0, 20))} reaches no git`, async (context) => {
    assert.notEqual(refProblem(ref), undefined);
    const repository = createRepository(context, { 'a.avsc': record('A') });
    const { runGit, calls } = noting();
    await assert.rejects(readGitBaseline(runGit, { ref, uri: repository.uri('a.avsc'), level: 'NONE' }, undefined, signal), {
      code: 'baseline/invalid-ref',
    });
    assert.deepEqual(calls, ['rev-parse']);
  });
}

for (const ref of ['HEAD', 'main', 'feature/x', 'v1.2.3', 'HEAD~2', 'HEAD^', 'origin/main', 'main@{1}', 'ä', '0123abcd']) {
  test(`git baseline: ${ref} can be a commit`, () => assert.equal(refProblem(ref), undefined));
}

test('git baseline: an unknown ref, no repository, no git and no file are each a sentence', async (context) => {
  const repository = createRepository(context, { 'a.avsc': record('A') });
  const uri = repository.uri('a.avsc');
  const refuses = async (runGit: RunGit, ref: string, file: string, message: string): Promise<void> => {
    await assert.rejects(readGitBaseline(runGit, { ref, uri: file, level: 'NONE' }, undefined, signal), { name: 'BaselineError', message });
  };
  await refuses(run, 'gone', uri, 'git knows no commit, branch or tag gone here.');
  const outside = mkdtempSync(join(tmpdir(), 'avro-no-git-'));
  context.after(() => rmSync(outside, { recursive: true }));
  await refuses(run, 'HEAD', pathToFileURL(join(outside, 'a.avsc')).href, 'a.avsc is in no git repository that git can read.');
  await refuses(run, 'HEAD', 'untitled:a.avsc', 'a.avsc is not a file of this machine, so git does not know it.');
  await refuses(
    createGitRunner(() => '/nowhere/git'),
    'HEAD',
    uri,
    'git was not found on this machine.',
  );
  const empty = createRepository(context);
  await refuses(run, 'HEAD', empty.uri('a.avsc'), 'git knows no commit, branch or tag HEAD here.');
});

test('git baseline: through a link to a folder of the repository', async (context) => {
  const repository = createRepository(context, {
    'deep/er/a.avsc': '{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]}',
    'b.avsc': record('B'),
  });
  const outside = mkdtempSync(join(tmpdir(), 'avro-link-'));
  context.after(() => rmSync(outside, { recursive: true }));
  symlinkSync(join(repository.folder, 'deep/er'), join(outside, 'link'));
  const uri = pathToFileURL(join(outside, 'link/a.avsc')).href;
  const { baseline } = await readGitBaseline(run, { ref: 'HEAD', uri, level: 'NONE' }, undefined, signal);
  assert.deepEqual(baseline.versions[0]?.references, [record('B')]);
});

test('git baseline: variables of another repository do not count, and who cancels waits no longer', async (context) => {
  const [repository, other] = [createRepository(context, { 'a.avsc': record('A') }), createRepository(context, { 'a.avsc': record('B') })];
  process.env['GIT_DIR'] = join(other.folder, '.git');
  context.after(() => delete process.env['GIT_DIR']);
  assert.equal(await readGitText(run, { ref: 'HEAD', uri: repository.uri('a.avsc') }, signal), record('A'));
  const controller = new AbortController();
  const reading = readGitText(run, { ref: 'HEAD', uri: repository.uri('a.avsc') }, controller.signal);
  controller.abort();
  await assert.rejects(reading, { name: 'AbortError' });
});

test('git baseline: branches and tags, the newest first, and none outside of a repository', async (context) => {
  const repository = createRepository(context, { 'a.avsc': record('A') });
  repository.git('tag', 'v1');
  repository.git('branch', 'feature/x');
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const refs = await listRefsOf(run, repository.uri('a.avsc'), signal);
  assert.deepEqual(refs.map(({ name, kind }) => `${kind} ${name}`).sort(), [
    'branch feature/x',
    'branch main',
    'remoteBranch origin/main',
    'tag v1',
  ]);
  assert.deepEqual(await listRefsOf(run, pathToFileURL(join(tmpdir(), 'a.avsc')).href, signal), []);
});

test('git baseline: of the settings, in the background, again after a commit, and not where nobody trusts', async (context) => {
  const repository = createRepository(context, { 'a.avsc': record('A') });
  const params = { uri: repository.uri('a.avsc'), fullname: 'A' };
  const it = createTestBaselines({ runGit: run, settings: { 'compatibility.baseline': 'git:main', 'compatibility.level': 'FORWARD' } });
  assert.deepEqual(it.baselines.find(params), { baselines: [], without: 'asking' });
  await it.baselines.refresh([params.uri], 'git');
  assert.deepEqual(it.changes, [[params.uri]]);
  const [baseline] = it.baselines.find(params).baselines;
  assert.deepEqual([baseline?.label, baseline?.level, baseline?.versions[0]?.text], ['main', 'FORWARD', record('A')]);
  await it.baselines.refresh([params.uri]);
  assert.equal(it.changes.length, 1);
  repository.write('a.avsc', record('A', 'x'));
  repository.commit();
  await it.baselines.refresh([params.uri], 'path');
  assert.equal(it.changes.length, 1);
  await it.baselines.refresh([params.uri], 'git');
  assert.equal(it.baselines.find(params).baselines[0]?.versions[0]?.text, record('A', 'x'));
  const untrusted = createTestBaselines({ trusted: false, settings: { 'compatibility.baseline': 'git:main' } });
  untrusted.baselines.find(params);
  await settle();
  assert.deepEqual(untrusted.baselines.find(params), {
    baselines: [],
    without: 'unavailable',
    reason: 'This workspace is not trusted, so git is not run in it.',
  });
  assert.deepEqual(await untrusted.baselines.refsOf(params.uri, signal), []);
});
