import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHex } from '../../../shared/avro/bytesLiteral.ts';
import { findMismatches } from '../../../shared/avro/compatibility.ts';
import type { Side } from '../../../shared/avro/compatibility.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { compileReader } from '../../../shared/avro/read.ts';
import { compileResolvingReader } from '../../../shared/avro/resolvingReader.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { maxValueDepth } from '../../../shared/avro/value.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { valueToJson } from '../../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { CodecError } from '../../../shared/errors.ts';
import { evolvedSchema } from '../../evolvedSchema.ts';
import { seededRandom } from '../../randomSchema.ts';
import { randomUsableSchema, randomValue } from '../../randomValue.ts';
import { resolvingRows } from './resolvingRows.ts';

const seed = 20_261_201;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 20_000 : 1_000;

function sideOf(text: string): Side {
  const parsed = parseSchema(text);
  assert.ok(parsed.schema, text);
  return { parsed, schema: parsed.schema };
}

function schemaOf(schema: unknown): Schema {
  return sideOf(JSON.stringify(schema)).schema;
}

function bytesOf(hex: string): Uint8Array {
  return parseHex(hex) ?? assert.fail(hex);
}

function failureOf(read: () => unknown): CodecError {
  try {
    read();
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
  return assert.fail('It should have failed.');
}

for (const { name, writer, reader, hex, json, refused } of resolvingRows) {
  test(`resolved: ${name}`, () => {
    const [from, to] = [schemaOf(writer), schemaOf(reader)];
    const resolving = compileResolvingReader(from, to);
    if (refused === undefined) {
      assert.equal(valueToJson(to, resolving.read(bytesOf(hex))), json);
      return;
    }
    const { code, message, path, position } = failureOf(() => resolving.read(bytesOf(hex)));
    assert.deepEqual({ code, message, path, position }, { ...refused, code: `codec/${refused.code}` });
  });
}

const bad = {
  type: 'record',
  name: 'R',
  fields: [
    { name: 'a', type: 'string' },
    { name: 'gone', type: { type: 'array', items: 'long' } },
  ],
};
const wanted = {
  type: 'record',
  name: 'R',
  fields: [
    { name: 'b', type: 'int', default: 1 },
    { name: 'a', type: 'bytes' },
  ],
};
const nulls = { type: 'array', items: 'null' };
const optionalNulls = { type: 'array', items: ['null', 'int'] };
const empty = { type: 'record', name: 'E', fields: [] };
const large = {
  type: 'record',
  name: 'E',
  fields: [{ name: 'a', type: { type: 'array', items: 'int' }, default: new Array<number>(5_000).fill(1) }],
};
const chain = { type: 'record', name: 'N', fields: [{ name: 'next', type: ['null', 'N'] }] };
const longChain = { type: 'record', name: 'N', fields: [{ name: 'next', type: ['N', 'null'] }] };

for (const { name, writer, reader, hex, code, path = '', position } of [
  { name: 'a length beyond what is left', writer: bad, reader: wanted, hex: '20 61', code: 'length', path: 'a', position: 0 },
  { name: 'in what is skipped', writer: bad, reader: wanted, hex: '02 61 80 80 80 10 02', code: 'length', path: 'gone', position: 2 },
  { name: 'cut off in what is skipped', writer: bad, reader: wanted, hex: '02 61 04 02', code: 'length', path: 'gone' },
  { name: 'items without bytes', writer: nulls, reader: optionalNulls, hex: 'feffffffffffffffff01', code: 'too-many-steps' },
  {
    name: 'many large defaults',
    writer: { type: 'array', items: empty },
    reader: { type: 'array', items: large },
    hex: 'd00f00',
    code: 'too-many-steps',
    path: '[199].a',
  },
  { name: 'without an end', writer: chain, reader: longChain, hex: '02'.repeat(1000), code: 'too-deep' },
  { name: 'a branch that does not exist', writer: ['null', 'int'], reader: ['int', 'null'], hex: '04', code: 'union-index', position: 0 },
  { name: 'bytes left over', writer: 'int', reader: 'long', hex: '0202', code: 'trailing-bytes', position: 1 },
  { name: 'bytes that are no string', writer: 'bytes', reader: 'string', hex: '02ff', code: 'not-utf8', position: 1 },
]) {
  test(`hostile bytes: ${name}`, () => {
    const error = failureOf(() => compileResolvingReader(schemaOf(writer), schemaOf(reader)).read(bytesOf(hex)));
    assert.equal(error.code, `codec/${code}`, error.message);
    if (code !== 'too-deep' && code !== 'too-many-steps') assert.equal(error.path, path);
    if (position !== undefined) assert.equal(error.position, position);
  });
}

test('a default nests as deep as what is read may', () => {
  const fields = (more: readonly unknown[]): unknown => ({
    type: 'record',
    name: 'N',
    fields: [{ name: 'next', type: ['null', 'N'] }, ...more],
  });
  const deep = { name: 'deep', type: { type: 'array', items: { type: 'array', items: 'int' } }, default: [[1]] };
  const reader = compileResolvingReader(schemaOf(fields([])), schemaOf(fields([deep])));
  const nested = (depth: number): Uint8Array => bytesOf(`${'02'.repeat(depth - 1)}00`);
  assert.ok(reader.read(nested(maxValueDepth - 2)));
  assert.equal(failureOf(() => reader.read(nested(maxValueDepth - 1))).code, 'codec/too-deep');
});

test('a schema that refers along a very long chain is read', () => {
  const link = (index: number): unknown => ({
    type: 'record',
    name: `L${index}`,
    fields: [{ name: 'next', type: ['null', `L${index + 1}`] }, ...(index === 0 ? [{ name: 'a', type: 'int' }] : [])],
  });
  const links = [...Array.from({ length: 5_000 }, (_, index) => link(index)), { type: 'record', name: 'L5000', fields: [] }];
  const writer = schemaOf({
    type: 'record',
    name: 'All',
    fields: links.map((type, index) => ({ name: `f${index}`, type: ['null', type] })),
  });
  const reader = schemaOf({ type: 'record', name: 'All', fields: [{ name: 'f4999', type: ['null', ...links] }] });
  const bytes = bytesOf(`${'00'.repeat(4_999)}02020000`.slice(0, 2 * 5_002));
  assert.ok(compileResolvingReader(writer, reader).readAt(bytes, 0));
});

test(`what is compatible is read, in ${count} evolved schemas, seed ${seed}`, () => {
  const random = seededRandom(seed);
  const seen = { compatible: 0, read: 0, refused: 0 };
  for (let round = 0; round < count; round++) {
    const writerText = randomUsableSchema(random);
    const readerText = evolvedSchema(writerText, random, { mayMove: random() < 0.5 });
    const [writer, reader] = [sideOf(writerText), sideOf(readerText)];
    const isCompatible = findMismatches(reader, writer).length === 0;
    if (isCompatible) seen.compatible++;
    const write = compileWriter(writer.schema);
    for (let each = 0; each < 3; each++) {
      const bytes = write(randomValue(writer.schema, random));
      const failure = readOrFail(writer.schema, reader.schema, bytes);
      seen[failure === undefined ? 'read' : 'refused']++;
      if (!isCompatible || failure === undefined || failure.code === 'codec/unusable-schema') continue;
      // What is no UTF-8 is no string, which no schema tells.
      assert.equal(failure.code, 'codec/not-utf8', `${failure.message} ${failure.path} ${writerText} ${readerText}`);
    }
  }
  assert.ok(seen.compatible > count / 5 && seen.refused > count / 10, JSON.stringify(seen));
});

/** Reads it, writes it as the reader's, and reads that again. */
function readOrFail(writer: Schema, reader: Schema, bytes: Uint8Array): CodecError | undefined {
  let value: Value;
  try {
    value = compileResolvingReader(writer, reader).read(bytes);
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
  assert.deepStrictEqual(compileReader(reader).read(compileWriter(reader)(value)), value);
  return undefined;
}

test(`damaged bytes are read or refused, in ${count} evolved schemas`, () => {
  const random = seededRandom(seed + 1);
  for (let round = 0; round < count; round++) {
    const text = randomUsableSchema(random);
    const writer = sideOf(text).schema;
    const bytes = [...compileWriter(writer)(randomValue(writer, random))];
    bytes.splice(
      Math.floor(random() * (bytes.length + 1)),
      Math.floor(random() * 2),
      ...[0x80, 0xff, 0x01].slice(0, Math.floor(random() * 4)),
    );
    const reader = sideOf(evolvedSchema(text, random, { mayMove: true })).schema;
    const failure = readOrFail(writer, reader, Uint8Array.from(bytes));
    if (failure === undefined || failure.code === 'codec/unusable-schema') continue;
    assert.ok(failure.position !== undefined && failure.position <= bytes.length, failure.message);
  }
});
