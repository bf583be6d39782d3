import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { desktopArguments, isDesktopVersion } from '../../tools/demo/desktop.ts';
import { runDesktopSuite } from '../../tools/e2e/desktop.ts';

// A stand-in for VS Code's program: it writes down how it was called, and leaves the result that a suite would leave.
const standIn = (result: string, exitCode: number) => `#!/bin/sh
printf '%s\\n' "$@" > "$RECORD"
printf '%s' "$KAFKA_BROKERS" > "$RECORD.env"
${result === '' ? '' : `printf '%s' '${result}' > "$AVRO_WORKBENCH_RESULTS"`}
exit ${exitCode}
`;
const folder = mkdtempSync(path.join(os.tmpdir(), 'stand-in-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const passed = { title: 'a', state: 'passed', ms: 1 };
const failed = { title: 'b', state: 'failed', ms: 1, error: 'Error: no' };
const skipped = { title: 'c', state: 'skipped', ms: 0 };

for (const { name, tests, exitCode, counts } of [
  { name: 'all passed', tests: [passed, passed], exitCode: 0, counts: { passed: 2, failed: 0 } },
  { name: 'one failed', tests: [passed, failed], exitCode: 1, counts: { passed: 1, failed: 1 } },
  { name: 'a skipped one proves nothing', tests: [passed, skipped], exitCode: 0, counts: { passed: 1, failed: 1 } },
  { name: 'the window crashed after the tests', tests: [passed], exitCode: 1, counts: { passed: 1, failed: 1 } },
  { name: 'no result', tests: undefined, exitCode: 0, counts: { passed: 0, failed: 1 } },
]) {
  test(`the desktop launcher: ${name}`, async () => {
    const executable = path.join(folder, `code-${name.replaceAll(' ', '-')}`);
    const record = `${executable}.record`;
    writeFileSync(executable, standIn(tests === undefined ? '' : JSON.stringify({ tests }), exitCode));
    chmodSync(executable, 0o755);
    const env = { RECORD: record, KAFKA_BROKERS: '127.0.0.1:1' };
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const found = await runDesktopSuite({ executable, extension: '/an/extension', suite: '/a/suite.js', env, limitMs: 60_000, print });
    assert.deepEqual(found, counts);
    assert.equal(printed.length, tests?.length ?? 1);

    const args = readFileSync(record, 'utf8').trim().split('\n');
    assert.ok(args.includes('--extensionDevelopmentPath=/an/extension'));
    assert.ok(args.includes('--extensionTestsPath=/a/suite.js'));
    // Its own folders, and none of the user's.
    for (const flag of ['--user-data-dir=', '--extensions-dir=']) {
      assert.equal(
        args.filter((arg) => arg.startsWith(`${flag}${path.join(os.tmpdir(), 'avro-')}`)).length,
        1,
        `${flag} in ${args.join(' ')}`,
      );
    }
    assert.ok(args.some((arg) => arg.endsWith('/workspace')));
    assert.equal(readFileSync(`${record}.env`, 'utf8'), '127.0.0.1:1');
  });
}

for (const { name, said, fits } of [
  { name: 'a desktop one', said: '1.139.1\n53c2f325ab53c2f325ab53c2f325ab53c2f325ab\nx64\n', fits: true },
  { name: 'the first that fits', said: '1.100.0\n53c2f325ab53c2f325ab53c2f325ab53c2f325ab\narm64\n', fits: true },
  { name: 'too old', said: '1.99.3\n53c2f325ab53c2f325ab53c2f325ab53c2f325ab\nx64\n', fits: false },
  { name: 'code-server', said: '4.139.1 53c2f325ab with Code 1.139.1\n', fits: false },
  { name: 'nothing', said: '', fits: false },
]) {
  test(`the "code" on the PATH: ${name}`, () => assert.equal(isDesktopVersion(said), fits));
}

test("the demo opens the desktop window apart from the user's own, and waits for it", () => {
  const args = desktopArguments({ extension: '/repo', dataFolder: '/repo/.tools/demo/desktop', folder: '/repo/.tools/demo/workspace' });
  assert.ok(args.includes('--extensionDevelopmentPath=/repo'));
  assert.ok(args.includes('--user-data-dir=/repo/.tools/demo/desktop/data'));
  assert.ok(args.includes('--extensions-dir=/repo/.tools/demo/desktop/extensions'));
  assert.ok(args.includes('--wait'));
  assert.equal(args.at(-1), '/repo/.tools/demo/workspace');
});
