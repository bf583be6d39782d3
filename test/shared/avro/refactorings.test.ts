import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalForm } from '../../../shared/avro/canonical.ts';
import { checkSchema } from '../../../shared/avro/check.ts';
import { applyEdits } from '../../../shared/avro/fixes/jsonEdits.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../shared/avro/parseProtocol.ts';
import { refactorings } from '../../../shared/avro/refactorings/index.ts';
import type { Offer } from '../../../shared/avro/refactorings/refactoring.ts';
import { refactoringPlace } from '../../../shared/avro/refactorings/refactoring.ts';
import type { Problem } from '../../../shared/avro/schema.ts';
import { markCursor } from '../../mark.ts';
import { otherTexts } from '../../otherTexts.ts';

interface Row {
  readonly name: string;
  /** With the cursor. */
  readonly text: string;
  readonly title: string;
  /** Undefined where it is not offered. */
  readonly after: string | undefined;
  /** Other texts, by the last part of their URIs. */
  readonly others?: Readonly<Record<string, string>>;
  /** What the new file holds. */
  readonly file?: string;
}

const record = (fields: string): string => `{"type":"record","name":"R","fields":[${fields}]}`;
const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';

const rows: readonly Row[] = [
  {
    name: 'a field',
    text: record('{"name":"$0a","type":"int"}'),
    title: 'Make "a" Nullable',
    after: record('{"name":"a","type":["null","int"],"default":null}'),
  },
  {
    name: 'in lines',
    text: '{\n  "type": "record",\n  "name": "R",\n  "fields": [\n    {\n      "name": "a",$0\n      "type": "int"\n    }\n  ]\n}',
    title: 'Make "a" Nullable',
    after:
      '{\n  "type": "record",\n  "name": "R",\n  "fields": [\n    {\n      "name": "a",\n      "type": ["null", "int"],\n      "default": null\n    }\n  ]\n}',
  },
  {
    name: 'a union',
    text: record('{"name":"$0a","type":["int","string"]}'),
    title: 'Make "a" Nullable',
    after: record('{"name":"a","type":["null","int","string"],"default":null}'),
  },
  {
    name: 'with a default',
    text: record('{"name":"$0a","type":"int","default":1}'),
    title: 'Make "a" Nullable, Keep Its Default',
    after: record('{"name":"a","type":["int","null"],"default":1}'),
  },
  {
    name: 'with another default',
    text: record('{"name":"$0a","type":"int","default":1}'),
    title: 'Make "a" Nullable, null as Its Default',
    after: record('{"name":"a","type":["null","int"],"default":null}'),
  },
  {
    name: 'with the text of a number as its default, which no union takes',
    text: record('{"name":"$0a","type":"double","default":"NaN"}'),
    title: 'Make "a" Nullable, Keep Its Default',
    after: undefined,
  },
  { name: 'that is nullable', text: record('{"name":"$0a","type":["int","null"]}'), title: 'Make "a" Nullable', after: undefined },
  {
    name: 'of a record inside, and not the one around',
    text: `{"type":"record","name":"S","fields":[{"name":"s","type":${record('{"name":"a","type":$0"int"}')}}]}`,
    title: 'Make "a" Nullable',
    after: `{"type":"record","name":"S","fields":[{"name":"s","type":${record('{"name":"a","type":["null","int"],"default":null}')}}]}`,
  },
  {
    name: 'from inside of a type that is defined in it',
    text: record(`{"name":"a","type":${suit.replace('CLUBS', '$0CLUBS')}}`),
    title: 'Make "a" Nullable',
    after: undefined,
  },
  {
    name: 'a nullable field',
    text: record('{"name":"$0a","type":["null", "int"],"default":null}'),
    title: 'Make "a" Required',
    after: record('{"name":"a","type":"int"}'),
  },
  {
    name: 'that keeps its default',
    text: record('{"name":"$0a","type":["int","null"],"default":1}'),
    title: 'Make "a" Required',
    after: record('{"name":"a","type":"int","default":1}'),
  },
  {
    name: 'of several branches',
    text: record('{"name":"$0a","type":["null","int","string"],"default":null}'),
    title: 'Make "a" Required',
    after: record('{"name":"a","type":["int","string"]}'),
  },
  {
    name: 'that a default of its record says is null',
    text: `{"type":"record","name":"S","fields":[{"name":"s","type":${record('{"name":"$0a","type":["null","int"]}')},"default":{"a":null}}]}`,
    title: 'Make "a" Required',
    after: undefined,
  },
  {
    name: 'that a default of its record leaves out',
    text: `{"type":"record","name":"S","fields":[{"name":"s","type":${record('{"name":"$0a","type":["null","int"],"default":null}')},"default":{}}]}`,
    title: 'Make "a" Required',
    after: undefined,
  },
  {
    name: 'beside the default of a map',
    text: record('{"name":"$0a","type":["null","int"]},{"name":"m","type":{"type":"map","values":"int"},"default":{}}'),
    title: 'Make "a" Required',
    after: record('{"name":"a","type":"int"},{"name":"m","type":{"type":"map","values":"int"},"default":{}}'),
  },
  {
    name: 'of an int',
    text: record('{"name":"$0a","type":"int"}'),
    title: 'Add the Default 0 to "a"',
    after: record('{"name":"a","type":"int","default":0}'),
  },
  {
    name: 'of a nullable field',
    text: record('{"name":"$0a","type":["null","int"]}'),
    title: 'Add the Default null to "a"',
    after: record('{"name":"a","type":["null","int"],"default":null}'),
  },
  {
    name: 'of an enum',
    text: record(`{"name":"$0a","type":${suit}}`),
    title: 'Add the Default "CLUBS" to "a"',
    after: record(`{"name":"a","type":${suit},"default":"CLUBS"}`),
  },
  {
    name: 'of a record, whose fields without defaults are in it',
    text: `{"type":"record","name":"n.S","fields":[{"name":"$0s","type":${record('{"name":"a","type":"string"},{"name":"b","type":"int","default":1}')}}]}`,
    title: 'Add the Default {"a":""} to "s"',
    after: `{"type":"record","name":"n.S","fields":[{"name":"s","type":${record('{"name":"a","type":"string"},{"name":"b","type":"int","default":1}')},"default":{"a":""}}]}`,
  },
  {
    name: 'of a fixed',
    text: record('{"name":"$0a","type":{"type":"fixed","name":"F","size":2}}'),
    title: 'Add the Default "\\u0000\\u0000" to "a"',
    after: record('{"name":"a","type":{"type":"fixed","name":"F","size":2},"default":"\\u0000\\u0000"}'),
  },
  {
    name: 'of a type that is defined behind, which takes none',
    text: record(`{"name":"$0a","type":"Suit"},{"name":"b","type":${suit}}`),
    title: 'Add the Default "CLUBS" to "a"',
    after: undefined,
  },
  {
    name: 'an array',
    text: record('{"name":"$0a","type":"int","default":1}'),
    title: 'Make "a" an Array',
    after: record('{"name":"a","type":{"type":"array","items":"int"},"default":[1]}'),
  },
  {
    name: 'a map',
    text: record('{"name":"$0a","type":"int"}'),
    title: 'Make "a" a Map',
    after: record('{"name":"a","type":{"type":"map","values":"int"}}'),
  },
  {
    name: 'a dotted name',
    text: '{"type":"fixed","name":"$0a.b.F","size":4}',
    title: 'Split "a.b.F" into Name and Namespace',
    after: '{"type":"fixed","name":"F","namespace":"a.b","size":4}',
  },
  {
    name: 'a dot in front',
    text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"$0.F","size":4}}]}',
    title: 'Split ".F" into Name and Namespace',
    after: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"F","namespace":"","size":4}}]}',
  },
  {
    name: 'a dotted name beside a namespace that does not count',
    text: '{"type":"fixed","name":"$0a.F","namespace":"b","size":4}',
    title: 'Split "a.F" into Name and Namespace',
    after: '{"type":"fixed","name":"F","namespace":"a","size":4}',
  },
  {
    name: 'a name and a namespace',
    text: '{"type":"fixed","name":"F","namespace":"a.b",$0"size":4}',
    title: 'Write "a.b.F" as One Name',
    after: '{"type":"fixed","name":"a.b.F","size":4}',
  },
  {
    name: 'of a field',
    text: record('{"name":"$0a","type":"int","default":1}'),
    title: 'Add a Doc to "a"',
    after: record('{"name":"a","type":"int","doc":"","default":1}'),
  },
  {
    name: 'of a type',
    text: '{"type":"fixed","name":"$0F","size":4}',
    title: 'Add a Doc to "F"',
    after: '{"type":"fixed","name":"F","doc":"","size":4}',
  },
  {
    name: 'a type in a field',
    text: '{\n  "type": "record",\n  "name": "n.R",\n  "fields": [\n    {"name": "s", "type": {\n      "type": "enum",\n      "name": "$0Suit",\n      "symbols": ["CLUBS"]\n    }},\n    {"name": "t", "type": "Suit"}\n  ]\n}',
    title: 'Extract "Suit" to Suit.avsc',
    after:
      '{\n  "type": "record",\n  "name": "n.R",\n  "fields": [\n    {"name": "s", "type": "n.Suit"},\n    {"name": "t", "type": "Suit"}\n  ]\n}',
    file: '{\n  "type": "enum",\n  "name": "Suit",\n  "namespace": "n",\n  "symbols": ["CLUBS"]\n}\n',
  },
  {
    name: 'a type that needs the one around',
    text: '{"type":"record","name":"R","fields":[{"name":"s","type":{"type":"record","name":"$0S","fields":[{"name":"r","type":"R"}]}}]}',
    title: 'Extract "S" to S.avsc',
    after: undefined,
  },
  { name: 'the whole text', text: suit.replace('Suit', '$0Suit'), title: 'Extract "Suit" to Suit.avsc', after: undefined },
  {
    name: 'where there is such a file',
    text: '["null",{"type":"fixed","name":"$0Taken","size":4}]',
    title: 'Extract "Taken" to Taken.avsc',
    after: undefined,
  },
  {
    name: 'a type of another file, at its first use',
    text: '{\n  "type": "record",\n  "name": "n.R",\n  "fields": [\n    {"name": "s", "type": "m.Suit"},\n    {"name": "t", "type": "$0m.Suit"}\n  ]\n}',
    others: { 'suit.avsc': '{\n\t"type": "enum",\n\t"name": "Suit",\n\t"namespace": "m",\n\t"symbols": ["CLUBS"]\n}' },
    title: 'Inline "Suit"',
    after:
      '{\n  "type": "record",\n  "name": "n.R",\n  "fields": [\n    {"name": "s", "type": {\n    \t"type": "enum",\n    \t"name": "Suit",\n    \t"namespace": "m",\n    \t"symbols": ["CLUBS"]\n    }},\n    {"name": "t", "type": "m.Suit"}\n  ]\n}',
  },
  {
    name: 'a type inside of another file’s, whose namespace is written then',
    text: '{"type":"array","items":"$0m.F"}',
    others: { 'r.avsc': '{"type":"record","name":"m.R","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":4}}]}' },
    title: 'Inline "F"',
    after: '{"type":"array","items":{"type":"fixed","name":"F","namespace":"m","size":4}}',
  },
  {
    name: 'one of two that differ',
    text: '{"type":"array","items":"$0F"}',
    others: { 'a.avsc': '{"type":"fixed","name":"F","size":4}', 'b.avsc': '{"type":"fixed","name":"F","size":8}' },
    title: 'Inline "F"',
    after: undefined,
  },
  {
    name: 'a type that is defined behind',
    text: record(`{"name":"a","type":["null","$0Suit"]},{"name":"b","type":${suit}}`),
    title: 'Move the Definition of "Suit" Here',
    after: record(`{"name":"a","type":["null",${suit}]},{"name":"b","type":"Suit"}`),
  },
  {
    name: 'from another namespace',
    text: `{"type":"record","name":"n.R","fields":[{"name":"a","type":"$0m.F"},{"name":"s","type":{"type":"record","name":"m.S","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":4}}]}}]}`,
    title: 'Move the Definition of "F" Here',
    after: `{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"F","namespace":"m","size":4}},{"name":"s","type":{"type":"record","name":"m.S","fields":[{"name":"f","type":"F"}]}}]}`,
  },
  {
    name: 'a type that is around',
    text: record('{"name":"a","type":["null","$0R"]}'),
    title: 'Move the Definition of "R" Here',
    after: undefined,
  },
];

function offersAt(text: string, cursor: number, others: Row['others'] = {}): Offer[] {
  const { lookup, otherNames } = otherTexts(text, others);
  const place = refactoringPlace(parseSchema(text, { lookup }), cursor, {
    otherNames,
    readText: (uri) => others[uri.slice(uri.lastIndexOf('/') + 1)],
    canCreate: (name) => name !== 'Taken.avsc',
  });
  return place === undefined ? [] : refactorings.flatMap((each) => [...each.offers(place)]);
}

function errorsOf(text: string, others: Row['others'] = {}): readonly Problem[] {
  const { lookup, ...options } = otherTexts(text, others);
  return checkSchema(parseSchema(text, { lookup }), options).filter(({ severity }) => severity === 'error');
}

for (const { name, text: marked, title, after, others = {}, file } of rows) {
  test(`${title}: ${name}`, () => {
    const { text, cursor } = markCursor(marked);
    const offers = offersAt(text, cursor, others);
    const offer = offers.find((each) => each.title === title);
    if (after === undefined) {
      assert.ok(offer === undefined, `${title} is not offered.`);
      return;
    }
    assert.ok(offer !== undefined, `${title} is among ${offers.map((each) => each.title).join(', ')}.`);
    assert.equal(applyEdits(text, offer.edits), after);
    assert.equal(offer.file?.text, file);
    assert.deepEqual(errorsOf(after, { ...others, ...(offer.file && { [offer.file.name]: offer.file.text }) }), []);
  });
}

test('what is written otherwise means the same', () => {
  for (const { text: marked, title, after } of rows) {
    if (after === undefined || !/^(?:Split|Write|Add a Doc|Move)/.test(title)) continue;
    const [before, behind] = [markCursor(marked).text, after].map((text) => parseSchema(text).schema);
    assert.ok(before !== undefined && behind !== undefined);
    // A definition that has moved is the same again where it is written out at each first use.
    if (!title.startsWith('Move')) assert.equal(canonicalForm(behind), canonicalForm(before));
  }
});

test('a protocol’s field is changed as a record’s, but no type leaves it', () => {
  const { text, cursor } = markCursor(
    '{"protocol":"P","types":[{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"$0F","size":4}}]}],"messages":{}}',
  );
  const place = (at: number) =>
    refactoringPlace(parseProtocol(text), at, {
      otherNames: otherTexts(text, {}).otherNames,
      readText: () => undefined,
      canCreate: () => true,
    });
  const titles = (at: number): string[] => {
    const found = place(at);
    return found === undefined ? [] : refactorings.flatMap((each) => [...each.offers(found)].map(({ title }) => title));
  };
  assert.deepEqual(titles(cursor), ['Add a Doc to "F"']);
  assert.deepEqual(titles(text.indexOf('"a"')), [
    'Make "a" Nullable',
    'Add the Default "\\u0000\\u0000\\u0000\\u0000" to "a"',
    'Make "a" an Array',
    'Make "a" a Map',
    'Add a Doc to "a"',
  ]);
});

test('nothing is offered in a text that is not JSON', () => {
  const { text, cursor } = markCursor(record('{"name":"$0a","type":"int"}').replace(']', ''));
  assert.deepEqual(offersAt(text, cursor), []);
});
