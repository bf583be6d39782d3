import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../shared/avro/check.ts';
import { findMismatches, findMismatchesSteps } from '../../shared/avro/compatibility.ts';
import { JudgeCache, judge } from '../../shared/avro/compatibility/judge.ts';
import { mismatchKinds } from '../../shared/avro/compatibility/mismatch.ts';
import type { Side } from '../../shared/avro/compatibility/mismatch.ts';
import { alikeTypes, profileSteps } from '../../shared/avro/compatibility/profile.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { ParsedSchema } from '../../shared/avro/schema.ts';
import { allParts, isNamed } from '../../shared/avro/schemaTree.ts';
import { checkUsable } from '../../shared/avro/usable.ts';
import { compatibilityLevels } from '../../shared/registry/registeredSchema.ts';
import { runAtOnce } from '../../shared/slices.ts';
import { randomSchema, seededRandom } from '../randomSchema.ts';
import { changeSchema, realisticSchema } from '../schemaChanges.ts';
import { askConfluentLevels } from './java/confluent.ts';
import type { History } from './java/confluent.ts';
import { askJavaCompatibility } from './java/javaAvro.ts';

interface Texts {
  readonly reader: string;
  readonly writer: string;
}

/** Asserts that we find what Java's Avro finds: the same kinds, locations and messages in the same order. */
async function expectSameMismatches(pairs: readonly Texts[]): Promise<{ readonly compared: number; readonly kinds: Map<string, number> }> {
  const answers = await askJavaCompatibility(pairs);
  assert.equal(answers.length, pairs.length);
  const kinds = new Map<string, number>();
  let compared = 0;
  const differing = pairs.flatMap((pair, index) => {
    const java = answers[index];
    if (java === undefined || (typeof java === 'object' && 'refused' in java)) return [];
    compared++;
    const ours = describe(pair);
    for (const kind of new Set(java === 'threw' ? [java] : java.map((each) => each.kind))) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (java !== 'threw' && java.length === 0) kinds.set('compatible', (kinds.get('compatible') ?? 0) + 1);
    return JSON.stringify(ours) === JSON.stringify(java) ? [] : [{ ...pair, java, ours }];
  });
  assert.deepEqual(differing.slice(0, 3), [], `${differing.length} of ${compared} differ.`);
  return { compared, kinds };
}

/**
 * What we say, as Java puts it: where a field means several of the writer, it gives up altogether. It must be the same where types
 * that are alike are left out.
 */
function describe(texts: Texts): unknown {
  const [reader, writer] = [toSide(texts.reader), toSide(texts.writer)];
  const areAlike = alikeTypes(runAtOnce(profileSteps(reader)), runAtOnce(profileSteps(writer)));
  const [whole, quick] = [findMismatches(reader, writer), runAtOnce(findMismatchesSteps(reader, writer, areAlike))].map((mismatches) => {
    if (mismatches.some(({ matches }) => matches !== undefined)) return 'threw';
    return mismatches.map(({ kind, location, message }) => ({ kind, location, message }));
  });
  return JSON.stringify(whole) === JSON.stringify(quick) ? whole : { whole, quick };
}

function toSide(text: string): Side {
  const parsed = parseSchema(text);
  assert(parsed.schema !== undefined);
  return { parsed, schema: parsed.schema };
}

function isValid(text: string): boolean {
  return checkSchema(parseSchema(text)).every(({ severity }) => severity !== 'error');
}

test('every two primitive types, plain and inside of others', async () => {
  const types = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'].map((type) => JSON.stringify(type));
  types.push('{"type":"fixed","name":"F","size":4}', '{"type":"enum","name":"F","symbols":["A"]}', '[]');
  types.push('{"type":"record","name":"F","fields":[]}', '{"type":"array","items":"int"}', '{"type":"map","values":"int"}');
  const wraps: ((type: string) => string)[] = [
    (type) => type,
    (type) => `[${type}]`,
    (type) => (type === '"null"' || type === '[]' ? '["null"]' : `["null",${type}]`),
    (type) => `{"type":"array","items":${type}}`,
    (type) => `{"type":"map","values":${type}}`,
    (type) => `{"type":"record","name":"R","fields":[{"name":"a","type":${type}}]}`,
  ];
  const all = types.flatMap((type) => wraps.map((wrap) => wrap(type))).filter((text) => !text.startsWith('[[') && isValid(text));
  const { compared } = await expectSameMismatches(all.flatMap((reader) => all.map((writer) => ({ reader, writer }))));
  assert.ok(compared > 5000, `Only ${compared} were compared.`);
});

const seed = 20_270_314;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 200_000 : 11_000;

/** Whether names are defined once, and fields, symbols and branches are different: less than all that we could check, but soon known. */
function mayBeValid(parsed: ParsedSchema): boolean {
  const { schema, definitions } = parsed;
  if (schema === undefined || [...allParts(schema)].some((part) => isNamed(part) && definitions.get(part.fullname ?? '') !== part))
    return false;
  try {
    checkUsable(schema);
    return true;
  } catch {
    return false;
  }
}

/** The first text that may well be a schema: Java says whether it is. */
function take(make: () => string): string {
  for (;;) {
    const text = make();
    if (mayBeValid(parseSchema(text))) return text;
  }
}

test(`${count} schemas and what was made of them, both ways, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  const pairs = Array.from({ length: count / 2 }, () => take(() => realisticSchema(random))).flatMap((before) => {
    const after = take(() => changeSchema(before, random));
    return [
      { reader: after, writer: before },
      { reader: before, writer: after },
    ];
  });
  const { compared, kinds } = await expectSameMismatches(pairs);
  assert.ok(compared > count * 0.9, `Only ${compared} were compared.`);
  for (const kind of [...mismatchKinds, 'threw', 'compatible']) assert.ok((kinds.get(kind) ?? 0) > count / 1000, `${kind} is too rare.`);
});

test(`${count} pairs of schemas that have nothing to do with each other but names, seed ${seed}`, async () => {
  const random = seededRandom(seed + 1);
  const texts = Array.from({ length: count / 10 }, () =>
    take(() => (random() < 0.5 ? randomSchema(random) : realisticSchema(random))),
  ).filter(isValid);
  const any = (): string => texts[Math.floor(random() * texts.length)] ?? '';
  const { compared } = await expectSameMismatches(Array.from({ length: count }, () => ({ reader: any(), writer: any() })));
  assert.ok(compared > count * 0.9, `Only ${compared} were compared.`);
});

const histories = count / 2;

test(`${histories} histories of one to five versions are judged as by Confluent's registry, at every level, seed ${seed}`, async () => {
  const random = seededRandom(seed + 2);
  const made = Array.from({ length: histories }, () => makeHistory(random));
  const answers = await askConfluentLevels(made);
  assert.equal(answers.length, made.length);
  const taken = new Map<string, number>();
  let compared = 0;
  const differing = made.flatMap(({ schema, versions }, index): unknown[] => {
    const confluent = answers[index];
    if (confluent === undefined || 'refused' in confluent) return [];
    compared++;
    for (const level of confluent) taken.set(level, (taken.get(level) ?? 0) + 1);
    const others = versions.map((text, at) => ({ label: `version ${at + 1}`, version: at + 1, uri: '', side: toSide(text) }));
    const [own, cache] = [toSide(schema), new JudgeCache()];
    const ours = compatibilityLevels.filter((level) => judge(own, others, level, cache).breaks.length === 0).sort();
    return JSON.stringify(ours) === JSON.stringify(confluent) ? [] : [{ schema, versions, confluent, ours }];
  });
  assert.deepEqual(differing.slice(0, 3), [], `${differing.length} of ${compared} differ.`);
  assert.ok(compared > histories * 0.95, `Only ${compared} were compared.`);
  for (const level of compatibilityLevels.filter((each) => each !== 'NONE')) {
    const times = taken.get(level) ?? 0;
    assert.ok(times > histories / 20 && times < histories / 2, `${level} takes ${times}: the histories are too much alike.`);
  }
});

/** Each version is made of the one before, or of an earlier one. */
function makeHistory(random: () => number): History {
  const first = take(() => realisticSchema(random));
  const texts = [first];
  for (let left = 1 + Math.floor(random() * 5); left > 0; left--) {
    const before = texts[random() < 0.7 ? texts.length - 1 : Math.floor(random() * texts.length)] ?? first;
    texts.push(random() < 0.2 ? before : take(() => changeSchema(before, random)));
  }
  return { schema: texts.at(-1) ?? '', versions: texts.slice(0, -1) };
}
