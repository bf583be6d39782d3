/**
 * How well a candidate is found by what somebody has typed: letters of it in their order, whatever their case. Letters at the
 * beginning of the candidate or of a word in it count most, then letters behind one another; of equals the shorter is better.
 *
 * @returns higher for better; undefined where a letter is missing
 */
export function fuzzyScore(query: string, candidate: string): number | undefined {
  if (query.length > candidate.length) return undefined;
  const [letters, text] = [query.toLowerCase(), candidate.toLowerCase()];
  // Lower case may be longer for a few letters, for which the score is somewhat off and nothing else.
  let best: number[] = new Array<number>(text.length + 1).fill(0);
  for (let index = 0; index < letters.length; index++) best = extend(best, { letters, index, query, candidate, text });
  const score = Math.max(...best);
  return score === Number.NEGATIVE_INFINITY ? undefined : score - text.length / 1000;
}

interface Match {
  readonly letters: string;
  /** Of the letter to be found. */
  readonly index: number;
  readonly query: string;
  readonly candidate: string;
  readonly text: string;
}

const points = { letter: 1, sameCase: 0.2, neighbour: 3, wordStart: 4, start: 4 };

/** @param best for each length of the candidate's beginning the best score so far of those that end with it */
function extend(best: readonly number[], { letters, index, query, candidate, text }: Match): number[] {
  const next = new Array<number>(best.length).fill(Number.NEGATIVE_INFINITY);
  let before = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < text.length; at++) {
    before = Math.max(before, best[at] ?? before);
    if (text.charCodeAt(at) !== letters.charCodeAt(index)) continue;
    let gain = points.letter;
    if (candidate.charCodeAt(at) === query.charCodeAt(index)) gain += points.sameCase;
    if (at === 0) gain += points.start;
    else if (isWordStart(candidate, at)) gain += points.wordStart;
    const neighbour = index > 0 ? (best[at] ?? before) + points.neighbour : before;
    next[at + 1] = gain + Math.max(before, neighbour);
  }
  return next;
}

function isWordStart(candidate: string, at: number): boolean {
  const [previous, letter] = [candidate.charAt(at - 1), candidate.charAt(at)];
  return /[._\-\s]/.test(previous) || (letter !== letter.toLowerCase() && previous === previous.toLowerCase());
}
