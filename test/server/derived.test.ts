import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { deriveSchema, findNamedTypes, fingerprintSchema, orderFiles } from '../../server/derived.ts';
import { noOtherNames } from '../../shared/avro/nameIndex.ts';
import type { DerivedSchemaResult, FilesInOrderResult, FingerprintsResult, NamedTypesResult } from '../../shared/protocol.ts';
import { derivedSchema, filesInOrder, namedTypes, schemaFingerprints } from '../../shared/protocol.ts';
import { sourcesOf } from '../fakes/schemaRequests.ts';
import { mark } from '../mark.ts';
import { itemsOf, startClient } from './harness.ts';

const money = '{"type":"record","name":"com.acme.Money","fields":[{"name":"amount","type":"long"}]}';
const order = '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"price","type":"Money"}]}';
const files = {
  'file:///s/order.avsc': order,
  'file:///s/a/money.avsc': money,
  'file:///s/broken.avsc': '{"type":"record","name":"R","fields":[{"name":"a"},{"name":"b","type":5}]}',
  'file:///s/needsBroken.avsc': '["R"]',
  'file:///s/lonely.avsc': '["n.Nowhere"]',
  'file:///s/protocol.avpr':
    '{"protocol":"P","namespace":"n","types":[{"type":"fixed","name":"F","size":2},{"type":"record","name":"R","fields":[{"name":"f","type":"F"}]}],"messages":{}}',
  'file:///s/none.avsc': '',
};

for (const { name, uri, form = 'canonical', fullname, answer } of [
  {
    name: 'the canonical form',
    uri: 'file:///s/order.avsc',
    answer: {
      ok: true,
      text: '{"name":"com.acme.Order","type":"record","fields":[{"name":"price","type":{"name":"com.acme.Money","type":"record","fields":[{"name":"amount","type":"long"}]}}]}',
      uris: ['file:///s/order.avsc', 'file:///s/a/money.avsc'],
    },
  },
  {
    name: 'the self-contained text',
    uri: 'file:///s/order.avsc',
    form: 'selfContained',
    answer: {
      ok: true,
      text: `{
  "type": "record",
  "name": "Order",
  "namespace": "com.acme",
  "fields": [
    {
      "name": "price",
      "type": {
        "type": "record",
        "name": "com.acme.Money",
        "fields": [
          { "name": "amount", "type": "long" }
        ]
      }
    }
  ]
}
`,
      uris: ['file:///s/order.avsc', 'file:///s/a/money.avsc'],
    },
  },
  {
    name: 'a type of a protocol',
    uri: 'file:///s/protocol.avpr',
    fullname: 'n.R',
    answer: {
      ok: true,
      text: '{"name":"n.R","type":"record","fields":[{"name":"f","type":{"name":"n.F","type":"fixed","size":2}}]}',
      uris: ['file:///s/protocol.avpr'],
    },
  },
  {
    name: 'no whole protocol',
    uri: 'file:///s/protocol.avpr',
    answer: { ok: false, reason: 'protocol.avpr is a protocol, so one of its types has to be chosen.', uris: ['file:///s/protocol.avpr'] },
  },
  {
    name: 'a text with errors',
    uri: 'file:///s/broken.avsc',
    answer: { ok: false, reason: 'broken.avsc has 2 errors.', faulty: 'file:///s/broken.avsc', uris: ['file:///s/broken.avsc'] },
  },
  {
    name: 'a text that needs one with errors',
    uri: 'file:///s/needsBroken.avsc',
    answer: {
      ok: false,
      reason: 'broken.avsc has 2 errors.',
      faulty: 'file:///s/broken.avsc',
      uris: ['file:///s/needsBroken.avsc', 'file:///s/broken.avsc'],
    },
  },
  {
    name: 'a type that is nowhere',
    uri: 'file:///s/lonely.avsc',
    answer: {
      ok: false,
      reason: 'lonely.avsc needs n.Nowhere, which no schema file defines.',
      isMissing: true,
      uris: ['file:///s/lonely.avsc'],
    },
  },
  {
    name: 'a type that is not in the file',
    uri: 'file:///s/order.avsc',
    fullname: 'com.acme.Money',
    answer: { ok: false, reason: 'order.avsc does not define com.acme.Money.', uris: ['file:///s/order.avsc'] },
  },
  {
    name: 'an empty file',
    uri: 'file:///s/none.avsc',
    answer: { ok: false, reason: 'none.avsc has 1 error.', faulty: 'file:///s/none.avsc', uris: ['file:///s/none.avsc'] },
  },
  {
    name: 'no file',
    uri: 'file:///s/gone%20away.avsc',
    answer: { ok: false, reason: "gone away.avsc can't be read, or is not a schema.", uris: ['file:///s/gone%20away.avsc'] },
  },
] as readonly {
  readonly name: string;
  readonly uri: string;
  readonly form?: 'canonical' | 'selfContained';
  readonly fullname?: string;
  readonly answer: DerivedSchemaResult;
}[]) {
  test(`derived schema: ${name}`, () => {
    assert.deepEqual(deriveSchema({ uri, form, fullname }, sourcesOf(files)), answer);
  });
}

test('derived schema: what is ambiguous is named by as much of its path as it needs', () => {
  const sources = sourcesOf({ ...files, 'file:///s/b/money.avsc': money.replace('long', 'int') });
  const answer = deriveSchema({ uri: 'file:///s/order.avsc', form: 'canonical' }, sources);
  assert.ok(!answer.ok);
  assert.equal(answer.reason, 'a/money.avsc and b/money.avsc define com.acme.Money in different ways.');
});

test('derived schema: what can not be in one text can have a canonical form', () => {
  const sources = sourcesOf({
    'file:///a.avsc': '{"type":"record","name":"A","fields":[{"name":"b","type":"n.B"}]}',
    'file:///b.avsc': '{"type":"record","name":"n.B","fields":[{"name":"a","type":["null","A"]}]}',
  });
  const [canonical, whole] = (['canonical', 'selfContained'] as const).map((form) =>
    deriveSchema({ uri: 'file:///a.avsc', form }, sources),
  );
  assert.ok(canonical?.ok);
  assert.equal(
    canonical.text,
    '{"name":"A","type":"record","fields":[{"name":"b","type":{"name":"n.B","type":"record","fields":[{"name":"a","type":["null","A"]}]}}]}',
  );
  assert.ok(whole?.ok === false);
  assert.match(whole.reason, /^A has no namespace/);
});

test('fingerprints: in each way in which they are written', () => {
  const sources = { ...sourcesOf({ 'file:///a.avsc': '"int"' }), otherNames: () => noOtherNames };
  // The values of Java's Avro, as in test/shared/avro/javaForms.json.
  assert.deepEqual(fingerprintSchema({ uri: 'file:///a.avsc' }, sources), {
    ok: true,
    crc64: { hex: '7275d51a3f395c8f', long: '8247732601305521295', bytes: '8f5c393f1ad57572' },
    md5: 'ef524ea1b91e73173d938ade36c1db32',
    sha256: '3f2b87a9fe7cc9b13835598c3981cd45e3e355309e5090aa0933d7becb6fba45',
  });
});

for (const { name, text, atCursor } of [
  {
    name: 'in the top one',
    text: '{"type":"re$0cord","name":"n.A","fields":[{"name":"a","type":{"type":"fixed","name":"B","size":1}}]}',
    atCursor: 'n.A',
  },
  {
    name: 'in one inside',
    text: '{"type":"record","name":"n.A","fields":[{"name":"a","type":{"type":"fixed","name":"B","si$0ze":1}}]}',
    atCursor: 'n.B',
  },
  {
    name: 'on a reference to it',
    text: '{"type":"record","name":"n.A","fields":[{"name":"a","type":{"type":"fixed","name":"B","size":1}},{"name":"b","type":"$0B"}]}',
    atCursor: 'n.B',
  },
  {
    name: 'on a reference to another text',
    text: '{"type":"record","name":"n.A","fields":[{"name":"a","type":"com.acme.$0Money"}]}',
    atCursor: 'n.A',
  },
  { name: 'in none', text: '[$0 {"type":"fixed","name":"B","size":1}]', atCursor: undefined },
]) {
  test(`named types: the cursor is ${name}`, () => {
    const { text: plain, cursor } = mark(text);
    const uri = 'file:///a.avsc';
    const found = findNamedTypes({ uri, offset: cursor }, sourcesOf({ [uri]: plain, 'file:///money.avsc': money }));
    assert.ok(found.ok);
    assert.equal(found.atCursor, atCursor);
  });
}

test('named types: of a protocol, in the order of the text', () => {
  assert.deepEqual(findNamedTypes({ uri: 'file:///s/protocol.avpr' }, sourcesOf(files)), {
    ok: true,
    isProtocol: true,
    types: [
      { fullname: 'n.F', type: 'fixed' },
      { fullname: 'n.R', type: 'record' },
    ],
    top: undefined,
    atCursor: undefined,
  });
});

test('files in order: with those they need, and notes on what no order puts right', () => {
  const record = (name: string, ...types: readonly string[]): string =>
    JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });
  const texts = {
    'file:///s/a.avsc': record('A', 'B', 'X'),
    'file:///s/b.avsc': record('B', 'C', 'n.Nowhere'),
    'file:///s/c.avsc': record('C', 'B', 'D'),
    'file:///s/d.avsc': record('D'),
    'file:///s/x/x.avsc': record('X'),
    'file:///s/y/x.avsc': record('X', 'int'),
  };
  assert.deepEqual(orderFiles({ uris: ['file:///s/a.avsc', 'file:///s/gone.avsc', 'file:///s/d.avsc'] }, sourcesOf(texts)), {
    uris: ['file:///s/d.avsc', 'file:///s/b.avsc', 'file:///s/c.avsc', 'file:///s/a.avsc', 'file:///s/gone.avsc'],
    notes: [
      'b.avsc and c.avsc need each other, so that none can be read before the others.',
      'x/x.avsc and y/x.avsc define X in different ways.',
      'b.avsc needs n.Nowhere, which no schema file defines.',
      "gone.avsc can't be read.",
    ],
  });
});

test('requests about schemas are answered from the text as it stands in the editor', async (t) => {
  const client = await startClient();
  t.after(() => client.dispose());
  const uri = client.open('"int"');
  const ask = (): Promise<DerivedSchemaResult> => client.request(derivedSchema, { uri, form: 'canonical' });
  assert.deepEqual(await ask(), { ok: true, text: '"int"', uris: [uri] });
  client.edit(uri, { start: 1, end: 4, text: 'long' });
  assert.deepEqual(await ask(), { ok: true, text: '"long"', uris: [uri] });
  const { crc64 } = await client.request<FingerprintsResult & { readonly ok: true }>(schemaFingerprints, { uri });
  assert.equal(crc64.hex, 'd054e14493f41db7');
  const types: NamedTypesResult = await client.request(namedTypes, { uri, offset: 0 });
  assert.deepEqual(types, { ok: true, isProtocol: false, types: [] });
  assert.deepEqual(client.errors, []);
});

test('requests about schemas wait until all files of the folder are known, and see open texts before saved ones', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const toUri = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  mkdirSync(path.join(folder, 'types'));
  writeFileSync(path.join(folder, 'order.avsc'), order);
  writeFileSync(path.join(folder, 'types/money.avsc'), money);
  const client = await startClient({ folders: [pathToFileURL(folder).href] });
  t.after(() => client.dispose());
  const ask = (): Promise<DerivedSchemaResult> => client.request(derivedSchema, { uri: toUri('order.avsc'), form: 'canonical' });
  const form = (type: string): string =>
    `{"name":"com.acme.Order","type":"record","fields":[{"name":"price","type":{"name":"com.acme.Money","type":"record","fields":[{"name":"amount","type":"${type}"}]}}]}`;
  const uris = [toUri('order.avsc'), toUri('types/money.avsc')];
  assert.deepEqual(await ask(), { ok: true, text: form('long'), uris });
  client.open(money.replace('long', 'int'), { uri: toUri('types/money.avsc') });
  assert.deepEqual(await ask(), { ok: true, text: form('int'), uris });
  const listed = await client.request<FilesInOrderResult>(filesInOrder, { uris: [toUri('order.avsc')] });
  assert.deepEqual(listed, { uris: uris.toReversed(), notes: [] });
});

test('what is made of a schema is no schema of the workspace, and has no problems of its own', async (t) => {
  const client = await startClient();
  t.after(() => client.dispose());
  client.open(money, { uri: 'file:///money.avsc' });
  const derived = client.open('// money.avsc has 1 error.\n{"type":"record"}', { uri: 'avro-derived:/canonical/money.canonical.avsc?x' });
  assert.deepEqual(itemsOf(await client.pull(derived)), []);
  const again = client.open('["com.acme.Money","com.acme.Other"]', { uri: 'file:///again.avsc' });
  client.open('{"type":"fixed","name":"com.acme.Other","size":1}', { uri: 'avro-derived:/self-contained/other.self-contained.avsc?x' });
  // The one type is known and the other is not.
  const codes = itemsOf(await client.pull(again)).map(({ code }) => code);
  assert.deepEqual(codes, ['unknown-type']);
});
