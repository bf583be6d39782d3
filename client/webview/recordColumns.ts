import type { CellText, RecordsState, RowState, RowView } from './recordsProtocol.ts';
import { formatBytes } from './texts.ts';
import { formatRowTime, toTimeColumn, type TimeColumn } from './timeText.ts';

/** A column of the records table. */
export interface GridColumn {
  readonly id: 'time' | 'partition' | 'offset' | 'key' | 'field' | 'value' | 'schema' | 'size' | 'decoded';
  readonly head: string;
  readonly title: string;
  readonly right: boolean;
  /** Data is set in the editor's font, words in that of the surroundings. */
  readonly mono: boolean;
  /** A track of CSS grid. */
  readonly width: string;
}

/** The columns and how their cells are written. */
export interface GridLayout {
  readonly columns: readonly GridColumn[];
  readonly time: TimeColumn;
  /** How many columns a value stands across that has no fields of its own. */
  readonly valueColumns: number;
}

/**
 * The columns for a state, as wide as the rows that are known need it.
 *
 * @param rows those of the first page; later ones are cut where they are longer
 */
export function toLayout(state: RecordsState, rows: readonly RowView[]): GridLayout {
  const time = toTimeColumn(state.summary?.oldestMs, state.summary?.newestMs, state.timeZone);
  const width = (texts: readonly string[], least: number, most: number) =>
    `calc(${Math.min(most, Math.max(least, ...texts.map(textWidth)))}ch + 18px)`;
  const values: GridColumn[] = state.columns.map(({ field, numeric }, index) => {
    const least = width([`value.${field}`, ...rows.map((row) => row.fields?.[index]?.text ?? '')], 8, 28);
    return column('field', `value.${field}`, `Field ${field} of the value`, index === 0 ? `minmax(${least}, 1fr)` : least, numeric, true);
  });
  if (values.length === 0) values.push(column('value', 'Value', 'The value in one line', 'minmax(24ch, 1fr)', false, true));
  const times = rows.map((row) => formatRowTime(row.timestampMs, state.timeZone, time));
  const zone = state.timeZone === 'UTC' ? 'UTC' : 'the local time';
  const timeTitle = `Time of the record, in ${zone}. Newest first; equal times by partition, then offset.`;
  return {
    time,
    valueColumns: values.length,
    columns: [
      column('time', time.head, timeTitle, width([time.head, ...times], 10, 34), false, true),
      column(
        'partition',
        'P',
        'Partition',
        width(
          rows.map((row) => String(row.partition)),
          2,
          5,
        ),
        true,
        true,
      ),
      column(
        'offset',
        'Offset',
        'Offset',
        width(
          rows.map((row) => row.offset),
          7,
          20,
        ),
        true,
        true,
      ),
      column(
        'key',
        'Key',
        'Key',
        width(
          rows.map((row) => row.key.text),
          5,
          24,
        ),
        false,
        true,
      ),
      ...values,
      column(
        'schema',
        'Schema',
        'Writer schema of the value',
        width(
          rows.map((row) => `${row.schema.text}  `),
          8,
          26,
        ),
        false,
        false,
      ),
      column(
        'size',
        'Size',
        'Size of the value, frame included',
        width(
          rows.map((row) => formatBytes(row.size)),
          6,
          8,
        ),
        true,
        false,
      ),
      column('decoded', 'Decoded', 'Whether the value could be read, and how sure that is', '136px', false, false),
    ],
  };
}

function column(id: GridColumn['id'], head: string, title: string, width: string, right: boolean, mono: boolean): GridColumn {
  return { id, head, title, right, mono, width };
}

/** In widths of a digit; the wide characters of East Asian scripts count twice. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text.slice(0, 60)) width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1;
  return width;
}

/** One cell of a row. */
export interface CellView {
  readonly text: string;
  readonly kind: CellText['kind'] | 'schema' | 'state';
  /** How many columns it stands across. */
  readonly span: number;
  /** The whole of what is cut, or what explains it. */
  readonly title: string;
}

/** The cells of a row, in the columns' order. */
export function toCells(row: RowView, layout: GridLayout, state: RecordsState): CellView[] {
  const cell = ({ text, kind }: CellText, title = text, span = 1): CellView => ({ text, kind, span, title });
  const word = stateWords[row.state];
  // Why a value was not read is as long as a sentence: it has all the room of the value.
  const values = row.fields?.map((field) => cell(field)) ?? [cell(row.value, row.value.text, layout.valueColumns)];
  return [
    { text: formatRowTime(row.timestampMs, state.timeZone, layout.time), kind: row.timestampMs < 0 ? 'null' : 'plain', span: 1, title: '' },
    cell({ text: String(row.partition), kind: 'number' }, ''),
    cell({ text: row.offset, kind: 'number' }, ''),
    cell(row.key),
    ...values,
    { text: row.schema.text, kind: 'schema', span: 1, title: row.schema.text },
    { text: formatBytes(row.size), kind: 'plain', span: 1, title: '' },
    { text: word.text, kind: 'state', span: 1, title: row.why },
  ];
}

interface StateWord {
  readonly text: string;
  /** A codicon. */
  readonly icon: string;
  readonly tone: 'quiet' | 'warn' | 'error' | 'plain';
}

/** The word always stands beside its mark. */
export const stateWords: Readonly<Record<RowState, StateWord>> = {
  exact: { text: 'Exact', icon: 'check', tone: 'quiet' },
  guessed: { text: 'Guessed', icon: 'question', tone: 'warn' },
  failed: { text: 'Not decoded', icon: 'error', tone: 'error' },
  keyFailed: { text: 'Key not decoded', icon: 'error', tone: 'error' },
  tombstone: { text: 'Tombstone', icon: 'circle-slash', tone: 'plain' },
  bytes: { text: 'Bytes only', icon: 'file-binary', tone: 'plain' },
  text: { text: 'Text', icon: 'whole-word', tone: 'quiet' },
  json: { text: 'JSON', icon: 'json', tone: 'quiet' },
};
