import type { RecordPlace, RowView } from '../../records/recordsView.ts';
import type { FromPage, RecordAction, RecordsState, SavedPage, TimeZone, ToPage } from '../recordsProtocol.ts';
import { DetailsPane, tabNames, type TabName } from './detailsPane.ts';
import type { RecordsGrid } from './recordsGrid.ts';
import { isSamePlace } from './rowCache.ts';
import { createSash } from './sash.ts';

export interface LookAtOptions {
  readonly send: (message: FromPage) => void;
  readonly run: (what: RecordAction, places: readonly RecordPlace[]) => void;
  readonly grid: RecordsGrid;
  readonly saved: Partial<SavedPage>;
  /** The rows that are chosen. */
  readonly chosen: () => readonly RecordPlace[];
  readonly onChange: () => void;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onNotice: (text: string) => void;
}

/** The registry is asked only where somebody stays a moment. */
const schemaDelayMs = 150;

/** The record that is looked at, beside the table: what is asked about it, and what comes back. */
export class LookAt {
  readonly pane: DetailsPane;
  readonly sash: HTMLElement;
  readonly #options: LookAtOptions;
  readonly #width: () => number | undefined;
  #isOpen: boolean;
  #tab: TabName;
  #isHidden = true;
  /** The record that is chosen; its details may still be those of the one before. */
  #place: RecordPlace | undefined;
  /** Asked for and not answered yet: one question at a time, since who holds an arrow key passes by many records. */
  #awaited: RecordPlace | undefined;
  #schemaTimer: number | undefined;
  #comparing: RecordPlace | undefined;
  #isComparing = false;
  #hasSchema = false;

  constructor(options: LookAtOptions) {
    this.#options = options;
    const { grid, saved, send } = options;
    this.#isOpen = saved.detailsOpen ?? true;
    this.#tab = tabNames.find((name) => name === saved.tab) ?? 'Value';
    this.pane = new DetailsPane({
      onStep: (by) => grid.step(by),
      onClose: () => this.open(false),
      onLeave: () => grid.focus(),
      onRun: (action) => {
        if (this.#place) options.run(action, [this.#place]);
      },
      onCopy: (what) => {
        if (this.#place) send({ type: 'copy', places: [this.#place], what });
      },
      onCompare: () => this.startComparing(),
      onChooseProfile: () => send({ type: 'choose', what: 'profile' }),
      onBytesWanted: () => {
        if (this.#place) send({ type: 'bytes', place: this.#place });
      },
      onTab: (name) => {
        this.#tab = name;
        options.onChange();
      },
    });
    const sash = createSash(this.pane.element, saved.detailsWidth, options.onChange);
    this.sash = sash.element;
    this.#width = () => sash.width();
    this.pane.select(this.#tab);
    this.#draw();
  }

  get element(): HTMLElement {
    return this.pane.element;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get width(): number | undefined {
    return this.#width();
  }

  get tab(): TabName {
    return this.#tab;
  }

  /** Whether the next row that is chosen is to be compared with the one that was kept. */
  get isComparing(): boolean {
    return this.#isComparing;
  }

  hasFocus(): boolean {
    return this.pane.element.contains(document.activeElement);
  }

  focus(): void {
    this.open(true);
    this.pane.focus();
  }

  open(isOpen: boolean): void {
    const hadFocus = this.hasFocus();
    this.#isOpen = isOpen;
    this.#draw();
    this.#options.onOpen(isOpen);
    if (isOpen) this.#ask();
    else if (hadFocus) this.#options.grid.focus();
    this.#options.onChange();
  }

  /** Where there is no record there are no details either. */
  setHidden(isHidden: boolean): void {
    if (isHidden === this.#isHidden) return;
    this.#isHidden = isHidden;
    this.#draw();
  }

  update(next: RecordsState, before: RecordsState | undefined): void {
    this.pane.setActions(next.actions);
    if (!before) this.#options.onOpen(this.#isOpen);
    this.#comparing = next.comparing;
    if (!next.comparing && before?.comparing) this.#isComparing = false;
    const isOther = (state: RecordsState) =>
      JSON.stringify([state.scan, state.decoding, state.view.revealed, state.profile, state.timeZone]);
    if (!before || isOther(before) === isOther(next)) return;
    // What is under way may be of the decoding before.
    this.#awaited = undefined;
    this.#ask();
  }

  choose(row: RowView | undefined): void {
    const place = row && { partition: row.partition, offset: row.offset };
    const isSame = isSamePlace(place, this.#place);
    this.#place = place;
    if (!place) this.pane.clear();
    else if (!isSame) this.#ask();
  }

  /** Keeps the record for a comparison with the row that is chosen next; of two chosen rows both are compared at once. */
  startComparing(): void {
    const places = this.#options.chosen();
    const [first, second] = places;
    if (places.length === 2 && first && second) {
      this.#compare(first, second);
      return;
    }
    const kept = this.#place;
    if (!kept) return;
    this.#options.run('compare', [kept]);
    this.#comparing = kept;
    this.#isComparing = true;
    this.#options.onNotice('Choose another record with Enter, or click it, to see both side by side. Escape ends this.');
    this.#options.grid.focus();
  }

  stopComparing(): void {
    this.#isComparing = false;
    this.#options.onNotice('');
  }

  /** Space: keeps the record for a comparison, or compares it with the one that was kept. */
  keep(): void {
    if (!this.#place) return;
    this.#options.run('compare', [this.#place]);
    this.#comparing = this.#place;
    this.#options.onNotice('Kept for Compare.');
  }

  /** Compares the active record with the one that was kept. */
  compareWithActive(): void {
    if (this.#comparing && this.#place && !isSamePlace(this.#comparing, this.#place)) this.#compare(this.#comparing, this.#place);
  }

  #compare(one: RecordPlace, other: RecordPlace): void {
    this.stopComparing();
    this.#options.run('compare', [one, other]);
  }

  accept(message: Extract<ToPage, { type: 'details' | 'schema' | 'bytes' }>, zone: TimeZone): void {
    const isMine = isSamePlace(message.place, this.#place);
    if (message.type === 'details') this.#acceptDetails(message, isMine, zone);
    else if (!isMine) return;
    else if (message.type === 'schema') {
      window.clearTimeout(this.#schemaTimer);
      this.pane.showSchema(message.schema);
    } else this.pane.showBytes(message.bytes);
  }

  #acceptDetails({ place, details }: Extract<ToPage, { type: 'details' }>, isMine: boolean, zone: TimeZone): void {
    if (isSamePlace(place, this.#awaited)) this.#awaited = undefined;
    if (!isMine) this.#ask();
    else if (details) {
      this.pane.show(details, zone);
      this.#hasSchema = details.value.schema !== undefined;
      this.#askForSchema();
    } else this.pane.clear();
  }

  #ask(): void {
    if (!this.#isOpen || this.#awaited || !this.#place) return;
    this.#awaited = this.#place;
    this.#options.send({ type: 'details', place: this.#place });
  }

  #askForSchema(): void {
    window.clearTimeout(this.#schemaTimer);
    const place = this.#place;
    if (!this.#hasSchema || !place) return;
    this.#schemaTimer = window.setTimeout(() => this.#options.send({ type: 'schema', place }), schemaDelayMs);
  }

  #draw(): void {
    const isShown = this.#isOpen && !this.#isHidden;
    this.pane.element.hidden = !isShown;
    this.sash.hidden = !isShown;
  }
}
