import { isClosedString } from './jsonCursor.ts';
import type { Span } from '../json.ts';

/** A string's place without its quotes; a word that stands without them as it is. */
export function wordSpan(text: string, span: Span): Span {
  if (text[span.start] !== '"') return span;
  return { start: span.start + 1, end: isClosedString(text, span) ? span.end - 1 : span.end };
}

/**
 * The namespace and the last part of a name as it is written, without the dot between them. A name with an escape has no
 * parts that could be told apart by their places.
 */
export function namePartSpans(text: string, span: Span): { readonly namespace: Span | undefined; readonly name: Span } {
  const word = wordSpan(text, span);
  const written = text.slice(word.start, word.end);
  const dot = written.includes('\\') ? -1 : written.lastIndexOf('.');
  if (dot < 0) return { namespace: undefined, name: word };
  return {
    namespace: dot === 0 ? undefined : { start: word.start, end: word.start + dot },
    name: { start: word.start + dot + 1, end: word.end },
  };
}
