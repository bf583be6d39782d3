import type { Span } from './json.ts';

/**
 * Hashes pieces of a JSON text, white space between its tokens left out. Pieces may hold one another: the text is gone
 * through once, so the time is linear whatever their depth.
 *
 * @param docs pieces that are hashed apart, in any order; none holds another
 * @returns for each piece the hash of the rest, a dot, and the hash of its docs, so that the first part tells whether
 *   anything but docs has changed
 */
export function hashPieces(text: string, pieces: readonly Span[], docs: readonly Span[]): string[] {
  const bounds = [...new Set(pieces.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const before = new Map<number, Prefix>();
  const state = newState();
  const sorted = [...docs].sort((a, b) => a.start - b.start);
  let next = 0;
  for (const bound of bounds) {
    for (let doc = sorted[next]; doc !== undefined && doc.end <= bound; doc = sorted[++next]) {
      // What stands before the first piece need not be hashed.
      if (before.size > 0) {
        feed(state, text, doc.start);
        feedDoc(state, text, doc.end);
      }
    }
    if (before.size > 0) feed(state, text, bound);
    state.at = bound;
    before.set(bound, { first: state.first, second: state.second, doc: state.doc, count: state.count, docCount: state.docCount });
  }
  return pieces.map(({ start, end }) => between(before.get(start), before.get(end)));
}

/** Polynomials over 32 bits, of which the hash of a piece follows from those of the text before its start and before its end. */
interface Prefix {
  readonly first: number;
  readonly second: number;
  readonly doc: number;
  readonly count: number;
  readonly docCount: number;
}

interface State extends Prefix {
  first: number;
  second: number;
  doc: number;
  count: number;
  docCount: number;
  at: number;
  inString: boolean;
  escaped: boolean;
}

const [firstFactor, secondFactor, docFactor] = [0x01000193, 0x85ebca6b | 0, 0x27d4eb2f];

function newState(): State {
  return { first: 0, second: 0, doc: 0, count: 0, docCount: 0, at: 0, inString: false, escaped: false };
}

function feed(state: State, text: string, end: number): void {
  let { first, second, count, inString, escaped } = state;
  for (let at = state.at; at < end; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (escaped) escaped = false;
      else if (code === 0x5c) escaped = true;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code <= 0x20) continue;
    first = (Math.imul(first, firstFactor) + code) | 0;
    second = (Math.imul(second, secondFactor) + code) | 0;
    count++;
  }
  state.first = first;
  state.second = second;
  state.count = count;
  state.inString = inString;
  state.escaped = escaped;
  state.at = Math.max(state.at, end);
}

function feedDoc(state: State, text: string, end: number): void {
  let { doc } = state;
  for (let at = state.at; at < end; at++) doc = (Math.imul(doc, docFactor) + text.charCodeAt(at)) | 0;
  state.doc = doc;
  state.docCount += end - state.at;
  state.at = end;
}

function between(start: Prefix | undefined, end: Prefix | undefined): string {
  if (start === undefined || end === undefined) return '';
  const count = end.count - start.count;
  const first = (end.first - Math.imul(start.first, power(firstFactor, count))) >>> 0;
  const second = (end.second - Math.imul(start.second, power(secondFactor, count))) >>> 0;
  const doc = (end.doc - Math.imul(start.doc, power(docFactor, end.docCount - start.docCount))) >>> 0;
  return `${first.toString(36)}-${second.toString(36)}-${count.toString(36)}.${doc.toString(36)}`;
}

/** Modulo 2^32. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left >>>= 1) {
    if ((left & 1) === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}
