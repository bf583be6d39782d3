import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainBreaks, explainBreaksSteps } from '../../../../shared/avro/compatibility/explainBreaks.ts';
import { judge } from '../../../../shared/avro/compatibility/judge.ts';
import { breakSentence } from '../../../../shared/avro/compatibility/sentences.ts';
import type { Break } from '../../../../shared/avro/compatibility/verdict.ts';
import type { Side } from '../../../../shared/avro/compatibility/mismatch.ts';
import type { Steps } from '../../../../shared/slices.ts';
import { field, record, sideOf, versionOf } from '../../../judged.ts';

const named = (name: string, fields: string): string => record(fields, `"name":"${name}"`);
const nullable = (type: string): string => `["null",${type}]`;

/** Records each of which refers to the one before by so many unions, and the first of which has an amount. */
function chain(length: number, amount: string, { unions = 1, also = '' } = {}): string {
  const records = Array.from({ length }, (_, index) => {
    const fields = Array.from({ length: unions }, (_each, union) => field(`to${union}`, nullable(`"Part${index - 1}"`)));
    return field(`part${index}`, nullable(named(`Part${index}`, index === 0 ? field('amount', amount) : fields.join(','))));
  });
  return record(also === '' ? records.join(',') : [...records, also].join(','));
}

/** What a break is, and the text that is underlined. */
function describe({ direction, mismatch, versions }: Break, { parsed }: Side): string {
  const { span } = direction === 'BACKWARD' ? mismatch.reader : mismatch.writer;
  const labels = versions.map(({ version }) => `v${version}`).join(' ');
  return `${direction} ${labels} ${mismatch.kind} ${mismatch.path} ${parsed.text.slice(span.start, span.end)}`;
}

function explained(edited: string, others: readonly string[], level: 'BACKWARD_TRANSITIVE' | 'FORWARD_TRANSITIVE'): string[] {
  const side = sideOf(edited);
  const { breaks } = judge(
    side,
    others.map((text, index) => versionOf(text, index + 1)),
    level,
  );
  return explainBreaks(breaks, side).map((each) => describe(each, side));
}

function countSteps<T>(steps: Steps<T>): { readonly count: number; readonly result: T } {
  let count = 1;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) count++;
  return { count, result: step.value };
}

for (const { name, edited, other, reads, writes = [] } of [
  {
    name: 'a branch that does not fit, used in two places',
    edited: record(`${field('a', nullable(named('Money', field('amount', '"int"'))))},${field('b', nullable('"Money"'))}`),
    other: record(`${field('a', nullable(named('Money', field('amount', '"long"'))))},${field('b', nullable('"Money"'))}`),
    reads: ['BACKWARD v1 TYPE_MISMATCH a.amount "int"'],
  },
  {
    name: 'one that is used without a union too',
    edited: record(`${field('a', nullable(named('Money', field('amount', '"int"'))))},${field('b', '"Money"')}`),
    other: record(`${field('a', nullable(named('Money', field('amount', '"long"'))))},${field('b', '"Money"')}`),
    reads: ['BACKWARD v1 TYPE_MISMATCH a.amount "int"'],
  },
  {
    name: 'another type in two places',
    edited: record(
      `${field('m', named('Money', ''))},${field('p', named('Price', ''))},${field('a', nullable('"Price"'))},${field('b', nullable('"Price"'))}`,
    ),
    other: record(
      `${field('m', named('Money', ''))},${field('p', named('Price', ''))},${field('a', nullable('"Money"'))},${field('b', nullable('"Money"'))}`,
    ),
    reads: ['BACKWARD v1 NAME_MISMATCH a "Price"', 'BACKWARD v1 NAME_MISMATCH b "Price"'],
    writes: ['FORWARD v1 NAME_MISMATCH a "Price"', 'FORWARD v1 NAME_MISMATCH b "Price"'],
  },
  {
    name: 'unions in arrays in unions, and a branch that is missing there',
    edited: record(field('a', nullable(`{"type":"array","items":${nullable(named('Line', field('x', nullable('"string"'))))}}`))),
    other: record(field('a', nullable(`{"type":"array","items":${nullable(named('Line', field('x', '["null","string","boolean"]')))}}`))),
    reads: ['BACKWARD v1 MISSING_UNION_BRANCH a[].x ["null","string"]'],
  },
  {
    name: 'records that hold themselves',
    edited: record(`${field('next', nullable('"Node"'))},${field('n', '"int"')}`, '"name":"Node"'),
    other: record(`${field('next', nullable('"Node"'))},${field('n', '"long"')}`, '"name":"Node"'),
    reads: ['BACKWARD v1 TYPE_MISMATCH n "int"'],
  },
]) {
  test(`why a union can't be read: ${name}`, () => {
    assert.deepEqual(explained(edited, [other], 'BACKWARD_TRANSITIVE'), reads);
    assert.deepEqual(explained(edited, [other], 'FORWARD_TRANSITIVE'), writes);
  });
}

test('at the end of a thousand records that are joined by unions is the one that does not fit', () => {
  const also = field('count', '"int"');
  for (const unions of [1, 2, 8]) {
    const side = sideOf(chain(1000, '"int"', { unions, also }));
    const version = versionOf(chain(1000, '"long"', { unions, also: field('count', '"long"') }));
    const { breaks } = judge(side, [version], 'BACKWARD');
    assert.equal(breaks.length, 1001);
    const { count, result } = countSteps(explainBreaksSteps(breaks, side));
    assert.deepEqual(
      result.map((each) => describe(each, side)),
      ['BACKWARD v7 TYPE_MISMATCH part0.amount "int"', 'BACKWARD v7 TYPE_MISMATCH count "int"'],
    );
    // Each union is looked at once, some hundreds in a step.
    assert.ok(count < 20 + unions * 20, `${count} steps`);
    assert.equal(
      result[0] && breakSentence(result[0], side.parsed),
      `This schema can't read data of version 7: "amount" was written as long, which can't be read as int.`,
    );
  }
});

test('what is wrong in each of many records is told of each', () => {
  const text = (type: string): string =>
    record(
      Array.from({ length: 1000 }, (_, index) => {
        const before = index === 0 ? '' : `,${field('before', nullable(`"Part${index - 1}"`))}`;
        return field(`part${index}`, nullable(named(`Part${index}`, `${field('n', type)}${before}`)));
      }).join(','),
    );
  const side = sideOf(text('"int"'));
  const { breaks } = judge(side, [versionOf(text('"long"'))], 'FULL');
  const { count, result } = countSteps(explainBreaksSteps(breaks, side));
  assert.deepEqual(
    result.map(({ mismatch }) => mismatch.path),
    Array.from({ length: 1000 }, (_, index) => `part${index}.n`),
  );
  assert.ok(count < 50, `${count} steps`);
});

test('what stands by itself has all its versions, also where a union leads to it', () => {
  const text = (type: string): string => record(`${field('a', nullable(named('Money', field('amount', type))))},${field('b', '"Money"')}`);
  const plain = record(field('b', named('Money', field('amount', '"long"'))));
  const edited = record(`${field('b', named('Money', field('amount', '"int"')))},${field('a', nullable('"Money"'), ',"default":null')}`);
  assert.deepEqual(explained(edited, [plain, text('"long"')], 'BACKWARD_TRANSITIVE'), ['BACKWARD v1 v2 TYPE_MISMATCH b.amount "int"']);
});
