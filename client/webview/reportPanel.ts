import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { clusterFacts } from '../clusterFacts.ts';
import type { CommandContext } from '../commands/context.ts';
import type { Decoding } from '../records/recordsSession.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Subscription } from '../ui.ts';
import type { InspectedSource } from './inspectors.ts';
import { readAgain } from './keptInspector.ts';
import { toReportHtml } from './recordsHtml.ts';
import { Report } from './report.ts';
import { receiveReport, type ReportHost } from './reportDispatch.ts';
import type { FromReport, KeptReport, ToReport } from './reportProtocol.ts';
import type { Reports } from './reports.ts';
import { reportActions } from './reportView.ts';
import { readSavedReport } from './savedReport.ts';

export interface ReportsOptions {
  readonly extensionUri: vscode.Uri;
  /** Of the commands, which are built after the pages. */
  readonly context: () => CommandContext;
  /** How bytes of a topic are decoded, by the settings. */
  readonly decoding: (topic: string, signal: AbortSignal) => Promise<Decoding>;
  readonly workspace: (signal: AbortSignal) => Promise<readonly SchemaText[]>;
}

const viewType = 'avroWorkbench.report';

/** Settings by which a report is shown; none of them makes another diagnosis. */
const shownSettings = ['connections', 'decodeProfiles', 'diagnose.consumers'];

/** The reports as webview panels, each kept over a restart as an empty page that waits to be told to diagnose. */
export function createReports(options: ReportsOptions): Reports & Subscription {
  const pages = new Set<Page>();
  /** The one that was in front last. */
  let last: Page | undefined;
  const findPage = ({ connection, topic }: { readonly connection: string; readonly topic: string }): Page | undefined =>
    [...pages].find(({ report }) => report.connection === connection && report.topic === topic);
  const update = (): void => {
    last = [...pages].find(({ panel }) => panel.active) ?? (last !== undefined && pages.has(last) ? last : [...pages][0]);
    void vscode.commands.executeCommand('setContext', 'avroWorkbench.reportOpen', pages.size > 0);
  };
  const add = (panel: vscode.WebviewPanel, kept: KeptReport, isRestored: boolean): void => {
    const page = new Page(panel, kept, isRestored, options);
    pages.add(page);
    update();
    panel.onDidChangeViewState(update);
    panel.onDidDispose(() => {
      page.report.close();
      pages.delete(page);
      update();
    });
  };
  const postAll = (): void => pages.forEach(({ report }) => report.post());
  const subscription = vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        const kept = readSavedReport(state);
        if (kept !== undefined && findPage(kept) === undefined) add(panel, kept, true);
        else panel.dispose();
        return Promise.resolve();
      },
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (shownSettings.some((id) => event.affectsConfiguration(`avroWorkbench.${id}`))) postAll();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(postAll),
  );
  return {
    show({ connection, topic }) {
      const known = findPage({ connection, topic });
      if (known === undefined) {
        const panel = vscode.window.createWebviewPanel(viewType, `Diagnose: ${topic}`, vscode.ViewColumn.Active, {});
        add(panel, { connection, topic, part: 'value' }, false);
        return;
      }
      known.panel.reveal();
      void known.report.refresh();
    },
    active: () => last?.report,
    find: (connection, topic) => findPage({ connection, topic })?.report,
    dispose() {
      for (const { panel } of [...pages]) panel.dispose();
      subscription.dispose();
    },
  };
}

class Page {
  readonly panel: vscode.WebviewPanel;
  readonly report: Report;
  readonly #options: ReportsOptions;

  constructor(panel: vscode.WebviewPanel, { connection, topic, part }: KeptReport, isRestored: boolean, options: ReportsOptions) {
    this.panel = panel;
    this.#options = options;
    const context = (): CommandContext => options.context();
    const { log, settings, ui } = context();
    const find = () => context().connections.find(connection)?.settings;
    this.report = new Report({
      ...{ connection, topic, part, isRestored, settings, log, workspace: options.workspace, now: Date.now },
      openSession: (signal) => context().sessions.open(connection, signal),
      cluster: () => {
        const found = find();
        return found && clusterFacts(found);
      },
      color: () => find()?.color,
      actions: () => reportActions(context().isTrusted() && find()?.readOnly === false),
      post: (state) => void panel.webview.postMessage({ type: 'state', state } satisfies ToReport),
    });
    const host: ReportHost = {
      ...{ report: this.report, ui, log },
      run: (id, ...args) => context().run(id, ...args),
      changeSettingIn: (scope, id, change) => context().changeSettingIn(scope, id, change),
      inspect: (source) => this.#inspect(source),
    };
    const { webview } = panel;
    webview.onDidReceiveMessage((message: FromReport) => void receiveReport(message, host));
    const files = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
    const media = vscode.Uri.joinPath(options.extensionUri, 'media');
    panel.iconPath = { light: vscode.Uri.joinPath(media, 'report-light.svg'), dark: vscode.Uri.joinPath(media, 'report-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    webview.html = toReportHtml({
      title: `Diagnose: ${topic}`,
      nonce: randomBytes(16).toString('base64url'),
      source: webview.cspSource,
      toUri: (file) => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString(),
    });
  }

  async #inspect(source: InspectedSource): Promise<void> {
    const { connection, topic } = this.report;
    const { ui, settings, inspectors, sessions } = this.#options.context();
    const found = await ui.progress(`Reading ${source.name}`, async (_report, signal) => {
      const session = await sessions.open(connection, signal);
      const decoding = await this.#options.decoding(topic, signal);
      return readAgain(source, { session, decoding, timeoutMs: settings.peek().timeoutMs }, signal);
    });
    inspectors.show(found, { beside: true });
  }
}
