import type { ConsumerCell, ConsumerId, ConsumerRow } from '../../../shared/diagnosis/consumerTable.ts';
import type {
  Band,
  Diagnosis,
  Evidence,
  FoundClass,
  FoundSchema,
  FramingChange,
  RecordRef,
  SideDiagnosis,
} from '../../../shared/diagnosis/diagnosis.ts';

// Reports of three topics: its framing has changed, all is fine, the bytes can't decide. Times are local, as reports say them.

export const at = (hours: number, minutes: number, seconds = 0, day = 10): number =>
  new Date(2026, 10, day, hours, minutes, seconds).getTime();

/** When the reports are looked at. */
export const nowMs = at(11, 40, 0, 22);

const refs = (partition: number, from: number, length: number): RecordRef[] =>
  Array.from({ length }, (_, index) => ({ partition, offset: BigInt(from + index) }));

const schemaOf = (name: string, given: Partial<FoundSchema['source']>, sampled: number, isOwn = true): FoundSchema => ({
  source: { schemaId: undefined, subject: undefined, version: undefined, fullname: name, ...given },
  schema: { text: JSON.stringify({ type: 'record', name, fields: [] }), references: [], label: given.subject ?? `${name}.avsc` },
  ...{ isOwn, sampled },
});

const classOf = (index: number, given: Partial<FoundClass> & Pick<FoundClass, 'framing' | 'name' | 'records' | 'share'>): FoundClass => ({
  ...{ index, fault: undefined, certainty: 'proved', schemas: [], unknownIds: [], sampled: 0, partitions: [0, 1, 2] },
  ...{ firstMs: undefined, lastMs: undefined, samples: [] },
  ...given,
});

const reads: ConsumerCell = { outcome: 'reads', text: 'Reads', isMeasured: true, errors: [], comparison: undefined, note: undefined };
const cell = (outcome: ConsumerCell['outcome'], text: string, given: Partial<ConsumerCell> = {}): ConsumerCell => ({
  ...reads,
  ...{ outcome, text },
  ...given,
});
const failsBy = (text: string, given: { causes?: string[]; count?: number; of?: number; note?: string } = {}) => ({
  ...{ text, causes: [], count: 137, of: 137 },
  ...given,
});
const row = (consumer: ConsumerId, title: string, versions: string | undefined, ...cells: ConsumerCell[]): ConsumerRow => ({
  ...{ consumer, title, versions },
  cells: versions === undefined ? cells.map((one) => ({ ...one, isMeasured: false })) : cells,
});

export const absentSide = (part: 'key' | 'value'): SideDiagnosis => ({
  ...{ part, state: 'absent', severity: 'info', headline: `There are no ${part}s.`, detail: '', classes: [], bands: [], changes: [] },
  ...{ evidence: [], readings: [], consumers: { columns: [], rows: [] }, advice: [] },
});

const textKeys: SideDiagnosis = {
  ...absentSide('key'),
  ...{ state: 'one', severity: 'ok', headline: 'Keys are UTF-8 text throughout.' },
  classes: [classOf(0, { framing: 'text', name: 'UTF-8 text', records: 59_674n, share: 1, sampled: 405 })],
};

const base: Diagnosis = {
  ...{ connection: 'local', topic: 'example-messages', startedMs: nowMs, durationMs: 1400, stage: 'done', stopped: 'done' },
  reads: { records: 405, forChanges: 45, bytes: 90_000, fetches: 31, each: 40 },
  partitions: [
    { partition: 0, firstOffset: 0n, endOffset: 20_412n },
    { partition: 1, firstOffset: 0n, endOffset: 20_389n },
    { partition: 2, firstOffset: 1530n, endOffset: 20_403n },
  ],
  registry: { url: 'http://localhost:8081', subjects: 12, tried: undefined },
  ...{ notes: [], key: textKeys, value: absentSide('value') },
};

const changeOffsets = [18_204n, 18_197n, 18_232n];
const ticks = (partition: number): bigint[] =>
  [0.001, 0.005, 0.498, 0.502, 0.75, 0.875, 0.883, 0.89, 0.893, 0.898, 0.906, 0.937, 0.994, 0.998].map((part) =>
    BigInt(Math.round(Math.max(partition === 2 ? 1530 : 0, part * 20_400))),
  );

const bandsOf = (partition: number): Band[] => {
  const { firstOffset, endOffset } = base.partitions[partition] ?? { firstOffset: 0n, endOffset: 0n };
  const change = changeOffsets[partition] ?? 0n;
  const all = ticks(partition);
  return [
    {
      ...{ partition, from: firstOffset, to: change, classes: [0], firstMs: at(9, 0), lastMs: at(14, 2, 6), schemaIds: [12] },
      read: all.filter((offset) => offset < change),
    },
    {
      ...{ partition, from: change, to: endOffset, classes: [1], firstMs: at(14, 2, 7), lastMs: at(18, 30), schemaIds: [] },
      read: all.filter((offset) => offset >= change),
    },
  ];
};

const switchEvidence: Evidence[] = [
  {
    ...{ weight: 'for', of: 0, count: 268, records: [...refs(0, 18_100, 50), ...refs(1, 18_100, 50)] },
    text: 'Before: 268 of 268 begin with `00 00 00 00 0c`. Schema id 12 is version 1 of example-messages-value, and the payload is read to the last byte.',
    subject: { subject: 'example-messages-value', version: 1 },
  },
  {
    ...{ weight: 'for', of: 1, count: 137, records: refs(0, 18_204, 60) },
    text: 'Since: 137 of 137 are read to the last byte as example.avro.ExampleMessage without a frame; all strings are valid UTF-8.',
  },
  {
    ...{ weight: 'for', of: 1, count: 6, records: refs(1, 18_300, 6) },
    text: 'Since, taken as frames they make no sense: 131 do not begin with `00`. 6 do (their `field_1` is empty) and would name schema id 393732, which the registry does not have.',
  },
  {
    ...{ weight: 'neutral', of: undefined, count: 405, records: refs(0, 0, 40) },
    text: 'No record has `__value_schema_id` or another header that names a schema; nothing in the records says which program wrote them.',
  },
];

const sparkWrong = cell('wrong', 'Silently wrong, in FAILFAST too', {
  comparison: {
    record: { partition: 0, offset: 18_203n },
    rows: [
      { path: 'field_1', written: '"field_1_1"', read: '""' },
      { path: 'field_2', written: '1', read: '0' },
      { path: 'field_3', written: '[10]', read: '[]' },
    ],
    more: 0,
  },
  note: "The frame's first three zeros are read as values; the 16 bytes left over are not reported",
});
const unknownMagic = 'SerializationException: Unknown magic byte!';

/** Framed up to a moment, and bare since. */
export const switchDiagnosis: Diagnosis = {
  ...base,
  value: {
    ...{ part: 'value', state: 'changed', severity: 'warning', readings: [] },
    headline: 'Values are bare Avro since 10 Nov 14:02 (partition 0: offset 18,204); before that Confluent-framed.',
    detail: 'None of the consumers below reads both parts. Spark reads the older part silently wrong. Keys are UTF-8 text throughout.',
    classes: [
      classOf(0, {
        ...{ framing: 'confluent-prefix', name: 'Confluent prefix', records: 53_103n, share: 0.89, sampled: 268 },
        schemas: [schemaOf('ExampleMessage', { schemaId: 12, subject: 'example-messages-value', version: 1 }, 268)],
        ...{
          firstMs: at(9, 0),
          lastMs: at(14, 2, 6),
          samples: [...refs(0, 18_190, 14).reverse(), ...refs(1, 18_190, 7), ...refs(2, 18_190, 42)],
        },
      }),
      classOf(1, {
        ...{ framing: 'bare', name: 'bare Avro', records: 6571n, share: 0.11, sampled: 137 },
        schemas: [schemaOf('ExampleMessage', { fullname: 'example.avro.ExampleMessage' }, 137)],
        ...{ firstMs: at(14, 2, 7), lastMs: at(18, 30), samples: [...refs(0, 18_204, 30), ...refs(1, 18_197, 30), ...refs(2, 18_232, 30)] },
      }),
    ],
    bands: [0, 1, 2].flatMap(bandsOf),
    changes: changeOffsets.map((offset, partition): FramingChange => ({
      ...{ partition, offset, before: offset - 1n, from: 0, to: 1 },
      timestampMs: at(14, 2, partition === 2 ? 8 : 7),
    })),
    evidence: switchEvidence,
    consumers: {
      columns: [
        { title: 'Before 10 Nov 14:02', detail: 'Confluent prefix, 53,103 records', of: 0 },
        { title: 'Since 10 Nov 14:02', detail: 'bare Avro, 6,571 records', of: 1 },
      ],
      rows: [
        row('spark-failfast', 'Spark `from_avro`, FAILFAST', '3.5.7 and 4.1.1', sparkWrong, reads),
        row('flink-avro', 'Flink `avro`', undefined, cell('wrong', 'Silently wrong, probably: the same value as above'), reads),
        row(
          ...(['abris', 'ABRiS `from_avro`', '5.1.1, Spark 3.1.3', reads] as const),
          cell('fails', 'Fails; the first such record stops the job', {
            errors: [failsBy('SparkException: Malformed records are detected in record parsing.', { causes: [unknownMagic] })],
          }),
        ),
        row(
          ...(['confluent-python', 'confluent-kafka-python', '2.16.0', reads] as const),
          cell('fails', 'Fails', {
            errors: [
              failsBy('KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="Invalid magic byte"}', { count: 131 }),
              failsBy('Schema 393732 not found. (HTTP status code 404, SR code 40403)', { count: 6 }),
            ],
          }),
        ),
        row(
          ...(['java-confluent', 'Java KafkaAvroDeserializer', '7.9.5', reads] as const),
          cell('fails', 'Fails', {
            errors: [failsBy(unknownMagic, { count: 131 }), failsBy('Error retrieving Avro value schema for id 393732', { count: 6 })],
          }),
        ),
        row('connect', 'Connect AvroConverter', undefined, reads, cell('fails', 'Fails; the exact text is not known')),
      ],
    },
    advice: [
      {
        text: "Change the writer back, if it was not meant: something began to write bare Avro at 14:02:07. Spark's `to_avro` does; a Confluent serializer or ABRiS writes the frame.",
      },
      {
        text: 'Make one framing out of two: the 6,571 bare values are copied to a new topic as Confluent prefix (or the 53,103 others as bare Avro). A dry run counts first.',
        action: 'reframe',
      },
      { text: 'Until then, read both parts, each in its way:', action: 'snippets' },
    ],
  },
};

/** All is as it should be. */
export const fineDiagnosis: Diagnosis = {
  ...base,
  ...{ topic: 'orders', durationMs: 900, reads: { ...base.reads, records: 360, forChanges: 0 } },
  partitions: [4172n, 4191n, 4117n].map((endOffset, partition) => ({ partition, firstOffset: 0n, endOffset })),
  value: {
    ...absentSide('value'),
    ...{ state: 'one', severity: 'ok' },
    headline: 'Values are Confluent-framed throughout, by 3 versions of orders-value; every sampled value reads.',
    detail:
      'No change of framing, no foreign schema id, no bytes left over. Readers that use the registry read it; a plain Spark `from_avro` needs one step more. Keys are UTF-8 text.',
    classes: [
      classOf(0, {
        ...{ framing: 'confluent-prefix', name: 'Confluent prefix', records: 12_480n, share: 1, sampled: 360 },
        schemas: [9, 10, 13].map((schemaId, index) => schemaOf('Order', { schemaId, subject: 'orders-value', version: index + 1 }, 120)),
        samples: refs(0, 4132, 40),
      }),
    ],
    bands: [4172n, 4191n, 4117n].map((to, partition) => ({
      ...{ partition, from: 0n, to, classes: [0], firstMs: at(9, 0), lastMs: at(18, 0), schemaIds: [9, 10, 13] },
      read: [4, 21, 2040, 2056, 4050, 4066].map(BigInt),
    })),
    evidence: [
      {
        ...{ weight: 'for', of: 0, count: 360, records: refs(0, 4132, 40) },
        text: '360 of 360 begin with `00` and a schema id that is registered for this topic: 9, 10 and 13 are versions 1, 2 and 3 of orders-value.',
        subject: { subject: 'orders-value', version: undefined },
      },
      {
        weight: 'for',
        of: 0,
        count: 360,
        records: refs(0, 4132, 40),
        text: '360 of 360 payloads are read to the last byte by the schema they name.',
      },
    ],
    consumers: {
      columns: [{ title: 'All values', detail: 'Confluent prefix, 12,480 records', of: 0 }],
      rows: [
        row(
          ...(['spark-failfast', 'Spark `from_avro`, FAILFAST', '3.5.7'] as const),
          cell('fails', 'Fails unless the 5 frame bytes are dropped', {
            errors: [
              failsBy('SparkException: Malformed records are detected in record parsing. Current parse Mode: FAILFAST.', {
                ...{ count: 360, of: 360, causes: ['java.lang.IndexOutOfBoundsException: Index -7 out of bounds for length 3'] },
                note: '(−7 is the last byte of the schema id, `0d`, read as an enum index)',
              }),
            ],
          }),
        ),
        row('confluent-python', 'confluent-kafka-python', '2.16.0', reads),
        row('java-confluent', 'Java KafkaAvroDeserializer', '7.9.5', reads),
        row('connect', 'Connect AvroConverter', undefined, reads),
      ],
    },
    advice: [
      {
        text: 'Nothing, for readers that use the registry. For Spark, drop the frame and use the schema that the frame names:',
        action: 'snippets',
      },
    ],
  },
};

const undecidedContents = ['0a', '0c', '10', '0a'].map((last, index) => ({
  record: { partition: 0, offset: BigInt(index) },
  hex: `00 00 00 00 02 00 ${last}`,
  n: parseInt(last, 16) / 2,
}));

/** Two readings, one of which is wrong. */
export const undecidedDiagnosis: Diagnosis = {
  ...base,
  ...{ topic: 'telemetry', durationMs: 200, reads: { records: 4, forChanges: 0, bytes: 28, fetches: 1, each: 40 } },
  partitions: [{ partition: 0, firstOffset: 0n, endOffset: 4n }],
  key: absentSide('key'),
  value: {
    ...absentSide('value'),
    ...{ state: 'undecided', severity: 'info' },
    headline: 'The bytes cannot decide: every value reads cleanly as Confluent-framed and as bare Avro.',
    detail:
      'One of the two readings is wrong, and no reader would report it. All 4 values of the topic were read; none fits only one way. Keys are absent.',
    bands: [
      {
        ...{ partition: 0, from: 0n, to: 4n, classes: [], firstMs: at(14, 2), lastMs: at(14, 5), read: [0n, 1n, 2n, 3n], schemaIds: [2] },
      },
    ],
    readings: [
      {
        ...{ framing: 'confluent-prefix', name: 'Confluent prefix', by: 'schema id 2: feature-flags-value, version 1' },
        schemas: [schemaOf('Flag', { schemaId: 2, subject: 'feature-flags-value', version: 1 }, 4, false)],
        contents: undecidedContents.map(({ record, hex, n }) => ({ record, hex, preview: `{"flag":false,"count":${n}}` })),
      },
      {
        ...{ framing: 'bare', name: 'bare Avro', by: 'workspace file Counters.avsc: a nullable record of 3 nullable longs' },
        schemas: [schemaOf('Counters', {}, 4, false)],
        contents: undecidedContents.map(({ record, hex, n }) => ({ record, hex, preview: `{"a":0,"b":1,"c":${n}}` })),
      },
    ],
    evidence: [
      {
        weight: 'for',
        of: 0,
        count: 4,
        records: refs(0, 0, 4),
        text: 'schema id 2 exists, and its schema reads all 4 payloads to the last byte.',
      },
      {
        ...{ weight: 'against', of: 0, count: 0, records: [], subject: { subject: 'feature-flags-value', version: 1 } },
        text: 'id 2 is registered under feature-flags-value only; this topic has no subject.',
      },
      { weight: 'neutral', of: 0, count: 0, records: [], text: 'a payload of 2 bytes fits many schemas.' },
      { weight: 'for', of: 1, count: 4, records: refs(0, 0, 4), text: 'Spark writes nullable columns so, `00` before each value.' },
      {
        weight: 'against',
        of: 1,
        count: 0,
        records: [],
        text: 'nothing ties Counters.avsc to this topic; of 14 workspace schemas it is the one that fits.',
      },
      { weight: 'against', of: 1, count: 0, records: [], text: '`a` is 0 and `b` is 1 in all 4 values, as a constant frame would look.' },
    ],
    consumers: {
      columns: [
        { title: 'If it is Confluent-framed', detail: '4 records', of: 0 },
        { title: 'If it is bare Avro', detail: '4 records', of: 1 },
      ],
      rows: [
        row(
          ...(['confluent-python', 'confluent-kafka-python', '2.16.0', reads] as const),
          cell('wrong', 'Silently wrong', {
            comparison: {
              record: { partition: 0, offset: 0n },
              rows: [{ path: '', written: '{"a":0,"b":1,"c":5}', read: '{"flag":false,"count":5}' }],
              more: 0,
            },
          }),
        ),
        row(
          ...(['spark-failfast', 'Spark `from_avro`, FAILFAST', '3.5.7 and 4.1.1'] as const),
          cell('wrong', 'Silently wrong', {
            comparison: {
              record: { partition: 0, offset: 0n },
              rows: [{ path: '', written: '{"flag":false,"count":5}', read: '{"a":0,"b":1,"c":5}' }],
              more: 0,
            },
          }),
          reads,
        ),
        row('flink-avro-confluent', 'Flink `avro-confluent`', undefined, reads, cell('wrong', 'Silently wrong')),
      ],
    },
    advice: [
      {
        text: 'Ask the writer: `to_avro` writes bare Avro, a Confluent serializer or ABRiS writes the frame. Then say so: it is kept for this topic, and every row decoded so says "by your choice".',
        action: 'treat-as',
      },
      {
        text: 'Or wait for one record that fits only one way: any with `a` other than 0 or `b` other than 1 decides.',
        action: 'watch',
      },
      { text: 'Snippets and re-framing come when the framing is decided or chosen: on a wrong guess they would spread wrong values.' },
    ],
  },
};
