import { defaultValue } from '../avro/defaultValue.ts';
import type { JsonContainer, JsonCursor } from '../avro/editing/jsonCursor.ts';
import type { Proposal, Template } from '../avro/editing/proposals.ts';
import type { JsonObject } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { parseJson } from '../avro/parseJson.ts';
import { sampleValue, type SampleOptions } from '../avro/sample.ts';
import { dereference, type Field, type RecordSchema, type Schema, type UnionSchema } from '../avro/schema.ts';
import { typeText } from '../avro/typeText.ts';
import { chooseBranch } from '../avro/unionBranch.ts';
import { branchTag } from '../avro/usable.ts';
import type { RecordValue } from '../avro/value.ts';
import { fitsJson } from '../avro/valueFromJson.ts';
import { newReading } from '../avro/valueReading.ts';
import { valueToJson } from '../avro/valueToJson.ts';
import { escapeMarkdown } from '../markdown.ts';
import { fieldTemplate, proposeLiterals, short, unquoted, type Concrete } from './literalProposals.ts';

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
  let candidates: readonly Candidate[] = [{ schema }];
  for (const [index, container] of containers.entries()) {
    const next = containers[index + 1];
    const inside = candidates.flatMap((each) => concrete(each.schema));
    if (container.kind === 'array') {
      candidates = inside.flatMap((each) => (each.type === 'array' ? [{ schema: each.items }] : []));
      continue;
    }
    if (next === undefined && cursor.slot === 'name') {
      return proposeNames(
        candidates.map((each) => each.schema),
        { inside, container, cursor },
        sample,
      );
    }
    const name = (next === undefined ? cursor.property : container.properties.find(({ value }) => value === next))?.name.value;
    if (name === undefined) return [];
    const unions = unionsOf(candidates.map((each) => each.schema));
    const tagged = unions.flatMap((union) => branchOf(union, name)).map((branch) => ({ schema: branch }));
    candidates = [...inside.flatMap((each) => candidatesOf(each, name)), ...tagged];
  }
  return candidates.flatMap((each) => proposeValues(each.schema, each.field, sample));
}

/** What a value may be of, and the field whose value it is. */
interface Candidate {
  readonly schema: Schema;
  readonly field?: Field;
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
function candidatesOf(schema: Concrete, name: string): Candidate[] {
  if (schema.type === 'map') return [{ schema: schema.values }];
  if (schema.type !== 'record') return [];
  return schema.fields.filter((field) => field.name?.value === name).map((field) => ({ schema: field.schema, field }));
}

/** The branch that a tag names. */
function branchOf({ branches }: UnionSchema, tag: string): Schema[] {
  return branches.filter((branch) => branchTag(branch) === tag);
}

function proposeNames(
  candidates: readonly Schema[],
  { inside, container, cursor }: { readonly inside: readonly Concrete[]; readonly container: JsonObject; readonly cursor: JsonCursor },
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
      detail: `${typeDetail(field.schema)}, ${field.default === undefined ? 'required' : `default ${short(jsonToText(field.default))}`}`,
      ...(field.doc === undefined ? {} : { meaning: escapeMarkdown(field.doc) }),
      isToBeContinued: hasFew(field.schema),
    };
  });
  if (required.length < 2 || cursor.hasColon) return proposals;
  const all = required.flatMap((field, index) => [...(index > 0 ? [',\n'] : []), ...fieldTemplate(field, values)]);
  return [...proposals, { label: 'Insert all required fields', kind: 'template', template: all }];
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

/** Whether all values, or kinds of them, are proposed. */
function hasFew(schema: Schema): boolean {
  const type = dereference(schema)?.type;
  return type === 'enum' || type === 'boolean' || type === 'union';
}

/** A union as its schema has it, such as `["null","string"]`; any other type in a few words. */
export function typeDetail(schema: Schema): string {
  const target = dereference(schema);
  if (target?.type !== 'union') return typeText(schema);
  return short(`[${target.branches.map((branch) => JSON.stringify(typeText(branch))).join(',')}]`);
}

/** Null first, then the branches of a union by their order; tagged where plain does not tell the branch. */
function proposeValues(schema: Schema, field: Field | undefined, sample: SampleOptions): Proposal[] {
  const target = dereference(schema);
  if (target === undefined) return [];
  const proposals = target.type === 'union' ? proposeBranches(target, sample) : proposeLiterals(target, sample);
  const preset = field === undefined ? undefined : defaultLiteral(field);
  if (preset === undefined) return proposals;
  const same = proposals.find(({ template }) => template.length === 1 && template[0] === preset);
  if (same === undefined) return [{ label: short(unquoted(preset)), kind: 'value', template: [preset], detail: 'default' }, ...proposals];
  return proposals.map((each) => (each === same ? { ...each, detail: `${each.detail ?? ''}, default` } : each));
}

/** As a message has it; undefined where there is none that fits. */
function defaultLiteral({ schema, default: json }: Field): string | undefined {
  const value = json === undefined ? undefined : defaultValue(schema, json);
  return value === undefined ? undefined : valueToJson(schema, value);
}

function proposeBranches(union: UnionSchema, sample: SampleOptions): Proposal[] {
  const indexes = [...union.branches.keys()];
  const isNull = (index: number): boolean => union.branches[index]?.type === 'null';
  return [...indexes.filter(isNull), ...indexes.filter((index) => !isNull(index))].flatMap((index) => {
    const branch = union.branches[index];
    if (branch === undefined) return [];
    return concrete(branch).flatMap((each) => proposeLiterals(each, sample).map((proposal) => asBranch(union, index, proposal)));
  });
}

/** The literal with its branch named, where it would not be read as one of this branch. */
function asBranch(union: UnionSchema, index: number, proposal: Proposal): Proposal {
  const text = proposal.template.map((piece) => (typeof piece === 'string' ? piece : piece.hole)).join('');
  const { root } = parseJson(text);
  const branch = union.branches[index];
  if (root === undefined || branch === undefined) return proposal;
  const choice = chooseBranch(union, root, newReading(undefined).known, fitsJson);
  if (choice.branch === index && choice.json === root) return proposal;
  return { ...proposal, template: [`{ ${JSON.stringify(branchTag(branch))}: `, ...proposal.template, ' }'] };
}
