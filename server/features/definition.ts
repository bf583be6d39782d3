import type { Location, Position } from 'vscode-languageserver';
import { findNamedAt } from '../../shared/avro/schemaTree.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** Where the type is defined whose name stands at the position; undefined where it is defined in no text that is at hand. */
export function definition({ text, parsed }: SchemaDocument, position: Position): Location | undefined {
  const named = findNamedAt(parsed, text.offsetAt(position));
  return named?.name === undefined ? undefined : { uri: text.uri, range: toRange(text, named.name.span) };
}
