import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Session } from '../../client/cluster/session.ts';
import { createSettings } from '../../client/settings.ts';
import { toRecordsHtml } from '../../client/webview/recordsHtml.ts';
import type { FromPage } from '../../client/webview/recordsProtocol.ts';
import { createRecordsReader, type RecordsReader, type ReadRequest } from '../../client/webview/recordsReader.ts';
import { inRoot } from '../../tools/support/paths.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';
import { FakeSession } from '../fakes/session.ts';

/** The records page in a browser, with its real host's reader behind it; only the session, and VS Code itself, are the test's. */
export interface OpenRecordsPage {
  readonly page: Page;
  readonly reader: RecordsReader;
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
}

/** A browser in which records pages can be opened. */
export interface RecordsBrowser {
  open(options: RecordsPageOptions): Promise<OpenRecordsPage>;
  close(): Promise<void>;
}

const address = 'https://page.localhost/';
const fonts = 'node_modules/@vscode/codicons/dist/';
const drawing = new Set<FromPage['type']>(['ready', 'rows', 'details', 'schema']);

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
    async open({ session, read, size, readOnly }) {
      const { page, context } = await openWindow(browser, size ?? { width: 1392, height: 843 });
      const sent: FromPage[] = [];
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      const reader = createRecordsReader({
        connection: 'local',
        topic: 'orders',
        partitions: undefined,
        openSession: () => Promise.resolve(new FakeSession(session)),
        isReadOnly: () => readOnly === true,
        settings: createSettings((id) => (id === 'view.timeZone' ? 'UTC' : undefined)),
        // A page that is being loaded gets nothing, as in VS Code.
        post: (message) => void page.evaluate(`window.postMessage(${JSON.stringify(message)})`).catch(() => undefined),
        log: { debug: ignore, info: ignore, warn: ignore, error: (error) => problems.push(String(error)), show: ignore },
      });
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromPage;
        if (!drawing.has(message.type)) sent.push(message);
        answer(message, reader);
      });
      await page.addInitScript(vsCode);
      await page.route(`${address}**`, async (route) => {
        const file = files.get(new URL(route.request().url()).pathname.slice(1));
        await (file ? route.fulfill(file) : route.fulfill({ status: 404 }));
      });
      await page.goto(address);
      if (read) void reader.read(read);
      return { page, reader, sent, problems, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

function answer(message: FromPage, reader: RecordsReader): void {
  switch (message.type) {
    case 'ready':
      reader.postAll();
      break;
    case 'readAgain':
      void reader.read();
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
      void reader.postSchema(message.generation, message.index);
      break;
    default:
    // The rest is VS Code's own: the clipboard, documents, settings. Tests look at what was asked for.
  }
}

function ignore(): void {
  // Nobody reads these.
}
