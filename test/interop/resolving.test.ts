import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { parseHex, toHex } from '../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { compileReader } from '../../shared/avro/read.ts';
import { compileResolvingReader } from '../../shared/avro/resolvingReader.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { UnionValue, fieldValue } from '../../shared/avro/value.ts';
import type { RecordValue, Value } from '../../shared/avro/value.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { CodecError } from '../../shared/errors.ts';
import { evolvedSchema } from '../evolvedSchema.ts';
import { seededRandom } from '../randomSchema.ts';
import { randomUsableSchema, randomValue } from '../randomValue.ts';
import { resolvingRows } from '../shared/avro/resolvingRows.ts';
import { askJavaReads } from './java/javaAvro.ts';

const seed = 20_261_130;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 100_000 : 5_000;
/** No more pairs than these are held at a time. */
const atOnce = 10_000;
const valuesEach = 4;

interface Row {
  readonly writer: string;
  readonly reader: string;
  readonly values: readonly string[];
  readonly mayMove: boolean;
}

function schemaOf(text: string): Schema {
  const { schema } = parseSchema(text);
  assert.ok(schema, text);
  return schema;
}

function randomRow(random: () => number, mayMove: boolean): Row {
  const writer = randomUsableSchema(random);
  const schema = schemaOf(writer);
  const write = compileWriter(schema);
  const values = Array.from({ length: valuesEach }, () => toHex(write(randomValue(schema, random))));
  return { writer, reader: evolvedSchema(writer, random, { mayMove }), values, mayMove };
}

/** What we read, or the failure's code. */
function read(row: Row, hex: string): { readonly value: Value } | string {
  try {
    return { value: compileResolvingReader(schemaOf(row.writer), schemaOf(row.reader)).read(parseHex(hex) ?? new Uint8Array()) };
  } catch (error) {
    assert.ok(error instanceof CodecError, `${String(error)} ${JSON.stringify(row)}`);
    return error.code;
  }
}

/**
 * Java makes a schema of its own for the writer with the reader's names, which may not hold the same name twice; and it
 * takes an array's items for cut off that have bytes as the reader's, but had none as the writer's.
 */
function isMistakeOfJava(answer: string): boolean {
  return /Duplicate_(in_union|field)|EOFException:Collection_claims/.test(answer);
}

test("the rows of our own test are read as by Java's Avro, or are known to be refused by it", async () => {
  const rows = resolvingRows.map(({ writer, reader, hex }) => ({
    writer: JSON.stringify(writer),
    reader: JSON.stringify(reader),
    values: [hex],
  }));
  const answers = await askJavaReads(rows);
  for (const [index, { name, refused, java, hex }] of resolvingRows.entries()) {
    const row = rows[index] ?? assert.fail();
    const [answer = 'no answer'] = answers[index] ?? [];
    assert.equal(answer.charAt(0), refused === undefined && java === undefined ? '=' : '!', `${name}: ${answer}`);
    if (answer.startsWith('=')) compare({ ...row, mayMove: false }, hex, answer, { read: 0, refused: 0, moreThanJava: 0, otherBranch: 0 });
  }
});

test(`${count} evolved schemas are read as by Java's Avro, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  const seen = { read: 0, refused: 0, moreThanJava: 0, otherBranch: 0, unusable: 0 };
  for (let done = 0; done < count; done += atOnce) {
    const rows = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => randomRow(random, index % 2 === 1));
    const answers = await askJavaReads(rows);
    assert.equal(answers.length, rows.length);
    for (const [index, row] of rows.entries()) {
      const answer = answers[index];
      if (answer === undefined) seen.unusable++;
      else for (const [each, hex] of row.values.entries()) compare(row, hex, answer[each] ?? '', seen);
    }
  }
  const values = valuesEach * count;
  assert.ok(seen.read > values / 4 && seen.refused > values / 20, JSON.stringify(seen));
  assert.ok(seen.otherBranch < values / 100_000, JSON.stringify(seen));
  assert.ok(seen.unusable < count / 5 && seen.moreThanJava < values / 20, JSON.stringify(seen));
});

/**
 * Whether values differ in branches of unions alone. The branch of a record that has moved to another namespace is by the
 * specification the one with its unqualified name; Java does not find it where its fields have aliases, and takes the first
 * record whose fields it can fill, whatever its name.
 */
function isOtherBranch(ours: Value | undefined, java: Value | undefined): boolean {
  if (ours instanceof UnionValue && java instanceof UnionValue) {
    return ours.branch !== java.branch || isOtherBranch(ours.value, java.value);
  }
  if (ours instanceof Map && java instanceof Map) {
    const [one, other]: ReadonlyMap<string, Value>[] = [ours, java];
    return one?.size === other?.size && [...(one ?? [])].every(([key, value]) => isOtherBranch(value, other?.get(key)));
  }
  if (Array.isArray(ours) && Array.isArray(java)) {
    const [one, other]: (readonly Value[])[] = [ours, java];
    return one?.length === other?.length && (one ?? []).every((value, index) => isOtherBranch(value, other?.[index]));
  }
  if (isRecord(ours) && isRecord(java)) {
    return Object.keys(ours).every((name) => isOtherBranch(fieldValue(ours, name), fieldValue(java, name)));
  }
  return isDeepStrictEqual(ours, java);
}

function isRecord(value: Value | undefined): value is RecordValue {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function compare(row: Row, hex: string, java: string, seen: Record<'read' | 'refused' | 'moreThanJava' | 'otherBranch', number>): void {
  const ours = read(row, hex);
  const context = `${JSON.stringify(row)} ${hex}: ${java}`;
  if (java.startsWith('=')) {
    seen.read++;
    // Java takes any bytes for a string, and shows what is no UTF-8 as something else.
    if (ours === 'codec/not-utf8') return;
    if (typeof ours === 'string') assert.fail(`${ours}, but Java reads ${context}`);
    // Maps are in another order in Java, and so in other bytes.
    const theirs = compileReader(schemaOf(row.reader)).read(parseHex(java.slice(1)) ?? new Uint8Array());
    if (row.mayMove && !isDeepStrictEqual(ours.value, theirs) && isOtherBranch(ours.value, theirs)) seen.otherBranch++;
    else assert.deepStrictEqual(ours.value, theirs, context);
  } else if (typeof ours === 'string') seen.refused++;
  else {
    seen.moreThanJava++;
    assert.ok(row.mayMove || isMistakeOfJava(java), `Java refuses ${context}`);
  }
}
