import type { DocumentHighlight, Position } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { findOccurrenceAt, occurrencesOf } from '../../shared/avro/editing/namedParts.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** Where this text names the type, field or symbol whose name stands at the position. */
export function highlights(document: SchemaDocument, position: Position): DocumentHighlight[] {
  const at = findOccurrenceAt(document.parsed, document.text.offsetAt(position));
  if (at === undefined) return [];
  return occurrencesOf(at.part, document.parsed).map(({ span, isDefinition }) => ({
    range: toRange(document.text, span),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
