import type { Page } from 'playwright-core';
import { clusterFacts } from '../../client/clusterFacts.ts';
import type { CommandContext } from '../../client/commands/context.ts';
import { commands, runCommand } from '../../client/commands/index.ts';
import { diagnoseTopic } from '../../client/diagnosis/localDiagnosis.ts';
import { createSettings } from '../../client/settings.ts';
import type { InspectedSource } from '../../client/webview/inspectors.ts';
import { toReportHtml } from '../../client/webview/recordsHtml.ts';
import { Report } from '../../client/webview/report.ts';
import { receiveReport } from '../../client/webview/reportDispatch.ts';
import type { FromReport, KeptReport, ReportState } from '../../client/webview/reportProtocol.ts';
import { reportActions } from '../../client/webview/reportView.ts';
import { readSavedReport } from '../../client/webview/savedReport.ts';
import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';
import { createFakeContext } from '../fakes/context.ts';
import { ProbeCluster } from '../fakes/probeCluster.ts';
import { FakeRegistry } from '../fakes/registry.ts';
import { FakeSession } from '../fakes/session.ts';
import type { FakeUi } from '../fakes/ui.ts';
import { address, bundlePage, vsCode } from './pageFiles.ts';
import type { MadeTopic } from './reportTopics.ts';

/** A report's page in a browser, with its real host behind it, which diagnoses a made-up topic; VS Code is the test's own. */
export interface OpenReportPage {
  readonly page: Page;
  readonly cluster: ProbeCluster;
  readonly ui: FakeUi;
  /** What the page has sent. */
  readonly sent: FromReport[];
  /** Commands that were run, as "id {json}". */
  readonly ran: string[];
  readonly inspected: InspectedSource[];
  /** Errors and violations of the content security policy. */
  readonly problems: string[];
  /** Of the extension, without the prefix. */
  readonly settings: Record<string, unknown>;
  report(): Report;
  saved(): Promise<KeptReport | undefined>;
  /** Loads the window anew, with what the page has kept. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface ReportPageOptions {
  readonly part?: 'key' | 'value';
  readonly readOnly?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** A style sheet that stands in for VS Code's theme, and the classes of the body. */
  readonly theme?: { readonly css: string; readonly classes: string };
  readonly prepare?: (cluster: ProbeCluster) => void;
}

export interface ReportBrowser {
  open(topic: MadeTopic, options?: ReportPageOptions): Promise<OpenReportPage>;
  close(): Promise<void>;
}

const styles = ['records.css', 'report.css'];

export async function startReportBrowser(): Promise<ReportBrowser> {
  const files = await bundlePage('report', 'Diagnose', toReportHtml, styles);
  const browser = await launchBrowser(await findChromium(() => undefined));
  return {
    async open(topic, options = {}) {
      const { page, context } = await openWindow(browser, options.size ?? { width: 1440, height: 900 });
      const host = await startHost(topic, options, (state) => {
        // A page that is being loaded gets nothing, as in VS Code.
        void page.evaluate(`window.postMessage(${JSON.stringify({ type: 'state', state })})`).catch(() => undefined);
      });
      const { problems, sent } = host;
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromReport;
        sent.push(message);
        host.receive(message);
      });
      await page.addInitScript(vsCode);
      const { css = '', classes = '' } = options.theme ?? {};
      if (classes !== '')
        await page.addInitScript(`addEventListener('DOMContentLoaded', () => document.body.className = ${JSON.stringify(classes)})`);
      await page.route(`${address}**`, async (route) => {
        const name = new URL(route.request().url()).pathname.slice(1);
        const file = files.get(name);
        const body = name === 'codicon.css' ? `${css}\n${String(file?.body)}` : file?.body;
        await (file && body !== undefined ? route.fulfill({ ...file, body }) : route.fulfill({ status: 404 }));
      });
      await page.goto(address);
      const saved = async () => readSavedReport(JSON.parse(String(await page.evaluate('sessionStorage.getItem("state")'))));
      const reload = async (): Promise<void> => {
        host.restore(await saved());
        await page.reload();
      };
      const close = async (): Promise<void> => {
        host.report().close();
        await context.close();
        await host.close();
      };
      return { page, ...host, saved, reload, close };
    },
    close: () => browser.close(),
  };
}

type Host = Pick<OpenReportPage, 'cluster' | 'ui' | 'sent' | 'ran' | 'inspected' | 'problems' | 'settings' | 'report'> & {
  receive(message: FromReport): void;
  /** Makes the report that a window has after it was loaded anew. */
  restore(kept: KeptReport | undefined): void;
  close(): Promise<void>;
};

/** All that stands behind the page: the extension's own code down to the cluster, which is made up, and a registry over HTTP. */
async function startHost(topic: MadeTopic, options: ReportPageOptions, post: (state: ReportState) => void): Promise<Host> {
  const { readOnly = false, part = 'value', prepare } = options;
  const fakeRegistry = await FakeRegistry.start();
  for (const { subject, schema, schemaId } of topic.schemas) fakeRegistry.add(subject, JSON.stringify(schema), { schemaId });
  const registry = new RegistryCache(createRegistryClient({ url: fakeRegistry.url, auth: { type: 'none' }, fetch }));
  const cluster = new ProbeCluster(topic.partitions);
  prepare?.(cluster);
  const settings: Record<string, unknown> = { ...options.settings };
  const diagnosing = new FakeSession({
    diagnose: (request, onProgress, signal) => diagnoseTopic({ cluster, registry, connection: known }, request, onProgress, signal),
  });
  const endpoint = { url: 'http://localhost:8081', auth: { type: 'none' } } as const;
  const known = { ...{ name: 'local', brokers: ['localhost:9092'], tls: undefined, sasl: undefined }, registry: endpoint, readOnly };
  const fake = createFakeContext({
    connections: { local: { brokers: known.brokers, registry: { url: endpoint.url }, readOnly } },
    session: () => diagnosing,
  });
  const [sent, ran, problems]: [FromReport[], string[], string[]] = [[], [], []];
  const inspected: InspectedSource[] = [];
  const log = { ...fake.context.log, error: (message: string | Error) => void problems.push(String(message)) };
  const run = async (id: string, ...args: readonly unknown[]): Promise<void> => {
    ran.push(`${id} ${JSON.stringify(args[0])}`);
    const command = commands[id];
    if (id === 'setDecodeProfile' && command !== undefined) await runCommand(context, command, args);
  };
  const changeSettingIn: CommandContext['changeSettingIn'] = (_scope, id, change) => {
    settings[id] = change(settings[id]);
    report.post();
    return Promise.resolve();
  };
  const context: CommandContext = { ...fake.context, settings: createSettings((id) => settings[id]), log, run, changeSettingIn };
  const find = () => fake.context.connections.find('local')?.settings;
  const make = (kept: Pick<KeptReport, 'part'>, isRestored: boolean): Report =>
    new Report({
      ...{ connection: 'local', topic: topic.name, part: kept.part, isRestored, settings: context.settings, log, post, now: Date.now },
      openSession: (signal) => context.sessions.open('local', signal),
      workspace: () => Promise.resolve(topic.workspace),
      cluster: () => {
        const found = find();
        return found && clusterFacts(found);
      },
      color: () => find()?.color,
      actions: () => reportActions(find()?.readOnly === false),
    });
  let report = make({ part }, false);
  const inspect = (source: InspectedSource): Promise<void> => Promise.resolve(void inspected.push(source));
  return {
    ...{ cluster, ui: fake.ui, sent, ran, inspected, problems, settings },
    report: () => report,
    receive: (message) => void receiveReport(message, { report, ui: fake.ui, log, run, changeSettingIn, inspect }),
    restore(kept) {
      report.close();
      report = make(kept ?? { part: 'value' }, true);
    },
    close: () => fakeRegistry.close(),
  };
}
