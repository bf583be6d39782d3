import type { JsonNode, JsonString, Span } from './json.ts';
import type { Problem } from './schema.ts';

/** The kinds of token, numbered as jsonc-parser does, whose own names are erased from its build. */
export const Token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  /** White space that JSON does not know, such as a no-break space. */
  space: 14,
  unknown: 16,
  end: 17,
} as const;

/** A text token by token. It stands at one of them, which each `take…` consumes; white space and comments are passed over. */
export interface JsonTokens {
  readonly text: string;
  /** One of {@link Token}. */
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  /** Where the token before ended. */
  readonly previousEnd: number;
  /** The current token's place, as an object of its own. */
  span(): { start: number; end: number };
  next(): void;
  /** The string, number, boolean or null; undefined where it is none, and that has been reported. */
  takeScalar(): JsonNode | undefined;
  takeString(): JsonString;
  /** Whatever token it is, as if it stood in double quotes; single quotes are left out. Nothing is reported. */
  takeWord(): JsonString;
  report(problem: Pick<Problem, 'code' | 'span' | 'message' | 'related' | 'fixes'> & { readonly severity?: Problem['severity'] }): void;
}

export function isCloser(kind: number): boolean {
  return kind === Token.closeBrace || kind === Token.closeBracket;
}

/** A piece of the text for a message; of a long one the beginning. */
export function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

/** The first character of a text that may not be visible, such as `U+00A0`. */
export function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The places of what a closed string may not hold: unknown escapes and control characters. */
export function findInString(text: string, { start, end }: Span): { readonly span: Span; readonly message: string }[] {
  const pattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|u[0-9a-fA-F]{0,3}|[^])|\p{Cc}/gu;
  return [...text.slice(start, end).matchAll(pattern)].flatMap(({ 0: found, index }) => {
    if (/^\\(?:["\\/bfnrt]$|u....$)/.test(found) || found >= '\x7f') return [];
    const message = found.startsWith('\\') ? `${quoted(found)} is not a JSON escape.` : `${codePoint(found)} must be escaped in a string.`;
    return [{ span: { start: start + index, end: start + index + found.length }, message }];
  });
}
