import * as vscode from 'vscode';
import { askRegistryVerdict } from './baselines/registryVerdict.ts';
import { createGitRunner } from './baselines/runGit.ts';
import { startRegistrySession } from './cluster/remoteRegistrySession.ts';
import { startSession } from './cluster/remoteSession.ts';
import type { CommandContext, Memory } from './commands/context.ts';
import { commands, runCommand } from './commands/index.ts';
import { readWorkspace } from './commands/setDecodeProfile.ts';
import { createConnections, type Connections } from './connections.ts';
import { openDocumentation, registerAddresses, rulesAddressOf } from './documentation.ts';
import { createDerivedDocuments } from './derivedDocuments.ts';
import { createLanguageServer } from './languageServer.ts';
import { createLanguageStatus } from './languageStatus.ts';
import { registerConnectionColors } from './messages/connectionColors.ts';
import { registerMessageEditor } from './messages/messageEditor.ts';
import { createMessageNames } from './messages/messageNames.ts';
import { createMessageSchemas, type MessageSchemas } from './messages/messageSchemas.ts';
import { onSchemaFilesChange } from './messages/schemaFiles.ts';
import { createSendStates } from './messages/sendStates.ts';
import { createRegistries, type Registries } from './registries.ts';
import { createSecrets, type NameList } from './secrets.ts';
import { createSessions, type SessionRegistry } from './sessions.ts';
import { resolveProfile } from './decodeProfiles.ts';
import { createSettings } from './settings.ts';
import { createStatusBar } from './statusBar.ts';
import { createClustersView } from './views/clustersView.ts';
import { createClusterTree } from './views/clusterTree.ts';
import { createRegistriesView } from './views/registriesView.ts';
import { createContainerEditors } from './vscodeContainerEditor.ts';
import { createVscodeBaselines, gitExecutable } from './vscodeBaselines.ts';
import { vscodeFiles } from './vscodeFiles.ts';
import { createVscodeSamples } from './vscodeSamples.ts';
import {
  changeSetting,
  changeSettingIn,
  createConnectionStore,
  openSettings,
  readProxy,
  readSetting,
  readSettingsFile,
} from './vscodeSettings.ts';
import { createVscodeUi } from './vscodeUi.ts';
import { automaticProfile } from '../shared/wire/profile.ts';
import type { Decoding } from './records/recordsSession.ts';
import { createVersions } from './vscodeVersions.ts';
import { createInspectors } from './webview/inspectorPanel.ts';
import { registerDecodedBytes } from './webview/decodedBytesLens.ts';
import { createRecordsPages } from './webview/recordsPanel.ts';
import { createReports } from './webview/reportPanel.ts';
import { toPageProfile } from './webview/pageProfile.ts';

/** Builds every part once, by hand, and hands it on. Nothing here connects to anything: that begins with what the user does. */
export function activate(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Avro Workbench', { log: true });
  const { ui, disposable: uiDisposable } = createVscodeUi();
  const settings = createSettings(readSetting);
  const { store, disposable: storeDisposable } = createConnectionStore();
  const memory = memoryOf(extension.workspaceState);
  const secrets = createSecrets(extension.secrets, secretNames(extension.globalState));
  const connections = createConnections({ store, secrets, ui, memory, readFile: readSettingsFile, proxy: readProxy });
  const workerPath = extension.asAbsolutePath('dist/worker.js');
  const sessions = createSessions(connections, (connection) => startSession(connection, { workerPath }));
  const registries = createRegistries(connections, (connection) => startRegistrySession(connection, { workerPath }));
  const isTrusted = (): boolean => vscode.workspace.isTrusted;
  const onBug = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  const tree = createClusterTree({ connections, sessions, isTrusted, onBug });
  const clusters = createClustersView(tree);
  const records = createRecordsPages({
    extensionUri: extension.extensionUri,
    context: () => context,
    profile: async (_connection, topic, signal) => toPageProfile(await resolveProfile(context, topic, signal)),
    hasCommand: (id) => Object.hasOwn(commands, id),
  });
  const reports = createReports({
    extensionUri: extension.extensionUri,
    context: () => context,
    decoding: async (topic, signal) => decodingOf(context, topic, signal),
    workspace: async (signal) => readWorkspace(context, signal),
  });
  const inspectors = createInspectors({
    extensionUri: extension.extensionUri,
    context: () => context,
    decoding: async (topic, signal) => decodingOf(context, topic, signal),
    workspace: async (signal) => readWorkspace(context, signal),
    hasCommand: (id) => Object.hasOwn(commands, id),
  });
  const containers = createContainerEditors({ extensionUri: extension.extensionUri, workerPath, context: () => context });
  const runGit = createGitRunner(gitExecutable);
  const samples = createVscodeSamples(extension);
  const baselines = createVscodeBaselines({ settings, registries, memory, runGit, samples });
  const versions = createVersions({ ui, baselines, registries, runGit, isTrusted, readText: (uri) => vscodeFiles.readText(uri) });
  const languageStatus = createLanguageStatus(registries);
  const languageServer = createLanguageServer({
    module: extension.asAbsolutePath('dist/server.js'),
    rulesAddress: rulesAddressOf(extension.extension),
    findMessageSchema: (params, signal) => schemas.find(params, false, signal),
    connectionNames: () => connections.list().map(({ name }) => name),
    names: () => names,
    findBaselines: (params) => baselines.find(params),
    askRegistry: (params, signal) => askRegistryVerdict({ registries, now: Date.now, note: (reason) => log.debug(reason) }, params, signal),
    onVerdicts: (params) => languageStatus.show(params),
    onGivenUp: () => void offerRestart(context),
  });
  const registryView = createRegistriesView({ registries, connections, languageServer, settings, memory, isTrusted, onBug });
  const derived = createDerivedDocuments(languageServer);
  const context: CommandContext = {
    ui,
    log,
    settings,
    memory,
    secrets,
    connections,
    sessions,
    records,
    reports,
    inspectors,
    containers,
    languageServer,
    derived,
    registries,
    registryView,
    baselines,
    versions,
    samples,
    isTrusted,
    readSettingsFile,
    openSettings,
    changeSetting,
    changeSettingIn,
    openDocumentation: (page, heading) => openDocumentation(extension.extensionUri, page, heading),
    openWalkthrough: async () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.extension.id}#avroWorkbench.start`),
    files: vscodeFiles,
    clusters: { refresh: (target) => tree.refresh(target), expand: (connection) => clusters.expand(connection) },
    messages: {
      // Schemas are found by means of all the rest, so they come last.
      get schemas() {
        return schemas;
      },
      states: createSendStates(),
    },
    async run(id, ...args) {
      const command = commands[id];
      if (command === undefined) throw new Error(`There is no command "${id}".`);
      await runCommand(context, command, args);
    },
  };
  const names = createMessageNames(context);
  const found = createMessageSchemas(context);
  const schemas: MessageSchemas = {
    ...found,
    // Whatever has made a schema or a topic has message documents checked again.
    forget() {
      found.forget();
      names.forget();
      languageServer.messageSchemasChanged();
    },
  };
  extension.subscriptions.push(
    log,
    uiDisposable,
    storeDisposable,
    clusters,
    records,
    reports,
    inspectors,
    containers,
    derived,
    languageServer,
    languageStatus,
    registryView,
    versions,
    baselines,
    baselines.onDidChange((uris) => languageServer.baselinesChanged(uris)),
    createStatusBar(connections, sessions),
    registerMessageEditor(context),
    registerConnectionColors(context),
    registerDecodedBytes(context),
    registerAddresses(context),
    offerByConnections(connections, registries),
    checkMessagesAgain({ connections, sessions, schemas }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => tree.refresh()),
    { dispose: () => void sessions.closeAll() },
    { dispose: () => void registries.closeAll() },
    ...Object.entries(commands).map(([id, command]) =>
      vscode.commands.registerCommand(`avroWorkbench.${id}`, (...args: unknown[]) => runCommand(context, command, args)),
    ),
  );
}

function memoryOf(state: vscode.Memento): Memory {
  return { get: (key) => state.get(key), set: async (key, value) => state.update(key, value) };
}

/** Names of connections that have secrets; they hold for all workspaces, as the secrets do. */
function secretNames(state: vscode.Memento): NameList {
  const key = 'connectionsWithSecrets';
  return { read: () => state.get<readonly string[]>(key, []), write: (names) => state.update(key, names) };
}

/** How bytes are decoded by the settings, with the profile of their topic where they have one. */
async function decodingOf(context: CommandContext, topic: string | undefined, signal: AbortSignal): Promise<Decoding> {
  const { settings } = context;
  const profile = topic === undefined ? automaticProfile : (await resolveProfile(context, topic, signal)).profile;
  const masks = topic === undefined ? [] : settings.masks(topic);
  return { profile, render: settings.view(), masks, maxInflatedBytes: settings.peek().maxInflatedBytes };
}

/** Keeps the palette from offering what needs a connection where there is none. */
function offerByConnections(connections: Connections, registries: Registries): vscode.Disposable {
  const update = (): void => {
    const all = connections.list();
    const nothingWritable = !all.some(({ settings }) => settings?.readOnly === false);
    void vscode.commands.executeCommand('setContext', 'avroWorkbench.noConnections', all.length === 0);
    const names = registries.list();
    const noWritableRegistry = names.every((name) => registries.isReadOnly(name));
    void vscode.commands.executeCommand('setContext', 'avroWorkbench.nothingWritable', nothingWritable);
    void vscode.commands.executeCommand('setContext', 'avroWorkbench.noRegistries', names.length === 0);
    void vscode.commands.executeCommand('setContext', 'avroWorkbench.noWritableRegistry', noWritableRegistry);
  };
  update();
  return vscode.Disposable.from(connections.onDidChange(update));
}

interface MessageParts {
  readonly connections: Connections;
  readonly sessions: SessionRegistry;
  readonly schemas: MessageSchemas;
}

/** Has message documents checked again when other schemas may hold for them. */
function checkMessagesAgain({ connections, sessions, schemas }: MessageParts): vscode.Disposable {
  const again = (): void => schemas.forget();
  return vscode.Disposable.from(
    connections.onDidChange(again),
    sessions.onDidChange(again),
    onSchemaFilesChange(again),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (['decodeProfiles', 'produce'].some((id) => event.affectsConfiguration(`avroWorkbench.${id}`))) again();
    }),
  );
}

async function offerRestart(context: CommandContext): Promise<void> {
  const message = 'The Avro language server has stopped five times in three minutes and was not started again.';
  const answer = await context.ui.notify('error', message, ['Restart', 'Show Output']);
  if (answer === 'Restart') await context.run('restartServer');
  if (answer === 'Show Output') context.languageServer.showOutput();
}
