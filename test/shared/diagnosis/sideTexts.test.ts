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
  [
    'numbers',
    { part: 'key', classes: [foundClass(0, 'long', [], { name: 'Kafka long', certainty: 'likely' })] },
    'Keys are Kafka longs throughout, most likely: each is 8 bytes long, as `LongSerializer` writes them.',
  ],
  [
    'a guessed number',
    { classes: [foundClass(0, 'short', [], { name: 'Kafka short', certainty: 'guessed' })] },
    'Values may be Kafka shorts: each is 2 bytes long, as `ShortSerializer` writes them.',
  ],
  ['UUIDs', { part: 'key', classes: [foundClass(0, 'uuid', [], { name: 'Kafka UUID' })] }, 'Keys are Kafka UUIDs throughout.'],
  [
    'compressed by the writer',
    { state: 'unknown', classes: [foundClass(0, 'none', [])], unknownLook: 'gzip' },
    'Values look compressed with gzip: no framing and no known schema fits them.',
  ],
  [
    'encrypted',
    { part: 'key', state: 'unknown', classes: [foundClass(0, 'none', [])], unknownLook: 'even' },
    'Keys look encrypted or compressed: no framing and no known schema fits them.',
  ],
  ['nothing but marks', { state: 'absent', classes: [], sampled: 0 }, 'No record was read of the 100 offsets that the topic has.'],
  [
    'frames, and a connection without a registry',
    { classes: [fault('no-schema')], hasRegistry: false },
    'Values look Confluent-framed; this connection has no schema registry to ask for their schema.',
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

const unknown = foundClass(0, 'none', []);
const nothing = { state: 'absent', classes: [foundClass(0, 'null', [])] } as const;
const decode = 'Add the schema that wrote them to the workspace, or choose it with Set Decode Profile….';
const give = 'Give the connection a schema registry, or add the schema that wrote them to the workspace.';
const long = foundClass(0, 'long', [], { name: 'Kafka long', certainty: 'guessed' });
for (const { name, more, advice } of [
  { name: 'an empty topic', more: { ...nothing, classes: [], sampled: 0, offsets: 0n }, advice: ['There is nothing to read yet.'] },
  {
    name: 'an empty topic has no keys either',
    more: { ...nothing, part: 'key', classes: [], sampled: 0, offsets: 0n },
    advice: ['There is nothing to read yet.'],
  },
  {
    name: 'marks of transactions alone',
    more: { ...nothing, classes: [], sampled: 0 },
    advice: ['They may hold nothing but marks of transactions, or what compaction or an open transaction keeps away.'],
  },
  {
    name: 'tombstones alone',
    more: nothing,
    advice: ['There is no value to decode: a tombstone deletes what its key had. Diagnose again when there is a value.'],
  },
  {
    name: 'no keys',
    more: { ...nothing, part: 'key' },
    advice: ['There is no key to decode. Compaction wants one, and so do joins and upserts by key.'],
  },
  {
    name: 'bytes that nothing fits',
    more: { state: 'unknown', classes: [unknown] },
    advice: [decode, 'If they are encrypted, decrypt them before they are decoded.'],
  },
  {
    name: 'such keys, and no registry',
    more: { part: 'key', state: 'unknown', classes: [unknown], hasRegistry: false },
    advice: [give, 'If they are encrypted, decrypt them before they are decoded.'],
  },
  {
    name: 'what its writer compressed',
    more: { state: 'unknown', classes: [unknown], unknownLook: 'Zstandard' },
    advice: [decode, 'Decompress them before they are decoded, or have the writer set `compression.type` instead.'],
  },
  {
    name: 'what Java serialized',
    more: { state: 'unknown', classes: [unknown], unknownLook: 'java' },
    advice: [decode, 'They are read with `ObjectInputStream` and the classes of the writer: have the writer write something else.'],
  },
  {
    name: 'one record',
    more: { sampled: 1, offsets: 1n },
    advice: [
      'Read them as they are written, each reader in its own way:',
      'One record is little to go by: diagnose again when there are more.',
    ],
  },
  {
    name: 'frames without a registry',
    more: { classes: [fault('no-schema')], hasRegistry: false },
    advice: ['Give the connection the schema registry that the writer used.'],
  },
  {
    name: 'frames whose registry does not answer',
    more: { classes: [fault('no-schema')] },
    advice: ['Have the registry answer: what it said is in the notes.'],
  },
  {
    name: 'bare Avro without a registry',
    more: { classes: [bare], hasRegistry: false },
    advice: [
      'Read them as they are written, each reader in its own way:',
      'With a schema registry the connection could re-frame them, so that its readers read them.',
    ],
  },
  {
    name: 'longs that are a guess',
    more: { part: 'key', classes: [long] },
    advice: [
      "Java with `LongDeserializer`, Python with `struct.unpack('>q', …)`, Connect with `LongConverter`, kcat with `-s key=q` and Flink with the format `raw` read the keys; no schema is needed.",
      'Look at some, and if they are right, say so with Set Decode Profile…: then the viewer shows them as numbers.',
    ],
  },
  {
    name: 'JSON',
    more: { classes: [foundClass(0, 'json', [], { name: 'JSON' })] },
    advice: [
      'Java with `StringDeserializer` and a parser, Python with `json.loads(…)`, Connect with `JsonConverter` with `schemas.enable=false`, Spark with `from_json(CAST(value AS STRING), …)` and Flink with the format `json` read the values; no schema is needed.',
    ],
  },
] satisfies readonly { name: string; more: Partial<SideToTell>; advice: readonly string[] }[]) {
  test(`advice: ${name}`, () => {
    const told = tellSide(side(more));
    assert.deepEqual(
      told.advice.map(({ text }) => text),
      advice,
    );
  });
}

test('that readers of Avro fail on numbers and text is no warning, but said', () => {
  const told = tellSide(side({ classes: [foundClass(0, 'text', [])], consumers: consumers(['fails'], ['wrong']) }));
  assert.deepEqual([told.severity, told.detail], ['ok', 'They are no Avro: readers of Avro fail on them, or read them silently wrong.']);
  assert.equal(tellSide(side({ classes: [long] })).severity, 'info');
});
