import type { CellText, RecordsState, RowState, RowView } from './recordsProtocol.ts';
import { formatBytes } from './texts.ts';
import { formatRowTime, toTimeColumn, type TimeColumn } from './timeText.ts';

/** A column of the records table. */
export interface GridColumn {
  readonly id: 'time' | 'partition' | 'offset' | 'key' | 'field' | 'value' | 'schema' | 'size' | 'decoded';
  /** Of a field's column: which of the state's columns it is. */
  readonly field: number;
  readonly head: string;
  readonly title: string;
  readonly right: boolean;
  /** Data is set in the editor's font, words in that of the surroundings. */
  readonly mono: boolean;
  readonly width: ColumnWidth;
  /** From 1, among all columns, shown or not. */
  readonly position: number;
}

/** In widths of a digit, without the room around the text; `most` is undefined where the column takes what is left. */
export interface ColumnWidth {
  readonly least: number;
  readonly most: number | undefined;
}

/** The columns that are shown and how their cells are written. */
export interface GridLayout {
  readonly columns: readonly GridColumn[];
  /** How many there are where there is room. */
  readonly columnCount: number;
  readonly time: TimeColumn;
}

/** How wide the table is, and a digit in it, in pixels. */
export interface GridRoom {
  readonly widthPx: number;
  readonly digitPx: number;
}

/** On both sides of a cell's text, with a pixel to spare. */
export const cellPaddingPx = 17;

/**
 * The columns for a state, as wide as the rows that are known need it. Where there is no room for all of them, what the
 * details have too is left out first: what stays is when, where, which key, what was in it, and whether it was read.
 *
 * @param rows those of the first page; later ones are cut where they are longer
 */
export function toLayout(state: RecordsState, rows: readonly RowView[], room: GridRoom): GridLayout {
  const time = toTimeColumn(state.summary?.oldestMs, state.summary?.newestMs, state.timeZone);
  const all = allColumns(state, rows, time);
  const leastPx = ({ width }: GridColumn) => width.least * room.digitPx + cellPaddingPx;
  const columns = [...all];
  for (const isDispensable of dispensable) {
    const needed = columns.reduce((sum, column) => sum + leastPx(column), 0);
    if (needed <= room.widthPx) break;
    const at = columns.findIndex(isDispensable);
    if (at >= 0) columns.splice(at, 1);
  }
  return { columns, columnCount: all.length, time };
}

/** In the order in which they go. */
const dispensable: readonly ((column: GridColumn) => boolean)[] = [
  ({ id, field }) => id === 'field' && field === 2,
  ({ id, field }) => id === 'field' && field === 1,
  ({ id }) => id === 'schema',
  ({ id }) => id === 'size',
];

function allColumns(state: RecordsState, rows: readonly RowView[], time: TimeColumn): GridColumn[] {
  const values = state.columns.map(({ field, numeric }, index): Column => {
    const head = `value.${field}`;
    const width = track(
      [forHead(head), ...rows.map((row) => row.fields?.[index]?.text ?? '')],
      index === 0 ? 11 : 9,
      index === 0 ? undefined : 28,
    );
    return { ...data('field', head, `Field ${field} of the value`, width), right: numeric, field: index };
  });
  if (values.length === 0) values.push(data('value', 'Value', 'The value in one line', { least: 20, most: undefined }));
  const times = rows.map((row) => formatRowTime(row.timestampMs, state.timeZone, time));
  const zone = state.timeZone === 'UTC' ? 'UTC' : 'the local time';
  const timeTitle = `Time of the record, in ${zone}. Newest first; equal times by partition, then offset.`;
  const columns: Column[] = [
    data('time', time.head, timeTitle, fixed([`${forHead(time.head)} `, ...times], 34)),
    number('partition', 'P', 'Partition', fixed(['99', ...rows.map((row) => String(row.partition))], 6)),
    number('offset', 'Offset', 'Offset', fixed([forHead('Offset'), ...rows.map((row) => row.offset)], 20)),
    data('key', 'Key', 'Key', track([forHead('Key'), ...rows.map((row) => row.key.text)], 10, 24)),
    ...values,
    // Its badge is set smaller than the data, and has a border.
    word('schema', 'Schema', 'Writer schema of the value', track([forHead('Schema'), ...rows.map((row) => `${row.schema.text} `)], 10, 28)),
    {
      ...word('size', 'Size', 'Size of the value, frame included', fixed(['999 KB', ...rows.map((row) => formatBytes(row.size))], 8)),
      right: true,
    },
    word('decoded', 'Decoded', 'Whether the value could be read, and how sure that is', decodedWidth(rows)),
  ];
  return columns.map((column, index) => ({ ...column, position: index + 1 }));
}

type Column = Omit<GridColumn, 'position'>;

function data(id: GridColumn['id'], head: string, title: string, width: ColumnWidth): Column {
  return { id, field: -1, head, title, right: false, mono: true, width };
}

function number(id: GridColumn['id'], head: string, title: string, width: ColumnWidth): Column {
  return { ...data(id, head, title, width), right: true };
}

function word(id: GridColumn['id'], head: string, title: string, width: ColumnWidth): Column {
  return { ...data(id, head, title, width), mono: false };
}

/** Heads are set in bold in the font of the surroundings, which is wider than the data's at times. */
function forHead(head: string): string {
  return head + ' '.repeat(1 + Math.floor(head.length / 8));
}

/** As wide as its longest text. */
function fixed(texts: readonly string[], most: number): ColumnWidth {
  const width = Math.min(most, longest(texts));
  return { least: width, most: width };
}

/** As wide as its longest text where there is room, and narrower, down to `least`, where there is not. */
function track(texts: readonly string[], least: number, most: number | undefined): ColumnWidth {
  const wanted = longest(texts);
  return { least: Math.min(least, wanted), most: most === undefined ? undefined : Math.min(most, wanted) };
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map(textWidth));
}

/** Of the longest word, with its mark. */
function decodedWidth(rows: readonly RowView[]): ColumnWidth {
  const width = rows.some(({ state }) => state === 'keyFailed') ? 17 : 13;
  return { least: width, most: width };
}

/** In widths of a digit; the wide characters of East Asian scripts count twice. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text.slice(0, 60)) width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1;
  return width;
}

/** One cell of a row. */
export interface CellView {
  /** The column, or the first of those that it stands across. */
  readonly column: GridColumn;
  readonly text: string;
  readonly kind: CellText['kind'] | 'schema' | 'state';
  /** How many columns it stands across. */
  readonly span: number;
  /** The whole of what is cut, or what explains it. */
  readonly title: string;
}

/** The cells of a row, in the order of the columns that are shown. */
export function toCells(row: RowView, { columns, time }: GridLayout, state: RecordsState): CellView[] {
  const valueColumns = columns.filter(({ id }) => id === 'field' || id === 'value');
  return columns.flatMap((column): CellView[] => {
    const cell = ({ text, kind }: Pick<CellView, 'text' | 'kind'>, title = text, span = 1): CellView[] => [
      { column, text, kind, span, title },
    ];
    switch (column.id) {
      case 'time':
        return cell({ text: formatRowTime(row.timestampMs, state.timeZone, time), kind: row.timestampMs < 0 ? 'null' : 'plain' }, '');
      case 'partition':
        return cell({ text: String(row.partition), kind: 'number' }, '');
      case 'offset':
        return cell({ text: row.offset, kind: 'number' }, '');
      case 'key':
        return cell(row.key);
      case 'field':
      case 'value': {
        const field = row.fields?.[column.field];
        if (field) return cell(field);
        // Why a value was not read is as long as a sentence: it has all the room of the value.
        return column === valueColumns[0] ? cell(row.value, row.value.text, valueColumns.length) : [];
      }
      case 'schema':
        return cell({ text: row.schema.text, kind: 'schema' });
      case 'size':
        return cell({ text: formatBytes(row.size), kind: 'plain' }, '');
      case 'decoded':
        return cell({ text: toStateText(row), kind: 'state' }, row.why);
    }
  });
}

function toStateText({ state, schemaId }: RowView): string {
  const { text } = stateWords[state];
  return state === 'noSchema' && schemaId !== undefined ? `${text}, id ${schemaId}` : text;
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
