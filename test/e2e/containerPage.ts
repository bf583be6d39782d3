import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { createLocalContainer } from '../../client/containers/localContainer.ts';
import { receiveContainer } from '../../client/webview/containerDispatch.ts';
import type { FromContainer, SavedContainer } from '../../client/webview/containerProtocol.ts';
import { ContainerReader } from '../../client/webview/containerReader.ts';
import { toContainerHtml } from '../../client/webview/recordsHtml.ts';
import { defaultRender } from '../../shared/wire/profile.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';
import { address, bundlePage, vsCode } from './pageFiles.ts';

/** The page of a container file in a browser, with its real host and a real session behind it; VS Code is the test's own. */
export interface OpenContainerPage {
  readonly page: Page;
  readonly reader: ContainerReader;
  /** What the page has sent, but for the questions that it asks while drawing. */
  readonly sent: FromContainer[];
  readonly clipboard: string[];
  /** Documents that were opened, as title, language and text. */
  readonly documents: { readonly title: string; readonly language: string; readonly text: string }[];
  /** What was asked of the editor, such as "export". */
  readonly ran: string[];
  /** Errors and violations of the content security policy. */
  readonly problems: string[];
  saved(): Promise<SavedContainer | undefined>;
  close(): Promise<void>;
}

export interface ContainerPageOptions {
  readonly size?: { readonly width: number; readonly height: number };
  /** A style sheet that stands in for VS Code's theme, and the classes of the body. */
  readonly theme?: { readonly css: string; readonly classes: string };
}

export interface ContainerBrowser {
  open(path: string, options?: ContainerPageOptions): Promise<OpenContainerPage>;
  close(): Promise<void>;
}

const styles = ['records.css', 'records-bars.css', 'container.css'];
const drawing = new Set<FromContainer['type']>(['ready', 'rows', 'details', 'saved', 'columns']);

export async function startContainerBrowser(): Promise<ContainerBrowser> {
  const files = await bundlePage('container', 'orders.avro', toContainerHtml, styles);
  const browser = await launchBrowser(await findChromium(() => undefined));
  return {
    async open(path, { size, theme } = {}) {
      const { page, context } = await openWindow(browser, size ?? { width: 1392, height: 843 });
      const [sent, clipboard, ran, problems]: [FromContainer[], string[], string[], string[]] = [[], [], [], []];
      const documents: { title: string; language: string; text: string }[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
      const nothing = (): void => undefined;
      const log = {
        debug: nothing,
        info: nothing,
        warn: nothing,
        show: nothing,
        error: (text: string | Error) => void problems.push(String(text)),
      };
      const reader = new ContainerReader({
        name: basename(path),
        log,
        render: () => ({ ...defaultRender, timeZone: 'UTC' }),
        open: () => createLocalContainer(path, { maxBlockBytes: 16 << 20 }),
        // A page that is being loaded gets nothing, as in VS Code.
        post: (message) => void page.evaluate(`window.postMessage(${JSON.stringify(message)})`).catch(() => undefined),
      });
      const host = {
        reader,
        log,
        ui: {
          notify: (_severity: string, message: string) => Promise.resolve(void problems.push(message)),
          showStatus: (message: string) => void ran.push(`status ${message}`),
          showText: (document: { title: string; language: string; text: string }) => Promise.resolve(void documents.push(document)),
          writeClipboard: (text: string) => Promise.resolve(void clipboard.push(text)),
        },
        exportRecords: () => Promise.resolve(void ran.push('export')),
        reopen: (as: string) => Promise.resolve(void ran.push(`reopen ${as}`)),
      };
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromContainer;
        if (!drawing.has(message.type)) sent.push(message);
        void receiveContainer(message, host);
      });
      await page.addInitScript(vsCode);
      if (theme)
        await page.addInitScript(`addEventListener('DOMContentLoaded', () => document.body.className = ${JSON.stringify(theme.classes)})`);
      await page.route(`${address}**`, async (route) => {
        const name = new URL(route.request().url()).pathname.slice(1);
        const file = files.get(name);
        const css = name === 'records.css' && theme ? `${theme.css}\n` : '';
        await (file ? route.fulfill({ ...file, body: css === '' ? file.body : css + String(file.body) }) : route.fulfill({ status: 404 }));
      });
      await page.goto(address);
      const saved = async () => JSON.parse(String(await page.evaluate('sessionStorage.getItem("state")'))) as SavedContainer | undefined;
      const close = async (): Promise<void> => {
        await reader.close();
        await context.close();
      };
      return { page, reader, sent, clipboard, documents, ran, problems, saved, close };
    },
    close: () => browser.close(),
  };
}
