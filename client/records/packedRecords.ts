import type { Header } from '../../shared/wire/frame.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';

/** A record as it was packed: what the filter does not look at was left behind. */
export interface PackedRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Of the value, packed or not. */
  readonly size: number;
  readonly isTombstone: boolean;
  readonly headers: readonly Header[];
}

/** Partition, offset, time, sizes of key and value, whether those are packed, count of headers. */
const headBytes = 4 + 8 + 8 + 4 + 4 + 1 + 4;
const none = -1;
const utf8 = new TextEncoder();
const names = new TextDecoder();

/**
 * Puts records into one piece of memory that can be handed to another thread as it is.
 *
 * @param uses whether keys and values go along
 */
export function packRecords(records: readonly KafkaRecord[], uses: ReadonlySet<'key' | 'value'>): ArrayBuffer {
  const packed = records.map((record) => ({
    record,
    key: uses.has('key') ? record.key : null,
    value: uses.has('value') ? record.value : null,
    names: record.headers.map(({ name }) => utf8.encode(name)),
  }));
  let size = 0;
  for (const { record, key, value, names: encoded } of packed) {
    size += headBytes + (key?.length ?? 0) + (value?.length ?? 0);
    for (const [index, name] of encoded.entries()) size += 8 + name.length + (record.headers[index]?.value?.length ?? 0);
  }
  const writer = new Writer(size);
  for (const { record, key, value, names: encoded } of packed) {
    writer.head(record, key !== null, value !== null);
    if (key !== null) writer.bytes(key);
    if (value !== null) writer.bytes(value);
    for (const [index, name] of encoded.entries()) writer.header(name, record.headers[index]?.value ?? null);
  }
  return writer.buffer;
}

class Writer {
  readonly buffer: ArrayBuffer;
  readonly #view: DataView;
  readonly #all: Uint8Array;
  #position = 0;

  constructor(size: number) {
    this.buffer = new ArrayBuffer(size);
    this.#view = new DataView(this.buffer);
    this.#all = new Uint8Array(this.buffer);
  }

  head(record: KafkaRecord, hasKey: boolean, hasValue: boolean): void {
    this.int(record.partition);
    this.#view.setBigInt64(this.#position, record.offset);
    this.#view.setFloat64(this.#position + 8, record.timestampMs);
    this.#position += 16;
    this.int(record.key?.length ?? none);
    this.int(record.value?.length ?? none);
    this.#view.setUint8(this.#position++, (hasKey ? 1 : 0) | (hasValue ? 2 : 0));
    this.int(record.headers.length);
  }

  header(name: Uint8Array, value: Uint8Array | null): void {
    this.int(name.length);
    this.int(value?.length ?? none);
    this.bytes(name);
    if (value !== null) this.bytes(value);
  }

  int(value: number): void {
    this.#view.setInt32(this.#position, value);
    this.#position += 4;
  }

  bytes(bytes: Uint8Array): void {
    this.#all.set(bytes, this.#position);
    this.#position += bytes.length;
  }
}

/** The records of {@link packRecords}, whose bytes are views. */
export function unpackRecords(buffer: ArrayBuffer): PackedRecord[] {
  const view = new DataView(buffer);
  const records: PackedRecord[] = [];
  let position = 0;
  const int = (): number => {
    position += 4;
    return view.getInt32(position - 4);
  };
  const take = (length: number): Uint8Array => {
    position += length;
    return new Uint8Array(buffer, position - length, length);
  };
  while (position < buffer.byteLength) {
    const partition = int();
    const [offset, timestampMs] = [view.getBigInt64(position), view.getFloat64(position + 8)];
    position += 16;
    const [keySize, valueSize] = [int(), int()];
    const flags = view.getUint8(position++);
    const headerCount = int();
    const key = (flags & 1) === 0 ? null : take(keySize);
    const value = (flags & 2) === 0 ? null : take(valueSize);
    const headers: Header[] = [];
    for (let index = 0; index < headerCount; index++) {
      const [nameSize, size] = [int(), int()];
      const name = names.decode(take(nameSize));
      headers.push({ name, value: size === none ? null : take(size) });
    }
    const isTombstone = valueSize === none;
    records.push({ partition, offset, timestampMs, key, value, size: isTombstone ? 0 : valueSize, isTombstone, headers });
  }
  return records;
}
