import { randomBytes, randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { CodecError } from '../shared/errors.ts';
import type { CommandContext } from './commands/context.ts';
import type { ContainerSession } from './containers/containerSession.ts';
import { startContainer } from './containers/remoteContainer.ts';
import type { Subscription } from './ui.ts';
import { receiveContainer } from './webview/containerDispatch.ts';
import type { FromContainer } from './webview/containerProtocol.ts';
import { ContainerReader } from './webview/containerReader.ts';
import type { Containers, OpenContainer } from './webview/containers.ts';
import { toContainerHtml } from './webview/recordsHtml.ts';

export interface ContainerEditorsOptions {
  readonly extensionUri: vscode.Uri;
  readonly workerPath: string;
  /** Of the commands, which are built after the editors. */
  readonly context: () => CommandContext;
}

export const containerViewType = 'avroWorkbench.containerFile';

interface Editor extends OpenContainer {
  readonly panel: vscode.WebviewPanel;
}

/** Shows Avro container files in editors of their own, which only read. */
export function createContainerEditors(options: ContainerEditorsOptions): Containers & Subscription {
  const editors = new Set<Editor>();
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, panel) {
      const reader = createReader(uri, panel, options);
      const editor = { id: randomUUID(), reader, panel };
      editors.add(editor);
      show(uri, editor, options);
      const watcher = watch(uri, reader);
      panel.onDidDispose(() => {
        watcher.dispose();
        editors.delete(editor);
        void reader.close();
      });
    },
  };
  const registered = vscode.window.registerCustomEditorProvider(containerViewType, provider, { supportsMultipleEditorsPerDocument: true });
  return {
    active: () => [...editors].find(({ panel }) => panel.active),
    find: (id) => [...editors].find((editor) => editor.id === id),
    dispose() {
      registered.dispose();
      for (const { reader } of editors) void reader.close();
    },
  };
}

function createReader(uri: vscode.Uri, panel: vscode.WebviewPanel, { workerPath, context }: ContainerEditorsOptions): ContainerReader {
  const { settings, log } = context();
  return new ContainerReader({
    name: basename(uri.path),
    log,
    render: () => settings.view(),
    open: () =>
      uri.scheme === 'file' ? startContainer(uri.fsPath, { maxBlockBytes: settings.peek().maxInflatedBytes }, workerPath) : elsewhere(uri),
    post: (message) => void panel.webview.postMessage(message),
  });
}

/** Of a file that only the editor can read, all at once: nothing of it is read. */
function elsewhere({ scheme, path }: vscode.Uri): ContainerSession {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new CodecError(
        'container/elsewhere',
        `${basename(path)} is in a virtual file system (${scheme}), where files can't be read in parts.`,
        {
          remedy: 'Copy it to this machine to look into it.',
        },
      ),
    );
  const refused = { describe: refuse, index: refuse, rows: refuse, search: refuse, record: refuse, paths: refuse, exportRecords: refuse };
  return { ...refused, close: () => Promise.resolve() };
}

function show(uri: vscode.Uri, { id, reader, panel }: Editor, { extensionUri, context }: ContainerEditorsOptions): void {
  const { webview } = panel;
  const files = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const reopen = async (as: 'text' | 'other'): Promise<void> => {
    if (as === 'text') await vscode.commands.executeCommand('vscode.openWith', uri, 'default', panel.viewColumn);
    else await vscode.commands.executeCommand('workbench.action.reopenWithEditor');
  };
  const exportRecords = async (): Promise<void> => context().run('exportRecords', { container: id });
  webview.onDidReceiveMessage((message: FromContainer) => {
    const { ui, log } = context();
    void receiveContainer(message, { reader, ui, log, reopen, exportRecords });
  });
  webview.options = { enableScripts: true, localResourceRoots: [files] };
  webview.html = toContainerHtml({
    title: reader.name,
    nonce: randomBytes(16).toString('base64url'),
    source: webview.cspSource,
    toUri: (file) => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString(),
  });
}

function watch(uri: vscode.Uri, reader: ContainerReader): vscode.Disposable {
  // A pattern below a folder, so that characters of the name that mean something in globs are those of the name.
  const name = basename(uri.path).replace(/[[\]{}*?]/g, '[$&]');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name));
  watcher.onDidChange(() => reader.noteChange('changed'));
  watcher.onDidCreate(() => reader.noteChange('changed'));
  watcher.onDidDelete(() => reader.noteChange('deleted'));
  return watcher;
}
