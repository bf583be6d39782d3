import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeNode } from '../../../client/webview/recordsProtocol.ts';
import { closedAtFirst, parentPosition, visibleItems } from '../../../client/webview/treeItems.ts';

/** A tree of names, indented by their depth. */
function tree(text: string): TreeNode[] {
  return text.split(' ').map((name) => {
    const depth = name.length - name.replace(/^-+/, '').length;
    return { depth, name: name.slice(depth), kind: 'object', text: '', more: '', type: '' };
  });
}

const nodes = tree('key value -id -lines --0 ---sku --1 ---sku -tags');

for (const { name, closed, names } of [
  { name: 'all open', closed: [], names: 'key value id lines 0 sku 1 sku tags' },
  { name: 'a closed one hides all below it', closed: [3], names: 'key value id lines tags' },
  { name: 'closed within closed', closed: [1, 3], names: 'key value' },
  { name: 'a leaf can’t be closed', closed: [0, 2], names: 'key value id lines 0 sku 1 sku tags' },
]) {
  test(`in sight: ${name}`, () => {
    assert.equal(
      visibleItems(nodes, new Set(closed))
        .map(({ node }) => node.name)
        .join(' '),
      names,
    );
  });
}

test('positions among the children of the same parent', () => {
  assert.equal(
    visibleItems(nodes, new Set())
      .map(({ node, position, siblings }) => `${node.name}${position}/${siblings}`)
      .join(' '),
    'key1/2 value2/2 id1/3 lines2/3 01/2 sku1/1 12/2 sku1/1 tags3/3',
  );
});

test('open and closed', () => {
  const marks = visibleItems(nodes, new Set([4])).map(
    ({ node, hasChildren, isOpen }) => `${node.name}${hasChildren ? (isOpen ? '-' : '+') : ''}`,
  );
  assert.equal(marks.join(' '), 'key value- id lines- 0+ 1- sku tags');
});

test('parents', () => {
  const items = visibleItems(nodes, new Set());
  assert.deepEqual(
    [0, 1, 2, 5, 7, 8].map((position) => parentPosition(items, position)),
    [undefined, undefined, 1, 4, 6, 1],
  );
});

test('of a large value only the first two levels are open at first', () => {
  assert.deepEqual(closedAtFirst(nodes), new Set());
  assert.deepEqual(closedAtFirst(nodes, 8), new Set([4, 6]));
});
