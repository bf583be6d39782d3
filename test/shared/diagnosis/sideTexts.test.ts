import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsumerTable } from '../../../shared/diagnosis/consumerTable.ts';
import type { FoundClass, PossibleReading } from '../../../shared/diagnosis/diagnosis.ts';
import { tellSide, type SideToTell } from '../../../shared/diagnosis/sideTexts.ts';
import { exampleSchema, foundClass, foundSchema } from './diagnoses.ts';

const nowMs = new Date(2026, 10, 22, 11, 40).getTime();
const schemas = [foundSchema(exampleSchema, 12)];
const prefix = foundClass(0, 'confluent-prefix', schemas);
const bare = foundClass(1, 'bare', schemas);
const none: ConsumerTable = { columns: [], rows: [] };

function side(more: Partial<SideToTell>): SideToTell {
  const base = { part: 'value', topic: 'orders', state: 'one', classes: [prefix], changes: [], readings: [], consumers: none } as const;
  return { ...base, sampled: 20, offsets: 100n, hasRegistry: true, nowMs, ...more };
}

function consumers(...outcomes: readonly (readonly ('reads' | 'wrong' | 'fails')[])[]): ConsumerTable {
  const columns = (outcomes[0] ?? []).map((_, of) => ({ title: '', detail: '', of }));
  const cells = { text: '', isMeasured: true, errors: [], comparison: undefined, note: undefined };
  const rows = outcomes.map((row) => ({
    consumer: 'spark-failfast' as const,
    title: 'Spark `from_avro`',
    versions: '3.5.7',
    cells: row.map((outcome) => ({ ...cells, outcome })),
  }));
  return { columns, rows };
}

function reading(name: string, framing: PossibleReading['framing']): PossibleReading {
  return { framing, name, by: 'schema id 2', schemas: [], contents: [] };
}

const at = (partition: number, offset: bigint, timestampMs: number | undefined) =>
  ({ partition, offset, before: offset - 1n, timestampMs, from: 0, to: 1 }) as const;
const fault = (of: FoundClass['fault'], unknownIds: readonly number[] = []): FoundClass =>
  foundClass(0, 'confluent-prefix', [], { fault: of, unknownIds });

const headlines: readonly (readonly [name: string, more: Partial<SideToTell>, headline: string])[] = [
  ['one framing', {}, 'Values are Confluent-framed throughout; every sampled value reads.'],
  ['keys', { part: 'key' }, 'Keys are Confluent-framed throughout; every sampled key reads.'],
  [
    'several versions',
    {
      classes: [
        foundClass(
          0,
          'confluent-prefix',
          [1, 2, 3].map((version) => foundSchema(exampleSchema, 8 + version, version)),
        ),
      ],
    },
    'Values are Confluent-framed throughout, by 3 versions of example-messages-value; every sampled value reads.',
  ],
  ['text', { classes: [foundClass(0, 'text', [])] }, 'Values are UTF-8 text throughout.'],
  [
    'a switch',
    {
      state: 'changed',
      classes: [prefix, bare],
      changes: [at(0, 18_204n, new Date(2026, 10, 10, 14, 2, 7).getTime()), at(1, 18_197n, new Date(2026, 10, 10, 14, 2, 9).getTime())],
    },
    'Values are bare Avro since 10 Nov 14:02 (partition 0: offset 18,204); before that Confluent-framed.',
  ],
  [
    'a switch without times',
    { state: 'changed', classes: [prefix, bare], changes: [at(2, 5n, undefined)] },
    'Values are bare Avro (partition 2: offset 5); before that Confluent-framed.',
  ],
  [
    'several switches',
    { state: 'changed', classes: [prefix, bare], changes: [{ ...at(0, 5n, undefined), from: 1, to: 0 }, at(0, 9n, undefined)] },
    'Values changed their framing more than once; now they are bare Avro (partition 0: offset 9).',
  ],
  [
    'a mixture',
    { state: 'mixed', classes: [prefix, bare] },
    'Values are framed in two ways that stand among each other: Confluent prefix and bare Avro.',
  ],
  [
    'undecided',
    { state: 'undecided', readings: [reading('Confluent prefix', 'confluent-prefix'), reading('bare Avro', 'bare')] },
    'The bytes cannot decide: every value reads cleanly as Confluent-framed and as bare Avro.',
  ],
  [
    'undecided by schema alone',
    { state: 'undecided', readings: [reading('bare Avro', 'bare'), reading('bare Avro', 'bare')] },
    'Values are bare Avro; 2 schemas read every one, so nobody can say which wrote them.',
  ],
  [
    'unknown',
    { state: 'unknown', classes: [foundClass(0, 'none', [])] },
    'Nobody can say what the values are: no framing and no known schema fits them.',
  ],
  ['no records', { state: 'absent', classes: [], offsets: 0n, sampled: 0 }, 'The topic has no records.'],
  [
    'tombstones',
    { state: 'absent', classes: [foundClass(0, 'null', [])], sampled: 3 },
    'All 3 records that were looked at are tombstones: they have a key and no value.',
  ],
  ['no keys', { part: 'key', state: 'absent', classes: [foundClass(0, 'null', [])] }, 'No record has a key.'],
  [
    'ids of another registry',
    { classes: [fault('unknown-id', [99])] },
    "Values are Confluent-framed by 1 schema id that this registry does not have: another registry's, most likely.",
  ],
  ['twice', { classes: [fault('framed-twice')] }, 'Values are framed twice: a frame within the frame.'],
  ['no registry', { classes: [fault('no-schema')] }, 'Values look Confluent-framed, but nobody could be asked for their schema.'],
  ['left over', { classes: [fault('trailing-bytes')] }, 'Values are Confluent-framed, with bytes left over behind the value.'],
];
for (const [name, more, headline] of headlines) {
  test(`headline: ${name}`, () => assert.equal(tellSide(side(more)).headline, headline));
}

test('how serious it is: well, a warning, or a question', () => {
  assert.equal(tellSide(side({})).severity, 'ok');
  assert.equal(tellSide(side({ consumers: consumers(['wrong'], ['reads']) })).severity, 'ok');
  assert.equal(tellSide(side({ consumers: consumers(['wrong'], ['fails']) })).severity, 'warning');
  assert.equal(tellSide(side({ state: 'mixed', classes: [prefix, bare] })).severity, 'warning');
  assert.equal(tellSide(side({ classes: [fault('misfit')] })).severity, 'warning');
  assert.equal(tellSide(side({ state: 'undecided' })).severity, 'info');
});

test('what is read silently wrong is said at once, and that one record is little', () => {
  const told = tellSide(side({ state: 'changed', classes: [prefix, bare], consumers: consumers(['wrong', 'reads'], ['reads', 'fails']) }));
  assert.equal(told.detail, 'None of the consumers below reads all parts. Spark `from_avro` reads a part of them silently wrong.');
  assert.equal(tellSide(side({ sampled: 1 })).detail, 'Only one record was looked at.');
});

test('what to do leads on: never to snippets or re-framing where nobody knows what it is', () => {
  const actions = (more: Partial<SideToTell>): (string | undefined)[] => tellSide(side(more)).advice.map(({ action }) => action);
  assert.deepEqual(actions({ state: 'changed', classes: [prefix, bare] }), [undefined, 'reframe', 'snippets']);
  const undecided = {
    state: 'undecided',
    readings: [reading('Confluent prefix', 'confluent-prefix'), reading('bare Avro', 'bare')],
  } as const;
  assert.deepEqual(actions(undecided), ['treat-as', 'watch', undefined]);
  assert.deepEqual(actions({ classes: [bare] }), ['snippets', 'reframe']);
  assert.ok(!actions({ state: 'unknown' }).includes('reframe'));
});
