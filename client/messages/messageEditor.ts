import * as vscode from 'vscode';
import type { CommandContext } from '../commands/context.ts';
import type { Span } from '../../shared/avro/json.ts';
import { parseMessages } from '../../shared/message/document.ts';
import { createMessageLanguageStatus } from './messageLanguageStatus.ts';
import { messageLenses, type Lens, type LensFacts, type MessageArgument } from './lenses.ts';

/**
 * What an editor with a message document shows beside the text: the CodeLenses, and the internal command
 * behind Cancel. Everything ends with the returned disposable.
 */
export function registerMessageEditor(context: CommandContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const refresh = (): void => changed.fire();
  const messages: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) =>
      context.settings.codeLens(document.uri.toString()).messages ? provideMessageLenses(context, document) : [],
  };
  return vscode.Disposable.from(
    changed,
    createMessageLanguageStatus(context),
    vscode.languages.registerCodeLensProvider({ language: 'avro-message' }, messages),
    vscode.commands.registerCommand('avroWorkbench.cancelSending', (argument: MessageArgument) => cancel(context, argument)),
    context.messages.states.onDidChange(refresh),
    context.connections.onDidChange(refresh),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => isMessageDocument(uri))) refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('avroWorkbench.codeLens')) refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.workspace.onDidCloseTextDocument((document) => context.messages.states.drop(document.uri.toString())),
  );
}

function isMessageDocument(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.languageId === 'avro-message' && document.uri.toString() === uri.toString(),
  );
}

function provideMessageLenses(context: CommandContext, document: vscode.TextDocument): vscode.CodeLens[] {
  const uri = document.uri.toString();
  const facts: LensFacts = {
    uri,
    active: context.connections.active(),
    access: (connection) => {
      const settings = context.connections.find(connection)?.settings;
      return settings === undefined ? 'unknown' : settings.readOnly ? 'read-only' : settings.protected ? 'protected' : 'writable';
    },
    trusted: context.isTrusted(),
    state: (key) => context.messages.states.get(uri, key),
    errors: (span) => errorsWithin(document, span),
  };
  return messageLenses(parseMessages(document.getText()), facts).flatMap(({ span, lenses }) =>
    lenses.map((lens) => new vscode.CodeLens(toRange(document, { start: span.start, end: span.start }), toCommand(document, lens))),
  );
}

function errorsWithin(document: vscode.TextDocument, span: Span): Span[] {
  const range = toRange(document, span);
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity, range: place }) => severity === vscode.DiagnosticSeverity.Error && range.contains(place))
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ range: place }) => ({ start: document.offsetAt(place.start), end: document.offsetAt(place.end) }));
}

function toCommand(document: vscode.TextDocument, { title: text, command, argument, tooltip }: Lens): vscode.Command {
  const more = tooltip === undefined ? {} : { tooltip };
  // VS Code lays an icon and its text out apart and drops a plain space between them.
  const title = text.replace(/^(\$\([\w~-]+\)) /, '$1\u00a0');
  switch (command) {
    // A lens without a command only says something.
    case undefined:
      return { title, command: '', ...more };
    case 'manageTrust':
      return { title, command: 'workbench.trust.manage', ...more };
    case 'revealProblem': {
      const { span } = argument as { readonly span: Span };
      const options: vscode.TextDocumentShowOptions = { selection: toRange(document, span) };
      return { title, command: 'vscode.open', arguments: [document.uri, options], ...more };
    }
    default:
      return { title, command: `avroWorkbench.${command}`, arguments: [argument], ...more };
  }
}

function cancel(context: CommandContext, { uri, key }: MessageArgument): void {
  const state = context.messages.states.get(uri, key);
  if (state.kind === 'sending') state.cancel();
}

function toRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
