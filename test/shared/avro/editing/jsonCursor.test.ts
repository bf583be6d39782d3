import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findJsonCursor } from '../../../../shared/avro/editing/jsonCursor.ts';
import { parseJson } from '../../../../shared/avro/parseJson.ts';
import { markCursor } from '../../../mark.ts';

/** `<<…>>` is what is replaced. `at` is the slot with its depth, and the property it belongs to. */
for (const { text, at, more = {} } of [
  { text: '<<$0>>', at: 'root 0' },
  { text: '<<"a$0">>', at: 'root 0' },
  { text: ' <<a$0b>> ', at: 'root 0' },
  { text: '{<<$0>>}', at: 'name 1' },
  { text: '{<<"a$0b">>:1}', at: 'name 1 ab', more: { hasColon: true } },
  { text: '{<<"$0>>', at: 'name 1 ' },
  { text: '{"a":<<$0>>}', at: 'value 1 a' },
  { text: '{"a":<<"b$0">>}', at: 'value 1 a' },
  { text: '{"a":<<"\\"$0\\"">>}', at: 'value 1 a' },
  { text: '{"a":<<"b$0>>, "c":1}', at: 'value 1 a' },
  { text: '{<<"a$0>>: "b"}', at: 'name 1 a: ', more: { hasColon: true } },
  { text: '{"a":<<1$02>>}', at: 'value 1 a' },
  { text: '{"a":1,<<$0>>}', at: 'name 1' },
  { text: '{"a":1 <<$0>>}', at: 'name 1', more: { missingComma: 6 } },
  { text: '{"a":1 <<b$0>> "c":2}', at: 'name 1 b', more: { missingComma: 6, needsComma: true } },
  { text: '[<<$0>>]', at: 'item 1' },
  { text: '[1,<<$0>>', at: 'item 1' },
  { text: '[1 /* , */ <<$0>>]', at: 'item 1', more: { missingComma: 2 } },
  { text: '[<<$0>> 1]', at: 'item 1', more: { needsComma: true } },
  { text: '{"a":[{"b":[<<$0>>]}]}', at: 'item 4' },
  { text: '{"a":{"b":<<$0>>', at: 'value 2 b' },
]) {
  test(`the cursor in ${text} is at ${at}`, () => {
    const { text: plain, cursor, ranges } = markCursor(text);
    const found = findJsonCursor(plain, parseJson(plain, { comments: true }).root, cursor);
    assert.ok(found !== undefined);
    const property = found.property === undefined ? '' : ` ${found.property.name.value}`;
    const { hasColon, missingComma, needsComma } = found;
    assert.deepEqual(
      { at: `${found.slot} ${found.containers.length}${property}`, replaced: found.replaced, hasColon, missingComma, needsComma },
      { at, replaced: ranges[0], hasColon: false, missingComma: undefined, needsComma: false, ...more },
    );
    assert.equal(found.inQuotes, plain[found.replaced.start] === '"');
  });
}

for (const text of ['{"a"$0:1}', '{"a" $0:1}', '{"a":"b"$0}', '["a"$0]', '{"a": $0 1}', '1 $0', '[1, // $0', '[/*$0', '[/* $0 */]']) {
  test(`nothing can be typed in ${text}`, () => {
    const { text: plain, cursor } = markCursor(text);
    const found = findJsonCursor(plain, parseJson(plain, { comments: true }).root, cursor);
    assert.equal(found, undefined);
  });
}
