import type { RuleRow, RuleRows } from './rows.ts';

/** Rows whose texts are protocols. */
export function ofProtocols(rows: readonly Omit<RuleRow, 'isProtocol'>[]): RuleRow[] {
  return rows.map((row) => ({ ...row, isProtocol: true }));
}

const types = (list: string, more = ''): string => `{"protocol":"P"${more},"types":[${list}]}`;
const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS"]}';

/** What belongs to a protocol as a whole. */
export const protocols: RuleRows = {
  'not-a-protocol': ofProtocols([
    { name: 'a record', text: '<<{>>"type":"record","name":"R","fields":[]}', says: '".avsc"' },
    { name: 'a union', text: '<<[>>"null","int"]', says: '".avsc"' },
    { name: 'a name', text: '<<"int">>' },
    { name: 'a number', text: '<<5>>', says: 'A protocol is an object' },
    {
      name: 'a schema with faults of its own',
      text: '<<{>>"type":"array","items":<<"Nope">>}',
      finds: ['not-a-protocol', 'unknown-type'],
    },
    { name: 'a protocol', text: '{"protocol":"P"}' },
    { name: 'a protocol with a type of its own attribute', text: '{"protocol":"P","type":"x"}' },
  ]),
  'not-a-schema': [
    { name: 'a protocol', text: '{<<"protocol">>:"P","types":[]}', says: '".avpr"' },
    { name: 'an attribute of one’s own of that name', text: '{"type":"int","protocol":"P"}' },
    { name: 'not the whole text', text: '{"type":"array","items":<<{>>"protocol":"P"}}', finds: ['missing-type'] },
  ],
  'trailing-text': ofProtocols([
    { name: 'a second protocol', text: '{"protocol":"P"} <<{>>"protocol":"Q"}' },
    { name: 'brackets', text: '{"protocol":"P"}<<}]>>' },
    { name: 'a comment', text: '{"protocol":"P"} <<// end>>', finds: ['comment'] },
    { name: 'what is not closed', text: '<<{>>"protocol":"P"', finds: ['json-syntax'] },
  ]),
  'missing-protocol-name': ofProtocols([
    { name: 'none', text: '<<{>>"types":[]}' },
    { name: 'an empty object', text: '<<{>>}' },
    { name: 'a name', text: '{"protocol":"P"}' },
  ]),
  'invalid-protocol-name': ofProtocols([
    { name: 'a hyphen', text: '{"protocol":<<"my-protocol">>}', says: '"my-protocol" is not a valid name' },
    { name: 'an empty one', text: '{"protocol":<<"">>}', says: 'should not be empty' },
    { name: 'of a message', text: '{"protocol":"P","messages":{<<"say-hello">>:{"request":[],"response":"null"}}}' },
    { name: 'dots of a message', text: '{"protocol":"P","messages":{<<"a.b">>:{"request":[],"response":"null"}}}' },
    { name: 'a dotted one', text: '{"protocol":"com.acme.Orders"}' },
    { name: 'other letters', text: '{"protocol":"Bücher"}' },
  ]),
  'invalid-protocol-namespace': ofProtocols([
    { name: 'that a type is in', text: `{"protocol":"P","namespace":<<"my-team">>,"types":[${suit}]}`, says: '"my-team"' },
    { name: 'in the name', text: `{"protocol":<<"my-team.P">>,"types":[${suit}]}` },
    {
      name: 'that a type of a message is in',
      text: `{"protocol":"P","namespace":<<"1">>,"messages":{"m":{"request":[],"response":${suit}}}}`,
    },
    { name: 'that no type is in', text: `{"protocol":"P","namespace":"1","types":[{"type":"fixed","name":"a.F","size":1}]}` },
    { name: 'beside a dotted name', text: `{"protocol":"a.P","namespace":"1","types":[${suit}]}` },
    { name: 'the null namespace', text: `{"protocol":"P","namespace":"","types":[${suit}]}` },
  ]),
  'protocol-attribute-kind': ofProtocols([
    { name: 'a name that is a number', text: '{"protocol":<<5>>}', says: '"protocol" must be a string' },
    { name: 'types that are null', text: '{"protocol":"P","types":<<null>>}', says: '"types" must be an array' },
    { name: 'types that are an object', text: '{"protocol":"P","types":<<{}>>}' },
    { name: 'a request that is an object', text: '{"protocol":"P","messages":{"m":{"request":<<{}>>,"response":"null"}}}' },
    { name: 'errors that are a name', text: '{"protocol":"P","messages":{"m":{"request":[],"response":"null","errors":<<"E">>}}}' },
    {
      name: 'one-way that is a string',
      text: '{"protocol":"P","messages":{"m":{"request":[],"response":"null","one-way":<<"true">>}}}',
      says: '"one-way" must be true or false',
    },
    { name: 'one-way that is null', text: '{"protocol":"P","messages":{"m":{"request":[],"response":"null","one-way":<<null>>}}}' },
    {
      name: 'as they should be',
      text: '{"protocol":"P","types":[],"messages":{"m":{"request":[],"response":"null","errors":[],"one-way":false}}}',
    },
  ]),
  'ignored-protocol-attribute': ofProtocols([
    { name: 'a namespace that is a number', text: '{"protocol":"P","namespace":<<5>>}' },
    { name: 'a doc that is an array', text: '{"protocol":"P","doc":<<[]>>}' },
    { name: 'messages that are an array', text: '{"protocol":"P","messages":<<[]>>}', says: 'not an object' },
    { name: 'messages that are null', text: '{"protocol":"P","messages":<<null>>}' },
    { name: 'a message’s doc', text: '{"protocol":"P","messages":{"m":{"doc":<<5>>,"request":[],"response":"null"}}}' },
    { name: 'as they should be', text: '{"protocol":"P","namespace":"a","doc":"A protocol.","messages":{}}' },
  ]),
  'invalid-protocol-type': ofProtocols([
    { name: 'a primitive', text: types('<<"int">>') },
    { name: 'a name of a type', text: types(`${suit},<<"Suit">>`) },
    { name: 'null', text: types('<<null>>') },
    {
      name: 'a union, whose definitions are known',
      text: `{"protocol":"P","types":[<<[>>"null",${suit}]],"messages":{"m":{"request":[],"response":"Suit"}}}`,
    },
    { name: 'a definition', text: types(suit) },
  ]),
  'unnamed-protocol-type': ofProtocols([
    { name: 'a primitive', text: types('{"type":<<"int">>}'), says: 'This int has no name' },
    {
      name: 'an array, whose definitions are known',
      text: types(`{"type":<<"array">>,"items":${suit}},{"type":"record","name":"R","fields":[{"name":"a","type":"Suit"}]}`),
    },
    { name: 'a map of a type that nobody looks for', text: types('{"type":<<"map">>,"values":["Nope","Nope"],"x":99999999999999999999}') },
    { name: 'forward references that nobody looks at', text: types(`{"type":<<"map">>,"values":["Suit","Suit"]},${suit}`) },
    {
      name: 'with faults of its own',
      text: types('{"type":<<"array">>,"items":["int",<<"int">>]}'),
      finds: ['unnamed-protocol-type', 'duplicate-branch'],
    },
    { name: 'an object that is no type', text: types('<<{>>}'), finds: ['missing-type'] },
    { name: 'an unknown type', text: types('{"type":<<"Nope">>}'), finds: ['unknown-type'] },
    { name: 'a type without its name', text: types('{"type":<<"fixed">>,"size":4}'), finds: ['missing-name'] },
    { name: 'an error', text: types('{"type":"error","name":"E","fields":[]}') },
  ]),
};
