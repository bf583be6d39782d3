import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDetails } from '../../../client/webview/recordDetails.ts';
import { toVerdict } from '../../../client/webview/verdictText.ts';
import { exact, nullPart, part, row, text } from './records.ts';

for (const { value, word, rest } of [
  { value: exact('1', 3, { evidence: 'All read.' }), word: 'Exact.', rest: 'All read.' },
  { value: part({ state: 'guessed', evidence: 'Guessed: no frame.' }), word: 'Guessed:', rest: 'no frame.' },
  { value: part({ state: 'guessed', evidence: 'By your choice.' }), word: 'Guessed.', rest: 'By your choice.' },
  { value: { ...nullPart, evidence: 'Tombstone: the value is null.' }, word: 'Tombstone:', rest: 'the value is null.' },
  { value: text('a'), word: '', rest: 'UTF-8 text.' },
  {
    value: part({ state: 'failed', evidence: 'A frame.', error: { code: 'x/y', message: 'Byte 7: no.', position: 7, remedy: 'Look.' } }),
    word: 'Not decoded.',
    rest: 'Byte 7: no. A frame. Look.',
  },
]) {
  test(`verdict: ${word} ${rest}`, () => assert.deepEqual(toVerdict(toDetails(row({ value })).value), { word, rest }));
}
