import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSampleOptions, type DocumentSampleOptions } from '../../../shared/message/sampleOptions.ts';
import { mark } from '../../mark.ts';

for (const { name, text, options } of [
  {
    name: 'all of them',
    text: '// sample: count=3 seed=7 nullProbability=0.2 branches=all now=2026-11-10T12:00:00Z\n{}',
    options: { count: 3, seed: 7, nullProbability: 0.2, branches: 'all', now: Date.UTC(2026, 10, 10, 12) },
  },
  {
    name: 'over several comments, of both kinds',
    text: '\uFEFF// mine\n\n/* sample: count=2 */ // Sample: seed=0\n[]',
    options: { count: 2, seed: 0 },
  },
  { name: 'over several lines', text: '/*\n * sample: count=2\n *   branches=random\n */', options: { count: 2, branches: 'random' } },
  { name: 'from 0 to 1', text: '//sample: nullProbability=1', options: { nullProbability: 1 } },
  { name: 'an offset', text: '// sample: now=2026-11-10T13:00:00+01:00', options: { now: Date.UTC(2026, 10, 10, 12) } },
  { name: 'none behind the first message', text: '{}\n// sample: count=3', options: {} },
  { name: 'none in prose', text: '// sample: an order that fails, with count=3\n{}', options: {} },
  { name: 'none in an empty text', text: '', options: {} },
] satisfies { name: string; text: string; options: DocumentSampleOptions }[]) {
  test(`sample options: ${name}`, () => {
    assert.deepEqual(readSampleOptions(text), { options, problems: [] });
  });
}

for (const { text, message } of [
  { text: '// sample: <<count=0>>', message: '"count" is a whole number from 1 to 1000, such as count=3.' },
  { text: '// sample: seed=1 <<count=1001>>', message: '"count" is a whole number from 1 to 1000, such as count=3.' },
  { text: '/* sample: <<seed=x>> */', message: '"seed" is a whole number, such as seed=7.' },
  {
    text: '// sample: <<nullProbability=0,2>> seed=1',
    message: '"nullProbability" is a number from 0 to 1 with a dot, such as nullProbability=0.2.',
  },
  { text: '// sample: <<branches=each>>', message: '"branches" is all or random.' },
  { text: '// sample: <<now=10.11.2026>>', message: '"now" is a time with an offset, such as now=2026-11-10T12:00:00Z.' },
  { text: '// sample: <<cuont=3>>', message: 'There is no sample option "cuont". Did you mean "count"?' },
  {
    text: '// x\n// sample: seed=1 <<zzz>>',
    message: 'There is no sample option "zzz". There are count, seed, nullProbability, branches and now.',
  },
]) {
  test(`sample options: ${message} (${text})`, () => {
    const marked = mark(text);
    const { problems } = readSampleOptions(marked.text);
    assert.deepEqual(problems, [{ code: 'sample-option', severity: 'warning', span: marked.ranges[0], message }]);
  });
}

test('sample options: a long head is read only so far, and an option that is cut off is none', () => {
  const before = `/*${'x'.repeat(65_500)}*/`;
  const text = `${before}// sample: count=3${' '.repeat(65_536 - before.length - 18)}`;
  assert.equal(text.length, 65_536);
  assert.deepEqual(readSampleOptions(text).options, { count: 3 });
  assert.deepEqual(readSampleOptions(`${text}0\n`).options, {});
  assert.deepEqual(readSampleOptions(`/*${'x'.repeat(70_000)}*/\n// sample: count=3\n`), { options: {}, problems: [] });
});

test('sample options: many mistakes are not told one by one', () => {
  const { options, problems } = readSampleOptions(`// sample: count=2 ${'nope=1 '.repeat(5000)}`);
  assert.deepEqual([options, problems.length], [{ count: 2 }, 20]);
});
