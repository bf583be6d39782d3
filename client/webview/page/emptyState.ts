import type { RecordsState } from '../recordsProtocol.ts';
import { toEmpty } from '../recordsEmpty.ts';
import type { Offer } from '../recordsOffers.ts';
import { element, icon } from './dom.ts';
import { renderOffers } from './notes.ts';

export interface EmptyState {
  /** Hidden where there are rows, or where some may yet come. */
  readonly element: HTMLElement;
  /** `shown` are the rows of the view. */
  draw(state: RecordsState, shown: number | undefined): void;
}

/** What stands in place of the rows where there are none: why, and what leads on. */
export function createEmptyState(onOffer: (offer: Offer) => void): EmptyState {
  const box = element('div', { class: 'empty' });
  box.hidden = true;
  return {
    element: box,
    draw(state, shown) {
      const view = toEmpty(state, { shown });
      box.hidden = !view;
      const drawn = JSON.stringify([view, state.actions]);
      if (box.dataset['drawn'] === drawn) return;
      box.dataset['drawn'] = drawn;
      if (!view) {
        box.replaceChildren();
        return;
      }
      const role = view.icon === 'error' || view.icon === 'lock' ? 'alert' : 'heading';
      const code = view.code === '' ? [] : [element('p', { class: 'm', text: view.code })];
      const detail = view.detail === '' ? [] : [element('p', { text: view.detail })];
      box.replaceChildren(
        icon(view.icon, 'big'),
        element('h3', { text: view.title, role, attributes: { 'aria-level': '2' } }),
        ...code,
        ...detail,
        element('div', { class: 'row' }, ...renderOffers(view.offers, state, onOffer)),
      );
    },
  };
}
