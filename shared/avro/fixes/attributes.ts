import type { JsonNode, JsonObject, JsonProperty } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import { findMisspelt } from '../misspelt.ts';
import type { SpellingOwner } from '../misspelt.ts';
import type { Fix } from '../schema.ts';
import { fix, titleWord } from './fix.ts';
import { insertProperty, renameProperty } from './jsonEdits.ts';

export interface WantedAttribute {
  /** What the object is. */
  readonly owner: SpellingOwner;
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
  const misspelt = findMeant(json, wanted);
  return [
    ...(misspelt === undefined
      ? []
      : fix(`Rename ${titleWord(misspelt.name.value)} to "${name}"`, renameProperty(misspelt, name), { isPreferred: true })),
    ...fix(`Add "${name}"`, insertProperty(text, json, name, value, after === undefined ? {} : { after })),
  ];
}

function findMeant(json: JsonObject, { owner, name, kinds, confusedWith }: WantedAttribute): JsonProperty | undefined {
  const confused = confusedWith === undefined ? undefined : findProperty(json, confusedWith);
  if (confused?.value !== undefined && kinds.includes(confused.value.kind)) return confused;
  return findMisspelt(json, owner).find(({ attribute }) => attribute === name)?.property;
}

/** The kinds of JSON that a schema can be. */
export const schemaKinds: readonly JsonNode['kind'][] = ['string', 'object', 'array'];
