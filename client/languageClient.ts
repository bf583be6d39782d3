import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  TransportKind,
  type CancellationToken,
  type DocumentFilter,
  type ErrorHandler,
} from 'vscode-languageclient/node';
import type { FoundSchema } from './messages/messageSchemas.ts';
import type { Subscription } from './ui.ts';
import { messageSchema, messageSchemasChanged, type MessageSchemaParams, type MessageSchemaResult } from '../shared/protocol.ts';

/** The language server, which is started when the first document that it serves is open. */
export interface LanguageServer extends Subscription {
  /** Starts it anew, also where it has given up. */
  restart(): Promise<void>;
  /** Tells it that schemas or connections have changed, so that message documents are checked again. */
  messageSchemasChanged(): void;
  /** Opens what the server says of itself. */
  showOutput(): void;
}

export interface LanguageServerOptions {
  /** The bundled server's path. */
  readonly module: string;
  /** Finds the schemas of messages, which the server asks for. */
  readonly findMessageSchema: (params: MessageSchemaParams, signal: AbortSignal) => Promise<FoundSchema>;
  /** Told when the server has crashed so often that it is not started again by itself. */
  readonly onGivenUp: () => void;
}

const schemes = ['file', 'untitled', 'avro-registry'];

/** What the server serves: our own languages, and `.avsc` files that other extensions claim. */
const selector: DocumentFilter[] = schemes.flatMap((scheme) => [
  { language: 'avro-schema', scheme },
  { language: 'avro-message', scheme },
  ...['avsc', 'avroavsc', 'json'].map((language) => ({ language, scheme, pattern: '**/*.avsc' })),
]);

const maxRestarts = 4;
const restartPeriodMs = 180_000;

/** The server of this window; it runs in a process of its own. */
export function createLanguageServer({ module, findMessageSchema, onGivenUp }: LanguageServerOptions): LanguageServer {
  const channel = vscode.window.createOutputChannel('Avro Language Server', { log: true });
  let client: LanguageClient | undefined;
  const start = async (): Promise<void> => {
    client = new LanguageClient(
      'avroWorkbench',
      'Avro Language Server',
      { module, transport: TransportKind.ipc },
      { documentSelector: selector, outputChannel: channel, errorHandler: createErrorHandler(onGivenUp) },
    );
    client.onRequest(messageSchema, async (params: MessageSchemaParams, token: CancellationToken) =>
      toResult(await findMessageSchema(params, toSignal(token))),
    );
    await client.start();
  };
  const startWhenServed = (document: vscode.TextDocument): void => {
    if (client !== undefined || vscode.languages.match(selector as vscode.DocumentSelector, document) === 0) return;
    start().catch((error: unknown) => channel.error(error instanceof Error ? error : String(error)));
  };
  const subscription = vscode.workspace.onDidOpenTextDocument(startWhenServed);
  vscode.workspace.textDocuments.forEach(startWhenServed);
  return {
    async restart() {
      const old = client;
      client = undefined;
      // One that has crashed can't be stopped any more.
      await old?.dispose().catch((error: unknown) => channel.warn(String(error)));
      await start();
    },
    messageSchemasChanged() {
      if (client?.isRunning() === true) void client.sendNotification(messageSchemasChanged);
    },
    showOutput: () => channel.show(),
    dispose() {
      subscription.dispose();
      void client?.dispose().finally(() => channel.dispose());
    },
  };
}

/** Starts a crashed server again, but not for ever. */
function createErrorHandler(onGivenUp: () => void): ErrorHandler {
  const crashes: number[] = [];
  return {
    error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
    closed() {
      const now = Date.now();
      crashes.push(now);
      while (crashes[0] !== undefined && crashes[0] < now - restartPeriodMs) crashes.shift();
      if (crashes.length <= maxRestarts) return { action: CloseAction.Restart };
      onGivenUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

function toResult(found: FoundSchema): MessageSchemaResult {
  if (!found.found) return found;
  const { text, references, label, fullname } = found.schema;
  return { found: true, text, references, label, fullname };
}

function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
