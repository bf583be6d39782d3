import { namespaceOf, unqualifiedName } from '../names.ts';
import type { Field, Fix, NamedSchema, ParsedSchema, Schema, Spanned, UnionSchema } from '../schema.ts';
import { allParts, isSchema } from '../schemaTree.ts';
import { changeTo, fix, titleWord } from './fix.ts';
import { removeItem, replaceSpan, textOf } from './jsonEdits.ts';
import { placeOf, writtenName } from './place.ts';
import { freeFieldName, isUsedOutside } from './typeNames.ts';
import { freeTypeName, withUnqualifiedName } from './validNames.ts';

/** Puts the name of a type in the place of its second definition; nothing where no name means it there. */
export function useFirstDefinition(
  title: string,
  { first, second }: { readonly first: NamedSchema; readonly second: NamedSchema },
  parsed: ParsedSchema,
  options?: { readonly isPreferred?: boolean },
): Fix[] {
  const { namespace } = placeOf(parsed, second.json);
  const name = writtenName(first, namespace, { parsed, offset: second.span.start });
  if (name === undefined || isUsedOutside(second.span, parsed)) return [];
  return fix(title, replaceSpan(second.span, JSON.stringify(name)), options);
}

/** Gives the second of two different definitions a name of its own, where it is defined and where it refers to itself. */
export function renameSecondDefinition(
  { second, name }: { readonly second: NamedSchema; readonly name: Spanned<string> },
  parsed: ParsedSchema,
): Fix[] {
  const { fullname = '' } = second;
  const free = freeTypeName(unqualifiedName(fullname), namespaceOf(fullname), parsed);
  const names = [name];
  for (const part of allParts(second)) if (isSchema(part) && part.type === 'reference' && part.fullname === fullname) names.push(part.name);
  const edits = names.flatMap(({ value, span }) => replaceSpan(span, JSON.stringify(withUnqualifiedName(value, free))));
  return fix(`Change to ${titleWord(withUnqualifiedName(name.value, free))}`, edits);
}

/** The second of two fields of one name goes, which is what nearly everybody wants where both say the same; or it gets another name. */
export function fixDuplicateField(
  { first, second, name }: { readonly first: Field | undefined; readonly second: Field; readonly name: Spanned<string> },
  siblings: readonly Field[],
  parsed: ParsedSchema,
): Fix[] {
  const { text } = parsed;
  const list = placeOf(parsed, second.json).around.at(-1);
  const isSame = first !== undefined && textOf(text, first).replaceAll(/\s+/g, '') === textOf(text, second).replaceAll(/\s+/g, '');
  return [
    ...(list?.kind !== 'array' || isUsedOutside(second.span, parsed)
      ? []
      : fix('Remove the Duplicate', removeItem(text, list, second.json), { isPreferred: isSame })),
    ...changeTo(name, [freeFieldName(name.value, siblings)], { isPreferred: false }),
  ];
}

/** The second of two branches of one type goes; where it defines the type and the first only names it, that one goes. */
export function fixDuplicateBranch(
  { json }: UnionSchema,
  { first, second }: { readonly first: Schema; readonly second: Schema },
  parsed: ParsedSchema,
): Fix[] {
  if (json.kind !== 'array') return [];
  const removed = second.type !== 'reference' && first.type === 'reference' ? first : second;
  if (isUsedOutside(removed.span, parsed)) return [];
  const isPlain = removed.type === 'reference' || textOf(parsed.text, first) === textOf(parsed.text, second);
  return fix('Remove the Duplicate', removeItem(parsed.text, json, removed.json), { isPreferred: isPlain });
}
