import type { CompletionItem, Position } from 'vscode-languageserver';
import { textName } from '../../shared/textNames.ts';
import { proposeAt } from '../../shared/avro/editing/proposals.ts';
import { toCompletionItems } from '../completionItems.ts';
import type { ClientAbilities } from '../kinds.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** What could stand at the position, the likely first. */
export function completion(
  { uri, text, parsed, workspace }: SchemaDocument,
  position: Position,
  client: Pick<ClientAbilities, 'snippets' | 'workbenchCommands'>,
): CompletionItem[] {
  const found = proposeAt(parsed, text.offsetAt(position), { otherNames: workspace.otherNames(uri), fileName: textName(uri) });
  return found === undefined ? [] : toCompletionItems(text, found, client);
}
