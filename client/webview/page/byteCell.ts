import type { ByteField } from '../byteFields.ts';
import { element } from './dom.ts';
import { tagOf, toneOf } from './fieldList.ts';

/** What is known of the byte at a position. */
export interface ByteFacts {
  readonly position: number;
  /** In hex, two digits. */
  readonly digits: string;
  /** What it belongs to; undefined where that is not known. */
  readonly field: ByteField | undefined;
  readonly isChosen: boolean;
  readonly isStop: boolean;
  /** Behind what fits. */
  readonly isRest: boolean;
  readonly perRow: number;
}

/** The classes of a byte's cells, that of its hex digits and that of its character. */
export function byteClasses({ position, field, isChosen, isStop, isRest, perRow }: ByteFacts): string[] {
  const classes: string[] = [];
  if (field && !isStop) classes.push(toneOf(field));
  if (isRest) classes.push('rest');
  if (isStop) classes.push('stop');
  if (field && position === field.field.start) classes.push('st');
  // Where it stops has an outline of its own.
  if (field && isChosen && !isStop) {
    classes.push('sel');
    const column = position % perRow;
    if (position === field.field.start || column === 0) classes.push('a');
    if (position === field.field.end - 1 || column === perRow - 1) classes.push('z');
  }
  return classes;
}

/** A cell with a byte's digits; its field's number stands at the first of its bytes. */
export function byteCell(facts: ByteFacts): HTMLElement {
  const { position, digits, field, isStop } = facts;
  const made = element('span', { class: ['by', ...byteClasses(facts)].join(' '), role: 'gridcell' });
  const isFirst = field !== undefined && position === field.field.start;
  const tag = isStop ? 'stop' : isFirst ? tagOf(field) : '';
  if (tag !== '' && tag !== '·') made.append(element('u', { text: tag, attributes: { 'aria-hidden': 'true' } }));
  made.append(digits);
  made.setAttribute('aria-label', byteLabel(facts));
  made.setAttribute('aria-selected', String(facts.isChosen));
  return made;
}

/** "byte 23, hex 06, field amount, length". */
export function byteLabel({ position, digits, field, isStop, isRest }: ByteFacts): string {
  const said = [`byte ${position}`, `hex ${digits}`];
  if (field) {
    const { name, kind } = field.field;
    said.push(kind === 'field' || kind === 'stop' ? `field ${name}` : kind === 'frame' ? `frame ${name}` : name);
    const part = field.parts.find(({ start, end }) => position >= start && position < end);
    if (part) said.push(part.name);
  }
  if (isStop) said.push('reading stopped here');
  if (isRest) said.push('not read');
  return said.join(', ');
}
