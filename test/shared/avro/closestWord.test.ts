import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closestWord } from '../../../shared/avro/closestWord.ts';

for (const [word, candidates, expected] of [
  ['strin', ['int', 'string'], 'string'],
  ['STRING', ['int', 'string'], 'string'],
  ['nit', ['long', 'int'], 'int'],
  ['in', ['long', 'int'], 'int'],
  ['x', ['int', 'long'], undefined],
  ['', ['int', 'a'], 'a'],
  ['recrod', ['record', 'fixed'], 'record'],
  ['Adress', ['Address', 'address'], 'Address'],
  ['adress', ['Address', 'address'], 'address'],
  ['Customer', ['Order', 'Invoice'], undefined],
  ['bytes', ['bytes'], 'bytes'],
] as const) {
  test(`closestWord: ${word} of ${candidates.join(', ')}`, () => {
    assert.equal(closestWord(word, candidates), expected);
  });
}
