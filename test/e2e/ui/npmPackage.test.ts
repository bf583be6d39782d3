import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { sampleCluster } from '../demoWindow.ts';

// The terminal's command as its npm package brings it: installed into an empty folder, without this project around it.

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-npm-'));
const command = path.join(folder, 'node_modules/.bin/avro-workbench');
const env = {
  PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  KAFKA_BROKERS: sampleCluster.brokers.join(','),
  SCHEMA_REGISTRY_URL: sampleCluster.registryUrl,
};

before(async () => {
  const file = process.env['AVRO_WORKBENCH_TGZ'];
  assert.ok(file !== undefined && file !== '', 'AVRO_WORKBENCH_TGZ is not set: run these tests by npm run test:e2e.');
  writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', file], { cwd: folder, env: { ...process.env, ...env } });
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the package says its version, and finds what is wrong with a schema', async () => {
  assert.match((await run(command, ['--version'], { env })).stdout, /^\d+\.\d+\.\d+\n$/);
  writeFileSync(path.join(folder, 'order.avsc'), '{"type":"record","name":"Order","fields":[{"name":"id","type":"strin"}]}');
  const failed = await run(command, ['lint', 'order.avsc'], { cwd: folder, env }).then(
    () => '',
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  assert.match(failed, /strin/);
});

test('records of a topic as lines of JSON, with a filter that needs the thread of its own', async () => {
  const args = ['peek', 'orders', '--newest', '50', '--filter', 'value.status.matches("^(PAID|NEW)$")', '--quiet'];
  const { stdout } = await run(command, args, { cwd: folder, env });
  const lines = stdout.trim().split('\n');
  assert.ok(lines.length > 1 && lines.length < 50, stdout);
  // Odd numbers beyond 2^53 come out whole.
  for (const line of lines) assert.match(line, /^\{"partition":\d,"offset":\d+,.*"sequence":9007199254\d{6},"status":"(?:PAID|NEW)"/);
});

test('bytes from a pipe', async () => {
  const decoding = run(command, ['decode', '--value-framing', 'text', '--quiet'], { cwd: folder, env });
  decoding.child.stdin?.end('68 65 6c 6c 6f');
  assert.equal((await decoding).stdout, '"hello"\n');
});
