import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { typeText } from '../../../shared/avro/typeText.ts';

for (const { text, says } of [
  { text: '"long"', says: 'long' },
  { text: '{"type":"array","items":{"type":"map","values":"a.b.C"}}', says: 'array<map<C>>' },
  { text: '["null",{"type":"enum","name":"a.S","symbols":[]}]', says: 'null | S' },
  { text: '{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}', says: 'decimal(9,2)' },
  { text: '{"type":"bytes","logicalType":"decimal"}', says: 'bytes' },
  { text: '{"type":"fixed","name":"F","size":12,"logicalType":"duration"}', says: 'duration' },
  { text: '{"type":"array"}', says: 'array<?>' },
  { text: '[]', says: '?' },
  { text: '["a","b","c","d","e","f","g","h","i"]', says: 'a | b | c | d | e | f | g | h | …' },
  { text: '{"type":"record"}', says: 'record' },
  { text: `${'{"type":"array","items":'.repeat(9)}"int"${'}'.repeat(9)}`, says: 'array<array<array<array<array<…>>>>>' },
]) {
  test(`the type ${text.slice(0, 60)} in a few words: ${says}`, () => {
    const { schema } = parseSchema(text);
    assert.equal(schema && typeText(schema), says);
  });
}
