import type { EvidenceView, FromReport, ReadingsView, ReportState, ReportView, ToReport } from '../reportProtocol.ts';
import { capital } from '../../../shared/diagnosis/reportTexts.ts';
import { renderAdvice, toMessage } from './reportAdvice.ts';
import { linkButton, placeLink, renderBands } from './reportBands.ts';
import { renderConsumers, sentence } from './reportConsumers.ts';
import { button, element, icon, moveFocus } from './dom.ts';

// VS Code gives it to every page, once.
declare function acquireVsCodeApi(): { postMessage(message: FromReport): void; setState(state: ReportState['kept']): void };

const api = acquireVsCodeApi();
type Send = (message: FromReport) => void;
const send: Send = (message) => api.postMessage(message);

const status = element('div', { class: 'status', role: 'status' });
const content = element('div', { class: 'content' });
document.body.append(element('main', { class: 'page report', attributes: { 'aria-label': 'Diagnosis' } }, status, content));

const icons: Readonly<Record<ReportView['severity'], readonly [name: string, className: string, label: string]>> = {
  ok: ['pass', 'ok', 'Well'],
  info: ['info', 'inf', 'Note'],
  warning: ['warning', 'wrn', 'Warning'],
  error: ['error', 'err', 'Error'],
  undecided: ['question', 'inf', 'Undecided'],
};

/** What was drawn, so that what is read is not moved, nor said again, where nothing has changed. */
let drawn = '';
let drawnStatus = '';
/** Lists of records that are open, by the sentence that they belong to. */
const open = new Set<string>();

window.addEventListener('message', ({ data }: MessageEvent<ToReport>) => draw(data.state));
send({ type: 'ready' });

function draw(state: ReportState): void {
  api.setState(state.kept);
  drawStatus(state);
  const text = JSON.stringify([state.report, state.parts, state.kept.part]);
  if (text === drawn) return;
  drawn = text;
  keepFocus(() => content.replaceChildren(...(state.report === undefined ? [] : renderReport(state, state.report))));
}

/** What has the keyboard has it also when it is drawn anew: the same of those that say the same. */
function keepFocus(redraw: () => void): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && content.contains(focused) ? keyOf(focused) : undefined;
  const alike = (): HTMLElement[] => [...content.querySelectorAll<HTMLElement>('button, input, pre')].filter((one) => keyOf(one) === key);
  const place = alike().findIndex((one) => one === focused);
  redraw();
  if (key === undefined) return;
  const found = alike();
  moveFocus(found[place] ?? found[0]);
}

function keyOf(made: HTMLElement): string {
  return made.id === '' ? `${made.tagName} ${made.getAttribute('aria-label') ?? made.textContent}` : made.id;
}

function drawStatus({ activity, status: text, problem, report }: ReportState): void {
  const said = JSON.stringify([activity, text, problem, report === undefined]);
  if (said === drawnStatus) return;
  drawnStatus = said;
  const parts: Node[] = [];
  const isBusy = activity === 'reading' || activity === 'watching';
  if (isBusy) parts.push(icon('loading', 'codicon-modifier-spin'));
  if (text !== '') parts.push(element('span', { text }));
  if (isBusy) parts.push(button('Cancel', { onClick: () => send({ type: 'cancel' }) }));
  if (problem !== undefined) {
    const [name, className] = problem.isForbidden ? (['lock', 'wrn'] as const) : (['error', 'err'] as const);
    parts.push(icon(name, className), element('span', { text: [problem.message, problem.remedy].filter((one) => one !== '').join(' ') }));
  }
  if (!isBusy) {
    const label = activity === 'waiting' ? 'Diagnose' : problem === undefined ? 'Diagnose Again' : 'Try Again';
    const again = button(
      label,
      { class: report === undefined ? 'btn primary' : 'btn quiet', onClick: () => send({ type: 'refresh' }) },
      icon('refresh'),
    );
    parts.push(again);
  }
  const hadFocus = status.contains(document.activeElement);
  status.replaceChildren(...parts);
  if (hadFocus) moveFocus(status.querySelector('button'));
}

function renderReport({ parts, kept }: ReportState, report: ReportView): Node[] {
  const [name, className, label] = icons[report.severity];
  const verdict = element(
    'header',
    { class: 'verdict' },
    element('span', { role: 'img', class: `codicon codicon-${name} ${className}`, attributes: { 'aria-label': label } }),
    element('h1', {}, ...sentence(report.headline)),
  );
  if (report.detail !== '') verdict.append(element('p', {}, ...sentence(report.detail)));
  verdict.append(element('p', { class: 'meta', text: report.meta }));
  for (const note of report.notes) verdict.append(element('p', { class: 'meta' }, icon('info'), ' ', ...sentence(note)));
  const buttons = report.buttons.map((one, index) =>
    button(one.label, {
      // None of several readings is put before the others.
      class: index === 0 && report.readings === undefined ? 'btn primary' : 'btn',
      attributes: { id: `do-${index}` },
      onClick: () => send(toMessage(one)),
    }),
  );
  verdict.append(element('div', { class: 'buttons' }, ...renderParts(parts, kept.part), ...buttons));
  return [
    verdict,
    ...renderBands(report.bands, send),
    ...(report.readings === undefined ? [] : renderReadings(report.readings)),
    ...renderEvidence(report),
    ...renderConsumers(report.consumers, send),
    ...renderAdvice(report, send),
  ];
}

/** A switch between values and keys, where there is something to say of both. */
function renderParts(parts: ReportState['parts'], shown: 'key' | 'value'): Node[] {
  if (parts.length < 2) return [];
  const items = (['value', 'key'] as const).map((part) => {
    const made = button(part === 'key' ? 'Keys' : 'Values', { attributes: { 'aria-pressed': String(part === shown), id: `part-${part}` } });
    made.addEventListener('click', () => send({ type: 'part', part }));
    return made;
  });
  return [element('span', { class: 'seg', role: 'group', attributes: { 'aria-label': 'Keys or values' } }, ...items)];
}

function renderReadings({ columns, rows }: ReadingsView): Node[] {
  const heading = columns.length === 2 ? 'The two readings' : `The ${columns.length} readings`;
  const heads = columns.map(({ name, by }) =>
    element('th', { text: `as ${name}`, attributes: { scope: 'col' } }, element('small', { text: by })),
  );
  const head = element('tr', {}, ...['Record', 'Bytes'].map((text) => element('th', { text, attributes: { scope: 'col' } })), ...heads);
  const body = rows.map(({ place, label, hex, previews }) =>
    element(
      'tr',
      {},
      element('th', { attributes: { scope: 'row' } }, placeLink(place, label, send)),
      element('td', { class: 'hex', text: hex }),
      ...previews.map((preview) => element('td', {}, element('code', { text: preview }))),
    ),
  );
  const table = element('table', { class: 'readings' }, element('thead', {}, head), element('tbody', {}, ...body));
  return [
    element('h2', { text: heading }, element('small', { text: 'side by side, neither shown as fact' })),
    element('div', { class: 'wide' }, table),
  ];
}

function renderEvidence({ evidence, readings }: ReportView): Node[] {
  if (evidence.length === 0) return [];
  if (readings === undefined) {
    const heading = element('h2', { text: 'Evidence' }, element('small', { text: 'never the first byte alone' }));
    return [heading, element('ul', { class: 'list' }, ...evidence.map(renderOne))];
  }
  const heading = element('h2', { text: 'Evidence' }, element('small', { text: 'for and against each reading' }));
  const groups = readings.columns.map(({ name, by }, index) => {
    const own = evidence.filter(({ reading }) => reading === index);
    return element('div', {}, element('h3', { text: capital(name), title: by }), element('ul', { class: 'list' }, ...own.map(renderOne)));
  });
  const common = evidence.filter(({ reading }) => reading === undefined).map(renderOne);
  return [heading, element('div', { class: 'choice' }, ...groups), element('ul', { class: 'list' }, ...common)];
}

/** Makes a link of the subject where the sentence names it, else behind the sentence. */
function linkSubject(said: HTMLElement, subject: NonNullable<EvidenceView['subject']>, send: Send): void {
  const { subject: name, version } = subject;
  const title = version === undefined ? `Open ${name}` : `Open ${name} version ${version}`;
  const open = (): void => send({ type: 'openSubject', ...subject });
  const named = [...said.childNodes].find((node) => node instanceof Text && node.data.includes(name));
  if (named instanceof Text) {
    const rest = named.splitText(named.data.indexOf(name));
    rest.data = rest.data.slice(name.length);
    rest.before(linkButton(name, open, title));
  } else said.append(' ', linkButton('Open Schema', open, title));
}

const weights: Readonly<Record<EvidenceView['weight'], readonly [name: string, className: string, label: string]>> = {
  for: ['pass', 'ok', 'For'],
  against: ['circle-slash', '', 'Against'],
  little: ['circle-outline', '', 'Little weight'],
  neutral: ['info', 'inf', 'Note'],
};

function renderOne({ weight, text, count, records, subject, reading }: EvidenceView): HTMLElement {
  const [name, className, label] = weights[weight];
  const said = element('span', {}, ...sentence(text));
  // Beside each other it must be read at once what speaks against a reading.
  if (reading !== undefined || weight === 'little') said.prepend(element('b', { text: `${label}: ` }));
  if (subject !== undefined) linkSubject(said, subject, send);
  const item = element(
    'li',
    {},
    element('span', { role: 'img', class: `codicon codicon-${name} ${className}`, attributes: { 'aria-label': label } }),
    said,
  );
  if (records.length === 0) return item;
  if (count === '') {
    // They are what the sentence is of.
    for (const [index, place] of records.entries())
      said.append(index === 0 ? ' ' : ', ', placeLink(place, `${place.partition}/${place.offset}`, send));
    return item;
  }
  const list = element('div', { class: 'offsets' });
  const fill = (): void => {
    list.replaceChildren(...(open.has(text) ? records.map((place) => placeLink(place, `${place.partition}/${place.offset}`, send)) : []));
    more.setAttribute('aria-expanded', String(open.has(text)));
  };
  const more = linkButton(count, () => {
    if (!open.delete(text)) open.add(text);
    fill();
  });
  fill();
  item.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !open.delete(text)) return;
    fill();
    moveFocus(more);
  });
  item.append(more, list);
  return item;
}
