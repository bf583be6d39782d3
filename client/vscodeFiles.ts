import * as vscode from 'vscode';
import { CodecError } from '../shared/errors.ts';
import type { Files } from './commands/context.ts';

const leftOut = '**/{node_modules,target,.git}/**';

/** The workspace's files as VS Code sees them: open documents as they stand, saved or not. */
export const vscodeFiles: Files = {
  async readText(uri) {
    const open = findOpen(uri);
    if (open !== undefined) return open.getText();
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true)));
  },
  async readBytes(uri, maxBytes) {
    const file = vscode.Uri.parse(uri, true);
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > maxBytes) throw tooLarge(size, maxBytes);
    const bytes = await vscode.workspace.fs.readFile(file);
    // Some file systems know no size, and files grow.
    if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
    return bytes;
  },
  isUnsaved: (uri) => findOpen(uri)?.isDirty ?? false,
  async writeText(uri, text) {
    await vscode.workspace.fs.writeFile(vscode.Uri.parse(uri, true), new TextEncoder().encode(text));
  },
  within: (folder, ...names) => vscode.Uri.joinPath(vscode.Uri.parse(folder, true), ...names).toString(),
  resolve(path, document) {
    const base = vscode.Uri.parse(document, true);
    const folder = base.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(base, '..');
    if (folder === undefined || isAbsolute(path)) return vscode.Uri.file(path).toString();
    return vscode.Uri.joinPath(folder, path).toString();
  },
  relativePath(uri) {
    const file = vscode.Uri.parse(uri, true);
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const isInFirst = first !== undefined && vscode.workspace.getWorkspaceFolder(file)?.index === 0;
    return isInFirst ? vscode.workspace.asRelativePath(file, false) : file.fsPath;
  },
  pathInFolder(uri) {
    const file = vscode.Uri.parse(uri, true);
    const isInside = vscode.workspace.getWorkspaceFolder(file) !== undefined;
    return isInside ? vscode.workspace.asRelativePath(file, false).replaceAll('\\', '/') : undefined;
  },
  async findSchemas(limit, signal, { protocols = false } = {}) {
    const source = new vscode.CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const uris = await vscode.workspace.findFiles(protocols ? '**/*.{avsc,avpr}' : '**/*.avsc', leftOut, limit, source.token);
      const files = uris.map((uri) => ({ uri: uri.toString(), label: vscode.workspace.asRelativePath(uri) }));
      return files.sort((one, other) => one.label.localeCompare(other.label));
    } finally {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    }
  },
};

function findOpen(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

function tooLarge(size: number, maxBytes: number): CodecError {
  const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
  return new CodecError('bytes/too-large', `The file has ${inMegabytes(size)}, and up to ${inMegabytes(maxBytes)} are read.`);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:[/\\]/.test(path);
}
