import { toHex } from './bytesLiteral.ts';
import type { NamedSchema, Schema } from './schema.ts';

/**
 * The Parsing Canonical Form of a schema, letter by letter as Java's Avro 1.12 writes it: names in full, each named type
 * where it is used first and by its name from then on, and nothing that makes no difference to who parses it. Types of
 * other texts are written in like those of this one.
 *
 * @returns undefined where a part of the schema is missing or invalid, or a name has no definition
 * @see Avro 1.12, "Transforming into Parsing Canonical Form"
 */
export function canonicalForm(root: Schema): string | undefined {
  const written = new Set<string>();
  let form = '';
  // References can be chained without bound, so what is still to be written waits here, the next one last.
  const waiting: (string | Schema)[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') {
      form += next;
      continue;
    }
    const pieces = piecesOf(next, written);
    if (pieces === undefined) return undefined;
    for (let index = pieces.length - 1; index >= 0; index--) {
      const piece = pieces[index];
      if (piece !== undefined) waiting.push(piece);
    }
  }
  return form;
}

/** A schema's form, in which the schemas inside of it have still to be written. */
type Pieces = readonly (string | Schema)[];

function piecesOf(node: Schema, written: Set<string>): Pieces | undefined {
  const schema = node.type === 'reference' ? node.target : node;
  if (schema === undefined) return undefined;
  switch (schema.type) {
    case 'record':
    case 'enum':
    case 'fixed':
      return piecesOfNamed(schema, written);
    case 'array':
      return ['{"type":"array","items":', schema.items, '}'];
    case 'map':
      return ['{"type":"map","values":', schema.values, '}'];
    case 'union':
      return ['[', ...schema.branches.flatMap((branch, index) => (index === 0 ? [branch] : [',', branch])), ']'];
    case 'invalid':
      return undefined;
    default:
      return [quote(schema.type)];
  }
}

function piecesOfNamed(schema: NamedSchema, written: Set<string>): Pieces | undefined {
  const { fullname } = schema;
  if (fullname === undefined) return undefined;
  if (written.has(fullname)) return [quote(fullname)];
  written.add(fullname);
  const head = `{"name":${quote(fullname)},"type":"${schema.type}",`;
  switch (schema.type) {
    case 'enum':
      return [`${head}"symbols":[${schema.symbols.map(({ value }) => quote(value)).join(',')}]}`];
    case 'fixed':
      return schema.size === undefined ? undefined : [`${head}"size":${schema.size}}`];
    case 'record': {
      const pieces: (string | Schema)[] = [`${head}"fields":[`];
      for (const [index, { name, schema: type }] of schema.fields.entries()) {
        if (name === undefined) return undefined;
        pieces.push(`${index === 0 ? '' : ','}{"name":${quote(name.value)},"type":`, type, '}');
      }
      return [...pieces, ']}'];
    }
  }
}

/** Java writes names as they are; only one that is none could hold what JSON has to escape, and must not break the form. */
function quote(name: string): string {
  return JSON.stringify(name);
}

/** Computes a digest; `node:crypto` has both. */
export type Digest = (algorithm: 'md5' | 'sha256', bytes: Uint8Array) => Uint8Array;

/** What tells a schema from others, whatever its documentation and layout: three digests of its Parsing Canonical Form. */
export interface Fingerprints {
  /** CRC-64-AVRO (Rabin), as an unsigned number; `BigInt.asIntN(64, …)` is the `long` that Java returns. */
  readonly crc64: bigint;
  /** In lower-case hex, as all bytes here. */
  readonly md5: string;
  readonly sha256: string;
}

/**
 * The fingerprints of a schema.
 *
 * @param form its Parsing Canonical Form
 * @see Avro 1.12, "Schema Fingerprints"
 */
export function fingerprints(form: string, digest: Digest): Fingerprints {
  const bytes = new TextEncoder().encode(form);
  return { crc64: crc64Avro(bytes), md5: toHex(digest('md5', bytes)), sha256: toHex(digest('sha256', bytes)) };
}

/** CRC-64-AVRO as 16 hex digits, the highest first, as people write a number. */
export function crc64Digits(crc64: bigint): string {
  return crc64.toString(16).padStart(16, '0');
}

/**
 * CRC-64-AVRO as the 8 bytes, in hex, that stand in a message: the lowest first.
 *
 * @see Avro 1.12, "Single-object encoding"
 */
export function crc64Bytes(crc64: bigint): string {
  return (crc64Digits(crc64).match(/../g) ?? []).reverse().join('');
}

/** The fingerprint of no bytes, which is the polynomial too. In halves of 32 bits, since a bigint for each byte is slow. */
const emptyHigh = 0xc15d213a;
const emptyLow = 0xa4d7a795;

/** For each byte what it does to the fingerprint: high and low half in turn. */
const table: Int32Array = makeTable();

function makeTable(): Int32Array {
  const made = new Int32Array(512);
  for (let byte = 0; byte < 256; byte++) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit++) {
      const mask = -(low & 1);
      low = ((low >>> 1) | (high << 31)) ^ (emptyLow & mask);
      high = (high >>> 1) ^ (emptyHigh & mask);
    }
    made[2 * byte] = high;
    made[2 * byte + 1] = low;
  }
  return made;
}

/**
 * The CRC-64-AVRO fingerprint of bytes, as an unsigned number.
 *
 * @see Avro 1.12, "Schema Fingerprints"
 */
export function crc64Avro(bytes: Uint8Array): bigint {
  let high = emptyHigh | 0;
  let low = emptyLow | 0;
  for (const byte of bytes) {
    const entry = 2 * ((low ^ byte) & 0xff);
    low = ((low >>> 8) | (high << 24)) ^ (table[entry + 1] ?? 0);
    high = (high >>> 8) ^ (table[entry] ?? 0);
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
