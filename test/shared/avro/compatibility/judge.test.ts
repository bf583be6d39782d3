import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMismatches } from '../../../../shared/avro/compatibility.ts';
import { JudgeCache, judge, ownSpan } from '../../../../shared/avro/compatibility/judge.ts';
import type { Side } from '../../../../shared/avro/compatibility/mismatch.ts';
import type { OtherVersion, Verdict } from '../../../../shared/avro/compatibility/verdict.ts';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import type { NamedSchema, NameLookup } from '../../../../shared/avro/schema.ts';
import { compatibilityLevels } from '../../../../shared/registry/registeredSchema.ts';
import { randomSchema, seededRandom } from '../../../randomSchema.ts';

function record(...fields: readonly string[]): string {
  return `{"type":"record","name":"R","fields":[${fields.join(',')}]}`;
}

function toSide(text: string, lookup?: NameLookup): Side {
  const parsed = parseSchema(text, lookup === undefined ? {} : { lookup });
  assert(parsed.schema !== undefined);
  return { parsed, schema: parsed.schema };
}

function toVersions(texts: readonly string[]): OtherVersion[] {
  return texts.map((text, index) => ({ label: `version ${index + 1}`, version: index + 1, uri: `v${index + 1}`, side: toSide(text) }));
}

/** `FORWARD v1 v3 TYPE_MISMATCH "int"`: the versions, and the place in the edited text. */
function describe({ breaks }: Verdict, text: string): string[] {
  return breaks.map((each) => {
    const { start, end } = ownSpan(each);
    return [each.direction, ...each.versions.map(({ uri }) => uri), each.mismatch.kind, text.slice(start, end)].join(' ');
  });
}

const [a, b] = ['{"name":"a","type":"int"}', '{"name":"b","type":"int"}'];
const c = '{"name":"c","type":"int","default":0}';
const readsAll = { text: record(c), versions: [record(a), record(c), record(a, b)] };
const broken = { text: record(a, c), versions: [record(b), record(a, b), record(a)] };

for (const { name, text, versions, finds } of [
  {
    name: 'readers of the versions',
    ...readsAll,
    finds: {
      NONE: [],
      BACKWARD: [],
      BACKWARD_TRANSITIVE: [],
      FORWARD: ['FORWARD v3 READER_FIELD_MISSING_DEFAULT_VALUE "R"', 'FORWARD v3 READER_FIELD_MISSING_DEFAULT_VALUE "R"'],
      FORWARD_TRANSITIVE: ['FORWARD v1 v3 READER_FIELD_MISSING_DEFAULT_VALUE "R"', 'FORWARD v3 READER_FIELD_MISSING_DEFAULT_VALUE "R"'],
    },
  },
  {
    name: 'both directions',
    ...broken,
    finds: {
      BACKWARD: [],
      BACKWARD_TRANSITIVE: ['BACKWARD v1 READER_FIELD_MISSING_DEFAULT_VALUE "a"'],
      FULL: [],
      FULL_TRANSITIVE: ['FORWARD v1 v2 READER_FIELD_MISSING_DEFAULT_VALUE "R"', 'BACKWARD v1 READER_FIELD_MISSING_DEFAULT_VALUE "a"'],
    },
  },
  {
    name: 'in the order of the edited text, whatever the order of the versions',
    text: record('{"name":"x","type":"int"}', '{"name":"y","type":"int"}'),
    versions: [record('{"name":"y","type":"long"}', '{"name":"x","type":"int"}'), record('{"name":"y","type":"int"}')],
    finds: {
      BACKWARD_TRANSITIVE: ['BACKWARD v2 READER_FIELD_MISSING_DEFAULT_VALUE "x"', 'BACKWARD v1 TYPE_MISMATCH "int"'],
    },
  },
  {
    name: 'what differs is told apart, though it is at the same place',
    text: record('{"name":"x","type":"int"}'),
    versions: [record('{"name":"x","type":"long"}'), record('{"name":"x","type":"string"}'), record('{"name":"x","type":"long"}')],
    finds: { BACKWARD_TRANSITIVE: ['BACKWARD v1 v3 TYPE_MISMATCH "int"', 'BACKWARD v2 TYPE_MISMATCH "int"'] },
  },
  { name: 'no versions', text: record(a), versions: [], finds: { FULL_TRANSITIVE: [], BACKWARD: [] } },
]) {
  for (const level of compatibilityLevels) {
    const expected = (finds as Partial<Record<typeof level, readonly string[]>>)[level];
    if (expected === undefined) continue;
    test(`${name}: ${level}`, () => {
      const verdict = judge(toSide(text), toVersions(versions), level);
      assert.equal(verdict.level, level);
      assert.deepEqual(describe(verdict, text), expected);
    });
  }
}

test('the mismatch of a break is the one with its last version', () => {
  const versions = toVersions([record('{"name":"x","type":"long"}'), record('{"name":"w","type":"int"}', '{"name":"x","type":"long"}')]);
  const [found] = judge(toSide(record('{"name":"x","type":"int"}')), versions, 'BACKWARD_TRANSITIVE').breaks;
  const text = versions[1]?.side.parsed.text ?? '';
  assert.equal(found?.versions.length, 2);
  assert.equal(found.mismatch.writer.span.start, text.indexOf('"long"'));
});

const nested = (inner: string): string => record(a, `{"name":"in","type":{"type":"record","name":"In","fields":[${inner}]}}`);

for (const { name, text, other, isSame } of [
  { name: 'itself', text: record(a), other: record(a), isSame: true },
  { name: 'another layout', text: ` ${record('{"type":{"type":"int"},"name":"a"}')}`, other: record(a), isSame: true },
  {
    name: 'a name in another form',
    text: '{"type":"fixed","name":"n.F","size":1}',
    other: '{"namespace":"n","size":1,"type":"fixed","name":"F"}',
    isSame: true,
  },
  { name: 'a doc', text: record('{"name":"a","type":"int","doc":"A."}'), other: record(a), isSame: false },
  { name: 'a default', text: record('{"name":"a","type":"int","default":0}'), other: record(a), isSame: false },
  { name: 'an alias', text: record('{"name":"a","type":"int","aliases":["b"]}'), other: record(a), isSame: false },
  { name: 'an attribute of its own', text: record('{"name":"a","type":{"type":"int","x":1}}'), other: record(a), isSame: false },
  { name: 'an order that is there anyway', text: record('{"name":"a","type":"int","order":"ascending"}'), other: record(a), isSame: true },
  {
    name: 'another namespace',
    text: '{"type":"fixed","name":"n.F","size":1}',
    other: '{"type":"fixed","name":"F","size":1}',
    isSame: false,
  },
  { name: 'an inner field', text: nested(a), other: nested(b), isSame: false },
  { name: 'the order of fields', text: record(a, b), other: record(b, a), isSame: false },
  { name: 'a union and one of its branches', text: '["int"]', other: '["int","null"]', isSame: false },
  { name: 'what is invalid', text: '5', other: '5', isSame: false },
]) {
  test(`${name} is ${isSame ? 'the same' : 'not the same'}`, () => {
    assert.equal(judge(toSide(text), toVersions([record(b, c), other]), 'NONE').isSame, isSame);
  });
}

test('what is known of types changes no verdict: texts whose names mean something else', () => {
  const inSpace = (space: string, size: number): string =>
    `{"type":"record","name":"R","namespace":"${space}","fields":[{"name":"f","type":{"type":"record","name":"P","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":${size}}}]}}]}`;
  const cache = new JudgeCache();
  const versions = toVersions([inSpace('n', 1), inSpace('m', 2), inSpace('n', 2), inSpace('n', 1)]);
  const text = inSpace('n', 2);
  for (let times = 0; times < 2; times++) {
    assert.deepEqual(describe(judge(toSide(text), versions, 'BACKWARD_TRANSITIVE', cache), text), ['BACKWARD v1 v4 FIXED_SIZE_MISMATCH 2']);
  }
});

test('what is known of types is forgotten where another text defines one anew', () => {
  let other: NamedSchema | undefined;
  const define = (type: string): void => {
    other = parseSchema(`{"type":"record","name":"O","fields":[{"name":"x","type":"${type}"}]}`).definitions.get('O');
  };
  const lookup: NameLookup = (fullname) => (fullname === 'O' ? other : undefined);
  const text = record('{"name":"a","type":{"type":"record","name":"In","fields":[{"name":"o","type":"O"}]}}');
  const side = toSide(text, lookup);
  const inlined = text.replace('"O"', '{"type":"record","name":"O","fields":[{"name":"x","type":"int"}]}');
  const cache = new JudgeCache();
  define('int');
  assert.deepEqual(describe(judge(side, toVersions([inlined]), 'BACKWARD', cache), text), []);
  assert.equal(judge(side, toVersions([inlined]), 'BACKWARD', cache).isSame, true);
  define('string');
  assert.deepEqual(describe(judge(side, toVersions([inlined]), 'BACKWARD', cache), text), ['BACKWARD v1 TYPE_MISMATCH "O"']);
  assert.equal(judge(side, toVersions([inlined]), 'BACKWARD', cache).isSame, false);
});

test('a text whose references are made anew at each look comes to an end', () => {
  const text = '{"type":"record","name":"O","fields":[{"name":"again","type":"O"}]}';
  const lookup: NameLookup = (fullname) => (fullname === 'O' ? parseSchema(`[${text}]`).definitions.get('O') : undefined);
  const endless: NameLookup = (fullname) =>
    fullname === 'P'
      ? parseSchema(text.replaceAll('"O"', '"P"').replace('"type":"P"', '"type":"Q"'), { lookup: endless }).definitions.get('P')
      : fullname === 'Q'
        ? parseSchema(text.replaceAll('"O"', '"Q"').replace('"type":"Q"', '"type":"P"'), { lookup: endless }).definitions.get('Q')
        : lookup(fullname);
  const [side, other] = [toSide('["O","P"]', endless), toSide('["O","P"]', endless)];
  const verdict = judge(side, [{ label: 'HEAD', version: undefined, uri: '', side: other }], 'FULL');
  assert.deepEqual(verdict, { level: 'FULL', breaks: [], isSame: true });
});

test('random texts with mistakes of every kind are judged without an error, and as well with nothing known of their types', () => {
  const random = seededRandom(7);
  const sides = Array.from({ length: 3000 }, () => parseSchema(randomSchema(random))).flatMap((parsed) =>
    parsed.schema === undefined ? [] : [{ parsed, schema: parsed.schema }],
  );
  const cache = new JudgeCache();
  for (const [index, side] of sides.entries()) {
    const versions = sides
      .slice(index, index + 3)
      .map((other, at): OtherVersion => ({ label: '', version: at, uri: `v${at}`, side: other }));
    const found = judge(side, versions, 'FULL_TRANSITIVE', cache).breaks.map(
      ({ direction, mismatch }) => `${direction} ${mismatch.message}`,
    );
    const again = versions.flatMap((version) => [
      ...findMismatches(version.side, side).map(({ message }) => `FORWARD ${message}`),
      ...findMismatches(side, version.side).map(({ message }) => `BACKWARD ${message}`),
    ]);
    assert.deepEqual(new Set(found), new Set(again));
  }
});
