import { addAlias, renameTypeIn } from '../editing/renameType.ts';
import { fix, titleWord } from '../fixes/fix.ts';
import { removeAlias } from '../fixes/removeAlias.ts';
import { namespaceOf, unqualifiedName } from '../names.ts';
import type { Fix, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Repair } from './fixes.ts';
import { typeName } from './sentences.ts';

/** For data in which the type has its old name. */
export function addTypeAlias({ side, mismatch, here, there }: Repair): Fix[] {
  const [own, old] = [here.schema, there.schema];
  if (mismatch.matches !== undefined) return removeSurplusAlias(side.parsed.text, here);
  if (!isNamed(own) || !isNamed(old)) return [];
  const [name, namespace] = [own.fullname, old.fullname === undefined ? undefined : namespaceOf(old.fullname)];
  if (name === undefined || old.fullname === undefined) return [];
  const isNear = namespaceOf(name) === namespace;
  // From inside of a namespace, no alias means a type without one.
  if (!isNear && namespace === undefined) return [];
  const alias = isNear ? unqualifiedName(old.fullname) : old.fullname;
  return fix(`Add Alias ${titleWord(alias)} to ${typeTitle(own)}`, addAlias(side.parsed, own, alias));
}

/** Of a field that means two fields of the other version: the alias that is underlined. */
function removeSurplusAlias(text: string, { field, span }: Repair['here']): Fix[] {
  const alias = field?.aliases.find((each) => each.span.start === span.start);
  return field === undefined || alias === undefined ? [] : removeAlias(text, field.json, alias);
}

/** Gives the type its old name back, wherever this text names it. */
export function restoreName({ side, mismatch, here, there }: Repair): Fix[] {
  const [own, old] = [here.schema, there.schema];
  if (mismatch.matches !== undefined || !isNamed(own) || !isNamed(old)) return [];
  if (own.fullname === undefined || old.fullname === undefined) return [];
  const { definitions } = side.parsed;
  const namespace = namespaceOf(own.fullname);
  const name = unqualifiedName(old.fullname);
  const to = namespace === undefined ? name : `${namespace}.${name}`;
  const edits = definitions.has(to)
    ? undefined
    : renameTypeIn(side.parsed, { from: own.fullname, to, isKnown: (fullname) => definitions.has(fullname) });
  return fix(`Restore Name ${name}`, edits);
}

/** Whether one of the two types is in both texts: then it has not been renamed, but another one was put in its place. */
export function wasReplaced({ side, other, mismatch, here, there }: Repair): boolean {
  const [own, old] = [here.schema, there.schema];
  if (mismatch.matches !== undefined || !isNamed(own) || !isNamed(old)) return false;
  const isThere = own.fullname !== undefined && other.parsed.definitions.has(own.fullname);
  return isThere || (old.fullname !== undefined && side.parsed.definitions.has(old.fullname));
}

/** A named type in a title. */
export function typeTitle(schema: Schema): string {
  const name = typeName(schema);
  return name.length > 60 ? `${name.slice(0, 57)}…` : name;
}
