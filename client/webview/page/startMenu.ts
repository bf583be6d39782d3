import type { StartOption } from '../../records/recordsSession.ts';
import { mostScanned } from '../../records/startInputs.ts';
import type { FromPage, RecordsState } from '../recordsProtocol.ts';
import { toCountLabel } from '../startText.ts';
import { element } from './dom.ts';
import { menuItem, separator, type PopoverOptions } from './popover.ts';

/** Where a read begins and how many records it scans. */
export function toStartMenu(state: RecordsState, send: (message: FromPage) => void, close: () => void): PopoverOptions {
  const { start, filter } = state.settings;
  let count = 'count' in start ? start.count : 100;
  const field = element('input', { class: 'field', attributes: { type: 'text', inputmode: 'numeric', 'aria-label': 'How many records' } });
  field.value = String(count);
  const read = (next: StartOption, live = state.settings.live) => {
    close();
    send({ type: 'read', changes: { start: next, live } });
  };
  const counted = (kind: 'newest' | 'oldest') =>
    menuItem(toCountLabel(kind, count, filter !== ''), () => read({ kind, count }), { checked: start.kind === kind });
  const newest = counted('newest');
  const oldest = counted('oldest');
  field.addEventListener('input', () => {
    const typed = Number(field.value.replace(/[^\d]/g, ''));
    const isRight = /^[\d.,\s'’]+$/.test(field.value) && typed >= 1;
    field.setAttribute('aria-invalid', String(!isRight));
    if (!isRight) return;
    count = Math.min(typed, mostScanned);
    for (const [item, kind] of [[newest, 'newest'] as const, [oldest, 'oldest'] as const]) {
      const label = item.querySelector('.label');
      if (label) label.textContent = toCountLabel(kind, count, filter !== '');
    }
  });
  const choose = (label: string, what: 'offset' | 'time' | 'key', isChecked?: boolean) =>
    menuItem(
      label,
      () => {
        close();
        send({ type: 'choose', what });
      },
      { checked: isChecked },
    );
  const older = menuItem(
    'Scan Older',
    () => {
      close();
      send({ type: 'scanOlder' });
    },
    { note: 'goes on backwards', disabled: state.activity !== 'idle' || (state.progress?.scanned ?? 0) === 0, checked: undefined },
  );
  const hint = `Counted before the filter. At most ${mostScanned.toLocaleString()} at once.`;
  const head = element('label', { class: 'pop-head', title: hint }, element('span', { text: 'Records' }), field);
  const content = [
    head,
    newest,
    oldest,
    choose('From Offset…', 'offset', start.kind === 'offset'),
    choose('From Time…', 'time', start.kind === 'time'),
    menuItem('Live Only', () => read({ kind: 'live' }, true), { checked: start.kind === 'live' }),
    separator(),
    older,
    choose('Find Key…', 'key'),
  ];
  const onEnter = () => {
    const { activeElement } = document;
    if (activeElement !== field && activeElement instanceof HTMLElement) activeElement.click();
    else if (field.getAttribute('aria-invalid') !== 'true') read({ kind: start.kind === 'oldest' ? 'oldest' : 'newest', count });
  };
  return { label: 'Start', role: 'menu', content, focus: start.kind === 'oldest' ? oldest : newest, onEnter };
}
