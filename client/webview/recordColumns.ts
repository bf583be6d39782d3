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
  const values: GridColumn[] = state.columns.map(({ field, numeric }, index) => {
    const width = track(
      [`value.${field}${' '.repeat(2 + field.length / 8)}`, ...rows.map((row) => row.fields?.[index]?.text ?? '')],
      9,
      28,
      index === 0,
    );
    return column('field', `value.${field}`, `Field ${field} of the value`, width, numeric, true);
  });
  if (values.length === 0) values.push(column('value', 'Value', 'The value in one line', 'minmax(24ch, 1fr)', false, true));
  const times = rows.map((row) => formatRowTime(row.timestampMs, state.timeZone, time));
  const zone = state.timeZone === 'UTC' ? 'UTC' : 'the local time';
  const timeTitle = `Time of the record, in ${zone}. Newest first; equal times by partition, then offset.`;
  return {
    time,
    valueColumns: values.length,
    columns: [
      column('time', time.head, timeTitle, fixed(['Time    ', `${time.head}   `, ...times], 34), false, true),
      column('partition', 'P', 'Partition', fixed(['99', ...rows.map((row) => String(row.partition))], 6), true, true),
      column('offset', 'Offset', 'Offset', fixed(['Offset ', ...rows.map((row) => row.offset)], 20), true, true),
      column('key', 'Key', 'Key', track(['Key  ', ...rows.map((row) => row.key.text)], 8, 24), false, true),
      ...values,
      // Its badge is set smaller than the data, and has a border.
      column(
        'schema',
        'Schema',
        'Writer schema of the value',
        track(['Schema ', ...rows.map((row) => `${row.schema.text} `)], 9, 28),
        false,
        false,
      ),
      column(
        'size',
        'Size',
        'Size of the value, frame included',
        fixed(['999 KB', ...rows.map((row) => formatBytes(row.size))], 8),
        true,
        false,
      ),
      column('decoded', 'Decoded', 'Whether the value could be read, and how sure that is', decodedWidth(rows), false, false),
    ],
  };
}

function column(id: GridColumn['id'], head: string, title: string, width: string, right: boolean, mono: boolean): GridColumn {
  return { id, head, title, right, mono, width };
}

/** As wide as its longest text. */
function fixed(texts: readonly string[], most: number): string {
  return toWidth(Math.min(most, longest(texts)));
}

/** As wide as its longest text where there is room, and narrower, down to `least`, where there is not. */
function track(texts: readonly string[], least: number, most: number, takesTheRest = false): string {
  const wanted = Math.min(most, longest(texts));
  return `minmax(${toWidth(Math.min(least, wanted))}, ${takesTheRest ? '1fr' : toWidth(wanted)})`;
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map(textWidth));
}

function toWidth(chars: number): string {
  return `calc(${chars}ch + 17px)`;
}

function decodedWidth(rows: readonly RowView[]): string {
  return rows.some(({ state }) => state === 'keyFailed') ? '140px' : '112px';
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
    {
      text: row.state === 'noSchema' && row.schemaId !== undefined ? `${word.text}, id ${row.schemaId}` : word.text,
      kind: 'state',
      span: 1,
      title: row.why,
    },
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
  noSchema: { text: 'Bytes', icon: 'file-binary', tone: 'warn' },
  failed: { text: 'Not decoded', icon: 'error', tone: 'error' },
  keyFailed: { text: 'Key not decoded', icon: 'error', tone: 'error' },
  tombstone: { text: 'Tombstone', icon: 'circle-slash', tone: 'plain' },
  bytes: { text: 'Bytes only', icon: 'file-binary', tone: 'plain' },
  text: { text: 'Text', icon: 'whole-word', tone: 'quiet' },
  json: { text: 'JSON', icon: 'json', tone: 'quiet' },
};
