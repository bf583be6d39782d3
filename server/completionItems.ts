import type { Command, CompletionItem, TextEdit } from 'vscode-languageserver';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Proposal, Proposals, Template } from '../shared/avro/editing/proposals.ts';
import type { ClientAbilities } from './kinds.ts';
import { toRange } from './range.ts';

/** Proposals as LSP has them. Each item takes the place of the whole string or word at the cursor. */
export function toCompletionItems(
  text: TextDocument,
  found: Proposals,
  client: Pick<ClientAbilities, 'snippets' | 'workbenchCommands'>,
): CompletionItem[] {
  const range = toRange(text, found.cursor.replaced);
  const comma = missingComma(found, text);
  return found.proposals.map((proposal, index) => {
    const snippet = client.snippets && proposal.template.some((piece) => typeof piece !== 'string');
    const newText = (snippet ? toSnippet : toPlain)(proposal.template) + (followedByComma(found) ? ',' : '');
    return {
      label: proposal.label,
      kind: kinds[proposal.kind],
      ...(proposal.detail !== undefined && { detail: proposal.detail }),
      ...(proposal.meaning !== undefined && { documentation: { kind: 'markdown', value: proposal.meaning } }),
      sortText: String(index).padStart(4, '0'),
      // Editors compare this with the text that is replaced, which may begin with a quote.
      filterText: found.cursor.inQuotes ? JSON.stringify(proposal.label) : proposal.label,
      insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText },
      ...(comma !== undefined && { additionalTextEdits: [comma] }),
      ...(snippet && client.workbenchCommands && proposal.isToBeContinued === true && { command: suggest }),
    };
  });
}

/** Shows what the first hole could hold; only VS Code has it. */
const suggest: Command = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

const kinds: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  primitive: CompletionItemKind.Keyword,
  record: CompletionItemKind.Class,
  enum: CompletionItemKind.Enum,
  fixed: CompletionItemKind.Struct,
  attribute: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  template: CompletionItemKind.Snippet,
};

function followedByComma({ cursor }: Proposals): boolean {
  // A name that keeps its colon keeps its value, too, which may have its comma.
  return cursor.needsComma && !(cursor.slot === 'name' && cursor.hasColon);
}

function missingComma({ cursor }: Proposals, text: TextDocument): TextEdit | undefined {
  if (cursor.missingComma === undefined) return undefined;
  const position = text.positionAt(cursor.missingComma);
  return { range: { start: position, end: position }, newText: ',' };
}

/** The holes as tab stops, in their order. */
function toSnippet(template: Template): string {
  let stop = 0;
  return template
    .map((piece) => {
      if (typeof piece === 'string') return piece.replace(/[\\$]/g, '\\$&');
      stop++;
      return piece.hole === '' ? `\${${stop}}` : `\${${stop}:${piece.hole.replace(/[\\$}]/g, '\\$&')}}`;
    })
    .join('');
}

function toPlain(template: Template): string {
  return template
    .map((piece) => (typeof piece === 'string' ? piece : piece.hole))
    .join('')
    .replaceAll('\t', '  ');
}
