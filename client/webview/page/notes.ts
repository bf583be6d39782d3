import type { RecordsState } from '../recordsProtocol.ts';
import { toNotes, type NoteView } from '../recordsNotes.ts';
import type { Offer } from '../recordsOffers.ts';
import { button, element, icon } from './dom.ts';

export interface Notes {
  readonly above: HTMLElement;
  readonly below: HTMLElement;
  draw(state: RecordsState): void;
}

/** Lines above and below the rows that must not be missed. */
export function createNotes(onOffer: (offer: Offer) => void): Notes {
  const above = element('div', { class: 'notes above' });
  const below = element('div', { class: 'notes below' });
  return {
    above,
    below,
    draw(state) {
      const notes = toNotes(state, { nowMs: Date.now() });
      drawNotes(
        above,
        state,
        notes.filter(({ place }) => place === 'above'),
        onOffer,
      );
      drawNotes(
        below,
        state,
        notes.filter(({ place }) => place === 'below'),
        onOffer,
      );
    },
  };
}

/** The buttons that this host can carry out; the first one is what most people want. */
export function renderOffers(offers: readonly Offer[], state: RecordsState, onOffer: (offer: Offer) => void): HTMLElement[] {
  const able = offers.filter(({ does }) => (does === 'openSettings' || does === 'produceSample' ? state.actions.includes(does) : true));
  return able.map((offer, index) => {
    const mark = offer.icon === undefined ? [] : [icon(offer.icon, 's')];
    const made = button(offer.label, { onClick: () => onOffer(offer) }, ...mark);
    made.classList.toggle('primary', index === 0 && offer.does !== 'openSettings');
    return made;
  });
}

function drawNotes(box: HTMLElement, state: RecordsState, notes: readonly NoteView[], onOffer: (offer: Offer) => void): void {
  // Only a change is drawn: an alert is read out whenever it appears.
  const shown = JSON.stringify([notes, state.actions]);
  if (box.dataset['shown'] === shown) return;
  box.dataset['shown'] = shown;
  box.replaceChildren(
    ...notes.map(({ severity, strong, text, offers }) => {
      const words = element('span', { class: 'grow' });
      if (strong !== '') words.append(element('b', { text: strong }), ' ');
      words.append(text);
      const tone = { info: 'c-info', warning: 'c-warn', error: 'c-error' }[severity];
      const role = severity === 'info' ? 'note' : 'alert';
      return element('div', { class: `note ${severity}`, role }, icon(severity, tone), words, ...renderOffers(offers, state, onOffer));
    }),
  );
}
