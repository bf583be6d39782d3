import type { InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import { CodeActionKind, ResourceOperationKind, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { property } from '../shared/schemaSettings.ts';
import { fixAllKind } from './features/codeActions.ts';
import type { ClientAbilities } from './kinds.ts';
import { semanticTokensLegend } from './tokens.ts';

/** What the server says that it can do. */
export function capabilities(pulls: boolean, { workbenchCommands }: Pick<ClientAbilities, 'workbenchCommands'>): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
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
    // Each is a command of the extension.
    ...(workbenchCommands && { codeLensProvider: {} }),
    ...(pulls && { diagnosticProvider: { identifier: 'avro', interFileDependencies: true, workspaceDiagnostics: false } }),
  };
}

/** What the client says that it can do, as far as answers depend on it. */
export function abilitiesOf({ capabilities: { textDocument, workspace }, initializationOptions }: InitializeParams): ClientAbilities {
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
