import type { Schema } from '../../avro/schema.ts';
import { runAtOnce } from '../../slices.ts';
import type { Steps } from '../../slices.ts';
import type { ConsumerColumn, ConsumerId, ConsumerTable } from '../consumerTable.ts';
import type { ReadSample } from '../samples.ts';
import type { RecordToPredict } from './predict.ts';

/** What the table of consumers is made of: one side of a topic. */
export interface ConsumerTableInput extends Pick<RecordToPredict, 'part' | 'topic' | 'asked' | 'askedGuid'> {
  /** In the order in which they are shown: a class each, or a reading where it is undecided. */
  readonly columns: readonly ColumnToPredict[];
  /** Of which there is to be a row; all where there are none. */
  readonly consumers: readonly ConsumerId[];
  /** What is hidden of this side; undefined where nothing is. The masks of records have this shape. */
  readonly masks?: ComparisonMasks | undefined;
}

export interface ColumnToPredict extends ConsumerColumn {
  /** As they are understood in this column; tombstones may be among them, and do not count. */
  readonly samples: readonly ReadSample[];
}

/** What is hidden of values that are compared. */
export interface ComparisonMasks {
  readonly isEmpty: boolean;
  /** Whether the whole of it is hidden. */
  readonly hidesAll: boolean;
  /** What is hidden of a part of it. */
  below(steps: readonly (string | number)[]): ComparisonMasks;
  /** The JSON text with what is hidden replaced. */
  apply(json: string, schema: Schema | undefined): { readonly json: string };
}

/** What consumers make of all samples: a row for each consumer, the worst first, and a cell for each column. */
export function consumerTable(input: ConsumerTableInput): ConsumerTable {
  return runAtOnce(consumerTableSteps(input));
}

/** What {@link consumerTable} does, in steps of some milliseconds. */
// eslint-disable-next-line require-yield
export function* consumerTableSteps(input: ConsumerTableInput): Steps<ConsumerTable> {
  return { columns: input.columns.map(({ title, detail, of }) => ({ title, detail, of })), rows: [] };
}
