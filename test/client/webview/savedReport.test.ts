import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSavedReport } from '../../../client/webview/savedReport.ts';

const of = { connection: 'local', topic: 'orders' };
const cases: readonly [string, unknown, unknown][] = [
  ['all of it', { ...of, part: 'key' }, { ...of, part: 'key' }],
  ['values', { ...of, part: 'value' }, { ...of, part: 'value' }],
  ['a part that there is not', { ...of, part: 'header' }, { ...of, part: 'value' }],
  ['no part', of, { ...of, part: 'value' }],
  ['more than that', { ...of, part: 'key', found: { secret: 1 } }, { ...of, part: 'key' }],
  ['no topic', { connection: 'local' }, undefined],
  ['a topic that is no text', { connection: 'local', topic: 5 }, undefined],
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['a list', [], undefined],
  ['a text', 'orders', undefined],
];
for (const [name, state, expected] of cases)
  test(`what a page kept: ${name}`, () => {
    assert.deepEqual(readSavedReport(state), expected);
  });
