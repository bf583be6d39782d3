import type { Value } from '../../avro/value.ts';
import type { Header } from '../../wire/frame.ts';
import type { ReadableSchema } from '../../wire/readableSchema.ts';
import type { ConsumerId, RecordOutcome } from '../consumerTable.ts';
import type { AskedId } from '../samples.ts';
import { predictAbris } from './abris.ts';
import { predictApicurio2, predictApicurio3 } from './apicurio.ts';
import { predictConfluentJs } from './confluentJs.ts';
import { predictConfluentPython } from './confluentPython.ts';
import { predictFlinkAvro, predictFlinkConfluent } from './flink.ts';
import { predictGlue } from './glue.ts';
import { predictConfluentDotnet, predictConfluentGo } from './goAndDotnet.ts';
import { predictConnect, predictJavaConfluent, predictJavaConfluent8, predictKsqldb } from './javaConfluent.ts';
import { predictSingleObject } from './singleObject.ts';
import { predictSparkFailfast, predictSparkPermissive } from './spark.ts';

/** One key or value, and what a consumer of it would have at hand. */
export interface RecordToPredict {
  readonly bytes: Uint8Array;
  /** Of its record. */
  readonly headers: readonly Header[];
  readonly part: 'key' | 'value';
  readonly topic: string;
  /** The schema that consumers read by which must be told one (Spark, Flink `avro`), and that wrote the record; undefined where none is known. */
  readonly schema: ReadableSchema | undefined;
  /** What was written, by `schema`; undefined where it is not known. */
  readonly written: Value | undefined;
  /** What the registry says of a schema id; undefined where it was not asked. */
  readonly asked: (schemaId: number) => AskedId | undefined;
  /** What the registry says of a GUID; undefined where it was not asked; `none` where it knows no GUIDs. */
  readonly askedGuid: (guid: string) => AskedId | 'none' | undefined;
  /** What Apicurio's registry says of a global id; undefined where it was not asked. */
  readonly askedGlobalId?: (globalId: bigint) => AskedId | undefined;
}

/**
 * What becomes of a record in a consumer's hands: by really reading it as that software does, with the defaults of its settings.
 *
 * Texts are `Class: message`, or the class alone where there is no message. Classes of `java.*` have their packages, as stack
 * traces show them; others have not. The text is empty where it fails, but nobody knows with which words.
 */
export function predictRecord(consumer: ConsumerId, record: RecordToPredict): RecordOutcome {
  return predictions[consumer](record);
}

const predictions: Readonly<Record<ConsumerId, (record: RecordToPredict) => RecordOutcome>> = {
  'java-confluent': predictJavaConfluent,
  'java-confluent-8': predictJavaConfluent8,
  'confluent-python': predictConfluentPython,
  'confluent-js': predictConfluentJs,
  'confluent-go': predictConfluentGo,
  'confluent-dotnet': predictConfluentDotnet,
  'spark-failfast': predictSparkFailfast,
  'spark-permissive': predictSparkPermissive,
  abris: predictAbris,
  'flink-avro': predictFlinkAvro,
  'flink-avro-confluent': predictFlinkConfluent,
  connect: predictConnect,
  ksqldb: predictKsqldb,
  'apicurio-3': predictApicurio3,
  'apicurio-2': predictApicurio2,
  glue: predictGlue,
  'java-single-object': predictSingleObject,
};
