import assert from 'node:assert/strict';
import type { CompletionItem, TextEdit } from 'vscode-languageserver/node';
import { markCursor } from '../mark.ts';
import type { Client } from './harness.ts';
import { withEdits } from './harness.ts';

/** What is offered at the cursor of a text that is opened for it. */
export async function complete(
  client: Client,
  marked: string,
  open: { readonly uri?: string; readonly languageId?: string } = {},
): Promise<{ text: string; items: CompletionItem[] }> {
  const { text, cursor } = markCursor(marked);
  const uri = client.open(text, open);
  const params = { textDocument: { uri }, position: client.positionAt(uri, cursor) };
  const items = (await client.request<CompletionItem[] | null>('textDocument/completion', params)) ?? [];
  client.closeDocument(uri);
  return { text, items };
}

/** The text with the item accepted; a tab stop stands as `‹what it holds›`. */
export function accept(text: string, item: CompletionItem | undefined): string {
  assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, 'there is such an item, with an edit');
  const edits: TextEdit[] = [item.textEdit, ...(item.additionalTextEdits ?? [])];
  const result = withEdits(text, edits);
  if (item.insertTextFormat !== 2) return result;
  return result.replace(/\$\{\d+:?((?:\\.|[^}\\])*)\}/g, (_, held: string) => `‹${held.replace(/\\([\\$}])/g, '$1')}›`);
}

/** The labels in the order in which an editor shows them. */
export function labelsOf(items: readonly CompletionItem[]): string[] {
  return [...items].sort((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? '')).map(({ label }) => label);
}
