import * as vscode from 'vscode';
import type { CommandContext } from './commands/context.ts';
import { openAddress } from './commands/openAddress.ts';

/** The address of a rule's description, but for the rule's id: an editor follows it from a finding, as it does no command. */
export function rulesAddressOf({ id }: vscode.Extension<unknown>): string {
  return `${vscode.env.uriScheme}://${id}${rulesPath}`;
}

const rulesPath = '/rules/';

/** Answers the addresses of rules, and those of topics and subjects that others have written down. */
export function registerAddresses(context: CommandContext): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri({ path, query }) {
      if (path.startsWith(rulesPath)) await context.run('showRules', path.slice(rulesPath.length));
      else await openAddress(context, path, query);
    },
  });
}

/** Opens a page of the extension's `docs/` as a person reads it, at a heading where one is named. */
export async function openDocumentation(extensionUri: vscode.Uri, page: 'rules', heading: string | undefined): Promise<void> {
  const uri = vscode.Uri.joinPath(extensionUri, 'docs', `${page}.md`);
  await vscode.commands.executeCommand('markdown.showPreview', heading === undefined ? uri : uri.with({ fragment: heading }));
}
