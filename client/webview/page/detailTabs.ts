import type { HeaderView, PartDetails, RecordDetails, SchemaView } from '../recordsProtocol.ts';
import { formatBytes, formatCount, formatNumber } from '../texts.ts';
import { button, element, icon } from './dom.ts';

/** More than these are no list that anybody reads; a broker's limit on a record keeps them few anyway. */
const maxHeaders = 1000;

/**
 * Draws a record's headers in their order, repeated names as often as they are there.
 *
 * @param opener leads to all of them, where not all are drawn
 */
export function renderHeaders(box: HTMLElement, headers: readonly HeaderView[], opener: () => HTMLElement): void {
  if (headers.length === 0) {
    box.replaceChildren(element('p', { class: 'quiet', text: 'The record has no headers.' }));
    return;
  }
  const table = element('table', { class: 'headers' });
  const head = element(
    'tr',
    {},
    element('th', { text: 'Name' }),
    element('th', { text: 'Value' }),
    element('th', { class: 'r', text: 'Size' }),
  );
  table.append(element('thead', {}, head));
  const body = element('tbody');
  for (const header of headers.slice(0, maxHeaders)) body.append(renderHeader(header));
  table.append(body);
  box.replaceChildren(table);
  const shown = `Shown: ${formatCount(maxHeaders)} of ${formatNumber(headers.length, 'header', 'headers')}. The record is intact.`;
  if (headers.length > maxHeaders) table.before(renderNote('info', shown, opener()));
  else if (headers.some(({ more }) => more !== '')) {
    table.before(renderNote('info', 'Long values of headers are shown in part. The record is intact.', opener()));
  }
}

/** A line above what is drawn, which says what is to be known of it. */
export function renderNote(mark: string, text: string, ...buttons: readonly HTMLElement[]): HTMLElement {
  const words = element('span', { class: 'grow' }, element('b', { text }));
  return element('div', { class: 'note info' }, icon(mark, 'c-info'), words, ...buttons);
}

function renderHeader({ name, text, more, kind, size }: HeaderView): HTMLElement {
  const value = element('td', { class: kind === 'null' ? 'm dim it' : 'm', text });
  if (kind === 'hex') value.append(element('span', { class: 'dim', text: ' hex' }));
  if (more !== '') value.append(element('span', { class: 'dim', text: ` ${more}` }));
  return element(
    'tr',
    {},
    element('td', { class: 'm', text: name }),
    value,
    element('td', { class: 'r num', text: kind === 'null' ? '' : formatBytes(size) }),
  );
}

/** Draws what is known of the writer schemas; `schema` is what the registry says of the value's, undefined until it has. */
export function renderSchema(box: HTMLElement, { key, value }: RecordDetails, schema: SchemaView | undefined, onOpen?: () => void): void {
  const parts: Node[] = [];
  if (value.schema) parts.push(renderFacts(value, value.schema, 'Value', onOpen));
  if (key.schema) parts.push(renderFacts(key, key.schema, 'Key'));
  if (parts.length === 0) parts.push(element('p', { class: 'quiet', text: 'No schema is known for this record.' }));
  if (value.schema && schema && !schema.found) parts.push(element('p', { class: 'quiet', text: schema.reason }));
  if (value.schema && schema?.found) {
    if (schema.references > 0) {
      const text = `It refers to ${formatNumber(schema.references, 'other schema', 'other schemas')}.`;
      parts.push(element('p', { class: 'quiet', text }));
    }
    parts.push(element('pre', { class: 'm', text: schema.text, tabIndex: 0, attributes: { 'aria-label': 'Writer schema of the value' } }));
  }
  box.replaceChildren(...parts);
}

function renderFacts(part: PartDetails, schema: NonNullable<PartDetails['schema']>, name: string, onOpen?: () => void): HTMLElement {
  const list = element('dl', { class: 'kv' });
  const add = (term: string, text: string | undefined, className = 'm') => {
    if (text !== undefined) list.append(element('dt', { text: term }), element('dd', { class: className, text }));
  };
  add('Schema of', name, '');
  add('Subject', schema.subject);
  add('Version', schema.version?.toString());
  add('Schema id', schema.schemaId?.toString());
  add('Fullname', schema.fullname);
  add('Read as', part.reader);
  if (onOpen) list.append(element('dt'), element('dd', {}, button('Open Schema', { onClick: onOpen })));
  return list;
}
