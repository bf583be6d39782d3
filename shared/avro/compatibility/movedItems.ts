/**
 * Which items of a list have moved: as few as can be, so that the others stand in their old order.
 *
 * @param positions where each stood before
 * @returns their indexes
 */
export function movedItems(positions: readonly number[]): ReadonlySet<number> {
  // The longest rising subsequence: of each length the index of the smallest end, and before each index the one that precedes.
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [index, position] of positions.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const end = ends[middle];
      if (end !== undefined && (positions[end] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? undefined : ends[low - 1];
    ends[low] = index;
  }
  const moved = new Set(positions.keys());
  for (let index = ends.at(-1); index !== undefined; index = before[index]) moved.delete(index);
  return moved;
}
