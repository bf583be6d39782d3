import type { FieldPath } from '../../records/recordsSession.ts';
import { columnTitles } from '../../records/columnTitles.ts';
import type { Column, ColumnId, FixedColumn } from '../../records/recordsView.ts';
import { isPath } from '../recordColumns.ts';
import { element, icon } from './dom.ts';
import { placeWithin, type Point } from './menu.ts';

export interface ColumnChooserOptions {
  readonly at: Point;
  /** Those that are shown, in their order. */
  readonly columns: readonly Column[];
  readonly paths: readonly FieldPath[];
  /** Undefined takes those that nobody chose. */
  readonly onColumns: (ids: readonly ColumnId[] | undefined) => void;
  /** Absent where they can't be kept in settings. */
  readonly onKeep?: ((ids: readonly ColumnId[] | undefined) => void) | undefined;
  /** The fixed ones, where they are not those of a topic's records. */
  readonly fixed?: Partial<Readonly<Record<FixedColumn, string>>> | undefined;
}

const keepText = 'Keep for this topic in workspace settings';
/** More paths than these are found by typing. */
const maxListed = 300;

interface Entry {
  readonly id: ColumnId;
  readonly type: string;
}

/** A list of columns in which each can be found, shown, hidden and moved; it closes on Escape or when it loses the focus. */
export function openColumnChooser(options: ColumnChooserOptions): void {
  new ColumnChooser(options).open();
}

class ColumnChooser {
  readonly #options: ColumnChooserOptions;
  readonly #before = document.activeElement;
  readonly #input = element('input', {
    attributes: {
      'aria-label': 'Find or add a column',
      placeholder: 'Add a field path, e.g. value.tags.channel',
      spellcheck: 'false',
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'column-list',
    },
  });
  readonly #list = element('div', {
    class: 'cols',
    role: 'listbox',
    attributes: { id: 'column-list', 'aria-label': 'Columns', 'aria-multiselectable': 'true' },
  });
  readonly #box: HTMLElement;
  #shown: ColumnId[];
  #isDefault = false;
  #isOpen = true;
  #entries: Entry[] = [];
  #active = 0;

  constructor(options: ColumnChooserOptions) {
    this.#options = options;
    this.#shown = options.columns.map(({ id }) => id);
    this.#box = element(
      'div',
      { class: 'menu chooser', role: 'dialog', attributes: { 'aria-label': 'Columns' } },
      element('div', { class: 'entry' }, icon('search', 's dim'), this.#input),
      this.#list,
      element('hr'),
      element('div', { class: 'mi hint dim', text: 'Alt+Up, Alt+Down: move. Space: show or hide.' }),
      element(
        'div',
        { class: 'mi hint' },
        this.#link('Reset to default', () => this.#reset()),
        element('span', { class: 'spacer' }),
        ...(options.onKeep === undefined ? [] : [this.#link(keepText, () => options.onKeep?.(this.#isDefault ? undefined : this.#shown))]),
      ),
    );
    this.#input.addEventListener('input', () => {
      this.#active = 0;
      this.#draw();
    });
    this.#box.addEventListener('keydown', (event) => this.#onKey(event));
    this.#box.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.#box.contains(relatedTarget))) this.#close(false);
    });
  }

  open(): void {
    this.#draw();
    document.body.append(this.#box);
    placeWithin(this.#box, this.#options.at);
    this.#input.focus();
  }

  #close(isRefocusing: boolean): void {
    // Removing it takes the focus away, which asks for it to be closed once more.
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#box.remove();
    if (isRefocusing && this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
  }

  get #titles(): Readonly<Record<string, string>> {
    return this.#options.fixed ?? columnTitles;
  }

  #titleOf(id: string): string {
    return this.#titles[id] ?? id;
  }

  #link(text: string, run: () => void): HTMLElement {
    const made = element('button', { class: 'link', text, onClick: run });
    made.type = 'button';
    return made;
  }

  #draw(): void {
    const sought = this.#input.value.trim().toLowerCase();
    const types = new Map(this.#options.paths.map(({ path, type }) => [path, type]));
    const all = [...this.#shown, ...Object.keys(this.#titles), ...this.#options.paths.map(({ path }) => path)];
    const found = [...new Set(all)].filter((id) => this.#titleOf(id).toLowerCase().includes(sought)).slice(0, maxListed);
    const typed = this.#input.value.trim();
    // A path that no value at hand has is a column all the same.
    if (isPath(typed as ColumnId) && !all.includes(typed)) found.push(typed);
    this.#entries = found.map((id) => ({ id: id as ColumnId, type: types.get(id) ?? (isPath(id as ColumnId) ? 'path' : '') }));
    this.#active = Math.max(0, Math.min(this.#entries.length - 1, this.#active));
    this.#list.replaceChildren(...this.#entries.map((entry, index) => this.#render(entry, index)));
    if (this.#entries.length === 0) {
      this.#list.append(element('div', { class: 'mi hint dim', text: 'No such column. A path begins with value. or key.' }));
    }
    this.#input.setAttribute('aria-activedescendant', `column-${this.#active}`);
    this.#list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
  }

  #render({ id, type }: Entry, index: number): HTMLElement {
    const isShown = this.#shown.includes(id);
    const made = element(
      'div',
      {
        class: index === this.#active ? 'mi on' : 'mi',
        role: 'option',
        attributes: { id: `column-${index}`, 'aria-selected': String(isShown) },
      },
      element('span', { class: 'check' }, ...(isShown ? [icon('check', 's')] : [])),
      element('span', { class: isPath(id) ? 'cut m' : 'cut', text: this.#titleOf(id) }),
      element('span', { class: 'spacer' }),
      element('span', { class: 'dim', text: type }),
    );
    if (isShown) made.append(icon('gripper', 's dim'));
    // The focus stays in the input, where letters are typed.
    made.addEventListener('mousedown', (event) => event.preventDefault());
    made.addEventListener('pointerdown', (event) => this.#onPress(event, id, index));
    return made;
  }

  /** A press shows or hides; one that moves over other entries carries the column there. */
  #onPress(event: PointerEvent, id: ColumnId, index: number): void {
    if (event.button !== 0) return;
    this.#active = index;
    let isMoved = false;
    const end = new AbortController();
    const move = (moved: PointerEvent) => {
      const over = document.elementFromPoint(moved.clientX, moved.clientY)?.closest('[role=option]');
      const to = over ? this.#entries[[...this.#list.children].indexOf(over)]?.id : undefined;
      if (to === undefined || to === id || !this.#shown.includes(id) || !this.#shown.includes(to)) return;
      isMoved = true;
      this.#moveTo(id, this.#shown.indexOf(to));
    };
    window.addEventListener('pointermove', move, { signal: end.signal });
    window.addEventListener(
      'pointerup',
      () => {
        end.abort();
        if (!isMoved) this.#toggle(id);
      },
      { signal: end.signal },
    );
    window.addEventListener('pointercancel', () => end.abort(), { signal: end.signal });
  }

  #toggle(id: ColumnId): void {
    const at = this.#shown.indexOf(id);
    if (at < 0) {
      // Behind the other values; fixed ones at the end.
      const last = this.#shown.findLastIndex((one) => isPath(one));
      this.#shown.splice(isPath(id) && last >= 0 ? last + 1 : this.#shown.length, 0, id);
    } else if (this.#shown.length > 1) this.#shown.splice(at, 1);
    this.#apply();
  }

  #moveTo(id: ColumnId, to: number): void {
    const from = this.#shown.indexOf(id);
    if (from < 0 || to < 0 || to >= this.#shown.length) return;
    this.#shown.splice(from, 1);
    this.#shown.splice(to, 0, id);
    this.#apply(id);
  }

  #reset(): void {
    this.#isDefault = true;
    this.#options.onColumns(undefined);
    this.#close(true);
  }

  #apply(activeId?: ColumnId): void {
    this.#isDefault = false;
    this.#options.onColumns([...this.#shown]);
    const id = activeId ?? this.#entries[this.#active]?.id;
    // What was typed has been found; the whole list shows where it went.
    if (this.#input.value !== '') this.#input.value = '';
    this.#draw();
    this.#active = Math.max(
      0,
      this.#entries.findIndex((entry) => entry.id === id),
    );
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const id = this.#entries[this.#active]?.id;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') this.#close(true);
    else if (event.target !== this.#input) return;
    else if (by !== undefined && event.altKey) {
      if (id !== undefined) this.#moveTo(id, this.#shown.indexOf(id) + by);
    } else if (by !== undefined) {
      this.#active = (this.#active + by + this.#entries.length) % Math.max(1, this.#entries.length);
      this.#draw();
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (id !== undefined) this.#toggle(id);
    } else return;
    event.preventDefault();
  }
}
