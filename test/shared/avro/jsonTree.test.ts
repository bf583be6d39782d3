import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProperty, findValue, nodeAt } from '../../../shared/avro/jsonTree.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { markCursor } from '../../mark.ts';

for (const { text: marked, path, at, property, isInName = false } of [
  { text: '{"type":"$0"}', path: ['type'], at: 'string' },
  { text: '{"type":"int"$0}', path: ['type'], at: 'string' },
  { text: '{"type":$0"int"}', path: ['type'], at: 'string' },
  { text: '{"ty$0pe":"int"}', path: ['type'], at: 'object', property: 'type', isInName: true },
  { text: '{$0"type":"int"}', path: ['type'], at: 'object', property: 'type', isInName: true },
  { text: '{"type"$0:"int"}', path: ['type'], at: 'object', property: 'type', isInName: true },
  { text: '{"type":"int",$0}', path: [], at: 'object' },
  { text: '{$0}', path: [], at: 'object' },
  { text: '{"fields":[{"name":"a"},{"type":[1,"$0"]}]}', path: ['fields', 1, 'type', 1], at: 'string' },
  { text: '{"fields":[{"name":"a"},$0{"type":1}]}', path: ['fields'], at: 'array' },
  { text: '{"fields":[$0', path: ['fields'], at: 'array' },
  { text: '{"fields":[{"name":"a$0', path: ['fields', 0, 'name'], at: 'string' },
  { text: '{"na$0', path: ['na'], at: 'object', property: 'na', isInName: true },
] as const satisfies readonly { text: string; path: readonly (string | number)[]; at: string; property?: string; isInName?: boolean }[]) {
  test(`nodeAt: ${marked}`, () => {
    const { text, cursor } = markCursor(marked);
    const { root } = parseJson(text);
    assert.ok(root);
    const place = nodeAt(root, cursor);
    assert.deepEqual(place?.path, path);
    assert.equal(place.nodes[0], root);
    assert.equal(place.nodes.at(-1)?.kind, at);
    assert.equal(place.property?.name.value, property);
    assert.equal(place.isInName, isInName);
  });
}

test('nodeAt: undefined outside of the tree', () => {
  const { root } = parseJson('  {}  ');
  assert.ok(root);
  assert.equal(nodeAt(root, 1), undefined);
  assert.equal(nodeAt(root, 2), undefined);
  assert.equal(nodeAt(root, 5), undefined);
});

test('of repeated properties the last one counts', () => {
  const { root } = parseJson('{"a":1,"b":2,"a":3,"c":}');
  assert.ok(root?.kind === 'object');
  assert.equal(findProperty(root, 'a'), root.properties[2]);
  assert.equal(findValue(root, 'a'), root.properties[2]?.value);
  assert.equal(findProperty(root, 'c'), root.properties[3]);
  assert.equal(findValue(root, 'c'), undefined);
  assert.equal(findProperty(root, 'd'), undefined);
});
