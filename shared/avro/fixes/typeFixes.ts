import type { JsonObject, JsonProperty } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import type { Fix, UnionSchema } from '../schema.ts';
import { fix } from './fix.ts';
import { insertProperty, objectText, removeItem, replaceSpan, setProperty, textOf, together } from './jsonEdits.ts';
import type { Edits } from './jsonEdits.ts';

/** Leaves of an object whose `type` is a schema that schema alone, into which the object's other attributes go. */
export function unwrapType(text: string, outer: JsonObject, property: JsonProperty): Fix[] {
  const inner = property.value;
  if (inner === undefined) return [];
  const others = outer.properties.filter((each) => each !== property && each.value !== undefined);
  const unwrapped: Edits = [
    ...replaceSpan({ start: outer.span.start, end: inner.span.start }, ''),
    ...replaceSpan({ start: inner.span.end, end: outer.span.end }, ''),
  ];
  const isLossless = others.length === 0 || inner.kind === 'object';
  const moved = inner.kind === 'object' ? moveInto(text, inner, others) : [];
  return fix('Remove the Object Around It', together(unwrapped, moved), { isPreferred: isLossless });
}

function moveInto(text: string, inner: JsonObject, others: readonly JsonProperty[]): Edits {
  const added = others.filter(({ name }) => findProperty(inner, name.value) === undefined);
  // Into an empty object each would be put as its only property.
  if (inner.properties.length === 0 && added.length > 1) return undefined;
  // Several insertions at one place keep their order.
  return together(
    ...added.map(({ name, value }) => (value === undefined ? [] : insertProperty(text, inner, name.value, textOf(text, value)))),
  );
}

/** Puts the branches of a union in a union into the outer one, those left out that are there already. */
export function flattenUnion(text: string, outer: UnionSchema, { json: inner, branches }: UnionSchema): Fix[] {
  if (outer.json.kind !== 'array' || inner.kind !== 'array') return [];
  const isThere = new Set(outer.branches.filter(({ type }) => type !== 'union').map((branch) => textOf(text, branch)));
  const left = branches.map((branch) => textOf(text, branch)).filter((branch) => !isThere.has(branch));
  const title = 'Put Its Branches into the Outer Union';
  if (left.length === 0) return fix(title, removeItem(text, outer.json, inner), { isPreferred: true });
  if (left.length < branches.length || text[inner.span.end - 1] !== ']') {
    return fix(title, replaceSpan(inner.span, left.join(', ')), { isPreferred: true });
  }
  const [first, last] = [inner.items[0], inner.items.at(-1)];
  if (first === undefined || last === undefined) return [];
  // The branches themselves are left alone, so that what is to be changed in them can be changed along with this.
  const edits = [
    ...replaceSpan({ start: inner.span.start, end: first.span.start }, ''),
    ...replaceSpan({ start: last.span.end, end: inner.span.end }, ''),
  ];
  return fix(title, edits, { isPreferred: true });
}

/** Puts a logical type into a schema: on a type that is named alone, in the object that it needs. */
export function logicalTypeText(text: string, type: string, logicalType: string): string {
  return objectText(text, [
    ['type', JSON.stringify(type)],
    ['logicalType', JSON.stringify(logicalType)],
    ...(logicalType === 'decimal' ? decimalAttributes : []),
  ]);
}

/** A decimal to begin with. */
const decimalAttributes = [
  ['precision', '9'],
  ['scale', '2'],
] as const;

/** Makes the object's type the underlying one of a logical type that stands in its place. */
export function setLogicalType(text: string, json: JsonObject, type: string, logicalType: string): Edits {
  const more = logicalType === 'decimal' && findProperty(json, 'precision') === undefined ? decimalAttributes : [];
  return together(
    setProperty(text, json, 'type', JSON.stringify(type)),
    setProperty(text, json, 'logicalType', JSON.stringify(logicalType), { after: ['type'] }),
    ...more.map(([name, value]) => setProperty(text, json, name, value, { after: ['type'] })),
  );
}
