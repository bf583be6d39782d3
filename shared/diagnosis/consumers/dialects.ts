import { dereference } from '../../avro/schema.ts';
import type { EnumSchema, Schema, UnionSchema } from '../../avro/schema.ts';
import { Refusal, Unforeseeable, take } from './looseReader.ts';
import type { Dialect, LooseCursor, WrongNumber } from './looseReader.ts';

/** How many bytes, or items at 4 bytes each, a Java program will surely have memory for: less than any heap that reads Kafka. */
const surelyThere = 64 * 1024 * 1024;
const javaMost = 2_147_483_639;

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/**
 * Avro for Java: `BinaryDecoder` with `GenericDatumReader` of 1.8 to 1.12.0, or with the fast reader, which is the default
 * from 1.12.1 on. They give the same values; an index that there is not has another exception.
 */
function javaDialect(isFast: boolean): Dialect {
  const dialect: Dialect = {
    int: (cursor) => {
      const bits = readBits(dialect, cursor, 5, 'InvalidNumberEncodingException: Invalid int encoding');
      return unzigzag(typeof bits === 'bigint' ? BigInt.asUintN(32, bits) : bits);
    },
    long: (cursor) => unzigzag(readBits(dialect, cursor, 10, 'InvalidNumberEncodingException: Invalid long encoding')),
    index(cursor, schema, count) {
      const { position } = cursor;
      const index = Number(dialect.int(cursor));
      if (index >= 0 && index < count) return index;
      const exception = schema.type === 'enum' && !isFast ? 'IndexOutOfBoundsException' : 'ArrayIndexOutOfBoundsException';
      throw new Refusal(
        `java.lang.${exception}: Index ${index} out of bounds for length ${count}`,
        wrongIndex(cursor, position, schema, index),
      );
    },
    block(cursor) {
      let count = BigInt(dialect.long(cursor));
      if (count < 0n) {
        dialect.long(cursor);
        count = BigInt.asIntN(64, -count);
      }
      // The lowest of all numbers has no positive one; the fast reader takes the last 32 bits of it.
      if (count < 0n && !isFast) throw new Refusal(`AvroRuntimeException: Malformed data. Length is negative: ${count}`);
      if (count > javaMost) throw tooLarge('collections larger', 'items in Java library');
      if (count > surelyThere / 4) throw new Unforeseeable(`It makes room for ${count} items, for which there may be no memory.`);
      return Math.max(Number(count), 0);
    },
    bytes(cursor, what) {
      const { position } = cursor;
      const length = dialect.long(cursor);
      if (length < 0) {
        const wrong: WrongNumber = { number: length, as: 'a length', start: position, end: cursor.position };
        throw new Refusal(`AvroRuntimeException: Malformed data. Length is negative: ${length}`, wrong);
      }
      if (length > javaMost)
        throw what === 'text' ? tooLarge('strings longer', 'bytes') : tooLarge('arrays longer', 'bytes in Java library');
      if (length > surelyThere) throw new Unforeseeable(`It makes room for ${length} bytes, for which there may be no memory.`);
      return take(dialect, cursor, 'bytes', Number(length));
    },
    text: (bytes) => lenientUtf8.decode(bytes),
    boolean: (byte) => byte === 1,
    short: () => new Refusal('java.io.EOFException'),
  };
  return dialect;
}

function tooLarge(what: string, unit: string): Refusal {
  return new Refusal(`java.lang.UnsupportedOperationException: Cannot read ${what} than ${javaMost} ${unit}`);
}

/** Avro for Java up to 1.12.0. */
export const javaClassic = javaDialect(false);

/** Avro for Java from 1.12.1 on. */
export const javaFast = javaDialect(true);

/** Python's fastavro, `schemaless_reader`: indexes count from the end where they are negative, as those of any list. */
export const fastavro: Dialect = {
  int: (cursor) => unzigzag(readBits(fastavro, cursor, undefined, '')),
  long: (cursor) => unzigzag(readBits(fastavro, cursor, undefined, '')),
  index(cursor, schema, count) {
    const { position } = cursor;
    const index = fastavro.long(cursor);
    const place = index < 0 ? BigInt(index) + BigInt(count) : BigInt(index);
    if (place >= 0n && place < count) return Number(place);
    throw new Refusal('IndexError: list index out of range', wrongIndex(cursor, position, schema, index));
  },
  block(cursor) {
    const count = fastavro.long(cursor);
    if (count < 0) fastavro.long(cursor);
    return Math.abs(Number(count));
  },
  bytes(cursor) {
    const { position } = cursor;
    const length = Number(fastavro.long(cursor));
    const left = cursor.bytes.length - cursor.position;
    if (length >= 0 && length <= left) return take(fastavro, cursor, 'bytes', length);
    const wrong: WrongNumber = { number: length, as: 'a length', start: position, end: cursor.position };
    throw new Refusal(`EOFError: Expected ${length} bytes, read ${left}`, length < 0 ? wrong : undefined);
  },
  text(bytes) {
    try {
      return strictUtf8.decode(bytes);
    } catch {
      throw new Refusal("UnicodeDecodeError: 'utf-8' codec can't decode bytes");
    }
  },
  boolean: (byte) => byte !== 0,
  short(cursor, what, size) {
    // What it says of a float has the address of an object in it.
    if (what === 'floating') return new Refusal('');
    if (what === 'boolean' || (what === 'number' && size > 1)) return new Refusal('IndexError: string index out of range');
    return new Refusal(what === 'number' ? 'EOFError' : `EOFError: Expected ${size} bytes, read ${cursor.bytes.length - cursor.position}`);
  },
};

/** JavaScript's avsc, `fromBuffer`; that no byte may be left over is for whoever reads with it to say. */
export const avsc: Dialect = {
  int: (cursor) => withinBytes(cursor, readAvscLong(cursor)),
  long(cursor) {
    const number = readAvscLong(cursor);
    if (Math.abs(number) > Number.MAX_SAFE_INTEGER - 1) throw new Refusal('Error: potential precision loss');
    return withinBytes(cursor, number);
  },
  index(cursor, schema, count) {
    const { position } = cursor;
    const index = readAvscLong(cursor);
    if (index >= 0 && index < count) return withinBytes(cursor, index);
    throw new Refusal(`Error: ${avscIndexText(schema, index)}`, wrongIndex(cursor, position, schema, index));
  },
  block(cursor) {
    const count = readAvscLong(cursor);
    if (count < 0) readAvscLong(cursor);
    if (Math.abs(count) > 10_000_000) throw new Unforeseeable(`It reads ${Math.abs(count)} items, however few bytes are left.`);
    return withinBytes(cursor, Math.abs(count));
  },
  bytes(cursor) {
    const length = readAvscLong(cursor);
    if (length < 0) throw avsc.short(cursor, 'number', 1);
    return take(avsc, cursor, 'bytes', length);
  },
  text: (bytes) => lenientUtf8.decode(bytes),
  boolean: (byte) => byte !== 0,
  short: () => new Refusal('Error: truncated buffer'),
};

function wrongIndex(cursor: LooseCursor, start: number, schema: Schema, number: number | bigint): WrongNumber {
  return { number, as: schema.type === 'enum' ? 'an enum index' : 'a union index', start, end: cursor.position };
}

/**
 * The bits of a number, seven of each byte.
 *
 * @param most how many bytes it may have, the last without a bit that says that it goes on
 * @param tooLong what is said where it has more
 */
function readBits(dialect: Dialect, cursor: LooseCursor, most: number | undefined, tooLong: string): number | bigint {
  const { bytes } = cursor;
  let low = 0;
  let high = 0n;
  for (let count = 0; ; count++) {
    const byte = bytes[cursor.position];
    if (byte === undefined) throw dialect.short(cursor, 'number', count + 1);
    cursor.position++;
    if (count < 4) low |= (byte & 0x7f) << (7 * count);
    else if (count < 10) high |= BigInt(byte & 0x7f) << BigInt(7 * count);
    if (byte < 0x80) return count < 4 ? low : BigInt.asUintN(64, high | BigInt(low));
    if (count + 1 === most) throw new Refusal(tooLong);
  }
}

function unzigzag(bits: number | bigint): number | bigint {
  return typeof bits === 'number' ? (bits >>> 1) ^ -(bits & 1) : (bits & 1n) === 0n ? bits >> 1n : -(bits >> 1n) - 1n;
}

/** Its arithmetic is that of numbers, which are not exact beyond 2^53. The position may be behind the end then. */
function readAvscLong(cursor: LooseCursor): number {
  const { bytes } = cursor;
  let bits = 0;
  for (let factor = 1; ; factor *= 128) {
    // Behind the end it reads zeros, and says only at last that there was nothing.
    const byte = bytes[cursor.position++] ?? 0;
    bits += (byte & 0x7f) * factor;
    if (byte < 0x80) return (bits % 2 === 0 ? bits : -(bits + 1)) / 2;
  }
}

function withinBytes(cursor: LooseCursor, number: number): number {
  if (cursor.position > cursor.bytes.length) throw avsc.short(cursor, 'number', 1);
  return number;
}

function avscIndexText(schema: EnumSchema | UnionSchema, index: number): string {
  if (schema.type === 'enum') return `invalid ${schema.fullname ?? ''} enum index: ${index}`;
  const kinds = schema.branches.map(kindOf);
  return new Set(kinds).size < kinds.length ? 'invalid union index' : `invalid union index: ${index}`;
}

/** Branches of one kind are told by wrapping them, which gives the union another class. */
function kindOf(branch: Schema): string {
  const type = dereference(branch)?.type ?? '';
  if (['int', 'long', 'float', 'double'].includes(type)) return 'number';
  if (type === 'enum') return 'string';
  if (type === 'fixed') return 'bytes';
  return type === 'map' ? 'record' : type;
}
