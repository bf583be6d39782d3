import type { Header } from '../../wire/frame.ts';
import type { ReadableSchema } from '../../wire/readableSchema.ts';
import type { Value } from '../../avro/value.ts';
import type { ConsumerId, RecordOutcome } from '../consumerTable.ts';
import type { AskedId } from '../samples.ts';

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
}

/** What becomes of a record in a consumer's hands: by really reading it as that software does. */
export function predictRecord(consumer: ConsumerId, record: RecordToPredict): RecordOutcome {
  return { kind: 'unknown', reason: `Nobody knows what ${consumer} makes of ${record.bytes.length} bytes.` };
}
