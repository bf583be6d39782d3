import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

/** The extension as `esbuild.mjs` bundles it, but in memory. */
const { metafile } = await build({
  entryPoints: ['client/extension.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['vscode'],
  write: false,
  metafile: true,
  logLevel: 'silent',
});

/** Files that are run when the extension is loaded: those that only `import()` leads to are run later. */
function runAtOnce(): string[] {
  const seen = new Set<string>();
  const pending = ['client/extension.ts'];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) if (kind !== 'dynamic-import') pending.push(path);
  }
  return [...seen];
}

test('bundle: neither the Kafka library nor avsc is in what VS Code loads', () => {
  const inputs = Object.keys(metafile.inputs);
  assert.ok(inputs.includes('client/cluster/remoteSession.ts'));
  assert.deepEqual(
    inputs.filter((file) => /node_modules\/(?:kafkajs|avsc|lz4js|fzstd)/.test(file)),
    [],
  );
});

test('bundle: activation does not run the library of the language server protocol', () => {
  const files = runAtOnce();
  assert.ok(files.includes('client/languageServer.ts'));
  assert.deepEqual(
    files.filter((file) => /node_modules\/vscode-/.test(file)),
    [],
  );
});

test("bundle: the client has nothing of the server's files", () => {
  assert.deepEqual(
    Object.keys(metafile.inputs).filter((file) => file.startsWith('server/')),
    [],
  );
});
