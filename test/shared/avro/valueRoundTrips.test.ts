import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHex, toHex } from '../../../shared/avro/bytesLiteral.ts';
import type { JsonNode } from '../../../shared/avro/json.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { compileReader, traceRead } from '../../../shared/avro/read.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { valueFromJson } from '../../../shared/avro/valueFromJson.ts';
import { valuePreview, valueToJson } from '../../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { CodecError } from '../../../shared/errors.ts';
import { peerWriter } from '../../avscPeer.ts';
import { randomUsableSchema, randomValue } from '../../randomValue.ts';
import { seededRandom } from '../../randomSchema.ts';
import { goldenRows } from './golden.ts';

const seed = 20_261_122;
const schemaCount = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 20_000 : 2_000;

function schemaOf(text: string): Schema {
  const { schema, problems } = parseSchema(text);
  assert.deepEqual(problems, []);
  assert.ok(schema);
  return schema;
}

function jsonOf(text: string): JsonNode {
  const { root, problems } = parseJson(text);
  // A map may hold a name twice only in bytes, never in our JSON.
  assert.deepEqual(problems, [], text);
  assert.ok(root);
  return root;
}

function fromJson(schema: Schema, text: string): Value {
  const result = valueFromJson(schema, jsonOf(text));
  assert.ok(result.ok, `${text} should be a value, but: ${result.ok ? '' : JSON.stringify(result.problems)}`);
  return result.value;
}

for (const { name, by, schema: text, hex, json, differs } of goldenRows) {
  test(`written by ${by}: ${name}`, () => {
    const schema = schemaOf(text);
    const bytes = parseHex(hex) ?? new Uint8Array();
    const value = compileReader(schema).read(bytes);
    assert.equal(valueToJson(schema, value), json);
    const back = fromJson(schema, json);
    assert.deepStrictEqual(back, value);
    const written = toHex(compileWriter(schema)(back));
    if (differs === undefined) assert.equal(written, hex);
    else assert.notEqual(written, hex, `It is known to differ: ${differs}.`);
    assert.deepStrictEqual(traceRead(schema, bytes).value, value);
  });
}

test(`random values of ${schemaCount} random schemas come back from bytes and from JSON, and avsc writes the same`, () => {
  const random = seededRandom(seed);
  for (let round = 0; round < schemaCount; round++) {
    const text = randomUsableSchema(random);
    const schema = schemaOf(text);
    const reader = compileReader(schema);
    const write = compileWriter(schema);
    const writeByAvsc = peerWriter(schema);
    for (let each = 0; each < 5; each++) {
      const value = randomValue(schema, random);
      const bytes = write(value);
      const context = `round ${round}: ${text} ${toHex(bytes)}`;
      assert.equal(toHex(bytes), toHex(writeByAvsc(value)), context);
      assert.deepStrictEqual(reader.read(bytes), value, context);
      const json = valueToJson(schema, value, { indent: random() < 0.5 ? 2 : 0 });
      const back = fromJson(schema, json);
      assert.deepStrictEqual(back, value, `${context} ${json}`);
      const styled = valueToJson(schema, value, { render: { unions: 'tagged', bytes: 'base64', timeZone: 'local' } });
      assert.deepStrictEqual(fromJson(schema, styled), value, `${context} ${styled}`);
      assert.equal(toHex(write(back)), toHex(bytes), context);
      expectPreview(schema, value, 1 + Math.floor(random() * 120));
    }
  }
});

/** The preview is the beginning of the text, but for what is tagged there. */
function expectPreview(schema: Schema, value: Value, maxLength: number): void {
  const whole = valuePreview(schema, value, Number.MAX_SAFE_INTEGER);
  const preview = valuePreview(schema, value, maxLength);
  if (whole.length <= maxLength) assert.equal(preview, whole);
  else assert.ok(preview.length <= maxLength && preview.endsWith('…') && whole.startsWith(preview.slice(0, -1)), `${preview} of ${whole}`);
}

test(`damaged bytes of ${schemaCount} random schemas are read or refused, and the trace agrees`, () => {
  const random = seededRandom(seed + 1);
  for (let round = 0; round < schemaCount; round++) {
    const text = randomUsableSchema(random);
    const schema = schemaOf(text);
    const reader = compileReader(schema);
    const bytes = damaged(compileWriter(schema)(randomValue(schema, random)), random);
    const context = `round ${round}: ${text} ${toHex(bytes)}`;
    const trace = traceRead(schema, bytes);
    try {
      const value = reader.read(bytes);
      assert.equal(trace.error, undefined, context);
      assert.deepStrictEqual(trace.value, value, context);
    } catch (error) {
      assert.ok(error instanceof CodecError, `${context}: ${String(error)}`);
      assert.deepEqual([trace.error?.code, trace.error?.message, trace.error?.path], [error.code, error.message, error.path], context);
      assert.ok(error.position !== undefined && error.position >= 0 && error.position <= bytes.length, context);
    }
    for (const { start, end } of trace.ranges) assert.ok(start <= end && end <= bytes.length, context);
  }
});

function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = [...bytes];
  for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
    const at = Math.floor(random() * (copy.length + 1));
    const roll = random();
    if (roll < 0.3) copy.splice(at);
    else if (roll < 0.6) copy.splice(at, 1, Math.floor(random() * 256));
    else copy.splice(at, Math.floor(random() * 2), ...[0x80, 0xff, 0x01].slice(0, Math.ceil(random() * 3)));
  }
  return Uint8Array.from(copy);
}
