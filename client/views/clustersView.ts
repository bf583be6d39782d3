import * as vscode from 'vscode';
import type { Subscription } from '../ui.ts';
import type { ClusterNode } from './clusterNodes.ts';
import type { ClusterTree } from './clusterTree.ts';

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
    getTreeItem: (node) => toTreeItem(tree, node),
    getChildren: async (node) => [...(await tree.children(node))],
    // Only connections are revealed, and they stand at the top.
    getParent: () => undefined,
    async resolveTreeItem(item, node, token) {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const lines = await tree.tooltip(node, controller.signal);
      if (lines !== undefined) item.tooltip = toMarkdown(lines);
      return item;
    },
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

function toTreeItem(tree: ClusterTree, node: ClusterNode): vscode.TreeItem {
  const { id, label, description, icon, isError, contextValue, canExpand, tooltip } = tree.item(node);
  const item = new vscode.TreeItem(label, canExpand ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  item.id = id;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon, isError ? new vscode.ThemeColor('list.errorForeground') : undefined);
  item.contextValue = contextValue;
  // Without one, VS Code asks for it when the mouse rests on the item.
  if (tooltip !== undefined) item.tooltip = toMarkdown(tooltip);
  return item;
}

/** Lines of plain text as a tooltip that shows them literally; the first one is set apart. */
export function toMarkdown([first = '', ...lines]: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(first);
  if (lines.length > 0) text.appendMarkdown('\n\n');
  lines.forEach((line, index) => {
    if (index > 0) text.appendMarkdown('  \n');
    text.appendText(line);
  });
  return text;
}
