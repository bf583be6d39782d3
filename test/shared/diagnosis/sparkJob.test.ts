import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkJob } from '../../../shared/diagnosis/sparkJob.ts';
import type { SparkJobInput } from '../../../shared/diagnosis/sparkJob.ts';
import { javaPattern } from '../../../shared/diagnosis/sparkJobPattern.ts';
import { bands, diagnosisOf, exampleSchema, foundClass, foundSchema, side } from './diagnoses.ts';

// That what is written runs, and has the viewer's hits, is tested with the software itself.

const example = foundSchema(exampleSchema, 12);
const other = foundSchema('{"type":"record","name":"Other","fields":[{"name":"u","type":["int","string"]}]}', 13);
const value = side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', [example])] });
const cluster: SparkJobInput['cluster'] = {
  brokers: ['localhost:9092'],
  security: 'PLAINTEXT',
  mechanism: undefined,
  user: undefined,
  registryUrl: 'http://localhost:8081',
  registryAuth: 'none',
};

function made(more: Partial<SparkJobInput>, of = value): string {
  const job = sparkJob({
    diagnosis: diagnosisOf(of),
    cluster,
    mode: 'batch',
    filter: undefined,
    output: { kind: 'parquet', path: 'out' },
    ...more,
  });
  return 'text' in job ? job.text : `refused: ${job.refused}`;
}

for (const { filter, refused } of [
  {
    filter: 'value.field_1.matches("(?i)x")',
    refused: `"value.field_1.matches("(?i)x")" can't be written for Spark: Java may mean something else by this regular expression.`,
  },
  { filter: 'text(value) == "x"', refused: `"text(value)" can't be written for Spark: text() has no like of it there.` },
  { filter: 'isDecoded', refused: `"isDecoded" can't be written for Spark: Spark can not know it.` },
  { filter: 'value.field_3.map(x, x + 1) == [1]', refused: `"value.field_3.map(x, x + 1)" can't be written for Spark` },
  {
    filter: 'value.field_1 < "👋"',
    refused: `"value.field_1 < "👋"" can't be written for Spark: Spark orders such characters in another way.`,
  },
  { filter: 'key == "x"', refused: `"key" can't be written for Spark: it is not known how to read every key.` },
  { filter: 'value.field_2 / value.field_2 == 1', refused: `can't be written for Spark: it does not divide by a positive constant.` },
  { filter: 'value.', refused: 'refused: ' },
]) {
  test(`a filter that is refused by name: ${filter}`, () => {
    const text = made({ filter });
    assert.ok(text.startsWith('refused: ') && text.includes(refused), text);
  });
}

test('a union of several types is refused by name, where it is looked at', () => {
  const of = side('value', 'one', { classes: [foundClass(0, 'bare', [other])] });
  assert.match(made({ filter: 'value.u == 1' }, of), /^refused: "value\.u" can't be written for Spark: a union/);
  assert.match(made({ filter: 'offset > 1' }, of), /offset > CAST\('1' AS BIGINT\)/);
});

for (const { name, more, of, says } of [
  {
    name: 'a topic onto itself',
    more: { output: { kind: 'topic', topic: 'example-messages', framing: 'bare' } },
    of: value,
    says: /^refused: A topic is never re-framed onto itself/,
  },
  {
    name: 'bare Avro of several schemas',
    more: { output: { kind: 'topic', topic: 'copy', framing: 'bare' } },
    of: side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', [example, other])] }),
    says: /^refused: Bare Avro does not say which of 2 schemas/,
  },
  {
    name: 'a prefix without an id',
    more: { output: { kind: 'topic', topic: 'copy', framing: 'confluent-prefix' } },
    of: side('value', 'one', { classes: [foundClass(0, 'bare', [foundSchema(exampleSchema, undefined)])] }),
    says: /^refused: .* has no schema id/,
  },
  { name: 'a record of another framing ends the job', more: {}, of: value, says: /raise_error\(.*is not framed as it was diagnosed/ },
  {
    name: 'types that no schema reads alike have columns of their own',
    more: {},
    of: side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', [example, other])] }),
    says: /alias\("value_ExampleMessage"\).*alias\("value_Other"\)|alias\("value_Other"\).*alias\("value_ExampleMessage"\)/,
  },
  { name: 'a stream has a checkpoint', more: { mode: 'streaming' }, of: value, says: /"checkpointLocation", "out\.checkpoint"/ },
  {
    name: 'a range is kept',
    more: { range: [{ partition: 0, from: 5n, to: 9n }] },
    of: value,
    says: /partition = 0 AND offset >= 5 AND offset < 9/,
  },
  {
    name: 'an undecided topic',
    more: {},
    of: side('value', 'undecided', { bands: bands([0, 0, 1, [0]]) }),
    says: /^refused: Snippets come when/,
  },
] satisfies readonly { name: string; more: Partial<SparkJobInput>; of: typeof value; says: RegExp }[]) {
  test(`a job for Spark: ${name}`, () => {
    assert.match(made(more, of), says);
  });
}

for (const [source, pattern] of [
  ['^a.c$', '\\Aa[^\\n\\r\\u2028\\u2029]c\\z'],
  ['[A-Z][a-z0-9_]+(?:x|y){1,3}', '[A-Z][a-z0-9_]+(?:x|y){1,3}'],
  ['é\\d', 'é\\d'],
  ['(?=x)', undefined],
  ['\\bx', undefined],
  ['[a&&b]', undefined],
  ['a++', undefined],
  ['\\s', undefined],
] as const) {
  test(`a regular expression for Java: ${source}`, () => {
    assert.equal(javaPattern(source), pattern);
  });
}
