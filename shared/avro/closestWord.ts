/**
 * Finds the candidate that is most probably meant by a mistyped word: the one with the fewest letters inserted, left
 * out, replaced or swapped with their neighbour, of which a third of the word's length (at least one) is the limit.
 * Letters that differ in case alone count little.
 *
 * @param maxEdits another limit, where the candidates are few
 * @returns undefined where no candidate is close; of equally close ones the first
 */
export function closestWord(
  word: string,
  candidates: Iterable<string>,
  maxEdits = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  let best: string | undefined;
  let limit = maxEdits + 0.5;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= limit) continue;
    const found = distance(word, candidate, limit);
    if (found >= limit) continue;
    best = candidate;
    limit = found;
  }
  return best;
}

/** Letters that differ in case alone, as a part of an edit. */
const caseCost = 0.1;

/** The optimal string alignment distance, or `limit` where it is no less. */
function distance(from: string, to: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const [a, b] = [from.charAt(row - 1), to.charAt(column - 1)];
      const same = a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? caseCost : 1;
      let cost = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + same);
      const isSwapped = row > 1 && column > 1 && a === to.charAt(column - 2) && b === from.charAt(row - 2);
      if (isSwapped) cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
    }
    if (Math.min(...current) >= limit) return limit;
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
