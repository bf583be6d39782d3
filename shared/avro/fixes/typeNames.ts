import { namespaceOf, unqualifiedName } from '../names.ts';
import type { Field, Fix, NamedSchema, ParsedSchema, Spanned, TextChange } from '../schema.ts';
import { allParts, isField, isNamed, isSchema, referencesTo, rootOf } from '../schemaTree.ts';
import { fix, titleWord } from './fix.ts';
import { replaceSpan } from './jsonEdits.ts';
import { fieldAround, placeOf } from './place.ts';
import { freeName, freeTypeName, typeNameOf, withUnqualifiedName } from './validNames.ts';

/** Gives a type of the text another name in its namespace, where it is defined and where the text refers to it. */
export function renameType(
  { name, schema }: { readonly name: Spanned<string>; readonly schema: NamedSchema },
  unqualified: string,
  parsed: ParsedSchema,
): readonly TextChange[] {
  const names = [name, ...referencesTo(schema, parsed).map((reference) => reference.name)];
  return names.flatMap(({ value, span }) => replaceSpan(span, JSON.stringify(withUnqualifiedName(value, unqualified))));
}

/** The fixes that give a type one of several names, the first preferred; names that are taken get a number. */
export function renameTypeFixes(
  { name, schema }: { readonly name: Spanned<string>; readonly schema: NamedSchema },
  words: readonly string[],
  parsed: ParsedSchema,
): Fix[] {
  const namespace = schema.fullname === undefined ? undefined : namespaceOf(schema.fullname);
  return words.flatMap((word, index) => {
    const free = freeTypeName(word, namespace, parsed);
    const title = `Change to ${titleWord(withUnqualifiedName(name.value, free))}`;
    return fix(title, renameType({ name, schema }, free, parsed), { isPreferred: index === 0 });
  });
}

/** A name for a type that has none: that of the field around it in the manner of types, or what kind of type it is. */
export function suggestTypeName(schema: NamedSchema, parsed: ParsedSchema): string {
  const place = placeOf(parsed, schema.json);
  const field = fieldAround(place)?.name?.value;
  const word = (field === undefined ? undefined : typeNameOf(field)) ?? { record: 'Record', enum: 'Enum', fixed: 'Fixed' }[schema.type];
  return freeTypeName(word, schema.namespace?.value ?? place.namespace, parsed);
}

/** A name for a field that has none: that of its type in the manner of fields, as no other field has it. */
export function suggestFieldName(field: Field, siblings: readonly Field[]): string {
  const { schema } = field;
  const typeName = 'fullname' in schema && schema.fullname !== undefined ? unqualifiedName(schema.fullname) : 'field';
  return freeFieldName(typeName.slice(0, 1).toLowerCase() + typeName.slice(1), siblings);
}

export function freeFieldName(name: string, siblings: readonly Field[]): string {
  const taken = new Set(siblings.map((sibling) => sibling.name?.value));
  return freeName(name, (each) => taken.has(each));
}

/** The fields beside a field, itself included. */
export function siblingsOf(field: Field, parsed: ParsedSchema): readonly Field[] {
  const owner = placeOf(parsed, field.json).parts.at(-1);
  if (owner === undefined || isField(owner)) return [field];
  return owner.type === 'record' ? owner.fields : owner.type === 'message' ? owner.request : [field];
}

/** Puts another namespace in the place of one, wherever the text writes it: at definitions and in names with dots. */
export function replaceNamespace(from: string, to: string, parsed: ParsedSchema): readonly TextChange[] {
  const edits: TextChange[] = [];
  const replaceInName = ({ value, span }: Spanned<string>): void => {
    if (namespaceOf(value) !== from) return;
    const name = unqualifiedName(value);
    edits.push(...replaceSpan(span, JSON.stringify(to === '' ? name : `${to}.${name}`)));
  };
  for (const part of allParts(rootOf(parsed))) {
    if (isSchema(part) && part.type === 'reference') replaceInName(part.name);
    if (!isNamed(part) && (isField(part) || part.type !== 'protocol')) continue;
    if (part.name !== undefined) replaceInName(part.name);
    if (part.namespace?.value === from) edits.push(...replaceSpan(part.namespace.span, JSON.stringify(to)));
  }
  return edits;
}

/** All places where a definition's inside is named from elsewhere in the text: then it cannot simply go. */
export function isUsedOutside(removed: NamedSchema['span'], parsed: ParsedSchema): boolean {
  for (const part of allParts(rootOf(parsed))) {
    if (isField(part) || part.type !== 'reference') continue;
    const { span } = parsed.definitions.get(part.fullname) ?? {};
    const isDefinedInside = span !== undefined && removed.start <= span.start && span.end <= removed.end;
    if (isDefinedInside && (part.span.start < removed.start || part.span.end > removed.end)) return true;
  }
  return false;
}
