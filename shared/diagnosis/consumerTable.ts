import type { RecordRef } from './diagnosis.ts';

/** Software that reads topics. Those of one program differ by a setting, or by a version that behaves differently. */
export const consumerIds = [
  'java-confluent',
  'java-confluent-8',
  'confluent-python',
  'confluent-js',
  'confluent-go',
  'confluent-dotnet',
  'spark-failfast',
  'spark-permissive',
  'abris',
  'flink-avro',
  'flink-avro-confluent',
  'connect',
  'ksqldb',
  'apicurio-3',
  'apicurio-2',
  'glue',
  'java-single-object',
] as const;
export type ConsumerId = (typeof consumerIds)[number];

/** Who can read it: a row for each consumer, the worst first. */
export interface ConsumerTable {
  readonly columns: readonly ConsumerColumn[];
  readonly rows: readonly ConsumerRow[];
}

/** What is on the topic, or what it may be: a class, or a reading where it is undecided. */
export interface ConsumerColumn {
  /** "Before 10 Nov 14:02", "All values", "If it is bare Avro". */
  readonly title: string;
  /** "Confluent prefix, 53,103 records". */
  readonly detail: string;
  /** A place in `classes`, or in `readings` where it is undecided. */
  readonly of: number;
}

export interface ConsumerRow {
  readonly consumer: ConsumerId;
  /** With code in backticks: "Spark `from_avro`, FAILFAST". */
  readonly title: string;
  /** The software and versions with which its cells were measured: "3.5.7 and 4.1.1"; undefined where all is from documentation. */
  readonly versions: string | undefined;
  /** As many as there are columns. */
  readonly cells: readonly ConsumerCell[];
}

export interface ConsumerCell {
  /** `partly`: some of the samples are read and others are not; `unknown`: what happens depends on what is not known here. */
  readonly outcome: 'wrong' | 'fails' | 'partly' | 'unknown' | 'reads';
  /** One sentence without a full stop: "Silently wrong, in FAILFAST too", "Fails; the first such record stops the job", "Reads". */
  readonly text: string;
  /** Whether this was seen with the real software, for this framing. */
  readonly isMeasured: boolean;
  /** What it says where it fails, the most frequent first. */
  readonly errors: readonly ConsumerError[];
  /** A record that it reads wrong. Contents. */
  readonly comparison: Comparison | undefined;
  /** One sentence more, such as why it reads what it reads. */
  readonly note: string | undefined;
}

export interface ConsumerError {
  /** As it is printed: "SerializationException: Unknown magic byte!". */
  readonly text: string;
  /** What caused it, the outermost first. */
  readonly causes: readonly string[];
  /** Of how many of the column's samples. */
  readonly count: number;
  readonly of: number;
  readonly note?: string | undefined;
}

export interface Comparison {
  readonly record: RecordRef;
  /** Field by field where both are records: values as JSON, shortened. */
  readonly rows: readonly { readonly path: string; readonly written: string; readonly read: string }[];
  /** Fields that are not listed. */
  readonly more: number;
}

/** What becomes of one record. JSON is plain: unions untagged, bytes in hex, logical types as their numbers. */
export type RecordOutcome =
  | { readonly kind: 'reads'; readonly json: string | undefined }
  /** Without an error, and not what was written. */
  | { readonly kind: 'wrong'; readonly json: string }
  | { readonly kind: 'fails'; readonly text: string; readonly causes: readonly string[]; readonly note?: string | undefined }
  /** @property reason one sentence */
  | { readonly kind: 'unknown'; readonly reason: string };
