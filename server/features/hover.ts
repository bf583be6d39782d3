import type { Hover, Position } from 'vscode-languageserver';
import { describeAt } from '../../shared/avro/editing/hoverText.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** What the word at the position is. */
export function hover({ text, parsed }: SchemaDocument, position: Position): Hover | undefined {
  const found = describeAt(parsed, text.offsetAt(position));
  return found && { contents: { kind: 'markdown', value: found.markdown }, range: toRange(text, found.span) };
}
