import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonNode } from '../../../shared/avro/json.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import type { ParseJsonOptions } from '../../../shared/avro/parseJson.ts';
import { mark } from '../../mark.ts';

/** The tree as plain values: a number is its text behind `#`, a property without a value `undefined`. */
function plain(node: JsonNode | undefined): unknown {
  switch (node?.kind) {
    case 'object':
      return node.properties.map(({ name, value }) => [name.value, plain(value)]);
    case 'array':
      return node.items.map(plain);
    case 'number':
      return `#${node.text}`;
    case 'string':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case undefined:
      return undefined;
  }
}

/** Texts with each problem marked, in the order of their spans; then what the problems say, and the tree. */
const table: readonly {
  readonly text: string;
  readonly says?: readonly string[];
  readonly tree: unknown;
  readonly options?: ParseJsonOptions;
}[] = [
  { text: '{"a":[1,-2.5e3,true,false,null,"x"]}', tree: [['a', ['#1', '#-2.5e3', true, false, null, 'x']]] },
  { text: '9223372036854775807', tree: '#9223372036854775807' },
  { text: '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"', tree: '"\\/\b\f\n\r\té😀' },
  { text: '{"__proto__":1}', tree: [['__proto__', '#1']] },
  { text: ' \r\n\t1 ', tree: '#1' },

  { text: '<<>>', says: ['There is nothing here: a JSON value is expected.'], tree: undefined },
  {
    text: '<<<<// x>>>>',
    says: ['JSON has no comments, and not every reader skips them.', 'There is nothing here: a JSON value is expected.'],
    tree: undefined,
  },
  { text: '<<{>>', says: ['This "{" is never closed.'], tree: [] },
  { text: '<<{>>"type":<<"rec>>', says: ['This "{" is never closed.', 'This string is not closed.'], tree: [['type', 'rec']] },
  { text: '<<{>>"a":<<"x\\>>', says: ['This "{" is never closed.', 'This string is not closed.'], tree: [['a', 'x']] },
  { text: '{<<"name">>:}', says: ['"name" has no value.'], tree: [['name', undefined]] },
  { text: '<<{>><<"name">>', says: ['This "{" is never closed.', '"name" has no value.'], tree: [['name', undefined]] },
  {
    text: '{<<"name">>,"b":1}',
    says: ['"name" has no value.'],
    tree: [
      ['name', undefined],
      ['b', '#1'],
    ],
  },
  { text: '{<<"a">> "b"}', says: ['A colon is missing behind "a".'], tree: [['a', 'b']] },
  {
    text: '{<<"a">> "b":1}',
    says: ['A colon is missing behind "a".'],
    tree: [
      ['a', undefined],
      ['b', '#1'],
    ],
  },
  {
    text: '{<<"a">>:\n"b":1}',
    says: ['"a" has no value.'],
    tree: [
      ['a', undefined],
      ['b', '#1'],
    ],
  },
  {
    text: '{"a":1 <<"b">>:2}',
    says: ['A comma is missing before this.'],
    tree: [
      ['a', '#1'],
      ['b', '#2'],
    ],
  },
  {
    text: '{"a":1,<<,>>"b":2}',
    says: ['A property is missing before this comma.'],
    tree: [
      ['a', '#1'],
      ['b', '#2'],
    ],
  },
  { text: '{<<:>>1}', says: ['A property name is missing before this colon.'], tree: [['', '#1']] },
  { text: '{"a":<<:>>1}', says: ['No ":" is expected here.'], tree: [['a', '#1']] },
  { text: '{<<{>>"b":1},"a":2}', says: ['A property name is expected here.'], tree: [['a', '#2']] },
  { text: '[1,<<,>>2]', says: ['A value is missing before this comma.'], tree: ['#1', '#2'] },
  { text: '[1 <<2>>]', says: ['A comma is missing before this.'], tree: ['#1', '#2'] },
  { text: '["a"<<:>>1]', says: ['No ":" is expected here.'], tree: ['a', '#1'] },
  {
    text: '[<<{>>"a":1,"b":[2]]',
    says: ['This "{" is never closed.'],
    tree: [
      [
        ['a', '#1'],
        ['b', ['#2']],
      ],
    ],
  },
  { text: '{"a":<<[>>1}', says: ['This "[" is never closed.'], tree: [['a', ['#1']]] },
  {
    text: '[<<{>>"a":1 <<{>>"a":2}]',
    says: ['This "{" is never closed.', 'A comma is missing before this.'],
    tree: [[['a', '#1']], [['a', '#2']]],
  },
  { text: '{}<<}>>', says: ['This "}" closes nothing.'], tree: [] },
  { text: '1 <<2>> 3', says: ['Something stands behind the end of the JSON value.'], tree: '#1' },
  { text: '1<<,>>', says: ['No "," is expected here.'], tree: '#1' },

  {
    text: '{<<a>>:<<b>>}',
    says: ['A property name must stand in double quotes.', 'A string must stand in double quotes.'],
    tree: [['a', 'b']],
  },
  {
    text: "{<<'a b'>>:<<'c d'>>,\"e\":1}",
    says: ['A property name must stand in double quotes.', 'A string must stand in double quotes.'],
    tree: [
      ['a b', undefined],
      ['e', '#1'],
    ],
  },
  { text: '[<<01>>,<<1.>>,<<->>,<<.5>>,<<1e>>,<<0x1F>>,<<1..2>>,<<#>>]', tree: [] },
  { text: '[<<NaN>>,<<None>>,1]', tree: ['NaN', 'None', '#1'] },
  {
    text: '["a<<\t>>b<<\\q>>c<<\\u12>>x"]',
    says: ['U+0009 must be escaped in a string.', '"\\q" is not a JSON escape.', '"\\u12" is not a JSON escape.'],
    tree: ['a\tbcx'],
  },
  {
    text: '<<[>><<"a>>\n<<<<"]>>>>',
    says: ['This "[" is never closed.', 'This string is not closed.', 'A comma is missing before this.', 'This string is not closed.'],
    tree: ['a', ']'],
  },
  { text: '<<\u00a0>>1', says: ['U+00A0 is not white space of JSON.'], tree: '#1' },
  { text: '[true<<\u00a0\u2003>>,<<x>><<\u00a0>>,1]', tree: [true, 'x', '#1'] },
  { text: '<<\uFEFF>>1', says: ['The text begins with a byte order mark, which JSON does not allow.'], tree: '#1' },

  { text: '[1<<,>>]', says: ['JSON allows no comma before "]".'], tree: ['#1'] },
  { text: '{"a":1<<,>>}', says: ['JSON allows no comma before "}".'], tree: [['a', '#1']] },
  { text: '[1,]', tree: ['#1'], options: { trailingCommas: true } },
  { text: '[<</* a */>>1<<// b>>\n]', tree: ['#1'] },
  { text: '[/* a */1// b\n]', tree: ['#1'], options: { comments: true } },
  { text: '<<[>>1 <</* a ]>>', says: ['This "[" is never closed.', 'This comment is not closed.'], tree: ['#1'] },
  { text: '1 <</*>>', says: ['This comment is not closed.'], tree: '#1', options: { comments: true } },
  {
    text: '{"a":1,<<"a">>:2,<<"a">>:3}',
    says: ['"a" is given twice here; only the last one counts.', '"a" is given twice here; only the last one counts.'],
    tree: [
      ['a', '#1'],
      ['a', '#2'],
      ['a', '#3'],
    ],
  },
];

for (const { text: marked, says, tree, options } of table) {
  const { text, ranges } = mark(marked);
  test(`parseJson: ${JSON.stringify(text)}`, () => {
    const { root, problems } = parseJson(text, options);
    assert.deepEqual(plain(root), tree);
    if (says !== undefined)
      assert.deepEqual(
        problems.map(({ message }) => message),
        says,
      );
    assert.deepEqual(
      problems.map(({ span }) => span),
      ranges,
    );
  });
}

test('the spans of all nodes are exact', () => {
  const text = ' {"a": [1, "é😀"], "b" : {"c":null } } ';
  const { root } = parseJson(text);
  const seen: string[] = [];
  const walk = (node: JsonNode | undefined): void => {
    if (node === undefined) return;
    seen.push(text.slice(node.span.start, node.span.end));
    if (node.kind === 'array') node.items.forEach(walk);
    if (node.kind !== 'object') return;
    for (const { name, value, span } of node.properties) {
      seen.push(text.slice(span.start, span.end), text.slice(name.span.start, name.span.end));
      walk(value);
    }
  };
  walk(root);
  assert.deepEqual(seen, [
    '{"a": [1, "é😀"], "b" : {"c":null } }',
    '"a": [1, "é😀"]',
    '"a"',
    '[1, "é😀"]',
    '1',
    '"é😀"',
    '"b" : {"c":null }',
    '"b"',
    '{"c":null }',
    '"c":null',
    '"c"',
    'null',
  ]);
});

test('what is unclosed reaches to the end of the text, so that a cursor there is inside', () => {
  const text = '{"a": [1, ';
  const { root } = parseJson(text);
  assert.deepEqual(root?.span, { start: 0, end: text.length });
  assert.ok(root.kind === 'object');
  assert.deepEqual(
    root.properties.map(({ value }) => value?.span),
    [{ start: 6, end: text.length }],
  );
  assert.deepEqual(
    root.properties.map(({ span }) => span),
    [{ start: 1, end: text.length }],
  );
});

test('several values stand one after another where that is asked for', () => {
  const { roots, root, problems } = parseJson('{"a":1}\n"x"\n3', { multiple: true });
  assert.deepEqual(roots.map(plain), [[['a', '#1']], 'x', '#3']);
  assert.equal(root, roots[0]);
  assert.deepEqual(problems, []);
  assert.deepEqual(parseJson('', { multiple: true }).problems, []);
});

test('all values at the top are there, even where one alone is allowed', () => {
  assert.deepEqual(parseJson('1 2 3').roots.map(plain), ['#1', '#2', '#3']);
});

test('a repeated name among many points to the first', () => {
  const names = Array.from({ length: 40 }, (_, index) => `"k${index}":${index}`);
  const { problems } = parseJson(`{${[...names, '"k3":0'].join(',')}}`);
  assert.deepEqual(
    problems.map(({ code, severity, related }) => [code, severity, related?.[0]?.span.start]),
    [['duplicate-key', 'warning', names.slice(0, 3).join(',').length + 2]],
  );
});

test('arrays and objects nest 1000 levels deep and no deeper', () => {
  assert.deepEqual(parseJson(`${'['.repeat(1000)}${']'.repeat(1000)}`).problems, []);
  const { problems } = parseJson(`${'['.repeat(1002)}"]"${']'.repeat(1002)}`);
  assert.deepEqual(
    problems.map(({ code, span }) => [code, span]),
    [['nesting-too-deep', { start: 1000, end: 1001 }]],
  );
});

test('text that is made to be slow is no more than problems', () => {
  const many = 100_000;
  for (const text of [
    '['.repeat(many),
    '{"a":'.repeat(many),
    `${'['.repeat(many)}${']'.repeat(many)}`,
    ']'.repeat(many),
    `${'{"a":'.repeat(999)}${']'.repeat(10 * many)}`,
    'a\u00a0'.repeat(many),
    "'".repeat(many),
    '"\n'.repeat(many),
    `{${Array.from({ length: many }, (_, index) => `"${index % (many / 2)}":1`).join(',')}}`,
  ]) {
    const { problems } = parseJson(text);
    assert.ok(problems.length > 0 && problems.length <= 2002, `${problems.length} problems`);
  }
});

test('ten megabytes are read, and a later problem is found', () => {
  const item = '{"name":"a","type":["null","long"],"default":null},\n';
  const text = `[${item.repeat(Math.ceil(10_000_000 / item.length))}1 2]`;
  const { root, problems } = parseJson(text);
  assert.ok(root?.kind === 'array');
  assert.equal(root.items.length, Math.ceil(10_000_000 / item.length) + 2);
  assert.deepEqual(
    problems.map(({ span }) => span),
    [{ start: text.length - 2, end: text.length - 1 }],
  );
});

test('warnings without number do not hide an error behind them', () => {
  const { problems } = parseJson(`${'//\n'.repeat(5000)}[1 2]`);
  assert.equal(problems.filter(({ code }) => code === 'comment').length, 1000);
  assert.equal(problems.filter(({ code }) => code === 'json-syntax').length, 1);
});
