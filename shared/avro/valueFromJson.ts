import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';
import { defaultValue } from './defaultValue.ts';
import type { JsonArray, JsonNode, JsonObject, JsonProperty } from './json.ts';
import { unqualifiedName } from './names.ts';
import { readScalar, readText } from './scalarFromJson.ts';
import type { ArraySchema, Field, MapSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { askedFits, chooseBranch } from './unionBranch.ts';
import { branchTag, fieldName, usable } from './usable.ts';
import type { UsableSchema } from './usable.ts';
import { UnionValue, maxValueDepth, nullableBranch, setField } from './value.ts';
import type { MutableRecord, PathStep, RecordValue, Value } from './value.ts';
import { newReading, refuse, refuseKind, refused } from './valueReading.ts';
import type { KnownFits, Reading, Refused, ValueProblem } from './valueReading.ts';
import { refuseAmbiguous, refuseBranches, refuseDuplicate, refuseNoValue, refuseUnknown } from './valueRefusals.ts';

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
  return runAtOnce(valueFromJsonSteps(schema, json, { inSteps: false }));
}

/** What {@link valueFromJson} does, in steps. */
export function* valueFromJsonSteps(schema: Schema, json: JsonNode, { inSteps = true } = {}): Steps<ValueResult> {
  const problems: ValueProblem[] = [];
  const reading = newReading(problems, undefined, { inSteps: inSteps && isLarge(json) });
  const tooDeep = yield* findTooDeep(json);
  if (tooDeep === undefined && reading.done !== undefined) yield* prepare(reading, schema, json);
  const value = tooDeep === undefined ? read(reading, schema, json) : refuseDepth(reading, tooDeep);
  if (value !== refused && reading.failures === 0) return { ok: true, value };
  return { ok: false, problems: problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end) };
}

/** The JSON of the deepest value: tags make two levels of one. A tag may be around it, too. */
const maxJsonDepth = 2 * maxValueDepth + 1;

/** What is deeper than any value: it would take too much of the stack to find out what is wrong with it. */
function* findTooDeep(root: JsonNode): Steps<JsonNode | undefined> {
  const waiting = [{ json: root, depth: 1 }];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++count % nodesInStep === 0) yield;
    const { json, depth } = next;
    if (json.kind !== 'object' && json.kind !== 'array') continue;
    if (depth > maxJsonDepth) return json;
    if (json.kind === 'array') for (const item of json.items) waiting.push({ json: item, depth: depth + 1 });
    else for (const { value } of json.properties) if (value !== undefined) waiting.push({ json: value, depth: depth + 1 });
  }
  return undefined;
}

/** So many are looked at in well under a millisecond. */
const nodesInStep = 4096;

/** Whether a JSON value fits a schema, found out once for each pair. */
export function fitsJson(known: KnownFits, schema: Schema, json: JsonNode): boolean {
  const ofJson = known.fits.get(json) ?? new Map<Schema, boolean>();
  known.fits.set(json, ofJson);
  const target = usable(schema);
  return ofJson.get(target) ?? noteFit(newReading(undefined, known), target, json);
}

function noteFit(attempt: Reading, target: UsableSchema, json: JsonNode): boolean {
  read(attempt, target, json);
  const doesFit = attempt.failures === 0;
  attempt.known.fits.get(json)?.set(target, doesFit);
  return doesFit;
}

/** Finds out in steps what {@link fitsJson} is going to be asked. */
function* prepareFit(known: KnownFits, schema: Schema, json: JsonNode): Steps<void> {
  const target = usable(schema);
  if (!isLarge(json) || known.fits.get(json)?.has(target) === true) return;
  const attempt = newReading(undefined, known, { inSteps: true });
  yield* prepare(attempt, target, json);
  known.fits.set(json, known.fits.get(json) ?? new Map<Schema, boolean>());
  noteFit(attempt, target, json);
}

/** So much text is read in well under a millisecond or two, whatever it holds. */
const charsInStep = 8192;

function isLarge({ span }: JsonNode): boolean {
  return span.end - span.start > charsInStep;
}

/** Reads a large value in steps and keeps it for {@link read}, which finds all that is large in it done. */
function* prepare(reading: Reading, schema: Schema, json: JsonNode): Steps<void> {
  if (!isLarge(json)) return;
  const target = usable(schema);
  if (target.type === 'union') return yield* prepareUnion(reading, target, json);
  const isOfKind = json.kind === (target.type === 'array' ? 'array' : 'object');
  if (!isOfKind || (target.type !== 'record' && target.type !== 'array' && target.type !== 'map')) return;
  if (reading.depth >= maxValueDepth && reading.problems !== undefined) return;
  reading.depth++;
  reading.done?.set(json, yield* readLarge(reading, target, json));
  reading.depth--;
}

function* readLarge(
  reading: Reading,
  schema: ArraySchema | MapSchema | RecordSchema,
  json: JsonArray | JsonObject,
): Steps<readonly Value[] | ReadonlyMap<string, Value> | RecordValue> {
  if (schema.type === 'array') {
    const { items } = json as JsonArray;
    const values: Value[] = [];
    const part = (index: number): LargePart => ({ step: index, schema: schema.items, json: items[index] });
    yield* inStretches(reading, items.length, part, (from, to) => readArray(reading, schema, json as JsonArray, values, from, to));
    return values;
  }
  const object = json as JsonObject;
  if (schema.type === 'map') {
    const entries = new Map<string, Value>();
    const part = (index: number): LargePart => {
      const { name, value } = object.properties[index] ?? {};
      return { step: { key: name?.value ?? '' }, schema: schema.values, json: value };
    };
    yield* inStretches(reading, object.properties.length, part, (from, to) => readMap(reading, schema, object, entries, from, to));
    return entries;
  }
  const given = givenProperties(reading, object);
  const record: MutableRecord = {};
  const part = (index: number): LargePart => {
    const field = schema.fields[index];
    const name = field === undefined ? '' : fieldName(field);
    return { step: { field: name }, schema: field?.schema ?? schema, json: given.get(name)?.value };
  };
  yield* inStretches(reading, schema.fields.length, part, (from, to) => readRecord(reading, schema, object, record, given, from, to));
  return record;
}

interface LargePart {
  readonly step: PathStep;
  readonly schema: Schema;
  readonly json: JsonNode | undefined;
}

/** Reads so many parts at a time as take little time together, each after what is large in it. */
function* inStretches(
  reading: Reading,
  count: number,
  partOf: (index: number) => LargePart,
  readStretch: (from: number, to: number) => void,
): Steps<void> {
  let [from, chars] = [0, 0];
  for (let index = 0; index < count; index++) {
    const { step, schema, json } = partOf(index);
    if (json !== undefined && isLarge(json)) {
      reading.path.push(step);
      yield* prepare(reading, schema, json);
      reading.path.pop();
      chars = charsInStep;
    } else chars += json === undefined ? charsOfNothing : json.span.end - json.span.start + charsOfNothing;
    if (chars < charsInStep && index < count - 1) continue;
    readStretch(from, index + 1);
    [from, chars] = [index + 1, 0];
    yield;
  }
  if (count === 0) readStretch(0, 0);
}

/** What a part costs that has no text of its own, in characters. */
const charsOfNothing = 8;

function* prepareUnion(reading: Reading, union: UnionSchema, json: JsonNode): Steps<void> {
  for (const asked of askedFits(union, json)) yield* prepareFit(reading.known, union.branches[asked.branch] ?? union, asked.json);
  const choice = chooseBranch(union, json, reading.known, fitsJson);
  const branch = choice.branch === undefined ? undefined : union.branches[choice.branch];
  if (choice.branch === undefined || branch === undefined) return;
  if (reading.problems === undefined) yield* prepareFit(reading.known, branch, choice.json);
  else yield* prepare(reading, branch, choice.json);
}

/**
 * The value; where parts of it do not fit that is noted, and the value is of no use. Few functions call one another from
 * one level to the next, since a level is to take little of the stack.
 */
function read(reading: Reading, schema: Schema, json: JsonNode): Value | Refused {
  const target = usable(schema);
  if (target.type === 'union') return readUnion(reading, target, json);
  if (target.type !== 'record' && target.type !== 'array' && target.type !== 'map') return readScalar(reading, target, json);
  const done = reading.done?.get(json);
  if (done !== undefined) return done;
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

/** The items from one index to another, added to those before. */
function readArray(
  reading: Reading,
  schema: ArraySchema,
  json: JsonArray,
  items: Value[] = [],
  from = 0,
  to = json.items.length,
): readonly Value[] {
  for (let index = from; index < to; index++) {
    const item = json.items[index];
    if (item === undefined) break;
    reading.path.push(index);
    const value = read(reading, schema.items, item);
    reading.path.pop();
    if (value !== refused) items.push(value);
  }
  return items;
}

function readMap(
  reading: Reading,
  schema: MapSchema,
  json: JsonObject,
  entries = new Map<string, Value>(),
  from = 0,
  to = json.properties.length,
): ReadonlyMap<string, Value> {
  for (let index = from; index < to; index++) {
    const property = json.properties[index];
    if (property === undefined) break;
    const { name, value: node } = property;
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

function readRecord(
  reading: Reading,
  schema: RecordSchema,
  json: JsonObject,
  record: MutableRecord = {},
  given = givenProperties(reading, json),
  from = 0,
  to = schema.fields.length,
): RecordValue {
  for (let index = from; index < to; index++) {
    const field = schema.fields[index];
    if (field === undefined) break;
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
  if (to === schema.fields.length && given.size > 0) refuseUnknown(reading, schema, json, given.values());
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
  return refuse(reading, 'missing-field', { start, end: start + 1 }, () => `"${name}" is missing; ${reason}.`, [name], schema);
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
