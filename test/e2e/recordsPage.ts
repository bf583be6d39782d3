import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Session } from '../../client/cluster/session.ts';
import { createSettings } from '../../client/settings.ts';
import { toRecordsHtml } from '../../client/webview/recordsHtml.ts';
import { createRecordsAnswers } from '../../client/webview/recordsAnswers.ts';
import { receive, type RecordsHost } from '../../client/webview/recordsDispatch.ts';
import type { FromPage, ReadSettings, RecordAction, ToPage } from '../../client/webview/recordsProtocol.ts';
import { RecordsReader, type ReadRequest } from '../../client/webview/recordsReader.ts';
import { automaticPageProfile } from '../../client/webview/recordsState.ts';
import type { RecordsView } from '../../client/records/recordsView.ts';
import { checkFilter } from '../../shared/filter/createFilter.ts';
import { inRoot } from '../../tools/support/paths.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';
import { FakeSession } from '../fakes/session.ts';
import { FakeUi } from '../fakes/ui.ts';

/** The records page in a browser, with its real host behind it; only the session, and VS Code itself, are the test's. */
export interface OpenRecordsPage {
  readonly page: Page;
  readonly reader: RecordsReader;
  /** Answers what the host asks. */
  readonly ui: FakeUi;
  /** What the host was told to run, with its argument, and settings that it changed. */
  readonly events: string[];
  /** Sends to the page, as the host does. */
  readonly post: (message: ToPage) => void;
  /** What the page has sent, but for the questions that it asks while drawing. */
  readonly sent: FromPage[];
  /** Errors and violations of the content security policy. */
  readonly problems: string[];
  close(): Promise<void>;
}

export interface RecordsPageOptions {
  readonly session: Partial<Session>;
  /** Read at once; undefined is a page after a restart, which waits. */
  readonly read?: ReadRequest | undefined;
  readonly size?: { readonly width: number; readonly height: number };
  readonly readOnly?: boolean;
  readonly color?: string;
  /** What the page may offer; all where it is absent. */
  readonly actions?: readonly RecordAction[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What a page after a restart had. */
  readonly restored?: { readonly read: ReadSettings; readonly view: RecordsView };
}

/** A browser in which records pages can be opened. */
export interface RecordsBrowser {
  open(options: RecordsPageOptions): Promise<OpenRecordsPage>;
  close(): Promise<void>;
}

const address = 'https://page.localhost/';
const fonts = 'node_modules/@vscode/codicons/dist/';
const drawing = new Set<FromPage['type']>(['ready', 'rows', 'details', 'schema', 'bytes', 'saved', 'view', 'checkFilter']);
const allActions: readonly RecordAction[] = [
  'openDocument',
  'reproduce',
  'compare',
  'inspectBytes',
  'openSchema',
  'diagnose',
  'export',
  'produceSample',
  'openSettings',
  'reveal',
  'useForTopic',
];

// What VS Code gives to a page: messages both ways, and a state that outlives the page.
const vsCode = `
  const key = 'state';
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.toHost(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem(key, JSON.stringify(state)),
  });
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));
`;

export async function startRecordsBrowser(): Promise<RecordsBrowser> {
  const bundle = await build({
    absWorkingDir: inRoot('.'),
    entryPoints: ['client/webview/page/records.main.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
  });
  const files = new Map<string, { readonly contentType: string; readonly body: string | Buffer }>([
    ['records.js', { contentType: 'text/javascript', body: bundle.outputFiles[0]?.text ?? '' }],
    ['records.css', { contentType: 'text/css', body: readFileSync(inRoot('client/webview/page/records.css')) }],
    ['records-bars.css', { contentType: 'text/css', body: readFileSync(inRoot('client/webview/page/records-bars.css')) }],
    ['codicon.css', { contentType: 'text/css', body: readFileSync(inRoot(`${fonts}codicon.css`)) }],
    ['codicon.ttf', { contentType: 'font/ttf', body: readFileSync(inRoot(`${fonts}codicon.ttf`)) }],
    [
      '',
      {
        contentType: 'text/html',
        body: toRecordsHtml({ title: 'orders', nonce: 'once', source: address, toUri: (file) => address + file }),
      },
    ],
  ]);
  const browser = await launchBrowser(await findChromium(() => undefined));
  return {
    async open(options) {
      const { page, context } = await openWindow(browser, options.size ?? { width: 1392, height: 843 });
      const sent: FromPage[] = [];
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      // A page that is being loaded gets nothing, as in VS Code.
      const post = (message: ToPage): void => void page.evaluate(`window.postMessage(${JSON.stringify(message)})`).catch(() => undefined);
      const { host, ui, events } = createHost(options, post, problems);
      const { reader } = host;
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromPage;
        if (!drawing.has(message.type)) sent.push(message);
        void receive(message, host);
      });
      await page.addInitScript(vsCode);
      await page.route(`${address}**`, async (route) => {
        const file = files.get(new URL(route.request().url()).pathname.slice(1));
        await (file ? route.fulfill(file) : route.fulfill({ status: 404 }));
      });
      await page.goto(address);
      if (options.read) void reader.read(options.read);
      return { page, reader, ui, events, post, sent, problems, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

function createHost(
  { session, readOnly = false, color, actions = allActions, settings: given = {}, restored }: RecordsPageOptions,
  post: (message: ToPage) => void,
  problems: string[],
): { readonly host: RecordsHost; readonly ui: FakeUi; readonly events: string[] } {
  const ui = new FakeUi();
  const events: string[] = [];
  const event = (text: string): Promise<void> => Promise.resolve(void events.push(text));
  const settings = createSettings((id) => given[id] ?? (id === 'view.timeZone' ? 'UTC' : undefined));
  const log = { debug: ignore, info: ignore, warn: ignore, error: (error: unknown) => void problems.push(String(error)), show: ignore };
  const held = new FakeSession(session);
  const reader = new RecordsReader({
    connection: 'local',
    topic: 'orders',
    openSession: () => Promise.resolve(held),
    facts: () => ({ color, readOnly, protected: false, tooltip: 'local\nBrokers: localhost:9092' }),
    settings,
    profile: () => Promise.resolve(automaticPageProfile),
    actions: () => actions,
    read: restored?.read,
    view: restored?.view,
    post,
    log,
  });
  const host: RecordsHost = {
    reader,
    answers: createRecordsAnswers(reader, post, log),
    ui,
    log,
    connection: () => undefined,
    documents: {
      open: ({ record: { partition, offset } }) => event(`open ${partition}/${offset}`),
      compare: ({ record: one }, { record: other }) =>
        event(`compare ${one.partition}/${one.offset} with ${other.partition}/${other.offset}`),
    },
    post,
    checkFilter,
    run: (id, target) => event(`run ${id} ${JSON.stringify(target)}`),
    hasWorkspace: () => true,
    changeSetting: (scope, id, change) => event(`change ${id} of ${scope} to ${JSON.stringify(change(given[id]))}`),
    openSettings: (id) => event(`open settings ${id}`),
    chooseTarget: (what) => event(`choose ${what}`),
    saved: ignore,
  };
  return { host, ui, events };
}

function ignore(): void {
  // Nobody reads these.
}
