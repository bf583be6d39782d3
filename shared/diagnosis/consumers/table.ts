import type { Schema } from '../../avro/schema.ts';
import { runAtOnce } from '../../slices.ts';
import type { Steps } from '../../slices.ts';
import { consumerIds } from '../consumerTable.ts';
import type { ConsumerCell, ConsumerColumn, ConsumerId, ConsumerRow, ConsumerTable, RecordOutcome } from '../consumerTable.ts';
import type { ReadSample } from '../samples.ts';
import { toCell } from './cells.ts';
import type { PreparedSample } from './cells.ts';
import { consumerTexts } from './consumerTexts.ts';
import { predictRecord } from './predict.ts';
import type { RecordToPredict } from './predict.ts';

/** What the table of consumers is made of: one side of a topic. */
export interface ConsumerTableInput extends Pick<RecordToPredict, 'part' | 'topic' | 'asked' | 'askedGuid' | 'askedGlobalId'> {
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
  /** Whether there are others, all too large to be tried. */
  readonly isTooLarge?: boolean | undefined;
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
export function* consumerTableSteps(input: ConsumerTableInput): Steps<ConsumerTable> {
  const columns = input.columns.map(({ samples }) => samples.flatMap((read) => prepare(input, read)));
  const rows: ConsumerRow[] = [];
  for (const consumer of input.consumers.length === 0 ? consumerIds : input.consumers) {
    const cells: ConsumerCell[] = [];
    const versions: string[] = [];
    for (const [column, samples] of columns.entries()) {
      const isTooLarge = input.columns[column]?.isTooLarge === true;
      const outcomes: RecordOutcome[] = [];
      for (const { record } of samples) {
        outcomes.push(predictRecord(consumer, record));
        yield;
      }
      const made = toCell({ consumer, samples, outcomes, isTooLarge, isWhole: columns.length === 1, masks: input.masks });
      cells.push(made.cell);
      versions.push(...made.versions);
    }
    rows.push({ consumer, title: consumerTexts[consumer].title, versions: joined([...new Set(versions)]), cells });
  }
  rows.sort((a, b) => badness(b) - badness(a));
  return { columns: input.columns.map(({ title, detail, of }) => ({ title, detail, of })), rows: rows.map(withSame) };
}

/** Nothing where it is a tombstone, which every consumer reads as one. */
function prepare({ part, topic, asked, askedGuid, askedGlobalId }: ConsumerTableInput, read: ReadSample): readonly PreparedSample[] {
  const { sample, readable, value } = read;
  if (sample.bytes === null) return [];
  const { bytes, headers } = sample;
  const others = askedGlobalId === undefined ? {} : { askedGlobalId };
  return [{ read, record: { bytes, headers, part, topic, asked, askedGuid, ...others, schema: readable, written: value } }];
}

function joined(versions: readonly string[]): string | undefined {
  const last = versions.at(-1);
  return versions.length < 2 ? last : `${versions.slice(0, -1).join(', ')} and ${last ?? ''}`;
}

const order: readonly ConsumerCell['outcome'][] = ['reads', 'unknown', 'partly', 'fails', 'wrong'];

/** The worst cell decides; then what was seen stands before what was not, and what more people use before what fewer do. */
function badness({ consumer, cells, versions }: ConsumerRow): number {
  const worst = Math.max(0, ...cells.map(({ outcome }) => order.indexOf(outcome)));
  return 1000 * worst + (versions === undefined ? 0 : 100) - mostUsed.indexOf(consumer);
}

const mostUsed = Object.keys(consumerTexts);

/** Where a wrong value is that of a row above, it says so. */
function withSame(row: ConsumerRow, index: number, rows: readonly ConsumerRow[]): ConsumerRow {
  const cells = row.cells.map((cell, column) => {
    if (!cell.text.endsWith(', probably')) return cell;
    const mine = cell.comparison && JSON.stringify(cell.comparison.rows);
    const isSame = rows
      .slice(0, index)
      .some(({ cells: above }) => above[column]?.comparison !== undefined && JSON.stringify(above[column].comparison.rows) === mine);
    if (mine !== undefined && isSame)
      return { ...cell, text: `${cell.text}: the same value as above`, comparison: undefined, note: undefined };
    return { ...cell, text: `${cell.text}: computed here` };
  });
  return { ...row, cells };
}
