import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSources } from '../../server/comparing.ts';
import type { CompareResult, SchemaSource } from '../../shared/protocol.ts';
import { compareSchemas } from '../../shared/protocol.ts';
import { runAtOnce } from '../../shared/slices.ts';
import { sourcesOf } from '../fakes/schemaRequests.ts';
import { startClient } from './harness.ts';

const fields = (...all: readonly object[]): string => JSON.stringify({ type: 'record', name: 'Order', namespace: 'n', fields: all });
const amount = { name: 'amount', type: 'long' };
const files = {
  'file:///s/order.avsc': fields(amount, { name: 'currency', type: 'string' }),
  'file:///s/whole.avsc': fields({ name: 'price', type: 'Money' }),
  'file:///s/money.avsc': '{"type":"record","name":"n.Money","fields":[{"name":"amount","type":"long"}]}',
  'file:///s/broken.avsc': '{"type":"record","name":"R","fields":[{"name":"a"},{"name":"b"}]}',
  'file:///s/lonely.avsc': '{"type":"record","name":"n.Lonely","fields":[{"name":"a","type":"x.Nowhere"}]}',
};
const compare = (left: SchemaSource, right: SchemaSource): CompareResult => runAtOnce(compareSources({ left, right }, sourcesOf(files)));
const v7: SchemaSource = { text: fields(amount), references: [], label: 'orders-value v7' };
const file = (name: string): SchemaSource => ({ uri: `file:///s/${name}` });

test('comparing: who can read what, each in the names of the two', () => {
  const result = compare(v7, file('order.avsc'));
  assert.ok(result.ok);
  assert.deepEqual(result.backward, [
    'order.avsc can\'t read data of orders-value v7: "currency" has no default, and orders-value v7 does not write it.',
  ]);
  assert.deepEqual([result.forward, result.losses, result.summary], [[], [], '+1 field']);
  assert.deepEqual(
    result.differences.map(({ kind, path }) => `${kind} ${path}`),
    ['added n.Order.currency'],
  );
  const back = compare(file('order.avsc'), v7);
  assert.ok(back.ok);
  assert.deepEqual(back.forward, [
    'Readers that still use order.avsc can\'t read this: they need "currency", which is no longer written and has no default there.',
  ]);
});

test('comparing: of two versions, both are named', () => {
  const text = fields({ name: 'amount', type: 'int' });
  const result = compare(v7, { text, references: [], label: 'orders-value v8' });
  assert.ok(result.ok);
  assert.deepEqual(result.backward, [
    'orders-value v8 can\'t read data of orders-value v7: "amount" was written as long, which can\'t be read as int.',
  ]);
  const other = compare({ text, references: [], label: 'orders-value v6' }, v7);
  assert.ok(other.ok);
  assert.deepEqual(other.forward, [
    'Readers that still use orders-value v6 can\'t read "amount": orders-value v7 writes long, they expect int.',
  ]);
});

test('comparing: what is read as something else', () => {
  const decimal = (scale: number): object => ({ name: 'a', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale } });
  const result = compare({ ...v7, text: fields(decimal(2)) }, { text: fields(decimal(3)), references: [], label: 'orders-value v8' });
  assert.ok(result.ok);
  assert.deepEqual([result.backward, result.forward], [[], []]);
  assert.ok(result.losses.some((loss) => loss.includes('scale 2')));
});

test('comparing: a file with its types of other files, and a text with its references', () => {
  const money = '{"type":"record","name":"n.Money","fields":[{"name":"amount","type":"int"}]}';
  const text = fields({ name: 'price', type: 'n.Money' });
  const result = compare({ text, references: [money], label: 'v1' }, file('whole.avsc'));
  assert.ok(result.ok);
  assert.deepEqual([result.backward, result.forward.length], [[], 1]);
});

test('comparing: what means the same has no difference', () => {
  const result = compare(file('money.avsc'), { text: `${files['file:///s/money.avsc']}\n`, references: [], label: 'v1' });
  assert.deepEqual(result, { ok: true, differences: [], backward: [], forward: [], losses: [], summary: '' });
});

test('comparing: a type inside of a file', () => {
  const result = compare({ ...v7, text: files['file:///s/money.avsc'] }, { uri: 'file:///s/money.avsc', fullname: 'n.Money' });
  assert.ok(result.ok);
  assert.deepEqual(result.backward, []);
});

for (const { name, source, answer } of [
  {
    name: 'a file with errors',
    source: file('broken.avsc'),
    answer: { reason: 'broken.avsc has 2 errors.', faulty: 'file:///s/broken.avsc', uris: ['file:///s/broken.avsc'] },
  },
  {
    name: 'a file that lacks a type',
    source: file('lonely.avsc'),
    answer: { reason: 'lonely.avsc cannot be used: "x.Nowhere" is not defined.', uris: ['file:///s/lonely.avsc'] },
  },
  {
    name: 'no file',
    source: file('gone.avsc'),
    answer: { reason: "gone.avsc can't be read, or is not a schema.", uris: ['file:///s/gone.avsc'] },
  },
  {
    name: 'a type that is not in the file',
    source: { uri: 'file:///s/money.avsc', fullname: 'n.Other' },
    answer: { reason: 'money.avsc does not define n.Other.', uris: ['file:///s/money.avsc'] },
  },
  {
    name: 'a version that is half a JSON',
    source: { text: '{"type":', references: [], label: 'v3' },
    answer: { reason: 'v3 is not a schema that can be compared.', uris: [] },
  },
  {
    name: 'a version that lacks a reference',
    source: { text: '["n.Gone"]', references: [], label: 'v3' },
    answer: { reason: 'v3 cannot be used: "n.Gone" is not defined.', uris: [] },
  },
] as readonly { readonly name: string; readonly source: SchemaSource; readonly answer: object }[]) {
  test(`comparing: ${name} is refused, on either side`, () => {
    assert.deepEqual(compare(source, v7), { ok: false, ...answer });
    assert.deepEqual(compare(v7, source), { ok: false, ...answer });
  });
}

test('comparing: with the text as it stands in the editor, a slice at a time', async (t) => {
  let pauses = 0;
  const pause = (): Promise<void> => {
    pauses++;
    return Promise.resolve();
  };
  const client = await startClient({ slices: { sliceMs: 0, now: () => 0, pause } });
  t.after(() => client.dispose());
  const uri = client.open(fields(amount), { uri: 'file:///s/order.avsc' });
  const ask = (): Promise<CompareResult> => client.request(compareSchemas, { left: v7, right: { uri } });
  const same = await ask();
  assert.ok(same.ok);
  assert.deepEqual(same.backward, []);
  const start = client.textOf(uri).indexOf('"long"');
  client.edit(uri, { start, end: start + '"long"'.length, text: '"int"' });
  const changed = await ask();
  assert.ok(changed.ok);
  assert.equal(changed.backward.length, 1);
  assert.ok(pauses > 1);
  assert.deepEqual(client.errors, []);
});
