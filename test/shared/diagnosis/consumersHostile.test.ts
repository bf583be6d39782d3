import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consumerIds } from '../../../shared/diagnosis/consumerTable.ts';
import { avsc, fastavro, javaClassic, javaFast } from '../../../shared/diagnosis/consumers/dialects.ts';
import { readLoosely } from '../../../shared/diagnosis/consumers/looseReader.ts';
import type { Dialect, LooseReading } from '../../../shared/diagnosis/consumers/looseReader.ts';
import { predictRecord } from '../../../shared/diagnosis/consumers/predict.ts';
import { wireKinds } from '../../interop/wireKinds.ts';
import { hexBytes, readableOf, recordOf } from './consumerRecords.ts';

/** Numbers that are the same in each run. */
function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const schemas = [
  ...wireKinds.map(({ schema }) => schema),
  '{"type":"array","items":"null"}',
  '{"type":"map","values":{"type":"array","items":"double"}}',
  '{"type":"record","name":"Node","fields":[{"name":"next","type":["Node","null"]}]}',
  '{"type":"record","name":"Empty","fields":[]}',
  '["null","int","long",{"type":"enum","name":"E","symbols":["A"]},{"type":"fixed","name":"F","size":3},"bytes","boolean","float"]',
];

test('consumers: no bytes make a prediction throw', () => {
  const dice = createDice(7);
  const readables = schemas.map((schema, index) => readableOf(schema, index + 1));
  const registry = Object.fromEntries(readables.map((readable, index) => [index + 1, readable]));
  for (let turn = 0; turn < 3_000; turn++) {
    const body = Array.from({ length: dice(40) }, () => (dice(3) === 0 ? dice(256) : dice(4) === 0 ? 0xff : dice(8)));
    const head = dice(2) === 0 ? [] : [0, 0, 0, 0, 1 + dice(readables.length)];
    const bytes = Uint8Array.from([...head, ...body]);
    const header = { name: '__value_schema_id', value: Uint8Array.from(Array.from({ length: dice(20) }, () => dice(3))) };
    const options = { registry, guid: 'none', headers: dice(4) === 0 ? [header] : [] } as const;
    const record = recordOf(readables[dice(readables.length)], Buffer.from(bytes).toString('hex'), head.length, options);
    for (const consumer of consumerIds) {
      const outcome = predictRecord(consumer, record);
      assert.ok(['reads', 'wrong', 'fails', 'unknown'].includes(outcome.kind), consumer);
    }
  }
});

const node = schemas.at(-3) ?? '';
const strings = '{"type":"array","items":"string"}';

for (const { name, schema, hex, dialects, expects } of [
  {
    name: 'a billion nulls',
    schema: '{"type":"array","items":"null"}',
    hex: '80a8d6b90700',
    dialects: [javaClassic, javaFast, fastavro, avsc],
    expects: 'unknown',
  },
  {
    name: 'two million nulls',
    schema: '{"type":"array","items":"null"}',
    hex: '8092f40100',
    dialects: [javaClassic, fastavro, avsc],
    expects: 'unknown',
  },
  {
    name: 'ten billion texts',
    schema: strings,
    hex: '80a0be81954b00',
    dialects: [javaClassic],
    expects: 'java.lang.UnsupportedOperationException: Cannot read collections larger than 2147483639 items in Java library',
  },
  { name: 'a hundred million texts', schema: strings, hex: '8084af5f00', dialects: [javaClassic, javaFast, avsc], expects: 'unknown' },
  { name: 'a text of a gigabyte', schema: '"string"', hex: '8080808008', dialects: [javaClassic, javaFast], expects: 'unknown' },
  {
    name: 'a text of a gigabyte',
    schema: '"string"',
    hex: '8080808008',
    dialects: [fastavro],
    expects: 'EOFError: Expected 1073741824 bytes, read 0',
  },
  { name: 'a text of a gigabyte', schema: '"string"', hex: '8080808008', dialects: [avsc], expects: 'Error: truncated buffer' },
  {
    name: 'a text of 2^62 bytes',
    schema: '"string"',
    hex: '80808080808080808001',
    dialects: [javaClassic],
    expects: 'java.lang.UnsupportedOperationException: Cannot read strings longer than 2147483639 bytes',
  },
  { name: 'a chain without an end', schema: node, hex: '00'.repeat(1000), dialects: [javaClassic, fastavro, avsc], expects: 'unknown' },
  {
    name: 'a number of 64 bits that goes on',
    schema: '"long"',
    hex: 'ffffffffffffffffffff01',
    dialects: [javaClassic, javaFast],
    expects: 'InvalidNumberEncodingException: Invalid long encoding',
  },
  {
    name: 'a number of 32 bits that goes on',
    schema: '"int"',
    hex: 'ffffffffff01',
    dialects: [javaClassic, javaFast],
    expects: 'InvalidNumberEncodingException: Invalid int encoding',
  },
  { name: 'no bytes', schema: '"int"', hex: '', dialects: [javaClassic, javaFast], expects: 'java.io.EOFException' },
  { name: 'no bytes', schema: '"int"', hex: '', dialects: [fastavro], expects: 'EOFError' },
  { name: 'a boolean 2', schema: '"boolean"', hex: '02', dialects: [javaClassic, javaFast], expects: false },
  { name: 'a boolean 2', schema: '"boolean"', hex: '02', dialects: [fastavro, avsc], expects: true },
  { name: 'text that is no UTF-8', schema: '"string"', hex: '04ff41', dialects: [javaClassic, javaFast, avsc], expects: '\ufffdA' },
  {
    name: 'a negative index counts from the end in Python',
    schema: '{"type":"enum","name":"E","symbols":["A","B"]}',
    hex: '01',
    dialects: [fastavro],
    expects: 'B',
  },
  {
    name: 'a negative index',
    schema: '{"type":"enum","name":"E","symbols":["A","B"]}',
    hex: '01',
    dialects: [avsc],
    expects: 'Error: invalid E enum index: -1',
  },
  {
    name: 'a negative index',
    schema: '{"type":"enum","name":"E","symbols":["A","B"]}',
    hex: '01',
    dialects: [javaFast],
    expects: 'java.lang.ArrayIndexOutOfBoundsException: Index -1 out of bounds for length 2',
  },
  { name: 'an index too large', schema: '["null","int"]', hex: '06', dialects: [fastavro], expects: 'IndexError: list index out of range' },
  { name: 'an index too large', schema: '["null","int"]', hex: '06', dialects: [avsc], expects: 'Error: invalid union index: 3' },
  {
    name: 'an index too large of an ambiguous union',
    schema: '["int","long"]',
    hex: '06',
    dialects: [avsc],
    expects: 'Error: invalid union index',
  },
  {
    name: 'a long that is not exact',
    schema: '"long"',
    hex: 'feffffffffffffffff01',
    dialects: [avsc],
    expects: 'Error: potential precision loss',
  },
  {
    name: 'the largest long',
    schema: '"long"',
    hex: 'feffffffffffffffff01',
    dialects: [javaClassic, fastavro],
    expects: 9223372036854775807n,
  },
] satisfies readonly { name: string; schema: string; hex: string; dialects: readonly Dialect[]; expects: unknown }[]) {
  test(`dialects: ${name}, ${hex.slice(0, 24)}`, () => {
    const { schema: parsed } = readableOf(schema);
    assert.ok(parsed);
    for (const dialect of dialects) assert.deepEqual(plain(readLoosely(dialect, parsed, hexBytes(hex), 0)), expects);
  });
}

function plain(reading: LooseReading): unknown {
  return reading.kind === 'value' ? reading.value : reading.kind === 'refused' ? reading.refusal.message : 'unknown';
}
