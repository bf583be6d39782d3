import { CodecError } from '../errors.ts';
import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';
import type { Field, NameReference, NamedSchema, Schema } from './schema.ts';
import { maxValueDepth } from './value.ts';

/** A schema without a hole at its top: no reference and nothing invalid. */
export type UsableSchema = Exclude<Schema, NameReference | { readonly type: 'invalid' }>;

/**
 * The schema, or the one that a reference points to.
 *
 * @throws CodecError `codec/unusable-schema` where there is none
 */
export function usable(schema: Schema): UsableSchema {
  if (schema.type === 'reference') {
    if (schema.target === undefined) throw unusable(`"${schema.fullname}" is not defined`);
    return schema.target;
  }
  if (schema.type === 'invalid') throw unusable('it has no valid type in one place');
  return schema;
}

/**
 * The field's name.
 *
 * @throws CodecError `codec/unusable-schema` where it has none
 */
export function fieldName(field: Field): string {
  if (field.name === undefined) throw unusable('a field has no name');
  return field.name.value;
}

/**
 * The size of a fixed, in bytes.
 *
 * @throws CodecError `codec/unusable-schema` where it has none
 */
export function fixedSize(schema: UsableSchema & { readonly type: 'fixed' }): number {
  if (schema.size === undefined) throw unusable(`the fixed ${schema.fullname ?? ''} has no size`);
  return schema.size;
}

/**
 * What names a branch in the JSON of a union: the fullname of a named type, else the type.
 *
 * @see Avro 1.12, "JSON Encoding"
 */
export function branchTag(branch: Schema): string {
  const schema = usable(branch);
  return 'fullname' in schema ? (schema.fullname ?? schema.type) : schema.type;
}

/**
 * Makes sure that values can be read and written with a schema: nothing in it is missing or undefined, no two fields,
 * symbols or branches are the same, and it does not nest too deep. Odd names and wrong defaults do no harm.
 *
 * @throws CodecError `codec/unusable-schema`
 */
export function checkUsable(root: Schema): void {
  runAtOnce(checkUsableSteps(root));
}

/** What {@link checkUsable} does, in steps. */
export function* checkUsableSteps(root: Schema): Steps<void> {
  const seen = new Set<NamedSchema>();
  const waiting: { schema: Schema; depth: number }[] = [{ schema: root, depth: 0 }];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++count % schemasInStep === 0) yield;
    const schema = usable(next.schema);
    // What a reference names starts anew: only the nesting of the text itself is a nesting of what is compiled.
    const depth = next.schema.type === 'reference' ? 0 : next.depth;
    if (depth > maxValueDepth) throw unusable(`it nests deeper than ${maxValueDepth} levels`);
    for (const inner of innerSchemas(schema, seen)) waiting.push({ schema: inner, depth: depth + 1 });
  }
}

/** So many schemas are looked at in well under a millisecond. */
const schemasInStep = 500;

/** The schemas directly in this one, after its own parts have been checked; none of a named type that has been seen. */
function innerSchemas(schema: UsableSchema, seen: Set<NamedSchema>): readonly Schema[] {
  if ('fullname' in schema) {
    if (seen.has(schema)) return [];
    seen.add(schema);
  }
  switch (schema.type) {
    case 'record':
      checkDistinct(schema.fields.map(fieldName), (name) => `"${name}" is a field twice`);
      return schema.fields.map((field) => field.schema);
    case 'enum':
      checkDistinct(
        schema.symbols.map(({ value }) => value),
        (symbol) => `"${symbol}" is a symbol twice`,
      );
      return [];
    case 'fixed':
      fixedSize(schema);
      return [];
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      if (schema.branches.some((branch) => branch.type === 'union')) throw unusable('a union stands directly in a union');
      checkDistinct(schema.branches.map(branchTag), (tag) => `"${tag}" is a branch twice`);
      return schema.branches;
    default:
      return [];
  }
}

function checkDistinct(names: readonly string[], reason: (name: string) => string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw unusable(reason(name));
    seen.add(name);
  }
}

/** The error that says why nothing can be read or written with a schema; `reason` is a clause. */
export function unusable(reason: string): CodecError {
  return new CodecError('codec/unusable-schema', `This schema cannot be used: ${reason}.`);
}
