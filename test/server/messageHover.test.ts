import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover } from 'vscode-languageserver/node';
import { refMeanings } from '../../shared/message/proposals.ts';
import { markCursor } from '../mark.ts';
import { startClient } from './harness.ts';

const order = `{"type":"record","name":"Order","namespace":"com.acme","fields":[
  {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2},"doc":"What is paid."},
  {"name":"sequence","type":"long","default":0},
  {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
  {"name":"day","type":{"type":"int","logicalType":"date"}},
  {"name":"status","type":{"type":"enum","name":"Status","symbols":["NEW"],"doc":"How far it is."}},
  {"name":"note","type":["null","string"],"default":null},
  {"name":"payment","type":["null",{"type":"record","name":"Card","fields":[{"name":"last4","type":"string"}]}]}]}`;
const place = '*orders\\-value version 3, schema id 13*';
const value = (fields: string): string => `{"topic":"orders","value":{${fields}}}`;

for (const { name, text, says } of [
  { name: 'a field', text: value('"am$0ount":1'), says: `**amount** \`decimal(9,2)\` on \`bytes\`, required. What is paid\\. ${place}` },
  { name: 'a field with a default', text: value('"no$0te":1'), says: `**note** \`["null","string"]\`, default \`null\`. ${place}` },
  {
    name: 'a field in a branch',
    text: value('"payment":{"com.acme.Card":{"la$0st4":"1"}}'),
    says: `**last4** \`string\`, required. ${place}`,
  },
  {
    name: 'the name of a branch',
    text: value('"payment":{"com.acme.C$0ard":{"last4":"1"}}'),
    says: `**com\\.acme\\.Card** names the branch of the union. ${place}`,
  },
  {
    name: 'a long that doubles round',
    text: value('"sequence":900719925$04740993'),
    says: '`9007199254740993`: kept exactly; readers that use doubles would round it to 9007199254740992.',
  },
  { name: 'a long beyond 2^53 that doubles have', text: value('"sequence":900719925$04740994'), says: '`9007199254740994`: kept exactly.' },
  { name: 'a small long', text: value('"sequence":1$02'), says: undefined },
  { name: 'a date', text: value('"day":2076$07'), says: '20767 days since 1970: 10 Nov 2026' },
  { name: 'a symbol', text: value('"status":"N$0EW"'), says: `**NEW**, a symbol of \`Status\`. How far it is\\. ${place}` },
  {
    name: 'a tombstone',
    text: '{"topic":"orders","value":nu$0ll}',
    says: '**Tombstone**: no value; on a compacted topic it deletes the key',
  },
  {
    name: 'a framing',
    text: '{"topic":"orders","framing":"confluent-pre$0fix","value":{}}',
    says: '**Confluent prefix**: 0, schema id 13 (4 bytes), Avro.',
  },
  {
    name: 'the subject of a schema file',
    text: '{"topic":"orders","valueSchema":{"file":"a.avsc","sub$0ject":"s"},"value":{}}',
    says: `**subject** ${refMeanings.subject}\n\n${place}`,
  },
  { name: 'the name of a schema file', text: '{"topic":"orders","valueSchema":{"file":"a.a$0vsc","subject":"s"},"value":{}}', says: place },
  {
    name: 'a property of a schema that is not known',
    text: '{"topic":"clicks","valueSchema":{"i$0d":7},"value":{}}',
    says: '**id** A schema id of the registry.',
  },
  { name: 'a field that there is not', text: value('"x$0":1'), says: undefined },
  { name: 'nothing of a schema', text: '{"topic":"clicks","value":{"a$0":1}}', says: undefined },
]) {
  test(`message hover: ${name}`, async (t) => {
    assert.equal(await hover(t, text), says);
  });
}

test('message hover: a timestamp is told in UTC and local time', async (t) => {
  const pattern = /^1794315727123 ms: 10 Nov 2026, 13:02:07\.123 UTC; (?:\d+ Nov 2026, )?\d\d:\d\d:07\.123 local$/;
  assert.match((await hover(t, value('"at":17943157$027123'))) ?? '', pattern);
  assert.match((await hover(t, value('"at":"2026-11-10T14:02$0:07.123+01:00"'))) ?? '', pattern);
});

test('message hover: a part tells its schema, its framing and where that is from', async (t) => {
  const said = (await hover(t, '{"topic":"orders","va$0lue":{}}')) ?? '';
  assert.ok(said.startsWith('**value** '));
  assert.ok(said.endsWith(`${place}\n\n**Confluent prefix**: 0, schema id 13 (4 bytes), Avro. *From the topic's decode profile*`), said);
});

async function hover(t: { after(done: () => Promise<void>): void }, marked: string): Promise<string | undefined> {
  const client = await startClient({
    answer: ({ topic, part }) =>
      Promise.resolve(
        topic === 'orders' && part === 'value'
          ? {
              found: true,
              text: order,
              references: [],
              label: 'orders-value v3',
              fullname: undefined,
              registered: { subject: 'orders-value', version: 3, schemaId: 13 },
              framing: { name: 'confluent-prefix', from: 'profile' },
            }
          : { found: false, reason: undefined },
      ),
  });
  t.after(() => client.dispose());
  const { text, cursor } = markCursor(marked);
  const uri = client.open(text, { uri: 'untitled:1', languageId: 'avro-message' });
  const found = await client.request<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position: client.positionAt(uri, cursor),
  });
  assert.deepEqual(client.errors, []);
  return found === null ? undefined : (found.contents as { readonly value: string }).value;
}
