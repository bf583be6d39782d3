import type { Line } from './lines.ts';

/** Undefined is a cell with nothing in it; an empty text stands in quotes. */
export type Cell = string | undefined;

/** A row of a table, from the line where it begins; or what keeps it from being one. */
export type CsvRow = { readonly line: number; readonly cells: readonly Cell[] } | { readonly line: number; readonly failure: string };

const longestRow = 64 << 20;

/** Rows as RFC 4180 has them; in quotes they may go over several lines. Lines with nothing on them are none. */
export async function* csvRows(lines: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly CsvRow[]> {
  let open: { readonly line: number; text: string } | undefined;
  let separator: string | undefined;
  for await (const some of lines) {
    const rows: CsvRow[] = [];
    for (const line of some) {
      if ('failure' in line) {
        rows.push(open === undefined ? line : { line: open.line, failure: line.failure });
        open = undefined;
        continue;
      }
      const text: string = open === undefined ? line.text : `${open.text}\n${line.text}`;
      if (open === undefined && text === '') continue;
      separator ??= findSeparator(text);
      const cells = toCells(text, separator);
      const start = open?.line ?? line.line;
      open = undefined;
      if (cells === 'open' && text.length <= longestRow) open = { line: start, text };
      else if (typeof cells === 'string')
        rows.push({ line: start, failure: 'A cell in quotes does not end, or something stands behind its end.' });
      else rows.push({ line: start, cells });
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

/** `open` where the last cell in quotes does not end on this line. */
function toCells(text: string, separator: string): Cell[] | 'open' | 'broken' {
  const cells: Cell[] = [];
  for (let at = 0; ;) {
    if (text[at] === '"') {
      const quoted = takeQuoted(text, at);
      if (quoted === undefined) return 'open';
      cells.push(quoted.cell);
      at = quoted.end;
      if (at === text.length) return cells;
      if (text[at] !== separator) return 'broken';
    } else {
      const found = text.indexOf(separator, at);
      const end = found < 0 ? text.length : found;
      cells.push(end === at ? undefined : text.slice(at, end));
      at = end;
      if (found < 0) return cells;
    }
    at++;
  }
}

function takeQuoted(text: string, start: number): { readonly cell: string; readonly end: number } | undefined {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return { cell: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
  }
  return undefined;
}
