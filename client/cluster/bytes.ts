/**
 * Reads Kafka's primitive types from bytes, in order. Each method throws a `RangeError` where the bytes end too early,
 * so a damaged or hostile length can neither read beyond them nor make anything large.
 *
 * @see Kafka protocol guide, "Protocol Primitive Types"
 */
export class ByteReader {
  readonly bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.bytes.length - this.position;
  }

  int8(): number {
    return this.bytes.readInt8(this.advance(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.advance(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.advance(4));
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.advance(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.advance(8));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  /** A zigzag number of up to 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes.readUInt8(this.advance(1));
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new RangeError('A varint has more than 5 bytes.');
  }

  /** A zigzag number of up to 64 bits. */
  varlong(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes.readUInt8(this.advance(1));
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new RangeError('A varlong has more than 10 bytes.');
  }

  /** A view of the next `length` bytes. */
  take(length: number): Buffer {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  string(): string {
    return this.take(this.int16()).toString('utf8');
  }

  nullableString(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.take(length).toString('utf8');
  }

  /** Bytes behind their length as an int32; null where that is negative. */
  nullableBytes(): Buffer | null {
    const length = this.int32();
    return length < 0 ? null : this.take(length);
  }

  /** Bytes behind their length as a varint; null where that is negative. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.take(length);
  }

  /** The items behind their count as an int32; none where that is negative. */
  array<T>(item: (reader: ByteReader) => T): T[] {
    const count = this.int32();
    if (count > this.left) throw new RangeError('An array has more items than there are bytes.');
    const items: T[] = [];
    for (let index = 0; index < count; index++) items.push(item(this));
    return items;
  }

  private advance(length: number): number {
    const start = this.position;
    if (length < 0 || length > this.bytes.length - start) throw new RangeError('The bytes end too early.');
    this.position = start + length;
    return start;
  }
}

/** Writes Kafka's primitive types, one behind the other; each method returns the writer itself. */
export class ByteWriter {
  private buffer: Buffer;
  private length = 0;

  constructor(initialSize = 256) {
    this.buffer = Buffer.allocUnsafe(initialSize);
  }

  /** A view of what was written so far. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  int8(value: number): this {
    const start = this.reserve(1);
    this.buffer.writeInt8(value, start);
    return this;
  }

  int16(value: number): this {
    const start = this.reserve(2);
    this.buffer.writeInt16BE(value, start);
    return this;
  }

  int32(value: number): this {
    const start = this.reserve(4);
    this.buffer.writeInt32BE(value, start);
    return this;
  }

  uint32(value: number): this {
    const start = this.reserve(4);
    this.buffer.writeUInt32BE(value, start);
    return this;
  }

  int64(value: bigint): this {
    const start = this.reserve(8);
    this.buffer.writeBigInt64BE(value, start);
    return this;
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  varint(value: number): this {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    for (; rest >= 0x80; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    return this.byte(rest);
  }

  varlong(value: bigint): this {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest >= 0x80n; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80);
    return this.byte(Number(rest));
  }

  raw(bytes: Uint8Array): this {
    const start = this.reserve(bytes.length);
    this.buffer.set(bytes, start);
    return this;
  }

  string(value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    return this.int16(bytes.length).raw(bytes);
  }

  nullableString(value: string | null): this {
    return value === null ? this.int16(-1) : this.string(value);
  }

  /** Bytes behind their length as an int32. */
  sizedBytes(bytes: Uint8Array): this {
    return this.int32(bytes.length).raw(bytes);
  }

  /** Bytes behind their length as a varint; null has the length -1. */
  varintBytes(bytes: Uint8Array | null): this {
    return bytes === null ? this.varint(-1) : this.varint(bytes.length).raw(bytes);
  }

  array<T>(items: readonly T[], item: (writer: this, value: T) => void): this {
    this.int32(items.length);
    for (const value of items) item(this, value);
    return this;
  }

  private byte(value: number): this {
    const start = this.reserve(1);
    this.buffer.writeUInt8(value, start);
    return this;
  }

  /** Makes room for `length` more bytes, perhaps in another buffer; returns where they begin. */
  private reserve(length: number): number {
    const start = this.length;
    if (start + length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, start + length));
      this.buffer.copy(larger, 0, 0, start);
      this.buffer = larger;
    }
    this.length = start + length;
    return start;
  }
}
