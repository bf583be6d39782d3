import { checkSchema } from '../check.ts';
import { applyEdits } from '../fixes/jsonEdits.ts';
import { nodeAt } from '../jsonTree.ts';
import type { JsonNode } from '../json.ts';
import type { OtherNames } from '../nameIndex.ts';
import { parseSchema } from '../parse.ts';
import { parseProtocol } from '../parseProtocol.ts';
import type { Field, NamedSchema, ParsedSchema, TextChange } from '../schema.ts';
import type { FieldOwner } from '../rules/rule.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { allParts, isField, isNamed, partsAlong, rootOf } from '../schemaTree.ts';

/** A change that is no repair, as it is offered where the cursor stands. The schema stays valid. */
export interface Refactoring {
  readonly kind: 'rewrite' | 'extract' | 'inline';
  offers(place: RefactoringPlace): Iterable<Offer>;
}

export interface Offer {
  /** In the imperative, Title Case, with the name of what is changed. */
  readonly title: string;
  /** In this text; they do not overlap. */
  readonly edits: readonly TextChange[];
  /** A file that is made along with it, beside this text's own. */
  readonly file?: { readonly name: string; readonly text: string };
}

/** Where the cursor stands, and what may be asked about it. */
export interface RefactoringPlace {
  readonly parsed: ParsedSchema;
  /** The innermost value at the cursor. */
  readonly node: JsonNode;
  /** The parts of the schema at the cursor, outermost first. */
  readonly parts: readonly SchemaPart[];
  readonly otherNames: OtherNames;
  /** The text of another file; undefined where there is none. */
  readonly readText: (uri: string) => string | undefined;
  /** Whether a file can be made beside this text's own; it is not made where there is one of this name. */
  readonly canCreate: (name: string) => boolean;
}

/**
 * Finds what the cursor stands at.
 *
 * @param offset in UTF-16 code units
 * @returns undefined where the cursor is outside of the schema, or in a text that is not JSON
 */
export function refactoringPlace(
  parsed: ParsedSchema,
  offset: number,
  others: Pick<RefactoringPlace, 'otherNames' | 'readText' | 'canCreate'>,
): RefactoringPlace | undefined {
  const { json } = parsed;
  // At a bracket, what begins there is meant.
  const at = '{['.includes(parsed.text[offset] ?? ' ') ? offset + 1 : offset;
  const way = json === undefined ? undefined : nodeAt(json, at);
  const node = way?.nodes.at(-1);
  // What is broken in the text may end anywhere.
  if (way === undefined || node === undefined || parsed.problems.some(({ severity }) => severity === 'error')) return undefined;
  return { parsed, node, parts: partsAlong(parsed, way.nodes), ...others };
}

/** The field that the cursor stands in, with its owner; undefined in a type that is defined in the field. */
export function fieldAt({ parts }: RefactoringPlace): { readonly field: Field; readonly owner: FieldOwner } | undefined {
  const index = parts.findLastIndex((part) => isField(part) || isNamed(part));
  const [owner, field] = [parts[index - 1], parts[index]];
  if (field === undefined || owner === undefined || !isField(field) || isField(owner)) return undefined;
  return owner.type === 'record' || owner.type === 'message' ? { field, owner } : undefined;
}

/** The named type that the cursor stands in, but in none of its fields. */
export function namedAt({ parts }: RefactoringPlace): NamedSchema | undefined {
  const part = parts.findLast((each) => isField(each) || isNamed(each));
  return part !== undefined && isNamed(part) ? part : undefined;
}

/** Whether a change of a field's type, which a default of its record may hold a value for, brings no error in. */
export function keepsDefaults(parsed: ParsedSchema, edits: readonly TextChange[]): boolean {
  return !hasObjectDefaults(parsed) || staysValid(parsed, edits);
}

/** Whether there is a default in the text that is, or holds, an object: it may be that of a record. */
function hasObjectDefaults(parsed: ParsedSchema): boolean {
  for (const part of allParts(rootOf(parsed))) {
    const waiting = isField(part) && part.default !== undefined ? [part.default] : [];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node.kind === 'object') return true;
      if (node.kind === 'array') waiting.push(...node.items);
    }
  }
  return false;
}

/** Whether edits bring no error in, as far as this text by itself tells. It takes as long as checking the text twice. */
export function staysValid({ text, protocol }: ParsedSchema, edits: readonly TextChange[]): boolean {
  const parse = protocol === undefined ? parseSchema : parseProtocol;
  const [before, after] = [text, applyEdits(text, edits)].map(
    (each) => checkSchema(parse(each)).filter(({ severity }) => severity === 'error').length,
  );
  return before !== undefined && after !== undefined && after <= before;
}
