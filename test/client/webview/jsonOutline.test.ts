import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outlineJson, topLevelFields, type OutlineLimits, type OutlineLine } from '../../../client/webview/jsonOutline.ts';

/** A line as text: depth, name, then the literal, or the bracket with its size. */
function show({ depth, name, kind, literal, cut, size, shownSize }: OutlineLine): string {
  const container = kind === 'object' ? `{${shownSize}/${size}}` : `[${shownSize}/${size}]`;
  const value = kind === 'object' || kind === 'array' ? container : literal;
  return `${depth} ${name}=${value}${cut > 0 ? `+${cut}` : ''}`;
}

const small: OutlineLimits = { maxLines: 6, maxLiteral: 5, maxItems: 2, maxDepth: 2 };

for (const { name, text, limits, lines } of [
  {
    name: 'every kind of value, with its place',
    text: ' {"a": 1, "b": [true, null], "c": {"d": "x"}, "e": {}, "f": []} ',
    lines: ['0 ={5/5}', '1 a=1', '1 b=[2/2]', '2 0=true', '2 1=null', '1 c={1/1}', '2 d="x"', '1 e={0/0}', '1 f=[0/0]'],
  },
  {
    name: 'digits as written',
    text: '[9007199254740993, -0.10, 1E400, 12345678901234567890.0000000001]',
    lines: ['0 =[4/4]', '1 0=9007199254740993', '1 1=-0.10', '1 2=1E400', '1 3=12345678901234567890.0000000001'],
  },
  {
    name: 'names and values with quotes, backslashes and brackets',
    text: '{"a\\"}": "\\\\", "\\u0041": "[\\"", "__proto__": 1}',
    lines: ['0 ={3/3}', '1 a"}="\\\\"', '1 A="[\\""', '1 __proto__=1'],
  },
  { name: 'a repeated name stands there twice', text: '{"a":1,"a":2}', lines: ['0 ={2/2}', '1 a=1', '1 a=2'] },
  { name: 'a scalar at the top', text: '"x"', lines: ['0 ="x"'] },
  { name: 'more items than are shown', text: '[1,2,[3,3],{"a":3}]', limits: small, lines: ['0 =[2/4]', '1 0=1', '1 1=2'] },
  { name: 'a long literal', text: '["abcdefgh"]', limits: small, lines: ['0 =[1/1]', '1 0="abcd+5'] },
  { name: 'too deep', text: '{"a":{"b":{"c":1}}}', limits: small, lines: ['0 ={1/1}', '1 a={1/1}', '2 b={0/1}'] },
  {
    name: 'too many lines',
    text: '[[1,2],[3,4]]',
    limits: small,
    lines: ['0 =[2/2]', '1 0=[2/2]', '2 0=1', '2 1=2', '1 1=[1/2]', '2 0=3'],
  },
] as const) {
  test(`outline: ${name}`, () => {
    assert.deepEqual(outlineJson(text, limits)?.lines.map(show), lines);
  });
}

for (const text of [
  '',
  '{',
  '[1,]',
  '{"a":1,}',
  '{"a"}',
  '{"a" 1}',
  '[1 2]',
  '[1]]',
  '1 2',
  '{1:2}',
  'nul',
  '01',
  '1.',
  '"a',
  '{]',
  '[}',
  'tru',
  '{"\\x":1}',
]) {
  test(`no JSON: ${text}`, () => assert.equal(outlineJson(text), undefined));
}

test('it says whether all is shown, and how much', () => {
  assert.deepEqual({ ...outlineJson('[1,2]'), lines: [] }, { lines: [], shown: 5, complete: true });
  const text = `["${'x'.repeat(10_000)}"]`;
  const outline = outlineJson(text);
  assert.equal(outline?.complete, false);
  assert.ok(outline.shown < 3000 && outline.shown > 2000, String(outline.shown));
});

test('nesting that would use up memory is refused, and nesting that is only deep is not', () => {
  assert.equal(outlineJson('['.repeat(1_000_000)), undefined);
  assert.equal(outlineJson(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)?.complete, false);
});

test('a value of many megabytes is counted, and only its beginning becomes lines', () => {
  const item = '{"sku":"CUP-31","qty":4,"note":"\\"quoted\\" and long enough"},';
  const outline = outlineJson(`[${item.repeat(200_000)}1]`);
  assert.deepEqual([outline?.lines[0]?.size, outline?.lines.length, outline?.complete], [200_001, 1 + 100 * 4, false]);
});

for (const { name, text, maxChars, fields } of [
  { name: 'scalars and containers', text: '{"a":1,"b":{"c":2},"d":"x"}', fields: { a: '1', b: '', d: '"x"' } },
  { name: 'an array has none', text: '[1]', fields: undefined },
  { name: 'a scalar has none', text: '"a"', fields: undefined },
  { name: 'broken JSON has none', text: '{"a":1', fields: undefined },
  { name: 'a number that the limit cuts is left out', text: '{"a":1,"b":123456}', maxChars: 12, fields: { a: '1' } },
  { name: 'a string that the limit cuts is left out', text: '{"a":1,"b":"xyz"}', maxChars: 13, fields: { a: '1' } },
  { name: 'a number right before the limit is left out, though it may be whole', text: '{"a":1,"b":12}', maxChars: 13, fields: { a: '1' } },
] as const) {
  test(`fields: ${name}`, () => {
    const found = topLevelFields(text, maxChars);
    assert.deepEqual(found && Object.fromEntries([...found].map(([field, { literal }]) => [field, literal])), fields);
  });
}
