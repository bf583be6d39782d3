import * as vscode from 'vscode';
import type { HeldRecord } from '../records/recordsSession.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { Subscription } from '../ui.ts';
import { inSlices } from '../views/slicing.ts';
import { recordJsonSteps, recordScheme, toRecordPath } from './recordDocument.ts';
import { formatBytes } from './texts.ts';

/** A record of a topic, whole. */
export interface RecordOfTopic {
  readonly connection: string;
  readonly topic: string;
  readonly record: HeldRecord;
}

/** Shows records as read-only JSON documents. */
export interface RecordDocuments extends Subscription {
  /** @throws KafkaError `record/too-large` */
  open(record: RecordOfTopic): Promise<void>;
  /** Opens the editor's comparison of two. @throws KafkaError `record/too-large` */
  compare(one: RecordOfTopic, other: RecordOfTopic): Promise<void>;
}

/** Of a document that the editor opens again after a restart: records are not kept. */
const notHeld = '// This record is not held any more. Read its topic again, and open it from there.\n';

/** Longer texts are not given to extensions by the editor. */
const maxChars = 50 * 1024 * 1024;

/** Holds the text of every document that is open, so that it outlives the page that it came from. */
export function createRecordDocuments(): RecordDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? notHeld,
  };
  const subscriptions = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(recordScheme, provider),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    changed,
  );
  const provide = async ({ connection, topic, record }: RecordOfTopic): Promise<vscode.Uri> => {
    const text = await inSlices(recordJsonSteps(topic, record));
    if (text.length > maxChars) {
      throw new KafkaError('record/too-large', `As JSON the record has ${formatBytes(text.length)}, more than the editor opens.`, {
        remedy: 'Export it instead.',
      });
    }
    const place = { partition: record.partition, offset: record.offset.toString() };
    const uri = vscode.Uri.from({ scheme: recordScheme, path: toRecordPath(connection, topic, place) });
    texts.set(uri.toString(), text);
    changed.fire(uri);
    return uri;
  };
  return {
    async open(record) {
      const document = await vscode.workspace.openTextDocument(await provide(record));
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    async compare(one, other) {
      const [left, right] = [await provide(one), await provide(other)];
      const name = ({ record: { partition, offset } }: RecordOfTopic): string => `${partition}/${offset}`;
      await vscode.commands.executeCommand('vscode.diff', left, right, `${one.topic}: ${name(one)} ↔ ${name(other)}`, { preview: true });
    },
    dispose: () => {
      subscriptions.dispose();
    },
  };
}
