import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { fixAll } from '../../../shared/avro/fixes/fixAll.ts';
import { noOtherNames } from '../../../shared/avro/nameIndex.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { refactorings } from '../../../shared/avro/refactorings/index.ts';
import { refactoringPlace } from '../../../shared/avro/refactorings/refactoring.ts';
import { applyFix } from '../../expectFix.ts';
import { randomSchema, seededRandom } from '../../randomSchema.ts';

const seed = 20_261_118;
const isLong = process.env['AVRO_WORKBENCH_LONG'] === '1';
const count = isLong ? 20_000 : 1_500;

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  "'",
  '\n',
  ' ',
  '0',
  '//',
  '/*',
  '*/',
  'null',
  '"type"',
  '"name":',
  '{"type":"record"',
  '\u00a0',
];

/** A text with a few random edits. */
function breakAnew(text: string, random: () => number): string {
  const whole = (limit: number): number => Math.floor(random() * limit);
  let broken = text;
  for (let edit = whole(4); edit > 0; edit--) {
    const [at, length] = [whole(broken.length + 1), whole(6)];
    broken =
      broken.slice(0, at) + (random() < 0.6 ? (pieces[whole(pieces.length)] ?? '') : '') + broken.slice(at + (random() < 0.5 ? length : 0));
  }
  return broken;
}

function errorsOf(text: string): number {
  return checkSchema(parseSchema(text)).filter(({ severity }) => severity === 'error').length;
}

/** As one line, or as lines with one property or item each; what is not plain JSON stays. */
function laidOut(text: string, random: () => number): string {
  return random() < 0.5 || parseSchema(text).problems.length > 0 ? text : JSON.stringify(JSON.parse(text), null, 2);
}

function isJson(text: string): boolean {
  return parseSchema(text).problems.every(({ severity }) => severity !== 'error');
}

/** Where these are found, something could not be looked at, which is once they are fixed. */
const holes: ReadonlySet<string> = new Set(['invalid-schema', 'missing-type', 'nested-type', 'unknown-type', 'reference-in-object']);

test(`each fix of ${count} broken schemas can be made, and makes no worse JSON, seed ${seed}`, () => {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    const schema = randomSchema(random);
    const text = breakAnew(laidOut(schema, random), random);
    try {
      const wasJson = isJson(text);
      const problems = checkSchema(parseSchema(text));
      for (const { code, fixes } of problems) {
        for (const fix of fixes?.() ?? []) {
          const after = applyFix(text, fix);
          // Where the text is no JSON already, a repair of one place can show what is wrong with another.
          if (wasJson) assert.ok(isJson(after), `${code}, ${fix.title}: ${after}`);
        }
      }
      applyFix(text, { title: 'Fix All', edits: fixAll(problems) });
    } catch (error) {
      throw new Error(`Schema ${index} of seed ${seed}: ${text}`, { cause: error });
    }
  }
});

test(`what is beyond doubt makes no schema of ${count} worse, seed ${seed + 1}`, () => {
  const random = seededRandom(seed + 1);
  for (let index = 0; index < count; index++) {
    const schema = randomSchema(random);
    const text = laidOut(schema, random);
    const problems = checkSchema(parseSchema(text));
    const after = applyFix(text, { title: 'Fix All', edits: fixAll(problems) });
    if (problems.some(({ code }) => holes.has(code))) continue;
    assert.ok(errorsOf(after) <= errorsOf(text), `${text} becomes ${after}`);
  }
});

test(`each refactoring of ${count} schemas, wherever the cursor stands, leaves them as valid as they were, seed ${seed + 2}`, () => {
  const random = seededRandom(seed + 2);
  let offered = 0;
  for (let index = 0; index < count; index++) {
    const schema = randomSchema(random);
    const text = laidOut(schema, random);
    const parsed = parseSchema(text);
    const offset = Math.floor(random() * (text.length + 1));
    const others = { otherNames: noOtherNames, readText: () => undefined, canCreate: () => true };
    const place = refactoringPlace(parsed, offset, others);
    if (place === undefined) continue;
    const before = errorsOf(text);
    for (const { title, edits, file } of refactorings.flatMap((each) => [...each.offers(place)])) {
      offered++;
      const after = applyFix(text, { title, edits });
      if (file !== undefined) {
        assert.ok(isJson(file.text), file.text);
        continue;
      }
      // What could not be looked at in a schema with errors may show others.
      if (before === 0) assert.ok(errorsOf(after) === 0, `${title}: ${text} becomes ${after}`);
    }
  }
  assert.ok(offered > count / 10, `${offered} are offered.`);
});
