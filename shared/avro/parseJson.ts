import { createScanner } from 'jsonc-parser';
import type { JSONScanner } from 'jsonc-parser';
import { buildJson } from './jsonBuilder.ts';
import { fix } from './fixes/fix.ts';
import { insertAt, replaceSpan } from './fixes/jsonEdits.ts';
import { closeString, escapeInString, quoteWord, removeComment, rewriteNumber } from './fixes/textFixes.ts';
import { codePoint, findInString, quoted, Token } from './jsonTokens.ts';
import type { JsonTokens } from './jsonTokens.ts';
import type { JsonNode, JsonString, Span } from './json.ts';
import { maxFindings, sayThatThereAreMore } from './manyFindings.ts';
import type { Problem } from './schema.ts';
import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';

export interface ParseJsonOptions {
  /** Whether comments are part of the language; otherwise each is a `comment` warning. */
  readonly comments?: boolean;
  /** Whether a comma may stand behind the last item; otherwise each is a `trailing-comma` error. */
  readonly trailingCommas?: boolean;
  /** Whether any number of values may stand one after another; otherwise there must be one. */
  readonly multiple?: boolean;
}

export interface ParsedJson {
  /** The first value; undefined where the text holds none. */
  readonly root: JsonNode | undefined;
  /** All values at the top, those behind an error included. */
  readonly roots: readonly JsonNode[];
  /** In the order of their spans; of each code at most a thousand, of which the last says that there are more. */
  readonly problems: readonly Problem[];
}

/**
 * Parses a JSON text, however broken: it never throws, reports all that is wrong, and keeps the tree behind an error.
 *
 * What is half-typed is absent (a property without its value), what is unclosed reaches to the end of the text, and what
 * nests deeper than 1000 levels is left out. An unquoted word counts as a string. A repeated property name is kept and
 * is a `duplicate-key` warning. The time is linear in the text's length.
 *
 * @returns the tree with spans in UTF-16 code units, and problems with the codes `json-syntax`, `trailing-comma`,
 *   `comment`, `duplicate-key`, `byte-order-mark` and `nesting-too-deep`
 * @see RFC 8259
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): ParsedJson {
  return runAtOnce(parseJsonSteps(text, options));
}

/** What {@link parseJson} does, in steps. */
export function* parseJsonSteps(text: string, options: ParseJsonOptions = {}): Steps<ParsedJson> {
  const { comments = false, trailingCommas = false, multiple = false } = options;
  const tokens = new TextTokens(text, comments);
  const roots = yield* buildJson(tokens, { trailingCommas, multiple });
  const { problems } = tokens;
  if (roots.length === 0 && !multiple && !problems.some(({ severity }) => severity === 'error')) {
    const span = { start: 0, end: text.length };
    problems.push({ code: 'json-syntax', severity: 'error', span, message: 'There is nothing here: a JSON value is expected.' });
  }
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const code of tokens.overfull()) sayThatThereAreMore(problems, code);
  return { root: roots[0], roots, problems };
}

/** Those of jsonc-parser's scan errors that are told apart here. */
const ScanError = { none: 0, unclosedComment: 1, unclosedString: 2 } as const;

class TextTokens implements JsonTokens {
  readonly text: string;
  kind: number = Token.end;
  start = 0;
  end = 0;
  previousEnd = 0;
  readonly problems: Problem[] = [];
  /** Where the string ends that the tokens stand at, if it has no escapes. */
  #plainEnd = 0;
  readonly #comments: boolean;
  readonly #scanner: JSONScanner;
  readonly #counts = new Map<string, number>();

  constructor(text: string, comments: boolean) {
    this.text = text;
    this.#comments = comments;
    this.#scanner = createScanner(text);
    if (!text.startsWith('\uFEFF')) return;
    this.end = 1;
    this.report({
      code: 'byte-order-mark',
      span: this.span(),
      message: 'The text begins with a byte order mark, which JSON does not allow.',
      fixes: () => fix('Remove the Byte Order Mark', replaceSpan({ start: 0, end: 1 }, ''), { isPreferred: true }),
    });
  }

  span(): { start: number; end: number } {
    return { start: this.start, end: this.end };
  }

  next(): void {
    const { text } = this;
    this.previousEnd = this.end;
    let end = this.end;
    for (;;) {
      while (isWhiteSpace(text.charCodeAt(end))) end++;
      this.start = end;
      this.#scan();
      if (this.kind === Token.lineComment || this.kind === Token.blockComment) this.#acceptComment();
      else if (this.kind === Token.space) this.#misreadSpace();
      else return;
      end = this.end;
    }
  }

  /** Brackets and strings without escapes are nearly all there is, so these are read here. */
  #scan(): void {
    const { text, start } = this;
    const code = text.charCodeAt(start);
    const punctuation = code < punctuationKinds.length ? (punctuationKinds[code] ?? 0) : 0;
    if (punctuation !== 0) {
      this.kind = punctuation;
      this.end = start + 1;
      return;
    }
    this.#plainEnd = code === quote ? endOfPlainString(text, start) : 0;
    if (this.#plainEnd > 0) {
      this.kind = Token.string;
      this.end = this.#plainEnd;
    } else if (code === quote || code === minus || (code >= digit0 && code <= digit9)) this.#scanWithParser();
    else this.#scanOther();
  }

  /** Words are read here too, since jsonc-parser takes white space that JSON does not know for a part of them. */
  #scanOther(): void {
    const { text, start } = this;
    this.end = endOfMatch(word, text, start);
    if (this.end > start) this.kind = keywords.get(text.slice(start, this.end)) ?? Token.unknown;
    else {
      this.end = endOfMatch(foreignSpace, text, start);
      if (this.end > start) this.kind = Token.space;
      else this.#scanWithParser();
    }
  }

  #scanWithParser(): void {
    this.#scanner.setPosition(this.start);
    this.kind = this.#scanner.scan();
    // An unclosed comment ends behind the text.
    this.end = Math.min(this.#scanner.getPosition(), this.text.length);
  }

  #misreadSpace(): void {
    const span = this.span();
    this.#misread(span, `${codePoint(this.text.slice(span.start))} is not white space of JSON.`, () =>
      fix('Change to a Space', replaceSpan(span, ' '), { isPreferred: true }),
    );
  }

  #acceptComment(): void {
    const { text } = this;
    const span = this.span();
    if (this.#error() === ScanError.unclosedComment) {
      this.#misread(span, 'This comment is not closed.', () => fix('Insert "*/"', insertAt(span.end, '*/')));
    } else if (!this.#comments) {
      this.report({
        code: 'comment',
        severity: 'warning',
        span,
        message: 'JSON has no comments, and not every reader skips them.',
        fixes: () => removeComment(text, span),
      });
    }
  }

  takeScalar(): JsonNode | undefined {
    const { kind } = this;
    if (kind === Token.string) return this.takeString();
    if (kind === Token.number) return this.#takeNumber();
    if (kind !== Token.null && kind !== Token.true && kind !== Token.false) return this.#takeUnknown();
    const span = this.span();
    this.next();
    return kind === Token.null ? { kind: 'null', span } : { kind: 'boolean', span, value: kind === Token.true };
  }

  takeString(): JsonString {
    if (this.#plainEnd === this.end) {
      const plain: JsonString = { kind: 'string', span: this.span(), value: this.text.slice(this.start + 1, this.end - 1) };
      this.next();
      return plain;
    }
    const node: JsonString = { kind: 'string', span: this.span(), value: this.#scanner.getTokenValue() };
    const error = this.#error();
    const { text } = this;
    if (error === ScanError.unclosedString) {
      this.#misread(node.span, 'This string is not closed.', () => closeString(text, node.span));
    } else if (error !== ScanError.none) {
      for (const { span, message } of findInString(text, node.span)) this.#misread(span, message, () => escapeInString(text, span));
    }
    this.next();
    return node;
  }

  takeWord(): JsonString {
    this.end = Math.max(this.end, endOfMatch(singleQuoted, this.text, this.start));
    const span = this.span();
    this.next();
    return { kind: 'string', span, value: this.text.slice(span.start, span.end).replace(/^'(.*)'$/, '$1') };
  }

  #takeNumber(): JsonNode | undefined {
    const { end } = this;
    this.end = endOfMatch(numberTail, this.text, end);
    const isValid = this.end === end && this.#error() === ScanError.none;
    const span = this.span();
    const text = this.text.slice(span.start, span.end);
    if (!isValid) this.#misread(span, `${quoted(text)} is not a JSON number.`, () => rewriteNumber(this.text, span));
    this.next();
    return isValid ? { kind: 'number', span, text } : undefined;
  }

  /** A word without quotes counts as a string, so that what it means can still be looked up; anything else as nothing. */
  #takeUnknown(): JsonString | undefined {
    const node = this.takeWord();
    const found = this.text.slice(node.span.start, node.span.end);
    const isWord = /^[\p{L}_$][\p{L}\p{N}_.$-]*$/u.test(node.value);
    if (isWord || found.startsWith("'"))
      this.#misread(node.span, 'A string must stand in double quotes.', () => quoteWord(node, { isName: false }));
    else this.#misread(node.span, `${quoted(found)} is not JSON.`, () => rewriteNumber(this.text, node.span));
    return isWord ? node : undefined;
  }

  report(problem: Parameters<JsonTokens['report']>[0]): void {
    const count = this.#counts.get(problem.code) ?? 0;
    if (count < maxFindings) this.problems.push({ severity: 'error', ...problem });
    this.#counts.set(problem.code, count + 1);
  }

  /** The codes of which there are more problems than are reported. */
  overfull(): string[] {
    return [...this.#counts].filter(([, count]) => count > maxFindings).map(([code]) => code);
  }

  #misread(span: Span, message: string, fixes?: Problem['fixes']): void {
    this.report({ code: 'json-syntax', span, message, ...(fixes !== undefined && { fixes }) });
  }

  #error(): number {
    return this.#scanner.getTokenError();
  }
}

/** By character code: the kind of the token that is this one character, or 0. */
const punctuationKinds = new Uint8Array(128);
for (const [character, kind] of [
  ['{', Token.openBrace],
  ['}', Token.closeBrace],
  ['[', Token.openBracket],
  [']', Token.closeBracket],
  [',', Token.comma],
  [':', Token.colon],
] as const) {
  punctuationKinds[character.charCodeAt(0)] = kind;
}
const [quote, minus, digit0, digit9, backslash, space] = [0x22, 0x2d, 0x30, 0x39, 0x5c, 0x20];

/** The end of a string that has neither escapes nor what must be one; 0 of any other. */
function endOfPlainString(text: string, start: number): number {
  for (let end = start + 1; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === quote) return end + 1;
    if (code === backslash || code < space) return 0;
  }
  return 0;
}

const keywords: ReadonlyMap<string, number> = new Map([
  ['null', Token.null],
  ['true', Token.true],
  ['false', Token.false],
]);
/** What begins like no other token, to the next character that ends it. */
const word = /[^\s{}[\]:,"/\d-][^\s{}[\]:,"/]*/y;
const foreignSpace = /[^\S \t\r\n]+/y;
const singleQuoted = /'[^'\r\n]*'/y;
const numberTail = /[\w.+-]*/y;

/** Where the match that begins at `from` ends; `from` where there is none. */
function endOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
