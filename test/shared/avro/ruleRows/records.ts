import { field, record, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Records, their fields and defaults. */
export const records: RuleRows = {
  'missing-fields': [
    { name: 'none', text: '{"type":<<"record">>,"name":"R"}', says: 'This record has no "fields".' },
    { name: 'half-typed', text: '{"type":"record","name":"R",<<"fields">>:}', finds: ['json-syntax'] },
    { name: 'an empty array', text: record('') },
  ],
  'missing-field-type': [
    { name: 'with a name', text: record('{"name":<<"a">>}'), says: 'The field "a" has no "type".' },
    { name: 'without a name', text: record('<<<<{>>>>}'), finds: ['missing-name', 'missing-field-type'] },
    { name: 'half-typed', text: record('{"name":"a",<<"type">>:}'), finds: ['json-syntax'] },
    { name: 'null, which is a type', text: field('"null"') },
  ],
  'invalid-field': [
    { name: 'a string', text: record('<<"a">>,{"name":"b","type":"int"}'), says: 'A field is an object with a "name" and a "type".' },
    { name: 'an object', text: record('{"name":"b","type":"int"}') },
  ],
  'duplicate-field': [
    {
      name: 'the second of two',
      text: record('{"name":"a","type":"int"},{"name":<<"a">>,"type":"int"}'),
      says: '"a" is already a field here.',
    },
    { name: 'case tells them apart', text: record('{"name":"a","type":"int"},{"name":"A","type":"int"}') },
    { name: 'in a record inside', text: `{"type":"record","name":"S","fields":[{"name":"a","type":${field('"int"')}}]}` },
    { name: 'a name of JavaScript’s own', text: record('{"name":"__proto__","type":"int"},{"name":"constructor","type":"int"}') },
  ],
  'invalid-order': [
    { name: 'a slip', text: record('{"name":"a","type":"int","order":<<"ascendng">>}'), says: 'Did you mean "ascending"?' },
    { name: 'no string', text: record('{"name":"a","type":"int","order":<<1>>}') },
    { name: 'upper case', text: record('{"name":"a","type":"int","order":"IGNORE"}') },
  ],
  'invalid-default': [
    { name: 'a string for an int', text: field('"int"', ',"default":<<"1">>'), says: '"1" is not an int.' },
    { name: 'a fraction for an int', text: field('"int"', ',"default":<<1.5>>') },
    { name: 'an exponent for a long', text: field('"long"', ',"default":<<1e3>>'), says: '1e3 is not a long.' },
    {
      name: 'one more than an int',
      text: field('"int"', ',"default":<<2147483648>>'),
      says: 'out of the range of int, -2147483648 to 2147483647.',
    },
    { name: 'the least int', text: field('"int"', ',"default":-2147483648') },
    { name: 'one more than a long', text: field('"long"', ',"default":<<9223372036854775808>>') },
    { name: 'the greatest long', text: field('"long"', ',"default":9223372036854775807') },
    {
      name: 'a date as a text',
      text: field('{"type":"int","logicalType":"date"}', ',"default":<<"2020-01-01">>'),
      says: '"2020-01-01" is not an int, the underlying type of date.',
    },
    { name: 'null where null is no branch', text: field('"string"', ',"default":<<null>>'), says: 'null is not a string.' },
    { name: 'a text that is a number', text: field('"double"', ',"default":"NaN"') },
    { name: 'a text that is no number', text: field('"double"', ',"default":<<"none">>') },
    {
      name: 'a text in a union of a number',
      text: field('["double","null"]', ',"default":<<"NaN">>'),
      says: '"NaN" fits no branch of double | null.',
    },
    { name: 'the second branch of a union', text: field('["null","int"]', ',"default":1') },
    {
      name: 'deep in an array',
      text: field('{"type":"array","items":{"type":"map","values":"int"}}', ',"default":[{"a":1},{"b":<<true>>}]'),
    },
    { name: 'all that is wrong in an array', text: field('{"type":"array","items":"int"}', ',"default":[<<"a">>,1,<<true>>]') },
    {
      name: 'all that is wrong in a record, what is missing in one',
      text: record(
        `{"name":"r","type":{"type":"record","name":"S","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"},{"name":"c","type":"int"}]},"default":<<{"c":<<"1">>}>>}`,
      ),
      says: '"a" and "b" are missing here: they are fields of S and have no default.',
    },
    {
      name: 'deep in the only branch of its kind',
      text: field('["null",{"type":"array","items":"int"}]', ',"default":[1,<<"2">>]'),
      says: '"2" is not an int.',
    },
    {
      name: 'a field that is missing in a record',
      text: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${field('"int"')},"default":<<{}>>}]}`,
      says: '"a" is missing here: it is a field of R and has no default.',
    },
    {
      name: 'a field that has a default',
      text: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${field('"int"', ',"default":1')},"default":{}}]}`,
    },
    {
      name: 'of a type defined before',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit","default":<<1>>}`),
      says: '1 is not a Suit.',
    },
    {
      name: 'of a type defined behind',
      text: record(`{"name":"b","type":"Suit","default":<<"CLUBS">>},{"name":"a","type":${suit}}`),
      says: "A default of type Suit may not stand before the end of that type's definition.",
    },
    {
      name: 'of the record itself',
      text: record('{"name":"r","type":["null","R"],"default":<<{}>>}'),
      says: 'A default of type R may not stand in what R itself is made of.',
    },
    { name: 'of the record itself, but null', text: record('{"name":"r","type":["null","R"],"default":null}') },
    {
      name: 'any text for bytes, fixed and enum',
      text: record(`{"name":"a","type":"bytes","default":<<"Ā">>},{"name":"b","type":${suit},"default":<<"SPADES">>}`),
      finds: ['unusable-default', 'unusable-default'],
    },
    { name: 'of a type that is unknown', text: field('<<"Nope">>', ',"default":1'), finds: ['unknown-type'] },
  ],
  'field-alias-clash': [
    {
      name: 'the name of another field',
      text: record('{"name":"a","type":"int","aliases":[<<"b">>]},{"name":"b","type":"int"}'),
      says: '"b" is a field of its own here, and its data would be read as "a".',
    },
    {
      name: 'an alias of another field',
      text: record('{"name":"a","type":"int","aliases":["old"]},{"name":"b","type":"int","aliases":["older",<<"old">>]}'),
      says: '"old" is already an alias of "a", and data can be read as one field only.',
    },
    {
      name: 'a field of another record',
      text: `{"type":"record","name":"S","fields":[{"name":"s","type":${record('{"name":"a","type":"int","aliases":["s"]}')},"aliases":["a"]}]}`,
    },
    { name: 'the field’s own name', text: record('{"name":"a","type":"int","aliases":[<<"a">>]}'), finds: ['duplicate-alias'] },
  ],
  'endless-recursion': [
    {
      name: 'a record in itself',
      text: record('{"name":"a","type":"int"},{"name":"r","type":<<"R">>}'),
      says: 'Each "R" would hold another one, and that another one, without an end.',
    },
    {
      name: 'by way of another one, through a namespace',
      text: '{"type":"record","name":"n.A","fields":[{"name":"b","type":{"type":"record","name":"B","fields":[{"name":"a","type":<<"A">>}]}}]}',
      says: 'Each "n.A" would hold',
    },
    {
      name: 'by way of references, before and behind',
      text: '[{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]},{"type":"record","name":"B","fields":[{"name":"c","type":"C"}]},{"type":"record","name":"C","fields":[{"name":"a","type":<<"A">>}]}]',
    },
    {
      name: 'in a union that ends nowhere',
      text: record('{"name":"r","type":<<[>><<"R">>]}'),
      finds: ['single-branch-union', 'endless-recursion'],
    },
    {
      name: 'by way of another file',
      text: '{"type":"record","name":"A","fields":[{"name":"b","type":<<"B">>}]}',
      others: { 'b.avsc': '{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}' },
    },
    {
      name: 'only in another file',
      text: '{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]}',
      others: { 'b.avsc': '{"type":"record","name":"B","fields":[{"name":"b","type":"B"}]}' },
    },
    { name: 'a union that ends', text: record('{"name":"r","type":["R","null"]}') },
    { name: 'an array', text: record('{"name":"r","type":{"type":"array","items":"R"}}') },
    { name: 'a map', text: record('{"name":"r","type":{"type":"map","values":<<[>>"R"]}}'), finds: ['single-branch-union'] },
    {
      name: 'a union of two records one of which ends',
      text: '[{"type":"record","name":"A","fields":[{"name":"n","type":["A","B"]}]},{"type":"record","name":"B","fields":[{"name":"m","type":["null","A"]}]}]',
    },
  ],
  'unusable-default': [
    {
      name: 'no symbol',
      text: field(suit, ',"default":<<"HEART">>'),
      says: '"HEART" is not a symbol of Suit. Did you mean "HEARTS"?',
    },
    {
      name: 'no symbol, in a union',
      text: field(`["null",${suit}]`, ',"default":<<"SPADES">>'),
      says: '"SPADES" is not a symbol of Suit.',
    },
    {
      name: 'no symbol, of a type defined before',
      text: `[{"type":"enum","name":"n.E","symbols":["A"]},{"type":"record","name":"n.R","fields":[{"name":"e","type":"E","default":<<"B">>}]}]`,
    },
    {
      name: 'no symbol, deep in a record',
      text: `{"type":"record","name":"S","fields":[{"name":"r","type":${field(suit)},"default":{"a":<<"x">>}}]}`,
    },
    { name: 'no byte', text: field('"bytes"', ',"default":<<"aĀ">>'), says: 'holds a character above U+00FF' },
    {
      name: 'too short for a fixed',
      text: field('{"type":"fixed","name":"F","size":2}', ',"default":<<"a">>'),
      says: 'A default of F stands for 2 bytes, this one for 1.',
    },
    { name: 'what does not fit at all', text: field(suit, ',"default":<<1>>'), finds: ['invalid-default'] },
    { name: 'a symbol', text: field(suit, ',"default":"HEARTS"') },
    { name: 'bytes', text: field('"bytes"', ',"default":"ÿ\\u0000"') },
    { name: 'as long as the fixed', text: field('{"type":"fixed","name":"F","size":2}', ',"default":"\\u00ff!"') },
    { name: 'no symbol, but a string', text: field(`[${suit},"string"]`, ',"default":"SPADES"') },
    { name: 'any text for a string', text: field('"string"', ',"default":"Ā"') },
  ],
};
