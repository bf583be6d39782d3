/** A place in a text: both from 0, `character` in UTF-16 code units, as LSP has it. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Finds lines and characters of one text. */
export interface TextLines {
  positionAt(offset: number): TextPosition;
  /** A line without its line break; empty where there is no such line. */
  line(index: number): string;
}

/** A text by its lines, which end with `\n`, `\r\n` or `\r`. */
export function textLines(text: string): TextLines {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + lineBreak.length);
  return {
    positionAt(offset) {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: offset - (starts[low] ?? 0) };
    },
    line: (index) => text.slice(starts[index] ?? text.length, starts[index + 1] ?? text.length).replace(/[\r\n]+$/, ''),
  };
}
