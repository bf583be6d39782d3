// One process of benchIndex: indexes the folder that it is given, or only reads and parses its files, and says what that took.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { parseTree } from 'jsonc-parser';
import type { ProtocolConnection } from 'vscode-languageserver/node';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { serve } from '../../../server/serve.ts';

/** What a process prints as JSON. */
export interface IndexRun {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Of the whole process. */
  readonly peakMb: number;
  /** From each keystroke to the diagnostics for it, while files were indexed, and afterwards. */
  readonly typingMs: readonly number[];
  readonly idleTypingMs: readonly number[];
}

const [what = '', folder = ''] = process.argv.slice(2);
const start = { cpu: process.cpuUsage(), time: performance.now() };
if (what === 'parse') {
  readAndParse(folder);
  finish([], []);
} else {
  await runServer(folder, what === 'type');
}

/** The peer: each file is read and parsed, and nothing is kept. */
function readAndParse(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const tree = parseTree(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    if (tree === undefined) throw new Error(`${entry.name} is no JSON.`);
  }
}

/** The whole language server, from the moment when it may begin until all types are known. */
async function runServer(root: string, types: boolean): Promise<void> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  serve(createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient)));
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const seen = { indexed: false };
  connection.onRequest('workspace/diagnostic/refresh', () => {
    seen.indexed = true;
    return null;
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'bench' }],
    capabilities: { workspace: { diagnostics: { refreshSupport: true } }, textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  const typist = types ? await openText(connection) : undefined;
  const typingMs: number[] = [];
  while (!seen.indexed) {
    if (typist === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    else typingMs.push(await typist());
  }
  const idleTypingMs: number[] = [];
  while (typist !== undefined && idleTypingMs.length < 12) idleTypingMs.push(await typist());
  finish(typingMs, idleTypingMs);
}

/** @returns what types a letter after a while of rest, and answers how long the diagnostics for it took */
async function openText(connection: ProtocolConnection): Promise<() => Promise<number>> {
  const uri = 'untitled:typed.avsc';
  const fields = Array.from({ length: 60 }, (_, index) => ({
    name: `field_${index}`,
    type: ['null', 'string'],
    doc: `Field ${index}`,
    default: null,
  }));
  const text = JSON.stringify({ type: 'record', name: 'Typed', doc: '', fields }, undefined, 2);
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'avro-schema', version: 1, text } });
  let version = 1;
  const line = text.slice(0, text.indexOf('"doc": "')).split('\n').length - 1;
  return async () => {
    // Long enough for indexing to have begun again.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const position = { line, character: '  "doc": "'.length };
    const before = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start: position, end: position }, text: 'x' }],
    });
    await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    return performance.now() - before;
  };
}

function finish(typingMs: readonly number[], idleTypingMs: readonly number[]): void {
  const { user, system } = process.cpuUsage(start.cpu);
  const run: IndexRun = {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - start.time,
    peakMb: process.resourceUsage().maxRSS / 1024,
    typingMs,
    idleTypingMs,
  };
  process.stdout.write(JSON.stringify(run), () => process.exit());
}
