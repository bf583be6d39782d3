import type { Column, ColumnId, FixedColumn, RowView } from '../records/recordsView.ts';
import type { ColumnHeads } from './gridState.ts';
import { notTested, toHeaders, toStateText } from './recordCells.ts';
import type { TimeZone } from './recordsProtocol.ts';
import { formatBytes } from './texts.ts';
import { formatRowTime, type TimeColumn } from './timeText.ts';

/** A column of the records table. */
export interface GridColumn {
  readonly id: ColumnId;
  /** Of a path: which of the row's fields it is; -1 of a fixed column. */
  readonly field: number;
  readonly head: string;
  readonly title: string;
  readonly right: boolean;
  /** Data is set in the editor's font, words in that of the surroundings. */
  readonly mono: boolean;
  readonly widthPx: number;
  /** From 1, among all columns, shown or not. */
  readonly position: number;
}

/** The columns that are shown and how their cells are written. */
export interface GridLayout {
  readonly columns: readonly GridColumn[];
  /** How many there are where there is room. */
  readonly columnCount: number;
  readonly time: TimeColumn;
  readonly timeZone: TimeZone;
}

export interface LayoutOptions {
  readonly columns: readonly Column[];
  /** Those that are known: columns are as wide as these need, and what is longer is cut. */
  readonly rows: readonly RowView[];
  readonly time: TimeColumn;
  readonly timeZone: TimeZone;
  readonly heads?: ColumnHeads | undefined;
  /** In pixels, where somebody has chosen them. */
  readonly widths: Readonly<Record<string, number>>;
  /** Whether columns may be left out where there is no room: nobody has chosen them. */
  readonly isAutomatic: boolean;
  /** How wide the table is, and a digit in it, in pixels. */
  readonly widthPx: number;
  readonly digitPx: number;
}

/** On both sides of a cell's text, with a pixel to spare. */
export const cellPaddingPx = 17;
export const leastColumnPx = 28;
const mostColumnPx = 1200;

export function isPath(id: ColumnId): boolean {
  return /^(?:value|key)[.[]/.test(id);
}

export function clampWidth(widthPx: number): number {
  return Math.round(Math.max(leastColumnPx, Math.min(mostColumnPx, widthPx)));
}

/**
 * The columns with their widths. Where there is no room for all that nobody chose, what the details have too is left out
 * first: what stays is when, where, which key, what was in it, and whether it was read. Chosen ones are all shown.
 */
export function toLayout(options: LayoutOptions): GridLayout {
  const { widthPx, isAutomatic, time, timeZone } = options;
  const all = toColumns(options);
  const columns = [...all];
  const least = () => columns.reduce((sum, column) => sum + column.leastPx, 0);
  if (isAutomatic) {
    for (const isDispensable of dispensable) {
      if (least() <= widthPx) break;
      const at = columns.findLastIndex(isDispensable);
      if (at >= 0 && (!isPath(columns[at]?.id ?? 'key') || columns.filter(({ id }) => isPath(id)).length > 1)) columns.splice(at, 1);
    }
  }
  return { columns: fill(columns, widthPx), columnCount: all.length, time, timeZone };
}

/** In the order in which they go; the first of the fields stays. */
const dispensable: readonly ((column: { readonly id: ColumnId }) => boolean)[] = [
  ({ id }) => isPath(id),
  ({ id }) => isPath(id),
  ({ id }) => id === 'schema',
  ({ id }) => id === 'size',
];

interface SizedColumn extends Omit<GridColumn, 'widthPx'> {
  readonly leastPx: number;
  readonly wantedPx: number;
  /** Takes what is left of the room. */
  readonly isFlexible: boolean;
}

/** Shares the room out: all that is wanted where there is enough, and between that and the least where there is not. */
function fill(columns: readonly SizedColumn[], room: number): GridColumn[] {
  const sum = (of: (column: SizedColumn) => number) => columns.reduce((total, column) => total + of(column), 0);
  const least = sum(({ leastPx }) => leastPx);
  const wanted = sum(({ wantedPx }) => wantedPx);
  const share = wanted <= least ? 1 : Math.max(0, Math.min(1, (room - least) / (wanted - least)));
  let rest = room - Math.max(wanted, least);
  return columns.map(({ leastPx, wantedPx, isFlexible, ...column }) => {
    let widthPx = Math.floor(leastPx + (wantedPx - leastPx) * share);
    if (isFlexible && rest > 0) {
      widthPx += Math.floor(rest);
      rest = 0;
    }
    return { ...column, widthPx };
  });
}

function toColumns(options: LayoutOptions): SizedColumn[] {
  const { columns, widths, digitPx } = options;
  const flexible =
    columns.find(({ id }) => isPath(id)) ?? columns.find(({ id }) => id === 'value') ?? columns.find(({ id }) => id === 'key');
  let fields = 0;
  return columns.map((column, index) => {
    const { head, title, mono, right, chars } = withHead(toText(column, options), options.heads?.[column.id as FixedColumn]);
    const own = widths[column.id];
    const toPx = (count: number) => Math.ceil(count * digitPx) + cellPaddingPx;
    return {
      id: column.id,
      field: isPath(column.id) ? fields++ : -1,
      head,
      title,
      mono,
      right,
      position: index + 1,
      leastPx: own ?? toPx(chars.least),
      wantedPx: own ?? toPx(Math.max(chars.least, chars.most)),
      isFlexible: own === undefined && column === flexible,
    };
  });
}

/** In widths of a digit, without the room around the text. */
interface Chars {
  readonly least: number;
  readonly most: number;
}

interface ColumnText extends Pick<GridColumn, 'head' | 'title' | 'mono' | 'right'> {
  readonly chars: Chars;
}

function toText(column: Column, options: LayoutOptions): ColumnText {
  const { rows, time, timeZone } = options;
  const { id } = column;
  if (isPath(id)) {
    const field = options.columns.filter((other) => isPath(other.id)).indexOf(column);
    const texts = rows.map((row) => row.fields?.[field]?.text ?? '');
    return { ...data(column, `Field ${column.title}`), right: column.numeric, chars: track([forHead(column.title), ...texts], 9, 28) };
  }
  const zone = timeZone === 'UTC' ? 'UTC' : 'the local time';
  switch (id as FixedColumn) {
    case 'time': {
      const times = rows.map((row) => formatRowTime(row.timestampMs, timeZone, time));
      return {
        ...data(column, `Time of the record, in ${zone}.`),
        head: time.head,
        chars: fixed([`${forHead(time.head)}  `, ...times], 34),
      };
    }
    case 'age':
      return { ...data(column, 'How long ago the record was written'), chars: fixed([forHead('Age'), '999 min ago'], 12) };
    case 'partition':
      return { ...data(column, 'Partition'), head: 'P', right: true, chars: fixed(['99', ...rows.map((row) => String(row.partition))], 6) };
    case 'offset':
      return { ...data(column, 'Offset'), right: true, chars: fixed([forHead('Offset'), ...rows.map((row) => row.offset)], 20) };
    case 'key':
      return { ...data(column, 'Key'), chars: track([forHead('Key'), ...rows.map((row) => row.key.text)], 10, 24) };
    case 'value':
      return { ...data(column, 'The value in one line'), chars: { least: 20, most: 20 } };
    case 'schema': {
      // Its badge is set smaller than the data, and has a border.
      const badges = rows.map((row) => ' '.repeat(Math.ceil(textWidth(row.schema.text) * 0.92 + 1.7)));
      return { ...word(column, 'Writer schema of the value'), chars: track([forHead('Schema'), ...badges], 18, 28) };
    }
    case 'schemaId':
      return {
        ...data(column, 'Schema id'),
        right: true,
        chars: fixed([forHead(column.title), ...rows.map((row) => String(row.schemaId ?? ''))], 12),
      };
    case 'size':
      return {
        ...word(column, 'Size of the value, frame included'),
        right: true,
        chars: fixed(['999 KB', ...rows.map((row) => formatBytes(row.size))], 8),
      };
    case 'headers':
      return { ...data(column, 'Names of the headers'), chars: track([forHead('Headers'), ...rows.map(toHeaders)], 10, 28) };
    case 'leaderEpoch':
      return { ...data(column, 'Leader epoch'), right: true, chars: fixed([forHead(column.title)], 14) };
    case 'decoded':
      return { ...word(column, 'Whether the value could be read, and how sure that is'), chars: decodedWidth(rows) };
  }
}

/** A column under another head has room for it. */
function withHead(text: ColumnText, other: ColumnHeads[FixedColumn]): ColumnText {
  if (other === undefined) return text;
  const least = Math.max(text.chars.least, textWidth(forHead(other.head)));
  return { ...text, ...other, chars: { least, most: Math.max(least, text.chars.most) } };
}

function data({ title }: Column, hover: string): Omit<ColumnText, 'chars'> {
  return { head: title, title: hover, mono: true, right: false };
}

function word(column: Column, hover: string): Omit<ColumnText, 'chars'> {
  return { ...data(column, hover), mono: false };
}

/** Heads are set in bold in the font of the surroundings, which is wider than the data's at times. */
function forHead(head: string): string {
  return head + ' '.repeat(1 + Math.floor(head.length / 8));
}

/** As wide as its longest text. */
function fixed(texts: readonly string[], most: number): Chars {
  const width = Math.min(most, longest(texts));
  return { least: width, most: width };
}

/** As wide as its longest text where there is room, and narrower, down to `least`, where there is not. */
function track(texts: readonly string[], least: number, most: number): Chars {
  const wanted = Math.min(most, longest(texts));
  return { least: Math.min(least, wanted), most: wanted };
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text)), 1);
}

/** Of the longest word, with its mark. */
function decodedWidth(rows: readonly RowView[]): Chars {
  const texts = rows.map((row) => toStateText(row) + (row.untestable ? `, ${notTested}` : ''));
  const width = Math.max(13, Math.min(26, longest(texts) + 2));
  return { least: width, most: width };
}

/** In widths of a digit; the wide characters of East Asian scripts count twice. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text.slice(0, 60)) width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1;
  return width;
}
