import type { BytesText } from './bytesText.ts';

/** One line of a dump. */
interface DumpLine {
  readonly offset: string;
  readonly hasColon: boolean;
  /** Of two hex digits each, or of more where bytes are grouped. */
  readonly groups: readonly string[];
}

/** A run of equal lines that a dump left out can claim any length; no record is larger than this. */
const maxBytes = 64 * 2 ** 20;

/** Whether the first line begins with an offset, as those of `xxd`, `hexdump`, `od` and Wireshark do. */
export function looksLikeHexDump(text: string): boolean {
  const first = /^\s*(\S[^\r\n]*)/.exec(text)?.[1] ?? '';
  const line = parseLine(first);
  const width = line?.groups[0]?.length;
  if (line === undefined || width === undefined) return false;
  if (line.hasColon) return true;
  if (/^[0-9a-f]+ {2}/i.test(first)) return width === 2;
  // One blank only: then hex in groups looks much the same, but for the offset's own length.
  return parseInt(line.offset, 16) === 0 && ((line.offset.length >= 6 && width === 2) || (line.offset.length === 7 && width === 4));
}

/**
 * Reads a dump; a `*` stands for the line before it as often as the next offset tells.
 *
 * @param text one that {@link looksLikeHexDump}
 */
export function parseHexDump(text: string): BytesText {
  const lines = text.split(/\r?\n/);
  // Most count in hex, `od` in octal and, on demand, in decimal: the offsets that follow one another are right.
  const inHex = parseWith(16, lines);
  if ('bytes' in inHex) return inHex;
  for (const radix of [8, 10] as const) {
    const parsed = parseWith(radix, lines);
    if ('bytes' in parsed) return parsed;
  }
  return inHex;
}

function parseWith(radix: 8 | 10 | 16, lines: readonly string[]): BytesText {
  const bytes: number[] = [];
  let base: number | undefined;
  let previous: readonly number[] = [];
  let isSqueezed = false;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    if (line.trim() === '*') {
      isSqueezed = true;
      continue;
    }
    const parsed = parseLine(line);
    if (parsed === undefined) return { error: `Line ${index + 1} does not begin with an offset as the first one does.` };
    if (!parsed.hasColon && parsed.groups.some(({ length }) => length > 2)) {
      return { error: 'This is a dump of words whose bytes may be swapped: use hexdump -C, xxd, or od -t x1.' };
    }
    const offset = parseInt(parsed.offset, radix);
    base ??= offset;
    if (isSqueezed) {
      if (previous.length === 0 || offset - base > maxBytes) return { error: `Line ${index + 1}: the "*" above can't be filled in.` };
      while (bytes.length < offset - base) append(bytes, previous);
      isSqueezed = false;
    }
    if (offset - base !== bytes.length) {
      const expected = (base + bytes.length).toString(radix).padStart(parsed.offset.length, '0');
      return { error: `Line ${index + 1}: the dump goes on at ${parsed.offset}, but ${expected} is expected.` };
    }
    previous = parsed.groups.flatMap(toBytes);
    append(bytes, previous);
  }
  return { bytes: Uint8Array.from(bytes), notation: 'hex' };
}

function parseLine(line: string): DumpLine | undefined {
  const start = /^\s*([0-9a-f]{4,16})(:?)(?: +|$)/i.exec(line);
  if (start === null) return undefined;
  const [head, offset = '', colon = ''] = start;
  const hasColon = colon !== '';
  // The column of characters stands between bars or angles, or behind a gap: of two blanks in xxd, else of three,
  // since others put two in the middle.
  const body = line.slice(head.length).split(hasColon ? / {2}/ : /[|>]| {3}/, 1)[0] ?? '';
  const groups: string[] = [];
  for (const token of body.trim().split(/ +/)) {
    const isGroup = /^(?:[0-9a-f]{2})+$/i.test(token) && token.length <= (groups[0]?.length ?? 16);
    if (!isGroup) break;
    groups.push(token);
  }
  return { offset, hasColon, groups };
}

function append(bytes: number[], more: readonly number[]): void {
  for (const byte of more) bytes.push(byte);
}

function toBytes(group: string): number[] {
  return Array.from({ length: group.length / 2 }, (_, index) => parseInt(group.slice(2 * index, 2 * index + 2), 16));
}
