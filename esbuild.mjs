// Bundles the extension host's part, the worker thread, the language server and the pages. `--only=server` bundles one
// of them, `--outdir=<folder>` puts them elsewhere.
import { build, context } from 'esbuild';
import { subsetIcons } from './tools/package/subsetIcons.mjs';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const valueOf = (option) => process.argv.find((argument) => argument.startsWith(`--${option}=`))?.slice(option.length + 3);
const outdir = valueOf('outdir') ?? 'dist';
const only = valueOf('only');
if (outdir === 'dist') rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const common = { bundle: true, sourcemap: !production, minify: production, logLevel: 'warning', legalComments: 'none' };
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // jsonc-parser's UMD build hides its own imports from a bundler, so the ES build is taken where there is one.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  outdir,
};
const entries = {
  extension: 'client/extension.ts',
  background: 'client/terminal/background.ts',
  server: 'server/main.ts',
};
const chosen = Object.entries(entries).filter(([name]) => only === undefined || name === only);
const all = [{ ...node, entryPoints: Object.fromEntries(chosen) }, ...(only === undefined ? [...starts(), pageBundles()] : [])];

/**
 * What starts the bundle above, in a thread of the extension or as the command that package.json names as `bin`: what
 * that is compiled to is kept, as far as the runtime can, so that the first rows need not wait for it the next time. On Linux
 * the runtime's own place for it is a folder that all users of the machine share, who need not trust each other.
 */
function starts() {
  const contents = `try {
  const { env, platform } = process;
  const own = () => (env.XDG_CACHE_HOME || require('node:os').homedir() + '/.cache') + '/avro-workbench';
  require('node:module').enableCompileCache?.(env.NODE_COMPILE_CACHE || (platform === 'linux' ? own() : undefined));
} catch {}
require('./background.js');`;
  return ['worker', 'cli'].map((name) => ({
    ...node,
    stdin: { contents, sourcefile: `${name}.js` },
    outdir: undefined,
    outfile: `${outdir}/${name}.js`,
    external: ['./background.js'],
    banner: name === 'cli' ? { js: '#!/usr/bin/env node' } : {},
  }));
}

function pageBundles() {
  const files = existsSync('client/webview/page') ? readdirSync('client/webview/page') : [];
  for (const name of files) if (name.endsWith('.css')) cpSync(`client/webview/page/${name}`, `${outdir}/webview/${name}`);
  const pages = files.filter((name) => name.endsWith('.main.ts'));
  return {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    entryPoints: Object.fromEntries(pages.map((name) => [name.replace('.main.ts', ''), `client/webview/page/${name}`])),
    outdir: `${outdir}/webview`,
  };
}

if (watch) {
  for (const options of all) await (await context(options)).watch();
  // While it is watched any icon may come into use.
  for (const type of ['css', 'ttf']) cpSync(`node_modules/@vscode/codicons/dist/codicon.${type}`, `${outdir}/webview/codicon.${type}`);
} else {
  const results = await Promise.all(all.map((options) => build({ ...options, metafile: true })));
  if (only === undefined) writeIcons();
  writeFileSync(`${outdir}/third-party-notices.txt`, notices(results.flatMap(({ metafile }) => Object.keys(metafile.inputs))));
}

/** The icons' font, with those icons alone whose names stand in a bundle that makes pages, or tells pages what to show. */
function writeIcons() {
  const pages = readdirSync(`${outdir}/webview`).filter((name) => name.endsWith('.js'));
  const texts = [...pages.map((name) => `webview/${name}`), 'extension.js'].map((name) => readFileSync(`${outdir}/${name}`, 'utf8'));
  const words = new Set(texts.flatMap((text) => text.match(/[a-z][a-z0-9-]*/g) ?? []));
  const [css, font] = ['css', 'ttf'].map((type) => readFileSync(`node_modules/@vscode/codicons/dist/codicon.${type}`));
  const icons = subsetIcons(css.toString(), font, (name) => words.has(name) || words.has(`codicon-${name}`));
  writeFileSync(`${outdir}/webview/codicon.css`, icons.css);
  writeFileSync(`${outdir}/webview/codicon.ttf`, icons.font);
}

/** The licences of the packages that the bundles contain, by name, and of the icons' font. */
function notices(inputs) {
  const folders = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const unique = [...new Set([...folders, 'node_modules/@vscode/codicons'])].sort();
  const parts = unique.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
    const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  return `Avro Workbench contains these packages:\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
