import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Field, NamedSchema, NameLookup, NameReference, ParsedSchema, RecordSchema, Schema } from '../../../shared/avro/schema.ts';
import { allParts, isField } from '../../../shared/avro/schemaTree.ts';

function parse(text: string, lookup?: NameLookup): Schema {
  const { schema } = parseSchema(text, lookup === undefined ? {} : { lookup });
  assert.ok(schema);
  return schema;
}

function references(schema: Schema): NameReference[] {
  return [...allParts(schema)].filter((part): part is NameReference => !isField(part) && part.type === 'reference');
}

function target(schema: Schema | undefined): NamedSchema | undefined {
  return schema?.type === 'reference' ? schema.target : undefined;
}

const fixed = (name: string, more = ''): string => `{"type":"fixed","name":"${name}","size":1${more}}`;
const record = (name: string, types: readonly string[], more = ''): string =>
  `{"type":"record","name":"${name}"${more},"fields":[${types.map((type, index) => `{"name":"f${index}","type":${type}}`).join(',')}]}`;

// Each reference by the fullname that it has in the end, with `!` where it points to nothing.
for (const { name, text, expected } of [
  { name: 'a primitive type is no reference', text: '"int"', expected: [] },
  { name: 'in the null namespace', text: `[${fixed('A')},"A"]`, expected: ['A'] },
  { name: 'from the enclosing namespace', text: record('n.R', [fixed('A'), '"A"']), expected: ['n.A'] },
  { name: 'from the namespace attribute', text: record('R', [fixed('A'), '"A"'], ',"namespace":"n.m"'), expected: ['n.m.A'] },
  {
    name: 'a dotted name wins over the namespace attribute',
    text: record('m.R', [fixed('A'), '"m.A"'], ',"namespace":"n"'),
    expected: ['m.A'],
  },
  {
    name: 'through three levels',
    text: record('n.R', [record('S', [record('m.T', [fixed('A'), '"A"']), '"S"'])]),
    expected: ['m.A', 'n.S'],
  },
  { name: 'the namespace ends with its record', text: record('n.R', [record('m.S', []), '"S"']), expected: ['n.S!'] },
  {
    name: 'through arrays, maps and unions',
    text: record('n.R', ['{"type":"array","items":{"type":"map","values":["null","R"]}}']),
    expected: ['n.R'],
  },
  { name: 'out of a namespace by an empty one', text: record('n.R', [record('S', ['"S"'], ',"namespace":""')]), expected: ['S'] },
  { name: 'to the null namespace behind a definition', text: `[${fixed('A')},${record('n.R', ['"A"'])}]`, expected: ['A'] },
  { name: 'not to the null namespace before the definition', text: `[${record('n.R', ['"A"'])},${fixed('A')}]`, expected: ['n.A!'] },
  {
    name: 'to the null namespace, even where the own one defines the name behind',
    text: `[${fixed('A')},${record('n.R', ['"A"', fixed('A')])},"n.A"]`,
    expected: ['A', 'n.A'],
  },
  { name: 'to the own namespace where both are before', text: `[${fixed('A')},${record('n.R', [fixed('A'), '"A"'])}]`, expected: ['n.A'] },
  { name: 'before the definition', text: record('n.R', ['"A"', fixed('A')]), expected: ['n.A'] },
  { name: 'recursion', text: record('n.R', ['["null","R"]', '"n.R"']), expected: ['n.R', 'n.R'] },
  { name: 'in an object, as Java’s Avro took it up to 1.11', text: `[${fixed('A')},{"type":"A"}]`, expected: ['A'] },
  { name: 'a leading dot is the null namespace', text: record('n.R', [fixed('.A'), '".A"']), expected: ['A'] },
  {
    name: 'from a record without a name',
    text: '{"type":"record","namespace":"n","fields":[{"name":"a","type":"A"}]}',
    expected: ['n.A!'],
  },
  {
    name: 'to what stands in an object with an unknown type',
    text: `{"type":"recrd","name":"n.R","fields":[{"name":"a","type":"R"}]}`,
    expected: ['n.R'],
  },
  { name: 'to what stands in an object too many', text: `[{"type":${fixed('A')}},"A"]`, expected: ['A'] },
  { name: 'a name of JavaScript’s own', text: '["__proto__","constructor"]', expected: ['__proto__!', 'constructor!'] },
]) {
  test(`names: ${name}`, () => {
    const found = references(parse(text)).map(({ fullname, target }) => {
      if (target !== undefined) assert.equal(target.fullname, fullname);
      return `${fullname}${target === undefined ? '!' : ''}`;
    });
    assert.deepEqual(found, expected);
  });
}

test('what the text does not define is looked up in others, first in the enclosing namespace', () => {
  const others = parseSchema(`[${fixed('n.A')},${fixed('A')},${fixed('B')},${fixed('n.Own')}]`).definitions;
  const schema = parse(record('n.R', ['"A"', '"B"', '"C"', '"m.A"', '"Own"', fixed('Own')]), (fullname) => others.get(fullname));
  const found = references(schema).map(({ fullname, target }) => [fullname, target === others.get(fullname) && target !== undefined]);
  assert.deepEqual(found, [
    ['n.A', true],
    ['B', true],
    ['n.C', false],
    ['m.A', false],
    ['n.Own', false],
  ]);
});

test('texts may refer to each other in a circle, each parsed once', () => {
  const texts = new Map<string, ParsedSchema>();
  const lookup: NameLookup = (fullname) => [...texts.values()].map(({ definitions }) => definitions.get(fullname)).find(Boolean);
  for (const [name, other] of [
    ['A', 'B'],
    ['B', 'A'],
  ] as const)
    texts.set(name, parseSchema(record(`n.${name}`, [`"${other}"`]), { lookup }));
  const [a, b] = ['n.A', 'n.B'].map((name) => lookup(name));
  assert.ok(a?.type === 'record' && b?.type === 'record');
  assert.deepEqual([a.fields[0]?.schema, b.fields[0]?.schema].map(target), [b, a]);
});

test('what other texts define is seen as it is now, by whoever looks', () => {
  const others = new Map<string, NamedSchema>();
  const [reference] = references(parse(record('n.R', ['"A"']), (fullname) => others.get(fullname)));
  assert.ok(reference);
  const seen = () => [reference.fullname, reference.target?.span.end];
  const states = [seen()];
  for (const text of [fixed('A'), fixed('A', ' '), fixed('n.A')]) {
    for (const [name, schema] of parseSchema(text).definitions) others.set(name, schema);
    states.push(seen());
  }
  others.clear();
  states.push(seen());
  assert.deepEqual(states, [
    ['n.A', undefined],
    ['A', fixed('A').length],
    ['A', fixed('A').length + 1],
    ['n.A', fixed('n.A').length],
    ['n.A', undefined],
  ]);
});

test('all definitions are known by fullname, of a duplicate the first', () => {
  const { definitions, schema } = parseSchema(`[${fixed('A')},${record('n.R', [fixed('A'), record('m.S', [fixed('A')])])},${fixed('A')}]`);
  assert.deepEqual([...definitions.keys()], ['A', 'n.R', 'n.A', 'm.S', 'm.A']);
  assert.ok(schema?.type === 'union');
  assert.equal(definitions.get('A'), schema.branches[0]);
});

test('every part knows its place', () => {
  const text =
    '{"type":"record","name":"R","namespace":"n","aliases":["Old","m.Older"],"fields":[{"name":"a","type":["null","R"],"default":null}]}';
  const schema = parse(text) as RecordSchema;
  const at = (part: { readonly span: { readonly start: number; readonly end: number } } | undefined): string =>
    part === undefined ? '' : text.slice(part.span.start, part.span.end);
  assert.deepEqual([at(schema), at(schema.name), at(schema.namespace)], [text, '"R"', '"n"']);
  assert.deepEqual(
    schema.aliases.map(({ value }) => value),
    ['n.Old', 'm.Older'],
  );
  assert.deepEqual(schema.aliases.map(at), ['"Old"', '"m.Older"']);
  const field = schema.fields[0] as Field;
  assert.deepEqual(
    [at(field), at(field.name), at(field.schema), at(field.default)],
    ['{"name":"a","type":["null","R"],"default":null}', '"a"', '["null","R"]', 'null'],
  );
  assert.deepEqual(references(schema).map(at), ['"R"']);
  assert.deepEqual(
    references(schema).map(({ name }) => at(name)),
    ['"R"'],
  );
});

test('each attribute is where it belongs', () => {
  const named = parse('{"type":"enum","name":"E","doc":"Cards.","symbols":["A",5,"B"],"default":"B"}');
  assert.ok(named.type === 'enum');
  assert.equal(named.doc, 'Cards.');
  assert.deepEqual(
    named.symbols.map(({ value }) => value),
    ['A', 'B'],
  );
  assert.equal(named.default?.value, 'B');
  const error = parse('{"type":"error","name":"E","fields":[{"name":"a","doc":"x","aliases":["b"],"type":"int","default":1}]}');
  assert.ok(error.type === 'record' && error.isError);
  const [field] = error.fields;
  assert.deepEqual([field?.doc, field?.aliases.map(({ value }) => value), field?.default?.kind], ['x', ['b'], 'number']);
});

test('a size is a number of bytes, or nothing', () => {
  for (const [size, expected] of [
    ['16', 16],
    ['0', 0],
    ['-0', 0],
    ['-1', undefined],
    ['1.0', undefined],
    ['"4"', undefined],
    ['2147483648', undefined],
  ] as const) {
    const schema = parse(`{"type":"fixed","name":"F","size":${size}}`);
    assert.ok(schema.type === 'fixed');
    assert.equal(schema.size, expected);
  }
});

test('odd names and invalid defaults still give a schema that can be read with', () => {
  const schema = parse(
    '{"type":"record","name":"my-record","fields":[{"name":"a b","type":"int","default":"x"},{"name":"c","type":"my-record"}]}',
  );
  assert.ok(schema.type === 'record');
  assert.equal(schema.fullname, 'my-record');
  assert.equal(references(schema)[0]?.target, schema);
});

for (const [text, reason] of [
  ['5', 'kind'],
  ['null', 'kind'],
  ['{}', 'untyped'],
  ['{"type":5}', 'untyped'],
  ['{"type":"x","symbols":[]}', 'unknown'],
  ['{"type":["int"]}', 'nested'],
] as const) {
  test(`no schema: ${text} is ${reason}`, () => {
    const schema = parse(text);
    assert.ok(schema.type === 'invalid');
    assert.equal(schema.reason, reason);
  });
}

test('what is missing is an invalid schema in its place', () => {
  const array = parse('{"type":"array"}');
  assert.ok(array.type === 'array' && array.items.type === 'invalid');
  assert.equal(array.items.reason, 'missing');
  const fields = (parse('{"type":"record","name":"R","fields":[{"name":"a"},5,"b",{"type":"int"}]}') as RecordSchema).fields;
  assert.deepEqual(
    fields.map(({ name, schema }) => [name?.value, schema.type]),
    [
      ['a', 'invalid'],
      [undefined, 'int'],
    ],
  );
});

test('text that holds no value is no schema', () => {
  for (const text of ['', '  ', '// x', '}', ',']) {
    const parsed = parseSchema(text);
    assert.equal(parsed.schema, undefined);
    assert.equal(parsed.json, undefined);
    assert.ok(parsed.problems.some(({ severity }) => severity === 'error'));
  }
});

test('a name that is missing or empty gives no fullname', () => {
  for (const [name, fullname] of [
    ['""', undefined],
    ['5', undefined],
    ['"n."', undefined],
    ['"a-b"', 'a-b'],
    ['"string"', 'string'],
  ] as const) {
    assert.equal((parse(`{"type":"fixed","name":${name},"size":1}`) as NamedSchema).fullname, fullname);
  }
});
