import type { Span } from '../shared/avro/json.ts';

/** A text without its marks, and where they stood. */
export interface Marked {
  readonly text: string;
  /** Where `$0` stood; undefined where the text has none. */
  readonly cursor: number | undefined;
  /** What `<<` and `>>` enclosed, in the order of the `<<`; one range may hold another. */
  readonly ranges: readonly Span[];
}

/**
 * Takes the marks out of a text: `$0` is the cursor, `<<…>>` a range.
 *
 * @throws Error on a second cursor, and on a `<<` or `>>` without the other
 */
export function mark(marked: string): Marked {
  let text = '';
  let cursor: number | undefined;
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  for (const piece of marked.split(/(\$0|<<|>>)/)) {
    if (piece === '$0') {
      if (cursor !== undefined) throw new Error(`A second $0 in: ${marked}`);
      cursor = text.length;
    } else if (piece === '<<') {
      const range = { start: text.length, end: -1 };
      ranges.push(range);
      open.push(range);
    } else if (piece === '>>') {
      const range = open.pop();
      if (range === undefined) throw new Error(`A >> without its << in: ${marked}`);
      range.end = text.length;
    } else text += piece;
  }
  if (open.length > 0) throw new Error(`A << without its >> in: ${marked}`);
  return { text, cursor, ranges };
}

/**
 * Takes the marks out of a text that has a cursor.
 *
 * @throws Error as {@link mark} does, and where there is no `$0`
 */
export function markCursor(marked: string): Marked & { readonly cursor: number } {
  const { text, cursor, ranges } = mark(marked);
  if (cursor === undefined) throw new Error(`No $0 in: ${marked}`);
  return { text, cursor, ranges };
}
