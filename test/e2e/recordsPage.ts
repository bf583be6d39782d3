import type { Page } from 'playwright-core';
import { toRecordsHtml } from '../../client/webview/recordsHtml.ts';
import type { FromPage, RecordsState, SavedPage, ToPage } from '../../client/webview/recordsProtocol.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';
import { address, bundlePage, vsCode, type PageFile } from './pageFiles.ts';
import { PageHost } from './recordsPageHost.ts';

/** The records page in a browser, with a host behind it that holds records by itself; VS Code is the test's own. */
export interface OpenRecordsPage {
  readonly page: Page;
  readonly host: PageHost;
  /** What the page has sent, but for the questions that it asks while drawing. */
  readonly sent: FromPage[];
  /** Of those questions, how many were asked for rows. */
  readonly asked: { rows: number };
  /** Errors and violations of the content security policy. */
  readonly problems: string[];
  saved(): Promise<SavedPage | undefined>;
  close(): Promise<void>;
}

export interface RecordsPageOptions {
  readonly count?: number;
  readonly state?: Partial<RecordsState>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Each answer is this late, in milliseconds, as between threads and processes. */
  readonly delayMs?: number;
  /** A style sheet that stands in for VS Code's theme, and the classes of the body. */
  readonly theme?: { readonly css: string; readonly classes: string };
}

/** A browser in which records pages can be opened. */
export interface RecordsBrowser {
  open(options: RecordsPageOptions): Promise<OpenRecordsPage>;
  close(): Promise<void>;
}

const styles = ['records.css', 'records-bars.css'];
const drawing = new Set<FromPage['type']>(['ready', 'rows', 'details', 'schema', 'bytes', 'saved']);

export async function startRecordsBrowser(): Promise<RecordsBrowser> {
  const files = await bundlePage('records', 'orders', toRecordsHtml, styles);
  const browser = await launchBrowser(await findChromium(() => undefined));
  return {
    async open({ count = 100, state, size, delayMs = 0, theme }) {
      const { page, context } = await openWindow(browser, size ?? { width: 1392, height: 843 });
      const sent: FromPage[] = [];
      const asked = { rows: 0 };
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
      // A page that is being loaded gets nothing, as in VS Code.
      const deliver = (message: ToPage) => void page.evaluate(`window.postMessage(${JSON.stringify(message)})`).catch(() => undefined);
      const host = new PageHost(
        (message) => (delayMs === 0 ? deliver(message) : setTimeout(() => deliver(message), delayMs)),
        count,
        state,
      );
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromPage;
        if (message.type === 'rows') asked.rows++;
        if (!drawing.has(message.type)) sent.push(message);
        host.accept(message);
      });
      await page.addInitScript(vsCode);
      if (theme)
        await page.addInitScript(`addEventListener('DOMContentLoaded', () => document.body.className = ${JSON.stringify(theme.classes)})`);
      await page.route(`${address}**`, async (route) => {
        const name = new URL(route.request().url()).pathname.slice(1);
        const file = name === 'records.css' && theme ? withTheme(files.get(name), theme.css) : files.get(name);
        await (file ? route.fulfill(file) : route.fulfill({ status: 404 }));
      });
      await page.goto(address);
      const saved = async () => JSON.parse(String(await page.evaluate('sessionStorage.getItem("state")'))) as SavedPage | undefined;
      return { page, host, sent, asked, problems, saved, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

function withTheme(file: PageFile | undefined, css: string): PageFile {
  return { contentType: 'text/css', body: `${css}\n${String(file?.body ?? '')}` };
}
