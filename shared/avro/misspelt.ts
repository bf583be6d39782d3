import { closestWord } from './closestWord.ts';
import { attributes, orders } from './editing/attributes.ts';
import type { AttributeOwner } from './editing/attributes.ts';
import type { JsonNode, JsonObject, JsonProperty } from './json.ts';
import { findProperty, findValue } from './jsonTree.ts';
import type { Finding } from './rules/rule.ts';
import { isField } from './schemaTree.ts';
import type { SchemaPart } from './schemaTree.ts';

/** What an object is, as far as its attributes differ. */
export type SpellingOwner = Exclude<AttributeOwner, 'protocol' | 'message'> | 'protocol' | 'message';

/** A property that was probably meant to be an attribute of Avro. */
export interface Misspelling {
  readonly property: JsonProperty;
  readonly attribute: string;
}

/** What the part's object is; undefined where there is none, or where nobody knows what it should be. */
export function spellingOwner(part: SchemaPart): SpellingOwner | undefined {
  if (isField(part)) return part.isParameter === true ? 'parameter' : 'field';
  switch (part.type) {
    case 'union':
    case 'reference':
      return undefined;
    case 'record':
    case 'enum':
    case 'fixed':
    case 'array':
    case 'map':
    case 'protocol':
    case 'message':
      return part.type;
    case 'invalid':
      return part.reason === 'untyped' ? 'untyped' : undefined;
    default:
      return 'primitive';
  }
}

/** Whether the part's object has any property that Avro does not know. */
export function mayBeMisspelt(part: SchemaPart): boolean {
  const owner = part.json.kind === 'object' ? spellingOwner(part) : undefined;
  if (owner === undefined || part.json.kind !== 'object') return false;
  const spellings = spellingsOf[owner];
  for (const { name } of part.json.properties) if (!spellings.has(name.value)) return true;
  return false;
}

/**
 * Finds properties that Avro does not know and whose names differ from one that it does know, and that is absent, by
 * nothing but a slip. Any other property that Avro does not know is legal, and people have many of their own: so the
 * value must be of the right kind, too.
 */
export function findMisspelt(json: JsonObject, owner: SpellingOwner): readonly Misspelling[] {
  const spellings = spellingsOf[owner];
  if (json.properties.every(({ name }) => spellings.has(name.value))) return none;
  const found: Misspelling[] = [];
  for (const property of json.properties) {
    if (spellings.has(property.name.value)) continue;
    for (const [attribute, { fits }] of spellings) {
      if (property.value !== undefined && !fits(property.value, json)) continue;
      if (!isSlip(property.name.value, attribute) || findProperty(json, attribute) !== undefined) continue;
      if (found.every((each) => each.attribute !== attribute)) found.push({ property, attribute });
      break;
    }
  }
  return found;
}

/** What is found about an attribute that is missing: told at the property that is probably meant to be it, where there is one. */
export function atMisspelling(finding: Finding, json: JsonObject, owner: SpellingOwner, attribute: string): Finding {
  const property = findMisspelt(json, owner).find((each) => each.attribute === attribute)?.property;
  if (property === undefined) return finding;
  const { name } = property;
  return { ...finding, span: name.span, message: `${finding.message.replace(/\.$/, '')}; "${name.value}" is probably meant to be it.` };
}

const none: readonly never[] = [];

interface Spelling {
  /** Whether a value may be one of the attribute. */
  readonly fits: (value: JsonNode, owner: JsonObject) => boolean;
}

type Kind = JsonNode['kind'];

function ofKind(...kinds: readonly Kind[]): Spelling {
  return { fits: ({ kind }) => kinds.includes(kind) };
}

const [text, list, number, schema] = [ofKind('string'), ofKind('array'), ofKind('number'), ofKind('string', 'object', 'array')];
const orderWords: ReadonlySet<string> = new Set(orders.map(({ name }) => name));
const ofDecimal: Spelling = { fits: ({ kind }, owner) => kind === 'number' && isDecimal(owner) };

const spellingsByName: Readonly<Record<string, Spelling>> = {
  type: schema,
  name: text,
  namespace: text,
  doc: text,
  aliases: list,
  fields: list,
  symbols: list,
  size: number,
  items: schema,
  values: schema,
  default: { fits: () => true },
  order: { fits: (value) => value.kind === 'string' && orderWords.has(value.value.toLowerCase()) },
  logicalType: text,
  precision: ofDecimal,
  scale: ofDecimal,
  protocol: text,
  types: list,
  messages: ofKind('object'),
  request: list,
  response: schema,
  errors: list,
  'one-way': ofKind('boolean'),
};

const ofProtocols = {
  protocol: ['protocol', 'namespace', 'doc', 'types', 'messages'],
  message: ['doc', 'request', 'response', 'errors', 'one-way'],
} as const;

const spellingsOf: Readonly<Record<SpellingOwner, ReadonlyMap<string, Spelling>>> = {
  record: spellings(namesOf('record')),
  enum: spellings(namesOf('enum')),
  fixed: spellings(namesOf('fixed')),
  array: spellings(namesOf('array')),
  map: spellings(namesOf('map')),
  primitive: spellings(namesOf('primitive')),
  untyped: spellings(namesOf('untyped')),
  field: spellings(namesOf('field')),
  parameter: spellings(namesOf('parameter')),
  protocol: spellings(ofProtocols.protocol),
  message: spellings(ofProtocols.message),
};

function namesOf(owner: Exclude<SpellingOwner, 'protocol' | 'message'>): readonly string[] {
  return attributes[owner].map(({ name }) => name);
}

function spellings(names: readonly string[]): ReadonlyMap<string, Spelling> {
  return new Map(names.map((name) => [name, spellingsByName[name] ?? { fits: () => false }]));
}

function isDecimal(json: JsonObject): boolean {
  const logicalType = findValue(json, 'logicalType');
  return logicalType?.kind === 'string' && logicalType.value === 'decimal';
}

/** How many letters may differ: of a short word none but two that are swapped, since too many words are alike. */
function maxEdits(attribute: string): number {
  return attribute.length >= 8 ? 2 : 1;
}

function isSlip(word: string, attribute: string): boolean {
  if (plain(word) === plain(attribute)) return true;
  if (attribute === 'aliases' && word.toLowerCase() === 'alias') return true;
  if (attribute.length <= 3) return word.length === attribute.length && sortedLetters(word) === sortedLetters(attribute);
  return closestWord(word, [attribute], maxEdits(attribute)) !== undefined;
}

function sortedLetters(word: string): string {
  return word.split('').sort().join('');
}

/** Without regard to case, and to what stands between words. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}
