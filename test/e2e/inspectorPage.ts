import type { Page } from 'playwright-core';
import { Inspector, type InspectorParts } from '../../client/webview/inspector.ts';
import { receiveInspector } from '../../client/webview/inspectorDispatch.ts';
import type { FromInspector, InspectorState } from '../../client/webview/inspectorProtocol.ts';
import { toInspectorHtml } from '../../client/webview/recordsHtml.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';
import { address, bundlePage } from './pageFiles.ts';

/** The byte inspector's page in a browser, with its real host behind it; VS Code is the test's own. */
export interface OpenInspector {
  readonly page: Page;
  readonly inspector: Inspector;
  /** What the page has sent. */
  readonly sent: FromInspector[];
  /** Commands that were run, as "id {json}". */
  readonly ran: string[];
  readonly clipboard: string[];
  /** Errors and violations of the content security policy. */
  readonly problems: string[];
  close(): Promise<void>;
}

export interface InspectorOptions {
  readonly parts: Pick<InspectorParts, 'source' | 'openSession' | 'decoding'> & Partial<InspectorParts>;
  readonly size?: { readonly width: number; readonly height: number };
  /** A style sheet that stands in for VS Code's theme, and the classes of the body. */
  readonly theme?: { readonly css: string; readonly classes: string };
}

export interface InspectorBrowser {
  open(options: InspectorOptions): Promise<OpenInspector>;
  close(): Promise<void>;
}

const styles = ['records.css', 'records-bars.css', 'inspector.css'];

// What VS Code gives to a page.
const vsCode = `
  window.acquireVsCodeApi = () => ({ postMessage: (message) => window.toHost(JSON.stringify(message)), setState: (state) => (window.kept = state) });
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));
`;

export async function startInspectorBrowser(): Promise<InspectorBrowser> {
  const files = await bundlePage('inspector', 'Bytes', toInspectorHtml, styles);
  const browser = await launchBrowser(await findChromium(() => undefined));
  return {
    async open({ parts, size, theme }) {
      const { page, context } = await openWindow(browser, size ?? { width: 1392, height: 843 });
      const [sent, ran, clipboard, problems]: [FromInspector[], string[], string[], string[]] = [[], [], [], []];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
      const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, show: () => undefined };
      const inspector = new Inspector({
        connection: () => undefined,
        workspace: () => Promise.resolve([]),
        actions: () => ['openDocument', 'chooseSchema', 'useForTopic'],
        ...parts,
        log: { ...log, error: (message) => problems.push(String(message)) },
        // A page that is being loaded gets nothing, as in VS Code.
        post: (state: InspectorState) =>
          void page.evaluate(`window.postMessage(${JSON.stringify({ type: 'state', state })})`).catch(() => undefined),
      });
      const host = {
        inspector,
        log: { ...log, error: (message: string | Error) => problems.push(String(message)) },
        ui: {
          notify: (_severity: string, message: string) => {
            problems.push(message);
            return Promise.resolve(undefined);
          },
          showStatus: () => undefined,
          showText: () => Promise.resolve(),
          writeClipboard: (text: string) => {
            clipboard.push(text);
            return Promise.resolve();
          },
        },
        run: (id: string, target: object) => {
          ran.push(`${id} ${JSON.stringify(target)}`);
          return Promise.resolve();
        },
        chooseSchema: () => Promise.resolve(undefined),
        readAgain: () => Promise.resolve(),
      };
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromInspector;
        sent.push(message);
        void receiveInspector(message, host);
      });
      await page.addInitScript(vsCode);
      if (theme)
        await page.addInitScript(`addEventListener('DOMContentLoaded', () => document.body.className = ${JSON.stringify(theme.classes)})`);
      await page.route(`${address}**`, async (route) => {
        const name = new URL(route.request().url()).pathname.slice(1);
        const file =
          name === 'codicon.css' && theme
            ? { contentType: 'text/css', body: `${theme.css}\n${String(files.get(name)?.body)}` }
            : files.get(name);
        await (file ? route.fulfill(file) : route.fulfill({ status: 404 }));
      });
      await page.goto(address);
      return { page, inspector, sent, ran, clipboard, problems, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}
