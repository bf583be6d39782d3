import type { NamedSchema, ParsedSchema, RelatedPlace, Spanned } from '../schema.ts';
import { allParts, isField, isNamed, rootOf } from '../schemaTree.ts';
import type { Finding, Rule } from './rule.ts';

/**
 * A type's alias that is the name, or an alias, of another type that the schema uses: a reader takes data of the other
 * type for data of this one. A type of another text that the schema does not use may well be the older one that is meant.
 */
export const typeAliasClash: Rule<NamedSchema> = {
  id: 'type-alias-clash',
  severity: 'warning',
  spec: 'Aliases',
  on: 'named',
  *check({ fullname, aliases }, { parsed, once }) {
    if (fullname === undefined) return;
    for (const alias of aliases) {
      if (alias.value === fullname) continue;
      const finding = findDefinitionClash(alias, fullname, parsed, once) ?? findAliasClash(alias, fullname, once(firstAliases));
      if (finding !== undefined) yield finding;
    }
  },
};

function findDefinitionClash(
  { value, span }: Spanned<string>,
  fullname: string,
  { definitions }: ParsedSchema,
  once: <T>(make: (parsed: ParsedSchema) => T) => T,
): Finding | undefined {
  const message = `"${value}" is a type of its own here, and its data would be read as "${fullname}".`;
  const other = definitions.get(value);
  if (other !== undefined) {
    const related: RelatedPlace[] = other.name === undefined ? [] : [{ span: other.name.span, message: 'Its definition is here.' }];
    return { span, message, related };
  }
  const reference = once(referencesElsewhere).get(value);
  return reference === undefined ? undefined : { span, message, related: [{ span: reference.span, message: 'It is used here.' }] };
}

function findAliasClash(
  { value, span }: Spanned<string>,
  fullname: string,
  aliases: ReadonlyMap<string, { readonly owner: string; readonly alias: Spanned<string> }>,
): Finding | undefined {
  const first = aliases.get(value);
  if (first === undefined || first.owner === fullname) return undefined;
  return {
    span,
    message: `"${value}" is already an alias of "${first.owner}", and data can be read as one type only.`,
    related: [{ span: first.alias.span, message: 'The first one is here.' }],
  };
}

/** The first reference to each name of another text. */
function referencesElsewhere(parsed: ParsedSchema): ReadonlyMap<string, Spanned<string>> {
  const found = new Map<string, Spanned<string>>();
  for (const part of allParts(rootOf(parsed))) {
    if (isField(part) || part.type !== 'reference') continue;
    const { fullname, name } = part;
    if (!parsed.definitions.has(fullname) && !found.has(fullname) && part.target !== undefined) found.set(fullname, name);
  }
  return found;
}

/** By each alias the first type that has it, and where. */
function firstAliases(parsed: ParsedSchema): ReadonlyMap<string, { readonly owner: string; readonly alias: Spanned<string> }> {
  const found = new Map<string, { readonly owner: string; readonly alias: Spanned<string> }>();
  for (const part of allParts(rootOf(parsed))) {
    if (!isNamed(part) || part.fullname === undefined) continue;
    for (const alias of part.aliases) if (!found.has(alias.value)) found.set(alias.value, { owner: part.fullname, alias });
  }
  return found;
}
