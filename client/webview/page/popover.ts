import { element, icon } from './dom.ts';

export interface PopoverOptions {
  readonly label: string;
  readonly role: 'menu' | 'dialog';
  readonly content: readonly HTMLElement[];
  /** Which one has the focus at first; the first item where it is not given. */
  readonly focus?: HTMLElement | undefined;
  /** What Enter does where it is not on a button. */
  readonly onEnter?: (() => void) | undefined;
  readonly onClose?: (() => void) | undefined;
}

export interface Popover {
  readonly element: HTMLElement;
  close(isRefocusing: boolean): void;
}

const gap = 4;

/**
 * Opens a box below a control of the page. Arrows, Home and End go from item to item; Escape and Tab close it and give the
 * focus back to the control; it closes, too, when the focus goes elsewhere.
 */
export function openPopover(anchor: HTMLElement, options: PopoverOptions): Popover {
  const box = element('div', { class: 'pop', role: options.role, attributes: { 'aria-label': options.label } }, ...options.content);
  let isOpen = true;
  const close = (isRefocusing: boolean) => {
    // Removing it takes the focus away, which asks for it to be closed once more.
    if (!isOpen) return;
    isOpen = false;
    window.removeEventListener('resize', onResize);
    anchor.setAttribute('aria-expanded', 'false');
    box.remove();
    if (isRefocusing) anchor.focus();
    options.onClose?.();
  };
  const onResize = () => close(false);
  box.addEventListener('keydown', (event) => onKey(event, box, options, close));
  box.addEventListener('focusout', ({ relatedTarget }) => {
    const isInside = relatedTarget instanceof Node && (box.contains(relatedTarget) || anchor.contains(relatedTarget));
    // The anchor's own click closes it. Where the whole page loses the focus, the box waits for it to come back.
    if (!isInside && document.hasFocus()) close(false);
  });
  window.addEventListener('resize', onResize);
  anchor.setAttribute('aria-expanded', 'true');
  document.body.append(box);
  place(box, anchor);
  (options.focus ?? items(box)[0] ?? box).focus();
  return { element: box, close };
}

/** Makes a button open and close what `toOptions` tells. */
export function attachPopover(anchor: HTMLElement, toOptions: (close: () => void) => PopoverOptions): void {
  let popover: Popover | undefined;
  const open = () => {
    const options = toOptions(() => popover?.close(true));
    popover = openPopover(anchor, {
      ...options,
      onClose: () => {
        popover = undefined;
        options.onClose?.();
      },
    });
  };
  anchor.setAttribute('aria-haspopup', 'menu');
  anchor.setAttribute('aria-expanded', 'false');
  anchor.addEventListener('click', () => (popover ? popover.close(true) : open()));
  anchor.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && !popover && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      open();
    } else if (event.key === 'Escape' && popover) {
      event.preventDefault();
      event.stopPropagation();
      popover.close(true);
    }
  });
}

export interface ItemOptions {
  readonly note?: string;
  readonly icon?: string;
  /** Of items that stand for a choice. */
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean;
}

/** An item of a menu. */
export function menuItem(label: string, run: () => void, options: ItemOptions = {}): HTMLElement {
  const role = options.checked === undefined ? 'menuitem' : 'menuitemradio';
  const words = element('span', { class: 'label', text: label });
  const item = element('div', { class: 'pi', role, tabIndex: -1 });
  if (options.checked !== undefined) {
    item.setAttribute('aria-checked', String(options.checked));
    item.append(options.checked ? icon('check', 's') : element('span', { class: 'no-icon' }));
  } else if (options.icon !== undefined) item.append(icon(options.icon, 's'));
  item.append(words, element('span', { class: 'spacer' }));
  if (options.note !== undefined) item.append(element('span', { class: 'dim', text: options.note }));
  if (options.disabled === true) item.setAttribute('aria-disabled', 'true');
  item.addEventListener('click', () => {
    if (options.disabled !== true) run();
  });
  item.addEventListener('pointermove', () => item.focus());
  return item;
}

export function separator(): HTMLElement {
  return element('div', { class: 'pop-rule', role: 'separator' });
}

function items(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('.pi, input, button')].filter((item) => item.offsetParent !== null);
}

function onKey(event: KeyboardEvent, box: HTMLElement, options: PopoverOptions, close: (isRefocusing: boolean) => void): void {
  const all = items(box);
  const at = all.findIndex((item) => item === document.activeElement);
  const isField = document.activeElement instanceof HTMLInputElement && document.activeElement.type !== 'checkbox';
  const move = (to: number) => all[(to + all.length) % all.length]?.focus();
  // What is typed here is not meant for the table.
  event.stopPropagation();
  switch (event.key) {
    case 'ArrowDown':
      move(at + 1);
      break;
    case 'ArrowUp':
      move(at - 1);
      break;
    case 'Home':
    case 'End':
      if (isField) return;
      move(event.key === 'Home' ? 0 : all.length - 1);
      break;
    case 'Enter':
    case ' ':
      if (document.activeElement instanceof HTMLButtonElement || (isField && event.key === ' ')) return;
      if (event.key === 'Enter' && options.onEnter) options.onEnter();
      else if (document.activeElement instanceof HTMLElement) document.activeElement.click();
      break;
    case 'Tab':
      if (options.role === 'dialog') {
        move(event.shiftKey ? at - 1 : at + 1);
        break;
      }
      close(true);
      break;
    case 'Escape':
      close(true);
      break;
    default:
      return;
  }
  event.preventDefault();
}

function place(box: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - 2 * gap;
  box.style.maxHeight = `${Math.max(120, below)}px`;
  const left = Math.min(at.left, window.innerWidth - box.offsetWidth - gap);
  box.style.left = `${Math.max(gap, left)}px`;
  box.style.top = `${at.bottom + gap}px`;
}
