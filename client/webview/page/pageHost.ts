import type { FromPage, SavedPage, ToPage } from '../recordsProtocol.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

// VS Code gives it to every page, once.
declare function acquireVsCodeApi(): VsCodeApi;

export interface PageHost<From, To, Saved> {
  send(message: From): void;
  onMessage(listener: (message: To) => void): void;
  /** What the page kept over reloads and restarts: where somebody was, never what a record holds. */
  saved(): Partial<Saved>;
  /** Keeps the state; soon, since it changes with every row that a held arrow key passes by. */
  save(state: () => Saved | undefined): void;
}

const saveDelayMs = 200;

/** The extension host, as the records page reaches it, unless it is said what another page sends, gets and keeps. */
export function connectHost<From = FromPage, To = ToPage, Saved = SavedPage>(): PageHost<From, To, Saved> {
  const api = acquireVsCodeApi();
  let toSave: (() => Saved | undefined) | undefined;
  let timer: number | undefined;
  const flush = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
    const state = toSave?.();
    toSave = undefined;
    if (!state) return;
    api.setState(state);
    api.postMessage({ type: 'saved', state });
  };
  window.addEventListener('pagehide', flush);
  return {
    send: (message) => api.postMessage(message),
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<To>) => listener(event.data));
    },
    saved: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : {};
    },
    save: (state) => {
      toSave = state;
      timer ??= window.setTimeout(flush, saveDelayMs);
    },
  };
}
