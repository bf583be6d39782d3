import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHex, toHex } from '../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { compileReader, traceRead } from '../../shared/avro/read.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { fieldName, usable } from '../../shared/avro/usable.ts';
import { UnionValue, fieldValue, nullableBranch } from '../../shared/avro/value.ts';
import type { RecordValue, Value } from '../../shared/avro/value.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { seededRandom } from '../randomSchema.ts';
import { randomUsableSchema, randomValue } from '../randomValue.ts';
import { askJavaValues } from './java/javaAvro.ts';
import type { JavaValue } from './java/javaAvro.ts';

const seed = 20_261_201;
const valuesEach = 4;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 100_000 : 10_000;
/** No more schemas than these are held at a time. */
const atOnce = 5_000;

interface Row {
  readonly schema: string;
  readonly values: readonly string[];
}

function schemaOf(text: string): Schema {
  const { schema } = parseSchema(text);
  assert.ok(schema, text);
  return schema;
}

function randomRow(random: () => number): Row {
  const schema = randomUsableSchema(random);
  const parsed = schemaOf(schema);
  const write = compileWriter(parsed);
  return { schema, values: Array.from({ length: valuesEach }, () => toHex(write(randomValue(parsed, random)))) };
}

test(`${count} values are read, plain and traced, as by Java's Avro, whoever wrote them, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  const seen = { values: 0, inBlocks: 0, schemas: 0, refused: 0 };
  while (seen.values < count) {
    const rows = Array.from({ length: Math.min(atOnce, Math.ceil((count - seen.values) / valuesEach)) }, () => randomRow(random));
    const answers = await askJavaValues(rows);
    assert.equal(answers.length, rows.length);
    for (const [index, { schema, values }] of rows.entries()) {
      seen.schemas++;
      const answer = answers[index];
      if (answer === undefined) seen.refused++;
      else compareAll(schema, values, answer, seen);
    }
    // Names that are no names to Java, which have no part in the bytes.
    assert.ok(seen.refused < seen.schemas / 3, JSON.stringify(seen));
  }
  assert.ok(seen.inBlocks > seen.values / 10, JSON.stringify(seen));
});

function compareAll(
  schema: string,
  values: readonly string[],
  answer: readonly (JavaValue | string)[],
  seen: { values: number; inBlocks: number },
): void {
  const textsOf = valueTexts(schema);
  for (const [index, hex] of values.entries()) {
    const java = answer[index];
    if (java === undefined || typeof java === 'string') assert.fail(`Java refuses ${hex} of ${schema}: ${String(java)}`);
    compare(textsOf, java, hex, schema);
    seen.values++;
    if (java.blocks !== java.plain) seen.inBlocks++;
  }
}

function compare(textsOf: (hex: string) => readonly string[], java: JavaValue, hex: string, schema: string): void {
  for (const [by, bytes] of [
    ['us', hex],
    ['Java', java.plain],
    ['Java in blocks', java.blocks],
  ] as const) {
    for (const [how, text] of textsOf(bytes).entries()) {
      if (text !== java.text) assert.equal(text, java.text, `${['plain', 'traced'][how] ?? ''}, ${bytes} written by ${by}: ${schema}`);
    }
  }
}

/** What we read, plain and traced. */
function valueTexts(text: string): (hex: string) => readonly string[] {
  const schema = schemaOf(text);
  const reader = compileReader(schema);
  return (hex) => {
    const bytes = parseHex(hex) ?? assert.fail(hex);
    const traced = traceRead(schema, bytes);
    if (traced.value === undefined) assert.fail(`${String(traced.error)}: ${hex} of ${text}`);
    assert.equal(traced.end, bytes.length);
    return [exactText(schema, reader.read(bytes)), exactText(schema, traced.value)];
  };
}

/**
 * A value to its last bit: numbers with all digits, floats as their bits (NaN as one of its many), text and bytes in hex, the
 * branch of a union, maps in the order of their keys.
 */
function exactText(schema: Schema, value: Value): string {
  const target = usable(schema);
  switch (target.type) {
    case 'null':
    case 'boolean':
    case 'int':
    case 'long': {
      const plain = value as null | boolean | number | bigint;
      return String(plain);
    }
    case 'float':
    case 'double':
      return floatText(target.type, value as number);
    case 'string':
      return `s${utf8(value as string)}`;
    case 'enum':
      return `e${value as string}`;
    case 'bytes':
    case 'fixed':
      return `b${toHex(value as Uint8Array)}`;
    case 'array':
      return `[${(value as readonly Value[]).map((item) => `${exactText(target.items, item)},`).join('')}]`;
    case 'map': {
      const entries = [...(value as ReadonlyMap<string, Value>)].map(([key, item]) => [utf8(key), exactText(target.values, item)] as const);
      entries.sort(([one], [other]) => (one < other ? -1 : 1));
      return `{${entries.map(([key, item]) => `${key}:${item},`).join('')}}`;
    }
    case 'record':
      return `(${target.fields.map((field) => `${fieldName(field)}:${exactText(field.schema, fieldOf(value, fieldName(field)))},`).join('')})`;
    case 'union': {
      const other = nullableBranch(target);
      const nullIndex = other === undefined ? 0 : 1 - other;
      const branch = value instanceof UnionValue ? value.branch : value === null ? nullIndex : (other ?? assert.fail('no branch'));
      const inner = value instanceof UnionValue ? value.value : value;
      return `<${branch}>${exactText(target.branches[branch] ?? assert.fail(`no branch ${branch}`), inner)}`;
    }
  }
}

function fieldOf(record: Value, name: string): Value {
  const value = fieldValue(record as RecordValue, name);
  return value === undefined ? assert.fail(`no field ${name}`) : value;
}

function floatText(type: 'float' | 'double', value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  if (type === 'float') view.setFloat32(0, value);
  else view.setFloat64(0, value);
  const digits = toHex(new Uint8Array(view.buffer, 0, type === 'float' ? 4 : 8));
  if (Number.isNaN(value)) return type === 'float' ? 'f7fc00000' : 'd7ff8000000000000';
  return `${type.charAt(0)}${digits}`;
}

function utf8(text: string): string {
  return toHex(new TextEncoder().encode(text));
}
