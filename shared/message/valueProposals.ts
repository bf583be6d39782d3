import type { JsonContainer, JsonCursor } from '../avro/editing/jsonCursor.ts';
import type { Proposal, Template } from '../avro/editing/proposals.ts';
import type { JsonObject } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { sampleValue, type SampleOptions } from '../avro/sample.ts';
import { dereference, type Field, type NameReference, type RecordSchema, type Schema, type UnionSchema } from '../avro/schema.ts';
import { typeText } from '../avro/typeText.ts';
import { branchTag } from '../avro/usable.ts';
import { fieldValue, nullableBranch, UnionValue, type RecordValue, type Value } from '../avro/value.ts';
import { valueToJson } from '../avro/valueToJson.ts';

type Concrete = Exclude<Schema, NameReference | UnionSchema>;

/**
 * What could stand at the cursor in a key or value, by its schema: missing fields, or values.
 *
 * @param schema of the whole part, one that `resolveWritable` has let through
 * @param containers the arrays and objects of the part around the cursor, outermost first; none at the part's own place
 * @throws CodecError `codec/unusable-schema` where a part of it has no value
 */
export function proposeInValue(
  schema: Schema,
  cursor: JsonCursor,
  containers: readonly JsonContainer[],
  sample: SampleOptions,
): Proposal[] {
  let candidates: readonly Schema[] = [schema];
  for (const [index, container] of containers.entries()) {
    const next = containers[index + 1];
    const inside = candidates.flatMap(concrete);
    if (container.kind === 'array') {
      candidates = inside.flatMap((each) => (each.type === 'array' ? [each.items] : []));
      continue;
    }
    if (next === undefined && cursor.slot === 'name') return proposeNames(candidates, inside, container, cursor, sample);
    const name = (next === undefined ? cursor.property : container.properties.find(({ value }) => value === next))?.name.value;
    if (name === undefined) return [];
    candidates = [...inside.flatMap((each) => schemasOf(each, name)), ...unionsOf(candidates).flatMap((union) => branchOf(union, name))];
  }
  return candidates.flatMap((each) => proposeValues(each, sample));
}

/** The schemas that a value may have: the branches of a union, whatever references point to. */
function concrete(schema: Schema): Concrete[] {
  const target = dereference(schema);
  if (target === undefined) return [];
  return target.type === 'union' ? target.branches.flatMap(concrete) : [target];
}

function unionsOf(schemas: readonly Schema[]): UnionSchema[] {
  return schemas.flatMap((schema) => {
    const target = dereference(schema);
    return target?.type === 'union' ? [target] : [];
  });
}

/** Of what stands under a name in an object. */
function schemasOf(schema: Concrete, name: string): Schema[] {
  if (schema.type === 'map') return [schema.values];
  return schema.type === 'record' ? schema.fields.filter((field) => field.name?.value === name).map((field) => field.schema) : [];
}

/** The branch that a tag names. */
function branchOf({ branches }: UnionSchema, tag: string): Schema[] {
  return branches.filter((branch) => branchTag(branch) === tag);
}

function proposeNames(
  candidates: readonly Schema[],
  inside: readonly Concrete[],
  container: JsonObject,
  cursor: JsonCursor,
  sample: SampleOptions,
): Proposal[] {
  const present = new Set(container.properties.filter((property) => property !== cursor.property).map(({ name }) => name.value));
  const records = inside.filter((each) => each.type === 'record');
  const fields = records.flatMap((record) => proposeFields(record, present, cursor, sample));
  // Only an object with nothing else in it can be a branch with its tag.
  const tags = present.size > 0 ? [] : unionsOf(candidates).flatMap((union) => proposeTags(union, cursor));
  return [...fields, ...tags];
}

/** Missing fields: those that must be there first, then the others, each in the schema's order. */
function proposeFields(record: RecordSchema, present: ReadonlySet<string>, cursor: JsonCursor, sample: SampleOptions): Proposal[] {
  // A record schema's sample is an object.
  const values = sampleValue(record, sample) as RecordValue;
  const missing = record.fields.filter(({ name }) => name !== undefined && !present.has(name.value));
  const required = missing.filter((field) => field.default === undefined);
  const optional = missing.filter((field) => field.default !== undefined);
  const proposals = [...required, ...optional].map((field): Proposal => {
    const name = field.name?.value ?? '';
    return {
      label: name,
      kind: 'attribute',
      template: cursor.hasColon ? [JSON.stringify(name)] : fieldTemplate(field, values),
      detail: `${typeText(field.schema)}, ${field.default === undefined ? 'required' : `default ${short(jsonToText(field.default))}`}`,
      ...(field.doc === undefined ? {} : { meaning: field.doc }),
    };
  });
  if (required.length < 2 || cursor.hasColon) return proposals;
  const all = required.flatMap((field, index) => [...(index > 0 ? [',\n'] : []), ...fieldTemplate(field, values)]);
  return [...proposals, { label: 'Insert all required fields', kind: 'template', template: all }];
}

function fieldTemplate({ name, schema }: Field, values: RecordValue): Template {
  const value = fieldValue(values, name?.value ?? '');
  return [`${JSON.stringify(name?.value ?? '')}: `, ...(value === undefined ? [{ hole: '' }] : literalTemplate(schema, value))];
}

/** Names of branches, where more than one is a record, so that a plain object may not tell which is meant. */
function proposeTags(union: UnionSchema, { hasColon }: JsonCursor): Proposal[] {
  const records = union.branches.filter((branch) => dereference(branch)?.type === 'record');
  if (records.length < 2) return [];
  return records.map((branch) => {
    const tag = branchTag(branch);
    const template: Template = hasColon ? [JSON.stringify(tag)] : [`${JSON.stringify(tag)}: {`, { hole: '' }, '}'];
    return { label: tag, kind: 'record', template, detail: 'names the branch' };
  });
}

/** All values where they are few, else one that is made up. */
function proposeValues(schema: Schema, sample: SampleOptions): Proposal[] {
  const target = dereference(schema);
  if (target === undefined) return [];
  if (target.type !== 'union') return fewValues(target, sample).map((value) => toProposal(target, target, value));
  const nullFirst = [...target.branches.keys()].sort((a, b) => Number(isNull(target.branches[b])) - Number(isNull(target.branches[a])));
  return nullFirst.flatMap((index) =>
    (target.branches[index] === undefined ? [] : concrete(target.branches[index])).flatMap((branch) =>
      fewValues(branch, sample).map((value) => {
        const wrapped = nullableBranch(target) === undefined ? new UnionValue(index, value) : value;
        return toProposal(target, branch, wrapped);
      }),
    ),
  );
}

function isNull(branch: Schema | undefined): boolean {
  return branch !== undefined && dereference(branch)?.type === 'null';
}

function fewValues(schema: Concrete, sample: SampleOptions): Value[] {
  if (schema.type === 'enum') return schema.symbols.map(({ value }) => value);
  return schema.type === 'boolean' ? [true, false] : [sampleValue(schema, sample)];
}

/** @param schema by which the value is printed; `branch` is what it is */
function toProposal(schema: Schema, branch: Concrete, value: Value): Proposal {
  const isContainer = branch.type === 'record' || branch.type === 'map' || branch.type === 'array';
  const literal = valueToJson(schema, value);
  return {
    label: isContainer ? typeText(branch) : short(literal.replace(/^"(.*)"$/, '$1')),
    kind: isContainer ? 'template' : branch.type === 'enum' ? 'enum' : 'value',
    template: isContainer ? [deep(valueToJson(schema, value, { indent: 2 }))] : [literal],
    detail: isContainer ? 'made up' : typeText(branch),
  };
}

/** A value as a template: what is short is to be typed over. */
function literalTemplate(schema: Schema, value: Value): Template {
  const literal = valueToJson(schema, value);
  if (literal.startsWith('"')) return ['"', { hole: literal.slice(1, -1) }, '"'];
  return /^[[{]/.test(literal) ? [deep(valueToJson(schema, value, { indent: 2 }))] : [{ hole: literal }];
}

/** JSON with 2 spaces a level, with tabs: editors make of these what they indent by. */
function deep(json: string): string {
  return json.replace(/\n( *)/g, (_, spaces: string) => `\n${'\t'.repeat(spaces.length / 2)}`);
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
