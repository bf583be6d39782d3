import type { RowView } from '../../records/recordsView.ts';
import { notTested, stateWords, toCells, type CellView } from '../recordCells.ts';
import type { GridLayout } from '../recordColumns.ts';
import { element, icon } from './dom.ts';

/** The cells of a row, each a stop of the arrow keys. */
export function renderCells(row: RowView, layout: GridLayout): HTMLElement[] {
  return toCells(row, layout, Date.now()).map((cell) => renderCell(cell, row));
}

function renderCell(cell: CellView, row: RowView): HTMLElement {
  const { column } = cell;
  const attributes: Record<string, string> = { 'aria-colindex': String(column.position) };
  if (cell.span > 1) attributes['aria-colspan'] = String(cell.span);
  const made = element('span', { role: 'gridcell', tabIndex: -1, attributes });
  if (cell.title !== '') made.title = cell.title;
  if (cell.span > 1) made.style.gridColumn = `span ${cell.span}`;
  const classes = toClasses(cell, row);
  if (cell.kind === 'schema') made.append(renderSchema(cell, row));
  else if (cell.kind === 'state') {
    classes.push('state');
    made.append(...renderState(cell, row));
  } else if (cell.kind === 'masked') {
    // A screen reader would say nothing of three dots.
    made.textContent = '•••';
    made.setAttribute('aria-label', 'masked');
  } else made.textContent = cell.text;
  made.className = classes.join(' ');
  return made;
}

function toClasses({ column, kind, span }: CellView, row: RowView): string[] {
  const isSentence = kind === 'error' || (kind === 'null' && row.state === 'tombstone' && column.id !== 'key');
  const classes = [column.mono && !isSentence ? 'm' : 'u'];
  if (span === 1 && column.right) classes.push('r');
  if (kind === 'error') classes.push('c-error');
  if (kind === 'null') classes.push('dim', 'it');
  if (kind === 'masked') classes.push('dim');
  if (column.id === 'size') classes.push('num');
  return classes;
}

function renderSchema({ text }: CellView, { schema }: RowView): HTMLElement {
  const isBadge = schema.kind === 'exact' || schema.kind === 'guessed';
  return element('span', { class: isBadge ? `schema${schema.kind === 'guessed' ? ' guess' : ''}` : 'dim', text });
}

function renderState({ text }: CellView, { state, untestable }: RowView): HTMLElement[] {
  const { icon: name, tone } = stateWords[state];
  const tones = { quiet: 'dim', warn: 'c-warn', error: 'c-error', plain: '' };
  const parts = [icon(name, `s ${tones[tone]}`), element('span', { class: tone === 'quiet' ? 'dim' : '', text })];
  if (untestable) parts.push(element('span', { class: 'untested', text: notTested }));
  return parts;
}
