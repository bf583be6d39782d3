import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { formatText } from '../../shared/avro/editing/format.ts';
import type { TextChange } from '../../shared/avro/schema.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** The edits that lay the text out, or the lines that a range touches; only white space changes. */
export function formatting({ text, parsed }: SchemaDocument, options: FormattingOptions, range: Range | undefined): TextEdit[] {
  const span = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return toTextEdits(text, formatText(parsed, options, span));
}

/** Changes of a text as LSP has them. */
export function toTextEdits(text: TextDocument, changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ span, newText }) => ({ range: toRange(text, span), newText }));
}
