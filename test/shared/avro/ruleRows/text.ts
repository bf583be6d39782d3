import { deep } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** What can be wrong before a text is a schema. */
export const text: RuleRows = {
  'json-syntax': [
    { name: 'nothing at all', text: '<<>>', says: 'There is nothing here: a JSON value is expected.' },
    { name: 'a comma that is missing', text: '["int" <<"string">>]', says: 'A comma is missing before this.' },
    { name: 'a key without a value', text: '{"type":"array",<<"items">>:}', says: '"items" has no value.' },
    { name: 'something behind the end', text: '"int" <<"string">>' },
    { name: 'single quotes', text: "<<'int'>>", says: 'A string must stand in double quotes.' },
    { name: 'white space of all kinds', text: ' \t\r\n"int"\n' },
  ],
  'trailing-comma': [
    { name: 'in an array', text: '["int"<<,>>]', says: 'JSON allows no comma before "]".' },
    { name: 'in an object', text: '{"type":"int"<<,>>}' },
    { name: 'between two', text: '["int","string"]' },
  ],
  comment: [
    { name: 'in front', text: '<<// A number.>>\n"int"' },
    { name: 'inside', text: '{"type":<</* a number */>>"int"}' },
    { name: 'slashes in a string', text: '{"type":"int","doc":"// none /* at all */"}' },
  ],
  'comment-at-end': [
    { name: 'behind the schema', text: '"int" <<// A number.>>' },
    { name: 'before the last bracket', text: '["int","null" <</* x */>>]', finds: ['comment'] },
    { name: 'white space behind the schema', text: '"int" \n' },
  ],
  'duplicate-key': [
    {
      name: 'the second of two',
      text: '{"type":"int","doc":"a",<<"doc">>:"b"}',
      says: '"doc" is given twice here; only the last one counts.',
    },
    { name: 'spelt with an escape', text: '{"type":"int",<<"\\u0074ype">>:"long"}' },
    { name: 'the last one counts', text: '{"type":"Nope",<<"type">>:"int"}' },
    { name: 'the same key in another object', text: '{"type":"array","items":{"type":"int"}}' },
  ],
  'byte-order-mark': [
    { name: 'in front', text: '<<\uFEFF>>"int"' },
    { name: 'in a string', text: '{"type":"int","doc":"\uFEFF"}' },
  ],
  'nesting-too-deep': [
    { name: 'one level more than Java reads', text: deep(1000).replace('"int"', '<<{>>"type":"array","items":"int"}') },
    { name: 'as deep as Java reads', text: deep(1000) },
  ],
};
