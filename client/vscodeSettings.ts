import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { loopback, type RegistryProxy } from '../shared/registry/endpoint.ts';
import type { ConnectionStore, SettingScope } from './connections.ts';
import type { ReadSetting } from './settings.ts';

const section = 'avroWorkbench';

/** Reads a setting of ours, for a resource where one is named. */
export const readSetting: ReadSetting = (id, resource) => {
  const uri = resource === undefined ? undefined : vscode.Uri.parse(resource);
  // Where the editor shows no lenses at all, what ours would say has to be said in another place.
  if (id.startsWith('codeLens.') && vscode.workspace.getConfiguration('editor', uri).get('codeLens') === false) return false;
  return vscode.workspace.getConfiguration(section, uri).get(id);
};

/** The proxy of the editor's settings: `http.proxy`, unless `http.proxySupport` says that extensions use none. */
export function readProxy(): RegistryProxy | undefined {
  const settings = vscode.workspace.getConfiguration('http');
  if (settings.get('proxySupport') === 'off') return 'none';
  const url = settings.get('proxy');
  if (typeof url !== 'string' || url === '') return undefined;
  const hosts = settings.get<readonly unknown[]>('noProxy') ?? [];
  return { url, bypass: [...loopback, ...hosts.filter((host) => typeof host === 'string')] };
}

/** Opens the settings as text, at one of ours: those of the workspace where they have it, else the user's. */
export async function openSettings(id: string): Promise<void> {
  const isInWorkspace = vscode.workspace.getConfiguration(section).inspect<unknown>(id)?.workspaceValue !== undefined;
  // In a remote window, what belongs to a machine stands in the settings of that machine.
  const user = vscode.env.remoteName === undefined ? 'openSettingsJson' : 'openRemoteSettingsFile';
  const command = `workbench.action.${isInWorkspace ? 'openWorkspaceSettingsFile' : user}`;
  await vscode.commands.executeCommand(command, { revealSetting: { key: `${section}.${id}` } });
}

/** Changes a setting for the workspace that a resource is in, in the scope that has it, or for the user where it is in none. */
export async function changeSetting(id: string, resource: string, change: (value: unknown) => unknown): Promise<void> {
  const uri = vscode.Uri.parse(resource, true);
  const settings = vscode.workspace.getConfiguration(section, uri);
  const found = settings.inspect<unknown>(id);
  const isInFolder = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  if (found?.workspaceFolderValue !== undefined && isInFolder) {
    await settings.update(id, change(found.workspaceFolderValue), vscode.ConfigurationTarget.WorkspaceFolder);
  } else if (vscode.workspace.workspaceFolders !== undefined) {
    await settings.update(id, change(found?.workspaceValue), vscode.ConfigurationTarget.Workspace);
  } else {
    await settings.update(id, change(found?.globalValue), vscode.ConfigurationTarget.Global);
  }
}

/** Changes a setting of the user or of the workspace. */
export async function changeSettingIn(scope: 'user' | 'workspace', id: string, change: (value: unknown) => unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  const found = settings.inspect<unknown>(id);
  const value = scope === 'user' ? found?.globalValue : found?.workspaceValue;
  await settings.update(id, change(value), targets[scope]);
}

/** The setting `avroWorkbench.connections` in its scopes. VS Code leaves out what an untrusted workspace says. */
export function createConnectionStore(): { readonly store: ConnectionStore; readonly disposable: vscode.Disposable } {
  const changed = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.connections`)) changed.fire();
  });
  const store: ConnectionStore = {
    read: () => readSetting('connections'),
    readScope(scope) {
      const found = vscode.workspace.getConfiguration(section).inspect<unknown>('connections');
      return { user: found?.globalValue, workspace: found?.workspaceValue, workspaceFolder: found?.workspaceFolderValue }[scope];
    },
    writeScope: async (scope, value) => vscode.workspace.getConfiguration(section).update('connections', value, targets[scope]),
    onDidChange: (listener) => changed.event(listener),
  };
  return { store, disposable: vscode.Disposable.from(changed, subscription) };
}

const targets: Readonly<Record<SettingScope, vscode.ConfigurationTarget>> = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
  workspaceFolder: vscode.ConfigurationTarget.WorkspaceFolder,
};

/**
 * The text of a file that the settings name: by an absolute path, from the home folder (`~/`), or from the first
 * workspace folder (`${workspaceFolder}/`, or relative).
 *
 * @throws Error if it can't be read
 */
export async function readSettingsFile(name: string): Promise<string> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const expanded = name.replace(/^~(?=[/\\])/, homedir()).replace(/^\$\{workspaceFolder\}/, folder);
  return readFile(path.resolve(folder, expanded), 'utf8');
}
