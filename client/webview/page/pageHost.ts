import type { FromPage, ToPage } from '../recordsProtocol.ts';
import type { TabName } from './detailsPane.ts';

/** What the page keeps over reloads and restarts: where somebody was, never what a record holds. */
export interface SavedState {
  readonly connection: string;
  readonly topic: string;
  readonly partitions: readonly number[] | undefined;
  /** Of the rows among which `selected` was chosen. */
  readonly generation: number;
  readonly selected: { readonly partition: number; readonly offset: string } | undefined;
  readonly detailsOpen: boolean;
  readonly detailsWidth: number | undefined;
  readonly tab: TabName;
}

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: SavedState): void;
}

// VS Code gives it to every page, once.
declare function acquireVsCodeApi(): VsCodeApi;

export interface PageHost {
  send(message: FromPage): void;
  onMessage(listener: (message: ToPage) => void): void;
  saved(): Partial<SavedState>;
  save(state: SavedState): void;
}

/** The extension host, as this page reaches it. */
export function connectHost(): PageHost {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<ToPage>) => listener(event.data));
    },
    saved: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : {};
    },
    save: (state) => api.setState(state),
  };
}
