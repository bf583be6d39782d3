/**
 * Strings of a message that are pieces of one text. Node makes this text, a character for each byte, in hardly more time than
 * one string, and a piece of it in a fifth of that: records of many strings are read in two thirds of the time.
 */
interface TextStretch {
  /** Undefined while there is none. */
  of: Uint8Array | undefined;
  /** Positions in those bytes. */
  start: number;
  end: number;
  text: string;
}

/** There is one for all, since what stands at a fixed place is found sooner. A reading that does not go on from the last begins without. */
const stretch: TextStretch = { of: undefined, start: 0, end: 0, text: '' };

/** In bytes. More would be made in vain where strings are few, and each string that somebody keeps keeps all of the text. */
const stretchLength = 4096;

/** The bytes of the stretch, so that four can be looked at in one: words begin at every fourth, and messages anywhere. */
const copy = new Uint8Array(stretchLength);
const words = new Uint32Array(copy.buffer);

/** What Node's Buffer has that others lack. */
type NodeBytes = Uint8Array & { toString(encoding: 'latin1' | 'utf8', start: number, end: number): string };

/** Undefined where this does not run in Node. Pages do not know its type, and Node's own has no constructor without arguments. */
const nodeBuffer = Reflect.get(globalThis, 'Buffer') as unknown as (new () => NodeBytes) | undefined;

/** The bytes where Node can make texts of them by itself, which is sooner done than by a TextDecoder. */
export function toNodeBytes(bytes: Uint8Array): NodeBytes | undefined {
  return nodeBuffer !== undefined && bytes instanceof nodeBuffer ? bytes : undefined;
}

/** What has been read may be other bytes by now. */
export function forgetStretch(): void {
  stretch.of = undefined;
}

/**
 * The string of three bytes or more where all of them are ASCII. Undefined too where the bytes are no Buffer, or more than a
 * quarter of a stretch: so moving it on costs no more than the bytes that it passes.
 */
export function cutAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (bytes !== stretch.of || start < stretch.start || end > stretch.end) {
    const nodeBytes = end - start > stretchLength / 4 ? undefined : toNodeBytes(bytes);
    if (nodeBytes === undefined) return undefined;
    moveStretch(nodeBytes, start);
  }
  const from = start - stretch.start;
  const to = end - stretch.start;
  return isAscii(from, to) ? stretch.text.slice(from, to) : undefined;
}

function moveStretch(bytes: NodeBytes, start: number): void {
  const end = Math.min(start + stretchLength, bytes.length);
  stretch.of = bytes;
  stretch.start = start;
  stretch.end = end;
  stretch.text = bytes.toString('latin1', start, end);
  copy.set(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
}

/** Looks at whole words, and by themselves at the first and the last three bytes, which may be in none of them. */
function isAscii(from: number, to: number): boolean {
  let bits = (copy[from] ?? 0) | (copy[from + 1] ?? 0) | (copy[from + 2] ?? 0);
  bits |= (copy[to - 1] ?? 0) | (copy[to - 2] ?? 0) | (copy[to - 3] ?? 0);
  for (let word = (from + 3) >>> 2; word < to >>> 2; word++) bits |= words[word] ?? 0;
  return (bits & 0x80808080) === 0;
}
