import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Edits } from '../../../../shared/avro/fixes/jsonEdits.ts';
import {
  applyEdits,
  insertItem,
  insertProperty,
  objectText,
  removeItem,
  removeProperties,
  removeProperty,
  renameProperty,
  setProperty,
} from '../../../../shared/avro/fixes/jsonEdits.ts';
import type { JsonArray, JsonObject } from '../../../../shared/avro/json.ts';
import { findProperty } from '../../../../shared/avro/jsonTree.ts';
import { parseJson } from '../../../../shared/avro/parseJson.ts';

interface Row {
  readonly name: string;
  readonly text: string;
  readonly edits: (text: string, object: JsonObject, array: JsonArray) => Edits;
  /** Undefined where it cannot be done. */
  readonly after: string | undefined;
}

const remove =
  (name: string): Row['edits'] =>
  (text, object) => {
    const property = findProperty(object, name);
    return property && removeProperty(text, object, property);
  };
const removeAll =
  (...names: string[]): Row['edits'] =>
  (text, object) =>
    removeProperties(
      text,
      object,
      names.flatMap((name) => findProperty(object, name) ?? []),
    );
const removeAt =
  (index: number): Row['edits'] =>
  (text, _, array) => {
    const item = array.items[index];
    return item && removeItem(text, array, item);
  };
const add =
  (...after: string[]): Row['edits'] =>
  (text, object) =>
    insertProperty(text, object, 'x', '0', { after });
const append: Row['edits'] = (text, object) => insertProperty(text, object, 'x', '0');
const addAt =
  (index: number): Row['edits'] =>
  (text, _, array) =>
    insertItem(text, array, index, '0');

const rows: readonly Row[] = [
  { name: 'the first property', text: '{"a":1,"b":2}', edits: remove('a'), after: '{"b":2}' },
  { name: 'the last property', text: '{"a": 1, "b": 2}', edits: remove('b'), after: '{"a": 1}' },
  { name: 'the only property', text: '{ "a": 1 }', edits: remove('a'), after: '{}' },
  { name: 'the only property and its trailing comma', text: '{ "a": 1, }', edits: remove('a'), after: '{}' },
  { name: 'a property of lines', text: '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', edits: remove('b'), after: '{\n  "a": 1,\n  "c": 3\n}' },
  { name: 'the last property of lines', text: '{\n  "a": 1,\n  "b": 2\n}', edits: remove('b'), after: '{\n  "a": 1\n}' },
  { name: 'a property with a comment behind', text: '{"a": 1, // one\n "b": 2}', edits: remove('a'), after: '{ // one\n "b": 2}' },
  { name: 'the last property behind a comment', text: '{"a": 1, // one\n "b": 2}', edits: remove('b'), after: '{"a": 1 // one\n }' },
  { name: 'the comma in a comment', text: '{"a": 1 /* , */, "b": 2}', edits: remove('a'), after: '{ /* , */ "b": 2}' },
  { name: 'a half-typed property', text: '{"a": 1, "b": }', edits: remove('b'), after: '{"a": 1 }' },
  { name: 'a half-typed property before another', text: '{"b":, "a": 1}', edits: remove('b'), after: '{"a": 1}' },
  { name: 'where a comma is missing', text: '{"a":1 "b":2 "c":3}', edits: remove('b'), after: '{"a":1 "c":3}' },
  { name: 'the last of what is not closed', text: '{"a":1,"b":2', edits: remove('b'), after: '{"a":1' },
  { name: 'the only one of what is not closed', text: '{"a":1', edits: remove('a'), after: '{' },
  { name: 'before a trailing comma', text: '{"a":1,"b":2,}', edits: remove('b'), after: '{"a":1,}' },
  { name: 'neighbours at the end', text: '{"a":1,"b":2,"c":3}', edits: removeAll('b', 'c'), after: '{"a":1}' },
  { name: 'all', text: '{"a":1, "b":2}', edits: removeAll('b', 'a'), after: '{}' },
  { name: 'every other one', text: '{"a":1,"b":2,"c":3,"d":4}', edits: removeAll('d', 'b'), after: '{"a":1,"c":3}' },
  { name: 'the first item', text: '[1, 2]', edits: removeAt(0), after: '[2]' },
  { name: 'the last item', text: '[1, 2]', edits: removeAt(1), after: '[1]' },
  { name: 'the only item', text: '[ 1 ]', edits: removeAt(0), after: '[]' },
  { name: 'the only item beside a comment', text: '[1 /* one */]', edits: removeAt(0), after: '[ /* one */]' },

  { name: 'into nothing', text: '{}', edits: append, after: '{"x": 0}' },
  { name: 'into nothing, not closed', text: '{', edits: append, after: '{"x": 0' },
  { name: 'at the end', text: '{"a":1,"b":2}', edits: append, after: '{"a":1,"b":2,"x":0}' },
  { name: 'at the end, with spaces', text: '{ "a": 1 }', edits: append, after: '{ "a": 1, "x": 0 }' },
  { name: 'at the end of lines', text: '{\n  "a": 1\n}', edits: append, after: '{\n  "a": 1,\n  "x": 0\n}' },
  { name: 'at the end of lines of Windows', text: '{\r\n\t"a": 1\r\n}', edits: append, after: '{\r\n\t"a": 1,\r\n\t"x": 0\r\n}' },
  { name: 'before a comment', text: '{\n  "a": 1 // one\n}', edits: append, after: '{\n  "a": 1,\n  "x": 0 // one\n}' },
  { name: 'before a trailing comma', text: '{"a":1,}', edits: append, after: '{"a":1,"x":0,}' },
  { name: 'in front', text: '{"a":1,"b":2}', edits: add(), after: '{"x":0,"a":1,"b":2}' },
  { name: 'in front of lines', text: '{\n  "a": 1\n}', edits: add(), after: '{\n  "x": 0,\n  "a": 1\n}' },
  { name: 'behind the last of several', text: '{"a": 1, "b": 2, "c": 3}', edits: add('b', 'a'), after: '{"a": 1, "b": 2, "x": 0, "c": 3}' },
  {
    name: 'behind a comment that is about another',
    text: '{\n  "a": 1, // one\n  "b": 2\n}',
    edits: add('a'),
    after: '{\n  "a": 1, // one\n  "x": 0,\n  "b": 2\n}',
  },
  {
    name: 'blank lines are not repeated',
    text: '{\n\n  "a": 1,\n\n  "b": 2\n}',
    edits: append,
    after: '{\n\n  "a": 1,\n\n  "b": 2,\n  "x": 0\n}',
  },
  { name: 'where a comma is missing', text: '{"a":1 "b":2}', edits: add('a'), after: '{"a":1, "x":0 "b":2}' },
  { name: 'behind a string that is not closed', text: '{"a":"b', edits: append, after: undefined },
  { name: 'behind an object that is not closed', text: '{"a":{"b":1', edits: append, after: undefined },
  { name: 'behind a half-typed property', text: '{"a":', edits: append, after: '{"a":, "x": 0' },
  { name: 'an item at the end', text: '["a", "b"]', edits: addAt(2), after: '["a", "b", 0]' },
  { name: 'an item in front', text: '["a","b"]', edits: addAt(0), after: '[0,"a","b"]' },
  { name: 'an item into nothing', text: '[]', edits: addAt(0), after: '[0]' },
  { name: 'an item into lines', text: '[\n  "a",\n  "b"\n]', edits: addAt(1), after: '[\n  "a",\n  0,\n  "b"\n]' },

  { name: 'a value', text: '{"a":1}', edits: (text, object) => setProperty(text, object, 'a', '2'), after: '{"a":2}' },
  { name: 'a value that is missing', text: '{"a": }', edits: (text, object) => setProperty(text, object, 'a', '2'), after: '{"a": 2 }' },
  { name: 'a property', text: '{"a":1}', edits: (text, object) => setProperty(text, object, 'b', '2'), after: '{"a":1,"b":2}' },
  {
    name: 'a name',
    text: '{"a":1}',
    edits: (_, { properties: [property] }) => property && renameProperty(property, 'b"'),
    after: '{"b\\"":1}',
  },
];

for (const { name, text, edits, after } of rows) {
  test(`${name}: ${text} becomes ${String(after)}`, () => {
    const { root } = parseJson(text, { comments: true });
    const object: JsonObject = root?.kind === 'object' ? root : { kind: 'object', span: { start: 0, end: 0 }, properties: [] };
    const array: JsonArray = root?.kind === 'array' ? root : { kind: 'array', span: { start: 0, end: 0 }, items: [] };
    const made = edits(text, object, array);
    assert.equal(made && applyEdits(text, made), after);
  });
}

test('an object is spaced as the text is', () => {
  const properties = [
    ['b', '2'],
    ['c', '[]'],
  ] as const;
  assert.equal(objectText('{"a":1}', properties), '{"b":2,"c":[]}');
  assert.equal(objectText('{"a": 1}', properties), '{"b": 2, "c": []}');
  assert.equal(objectText('{ "a": 1 }', properties), '{ "b": 2, "c": [] }');
  assert.equal(objectText('{ "a": 1 }', []), '{}');
});

test('changes that overlap are refused', () => {
  const change = (start: number, end: number) => ({ span: { start, end }, newText: '' });
  assert.throws(() => applyEdits('abc', [change(0, 2), change(1, 3)]), /overlap/);
});
