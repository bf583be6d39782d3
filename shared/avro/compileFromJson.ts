import { defaultValue } from './defaultValue.ts';
import type { JsonNode } from './json.ts';
import { readScalar, type ScalarSchema } from './scalarFromJson.ts';
import type { Field, MapSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { branchTag, fieldName, usable, type UsableSchema } from './usable.ts';
import { maxValueDepth, nullableBranch, setField, UnionValue } from './value.ts';
import type { MutableRecord, Value } from './value.ts';
import { newReading, refused } from './valueReading.ts';

/**
 * What `valueFromJson` does, for many texts of one schema and without a tree: compiled once, it reads what is written
 * plainly, and leaves all else to `valueFromJson`, which then says what is wrong or what is meant.
 *
 * @returns a function from a text, and where in it the value stands, to the value; undefined where it does not read that
 * @throws CodecError `codec/unusable-schema`
 */
export function compileFromJson(schema: Schema): (text: string, start: number, end: number) => Value | undefined {
  const read = compile(schema, new Map());
  const cursor: Cursor = { text: '', at: 0, depth: 0 };
  return (text, start, end) => {
    cursor.text = text;
    cursor.at = start;
    cursor.depth = 0;
    const value = read(cursor);
    skipSpace(cursor);
    return value === notRead || cursor.at !== end ? undefined : value;
  };
}

interface Cursor {
  text: string;
  at: number;
  /** How many records, arrays and maps are open. */
  depth: number;
}

const notRead = Symbol('notRead');
type Read = (cursor: Cursor) => Value | typeof notRead;

/** Readers of records by their schemas, which may hold themselves. */
type Known = Map<Schema, { read: Read | undefined }>;

function compile(schema: Schema, known: Known): Read {
  const target = usable(schema);
  switch (target.type) {
    case 'record':
      return recordReader(target, known);
    case 'array': {
      const item = compile(target.items, known);
      return (cursor) => readArray(cursor, item);
    }
    case 'map':
      return mapReader(target, known);
    case 'union':
      return unionReader(target, known);
    case 'string':
      return (cursor) => takeString(cursor) ?? notRead;
    case 'int':
    case 'long': {
      const readNumber = integerReader(target.type === 'int' ? 0x7fff_ffff : 999_999_999_999_999);
      if (target.logicalType === undefined) return readNumber;
      // Of a time a number is its count, and a text is the time.
      const readTime = scalarReader(target);
      return (cursor) => {
        skipSpace(cursor);
        return kindAt(cursor) === 'number' ? readNumber(cursor) : readTime(cursor);
      };
    }
    case 'boolean':
      return (cursor) => {
        const node = takeScalar(cursor);
        return node?.kind === 'boolean' ? node.value : notRead;
      };
    case 'null':
      return (cursor) => (takeScalar(cursor)?.kind === 'null' ? null : notRead);
    default:
      return scalarReader(target);
  }
}

function integerReader(most: number): Read {
  return (cursor) => {
    const text = takeNumber(cursor);
    // -0 and what has a fraction or an exponent is seldom, and what has more digits may lose some.
    if (text === undefined || !/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return notRead;
    const value = Number(text);
    return value > most || value < -most ? notRead : value;
  };
}

/** All other values without parts, by the one function that says what their literals mean. */
function scalarReader(schema: ScalarSchema): Read {
  // It only asks, and keeps nothing of what it was asked.
  const reading = newReading(undefined);
  return (cursor) => {
    const node = takeScalar(cursor);
    const value = node === undefined ? refused : readScalar(reading, schema, node);
    return value === refused ? notRead : value;
  };
}

function readArray(cursor: Cursor, item: Read): Value | typeof notRead {
  if (!open(cursor, openBracket)) return notRead;
  const items: Value[] = [];
  for (let isFirst = true; !close(cursor, closeBracket); isFirst = false) {
    if (!isFirst && !take(cursor, comma)) return notRead;
    const value = item(cursor);
    if (value === notRead) return notRead;
    items.push(value);
  }
  return items;
}

function mapReader({ values }: MapSchema, known: Known): Read {
  const item = compile(values, known);
  return (cursor) => {
    if (!open(cursor, openBrace)) return notRead;
    const entries = new Map<string, Value>();
    for (let isFirst = true; !close(cursor, closeBrace); isFirst = false) {
      if (!isFirst && !take(cursor, comma)) return notRead;
      const name = takeString(cursor);
      if (name === undefined || entries.has(name) || !take(cursor, colon)) return notRead;
      const value = item(cursor);
      if (value === notRead) return notRead;
      entries.set(name, value);
    }
    return entries;
  };
}

interface FieldReader {
  readonly name: string;
  readonly field: Field;
  readonly read: Read;
}

function recordReader(schema: RecordSchema, known: Known): Read {
  const slot = known.get(schema) ?? { read: undefined };
  if (known.has(schema)) return (cursor) => slot.read?.(cursor) ?? notRead;
  known.set(schema, slot);
  const fields = schema.fields.map((field): FieldReader => ({ name: fieldName(field), field, read: compile(field.schema, known) }));
  const indexes = new Map(fields.map(({ name }, index) => [name, index]));
  const read: Read = (cursor) => {
    if (!open(cursor, openBrace)) return notRead;
    const found: Value[] = new Array<Value>(fields.length);
    let expected = 0;
    for (let isFirst = true; !close(cursor, closeBrace); isFirst = false) {
      if (!isFirst && !take(cursor, comma)) return notRead;
      const name = takeString(cursor);
      // Most texts have the fields in their order.
      const index = name === fields[expected]?.name ? expected : indexes.get(name ?? '');
      const field = index === undefined ? undefined : fields[index];
      if (name === undefined || index === undefined || field === undefined || index in found || !take(cursor, colon)) return notRead;
      const value = field.read(cursor);
      if (value === notRead) return notRead;
      found[index] = value;
      expected = index + 1;
    }
    return toRecord(fields, found);
  };
  slot.read = read;
  return read;
}

/** In the order of the schema; what is missing has its default. */
function toRecord(fields: readonly FieldReader[], found: readonly Value[]): Value | typeof notRead {
  const record: MutableRecord = {};
  for (const [index, { name, field }] of fields.entries()) {
    if (index in found) {
      setField(record, name, found[index] ?? null);
      continue;
    }
    const value = field.default === undefined ? undefined : defaultValue(field.schema, field.default);
    if (value === undefined) return notRead;
    setField(record, name, value);
  }
  return record;
}

/** Which branch is meant where the kind of the JSON tells it; all else is left. */
function unionReader(schema: UnionSchema, known: Known): Read {
  const branches = schema.branches.map((branch) => ({ kinds: kindsOf(usable(branch)), read: compile(branch, known) }));
  const tags = new Set(schema.branches.map(branchTag));
  const isNullable = nullableBranch(schema) !== undefined;
  return (cursor) => {
    skipSpace(cursor);
    const kind = kindAt(cursor);
    const possible = kind === undefined ? -1 : branches.findIndex(({ kinds }) => kinds.includes(kind));
    const branch = branches[possible];
    if (kind === undefined || branch === undefined || branches.some((other, index) => index > possible && other.kinds.includes(kind))) {
      return notRead;
    }
    if (kind === 'object' && mayBeTagged(cursor, tags)) return notRead;
    const value = branch.read(cursor);
    return value === notRead || isNullable ? value : new UnionValue(possible, value);
  };
}

/** Whether the object's first property has the name of a branch. */
function mayBeTagged(cursor: Cursor, tags: ReadonlySet<string>): boolean {
  const { at } = cursor;
  cursor.at++;
  skipSpace(cursor);
  const name = cursor.text.charCodeAt(cursor.at) === quote ? takeString(cursor) : '';
  cursor.at = at;
  return name === undefined || tags.has(name);
}

type Kind = JsonNode['kind'];

/** The kinds of JSON that a value of the schema may be written as, or more. */
function kindsOf({ type }: UsableSchema): readonly Kind[] {
  switch (type) {
    case 'record':
    case 'map':
      return ['object'];
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return ['number', 'string'];
    case 'bytes':
    case 'fixed':
      return ['string', 'number', 'object'];
    case 'enum':
      return ['string'];
    case 'union':
      return [];
    default:
      return [type];
  }
}

function kindAt({ text, at }: Cursor): Kind | undefined {
  const code = text.charCodeAt(at);
  if (code === quote) return 'string';
  if (code === openBrace) return 'object';
  if (code === openBracket) return 'array';
  if (code === 0x6e) return 'null';
  if (code === 0x74 || code === 0x66) return 'boolean';
  return code === minus || (code >= digit0 && code <= digit9) ? 'number' : undefined;
}

const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const [comma, colon, quote, minus, digit0, digit9] = [0x2c, 0x3a, 0x22, 0x2d, 0x30, 0x39];

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  let { at } = cursor;
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = text.charCodeAt(++at));
  cursor.at = at;
}

function take(cursor: Cursor, code: number): boolean {
  skipSpace(cursor);
  if (cursor.text.charCodeAt(cursor.at) !== code) return false;
  cursor.at++;
  return true;
}

function open(cursor: Cursor, code: number): boolean {
  return take(cursor, code) && ++cursor.depth <= maxValueDepth;
}

function close(cursor: Cursor, code: number): boolean {
  if (!take(cursor, code)) return false;
  cursor.depth--;
  return true;
}

const plainString = /"[^"\\\p{Cc}]*"/uy;
const numberLiteral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;

/** A string without escapes. */
function takeString(cursor: Cursor): string | undefined {
  skipSpace(cursor);
  const { text, at } = cursor;
  plainString.lastIndex = at;
  if (!plainString.test(text)) return undefined;
  const value = text.slice(at + 1, plainString.lastIndex - 1);
  if (!isPlain(value)) return undefined;
  cursor.at = plainString.lastIndex;
  return value;
}

/** Whether UTF-8 can write it. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xf800) === 0xd800) return !/\p{Surrogate}/u.test(text);
  return true;
}

function takeNumber(cursor: Cursor): string | undefined {
  skipSpace(cursor);
  numberLiteral.lastIndex = cursor.at;
  if (!numberLiteral.test(cursor.text)) return undefined;
  const literal = cursor.text.slice(cursor.at, numberLiteral.lastIndex);
  cursor.at = numberLiteral.lastIndex;
  return literal;
}

const span = { start: 0, end: 0 };
const keywords: readonly (readonly [string, JsonNode])[] = [
  ['null', { kind: 'null', span }],
  ['true', { kind: 'boolean', span, value: true }],
  ['false', { kind: 'boolean', span, value: false }],
];

function takeScalar(cursor: Cursor): JsonNode | undefined {
  skipSpace(cursor);
  const kind = kindAt(cursor);
  if (kind === 'string') {
    const value = takeString(cursor);
    return value === undefined ? undefined : { kind, span, value };
  }
  if (kind === 'number') {
    const text = takeNumber(cursor);
    return text === undefined ? undefined : { kind, span, text };
  }
  const found = keywords.find(([word]) => cursor.text.startsWith(word, cursor.at));
  if (found === undefined || /\w/.test(cursor.text.charAt(cursor.at + found[0].length))) return undefined;
  cursor.at += found[0].length;
  return found[1];
}
