import { element } from './dom.ts';

export interface InspectorStatusOptions {
  readonly onGoTo: (position: number) => void;
  readonly onClose: () => void;
}

export interface InspectorStatus {
  readonly element: HTMLElement;
  setBytes(size: number, more: { readonly hasStop: boolean; readonly cut: string }): void;
  setByte(position: number): void;
  /** Asks for a byte to go to. */
  openGoTo(position: number): void;
}

/** The line below: which byte is looked at, the keys, and what the marks are. */
export function createInspectorStatus({ onGoTo, onClose }: InspectorStatusOptions): InspectorStatus {
  let bytes = 0;
  const where = element('span', { class: 'num where' });
  const cut = element('span', { class: 'dim' });
  const input = element('input', {
    class: 'go',
    attributes: { 'aria-label': 'Go to byte', placeholder: '23 or 0x17', spellcheck: 'false' },
  });
  input.hidden = true;
  const marks = element('span', { class: 'marks dim' });
  const close = (): void => {
    if (input.hidden) return;
    input.hidden = true;
    onClose();
  };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter') return;
    const position = readPosition(input.value);
    input.setAttribute('aria-invalid', String(position === undefined || position >= bytes));
    if (position === undefined || position >= bytes) return;
    input.hidden = true;
    onGoTo(position);
  });
  input.addEventListener('blur', () => {
    input.hidden = true;
  });
  const made = element(
    'div',
    { class: 'status', role: 'group', attributes: { 'aria-label': 'Status' } },
    ...[where, cut, input, element('span', { class: 'vsep' }), keys(), element('span', { class: 'spacer' }), marks],
  );
  return {
    element: made,
    setBytes(size, more) {
      bytes = size;
      cut.textContent = more.cut;
      marks.replaceChildren(...(more.hasStop ? misfitMarks() : fittingMarks()));
    },
    setByte(position) {
      where.textContent = bytes === 0 ? '' : `Byte ${position}, 0x${position.toString(16)}, of ${bytes}`;
    },
    openGoTo(position) {
      input.hidden = false;
      input.value = String(position);
      input.removeAttribute('aria-invalid');
      input.focus();
      input.select();
    },
  };
}

function readPosition(text: string): number | undefined {
  const trimmed = text.trim();
  return /^(?:\d{1,9}|0x[0-9a-f]{1,8})$/i.test(trimmed) ? Number(trimmed) : undefined;
}

function keys(): HTMLElement {
  const made = element('span', { class: 'keys dim' });
  for (const [key, does] of [
    ['Arrows', 'byte'],
    ['Tab', 'field tree'],
    ['Enter', 'field of a byte, bytes of a field'],
    ['G', 'go to byte'],
    ['F8', 'where it stops'],
  ] as const)
    made.append(element('span', { class: 'kbd', text: key }), ` ${does} `);
  return made;
}

function fittingMarks(): HTMLElement[] {
  return [
    mark('tag frame', 'F', 'frame'),
    mark('tag struct', '·', 'count or end of a list'),
    mark('tag f1', '1', 'number and colour of a field'),
  ];
}

function misfitMarks(): HTMLElement[] {
  return [mark('tag f1', '1', 'field'), mark('swatch rest', '', 'not read'), mark('swatch stops', '', 'stops here')];
}

function mark(className: string, text: string, meaning: string): HTMLElement {
  return element('span', { class: 'mark' }, element('span', { class: className, text, attributes: { 'aria-hidden': 'true' } }), meaning);
}
