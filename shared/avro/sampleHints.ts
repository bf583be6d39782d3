import type { JsonNode, JsonObject } from './json.ts';
import { findValue } from './jsonTree.ts';

/** What a schema or a doc says of the values that are to be made up. */
export interface SampleHints {
  /** The values themselves, in our JSON or in Avro's. */
  readonly options?: readonly JsonNode[] | undefined;
  /** Texts that values look like. */
  readonly examples?: readonly string[] | undefined;
  readonly range?: SampleRange | undefined;
  readonly length?: { readonly min: number; readonly max: number } | undefined;
  readonly regex?: string | undefined;
  readonly kind?: TextKind | undefined;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly iteration?: JsonObject | undefined;
  /** How often a boolean is true, from 0 to 1. */
  readonly odds?: number | undefined;
  /** Index of a union's branch. */
  readonly position?: number | undefined;
  /** How often each branch of a union is taken, by its index. */
  readonly distribution?: ReadonlyMap<number, number> | undefined;
  /** Of a map. */
  readonly keys?: SampleHints | undefined;
  /** What a number counts since 1970. */
  readonly epoch?: 'days' | 'seconds' | 'millis' | 'micros' | 'nanos' | undefined;
  /** Money in its smallest coin. */
  readonly isMinor?: boolean | undefined;
}

/** Kinds of text that names, docs and schemas can ask for. */
export type TextKind =
  | ('uuid' | 'email' | 'person' | 'phone' | 'url' | 'ip' | 'ip6' | 'country' | 'country3' | 'currency' | 'language' | 'locale')
  | ('timezone' | 'iban' | 'bic' | 'hash' | 'base64' | 'version' | 'mime' | 'moment' | 'date');

/** Numbers as they are written. */
export interface SampleRange {
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly isMaxIncluded: boolean;
  /** Whether the schema says so for samples, and not a doc for people. */
  readonly isMeant: boolean;
}

const maxOptions = 1000;

/**
 * The hints in `arg.properties` of a schema or a field; what is unknown or of another kind is not there.
 *
 * @see the README of Confluent's avro-random-generator, "Schema annotations"
 */
export function readHints(json: JsonNode): SampleHints {
  const properties = json.kind === 'object' ? findValue(json, 'arg.properties') : undefined;
  return properties?.kind === 'object' ? toHints(properties) : {};
}

function toHints(json: JsonObject): SampleHints {
  const hints: { -readonly [name in keyof SampleHints]: SampleHints[name] } = {};
  for (const { name, value } of json.properties) {
    switch (name.value) {
      case 'options':
        if (value?.kind === 'array' && value.items.length > 0) hints.options = value.items.slice(0, maxOptions);
        break;
      case 'range':
        if (value?.kind === 'object') {
          hints.range = { min: numberText(value, 'min'), max: numberText(value, 'max'), isMaxIncluded: false, isMeant: true };
        }
        break;
      case 'length':
        hints.length = toLength(value) ?? hints.length;
        break;
      case 'iteration':
        if (value?.kind === 'object') hints.iteration = value;
        break;
      case 'keys':
        if (value?.kind === 'object') hints.keys = { ...toHints(value), keys: undefined };
        break;
      case 'distribution':
        if (value?.kind === 'object') hints.distribution = toDistribution(value);
        break;
      case 'regex':
      case 'prefix':
      case 'suffix':
        // Avro writes no half of a surrogate pair.
        if (value?.kind === 'string' && !/\p{Surrogate}/u.test(value.value)) hints[name.value] = value.value.slice(0, 1001);
        break;
      case 'kind':
        if (value?.kind === 'string') hints.kind = kinds.get(value.value);
        break;
      case 'odds':
      case 'position': {
        const number = toNumber(value);
        if (number !== undefined) hints[name.value] = number;
      }
    }
  }
  return hints;
}

const kinds: ReadonlyMap<string, TextKind> = new Map([
  ['uuid', 'uuid'],
  ['email', 'email'],
  ['name', 'person'],
]);

export function toNumber(node: JsonNode | undefined): number | undefined {
  const number = node?.kind === 'number' ? Number(node.text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function numberText(json: JsonObject, name: string): string | undefined {
  const node = findValue(json, name);
  return node?.kind === 'number' ? node.text : undefined;
}

function toLength(node: JsonNode | undefined): SampleHints['length'] {
  const whole = (each: JsonNode | undefined): number | undefined => {
    const number = toNumber(each);
    return number === undefined || number < 0 ? undefined : Math.floor(number);
  };
  if (node?.kind !== 'object') {
    const exact = whole(node);
    return exact === undefined ? undefined : { min: exact, max: exact + 1 };
  }
  const min = whole(findValue(node, 'min'));
  const max = whole(findValue(node, 'max'));
  if ((min === undefined && max === undefined) || (max !== undefined && max <= (min ?? 0))) return undefined;
  return { min: min ?? 0, max: max ?? (min ?? 0) + 8 };
}

function toDistribution({ properties }: JsonObject): ReadonlyMap<number, number> {
  return new Map(
    properties.flatMap(({ name, value }) => {
      const weight = toNumber(value);
      return /^\d{1,6}$/.test(name.value) && weight !== undefined && weight >= 0 ? [[Number(name.value), weight] as const] : [];
    }),
  );
}
