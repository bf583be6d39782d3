import type { InlayHint, Range } from 'vscode-languageserver';
import { InlayHintKind } from 'vscode-languageserver-types';
import { fullnameHints } from '../../shared/avro/editing/fullnameHints.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** The fullnames that can't be seen from the text at once, behind the names. */
export function inlayHints({ text, parsed }: SchemaDocument, range: Range): InlayHint[] {
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return fullnameHints(parsed, span).map(({ offset, fullname, reason }) => ({
    position: text.positionAt(offset),
    label: fullname,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    tooltip: reason,
  }));
}
