import type {
  CancellationToken,
  Connection,
  Diagnostic,
  DiagnosticServerCancellationData,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  InitializeParams,
  Range,
  ServerCapabilities,
  SymbolInformation,
  TextDocumentIdentifier,
  WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  ErrorCodes,
  LSPErrorCodes,
  ResourceOperationKind,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { Problem } from '../shared/avro/schema.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { MessageSchemaResult } from '../shared/protocol.ts';
import { property } from '../shared/schemaSettings.ts';
import {
  connectionNames,
  derivedSchema,
  derivedScheme,
  filesInOrder,
  messageSchema,
  messageSchemasChanged,
  namedTypes,
  schemaFingerprints,
} from '../shared/protocol.ts';
import { deriveSchema, findNamedTypes, fingerprintSchema, orderFiles } from './derived.ts';
import type { DerivedSources } from './derived.ts';
import { toDiagnostic, toReport } from './diagnostics.ts';
import type { OpenDocument } from './documents.ts';
import { documentSnapshots } from './documents.ts';
import type { Awaitable, ClientAbilities, ParsedDocument, RequestContext } from './kinds.ts';
import { documentKinds } from './kinds.ts';
import { fixAllKind } from './features/codeActions.ts';
import { semanticTokensLegend } from './features/semanticTokens.ts';
import { createPublisher } from './publisher.ts';
import { createRuleLink } from './rulesPage.ts';
import type { RuleLink } from './rulesPage.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import { askedSettings, pushedSettings } from './settings.ts';
import type { Settings, SettingsSource } from './settings.ts';
import { processSlices } from './sharedWork.ts';
import type { Slices } from './sharedWork.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';
import { findWorkspaceSymbols } from './workspaceSymbols.ts';

/** How long a text must be left alone before its diagnostics are pushed; a client that pulls decides by itself. */
const quietMs = 120;

/** Serves one client until it exits. */
export function serve(connection: Connection, kinds = documentKinds, slices = processSlices): void {
  connection.onInitialize((params) => {
    const client = abilitiesOf(params);
    const settings =
      params.capabilities.workspace?.configuration === true
        ? askedSettings(connection.workspace)
        : pushedSettings(params.initializationOptions);
    const openDocument = (uri: string): OpenDocument | undefined => server.documents.get(uri);
    const files = new WorkspaceFiles({ connection, params, settings, openDocument, slices, recheck: (uris) => recheck(uris) });
    const server: Server = {
      ending: new AbortController(),
      connection,
      documents: new TextDocuments(documentSnapshots(kinds, files.workspace)),
      slices,
      client,
      textOf: (uri) => files.workspace.textOf(uri),
      ruleLink: createRuleLink(client.rulesAddress, process.argv[1] ?? ''),
      settings,
    };
    files.follow(server.documents);
    server.documents.listen(connection);
    answerRequests(server);
    answerDerived(server, files.workspace);
    answerSymbols(server, files.workspace);
    const pulls = params.capabilities.textDocument?.diagnostic !== undefined;
    const check = pulls ? answerPulls(server, params) : pushDiagnostics(server);
    const recheck: Recheck = (uris) => {
      check(uris);
      redraw(server, params);
    };
    followChanges(server, params, files, recheck);
    return { capabilities: capabilities(pulls), serverInfo: { name: 'Avro Workbench' } };
  });
  connection.listen();
}

/** Checks these open documents again, or all. */
type Recheck = (uris?: Iterable<string>) => void;

/** What every handler needs. */
interface Server {
  /** Aborted when the client ends the server: nobody listens any more. */
  readonly ending: AbortController;
  readonly slices: Slices;
  readonly connection: Connection;
  readonly documents: TextDocuments<OpenDocument>;
  readonly settings: SettingsSource;
  readonly client: ClientAbilities;
  readonly ruleLink: RuleLink;
  /** Any text of the workspace, open or saved. */
  readonly textOf: (uri: string) => TextDocument | undefined;
}

function capabilities(pulls: boolean): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { triggerCharacters: ['"', ':', ' '] },
    hoverProvider: true,
    documentSymbolProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind] },
    renameProvider: { prepareProvider: true },
    semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
    inlayHintProvider: true,
    ...(pulls && { diagnosticProvider: { identifier: 'avro', interFileDependencies: true, workspaceDiagnostics: false } }),
  };
}

function abilitiesOf({ capabilities: { textDocument, workspace }, initializationOptions }: InitializeParams): ClientAbilities {
  const options: unknown = initializationOptions;
  const rulesAddress = property(options, 'rulesAddress');
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true || textDocument?.diagnostic?.relatedInformation === true,
    codeDescriptions:
      textDocument?.publishDiagnostics?.codeDescriptionSupport === true || textDocument?.diagnostic?.codeDescriptionSupport === true,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    workbenchCommands: property(options, 'workbenchCommands') === true,
    rulesAddress: typeof rulesAddress === 'string' ? rulesAddress : undefined,
  };
}

function answerRequests(server: Server): void {
  const { connection } = server;
  connection.onCompletion(answering(server, 'completion', (document, { position }, context) => document.completion?.(position, context)));
  connection.onHover(answering(server, 'hover', (document, { position }, context) => document.hover?.(position, context)));
  connection.onDocumentSymbol(answering(server, 'symbols', (document) => document.symbols?.()));
  connection.onDefinition(answering(server, 'definition', (document, { position }) => document.definition?.(position)));
  connection.onReferences(answering(server, 'references', (document, { position, context }) => document.references?.(position, context)));
  connection.onDocumentHighlight(answering(server, 'highlights', (document, { position }) => document.highlights?.(position)));
  connection.onFoldingRanges(answering(server, 'folding ranges', (document) => document.foldingRanges?.()));
  connection.onSelectionRanges(answering(server, 'selection ranges', (document, { positions }) => document.selectionRanges?.(positions)));
  connection.onDocumentFormatting(answering(server, 'formatting', (document, { options }) => document.formatting?.(options, undefined)));
  connection.onDocumentRangeFormatting(
    answering(server, 'range formatting', (document, { options, range }) => document.formatting?.(options, range)),
  );
  connection.onCodeAction(
    answering(server, 'code actions', (document, { range, context: wanted }, context) => document.codeActions?.(range, wanted, context)),
  );
  connection.onPrepareRename(answering(server, 'preparing a rename', (document, { position }) => document.prepareRename?.(position)));
  connection.onRenameRequest(
    answering(server, 'rename', (document, { position, newName }, context) => document.rename?.(position, newName, context)),
  );
  const { semanticTokens, inlayHint } = connection.languages;
  const tokens = answering(server, 'semantic tokens', (document, params: { textDocument: TextDocumentIdentifier; range?: Range }) =>
    document.semanticTokens?.(params.range),
  );
  semanticTokens.on(async (params, token) => (await tokens(params, token)) ?? { data: [] });
  semanticTokens.onRange(async (params, token) => (await tokens(params, token)) ?? { data: [] });
  inlayHint.on(answering(server, 'inlay hints', (document, { range }, context) => document.inlayHints?.(range, context)));
}

/** Answers the requests of our own about schema files, open or not. */
function answerDerived(server: Server, workspace: SchemaWorkspace): void {
  const sources: DerivedSources = { read: (uri) => workspace.read(uri), otherNames: (uri) => workspace.otherNames(uri) };
  const on = (method: string, answer: (params: never, given: DerivedSources) => unknown): void => {
    const answerOnceComplete = guarded<never, unknown>(server, method, null, async (params, token) => {
      await workspace.whenComplete();
      return token.isCancellationRequested ? null : answer(params, sources);
    });
    server.connection.onRequest(method, answerOnceComplete);
  };
  on(namedTypes, findNamedTypes);
  on(derivedSchema, deriveSchema);
  on(schemaFingerprints, fingerprintSchema);
  on(filesInOrder, orderFiles);
}

/** Answers for the types of all texts, once all are known. */
function answerSymbols(server: Server, workspace: SchemaWorkspace): void {
  const answer = async ({ query }: WorkspaceSymbolParams): Promise<SymbolInformation[]> => {
    await workspace.whenComplete();
    return findWorkspaceSymbols(workspace, query);
  };
  server.connection.onWorkspaceSymbol(guarded(server, 'workspace symbols', [], answer));
}

/** A handler that answers from the version of the document that was the newest when the request came. */
function answering<Params extends { readonly textDocument: TextDocumentIdentifier }, Result>(
  server: Server,
  request: string,
  ask: (document: ParsedDocument, params: Params, context: RequestContext) => Awaitable<Result | undefined>,
): (params: Params, token: CancellationToken) => Promise<Result | null | ResponseError<never>> {
  return guarded(server, request, null, async (params: Params, token) => {
    const document = server.documents.get(params.textDocument.uri);
    if (document?.kind === undefined) return null;
    const settings = await server.settings.read(document.uri);
    if (token.isCancellationRequested || !document.kind.isEnabled(settings) || document.parsing === undefined) return null;
    const context = contextOf(server, document, settings, token);
    return (await ask(await context.waitFor(document.parsing), params, context)) ?? null;
  });
}

/** The one catch: what is cancelled is answered as cancelled; what is thrown is a bug, which is logged and answered with `empty`. */
function guarded<Params, Result>(
  { connection }: Server,
  request: string,
  empty: Result,
  answer: (params: Params, token: CancellationToken) => Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<never>> {
  return async (params, token) => {
    try {
      const result = await answer(params, token);
      return token.isCancellationRequested ? new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.') : result;
    } catch (error) {
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
      // A refusal that the user is to read, such as of a new name that is none.
      if (error instanceof ResponseError) return new ResponseError(error.code, error.message);
      connection.console.error(`A bug in ${request}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return empty;
    }
  };
}

/** What the client refuses is in its own hands; without this, the refusal would end the process. */
function logFailure({ connection }: Server, what: string, sent: Promise<unknown>): void {
  sent
    .catch((error: unknown) => connection.console.warn(`The client refused ${what}: ${String(error)}`))
    // Where the connection has gone there is nobody left to tell.
    .catch(() => undefined);
}

function contextOf(server: Server, document: OpenDocument, settings: Settings, token: CancellationToken): RequestContext {
  const { connection, client } = server;
  const isOvertaken = (): boolean => server.documents.get(document.uri) !== document;
  return {
    settings,
    client,
    token,
    waitFor: async (work) => {
      const done = await work.wait(server.slices, () => token.isCancellationRequested || isOvertaken());
      if (done === undefined) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed.');
      return done.value;
    },
    findMessageSchema: async (params) => {
      const found = await whereKnown(connection.sendRequest<MessageSchemaResult>(messageSchema, params, token));
      return found ?? { found: false, reason: undefined };
    },
    findConnectionNames: () => whereKnown(connection.sendRequest<readonly string[]>(connectionNames, token)),
  };
}

/** Undefined where the editor's side does not know the request: one without our extension knows no topics and no connections. */
async function whereKnown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) return undefined;
    throw error;
  }
}

/** The newest version of the document with its diagnostics; undefined where it is closed, not ours, or overtaken meanwhile. */
async function diagnose(server: Server, uri: string, token: CancellationToken): Promise<Checked | 'overtaken' | undefined> {
  const settings = await server.settings.read(uri);
  const document = server.documents.get(uri);
  if (document?.kind === undefined || token.isCancellationRequested) return undefined;
  const { source } = document.kind;
  const problems = await findProblems(document, contextOf(server, document, settings, token));
  if (problems === 'overtaken' || server.documents.get(uri) !== document) return 'overtaken';
  return { document, diagnostics: problems.map((problem) => toDiagnostic(document, source, problem, server.client, server)) };
}

async function findProblems({ uri, kind, parsing }: OpenDocument, context: RequestContext): Promise<readonly Problem[] | 'overtaken'> {
  // What is made of a schema can't be changed, so its problems are said in the schema alone.
  if (parsing === undefined || kind?.isEnabled(context.settings) !== true || uri.startsWith(`${derivedScheme}:`)) return [];
  try {
    const parsed = await context.waitFor(parsing);
    return await parsed.problems(context);
  } catch (error) {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified) return 'overtaken';
    throw error;
  }
}

interface Checked {
  readonly document: OpenDocument;
  readonly diagnostics: Diagnostic[];
}

type DiagnosticAnswer = DocumentDiagnosticReport | ResponseError<DiagnosticServerCancellationData>;
const nothing: DocumentDiagnosticReport = { kind: 'full', items: [] };

/** @returns what makes the client ask again for all documents */
function answerPulls(server: Server, { capabilities: { workspace } }: InitializeParams): Recheck {
  const { languages } = server.connection;
  languages.diagnostics.on(
    guarded<DocumentDiagnosticParams, DiagnosticAnswer>(
      server,
      'diagnostics',
      nothing,
      async ({ textDocument, previousResultId }, token) => {
        const checked = await diagnose(server, textDocument.uri, token);
        if (checked === 'overtaken')
          return new ResponseError(LSPErrorCodes.ServerCancelled, 'The text has changed.', { retriggerRequest: true });
        return toReport(checked?.diagnostics ?? [], previousResultId);
      },
    ),
  );
  return () => {
    if (workspace?.diagnostics?.refreshSupport === true) logFailure(server, 'asking for a new pull', languages.diagnostics.refresh());
  };
}

/** @returns what checks documents again */
function pushDiagnostics(server: Server): Recheck {
  const { connection, documents } = server;
  const never: CancellationToken = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
  const check = guarded(server, 'diagnostics', undefined, (uri: string) => diagnose(server, uri, never));
  const publisher = createPublisher(
    (uri) => check(uri, never),
    (checked) => {
      if (checked === 'overtaken' || checked instanceof ResponseError) return;
      const { document, diagnostics } = checked;
      logFailure(server, 'pushing', connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics }));
    },
    { quietMs },
  );
  documents.onDidChangeContent(({ document }) => publisher.changed(document.uri));
  server.ending.signal.addEventListener('abort', () => publisher.stop());
  documents.onDidClose(({ document }) => {
    publisher.closed(document.uri);
    if (document.kind !== undefined) logFailure(server, 'pushing', connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
  });
  return (uris = documents.keys()) => {
    for (const uri of uris) publisher.changed(uri);
  };
}

/** Makes the client ask again for what it shows within the texts, which depends on settings and on other texts. */
function redraw(server: Server, { capabilities: { workspace } }: InitializeParams): void {
  const { inlayHint, semanticTokens } = server.connection.languages;
  if (workspace?.inlayHint?.refreshSupport === true) logFailure(server, 'asking for inlay hints again', inlayHint.refresh());
  if (workspace?.semanticTokens?.refreshSupport === true) {
    logFailure(server, 'asking for semantic tokens again', semanticTokens.refresh());
  }
}

/** Checks again when the settings change, or the schemas that messages are checked against. */
function followChanges(server: Server, { capabilities: { workspace } }: InitializeParams, files: WorkspaceFiles, recheck: Recheck): void {
  const { connection, settings } = server;
  connection.onShutdown(() => {
    files.stop();
    server.ending.abort();
  });
  connection.onInitialized(() => {
    files.start();
    if (workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
    const section = [
      'avroWorkbench.schema',
      'avroWorkbench.inlayHints',
      'avroWorkbench.rules',
      'avroWorkbench.targets',
      'avroWorkbench.suppressions',
      'avroWorkbench.index',
    ];
    logFailure(server, 'registering', connection.client.register(DidChangeConfigurationNotification.type, { section }));
  });
  connection.onDidChangeConfiguration((change) => {
    settings.push(change.settings);
    files.configure();
    recheck();
  });
  connection.onNotification(messageSchemasChanged, () => recheck());
}
