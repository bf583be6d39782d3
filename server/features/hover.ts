import type { Hover, Position } from 'vscode-languageserver';
import type { Digest } from '../../shared/avro/canonical.ts';
import { describeAt } from '../../shared/avro/editing/hoverText.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** What the word at the position is. */
export function hover({ uri, text, parsed, workspace }: SchemaDocument, position: Position, digest: Digest): Hover | undefined {
  const found = describeAt(parsed, text.offsetAt(position), { otherNames: workspace.otherNames(uri), digest });
  return found && { contents: { kind: 'markdown', value: found.markdown }, range: toRange(text, found.span) };
}
