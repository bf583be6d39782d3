import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Session } from '../cluster/session.ts';
import { chooseSchema } from '../commands/chooseSchema.ts';
import type { CommandContext } from '../commands/context.ts';
import type { Decoding } from '../records/recordsSession.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Subscription } from '../ui.ts';
import { Inspector } from './inspector.ts';
import { receiveInspector, type InspectorHost } from './inspectorDispatch.ts';
import type { FromInspector, InspectorState, ToInspector } from './inspectorProtocol.ts';
import type { InspectedSource, Inspectors } from './inspectors.ts';
import { connectionFacts } from './pageFacts.ts';
import { readAgain, readKept } from './keptInspector.ts';
import { toInspectorHtml } from './recordsHtml.ts';

export interface InspectorsOptions {
  readonly extensionUri: vscode.Uri;
  /** Of the commands, which are built after the pages. */
  readonly context: () => CommandContext;
  /** How bytes of a topic are decoded, by the settings. */
  readonly decoding: (topic: string | undefined, signal: AbortSignal) => Promise<Decoding>;
  readonly workspace: (signal: AbortSignal) => Promise<readonly SchemaText[]>;
  /** Whether there is such a command of ours. */
  readonly hasCommand: (id: string) => boolean;
}

const viewType = 'avroWorkbench.inspector';

/** The byte inspectors as webview panels. They hold bytes, which are never kept: after a restart they say whose they were. */
export function createInspectors(options: InspectorsOptions): Inspectors & Subscription {
  const pages = new Map<string, Page>();
  let offered: InspectedSource | undefined;
  const keyOf = ({ connection, name }: InspectedSource): string => JSON.stringify([connection, name]);
  const add = (source: InspectedSource, panel: vscode.WebviewPanel): void => {
    const key = keyOf(source);
    const page = new Page(source, options, panel);
    pages.set(key, page);
    page.panel.onDidDispose(() => {
      page.close();
      pages.delete(key);
    });
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel(panel, state: unknown) {
      const kept = readKept(state);
      if (kept !== undefined && !pages.has(keyOf(kept))) add(kept, panel);
      else panel.dispose();
      return Promise.resolve();
    },
  });
  return {
    show(source, { beside = false } = {}) {
      const known = pages.get(keyOf(source));
      if (known !== undefined) {
        known.panel.reveal();
        known.open(source);
        return;
      }
      add(source, createPanel(source, beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active));
    },
    offer: (source) => void (offered = source),
    offered: () => offered,
    dispose() {
      serializer.dispose();
      for (const { panel } of [...pages.values()]) panel.dispose();
    },
  };
}

function createPanel({ name }: InspectedSource, column: vscode.ViewColumn): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, `Bytes: ${name}`, column, {});
}

class Page {
  readonly panel: vscode.WebviewPanel;
  readonly #options: InspectorsOptions;
  #inspector: Inspector;
  #host: InspectorHost;
  /** Of bytes that belong to no connection: a session of their own, while the page is open. */
  #offline: Session | undefined;

  constructor(source: InspectedSource, options: InspectorsOptions, panel: vscode.WebviewPanel) {
    this.#options = options;
    this.panel = panel;
    [this.#inspector, this.#host] = this.#create(source);
    const { webview } = this.panel;
    webview.onDidReceiveMessage((message: FromInspector) => void receiveInspector(message, this.#host));
    const files = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
    const media = vscode.Uri.joinPath(options.extensionUri, 'media');
    this.panel.iconPath = { light: vscode.Uri.joinPath(media, 'bytes-light.svg'), dark: vscode.Uri.joinPath(media, 'bytes-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    webview.html = toInspectorHtml({
      title: `Bytes: ${source.name}`,
      nonce: randomBytes(16).toString('base64url'),
      source: webview.cspSource,
      toUri: (file) => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString(),
    });
  }

  /** Shows other bytes of the same name, as of a selection that was changed. */
  open(source: InspectedSource): void {
    this.#inspector.close();
    [this.#inspector, this.#host] = this.#create(source);
    void this.#inspector.open();
  }

  close(): void {
    this.#inspector.close();
    void this.#offline?.close();
  }

  #create(source: InspectedSource): [Inspector, InspectorHost] {
    const { context, decoding, workspace } = this.#options;
    const { log, ui } = context();
    const { connection, topic } = source;
    const inspector = new Inspector({
      source,
      log,
      workspace,
      connection: () => (connection === undefined ? undefined : toConnection(context(), connection)),
      openSession: (signal) => this.#openSession(connection, signal),
      decoding: (signal) => decoding(topic, signal),
      actions: () => this.#actions(source),
      post: (state) => void this.panel.webview.postMessage({ type: 'state', state } satisfies ToInspector),
    });
    const host: InspectorHost = {
      inspector,
      ui,
      log,
      run: (id, target) => context().run(id, target),
      chooseSchema: async () => {
        const session = connection === undefined ? undefined : await this.#openSession(connection, new AbortController().signal);
        const reason = inspector.decoded?.error?.message ?? inspector.decoded?.evidence ?? '';
        return chooseSchema(context(), { title: 'Choose Schema', connection, session, reason });
      },
      readAgain: () => this.#readAgain(source, inspector),
    };
    return [inspector, host];
  }

  async #readAgain(source: InspectedSource, inspector: Inspector): Promise<void> {
    const { ui, settings } = this.#options.context();
    try {
      const found = await ui.progress(`Reading ${source.name}`, async (_report, signal) => {
        const session = await this.#openSession(source.connection, signal);
        const decoding = await this.#options.decoding(source.topic, signal);
        return readAgain(source, { session, decoding, timeoutMs: settings.peek().timeoutMs }, signal);
      });
      this.open(found);
    } catch (error) {
      inspector.fail(error);
    }
  }

  async #openSession(connection: string | undefined, signal: AbortSignal): Promise<Session> {
    const { sessions } = this.#options.context();
    if (connection !== undefined) return sessions.open(connection, signal);
    this.#offline ??= sessions.offline();
    return this.#offline;
  }

  #actions({ place, connection, topic }: InspectedSource): InspectorState['actions'] {
    const { hasCommand } = this.#options;
    const canUse = connection !== undefined && topic !== undefined && hasCommand('setDecodeProfile');
    return [
      'chooseSchema',
      'openDocument',
      ...(canUse ? (['useForTopic'] as const) : []),
      ...(connection !== undefined && place !== undefined ? (['openSchema'] as const) : []),
    ];
  }
}

function toConnection({ connections }: CommandContext, name: string): InspectorState['connection'] {
  const { color, readOnly, protected: isProtected, tooltip } = connectionFacts(name, connections.find(name)?.settings);
  return { name, color, readOnly, protected: isProtected, tooltip };
}
