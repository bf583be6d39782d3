import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRows, type CsvRow } from '../../../client/sending/csvRows.ts';
import { scanObject } from '../../../client/sending/jsonScan.ts';
import { linesOf, type Line } from '../../../client/sending/lines.ts';
import { textRecords } from '../../../client/sending/openSource.ts';
import type { SourcePart, SourceRecord } from '../../../client/sending/sendRequest.ts';
import { jsonToText } from '../../../shared/avro/jsonText.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';

async function* bytes(text: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const whole = typeof text === 'string' ? Buffer.from(text) : text;
  for (let start = 0; start < whole.length; start += size) yield await Promise.resolve(whole.subarray(start, start + size));
}

async function all<T>(some: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of some) found.push(...each);
  return found;
}

for (const size of [1, 2, 3, 5, 100]) {
  test(`lines come whole, in chunks of ${size}`, async () => {
    const lines = await all<Line>(linesOf(bytes('\uFEFFeins\r\nzwölf\n\n€uro', size)));
    assert.deepEqual(lines, [
      { line: 1, text: 'eins' },
      { line: 2, text: 'zwölf' },
      { line: 3, text: '' },
      { line: 4, text: '€uro' },
    ]);
  });

  test(`a line that is too long, or no UTF-8, spoils no other, in chunks of ${size}`, async () => {
    const text = Buffer.concat([Buffer.from(`a\n${'x'.repeat(50)}\nb\n`), Buffer.of(0xff), Buffer.from('\nc\n')]);
    assert.deepEqual(
      (await all<Line>(linesOf(bytes(text, size), 20))).map((each) => ('text' in each ? each.text : each.failure)),
      size < 100
        ? ['a', 'The line is longer than 0 MB.', 'b', 'The line is not UTF-8.', 'c']
        : ['a', 'x'.repeat(50), 'b', 'The line is not UTF-8.', 'c'],
    );
  });
}

for (const { name, text, rows } of [
  {
    name: 'plain cells',
    text: 'a,b\n1,2',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  { name: 'nothing is not the same as an empty text', text: 'a,"",\n', rows: [['a', '', undefined]] },
  { name: 'quotes, commas and line breaks', text: '"a ""b"", c\nd",e\n', rows: [['a "b", c\nd', 'e']] },
  {
    name: 'semicolons',
    text: 'a;b;c,d\n1;2;3',
    rows: [
      ['a', 'b', 'c,d'],
      ['1', '2', '3'],
    ],
  },
  {
    name: 'something behind a quote',
    text: '"a"b,c\nd,e',
    rows: ['A cell in quotes does not end, or something stands behind its end.', ['d', 'e']],
  },
  { name: 'a quote that does not end', text: 'a,b\n"c,d\ne', rows: [['a', 'b'], 'A cell in quotes does not end.'] },
]) {
  test(`rows of a table: ${name}`, async () => {
    const found = await all<CsvRow>(csvRows(linesOf(bytes(text, 4))));
    assert.deepEqual(
      found.map((row) => ('cells' in row ? row.cells : row.failure)),
      rows,
    );
  });
}

for (const { text, expected } of [
  { text: '{}', expected: [] },
  { text: ' {"a" : [1,{"b":"}"}] , "c\\u0064":"x\\\\"}  ', expected: ['a=[1,{"b":"}"}]', 'cd="x\\\\"'] },
  { text: '{"a":1', expected: undefined },
  { text: '{"a":1}x', expected: undefined },
  { text: '{"a":1,}', expected: undefined },
  { text: '{"a" 1}', expected: undefined },
  { text: '{"a":"x', expected: undefined },
  { text: '[1]', expected: undefined },
]) {
  test(`the properties of ${text}`, () => {
    const found = scanObject(text)?.map(({ name, start, end }) => `${name}=${text.slice(start, end)}`);
    assert.deepEqual(found, expected);
  });
}

const schema = parseSchema(
  JSON.stringify({
    type: 'record',
    name: 'R',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'code', type: 'string' },
      { name: 'flag', type: ['null', 'boolean', 'string'], default: null },
      { name: 'who', type: ['null', { type: 'record', name: 'Who', fields: [{ name: 'name', type: 'string' }] }], default: null },
    ],
  }),
).schema;

function show(part: SourcePart): string | null {
  if (part === null) return null;
  if (part.kind === 'node') return jsonToText(part.node);
  return part.kind === 'json' ? part.text.slice(part.start, part.end) : part.kind;
}

async function tableOf(text: string, more: { keyField?: string } = {}): Promise<SourceRecord[]> {
  return all(textRecords(bytes(text, 7), { format: 'csv', keyField: more.keyField, schemas: { key: undefined, value: schema } }));
}

for (const { name, text, value } of [
  {
    name: 'each cell is what its field takes',
    text: 'id,price,at,tags,code,flag,who.name\n12,1.50,2026-01-02T03:04:05Z,"[""a"",""b""]",007,true,Ann',
    value: '{"id":12,"price":1.50,"at":"2026-01-02T03:04:05Z","tags":["a","b"],"code":"007","flag":true,"who":{"name":"Ann"}}',
  },
  { name: 'a text beside a truth value', text: 'flag\ntrue story', value: '{"flag":"true story"}' },
  { name: 'nothing: null, an empty text, or left out', text: 'id,flag,code,who.name\n,,,', value: '{"flag":null,"code":""}' },
  { name: 'a number that is none stays a text, which fails with its reason', text: 'id\n1x', value: '{"id":"1x"}' },
]) {
  test(`a table by its schema: ${name}`, async () => {
    const [record] = await tableOf(text);
    assert.ok(record !== undefined && 'value' in record);
    assert.equal(show(record.value), value);
  });
}

test('a table of an export', async () => {
  const text =
    'partition,offset,time,key,value.id,value.code,headers,schema,decoded\r\n3,7,2026-01-02T03:04:05.006Z,a,5,"\'=1+1",x=1; y=null,R,ok\r\n';
  const [record] = await tableOf(text);
  assert.ok(record !== undefined && 'value' in record);
  const { partition, timestampMs, key, value, headers } = record;
  assert.deepEqual(
    [partition, timestampMs, show(key), show(value)],
    [3, Date.UTC(2026, 0, 2, 3, 4, 5, 6), '"a"', '{"id":5,"code":"=1+1"}'],
  );
  assert.deepEqual(
    headers.map((header) => [header.name, header.value && Buffer.from(header.value).toString()]),
    [
      ['x', '1'],
      ['y', null],
    ],
  );
});

test('a row with too few cells, and a key that is no column', async () => {
  assert.deepEqual(await tableOf('id,code\n1'), [{ line: 2, failure: 'The row has 1 cells, and the head 2.' }]);
  assert.deepEqual(await tableOf('id\n1', { keyField: 'no' }), [{ line: 2, failure: 'There is no column "no" to be the key.' }]);
});

for (const { name, text, failure } of [
  { name: 'no JSON', text: '{"partition":1,"value":1}\n{"value":}', failure: /^Character 2: "value" has no value\.$/ },
  { name: 'another property', text: '{"partition":1,"value":1}\n{"value":1,"x":2}', failure: /^A record has no property "x"\.$/ },
  {
    name: 'a batch that could not be read',
    text: '{"partition":1,"value":1}\n{"partition":1,"offset":2}',
    failure: /^The record has no "value"\.$/,
  },
  { name: 'a header that is none', text: '{"value":1,"headers":[{"name":"a","value":5}]}', failure: /^"headers" is a list/ },
  { name: 'a time that is none', text: '{"value":1,"timestamp":"yesterday"}', failure: /^"timestamp" is a time/ },
  { name: 'twice the same', text: '{"value":1,"value":2}', failure: /^"value" is here twice\.$/ },
]) {
  test(`a line that is no record: ${name}`, async () => {
    const records = await all(
      textRecords(bytes(text, 9), { format: 'ndjson', keyField: undefined, schemas: { key: undefined, value: undefined } }),
    );
    const last = records.at(-1);
    assert.ok(last !== undefined && 'failure' in last);
    assert.match(last.failure, failure);
  });
}

test('a cell over very many lines takes no longer than they are long', async () => {
  const text = `a,b\n1,"${'""\n'.repeat(200_000)}"\n`;
  const rows = await all<CsvRow>(csvRows(linesOf(bytes(text, 50_000))));
  const [, row] = rows;
  assert.ok(rows.length === 2 && row !== undefined && 'cells' in row);
  assert.equal(row.cells[1]?.length, 400_000);
});
