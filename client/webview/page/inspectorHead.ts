import type { FromInspector, InspectorBytes, InspectorState } from '../inspectorProtocol.ts';
import { formatCount, formatNumber, toVisible } from '../texts.ts';
import { button, element, icon, roveAcross } from './dom.ts';
import { openMenu } from './menu.ts';

type Send = (message: FromInspector) => void;

/** The line on top: whose bytes they are, key or value, how they are read, and what can be done with them. */
export function renderLine(state: InspectorState, send: Send): HTMLElement {
  const { connection, title, offset, actions, bytes } = state;
  const line = element('div', { class: 'line', role: 'toolbar', attributes: { 'aria-label': 'Bytes' } });
  if (connection) line.append(renderConnection(connection));
  const name = element('h1', { class: 'cut' }, toVisible(title));
  if (offset !== '') name.append(element('span', { class: 'm', text: offset }));
  line.append(name, renderParts(state, send), element('span', { class: 'spacer' }));
  if (actions.includes('readAgain')) line.append(button('Read Again', { onClick: () => send({ type: 'readAgain' }) }));
  if (actions.includes('chooseSchema')) line.append(renderReadAs(bytes, actions, send));
  const copy = button('Copy', { attributes: { 'aria-haspopup': 'menu' } });
  copy.append(icon('chevron-down', 's'));
  copy.addEventListener('click', () =>
    openMenu('Copy', below(copy), [
      { label: 'Hex', run: () => send({ type: 'copy', what: 'hex' }) },
      { label: 'Base64', run: () => send({ type: 'copy', what: 'base64' }) },
      { label: 'Value as JSON', run: () => send({ type: 'copy', what: 'json' }) },
    ]),
  );
  if (bytes !== undefined) line.append(copy);
  if (actions.includes('openDocument')) line.append(button('Open as Document', { onClick: () => send({ type: 'openDocument' }) }));
  roveAcross(line, 'button');
  return line;
}

function renderConnection({
  name,
  color,
  readOnly,
  protected: isProtected,
  tooltip,
}: NonNullable<InspectorState['connection']>): HTMLElement {
  const made = element('span', { class: 'conn', title: tooltip });
  if (color !== undefined) made.style.setProperty('--conn', color);
  if (readOnly || isProtected) made.append(icon('lock', 's'));
  made.append(name);
  if (isProtected || readOnly) made.append(element('small', { text: isProtected ? 'protected' : 'read-only' }));
  return made;
}

function renderParts({ sizes, part: shown }: InspectorState, send: Send): HTMLElement {
  const box = element('span', { class: 'seg', role: 'radiogroup', attributes: { 'aria-label': 'Part of the record' } });
  for (const part of ['key', 'value'] as const) {
    const size = sizes[part];
    if (size === undefined) continue;
    const isShown = part === shown;
    const label = `${part === 'key' ? 'Key' : 'Value'}, ${formatNumber(size, 'byte', 'bytes')}`;
    const attributes = { 'aria-checked': String(isShown) };
    box.append(button(label, { role: 'radio', attributes, onClick: () => send({ type: 'part', part }) }));
  }
  return box;
}

function renderReadAs(bytes: InspectorBytes | undefined, actions: InspectorState['actions'], send: Send): HTMLElement {
  const text = bytes === undefined ? '…' : readAsText(bytes);
  const made = element('button', { class: 'select', attributes: { 'aria-haspopup': 'menu', 'aria-label': `Read as ${text}` } });
  made.type = 'button';
  made.append(element('span', { class: 'k', text: 'Read as' }), element('span', { class: 'cut', text }), icon('chevron-down', 's'));
  made.addEventListener('click', () =>
    openMenu('Read as', below(made), [
      { label: 'As Found Out', isDisabled: bytes?.isTried !== true, run: () => send({ type: 'automatic' }) },
      { label: 'Choose Schema…', run: () => send({ type: 'chooseSchema' }) },
      ...(actions.includes('openSchema')
        ? (['separator', { label: 'Open Schema', run: () => send({ type: 'openSchema' }) }] as const)
        : []),
      ...(actions.includes('useForTopic')
        ? (['separator', { label: 'Set Decode Profile…', run: () => send({ type: 'setProfile' }) }] as const)
        : []),
    ]),
  );
  return made;
}

/** "Confluent prefix, orders-value v3". */
function readAsText({ framing, schema }: InspectorBytes): string {
  return schema === '' ? framing : `${framing}, ${schema}`;
}

function below(anchor: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, bottom } = anchor.getBoundingClientRect();
  return { x: left, y: bottom + 2 };
}

/** The sentence below: whether all bytes fit, or where they stop. */
export function renderVerdict({ bytes, problem, actions, sizes, part }: InspectorState, send: Send): HTMLElement {
  if (problem !== undefined) return problemNote('', problem, []);
  if (bytes === undefined) return verdict('loading codicon-modifier-spin', 'c-info', 'Looking at the bytes…', '');
  const { stop, leftOver, state, size, frame, evidence, error, cut } = bytes;
  const choose = actions.includes('chooseSchema') ? [button('Choose Schema…', { onClick: () => send({ type: 'chooseSchema' }) })] : [];
  if (sizes[part] === 0 || state === 'null') return verdict('circle-slash', '', evidence, '');
  if (stop !== undefined) {
    const path = stop.path === '' ? '' : `; field ${stop.path} cannot be read`;
    const fit = `${formatCount(stop.position)} of ${formatNumber(size, 'byte', 'bytes')} fit${bytes.schema === '' ? '' : ` ${bytes.schema}`}${path}.`;
    return problemNote(`Stops fitting at byte ${stop.position}: ${stop.what}.`, fit, choose);
  }
  if (leftOver !== undefined) {
    const count = formatNumber(leftOver.count, 'byte is', 'bytes are');
    return problemNote(
      `Fits, but ${count} left over at byte ${leftOver.start}.`,
      bytes.schema === '' ? '' : `Read as ${bytes.schema}.`,
      choose,
    );
  }
  if (state === 'failed') return problemNote(error ?? evidence, error === undefined || error === evidence ? '' : evidence, choose);
  const more = cut ? 'There are more fields than are shown.' : '';
  if (state === 'bytes') return verdict('question', '', evidence, more);
  if (state === 'text') return verdict('pass', 'c-ok', evidence, more);
  const inFrame = frame === 0 ? 'No frame' : `${formatNumber(frame, 'byte', 'bytes')} of frame`;
  const fits = `All ${formatNumber(size, 'byte fits', 'bytes fit')}.`.replace('All 1 byte fits', 'The one byte fits');
  const counted = `${inFrame}, ${formatNumber(size - frame, 'byte', 'bytes')} of payload, none left over.`;
  if (state === 'exact') return verdict('pass', 'c-ok', fits, `${counted} ${more}`.trim());
  return verdict('question', 'c-warn', fits, `${counted} ${evidence} ${more}`.trim());
}

function verdict(name: string, color: string, text: string, more: string): HTMLElement {
  const words = element('span', { class: 'grow' }, element('b', { text }), more === '' ? '' : ` ${more}`);
  return element('div', { class: 'verdict', role: 'status' }, icon(name, color), words);
}

function problemNote(text: string, more: string, buttons: readonly HTMLElement[]): HTMLElement {
  const words = element('span', { class: 'grow' }, element('b', { text }), more === '' ? '' : ` ${more}`);
  return element('div', { class: 'verdict problem', role: 'alert' }, icon('error', 'c-error'), words, ...buttons);
}
