import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { DocumentDiagnosticReport, InitializeResult } from 'vscode-languageserver/node';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { itemsOf, pullingClient } from './harness.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avro-server-'));
  await promisify(execFile)(process.execPath, ['esbuild.mjs', '--only=server', '--production', `--outdir=${folder}`]);
});
after(() => rm(folder, { recursive: true, force: true }));

test('the bundled server serves any editor over its standard streams, and ends when it is told to', { timeout: 30_000 }, async () => {
  const server = spawn(process.execPath, [join(folder, 'server.js'), '--stdio'], { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const errors = readAll(server.stderr);
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  const { serverInfo }: InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: pullingClient.textDocument },
  });
  assert.equal(serverInfo?.name, 'Avro Workbench');
  await connection.sendNotification('initialized', {});
  const textDocument = { uri: 'file:///a.avsc', languageId: 'avro-schema', version: 1, text: '["int", "x.Y", // half\n' };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  const report: DocumentDiagnosticReport = await connection.sendRequest('textDocument/diagnostic', { textDocument });
  assert.deepEqual(
    itemsOf(report).map(({ code }) => code),
    ['json-syntax', 'unknown-type', 'comment'],
  );
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  assert.equal(await ended, 0);
  assert.equal(await errors, '');
  connection.dispose();
});

test('without a word on how to talk, the bundled server says what it needs', { timeout: 30_000 }, async () => {
  const server = spawn(process.execPath, [join(folder, 'server.js')], { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  assert.match(await readAll(server.stderr), /^This is a language server: .*--stdio.*\.\n$/);
  assert.equal(await ended, 2);
});

test('the licences of all that is in the bundle go with it', async () => {
  const notices = await readFile(join(folder, 'third-party-notices.txt'), 'utf8');
  for (const name of ['jsonc-parser', 'vscode-languageserver']) assert.match(notices, new RegExp(`^${name} \\d`, 'm'));
  // What only tests and tools use is not in it.
  assert.doesNotMatch(notices, /^avsc /m);
});
