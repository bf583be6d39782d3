import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import type { PageHtmlOptions } from '../../client/webview/recordsHtml.ts';
import { inRoot } from '../../tools/support/paths.ts';

/** Where a page under test has its files. */
export const address = 'https://page.localhost/';

// What VS Code gives to a page: messages both ways, and a state that outlives the page.
export const vsCode = `
  const key = 'state';
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.toHost(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem(key, JSON.stringify(state)),
  });
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));
`;

export interface PageFile {
  readonly contentType: string;
  readonly body: string | Buffer;
}

/** The files of a page by their names, its script bundled; the page itself has none. */
export async function bundlePage(
  name: string,
  title: string,
  toHtml: (options: PageHtmlOptions) => string,
  styles: readonly string[],
): Promise<ReadonlyMap<string, PageFile>> {
  const bundle = await build({
    absWorkingDir: inRoot('.'),
    entryPoints: [`client/webview/page/${name}.main.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
  });
  const fonts = 'node_modules/@vscode/codicons/dist/';
  const css = (file: string): PageFile => ({ contentType: 'text/css', body: readFileSync(inRoot(file)) });
  return new Map<string, PageFile>([
    [`${name}.js`, { contentType: 'text/javascript', body: bundle.outputFiles[0]?.text ?? '' }],
    ...styles.map((style): [string, PageFile] => [style, css(`client/webview/page/${style}`)]),
    ['codicon.css', css(`${fonts}codicon.css`)],
    ['codicon.ttf', { contentType: 'font/ttf', body: readFileSync(inRoot(`${fonts}codicon.ttf`)) }],
    ['', { contentType: 'text/html', body: toHtml({ title, nonce: 'once', source: address, toUri: (file) => address + file }) }],
  ]);
}
