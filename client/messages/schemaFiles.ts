import * as vscode from 'vscode';

/** How long schema files must be left alone before messages are checked against them again. */
const quietMs = 300;

/** Tells when schema files of the workspace have changed, in an editor or on disk; many changes at once are told once. */
export function onSchemaFilesChange(listener: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(listener, quietMs);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.avsc');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.path.endsWith('.avsc')) changed();
    }),
    { dispose: () => clearTimeout(timer) },
  );
}
