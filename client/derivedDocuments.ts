import * as vscode from 'vscode';
import { derivedScheme, type DerivedSchemaParams } from '../shared/protocol.ts';
import type { DerivedDocuments } from './commands/context.ts';
import { createDerivedTexts, fromDerivedQuery, toDerivedPlace } from './derivedTexts.ts';
import { onSchemaFilesChange } from './messages/schemaFiles.ts';
import type { SchemaRequests } from './schemaRequests.ts';
import type { Subscription } from './ui.ts';

/** Shows what is made of schemas in documents that can't be changed, and makes it anew when schemas change. */
export function createDerivedDocuments(requests: Pick<SchemaRequests, 'derivedSchema'>): DerivedDocuments & Subscription {
  const texts = createDerivedTexts((params, signal) => requests.derivedSchema(params, signal));
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const isDerived = ({ uri }: vscode.TextDocument): boolean => uri.scheme === derivedScheme;
  const subscription = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(derivedScheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri, token) {
        const params = fromDerivedQuery(uri.query);
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return params === undefined ? undefined : texts.read(uri.toString(), params, controller.signal);
      },
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isDerived(document)) texts.forget(document.uri.toString());
    }),
    onSchemaFilesChange(() => {
      for (const document of vscode.workspace.textDocuments) if (isDerived(document)) changed.fire(document.uri);
    }),
  );
  return {
    async show(params: DerivedSchemaParams) {
      const uri = vscode.Uri.from({ scheme: derivedScheme, ...toDerivedPlace(params) });
      const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
      // One that is open is brought to the front as it is now.
      if (isOpen) changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: columnOf(uri) ?? vscode.ViewColumn.Beside, preview: true });
    },
    dispose: () => {
      subscription.dispose();
    },
  };
}

/** Where a document is open already: beside itself it would be opened once more. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isThere = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isThere))?.viewColumn;
}
