import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import { formatText } from '../../shared/avro/editing/format.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** The edits that lay the text out, or the lines that a range touches; only white space changes. */
export function formatting({ text, parsed }: SchemaDocument, options: FormattingOptions, range: Range | undefined): TextEdit[] {
  const span = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return formatText(parsed, options, span).map(({ span: place, newText }) => ({ range: toRange(text, place), newText }));
}
