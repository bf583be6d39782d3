import type { FieldPath } from '../records/recordsSession.ts';
import type { RowView } from '../records/recordsView.ts';
import type { CellView } from './recordCells.ts';
import { isPath } from './recordColumns.ts';

/**
 * CEL that is true of records with the same in a cell; undefined where the cell does not hold the exact value: what is
 * cut, masked, or was not understood.
 */
export function toCellFilter(row: RowView, cell: CellView, paths: readonly FieldPath[]): string | undefined {
  const { id } = cell.column;
  switch (id) {
    case 'partition':
      return `partition == ${row.partition}`;
    case 'offset':
      return `offset == ${row.offset}`;
    case 'size':
      return `size == ${row.size}`;
    case 'schema':
    case 'schemaId':
      return row.schemaId === undefined ? undefined : `schemaId == ${row.schemaId}`;
    default:
  }
  if (cell.span > 1 || id === 'value') return row.state === 'tombstone' ? 'value == null' : undefined;
  if (id !== 'key' && !isPath(id)) return undefined;
  if (cell.kind === 'missing') return /\.[A-Za-z_]\w*$/.test(id) ? `!has(${id})` : undefined;
  const literal = toLiteral(cell, paths.find(({ path }) => path === id)?.type ?? '');
  return literal === undefined ? undefined : `${id} == ${literal}`;
}

/** A filter that both hold for. */
export function joinFilters(before: string, added: string): string {
  const whole = before.trim();
  if (whole === '' || whole === added) return added;
  // What binds less than && is put in brackets.
  return /\|\||\?/.test(whole) ? `(${whole}) && ${added}` : `${whole} && ${added}`;
}

function toLiteral({ text, kind }: CellView, type: string): string | undefined {
  if (kind === 'null') return 'null';
  if (kind === 'boolean') return text;
  if (kind === 'number') return /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text) ? text : undefined;
  if (kind !== 'string') return undefined;
  // A time is no string in a filter, and what is shown with an ellipsis or an escape is not what stands there.
  if (/^(?:date|time|timestamp|local-timestamp|duration)\b/.test(type.replace(/^union: /, '')) || /[…\\]/.test(text)) return undefined;
  return JSON.stringify(text);
}
