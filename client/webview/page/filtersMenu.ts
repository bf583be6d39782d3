import { element } from './dom.ts';
import { menuItem, type PopoverOptions } from './popover.ts';

export interface NamedFilter {
  readonly name: string;
  readonly text: string;
}

/** Filters that were saved, by name, and examples for what the topic holds. */
export function toFiltersMenu(
  saved: readonly NamedFilter[],
  examples: readonly NamedFilter[],
  choose: (text: string) => void,
): PopoverOptions {
  const item = ({ name, text }: NamedFilter) => {
    const made = menuItem(name, () => choose(text));
    made.append(element('span', { class: 'm cut code', text: text.replace(/\s+/g, ' ') }));
    made.title = text;
    return made;
  };
  const group = (label: string, filters: readonly NamedFilter[]) => {
    if (filters.length === 0) return [];
    const head = element('div', { class: 'pop-title', text: label });
    return [element('div', { role: 'group', attributes: { 'aria-label': label } }, head, ...filters.map(item))];
  };
  const none = saved.length > 0 ? [] : [element('div', { class: 'pop-none', text: 'No filter is saved yet.' })];
  return {
    label: 'Saved filters and examples',
    role: 'menu',
    content: [...group('Saved', saved), ...none, ...group('Examples', examples)],
  };
}
