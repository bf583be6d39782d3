import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileGlobs } from '../../shared/globs.ts';

for (const { globs, matched, others } of [
  {
    globs: ['**/node_modules/**', '**/target/**'],
    matched: ['node_modules/a.avsc', 'a/target/b/c.avsc', 'a/target/.hidden/c.avsc'],
    others: ['a.avsc', 'targets/a.avsc', 'a/my-target/b.avsc'],
  },
  { globs: ['generated/*.avsc'], matched: ['generated/a.avsc'], others: ['a/generated/a.avsc', 'generated/b/a.avsc', 'a.avsc'] },
  { globs: ['*.gen.avsc'], matched: ['a.gen.avsc', 'a/b.gen.avsc'], others: ['a.avsc'] },
  { globs: ['build'], matched: ['build/a.avsc', 'a/build/b/c.avsc'], others: ['build2/a.avsc', 'a/build.avsc'] },
  { globs: ['/a/{b,c}/?.avsc', './d/**'], matched: ['a/b/x.avsc', 'a/c/y.avsc', 'd/e.avsc'], others: ['a/d/x.avsc', 'a/b/xy.avsc'] },
  { globs: ['a/[b/**', '', 'x'.repeat(70_000)], matched: ['a/[b/c.avsc'], others: ['', 'a/b/c.avsc'] },
  { globs: [], matched: [], others: ['a.avsc'] },
]) {
  test(`globs: ${globs.map((glob) => glob.slice(0, 20)).join(' ') || 'none'}`, () => {
    const { matches } = compileGlobs(globs);
    for (const path of matched) assert.ok(matches(path), `matches ${path}`);
    for (const path of others) assert.ok(!matches(path), `does not match ${path}`);
  });
}

test('globs: a folder need not be looked into where all that is in it is matched', () => {
  const { matchesAllIn } = compileGlobs(['**/target/**', 'build', 'a/b/*.avsc']);
  assert.deepEqual(['target', 'x/target', 'x/build', 'a/b', 'targets'].filter(matchesAllIn), ['target', 'x/target', 'x/build']);
});
