import type { Span } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import { dereference } from '../schema.ts';
import type { Field, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Mismatch, Part, Side } from './mismatch.ts';
import type { Seed } from './outcome.ts';
import { locationText, pathText, then } from './place.ts';
import type { Spot } from './place.ts';

/** The mismatch that a seed grows into. */
export function toMismatch(seed: Seed, readerSide: Side, writerSide: Side): Mismatch {
  const { kind, pair, steps, message, field, symbols = [], matches, tried } = seed;
  const { reader, writer } = pair;
  const match = matches?.at(-1);
  return {
    kind,
    get location() {
      return locationText(then(pair.location, ...steps));
    },
    get path() {
      return pathText(field?.name === undefined ? pair.path : then(pair.path, `.${field.name.value}`));
    },
    reader: toPart(reader, readerSpan(seed, writerSide), field),
    writer: toPart(writer, writerSpan(seed, readerSide), match),
    symbols,
    ...(pair.isUnwritten && { isUnwritten: true }),
    ...(matches !== undefined && { matches: [...new Set(matches)] }),
    ...(tried !== undefined && { tried }),
    message,
  };
}

function toPart(spot: Spot, span: Span, field: Field | undefined): Part {
  const { schema, branchOf, via } = spot;
  return { schema, field: field ?? spot.field, branchOf, span: via?.name.span ?? span, isElsewhere: via !== undefined };
}

/** The text in the reader that decides, where the reader is not of another text. */
function readerSpan({ kind, pair: { reader, isUnwritten }, field, matches }: Seed, other: Side): Span {
  if (isUnwritten) return reader.field?.name?.span ?? nameSpan(reader.schema);
  if (matches !== undefined) {
    const names = new Set(matches.map(({ name }) => name?.value));
    return field?.aliases.findLast(({ value }) => names.has(value))?.span ?? nameSpan(reader.schema);
  }
  switch (kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return field?.name?.span ?? nameSpan(reader.schema);
    case 'MISSING_ENUM_SYMBOLS':
      return symbolsSpan(reader.schema);
    case 'MISSING_UNION_BRANCH':
      return reader.schema.span;
    default:
      return commonSpan(kind, reader, other);
  }
}

function writerSpan({ kind, pair: { writer, isUnwritten }, symbols, matches }: Seed, other: Side): Span {
  if (isUnwritten) return nameSpan(writer.schema);
  if (matches !== undefined) return matches.at(-1)?.name?.span ?? nameSpan(writer.schema);
  switch (kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return nameSpan(writer.schema);
    case 'MISSING_ENUM_SYMBOLS':
      return symbolSpan(writer.schema, symbols?.[0] ?? '') ?? symbolsSpan(writer.schema);
    case 'MISSING_UNION_BRANCH':
      return branchSpan(writer);
    default:
      return commonSpan(kind, writer, other);
  }
}

function commonSpan(kind: Mismatch['kind'], spot: Spot, other: Side): Span {
  switch (kind) {
    case 'FIXED_SIZE_MISMATCH':
      return propertyOf(spot.schema, 'size')?.value?.span ?? nameSpan(spot.schema);
    case 'NAME_MISMATCH':
      return isKnownThere(spot.schema, other) ? usedSpan(spot) : nameSpan(spot.schema);
    default:
      return typeSpan(spot);
  }
}

/** Whether the other side has the type too: then it was not renamed, but another one was put in its place. */
function isKnownThere(schema: Schema, { parsed }: Side): boolean {
  return 'fullname' in schema && schema.fullname !== undefined && parsed.definitions.has(schema.fullname);
}

/** A reference's name, otherwise that of the type itself. */
function usedSpan({ reference, schema }: Spot): Span {
  return reference?.name.span ?? nameSpan(schema);
}

/** What says the type: a name, or the value of `type`. */
function typeSpan({ reference, schema }: Spot): Span {
  if (reference !== undefined) return reference.name.span;
  return propertyOf(schema, 'type')?.value?.span ?? schema.span;
}

/** A named type stands for itself by its name. */
function branchSpan(spot: Spot): Span {
  return spot.branchOf !== undefined && spot.reference === undefined && isNamed(spot.schema) ? nameSpan(spot.schema) : typeSpan(spot);
}

function nameSpan(schema: Schema): Span {
  return isNamed(schema) ? (schema.name?.span ?? schema.span) : schema.span;
}

/** The word `symbols`: what stands under it may be long. */
function symbolsSpan(schema: Schema): Span {
  return propertyOf(schema, 'symbols')?.name.span ?? nameSpan(schema);
}

/** Where an enum has a symbol; undefined where it has no such. */
export function symbolSpan(schema: Schema, symbol: string): Span | undefined {
  const target = dereference(schema);
  return target?.type === 'enum' ? target.symbols.find(({ value }) => value === symbol)?.span : undefined;
}

function propertyOf({ json }: Schema, name: string): ReturnType<typeof findProperty> {
  return json.kind === 'object' ? findProperty(json, name) : undefined;
}
