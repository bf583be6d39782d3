import type { JsonNode, JsonNumber, JsonObject } from './json.ts';
import { closestWord } from './closestWord.ts';
import { changeTo } from './fixes/fix.ts';
import { typeText } from './typeText.ts';
import type { Finding } from './rules/rule.ts';
import type {
  EnumSchema,
  Field,
  FixedSchema,
  NamedSchema,
  NameReference,
  PrimitiveSchema,
  RecordSchema,
  Schema,
  UnionSchema,
} from './schema.ts';

export interface DefaultOptions {
  /** Whether a reference's target was not known yet when Java's parser came to the default. */
  readonly isForward: (reference: NameReference) => boolean;
  /** Whether Java's parser cannot look into a record when it checks the default for the last time. */
  readonly isUnfinished: (record: RecordSchema) => boolean;
  /** Whether a reference's target is of another text, all of which is known and finished. */
  readonly isElsewhere: (target: NamedSchema) => boolean;
  /** Whether a text must also be what readers can make something of: a symbol of its enum, bytes, as many as a fixed has. */
  readonly isUsable?: boolean;
}

/**
 * Finds all places where the default of a field does not fit its schema, as deep as it goes, by the rules of Java's Avro 1.12: a
 * union's default may be of any branch, bytes, fixed and enum take any string, and the text of a number is good for a
 * float or double that is the field's own type, but for a message's parameter.
 *
 * Java checks twice: when it parses, with a record without fields in place of whatever is defined behind, and when all
 * is known. Both must pass.
 *
 * @returns nothing where it fits, where there is none, and where the schema itself is broken
 * @see Avro 1.12, "Complex Types", "Records"
 */
export function findDefaultMismatches(field: Field, options: DefaultOptions): readonly Finding[] {
  const found = findDefaultMismatch(field, options);
  return found === undefined
    ? []
    : [found, ...(found.others ?? [])].map(({ span, message, fixes }) => ({ span, message, ...(fixes && { fixes }) }));
}

/** Whether the default of a field fits its schema, as {@link findDefaultMismatches} has it. */
export function isDefaultFitting(field: Field, options: DefaultOptions): boolean {
  return findDefaultMismatch(field, options) === undefined;
}

function findDefaultMismatch(field: Field, options: DefaultOptions): Mismatch | undefined {
  const { schema, default: value, isParameter } = field;
  if (value === undefined) return undefined;
  if (value.kind === 'string' && isParameter !== true && (schema.type === 'float' || schema.type === 'double')) {
    return isJavaDouble(value.value) ? undefined : mismatch(value, `${show(value)} is not ${phrase(schema)}.`);
  }
  const context: Context = { ...options, isParsing: false, known: new Map(), forward: false, elsewhere: false, depth: 0 };
  const found = findMismatch(schema, value, context);
  if (found !== undefined || !context.forward) return found;
  return findMismatch(schema, value, { ...context, isParsing: true, known: new Map() });
}

interface Context extends DefaultOptions {
  /** Whether this is the first of Java's two checks. */
  readonly isParsing: boolean;
  /** What has been found out, since the branches of recursive unions would ask again and again. */
  readonly known: Map<JsonNode, Map<RecordSchema, Mismatch | undefined>>;
  /** Whether a forward reference has been met. */
  forward: boolean;
  /** Whether a reference to another text has been followed. */
  elsewhere: boolean;
  depth: number;
}

/**
 * Deeper than this nothing is looked at, since the stack would not last: a value's depth counts more than once where
 * references and unions are on the way, and unions in unions, which are wrong anyway, could multiply it.
 */
const maxDepth = 1200;

/** A fatal one stops Java's check altogether, so that no other branch of a union is tried. */
type Mismatch = Finding & {
  readonly isFatal?: true;
  /** Whether the value is of the right kind at least. */
  readonly isNear?: true;
  /** What else does not fit in the same array, map or record. */
  readonly others?: readonly Mismatch[];
};

function findMismatch(schema: Schema, value: JsonNode, context: Context): Mismatch | undefined {
  if (context.depth >= maxDepth) return undefined;
  context.depth++;
  const found = findMismatchHere(schema, value, context);
  context.depth--;
  return found;
}

function findMismatchHere(schema: Schema, value: JsonNode, context: Context): Mismatch | undefined {
  switch (schema.type) {
    case 'int':
      return findIntegerMismatch(schema, value, 31n);
    case 'long':
      return findIntegerMismatch(schema, value, 63n);
    case 'float':
    case 'double':
      return expectKind(schema, value, 'number');
    case 'null':
    case 'boolean':
      return expectKind(schema, value, schema.type);
    case 'string':
      return expectKind(schema, value, 'string');
    case 'bytes':
    case 'enum':
    case 'fixed':
      return expectKind(schema, value, 'string') ?? (context.isUsable === true ? findUnusableText(schema, value) : undefined);
    case 'array':
      if (value.kind !== 'array') return expectKind(schema, value, 'array');
      return findAll(value.items, (item) => findMismatch(schema.items, item, context));
    case 'map':
      if (value.kind !== 'object') return expectKind(schema, value, 'object');
      return findAll(value.properties, (property) => property.value && findMismatch(schema.values, property.value, context));
    case 'record':
      return findRecordMismatch(schema, value, context);
    case 'union':
      return findUnionMismatch(schema, value, context);
    case 'reference':
      return findReferenceMismatch(schema, value, context);
    case 'invalid':
      return undefined;
  }
}

function findIntegerMismatch(schema: PrimitiveSchema, value: JsonNode, bits: bigint): Mismatch | undefined {
  if (value.kind !== 'number' || !/^-?\d+$/.test(value.text)) return mismatch(value, `${show(value)} is not ${phrase(schema)}.`);
  const limit = 1n << bits;
  const isInRange = isShort(value) || (BigInt(value.text) >= -limit && BigInt(value.text) < limit);
  return isInRange ? undefined : mismatch(value, `${show(value)} is out of the range of ${schema.type}, ${-limit} to ${limit - 1n}.`);
}

/** So few digits fit into anything, and need no bigint. */
function isShort(value: JsonNumber): boolean {
  return value.text.length < 10;
}

function expectKind(schema: Schema, value: JsonNode, kind: JsonNode['kind']): Mismatch | undefined {
  return value.kind === kind ? undefined : mismatch(value, `${show(value)} is not ${phrase(schema)}.`);
}

/** Why no reader could use a text that Java's Avro takes as it stands. */
function findUnusableText(schema: PrimitiveSchema | EnumSchema | FixedSchema, value: JsonNode): Mismatch | undefined {
  if (value.kind !== 'string') return undefined;
  if (schema.type === 'enum') {
    const symbols = schema.symbols.map((symbol) => symbol.value);
    if (symbols.includes(value.value)) return undefined;
    const closest = closestWord(value.value, symbols);
    const suggestion = closest === undefined ? '' : ` Did you mean "${closest}"?`;
    const found = near(value, `${show(value)} is not a symbol of ${shortText(schema)}.${suggestion}`);
    return closest === undefined ? found : { ...found, fixes: () => changeTo(value, [closest]) };
  }
  if (/[\u0100-\uffff]/.test(value.value))
    return near(value, `${show(value)} holds a character above U+00FF, which stands for no byte, as each one of a default of bytes does.`);
  if (schema.type !== 'fixed' || schema.size === undefined || schema.size === value.value.length) return undefined;
  const count = value.value.length;
  return near(value, `A default of ${shortText(schema)} stands for ${schema.size} ${plural('byte', schema.size)}, this one for ${count}.`);
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}

function near(value: JsonNode, message: string): Mismatch {
  return { ...mismatch(value, message), isNear: true };
}

function findRecordMismatch(schema: RecordSchema, value: JsonNode, context: Context): Mismatch | undefined {
  if (value.kind !== 'object') return expectKind(schema, value, 'object');
  if (!context.isParsing && !context.elsewhere && context.isUnfinished(schema)) {
    const name = shortText(schema);
    return { ...mismatch(value, `A default of type ${name} may not stand in what ${name} itself is made of.`), isFatal: true };
  }
  const known = context.known.get(value) ?? new Map<RecordSchema, Mismatch | undefined>();
  if (known.has(schema)) return known.get(schema);
  context.known.set(value, known);
  const given = new Map(value.properties.map((property) => [property.name.value, property.value]));
  const missing: string[] = [];
  const found = findAll(schema.fields, ({ name, schema: type, default: own }) => {
    if (name === undefined) return undefined;
    const item = given.get(name.value);
    if (item !== undefined) return findMismatch(type, item, context);
    // A field's own default need not be looked at where it fills in: it is checked where it stands.
    if (own === undefined) missing.push(`"${name.value}"`);
    return undefined;
  });
  const whole = findMissing(schema, value, missing);
  const both = whole === undefined || found?.isFatal === true ? found : joined([whole, ...(found === undefined ? [] : [found])]);
  known.set(schema, both);
  return both;
}

/** The names, in quotes, of fields that a default must give and does not. */
function findMissing(record: RecordSchema, value: JsonObject, missing: readonly string[]): Mismatch | undefined {
  const [first, ...others] = missing;
  if (first === undefined) return undefined;
  const owner = shortText(record);
  if (others.length === 0) return mismatch(value, `${first} is missing here: it is a field of ${owner} and has no default.`);
  const names =
    missing.length > 4
      ? `${missing.slice(0, 3).join(', ')} and ${missing.length - 3} more`
      : [missing.slice(0, -1).join(', '), missing.at(-1)].join(' and ');
  return mismatch(value, `${names} are missing here: they are fields of ${owner} and have no default.`);
}

function findUnionMismatch(union: UnionSchema, value: JsonNode, context: Context): Mismatch | undefined {
  const found: Mismatch[] = [];
  for (const branch of union.branches) {
    const finding = findMismatch(branch, value, context);
    if (finding === undefined || finding.isFatal === true) return finding;
    found.push(finding);
  }
  // Where one branch alone is of the value's kind, that one is meant.
  const isMeant = ({ span, isNear }: Mismatch): boolean => span !== value.span || isNear === true;
  const [deeper, ...others] = found.filter((each) => isMeant(each) || each.others?.some(isMeant) === true);
  if (deeper !== undefined && others.length === 0) return deeper;
  if (union.branches.length === 0) return mismatch(value, 'An empty union takes no default.');
  return mismatch(value, `${show(value)} fits no branch of ${shortText(union)}.`);
}

function findReferenceMismatch(reference: NameReference, value: JsonNode, context: Context): Mismatch | undefined {
  const { target } = reference;
  if (target === undefined) return undefined;
  if (!context.elsewhere && context.isForward(reference)) {
    context.forward = true;
    if (context.isParsing) {
      if (value.kind === 'object') return undefined;
      return mismatch(value, `A default of type ${shortText(reference)} may not stand before the end of that type's definition.`);
    }
  }
  const outer = context.elsewhere;
  context.elsewhere ||= context.isElsewhere(target);
  const found = findMismatch(target, value, context);
  context.elsewhere = outer;
  return found;
}

/** All that does not fit, a fatal one alone. */
function findAll<T>(items: readonly T[], find: (item: T) => Mismatch | undefined): Mismatch | undefined {
  const all: Mismatch[] = [];
  for (const item of items) {
    const found = find(item);
    if (found?.isFatal === true) return found;
    if (found !== undefined && all.length < maxMismatches) all.push(found);
  }
  return joined(all);
}

/** More of one default nobody reads. */
const maxMismatches = 100;

function joined([first, ...others]: readonly Mismatch[]): Mismatch | undefined {
  if (first === undefined || others.length === 0) return first;
  const flat = [...(first.others ?? []), ...others.flatMap((each) => [each, ...(each.others ?? [])])];
  return { ...first, others: flat.slice(0, maxMismatches) };
}

function mismatch(value: JsonNode, message: string): Mismatch {
  return { span: value.span, message };
}

/** The type with its article; of a logical type the underlying one, which a default is written as. */
function phrase(schema: Schema): string {
  const text = schema.logicalType === undefined ? shortText(schema) : schema.type;
  const noun = text === 'null' || text === 'bytes' ? text : `${/^[aeiou]/i.test(text) ? 'an' : 'a'} ${text}`;
  return schema.logicalType === undefined ? noun : `${noun}, the underlying type of ${schema.logicalType.name}`;
}

/** The type in a few words, or in one where they are many. */
function shortText(schema: Schema): string {
  const text = typeText(schema);
  return text.length > 80 ? schema.type : text;
}

/** What `Double.parseDouble` of Java takes. */
function isJavaDouble(text: string): boolean {
  const decimal = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
  const hexadecimal = /^[+-]?0[xX](?:[0-9a-fA-F]+\.?|[0-9a-fA-F]*\.[0-9a-fA-F]+)[pP][+-]?\d+[fFdD]?$/;
  // Java trims every character up to U+0020.
  const trimmed = text.replace(/^[\0- ]+|[\0- ]+$/g, '');
  return decimal.test(trimmed) || hexadecimal.test(trimmed);
}

/** A value as it is named in a message. */
function show(value: JsonNode): string {
  switch (value.kind) {
    case 'object':
      return 'An object';
    case 'array':
      return 'An array';
    case 'string':
      return value.value.length > 40 ? 'This string' : JSON.stringify(value.value);
    case 'number':
      return value.text.length > 40 ? 'This number' : value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
  }
}
