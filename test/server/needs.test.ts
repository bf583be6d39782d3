import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDefiningFiles, findNeeds } from '../../server/needs.ts';
import type { DefiningFilesResult, SchemaNeedsResult } from '../../shared/protocol.ts';
import { definingFiles, schemaNeeds } from '../../shared/protocol.ts';
import { runAtOnce } from '../../shared/slices.ts';
import { sourcesOf } from '../fakes/schemaRequests.ts';
import { startClient } from './harness.ts';

const record = (name: string, ...types: readonly string[]): string =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });
const files = {
  'file:///s/order.avsc': record('n.Order', 'Line', 'Money', 'State'),
  'file:///s/line.avsc': record('n.Line', 'Money', 'n.Inner'),
  'file:///s/money.avsc': record('n.Money', 'long'),
  'file:///s/union.avsc': `[${record('n.Inner')},{"type":"enum","name":"n.State","symbols":["NEW"]}]`,
  'file:///s/broken.avsc': '{"type":"record","name":"n.Broken","fields":[{"name":"a"},{"name":"b","type":5}]}',
  'file:///s/needsBroken.avsc': record('n.NeedsBroken', 'Broken'),
  'file:///s/lonely.avsc': record('n.Lonely', 'x.Nowhere', 'x.Never'),
  'file:///s/needsLonely.avsc': record('n.NeedsLonely', 'Lonely'),
  'file:///s/a.avsc': record('n.A', 'B'),
  'file:///s/b.avsc': record('n.B', 'A'),
  'file:///s/needsCycle.avsc': record('n.NeedsCycle', 'A'),
  'file:///s/one/twice.avsc': record('n.Twice', 'int'),
  'file:///s/two/twice.avsc': record('n.Twice', 'long'),
  'file:///s/unclear.avsc': record('n.Unclear', 'Twice'),
  'file:///s/protocol.avpr': '{"protocol":"P","namespace":"n","types":[{"type":"fixed","name":"F","size":2}],"messages":{}}',
  'file:///s/needsProtocol.avsc': record('n.NeedsProtocol', 'F'),
};
const needsOf = (name: string): SchemaNeedsResult => runAtOnce(findNeeds({ uri: `file:///s/${name}` }, sourcesOf(files)));

test('needs: a schema by itself needs nothing, and is registered as it is', () => {
  const text = files['file:///s/money.avsc'];
  const file = { uri: 'file:///s/money.avsc', text, fullname: 'n.Money', needs: [] };
  assert.deepEqual(needsOf('money.avsc'), { ok: true, files: [file], selfContained: undefined });
});

test('needs: each file after those that it needs, with the file of each name', () => {
  const found = needsOf('order.avsc');
  assert.ok(found.ok);
  assert.deepEqual(
    found.files.map(({ uri, fullname, needs }) => [uri, fullname, needs.map((need) => `${need.fullname} ${need.uri}`)]),
    [
      ['file:///s/money.avsc', 'n.Money', []],
      // A union is of no name, but defines two.
      ['file:///s/union.avsc', undefined, []],
      ['file:///s/line.avsc', 'n.Line', ['n.Money file:///s/money.avsc', 'n.Inner file:///s/union.avsc']],
      ['file:///s/order.avsc', 'n.Order', ['n.Line file:///s/line.avsc', 'n.Money file:///s/money.avsc', 'n.State file:///s/union.avsc']],
    ],
  );
  assert.deepEqual(
    found.files.map(({ text }) => text),
    found.files.map(({ uri }) => (files as Readonly<Record<string, string>>)[uri]),
  );
  assert.match(found.selfContained ?? '', /"name": "Order"|"name": "n.Order"/);
  assert.match(found.selfContained ?? '', /"symbols"/);
});

for (const { name, file, answer, hasWhole = false } of [
  {
    name: 'a text with errors',
    file: 'broken.avsc',
    answer: { reason: 'broken.avsc has 2 errors.', faulty: 'file:///s/broken.avsc', uris: ['file:///s/broken.avsc'] },
  },
  {
    name: 'one that needs a text with errors',
    file: 'needsBroken.avsc',
    answer: {
      reason: 'broken.avsc has 2 errors.',
      faulty: 'file:///s/broken.avsc',
      uris: ['file:///s/broken.avsc', 'file:///s/needsBroken.avsc'],
    },
  },
  {
    name: 'types that are nowhere',
    file: 'lonely.avsc',
    answer: {
      reason: 'lonely.avsc needs x.Nowhere and 1 other type, which no schema file defines.',
      isMissing: true,
      uris: ['file:///s/lonely.avsc'],
    },
  },
  {
    name: 'one that needs a text whose types are nowhere',
    file: 'needsLonely.avsc',
    answer: {
      reason: 'lonely.avsc needs x.Nowhere and 1 other type, which no schema file defines.',
      isMissing: true,
      uris: ['file:///s/lonely.avsc', 'file:///s/needsLonely.avsc'],
    },
  },
  {
    name: 'a type of two meanings',
    file: 'unclear.avsc',
    answer: {
      reason: 'one/twice.avsc and two/twice.avsc define n.Twice in different ways.',
      uris: ['file:///s/unclear.avsc', 'file:///s/one/twice.avsc', 'file:///s/two/twice.avsc'],
    },
  },
  {
    name: 'files that need each other, which one text can hold',
    file: 'needsCycle.avsc',
    answer: {
      reason: 'a.avsc and b.avsc need each other, so neither can be registered before the other.',
      uris: ['file:///s/a.avsc', 'file:///s/b.avsc', 'file:///s/needsCycle.avsc'],
    },
    hasWhole: true,
  },
  {
    name: 'a protocol',
    file: 'protocol.avpr',
    answer: { reason: 'protocol.avpr is a protocol, so one of its types has to be chosen.', uris: ['file:///s/protocol.avpr'] },
  },
  {
    name: 'one that needs a type of a protocol, which one text can hold',
    file: 'needsProtocol.avsc',
    answer: {
      reason: "protocol.avpr is a protocol, so its types can't be registered as a schema of their own.",
      uris: ['file:///s/protocol.avpr', 'file:///s/needsProtocol.avsc'],
    },
    hasWhole: true,
  },
  {
    name: 'no file',
    file: 'gone.avsc',
    answer: { reason: "gone.avsc can't be read, or is not a schema.", uris: ['file:///s/gone.avsc'] },
  },
] as readonly { readonly name: string; readonly file: string; readonly answer: object; readonly hasWhole?: boolean }[]) {
  test(`needs: ${name}`, () => {
    const found = needsOf(file);
    assert.ok(!found.ok);
    const { selfContained, ...refused } = found;
    assert.deepEqual(refused, { ok: false, ...answer });
    assert.equal(selfContained !== undefined, hasWhole);
  });
}

test('defining files: only where the type is the whole schema', () => {
  const fullnames = ['n.Money', 'n.Twice', 'n.State', 'n.F', 'x.Nowhere'];
  assert.deepEqual(runAtOnce(findDefiningFiles({ fullnames }, sourcesOf(files))), {
    'n.Money': ['file:///s/money.avsc'],
    'n.Twice': ['file:///s/one/twice.avsc', 'file:///s/two/twice.avsc'],
  });
});

test('defining files: a version of a subject is none, and __proto__ is a name', () => {
  const money = files['file:///s/money.avsc'];
  const sources = sourcesOf({ 'avro-registry:/local/money/v1.avsc': money, 'file:///p.avsc': record('__proto__') });
  const found = runAtOnce(findDefiningFiles({ fullnames: ['n.Money', '__proto__'] }, sources));
  assert.deepEqual(Object.entries(found), [['__proto__', ['file:///p.avsc']]]);
});

test('needs and defining files are answered from the text as it stands in the editor, a slice at a time', async (t) => {
  let pauses = 0;
  const pause = (): Promise<void> => {
    pauses++;
    return Promise.resolve();
  };
  const client = await startClient({ slices: { sliceMs: 0, now: () => 0, pause } });
  t.after(() => client.dispose());
  const uri = client.open(record('n.Order', 'Money'), { uri: 'file:///s/order.avsc' });
  const money = client.open(files['file:///s/money.avsc'], { uri: 'file:///s/money.avsc' });
  client.edit(money, { start: 0, end: 0, text: '  ' });
  const found: SchemaNeedsResult = await client.request(schemaNeeds, { uri });
  assert.ok(found.ok);
  assert.deepEqual(
    found.files.map(({ text }) => text),
    [`  ${files['file:///s/money.avsc']}`, record('n.Order', 'Money')],
  );
  assert.ok(pauses > 1);
  const defined: DefiningFilesResult = await client.request(definingFiles, { fullnames: ['n.Order'] });
  assert.deepEqual(defined, { 'n.Order': [uri] });
  assert.deepEqual(client.errors, []);
});
