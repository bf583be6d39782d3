import { PassThrough } from 'node:stream';
import type {
  ClientCapabilities,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeResult,
  Position,
  ProtocolConnection,
  PublishDiagnosticsParams,
  Registration,
  TextEdit,
} from 'vscode-languageserver/node';
import {
  createConnection,
  createProtocolConnection,
  DocumentDiagnosticRequest,
  ErrorCodes,
  ProposedFeatures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { MessageSchemaParams, MessageSchemaResult, SchemaVerdictsParams } from '../../shared/protocol.ts';
import { connectionNames, messageSchema, schemaVerdicts } from '../../shared/protocol.ts';
import type { Delays } from '../../server/compatibilityService.ts';
import { documentKinds } from '../../server/kinds.ts';
import { serve } from '../../server/serve.ts';
import type { Slices } from '../../server/sharedWork.ts';

/** What VS Code says of itself, as far as it matters here. */
export const pullingClient: ClientCapabilities = {
  workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } },
  textDocument: {
    diagnostic: { relatedDocumentSupport: false },
    publishDiagnostics: { relatedInformation: true },
    completion: { completionItem: { snippetSupport: true } },
  },
};

/** A plain editor: it can't pull, can't be asked for settings, and knows no snippets. */
export const plainClient: ClientCapabilities = { textDocument: { publishDiagnostics: {} } };

export interface ClientOptions {
  /** The URIs of the folders that are open. */
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly kinds?: typeof documentKinds;
  /** How long the server works without a pause. */
  readonly slices?: Slices;
  /** What `workspace/configuration` answers, by section; may change between requests. */
  readonly settings?: Map<string, unknown>;
  /** Whether it answers requests to register and to pull again with an error. */
  readonly refuses?: boolean;
  /** Answers the request for the schema of a message's part. */
  readonly answer?: (params: MessageSchemaParams) => Promise<MessageSchemaResult>;
  /** Answers the request for the names of all connections. */
  readonly connectionNames?: readonly string[];
  /** Answers other requests of our own, by their method. */
  readonly answers?: Readonly<Record<string, (params: never) => unknown>>;
  readonly delays?: Delays;
}

/** A client that talks to a real `serve()` over streams in memory. */
export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What the server logged as an error. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What the server pushed. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** How often the server asked for a new pull. */
  readonly refreshes: () => number;
  /** What the server registered itself for. */
  readonly registrations: readonly Registration[];
  /** What the server said of the progress of its work. */
  readonly progress: readonly unknown[];
  /** What the server said of how documents stand beside their baselines. */
  readonly verdicts: readonly SchemaVerdictsParams[];
  /** How often the server asked the client to ask for lenses again. */
  readonly lensRefreshes: () => number;
  /** @returns the document's URI */
  open(text: string, options?: { readonly uri?: string; readonly languageId?: string }): string;
  /** Replaces ranges one after another, each in the text that the one before left, and counts the version up. */
  edit(uri: string, ...edits: { readonly start: number; readonly end: number; readonly text: string }[]): void;
  closeDocument(uri: string): void;
  save(uri: string): void;
  textOf(uri: string): string;
  positionAt(uri: string, offset: number): Position;
  offsetAt(uri: string, position: Position): number;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  /** The first that fits of what the server has pushed or will push. */
  pushed(fits: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  /** Waits until something that the client can see has come about. */
  readonly until: (holds: () => boolean) => Promise<void>;
  request<R>(method: string, params: unknown): Promise<R>;
  dispose(): Promise<void>;
}

export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  serve(server, options.kinds ?? documentKinds, options.slices, { ...(options.delays !== undefined && { delays: options.delays }) });
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const seen = watch(connection, options);
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    ...(options.folders !== undefined && { workspaceFolders: options.folders.map((uri) => ({ uri, name: uri })) }),
    capabilities: options.capabilities ?? pullingClient,
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  const documents = new Map<string, TextDocument>();
  const at = (uri: string): TextDocument => {
    const document = documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open.`);
    return document;
  };
  return {
    connection,
    initialized,
    errors: seen.errors,
    warnings: seen.warnings,
    published: seen.published,
    refreshes: () => seen.refreshes,
    registrations: seen.registrations,
    progress: seen.progress,
    verdicts: seen.verdicts,
    lensRefreshes: () => seen.lensRefreshes,
    open(text, { uri = 'file:///schemas/a.avsc', languageId = 'avro-schema' } = {}) {
      documents.set(uri, TextDocument.create(uri, languageId, 1, text));
      send(connection, 'textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
      return uri;
    },
    edit(uri, ...edits) {
      const document = at(uri);
      const version = document.version + 1;
      const contentChanges = edits.map(({ start, end, text }) => {
        const change = { range: { start: document.positionAt(start), end: document.positionAt(end) }, text };
        TextDocument.update(document, [change], version);
        return change;
      });
      send(connection, 'textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    },
    closeDocument(uri) {
      documents.delete(uri);
      send(connection, 'textDocument/didClose', { textDocument: { uri } });
    },
    save: (uri) => send(connection, 'textDocument/didSave', { textDocument: { uri } }),
    textOf: (uri) => at(uri).getText(),
    positionAt: (uri, offset) => at(uri).positionAt(offset),
    offsetAt: (uri, position) => at(uri).offsetAt(position),
    pull: (uri, previousResultId) =>
      connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri },
        ...(previousResultId !== undefined && { previousResultId }),
      }),
    async pushed(fits) {
      await seen.until(() => seen.published.some(fits));
      const found = seen.published.find(fits);
      if (found === undefined) throw new Error('What was published has gone.');
      return found;
    },
    until: seen.until,
    request: (method, params) => connection.sendRequest(method, params),
    async dispose() {
      // The server stops what it has under way, as it does when an editor ends it.
      await connection.sendRequest('shutdown');
      connection.dispose();
      server.dispose();
    },
  };
}

interface Seen {
  readonly errors: string[];
  readonly warnings: string[];
  readonly published: PublishDiagnosticsParams[];
  refreshes: number;
  readonly registrations: Registration[];
  readonly progress: unknown[];
  readonly verdicts: SchemaVerdictsParams[];
  lensRefreshes: number;
  readonly until: (holds: () => boolean) => Promise<void>;
}

function watch(connection: ProtocolConnection, options: ClientOptions): Seen {
  const { settings = new Map<string, unknown>(), answer, connectionNames: names, refuses = false } = options;
  let waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];
  const happened = (): void => {
    for (const { holds, resolve } of waiting) if (holds()) resolve();
    waiting = waiting.filter(({ holds }) => !holds());
  };
  const seen: Seen = {
    errors: [],
    warnings: [],
    published: [],
    refreshes: 0,
    registrations: [],
    progress: [],
    verdicts: [],
    lensRefreshes: 0,
    until: (holds) => (holds() ? Promise.resolve() : new Promise((resolve) => waiting.push({ holds, resolve }))),
  };
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) seen.errors.push(message);
    if (type === 2) seen.warnings.push(message);
    happened();
  });
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    seen.published.push(params);
    happened();
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
    items.map(({ section }) => settings.get(section) ?? null),
  );
  const refusal = new ResponseError(ErrorCodes.InternalError, 'Refused.');
  connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => {
    seen.registrations.push(...registrations);
    happened();
    return refuses ? refusal : null;
  });
  connection.onRequest('window/workDoneProgress/create', () => (refuses ? refusal : null));
  connection.onNotification('$/progress', ({ value }: { value: unknown }) => {
    seen.progress.push(value);
    happened();
  });
  connection.onRequest('workspace/diagnostic/refresh', () => {
    seen.refreshes++;
    happened();
    return refuses ? refusal : null;
  });
  connection.onRequest('workspace/codeLens/refresh', () => {
    seen.lensRefreshes++;
    happened();
    return refuses ? refusal : null;
  });
  connection.onNotification(schemaVerdicts, (params: SchemaVerdictsParams) => {
    seen.verdicts.push(params);
    happened();
  });
  for (const [method, respond] of Object.entries(options.answers ?? {})) {
    connection.onRequest(method, async (params: never) => {
      const response: unknown = await respond(params);
      // Whoever waits for the request sees it once it is answered.
      setImmediate(happened);
      return response;
    });
  }
  if (answer !== undefined) connection.onRequest(messageSchema, (params: MessageSchemaParams) => answer(params));
  if (names !== undefined) connection.onRequest(connectionNames, () => names);
  return seen;
}

/** Sends in order with all that was sent before; a connection that is gone shows in the test that waits for an answer. */
function send(connection: ProtocolConnection, method: string, params: unknown): void {
  void connection.sendNotification(method, params);
}

/** The diagnostics of a whole answer. */
export function itemsOf(report: DocumentDiagnosticReport): Diagnostic[] {
  if (report.kind !== 'full') throw new Error('The answer is "unchanged".');
  return report.items;
}

/** The text with the edits made, which may stand in any order but may not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('test:', '', 1, text), [...edits]);
}
