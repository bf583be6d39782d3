/** What an element is made of. Text goes in as text: nothing that a record holds is ever read as HTML. */
export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly role?: string;
  readonly tabIndex?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: (event: MouseEvent) => void;
}

/** A new element with its children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  if (options.title !== undefined) made.title = options.title;
  if (options.role !== undefined) made.setAttribute('role', options.role);
  if (options.tabIndex !== undefined) made.tabIndex = options.tabIndex;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  // TypeScript does not see that every element of the map is an HTMLElement, whose click is a MouseEvent.
  if (options.onClick) (made as HTMLElement).addEventListener('click', options.onClick);
  made.append(...children);
  return made;
}

/** A codicon by its name; it says nothing to a screen reader. */
export function icon(name: string, className = ''): HTMLSpanElement {
  return element('span', { class: `codicon codicon-${name} ${className}`.trim(), attributes: { 'aria-hidden': 'true' } });
}

/** A button with a word on it. */
export function button(label: string, options: ElementOptions = {}, ...children: readonly Node[]): HTMLButtonElement {
  const made = element('button', { class: 'btn', ...options });
  made.type = 'button';
  made.append(...children, label);
  return made;
}

/** A button with an icon only; `label` is its name and, with its key, its hover. */
export function iconButton(name: string, label: string, options: ElementOptions & { readonly key?: string } = {}): HTMLButtonElement {
  const { key, ...rest } = options;
  const title = key === undefined ? label : `${label} (${key})`;
  const attributes = { 'aria-label': label, ...rest.attributes };
  const made = element('button', { class: 'icon', title, ...rest, attributes }, icon(name));
  made.type = 'button';
  return made;
}

/** Makes several controls one stop of the Tab key, with arrows inside. */
export function roveAcross(box: HTMLElement, selector: string): void {
  const items = () => [...box.querySelectorAll<HTMLElement>(selector)].filter((item) => item.offsetParent !== null && !isDisabled(item));
  const settle = () => {
    const all = items();
    const current = all.find((item) => item.tabIndex === 0) ?? all[0];
    for (const item of box.querySelectorAll<HTMLElement>(selector)) item.tabIndex = item === current ? 0 : -1;
  };
  box.addEventListener('focusin', (event) => {
    const all = items();
    const target = all.find((item) => item.contains(event.target instanceof Node ? event.target : null));
    if (target) for (const item of all) item.tabIndex = item === target ? 0 : -1;
  });
  box.addEventListener('keydown', (event) => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  });
  new MutationObserver(settle).observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'hidden'] });
  settle();
}

/** What gets the keyboard when the page does. */
let waiting: HTMLElement | undefined;
window.addEventListener('focus', () => {
  const element = waiting;
  waiting = undefined;
  if (element?.isConnected) element.focus({ preventScroll: true });
});

/**
 * Gives an element the keyboard; where nobody types in this page, when somebody does. Rows that come would otherwise
 * take it from the workbench, which closes whatever list it has open then.
 */
export function moveFocus(element: HTMLElement | null | undefined): void {
  if (!element) return;
  if (document.hasFocus()) element.focus({ preventScroll: true });
  else waiting = element;
}

/** Whether the keyboard is in the element, or will be when the page has it. */
export function holdsFocus(element: Element): boolean {
  return element.contains(document.hasFocus() ? document.activeElement : (waiting ?? document.activeElement));
}

function isDisabled(item: HTMLElement): boolean {
  return item instanceof HTMLButtonElement && item.disabled;
}
