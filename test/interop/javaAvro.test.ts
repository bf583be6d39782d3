import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { parseProtocol } from '../../shared/avro/parseProtocol.ts';
import { mark } from '../mark.ts';
import { randomProtocol } from '../randomProtocol.ts';
import { randomSchema, seededRandom } from '../randomSchema.ts';
import { ruleTable } from '../shared/avro/ruleTable.ts';
import { askJavaAvro, askJavaProtocols } from './java/javaAvro.ts';

const ofProtocols = { ask: askJavaProtocols, parse: parseProtocol };

/** Asserts that we find an error exactly where Java's Avro refuses the schema, or the protocol. */
async function expectSameVerdicts(texts: readonly string[], { ask = askJavaAvro, parse = parseSchema } = {}): Promise<void> {
  const verdicts = await ask(texts);
  assert.equal(verdicts.length, texts.length);
  const differing = texts.flatMap((text, index) => {
    const verdict = verdicts[index] ?? '';
    const errors = checkSchema(parse(text)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0 === verdict.startsWith('refused')) return [];
    return [{ text, java: verdict.slice(0, 200), ours: errors.map(({ code, message }) => `${code}: ${message}`) }];
  });
  assert.deepEqual(differing.slice(0, 5), [], `${differing.length} of ${texts.length} verdicts differ.`);
}

test("every example of every rule is judged as by Java's Avro", async () => {
  const rows = Object.values(ruleTable).flat();
  const textsOf = (some: typeof rows): string[] => some.map(({ text }) => mark(text).text);
  await expectSameVerdicts(textsOf(rows.filter(({ isProtocol }) => isProtocol !== true)));
  await expectSameVerdicts(textsOf(rows.filter(({ isProtocol }) => isProtocol === true)), ofProtocols);
});

const seed = 20_240_608;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 100_000 : 10_000;

test(`${count} random schemas are judged as by Java's Avro, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  await expectSameVerdicts(Array.from({ length: count }, () => randomSchema(random)));
});

test(`${count} random protocols are judged as by Java's Avro, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  await expectSameVerdicts(
    Array.from({ length: count }, () => randomProtocol(random)),
    ofProtocols,
  );
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
