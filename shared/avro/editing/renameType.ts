import { arrayText, insertItem, insertProperty, replaceSpan } from '../fixes/jsonEdits.ts';
import type { Edits } from '../fixes/jsonEdits.ts';
import { namespaceInside, rootsOf } from '../indexText.ts';
import type { JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { isPrimitiveType, namespaceOf, resolveName, unqualifiedName } from '../names.ts';
import type { Field, NamedSchema, NameReference, ParsedSchema, Schema, TextChange } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';

/** A named type's fullname, and the one that it is to have. */
export interface TypeRename {
  readonly from: string;
  readonly to: string;
  /** Whether any text has a type of this fullname now. */
  readonly isKnown: (fullname: string) => boolean;
}

/**
 * The changes of one text that give a type another fullname, in this text or elsewhere: its definitions and all references
 * to it. Where its namespace changes, what is defined inside keeps its fullnames, aliases included, so these may have to be
 * written out.
 *
 * @returns undefined where a name would come to mean something else and there is no other way to write it
 */
export function renameTypeIn(parsed: ParsedSchema, rename: TypeRename): readonly TextChange[] | undefined {
  const run: Run = { parsed, rename, edits: [], isPossible: true };
  for (const { schema, namespace } of rootsOf(parsed)) walk(schema, { before: namespace, after: namespace }, run);
  return run.isPossible ? run.edits : undefined;
}

interface Run {
  readonly parsed: ParsedSchema;
  readonly rename: TypeRename;
  readonly edits: TextChange[];
  isPossible: boolean;
}

/** The enclosing namespace of a place, as it is and as it is going to be. */
interface Namespaces {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The depth of a schema is bounded by that of its JSON, so recursion is safe. */
function walk(schema: Schema, around: Namespaces, run: Run): void {
  switch (schema.type) {
    case 'reference':
      renameReference(schema, around, run);
      break;
    case 'array':
      walk(schema.items, around, run);
      break;
    case 'map':
      walk(schema.values, around, run);
      break;
    case 'union':
      for (const branch of schema.branches) walk(branch, around, run);
      break;
    case 'invalid':
      if (schema.inner !== undefined) walk(schema.inner, around, run);
      break;
    default: {
      if (!isNamed(schema)) break;
      const inside = renameDefinition(schema, around, run);
      if (schema.type === 'record') for (const field of schema.fields) walk(field.schema, inside, run);
    }
  }
}

function renameReference(reference: NameReference, { before, after }: Namespaces, run: Run): void {
  const { from, to, isKnown } = run.rename;
  const { name, fullname, span } = reference;
  const wanted = fullname === from ? to : fullname;
  const isUnqualified = !name.value.includes('.');
  if (wanted === fullname && (before === after || !isUnqualified)) {
    // Written without its namespace, it could be taken for the new name.
    if (isUnqualified && fullname !== to && resolveName(name.value, before) === to) run.isPossible = false;
    return;
  }
  const unqualified = unqualifiedName(wanted);
  if (name.value.startsWith('.')) {
    // Wrong as it is, and no more so by the new name.
    run.edits.push(...replaceSpan(name.span, JSON.stringify(wanted.includes('.') ? wanted : `.${wanted}`)));
    return;
  }
  const own = run.parsed.definitions.get(fullname);
  const hasNamespace = wanted.includes('.');
  // A fullname is kept as one; otherwise the shorter way is taken where it means the same.
  const isNear = namespaceOf(wanted) === (after === '' ? undefined : after);
  if (!hasNamespace && !isNear) {
    const resolved = resolveName(unqualified, after);
    // From inside of a namespace, a type in none is seen behind its end alone.
    const isOpen = own !== undefined && own.span.end > span.start && reference.target === own;
    if (isOpen || resolved === to || (resolved !== from && isKnown(resolved))) run.isPossible = false;
  }
  // What means another text's type, since this text's is not seen from there, would mean this text's by its fullname.
  if (hasNamespace && own !== undefined && reference.target !== own) run.isPossible = false;
  const written = hasNamespace && (!isNear || !isUnqualified || isPrimitiveType(unqualified)) ? wanted : unqualified;
  if (written !== name.value) run.edits.push(...replaceSpan(name.span, JSON.stringify(written)));
}

/** @returns the namespaces inside of the definition */
function renameDefinition(schema: NamedSchema, around: Namespaces, run: Run): Namespaces {
  const { name, fullname } = schema;
  if (name === undefined || fullname === undefined) {
    return { before: namespaceInside(schema, around.before), after: namespaceInside(schema, around.after) };
  }
  const wanted = fullname === run.rename.from ? run.rename.to : fullname;
  const inside: Namespaces = { before: namespaceOf(fullname), after: namespaceOf(wanted) };
  run.edits.push(...writeName(schema, wanted, { name, enclosing: around.after }));
  if (inside.before !== inside.after) run.edits.push(...writeAliases(schema, inside.before));
  return inside;
}

function writeName(
  schema: NamedSchema,
  wanted: string,
  { name, enclosing }: { readonly name: NonNullable<NamedSchema['name']>; readonly enclosing: string | undefined },
): readonly TextChange[] {
  const { namespace } = schema;
  if (resolveName(name.value, namespace === undefined ? enclosing : namespace.value) === wanted) return [];
  const [own, unqualified] = [namespaceOf(wanted), unqualifiedName(wanted)];
  const change = (text: string): readonly TextChange[] => replaceSpan(name.span, JSON.stringify(text));
  const isDotted = name.value.includes('.');
  // A name with dots lets the attribute count for nothing.
  if (isDotted && (namespace === undefined || namespaceOf(resolveName(name.value, undefined)) === own)) {
    return change(own === undefined ? `.${unqualified}` : wanted);
  }
  if (namespace !== undefined) {
    const moved = (own ?? '') === namespace.value ? [] : replaceSpan(namespace.span, JSON.stringify(own ?? ''));
    return unqualified === name.value ? moved : [...moved, ...change(unqualified)];
  }
  if (own === (enclosing === '' ? undefined : enclosing)) return change(unqualified);
  return change(own === undefined ? `.${unqualified}` : wanted);
}

/** Aliases that were written without the namespace that they had; the null namespace is written as nothing before a dot. */
function writeAliases({ json }: NamedSchema, namespace: string | undefined): TextChange[] {
  const aliases = findValue(json, 'aliases');
  if (aliases?.kind !== 'array') return [];
  return aliases.items.flatMap((item) =>
    item.kind === 'string' && item.value !== '' && !item.value.includes('.')
      ? replaceSpan(item.span, JSON.stringify(`${namespace ?? ''}.${item.value}`))
      : [],
  );
}

/**
 * Adds an alias to a type or field, so that data written under the old name is still read.
 *
 * @param alias as it has to be written there
 * @returns no changes where it is there already, undefined where the text is too broken
 */
export function addAlias(parsed: ParsedSchema, owner: Field | NamedSchema, alias: string): Edits {
  const { text } = parsed;
  const json: JsonObject = owner.json;
  const property = findProperty(json, 'aliases');
  const item = JSON.stringify(alias);
  if (property === undefined)
    return insertProperty(text, json, 'aliases', arrayText(text, [item]), { after: ['type', 'name', 'namespace'] });
  if (property.value?.kind !== 'array') return undefined;
  if (property.value.items.some((each) => each.kind === 'string' && each.value === alias)) return [];
  return insertItem(text, property.value, property.value.items.length, item);
}
