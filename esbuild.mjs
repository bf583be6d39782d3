// Bundles the extension host's part, the worker thread, the language server and the pages.
import { build, context } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });

const common = { bundle: true, sourcemap: !production, minify: production, logLevel: 'warning', legalComments: 'none' };
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // jsonc-parser's UMD build hides its own imports from a bundler, so the ES build is taken where there is one.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  outdir: 'dist',
};
const entries = { extension: 'client/extension.ts', worker: 'client/cluster/worker.ts', server: 'server/main.ts' };
const pages = existsSync('client/webview/page') ? readdirSync('client/webview/page').filter((name) => name.endsWith('.main.ts')) : [];
const all = [
  { ...node, entryPoints: entries },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    entryPoints: Object.fromEntries(pages.map((name) => [name.replace('.main.ts', ''), `client/webview/page/${name}`])),
    outdir: 'dist/webview',
  },
];
for (const name of existsSync('client/webview/page') ? readdirSync('client/webview/page') : []) {
  if (name.endsWith('.css')) cpSync(`client/webview/page/${name}`, `dist/webview/${name}`);
}
for (const file of ['codicon.css', 'codicon.ttf']) cpSync(`node_modules/@vscode/codicons/dist/${file}`, `dist/webview/${file}`);

if (watch) for (const options of all) await (await context(options)).watch();
else await Promise.all(all.map((options) => build(options)));
