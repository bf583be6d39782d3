import { CodecError } from '../errors.ts';
import { countText } from './cursor.ts';
import { maxValueDepth, pathText } from './value.ts';
import type { PathStep } from './value.ts';

/** Of longer ones the encoder is faster. */
const longestAscii = 100;

/** Bytes that are being written, and where in the value that is. */
export class Sink {
  readonly path: PathStep[] = [];
  /** How many records, arrays and maps are open. */
  depth = 0;
  #bytes = new Uint8Array(256);
  #length = 0;

  /** Empties it. */
  reset(): void {
    this.path.length = 0;
    this.depth = 0;
    this.#length = 0;
  }

  /** What has been written, as a copy. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  writeByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Writes a text of ASCII behind its length; false of any other, of which nothing is written. Most texts are short. */
  writeAscii(text: string): boolean {
    const { length } = text;
    if (length > longestAscii) return false;
    const before = this.#length;
    this.writeLong(length);
    this.#reserve(length);
    const bytes = this.#bytes;
    let position = this.#length;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) {
        this.#length = before;
        return false;
      }
      bytes[position++] = code;
    }
    this.#length = position;
    return true;
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * Writes an int or a long.
   *
   * @see Avro 1.12, "Binary Encoding", "Primitive Types": zig-zag, then seven bits a byte, the lowest first
   */
  writeLong(long: number | bigint): void {
    const isSmall = typeof long === 'number' && Math.abs(long) < 2 ** 51;
    if (isSmall) this.#writeUnsigned(long < 0 ? -2 * long - 1 : 2 * long);
    else this.#writeUnsignedBig(long < 0 ? -2n * BigInt(long) - 1n : 2n * BigInt(long));
  }

  #writeUnsigned(unsigned: number): void {
    let rest = unsigned;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.writeByte((rest % 0x80) | 0x80);
    this.writeByte(rest);
  }

  #writeUnsignedBig(unsigned: bigint): void {
    let rest = unsigned;
    for (; rest >= 0x80n; rest >>= 7n) this.writeByte(Number(rest & 0x7fn) | 0x80);
    this.writeByte(Number(rest));
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Enters a record, an array or a map; leaving it is `sink.depth--`. */
export function enterValue(sink: Sink): void {
  if (++sink.depth > maxValueDepth) throw invalidValue(sink, `nests deeper than ${countText(maxValueDepth)} levels`, 'codec/too-deep');
}

/** The error that says what is wrong with the part that is being written; `what` follows its place. */
export function invalidValue(sink: Sink, what: string, code = 'codec/invalid-value'): CodecError {
  const path = pathText(sink.path);
  return new CodecError(code, `${path === '' ? 'The value' : path} ${what}.`, { path });
}
