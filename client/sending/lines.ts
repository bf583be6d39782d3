import { isUtf8 } from 'node:buffer';

/** A line of a text, from 1, without its end; or what keeps it from being one. */
export type Line = { readonly line: number; readonly text: string } | { readonly line: number; readonly failure: string };

/** Nobody has longer ones; they are left out without being held. */
const longestLine = 64 << 20;

/** The lines of UTF-8, some at a time. Memory is bounded by the longest line that is taken. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, most = longestLine): AsyncGenerator<readonly Line[]> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 1;
  let isTooLong = false;
  const take = (piece: Buffer): Line[] => {
    const whole = held.length === 0 ? piece : Buffer.concat([...held, piece]);
    held = [];
    heldBytes = 0;
    const lines = isTooLong ? [tooLong(number, most)] : toLines(whole, number);
    isTooLong = false;
    number += lines.length;
    return lines;
  };
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (isTooLong) {
      const end = rest.indexOf(lineFeed);
      if (end < 0) continue;
      yield take(rest.subarray(0, 0));
      rest = rest.subarray(end + 1);
    }
    const last = rest.lastIndexOf(lineFeed);
    if (last >= 0) {
      yield take(rest.subarray(0, last));
      rest = rest.subarray(last + 1);
    }
    if (rest.length === 0) continue;
    // The chunk's buffer may be used again by whoever reads the file.
    held.push(Buffer.from(rest));
    heldBytes += rest.length;
    if (heldBytes <= most) continue;
    isTooLong = true;
    held = [];
    heldBytes = 0;
  }
  if (isTooLong || heldBytes > 0) yield take(Buffer.alloc(0));
}

const lineFeed = 0x0a;

function toLines(bytes: Buffer, first: number): Line[] {
  if (isUtf8(bytes)) {
    const lines: Line[] = bytes
      .toString('utf8')
      .split('\n')
      .map((text, index) => ({ line: first + index, text: trimLine(text, first + index) }));
    return lines;
  }
  const lines: Line[] = [];
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    const own = bytes.subarray(start, end);
    const line = first + lines.length;
    lines.push(isUtf8(own) ? { line, text: trimLine(own.toString('utf8'), line) } : { line, failure: 'The line is not UTF-8.' });
    start = end + 1;
  }
  return lines;
}

function trimLine(text: string, line: number): string {
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
  return line === 1 && whole.startsWith('\uFEFF') ? whole.slice(1) : whole;
}

function tooLong(line: number, most: number): Line {
  return { line, failure: `The line is longer than ${Math.floor(most / 2 ** 20)} MB.` };
}
