import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { createSampler, type SampleOptions } from '../../../shared/avro/sample.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { valueToJson } from '../../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../../shared/avro/write.ts';

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(typeof schema === 'string' ? schema : JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

function samples(schema: Schema, count: number, options: SampleOptions = { seed: 7 }): string[] {
  const sampler = createSampler(schema, options);
  const write = compileWriter(schema);
  return Array.from({ length: count }, () => {
    const value = sampler.next();
    write(value);
    return valueToJson(schema, value);
  });
}

const arg = (type: string | object, hints: unknown): object => ({
  ...(typeof type === 'object' ? type : { type }),
  'arg.properties': hints,
});
const array = { type: 'array', items: 'int' };
const map = { type: 'map', values: 'int' };
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };

for (const { type, hints, like } of [
  { type: 'string', hints: { options: ['a', 'b'] }, like: /^"[ab]"$/ },
  { type: 'int', hints: { options: [1, 2, 'no int'] }, like: /^[12]$/ },
  { type: 'long', hints: { options: ['9007199254740993'] }, like: /^9007199254740993$/ },
  { type: 'bytes', hints: { options: ['42'] }, like: /^"hex:3432"$/ },
  { type: { type: 'fixed', name: 'F', size: 2 }, hints: { options: ['\u0034\u0032'] }, like: /^"hex:3432"$/ },
  { type: { type: 'enum', name: 'E', symbols: ['A', 'B', 'C'] }, hints: { options: ['A', 'C'] }, like: /^"[AC]"$/ },
  { type: array, hints: { options: [[1, 2], [3]] }, like: /^\[(1,2|3)\]$/ },
  { type: map, hints: { options: [{ one: 1 }] }, like: /^\{"one":1\}$/ },
  {
    type: { type: 'record', name: 'R', fields: [{ name: 'a', type: 'int' }] },
    hints: { options: [{ a: 4 }] },
    like: /^\{"a":4\}$/,
  },
  { type: 'string', hints: { options: [] }, like: /^"[a-z]+ \w+"$/ },
  { type: 'string', hints: { options: { file: '/etc/passwd', encoding: 'json' } }, like: /^"[a-z]+ \w+"$/ },
  { type: 'int', hints: { range: { min: 3, max: 5 } }, like: /^[34]$/ },
  { type: 'int', hints: { range: { min: 5, max: 3 } }, like: /^\d{1,4}$/ },
  { type: 'int', hints: { range: { min: -4, max: -2 } }, like: /^-[34]$/ },
  { type: 'int', hints: { range: { min: 2147483000 } }, like: /^2147483\d{3}$/ },
  { type: 'int', hints: { range: { max: 10 } }, like: /^\d$/ },
  { type: 'int', hints: { range: { min: 1e300 } }, like: /^\d{1,4}$/ },
  { type: 'long', hints: { range: { min: 9223372036854775000, max: 9223372036854776000 } }, like: /^922337203685477[56]\d{3}$/ },
  { type: 'double', hints: { range: { min: 1.5, max: 1.6 } }, like: /^1\.5\d*$/ },
  { type: 'double', hints: { range: { min: -1e308, max: 1e308 } }, like: /^-?\d\.\d+e\+\d+$/ },
  { type: 'float', hints: { range: { min: 0, max: 1 } }, like: /^0\.\d+$/ },
  { type: decimal, hints: { range: { min: 10, max: 11 } }, like: /^10\.\d\d$/ },
  {
    type: { type: 'long', logicalType: 'timestamp-millis' },
    hints: { range: { min: 0, max: 1000 } },
    like: /^"1970-01-01T00:00:00\.\d{3}Z"$/,
  },
  { type: 'string', hints: { length: 5 }, like: /^".{5}"$/ },
  { type: 'string', hints: { length: { min: 30, max: 33 } }, like: /^".{30,32}"$/ },
  { type: 'string', hints: { length: { max: 3 } }, like: /^".{0,2}"$/ },
  { type: 'bytes', hints: { length: { min: 1, max: 3 } }, like: /^"hex:([0-9a-f]{2}){1,2}"$/ },
  { type: array, hints: { length: 2 }, like: /^\[\d+,\d+\]$/ },
  { type: array, hints: { length: 0 }, like: /^\[\]$/ },
  { type: map, hints: { length: 4 }, like: /^\{("[^"]+":\d+,?){4}\}$/ },
  { type: map, hints: { length: 10, keys: { options: ['negative', 'zero'] } }, like: /^\{("(negative|zero)":\d+,?){1,2}\}$/ },
  { type: map, hints: { length: 2, keys: { regex: '[a-z]{8}' } }, like: /^\{("[a-z]{8}":\d+,?){2}\}$/ },
  { type: 'string', hints: { regex: '[a-zA-Z]{5,15}' }, like: /^"[a-zA-Z]{5,15}"$/ },
  { type: 'string', hints: { regex: '[a-zA-Z]*', length: 10 }, like: /^"[a-zA-Z]{10}"$/ },
  { type: 'string', hints: { regex: '[a-zA-Z]*', length: { min: 5, max: 16 } }, like: /^"[a-zA-Z]{5,15}"$/ },
  { type: 'string', hints: { regex: '^(User|Guest)_\\d{1,3}$' }, like: /^"(User|Guest)_\d{1,3}"$/ },
  { type: 'string', hints: { regex: '(?<!x)y' }, like: /^"[a-z]+ \w+"$/ },
  { type: 'string', hints: { kind: 'email' }, like: /@example\.com"$/ },
  { type: 'string', hints: { kind: 'uuid' }, like: /^"[0-9a-f]{8}-/ },
  { type: 'string', hints: { kind: 'name' }, like: /^"\p{Lu}\p{L}+ \p{Lu}\p{L}+"$/u },
  { type: 'string', hints: { kind: 'constructor' }, like: /^"[a-z]+ \w+"$/ },
  { type: 'string', hints: { regex: '\\d', prefix: 'a-', suffix: '-z' }, like: /^"a-\d-z"$/ },
  { type: 'boolean', hints: { odds: 1 }, like: /^true$/ },
  { type: 'boolean', hints: { odds: 0 }, like: /^false$/ },
  { type: 'int', hints: 'none', like: /^\d+$/ },
  { type: 'int', hints: { 'malformed-rate': 1, 'no such': {} }, like: /^\d+$/ },
]) {
  test(`sample by arg.properties: ${JSON.stringify(hints)} of ${JSON.stringify(type)}`, () => {
    for (const json of samples(schemaOf(arg(type, hints)), 40)) assert.match(json, like);
  });
}

for (const { name, type, hints, series } of [
  { name: 'from start on', type: 'int', hints: { start: 5 }, series: '5,6,7,8' },
  { name: 'round at restart', type: 'int', hints: { start: 1, restart: 3 }, series: '1,2,1,2' },
  { name: 'down', type: 'long', hints: { start: 2, restart: 0 }, series: '2,1,2,1' },
  { name: 'in steps, from an initial one', type: 'long', hints: { start: 0, step: 4, restart: 10, initial: 4 }, series: '4,8,2,6' },
  {
    name: 'with all digits',
    type: 'long',
    hints: { start: 1e15, step: 1 },
    series: '1000000000000000,1000000000000001,1000000000000002,1000000000000003',
  },
  {
    name: 'round at the end of the type',
    type: 'int',
    hints: { start: 2147483646 },
    series: '2147483646,2147483647,2147483646,2147483647',
  },
  { name: 'of doubles', type: 'double', hints: { start: 0.5, step: 0.25, restart: 1 }, series: '0.5,0.75,0.5,0.75' },
  { name: 'of booleans', type: 'boolean', hints: { start: false }, series: 'false,true,false,true' },
] as const) {
  test(`sample by arg.properties: iteration ${name}`, () => {
    assert.equal(samples(schemaOf(arg(type, { iteration: hints })), 4).join(), series);
  });
}

test('sample by arg.properties: an iteration of texts has its prefix and suffix', () => {
  assert.deepEqual(samples(schemaOf(arg('string', { iteration: { start: 1 }, prefix: 'id-', suffix: '!' })), 2), ['"id-1!"', '"id-2!"']);
});

for (const hints of [{ start: 1, step: 0 }, { start: 1, restart: 1 }, {}, { start: 'x' }, { start: 1e300 }]) {
  test(`sample by arg.properties: an iteration that goes nowhere is left out: ${JSON.stringify(hints)}`, () => {
    assert.match(samples(schemaOf(arg('int', { iteration: hints })), 1)[0] ?? '', /^\d+$/);
  });
}

for (const { name, hints, like } of [
  { name: 'position', hints: { position: 2 }, like: /^\{"u":\d+\}$/ },
  { name: 'a position that there is not', hints: { position: 7 }, like: /^\{"u":(null|true|false|\d+)\}$/ },
  { name: 'distribution', hints: { distribution: { 0: 0, 1: 1 } }, like: /^\{"u":(true|false)\}$/ },
]) {
  test(`sample by arg.properties of a field: ${name}`, () => {
    const fields = [{ name: 'u', type: ['null', 'boolean', 'long'], 'arg.properties': hints }];
    for (const json of samples(schemaOf({ type: 'record', name: 'R', fields }), 30)) assert.match(json, like);
  });
}

test('sample by arg.properties: they count more than what the doc says, and than the name', () => {
  const fields = [{ name: 'email', doc: 'one of A, B', type: arg('string', { regex: 'x' }) }];
  assert.deepEqual(samples(schemaOf({ type: 'record', name: 'R', fields }), 1), ['{"email":"x"}']);
});

for (const { name, type, hints } of [
  { name: 'a length without end', type: array, hints: { length: { min: 2_000_000_000 } } },
  { name: 'a text without end', type: 'string', hints: { length: 1e12 } },
  { name: 'bytes without end', type: 'bytes', hints: { length: { min: 1e12, max: 1e13 } } },
  {
    name: 'lists of lists of lists',
    type: { type: 'array', items: arg({ type: 'array', items: arg('string', { length: 9999 }) }, { length: 9999 }) },
    hints: { length: 9999 },
  },
  { name: 'a map without end', type: map, hints: { length: 1e9, keys: { options: ['a'] } } },
  { name: 'repetitions of repetitions', type: 'string', hints: { regex: '((a{999999}){999999}){999999}' } },
  { name: 'repetitions of nothing', type: 'string', hints: { regex: '(){999999}(()*)*' } },
  { name: 'a regex that is catastrophic to match', type: 'string', hints: { regex: '(a+)+(b|b)*$' } },
  { name: 'a regex nested without end', type: 'string', hints: { regex: '('.repeat(500) + ')'.repeat(500) } },
  { name: 'a regex of all sorts', type: 'string', hints: { regex: '[z-a][]{5}*+?(' } },
  { name: 'a regex with half of a pair', type: 'string', hints: { regex: '[\\ud800-\\udfff]' } },
  { name: 'a length that the regex can not have', type: 'string', hints: { regex: 'ab', length: 9 } },
  { name: 'a range of the largest number', type: 'double', hints: { range: { min: Number('1e308'), max: '1e400' } } },
  { name: 'a prefix with half of a pair', type: 'string', hints: { prefix: '\ud800' } },
  { name: 'digits without end', type: { type: 'bytes', logicalType: 'decimal', precision: 2_000_000_000, scale: 2 }, hints: {} },
]) {
  test(`sample by arg.properties: bounded: ${name}`, () => {
    const start = performance.now();
    for (const json of samples(schemaOf(arg(type, hints)), 3)) assert.ok(json.length < 3_000_000);
    assert.ok(performance.now() - start < 4000);
  });
}

for (const pattern of [
  'a',
  'a|bc|d',
  '(a|b)+',
  '[^a-y]',
  'x{2,4}y?',
  '\\d{3}-\\w+',
  '[\\d.-]{5}',
  '(?:ab)*c',
  '\\u0041\\x42',
  '[A-Z][a-z]+ [A-Z]\\.',
  'a.c',
  '(?<year>20\\d\\d)',
  '\\[\\]',
  '\\S\\s\\D',
]) {
  test(`sample by a regular expression: ${pattern}`, () => {
    for (const json of samples(schemaOf(arg('string', { regex: pattern })), 30))
      assert.match(JSON.parse(json) as string, new RegExp(`^(?:${pattern})$`));
  });
}
