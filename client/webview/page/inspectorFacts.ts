import type { ByteField } from '../byteFields.ts';
import { toHexText } from '../../../shared/avro/bytesLiteral.ts';
import type { InspectorBytes } from '../inspectorProtocol.ts';
import { formatNumber, toVisible } from '../texts.ts';
import { element } from './dom.ts';

/** So many bytes stand beside what they say. */
const shownBytes = 6;

type Row = readonly [term: string, text: string, isCode?: boolean];

/** What is known of the field that is chosen, of where reading stops, and of the frame. */
export function renderFacts(
  view: InspectorBytes,
  bytes: Uint8Array,
  chosen: ByteField | undefined,
  position: number,
  frame: readonly ByteField[],
): HTMLElement[] {
  const sections: HTMLElement[] = [];
  const { stop, leftOver } = view;
  if (stop !== undefined && (chosen === undefined || chosen.field.kind === 'stop')) sections.push(...renderStop(stop, bytes));
  else if (chosen !== undefined && chosen.field.kind !== 'unread') sections.push(...renderField(chosen, bytes));
  else if (leftOver !== undefined && position >= leftOver.start) {
    const count = formatNumber(leftOver.count, 'byte is', 'bytes are');
    sections.push(heading('Left over', '', `bytes ${leftOver.start} to ${leftOver.start + leftOver.count - 1}`));
    sections.push(list([['So', `The value ends before them: ${count} left over, so this is not shown as exact.`]]));
  } else if (bytes.length > 0) {
    sections.push(heading(`Byte ${position}`, '', `0x${position.toString(16)}`));
    sections.push(list([[toHexText(bytes.subarray(position, position + 1)), 'not read', true]]));
  }
  sections.push(...renderFrame(view, bytes, frame));
  return sections;
}

function renderStop(stop: NonNullable<InspectorBytes['stop']>, bytes: Uint8Array): HTMLElement[] {
  const { position, what, explanation } = stop;
  const rows = explanation.map((sentence): Row => {
    const colon = sentence.indexOf(': ');
    return [sentence.slice(0, colon), sentence.slice(colon + 2)];
  });
  const at = position < bytes.length ? `0x${position.toString(16)}, where it stops fitting` : 'behind the last one, where it stops fitting';
  return [heading(`Byte ${position}`, '', at), list(rows.length > 0 ? rows : [['Problem', what]])];
}

function renderField({ field, parts, path }: ByteField, bytes: Uint8Array): HTMLElement[] {
  const { start, end, value, type, underlying, name, kind } = field;
  const size = end - start;
  const where =
    size === 0 ? 'no bytes' : size === 1 ? `byte ${start}` : `bytes ${start} to ${end - 1}, ${formatNumber(size, 'byte', 'bytes')}`;
  const own = bytes.subarray(parts.at(-1)?.end ?? start, end);
  const rows: Row[] = [];
  if (value !== '') rows.push(['Value', value, true]);
  if (type !== '') rows.push(['Type', underlying === undefined ? type : `${underlying}, logical type ${type.replace(/^union: /, '')}`]);
  for (const part of parts)
    rows.push([toHexText(bytes.subarray(part.start, part.end), shownBytes), `${part.name}: ${plain(part.explanation)}`, true]);
  if (field.explanation !== '') rows.push([own.length === 0 ? 'No bytes' : toHexText(own, shownBytes), plain(field.explanation), true]);
  if (kind !== 'frame') rows.push(['Path', path, true]);
  return [heading('Selected:', name, where), list(rows)];
}

function renderFrame(view: InspectorBytes, bytes: Uint8Array, frame: readonly ByteField[]): HTMLElement[] {
  const own = frame.filter(({ field }) => field.depth > 0);
  const where =
    view.frame === 0 ? (own.length === 0 ? 'none' : 'in headers') : view.frame === 1 ? 'byte 0' : `bytes 0 to ${view.frame - 1}`;
  const rows = own.map(({ field }): Row => {
    const hex = field.end > field.start ? toHexText(bytes.subarray(field.start, field.end), shownBytes) : field.name;
    const schema = field.name === 'schema id' && view.schema !== '' ? `: ${view.schema}` : '';
    const record = schema !== '' && view.fullname !== undefined ? `, ${view.fullname}` : '';
    return [hex, `${plain(field.explanation)}${schema}${record}`, true];
  });
  const evidence =
    view.evidence === '' ? [] : ([[rows.length === 0 && view.state === 'failed' ? 'Why' : 'Why we believe it', view.evidence]] as const);
  return [heading('Frame', '', where), list([...rows, ...evidence])];
}

/** The bytes stand beside it. */
function plain(explanation: string): string {
  return explanation.replace(/^(?:0x[0-9a-f]{2} ?)+(?:…)?\s?(?:: |(?=is ))/, '');
}

function heading(title: string, name: string, where: string): HTMLElement {
  const made = element('h2', { class: 'h2' }, title);
  if (name !== '') made.append(element('span', { class: 'name', text: toVisible(name) }));
  made.append(element('small', { text: where }));
  return made;
}

function list(rows: readonly Row[]): HTMLElement {
  const made = element('dl', { class: 'kv' });
  for (const [term, text, isCode = false] of rows) {
    const isHex = /^(?:[0-9a-f]{2} ?)+…?$/.test(term);
    const isMono = isCode && !isHex;
    made.append(
      element('dt', { class: isHex ? 'm' : '', text: term }),
      element('dd', { class: isMono ? (term === 'Value' ? 'm strong' : 'm') : '', text: toVisible(text) }),
    );
  }
  return made;
}
