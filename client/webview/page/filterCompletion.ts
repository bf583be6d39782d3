import { completeFilter } from '../../../shared/filter/completeFilter.ts';
import type { FieldPath } from '../../records/recordsSession.ts';
import { element, icon } from './dom.ts';

export interface Completion {
  readonly label: string;
  /** A type, or what it does. */
  readonly detail: string;
  readonly kind: 'variable' | 'field' | 'symbol' | 'function';
  /** Replaces the text from `start` to `end`. */
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

export interface CompletionList {
  /** Shows what may stand at the cursor; where nobody asked for it, only while something is typed that it goes on. */
  show(items: readonly Completion[], isAsked: boolean): void;
  close(): void;
  /** Takes the keys that are meant for it. */
  onKey(event: KeyboardEvent): boolean;
}

const icons: Readonly<Record<Completion['kind'], string>> = {
  variable: 'symbol-variable',
  field: 'symbol-field',
  symbol: 'symbol-enum-member',
  function: 'symbol-method',
};

/** What may stand at the cursor of a filter, the best first. */
export function toCompletions(text: string, cursor: number, paths: readonly FieldPath[]): Completion[] {
  const { start, end, items } = completeFilter(text, cursor, paths);
  const typed = text.slice(start, cursor).toLowerCase();
  const made = items.map(({ label, insert, detail }) => ({ label, insert, detail, start, end, kind: toKind(label, insert) }));
  // What goes on as it was typed comes first, and what the records have before what may be done with it.
  const rank = ({ kind, insert }: Completion) => (insert.toLowerCase().startsWith(typed) ? 0 : 4) + kinds.indexOf(kind);
  return made.sort((a, b) => rank(a) - rank(b));
}

const kinds: readonly Completion['kind'][] = ['symbol', 'field', 'variable', 'function'];

function toKind(label: string, insert: string): Completion['kind'] {
  if (/^["']/.test(insert)) return 'symbol';
  if (insert.endsWith('(') || label.endsWith(')')) return 'function';
  return /^(?:key|value)[.[]/.test(insert) ? 'field' : 'variable';
}

/** The list below the filter's cursor. The focus stays in the text, as in an editor. */
export function createCompletionList(field: HTMLTextAreaElement, onChoose: (completion: Completion) => void): CompletionList {
  const list = element('div', {
    class: 'pop completions',
    role: 'listbox',
    attributes: { id: 'filter-completions', 'aria-label': 'Completions' },
  });
  let items: readonly Completion[] = [];
  let active = 0;
  const close = () => {
    items = [];
    list.remove();
    field.removeAttribute('aria-activedescendant');
    field.removeAttribute('aria-controls');
  };
  const activate = (index: number) => {
    active = (index + items.length) % items.length;
    [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === active)));
    list.children[active]?.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', `filter-completion-${active}`);
  };
  const choose = (index: number) => {
    const chosen = items[index];
    close();
    if (chosen) onChoose(chosen);
  };
  // A click must not take the focus away from the text.
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    const index = [...list.children].findIndex((item) => event.target instanceof Node && item.contains(event.target));
    if (index >= 0) choose(index);
  });
  field.addEventListener('blur', close);
  return {
    show(next, isAsked) {
      const typed = (item: Completion) => field.value.slice(item.start, item.end);
      const isTyping = next.some(({ start, end, kind }) => end > start || kind === 'symbol');
      // What is written out already needs no help.
      const isDone = next.some((item) => item.insert === typed(item));
      if (next.length === 0 || (!isAsked && (!isTyping || isDone))) {
        close();
        return;
      }
      items = next;
      list.replaceChildren(...items.map(renderItem));
      document.body.append(list);
      field.setAttribute('aria-controls', list.id);
      place(list, field, items[0]?.start ?? 0);
      activate(0);
    },
    close,
    onKey({ key, altKey, ctrlKey, metaKey, shiftKey }) {
      if (items.length === 0 || altKey || ctrlKey || metaKey || shiftKey) return false;
      switch (key) {
        case 'ArrowDown':
        case 'ArrowUp':
          activate(active + (key === 'ArrowDown' ? 1 : -1));
          return true;
        case 'PageDown':
        case 'PageUp':
          activate(Math.max(0, Math.min(items.length - 1, active + (key === 'PageDown' ? 8 : -8))));
          return true;
        case 'Enter':
        case 'Tab':
          choose(active);
          return true;
        case 'Escape':
          close();
          return true;
        default:
          return false;
      }
    },
  };
}

function renderItem({ label, detail, kind }: Completion, index: number): HTMLElement {
  return element(
    'div',
    { class: 'pi', role: 'option', attributes: { id: `filter-completion-${index}` } },
    icon(icons[kind], 's'),
    element('span', { class: 'm label', text: label }),
    element('span', { class: 'spacer' }),
    element('span', { class: 'dim cut', text: detail }),
  );
}

/** Below the text, at the word that it goes on; at the text's begin where lines are wrapped. */
function place(list: HTMLElement, field: HTMLTextAreaElement, start: number): void {
  const at = field.getBoundingClientRect();
  const before = field.value.slice(0, start);
  const column = before.length - (before.lastIndexOf('\n') + 1);
  const left = at.left + column * charWidth(field) - 24 - field.scrollLeft;
  const isWrapped = left > at.right - 40;
  const most = window.innerWidth - list.offsetWidth - 4;
  list.style.left = `${Math.max(4, Math.min(isWrapped ? at.left : left, most))}px`;
  list.style.top = `${at.bottom + 4}px`;
  list.style.maxHeight = `${Math.max(88, Math.min(268, window.innerHeight - at.bottom - 12))}px`;
}

function charWidth(field: HTMLTextAreaElement): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 8;
  const { fontSize, fontFamily } = getComputedStyle(field);
  context.font = `${fontSize} ${fontFamily}`;
  return context.measureText('0').width;
}
