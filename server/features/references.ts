import type { Location, Position } from 'vscode-languageserver';
import { findNamedAt, referencesTo } from '../../shared/avro/schemaTree.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** Where the type is referred to whose name stands at the position; first its definition, where that is asked for. */
export function references(
  { text, parsed }: SchemaDocument,
  position: Position,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Location[] {
  const named = findNamedAt(parsed, text.offsetAt(position));
  if (named === undefined) return [];
  const spans = referencesTo(named, parsed).map(({ name }) => name.span);
  if (includeDeclaration && named.name !== undefined) spans.unshift(named.name.span);
  return spans.map((span) => ({ uri: text.uri, range: toRange(text, span) }));
}
