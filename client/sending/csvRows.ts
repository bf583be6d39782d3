import type { Line } from './lines.ts';

/** Undefined is a cell with nothing in it; an empty text stands in quotes. */
export type Cell = string | undefined;

/** A row of a table, from the line where it begins; or what keeps it from being one. */
export type CsvRow = { readonly line: number; readonly cells: readonly Cell[] } | { readonly line: number; readonly failure: string };

const longestRow = 64 << 20;

/** A row that goes on in the next line, within a cell in quotes. */
interface OpenRow {
  readonly line: number;
  readonly cells: Cell[];
  /** Lines of the open cell, as they stand there. */
  readonly pieces: string[];
  length: number;
}

/** Rows as RFC 4180 has them; in quotes they may go over several lines. Lines with nothing on them are none. */
export async function* csvRows(lines: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly CsvRow[]> {
  let open: OpenRow | undefined;
  let separator: string | undefined;
  for await (const some of lines) {
    const rows: CsvRow[] = [];
    for (const line of some) {
      if ('failure' in line) {
        rows.push({ line: open?.line ?? line.line, failure: line.failure });
        open = undefined;
        continue;
      }
      if (open === undefined && line.text === '') continue;
      separator ??= findSeparator(line.text);
      const row: OpenRow = open ?? { line: line.line, cells: [], pieces: [], length: 0 };
      const state = takeLine(row, line.text, separator);
      open = state === 'open' && row.length <= longestRow ? row : undefined;
      if (state === 'whole') rows.push({ line: row.line, cells: row.cells });
      else if (open === undefined)
        rows.push({ line: row.line, failure: 'A cell in quotes does not end, or something stands behind its end.' });
    }
    yield rows;
  }
  if (open !== undefined) yield [{ line: open.line, failure: 'A cell in quotes does not end.' }];
}

/** Where decimals have a comma, spreadsheets write a semicolon between cells. */
function findSeparator(head: string): string {
  const counts = [',', ';', '\t'].map((one) => ({ one, count: head.split(one).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).one;
}

/** Adds a line to a row; `open` where a cell in quotes does not end on it. */
function takeLine(row: OpenRow, text: string, separator: string): 'whole' | 'open' | 'broken' {
  const { cells, pieces } = row;
  row.length += text.length;
  for (let at = 0; ;) {
    const isQuoted = pieces.length > 0 || text[at] === '"';
    if (isQuoted) {
      const from = pieces.length > 0 ? at : at + 1;
      const end = endOfQuoted(text, from);
      pieces.push(text.slice(from, end));
      if (end === undefined) return 'open';
      cells.push(pieces.join('\n').replaceAll('""', '"'));
      pieces.length = 0;
      at = end + 1;
      if (at === text.length) return 'whole';
      if (text[at] !== separator) return 'broken';
    } else {
      const found = text.indexOf(separator, at);
      const end = found < 0 ? text.length : found;
      cells.push(end === at ? undefined : text.slice(at, end));
      if (found < 0) return 'whole';
      at = end;
    }
    at++;
  }
}

/** Where the quote stands that ends a cell; undefined where none does. */
function endOfQuoted(text: string, from: number): number | undefined {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return end;
  }
  return undefined;
}
