import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

/** The extension as `esbuild.mjs` bundles it, but in memory. */
const bundled = await build({
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
  minify: true,
});
const inputs = Object.keys(bundled.metafile.inputs);

test('bundle: what activation loads has neither the Kafka library nor avsc in it', () => {
  assert.ok(inputs.includes('client/extension.ts'));
  assert.deepEqual(
    inputs.filter((file) => /node_modules\/(?:kafkajs|avsc|lz4js|fzstd)/.test(file)),
    [],
  );
});

test("bundle: the client has nothing of the server's files", () => {
  assert.deepEqual(
    inputs.filter((file) => file.startsWith('server/')),
    [],
  );
});
