import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { canonicalForm, crc64Bytes, fingerprints } from '../../shared/avro/canonical.ts';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { selfContained } from '../../shared/avro/selfContained.ts';
import { linkTexts } from '../linkedTexts.ts';
import { mark } from '../mark.ts';
import { randomSchema, seededRandom } from '../randomSchema.ts';
import { scatter } from '../scatter.ts';
import { ruleTable } from '../shared/avro/ruleTable.ts';
import { askJavaForms } from './java/javaAvro.ts';

/** Asserts that form and fingerprints are Java's wherever Java has any. */
async function expectSameForms(texts: readonly string[]): Promise<void> {
  const answers = await askJavaForms(texts);
  assert.equal(answers.length, texts.length);
  const differing = texts.flatMap((text, index) => {
    const java = answers[index];
    if (java === undefined || 'refused' in java) return [];
    const ours = describe(text);
    return JSON.stringify(ours) === JSON.stringify(java) ? [] : [{ text, java, ours }];
  });
  const compared = answers.filter((answer) => !('refused' in answer)).length;
  assert.ok(compared > texts.length / 10, `Java refused all but ${compared} of ${texts.length}.`);
  assert.deepEqual(differing.slice(0, 5), [], `${differing.length} of ${compared} forms differ.`);
}

/** What we say, as Java puts it. */
function describe(text: string): unknown {
  const { schema } = parseSchema(text);
  const form = schema === undefined ? undefined : canonicalForm(schema);
  if (form === undefined) return undefined;
  const { crc64, md5, sha256 } = fingerprints(form, (algorithm, bytes) => createHash(algorithm).update(bytes).digest());
  const digests = { 'CRC-64-AVRO': crc64Bytes(crc64), MD5: md5, 'SHA-256': sha256 };
  return { form, crc64: String(BigInt.asIntN(64, crc64)), fingerprints: digests };
}

test("the canonical form of every example of every rule is that of Java's Avro", async () => {
  await expectSameForms(Object.values(ruleTable).flatMap((rows) => rows.map(({ text }) => mark(text).text)));
});

const seed = 7_240_611;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 100_000 : 10_000;

test(`the canonical forms of ${count} random schemas are those of Java's Avro, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  await expectSameForms(Array.from({ length: count }, () => randomSchema(random)));
});

test(`${count} random schemas that are scattered over texts are for Java the same when they are put together again, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  const pairs = Array.from({ length: count }, () => randomSchema(random)).flatMap((text) => {
    if (checkSchema(parseSchema(text)).some(({ severity }) => severity === 'error')) return [];
    const linked = linkTexts(scatter(text, random));
    const root = linked.get('root');
    assert(root?.parsed.schema !== undefined);
    const made = selfContained(root.parsed.schema, root, (uri) => linked.get(uri));
    assert.ok(made.ok, text);
    return [{ text, whole: made.text }];
  });
  const [before, after] = [await askJavaForms(pairs.map(({ text }) => text)), await askJavaForms(pairs.map(({ whole }) => whole))];
  const differing = pairs.flatMap((pair, index) =>
    JSON.stringify(before[index]) === JSON.stringify(after[index]) ? [] : [{ ...pair, before: before[index], after: after[index] }],
  );
  assert.ok(pairs.length > count / 10);
  assert.deepEqual(differing.slice(0, 5), [], `${differing.length} of ${pairs.length} are something else.`);
});

// With AVRO_WORKBENCH_UPDATE=1 the forms are written anew, which is how they came to be.
test("the forms in test/shared/avro/javaForms.json are those of Java's Avro", async () => {
  const file = new URL('../shared/avro/javaForms.json', import.meta.url);
  const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly name: string; readonly schema: string }[];
  const answers = await askJavaForms(rows.map(({ schema }) => schema));
  const asked = rows.map(({ name, schema }, index) => ({ name, schema, java: answers[index] }));
  if (process.env['AVRO_WORKBENCH_UPDATE'] === '1') writeFileSync(file, `${JSON.stringify(asked, null, 2)}\n`);
  else assert.deepEqual(rows, asked);
});
