import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { compileReader } from '../../../shared/avro/read.ts';
import type { Reader } from '../../../shared/avro/read.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { CodecError } from '../../../shared/errors.ts';
import { seededRandom } from '../../randomSchema.ts';

// Bytes that are a Buffer are made strings of in a way of their own.
const kinds = {
  'a Buffer': (bytes: Uint8Array): Uint8Array => Buffer.from(bytes),
  // As messages are: anywhere in what was fetched.
  'a Buffer in a larger one': (bytes) =>
    Buffer.concat([new Uint8Array(4003), bytes, new Uint8Array(5000)]).subarray(4003, 4003 + bytes.length),
  'no Buffer': (bytes) => Uint8Array.from(bytes),
} satisfies Record<string, (bytes: Uint8Array) => Uint8Array>;

const strings = schemaOf({ type: 'array', items: 'string' });
const writeString = compileWriter(schemaOf('string'));
const writeStrings = compileWriter(strings);
const lengths = [...Array.from({ length: 50 }, (_, length) => length), 1024, 1025, 4097];

for (const [kind, toKind] of Object.entries(kinds)) {
  test(`strings in ${kind}: of every short length, ASCII or with one other character anywhere`, () => {
    const reader = compileReader(schemaOf('string'));
    for (const length of lengths) {
      for (const other of [-1, ...placesIn(length)]) {
        const text = `${textOf(length).slice(0, Math.max(0, other))}${other < 0 ? '' : 'é'}${textOf(length).slice(other + 1)}`;
        assert.equal(reader.read(toKind(written('string', text))), text);
      }
    }
  });

  test(`strings in ${kind}: a byte that is not ASCII anywhere is never taken for a character`, () => {
    const reader = compileReader(schemaOf('string'));
    for (const length of lengths) {
      const bytes = toKind(written('string', textOf(length)));
      const start = bytes.length - length;
      for (const at of placesIn(length)) {
        const character = bytes[start + at] ?? 0;
        bytes[start + at] = 0xff;
        assert.throws(() => reader.read(bytes), { code: 'codec/not-utf8', position: start + at });
        // The same bytes are other ones by now.
        bytes[start + at] = character;
        assert.equal(reader.read(bytes), textOf(length));
      }
    }
  });

  test(`strings in ${kind}: many of all lengths, across every boundary`, () => {
    const random = seededRandom(7);
    const reader = compileReader(strings);
    for (let round = 0; round < 20; round++) {
      const texts = Array.from({ length: 150 }, () => {
        const text = textOf(Math.floor(random() ** 3 * 300));
        return random() < 0.2 ? `${text}Zürich 東京 🚲 \ufeff\ufffd` : text;
      });
      const bytes = toKind(written('strings', texts));
      assert.deepEqual(reader.read(bytes), texts);
      assert.deepEqual(reader.readAt(bytes, 0), { value: texts, end: bytes.length });
    }
  });

  test(`strings in ${kind}: random bytes are what a strict decoder makes of them`, () => {
    const random = seededRandom(11);
    const reader = compileReader(strings);
    // Each begins a character, goes on with one, is one, or never is.
    const pieces = [0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xa0, 0xef, 0xbb, 0xbd, 0xf0, 0x9f, 0xf4, 0xff];
    for (let round = 0; round < 1000; round++) {
      const size = 37 + Math.floor(random() * 8);
      const text = Uint8Array.from({ length: size }, (_, at) => (at < 34 ? 0x61 : (pieces[Math.floor(random() * pieces.length)] ?? 0)));
      const bytes = toKind(Uint8Array.of(4, 2 * size, ...text, 2 * size, ...text, 0));
      const expected = strictText(text);
      if (expected === undefined) assert.throws(() => reader.read(bytes), { code: 'codec/not-utf8' });
      else assert.deepEqual(reader.read(bytes), [expected, expected]);
    }
  });

  test(`strings in ${kind}: cut off anywhere, they are refused`, () => {
    const bytes = written('strings', [textOf(50), 'a', textOf(80), `é${textOf(40)}`, textOf(1030), textOf(60)]);
    const reader = compileReader(strings);
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => reader.read(toKind(bytes.subarray(0, length))), CodecError);
      assert.equal(reader.readIfFits(toKind(bytes.subarray(0, length))), undefined);
    }
  });

  test(`strings in ${kind}: readers that take turns do not see each other's bytes`, () => {
    const texts = Array.from({ length: 40 }, (_, index) => textOf(40 + index).slice(index % 7));
    const turns = texts.map((text) => ({ text, reader: compileReader(schemaOf('string')), bytes: toKind(written('string', text)) }));
    for (const { text, reader, bytes } of [...turns, ...turns.toReversed()]) assert.equal(reader.read(bytes), text);
    const values = turns.map(({ bytes }) => bytes);
    const block = toKind(Uint8Array.from(values.flatMap((bytes) => [...bytes])));
    assert.deepEqual(readAll(compileReader(schemaOf('string')), block), texts);
  });
}

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

function written(schema: 'string' | 'strings', value: Value): Uint8Array {
  return (schema === 'string' ? writeString : writeStrings)(value);
}

function textOf(length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(33 + ((index * 7 + length) % 90))).join('');
}

/** All of a short string, and those near the ends of a long one. */
function placesIn(length: number): number[] {
  return Array.from({ length }, (_, at) => at).filter((at) => length < 50 || at < 3 || length - at < 4 || at % 511 === 0);
}

function strictText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readAll(reader: Reader, bytes: Uint8Array): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < bytes.length;) {
    const { value, end } = reader.readAt(bytes, at);
    values.push(value);
    at = end;
  }
  return values;
}
