import * as vscode from 'vscode';
import type { Subscription } from '../ui.ts';
import type { ClusterNode } from './clusterNodes.ts';
import type { ClusterTree } from './clusterTree.ts';
import { resolveTooltip, toTreeItem } from './treeItem.ts';

/** The view "Clusters": the tree as VS Code shows it. */
export interface ClustersView extends Subscription {
  /** Expands a connection, where the view can be seen; whether it can. */
  expand(connection: string): Promise<boolean>;
}

export function createClustersView(tree: ClusterTree): ClustersView {
  const changed = new vscode.EventEmitter<ClusterNode | undefined>();
  const subscription = tree.onDidChange((node) => changed.fire(node));
  const provider: vscode.TreeDataProvider<ClusterNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (node) => toTreeItem(tree.item(node), node),
    getChildren: async (node) => [...(await tree.children(node))],
    // Only connections are revealed, and they stand at the top.
    getParent: () => undefined,
    resolveTreeItem: (item, node, token) => resolveTooltip(item, token, (signal) => tree.tooltip(node, signal)),
  };
  const view = vscode.window.createTreeView('avroWorkbench.clusters', { treeDataProvider: provider, showCollapseAll: true });
  return {
    async expand(connection) {
      if (view.visible) await view.reveal(tree.nodeOf(connection), { expand: true, select: false });
      return view.visible;
    },
    dispose() {
      vscode.Disposable.from(view, changed, subscription).dispose();
    },
  };
}
