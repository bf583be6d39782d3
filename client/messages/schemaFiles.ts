import * as vscode from 'vscode';
import { derivedScheme } from '../../shared/protocol.ts';

/** How long schema files must be left alone before messages are checked against them again. */
const quietMs = 300;

/**
 * Tells when schema files of the workspace have changed on disk, and in an editor unless `edits` is false; many changes at
 * once are told once.
 */
export function onSchemaFilesChange(listener: () => void, { edits = true }: { readonly edits?: boolean } = {}): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(listener, quietMs);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.{avsc,avpr}');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // What is made of schemas changes because of them.
      const isNamedSo = /\.(?:avsc|avpr)$/.test(document.uri.path) || /^avro-(?:schema|protocol)$/.test(document.languageId);
      const isSchema = edits && isNamedSo && document.uri.scheme !== derivedScheme;
      if (contentChanges.length > 0 && isSchema) changed();
    }),
    { dispose: () => clearTimeout(timer) },
  );
}
