import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver';
import type { NamedPart, Occurrence } from '../../shared/avro/editing/namedParts.ts';
import { findOccurrenceAt } from '../../shared/avro/editing/namedParts.ts';
import { addAlias, renameTypeIn } from '../../shared/avro/editing/renameType.ts';
import { replaceSpan } from '../../shared/avro/fixes/jsonEdits.ts';
import type { Span } from '../../shared/avro/json.ts';
import { isPrimitiveType, isValidName, isValidNamespace, namespaceOf, resolveName, unqualifiedName } from '../../shared/avro/names.ts';
import type { ParsedSchema, TextChange } from '../../shared/avro/schema.ts';
import { textName } from '../../shared/textNames.ts';
import type { RequestContext } from '../kinds.ts';
import { definitionsMeant, findOccurrences, sharedName } from '../occurrences.ts';
import type { TextOccurrences } from '../occurrences.ts';
import { toRange } from '../range.ts';
import { refusal } from '../refusal.ts';
import type { SchemaDocument } from '../schemaDocument.ts';
import type { TextChanges } from '../workspaceEdit.ts';
import { toWorkspaceEdit } from '../workspaceEdit.ts';

/** The name at the position as it is offered to be changed: without its namespace, unless the position is in that. */
export function prepareRename(
  document: SchemaDocument,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const { text, parsed } = document;
  const offset = text.offsetAt(position);
  const occurrence = findOccurrenceAt(parsed, offset);
  if (occurrence === undefined || !isDefined(document, occurrence)) return undefined;
  const span = wordIn(parsed, occurrence.span, offset);
  return { range: toRange(text, span), placeholder: parsed.text.slice(span.start, span.end) };
}

/**
 * Gives the type, field or symbol at the position another name, in all texts. A name with dots moves a type to another
 * namespace. The old name of a type or field stays as an alias where the setting says so, or the user when asked.
 *
 * @throws ResponseError with a sentence where the name is none, or is taken
 */
export async function rename(
  document: SchemaDocument,
  { position, newName }: { readonly position: Position; readonly newName: string },
  { settings, client }: Pick<RequestContext, 'settings' | 'client'>,
): Promise<WorkspaceEdit | undefined> {
  const occurrence = findOccurrenceAt(document.parsed, document.text.offsetAt(position));
  if (occurrence === undefined || !isDefined(document, occurrence)) return undefined;
  const { part } = occurrence;
  const texts = await findOccurrences(document, part);
  const renaming = part.kind === 'type' ? typeRenaming(document, part.fullname, newName) : memberRenaming(part, texts, newName);
  if (renaming.oldName === renaming.newName) return undefined;
  const keeps = part.kind === 'symbol' || (settings.keepAlias === 'ask' && !client.changeAnnotations) ? 'never' : settings.keepAlias;
  const changes = texts.map((each): TextChanges => {
    const edits = renaming.editsIn(each);
    if (edits === undefined)
      throw refusal(`With the name "${renaming.newName}", a name in ${textName(each.text.uri)} would mean something else than now.`);
    const aliases = keeps === 'never' ? [] : aliasesIn(each, renaming.alias);
    return keeps === 'ask' ? { text: each.text, edits, noted: aliases } : { text: each.text, edits: [...edits, ...aliases] };
  });
  const note = {
    id: 'keepAlias',
    label: `Keep "${unqualifiedName(renaming.oldName)}" as an alias, so that data written before still reads`,
  };
  return toWorkspaceEdit(changes, client, keeps === 'ask' ? note : undefined);
}

interface Renaming {
  readonly oldName: string;
  readonly newName: string;
  /** The old name as an alias of the new one. */
  readonly alias: string;
  editsIn(text: TextOccurrences): readonly TextChange[] | undefined;
}

function typeRenaming(document: SchemaDocument, from: string, newName: string): Renaming {
  const { workspace, parsed } = document;
  const to = resolveName(newName, namespaceOf(from));
  const [namespace, name] = [namespaceOf(to), unqualifiedName(to)];
  if (!isValidName(name)) throw refusal(`"${name}" is not a name: it needs letters, digits and "_", and no digit at its beginning.`);
  if (namespace !== undefined && namespace !== namespaceOf(from) && !isValidNamespace(namespace))
    throw refusal(`"${namespace}" is not a namespace: it needs names with dots in between.`);
  if (isPrimitiveType(name)) throw refusal(`"${name}" is a primitive type, so no other type can have this name.`);
  const isKnown = (fullname: string): boolean => parsed.definitions.has(fullname) || workspace.definitions(fullname).length > 0;
  if (to !== from && isKnown(to)) throw refusal(`"${to}" is already the name of another type.`);
  // Where a type of this name in no namespace is meant, the new one would be meant instead.
  const isNearer = namespace !== undefined && isKnown(name) && workspace.referrers(to).length > 0;
  if (isNearer) throw refusal(`"${name}" is already the name of a type in no namespace, for which "${to}" would be taken.`);
  return {
    oldName: from,
    newName: to,
    alias: namespaceOf(from) === namespace ? unqualifiedName(from) : from.includes('.') ? from : `.${from}`,
    editsIn: ({ text }) => renameTypeIn(text.parsed, { from, to, isKnown }),
  };
}

function memberRenaming(part: Exclude<NamedPart, { kind: 'type' }>, texts: readonly TextOccurrences[], newName: string): Renaming {
  if (!isValidName(newName)) throw refusal(`"${newName}" is not a name: it needs letters, digits and "_", and no digit at its beginning.`);
  if (newName !== part.name && ownersIn(part, texts).some((names) => names.includes(newName))) {
    throw refusal(`"${newName}" is already a ${part.kind} of "${sharedName(part) ?? part.owner.type}".`);
  }
  return {
    oldName: part.name,
    newName,
    alias: part.name,
    editsIn: ({ occurrences }) => occurrences.flatMap(({ span }) => replaceSpan(span, JSON.stringify(newName))),
  };
}

/** The names of all fields or symbols of each definition that the part belongs to. */
function ownersIn(part: Exclude<NamedPart, { kind: 'type' }>, texts: readonly TextOccurrences[]): (string | undefined)[][] {
  return texts.flatMap(({ occurrences }) =>
    occurrences.flatMap((each) => (each.isDefinition && each.part.kind !== 'type' ? [membersOf(each.part)] : [])),
  );
}

function membersOf({ owner }: Exclude<NamedPart, { kind: 'type' }>): (string | undefined)[] {
  return owner.type === 'enum' ? owner.symbols.map(({ value }) => value) : owner.fields.map(({ name }) => name?.value);
}

function aliasesIn({ text, occurrences }: TextOccurrences, alias: string): TextChange[] {
  return occurrences.flatMap(({ defines }) => (defines === undefined ? [] : (addAlias(text.parsed, defines, alias) ?? [])));
}

/** What nothing defines has no name to change. */
function isDefined(document: SchemaDocument, { part, isDefinition }: Occurrence): boolean {
  return (
    isDefinition ||
    part.kind !== 'type' ||
    document.parsed.definitions.has(part.fullname) ||
    definitionsMeant(document, part.fullname).length > 0
  );
}

/** The part of a string that is to be changed: behind its last dot, or all of it where the offset is before. */
function wordIn({ text }: ParsedSchema, span: Span, offset: number): Span {
  const isClosed = text[span.end - 1] === '"' && span.end - span.start > 1;
  const inside = { start: text[span.start] === '"' ? span.start + 1 : span.start, end: isClosed ? span.end - 1 : span.end };
  const dot = text.slice(inside.start, inside.end).lastIndexOf('.');
  const last = { start: inside.start + dot + 1, end: inside.end };
  return offset >= last.start ? last : inside;
}
