import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictProblems } from '../../../../shared/avro/compatibility/problems.ts';
import type { Problem } from '../../../../shared/avro/schema.ts';
import { applyFix } from '../../../expectFix.ts';
import { field, judged, record, sideOf, versionOf } from '../../../judged.ts';
import { mark } from '../../../mark.ts';

interface Row {
  readonly name: string;
  /** With the place marked that is underlined. */
  readonly edited: string;
  /** With the place marked that the related information opens. */
  readonly other: string;
  readonly level: 'BACKWARD' | 'FORWARD';
  readonly code: string;
  readonly message: string;
  readonly related: string;
  /** Titles of all fixes; that which is preferred ends with a `!`. */
  readonly offers: readonly string[];
  /** The text after the first fix. */
  readonly after?: string;
  readonly label?: string;
}

const enumOf = (symbols: string, more = ''): string => `{"type":"enum","name":"Status","symbols":[${symbols}]${more}}`;
const named = (name: string, fields = ''): string => `{"type":"record","name":"${name}","fields":[${fields}]}`;
const fixed = (size: string): string => `{"type":"fixed","name":"Checksum","size":${size}}`;
const id = field('id', '"long"');

const rows: readonly Row[] = [
  {
    name: 'a field without a default',
    edited: record(`${id},{"name":<<"currency">>,"type":"string"}`),
    other: record(id, '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "currency" has no default, and version 7 does not write it.`,
    related: 'Version 7: Order is here, without "currency".',
    offers: ['Add Default "" to "currency"!', 'Make "currency" Nullable (null First, Default null)'],
    after: record(`${id},{"name":"currency","type":"string","default":""}`),
  },
  {
    name: 'a field that was renamed',
    edited: record('{"name":<<"total">>,"type":"long"}'),
    other: record(field('amount', '"int"'), '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "total" has no default, and version 7 does not write it.`,
    related: 'Version 7: Order is here, without "total".',
    offers: ['Add Default 0 to "total"!', 'Make "total" Nullable (null First, Default null)', 'Add Alias "amount" to "total"'],
  },
  {
    name: 'an enum, whose own default fills no field',
    edited: record(`${id},{"name":<<"status">>,"type":${enumOf('"OPEN","UNKNOWN"', ',"default":"OPEN"')}}`),
    other: record(id, '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "status" has no default, and version 7 does not write it.`,
    related: 'Version 7: Order is here, without "status".',
    offers: ['Add Default "OPEN" to "status"!', 'Make "status" Nullable (null First, Default null)'],
  },
  {
    name: 'an enum that has a symbol for what is not known',
    edited: record(`${id},{"name":<<"status">>,"type":${enumOf('"OPEN","UNKNOWN"')}}`),
    other: record(id, '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "status" has no default, and version 7 does not write it.`,
    related: 'Version 7: Order is here, without "status".',
    offers: ['Add Default "UNKNOWN" to "status"!', 'Make "status" Nullable (null First, Default null)'],
  },
  {
    name: 'a nullable field whose null is not the first branch',
    edited: record(`${id},{"name":<<"note">>,"type":["string","null"]}`),
    other: record(id, '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "note" has no default, and version 7 does not write it.`,
    related: 'Version 7: Order is here, without "note".',
    offers: ['Add Default "" to "note"', 'Make "note" Nullable (null First, Default null)'],
  },
  {
    name: 'a record that has no plain value',
    edited: record(`${id},{"name":<<"checksum">>,"type":${fixed('1000')}}`),
    other: record(id, '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "checksum" has no default, and version 7 does not write it.`,
    related: 'Version 7: Order is here, without "checksum".',
    offers: ['Make "checksum" Nullable (null First, Default null)'],
  },
  {
    name: 'a field that is no longer written',
    edited:
      '{\n  "type": "record",\n  "name": <<"Order">>,\n  "fields": [\n    { "name": "id", "type": "long" },\n    { "name": "note", "type": "string" }\n  ]\n}\n',
    other: record(`${id},{"name":<<"currency">>,"type":"string","doc":"ISO 4217."}`),
    level: 'FORWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `Readers that still use version 7 can't read this: they need "currency", which is no longer written and has no default there.`,
    related: 'Version 7: "currency" is here.',
    offers: ['Restore Field "currency" from Version 7'],
    after:
      '{\n  "type": "record",\n  "name": "Order",\n  "fields": [\n    { "name": "id", "type": "long" },\n    { "name": "currency", "type": "string", "doc": "ISO 4217." },\n    { "name": "note", "type": "string" }\n  ]\n}\n',
  },
  {
    name: 'a field whose type the text has no more',
    edited: record(id, '"name":<<"Order">>,"namespace":"shop"'),
    other: record(
      `${field('first', named('Address'), ',"default":{}')},${id},{"name":<<"second">>,"type":"shop.Address"}`,
      '"name":"Order","namespace":"shop"',
    ),
    level: 'FORWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `Readers that still use version 7 can't read this: they need "second", which is no longer written and has no default there.`,
    related: 'Version 7: "second" is here.',
    offers: ['Restore Field "second" from Version 7'],
    after: record(`${id},{"name":"second","type":${named('Address')}}`, '"name":"Order","namespace":"shop"'),
  },
  {
    name: 'a symbol that is missing',
    edited: record(field('status', `{"type":"enum","name":"Status",<<"symbols">>:["OPEN","UNKNOWN"]}`)),
    other: record(field('status', enumOf('"OPEN",<<"CANCELLED">>,"UNKNOWN"'))),
    level: 'BACKWARD',
    code: 'MISSING_ENUM_SYMBOLS',
    message: `This schema can't read data of version 7: Status has the symbol "CANCELLED" there, but not here, and no default here.`,
    related: 'Version 7: "CANCELLED" is here.',
    offers: ['Restore Symbol "CANCELLED"', 'Give Status the Default "UNKNOWN"'],
    after: record(field('status', enumOf('"OPEN","CANCELLED","UNKNOWN"'))),
  },
  {
    name: 'several symbols, and none for what is not known',
    edited: record(field('status', `{"type":"enum","name":"Status",<<"symbols">>:["OPEN"]}`)),
    other: record(field('status', enumOf('<<"A">>,"OPEN","B"'))),
    level: 'BACKWARD',
    code: 'MISSING_ENUM_SYMBOLS',
    message: `This schema can't read data of version 7: Status has the symbols "A" and "B" there, but not here, and no default here.`,
    related: 'Version 7: "A" is here.',
    offers: ['Restore Symbols "A" and "B"', 'Give Status the Default "UNKNOWN", a New Symbol'],
    after: record(field('status', enumOf('"A","OPEN","B"'))),
  },
  {
    name: 'a new symbol',
    edited: record(field('status', enumOf('"OPEN",<<"REFUNDED">>'))),
    other: record(field('status', `{"type":"enum","name":"Status",<<"symbols">>:["OPEN"]}`)),
    level: 'FORWARD',
    code: 'MISSING_ENUM_SYMBOLS',
    message: `Readers that still use version 7 can't read "REFUNDED": their Status lacks it and has no default.`,
    related: 'Version 7: Status is here.',
    offers: ['Remove Symbol "REFUNDED"'],
    after: record(field('status', enumOf('"OPEN"'))),
  },
  {
    name: 'a new symbol, and a default that comes too late',
    edited: record(field('status', enumOf('"OPEN",<<"REFUNDED">>', ',"default":"OPEN"'))),
    other: record(field('status', `{"type":"enum","name":"Status",<<"symbols">>:["OPEN"]}`)),
    level: 'FORWARD',
    code: 'MISSING_ENUM_SYMBOLS',
    message: `Readers that still use version 7 can't read "REFUNDED": their Status lacks it and has no default, and the one here does not help them.`,
    related: 'Version 7: Status is here.',
    offers: ['Remove Symbol "REFUNDED"'],
  },
  {
    name: 'a type that got narrower',
    edited: record(field('amount', '<<"int">>')),
    other: record(field('amount', '<<"long">>')),
    level: 'BACKWARD',
    code: 'TYPE_MISMATCH',
    message: `This schema can't read data of version 7: "amount" was written as long, which can't be read as int.`,
    related: 'Version 7: "amount" is here.',
    offers: ['Restore Type long of "amount"'],
    after: record(field('amount', '"long"')),
  },
  {
    name: 'a type that got wider',
    edited: record(field('amount', '<<"long">>', ',"default":0')),
    other: record(field('amount', '<<"int">>')),
    level: 'FORWARD',
    code: 'TYPE_MISMATCH',
    message: `Readers that still use version 7 can't read "amount": this schema writes long, they expect int.`,
    related: 'Version 7: "amount" is here.',
    offers: ['Restore Type int of "amount"'],
    after: record(field('amount', '"int"', ',"default":0')),
  },
  {
    name: 'a type whose default went along',
    edited: record(field('amount', '<<"int">>', ',"default":0')),
    other: record(field('amount', '<<"string">>', ',"default":"none"')),
    level: 'BACKWARD',
    code: 'TYPE_MISMATCH',
    message: `This schema can't read data of version 7: "amount" was written as string, which can't be read as int.`,
    related: 'Version 7: "amount" is here.',
    offers: ['Restore Type string of "amount"'],
    after: record(field('amount', '"string"', ',"default":"none"')),
  },
  {
    name: 'a field that was nullable',
    edited: record(field('note', '<<"string">>')),
    other: record(field('note', '[<<"null">>,"string"]')),
    level: 'BACKWARD',
    code: 'TYPE_MISMATCH',
    message: `This schema can't read data of version 7: "note" may be null there, which can't be read as string.`,
    related: 'Version 7: "note" is here.',
    offers: ['Restore Type null | string of "note"'],
    after: record(field('note', '["null","string"]')),
  },
  {
    name: 'a field that becomes nullable',
    edited: record(field('note', '[<<"null">>,"string"]')),
    other: record(field('note', '<<"string">>')),
    level: 'FORWARD',
    code: 'TYPE_MISMATCH',
    message: `Readers that still use version 7 can't read "note": this schema may write null, they expect string.`,
    related: 'Version 7: "note" is here.',
    offers: ['Restore Type string of "note"'],
  },
  {
    name: 'items of an array',
    edited: record(field('tags', '{"type":"array","items":<<"int">>}')),
    other: record(field('tags', '{"type":"array","items":<<"string">>}')),
    level: 'BACKWARD',
    code: 'TYPE_MISMATCH',
    message: `This schema can't read data of version 7: an item of "tags" was written as string, which can't be read as int.`,
    related: 'Version 7: "tags" is here.',
    offers: ['Restore Type string of "tags"'],
    after: record(field('tags', '{"type":"array","items":"string"}')),
  },
  {
    name: 'values of a map of arrays',
    edited: record(field('tags', '{"type":"map","values":{"type":"array","items":<<"int">>}}')),
    other: record(field('tags', '{"type":"map","values":{"type":"array","items":<<"string">>}}')),
    level: 'FORWARD',
    code: 'TYPE_MISMATCH',
    message: `Readers that still use version 7 can't read an item of a value of "tags": this schema writes int, they expect string.`,
    related: 'Version 7: "tags" is here.',
    offers: ['Restore Type string of "tags"'],
  },
  {
    name: 'the whole schema, as reader',
    edited: '<<"int">>',
    other: '<<"long">>',
    level: 'BACKWARD',
    code: 'TYPE_MISMATCH',
    message: `This schema can't read data of version 7: it was written as long, which can't be read as int.`,
    related: 'Version 7: the type is here.',
    offers: ['Restore Type long'],
    after: '"long"',
  },
  {
    name: 'the whole schema, as writer',
    edited: '{"type":<<"record">>,"name":"Order","fields":[]}',
    other: '{"type":<<"map">>,"values":"int"}',
    level: 'FORWARD',
    code: 'TYPE_MISMATCH',
    message: `Readers that still use version 7 can't read this: this schema writes the record Order, they expect a map.`,
    related: 'Version 7: the type is here.',
    offers: ['Restore Type map<int>'],
  },
  {
    name: 'a branch that is missing',
    edited: record(field('note', '<<["null","string"]>>', ',"default":null')),
    other: record(field('note', '["null",<<"long">>,"string"]')),
    level: 'BACKWARD',
    code: 'MISSING_UNION_BRANCH',
    message: `This schema can't read data of version 7: "note" may be long there, and this union has no branch for it.`,
    related: 'Version 7: "note" is here.',
    offers: ['Restore Branch long of "note"'],
    after: record(field('note', '["null","long","string"]', ',"default":null')),
  },
  {
    name: 'a branch for what was no union',
    edited: record(field('note', '<<["null","int"]>>', ',"default":null')),
    other: record(field('note', '<<"long">>')),
    level: 'BACKWARD',
    code: 'MISSING_UNION_BRANCH',
    message: `This schema can't read data of version 7: "note" is long there, and this union has no branch for it.`,
    related: 'Version 7: "note" is here.',
    offers: ['Restore Branch long of "note"'],
    after: record(field('note', '["null","int","long"]', ',"default":null')),
  },
  {
    name: 'a new branch',
    edited: record(field('note', '["null",<<"long">>,"string"]')),
    other: record(field('note', '<<["null","string"]>>')),
    level: 'FORWARD',
    code: 'MISSING_UNION_BRANCH',
    message: `Readers that still use version 7 can't read "note" as long: their union has no branch for it.`,
    related: 'Version 7: "note" is here.',
    offers: ['Remove Branch long of "note"', 'Restore Type null | string of "note"'],
    after: record(field('note', '["null","string"]')),
  },
  {
    name: 'a new branch of the whole schema, which is a record',
    edited: `["int",${named('Address').replace('"Address"', '<<"Address">>')},"null"]`,
    other: '<<["null","int"]>>',
    level: 'FORWARD',
    code: 'MISSING_UNION_BRANCH',
    message: `Readers that still use version 7 can't read this as Address: their union has no branch for it.`,
    related: 'Version 7: the type is here.',
    offers: ['Remove Branch Address', 'Restore Type null | int'],
  },
  {
    name: 'a branch that is there and does not fit: what does not',
    edited: record(field('address', `["null",${named('Address', '{"name":<<"zip">>,"type":"string"}')}]`)),
    other: record(field('address', `["null",${named('Address').replace('"Address"', '<<"Address">>')}]`)),
    level: 'BACKWARD',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `This schema can't read data of version 7: "zip" has no default, and version 7 does not write it.`,
    related: 'Version 7: Address is here, without "zip".',
    offers: ['Add Default "" to "zip"!', 'Make "zip" Nullable (null First, Default null)'],
  },
  {
    name: 'a branch that was renamed',
    edited: record(field('address', `["null",${named('PostalAddress').replace('"PostalAddress"', '<<"PostalAddress">>')}]`)),
    other: record(field('address', `["null",${named('Address').replace('"Address"', '<<"Address">>')}]`)),
    level: 'BACKWARD',
    code: 'NAME_MISMATCH',
    message: `This schema can't read data of version 7: "address" may be an Address there and a PostalAddress here, with no alias.`,
    related: 'Version 7: Address is here.',
    offers: ['Add Alias "Address" to PostalAddress', 'Restore Name Address'],
  },
  {
    name: 'the size of a fixed, as reader',
    edited: record(field('sum', fixed('<<32>>'))),
    other: record(field('sum', fixed('<<16>>'))),
    level: 'BACKWARD',
    code: 'FIXED_SIZE_MISMATCH',
    message: `This schema can't read data of version 7: Checksum has 16 bytes there and 32 here.`,
    related: 'Version 7: Checksum is here.',
    offers: ['Restore Size 16 of Checksum'],
    after: record(field('sum', fixed('16'))),
  },
  {
    name: 'the size of a fixed, as writer',
    edited: record(field('sum', fixed('<<1>>'))),
    other: record(field('sum', fixed('<<16>>'))),
    level: 'FORWARD',
    code: 'FIXED_SIZE_MISMATCH',
    message: `Readers that still use version 7 can't read Checksum: this schema writes 1 byte, they expect 16.`,
    related: 'Version 7: Checksum is here.',
    offers: ['Restore Size 16 of Checksum'],
  },
  {
    name: 'another name, as reader',
    edited: record(
      field('address', named('PostalAddress').replace('"PostalAddress"', '<<"PostalAddress">>')),
      '"name":"Order","namespace":"a"',
    ),
    other: record(field('address', named('Address').replace('"Address"', '<<"Address">>')), '"name":"Order","namespace":"b"'),
    level: 'BACKWARD',
    code: 'NAME_MISMATCH',
    message: `This schema can't read data of version 7: "address" is an Address there and a PostalAddress here, with no alias.`,
    related: 'Version 7: Address is here.',
    offers: ['Add Alias "b.Address" to PostalAddress', 'Restore Name Address'],
    after: record(
      field('address', '{"type":"record","name":"PostalAddress","aliases":["b.Address"],"fields":[]}'),
      '"name":"Order","namespace":"a"',
    ),
  },
  {
    name: 'another name, as writer',
    edited: record(
      `${field('address', named('PostalAddress').replace('"PostalAddress"', '<<"PostalAddress">>'))},${field('other', '"PostalAddress"')}`,
    ),
    other: record(`${field('address', named('Address').replace('"Address"', '<<"Address">>'))},${field('other', '"Address"')}`),
    level: 'FORWARD',
    code: 'NAME_MISMATCH',
    message: `Readers that still use version 7 can't read "address": they know Address, not PostalAddress.`,
    related: 'Version 7: Address is here.',
    offers: ['Restore Name Address'],
    after: record(`${field('address', named('Address'))},${field('other', '"Address"')}`),
  },
  {
    name: 'another name of the whole schema',
    edited: record('', '"name":<<"Sale">>'),
    other: record('', '"name":<<"Order">>'),
    level: 'BACKWARD',
    code: 'NAME_MISMATCH',
    message: `This schema can't read data of version 7: it is an Order there and a Sale here, with no alias.`,
    related: 'Version 7: Order is here.',
    offers: ['Add Alias "Order" to Sale', 'Restore Name Order'],
  },
  {
    name: 'another type in the place of one that both have',
    edited: record(`${field('a', named('Address'))},${field('b', named('Place'))},${field('c', '<<"Place">>')}`),
    other: record(`${field('a', named('Address'))},${field('b', named('Place'))},${field('c', '<<"Address">>')}`),
    level: 'FORWARD',
    code: 'NAME_MISMATCH',
    message: `Readers that still use version 7 can't read "c": they know Address, not Place.`,
    related: 'Version 7: Address is here.',
    offers: ['Restore Type Address of "c"'],
    after: record(`${field('a', named('Address'))},${field('b', named('Place'))},${field('c', '"Address"')}`),
  },
  {
    name: 'an alias that means a second field',
    edited: record(field('total', '"int"', ',"aliases":[<<"amount">>]')),
    other: record(`${field('total', '"int"')},{"name":<<"amount">>,"type":"int"}`),
    level: 'BACKWARD',
    code: 'NAME_MISMATCH',
    message: `This schema can't read data of version 7: "total" means both "total" and "amount" there, by its name and aliases.`,
    related: 'Version 7: "amount" is here.',
    offers: ['Remove the Alias'],
  },
  {
    name: 'what git has',
    edited: record(field('amount', '<<"int">>')),
    other: record(field('amount', '<<"long">>')),
    level: 'BACKWARD',
    label: 'HEAD',
    code: 'TYPE_MISMATCH',
    message: `This schema can't read data of HEAD: "amount" was written as long, which can't be read as int.`,
    related: 'HEAD: "amount" is here.',
    offers: ['Restore Type long of "amount"'],
  },
  {
    name: 'a field that a file has',
    edited: record(id, '"name":<<"Order">>'),
    other: record(`${id},{"name":<<"note">>,"type":"string"}`),
    level: 'FORWARD',
    label: 'orders.v1.avsc',
    code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    message: `Readers that still use orders.v1.avsc can't read this: they need "note", which is no longer written and has no default there.`,
    related: 'orders.v1.avsc: "note" is here.',
    offers: ['Restore Field "note" from orders.v1.avsc'],
  },
];

const shown = { severity: 'error', lossSeverity: 'warning' } as const;

function withoutFixes({ code, source, severity, span, message, related }: Problem): Problem {
  return { code, ...(source !== undefined && { source }), severity, span, message, ...(related !== undefined && { related }) };
}

function titles(problem: Problem | undefined): string[] {
  return (problem?.fixes?.() ?? []).map(({ title, isPreferred }) => `${title}${isPreferred === true ? '!' : ''}`);
}

for (const { name, edited, other, level, code, message, related, offers, after, label } of rows) {
  test(`${level}: ${name}`, () => {
    const [here, there] = [mark(edited), mark(other)];
    const side = sideOf(here.text);
    const version = versionOf(there.text, label ?? 7);
    const problems = verdictProblems(judged(side, [version], level), side, shown);
    assert.deepEqual(problems.map(withoutFixes), [
      {
        code,
        source: 'avro-compatibility',
        severity: 'error',
        span: here.ranges[0],
        message,
        related: [{ uri: version.uri, span: there.ranges[0], message: related }],
      },
    ]);
    const [problem] = problems;
    assert.deepEqual(titles(problem), offers);
    const [first] = problem?.fixes?.() ?? [];
    if (after !== undefined && first !== undefined) assert.equal(applyFix(here.text, first), after);
  });
}

test('several versions are named together, and the last one is opened', () => {
  const side = sideOf(record(field('amount', '"int"')));
  const old = record(field('amount', '"long"'));
  for (const { numbers, reads, writes } of [
    { numbers: [5, 7], reads: 'versions 5 and 7', writes: 'versions 5 and 7' },
    { numbers: [5, 6, 7], reads: 'versions 5 to 7', writes: 'versions 5 to 7' },
  ]) {
    const versions = numbers.map((number) => versionOf(old, number));
    const [problem, ...more] = verdictProblems(judged(side, versions, 'BACKWARD_TRANSITIVE'), side, shown);
    assert.deepEqual(more, []);
    assert.equal(problem?.message, `This schema can't read data of ${reads}: "amount" was written as long, which can't be read as int.`);
    assert.deepEqual(
      problem.related?.map(({ uri }) => uri),
      [versions.at(-1)?.uri],
    );
    const wider = sideOf(record(''));
    const [missing] = verdictProblems(judged(wider, versions, 'FORWARD_TRANSITIVE'), wider, shown);
    assert.equal(
      missing?.message,
      `Readers that still use ${writes} can't read this: they need "amount", which is no longer written and has no default there.`,
    );
  }
  const without = sideOf(record(`${field('amount', '"long"')},${field('note', '"string"')}`));
  const [added] = verdictProblems(
    judged(
      without,
      [5, 7].map((number) => versionOf(old, number)),
      'BACKWARD_TRANSITIVE',
    ),
    without,
    shown,
  );
  assert.equal(
    added?.message,
    `This schema can't read data of versions 5 and 7: "note" has no default, and versions 5 and 7 do not write it.`,
  );
});

test('new symbols are underlined one by one', () => {
  const { text, ranges } = mark(record(field('status', enumOf('<<"A">>,"OPEN",<<"B">>'))));
  const side = sideOf(text);
  const problems = verdictProblems(judged(side, [versionOf(record(field('status', enumOf('"OPEN"'))))], 'FORWARD'), side, shown);
  assert.deepEqual(
    problems.map(({ span }) => span),
    ranges,
  );
});

test('problems stand in the order of the text, FULL in both directions', () => {
  const side = sideOf(record(`${field('b', '"string"')},${field('a', '"int"')}`));
  const problems = verdictProblems(
    judged(side, [versionOf(record(`${field('c', '"string"')},${field('a', '"long"')}`))], 'FULL'),
    side,
    shown,
  );
  assert.deepEqual(
    problems.map(({ code, span }) => [code, side.parsed.text.slice(span.start, span.end)]),
    [
      ['READER_FIELD_MISSING_DEFAULT_VALUE', '"Order"'],
      ['READER_FIELD_MISSING_DEFAULT_VALUE', '"b"'],
      ['TYPE_MISMATCH', '"int"'],
    ],
  );
});

test('what stands in another text is underlined at the name that leads there, and says so', () => {
  const address = (more: string): string => `{"type":"record","name":"shop.Address","fields":[${more}]}`;
  const { text, ranges } = mark(record(field('address', '<<"shop.Address">>')));
  const side = sideOf(text, [address(field('zip', '"string"'))]);
  const other = versionOf(text, 7, [address('')]);
  const [problem, ...more] = verdictProblems(judged(side, [other], 'BACKWARD'), side, shown);
  assert.deepEqual(more, []);
  assert.deepEqual(problem?.span, ranges[0]);
  assert.equal(
    problem?.message,
    `This schema can't read data of version 7: "zip" has no default, and version 7 does not write it, in Address of another file.`,
  );
  assert.deepEqual(problem.related, [{ uri: other.uri, span: ranges[0], message: 'Version 7: Address is here, without "zip".' }]);
  assert.deepEqual(problem.fixes?.(), []);
});

test('severities are as they are set', () => {
  const side = sideOf('"int"');
  const verdict = judged(side, [versionOf('"long"')], 'BACKWARD');
  assert.deepEqual(
    verdictProblems(verdict, side, { severity: 'information', lossSeverity: 'off' }).map(({ severity }) => severity),
    ['information'],
  );
  assert.deepEqual(verdictProblems(verdict, side, { severity: 'off', lossSeverity: 'off' }), []);
});
