import { splitCode } from '../../../shared/diagnosis/reportTexts.ts';
import type { ConsumerCellView, ConsumerRowView, ConsumersView, FromReport } from '../reportProtocol.ts';
import { linkButton, placeLink } from './reportBands.ts';
import { button, element, icon, moveFocus } from './dom.ts';

type Send = (message: FromReport) => void;

/** A sentence, with what stands in backticks as code. */
export function sentence(text: string): Node[] {
  return splitCode(text).map((run) => (run.isCode ? element('code', { text: run.text }) : document.createTextNode(run.text)));
}

const states: Readonly<Record<ConsumerCellView['outcome'], readonly [icon: string, className: string]>> = {
  wrong: ['warning', 'wrn'],
  fails: ['error', 'err'],
  partly: ['warning', 'wrn'],
  unknown: ['question', 'inf'],
  reads: ['pass', 'ok'],
};

/** The table of consumers, and which of them are shown. */
export function renderConsumers({ columns, rows, choices }: ConsumersView, send: Send): Node[] {
  if (columns.length === 0) return [];
  const shown = choices.filter(({ isChosen }) => isChosen).length;
  const chooser = keptChooser(choices, send);
  const choose = linkButton('choose…', () => show(Boolean(chooser.hidden)));
  const show = (isShown: boolean): void => {
    chooser.hidden = !isShown;
    choose.setAttribute('aria-expanded', String(isShown));
    moveFocus(isShown ? chooser.querySelector('input') : choose);
  };
  choose.setAttribute('aria-expanded', String(!chooser.hidden));
  chooser.onkeydown = ({ key }) => {
    if (key === 'Escape') show(false);
  };
  const count = element('small', { text: `worst first; ${shown} of ${choices.length} consumers, ` });
  count.append(choose);
  const head = element('tr', {}, heading('Consumer', ''), ...columns.map(({ title, detail }) => heading(title, detail)));
  const table = element(
    'table',
    { class: 'who' },
    element('thead', {}, head),
    element('tbody', {}, ...rows.map((row) => renderRow(row, send))),
  );
  table.style.minWidth = `${130 + 210 * columns.length}px`;
  const note = element(
    'p',
    { class: 'footnote' },
    icon('beaker'),
    'Measured: seen with the real software, for this framing. ',
    icon('book'),
    "From documentation: not run. Wrong values are computed from this topic's own bytes.",
  );
  return [element('h2', { text: 'Who can read it' }, count), chooser, element('div', { class: 'wide' }, table), note];
}

function heading(title: string, detail: string): HTMLElement {
  const made = element('th', { text: title, attributes: { scope: 'col' } });
  if (detail !== '') made.append(element('small', {}, ...sentence(detail)));
  return made;
}

function renderRow({ titles, basis, isMeasured, cells }: ConsumerRowView, send: Send): HTMLElement {
  const name = element('th', { attributes: { scope: 'row' } });
  for (const [index, title] of titles.entries()) name.append(...(index > 0 ? [', '] : []), ...sentence(title));
  name.append(element('span', { class: 'basis' }, icon(isMeasured ? 'beaker' : 'book'), basis));
  return element('tr', {}, name, ...cells.map((cell) => renderCell(cell, send)));
}

function renderCell({ outcome, text, errors, comparison, note }: ConsumerCellView, send: Send): HTMLElement {
  const [name, className] = states[outcome];
  const said = element('span', {}, ...emphasized(outcome, text));
  if (comparison !== undefined) said.append('. ', placeLink(comparison.place, comparison.label, send), ':');
  const cell = element('td', { class: 'cell' }, element('div', { class: 'state' }, icon(name, className), said));
  if (comparison !== undefined) {
    const rows = comparison.rows.map(({ path, written, read }) =>
      element(
        'tr',
        {},
        element('th', { text: path, attributes: { scope: 'row' } }),
        element('td', { text: written }),
        element('td', { class: written === read ? '' : 'got', text: read }),
      ),
    );
    const head = element(
      'tr',
      {},
      ...['', 'written', 'reads'].map((label) => element('th', { text: label, attributes: { scope: 'col' } })),
    );
    cell.append(element('table', { class: 'cmp' }, element('thead', {}, head), element('tbody', {}, ...rows)));
    if (comparison.more !== '') cell.append(element('div', { class: 'muted', text: comparison.more }));
  }
  for (const error of errors) {
    cell.append(element('div', {}, error.count, element('code', { text: error.text })));
    for (const cause of error.causes) cell.append(element('div', { class: 'because' }, element('code', { text: cause })));
    if (error.note !== '') cell.append(element('div', { class: 'muted' }, ...sentence(error.note)));
  }
  if (note !== '') cell.append(element('div', { class: 'muted' }, ...sentence(note)));
  return cell;
}

/** What nobody notices stands out. */
function emphasized(outcome: ConsumerCellView['outcome'], text: string): Node[] {
  const [first = ''] = outcome === 'wrong' ? (/^Silently wrong/.exec(text) ?? []) : [];
  return first === '' ? sentence(text) : [element('b', { text: first }), ...sentence(text.slice(first.length))];
}

let kept: { readonly choices: string; readonly chooser: HTMLFieldSetElement } | undefined;

/** What is being chosen stays while the report is filled in. */
function keptChooser(choices: ConsumersView['choices'], send: Send): HTMLFieldSetElement {
  const text = JSON.stringify(choices);
  if (kept?.choices !== text) kept = { choices: text, chooser: renderChooser(choices, send) };
  return kept.chooser;
}

function renderChooser(choices: ConsumersView['choices'], send: Send): HTMLFieldSetElement {
  const boxes = choices.map(({ id, title, isChosen }) => {
    const box = element('input', { attributes: { id: `consumer-${id}` } });
    box.type = 'checkbox';
    box.checked = isChosen;
    return { id, box, label: element('label', {}, box, ...sentence(title)) };
  });
  const done = button('Show These', {
    onClick: () => {
      const ids = boxes.filter(({ box }) => box.checked).map(({ id }) => id);
      made.hidden = true;
      send({ type: 'consumers', ids: ids.length === boxes.length ? [] : ids });
    },
  });
  const made = element(
    'fieldset',
    { class: 'consumerlist' },
    element('legend', { text: 'Consumers' }),
    ...boxes.map(({ label }) => label),
    done,
  );
  made.hidden = true;
  return made;
}
