import { closestWord } from '../closestWord.ts';
import type { JsonNode, JsonObject, JsonProperty } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import type { Fix } from '../schema.ts';
import { fix, titleWord } from './fix.ts';
import { insertProperty, renameProperty } from './jsonEdits.ts';

export interface WantedAttribute {
  readonly name: string;
  /** JSON text to begin with. */
  readonly value: string;
  /** The kinds of value that it can have. */
  readonly kinds: readonly JsonNode['kind'][];
  /** It stands behind the last of these; at the end where nothing is said. */
  readonly after?: readonly string[];
  /** Another attribute that is taken for it. */
  readonly confusedWith?: string;
}

/** What can be done about an attribute that is missing: to give its name to one that is misspelt, or to put it in. */
export function addAttribute(text: string, json: JsonObject, wanted: WantedAttribute): Fix[] {
  const { name, value, after } = wanted;
  const misspelt = findMisspelt(json, wanted);
  return [
    ...(misspelt === undefined
      ? []
      : fix(`Rename ${titleWord(misspelt.name.value)} to "${name}"`, renameProperty(misspelt, name), { isPreferred: true })),
    ...fix(`Add "${name}"`, insertProperty(text, json, name, value, after === undefined ? {} : { after })),
  ];
}

function findMisspelt(json: JsonObject, { name, kinds, confusedWith }: WantedAttribute): JsonProperty | undefined {
  const confused = confusedWith === undefined ? undefined : findProperty(json, confusedWith);
  if (confused?.value !== undefined && kinds.includes(confused.value.kind)) return confused;
  const candidates = json.properties.filter(
    (property) => property.value !== undefined && kinds.includes(property.value.kind) && !known.has(property.name.value),
  );
  const closest = closestWord(
    name,
    candidates.map((property) => property.name.value),
    2,
  );
  return candidates.find((property) => property.name.value === closest);
}

/** What means something by itself is not misspelt. */
const known: ReadonlySet<string> = new Set([
  ...['type', 'name', 'namespace', 'doc', 'aliases', 'default', 'order', 'logicalType', 'precision', 'scale'],
  ...['fields', 'symbols', 'size', 'items', 'values'],
]);

/** The kinds of JSON that a schema can be. */
export const schemaKinds: readonly JsonNode['kind'][] = ['string', 'object', 'array'];
