import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { PartReframer } from '../../../client/reframing/partReframer.ts';
import type { ReframeRule } from '../../../client/reframing/reframeRequest.ts';
import { SchemaLookups } from '../../../client/reframing/schemaLookups.ts';
import { RegistryError } from '../../../shared/errors.ts';
import type { RegisteredSchema } from '../../../shared/registry/registeredSchema.ts';
import type { Header } from '../../../shared/wire/frame.ts';

const guid = '01234567-89ab-cdef-0123-456789abcdef';
const guidHex = '0123456789abcdef0123456789abcdef';

function schema(text: string, schemaId: number): RegisteredSchema {
  return { text, references: [], label: `schema ${schemaId}`, schemaId, subject: undefined, version: undefined, guid };
}

const order = schema('{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":"string"}]}', 7);
const longs = schema('{"type":"record","name":"Longs","fields":[{"name":"a","type":"long"},{"name":"b","type":"long"}]}', 8);
const bytes = schema('"bytes"', 9);
/** All branches null, and an int behind them: frames read as it, too. */
const nulls = schema(
  `{"type":"record","name":"N","fields":[${['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `{"name":"${name}","type":"int"}`).join(',')}]}`,
  10,
);
const ints = schema('{"type":"record","name":"I","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}', 7);

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const toHex = (one: Uint8Array | null): string | null => (one === null ? null : Buffer.from(one).toString('hex'));

type Rule = ReframeRule & { readonly kind: 'reframe' };

async function reframe(
  rule: Partial<Rule> & Pick<Rule, 'from' | 'to'>,
  hex: string,
  headers: readonly Header[] = [],
  known: readonly RegisteredSchema[] = [order, longs, bytes],
): Promise<{ readonly hex: string | null; readonly headers: readonly string[] } | string> {
  const missing = (what: string): Promise<never> => Promise.reject(new RegistryError('registry/schema-not-found', `${what} is not there.`));
  const lookups = new SchemaLookups({
    fetchSchema: (id) => {
      const found = known.find(({ schemaId }) => schemaId === id);
      return found === undefined ? missing(`Schema id ${id}`) : Promise.resolve(found);
    },
    fetchNamed: (name) => {
      const found = known.find((one) =>
        name.kind === 'guid' ? one.guid === name.guid : name.kind === 'content-id' && BigInt(one.schemaId) === name.id,
      );
      return found === undefined ? missing(name.kind) : Promise.resolve(found);
    },
  });
  const part = new PartReframer('value', { kind: 'reframe', schemas: [], names: [], ...rule }, lookups, createInflate(1 << 20));
  const given = fromHex(hex);
  const names = new Map<string, Parameters<SchemaLookups['find']>[0] extends ReadonlyMap<string, infer N> ? N : never>();
  part.collect(given, headers, names);
  await lookups.find(names, new AbortController().signal);
  const outcome = part.reframe(given, headers);
  assert.equal(toHex(given), hex.replaceAll(' ', ''), 'what was given is left as it is');
  if (!outcome.ok) return outcome.reason;
  return { hex: toHex(outcome.bytes), headers: outcome.headers.map(({ name, value }) => `${name}=${toHex(value) ?? ''}`) };
}

const other: Header = { name: 'trace', value: fromHex('aa') };
const guidHeader: Header = { name: '__value_schema_id', value: fromHex(`01${guidHex}`) };
const apicurio: readonly Header[] = [
  { name: 'apicurio.value.contentId', value: fromHex('0000000000000007') },
  { name: 'apicurio.value.encoding', value: Buffer.from('BINARY') },
];
// An id in more bytes than it needs, and a text: what is kept is seen to be kept.
const odd = '8200 02 61';

for (const { name, rule, hex, headers = [], becomes, known } of [
  {
    name: 'bare to Confluent prefix, byte by byte',
    rule: { from: ['bare'], schemas: [order], to: 'confluent-prefix' },
    hex: odd,
    becomes: { hex: '000000000782000261', headers: [] },
  },
  {
    name: 'Confluent prefix to bare',
    rule: { from: ['confluent-prefix'], to: 'bare' },
    hex: `0000000007 ${odd}`,
    becomes: { hex: '82000261', headers: [] },
  },
  {
    name: 'Confluent prefix to header: others stay in front',
    rule: { from: ['confluent-prefix'], to: 'confluent-header' },
    hex: `0000000007 ${odd}`,
    headers: [other],
    becomes: { hex: '82000261', headers: ['trace=aa', `__value_schema_id=01${guidHex}`] },
  },
  {
    name: 'header to Confluent prefix: the old header goes, that of the key stays',
    rule: { from: ['confluent-header'], to: 'confluent-prefix' },
    hex: odd,
    headers: [guidHeader, other, { name: '__key_schema_id', value: fromHex('0000000001') }],
    becomes: { hex: '000000000782000261', headers: ['trace=aa', '__key_schema_id=0000000001'] },
  },
  {
    name: "Apicurio's header to bare",
    rule: { from: ['apicurio-header'], to: 'bare' },
    hex: odd,
    headers: [...apicurio, other],
    becomes: { hex: '82000261', headers: ['trace=aa'] },
  },
  {
    name: "Apicurio's prefix to Confluent's",
    rule: { from: ['apicurio-prefix'], to: 'confluent-prefix' },
    hex: `00 0000000000000007 ${odd}`,
    becomes: { hex: '000000000782000261', headers: [] },
  },
  {
    name: 'Glue by a schema that was given',
    rule: { from: ['glue'], schemas: [order], to: 'bare' },
    hex: `0300 ${guidHex} ${odd}`,
    becomes: { hex: '82000261', headers: [] },
  },
  {
    name: 'what is framed as it is to be gets the new name',
    rule: {
      from: ['bare', 'confluent-prefix'],
      schemas: [order],
      to: 'confluent-prefix',
      names: [{ writer: 'id 7', framing: { kind: 'confluent-prefix', schemaId: 99 } }],
    },
    hex: `0000000007 ${odd}`,
    becomes: { hex: '000000006382000261', headers: [] },
  },
  {
    name: 'top bytes get their length behind no frame of Confluent',
    rule: { from: ['confluent-prefix'], to: 'bare' },
    hex: '0000000009 cafe',
    becomes: { hex: '04cafe', headers: [] },
  },
  {
    name: 'and lose it in one',
    rule: { from: ['bare'], schemas: [bytes], to: 'confluent-prefix' },
    hex: '04cafe',
    becomes: { hex: '0000000009cafe', headers: [] },
  },
  {
    name: 'from one of Confluent to another they have none',
    rule: { from: ['confluent-prefix'], to: 'confluent-header' },
    hex: '0000000009 cafe',
    becomes: { hex: 'cafe', headers: [`__value_schema_id=01${guidHex}`] },
  },
  {
    name: 'of several schemas the one that fits',
    rule: { from: ['bare'], schemas: [order, longs], to: 'confluent-prefix' },
    hex: '02 04',
    becomes: { hex: '00000000080204', headers: [] },
  },
  {
    name: 'what fits two schemas is not guessed',
    rule: { from: ['bare'], schemas: [order, longs], to: 'confluent-prefix' },
    hex: '02 00',
    becomes: /it fits schema 7 and schema 8 alike/,
  },
  {
    name: 'what can be read in two framings is not guessed',
    rule: { from: ['confluent-prefix', 'bare'], schemas: [nulls], to: 'bare' },
    hex: '0000000007 02 04',
    known: [ints],
    becomes: /^It can be read as Confluent prefix by schema 7 and as bare Avro by schema 10\.$/,
  },
  {
    name: 'an id that nobody has',
    rule: { from: ['confluent-prefix'], to: 'bare' },
    hex: '0000000063 02',
    becomes: /Schema id 99 is not there/,
  },
  {
    name: 'what its frame names does not read it',
    rule: { from: ['confluent-prefix'], to: 'bare' },
    hex: '0000000007 02',
    becomes: /it does not fit schema 7/,
  },
  {
    name: 'what is left over is no fit',
    rule: { from: ['confluent-prefix'], to: 'bare' },
    hex: `0000000007 ${odd} 00`,
    becomes: /it does not fit schema 7/,
  },
  {
    name: 'another framing than was said',
    rule: { from: ['confluent-prefix'], to: 'bare' },
    hex: '01 02',
    becomes: /no Confluent prefix|takes 5 bytes|The first byte/,
  },
  {
    name: 'a header that does not fit is not taken for bare Avro',
    rule: { from: ['confluent-header', 'bare'], schemas: [longs], to: 'bare' },
    hex: '02 04',
    headers: [guidHeader],
    becomes: /Confluent header: it does not fit schema 7/,
  },
  {
    name: 'no fitting schema',
    rule: { from: ['bare'], schemas: [order], to: 'confluent-prefix' },
    hex: 'ff',
    becomes: /bare Avro: it does not fit schema 7/,
  },
] as const) {
  test(name, async () => {
    const outcome = await reframe(rule, hex, headers, known);
    if (becomes instanceof RegExp) assert.match(typeof outcome === 'string' ? outcome : JSON.stringify(outcome), becomes);
    else assert.deepEqual(outcome, becomes);
  });
}

test('a registry that does not answer is no failure of a record', async () => {
  const down = new RegistryError('registry/unreachable', 'It is down.', { retriable: true });
  const lookups = new SchemaLookups({ fetchSchema: () => Promise.reject(down), fetchNamed: () => Promise.reject(down) });
  await assert.rejects(lookups.find(new Map([['id 7', { kind: 'schema-id', schemaId: 7 }]]), new AbortController().signal), down);
});

test('bytes that look like frames make the registry be asked a bounded number of times, and are not guessed behind it', async () => {
  let asked = 0;
  const lookups = new SchemaLookups({
    fetchSchema: (id) => {
      asked++;
      return Promise.reject(new RegistryError('registry/schema-not-found', `${id} is not there.`));
    },
    fetchNamed: () => assert.fail('no GUIDs'),
  });
  const names = new Map(Array.from({ length: 5_000 }, (_, id) => [`id ${id + 1}`, { kind: 'schema-id' as const, schemaId: id + 1 }]));
  await lookups.find(names, new AbortController().signal);
  assert.equal(asked, 2_000);
  const rule: Rule = { kind: 'reframe', from: ['confluent-prefix', 'bare'], schemas: [nulls], to: 'bare', names: [] };
  const outcome = new PartReframer('value', rule, lookups, createInflate(1 << 20)).reframe(fromHex('00000fa0 000204 00'), []);
  assert.ok(!outcome.ok);
  assert.match(outcome.reason, /was not asked for its schema/);
});
