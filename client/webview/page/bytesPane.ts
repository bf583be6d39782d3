import { toByteFields, toOwners, type ByteField } from '../byteFields.ts';
import type { BytesView, RecordDetails } from '../recordsProtocol.ts';
import { formatNumber } from '../texts.ts';
import { element } from './dom.ts';
import { FieldList } from './fieldList.ts';
import { HexView } from './hexView.ts';

/** The bytes of a record beside the fields that they are: hex above, fields below, each leading to the other. */
export class BytesPane {
  readonly element: HTMLElement;
  readonly #hex: HexView;
  readonly #fields: FieldList;
  readonly #explanation = element('div', { class: 'explained', role: 'status' });
  #known: readonly ByteField[] = [];
  #isExplained = false;

  constructor() {
    this.#hex = new HexView({ onField: (at) => this.#choose(at), onOther: () => this.#fields.focus() });
    this.#fields = new FieldList({
      onField: (at) => {
        this.#choose(at);
        this.#hex.show(this.#known[at]?.field.start ?? 0);
      },
      onOther: () => this.#hex.focus(),
    });
    this.element = element('div', { class: 'bytes-pane' }, this.#hex.element, this.#explanation, this.#fields.element);
  }

  /** Whether it is known what the bytes of this record are. */
  get isExplained(): boolean {
    return this.#isExplained;
  }

  /** Bytes as such, until what they are is known. */
  setRecord(details: Pick<RecordDetails, 'key' | 'value'>): void {
    this.#isExplained = false;
    this.#known = [];
    this.#hex.setRecord(details);
    this.#fields.set([]);
    this.#explanation.hidden = true;
    this.#fields.element.hidden = true;
  }

  explain(view: BytesView): void {
    this.#isExplained = true;
    this.#known = toByteFields(view.fields);
    this.#hex.explain(this.#known, toOwners(this.#known, view.size), view);
    this.#fields.set(this.#known);
    this.#fields.element.hidden = this.#known.length === 0;
    if (view.stop) this.#explain([view.stop.what, ...view.stop.explanation], `Byte ${view.stop.position}`);
    else if (view.leftOver)
      this.#explain(
        [`Fits, but ${formatNumber(view.leftOver.count, 'byte is', 'bytes are')} left over at byte ${view.leftOver.start}.`],
        '',
      );
  }

  /** Shows a byte of the value, as soon as the pane is drawn. */
  goTo(position: number): void {
    this.#hex.show(position);
    this.#hex.focus();
  }

  #choose(at: number): void {
    const one = this.#known[at];
    this.#hex.choose(at);
    this.#fields.choose(at);
    if (!one) {
      this.#explanation.hidden = true;
      return;
    }
    const { name, type, value, start, end, explanation } = one.field;
    const parts = one.parts.map((part) => `${part.name}, ${part.explanation}`);
    const where = end - start === 1 ? `byte ${start}` : `bytes ${start} to ${end - 1}`;
    const what = [value, type].filter((text) => text !== '').join(', ');
    this.#explain(
      [what, ...parts, explanation].filter((text) => text !== ''),
      `${name}, ${where}`,
    );
  }

  #explain(lines: readonly string[], title: string): void {
    this.#explanation.hidden = false;
    this.#explanation.replaceChildren(
      ...(title === '' ? [] : [element('b', { text: title })]),
      ...lines.map((text) => element('div', { class: 'grow', text })),
    );
  }
}
