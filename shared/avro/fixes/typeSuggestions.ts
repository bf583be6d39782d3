import { closestWord } from '../closestWord.ts';
import { complexTypes, namespaceOf, primitiveTypes, unqualifiedName } from '../names.ts';
import type { OtherNames } from '../nameIndex.ts';
import { noOtherNames } from '../nameIndex.ts';
import type { NameReference, ParsedSchema } from '../schema.ts';

export interface SuggestOptions {
  /** Whether it is the `type` of an object, where complex types are words, and names of other types are none. */
  readonly isInObject: boolean;
  /** At most so many. */
  readonly limit: number;
  /** How many words may still be compared, here and elsewhere. */
  readonly budget: { comparisons: number };
  /** What other texts define. */
  readonly otherNames?: OtherNames;
}

/**
 * The types that are probably meant by a name that no type has, the likeliest first, each as it has to be written where
 * the reference stands.
 */
export function suggestTypes(reference: NameReference, parsed: ParsedSchema, options: SuggestOptions): string[] {
  const { isInObject, limit, budget, otherNames = noOtherNames } = options;
  const word = reference.name.value;
  const synonym = synonyms.get(word.toLowerCase());
  if (synonym !== undefined) return [synonym];
  budget.comparisons -= primitiveTypes.length + 2 * parsed.definitions.size;
  if (budget.comparisons < 0) return [];
  const candidates = candidatesFor(reference, {
    fullnames: isInObject ? [] : [...parsed.definitions.keys(), ...likelyNames(word, otherNames, budget)],
    isInObject,
  });
  const found: string[] = [];
  while (found.length < limit) {
    const closest = closestWord(word, candidates.keys()) ?? closestWord(unqualifiedName(word), candidates.keys());
    const written = closest === undefined ? undefined : candidates.get(closest);
    if (closest === undefined || written === undefined) break;
    candidates.delete(closest);
    if (!found.includes(written)) found.push(written);
  }
  return found;
}

/** Those names of other texts, of which there may be very many, that are worth a comparison. */
function likelyNames(word: string, otherNames: OtherNames, budget: { comparisons: number }): string[] {
  const name = unqualifiedName(word).toLowerCase();
  const tolerance = Math.max(1, Math.floor(name.length / 3));
  const found: string[] = [];
  for (const fullname of otherNames.fullnames()) {
    budget.comparisons--;
    if (budget.comparisons < 0 || found.length >= maxLikely) break;
    const other = unqualifiedName(fullname).toLowerCase();
    if (Math.abs(other.length - name.length) > tolerance) continue;
    if (other.at(0) === name.at(0) || other.at(-1) === name.at(-1)) found.push(fullname);
  }
  return found;
}

/** A comparison takes a microsecond or two. */
const maxLikely = 2000;

/** What can be taken for the name, and how it is written where the reference stands. */
function candidatesFor(
  { name, fullname: resolved }: NameReference,
  { fullnames, isInObject }: { readonly fullnames: readonly string[]; readonly isInObject: boolean },
): Map<string, string> {
  const namespace = name.value.includes('.') ? undefined : namespaceOf(resolved);
  const written = new Map<string, string>();
  for (const type of isInObject ? [...primitiveTypes, ...complexTypes] : primitiveTypes) written.set(type, type);
  for (const fullname of fullnames) {
    const isNear = namespaceOf(fullname) === namespace;
    const unqualified = unqualifiedName(fullname);
    if (!written.has(fullname)) written.set(fullname, isNear ? unqualified : fullname);
    // A name without its namespace, or with a wrong one, is a likelier mistake than a letter.
    if (!written.has(unqualified)) written.set(unqualified, isNear ? unqualified : fullname);
  }
  return written;
}

/** What other languages call a type. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['integer', 'int'],
  ['int32', 'int'],
  ['short', 'int'],
  ['int64', 'long'],
  ['bigint', 'long'],
  ['bool', 'boolean'],
  ['str', 'string'],
  ['text', 'string'],
  ['varchar', 'string'],
  ['number', 'double'],
  ['real', 'double'],
  ['float32', 'float'],
  ['float64', 'double'],
  ['binary', 'bytes'],
  ['blob', 'bytes'],
  ['byte', 'bytes'],
]);
