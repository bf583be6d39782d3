import type { JsonNode } from './json.ts';
import type { Schema, UnionSchema } from './schema.ts';
import { branchTag, usable } from './usable.ts';
import type { UsableSchema } from './usable.ts';
import type { BranchChoice, KnownFits } from './valueReading.ts';

/** Whether a JSON value fits a schema; what is found out is added to what is known. */
export type Fits = (known: KnownFits, schema: Schema, json: JsonNode) => boolean;

/**
 * The branch of a union that a JSON value is of. An object with one property that is named like a branch is tagged;
 * anything else is of the one branch that it fits.
 *
 * A tagged value may also fit a map or record as it stands. Then it is ambiguous, where it could be written without its
 * tag; where it could not, the tag counts, since there would be no other way to write it. So every value of every union
 * can be written: plain where that tells its branch, tagged where it does not.
 *
 * @param fits asked only where the kind of the JSON value does not decide
 */
export function chooseBranch(union: UnionSchema, json: JsonNode, known: KnownFits, fits: Fits): BranchChoice {
  const { branches } = union;
  const possible = branches.flatMap((branch, index) => (isPossible(usable(branch), json) ? [index] : []));
  const tagged = taggedValue(union, json);
  const [only, second] = possible;
  // Where no other branch is of this kind, this one is meant, and says itself what does not fit.
  if (tagged === undefined && only !== undefined && second === undefined) return { branch: only, json };
  const ofJson = known.choices.get(json) ?? new Map<Schema, BranchChoice>();
  known.choices.set(json, ofJson);
  let choice = ofJson.get(union);
  if (choice !== undefined) return choice;
  const fitting: number[] = [];
  // A loop and no filter, since this comes back to itself for each level of the JSON, and every call takes of the stack.
  for (const index of possible) if (fits(known, branches[index] ?? union, json)) fitting.push(index);
  if (tagged === undefined) choice = soleChoice(fitting, json);
  else if (fitting.length === 0) choice = tagged;
  else if (!fits(known, branches[tagged.branch] ?? union, tagged.json)) choice = soleChoice(fitting, json);
  else {
    const plain = chooseBranch(union, tagged.json, known, fits);
    const isTagNeeded = plain.branch !== tagged.branch || plain.json !== tagged.json;
    choice = isTagNeeded ? tagged : { branch: undefined, fitting: [...new Set([tagged.branch, ...fitting])] };
  }
  ofJson.set(union, choice);
  return choice;
}

/**
 * What {@link chooseBranch} may have to ask of a value itself, and of what its tag stands before: branches by their indexes.
 *
 * @returns nothing where the kind of the JSON decides
 */
export function askedFits(union: UnionSchema, json: JsonNode): { readonly branch: number; readonly json: JsonNode }[] {
  const possible = union.branches.flatMap((branch, index) => (isPossible(usable(branch), json) ? [{ branch: index, json }] : []));
  const tagged = taggedValue(union, json);
  if (tagged === undefined) return possible.length < 2 ? [] : possible;
  return [...possible, tagged, ...askedFits(union, tagged.json)];
}

function soleChoice(fitting: readonly number[], json: JsonNode): BranchChoice {
  const [first, second] = fitting;
  return first !== undefined && second === undefined ? { branch: first, json } : { branch: undefined, fitting };
}

/** The branch that an object with one property names, and the property's value. */
function taggedValue(union: UnionSchema, json: JsonNode): { readonly branch: number; readonly json: JsonNode } | undefined {
  if (json.kind !== 'object') return undefined;
  const [property, second] = json.properties;
  if (property?.value === undefined || second !== undefined) return undefined;
  const branch = union.branches.findIndex((candidate) => branchTag(candidate) === property.name.value);
  return branch < 0 ? undefined : { branch, json: property.value };
}

/** Whether a value of the schema may be written as JSON of this kind. */
function isPossible(schema: UsableSchema, { kind }: JsonNode): boolean {
  switch (schema.type) {
    case 'null':
    case 'boolean':
    case 'string':
    case 'array':
      return kind === schema.type;
    case 'enum':
      return kind === 'string';
    case 'int':
    case 'long':
      return kind === 'number' || (kind === 'string' && schema.logicalType !== undefined);
    case 'float':
    case 'double':
      return kind === 'number' || kind === 'string';
    case 'map':
    case 'record':
      return kind === 'object';
    case 'bytes':
    case 'fixed': {
      const name = schema.logicalType?.name;
      if (kind === 'number') return name === 'decimal' || name === 'big-decimal';
      return kind === 'string' || (kind === 'object' && name === 'duration');
    }
    case 'union':
      return false;
  }
}
