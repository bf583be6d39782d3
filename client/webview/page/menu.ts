import { element } from './dom.ts';

export interface MenuItem {
  readonly label: string;
  /** The key that does the same. */
  readonly key?: string;
  readonly run: () => void;
}

/**
 * Opens a menu below a point of the page; it closes when one of its items is chosen, on Escape, or when the focus leaves
 * it. The focus goes back to where it was.
 */
export function openMenu(label: string, at: { readonly x: number; readonly y: number }, items: readonly MenuItem[]): void {
  const before = document.activeElement;
  const menu = element('div', { class: 'menu', role: 'menu', attributes: { 'aria-label': label } });
  let isOpen = true;
  const close = (isRefocusing: boolean) => {
    // Removing it takes the focus away, which asks for it to be closed once more.
    if (!isOpen) return;
    isOpen = false;
    menu.remove();
    if (isRefocusing && before instanceof HTMLElement) before.focus();
  };
  for (const { label: text, key, run } of items) {
    const item = element(
      'div',
      { class: 'mi', role: 'menuitem', tabIndex: -1 },
      element('span', { text }),
      element('span', { class: 'spacer' }),
    );
    if (key !== undefined) item.append(element('span', { class: 'dim', text: key }));
    item.addEventListener('click', () => {
      close(true);
      run();
    });
    item.addEventListener('pointermove', () => item.focus());
    menu.append(item);
  }
  menu.addEventListener('keydown', (event) => onKey(event, menu, close));
  menu.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && menu.contains(event.relatedTarget))) close(false);
  });
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  document.body.append(menu);
  menu.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - menu.offsetHeight - 4))}px`;
  focusItem(menu, 0);
}

function onKey(event: KeyboardEvent, menu: HTMLElement, close: (isRefocusing: boolean) => void): void {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement ?? menu);
  event.stopPropagation();
  switch (event.key) {
    case 'ArrowDown':
      focusItem(menu, (at + 1) % items.length);
      break;
    case 'ArrowUp':
      focusItem(menu, (at + items.length - 1) % items.length);
      break;
    case 'Home':
      focusItem(menu, 0);
      break;
    case 'End':
      focusItem(menu, items.length - 1);
      break;
    case 'Enter':
    case ' ': {
      const item = items[at];
      if (item instanceof HTMLElement) item.click();
      break;
    }
    case 'Escape':
    case 'Tab':
      close(true);
      break;
    default:
      return;
  }
  event.preventDefault();
}

function focusItem(menu: HTMLElement, index: number): void {
  const item = menu.children[index];
  if (item instanceof HTMLElement) item.focus();
}
