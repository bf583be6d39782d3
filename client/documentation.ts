import * as vscode from 'vscode';

/** Opens a page of the extension's `docs/` as a person reads it, at a heading where one is named. */
export async function openDocumentation(extensionUri: vscode.Uri, page: 'rules', heading: string | undefined): Promise<void> {
  const uri = vscode.Uri.joinPath(extensionUri, 'docs', `${page}.md`);
  await vscode.commands.executeCommand('markdown.showPreview', heading === undefined ? uri : uri.with({ fragment: heading }));
}
