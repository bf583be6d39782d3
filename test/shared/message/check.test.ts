import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { checkMessages, planPart, type PartSchema } from '../../../shared/message/check.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { mark } from '../../mark.ts';

const { schema } = parseSchema(
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}',
);
assert(schema !== undefined);
const order: PartSchema = { found: true, schema, label: 'orders-value v1' };
const none: PartSchema = { found: false, reason: undefined };

for (const { name, text, value, finds } of [
  { name: 'a value that fits', text: '{"topic":"orders","value":{"id":9007199254740993}}', value: order, finds: [] },
  { name: 'a value of the wrong type', text: '{"topic":"orders","value":{"id":<<"1">>}}', value: order, finds: ['wrong-type'] },
  {
    name: 'two mistakes at once',
    text: '{"topic":"orders","value":{"id":<<1.5>>,"note":<<7>>}}',
    value: order,
    finds: ['not-an-integer', 'no-branch'],
  },
  { name: 'no schema', text: '{"topic":"orders",<<"value">>:{"id":1}}', value: none, finds: ['no-schema'] },
  { name: 'JSON needs no schema', text: '{"topic":"orders","framing":"json","value":{"id":1}}', value: none, finds: [] },
  { name: 'text that is no text', text: '{"framing":"text","value":<<{"id":1}>>}', value: none, finds: ['wrong-type'] },
  { name: 'hex that is none', text: '{"framing":"hex","value":<<"0g">>}', value: none, finds: ['bytes-prefix'] },
  { name: 'a tombstone fits every schema', text: '{"topic":"orders","key":"k","value":null}', value: order, finds: [] },
]) {
  test(`message check: ${name}`, () => {
    const marked = mark(text);
    const problems = checkMessages(parseMessages(marked.text), (_message, part) => (part === 'value' ? value : none));
    assert.deepEqual(
      problems.map(({ code, span }) => ({ code, span })),
      finds.map((code, index) => ({ code, span: marked.ranges[index] })),
    );
  });
}

for (const { name, text, part, plan } of [
  { name: 'a key without a schema is text', text: '{"key":"é","value":1}', part: 'key', plan: 'c3a9' },
  {
    name: 'JSON keeps its digits and loses its comments',
    text: '{"framing":"json","value":{"n": 9007199254740993 /* all */ }}',
    part: 'value',
    plan: Buffer.from('{"n":9007199254740993}').toString('hex'),
  },
  { name: 'hex is these bytes', text: '{"framing":"hex","value":"hex:00 0a"}', part: 'value', plan: '000a' },
] as const) {
  test(`message plan: ${name}`, () => {
    const [message] = parseMessages(text).messages;
    assert(message !== undefined);
    const result = planPart(message, part, false);
    assert('kind' in result && result.kind === 'bytes');
    assert.equal(Buffer.from(result.bytes).toString('hex'), plan);
  });
}
