import * as vscode from 'vscode';
import { findMessageAt, parseMessages, type Message, type MessageDocument } from '../../shared/message/document.ts';
import { isCancelled } from '../../shared/errors.ts';
import type { CommandContext } from '../commands/context.ts';
import { findProfile } from '../decodeProfiles.ts';
import { messageStatus } from './messageStatus.ts';

/** How long the cursor must rest before the message at it is looked at. */
const quietMs = 150;

/** The language status of message documents: how the message at the cursor is going to be sent. */
export function createMessageLanguageStatus(context: CommandContext): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('avroWorkbench.message', { language: 'avro-message' });
  item.name = 'Avro Message';
  let parsed: { readonly document: vscode.TextDocument; readonly version: number; readonly messages: MessageDocument } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let current = new AbortController();
  const messageAtCursor = (): { readonly message: Message; readonly uri: string } | undefined => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'avro-message') return undefined;
    const { document } = editor;
    if (parsed?.document !== document || parsed.version !== document.version) {
      parsed = { document, version: document.version, messages: parseMessages(document.getText()) };
    }
    const { messages } = parsed;
    const message = findMessageAt(messages, document.offsetAt(editor.selection.active)) ?? messages.messages[0];
    return message === undefined ? undefined : { message, uri: document.uri.toString() };
  };
  const update = async (): Promise<void> => {
    current.abort();
    const { signal } = (current = new AbortController());
    const at = messageAtCursor();
    if (at === undefined) {
      [item.text, item.detail] = ['No message', ''];
      return;
    }
    const { message, uri } = at;
    const topic = message.topic?.value;
    const params = { uri, part: 'value', connection: message.connection?.value, topic, schemaRef: message.valueSchema?.value } as const;
    const found = await context.messages.schemas.find(params, false, signal);
    if (signal.aborted) return;
    const setting = topic === undefined ? undefined : findProfile(context.settings.decodeProfiles(), topic).value.setting;
    const isByProfile = setting?.subject !== undefined || setting?.id !== undefined || setting?.file !== undefined;
    const status = messageStatus(message, { active: context.connections.active(), found, isByProfile });
    [item.text, item.detail] = [status.text, status.detail];
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      update().catch((error: unknown) => {
        if (!isCancelled(error)) context.log.error(error instanceof Error ? error : String(error));
      });
    }, quietMs);
  };
  const whenActive = (document: vscode.TextDocument): void => {
    if (document === vscode.window.activeTextEditor?.document && document.languageId === 'avro-message') soon();
  };
  soon();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => whenActive(textEditor.document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => whenActive(document)),
    // Diagnostics are renewed whenever schemas, connections or profiles have changed.
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = vscode.window.activeTextEditor?.document;
      if (active !== undefined && uris.some((uri) => uri.toString() === active.uri.toString())) whenActive(active);
    }),
    context.connections.onDidChange(soon),
    context.sessions.onDidChange(soon),
    { dispose: () => clearTimeout(timer) },
    { dispose: () => current.abort() },
  );
}
