import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Connections } from '../connections.ts';
import type { Log } from '../commands/context.ts';
import type { SessionRegistry } from '../sessions.ts';
import type { Settings } from '../settings.ts';
import type { Subscription } from '../ui.ts';
import { pageTitles } from './pageTitles.ts';
import { createRecordDocuments } from './recordDocuments.ts';
import { toRecordJson, toValueHex, toValueJson } from './recordDocument.ts';
import { toRecordsHtml } from './recordsHtml.ts';
import type { RecordsPages, RecordsRequest } from './recordsPages.ts';
import type { CopyForm, FromPage } from './recordsProtocol.ts';
import { createRecordsReader, type ReadRequest, type RecordsReader } from './recordsReader.ts';
import { formatBytes } from './texts.ts';

export interface RecordsPagesOptions {
  readonly extensionUri: vscode.Uri;
  readonly sessions: SessionRegistry;
  readonly connections: Connections;
  readonly settings: Settings;
  readonly log: Log;
}

const viewType = 'avroWorkbench.records';

/** The records pages as webview panels, each kept over a restart as an empty page that waits to be told to read. */
export function createRecordsPages(options: RecordsPagesOptions): RecordsPages & Subscription {
  const pages = new Map<string, Page>();
  const documents = createRecordDocuments();
  const retitle = (): void => {
    const all = [...pages.values()];
    pageTitles(all.map(({ target }) => target)).forEach((title, index) => {
      const panel = all[index]?.panel;
      if (panel !== undefined && panel.title !== title) panel.title = title;
    });
  };
  const add = (panel: vscode.WebviewPanel, target: Target): Page => {
    const key = keyOf(target);
    const page = createPage(panel, target, options, (index, generation) => {
      const record = page.reader.find(generation, index);
      return record && documents.open(target.connection, target.topic, record);
    });
    pages.set(key, page);
    retitle();
    panel.onDidDispose(() => {
      page.reader.stop();
      pages.delete(key);
      retitle();
    });
    return page;
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel(panel, state: unknown) {
      const target = readTarget(state);
      if (target && !pages.has(keyOf(target))) add(panel, target);
      else panel.dispose();
      return Promise.resolve();
    },
  });
  return {
    show(request) {
      const known = pages.get(keyOf(request));
      known?.panel.reveal();
      const page = known ?? add(createPanel(request.topic), request);
      void page.reader.read(toReadRequest(request));
    },
    dispose() {
      for (const { panel } of [...pages.values()]) panel.dispose();
      documents.dispose();
      serializer.dispose();
    },
  };
}

interface Target {
  readonly connection: string;
  readonly topic: string;
  readonly partition?: number | undefined;
}

interface Page {
  readonly target: Target;
  readonly panel: vscode.WebviewPanel;
  readonly reader: RecordsReader;
}

function keyOf({ connection, topic }: Target): string {
  return JSON.stringify([connection, topic]);
}

function toReadRequest({ partition, select }: RecordsRequest): ReadRequest {
  return { partitions: partition === undefined ? undefined : [partition], select };
}

/** The target in what the page saved of itself; undefined where that is not what this version saves. */
function readTarget(state: unknown): Target | undefined {
  if (typeof state !== 'object' || state === null || !('connection' in state) || !('topic' in state)) return undefined;
  const { connection, topic } = state;
  if (typeof connection !== 'string' || typeof topic !== 'string') return undefined;
  const partitions: unknown = 'partitions' in state ? state.partitions : undefined;
  const partition: unknown = Array.isArray(partitions) ? partitions[0] : undefined;
  return { connection, topic, partition: typeof partition === 'number' ? partition : undefined };
}

function createPanel(topic: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, topic, vscode.ViewColumn.Active, {});
}

function createPage(
  panel: vscode.WebviewPanel,
  target: Target,
  options: RecordsPagesOptions,
  openDocument: (index: number, generation: number) => Promise<void> | undefined,
): Page {
  const { connection, topic } = target;
  const { webview } = panel;
  const reader = createRecordsReader({
    connection,
    topic,
    partitions: target.partition === undefined ? undefined : [target.partition],
    openSession: (signal) => options.sessions.open(connection, signal),
    isReadOnly: () => options.connections.find(connection)?.settings?.readOnly ?? false,
    settings: options.settings,
    // A page that is hidden is not there: it asks for everything when it comes back.
    post: (message) => void webview.postMessage(message),
    log: options.log,
  });
  webview.onDidReceiveMessage((message: FromPage) => {
    receive(message, { reader, target, openDocument }).catch((error: unknown) => {
      options.log.error(error instanceof Error ? error : new Error(String(error)));
    });
  });
  const files = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
  const media = vscode.Uri.joinPath(options.extensionUri, 'media');
  panel.iconPath = { light: vscode.Uri.joinPath(media, 'records-light.svg'), dark: vscode.Uri.joinPath(media, 'records-dark.svg') };
  webview.options = { enableScripts: true, localResourceRoots: [files] };
  webview.html = toRecordsHtml({
    title: topic,
    nonce: randomBytes(16).toString('base64url'),
    source: webview.cspSource,
    toUri: (file) => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString(),
  });
  return { target, panel, reader };
}

interface Receiver {
  readonly reader: RecordsReader;
  readonly target: Target;
  readonly openDocument: (index: number, generation: number) => Promise<void> | undefined;
}

async function receive(message: FromPage, { reader, target, openDocument }: Receiver): Promise<void> {
  switch (message.type) {
    case 'ready':
      reader.postAll();
      break;
    case 'readAgain':
      await reader.read();
      break;
    case 'stop':
      reader.stop();
      break;
    case 'rows':
      reader.postRows(message.generation, message.from);
      break;
    case 'details':
      reader.postDetails(message.generation, message.index);
      break;
    case 'schema':
      await reader.postSchema(message.generation, message.index);
      break;
    case 'copy':
      await copy(reader, target.topic, message.generation, message.index, message.what);
      break;
    case 'open':
      await openDocument(message.index, message.generation);
      break;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'avroWorkbench.peek');
      break;
    case 'produceSample':
      await vscode.commands.executeCommand('avroWorkbench.produceSample', { connection: target.connection, topic: target.topic });
  }
}

async function copy(reader: RecordsReader, topic: string, generation: number, index: number, what: CopyForm): Promise<void> {
  const record = reader.find(generation, index);
  if (!record) return;
  const hex = toValueHex(record);
  const text = { json: () => toRecordJson(topic, record), value: () => toValueJson(record), hex: () => hex.text }[what]();
  await vscode.env.clipboard.writeText(text);
  if (what === 'hex' && !hex.complete) {
    const shown = `${formatBytes(record.valueBytes?.length ?? 0)} of ${formatBytes(record.value.size)}`;
    vscode.window.setStatusBarMessage(`Copied the first ${shown} as hex.`, 8000);
  }
}
