/** One line of a hex view. */
export interface HexRow {
  /** Position of the first byte, in hex, at least 4 digits: a page shows 64 KB of a value. */
  readonly position: string;
  /** Two lower-case digits for each byte; fewer than a full row at the end. */
  readonly bytes: readonly string[];
  /** One character for each byte: itself where it is printable ASCII, else a dot. */
  readonly ascii: string;
}

/** The row that begins at byte `row * perRow`. */
export function toHexRow(bytes: Uint8Array, row: number, perRow: number): HexRow {
  const start = row * perRow;
  const part = bytes.subarray(start, start + perRow);
  let ascii = '';
  const digits: string[] = [];
  for (const byte of part) {
    digits.push(byte.toString(16).padStart(2, '0'));
    ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return { position: start.toString(16).padStart(4, '0'), bytes: digits, ascii };
}

/** Base64, by web standards alone: the host and the page both need it. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
