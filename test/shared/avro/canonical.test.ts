import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { canonicalForm, crc64Avro, crc64Bytes, crc64Digits, fingerprints } from '../../../shared/avro/canonical.ts';
import type { Digest } from '../../../shared/avro/canonical.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { NamedSchema } from '../../../shared/avro/schema.ts';

interface Row {
  readonly name: string;
  readonly schema: string;
  readonly java: { readonly form: string; readonly crc64: string; readonly fingerprints: Readonly<Record<string, string>> };
}

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest();
// Written by Java's Avro 1.12.2, by way of test/interop/canonical.test.ts.
const rows = JSON.parse(readFileSync(new URL('javaForms.json', import.meta.url), 'utf8')) as readonly Row[];

function formOf(text: string, lookup: (fullname: string) => NamedSchema | undefined = () => undefined): string | undefined {
  const { schema } = parseSchema(text, { lookup });
  assert(schema !== undefined);
  return canonicalForm(schema);
}

for (const { name, schema, java } of rows) {
  test(`canonical form and fingerprints as of Java: ${name}`, () => {
    const form = formOf(schema);
    assert.equal(form, java.form);
    const { crc64, md5, sha256 } = fingerprints(java.form, digest);
    assert.equal(String(BigInt.asIntN(64, crc64)), java.crc64);
    assert.deepEqual({ 'CRC-64-AVRO': crc64Bytes(crc64), MD5: md5, 'SHA-256': sha256 }, java.fingerprints);
  });
}

test('canonical form: types of other texts are written in at their first use', () => {
  const other = parseSchema('{"type":"record","name":"n.A","fields":[{"name":"b","type":{"type":"fixed","name":"B","size":2}}]}');
  assert.equal(
    formOf('{"type":"record","name":"n.R","fields":[{"name":"b","type":"B"},{"name":"a","type":"A"}]}', (name) =>
      other.definitions.get(name),
    ),
    '{"name":"n.R","type":"record","fields":[{"name":"b","type":{"name":"n.B","type":"fixed","size":2}},' +
      '{"name":"a","type":{"name":"n.A","type":"record","fields":[{"name":"b","type":"n.B"}]}}]}',
  );
});

for (const { name, text } of [
  { name: 'a name without a definition', text: '["null","A"]' },
  { name: 'no type', text: '{"items":"int"}' },
  { name: 'no items', text: '{"type":"array"}' },
  { name: 'no name', text: '{"type":"fixed","size":4}' },
  { name: 'no size', text: '{"type":"fixed","name":"F"}' },
  { name: 'a field without a name', text: '{"type":"record","name":"R","fields":[{"type":"int"}]}' },
  { name: 'a number', text: '5' },
]) {
  test(`canonical form: none with ${name}`, () => {
    assert.equal(formOf(text), undefined);
  });
}

test('canonical form: references in a chain of a hundred thousand', () => {
  const definitions = new Map<string, NamedSchema>();
  const count = 100_000;
  for (let index = 0; index < count; index++) {
    const next = index + 1 < count ? `"R${index + 1}"` : '"int"';
    const text = `{"type":"record","name":"R${index}","fields":[{"name":"a","type":${next}}]}`;
    // Parsed each by itself; the reference is bound by hand, as one text refers to the next.
    const { schema } = parseSchema(text);
    assert(schema?.type === 'record');
    definitions.set(`R${index}`, schema);
  }
  for (const definition of definitions.values()) {
    const reference = definition.type === 'record' ? definition.fields[0]?.schema : undefined;
    if (reference?.type === 'reference') Object.assign(reference, { target: definitions.get(reference.fullname) });
  }
  const first = definitions.get('R0');
  assert(first !== undefined);
  assert.ok(canonicalForm(first)?.endsWith('"type":"int"}]}' + '}]}'.repeat(count - 1)));
});

test('crc-64-avro: of no bytes, and as a number and as bytes', () => {
  const none = crc64Avro(new Uint8Array());
  assert.equal(crc64Digits(none), 'c15d213aa4d7a795');
  assert.equal(crc64Bytes(none), '95a7d7a43a215dc1');
  assert.equal(crc64Digits(0xabn), '00000000000000ab');
});
