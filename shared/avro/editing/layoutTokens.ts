/** What a token is, as far as the layout of a text depends on it. */
export type LayoutTokenKind = 'open' | 'close' | 'comma' | 'colon' | 'scalar' | 'lineComment' | 'blockComment';

/** A token or comment of a JSON text. */
export interface LayoutToken {
  readonly kind: LayoutTokenKind;
  readonly start: number;
  /** Of a line comment without the white space at the end of its line. */
  readonly end: number;
  /** How many line breaks stand between it and the token before. */
  readonly lineBreaks: number;
}

/**
 * The tokens and comments of a text that is sound but for commas too many: whatever stands between them is white space.
 *
 * @returns undefined where something else does, but for a byte order mark at the beginning
 */
export function layoutTokens(text: string): LayoutToken[] | undefined {
  const tokens: LayoutToken[] = [];
  let end = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    const space = endOfMatch(whiteSpace, text, end);
    const lineBreaks = countLineBreaks(text, end, space);
    const kind = kindAt(text, space);
    if (kind === undefined) return tokens;
    end = endOfToken(text, space, kind);
    if (end === space) return undefined;
    tokens.push({ kind, start: space, end: kind === 'lineComment' ? endOfLine(text, space, end) : end, lineBreaks });
  }
}

export function isComment({ kind }: LayoutToken): boolean {
  return kind === 'lineComment' || kind === 'blockComment';
}

/** How many line breaks a piece of a text has, of which `\r\n` is one. */
export function countLineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) count++;
  }
  return count;
}

const whiteSpace = /[ \t\r\n]*/y;
const word = /[\w+.-]*/y;
const lineComment = /\/\/[^\r\n]*/y;
const blockComment = /\/\*[^]*?\*\//y;

/** Undefined at the end of the text. */
function kindAt(text: string, at: number): LayoutTokenKind | undefined {
  switch (text[at]) {
    case undefined:
      return undefined;
    case '{':
    case '[':
      return 'open';
    case '}':
    case ']':
      return 'close';
    case ',':
      return 'comma';
    case ':':
      return 'colon';
    case '/':
      return text[at + 1] === '*' ? 'blockComment' : 'lineComment';
    default:
      return 'scalar';
  }
}

/** The token's own start where it is none. */
function endOfToken(text: string, start: number, kind: LayoutTokenKind): number {
  if (kind === 'lineComment') return endOfMatch(lineComment, text, start);
  if (kind === 'blockComment') return endOfMatch(blockComment, text, start);
  if (kind !== 'scalar') return start + 1;
  return text[start] === '"' ? endOfString(text, start) : endOfMatch(word, text, start);
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at + 1;
  }
  return start;
}

/** Where the match that begins at `from` ends; `from` where there is none. */
function endOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

function endOfLine(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}
