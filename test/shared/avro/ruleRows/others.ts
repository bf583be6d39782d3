import { field, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Enums, fixed, arrays, maps and unions. */
export const others: RuleRows = {
  'missing-items': [
    { name: 'none', text: '{"type":<<"array">>}', says: 'This array has no "items".' },
    { name: 'in a field', text: field('{"type":<<"array">>,"values":"int"}') },
    { name: 'some', text: '{"type":"array","items":"int"}' },
  ],
  'missing-values': [
    { name: 'none', text: '{"type":<<"map">>}', says: 'This map has no "values".' },
    { name: 'some', text: '{"type":"map","values":"int"}' },
  ],
  'missing-symbols': [
    { name: 'none', text: '{"type":<<"enum">>,"name":"E"}', says: 'This enum has no "symbols".' },
    { name: 'an empty array', text: '{"type":"enum","name":"E","symbols":[]}' },
  ],
  'missing-size': [
    { name: 'none', text: '{"type":<<"fixed">>,"name":"F"}', says: 'This fixed has no "size".' },
    { name: 'zero', text: '{"type":"fixed","name":"F","size":0}' },
  ],
  'invalid-symbol': [
    { name: 'a hyphen', text: '{"type":"enum","name":"E","symbols":["A",<<"IN-TRANSIT">>]}', says: '"IN-TRANSIT" is not a valid symbol' },
    { name: 'nothing', text: '{"type":"enum","name":"E","symbols":[<<"">>]}', says: 'A symbol may not be empty.' },
    { name: 'null', text: '{"type":"enum","name":"E","symbols":[<<null>>]}', says: 'A symbol must be a string, not null.' },
    { name: 'letters of any script', text: '{"type":"enum","name":"E","symbols":[<<"ÄÖ">>,"_1"]}', finds: ['non-ascii-name'] },
  ],
  'duplicate-symbol': [
    {
      name: 'the second of two',
      text: '{"type":"enum","name":"Suit","symbols":["CLUBS",<<"CLUBS">>]}',
      says: '"CLUBS" is already a symbol here.',
    },
    { name: 'case tells them apart', text: '{"type":"enum","name":"Suit","symbols":["CLUBS","Clubs"]}' },
  ],
  'enum-default': [
    {
      name: 'a slip',
      text: '{"type":"enum","name":"E","symbols":["KNOWN"],"default":<<"KNWON">>}',
      says: '"KNWON" is not a symbol of this enum. Did you mean "KNOWN"?',
    },
    { name: 'a symbol', text: '{"type":"enum","name":"E","symbols":["KNOWN"],"default":"KNOWN"}' },
  ],
  'invalid-size': [
    { name: 'negative', text: '{"type":"fixed","name":"F","size":<<-1>>}', says: 'A size is an integer from 0 to 2147483639, in bytes.' },
    { name: 'a fraction', text: '{"type":"fixed","name":"F","size":<<4.0>>}' },
    { name: 'a text', text: '{"type":"fixed","name":"F","size":<<"4">>}' },
    { name: 'more than an array of Java', text: '{"type":"fixed","name":"F","size":<<2147483640>>}' },
    { name: 'as much as an array of Java', text: '{"type":"fixed","name":"F","size":2147483639}' },
  ],
  'nested-union': [
    { name: 'directly', text: '["null",<<[>>"int","string"]]' },
    { name: 'in an array in a union', text: '["null",{"type":"array","items":["int","string"]}]' },
  ],
  'duplicate-branch': [
    { name: 'a primitive type', text: '["int","null",<<"int">>]', says: '"int" is already a branch of this union.' },
    { name: 'a logical type makes no difference', text: '["long",{"type":<<"long">>,"logicalType":"timestamp-millis"}]' },
    { name: 'two arrays', text: '[{"type":"array","items":"int"},{"type":<<"array">>,"items":"string"}]' },
    { name: 'a definition and its name', text: `[${suit},<<"Suit">>]` },
    {
      name: 'one type by two names',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":["null","R",<<"n.R">>]}]}',
      says: '"n.R" is already a branch of this union.',
    },
    {
      name: 'two fixed of two namespaces',
      text: '[{"type":"fixed","name":"n.F","size":4},{"type":"fixed","name":"m.F","size":4}]',
    },
    { name: 'a type that is called as a kind of type', text: '[{"type":"fixed","name":"map","size":4},{"type":<<"map">>,"values":"int"}]' },
    { name: 'an array and a map', text: '[{"type":"array","items":"int"},{"type":"map","values":"int"}]' },
  ],
  'empty-union': [
    {
      name: 'of a field',
      text: '{"type":"record","name":"R","fields":[{"name":"a","type":<<[]>>}]}',
      says: 'No value is of a union without branches.',
    },
    { name: 'with white space', text: '<<[ ]>>' },
    { name: 'half-typed', text: '<<[>>', finds: ['json-syntax'] },
    { name: 'null alone', text: '"null"' },
  ],
  'single-branch-union': [
    { name: 'a primitive type', text: '<<[>>"int"]', says: 'This union has one branch, which could stand alone.' },
    { name: 'a definition', text: `{"type":"map","values":<<[>>${suit}]}` },
    { name: 'before another branch', text: '["int"<<,>>]', finds: ['trailing-comma'] },
    { name: 'half-typed', text: '<<[>>"int"', finds: ['json-syntax'] },
    { name: 'two branches', text: '["null","int"]' },
  ],
};
