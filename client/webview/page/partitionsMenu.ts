import type { FromPage, RecordsState } from '../recordsProtocol.ts';
import { formatCount } from '../texts.ts';
import { button, element, icon } from './dom.ts';
import type { PopoverOptions } from './popover.ts';

/** Which partitions are read; each with its first offset, its end and how many offsets lie between. */
export function toPartitionsMenu(state: RecordsState, send: (message: FromPage) => void, close: () => void): PopoverOptions {
  const all = (state.partitions ?? []).map(({ partition }) => partition);
  const chosen = new Set(state.settings.partitions ?? all);
  const whole = box('All partitions');
  const boxes = new Map<number, HTMLElement>();
  const apply = button('Read', {
    onClick: () => {
      if (chosen.size === 0) return;
      close();
      const partitions = chosen.size === all.length ? [] : all.filter((partition) => chosen.has(partition));
      send({ type: 'read', changes: { partitions } });
    },
  });
  apply.classList.add('primary');
  const draw = () => {
    for (const [partition, item] of boxes) setChecked(item, String(chosen.has(partition)));
    setChecked(whole, chosen.size === all.length ? 'true' : chosen.size === 0 ? 'false' : 'mixed');
    apply.disabled = chosen.size === 0;
    apply.textContent = chosen.size === all.length ? 'Read All' : `Read ${formatCount(chosen.size)} of ${formatCount(all.length)}`;
  };
  whole.addEventListener('click', () => {
    const isAll = chosen.size === all.length;
    for (const partition of all) if (isAll) chosen.delete(partition);
    if (!isAll) for (const partition of all) chosen.add(partition);
    draw();
  });
  const rows = (state.partitions ?? []).map(({ partition, first, end }) => {
    const item = partitionBox(partition, first, end);
    boxes.set(partition, item);
    item.addEventListener('click', () => {
      if (!chosen.delete(partition)) chosen.add(partition);
      draw();
    });
    // Whoever wants only one of a hundred does not switch off the others one by one.
    item.addEventListener('dblclick', () => {
      chosen.clear();
      chosen.add(partition);
      draw();
    });
    return item;
  });
  draw();
  const head = element('div', { class: 'pop-cols', attributes: { 'aria-hidden': 'true' } });
  head.append(...['', 'Partition', 'First', 'End', 'Offsets'].map((text) => element('span', { text })));
  const hint = element('span', { class: 'dim', text: 'Space chooses, Enter reads. Double click: only this one.' });
  const foot = element('div', { class: 'pop-foot' }, hint, element('span', { class: 'spacer' }), apply);
  const list = element('div', { class: 'pop-list' }, ...rows);
  const none = rows.length === 0 ? [element('div', { class: 'pop-none', text: 'Partitions are not known yet.' })] : [];
  return { label: 'Partitions', role: 'dialog', content: [whole, head, list, ...none, foot], onEnter: () => apply.click() };
}

function box(label: string): HTMLElement {
  return element(
    'div',
    { class: 'pi', role: 'checkbox', tabIndex: -1, attributes: { 'aria-label': label } },
    element('span', { class: 'tick' }),
    element('span', { text: label }),
  );
}

function partitionBox(partition: number, first: string, end: string): HTMLElement {
  const hasLeader = BigInt(end) >= 0n;
  const count = hasLeader ? formatCount(BigInt(end) - BigInt(first)) : '';
  const texts = hasLeader ? [String(partition), first, end, count] : [String(partition), 'no leader', '', ''];
  const label = hasLeader
    ? `Partition ${partition}, first offset ${first}, end ${end}, ${count} offsets`
    : `Partition ${partition}, which no broker leads`;
  const item = element('div', { class: 'pi pop-cols num', role: 'checkbox', tabIndex: -1, attributes: { 'aria-label': label } });
  item.append(element('span', { class: 'tick' }), ...texts.map((text) => element('span', { text })));
  return item;
}

function setChecked(item: HTMLElement, state: string): void {
  item.setAttribute('aria-checked', state);
  const tick = item.querySelector('.tick');
  tick?.replaceChildren(...(state === 'true' ? [icon('check')] : state === 'mixed' ? [icon('dash')] : []));
}
