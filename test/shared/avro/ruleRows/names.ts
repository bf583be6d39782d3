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
    {
      name: 'letters and digits of any script',
      text: '{"type":"fixed","name":<<"a.Größe٣">>,"size":4}',
      finds: ['non-ascii-name'],
    },
  ],
  'invalid-namespace': [
    {
      name: 'as an attribute',
      text: '{"type":"fixed","name":"F","namespace":<<"a..b">>,"size":4}',
      says: '"a..b" is not a valid namespace',
    },
    { name: 'in a dotted name', text: '{"type":"fixed","name":<<"my-team.F">>,"size":4}', says: '"my-team" is not a valid namespace' },
    {
      name: 'beside a dotted name, where it does not count',
      text: '{"type":"fixed","name":"a.F","namespace":<<"1">>,"size":4}',
      finds: ['dotted-name-and-namespace'],
    },
    { name: 'the null namespace', text: '{"type":"fixed","name":"F","namespace":"","size":4}' },
    {
      name: 'the null namespace by a dot',
      text: '{"type":"fixed","name":".F","namespace":<<"1">>,"size":4}',
      finds: ['dotted-name-and-namespace'],
    },
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
  'non-ascii-name': [
    { name: 'of a type', text: '{"type":"fixed","name":<<"Größe">>,"size":4}', says: '"Größe" has letters beyond A to Z' },
    { name: 'in a namespace', text: '{"type":"fixed","name":"F","namespace":<<"de.größen">>,"size":4}' },
    { name: 'in the namespace of a dotted name', text: '{"type":"fixed","name":<<"größen.F">>,"size":4}' },
    { name: 'of a field', text: record('{"name":<<"preis_größe">>,"type":"int"}') },
    { name: 'of symbols', text: '{"type":"enum","name":"E","symbols":[<<"GRÜN">>,"ROT",<<"日">>]}' },
    { name: 'what is no name at all', text: '{"type":"fixed","name":<<"Grö-ße">>,"size":4}', finds: ['invalid-name'] },
    {
      name: 'in a doc, and in an alias, which names what is there already',
      text: '{"type":"fixed","name":"F","doc":"ö","aliases":["Ö"],"size":4}',
    },
  ],
  'dotted-name-and-namespace': [
    {
      name: 'another one',
      text: '{"type":"fixed","name":"a.F","namespace":<<"b">>,"size":4}',
      says: 'The "namespace" is ignored, because "a.F" is a fullname already.',
    },
    { name: 'none', text: '{"type":"fixed","name":"a.F","namespace":<<"">>,"size":4}' },
    { name: 'the null namespace by a dot', text: '{"type":"fixed","name":".F","namespace":<<"b">>,"size":4}' },
    { name: 'the same one', text: '{"type":"fixed","name":"a.b.F","namespace":"a.b","size":4}' },
    { name: 'no dot', text: '{"type":"fixed","name":"F","namespace":"a.b","size":4}' },
    {
      name: 'the namespace around it',
      text: '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":"m.F","size":4}}]}',
    },
  ],
  'duplicate-alias': [
    {
      name: 'the second of two',
      text: '{"type":"fixed","name":"F","aliases":["A",<<"A">>],"size":4}',
      says: '"A" is already an alias here.',
    },
    { name: 'of a field', text: record('{"name":"a","type":"int","aliases":["b","c",<<"b">>]}') },
    { name: 'the name itself', text: record('{"name":"a","type":"int","aliases":[<<"a">>]}'), says: '"a" is the name itself' },
    { name: 'one name with its namespace and without', text: '{"type":"fixed","name":"n.F","aliases":["A",<<"n.A">>],"size":4}' },
    { name: 'the fullname', text: '{"type":"fixed","name":"F","namespace":"n","aliases":[<<"n.F">>],"size":4}' },
    { name: 'the same name in another namespace', text: '{"type":"fixed","name":"n.F","aliases":["m.F","m.A","n.A"],"size":4}' },
    { name: 'case tells them apart', text: record('{"name":"orderId","type":"int","aliases":["OrderId","orderid"]}') },
  ],
  'type-alias-clash': [
    {
      name: 'the name of another type',
      text: `[${suit},{"type":"enum","name":"Color","aliases":[<<"Suit">>],"symbols":["RED"]}]`,
      says: '"Suit" is a type of its own here, and its data would be read as "Color".',
    },
    {
      name: 'through a namespace',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"F","aliases":[<<"R">>],"size":4}}]}',
    },
    {
      name: 'an alias of another type',
      text: '[{"type":"fixed","name":"A","aliases":["Old"],"size":4},{"type":"fixed","name":"B","aliases":[<<"Old">>],"size":4}]',
      says: '"Old" is already an alias of "A", and data can be read as one type only.',
    },
    {
      name: 'the name of a type of another file that is used here',
      text: record('{"name":"a","type":"n.Old"},{"name":"b","type":{"type":"fixed","name":"n.New","aliases":[<<"Old">>],"size":4}}'),
      others: { 'old.avsc': '{"type":"fixed","name":"n.Old","size":4}' },
    },
    {
      name: 'the name of a type of another file that is not used here, such as the older one',
      text: '{"type":"fixed","name":"n.New","aliases":["Old"],"size":4}',
      others: { 'old.avsc': '{"type":"fixed","name":"n.Old","size":4}' },
    },
    {
      name: 'of two namespaces',
      text: '[{"type":"fixed","name":"n.A","aliases":["Old"],"size":4},{"type":"fixed","name":"m.A","aliases":["Old"],"size":4}]',
    },
    {
      name: 'of one type that is written twice',
      text: record(
        '{"name":"a","type":{"type":"fixed","name":"A","aliases":["Old"],"size":4}},{"name":"b","type":{"type":"fixed","name":<<"A">>,"aliases":["Old"],"size":4}}',
      ),
      finds: ['repeated-definition'],
    },
  ],
  'conflicting-definition': [
    {
      name: 'another size',
      text: '{"type":"fixed","name":<<"n.Hash">>,"size":16}',
      others: { 'b.avsc': '{"type":"fixed","name":"Hash","namespace":"n","size":20}' },
      says: '"n.Hash" is defined differently in b.avsc.',
    },
    {
      name: 'several files of one name',
      text: '{"type":"fixed","name":<<"Hash">>,"size":16}',
      others: {
        'v1/hash.avsc': '{"type":"fixed","name":"Hash","size":20}',
        'v2/hash.avsc': '{"type":"fixed","name":"Hash","size":32}',
        'c.avsc': '{"type":"fixed","name":"Hash","size":16}',
      },
      says: '"Hash" is defined differently in v1/hash.avsc and v2/hash.avsc.',
    },
    {
      name: 'another type of a field',
      text: '{"type":"record","name":<<"n.R">>,"fields":[{"name":"a","type":"int"}]}',
      others: { 'b.avsc': '{"type":"record","name":"n.R","fields":[{"name":"a","type":["null","int"]}]}' },
    },
    {
      name: 'inside, of which the outer ones differ in nothing else',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":<<"F">>,"size":1}}]}',
      others: { 'b.avsc': '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":2}}]}' },
    },
    {
      name: 'another default, and another logical type',
      text: record(
        '{"name":"r","type":{"type":"record","name":<<"A">>,"fields":[{"name":"a","type":"int","default":1}]}},{"name":"f","type":{"type":"fixed","name":<<"F">>,"size":16}}',
      ),
      others: {
        'a.avsc': '{"type":"record","name":"A","fields":[{"name":"a","type":"int","default":2}]}',
        'f.avsc': '{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}',
      },
    },
    {
      name: 'other docs, aliases and attributes of one’s own, and a type by its name or defined right there',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":1}},{"name":"b","type":["null","F","R"],"default":null}]}',
      others: {
        'b.avsc':
          '{"type":"record","name":"R","namespace":"n","doc":"x","fields":[{"name":"a","doc":"y","type":"F","order":"ignore"},{"name":"b","type":["null",{"type":"fixed","name":"F","size":1,"custom":5},"n.R"],"default":null,"aliases":["c"]}]}',
      },
    },
    {
      name: 'the same name in another namespace',
      text: '{"type":"fixed","name":"n.F","size":1}',
      others: { 'b.avsc': '{"type":"fixed","name":"m.F","size":2}' },
    },
  ],
  'ambiguous-reference': [
    {
      name: 'two files that differ',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":<<"Hash">>},{"name":"b","type":["null",<<"n.Hash">>]}]}',
      others: { 'a.avsc': '{"type":"fixed","name":"n.Hash","size":16}', 'b.avsc': '{"type":"fixed","name":"n.Hash","size":20}' },
      says: '"n.Hash" is defined differently in a.avsc and b.avsc; here the one of a.avsc counts.',
    },
    {
      name: 'two files that agree',
      text: '{"type":"array","items":"n.Hash"}',
      others: {
        'a.avsc': '{"type":"fixed","name":"n.Hash","size":16}',
        'b.avsc': '{"doc":"x","type":"fixed","name":"Hash","namespace":"n","size":16}',
      },
    },
    {
      name: 'what is defined here, too',
      text: '[{"type":"fixed","name":<<"F">>,"size":1},{"type":"array","items":"F"}]',
      finds: ['conflicting-definition'],
      others: { 'a.avsc': '{"type":"fixed","name":"F","size":2}', 'b.avsc': '{"type":"fixed","name":"F","size":3}' },
    },
  ],
};
