import type { ButtonView, FromReport, ReportView } from '../reportProtocol.ts';
import { linkButton } from './reportBands.ts';
import { sentence } from './reportConsumers.ts';
import { button, element, icon, moveFocus } from './dom.ts';

type Send = (message: FromReport) => void;

/** Of the snippet that is shown; it stays while the report is filled in. */
let chosen: string | undefined;

/** What a button of the report asks for. */
export function toMessage({ does }: ButtonView): FromReport {
  return 'what' in does ? { type: 'do', what: does.what } : { type: 'treatAs', reading: does.reading };
}

/** What to do: sentences, and code for the consumer that is chosen. */
export function renderAdvice({ advice, snippets, noSnippets }: ReportView, send: Send): Node[] {
  if (advice.length === 0 && snippets.length === 0 && noSnippets === '') return [];
  const items = advice.map(({ text, links }) => {
    const item = element('li', {}, ...sentence(text));
    for (const [index, link] of links.entries())
      item.append(
        index === 0 ? ' ' : ' or ',
        linkButton(link.label, () => send(toMessage(link))),
      );
    return item;
  });
  const list =
    advice.length === 1 ? element('div', { class: 'todo' }, ...(items[0]?.childNodes ?? [])) : element('ol', { class: 'todo' }, ...items);
  const rest = noSnippets === '' ? [] : [element('p', { class: 'muted', text: noSnippets })];
  return [element('h2', { text: 'What to do' }), list, ...rest, ...renderSnippets(snippets, send)];
}

function renderSnippets(snippets: ReportView['snippets'], send: Send): Node[] {
  const [first] = snippets;
  if (first === undefined) return [];
  const selected = (): (typeof snippets)[number] => snippets.find(({ id }) => id === chosen) ?? first;
  const panel = element('div', { role: 'tabpanel', attributes: { id: 'snippet' } });
  const tabs = snippets.map(({ id, title }) => {
    const tab = element('button', {
      role: 'tab',
      text: title,
      attributes: { id: `tab-${id}`, 'aria-controls': 'snippet' },
      onClick: () => select(id),
    });
    tab.type = 'button';
    return { id, tab };
  });
  const select = (id: string): void => {
    chosen = id;
    const { text, says, ranWith } = selected();
    for (const { id: of, tab } of tabs) {
      const isSelected = of === selected().id;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      if (isSelected) panel.setAttribute('aria-labelledby', tab.id);
    }
    const basis = ranWith === undefined ? 'Not run.' : `Such code was run with ${ranWith}.`;
    panel.replaceChildren(
      element('p', {}, ...sentence(says), says === '' ? '' : ' ', element('span', { class: 'muted', text: basis })),
      element('pre', { text, tabIndex: 0 }),
    );
  };
  const copy = button('Copy', { class: 'btn quiet', onClick: () => send({ type: 'copySnippet', id: selected().id }) }, icon('copy'));
  const open = button(
    'Open as Document',
    { class: 'btn quiet', onClick: () => send({ type: 'openSnippet', id: selected().id }) },
    icon('go-to-file'),
  );
  const list = element(
    'div',
    { class: 'codelist', role: 'tablist', attributes: { 'aria-label': 'Consumer' } },
    ...tabs.map(({ tab }) => tab),
  );
  list.addEventListener('keydown', (event) => {
    const at = tabs.findIndex(({ tab }) => tab === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined || at < 0 ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    select(next.id);
    moveFocus(next.tab);
  });
  select(selected().id);
  return [element('div', { class: 'codetabs' }, list, element('span', { class: 'codeactions' }, copy, open)), panel];
}
