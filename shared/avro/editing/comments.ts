import type { Span } from '../json.ts';

/** The comments of a JSON text, however broken it is, in the text's order; line comments without the end of their line. */
export function commentSpans(text: string): Span[] {
  const comments: Span[] = [];
  for (const { 0: piece, index } of text.matchAll(stringOrComment)) {
    if (piece.startsWith('/')) comments.push({ start: index, end: index + piece.length });
  }
  return comments;
}

/** What is not closed ends with its line, but for a block comment, which takes in the rest of the text. */
const stringOrComment = /"(?:[^"\\\r\n]+|\\.)*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/g;
