import type { Schema } from '../avro/schema.ts';
import { dereference } from '../avro/schema.ts';
import { UnionValue, nullableBranch } from '../avro/value.ts';
import type { Value } from '../avro/value.ts';

/** What speaks for and against that a schema wrote what it reads without an error. */
export interface Plausibility {
  /** Texts and bytes that are not empty: they fit by their lengths, and text by its UTF-8. */
  lengths: number;
  /** Branches of unions and symbols of enums, whose indexes exist. */
  indexes: number;
  /** Zeros, empty texts and collections, nulls: what any run of zeros reads as. */
  empty: number;
  /** The first thing that people don't write, as a phrase; undefined where there is none. */
  oddity: string | undefined;
  odd: number;
}

/** So many parts of a value are looked at. */
const mostParts = 2_000;

/** Looks at a value that a schema has read. */
export function weighValue(schema: Schema, value: Value): Plausibility {
  const found: Plausibility = { lengths: 0, indexes: 0, empty: 0, oddity: undefined, odd: 0 };
  const waiting: { readonly schema: Schema; readonly value: Value; readonly name: string }[] = [{ schema, value, name: 'the value' }];
  for (let looked = 0; looked < mostParts; looked++) {
    const next = waiting.pop();
    if (next === undefined) break;
    const target = dereference(next.schema);
    if (target === undefined) continue;
    for (const inner of weighPart(found, target, next.value, next.name)) if (waiting.length < mostParts) waiting.push(inner);
  }
  return found;
}

type Part = { readonly schema: Schema; readonly value: Value; readonly name: string };

function weighPart(found: Plausibility, schema: Schema, value: Value, name: string): Iterable<Part> {
  switch (schema.type) {
    case 'record': {
      const record = value as { readonly [field: string]: Value };
      return schema.fields.flatMap(({ name: field, schema: type }) => {
        const inner = field === undefined || !Object.hasOwn(record, field.value) ? undefined : record[field.value];
        return field === undefined || inner === undefined ? [] : [{ schema: type, value: inner, name: `"${field.value}"` }];
      });
    }
    case 'array':
    case 'map': {
      const values = Array.isArray(value)
        ? (value as readonly Value[])
        : value instanceof Map
          ? [...(value as ReadonlyMap<string, Value>).values()]
          : [];
      if (values.length === 0) found.empty++;
      const items = schema.type === 'array' ? schema.items : schema.values;
      return values.slice(0, 100).map((item) => ({ schema: items, value: item, name }));
    }
    case 'union': {
      const other = nullableBranch(schema);
      const [index, inner] =
        value instanceof UnionValue ? [value.branch, value.value] : [value === null || other === undefined ? -1 : other, value];
      found.indexes++;
      const branch = schema.branches[index];
      if (branch === undefined || inner === null) found.empty++;
      return branch === undefined || inner === null ? [] : [{ schema: branch, value: inner, name }];
    }
    default:
      weighScalar(found, schema, value, name);
      return [];
  }
}

function weighScalar(found: Plausibility, schema: Schema, value: Value, name: string): void {
  if (schema.type === 'enum') found.indexes++;
  else if (typeof value === 'string') weighText(found, value, name);
  else if (value instanceof Uint8Array) {
    if (value.length === 0) found.empty++;
    else if (schema.type === 'bytes') found.lengths++;
  } else if (typeof value === 'number' || typeof value === 'bigint') weighNumber(found, schema, value, name);
  else if (value === false) found.empty++;
}

function weighText(found: Plausibility, text: string, name: string): void {
  if (text === '') found.empty++;
  else if (/[^\P{Cc}\t\n\r]/u.test(text)) note(found, `${name} holds control characters`);
  else found.lengths++;
}

/** Before 1980 and behind 2100 there are few times, and hardly any number of a business is beyond 10^15. */
function weighNumber(found: Plausibility, schema: Schema, value: number | bigint, name: string): void {
  if (Number(value) === 0) {
    found.empty++;
    return;
  }
  const kind = 'logicalType' in schema ? schema.logicalType.name : undefined;
  const perSecond = kind?.includes('timestamp') === true ? (kind.endsWith('nanos') ? 1e9 : kind.endsWith('micros') ? 1e6 : 1e3) : undefined;
  const year =
    perSecond === undefined ? (kind === 'date' ? 1970 + Number(value) / 365.25 : undefined) : 1970 + Number(value) / perSecond / 31_557_600;
  if (year !== undefined) {
    if (year < 1980 || year > 2100) note(found, `${name} would be in the year ${Math.floor(year)}`);
    return;
  }
  const size = Math.abs(Number(value));
  const isFloating = schema.type === 'float' || schema.type === 'double';
  if (isFloating ? !(size > 1e-12 && size < 1e18) : size > 1e17) note(found, `${name} would be ${String(value)}`);
}

function note(found: Plausibility, oddity: string): void {
  found.odd++;
  found.oddity ??= oddity;
}
