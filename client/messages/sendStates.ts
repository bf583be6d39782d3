import type { ProducedRecord } from '../cluster/session.ts';
import type { Message, MessageDocument } from '../../shared/message/document.ts';

/** What became of a message of a document, as its CodeLens tells it. */
export type SendState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sending'; readonly cancel: () => void }
  | { readonly kind: 'sent'; readonly connection: string; readonly topic: string; readonly record: ProducedRecord }
  /** Nothing was written. `remedy` is a second sentence that says what to do; `missing` is a topic that there is not. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly remedy: string | undefined;
      readonly missing?: { readonly connection: string; readonly topic: string } | undefined;
    }
  /** The record was on its way to the broker when something came between: it may be written. */
  | { readonly kind: 'unknown'; readonly connection: string; readonly topic: string; readonly reason: string };

/** The states of the messages of all open documents. A message that was edited since is another one. */
export interface SendStates {
  /** @param key as {@link messageKeys} has it */
  get(document: string, key: string): SendState;
  set(document: string, key: string, state: SendState): void;
  /**
   * Takes a message for sending, from its first question to its last answer: nobody else can take it meanwhile.
   *
   * @returns what gives it back; undefined where it is taken
   */
  take(document: string, key: string): (() => void) | undefined;
  /** Forgets a document that was closed. */
  drop(document: string): void;
  onDidChange(listener: () => void): { dispose(): void };
}

/**
 * What tells the messages of a document apart, wherever they move to: their text, and which of those with the same text
 * each of them is.
 *
 * @returns in the order of the messages
 */
export function messageKeys({ text, messages }: MessageDocument): string[] {
  const counts = new Map<string, number>();
  return messages.map(({ json: { span } }) => {
    const own = text.slice(span.start, span.end);
    const nth = (counts.get(own) ?? 0) + 1;
    counts.set(own, nth);
    return `${nth} ${own}`;
  });
}

/** The message that a key of {@link messageKeys} stands for, with its place in the document; undefined once it was edited. */
export function findByKey(document: MessageDocument, key: string): { readonly message: Message; readonly index: number } | undefined {
  const index = messageKeys(document).indexOf(key);
  const message = document.messages[index];
  return message === undefined ? undefined : { message, index };
}

export function createSendStates(): SendStates {
  const documents = new Map<string, Map<string, SendState>>();
  const taken = new Set<string>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get: (document, key) => documents.get(document)?.get(key) ?? { kind: 'ready' },
    set(document, key, state) {
      // What was sent before an edit stays known: when the edit is undone, it must not look as if it had not been sent.
      documents.set(document, (documents.get(document) ?? new Map<string, SendState>()).set(key, state));
      changed();
    },
    take(document, key) {
      const id = JSON.stringify([document, key]);
      if (taken.has(id)) return undefined;
      taken.add(id);
      return () => taken.delete(id);
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
