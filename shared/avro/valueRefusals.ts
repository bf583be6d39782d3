import { closestWord } from './closestWord.ts';
import type { JsonNode, JsonObject, JsonProperty } from './json.ts';
import { jsonToText } from './jsonText.ts';
import { unqualifiedName } from './names.ts';
import type { RecordSchema, UnionSchema } from './schema.ts';
import { branchTag, fieldName } from './usable.ts';
import { isNoting, kindPhrase, listText, literalText, refuse } from './valueReading.ts';
import type { Reading, Refused } from './valueReading.ts';

// What is said of JSON whose parts do not fit a schema.

/** Of two properties of one name the second. */
export function refuseDuplicate(reading: Reading, name: JsonProperty['name']): void {
  refuse(reading, 'duplicate-key', name.span, () => `"${literalText(name.value)}" is here twice.`);
}

/** A property that is half-typed. */
export function refuseNoValue(reading: Reading, name: JsonProperty['name']): Refused {
  return refuse(reading, 'missing-value', name.span, () => `"${literalText(name.value)}" has no value.`);
}

/** Properties that the record has no fields for. */
export function refuseUnknown(reading: Reading, schema: RecordSchema, json: JsonObject, unknown: Iterable<JsonProperty>): void {
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

/** A value that no branch fits. */
export function refuseBranches(reading: Reading, schema: UnionSchema, json: JsonNode): Refused {
  const branches = listText(schema.branches.map(branchTag), 'or');
  return refuse(reading, 'no-branch', json.span, (subject) => {
    const found = json.kind === 'string' ? `"${literalText(json.value)}"` : kindPhrase(json);
    return `${subject} is ${branches}, not ${json.kind === 'string' ? `the string ${found}` : found}.`;
  });
}

/** A value that several branches fit. */
export function refuseAmbiguous(reading: Reading, schema: UnionSchema, json: JsonNode, fitting: readonly number[]): Refused {
  const tags = fitting.flatMap((index) => schema.branches[index] ?? []).map(branchTag);
  return refuse(
    reading,
    'ambiguous-union',
    json.span,
    () =>
      `This fits ${listText(tags, 'and')}. Name the branch: { ${JSON.stringify(tags.at(-1) ?? '')}: ${literalText(jsonToText(json))} }.`,
    tags,
    schema,
  );
}
