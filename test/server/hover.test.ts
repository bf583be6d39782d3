import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { crc64Avro, crc64Digits } from '../../shared/avro/canonical.ts';
import type { Span } from '../../shared/avro/json.ts';
import { markCursor } from '../mark.ts';
import type { Client } from './harness.ts';
import { startClient } from './harness.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.dispose());

async function hover(marked: string): Promise<{ markdown: string | undefined; range: Span | undefined; marked: Span | undefined }> {
  const { text, cursor, ranges } = markCursor(marked);
  const uri = client.open(text);
  const params = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
  const found = await client.request<Hover | null>('textDocument/hover', params);
  const range = found?.range;
  const span = range && { start: client.offsetAt(uri, range.start), end: client.offsetAt(uri, range.end) };
  client.closeDocument(uri);
  // The server answers with Markdown always.
  return { markdown: (found?.contents as MarkupContent | undefined)?.value, range: span, marked: ranges[0] };
}

/** The link at the end of every hover. */
function link(title: string, anchor: string): string {
  return `\n\n[Avro 1.12, ${title}](https://avro.apache.org/docs/1.12.0/specification/#${anchor})`;
}

const records = link('Records', 'schema-record');
const enums = link('Enums', 'enums');

/** @param form the Parsing Canonical Form */
function fingerprintsOf(form: string): string {
  const digest = (algorithm: string): string => createHash(algorithm).update(form).digest('hex');
  const crc64 = crc64Digits(crc64Avro(new TextEncoder().encode(form)));
  return `\n\nFingerprints: CRC-64-AVRO \`${crc64}\`, MD5 \`${digest('md5')}\`, SHA-256 \`${digest('sha256')}\``;
}

function block(...lines: string[]): string {
  return ['```', ...lines, '```'].join('\n');
}

const dateField = '"name":"d","type":{"type":"int","logicalType":"date"}';

/** The range marked in `text` is the word that is described. */
for (const { name, text, says } of [
  {
    name: 'a primitive type',
    text: '<<"lo$0ng">>',
    says: `**long**\n\nA signed integer of 64 bits; one to ten bytes, few for small numbers.${link('Primitive Types', 'primitive-types')}`,
  },
  {
    name: 'a record’s name',
    text: '{"type":"record","namespace":"com.acme","name":<<"Or$0der">>,"doc":"An *order*.","aliases":["Purchase"],"fields":[{"name":"id","type":"int"},{"name":"note","type":["null","boolean"],"default":null}]}',
    says: `record **com\\.acme\\.Order**\n\nAn \\*order\\*\\.\n\n${block('id: int', 'note: null | boolean = null')}\n\n2 fields, encoded in 2 to 7 bytes.\n\nAliases: \`com.acme.Purchase\`${fingerprintsOf('{"name":"com.acme.Order","type":"record","fields":[{"name":"id","type":"int"},{"name":"note","type":["null","boolean"]}]}')}${records}`,
  },
  {
    name: 'a record of many fields',
    text: `{"type":"record","name":<<"R$0">>,"fields":[${Array.from({ length: 14 }, (_, index) => `{"name":"f${index}","type":"X"}`).join(',')}]}`,
    says: `record **R**\n\n${block(...Array.from({ length: 12 }, (_, index) => `f${index}: X`), '… 2 more')}\n\n14 fields.${records}`,
  },
  {
    name: 'a record without fields',
    text: '{"type":"error","name":<<"R$0">>,"fields":[]}',
    says: `error **R**\n\nNo fields, encoded in 0 bytes.${fingerprintsOf('{"name":"R","type":"record","fields":[]}')}${records}`,
  },
  {
    name: 'a complex type’s word',
    text: '{"type":<<"en$0um">>,"name":"S","symbols":["A","B"],"default":"A"}',
    says: `enum **S**\n\n\`A\`, \`B\`\n\n2 symbols, encoded in 1 byte; the default is \`A\`.${fingerprintsOf('{"name":"S","type":"enum","symbols":["A","B"]}')}${enums}`,
  },
  {
    name: 'an array’s word',
    text: '{"type":<<"arr$0ay">>,"items":"int"}',
    says: `\`array<int>\`\n\nA sequence of items of one schema.${link('Arrays', 'arrays')}`,
  },
  {
    name: 'a fixed with a logical type',
    text: '{"type":"fixed","name":<<"$0D">>,"size":12,"logicalType":"duration"}',
    says: `fixed **D**, 12 bytes\n\n\`duration\` on \`fixed(12)\`: an amount of time: months, days and milliseconds, each an unsigned 4-byte integer, little-endian. \`010000000200000003000000\` is 1 month, 2 days and 3 milliseconds.${fingerprintsOf('{"name":"D","type":"fixed","size":12}')}${link('Fixed', 'fixed')}`,
  },
  {
    name: 'a reference through a namespace',
    text: '{"type":"record","name":"a.R","fields":[{"name":"n","type":["null",<<"R$0">>]}]}',
    says: `record **a\\.R**\n\n${block('n: null | R')}\n\n1 field, encoded in at least 1 byte.${fingerprintsOf('{"name":"a.R","type":"record","fields":[{"name":"n","type":["null","a.R"]}]}')}${records}`,
  },
  { name: 'a reference to nothing', text: '["int",<<"x.Y$0">>]', says: '`x.Y` is defined nowhere.' },
  {
    name: 'a field',
    text: '{"type":"record","name":"a.R","fields":[{"name":<<"am$0ount">>,"type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2},"doc":"In euros.","default":"\\u0004\\u00d2"}]}',
    says: `field **amount** of \`a.R\`: \`decimal(9,2)\` on \`bytes\`\n\nIn euros\\.\n\nA decimal number: the bytes are its unscaled value, big-endian in two’s complement. It reaches from -9,999,999.99 to 9,999,999.99. \`12.34\` is the bytes \`04d2\`.\n\nDefault: \`"\u0004Ò"\`, which is \`12.34\`\n\nEncoded in at least 1 byte.${records}`.replace(
      '"\u0004Ò"',
      JSON.stringify('\u0004Ò'),
    ),
  },
  {
    name: 'a field without a default',
    text: '{"type":"record","name":"R","fields":[{"name":<<"a$0">>,"type":"int","aliases":["b"]}]}',
    says: `field **a** of \`R\`: \`int\`\n\nRequired: it has no default.\n\nEncoded in 1 to 5 bytes.\n\nAliases: \`b\`${records}`,
  },
  {
    name: 'a default with all its digits',
    text: '{"type":"record","name":"R","fields":[{"name":<<"a$0">>,"type":"long","default":9007199254740993}]}',
    says: `field **a** of \`R\`: \`long\`\n\nDefault: \`9007199254740993\`\n\nEncoded in 1 to 10 bytes.${records}`,
  },
  {
    name: 'a symbol',
    text: '{"type":"enum","name":"a.S","symbols":["A",<<"B$0">>]}',
    says: `symbol **B** of \`a.S\`, written as 1${enums}`,
  },
  {
    name: 'an enum’s default',
    text: '{"type":"enum","name":"a.S","symbols":["A","B"],"default":<<"B$0">>}',
    says: `symbol **B** of \`a.S\`, written as 1\n\nA reader takes it in place of a symbol that it does not know.${enums}`,
  },
  {
    name: 'a logical type',
    text: '{"type":"long","logicalType":<<"timestamp-$0millis">>}',
    says: `\`timestamp-millis\` on \`long\`\n\nAn instant: milliseconds since 1970-01-01T00:00:00Z. \`1794319327123\` is \`2026-11-10T14:02:07.123Z\`.${link('Logical Types', 'logical-types')}`,
  },
  {
    name: 'nanoseconds, which end soon',
    text: '{"type":"long","logicalType":<<"local-timestamp-$0nanos">>}',
    says: `\`local-timestamp-nanos\` on \`long\`\n\nA date and time without a zone: nanoseconds since 1970-01-01T00:00:00. \`1794319327123000000\` is \`2026-11-10T14:02:07.123000000\`. It reaches from 1677-09-21 to 2262-04-11.${link('Logical Types', 'logical-types')}`,
  },
  {
    name: 'a time of day',
    text: '{"type":"int","logicalType":<<"time-$0millis">>}',
    says: `\`time-millis\` on \`int\`\n\nA time of day: milliseconds since midnight. \`50527123\` is \`14:02:07.123\`.${link('Logical Types', 'logical-types')}`,
  },
  {
    name: 'a date',
    text: '{"type":"int","logicalType":<<"$0date">>}',
    says: `\`date\` on \`int\`\n\nA calendar date: days since 1970-01-01. \`20767\` is \`2026-11-10\`.${link('Date', 'date')}`,
  },
  {
    name: 'a UUID of bytes',
    text: '{"type":"fixed","name":"U","size":16,"logicalType":<<"$0uuid">>}',
    says: `\`uuid\` on \`fixed(16)\`\n\nA UUID, as RFC 4122 writes it or as its 16 bytes. \`6ba7b810-9dad-11d1-80b4-00c04fd430c8\` is the bytes \`6ba7b8109dad11d180b400c04fd430c8\`.${link('UUID', 'uuid')}`,
  },
  {
    name: 'a decimal without decimals in a fixed',
    text: '{"type":"fixed","name":"F","size":2,"logicalType":<<"$0decimal">>,"precision":4}',
    says: `\`decimal(4,0)\` on \`fixed(2)\`\n\nA decimal number: the bytes are its unscaled value, big-endian in two’s complement. It reaches from -9,999 to 9,999. \`1234\` is the bytes \`04d2\`.${link('Decimal', 'decimal')}`,
  },
  {
    name: 'a decimal of very many digits',
    text: '{"type":"bytes","logicalType":<<"$0decimal">>,"precision":60,"scale":9}',
    says: `\`decimal(60,9)\` on \`bytes\`\n\nA decimal number: the bytes are its unscaled value, big-endian in two’s complement. It has up to 60 digits, 9 of them behind the point.${link('Decimal', 'decimal')}`,
  },
  {
    name: 'a decimal that carries its scale',
    text: '{"type":"bytes","logicalType":<<"$0big-decimal">>}',
    says: `\`big-decimal\` on \`bytes\`\n\nA decimal number that carries its own scale. \`12.34\` is the bytes \`0404d204\`.${link('Decimal', 'decimal')}`,
  },
  {
    name: 'a logical type that readers ignore',
    text: '{"type":"string","logicalType":<<"da$0te">>}',
    says: `**date**\n\nA calendar date: days since 1970-01-01.\n\nIt does not count here as it stands: it annotates \`int\`.${link('Date', 'date')}`,
  },
  {
    name: 'an attribute',
    text: '{"type":"fixed",<<"si$0ze">>:1}',
    says: `**size** of a fixed\n\nHow many bytes each value has.${link('Fixed', 'fixed')}`,
  },
  {
    name: 'an attribute of a field',
    text: '{"type":"record","name":"R","fields":[{<<"order$0">>:"ignore"}]}',
    says: `**order** of a field\n\nHow the field counts when two records are sorted: \`ascending\` (if absent), \`descending\` or \`ignore\`.${link('Sort Order', 'sort-order')}`,
  },
  {
    name: 'an order',
    text: '{"type":"record","name":"R","fields":[{"order":<<"ig$0nore">>}]}',
    says: `This field does not count when records are sorted.${link('Sort Order', 'sort-order')}`,
  },
  {
    name: 'an alias of a type, in full',
    text: '{"type":"fixed","name":"a.F","size":1,"aliases":[<<"Old$0">>]}',
    says: `alias **a\\.Old** of \`a.F\`\n\nData that was written under this name can be read as this type.${link('Aliases', 'aliases')}`,
  },
  {
    name: 'an alias of a field',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":[<<"b$0">>]}]}',
    says: `alias **b** of \`a\`\n\nData that was written under this name can be read as this field.${link('Aliases', 'aliases')}`,
  },
  {
    name: 'a namespace',
    text: '[{"type":"fixed","name":"F","namespace":<<"a.$0b">>,"size":1},{"type":"fixed","name":"a.b.G","size":1},{"type":"fixed","name":"c.H","size":1}]',
    says: `namespace **a\\.b**\n\nThe fullname is \`a.b.F\`.\n\nOther types here that are in it: \`G\`${link('Names', 'names')}`,
  },
  {
    name: 'a namespace beside a fullname',
    text: '{"type":"fixed","name":"x.F","namespace":<<"a$0">>,"size":1}',
    says: `namespace **a**\n\nIt does not count: \`x.F\` is a fullname already.${link('Names', 'names')}`,
  },
  {
    name: 'the null namespace',
    text: '{"type":"fixed","name":"F","namespace":<<"$0">>,"size":1}',
    says: `the null namespace\n\nThe fullname is \`F\`.${link('Names', 'names')}`,
  },
  {
    name: 'a date as a default',
    text: `{"type":"record","name":"R","fields":[{${dateField},"default":<<207$067>>}]}`,
    says: `value of \`date\` on \`int\`: \`2026-11-10\`${records}`,
  },
  {
    name: 'bytes as a default',
    text: '{"type":"record","name":"R","fields":[{"name":"b","type":"bytes","default":<<"\\u00ff$0A">>}]}',
    says: `value of \`bytes\`: \`hex:ff41\`${records}`,
  },
  {
    name: 'null as a default',
    text: '{"type":"record","name":"R","fields":[{"name":"b","type":["null","int"],"default":<<nu$0ll>>}]}',
    says: `value of \`null\`${records}`,
  },
  {
    name: 'a symbol deep in a default',
    text: '{"type":"record","name":"R","fields":[{"name":"m","type":{"type":"map","values":{"type":"enum","name":"E","symbols":["A","B"]}},"default":{"x":<<"B$0">>}}]}',
    says: `symbol **B** of \`E\`, written as 1${enums}`,
  },
  {
    name: 'a date deep in a default',
    text: `{"type":"record","name":"R","fields":[{"name":"i","type":["null",{"type":"array","items":{"type":"record","name":"I","fields":[{${dateField}}]}}],"default":[{"d":0},{"d":<<$01>>}]}]}`,
    says: `value of \`date\` on \`int\`: \`1970-01-02\`${records}`,
  },
  {
    name: 'a field’s name in a default',
    text: '{"type":"record","name":"R","fields":[{"name":"i","type":{"type":"record","name":"I","fields":[{"name":"a","type":"int","doc":"How many."}]},"default":{<<"a$0">>:1}}]}',
    says: `field **a** of \`I\`: \`int\`\n\nHow many\\.\n\nRequired: it has no default.\n\nEncoded in 1 to 5 bytes.${records}`,
  },
  {
    name: 'half-typed text',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":<<"int$0">>',
    says: `**int**\n\nA signed integer of 32 bits; one to five bytes, few for small numbers.${link('Primitive Types', 'primitive-types')}`,
  },
]) {
  test(`hover: ${name}`, async () => {
    const found = await hover(text);
    assert.equal(found.markdown, says);
    assert.deepEqual(found.range, found.marked);
  });
}

test('hover on a type of another file says where it is', async () => {
  client.open('{"type":"fixed","name":"a.Id","size":4}', { uri: 'file:///schemas/the%20id.avsc' });
  const { markdown } = await hover('{"type":"array","items":<<"a.$0Id">>}');
  assert.equal(
    markdown,
    `fixed **a\\.Id**, 4 bytes\n\nDefined in [the id\\.avsc](<file:///schemas/the%20id.avsc>).${fingerprintsOf('{"name":"a.Id","type":"fixed","size":4}')}${link('Fixed', 'fixed')}`,
  );
  client.closeDocument('file:///schemas/the%20id.avsc');
});

for (const { name, text } of [
  { name: 'what Avro does not look into', text: '{"type":"int","x":{"type":"str$0ing"}}' },
  { name: 'a doc', text: '{"type":"record","name":"R","doc":"str$0ing","fields":[]}' },
  { name: 'white space', text: '{ $0 "type":"int"}' },
  { name: 'an unknown attribute', text: '{"type":"int","si$0ze":1}' },
  { name: 'an empty text', text: '$0' },
  { name: 'a default that fits nothing', text: '{"type":"record","name":"R","fields":[{"name":"a","type":"Nope","default":1$0}]}' },
  { name: 'a number that is no default', text: '{"type":"fixed","name":"F","size":1$06}' },
]) {
  test(`hover says nothing on ${name}`, async () => {
    assert.equal((await hover(text)).markdown, undefined);
  });
}

test('hover shows a doc as it is written, whatever it holds', async () => {
  const { markdown } = await hover('{"type":"enum","name":"$0S","doc":"![x](https://example.invalid/x.png) <b>\\n# h","symbols":[]}');
  assert.ok(markdown?.startsWith('enum **S**\n\n\\!\\[x\\]\\(https://example\\.invalid/x\\.png\\) \\<b\\>  \n\\# h\n\n'), markdown);
});
