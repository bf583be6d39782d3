import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  baselineScheme,
  baselinesChanged,
  compareSchemas,
  definingFiles,
  derivedSchema,
  derivedScheme,
  filesInOrder,
  judgeSchema,
  messageSchemasChanged,
  namedTypes,
  registryScheme,
  schemaFingerprints,
  schemaNeeds,
  schemaTried,
  type BaselinesParams,
  type BaselinesResult,
  type MessageSchemaParams,
  type RegistryVerdictParams,
  type RegistryVerdictResult,
  type SchemaTriedParams,
  type SchemaVerdictsParams,
} from '../shared/protocol.ts';
import type { SchemaRequests } from './schemaRequests.ts';
import type { MessageNames } from './messages/messageNames.ts';
import type { FoundSchema } from './messages/messageSchemas.ts';
import type { Subscription } from './ui.ts';

/** The language server, which is started when the first document that it serves is open, or when it is asked something. */
export interface LanguageServer extends Subscription, SchemaRequests {
  /** Starts it anew, also where it has given up. */
  restart(): Promise<void>;
  /** Tells it that schemas or connections have changed, so that message documents are checked again. */
  messageSchemasChanged(): void;
  /** Tells it that other baselines may hold for these files, or for all. */
  baselinesChanged(uris: readonly string[] | undefined): void;
  /** Tells it what came out when a schema was tried on real messages. */
  schemaTried(params: SchemaTriedParams): void;
  /** Opens what the server says of itself. */
  showOutput(): void;
}

export interface LanguageServerOptions {
  /** What shows a rule whose id stands behind it. */
  readonly rulesAddress: string;
  /** The bundled server's path. */
  readonly module: string;
  /** Finds the schemas of messages, which the server asks for. */
  readonly findMessageSchema: (params: MessageSchemaParams, signal: AbortSignal) => Promise<FoundSchema>;
  /** Names of all connections, as messages may name them. */
  readonly connectionNames: () => readonly string[];
  /** What else messages may name. */
  readonly names: () => MessageNames;
  /** What a schema file is to be compatible with, as far as it is known. */
  readonly findBaselines: (params: BaselinesParams) => BaselinesResult;
  /** The registry's own verdict; null where it can't be asked. */
  readonly askRegistry: (params: RegistryVerdictParams, signal: AbortSignal) => Promise<RegistryVerdictResult>;
  /** Told how a schema stands, whenever that has changed. */
  readonly onVerdicts: (params: SchemaVerdictsParams) => void;
  /** Told when the server has crashed so often that it is not started again by itself. */
  readonly onGivenUp: () => void;
}

export interface ServedDocuments {
  readonly language: string;
  readonly scheme: string;
  readonly pattern?: string;
}

/** What the server serves: our own languages, and `.avsc` and `.avpr` files that other extensions claim. */
const served: readonly ServedDocuments[] = ['file', 'untitled', registryScheme, baselineScheme, derivedScheme].flatMap((scheme) => [
  { language: 'avro-schema', scheme },
  { language: 'avro-protocol', scheme },
  { language: 'avro-message', scheme },
  ...['avsc', 'avroavsc', 'json'].map((language) => ({ language, scheme, pattern: '**/*.{avsc,avpr}' })),
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
  /** A server that has given up is started anew: now somebody needs it. */
  const started = async (): Promise<LanguageClient> => {
    const client = await starting?.catch(() => undefined);
    if (client?.isRunning() === true) return client;
    await end();
    return begin();
  };
  const ask = async <Result>(method: string, params: unknown, signal: AbortSignal): Promise<Result> => {
    const client = await started();
    const result = await untilAborted(signal, (token) => client.sendRequest<Result | null>(method, params, token));
    if (result === null) throw new Error(`The language server could not answer ${method}: its output says why.`);
    return result;
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
    namedTypes: (params, signal) => ask(namedTypes, params, signal),
    derivedSchema: (params, signal) => ask(derivedSchema, params, signal),
    filesInOrder: (params, signal) => ask(filesInOrder, params, signal),
    fingerprints: (params, signal) => ask(schemaFingerprints, params, signal),
    judge: (params, signal) => ask(judgeSchema, params, signal),
    compare: (params, signal) => ask(compareSchemas, params, signal),
    needs: (params, signal) => ask(schemaNeeds, params, signal),
    definingFiles: (params, signal) => ask(definingFiles, params, signal),
    messageSchemasChanged() {
      if (running?.isRunning() === true) void running.sendNotification(messageSchemasChanged);
    },
    baselinesChanged(uris) {
      if (running?.isRunning() === true) void running.sendNotification(baselinesChanged, uris === undefined ? {} : { uris });
    },
    schemaTried(params) {
      if (running?.isRunning() === true) void running.sendNotification(schemaTried, params);
    },
    showOutput: () => channel.show(),
    dispose() {
      subscription.dispose();
      void end().finally(() => channel.dispose());
    },
  };
}

/** What the call returns, unless the signal is aborted before: then the call's token is cancelled. @throws an `AbortError` then */
async function untilAborted<T>(signal: AbortSignal, call: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    return await call(source.token);
  } catch (error) {
    // Whatever a cancelled request fails by, the user has ended it.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
