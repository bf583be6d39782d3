import * as vscode from 'vscode';
import type { CommandContext } from '../commands/context.ts';
import { decodedTitle } from '../commands/decodeBytes.ts';
import { textScheme } from '../vscodeUi.ts';

/** Puts "Inspect Bytes" above what Decode Bytes has decoded, as long as its bytes are known. */
export function registerDecodedBytes({ inspectors }: CommandContext): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { scheme: textScheme },
    {
      provideCodeLenses({ uri }) {
        if (uri.path !== `/${decodedTitle}` || inspectors.offered() === undefined) return [];
        const command = { title: 'Inspect Bytes', command: 'avroWorkbench.inspectBytes', arguments: [{ offered: true }] };
        return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
      },
    },
  );
}
