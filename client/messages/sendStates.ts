import type { ProducedRecord } from '../cluster/session.ts';

/** What became of a message of a document, as its CodeLens tells it. */
export type SendState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sending'; readonly cancel: () => void }
  | { readonly kind: 'sent'; readonly connection: string; readonly topic: string; readonly record: ProducedRecord }
  /** Nothing was written. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The broker was asked to write it and did not answer. */
  | { readonly kind: 'unknown'; readonly connection: string; readonly topic: string; readonly reason: string };

/** The states of the messages of all open documents: of a message that was edited since, nothing is known any more. */
export interface SendStates {
  /** `text` is the message as it stands now. */
  get(document: string, index: number, text: string): SendState;
  set(document: string, index: number, text: string, state: SendState): void;
  /** Forgets a document that was closed. */
  drop(document: string): void;
  onDidChange(listener: () => void): { dispose(): void };
}

export function createSendStates(): SendStates {
  const documents = new Map<string, Map<number, { readonly text: string; readonly state: SendState }>>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get(document, index, text) {
      const entry = documents.get(document)?.get(index);
      return entry?.text === text ? entry.state : { kind: 'ready' };
    },
    set(document, index, text, state) {
      const states = documents.get(document) ?? new Map<number, { text: string; state: SendState }>();
      documents.set(document, states.set(index, { text, state }));
      changed();
    },
    drop(document) {
      if (documents.delete(document)) changed();
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}
