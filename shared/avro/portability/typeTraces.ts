import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType, isAnnotated, maxPrecision } from '../logicalTypes.ts';
import type { AnnotatedSchema } from '../logicalTypes.ts';
import { openingSpan } from '../rules/rule.ts';
import { isSameDefinition } from '../sameDefinition.ts';
import { dereference } from '../schema.ts';
import type { EnumSchema, Field, FixedSchema, NamedSchema, ParsedSchema, RecordSchema, Schema, UnionSchema } from '../schema.ts';
import { symbolTraces } from './nameTraces.ts';
import type { Trace } from './trace.ts';
import type { TraitId } from './traits.ts';

/** An error outside of a protocol, where it is a matter of course. */
export function* recordTraces({ json, isError }: RecordSchema, { protocol }: ParsedSchema): Iterable<Trace> {
  const type = isError && protocol === undefined ? findValue(json, 'type') : undefined;
  if (type !== undefined) yield { trait: 'error', span: type.span };
}

export function* enumTraces({ json, symbols, default: given }: EnumSchema): Iterable<Trace> {
  yield* symbolTraces(symbols);
  const written = findValue(json, 'symbols');
  if (written?.kind === 'array' && written.items.length === 0) yield { trait: 'empty-enum', span: written.span };
  const value = findValue(json, 'default');
  if (value === undefined) return;
  const trait = value.kind === 'null' ? 'enum-default-null' : given === undefined ? 'enum-default-kind' : 'enum-default';
  yield { trait, span: value.span };
}

export function* fixedTraces({ json, size }: FixedSchema): Iterable<Trace> {
  const written = size === 0 ? findValue(json, 'size') : undefined;
  if (written !== undefined) yield { trait: 'zero-size', span: written.span };
}

export function* unionTraces(union: UnionSchema, { schema }: ParsedSchema): Iterable<Trace> {
  const { branches, span } = union;
  if (branches.length === 0) yield { trait: 'empty-union', span };
  if (union === schema && isStruct(union)) yield { trait: 'top-level-union', span: openingSpan(union.json) };
}

/** Whether Spark makes a struct of the union, which it then takes for a record. */
function isStruct({ branches }: UnionSchema): boolean {
  const others = branches.flatMap((branch) => dereference(branch) ?? []).filter(({ type }) => type !== 'null');
  const [only] = others;
  if (others.length === 1) return only?.type === 'record' && only.fields.length > 0;
  const types = new Set(others.map(({ type }) => type));
  const isNumber = types.size === 2 && ((types.has('int') && types.has('long')) || (types.has('float') && types.has('double')));
  return others.length > 1 && !isNumber;
}

/** A second definition in the same words as the first, and a "doc" that is no string. */
export function* definitionTraces(schema: NamedSchema, parsed: ParsedSchema): Iterable<Trace> {
  const { name, fullname, json } = schema;
  const first = fullname === undefined ? undefined : parsed.definitions.get(fullname);
  if (name !== undefined && first !== undefined && first !== schema && isSameDefinition(first, schema, parsed)) {
    yield { trait: 'repeated-definition', span: name.span };
  }
  yield* docTraces(json);
}

export function* docTraces(json: NamedSchema['json']): Iterable<Trace> {
  const doc = findValue(json, 'doc');
  if (doc !== undefined && doc.kind !== 'string' && doc.kind !== 'null') yield { trait: 'doc-kind', span: doc.span };
}

/** Logical types that count, and what is wrong with those that do not. */
export function* logicalTypeTraces(schema: Schema): Iterable<Trace> {
  if (!isAnnotated(schema)) return;
  const written = findValue(schema.json, 'logicalType');
  if (written === undefined) return;
  if (written.kind !== 'string') {
    yield { trait: 'logical-type-kind', span: written.span };
    return;
  }
  const known = schema.logicalType;
  if (isComplex(schema)) {
    if (findLogicalType(written.value) !== undefined) yield { trait: 'logical-type-on-complex', span: written.span };
  } else if (written.value === 'decimal') yield* decimalTraces(schema);
  else if (known?.name === 'uuid') {
    if (schema.type === 'fixed') yield { trait: 'uuid-fixed', span: written.span };
  } else if (known !== undefined && isRare(known.name)) yield { trait: known.name, span: written.span };
}

function isComplex({ type }: Schema): boolean {
  return type === 'record' || type === 'enum' || type === 'array' || type === 'map';
}

/** A decimal on a field, where it counts for nobody else. */
export function* fieldDecimalTraces({ json, schema }: Field): Iterable<Trace> {
  const written = findValue(json, 'logicalType');
  if (written?.kind !== 'string' || written.value !== 'decimal' || findProperty(json, 'precision') !== undefined) return;
  if (schema.type === 'bytes' && schema.json.kind === 'string') yield { trait: 'decimal-on-field', span: written.span };
}

const rare = [
  'timestamp-nanos',
  'local-timestamp-millis',
  'local-timestamp-micros',
  'local-timestamp-nanos',
  'time-millis',
  'time-micros',
  'duration',
  'big-decimal',
] as const satisfies readonly TraitId[];

function isRare(name: string): name is (typeof rare)[number] {
  return (rare as readonly string[]).includes(name);
}

function* decimalTraces(schema: AnnotatedSchema): Iterable<Trace> {
  const { json, type, logicalType } = schema;
  if (type !== 'bytes' && type !== 'fixed') return;
  const [precision, scale] = [findProperty(json, 'precision'), findValue(json, 'scale')];
  const value = precision?.value;
  if (logicalType?.name === 'decimal') {
    if (logicalType.precision > 38 && value !== undefined) yield { trait: 'precision-above-38', span: value.span };
    return;
  }
  if (value === undefined) {
    const name = findValue(json, 'logicalType');
    if (name !== undefined && precision === undefined) yield { trait: 'precision-missing', span: name.span };
    return;
  }
  if (value.kind !== 'number') yield { trait: 'precision-kind', span: value.span };
  else if (!/^-?\d+$/.test(value.text)) yield { trait: 'precision-fraction', span: value.span };
  else if (Number(value.text) <= 0) yield { trait: 'precision-0', span: value.span };
  else if (scale?.kind === 'number' && Number(scale.text) < 0) yield { trait: 'scale-negative', span: scale.span };
  else if (scale?.kind === 'number' && Number(scale.text) > Number(value.text)) yield { trait: 'scale-above-precision', span: scale.span };
  else if (schema.type === 'fixed' && schema.size !== undefined && Number(value.text) > maxPrecision(schema.size)) {
    yield { trait: 'precision-above-size', span: value.span };
  }
}
