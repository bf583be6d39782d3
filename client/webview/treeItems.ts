import type { TreeNode } from './recordsProtocol.ts';

/** A line of a value tree that is in sight, as its parents are open. */
export interface TreeItem {
  readonly node: TreeNode;
  /** Among all nodes, in sight or not. */
  readonly index: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** From 1, among those of the same parent, and how many these are. */
  readonly position: number;
  readonly siblings: number;
}

/** The nodes that are in sight where the containers in `closed` are closed. */
export function visibleItems(nodes: readonly TreeNode[], closed: ReadonlySet<number>): TreeItem[] {
  const { positions, siblings } = countSiblings(nodes);
  const items: TreeItem[] = [];
  let hiddenBelow = Infinity;
  nodes.forEach((node, index) => {
    if (node.depth > hiddenBelow) return;
    const hasChildren = (nodes[index + 1]?.depth ?? 0) > node.depth;
    const isOpen = hasChildren && !closed.has(index);
    hiddenBelow = hasChildren && !isOpen ? node.depth : Infinity;
    items.push({ node, index, hasChildren, isOpen, position: positions[index] ?? 1, siblings: siblings[index] ?? 1 });
  });
  return items;
}

/** The containers to close at first: of a large value those below the second level. */
export function closedAtFirst(nodes: readonly TreeNode[], manyNodes = 300): Set<number> {
  if (nodes.length <= manyNodes) return new Set();
  return new Set(nodes.flatMap(({ depth }, index) => (depth >= 2 && (nodes[index + 1]?.depth ?? 0) > depth ? [index] : [])));
}

/** The position in `items` of the parent of the item there; undefined at the top. */
export function parentPosition(items: readonly TreeItem[], position: number): number | undefined {
  const depth = items[position]?.node.depth ?? 0;
  for (let at = position - 1; at >= 0; at--) if ((items[at]?.node.depth ?? 0) < depth) return at;
  return undefined;
}

function countSiblings(nodes: readonly TreeNode[]): { positions: number[]; siblings: number[] } {
  const positions: number[] = [];
  const groupOf: number[] = [];
  const sizes: number[] = [];
  /** The group that is open at each depth. */
  const open: (number | undefined)[] = [];
  nodes.forEach(({ depth }, index) => {
    open.length = depth + 1;
    const group = open[depth] ?? sizes.push(0) - 1;
    open[depth] = group;
    sizes[group] = (sizes[group] ?? 0) + 1;
    groupOf[index] = group;
    positions[index] = sizes[group] ?? 1;
  });
  return { positions, siblings: groupOf.map((group) => sizes[group] ?? 1) };
}
