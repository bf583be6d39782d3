import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { toRecordsHtml } from '../../client/webview/recordsHtml.ts';
import type { FromPage, RecordsState } from '../../client/webview/recordsProtocol.ts';
import type { FilterMistake } from '../../shared/filter/filter.ts';
import { inRoot } from '../../tools/support/paths.ts';
import { findChromium, launchBrowser, openWindow } from '../../tools/workbench/browser.ts';

/** The bars of the records page in a browser, around a table without rows, in states that tests make up. */
export interface OpenBars {
  readonly page: Page;
  /** What the bars have sent; asked for anew, once all of it is here. */
  readonly sent: () => Promise<FromPage[]>;
  /** What they asked of the page: "columns", "details", "leave", "go to undecoded". */
  readonly asked: () => Promise<string[]>;
  /** Errors and violations of the content security policy. */
  readonly problems: string[];
  /** Draws a state; `shown` are the rows of the view. */
  readonly draw: (state: RecordsState, shown?: number) => Promise<void>;
  close(): Promise<void>;
}

export interface BarsOptions {
  readonly state: RecordsState;
  readonly shown?: number | undefined;
  readonly size?: { readonly width: number; readonly height: number };
  /** A class of the page's body, as VS Code sets it. */
  readonly theme?: string;
  /** Styles of a theme. */
  readonly style?: string;
  /** What the host finds wrong with a filter. */
  readonly check?: (text: string) => FilterMistake | undefined;
}

export interface BarsBrowser {
  open(options: BarsOptions): Promise<OpenBars>;
  close(): Promise<void>;
}

const address = 'https://page.localhost/';
const fonts = 'node_modules/@vscode/codicons/dist/';

// Puts the bars where the page puts them. The page's own table is tested by itself.
const script = `
  import { createBars } from './client/webview/page/bars.ts';
  const at = (className, ...children) => {
    const made = document.createElement('div');
    made.className = className;
    made.append(...children);
    return made;
  };
  const ask = (what) => window.toTest(what);
  let state;
  let shown;
  const bars = createBars({
    send: (message) => window.toHost(JSON.stringify(message)),
    onView(change) {
      ask('view ' + JSON.stringify(change, (key, value) => (value === undefined ? null : value)));
      state = { ...state, view: { ...state.view, ...change } };
      bars.draw(state, shown);
    },
    onColumns: (anchor) => ask('columns below ' + anchor.getAttribute('aria-label')),
    onToggleDetails: () => ask('details'),
    onGoTo: (what) => ask('go to ' + what),
    onLeave: () => table.focus(),
    chosen: () => [{ partition: 2, offset: '4821377' }],
  });
  const table = at('table');
  table.tabIndex = 0;
  table.setAttribute('role', 'grid');
  table.setAttribute('aria-label', 'Records');
  const left = at('left', bars.histogram, table, bars.empty, bars.below);
  document.body.append(at('page', bars.toolBar, bars.filter, bars.status, bars.progress, bars.above, at('body', left)));
  window.draw = (next, rows) => {
    state = next;
    shown = rows;
    bars.draw(state, shown);
    table.hidden = !bars.empty.hidden;
  };
  window.bars = bars;
`;

export async function startBarsBrowser(): Promise<BarsBrowser> {
  const bundle = await build({
    stdin: { contents: script, resolveDir: inRoot('.'), loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
  });
  const css = (name: string) => ({ contentType: 'text/css', body: readFileSync(inRoot(`client/webview/page/${name}`)) });
  const files = new Map<string, { readonly contentType: string; readonly body: string | Buffer }>([
    ['records.js', { contentType: 'text/javascript', body: bundle.outputFiles[0]?.text ?? '' }],
    ['records.css', css('records.css')],
    ['records-bars.css', css('records-bars.css')],
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
    async open({ state, shown, size, theme, style, check }) {
      const { page, context } = await openWindow(browser, size ?? { width: 1392, height: 640 });
      page.setDefaultTimeout(8000);
      const sent: FromPage[] = [];
      const asked: string[] = [];
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.exposeFunction('toHost', (text: string) => {
        const message = JSON.parse(text) as FromPage;
        if (message.type !== 'checkFilter') sent.push(message);
        else
          void page
            .evaluate(`window.bars.filterChecked(${JSON.stringify({ ask: message.ask, mistake: check?.(message.text) })})`)
            .catch(() => undefined);
      });
      await page.exposeFunction('toTest', (what: string) => asked.push(what));
      await page.route(`${address}**`, async (route) => {
        const file = files.get(new URL(route.request().url()).pathname.slice(1));
        await (file ? route.fulfill(file) : route.fulfill({ status: 404 }));
      });
      await page.addInitScript(
        `document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));`,
      );
      await page.goto(address);
      if (theme !== undefined) await page.evaluate(`document.body.className = ${JSON.stringify(theme)}`);
      // Through the object model: the policy refuses styles that come as text.
      if (style !== undefined) {
        await page.evaluate(
          `(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(style)}); document.adoptedStyleSheets = [sheet]; })()`,
        );
      }
      const draw = async (next: RecordsState, rows?: number) => {
        await page.evaluate(`window.draw(${JSON.stringify(next)}, ${JSON.stringify(rows)})`);
      };
      await draw(state, shown ?? state.progress?.held);
      // What the page calls comes before what it answers to a later question.
      const after = async <T>(what: T): Promise<T> => {
        await page.evaluate('new Promise((done) => setTimeout(done))');
        return what;
      };
      return { page, sent: () => after(sent), asked: () => after(asked), problems, draw, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}
