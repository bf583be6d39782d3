import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newMessageText, replaceValue, type NewMessage } from '../../../shared/message/messageText.ts';
import { parseMessages } from '../../../shared/message/document.ts';

const nothing: NewMessage = { connection: undefined, topic: undefined, key: 'null', value: 'null' };

/** The text with its cursor as `$0`. */
function marked({ text, cursor }: { readonly text: string; readonly cursor: number }): string {
  return `${text.slice(0, cursor)}$0${text.slice(cursor)}`;
}

for (const { name, message, text } of [
  {
    name: 'all that it may have',
    message: {
      connection: 'local',
      topic: 'orders "new"',
      key: '"o-1"',
      value: '{\n  "id": "o-1",\n  "lines": [\n    1\n  ]\n}',
      valueSchema: { kind: 'file', file: 'schemas/orders.avsc', type: 'com.acme.Order' },
      framing: 'bare',
    },
    text: `{
  "connection": "local",
  "topic": "orders \\"new\\"",
  "valueSchema": { "file": "schemas/orders.avsc", "type": "com.acme.Order" },
  "framing": "bare",
  "key": "o-1",
  "value": {
    "id": $0"o-1",
    "lines": [
      1
    ]
  }
}
`,
  },
  { name: 'the least', message: nothing, text: '{\n  "key": null,\n  "value": $0null\n}\n' },
  {
    name: 'a version',
    message: { ...nothing, valueSchema: { kind: 'subject', subject: 's', version: 3 } },
    text: '{\n  "valueSchema": { "subject": "s", "version": 3 },\n  "key": null,\n  "value": $0null\n}\n',
  },
  {
    name: 'an id',
    message: { ...nothing, valueSchema: { kind: 'id', schemaId: 3 } },
    text: '{\n  "valueSchema": { "id": 3 },\n  "key": null,\n  "value": $0null\n}\n',
  },
] satisfies { name: string; message: NewMessage; text: string }[]) {
  test(`message text: a new document with ${name}`, () => {
    const made = newMessageText(message);
    assert.equal(marked(made), text);
    assert.deepEqual(
      parseMessages(made.text).problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });
}

/** A value of two levels, as `valueToJson` prints it. */
const print = (indent: number): string => (indent === 0 ? '{"a":[1]}' : '{\n  "a": [\n    1\n  ]\n}');

for (const { name, text, gives } of [
  {
    name: 'keeps comments, order and the rest',
    text: '// one\n{\n  "topic": "t", // where\n  "value": { "old": 1 }, /* after */\n  "key": "k",\n}\n',
    gives: '// one\n{\n  "topic": "t", // where\n  "value": {\n    "a": [\n      1\n    ]\n  }, /* after */\n  "key": "k",\n}\n',
  },
  {
    name: 'is indented by tabs where the message is',
    text: '{\n\t"value": 1\n}',
    gives: '{\n\t"value": {\n\t\t"a": [\n\t\t\t1\n\t\t]\n\t}\n}',
  },
  {
    name: 'is indented by four in an array',
    text: '[\n    {\n        "value": 1\n    }\n]',
    gives: '[\n    {\n        "value": {\n            "a": [\n                1\n            ]\n        }\n    }\n]',
  },
  { name: 'stays on one line', text: '{ "topic": "t", "value": { "old": 1 } }', gives: '{ "topic": "t", "value": {"a":[1]} }' },
  {
    name: 'replaces a tombstone',
    text: '{\n  "value": null\n}',
    gives: '{\n  "value": {\n    "a": [\n      1\n    ]\n  }\n}',
  },
  {
    name: 'is put behind the key where there was none',
    text: '{\n  "key": "k", // of the customer\n  "headers": {}\n}',
    gives: '{\n  "key": "k",\n  "value": {\n    "a": [\n      1\n    ]\n  }, // of the customer\n  "headers": {}\n}',
  },
  {
    name: 'is put behind the last where there is no key',
    text: '{\n  "topic": "t"\n}',
    gives: '{\n  "topic": "t",\n  "value": {\n    "a": [\n      1\n    ]\n  }\n}',
  },
  { name: 'is put on the same line', text: '{ "topic": "t" }', gives: '{ "topic": "t", "value": {"a":[1]} }' },
  { name: 'is put into an empty message', text: '{}', gives: '{\n  "value": {"a":[1]}\n}' },
  { name: 'is put into an empty message of two lines', text: '{\n}', gives: '{\n  "value": {\n    "a": [\n      1\n    ]\n  }\n\n}' },
]) {
  test(`message text: another value ${name}`, () => {
    const document = parseMessages(text);
    const [message] = document.messages;
    assert(message !== undefined);
    const { span, text: replacement } = replaceValue(document, message, print);
    const result = text.slice(0, span.start) + replacement + text.slice(span.end);
    assert.equal(result, gives);
    assert.deepEqual(parseMessages(result).problems, []);
  });
}

test('message text: only the value of the message that is meant is replaced', () => {
  const text = '{"value":1}\n{"value":1}';
  const document = parseMessages(text);
  const [, second] = document.messages;
  assert(second !== undefined);
  assert.deepEqual(replaceValue(document, second, print).span, { start: 21, end: 22 });
});
