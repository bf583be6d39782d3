import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { findingPath } from '../../../shared/avro/findingPath.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../shared/avro/parseProtocol.ts';
import { withoutSuppressed } from '../../../shared/avro/suppressed.ts';
import { mark } from '../../mark.ts';

for (const { name, text, path } of [
  { name: 'a type', text: '{"type":"record","name":<<"a.R">>,"fields":[]}', path: 'a.R' },
  { name: 'a field', text: '{"type":"record","name":"R","namespace":"a","fields":[{"name":<<"f">>,"type":"int"}]}', path: 'a.R.f' },
  { name: "a field's type", text: '{"type":"record","name":"R","fields":[{"name":"f","type":{"type":<<"int">>}}]}', path: 'R.f' },
  { name: "a field's default", text: '{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":<<1>>}]}', path: 'R.f' },
  {
    name: 'a type inside of a field',
    text: '{"type":"record","name":"a.R","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":<<4>>}}]}',
    path: 'a.F',
  },
  { name: 'a symbol', text: '{"type":"enum","name":"E","symbols":["A",<<"B">>]}', path: 'E.B' },
  { name: 'the bracket of an object', text: '[<<{>>"type":"fixed","name":"F"}]', path: 'F' },
  { name: 'a union', text: '[<<"int">>]', path: undefined },
  { name: 'a type without a name', text: '{"type":<<"record">>,"fields":[]}', path: undefined },
]) {
  test(`finding path: ${name}`, () => {
    const marked = mark(text);
    const [span] = marked.ranges;
    assert.ok(span !== undefined);
    assert.equal(findingPath(parseSchema(marked.text), span), path);
  });
}

for (const { name, text, path } of [
  { name: 'the protocol', text: '{"protocol":<<"a.P">>}', path: 'a.P' },
  { name: 'a message’s name', text: '{"protocol":"a.P","messages":{<<"m">>:{}}}', path: 'a.P.m' },
  { name: 'a response', text: '{"protocol":"a.P","messages":{"m":{"response":<<"int">>}}}', path: 'a.P.m' },
  { name: 'a parameter', text: '{"protocol":"a.P","messages":{"m":{"request":[{"name":<<"p">>,"type":"int"}]}}}', path: 'a.P.m.p' },
  { name: 'a type', text: '{"protocol":"a.P","types":[{"type":"fixed","name":<<"F">>,"size":1}]}', path: 'a.F' },
  {
    name: 'a type of a message',
    text: '{"protocol":"a.P","messages":{"m":{"response":{"type":"fixed","name":<<"F">>,"size":1}}}}',
    path: 'a.F',
  },
  { name: 'a protocol without a name', text: '{"types":[<<"int">>]}', path: undefined },
]) {
  test(`finding path in a protocol: ${name}`, () => {
    const marked = mark(text);
    const [span] = marked.ranges;
    assert.ok(span !== undefined);
    assert.equal(findingPath(parseProtocol(marked.text), span), path);
  });
}

const twice =
  '[{"type":"record","name":"A","fields":[{"name":"x","type":"nope"},{"name":"y","type":"nope"}]},{"type":"enum","name":"B","symbols":["-"]}]';

for (const { name, suppressions, left } of [
  { name: 'nothing', suppressions: [], left: ['A.x unknown-type', 'A.y unknown-type', 'B.- invalid-symbol'] },
  {
    name: 'one place',
    suppressions: [{ rule: 'unknown-type', path: 'A.x' }],
    left: ['A.y unknown-type', 'B.- invalid-symbol'],
  },
  { name: 'a rule in the whole file', suppressions: [{ rule: 'unknown-type', path: undefined }], left: ['B.- invalid-symbol'] },
  {
    name: 'another rule at the place',
    suppressions: [{ rule: 'invalid-symbol', path: 'A.x' }],
    left: ['A.x unknown-type', 'A.y unknown-type', 'B.- invalid-symbol'],
  },
]) {
  test(`suppressions: ${name}`, () => {
    const parsed = parseSchema(twice);
    const problems = withoutSuppressed(checkSchema(parsed), parsed, suppressions);
    assert.deepEqual(
      problems.map(({ code, span }) => `${findingPath(parsed, span) ?? ''} ${code}`),
      left,
    );
  });
}
