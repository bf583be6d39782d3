import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormatOptions } from '../../../../shared/avro/editing/format.ts';
import { formatText } from '../../../../shared/avro/editing/format.ts';
import { layoutTokens } from '../../../../shared/avro/editing/layoutTokens.ts';
import { applyEdits } from '../../../../shared/avro/fixes/jsonEdits.ts';
import type { Span } from '../../../../shared/avro/json.ts';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../../shared/avro/parseProtocol.ts';
import { layOutSchema } from '../../../../shared/avro/schemaLayout.ts';
import { mark } from '../../../mark.ts';
import { randomSchema, seededRandom } from '../../../randomSchema.ts';

const spaces: FormatOptions = { tabSize: 2, insertSpaces: true };

function format(text: string, options = spaces, range?: Span): string {
  return applyEdits(text, formatText(parseSchema(text), options, range));
}

const long = 'x'.repeat(60);

for (const { name, text, gives, options } of [
  { name: 'nothing', text: '', gives: '' },
  { name: 'a primitive type', text: ' "int" ', gives: '"int"' },
  { name: 'a union in one line, however it was spread', text: '[\n"null"\n,\n"string"\n]', gives: '["null", "string"]' },
  { name: 'an empty object and array', text: '{"a":{\n},"b":[ ]}', gives: '{ "a": {}, "b": [] }' },
  { name: 'a short object that was in one line', text: '{"type":"array",   "items" :"int"}', gives: '{ "type": "array", "items": "int" }' },
  {
    name: 'an object that began on a line of its own',
    text: '{\n"type":"array", "items":"int"}',
    gives: '{\n  "type": "array",\n  "items": "int"\n}',
  },
  {
    name: 'a record, whose fields have a line each',
    text: '{"type":"record","name":"A","fields":[{"name":"a","type":["null","string"],"default":null},{"name":"b","type":"int"}]}',
    gives:
      '{\n  "type": "record",\n  "name": "A",\n  "fields": [\n    { "name": "a", "type": ["null", "string"], "default": null },\n    { "name": "b", "type": "int" }\n  ]\n}',
  },
  {
    name: 'a record without fields in one line',
    text: '{"type":"record","name":"A","fields":[]}',
    gives: '{ "type": "record", "name": "A", "fields": [] }',
  },
  {
    name: 'what is around an object that has lines of its own',
    text: '["null",{\n"type":"map","values":"int"}]',
    gives: '[\n  "null",\n  {\n    "type": "map",\n    "values": "int"\n  }\n]',
  },
  {
    name: 'an array of objects that began on a line of its own',
    text: '[\n{"type":"map","values":"int"}]',
    gives: '[\n  { "type": "map", "values": "int" }\n]',
  },
  {
    name: 'several items that hold several things',
    text: '{"x":[{"a":1,"b":2},{"a":3,"b":4}]}',
    gives: '{\n  "x": [\n    { "a": 1, "b": 2 },\n    { "a": 3, "b": 4 }\n  ]\n}',
  },
  {
    name: 'what does not fit into 100 columns',
    text: `{"doc":"${long}","type":{"type":"array","items":"string"}}`,
    gives: `{\n  "doc": "${long}",\n  "type": { "type": "array", "items": "string" }\n}`,
  },
  {
    name: 'symbols that were written one a line',
    text: '{"type":"enum","name":"E","symbols":[\n"A",\n"B"]}',
    gives: '{\n  "type": "enum",\n  "name": "E",\n  "symbols": [\n    "A",\n    "B"\n  ]\n}',
  },
  {
    name: 'many symbols side by side, as they were',
    text: `{"symbols":[${Array.from({ length: 12 }, (_, index) => `"SYMBOL_${index}"`).join(',')}]}`,
    gives:
      '{\n  "symbols": [\n    "SYMBOL_0", "SYMBOL_1", "SYMBOL_2", "SYMBOL_3", "SYMBOL_4", "SYMBOL_5", "SYMBOL_6", "SYMBOL_7",\n    "SYMBOL_8", "SYMBOL_9", "SYMBOL_10", "SYMBOL_11"\n  ]\n}',
  },
  { name: 'one empty line of many', text: '{\n"a":1,\n\n\n"b":2\n\n}', gives: '{\n  "a": 1,\n\n  "b": 2\n}' },
  {
    name: 'comments where they belong',
    text: '// top\n{ // open\n"a":1, // one\n/* b */ "b":2 /* two */\n// end\n}\n// over',
    gives: '// top\n{ // open\n  "a": 1, // one\n  /* b */ "b": 2 /* two */\n  // end\n}\n// over',
  },
  { name: 'a comment in a line', text: '[ /* c */ 1,/* d */2 ]', gives: '[/* c */ 1, /* d */ 2]' },
  { name: 'a comment before a comma', text: '{"a":1 // c\n,"b":2}', gives: '{\n  "a": 1 // c\n  ,\n  "b": 2\n}' },
  { name: 'a comment before a value', text: '{"a": // c\n1}', gives: '{\n  "a": // c\n  1\n}' },
  {
    name: 'a comment of several lines, as it is',
    text: '{"a":1,/* x\n   y  \n*/"b":2}',
    gives: '{\n  "a": 1,\n  /* x\n   y  \n*/ "b": 2\n}',
  },
  { name: 'white space behind a comment', text: '{ // c  \t\n}', gives: '{ // c\n}' },
  { name: 'commas too many', text: '{"a":[1,2,],}', gives: '{ "a": [1, 2,], }' },
  { name: 'a byte order mark', text: '\uFEFF  {"type":"int"}', gives: '\uFEFF{ "type": "int" }' },
  {
    name: 'strings with brackets and escapes',
    text: '{"doc":"a \\" { [ // \\\\","x":"/*"}',
    gives: '{ "doc": "a \\" { [ // \\\\", "x": "/*" }',
  },
  { name: 'numbers as they are', text: '[1e3,-0.50,9007199254740993]', gives: '[1e3, -0.50, 9007199254740993]' },
  { name: 'line breaks of two characters', text: '{\r\n"a":1,\r\n\r\n"b":{}}\r\n', gives: '{\r\n  "a": 1,\r\n\r\n  "b": {}\r\n}\r\n' },
  { name: 'with tabs', text: '{\n"a":[\n{}]}', gives: '{\n\t"a": [\n\t\t{}\n\t]\n}', options: { tabSize: 4, insertSpaces: false } },
  { name: 'with four spaces', text: '{\n"a":1}', gives: '{\n    "a": 1\n}', options: { tabSize: 4, insertSpaces: true } },
  { name: 'line breaks at the end, which stay', text: '"int" \n \n', gives: '"int"\n\n' },
  {
    name: 'a line break at the end where there must be one',
    text: '"int"',
    gives: '"int"\n',
    options: { ...spaces, insertFinalNewline: true },
  },
  {
    name: 'one line break at the end where there may be no more',
    text: '"int"\n\n\n',
    gives: '"int"\n',
    options: { ...spaces, trimFinalNewlines: true },
  },
  { name: 'no line break at the end where none is wanted', text: '"int"', gives: '"int"', options: { ...spaces, trimFinalNewlines: true } },
] satisfies readonly { name: string; text: string; gives: string; options?: FormatOptions }[]) {
  test(`formatting: ${name}`, () => {
    assert.equal(format(text, options), gives);
    assert.deepEqual(formatText(parseSchema(gives), options ?? spaces), [], 'once more changes nothing');
  });
}

for (const text of [
  '{"a":',
  '{"a" 1}',
  '["a" "b"]',
  '{"a":1} {"b":2}',
  '{"a":tru}',
  '"a',
  '{"a":1/* x',
  '{"a":\u00a01}',
  "{'a':1}",
  '['.repeat(2000),
  '# x',
]) {
  test(`formatting leaves unsound text alone: ${text.slice(0, 20)}`, () => {
    assert.deepEqual(formatText(parseSchema(text), spaces), []);
  });
}

/** `<<` and `>>` enclose the range that is to be formatted. */
for (const { name, text, gives } of [
  {
    name: 'one property of several',
    text: '{\n"a":1,\n<<"b"  :2>>,\n"c":3\n}',
    gives: '{\n"a":1,\n  "b": 2,\n"c":3\n}',
  },
  {
    name: 'the lines around, as deep as the line in which they are opened',
    text: '{\n    "x": {\n"a" :[1,<<2>>],  "b":3,\n"c" :4\n}\n}',
    gives: '{\n    "x": {\n      "a": [1, 2],\n      "b": 3,\n"c" :4\n}\n}',
  },
  {
    name: 'a whole object where a bracket is in the range',
    text: '{\n"a":1,\n"x":{\n"b" :[\n1]\n<<}>>,\n"c" :3\n}',
    gives: '{\n"a":1,\n  "x": {\n    "b": [1]\n  },\n"c" :3\n}',
  },
  { name: 'a value with its name', text: '{\n"a":\n<<1>>,\n"b" :2\n}', gives: '{\n  "a": 1,\n"b" :2\n}' },
  { name: 'everything in one line', text: '{"a":<<1>>}', gives: '{ "a": 1 }' },
  { name: 'a cursor', text: '{\n"a" :1,\n<<>>"b" :2\n}', gives: '{\n"a" :1,\n  "b": 2\n}' },
  { name: 'an empty line', text: '{\n"a" :1,\n\n<<>>\n\n"b" :2\n}', gives: '{\n"a" :1,\n\n\n\n"b" :2\n}' },
  { name: 'white space at the end', text: '{}\n\n<<\n>>', gives: '{}\n\n\n' },
]) {
  test(`range formatting: ${name}`, () => {
    const { text: source, ranges } = mark(text);
    assert.equal(format(source, spaces, ranges[0]), gives);
  });
}

test('formatting leaves a protocol alone behind whose end something stands', () => {
  for (const text of ['{"protocol" :"P"}]', '{"protocol" :"P"} {"a" :1}'])
    assert.deepEqual(formatText(parseProtocol(text), spaces), [], text);
  assert.equal(applyEdits('{"protocol" :"P"}', formatText(parseProtocol('{"protocol" :"P"}'), spaces)), '{ "protocol": "P" }');
});

test('formatting changes no more than it must', () => {
  assert.deepEqual(formatText(parseSchema('{\n      "a": 1,\n  "b" : 2\r\n}'), spaces), [
    { span: { start: 4, end: 8 }, newText: '' },
    { span: { start: 21, end: 22 }, newText: '' },
    { span: { start: 25, end: 27 }, newText: '\n' },
  ]);
});

/** A text's tokens and comments, without the white space between them. */
function tokensOf(text: string): string[] | undefined {
  return layoutTokens(text)?.map(({ start, end }) => text.slice(start, end));
}

/** The text with other white space and with comments between its tokens. */
function disturb(text: string, random: () => number): string {
  const gaps = [
    '',
    '',
    '',
    '',
    ' ',
    '\n',
    '\n',
    '\n\n',
    '\t',
    '  \n \n ',
    '/* c */',
    ' /* c */ ',
    '\n/* c */\n',
    '// c\n',
    ' // c  \n',
    '/* c\n d */',
  ];
  const pick = (): string => (random() < 0.5 ? '' : (gaps[Math.floor(random() * gaps.length)] ?? ''));
  const pieces = layoutTokens(text)?.map(({ start, end }) => text.slice(start, end)) ?? [text];
  return pieces.map((piece) => pick() + piece).join('') + pick();
}

test('formatting of random schemas in random layouts keeps every token, is stable, and fits the printed layout', () => {
  const random = seededRandom(20_260_101);
  let formatted = 0;
  for (let run = 0; run < 3000; run++) {
    const disturbed = disturb(randomSchema(random), random);
    const text = random() < 0.7 ? disturbed : disturbed.replaceAll('\n', '\r\n');
    const options = {
      tabSize: 1 + Math.floor(random() * 4),
      insertSpaces: random() < 0.7,
      insertFinalNewline: true,
      trimFinalNewlines: true,
    };
    const once = format(text, options);
    assert.deepEqual(tokensOf(once), tokensOf(text), text);
    assert.equal(format(once, options), once, `twice is once: ${JSON.stringify(text)}`);
    if (once !== text) formatted++;
    const start = Math.floor(random() * text.length);
    const range = { start, end: start + Math.floor(random() * 40) };
    const partly = format(text, options, range);
    assert.deepEqual(tokensOf(partly), tokensOf(text), text);
    assert.equal(format(once, options, range), once, `a range of what is formatted: ${JSON.stringify(once)} ${JSON.stringify(range)}`);
  }
  assert.ok(formatted > 2000, `${formatted} were formatted`);
});

test('what the product itself prints is formatted', () => {
  const random = seededRandom(7);
  for (let run = 0; run < 300; run++) {
    const { json } = parseSchema(randomSchema(random));
    if (json === undefined) continue;
    const printed = layOutSchema(json);
    assert.equal(format(format(printed)), format(printed));
  }
});

test('2 MB are formatted in time that grows with their length', () => {
  const field = '{"name":"a","type":["null",{"type":"map","values":"string"}],"default":null}';
  const text = (count: number): string => `{"type":"record","name":"A","fields":[${Array.from({ length: count }, () => field).join(',')}]}`;
  const took = (count: number): number => {
    const parsed = parseSchema(text(count));
    const start = performance.now();
    assert.ok(formatText(parsed, spaces).length > count);
    return performance.now() - start;
  };
  took(3000);
  const [small, large] = [took(3000), took(27_000)];
  assert.ok(large < 40 * small + 200, `${small} ms, then ${large} ms for nine times as much`);
});
