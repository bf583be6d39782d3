import { toByteFields, type ByteField } from '../byteFields.ts';
import { fromBase64 } from '../hexRows.ts';
import type { FromInspector, InspectorState, ToInspector } from '../inspectorProtocol.ts';
import { formatBytes } from '../texts.ts';
import { renderCandidates } from './candidateList.ts';
import { element, moveFocus } from './dom.ts';
import { renderFacts } from './inspectorFacts.ts';
import { renderLine, renderVerdict } from './inspectorHead.ts';
import { InspectorHex } from './inspectorHex.ts';
import { createInspectorStatus } from './inspectorStatus.ts';
import { InspectorTree } from './inspectorTree.ts';

// VS Code gives it to every page, once.
declare function acquireVsCodeApi(): { postMessage(message: FromInspector): void; setState(state: InspectorState['kept']): void };

const api = acquireVsCodeApi();
const send = (message: FromInspector): void => api.postMessage(message);

let state: InspectorState | undefined;
let bytes: Uint8Array = new Uint8Array();
let fields: readonly ByteField[] = [];
/** What is shown below the line on top, of which bytes. */
let drawn = { revision: -1, hasBytes: false };
/** The key and the value have the byte that was looked at last, each by itself. */
let chosen = -1;

const hex = new InspectorHex({
  onByte: (position) => choose(hex.ownerOf(position)),
  onOther: () => {
    tree.choose(chosen);
    tree.focus();
  },
  onGoTo: () => status.openGoTo(hex.active),
});
const tree = new InspectorTree({
  onField: (at) => {
    const field = fields[at]?.field;
    if (field === undefined) return;
    if (field.end > field.start) hex.show(field.start);
    choose(at);
  },
  onOther: () => hex.focus(),
});
const status = createInspectorStatus({
  onGoTo: (position) => {
    hex.show(position);
    choose(hex.ownerOf(hex.active));
    hex.focus();
  },
  onClose: () => hex.focus(),
});
const top = element('div', { class: 'top' });
const facts = element('div', {
  class: 'facts scroll',
  role: 'region',
  tabIndex: 0,
  attributes: { 'aria-label': 'Explanation', 'aria-live': 'polite' },
});
const candidates = element('div', { class: 'below' });
const columns = element(
  'div',
  { class: 'halves' },
  element('section', { attributes: { 'aria-label': 'Hex' } }, hex.element, facts),
  element('section', { attributes: { 'aria-label': 'Fields' } }, tree.element, candidates),
);
document.body.append(
  element('main', { class: 'page inspector', attributes: { 'aria-label': 'Byte inspector' } }, top, columns, status.element),
);

window.addEventListener('message', ({ data }: MessageEvent<ToInspector>) => draw(data.state));
window.addEventListener('keydown', (event) => {
  if (event.key !== 'F8' || event.defaultPrevented || state?.bytes === undefined) return;
  const to = state.bytes.stop?.position ?? state.bytes.leftOver?.start;
  if (to === undefined) return;
  event.preventDefault();
  hex.show(to);
  choose(hex.ownerOf(hex.active));
  hex.focus();
});
send({ type: 'ready' });

function draw(next: InspectorState): void {
  const hadFocus = top.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
  const isOther = drawn.revision !== next.revision || drawn.hasBytes !== (next.bytes !== undefined);
  state = next;
  api.setState(next.kept);
  top.replaceChildren(renderLine(next, send), renderVerdict(next, send));
  if (hadFocus !== undefined) refocus(hadFocus);
  const list = renderCandidates(next.candidates, next.actions.includes('useForTopic'), send);
  candidates.replaceChildren(...(list === undefined ? [] : [list]));
  columns.hidden = next.bytes === undefined || next.bytes.size === 0;
  if (isOther && next.bytes !== undefined) drawBytes(next.bytes);
  drawn = { revision: next.revision, hasBytes: next.bytes !== undefined };
}

/** The line on top is made anew: whoever was on one of its buttons stays there. */
function refocus(text: string | null | undefined): void {
  const buttons = [...top.querySelectorAll<HTMLElement>('button')];
  moveFocus(buttons.find((one) => one.textContent === text));
}

function drawBytes(view: NonNullable<InspectorState['bytes']>): void {
  bytes = fromBase64(view.base64);
  fields = toByteFields(view.fields);
  const { stop, leftOver } = view;
  // Bytes that belong to nothing are not read, be they behind what fits or all of them.
  const isUnread = (view.state === 'failed' || view.state === 'bytes') && stop === undefined;
  const firstUnread = isUnread ? view.frame : undefined;
  const restFrom = stop === undefined ? (leftOver?.start ?? firstUnread) : stop.position;
  const first = fields.findIndex(({ number }) => number !== undefined);
  const active = stop?.position ?? leftOver?.start ?? fields[first]?.field.start ?? 0;
  hex.set({ bytes, fields, stop: stop !== undefined && stop.position < bytes.length ? stop.position : undefined, restFrom }, active);
  tree.set(fields);
  const cut = bytes.length < view.size ? `Shown: ${formatBytes(bytes.length)} of ${formatBytes(view.size)}.` : '';
  status.setBytes(view.size, { hasStop: restFrom !== undefined, cut });
  const stopped = fields.findIndex(({ field }) => field.kind === 'stop');
  choose(stop !== undefined && stopped >= 0 ? stopped : hex.ownerOf(active));
  // Who opens the page wants to look at bytes; whoever has pressed one of its buttons stays there.
  if (document.activeElement === document.body) hex.focus();
}

function choose(at: number): void {
  chosen = at;
  hex.choose(at);
  if (at !== tree.active) tree.choose(at);
  status.setByte(hex.active);
  if (state?.bytes === undefined) return;
  const frame = fields.filter(({ field }) => field.kind === 'frame');
  facts.replaceChildren(...renderFacts(state.bytes, bytes, fields[at], hex.active, frame));
}
