import type { CompletionItem, Position } from 'vscode-languageserver';
import { proposeAt } from '../../shared/avro/editing/proposals.ts';
import { toCompletionItems } from '../completionItems.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** What could stand at the position, the likely first. */
export function completion({ text, parsed }: SchemaDocument, position: Position, client: { readonly snippets: boolean }): CompletionItem[] {
  const found = proposeAt(parsed, text.offsetAt(position));
  return found === undefined ? [] : toCompletionItems(text, found, client);
}
