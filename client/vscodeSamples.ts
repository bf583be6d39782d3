import * as vscode from 'vscode';
import type { Samples } from './commands/context.ts';
import { createSamples } from './samples.ts';

/** The samples, which are delivered in `media/samples/` and edited in the extension's own storage. */
export function createVscodeSamples({ extensionUri, globalStorageUri }: vscode.ExtensionContext): Samples {
  const { fs } = vscode.workspace;
  return createSamples({
    folder: vscode.Uri.joinPath(globalStorageUri, 'samples').toString(),
    read: async (path) => fs.readFile(vscode.Uri.joinPath(extensionUri, 'media/samples', path)),
    async write(uri, bytes) {
      const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
      if (open === undefined || !open.isDirty) {
        await fs.writeFile(vscode.Uri.parse(uri), bytes);
        return;
      }
      // A file that is changed in an editor would not show what is written beneath it.
      const edit = new vscode.WorkspaceEdit();
      edit.replace(open.uri, new vscode.Range(0, 0, open.lineCount, 0), new TextDecoder().decode(bytes));
      await vscode.workspace.applyEdit(edit);
      await open.save();
    },
    async show(uri) {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preview: false });
    },
  });
}
