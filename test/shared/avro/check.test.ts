import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema, checkSchemaSteps } from '../../../shared/avro/check.ts';
import { parseSchema, parseSchemaSteps } from '../../../shared/avro/parse.ts';
import { expectProblems } from '../../expectProblems.ts';
import { mark } from '../../mark.ts';

test('a whole schema without a fault has no problem', () => {
  const text = `{
    "type": "record", "name": "Order", "namespace": "com.example", "doc": "An order.",
    "fields": [
      {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
      {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
      {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OPEN", "PAID"], "default": "OPEN"}, "default": "OPEN"},
      {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
        {"name": "count", "type": "int", "default": 1},
        {"name": "parent", "type": ["null", "Order"], "default": null}
      ]}}, "default": []},
      {"name": "previous", "type": ["null", "State"], "default": null}
    ]
  }`;
  assert.deepEqual(checkSchema(parseSchema(text)), []);
});

test('all problems are found at once, in the order of the text', () => {
  expectProblems(
    mark(
      `{"type":<<"record">>,"namespace":<<"1">>,"fields":[
      {"name":<<"a-b">>,"type":<<"strin">>,},
      <<{>>"type":{"type":<<"fixed">>,"name":"F"},"order":<<"up">>},
      {"name":"c","type":["int",<<"int">>],"default":<<"x">>}
    ]}`.replace(',}', '<<,>>}'),
    ),
    [
      'missing-name',
      'invalid-namespace',
      'invalid-name',
      'unknown-type',
      'trailing-comma',
      'missing-name',
      'missing-size',
      'invalid-order',
      'duplicate-branch',
      'invalid-default',
    ],
  );
});

test('a name that another text defines is known', () => {
  const { definitions } = parseSchema('{"type":"enum","name":"com.example.Suit","symbols":["CLUBS"]}');
  const lookup = (fullname: string) => definitions.get(fullname);
  expectProblems(
    mark('{"type":"record","name":"com.example.R","fields":[{"name":"a","type":"Suit","default":<<1>>},{"name":"b","type":<<"Sui">>}]}'),
    ['invalid-default', 'unknown-type'],
    { lookup },
  );
  // The default of a type that is known from the beginning may stand anywhere.
  expectProblems(mark('{"type":"record","name":"com.example.R","fields":[{"name":"a","type":"Suit","default":"CLUBS"}]}'), [], { lookup });
});

test('a severity can be changed or switched off by the id, of a rule and of the text', () => {
  const parsed = parseSchema('["int","int",{"type":"strin"},] // end');
  const severities = (changes: Parameters<typeof checkSchema>[1]): string[] =>
    checkSchema(parsed, changes).map(({ code, severity }) => `${code} ${severity}`);
  assert.deepEqual(severities({}), ['duplicate-branch error', 'unknown-type error', 'trailing-comma error', 'comment-at-end error']);
  assert.deepEqual(
    severities({
      severities: {
        'duplicate-branch': 'off',
        'unknown-type': 'hint',
        'trailing-comma': 'warning',
        'comment-at-end': 'off',
      },
    }),
    ['unknown-type hint', 'trailing-comma warning'],
  );
});

test('thousands of unknown names are no reason to be slow, and the first thousand is told', () => {
  const fields = Array.from(
    { length: 5000 },
    (_, index) =>
      `{"name":"f${index}","type":"Unknown${index}"},{"name":"g${index}","type":{"type":"fixed","name":"Known${index}","size":4}}`,
  );
  const text = `{"type":"record","name":"R","fields":[${fields.join(',')}]}`;
  const problems = checkSchema(parseSchema(text));
  assert.deepEqual(
    problems.map(({ span }) => text.slice(span.start, span.end)),
    Array.from({ length: 1000 }, (_, index) => `"Unknown${index}"`),
  );
  assert.ok(problems[0]?.message.includes('Did you mean'));
  assert.equal(problems[998]?.message, '"Unknown998" is not a type.');
  assert.equal(problems[999]?.message, '"Unknown999" is not a type. There are more such problems, which are not shown.');
});

test('a thousand findings of a rule are told without a word about more, and those of others with them', () => {
  const text = `[${'"x.Y",'.repeat(1000)}${'"int",'.repeat(3)}"string"]`;
  const problems = checkSchema(parseSchema(text));
  assert.deepEqual(
    [problems.length, problems.filter(({ message }) => message.includes('more such')).length, problems.slice(1000).map(({ code }) => code)],
    [1002, 0, ['duplicate-branch', 'duplicate-branch']],
  );
});

test('a part with many members is checked in many steps', () => {
  const members = Array.from({ length: 20_000 }, (_, index) => `S${index}`);
  for (const text of [
    JSON.stringify({ type: 'enum', name: 'E', symbols: members }),
    JSON.stringify({ type: 'record', name: 'R', fields: members.map((name) => ({ name, type: 'int', default: 1 })) }),
    JSON.stringify(members.map((name) => ({ type: 'fixed', name, size: 1 }))),
  ]) {
    const steps = [parseSchemaSteps(text), checkSchemaSteps(parseSchema(text))].map((work) => [...work].length);
    assert.ok((steps[0] ?? 0) >= 20 && (steps[1] ?? 0) >= 5, `${steps.join(' and ')} steps`);
  }
});

test('recursive unions of records are checked without asking the same again and again', () => {
  const names = ['A', 'B', 'C', 'D'];
  const union = JSON.stringify(['null', ...names]);
  const records = names.map(
    (name) => `{"type":"record","name":"${name}","fields":[{"name":"next","type":${union}},{"name":"end","type":"int"}]}`,
  );
  const value = `${'{"end":1,"next":'.repeat(200)}"nothing"${'}'.repeat(200)}`;
  const text = `[${records.join(',')},{"type":"record","name":"R","fields":[{"name":"a","type":${union},"default":${value}}]}]`;
  assert.deepEqual(
    checkSchema(parseSchema(text)).map(({ code }) => code),
    ['invalid-default'],
  );
});

test('unions in unions do not exhaust the stack, nor do records in a long row', () => {
  const union = `${'['.repeat(300)}"R"${']'.repeat(300)}`;
  const value = `${'{"a":'.repeat(600)}null${'}'.repeat(600)}`;
  const nested = `{"type":"record","name":"R","fields":[{"name":"a","type":${union},"default":${value}}]}`;
  assert.ok(checkSchema(parseSchema(nested)).length > 0);
  const known = `[{"type":"record","name":"R","fields":[{"name":"a","type":["null","R"]}]},{"type":"record","name":"S","fields":[{"name":"a","type":"R","default":${'{"a":'.repeat(980)}null${'}'.repeat(980)}}]}]`;
  assert.deepEqual(checkSchema(parseSchema(known)), []);
  const row = Array.from(
    { length: 20_000 },
    (_, index) =>
      `{"type":"record","name":"R${index}","fields":[{"name":"a","type":"R${index + 1}"},{"name":"b","type":["null","R${index}"],"default":{}}]}`,
  );
  const problems = checkSchema(parseSchema(`[${row.join(',')}]`));
  assert.equal(problems.filter(({ code }) => code === 'unknown-type').length, 1);
});
