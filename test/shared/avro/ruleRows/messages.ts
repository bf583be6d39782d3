import { ofProtocols } from './protocols.ts';
import type { RuleRows } from './rows.ts';

const error = '{"type":"error","name":"E","fields":[]}';
const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS"]}';
const message = (text: string, types = ''): string => `{"protocol":"P","types":[${types}],"messages":{"m":{${text}}}}`;
const request = (parameters: string, types = ''): string => message(`"request":[${parameters}],"response":"null"`, types);
const two = (first: string, second: string): string =>
  `{"protocol":"P","messages":{"m":{"request":[],${first}},"n":{"request":[],${second}}}}`;

/** What belongs to a protocol's messages. */
export const messages: RuleRows = {
  'invalid-message': ofProtocols([
    { name: 'a name', text: '{"protocol":"P","messages":{"m":<<"int">>}}' },
    { name: 'null', text: '{"protocol":"P","messages":{"m":<<null>>}}' },
    {
      name: 'one that does not count',
      text: '{"protocol":"P","messages":{"m":5,<<"m">>:{"request":[],"response":"null"}}}',
      finds: ['duplicate-key'],
    },
    { name: 'a message', text: request('') },
  ]),
  'missing-request': ofProtocols([
    { name: 'none', text: '{"protocol":"P","messages":{<<"m">>:{"response":"null"}}}', says: 'The message "m" has no "request".' },
    { name: 'an empty one', text: request('') },
  ]),
  'missing-response': ofProtocols([
    { name: 'none', text: '{"protocol":"P","messages":{<<"m">>:{"request":[]}}}' },
    { name: 'neither a request', text: '{"protocol":"P","messages":{<<<<"m">>>>:{}}}', finds: ['missing-request', 'missing-response'] },
    { name: 'not one-way', text: '{"protocol":"P","messages":{<<"m">>:{"request":[],"one-way":false}}}' },
    { name: 'one-way', text: '{"protocol":"P","messages":{"m":{"request":[],"one-way":true}}}' },
  ]),
  'one-way-message': ofProtocols([
    { name: 'a response', text: message('"request":[],"response":<<"int">>,"one-way":true') },
    { name: 'a union', text: message('"request":[],"response":<<["null","int"]>>,"one-way":true') },
    { name: 'a type', text: message('"request":[],"response":<<"Suit">>,"one-way":true', suit) },
    { name: 'no errors', text: message('"request":[],<<"errors">>:[],"one-way":true'), says: 'has no errors' },
    { name: 'null', text: message('"request":[],"response":"null","one-way":true') },
    { name: 'null as an object', text: message('"request":[],"response":{"type":"null"},"one-way":true') },
    { name: 'not one-way', text: message('"request":[],"response":"int","errors":[],"one-way":false') },
  ]),
  'forward-response': ofProtocols([
    { name: 'defined in a later message', text: two('"response":<<"Suit">>', `"response":${suit}`) },
    { name: 'in a union', text: two('"response":["null","Suit"]', `"response":${suit}`) },
    { name: 'defined in an earlier message', text: two(`"response":${suit}`, '"response":"Suit"') },
    {
      name: 'types come first, wherever they stand',
      text: `{"messages":{"m":{"response":"Suit","request":[]}},"types":[${suit}],"protocol":"P"}`,
    },
    {
      name: 'so does the request',
      text: `{"protocol":"P","messages":{"m":{"response":"Suit","request":[{"name":"a","type":${suit}}]}}}`,
    },
  ]),
  'invalid-error': ofProtocols([
    {
      name: 'a string',
      text: message('"request":[],"response":"null","errors":[<<"string">>]'),
      says: 'Every message can fail with a string',
    },
    { name: 'a primitive', text: message('"request":[],"response":"null","errors":[<<"int">>]'), says: 'primitive' },
    {
      name: 'a record',
      text: message('"request":[],"response":"null","errors":[<<"R">>]', '{"type":"record","name":"R","fields":[]}'),
      says: '"R" is a record and not an error',
    },
    { name: 'an enum', text: message('"request":[],"response":"null","errors":[<<"Suit">>]', suit), says: 'is an enum' },
    { name: 'a definition', text: message(`"request":[],"response":"null","errors":[<<${error}>>]`) },
    { name: 'null', text: message('"request":[],"response":"null","errors":[<<null>>]') },
    {
      name: 'an unknown name',
      text: message('"request":[],"response":"null","errors":[<<"Er">>]', error),
      finds: ['unknown-type'],
      says: 'Did you mean',
    },
    { name: 'defined later', text: two('"response":"null","errors":[<<"E">>]', `"response":${error}`), says: 'only behind' },
    { name: 'an error', text: message('"request":[],"response":"null","errors":["E"]', error) },
    {
      name: 'through a namespace',
      text: '{"protocol":"P","namespace":"a","types":[{"type":"error","name":"E","fields":[]}],"messages":{"m":{"request":[],"response":"null","errors":["a.E"]}}}',
    },
    {
      name: 'defined in the request',
      text: `{"protocol":"P","messages":{"m":{"errors":["E"],"request":[{"name":"a","type":${error}}],"response":"null"}}}`,
    },
  ]),
  'duplicate-error': ofProtocols([
    { name: 'the second of two', text: message('"request":[],"response":"null","errors":["E",<<"E">>]', error) },
    {
      name: 'by its fullname',
      text: '{"protocol":"a.P","types":[{"type":"error","name":"E","fields":[]}],"messages":{"m":{"request":[],"response":"null","errors":["E",<<"a.E">>]}}}',
    },
    {
      name: 'of two messages',
      text: `{"protocol":"P","types":[${error}],"messages":{"m":{"request":[],"response":"null","errors":["E"]},"n":{"request":[],"response":"null","errors":["E"]}}}`,
    },
  ]),
};

/** What rules for fields and types find in messages too. */
export const inMessages: RuleRows = {
  'invalid-field': ofProtocols([
    { name: 'a parameter that is a name', text: request('<<"a">>'), says: 'A parameter is an object' },
    { name: 'a parameter that is null', text: request('<<null>>') },
  ]),
  'duplicate-field': ofProtocols([
    { name: 'a parameter', text: request('{"name":"a","type":"int"},{"name":<<"a">>,"type":"int"}'), says: 'already a parameter' },
    {
      name: 'of two messages',
      text: two('"response":"null"', '"response":"null"').replaceAll('"request":[]', '"request":[{"name":"a","type":"int"}]'),
    },
  ]),
  'missing-name': ofProtocols([{ name: 'of a parameter', text: request('<<{>>"type":"int"}'), says: 'This parameter has no "name".' }]),
  'missing-field-type': ofProtocols([{ name: 'of a parameter', text: request('{"name":<<"a">>}'), says: 'The parameter "a"' }]),
  'invalid-name': ofProtocols([{ name: 'of a parameter', text: request('{"name":<<"a-b">>,"type":"int"}') }]),
  'invalid-order': ofProtocols([
    { name: 'of a parameter', text: request('{"name":"a","type":"int","order":<<"ascending">>}'), says: 'A parameter has no "order"' },
    { name: 'of a type’s field', text: request('', '{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"ignore"}]}') },
  ]),
  'invalid-default': ofProtocols([
    { name: 'of a parameter', text: request('{"name":"a","type":"int","default":<<"x">>}') },
    { name: 'the text of a number for a parameter', text: request('{"name":"a","type":"double","default":<<"1.5">>}') },
    { name: 'a number for a parameter', text: request('{"name":"a","type":"double","default":1.5}') },
    {
      name: 'the text of a number for a type’s field',
      text: request('', '{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":"1.5"}]}'),
    },
    {
      name: 'of a type that is defined in a later message',
      text: `{"protocol":"P","messages":{"m":{"request":[{"name":"a","type":"Suit","default":<<"CLUBS">>}],"response":"null"},"n":{"request":[],"response":${suit}}}}`,
    },
    {
      name: 'of a type that is read before',
      text: `{"messages":{"m":{"request":[{"name":"a","type":"Suit","default":"CLUBS"}],"response":"null"}},"protocol":"P","types":[${suit}]}`,
    },
  ]),
  'byte-order-mark': ofProtocols([{ name: 'of a protocol', text: '<<\uFEFF>>{"protocol":"P"}' }]),
  'repeated-definition': ofProtocols([
    {
      name: 'in types that stand behind',
      text: `{"messages":{"m":{"request":[{"name":"a","type":{"type":"record","name":<<"R">>,"fields":[{"name":"f","type":"Suit"}]}}],"response":"null"}},"protocol":"P","types":[${suit},{"type":"record","name":"R","fields":[{"name":"f","type":"Suit"}]}]}`,
    },
  ]),
  'unknown-type': ofProtocols([
    { name: 'of a response', text: message('"request":[],"response":<<"Sui">>', suit), says: 'Did you mean "Suit"?' },
    { name: 'of a parameter', text: request('{"name":"a","type":<<"Nope">>}') },
    {
      name: 'through the protocol’s namespace',
      text: `{"protocol":"a.P","types":[${suit}],"messages":{"m":{"request":[],"response":"a.Suit"}}}`,
    },
    {
      name: 'within a named type in one without a name',
      text: request('', '{"type":<<"array">>,"items":{"type":"record","name":"R","fields":[{"name":"a","type":<<"Nope">>}]}}'),
      finds: ['unnamed-protocol-type', 'unknown-type'],
    },
  ]),
};
