import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findTestFiles } from '../../tools/test/nodeTests.ts';

const reporter = fileURLToPath(new URL('../../tools/test/reporter.ts', import.meta.url));
const head = "import { describe, test } from 'node:test';\n";

for (const { name, text, counts, says } of [
  {
    name: 'passed',
    text: "test('one', () => {}); test('two', () => {});",
    counts: { passed: 2, failed: 0 },
    says: /one\.test\.mjs: 2 passed/,
  },
  {
    name: 'failed',
    text: "test('one', () => { throw new Error('no good'); });",
    counts: { passed: 0, failed: 1 },
    says: /✖ .*one[\s\S]*no good/,
  },
  {
    name: 'in a suite',
    text: "describe('s', () => { test('one', () => {}); test('two', () => { throw new Error('x'); }); });",
    counts: { passed: 1, failed: 1 },
  },
  { name: 'skipped', text: "test('one', { skip: true }, () => {});", counts: { passed: 0, failed: 1 }, says: /proves nothing/ },
  { name: 'still to do', text: "test('one', { todo: true }, () => {});", counts: { passed: 0, failed: 1 }, says: /proves nothing/ },
  { name: 'no test at all', text: '', counts: { passed: 0, failed: 0 } },
  { name: 'not loaded', text: "import './nowhere.mjs';", counts: { passed: 0, failed: 1 }, says: /nowhere\.mjs/ },
  { name: 'without an end', text: "test('one', () => new Promise(() => {}));", counts: { passed: 0, failed: 1 } },
]) {
  test(`the counts of a test run: ${name}`, () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'reporter-'));
    try {
      const file = path.join(folder, 'one.test.mjs');
      const target = path.join(folder, 'counts.json');
      writeFileSync(file, head + text);
      const env = { ...process.env, AVRO_WORKBENCH_COUNTS: target };
      // Otherwise the inner run reports to the outer one.
      delete (env as NodeJS.ProcessEnv)['NODE_TEST_CONTEXT'];
      const { stdout } = spawnSync(process.execPath, ['--test', '--test-timeout=2000', `--test-reporter=${reporter}`, file], {
        env,
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.deepEqual(JSON.parse(readFileSync(target, 'utf8')), counts);
      if (says !== undefined) assert.match(stdout, says);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test('test files are found in folders at any depth, each once', () => {
  const found = findTestFiles(['test/tools', 'test/tools/reporter.test.ts', 'test/no-such-folder']);
  assert.equal(found.filter((file) => file === path.normalize('test/tools/reporter.test.ts')).length, 1);
  assert.deepEqual(found, found.toSorted());
});
