import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMismatches, findMismatchesSteps } from '../../../shared/avro/compatibility.ts';
import type { Mismatch, Part, Side } from '../../../shared/avro/compatibility.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { NameLookup } from '../../../shared/avro/schema.ts';
import { linkTexts } from '../../linkedTexts.ts';
import { mark } from '../../mark.ts';

interface Row {
  readonly name: string;
  /** With what each mismatch underlines, in the order of the mismatches. */
  readonly reader: string;
  readonly writer: string;
  /** `KIND location path: message` */
  readonly finds: readonly string[];
}

/** A record with these fields. */
function record(name: string, ...fields: readonly string[]): string {
  return `{"type":"record","name":${name},"fields":[${fields.join(',')}]}`;
}

function field(name: string, type: string, more = ''): string {
  return `{"name":${name},"type":${type}${more}}`;
}

function toSide(text: string, lookup?: NameLookup): Side {
  const parsed = parseSchema(text, lookup === undefined ? {} : { lookup });
  assert(parsed.schema !== undefined);
  return { parsed, schema: parsed.schema };
}

function describe({ kind, location, path, message }: Mismatch): string {
  return `${kind} ${location} ${path}: ${message}`;
}

function expectMismatches({ reader, writer, finds }: Row): readonly Mismatch[] {
  const [r, w] = [mark(reader), mark(writer)];
  const mismatches = findMismatches(toSide(r.text), toSide(w.text));
  assert.deepEqual(mismatches.map(describe), finds);
  assert.deepEqual(
    mismatches.map((mismatch) => mismatch.reader.span),
    r.ranges,
  );
  assert.deepEqual(
    mismatches.map((mismatch) => mismatch.writer.span),
    w.ranges,
  );
  return mismatches;
}

const typeRows: readonly Row[] = [
  { name: 'a wider type reads a narrower one', reader: '"double"', writer: '"int"', finds: [] },
  { name: 'strings and bytes read each other', reader: '["null","bytes"]', writer: '["null","string"]', finds: [] },
  {
    name: 'a narrower type',
    reader: '<<"int">>',
    writer: '{"type":<<"long">>,"logicalType":"timestamp-millis"}',
    finds: ['TYPE_MISMATCH / : reader type: INT not compatible with writer type: LONG'],
  },
  {
    name: 'far inside',
    reader: record('"R"', field('"totals"', '{"type":"map","values":{"type":"array","items":{"type":<<"boolean">>}}}')),
    writer: record('"R"', field('"totals"', '{"type":"map","values":{"type":"array","items":<<"float">>}}')),
    finds: ['TYPE_MISMATCH /fields/0/type/values/items totals{}[]: reader type: BOOLEAN not compatible with writer type: FLOAT'],
  },
  {
    name: 'a branch of the writer alone',
    reader: record('"R"', field('"note"', '<<"string">>')),
    writer: record('"R"', field('"note"', '["string",<<"null">>]')),
    finds: ['TYPE_MISMATCH /fields/0/type/1 note: reader type: STRING not compatible with writer type: NULL'],
  },
  {
    name: 'a type by its name',
    reader: record('"R"', field('"a"', record('"P"')), field('"b"', '<<"P">>')),
    writer: record('"R"', field('"a"', record('"P"')), field('"b"', '<<"int">>')),
    finds: ['TYPE_MISMATCH /fields/1/type b: reader type: RECORD not compatible with writer type: INT'],
  },
];

const unionRows: readonly Row[] = [
  { name: 'a nullable reader', reader: '["null","long"]', writer: '"int"', finds: [] },
  { name: 'other order', reader: '["string","null"]', writer: '["null","string"]', finds: [] },
  {
    name: 'a branch that is not there',
    reader: record('"R"', field('"note"', '<<["null","string"]>>')),
    writer: record('"R"', field('"note"', '["null","string",<<"long">>]')),
    finds: ['MISSING_UNION_BRANCH /fields/0/type/2 note: reader union lacking writer type: LONG'],
  },
  {
    name: 'a record that is not there is underlined by its name',
    reader: `<<["null",${record('"A"')}]>>`,
    writer: `["null",${record('<<"B">>')}]`,
    finds: ['MISSING_UNION_BRANCH /1 : reader union lacking writer type: RECORD'],
  },
  {
    name: 'no union was written',
    reader: '<<["null","string"]>>',
    writer: '<<"int">>',
    finds: ['MISSING_UNION_BRANCH / : reader union lacking writer type: INT'],
  },
];

const namedRows: readonly Row[] = [
  { name: 'namespaces do not count', reader: record('"a.R"'), writer: record('"b.R"'), finds: [] },
  {
    name: 'an alias',
    reader: '{"type":"fixed","name":"n.New","aliases":["Old"],"size":1}',
    writer: '{"type":"fixed","name":"n.Old","size":1}',
    finds: [],
  },
  {
    name: 'an alias in another namespace',
    reader: '{"type":"fixed","name":<<"n.New">>,"aliases":["Old"],"size":1}',
    writer: '{"type":"fixed","name":<<"m.Old">>,"size":1}',
    finds: ['NAME_MISMATCH /name : expected: m.Old'],
  },
  {
    name: 'an alias without a namespace means nothing to Java where the type has one',
    reader: '{"type":"fixed","name":<<"n.New">>,"aliases":[".Old"],"size":1}',
    writer: '{"type":"fixed","name":<<"Old">>,"size":1}',
    finds: ['NAME_MISMATCH /name : expected: Old'],
  },
  {
    name: 'an alias of the writer does not help',
    reader: record('<<"Old">>'),
    writer: '{"type":"record","name":<<"New">>,"aliases":["Old"],"fields":[]}',
    finds: ['NAME_MISMATCH /name : expected: New'],
  },
  {
    name: 'a type that was renamed is underlined where it is defined',
    reader: record(
      '"R"',
      field('"a"', `["null",${record('"P"')}]`),
      field('"b"', record('<<"PostalAddress">>')),
      field('"c"', '"PostalAddress"'),
    ),
    writer: record('"R"', field('"a"', `["null",${record('"P"')}]`), field('"b"', record('<<"Address">>')), field('"c"', '"Address"')),
    finds: ['NAME_MISMATCH /fields/1/type/name b: expected: Address'],
  },
  {
    name: 'a type in place of another one is underlined where it is used',
    reader: record('"R"', field('"a"', record('"A"')), field('"b"', record('"B"')), field('"c"', '<<"B">>')),
    writer: record('"R"', field('"a"', record('"A"')), field('"b"', record('"B"')), field('"c"', '<<"A">>')),
    finds: ['NAME_MISMATCH /fields/2/type/name c: expected: A'],
  },
  {
    name: 'sizes',
    reader: '{"type":"fixed","name":"F","size":<<32>>}',
    writer: '{"type":"fixed","name":"F","size":<<16>>}',
    finds: ['FIXED_SIZE_MISMATCH /size : expected: 16, found: 32'],
  },
  {
    name: 'symbols',
    reader: '{"type":"enum","name":"E",<<"symbols">>:["A"]}',
    writer: '{"type":"enum","name":"E","symbols":[<<"C">>,"A","B"]}',
    finds: ['MISSING_ENUM_SYMBOLS /symbols : [B, C]'],
  },
  {
    name: 'a default of the reader stands for all symbols',
    reader: '{"type":"enum","name":"E","symbols":["A"],"default":"A"}',
    writer: '{"type":"enum","name":"E","symbols":["A","B"]}',
    finds: [],
  },
  {
    name: 'a default of the writer does not',
    reader: '{"type":"enum","name":"E",<<"symbols">>:["A"]}',
    writer: '{"type":"enum","name":"E","symbols":["A",<<"B">>],"default":"A"}',
    finds: ['MISSING_ENUM_SYMBOLS /symbols : [B]'],
  },
];

const fieldRows: readonly Row[] = [
  {
    name: 'a default, be it null',
    reader: record('"R"', field('"a"', '["null","int"]', ',"default":null')),
    writer: record('"R"'),
    finds: [],
  },
  {
    name: 'an alias',
    reader: record('"R"', field('"a"', '"int"', ',"aliases":["b"]')),
    writer: record('"R"', field('"b"', '"int"')),
    finds: [],
  },
  { name: 'what is not read', reader: record('"R"'), writer: record('"R"', field('"b"', '"int"')), finds: [] },
  {
    name: 'a field that is not written',
    reader: record('"R"', field('"lines"', `{"type":"array","items":${record('"L"', field('<<"price">>', '"int"'))}}`)),
    writer: record('"R"', field('"lines"', `{"type":"array","items":${record('<<"L">>')}}`)),
    finds: ['READER_FIELD_MISSING_DEFAULT_VALUE /fields/0/type/items/fields/0 lines[].price: price'],
  },
  {
    name: "an enum's default fills no field",
    reader: record('"R"', field('<<"e">>', '{"type":"enum","name":"E","symbols":["A"],"default":"A"}')),
    writer: record('<<"R">>'),
    finds: ['TYPE_MISMATCH /fields/0/type e: reader type: ENUM not compatible with writer type: RECORD'],
  },
  {
    name: 'an alias that makes a field mean two',
    reader: record('"R"', field('"a"', '"int"', ',"aliases":["z",<<"b">>]')),
    writer: record('"R"', field('"b"', '"int"'), field('"c"', '"int"')).replace('"c"', '"a"').replace('{"name":"b"', '{"name":<<"b">>'),
    finds: ['NAME_MISMATCH /fields/0/aliases a: reader field a matches multiple fields of the writer: a, b'],
  },
];

const recursive = (name: string, type: string, more = ''): string =>
  record(name, field('"value"', type), field('"next"', '["null","Node"]', more));

const walkRows: readonly Row[] = [
  { name: 'recursion', reader: recursive('"Node"', '"long"'), writer: recursive('"Node"', '"int"'), finds: [] },
  {
    name: 'recursion with a mismatch in it, which is told of once',
    reader: recursive('"Node"', '<<"int">>'),
    writer: recursive('"Node"', '<<"long">>'),
    finds: ['TYPE_MISMATCH /fields/0/type value: reader type: INT not compatible with writer type: LONG'],
  },
  {
    name: 'a type at two places, at the first of them',
    reader: record('"R"', field('"a"', record('"P"', field('<<"x">>', '"int"'))), field('"b"', '"P"')),
    writer: record('"R"', field('"a"', record('<<"P">>')), field('"b"', '"P"')),
    finds: ['READER_FIELD_MISSING_DEFAULT_VALUE /fields/0/type/fields/0 a.x: x'],
  },
  { name: 'a name that nothing defines', reader: '"Nope"', writer: '"int"', finds: [] },
  { name: 'what is no schema', reader: record('"R"', field('"a"', '5')), writer: record('"R"', field('"a"', '"int"')), finds: [] },
  { name: 'a branch that nothing defines may be the one', reader: '["null","Nope"]', writer: '"int"', finds: [] },
  { name: 'a type without a name', reader: '{"type":"record","fields":[]}', writer: record('"R"'), finds: [] },
];

for (const [kind, rows] of Object.entries({
  types: typeRows,
  unions: unionRows,
  'named types': namedRows,
  fields: fieldRows,
  walk: walkRows,
})) {
  for (const row of rows) test(`${kind}: ${row.name}`, () => void expectMismatches(row));
}

/** What others choose from: whose schema it is, in which field and union. */
function describePart({ schema, field: inField, branchOf, isElsewhere }: Part): string {
  const name = 'fullname' in schema ? (schema.fullname ?? '') : '';
  return [schema.type, name, inField?.name?.value ?? '-', branchOf?.branches.length ?? '-', isElsewhere ? 'elsewhere' : 'here'].join(' ');
}

function only(mismatches: readonly Mismatch[]): Mismatch {
  const [mismatch] = mismatches;
  assert(mismatch !== undefined && mismatches.length === 1);
  return mismatch;
}

test('the parts of a missing branch are the union and the branch', () => {
  const mismatch = only(
    findMismatches(
      toSide(record('"R"', field('"note"', '["null","string"]'))),
      toSide(record('"R"', field('"note"', `["null",${record('"n.A"')},"string"]`))),
    ),
  );
  assert.equal(describePart(mismatch.reader), 'union  note - here');
  assert.equal(describePart(mismatch.writer), 'record n.A note 3 here');
});

test('the parts of a field that is not written are the records, and in the reader the field', () => {
  const reader = record('"R"', field('"a"', record('"P"', field('"x"', '"int"'))));
  const mismatch = only(findMismatches(toSide(reader), toSide(record('"R"', field('"a"', record('"P"'))))));
  assert.equal(describePart(mismatch.reader), 'record P x - here');
  assert.equal(describePart(mismatch.writer), 'record P a - here');
});

test('symbols are told in the order of the writer, each once', () => {
  const enumOf = (...symbols: readonly string[]): Side => toSide(JSON.stringify({ type: 'enum', name: 'E', symbols }));
  assert.deepEqual(only(findMismatches(enumOf('A'), enumOf('C', 'A', 'B'))).symbols, ['C', 'B']);
});

test('a field that is not written at all, and a field that means two', () => {
  const withDefault = field('"e"', '{"type":"enum","name":"E","symbols":["A"],"default":"A"}');
  const unwritten = only(findMismatches(toSide(record('"R"', withDefault)), toSide(record('"R"'))));
  assert.equal(unwritten.isUnwritten, true);
  const written = only(findMismatches(toSide(record('"R"', withDefault)), toSide(record('"R"', field('"e"', record('"S"'))))));
  assert.equal(written.isUnwritten, undefined);

  const ownAlias = toSide(record('"R"', field('"a"', '"int"', ',"aliases":["a"]')));
  const twice = only(findMismatches(ownAlias, ownAlias));
  assert.deepEqual(
    twice.matches?.map(({ name }) => name?.value),
    ['a'],
  );
});

test('a field that means two is told of where a union has another branch that fits', () => {
  const reader = `[${record('"A"', field('"a"', '"int"', ',"aliases":["b"]'))},${record('"B"')}]`;
  const writer = record('"B"', field('"a"', '"int"'), field('"b"', '"int"'));
  assert.deepEqual(findMismatches(toSide(reader), toSide(writer)).map(describe), [
    'NAME_MISMATCH /fields/0/aliases a: reader field a matches multiple fields of the writer: a, b',
  ]);
});

test('what stands in another text has the span of the reference that leads there', () => {
  const texts = linkTexts({
    own: record('"R"', field('"a"', '["null","Other"]'), field('"b"', '"Other"')),
    other: record(
      '"Other"',
      field('"x"', '"int"'),
      field('"back"', '["null","R"]'),
      field('"deep"', record('"Inner"', field('"y"', '"int"'))),
    ),
  });
  const own = texts.get('own')?.parsed;
  assert(own?.schema !== undefined);
  const writer = toSide(record('"R"', field('"b"', record('"Other"', field('"x"', '"string"'), field('"deep"', record('"Inner"'))))));
  const reader: Side = { parsed: own, schema: own.schema };
  const mismatches = findMismatches(reader, writer);
  assert.deepEqual(mismatches.map(describe), [
    'READER_FIELD_MISSING_DEFAULT_VALUE /fields/0 a: a',
    'TYPE_MISMATCH /fields/1/type/fields/0/type b.x: reader type: INT not compatible with writer type: STRING',
    'READER_FIELD_MISSING_DEFAULT_VALUE /fields/1/type/fields/1 b.back: back',
    'READER_FIELD_MISSING_DEFAULT_VALUE /fields/1/type/fields/2/type/fields/0 b.deep.y: y',
  ]);
  const [ownPart, ...others] = mismatches.map((mismatch) => mismatch.reader);
  const reference = own.text.lastIndexOf('"Other"');
  assert.equal(ownPart?.isElsewhere, false);
  for (const part of others) {
    assert.deepEqual([part.isElsewhere, part.span], [true, { start: reference, end: reference + '"Other"'.length }]);
  }
  assert.ok(mismatches.every((mismatch) => !mismatch.writer.isElsewhere));
});

test('a text that another one leads back to is the own one again', () => {
  const texts = linkTexts({
    own: record('"R"', field('"a"', '"Other"'), field('"b"', record('"Mine"', field('"x"', '"int"')))),
    other: record('"Other"', field('"mine"', '"Mine"')),
  });
  const own = texts.get('own')?.parsed;
  assert(own?.schema !== undefined);
  const mine = record('"Mine"', field('"x"', '"string"'));
  const writer = toSide(record('"R"', field('"a"', record('"Other"', field('"mine"', mine))), field('"b"', '"Mine"')));
  const { path, reader } = only(findMismatches({ parsed: own, schema: own.schema }, writer));
  assert.deepEqual([path, reader.isElsewhere, own.text.slice(reader.span.start, reader.span.end)], ['a.mine.x', false, '"int"']);
});

test('texts that are made anew at each look come to an end', () => {
  const text = record('"Other"', field('"again"', '"Other"'));
  const lookup: NameLookup = (fullname) =>
    parseSchema(text, { lookup: (name) => (name === 'Other' ? lookup(name) : undefined) }).definitions.get(fullname);
  const side = toSide(record('"R"', field('"a"', '"Other"')), lookup);
  assert.deepEqual(findMismatches(side, side), []);
});

test('schemas that nest and chain as deep as they may', () => {
  const nested = (inner: string): Side => toSide(`${'{"type":"array","items":'.repeat(900)}${inner}${'}'.repeat(900)}`);
  assert.equal(only(findMismatches(nested('"int"'), nested('"long"'))).path, '[]'.repeat(900));
  const chained = (last: string): Side => {
    const types = Array.from({ length: 20_000 }, (_, index) =>
      record(`"T${index}"`, field('"t"', index === 19_999 ? last : `"T${index + 1}"`)),
    );
    return toSide(`[${types.join(',')}]`);
  };
  const mismatches = findMismatches(chained('"int"'), chained('"long"'));
  assert.equal(mismatches.length, 10_000);
});

test('unions of ten thousand branches', () => {
  const wide = (space: string, more = ''): Side =>
    toSide(
      `["null",${Array.from({ length: 10_000 }, (_, index) => record(`"${space}.T${index}"`, field('"t"', '"int"'))).join(',')}${more}]`,
    );
  assert.deepEqual(findMismatches(wide('a'), wide('b')), []);
  const aliased = '{"type":"record","name":"New","aliases":["Old"],"fields":[]}';
  const missing = findMismatches(wide('a', `,"int",${aliased}`), wide('b', `,"string",${record('"Old"')},"int",${record('"Lost"')}`));
  assert.deepEqual(missing.map(describe), [
    'MISSING_UNION_BRANCH /10001 : reader union lacking writer type: STRING',
    'MISSING_UNION_BRANCH /10004 : reader union lacking writer type: RECORD',
  ]);
});

test('types that contain each other in so many ways that paths could not be counted', () => {
  const side = (last: string): Side =>
    toSide(
      `[${Array.from({ length: 60 }, (_, index) => {
        const next = index === 59 ? last : `"T${index + 1}"`;
        return record(`"T${index}"`, field('"a"', next), field('"b"', next));
      }).join(',')}]`,
    );
  const root = (inner: Side): Side => {
    const first = inner.parsed.definitions.get('T0');
    assert(first !== undefined);
    return { parsed: inner.parsed, schema: first };
  };
  assert.equal(findMismatches(root(side('"int"')), root(side('"long"'))).length, 2);
});

test('long work can be put aside', () => {
  const fields = Array.from({ length: 20_000 }, (_, index) => field(`"f${index}"`, '"int"'));
  const side = toSide(record('"R"', ...fields));
  const steps = findMismatchesSteps(side, side);
  let count = 0;
  while (steps.next().done !== true) count++;
  assert.ok(count > 10);
});
