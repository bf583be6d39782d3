import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
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

/** The range marked in `text` is the word that is described. */
for (const { name, text, says } of [
  {
    name: 'a primitive type',
    text: '<<"lo$0ng">>',
    says: '**long**\n\nA signed integer of 64 bits; one to ten bytes, few for small numbers.',
  },
  {
    name: 'a record’s name',
    text: '{"type":"record","namespace":"com.acme","name":<<"Or$0der">>,"doc":"An *order*.","aliases":["Purchase"],"fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"]}]}',
    says: 'record **com\\.acme\\.Order**\n\nAn \\*order\\*\\.\n\n`id: long`, `note: null | string`\n\nAliases: `com.acme.Purchase`',
  },
  { name: 'a complex type’s word', text: '{"type":<<"en$0um">>,"name":"S","symbols":["A","B"]}', says: 'enum **S**\n\n`A`, `B`' },
  { name: 'an array’s word', text: '{"type":<<"arr$0ay">>,"items":"int"}', says: '`array<int>`\n\nA sequence of items of one schema.' },
  {
    name: 'a fixed with a logical type',
    text: '{"type":"fixed","name":<<"$0D">>,"size":12,"logicalType":"duration"}',
    says: 'fixed **D**, 12 bytes\n\n**duration** on `fixed(12)`\n\nAn amount of time: months, days and milliseconds, each an unsigned 4-byte integer, little-endian.',
  },
  {
    name: 'a reference through a namespace',
    text: '{"type":"record","name":"a.R","fields":[{"name":"n","type":["null",<<"R$0">>]}]}',
    says: 'record **a\\.R**\n\n`n: null | R`',
  },
  { name: 'a reference to nothing', text: '["int",<<"x.Y$0">>]', says: '`x.Y` is defined nowhere here.' },
  {
    name: 'a field',
    text: '{"type":"record","name":"a.R","fields":[{"name":<<"am$0ount">>,"type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2},"doc":"In euros.","default":""}]}',
    says: 'field **amount** of `a.R`: `decimal(9,2)` on `bytes`\n\nIn euros\\.\n\nDefault: `""`',
  },
  {
    name: 'a field without a default',
    text: '{"type":"record","name":"R","fields":[{"name":<<"a$0">>,"type":"int"}]}',
    says: 'field **a** of `R`: `int`\n\nRequired: it has no default.',
  },
  {
    name: 'a default with all its digits',
    text: '{"type":"record","name":"R","fields":[{"name":<<"a$0">>,"type":"long","default":9007199254740993}]}',
    says: 'field **a** of `R`: `long`\n\nDefault: `9007199254740993`',
  },
  { name: 'a symbol', text: '{"type":"enum","name":"a.S","symbols":["A",<<"B$0">>]}', says: 'symbol **B** of `a.S`, written as 1' },
  {
    name: 'a logical type',
    text: '{"type":"long","logicalType":<<"timestamp-$0millis">>}',
    says: '**timestamp-millis** on `long`\n\nAn instant: milliseconds since 1970-01-01T00:00:00Z.',
  },
  {
    name: 'a logical type that readers ignore',
    text: '{"type":"string","logicalType":<<"da$0te">>}',
    says: '**date**\n\nA calendar date: days since 1970-01-01.\n\nIt does not count here as it stands: it annotates `int`.',
  },
  {
    name: 'an attribute',
    text: '{"type":"fixed",<<"si$0ze">>:1}',
    says: '**size** of a fixed\n\nHow many bytes each value has.',
  },
  {
    name: 'an attribute of a field',
    text: '{"type":"record","name":"R","fields":[{<<"order$0">>:"ignore"}]}',
    says: '**order** of a field\n\nHow the field counts when two records are sorted: `ascending` (if absent), `descending` or `ignore`.',
  },
  {
    name: 'an order',
    text: '{"type":"record","name":"R","fields":[{"order":<<"ig$0nore">>}]}',
    says: 'This field does not count when records are sorted.',
  },
  {
    name: 'half-typed text',
    text: '{"type":"record","name":"R","fields":[{"name":"a","type":<<"int$0">>',
    says: `**int**\n\nA signed integer of 32 bits; one to five bytes, few for small numbers.`,
  },
]) {
  test(`hover: ${name}`, async () => {
    const found = await hover(text);
    assert.equal(found.markdown, says);
    assert.deepEqual(found.range, found.marked);
  });
}

for (const { name, text } of [
  { name: 'what Avro does not look into', text: '{"type":"int","x":{"type":"str$0ing"}}' },
  { name: 'a doc', text: '{"type":"record","name":"R","doc":"str$0ing","fields":[]}' },
  { name: 'white space', text: '{ $0 "type":"int"}' },
  { name: 'an unknown attribute', text: '{"type":"int","si$0ze":1}' },
  { name: 'an empty text', text: '$0' },
]) {
  test(`hover says nothing on ${name}`, async () => {
    assert.equal((await hover(text)).markdown, undefined);
  });
}

test('hover shows a doc as it is written, whatever it holds', async () => {
  const { markdown } = await hover('{"type":"enum","name":"$0S","doc":"![x](https://example.invalid/x.png) <b>\\n# h","symbols":[]}');
  assert.equal(markdown, 'enum **S**\n\n\\!\\[x\\]\\(https://example\\.invalid/x\\.png\\) \\<b\\>  \n\\# h');
});
