import type { JsonNode, Span } from './json.ts';
import type { Schema } from './schema.ts';
import { branchTag } from './usable.ts';
import type { UsableSchema } from './usable.ts';
import { pathText } from './value.ts';
import type { PathStep, Value } from './value.ts';
import { logicalTypeText } from './typeText.ts';

/** What is wrong with a JSON text as a value of a schema. */
export interface ValueProblem {
  readonly code: ValueProblemCode;
  /** The smallest text that must change. */
  readonly span: Span;
  /** Where in the value, such as `lines[3].price`; empty for the whole. */
  readonly path: string;
  /** One sentence. */
  readonly message: string;
  /**
   * What a quick fix may offer: of `unknown-field` and `unknown-symbol` the name that is probably meant, of
   * `ambiguous-union` the tags of the branches that fit, of `not-an-integer` the number without its exponent, of
   * `missing-field` the field's name.
   */
  readonly suggestions?: readonly string[];
  /** Of `missing-field` the record's schema, of `ambiguous-union` the union. */
  readonly schema?: UsableSchema;
}

export type ValueProblemCode =
  | 'missing-field'
  | 'unknown-field'
  | 'wrong-type'
  | 'out-of-range'
  | 'not-an-integer'
  | 'decimal-scale'
  | 'decimal-precision'
  | 'bad-timestamp'
  | 'bytes-prefix'
  | 'fixed-size'
  | 'not-unicode'
  | 'ambiguous-union'
  | 'no-branch'
  | 'duplicate-key'
  | 'unknown-symbol'
  | 'missing-value'
  | 'too-deep';

/** Stands in for the value of what does not fit. */
export const refused = Symbol('refused');
export type Refused = typeof refused;

/** One reading of a JSON tree, as far as it has come. */
export interface Reading {
  /** The steps to what is being read. */
  readonly path: PathStep[];
  /** Undefined where it is only asked whether the JSON fits: then messages are not even made. */
  readonly problems: ValueProblem[] | undefined;
  /** How often something did not fit. */
  failures: number;
  /** How many records, arrays and maps are open. */
  depth: number;
  /** What is known of unions, since their branches ask about the same JSON again and again. */
  readonly known: KnownFits;
  /** What was read before the value around it, so that a large one can be read in steps; undefined where nothing is. */
  readonly done: Map<JsonNode, Value | Refused> | undefined;
}

/** By JSON value and schema: whether it fits, and which branch of a union it is. */
export interface KnownFits {
  readonly fits: Map<JsonNode, Map<Schema, boolean>>;
  readonly choices: Map<JsonNode, Map<Schema, BranchChoice>>;
}

/** The branch that a JSON value is of, and its JSON without the tag; or those that it fits, where that is not one. */
export type BranchChoice =
  { readonly branch: number; readonly json: JsonNode } | { readonly branch: undefined; readonly fitting: readonly number[] };

/** Begins a reading; without `problems` it only asks whether the JSON fits. */
export function newReading(
  problems: ValueProblem[] | undefined,
  known: KnownFits = { fits: new Map(), choices: new Map() },
  { inSteps = false }: { readonly inSteps?: boolean } = {},
): Reading {
  return { path: [], problems, failures: 0, depth: 0, known, done: inSteps ? new Map() : undefined };
}

/** Notes what does not fit. `message` is given what it is about, such as `"amount"` or `The value`. */
export function refuse(
  reading: Reading,
  code: ValueProblemCode,
  span: Span,
  message: (subject: string) => string,
  suggestions?: readonly string[],
  schema?: UsableSchema,
): Refused {
  reading.failures++;
  if (!isNoting(reading)) return refused;
  reading.problems.push({
    code,
    span,
    path: pathText(reading.path),
    message: message(subjectOf(reading.path)),
    ...(suggestions === undefined ? {} : { suggestions }),
    ...(schema === undefined ? {} : { schema }),
  });
  return refused;
}

/** More problems serve nobody: the text was written for another schema. */
export const maxValueProblems = 1000;

/** Whether a problem's words are still of use, so that it is worth the time to find them. */
export function isNoting(reading: Reading): reading is Reading & { readonly problems: ValueProblem[] } {
  return reading.problems !== undefined && reading.problems.length < maxValueProblems;
}

/** The innermost field with what follows it, such as `"tags[2]"`. */
function subjectOf(path: readonly PathStep[]): string {
  const field = path.findLastIndex((step) => typeof step === 'object' && 'field' in step);
  const text = pathText(path.slice(Math.max(field, 0)));
  return text === '' ? 'The value' : `"${text}"`;
}

/** Notes that the JSON is of another kind than the schema's values are. */
export function refuseKind(reading: Reading, schema: UsableSchema, json: JsonNode): Refused {
  return refuse(reading, 'wrong-type', json.span, (subject) => `${subject} is ${schemaPhrase(schema)}, not ${kindPhrase(json)}.`);
}

/** Such as `an enum (NEW, PAID, SHIPPED)` or `a decimal(9,2)`. */
export function schemaPhrase(schema: UsableSchema): string {
  if ('logicalType' in schema) return `a ${logicalTypeText(schema.logicalType)}`;
  switch (schema.type) {
    case 'null':
    case 'bytes':
      return schema.type;
    case 'enum':
      return `an enum (${cutList(schema.symbols.map(({ value }) => value))})`;
    case 'record':
      return `a record ${branchTag(schema)}`;
    case 'fixed':
      return `a fixed of ${schema.size ?? 0} bytes`;
    case 'union':
      return listText(schema.branches.map(branchTag), 'or');
    default:
      return `${/^[ai]/.test(schema.type) ? 'an' : 'a'} ${schema.type}`;
  }
}

/** So many symbols are enough to know which enum is meant. */
const maxListed = 10;

function cutList(words: readonly string[]): string {
  return words.length <= maxListed ? words.join(', ') : `${words.slice(0, maxListed).join(', ')}, …`;
}

/** Such as `null, int or string`. */
export function listText(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? 'nothing';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** Such as `a number`. */
export function kindPhrase(json: JsonNode): string {
  if (json.kind === 'null') return 'null';
  return `${/^[ao]/.test(json.kind) ? 'an' : 'a'} ${json.kind}`;
}

/** A literal as it is named in a message, not too long for one. */
export function literalText(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
