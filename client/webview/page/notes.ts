import type { RecordsState } from '../recordsProtocol.ts';
import { toNotes, toRetryText, type NoteView } from '../recordsNotes.ts';
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
  const countdown = createCountdown();
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
        countdown.element,
      );
      countdown.set(state.registryRetryInMs);
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

/** Says by itself how long it is until the registry is asked again; nothing else is drawn for it, and nothing read out. */
function createCountdown(): { readonly element: HTMLElement; set(inMs: number | undefined): void } {
  const made = element('span', { class: 'countdown num', attributes: { 'aria-live': 'off' } });
  let atMs: number | undefined;
  let timer: number | undefined;
  const draw = () => {
    window.clearTimeout(timer);
    if (atMs === undefined) return;
    const leftMs = Math.max(0, atMs - performance.now());
    const text = toRetryText(leftMs);
    if (made.textContent !== text) made.textContent = text;
    if (leftMs > 0) timer = window.setTimeout(draw, leftMs % 1000 || 1000);
  };
  return {
    element: made,
    set(inMs) {
      const next = inMs === undefined ? undefined : performance.now() + inMs;
      // What was under way for a message makes no other time of it.
      const isSame = next !== undefined && atMs !== undefined && inMs !== 0 && Math.abs(next - atMs) < 1000;
      if (!isSame) atMs = next;
      draw();
    },
  };
}

function drawNotes(
  box: HTMLElement,
  state: RecordsState,
  notes: readonly NoteView[],
  onOffer: (offer: Offer) => void,
  countdown?: HTMLElement,
): void {
  // Only a change is drawn: an alert is read out whenever it appears.
  const shown = JSON.stringify([notes, state.actions]);
  if (box.dataset['shown'] === shown) return;
  box.dataset['shown'] = shown;
  box.replaceChildren(
    ...notes.map(({ severity, strong, text, offers, icon: mark, isRetried }) => {
      const words = element('span', { class: 'grow' });
      if (strong !== '') words.append(element('b', { text: strong }), ' ');
      words.append(text);
      if (isRetried && countdown) words.append(' ', countdown);
      const tone = { info: 'c-info', warning: 'c-warn', error: 'c-error' }[severity];
      const role = severity === 'info' ? 'note' : 'alert';
      return element(
        'div',
        { class: `note ${severity}`, role },
        icon(mark ?? severity, tone),
        words,
        ...renderOffers(offers, state, onOffer),
      );
    }),
  );
}
