import type { JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType } from '../logicalTypes.ts';
import type { LogicalTypeEntry } from '../logicalTypes.ts';
import { isComplexType, unqualifiedName } from '../names.ts';
import type { OtherNames } from '../nameIndex.ts';
import type { Field, Fix, NameReference, ParsedSchema } from '../schema.ts';
import { changeTo, fix, titleJson } from './fix.ts';
import { objectText, removeProperties, replaceSpan, textOf, together } from './jsonEdits.ts';
import { fieldAround, placeOf, writtenName } from './place.ts';
import { logicalTypeText, setLogicalType } from './typeFixes.ts';
import { suggestTypes } from './typeSuggestions.ts';
import { freeTypeName, typeNameOf } from './validNames.ts';

/** What can be done about a name that no type has: a name that one has, or the object that a word needs around it. */
export function fixUnknownType(reference: NameReference, parsed: ParsedSchema, otherNames: OtherNames): Fix[] {
  const { name, json, target } = reference;
  if (target !== undefined) {
    const written = writtenName(target, placeOf(parsed, json).namespace, { parsed, offset: json.span.start });
    return written === undefined ? [] : changeTo(name, [written]);
  }
  const logicalType = findLogicalType(name.value);
  if (logicalType !== undefined) return useLogicalType(reference, logicalType, parsed);
  if (json.kind !== 'object' && isComplexType(name.value)) return useComplexType(reference, name.value, parsed);
  const known = otherFullnames(name.value, otherNames);
  const options = { isInObject: json.kind === 'object', limit: 3, budget: { comparisons: 200_000 }, otherNames };
  const words = new Set([...(json.kind === 'object' ? [] : known), ...suggestTypes(reference, parsed, options)]);
  // What is defined by this very name cannot be referred to here at all.
  words.delete(name.value);
  return changeTo(name, [...words].slice(0, 4));
}

/** The fullnames in other texts of exactly this name, whatever their namespace. */
function otherFullnames(name: string, otherNames: OtherNames): string[] {
  const unqualified = unqualifiedName(name);
  if (unqualified === '') return [];
  return [...otherNames.fullnames()].filter((fullname) => fullname !== name && unqualifiedName(fullname) === unqualified).slice(0, 3);
}

function useLogicalType({ json }: NameReference, { name, underlying }: LogicalTypeEntry, parsed: ParsedSchema): Fix[] {
  const { text } = parsed;
  return underlying.flatMap(({ type, size }, index) => {
    const options = { isPreferred: index === 0 };
    if (json.kind === 'object') {
      if (type === 'fixed') return [];
      return fix(`Change to "${type}" with the Logical Type "${name}"`, setLogicalType(text, json, type, name), options);
    }
    if (type !== 'fixed') {
      const written = logicalTypeText(text, type, name);
      return fix(`Change to ${titleJson(written)}`, replaceSpan(json.span, written), options);
    }
    const fixed = objectText(text, [
      ['type', '"fixed"'],
      ['name', JSON.stringify(nameForType({ json }, parsed, name))],
      ['size', String(size ?? 16)],
      ['logicalType', JSON.stringify(name)],
      ...(name === 'decimal'
        ? ([
            ['precision', '9'],
            ['scale', '2'],
          ] as const)
        : []),
    ]);
    return fix(`Change to a fixed with the Logical Type "${name}"`, replaceSpan(json.span, fixed), options);
  });
}

/** By the field around it, or by what it is. */
function nameForType({ json }: Pick<NameReference, 'json'>, parsed: ParsedSchema, what: string): string {
  const place = placeOf(parsed, json);
  const fieldName = fieldAround(place)?.name?.value;
  const name = (fieldName === undefined ? undefined : typeNameOf(fieldName)) ?? typeNameOf(what) ?? 'Type';
  return freeTypeName(name, place.namespace, parsed);
}

/** The attributes that each complex type has, as far as a field has no use for them itself. */
const ownAttributes: Readonly<Record<string, { readonly needed: string; readonly value: string; readonly more: readonly string[] }>> = {
  record: { needed: 'fields', value: '[]', more: [] },
  error: { needed: 'fields', value: '[]', more: [] },
  enum: { needed: 'symbols', value: '[]', more: [] },
  fixed: { needed: 'size', value: '16', more: ['logicalType', 'precision', 'scale'] },
  array: { needed: 'items', value: '"string"', more: [] },
  map: { needed: 'values', value: '"string"', more: [] },
};

/** A complex type as a word becomes an object, into which those of its attributes go that the field has in its stead. */
function useComplexType(reference: NameReference, word: string, parsed: ParsedSchema): Fix[] {
  const own = ownAttributes[word];
  if (own === undefined) return [];
  const { text } = parsed;
  const isNamed = word !== 'array' && word !== 'map';
  const field = fieldOf(reference, parsed);
  const moved = field === undefined ? [] : [own.needed, ...own.more].flatMap((attribute) => findOwn(field.json, attribute));
  const isWhole = moved.some(({ name }) => name === own.needed);
  const written = objectText(text, [
    ['type', JSON.stringify(word)],
    ...(isNamed ? ([['name', JSON.stringify(nameForType(reference, parsed, word))]] as const) : []),
    ...moved.map(({ name, value }) => [name, textOf(text, value)] as const),
    ...(isWhole ? [] : ([[own.needed, own.value]] as const)),
  ]);
  const edits = together(
    replaceSpan(reference.json.span, written),
    field === undefined
      ? []
      : removeProperties(
          text,
          field.json,
          moved.map(({ property }) => property),
        ),
  );
  return fix(isWhole ? 'Give the Type an Object of Its Own' : `Change to ${titleJson(written)}`, edits, { isPreferred: isWhole });
}

/** The field whose whole type the reference is. */
function fieldOf({ json }: NameReference, parsed: ParsedSchema): Field | undefined {
  const field = fieldAround(placeOf(parsed, json));
  return field !== undefined && findValue(field.json, 'type') === json ? field : undefined;
}

function findOwn(json: JsonObject, attribute: string) {
  const property = findProperty(json, attribute);
  return property?.value === undefined ? [] : [{ name: attribute, value: property.value, property }];
}
