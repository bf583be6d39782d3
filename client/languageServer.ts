import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { messageSchemasChanged, type MessageSchemaParams } from '../shared/protocol.ts';
import type { FoundSchema } from './messages/messageSchemas.ts';
import type { Subscription } from './ui.ts';

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
  /** Names of all connections, as messages may name them. */
  readonly connectionNames: () => readonly string[];
  /** Told when the server has crashed so often that it is not started again by itself. */
  readonly onGivenUp: () => void;
}

export interface ServedDocuments {
  readonly language: string;
  readonly scheme: string;
  readonly pattern?: string;
}

/** What the server serves: our own languages, and `.avsc` files that other extensions claim. */
const served: readonly ServedDocuments[] = ['file', 'untitled', 'avro-registry'].flatMap((scheme) => [
  { language: 'avro-schema', scheme },
  { language: 'avro-message', scheme },
  ...['avsc', 'avroavsc', 'json'].map((language) => ({ language, scheme, pattern: '**/*.avsc' })),
]);

/** The server of this window; it runs in a process of its own. */
export function createLanguageServer(options: LanguageServerOptions): LanguageServer {
  const channel = vscode.window.createOutputChannel('Avro Language Server', { log: true });
  let starting: Promise<LanguageClient> | undefined;
  let running: LanguageClient | undefined;
  const start = async (): Promise<LanguageClient> => {
    // The protocol's library is most of what this extension is made of, so it is loaded when it is needed.
    const { createClient } = await import('./languageClient.ts');
    const client = createClient({ ...options, served, channel });
    await client.start();
    running = client;
    return client;
  };
  const begin = (): Promise<LanguageClient> => {
    starting = start();
    starting.catch((error: unknown) => channel.error(error instanceof Error ? error : String(error)));
    return starting;
  };
  const end = async (): Promise<void> => {
    const old = starting;
    starting = undefined;
    running = undefined;
    try {
      await (await old)?.dispose();
    } catch (error) {
      // One that has crashed, or never started, can't be stopped any more.
      channel.warn(String(error));
    }
  };
  const startWhenServed = (document: vscode.TextDocument): void => {
    if (starting === undefined && vscode.languages.match(served, document) > 0) void begin().catch(() => undefined);
  };
  const subscription = vscode.workspace.onDidOpenTextDocument(startWhenServed);
  vscode.workspace.textDocuments.forEach(startWhenServed);
  return {
    async restart() {
      await end();
      await begin();
    },
    messageSchemasChanged() {
      if (running?.isRunning() === true) void running.sendNotification(messageSchemasChanged);
    },
    showOutput: () => channel.show(),
    dispose() {
      subscription.dispose();
      void end().finally(() => channel.dispose());
    },
  };
}
