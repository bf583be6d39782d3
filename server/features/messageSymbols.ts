import type { DocumentSymbol } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Message } from '../../shared/message/document.ts';
import type { MessageText } from '../messageDocument.ts';
import { toRange } from '../range.ts';

/** One for each message: its topic and its key. */
export function messageSymbols({ text, document }: MessageText): DocumentSymbol[] {
  return document.messages.map((message) => {
    const { json, topic } = message;
    const range = toRange(text, json.span);
    return {
      // An editor refuses a symbol without a name.
      name: topic === undefined || topic.value.trim() === '' ? 'message' : topic.value,
      detail: detailOf(message, document.text),
      kind: SymbolKind.Event,
      range,
      selectionRange: topic === undefined ? { start: range.start, end: range.start } : toRange(text, topic.span),
    };
  });
}

function detailOf({ key, value }: Message, text: string): string {
  const written =
    key === undefined ? '' : key.kind === 'string' ? key.value : text.slice(key.span.start, key.span.end).replaceAll(/\s+/g, ' ');
  const short = written.length > 60 ? `${written.slice(0, 59)}…` : written;
  const isTombstone = value === undefined || value.kind === 'null';
  return [short, ...(isTombstone ? ['tombstone'] : [])].filter((part) => part !== '').join(', ');
}
