import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { fieldValue, nullableBranch, UnionValue, type RecordValue, type Value } from '../../shared/avro/value.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { outlineJson, type OutlineLine } from '../webview/jsonOutline.ts';

/** What stands at a place in a key or value. */
export type FieldFound =
  | { readonly kind: 'avro'; readonly schema: Schema; readonly value: Value }
  /** A line of its JSON, and what it was found in. */
  | { readonly kind: 'json'; readonly line: OutlineLine }
  | undefined;

/** Finds fields of one key or value, reading its text once only. */
export type FindField = (steps: readonly (string | number)[]) => FieldFound;

/** Of text larger than this only the beginning is looked at: a row must not take long. */
const maxTextLength = 1 << 16;
const outlineLimits = { maxLines: 3000, maxLiteral: 400, maxItems: 100, maxDepth: 20 };

/** Returns what finds fields of a part; it finds none of one that was not read. */
export function createFindField({ schema, value, text, framing }: ReadPart): FindField {
  if (schema !== undefined && value !== undefined) return (steps) => findInValue(schema, value, steps);
  if (text === undefined || framing === 'text' || text.length > maxTextLength) return () => undefined;
  let lines: readonly OutlineLine[] | undefined;
  return (steps) => {
    lines ??= outlineJson(text, outlineLimits)?.lines ?? [];
    const line = findLine(lines, steps);
    return line && { kind: 'json', line };
  };
}

function findInValue(root: Schema, whole: Value, steps: readonly (string | number)[]): FieldFound {
  let [schema, value] = unwrap(root, whole);
  for (const step of steps) {
    const inner = innerOf(schema, value, step);
    if (inner === undefined) return undefined;
    [schema, value] = unwrap(...inner);
  }
  return { kind: 'avro', schema, value };
}

function innerOf(schema: Schema, value: Value, step: string | number): readonly [Schema, Value] | undefined {
  if (value === null) return undefined;
  switch (schema.type) {
    case 'record': {
      const field = schema.fields.find(({ name }) => name?.value === step);
      // A record schema's value is an object.
      const inner = field === undefined ? undefined : fieldValue(value as RecordValue, String(step));
      return field === undefined || inner === undefined ? undefined : [field.schema, inner];
    }
    case 'map': {
      const inner = value instanceof Map ? (value as ReadonlyMap<string, Value>).get(String(step)) : undefined;
      return inner === undefined ? undefined : [schema.values, inner];
    }
    case 'array': {
      const inner = Array.isArray(value) && typeof step === 'number' ? (value as readonly Value[])[step] : undefined;
      return inner === undefined ? undefined : [schema.items, inner];
    }
    default:
      return undefined;
  }
}

/** The schema that a reference or a union stands for here, and the value without its branch. */
export function unwrap(schema: Schema, value: Value): [Schema, Value] {
  const target = dereference(schema);
  if (target?.type !== 'union') return [target ?? schema, value];
  const index = value instanceof UnionValue ? value.branch : nullableIndex(target, value);
  const branch = target.branches[index];
  if (branch === undefined) return [target, value];
  return [dereference(branch) ?? branch, value instanceof UnionValue ? value.value : value];
}

function nullableIndex(union: Schema & { readonly type: 'union' }, value: Value): number {
  const other = nullableBranch(union);
  if (other === undefined) return -1;
  return value === null ? 1 - other : other;
}

function findLine(lines: readonly OutlineLine[], steps: readonly (string | number)[]): OutlineLine | undefined {
  let at = 0;
  for (const [depth, step] of steps.entries()) {
    const parent = lines[at];
    if (parent === undefined || (typeof step === 'number' && parent.kind !== 'array')) return undefined;
    if (typeof step === 'string' && parent.kind !== 'object') return undefined;
    at = lines.findIndex((line, index) => index > at && (line.depth <= depth || (line.depth === depth + 1 && line.name === String(step))));
    if (at < 0 || lines[at]?.depth !== depth + 1) return undefined;
  }
  return lines[at];
}
