import type { FromPage, SavedPage, ToPage } from '../recordsProtocol.ts';

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: SavedPage): void;
}

// VS Code gives it to every page, once.
declare function acquireVsCodeApi(): VsCodeApi;

export interface PageHost {
  send(message: FromPage): void;
  onMessage(listener: (message: ToPage) => void): void;
  /** What the page kept over reloads and restarts: where somebody was, never what a record holds. */
  saved(): Partial<SavedPage>;
  /** Keeps the state; soon, since it changes with every row that a held arrow key passes by. */
  save(state: () => SavedPage | undefined): void;
}

const saveDelayMs = 200;

/** The extension host, as this page reaches it. */
export function connectHost(): PageHost {
  const api = acquireVsCodeApi();
  let toSave: (() => SavedPage | undefined) | undefined;
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
      window.addEventListener('message', (event: MessageEvent<ToPage>) => listener(event.data));
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
