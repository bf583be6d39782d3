import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { createBaselines, type KeptBaselines } from './baselines/createBaselines.ts';
import type { BaselineFiles } from './baselines/fileBaseline.ts';
import { createRefreshTimer } from './baselines/refreshTimer.ts';
import type { RunGit } from './baselines/runGit.ts';
import type { Memory, Samples } from './commands/context.ts';
import { onSchemaFilesChange } from './messages/schemaFiles.ts';
import type { Registries } from './registries.ts';
import type { Settings } from './settings.ts';
import { vscodeFiles } from './vscodeFiles.ts';

export interface VscodeBaselinesParts {
  readonly settings: Settings;
  readonly registries: Registries;
  readonly memory: Memory;
  readonly runGit: RunGit;
  readonly samples: Pick<Samples, 'baselineOf'>;
}

/** The baselines of this window's files, asked for anew when something may have changed them. */
export function createVscodeBaselines(parts: VscodeBaselinesParts): KeptBaselines {
  const baselines = createBaselines({
    ...parts,
    settings: withSamples(parts.settings, parts.samples),
    files: baselineFiles,
    pathOf: (uri) => vscodeFiles.pathInFolder(uri) ?? vscode.Uri.parse(uri, true).path.replace(/^\//, ''),
    resolve,
    isTrusted: () => vscode.workspace.isTrusted,
    now: Date.now,
  });
  const subscription = vscode.Disposable.from(baselines, keepFresh(baselines, parts.settings));
  return { ...baselines, dispose: () => void subscription.dispose() };
}

/** The settings, but for the samples, which come with what they are to be compatible with. */
function withSamples(settings: Settings, samples: Pick<Samples, 'baselineOf'>): Settings {
  return {
    ...settings,
    compatibility(uri) {
      const first = samples.baselineOf(uri);
      const own = settings.compatibility(uri);
      return first === undefined ? own : { ...own, baseline: vscode.Uri.parse(first, true).fsPath, level: 'BACKWARD' };
    },
  };
}

function keepFresh(baselines: KeptBaselines, settings: Settings): vscode.Disposable {
  const timer = createRefreshTimer({
    intervalMs: () => settings.registry().refreshIntervalMs,
    // Who looks elsewhere needs no news.
    isNeeded: () => vscode.window.state.focused && openSchemas().length > 0,
    refresh: () => baselines.refresh(openSchemas()),
  });
  const refresh = (kind: 'git' | 'path'): void => void baselines.refresh(openSchemas(), kind);
  return vscode.Disposable.from(
    timer,
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      timer.wake();
      // What has become too old meanwhile is asked for.
      baselines.reconsider();
      refresh('git');
      refresh('path');
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isSchema(document)) timer.wake();
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (isSchema(document)) void baselines.refresh([document.uri.toString()], 'git');
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => baselines.forget(uri.toString())),
    onSchemaFilesChange(() => refresh('path'), { edits: false }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      refresh('git');
      baselines.reconsider();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('avroWorkbench.registry.refreshIntervalSeconds')) timer.wake();
      const counts = ['subjects', 'compatibility'].some((id) => event.affectsConfiguration(`avroWorkbench.${id}`));
      if (counts) baselines.reconsider();
    }),
  );
}

/** Where VS Code's own settings say that git is, which no workspace can say. */
export function gitExecutable(): string {
  const path: unknown = vscode.workspace.getConfiguration('git').inspect('path')?.globalValue;
  const [first] = Array.isArray(path) ? (path as readonly unknown[]) : [path];
  return typeof first === 'string' && isAbsolute(first) ? first : 'git';
}

/** The URI of a path of the settings: absolute, from the home folder (`~/`), or from the workspace folder that a file is in. */
function resolve(path: string, uri: string): string {
  const file = vscode.Uri.parse(uri, true);
  const home = /^~[/\\]/.test(path);
  const plain = path.replace(/^~(?=[/\\])/, homedir()).replace(/^\$\{workspaceFolder\}[/\\]?/, '');
  if (home || isAbsolute(plain)) return vscode.Uri.file(plain).toString();
  const folder = vscode.workspace.getWorkspaceFolder(file) ?? vscode.workspace.workspaceFolders?.[0];
  // What is in no folder is looked for beside the file.
  return vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.joinPath(file, '..'), plain.replaceAll('\\', '/').replace(/\/+$/, '')).toString();
}

function openSchemas(): string[] {
  return vscode.workspace.textDocuments.filter(isSchema).map(({ uri }) => uri.toString());
}

function isSchema({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'avro-schema' || uri.path.endsWith('.avsc');
}

const baselineFiles: BaselineFiles = {
  async kindOf(uri) {
    try {
      const { type } = await vscode.workspace.fs.stat(vscode.Uri.parse(uri, true));
      return (type & vscode.FileType.Directory) !== 0 ? 'folder' : 'file';
    } catch {
      // Nothing is there, or nothing that can be read.
      return undefined;
    }
  },
  readText: (uri) => vscodeFiles.readText(uri),
  async listFiles(uri, limit, signal) {
    const paths: string[] = [];
    const folders = [''];
    for (let folder = folders.shift(); folder !== undefined && paths.length < limit; folder = folders.shift()) {
      signal.throwIfAborted();
      for (const [name, type] of await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(vscode.Uri.parse(uri, true), folder))) {
        const path = folder === '' ? name : `${folder}/${name}`;
        // A link to a folder may lead back up.
        if (type === vscode.FileType.Directory && !leftOut.has(name)) folders.push(path);
        else if ((type & vscode.FileType.File) !== 0 && paths.length < limit) paths.push(path);
      }
    }
    return paths;
  },
  join: (folder, path) => vscode.Uri.joinPath(vscode.Uri.parse(folder, true), path).toString(),
};

const leftOut: ReadonlySet<string> = new Set(['.git', 'node_modules', 'target']);
