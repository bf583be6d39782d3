import * as vscode from 'vscode';
import type { Memory, RegistryView } from '../commands/context.ts';
import type { Connections } from '../connections.ts';
import { onSchemaFilesChange } from '../messages/schemaFiles.ts';
import type { Settings } from '../settings.ts';
import type { Subscription } from '../ui.ts';
import { toTimeParts } from '../webview/timeText.ts';
import type { RegistryNode } from './registryNodes.ts';
import { createRegistryTree, type RegistryTreeParts, type TreeArrangement } from './registryTree.ts';
import { resolveTooltip, toTreeItem } from './treeItem.ts';

export interface RegistriesViewParts extends Omit<RegistryTreeParts, 'arrangement' | 'hostOf' | 'toClock'> {
  readonly connections: Connections;
  readonly settings: Settings;
  readonly memory: Memory;
}

const memoryKey = 'registriesView';

/** The view "Registries": the tree as VS Code shows it. How it was arranged last holds for the workspace, but for the filter. */
export function createRegistriesView(parts: RegistriesViewParts): RegistryView & Subscription {
  const { memory, connections, settings } = parts;
  const tree = createRegistryTree({
    ...parts,
    arrangement: toArrangement(memory.get(memoryKey)),
    hostOf: (connection) => hostOf(connections.find(connection)?.settings?.registry?.url ?? ''),
    toClock: (ms) => toTimeParts(ms, settings.view().timeZone)?.clock.slice(0, 5) ?? '',
  });
  const changed = new vscode.EventEmitter<RegistryNode[] | undefined>();
  const provider: vscode.TreeDataProvider<RegistryNode> = {
    // One node or several: VS Code takes both.
    onDidChangeTreeData: changed.event,
    getTreeItem: (node) => toTreeItem(tree.item(node), node),
    getChildren: async (node) => [...(await tree.children(node))],
    getParent: (node) => tree.parent(node),
    resolveTreeItem: (item, node, token) => resolveTooltip(item, token, (signal) => tree.tooltip(node, signal)),
  };
  const view = vscode.window.createTreeView('avroWorkbench.registries', { treeDataProvider: provider, showCollapseAll: true });
  const showArrangement = (): void => {
    const { filter, isGrouped, showsDeleted } = tree.arrangement();
    view.description = filter === '' ? '' : `"${filter}"`;
    for (const [key, value] of Object.entries({
      subjectsFiltered: filter !== '',
      subjectsGrouped: isGrouped,
      deletedShown: showsDeleted,
    })) {
      void vscode.commands.executeCommand('setContext', `avroWorkbench.${key}`, value);
    }
  };
  const arrange = (change: Partial<TreeArrangement>): void => {
    tree.arrange(change);
    showArrangement();
    const { isGrouped, showsDeleted } = tree.arrangement();
    if (change.filter === undefined) void memory.set(memoryKey, { isGrouped, showsDeleted });
  };
  const disposable = vscode.Disposable.from(
    view,
    changed,
    tree.onDidChange((nodes) => changed.fire(nodes && [...nodes])),
    view.onDidChangeSelection(({ selection }) => tree.look(selection)),
    onSchemaFilesChange(() => void tree.filesChanged(), { edits: false }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire(undefined)),
  );
  showArrangement();
  return {
    filter(text) {
      if (text !== undefined && text !== tree.arrangement().filter) arrange({ filter: text });
      return tree.arrangement().filter;
    },
    group: (isGrouped) => arrange({ isGrouped }),
    showDeleted: (showsDeleted) => arrange({ showsDeleted }),
    refresh: (target) => tree.refresh(target),
    async reveal(connection, subject, version) {
      if (!view.visible) return;
      const node = await tree.find(connection, subject, version);
      if (node !== undefined) await view.reveal(node, { select: true, focus: false });
    },
    dispose: () => void disposable.dispose(),
  };
}

/** An address that is none is shown as it is. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

function toArrangement(kept: unknown): TreeArrangement {
  const { isGrouped, showsDeleted }: { readonly isGrouped?: unknown; readonly showsDeleted?: unknown } =
    typeof kept === 'object' && kept !== null ? kept : {};
  return { filter: '', isGrouped: isGrouped === true, showsDeleted: showsDeleted === true };
}
