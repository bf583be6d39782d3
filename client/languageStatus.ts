import * as vscode from 'vscode';
import type { SchemaVerdictsParams } from '../shared/protocol.ts';
import type { Registries } from './registries.ts';
import { toSchemaStatuses, type SchemaStatus } from './schemaStatus.ts';
import type { Subscription } from './ui.ts';

/** The language status of schemas: how the one in the active editor stands beside what it is compared with. */
export interface LanguageStatus extends Subscription {
  /** Takes in what the server says of a document. */
  show(params: SchemaVerdictsParams): void;
}

/** Our own language, and `.avsc` files that other extensions claim. */
const schemas: vscode.DocumentSelector = [{ language: 'avro-schema' }, { pattern: '**/*.avsc' }];

const severities: Readonly<Record<SchemaStatus['severity'], vscode.LanguageStatusSeverity>> = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

export function createLanguageStatus(registries: Pick<Registries, 'isReadOnly' | 'list' | 'onDidChange'>): LanguageStatus {
  const known = new Map<string, SchemaVerdictsParams>();
  const items: vscode.LanguageStatusItem[] = [];
  const update = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const verdicts = uri === undefined ? [] : (known.get(uri)?.verdicts ?? []);
    const isWritable = (connection: string): boolean => registries.list().includes(connection) && !registries.isReadOnly(connection);
    const statuses = toSchemaStatuses(verdicts, { uri: uri ?? '', isTrusted: vscode.workspace.isTrusted, isWritable });
    for (const [index, status] of statuses.entries()) fill((items[index] ??= createItem(index)), status);
    // Of a document without a verdict nothing is said.
    for (const item of items.splice(statuses.length)) item.dispose();
  };
  const subscription = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    registries.onDidChange((name) => {
      if (name === undefined) update();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void known.delete(uri.toString())),
  );
  return {
    show(params) {
      known.set(params.uri, params);
      if (params.uri === vscode.window.activeTextEditor?.document.uri.toString()) update();
    },
    dispose() {
      subscription.dispose();
      for (const item of items.splice(0)) item.dispose();
    },
  };
}

function createItem(index: number): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem(`avroWorkbench.compatibility.${index}`, schemas);
  item.name = 'Avro Compatibility';
  return item;
}

function fill(item: vscode.LanguageStatusItem, { text, detail, severity, isBusy, command }: SchemaStatus): void {
  item.text = text;
  item.detail = detail ?? '';
  item.severity = severities[severity];
  item.busy = isBusy;
  item.command = command === undefined ? undefined : toCommand(command);
}

function toCommand({ id, title, arguments: given }: NonNullable<SchemaStatus['command']>): vscode.Command {
  if (!id.startsWith('vscode.')) return { command: `avroWorkbench.${id}`, title, arguments: [...given] };
  return { command: id, title, arguments: given.map((uri) => vscode.Uri.parse(String(uri), true)) };
}
