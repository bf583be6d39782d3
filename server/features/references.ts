import type { Location, Position } from 'vscode-languageserver';
import { findOccurrenceAt } from '../../shared/avro/editing/namedParts.ts';
import { findOccurrences } from '../occurrences.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/**
 * Where the type, field or symbol is named, in all texts, whose name stands at the position; with its definitions where they are
 * asked for. By the URIs of the texts and then in their order, but this text first.
 */
export async function references(
  document: SchemaDocument,
  position: Position,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Promise<Location[]> {
  const occurrence = findOccurrenceAt(document.parsed, document.text.offsetAt(position));
  if (occurrence === undefined) return [];
  const found = await findOccurrences(document, occurrence.part);
  const ownFirst = [...found.filter(({ text }) => text.uri === document.uri), ...found.filter(({ text }) => text.uri !== document.uri)];
  return ownFirst.flatMap(({ text, occurrences }) =>
    occurrences
      .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
      .map(({ span }) => ({ uri: text.uri, range: toRange(text.text, span) })),
  );
}
