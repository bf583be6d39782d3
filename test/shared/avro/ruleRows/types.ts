import { field, record, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Types, and attributes of all of them. */
export const types: RuleRows = {
  'unknown-type': [
    { name: 'a slip', text: field('<<"strin">>'), says: '"strin" is not a type. Did you mean "string"?' },
    { name: 'case', text: field('<<"String">>'), says: '"String" is not a type. Did you mean "string"?' },
    { name: 'the word of another language', text: field('<<"integer">>'), says: '"integer" is not a type. Did you mean "int"?' },
    { name: 'nothing alike', text: field('<<"Customer">>'), says: '"Customer" is not a type.' },
    { name: 'nothing', text: field('<<"">>'), says: 'An empty name is not a type.' },
    { name: 'a complex type without its object', text: field('<<"array">>', ',"items":"int"'), says: 'is not a type by itself' },
    { name: 'a logical type', text: field('<<"date">>'), says: 'write {"type": "int", "logicalType": "date"}.' },
    { name: 'the type of an object', text: '{"type":<<"enumm">>,"name":"E","symbols":[]}', says: 'Did you mean "enum"?' },
    { name: 'a type that only its attributes tell', text: '{"type":<<"x">>,"name":"E","symbols":[]}', says: 'Did you mean "enum"?' },
    { name: 'what an unknown one defines is known', text: `[{"type":<<"recod">>,"name":"A","fields":[]},"A"]` },
    {
      name: 'a name without its namespace',
      text: `[{"type":"fixed","name":"a.b.Id","size":4},{"type":"record","name":"c.R","fields":[{"name":"id","type":<<"Id">>}]}]`,
      says: '"Id" is not a type. Did you mean "a.b.Id"?',
    },
    {
      name: 'a slip in a name of the same namespace',
      text: `[{"type":"fixed","name":"a.Identifier","size":4},{"type":"record","name":"a.R","fields":[{"name":"id","type":<<"Identifer">>}]}]`,
      says: '"Identifer" is not a type. Did you mean "Identifier"?',
    },
    {
      name: 'the null namespace before the end of a definition',
      text: `{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"record","name":"n.B","fields":[{"name":"a","type":<<"A">>}]}}]}`,
      says: '"A" is defined in no namespace; from "n" it can be used only behind the end of its definition.',
    },
    { name: 'a dot in front', text: `[${suit},{"type":"array","items":<<".Suit">>}]`, says: 'begins with a dot' },
    { name: 'a name from an enclosing namespace', text: `{"type":"record","name":"n.R","fields":[{"name":"r","type":["null","R"]}]}` },
    { name: 'used before it is defined', text: record(`{"name":"a","type":"Suit"},{"name":"b","type":${suit}}`) },
    {
      name: 'the null namespace behind the definition',
      text: `[${suit},{"type":"record","name":"n.R","fields":[{"name":"s","type":"Suit"}]}]`,
    },
  ],
  'reference-in-object': [
    {
      name: 'a name in an object',
      text: `[${suit},{"type":"array","items":{"type":<<"Suit">>}}]`,
      says: 'The name "Suit" stands alone, without an object around it.',
    },
    { name: 'as the type of a field', text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit"}`) },
    { name: 'a primitive type in an object', text: '{"type":"array","items":{"type":"int"}}' },
  ],
  'invalid-schema': [
    { name: 'a number', text: '<<5>>', says: 'A number is not a schema.' },
    { name: 'null without quotes', text: '[<<null>>,"int"]', says: 'A bare null is not a schema. The type of null is "null", in quotes.' },
    { name: 'a boolean as items', text: '{"type":"array","items":<<true>>}' },
    { name: 'an empty union', text: '<<[]>>', finds: ['empty-union'] },
  ],
  'missing-type': [
    { name: 'no type', text: '<<{>>}', says: 'This schema has no "type".' },
    { name: 'a type that is a number', text: '{"type":<<5>>}', says: 'A "type" must be a string, not a number.' },
    { name: 'what its attributes define is known', text: `[<<{>>"name":"A","symbols":[]},{"type":"array","items":"A"}]` },
    { name: 'half-typed', text: '{<<"type">>:}', finds: ['json-syntax'] },
    { name: 'a type', text: '{"type":"int"}' },
  ],
  'nested-type': [
    { name: 'a schema in an object', text: '{<<"type">>:{"type":"int"}}' },
    { name: 'a union in an object', text: '{"type":"map","values":{<<"type">>:["null","int"]}}' },
    {
      name: 'what is inside is checked',
      text: '{<<"type">>:{"type":"array","items":<<"strin">>}}',
      finds: ['nested-type', 'unknown-type'],
    },
    { name: 'a schema as the type of a field', text: field('{"type":"int"}') },
  ],
  'attribute-kind': [
    { name: 'a name', text: '{"type":"fixed","name":<<5>>,"size":4}', says: '"name" must be a string.' },
    { name: 'fields', text: '{"type":"record","name":"R","fields":<<{}>>}', says: '"fields" must be an array.' },
    { name: 'symbols', text: '{"type":"enum","name":"E","symbols":<<"A">>}' },
    { name: 'aliases of a field', text: record('{"name":"a","type":"int","aliases":<<"b">>}') },
    { name: 'an attribute of one’s own', text: '{"type":"fixed","name":"F","size":4,"symbols":5,"owner":{}}' },
  ],
  'ignored-attribute': [
    {
      name: 'a namespace',
      text: '{"type":"fixed","name":"F","namespace":<<5>>,"size":4}',
      says: '"namespace" is ignored, because it is not a string.',
    },
    { name: 'the doc of a field', text: record('{"name":"a","type":"int","doc":<<["a"]>>}') },
    { name: 'the default of an enum', text: '{"type":"enum","name":"E","symbols":["A"],"default":<<null>>}' },
    { name: 'the default of a fixed, which is an attribute of one’s own', text: '{"type":"fixed","name":"F","size":4,"default":5}' },
  ],
  'huge-integer': [
    {
      name: 'on a record',
      text: record('', ',"limit":<<9223372036854775808>>'),
      says: 'The value of "limit" is out of the range of long.',
    },
    { name: 'the largest long', text: record('', ',"limit":9223372036854775807') },
    { name: 'on an enum, which is not copied', text: '{"type":"enum","name":"E","symbols":[],"limit":9223372036854775808}' },
  ],
};
