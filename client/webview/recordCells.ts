import type { CellText, FixedColumn, RowState, RowView } from '../records/recordsView.ts';
import type { GridColumn, GridLayout } from './recordColumns.ts';
import { formatBytes } from './texts.ts';
import { formatAge, formatRowTime } from './timeText.ts';

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
export function toCells(row: RowView, layout: GridLayout, nowMs: number): CellView[] {
  const cells: CellView[] = [];
  const { columns } = layout;
  let isValueShown = false;
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index];
    if (!column) break;
    const field = row.fields?.[column.field];
    if (column.field < 0) cells.push(toFixedCell(row, column, layout, nowMs));
    else if (field || row.fields || isValueShown) {
      cells.push({ column, text: field?.text ?? '', kind: field?.kind ?? 'missing', span: 1, title: titleOf(field) });
    } else {
      // Why a value was not read is as long as a sentence: it has all the room of the fields beside each other.
      const end = columns.findIndex((other, at) => at > index && other.field < 0);
      const span = (end < 0 ? columns.length : end) - index;
      cells.push({ column, text: row.value.text, kind: row.value.kind, span, title: titleOf(row.value) });
      isValueShown = true;
      index += span - 1;
    }
  }
  return cells;
}

function titleOf(cell: CellText | undefined): string {
  if (!cell || cell.kind === 'missing') return '';
  return cell.kind === 'masked' ? 'Hidden by avroWorkbench.masks' : cell.text;
}

function toFixedCell(row: RowView, column: GridColumn, { time, timeZone }: GridLayout, nowMs: number): CellView {
  const cell = ({ text, kind }: Pick<CellView, 'text' | 'kind'>, title = ''): CellView => ({ column, text, kind, span: 1, title });
  switch (column.id as FixedColumn) {
    case 'time':
      return cell({ text: formatRowTime(row.timestampMs, timeZone, time), kind: row.timestampMs < 0 ? 'null' : 'plain' });
    case 'age':
      return cell({ text: formatAge(row.timestampMs, nowMs), kind: row.timestampMs < 0 ? 'null' : 'plain' });
    case 'partition':
      return cell({ text: String(row.partition), kind: 'number' });
    case 'offset':
      return cell({ text: row.offset, kind: 'number' });
    case 'key':
      return cell(row.key, titleOf(row.key));
    case 'value':
      return cell(row.value, titleOf(row.value));
    case 'schema':
      return cell({ text: row.schema.text, kind: 'schema' }, row.schema.text);
    case 'schemaId':
      return cell({ text: row.schemaId?.toString() ?? '', kind: row.schemaId === undefined ? 'missing' : 'number' });
    case 'size':
      return cell(row.size < 0 ? { text: '', kind: 'missing' } : { text: formatBytes(row.size), kind: 'plain' });
    case 'headers':
      return cell({ text: toHeaders(row), kind: row.headers.length === 0 ? 'missing' : 'string' }, row.headers.join('\n'));
    case 'leaderEpoch':
      return cell({ text: row.leaderEpoch < 0 ? '' : String(row.leaderEpoch), kind: row.leaderEpoch < 0 ? 'missing' : 'number' });
    case 'decoded':
      return cell({ text: toStateText(row), kind: 'state' }, row.untestable ? `${row.why} The filter could not test it.`.trim() : row.why);
  }
}

/** The names of a row's headers. */
export function toHeaders({ headers }: RowView): string {
  return headers.join(', ');
}

/** Whether a row was decoded, in a word. */
export function toStateText({ state, schemaId }: RowView): string {
  const { text } = stateWords[state];
  return state === 'noSchema' && schemaId !== undefined ? `${text}, id ${schemaId}` : text;
}

/** Stands behind the state of a row that the filter could not test. */
export const notTested = 'not tested';

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
  truncated: { text: 'Truncated', icon: 'ellipsis', tone: 'plain' },
  unreadable: { text: 'Not read', icon: 'error', tone: 'error' },
};
