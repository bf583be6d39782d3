import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLossesSteps } from '../../../../shared/avro/compatibility/losses.ts';
import { verdictProblems } from '../../../../shared/avro/compatibility/problems.ts';
import { runAtOnce } from '../../../../shared/slices.ts';
import { field, judged, record, sideOf, versionOf } from '../../../judged.ts';
import { mark } from '../../../mark.ts';

interface Row {
  readonly name: string;
  /** With the place marked that is underlined. */
  readonly edited: string;
  /** With the place marked that the related information opens. */
  readonly other: string;
  readonly code: string;
  /** What is said where the edited schema reads. */
  readonly reads?: string;
  /** What is said where it writes. */
  readonly writes?: string;
  readonly related: string;
}

const decimal = (precision: string, scale: string): string =>
  `{"type":"bytes","logicalType":"decimal","precision":${precision},"scale":${scale}}`;
const logical = (type: string, name: string): string => `{"type":"${type}","logicalType":${name}}`;
const status = (symbols: string, more = '', key = '"symbols"'): string => `{"type":"enum","name":"Status",${key}:[${symbols}]${more}}`;

const rows: readonly Row[] = [
  {
    name: 'another scale',
    edited: record(field('amount', decimal('9', '<<3>>'))),
    other: record(field('amount', decimal('9', '<<2>>'))),
    code: 'decimal-changed',
    reads: '"amount" has scale 2 in version 7 and 3 here: 12.50 would be read as 1.250.',
    writes: 'Readers of version 7 would read 12.500 as 125.00.',
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'a scale of none',
    edited: record(field('amount', decimal('9', '<<0>>'))),
    other: record(field('amount', decimal('9', '<<2>>'))),
    code: 'decimal-changed',
    reads: '"amount" has scale 2 in version 7 and 0 here: 12.50 would be read as 1250.',
    writes: 'Readers of version 7 would read 1250 as 12.50.',
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'a precision that leaves no digit before the point',
    edited: record(field('amount', decimal('2', '<<2>>'))),
    other: record(field('amount', decimal('2', '<<1>>'))),
    code: 'decimal-changed',
    reads: '"amount" has scale 1 in version 7 and 2 here: 1.2 would be read as 0.12.',
    writes: 'Readers of version 7 would read 0.12 as 1.2.',
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'less precision is lost on readers',
    edited: record(field('amount', decimal('<<6>>', '2'))),
    other: record(field('amount', decimal('<<9>>', '2'))),
    code: 'decimal-changed',
    reads: '"amount" has precision 9 in version 7 and 6 here: numbers of more than 6 digits no longer fit.',
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'more precision is lost on older readers',
    edited: record(field('amount', decimal('<<9>>', '2'))),
    other: record(field('amount', decimal('<<6>>', '2'))),
    code: 'decimal-changed',
    writes: 'Readers of version 7 expect "amount" to have at most 6 digits, and this schema writes up to 9.',
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'micros for millis',
    edited: record(field('at', logical('long', '<<"timestamp-micros">>'))),
    other: record(field('at', logical('long', '<<"timestamp-millis">>'))),
    code: 'logical-type-changed',
    reads: '"at" is timestamp-millis in version 7 and timestamp-micros here: 2026-01-01T12:00:00Z would be read as 1970-01-21T10:54:28.8Z.',
    writes: 'Readers of version 7 would read 2026-01-01T12:00:00Z as +057972-07-09T00:00:00Z.',
    related: 'Version 7: "at" is here.',
  },
  {
    name: 'a local time for an instant',
    edited: record(field('at', logical('long', '<<"local-timestamp-millis">>'))),
    other: record(field('at', logical('long', '<<"timestamp-millis">>'))),
    code: 'logical-type-changed',
    reads:
      '"at" is timestamp-millis in version 7 and local-timestamp-millis here: 2026-01-01T12:00:00Z would be read as 2026-01-01T12:00:00.',
    writes: 'Readers of version 7 would read 2026-01-01T12:00:00 as 2026-01-01T12:00:00Z.',
    related: 'Version 7: "at" is here.',
  },
  {
    name: 'a logical type that is gone, in a union',
    edited: record(field('day', '["null",<<"int">>]')),
    other: record(field('day', `["null",${logical('int', '<<"date">>')}]`)),
    code: 'logical-type-changed',
    reads: '"day" is date in version 7 and a plain int here: 2026-01-01 would be read as 20454.',
    writes: 'Readers of version 7 would read 20454 as 2026-01-01.',
    related: 'Version 7: "day" is here.',
  },
  {
    name: 'a time of day in other units, in an array',
    edited: record(field('times', `{"type":"array","items":${logical('long', '<<"time-micros">>')}}`)),
    other: record(field('times', `{"type":"array","items":${logical('int', '<<"time-millis">>')}}`)),
    code: 'logical-type-changed',
    reads: 'An item of "times" is time-millis in version 7 and time-micros here: 12:00:00 would be read as 00:00:43.2.',
    related: 'Version 7: "times" is here.',
  },
  {
    name: 'a decimal for plain bytes',
    edited: record(field('amount', '{"type":"bytes","logicalType":<<"decimal">>,"precision":4,"scale":2}')),
    other: record(field('amount', '<<"bytes">>')),
    code: 'logical-type-changed',
    reads: '"amount" is plain bytes in version 7 and decimal(4,2) here: the bytes 04 E2 would be read as 12.50.',
    writes: 'Readers of version 7 would read 12.50 as the bytes 04 E2.',
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'a UUID, as the whole schema',
    edited: logical('string', '<<"uuid">>'),
    other: '<<"string">>',
    code: 'logical-type-changed',
    reads: 'The value is a plain string in version 7 and uuid here: a plain string would be read as a UUID.',
    writes: 'Readers of version 7 would read a UUID as a plain string.',
    related: 'Version 7: the type is here.',
  },
  {
    name: 'a long as a double',
    edited: record(field('count', '<<"double">>')),
    other: record(field('count', '<<"long">>')),
    code: 'digits-lost',
    reads: '"count" is long in version 7 and double here: 9007199254740993 would be read as 9007199254740992.',
    related: 'Version 7: "count" is here.',
  },
  {
    name: 'an int for readers of float',
    edited: record(field('count', '<<"int">>')),
    other: record(field('count', '<<"float">>')),
    code: 'digits-lost',
    writes: 'Readers of version 7 would read 16777217 as 16777216.',
    related: 'Version 7: "count" is here.',
  },
  {
    name: 'bytes as text',
    edited: record(field('blob', '<<"string">>')),
    other: record(field('blob', '<<"bytes">>')),
    code: 'bytes-as-text',
    reads: '"blob" is bytes in version 7 and string here: bytes that are no UTF-8 would be read as spoiled text.',
    related: 'Version 7: "blob" is here.',
  },
  {
    name: 'a symbol that is gone becomes the default',
    edited: record(field('status', status('"OPEN","UNKNOWN"', ',"default":"UNKNOWN"', '<<"symbols">>'))),
    other: record(field('status', status('"OPEN",<<"CANCELLED">>,"UNKNOWN"'))),
    code: 'symbol-becomes-default',
    reads: '"CANCELLED" of Status, which version 7 may write, would be read as "UNKNOWN".',
    related: 'Version 7: "CANCELLED" is here.',
  },
  {
    name: 'a new symbol becomes the default of older readers',
    edited: record(field('status', status('"OPEN",<<"REFUNDED">>,"UNKNOWN"'))),
    other: record(field('status', status('"OPEN","UNKNOWN"', ',"default":"UNKNOWN"', '<<"symbols">>'))),
    code: 'symbol-becomes-default',
    writes: 'Readers of version 7 would read "REFUNDED" as "UNKNOWN".',
    related: 'Version 7: Status is here.',
  },
  {
    name: 'a field that is found by an alias',
    edited: record(field('total', '"int"', ',"default":0,"aliases":["sum",<<"amount">>]')),
    other: record('{"name":<<"amount">>,"type":"int"}'),
    code: 'alias-needed',
    reads: `"total" reads "amount" of version 7 only by its alias, which Python's avro and Rust's apache-avro ignore and so read its default, 0.`,
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'a field without a default that is found by an alias',
    edited: record(field('total', '"int"', ',"aliases":[<<"amount">>]')),
    other: record('{"name":<<"amount">>,"type":"int"}'),
    code: 'alias-needed',
    reads: `"total" reads "amount" of version 7 only by its alias, which Python's avro and Rust's apache-avro ignore and so fail.`,
    related: 'Version 7: "amount" is here.',
  },
  {
    name: 'a field that older readers find by an alias',
    edited: record('{"name":<<"amount">>,"type":"int"}'),
    other: record(field('total', '"int"', ',"aliases":[<<"amount">>]')),
    code: 'alias-needed',
    writes: `Readers of version 7 find "amount" only by an alias of their "total", which Python's avro and Rust's apache-avro ignore.`,
    related: 'Version 7: "total" is here.',
  },
  {
    name: 'a type that is found by an alias',
    edited: record('', '"name":"Sale","aliases":[<<"Order">>]'),
    other: record('', '"name":<<"Order">>'),
    code: 'alias-needed',
    reads: `Sale reads Order of version 7 only by its alias, which Python's avro ignores and so fails.`,
    related: 'Version 7: Order is here.',
  },
  {
    name: 'a type of another namespace that older readers find by an alias',
    edited: record('', '"name":<<"a.Order">>'),
    other: record('', '"name":"b.Sale","aliases":[<<"a.Order">>]'),
    code: 'alias-needed',
    writes: `Readers of version 7 find Order only by an alias of their Sale, which Python's avro ignores.`,
    related: 'Version 7: Sale is here.',
  },
  {
    name: 'another namespace, once for all that is in it',
    edited: record(field('a', '{"type":"fixed","name":"Id","size":4}'), '"name":"Order","namespace":<<"shop">>'),
    other: record(field('a', '{"type":"fixed","name":"Id","size":4}'), '"name":<<"Order">>'),
    code: 'namespace-changed',
    reads: `Order has the namespace shop here and no namespace in version 7: Python's avro and avsc compare namespaces and fail to read its data.`,
    writes: `Order has the namespace shop here and no namespace in version 7: among its readers, Python's avro and avsc compare namespaces and fail.`,
    related: 'Version 7: Order is here.',
  },
  {
    name: 'symbols in another order',
    edited: record(field('status', status('"OPEN",<<"PAID">>,"NEW"'))),
    other: record(field('status', status('"OPEN","NEW",<<"PAID">>'))),
    code: 'symbol-moved',
    reads:
      '"PAID" sorts before "NEW" here, and behind it in version 7: who reads without the writer schema takes one symbol of Status for another.',
    writes:
      '"PAID" sorts before "NEW" here, and behind it in version 7: who reads without the writer schema takes one symbol of Status for another.',
    related: 'Version 7: "PAID" is here.',
  },
];

for (const { name, edited, other, code, reads, writes, related } of rows) {
  for (const [level, message] of [
    ['BACKWARD', reads],
    ['FORWARD', writes],
  ] as const) {
    test(`${level}: ${name}`, () => {
      const [here, there] = [mark(edited), mark(other)];
      const side = sideOf(here.text);
      const version = versionOf(there.text);
      const losses = runAtOnce(findLossesSteps(side, [version], level));
      const problems = verdictProblems(judged(side, [version], level), side, { severity: 'off', lossSeverity: 'warning', losses });
      assert.deepEqual(
        problems,
        message === undefined
          ? []
          : [
              {
                code,
                source: 'avro-compatibility',
                severity: 'warning',
                span: here.ranges[0],
                message,
                related: [{ uri: version.uri, span: there.ranges[0], message: related }],
              },
            ],
      );
    });
  }
}

for (const { name, edited, other } of [
  { name: 'the same', edited: record(field('amount', decimal('9', '2'))), other: record(field('amount', decimal('9', '2'))) },
  { name: 'numbers that keep their digits', edited: record(field('a', '"long"')), other: record(field('a', '"int"')) },
  { name: 'text as bytes', edited: record(field('a', '"bytes"')), other: record(field('a', '"string"')) },
  { name: 'a symbol between others', edited: status('"A","B","C"'), other: status('"A","C"', ',"default":"A"') },
  { name: 'what is no match at all', edited: record(field('a', logical('int', '"date"'))), other: record(field('a', '"string"')) },
  {
    name: 'types of different names',
    edited: record(field('a', decimal('9', '2')), '"name":"Sale"'),
    other: record(field('a', decimal('9', '3'))),
  },
  { name: 'another field', edited: record(field('a', decimal('9', '2'))), other: record(field('b', decimal('9', '3'))) },
  {
    name: 'a branch of the union that is not the one',
    edited: record(field('a', `["string",${logical('long', '"timestamp-millis"')}]`)),
    other: record(field('a', '"string"')),
  },
  {
    name: 'an alias beside the name',
    edited: record(field('a', '"int"', ',"aliases":["b"]')),
    other: record(field('a', '"int"')),
  },
]) {
  test(`nothing is lost: ${name}`, () => {
    assert.deepEqual(runAtOnce(findLossesSteps(sideOf(edited), [versionOf(other)], 'BACKWARD')), []);
  });
}

test('records in themselves end', () => {
  const node = (scale: number): string =>
    record(
      `${field('amount', decimal('9', String(scale)))},${field('next', '["null","Node"]')},${field('all', '{"type":"array","items":"Node"}')}`,
      '"name":"Node"',
    );
  assert.equal(runAtOnce(findLossesSteps(sideOf(node(2)), [versionOf(node(3))], 'FULL')).length, 2);
});

test('records that are written alike differ by what they refer to', () => {
  const line = record(field('price', '{"type":"array","items":"Money"}'), '"name":"Line"');
  const text = (scale: number): string =>
    record(`${field('total', record(field('amount', decimal('9', String(scale))), '"name":"Money"'))},${field('line', line)}`);
  const referring = (scale: number): string =>
    record(`${field('line', line)},${field('total', record(field('amount', decimal('9', String(scale))), '"name":"Money"'))}`);
  for (const make of [text, referring]) {
    const losses = runAtOnce(findLossesSteps(sideOf(make(3)), [versionOf(make(2))], 'BACKWARD'));
    assert.deepEqual(
      losses.map(({ message }) => message),
      ['"amount" has scale 2 in version 7 and 3 here: 12.50 would be read as 1.250.'],
    );
  }
  const [loss] = runAtOnce(
    findLossesSteps(
      sideOf(line, [record(field('amount', decimal('9', '3')), '"name":"Money"')]),
      [versionOf(line, 7, [record(field('amount', decimal('9', '2')), '"name":"Money"')])],
      'BACKWARD',
    ),
  );
  assert.equal(loss?.message, '"amount" has scale 2 in version 7 and 3 here: 12.50 would be read as 1.250, in Money of another file.');
});

test('what is the same with several versions is said once', () => {
  const text = (scale: number): string => record(field('amount', decimal('9', String(scale))));
  const versions = [versionOf(text(2), 4), versionOf(text(1), 5), versionOf(text(2), 6), versionOf(text(3), 7)];
  const losses = runAtOnce(findLossesSteps(sideOf(text(3)), versions, 'BACKWARD_TRANSITIVE'));
  assert.deepEqual(
    losses.map(({ message }) => message),
    [
      '"amount" has scale 2 in versions 4 and 6 and 3 here: 12.50 would be read as 1.250.',
      '"amount" has scale 1 in version 5 and 3 here: 12.5 would be read as 0.125.',
    ],
  );
  assert.deepEqual(runAtOnce(findLossesSteps(sideOf(text(3)), versions, 'BACKWARD')), []);
  assert.deepEqual(runAtOnce(findLossesSteps(sideOf(text(2)), versions, 'NONE')), []);
});

test('what stands in another text is underlined at the name that leads there', () => {
  const money = (scale: number): string => record(field('amount', decimal('9', String(scale))), '"name":"shop.Money"');
  const { text, ranges } = mark(record(field('price', '<<"shop.Money">>')));
  const [loss, ...more] = runAtOnce(findLossesSteps(sideOf(text, [money(3)]), [versionOf(text, 7, [money(2)])], 'BACKWARD'));
  assert.deepEqual(more, []);
  assert.deepEqual(loss?.span, ranges[0]);
  assert.equal(loss?.message, '"amount" has scale 2 in version 7 and 3 here: 12.50 would be read as 1.250, in Money of another file.');
});
