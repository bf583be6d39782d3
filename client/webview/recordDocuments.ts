import * as vscode from 'vscode';
import type { RecordRow } from '../cluster/session.ts';
import type { Subscription } from '../ui.ts';
import { recordScheme, toRecordJson, toRecordPath } from './recordDocument.ts';

/** Opens records as read-only JSON documents. */
export interface RecordDocuments extends Subscription {
  open(connection: string, topic: string, record: RecordRow): Promise<void>;
}

/** Holds the text of every document that is open, so that it outlives the page that it came from. */
export function createRecordDocuments(): RecordDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()),
  };
  const subscriptions = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(recordScheme, provider),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    changed,
  );
  return {
    async open(connection, topic, record) {
      const uri = vscode.Uri.from({ scheme: recordScheme, path: toRecordPath(connection, topic, record) });
      texts.set(uri.toString(), toRecordJson(topic, record));
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    dispose: () => {
      subscriptions.dispose();
    },
  };
}
