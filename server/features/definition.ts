import type { Location, Position } from 'vscode-languageserver';
import type { NamedPart } from '../../shared/avro/editing/namedParts.ts';
import { findOccurrenceAt, occurrencesOf } from '../../shared/avro/editing/namedParts.ts';
import type { Definition } from '../../shared/avro/nameIndex.ts';
import { definitionsMeant, ownText, sharedName } from '../occurrences.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';
import type { ParsedText } from '../schemaWorkspace.ts';

/**
 * Where the type, field or symbol is defined whose name stands at the position: in this text, else in others. Of several
 * definitions that are the same the first is enough; those that differ are all given. Undefined where there is none.
 */
export async function definition(document: SchemaDocument, position: Position): Promise<Location | Location[] | undefined> {
  const occurrence = findOccurrenceAt(document.parsed, document.text.offsetAt(position));
  if (occurrence === undefined) return undefined;
  if (occurrence.isDefinition) return { uri: document.uri, range: toRange(document.text, occurrence.span) };
  const own = locationsIn(ownText(document), occurrence.part)[0];
  if (own !== undefined) return own;
  const fullname = sharedName(occurrence.part);
  if (fullname === undefined) return undefined;
  const { workspace } = document;
  if (definitionsMeant(document, fullname).length === 0) await workspace.whenComplete();
  const found = unlike(definitionsMeant(document, fullname)).flatMap(({ uri }) => {
    const text = workspace.read(uri);
    return text === undefined ? [] : locationsIn(text, occurrence.part).slice(0, 1);
  });
  return found.length > 1 ? found : found[0];
}

function locationsIn(text: ParsedText, part: NamedPart): Location[] {
  return occurrencesOf(part, text.parsed)
    .filter(({ isDefinition }) => isDefinition)
    .map(({ span }) => ({ uri: text.uri, range: toRange(text.text, span) }));
}

/** All, where two of them differ. */
function unlike(definitions: readonly Definition[]): readonly Definition[] {
  return new Set(definitions.map(({ digest }) => digest)).size > 1 ? definitions : definitions.slice(0, 1);
}
