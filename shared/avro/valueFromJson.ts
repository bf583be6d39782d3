import { closestWord } from './closestWord.ts';
import { jsonToText } from './jsonText.ts';
import { defaultValue } from './defaultValue.ts';
import type { JsonArray, JsonNode, JsonObject, JsonProperty } from './json.ts';
import { unqualifiedName } from './names.ts';
import { readScalar, readText } from './scalarFromJson.ts';
import type { ArraySchema, Field, MapSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { chooseBranch } from './unionBranch.ts';
import { branchTag, fieldName, usable } from './usable.ts';
import { UnionValue, maxValueDepth, nullableBranch, setField } from './value.ts';
import type { MutableRecord, Value } from './value.ts';
import { isNoting, kindPhrase, listText, literalText, newReading, refuse, refuseKind, refused } from './valueReading.ts';
import type { KnownFits, Reading, Refused, ValueProblem } from './valueReading.ts';

export type { ValueProblem, ValueProblemCode } from './valueReading.ts';

export type ValueResult = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly ValueProblem[] };

/**
 * The value that a JSON text writes, as people write it in message documents: logical types as what they mean, unions
 * plain or tagged, fields with a default left out or not. Numbers keep all of their digits.
 *
 * @returns the value, or everything that is wrong (at most {@link maxValueProblems}), in the order of the text
 * @throws CodecError `codec/unusable-schema`
 */
export function valueFromJson(schema: Schema, json: JsonNode): ValueResult {
  const problems: ValueProblem[] = [];
  const reading = newReading(problems);
  const tooDeep = findTooDeep(json);
  const value = tooDeep === undefined ? read(reading, schema, json) : refuseDepth(reading, tooDeep);
  if (value !== refused && reading.failures === 0) return { ok: true, value };
  return { ok: false, problems: problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end) };
}

/** The JSON of the deepest value: tags make two levels of one. A tag may be around it, too. */
const maxJsonDepth = 2 * maxValueDepth + 1;

/** What is deeper than any value: it would take too much of the stack to find out what is wrong with it. */
function findTooDeep(root: JsonNode): JsonNode | undefined {
  const waiting = [{ json: root, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { json, depth } = next;
    if (json.kind !== 'object' && json.kind !== 'array') continue;
    if (depth > maxJsonDepth) return json;
    if (json.kind === 'array') for (const item of json.items) waiting.push({ json: item, depth: depth + 1 });
    else for (const { value } of json.properties) if (value !== undefined) waiting.push({ json: value, depth: depth + 1 });
  }
  return undefined;
}

/** Whether a JSON value fits a schema, found out once for each pair. */
export function fitsJson(known: KnownFits, schema: Schema, json: JsonNode): boolean {
  const ofJson = known.fits.get(json) ?? new Map<Schema, boolean>();
  known.fits.set(json, ofJson);
  const target = usable(schema);
  const found = ofJson.get(target);
  if (found !== undefined) return found;
  const attempt = newReading(undefined, known);
  read(attempt, target, json);
  const doesFit = attempt.failures === 0;
  ofJson.set(target, doesFit);
  return doesFit;
}

/**
 * The value; where parts of it do not fit that is noted, and the value is of no use. Few functions call one another from
 * one level to the next, since a level is to take little of the stack.
 */
function read(reading: Reading, schema: Schema, json: JsonNode): Value | Refused {
  const target = usable(schema);
  if (target.type === 'union') return readUnion(reading, target, json);
  if (target.type !== 'record' && target.type !== 'array' && target.type !== 'map') return readScalar(reading, target, json);
  if (json.kind !== (target.type === 'array' ? 'array' : 'object')) return refuseKind(reading, target, json);
  // Whether a branch fits is asked at one depth and used at another, so that only the reading itself counts.
  if (reading.depth >= maxValueDepth && reading.problems !== undefined) return refuseDepth(reading, json);
  reading.depth++;
  const value =
    target.type === 'array'
      ? readArray(reading, target, json as JsonArray)
      : target.type === 'map'
        ? readMap(reading, target, json as JsonObject)
        : readRecord(reading, target, json as JsonObject);
  reading.depth--;
  return value;
}

function refuseDepth(reading: Reading, { span }: JsonNode): Refused {
  const { start } = span;
  return refuse(reading, 'too-deep', { start, end: start + 1 }, (subject) => `${subject} nests deeper than ${maxValueDepth} levels.`);
}

function readArray(reading: Reading, schema: ArraySchema, json: JsonArray): Value {
  const items: Value[] = [];
  for (const [index, item] of json.items.entries()) {
    reading.path.push(index);
    const value = read(reading, schema.items, item);
    reading.path.pop();
    if (value !== refused) items.push(value);
  }
  return items;
}

function readMap(reading: Reading, schema: MapSchema, json: JsonObject): Value {
  const entries = new Map<string, Value>();
  for (const { name, value: node } of json.properties) {
    if (entries.has(name.value)) refuseDuplicate(reading, name);
    readText(reading, name.value, name);
    reading.path.push({ key: name.value });
    const value = node === undefined ? refuseNoValue(reading, name) : read(reading, schema.values, node);
    reading.path.pop();
    // Null stands in for what does not fit, so that a second one of this name is noticed.
    entries.set(name.value, value === refused ? null : value);
  }
  return entries;
}

function readRecord(reading: Reading, schema: RecordSchema, json: JsonObject): Value {
  const given = givenProperties(reading, json);
  const record: MutableRecord = {};
  for (const field of schema.fields) {
    const name = fieldName(field);
    const property = given.get(name);
    given.delete(name);
    if (property?.value === undefined) {
      const value = property === undefined ? readMissing(reading, schema, field, json) : refuseNoValue(reading, property.name);
      if (value !== refused) setField(record, name, value);
      continue;
    }
    reading.path.push({ field: name });
    const value = read(reading, field.schema, property.value);
    reading.path.pop();
    if (value !== refused) setField(record, name, value);
  }
  if (given.size > 0) refuseUnknown(reading, schema, json, given.values());
  return record;
}

function givenProperties(reading: Reading, json: JsonObject): Map<string, JsonProperty> {
  const given = new Map<string, JsonProperty>();
  for (const property of json.properties) {
    if (given.has(property.name.value)) refuseDuplicate(reading, property.name);
    given.set(property.name.value, property);
  }
  return given;
}

/** The default of a field that is not in the text. */
function readMissing(reading: Reading, schema: RecordSchema, field: Field, json: JsonObject): Value | Refused {
  const name = fieldName(field);
  const value = field.default === undefined ? undefined : defaultValue(field.schema, field.default);
  if (value !== undefined) return value;
  const record = unqualifiedName(branchTag(schema));
  const reason = field.default === undefined ? `${record} has no default for it` : `the default that ${record} has for it does not fit`;
  const { start } = json.span;
  return refuse(reading, 'missing-field', { start, end: start + 1 }, () => `"${name}" is missing; ${reason}.`, [name]);
}

function refuseDuplicate(reading: Reading, name: JsonProperty['name']): void {
  refuse(reading, 'duplicate-key', name.span, () => `"${literalText(name.value)}" is here twice.`);
}

function refuseNoValue(reading: Reading, name: JsonProperty['name']): Refused {
  return refuse(reading, 'missing-value', name.span, () => `"${literalText(name.value)}" has no value.`);
}

function refuseUnknown(reading: Reading, schema: RecordSchema, json: JsonObject, unknown: Iterable<JsonProperty>): void {
  const given = new Set(json.properties.map(({ name }) => name.value));
  const absent = schema.fields.map(fieldName).filter((field) => !given.has(field));
  const record = unqualifiedName(branchTag(schema));
  for (const { name } of unknown) {
    const closest = isNoting(reading) ? closestWord(name.value, absent) : undefined;
    const hint = closest === undefined ? '' : ` Did you mean "${closest}"?`;
    const message = `${record} has no field "${literalText(name.value)}".${hint}`;
    refuse(reading, 'unknown-field', name.span, () => message, closest === undefined ? [] : [closest]);
  }
}

function readUnion(reading: Reading, schema: UnionSchema, json: JsonNode): Value | Refused {
  const choice = chooseBranch(schema, json, reading.known, fitsJson);
  if (choice.branch === undefined) {
    return choice.fitting.length === 0 ? refuseBranches(reading, schema, json) : refuseAmbiguous(reading, schema, json, choice.fitting);
  }
  const branch = schema.branches[choice.branch];
  if (branch === undefined) throw new Error('The chosen branch does not exist.');
  if (reading.problems === undefined) {
    // Where it is only asked whether it fits, that may be known already, and a look at each level again would add up.
    if (!fitsJson(reading.known, branch, choice.json)) reading.failures++;
    return null;
  }
  const value = read(reading, branch, choice.json);
  if (value === refused || nullableBranch(schema) !== undefined) return value;
  return new UnionValue(choice.branch, value);
}

function refuseBranches(reading: Reading, schema: UnionSchema, json: JsonNode): Refused {
  const branches = listText(schema.branches.map(branchTag), 'or');
  return refuse(reading, 'no-branch', json.span, (subject) => {
    const found = json.kind === 'string' ? `"${literalText(json.value)}"` : kindPhrase(json);
    return `${subject} is ${branches}, not ${json.kind === 'string' ? `the string ${found}` : found}.`;
  });
}

function refuseAmbiguous(reading: Reading, schema: UnionSchema, json: JsonNode, fitting: readonly number[]): Refused {
  const tags = fitting.flatMap((index) => schema.branches[index] ?? []).map(branchTag);
  return refuse(
    reading,
    'ambiguous-union',
    json.span,
    () =>
      `This fits ${listText(tags, 'and')}. Name the branch: { ${JSON.stringify(tags.at(-1) ?? '')}: ${literalText(jsonToText(json))} }.`,
    tags,
  );
}
