import * as vscode from 'vscode';
import type { CommandContext } from '../commands/context.ts';
import { parseMessages } from '../../shared/message/document.ts';

/** Longer documents are not parsed only to be coloured. */
const longest = 2_000_000;

/**
 * Marks each message of the visible documents with its connection's colour, at the left edge and in the overview ruler:
 * whoever is about to send sees where to. The connection's name stands in the CodeLens.
 */
export function registerConnectionColors(context: CommandContext): vscode.Disposable {
  const types = new Map<string, vscode.TextEditorDecorationType>();
  const typeOf = (color: string): vscode.TextEditorDecorationType => {
    const known = types.get(color);
    if (known !== undefined) return known;
    const type = vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderColor: color,
      borderStyle: 'solid',
      borderWidth: '0 0 0 3px',
      overviewRulerColor: color,
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    });
    types.set(color, type);
    return type;
  };
  const draw = (editor: vscode.TextEditor): void => {
    if (editor.document.languageId !== 'avro-message') return;
    const ranges = rangesByColor(context, editor.document);
    for (const color of ranges.keys()) typeOf(color);
    for (const [color, type] of types) editor.setDecorations(type, ranges.get(color) ?? []);
  };
  const drawAll = (): void => vscode.window.visibleTextEditors.forEach(draw);
  const timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  const later = (document: vscode.TextDocument): void => {
    clearTimeout(timers.get(document));
    const timer = setTimeout(() => {
      timers.delete(document);
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) draw(editor);
    }, 150);
    timers.set(document, timer);
  };
  drawAll();
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === 'avro-message') later(document);
    }),
    context.connections.onDidChange(drawAll),
    {
      dispose: () => {
        for (const timer of timers.values()) clearTimeout(timer);
        for (const type of types.values()) type.dispose();
      },
    },
  );
}

function rangesByColor({ connections }: CommandContext, document: vscode.TextDocument): Map<string, vscode.Range[]> {
  const ranges = new Map<string, vscode.Range[]>();
  const text = document.getText();
  // Most people give no connection a colour.
  if (text.length > longest || connections.list().every(({ settings }) => settings?.color === undefined)) return ranges;
  for (const { connection, json } of parseMessages(text).messages) {
    const color = connections.find(connection?.value ?? connections.active() ?? '')?.settings?.color;
    if (color === undefined) continue;
    const range = new vscode.Range(document.positionAt(json.span.start), document.positionAt(json.span.end));
    ranges.set(color, [...(ranges.get(color) ?? []), range]);
  }
  return ranges;
}
