import type {
  Connection,
  InitializeParams,
  Range,
  SymbolInformation,
  TextDocumentIdentifier,
  WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import { CodeLensRefreshRequest, DidChangeConfigurationNotification, TextDocuments } from 'vscode-languageserver/node';
import { createJudge } from '../shared/judgeBaseline.ts';
import type { Judge } from '../shared/judgeBaseline.ts';
import { derivedSchema, filesInOrder, messageSchemasChanged, namedTypes, schemaFingerprints } from '../shared/protocol.ts';
import type { Recheck, Server } from './answering.ts';
import { answering, guarded, logFailure } from './answering.ts';
import { abilitiesOf, capabilities } from './capabilities.ts';
import type { Delays } from './compatibilityService.ts';
import { createCompatibility, processDelays } from './compatibilityService.ts';
import type { DerivedSources } from './derived.ts';
import { deriveSchema, findNamedTypes, fingerprintSchema, orderFiles } from './derived.ts';
import { answerPulls, pushDiagnostics } from './diagnosing.ts';
import type { OpenDocument } from './documents.ts';
import { documentSnapshots } from './documents.ts';
import { answerJudging } from './judgeRequests.ts';
import { documentKinds } from './kinds.ts';
import { createRuleLink } from './rulesPage.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import { answerInSlices } from './slicedRequests.ts';
import { askedSettings, pushedSettings } from './settings.ts';
import { processSlices } from './sharedWork.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';
import { findWorkspaceSymbols } from './workspaceSymbols.ts';

export interface ServeOptions {
  readonly delays?: Delays;
  readonly judge?: Judge;
}

/** Serves one client until it exits. */
export function serve(connection: Connection, kinds = documentKinds, slices = processSlices, options: ServeOptions = {}): void {
  connection.onInitialize((params) => {
    const client = abilitiesOf(params);
    const settings =
      params.capabilities.workspace?.configuration === true
        ? askedSettings(connection.workspace)
        : pushedSettings(params.initializationOptions);
    const openDocument = (uri: string): OpenDocument | undefined => server.documents.get(uri);
    const { delays = processDelays, judge = createJudge() } = options;
    const compatibility = createCompatibility(() => server, { delays, judge });
    const files = new WorkspaceFiles({ connection, params, settings, openDocument, slices, recheck: (uris) => recheck(uris) });
    const server: Server = {
      ending: new AbortController(),
      connection,
      documents: new TextDocuments(documentSnapshots(kinds, files.workspace, (uri) => compatibility.referencesOf(uri))),
      slices,
      client,
      compatibility,
      textOf: (uri) => files.workspace.textOf(uri) ?? compatibility.baselines.textOf(uri),
      ruleLink: createRuleLink(client.rulesAddress, process.argv[1] ?? ''),
      settings,
    };
    files.follow(server.documents);
    server.documents.listen(connection);
    answerRequests(server);
    answerDerived(server, files.workspace);
    answerInSlices(server, files.workspace);
    answerSymbols(server, files.workspace);
    const pulls = params.capabilities.textDocument?.diagnostic !== undefined;
    answerJudging(server, files.workspace);
    const check = pulls ? answerPulls(server, params) : pushDiagnostics(server);
    const recheck: Recheck = (uris) => {
      check(uris);
      redraw(server, params);
      compatibility.recheck(uris);
    };
    compatibility.listen(server, { params, workspace: files.workspace, check });
    followChanges(server, params, files, recheck);
    return { capabilities: capabilities(pulls, client), serverInfo: { name: 'Avro Workbench' } };
  });
  connection.listen();
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
  connection.onCodeLens(answering(server, 'code lenses', (document, _, context) => document.codeLens?.(context)));
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

/** Makes the client ask again for what it shows within the texts, which depends on settings and on other texts. */
function redraw(server: Server, { capabilities: { workspace } }: InitializeParams): void {
  const { inlayHint, semanticTokens } = server.connection.languages;
  if (workspace?.inlayHint?.refreshSupport === true) logFailure(server, 'asking for inlay hints again', inlayHint.refresh());
  if (workspace?.semanticTokens?.refreshSupport === true) {
    logFailure(server, 'asking for semantic tokens again', semanticTokens.refresh());
  }
  if (workspace?.codeLens?.refreshSupport === true) {
    logFailure(server, 'asking for lenses again', server.connection.sendRequest(CodeLensRefreshRequest.type));
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
      'avroWorkbench.compatibility',
      'avroWorkbench.codeLens',
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
