import { fieldsOfTree, toByteFields, type ByteField } from '../byteFields.ts';
import { toHexText } from '../../../shared/avro/bytesLiteral.ts';
import { fromBase64 } from '../hexRows.ts';
import { unescapeString } from '../jsonOutline.ts';
import type { BytesView, TreeNode } from '../recordsProtocol.ts';
import { closedAtFirst, parentPosition, visibleItems, type TreeItem } from '../treeItems.ts';
import { element, icon } from './dom.ts';
import { ValueTip } from './valueTip.ts';
import { VirtualList } from './virtualList.ts';

const rowHeight = 22;
/** Of a long value the tip shows the first bytes. */
const tipBytes = 12;

export interface ValueTreeOptions {
  /** What the bytes are is not known yet, and somebody looks. */
  readonly onBytesWanted: () => void;
  readonly onShowBytes: (position: number) => void;
}

/** A value as a tree: name, value, type. */
export class ValueTree {
  readonly element: HTMLElement;
  readonly #list: VirtualList;
  #nodes: readonly TreeNode[] = [];
  #closed = new Set<number>();
  #items: TreeItem[] = [];
  readonly #tip: ValueTip;
  #bytes: Uint8Array = new Uint8Array();
  /** Of each node; undefined until it is known. */
  #fields: readonly (ByteField | undefined)[] | undefined;

  constructor(label: string, options: ValueTreeOptions) {
    this.element = element('div', { class: 'tree scroll', role: 'tree', attributes: { 'aria-label': label } });
    this.#list = new VirtualList({ viewport: this.element, rowHeight, render: (position) => this.#render(position) });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#tip = new ValueTip({
      box: this.element,
      rows: '.tr',
      onWanted: () => {
        if (!this.#fields) options.onBytesWanted();
      },
      content: (row) => this.#toTip(row, options),
    });
    // Without a selection the browser copies nothing, and may not even ask: this says that there is something.
    this.element.addEventListener('beforecopy', (event) => {
      if (this.#textToCopy() !== undefined) event.preventDefault();
    });
    this.element.addEventListener('copy', (event) => {
      const text = this.#textToCopy();
      if (text === undefined) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
    });
  }

  setNodes(nodes: readonly TreeNode[]): void {
    this.#nodes = nodes;
    this.#fields = undefined;
    this.#tip.hide();
    this.#closed = closedAtFirst(nodes);
    const longest = nodes.reduce((most, { depth, name }) => Math.max(most, depth * 14 + Math.min(name.length, 40) * 7.4 + 32), 0);
    this.element.style.setProperty('--name-width', `${Math.max(90, Math.ceil(longest))}px`);
    this.#items = visibleItems(nodes, this.#closed);
    this.#list.reset(this.#items.length, 0, 0);
  }

  /** Other types for the same nodes; what is open, and where the focus is, stays. */
  setTypes(nodes: readonly TreeNode[]): void {
    this.#nodes = nodes;
    this.#items = visibleItems(nodes, this.#closed);
    this.#list.refresh();
  }

  focus(): void {
    this.#list.focus();
  }

  /** Tells which bytes each line is. */
  explain(view: BytesView): void {
    this.#bytes = fromBase64(view.bytes);
    this.#fields = fieldsOfTree(this.#nodes, toByteFields(view.fields));
    this.#tip.refresh();
  }

  /** The first byte of the active line, where it is known. */
  get activePosition(): number | undefined {
    const item = this.#items[this.#list.active];
    return item && this.#fields?.[item.index]?.field.start;
  }

  #toTip(row: HTMLElement, options: ValueTreeOptions): HTMLElement[] | undefined {
    const item = this.#items[Number(row.dataset['position'])];
    const field = item && this.#fields?.[item.index]?.field;
    if (!field || field.end <= field.start) return undefined;
    const { start, end, explanation } = field;
    const raw = toHexText(this.#bytes.subarray(start, end), tipBytes);
    const where = end - start === 1 ? `byte ${start}` : `bytes ${start} to ${end - 1}`;
    const show = element('button', { class: 'link', text: 'Show in Bytes', onClick: () => options.onShowBytes(start) });
    const lines: [string, ...(string | HTMLElement)[]][] = [['Where', `${where} · `, show]];
    if (explanation !== '') lines.unshift(['Means', explanation]);
    if (raw !== '') lines.unshift(['Raw', element('span', { class: 'm', text: raw })]);
    return lines.flatMap(([name, ...what]) => [element('dt', { text: name }), element('dd', {}, ...what)]);
  }

  #render(position: number): HTMLElement {
    const item = this.#items[position];
    if (!item) return element('div');
    const { node, hasChildren, isOpen } = item;
    const isActive = position === this.#list.active;
    const mark = hasChildren ? icon(isOpen ? 'chevron-down' : 'chevron-right', 's') : element('span', { class: 'no-mark' });
    const name = element('span', { class: 'n' }, mark, element('span', { class: 'cut', text: node.name }));
    name.style.setProperty('--d', String(Math.min(node.depth, 20)));
    const value = element('span', { class: `v ${valueClass[node.kind]}`, text: node.text });
    if (node.more !== '') value.append(element('span', { class: 'dim', text: ` ${node.more}` }));
    const made = element(
      'div',
      {
        class: isActive ? 'tr sel' : 'tr',
        role: 'treeitem',
        tabIndex: isActive ? 0 : -1,
        title: node.text.length > 30 ? `${node.name}: ${node.text}` : '',
        attributes: {
          'aria-level': String(node.depth + 1),
          'aria-posinset': String(item.position),
          'aria-setsize': String(item.siblings),
          'aria-selected': String(isActive),
          'data-position': String(position),
        },
      },
      name,
      value,
      element('span', { class: 't', text: node.type }),
    );
    if (hasChildren) made.setAttribute('aria-expanded', String(isOpen));
    made.addEventListener('click', (event) => {
      if (document.getSelection()?.isCollapsed === false) return;
      this.#list.activate(position);
      this.#list.focus();
      if (hasChildren && event.target instanceof Element && event.target.closest('.n')) this.#toggle(item);
    });
    return made;
  }

  #toggle({ index, isOpen }: TreeItem): void {
    if (isOpen) this.#closed.add(index);
    else this.#closed.delete(index);
    const hadFocus = this.#list.hasFocus();
    this.#items = visibleItems(this.#nodes, this.#closed);
    this.#list.reset(
      this.#items.length,
      this.#items.findIndex((item) => item.index === index),
    );
    if (hadFocus) this.#list.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = this.#items[this.#list.active];
    const target = this.#list.target(event.key);
    if (target !== undefined) this.#list.activate(target);
    else if (!item) return;
    else if (event.key === 'ArrowRight') {
      if (item.hasChildren && !item.isOpen) this.#toggle(item);
      else if (item.hasChildren) this.#list.activate(this.#list.active + 1);
    } else if (event.key === 'ArrowLeft') {
      if (item.isOpen) this.#toggle(item);
      else this.#list.activate(parentPosition(this.#items, this.#list.active) ?? this.#list.active);
    } else if ((event.key === 'Enter' || event.key === ' ') && item.hasChildren) this.#toggle(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The active line's value, where it is a scalar and no text is selected. */
  #textToCopy(): string | undefined {
    const node = this.#items[this.#list.active]?.node;
    if (!node || node.kind === 'object' || node.kind === 'array' || document.getSelection()?.isCollapsed === false) return undefined;
    // The escapes that make a string visible are JSON's own, so unescaping gives back what was there.
    return node.kind === 'string' ? (unescapeString(node.text) ?? node.text) : node.text;
  }
}

const valueClass: Readonly<Record<TreeNode['kind'], string>> = {
  object: 'dim',
  array: 'dim',
  string: 's',
  number: 'nu',
  boolean: 'b',
  null: 'nul',
  text: '',
};
