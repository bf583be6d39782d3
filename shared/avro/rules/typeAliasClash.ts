import { removeAlias } from '../fixes/removeAlias.ts';
import type { JsonObject } from '../json.ts';
import type { NamedSchema, NameReference, ParsedSchema, Schema, Spanned } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Finding, Rule } from './rule.ts';

/**
 * A type's alias that is the name, or an alias, of another type that the schema uses: a reader takes data of the other
 * type for data of this one. A type of another text that the schema does not use may well be the older one that is meant.
 */
export const typeAliasClash: Rule<Schema> = {
  id: 'type-alias-clash',
  severity: 'warning',
  spec: 'Aliases',
  on: 'schema',
  concerns: (schema) => schema.type === 'reference' || (isNamed(schema) && schema.aliases.length > 0),
  *check(schema, { parsed, once }) {
    if (schema.type === 'reference') yield* checkReference(schema, parsed, once(newPassed));
    else if (isNamed(schema)) yield* checkAliases(schema, parsed, once(newPassed));
  },
};

interface Alias {
  readonly alias: Spanned<string>;
  /** The fullname of the type that has it. */
  readonly owner: string;
  readonly json: JsonObject;
}

/** What has been seen so far, of each the first. */
interface Passed {
  readonly aliases: Map<string, Alias>;
  /** Names of types of other texts, by fullname. */
  readonly elsewhere: Map<string, Spanned<string>>;
}

function newPassed(): Passed {
  return { aliases: new Map(), elsewhere: new Map() };
}

function* checkReference(reference: NameReference, { definitions, text }: ParsedSchema, { aliases, elsewhere }: Passed): Iterable<Finding> {
  const { fullname, name } = reference;
  if (definitions.has(fullname) || elsewhere.has(fullname) || reference.target === undefined) return;
  elsewhere.set(fullname, name);
  const alias = aliases.get(fullname);
  if (alias !== undefined) yield ownType(alias, name, text);
}

function* checkAliases({ fullname, aliases, json }: NamedSchema, { definitions, text }: ParsedSchema, passed: Passed): Iterable<Finding> {
  if (fullname === undefined) return;
  for (const alias of aliases) {
    const { value, span } = alias;
    if (value === fullname) continue;
    const found: Alias = { alias, owner: fullname, json };
    const first = passed.aliases.get(value);
    const other = definitions.get(value)?.name ?? passed.elsewhere.get(value);
    if (first === undefined) passed.aliases.set(value, found);
    if (other !== undefined) yield ownType(found, other, text);
    else if (first !== undefined && first.owner !== fullname) {
      yield {
        span,
        message: `"${value}" is already an alias of "${first.owner}", and data can be read as one type only.`,
        related: [{ span: first.alias.span, message: 'The first one is here.' }],
        fixes: () => removeAlias(text, json, alias),
      };
    }
  }
}

/** @param other the name of the type's definition, or a reference to it */
function ownType({ alias, owner, json }: Alias, other: Spanned<string>, text: string): Finding {
  const { value, span } = alias;
  return {
    span,
    message: `"${value}" is a type of its own here, and its data would be read as "${owner}".`,
    related: [{ span: other.span, message: 'That type is here.' }],
    fixes: () => removeAlias(text, json, alias),
  };
}
