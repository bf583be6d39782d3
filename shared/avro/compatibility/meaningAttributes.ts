import type { JsonNode } from '../json.ts';
import { jsonToText } from '../jsonText.ts';
import { isSameJson } from '../sameDefinition.ts';
import type { Field, NamedSchema, Schema } from '../schema.ts';
import { isField } from '../schemaTree.ts';
import type { MeaningRun, Where } from './meaningWalk.ts';
import { tell } from './meaningWalk.ts';
import { quoted } from './sentences.ts';

export function compareDocs(left: string | undefined, right: string | undefined, { path, subject }: Where, run: MeaningRun): void {
  if (left === right) return;
  const what = left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
  tell(run, 'changed', 'docChanged', path, `The doc of ${subject} was ${what}.`);
}

/** Aliases are a set: their order means nothing. */
export function compareAliases(left: Field | NamedSchema, right: Field | NamedSchema, { path, subject }: Where, run: MeaningRun): void {
  const [was, is] = [left, right].map(({ aliases }) => new Set(aliases.map(({ value }) => value)));
  for (const alias of is ?? []) {
    if (was?.has(alias) === false) tell(run, 'added', 'aliasAdded', path, `${capitalized(subject)} got the alias ${quoted(alias)}.`);
  }
  for (const alias of was ?? []) {
    if (is?.has(alias) === false) tell(run, 'removed', 'aliasRemoved', path, `${capitalized(subject)} lost the alias ${quoted(alias)}.`);
  }
}

const ofTypes = ['type', 'name', 'namespace', 'doc', 'aliases', 'fields', 'symbols', 'size', 'items', 'values'];
const ofFields = ['name', 'type', 'doc', 'default', 'order', 'aliases'];
const ofLogicalTypes = ['logicalType', 'precision', 'scale'];

/** Attributes that Avro gives no meaning to, which code that reads the schema may. */
export function compareAttributes(left: Schema | Field, right: Schema | Field, { path, subject }: Where, run: MeaningRun): void {
  const skipped = new Set([...skippedOf(left), ...skippedOf(right)]);
  const [was, is] = [propertiesOf(left.json, skipped), propertiesOf(right.json, skipped)];
  for (const name of new Set([...is.keys(), ...was.keys()])) {
    const [before, after] = [was.get(name), is.get(name)];
    const of = `attribute ${quoted(name)} of ${subject}`;
    if (before === undefined && after !== undefined) tell(run, 'added', 'attributeChanged', path, `The ${of} was added: ${short(after)}.`);
    else if (before !== undefined && after === undefined) tell(run, 'removed', 'attributeChanged', path, `The ${of} was removed.`);
    else if (before !== undefined && after !== undefined && !isSameJson(before, after)) {
      tell(run, 'changed', 'attributeChanged', path, `The ${of} was changed from ${short(before)} to ${short(after)}.`);
    }
  }
}

function skippedOf(part: Schema | Field): readonly string[] {
  if (isField(part)) return ofFields;
  const own = part.type === 'enum' ? [...ofTypes, 'default'] : ofTypes;
  return part.logicalType === undefined ? own : [...own, ...ofLogicalTypes];
}

/** Of a repeated property the last one counts. */
function propertiesOf(json: JsonNode, skipped: ReadonlySet<string>): ReadonlyMap<string, JsonNode> {
  if (json.kind !== 'object') return new Map();
  const entries = json.properties.flatMap(({ name, value }) =>
    value === undefined || skipped.has(name.value) ? [] : [[name.value, value] as const],
  );
  return new Map(entries);
}

/** A value in a sentence; of a long one the beginning. */
export function short(node: JsonNode): string {
  const text = jsonToText(node);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** At the beginning of a sentence. */
export function capitalized(subject: string): string {
  return /^(?:an?|the) /.test(subject) ? `${subject.slice(0, 1).toUpperCase()}${subject.slice(1)}` : subject;
}
