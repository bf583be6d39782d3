import { element } from './dom.ts';

export interface MenuItem {
  readonly label: string;
  /** The key that does the same. */
  readonly key?: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Opens a menu below a point of the page; it closes when one of its items is chosen, on Escape, or when the focus leaves
 * it. The focus goes back to where it was. `separator` draws a line between groups.
 */
export function openMenu(label: string, at: Point, items: readonly (MenuItem | 'separator')[]): void {
  const before = document.activeElement;
  const menu = element('div', { class: 'menu', role: 'menu', attributes: { 'aria-label': label } });
  let isOpen = true;
  const close = (isRefocusing: boolean) => {
    // Removing it takes the focus away, which asks for it to be closed once more.
    if (!isOpen) return;
    isOpen = false;
    menu.remove();
    if (isRefocusing && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  for (const item of items) menu.append(item === 'separator' ? element('hr', { role: 'separator' }) : renderItem(item, close));
  menu.addEventListener('keydown', (event) => onKey(event, menu, close));
  menu.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && menu.contains(event.relatedTarget))) close(false);
  });
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  document.body.append(menu);
  placeWithin(menu, at);
  focusItem(itemsOf(menu), 0);
}

/** Puts something at a point, or as near to it as it is wholly in the page. */
export function placeWithin(box: HTMLElement, at: Point): void {
  box.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - box.offsetWidth - 4))}px`;
  box.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - box.offsetHeight - 4))}px`;
}

function renderItem({ label, key, isDisabled, run }: MenuItem, close: (isRefocusing: boolean) => void): HTMLElement {
  const item = element(
    'div',
    { class: 'mi', role: 'menuitem', tabIndex: -1 },
    element('span', { class: 'cut', text: label }),
    element('span', { class: 'spacer' }),
  );
  if (key !== undefined) item.append(element('span', { class: 'dim', text: key }));
  if (isDisabled === true) item.setAttribute('aria-disabled', 'true');
  item.addEventListener('click', () => {
    if (isDisabled === true) return;
    close(true);
    run();
  });
  item.addEventListener('pointermove', () => item.focus());
  return item;
}

function onKey(event: KeyboardEvent, menu: HTMLElement, close: (isRefocusing: boolean) => void): void {
  const items = itemsOf(menu);
  const at = items.findIndex((item) => item === document.activeElement);
  event.stopPropagation();
  switch (event.key) {
    case 'ArrowDown':
      focusItem(items, (at + 1) % items.length);
      break;
    case 'ArrowUp':
      focusItem(items, (at + items.length - 1) % items.length);
      break;
    case 'Home':
      focusItem(items, 0);
      break;
    case 'End':
      focusItem(items, items.length - 1);
      break;
    case 'Enter':
    case ' ':
      items[at]?.click();
      break;
    case 'Escape':
    case 'Tab':
      close(true);
      break;
    default:
      if (!focusByLetter(items, at, event)) return;
  }
  event.preventDefault();
}

/** A letter goes to the next item that begins with it. */
function focusByLetter(items: readonly HTMLElement[], at: number, { key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (key.length !== 1 || ctrlKey || altKey || metaKey) return false;
  const begins = (item: HTMLElement) => item.textContent.toLowerCase().startsWith(key.toLowerCase());
  const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins);
  next?.focus();
  return next !== undefined;
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function focusItem(items: readonly HTMLElement[], index: number): void {
  items[index]?.focus();
}
