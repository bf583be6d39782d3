import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { DocumentDiagnosticReport, ProtocolConnection } from 'vscode-languageserver/node';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { inRoot, inTools } from '../../tools/support/paths.ts';
import { run } from '../../tools/support/processes.ts';
import type { SchemaPeers } from './schemaPeers.ts';

/** A language server in a process of its own, which is asked for diagnostics as VS Code asks. */
export interface LanguageServer {
  open(uri: string, text: string): void;
  /** Inserts a character. */
  type(uri: string, position: { readonly line: number; readonly character: number }, character: string): void;
  /** @returns how many findings there are */
  pull(uri: string): Promise<number>;
  stop(): Promise<void>;
}

export type StartServer = () => Promise<LanguageServer>;

/** Builds the server as the extension ships it, and returns what starts it. */
export async function prepareOwnServer(): Promise<StartServer> {
  const folder = inTools('bench-server');
  const build = ['esbuild.mjs', '--production', '--only=server', `--outdir=${folder}`];
  await run(process.execPath, build, { cwd: inRoot(), what: 'Building the server' });
  return () => start([path.join(folder, 'server.js'), '--stdio'], 'avro-schema', {});
}

/** What starts VS Code's JSON server with SchemaStore's schema for `.avsc` files. */
export function prepareJsonServer({ jsonServer, avroSchema }: SchemaPeers): StartServer {
  const schema: unknown = JSON.parse(avroSchema);
  const schemas = [{ url: 'https://json.schemastore.org/avro-avsc.json', fileMatch: ['*.avsc'], schema }];
  return () => start([jsonServer, '--stdio'], 'json', { json: { validate: { enable: true }, schemas } });
}

async function start(args: readonly string[], languageId: string, settings: object): Promise<LanguageServer> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest('workspace/configuration', ({ items }: { readonly items: readonly unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { configuration: languageId === 'avro-schema' }, textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
  return serverOver(connection, child, languageId);
}

function serverOver(connection: ProtocolConnection, child: ChildProcess, languageId: string): LanguageServer {
  const versions = new Map<string, number>();
  // A connection that is gone shows in the answer that is waited for next.
  const notify = (method: string, params: object): void => void connection.sendNotification(method, params);
  return {
    open(uri, text) {
      versions.set(uri, 1);
      notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    },
    type(uri, position, character) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      const contentChanges = [{ range: { start: position, end: position }, text: character }];
      notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    },
    async pull(uri) {
      const report: DocumentDiagnosticReport = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
      return report.kind === 'full' ? report.items.length : 0;
    },
    async stop() {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      connection.dispose();
      child.kill();
      await exited;
    },
  };
}
