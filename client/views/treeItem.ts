import * as vscode from 'vscode';
import type { NodeItem } from './nodeItem.ts';

/** The item as VS Code shows it. */
export function toTreeItem(item: NodeItem, node: unknown): vscode.TreeItem {
  const { id, label, description, icon, isError, contextValue, canExpand, tooltip, onClick } = item;
  const shown = new vscode.TreeItem(label, canExpand ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  shown.id = id;
  shown.description = description;
  shown.iconPath = new vscode.ThemeIcon(icon, isError ? new vscode.ThemeColor('list.errorForeground') : undefined);
  shown.contextValue = contextValue;
  // Without one, VS Code asks for it when the mouse rests on the item.
  if (tooltip !== undefined) shown.tooltip = toMarkdown(tooltip);
  if (onClick !== undefined) shown.command = { command: `avroWorkbench.${onClick}`, title: label, arguments: [node] };
  return shown;
}

/** Puts a tooltip onto an item once it is fetched; nothing where there is none. */
export async function resolveTooltip(
  item: vscode.TreeItem,
  token: vscode.CancellationToken,
  fetchLines: (signal: AbortSignal) => Promise<readonly string[] | undefined>,
): Promise<vscode.TreeItem> {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  const lines = await fetchLines(controller.signal);
  if (lines !== undefined) item.tooltip = toMarkdown(lines);
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
