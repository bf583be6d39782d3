import { record, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Names, namespaces and aliases. */
export const names: RuleRows = {
  'missing-name': [
    { name: 'of a record', text: '{"type":<<"record">>,"fields":[]}', says: 'This record has no "name".' },
    { name: 'of a field', text: record('<<{>>"type":"int"}'), says: 'This field has no "name".' },
    { name: 'half-typed', text: '{"type":"enum",<<"name">>:,"symbols":[]}', finds: ['json-syntax'] },
    { name: 'of an array, which has none', text: '{"type":"array","items":"int"}' },
  ],
  'invalid-name': [
    { name: 'of a type', text: '{"type":"fixed","name":<<"order-id">>,"size":4}', says: '"order-id" is not a valid name' },
    { name: 'a digit in front', text: '{"type":"fixed","name":<<"a.1b">>,"size":4}' },
    { name: 'nothing', text: '{"type":"fixed","name":<<"">>,"size":4}', says: 'A name may not be empty.' },
    { name: 'nothing behind the namespace', text: '{"type":"fixed","name":<<"a.">>,"size":4}' },
    { name: 'of a field', text: record('{"name":<<"a b">>,"type":"int"}') },
    { name: 'a dotted field', text: record('{"name":<<"a.b">>,"type":"int"}'), says: 'only types have dots in their names' },
    { name: 'letters beyond U+FFFF', text: '{"type":"fixed","name":<<"𝒜">>,"size":4}' },
    { name: 'letters and digits of any script', text: '{"type":"fixed","name":"a.Größe٣","size":4}' },
  ],
  'invalid-namespace': [
    {
      name: 'as an attribute',
      text: '{"type":"fixed","name":"F","namespace":<<"a..b">>,"size":4}',
      says: '"a..b" is not a valid namespace',
    },
    { name: 'in a dotted name', text: '{"type":"fixed","name":<<"my-team.F">>,"size":4}', says: '"my-team" is not a valid namespace' },
    { name: 'beside a dotted name, where it does not count', text: '{"type":"fixed","name":"a.F","namespace":"1","size":4}' },
    { name: 'the null namespace', text: '{"type":"fixed","name":"F","namespace":"","size":4}' },
    { name: 'the null namespace by a dot', text: '{"type":"fixed","name":".F","namespace":"1","size":4}' },
  ],
  'invalid-alias': [
    { name: 'of a type', text: '{"type":"fixed","name":"F","aliases":["A",<<"a-b">>],"size":4}', says: '"a-b" is not a valid name' },
    { name: 'no string', text: record('{"name":"a","type":"int","aliases":[<<5>>]}'), says: 'An alias must be a string, not a number.' },
    { name: 'in a namespace that Java does not look at', text: '{"type":"fixed","name":"n.F","aliases":["1.A",".A","m.A"],"size":4}' },
    { name: 'of a field, which Java does not look at', text: record('{"name":"a","type":"int","aliases":["a-b"]}') },
  ],
  'primitive-name': [
    { name: 'in no namespace', text: '{"type":"fixed","name":<<"string">>,"size":4}', says: '"string" is a primitive type' },
    { name: 'in a namespace', text: '{"type":"fixed","name":"n.string","size":4}' },
    {
      name: 'out of its namespace',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":<<".int">>,"size":4}}]}',
    },
    { name: 'a complex type', text: '{"type":"fixed","name":"record","size":4}' },
  ],
  'duplicate-definition': [
    {
      name: 'another type of the same name',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS"]}}`),
      says: '"Suit" is already defined here, and differently.',
    },
    {
      name: 'by way of a namespace',
      text: '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":<<"n.R">>,"size":4}}]}',
    },
    {
      name: 'in another namespace',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"R","namespace":"m","size":4}}]}',
    },
    {
      name: 'the same words, but with itself inside',
      text: '[{"type":"map","values":{"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}},{"type":"array","items":{"type":"record","name":<<"N">>,"fields":[{"name":"n","type":["null","N"]}]}}]',
    },
  ],
  'repeated-definition': [
    {
      name: 'the same words',
      text: record(
        `{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS","HEARTS"],"doc":"again"}}`,
      ),
      says: '"Suit" is defined a second time; its name is enough here.',
    },
    {
      name: 'the same words, and another attribute',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS","HEARTS"],"x":1}}`),
      finds: ['duplicate-definition'],
    },
    { name: 'the name alone', text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit"}`) },
  ],
};
