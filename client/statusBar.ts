import * as vscode from 'vscode';
import type { Connections } from './connections.ts';
import type { SessionRegistry } from './sessions.ts';
import { toStatus } from './status.ts';
import { toMarkdown } from './views/treeItem.ts';

/** The status bar item of the active connection; hidden until there is one. */
export function createStatusBar(connections: Connections, sessions: SessionRegistry): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('avroWorkbench.connection', vscode.StatusBarAlignment.Left);
  item.name = 'Avro Connection';
  const update = (): void => {
    const active = connections.active();
    const settings = active === undefined ? undefined : connections.find(active)?.settings;
    if (settings === undefined) {
      item.hide();
      return;
    }
    const status = toStatus(settings, sessions.state(settings.name));
    item.text = status.text;
    item.tooltip = toMarkdown(status.tooltip);
    item.backgroundColor = status.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    const argument = status.command === 'connect' ? [{ connection: settings.name }] : [];
    item.command = { command: `avroWorkbench.${status.command}`, title: item.name ?? '', arguments: argument };
    item.accessibilityInformation = { label: [`Avro connection ${settings.name}`, ...status.tooltip].join(', ') };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, connections.onDidChange(update), sessions.onDidChange(update));
}
