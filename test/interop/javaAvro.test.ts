import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { mark } from '../mark.ts';
import { randomSchema, seededRandom } from '../randomSchema.ts';
import { ruleTable } from '../shared/avro/ruleTable.ts';
import { askJavaAvro } from './java/javaAvro.ts';

/** Asserts that we find an error exactly where Java's Avro refuses the schema. */
async function expectSameVerdicts(texts: readonly string[]): Promise<void> {
  const verdicts = await askJavaAvro(texts);
  assert.equal(verdicts.length, texts.length);
  const differing = texts.flatMap((text, index) => {
    const verdict = verdicts[index] ?? '';
    const errors = checkSchema(parseSchema(text)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0 === verdict.startsWith('refused')) return [];
    return [{ text, java: verdict.slice(0, 200), ours: errors.map(({ code, message }) => `${code}: ${message}`) }];
  });
  assert.deepEqual(differing.slice(0, 5), [], `${differing.length} of ${texts.length} verdicts differ.`);
}

test("every example of every rule is judged as by Java's Avro", async () => {
  await expectSameVerdicts(Object.values(ruleTable).flatMap((rows) => rows.map(({ text }) => mark(text).text)));
});

const seed = 20_240_608;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 100_000 : 10_000;

test(`${count} random schemas are judged as by Java's Avro, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  await expectSameVerdicts(Array.from({ length: count }, () => randomSchema(random)));
});

// With AVRO_WORKBENCH_UPDATE=1 the verdicts are written anew, which is how they came to be.
test("the verdicts in test/shared/avro/javaVerdicts.json are those of Java's Avro", async () => {
  const file = new URL('../shared/avro/javaVerdicts.json', import.meta.url);
  const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly schema: string; readonly java: string }[];
  const verdicts = await askJavaAvro(rows.map(({ schema }) => schema));
  const asked = rows.map(({ schema }, index) => ({ schema, java: (verdicts[index] ?? '').replace(/ .*/s, '') }));
  if (process.env['AVRO_WORKBENCH_UPDATE'] === '1') writeFileSync(file, `${JSON.stringify(asked, null, 2)}\n`);
  else assert.deepEqual(rows, asked);
});
