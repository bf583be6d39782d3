import { fix, titleWord } from '../fixes/fix.ts';
import { insertItem, removeItem, removeProperty, replaceSpan, setProperty, textOf, together } from '../fixes/jsonEdits.ts';
import type { Edits } from '../fixes/jsonEdits.ts';
import { namespaceIn, placeOf } from '../fixes/place.ts';
import type { JsonNode } from '../json.ts';
import { findProperty, nodeAt } from '../jsonTree.ts';
import { dereference } from '../schema.ts';
import type { Field, Fix, ParsedSchema, Schema } from '../schema.ts';
import { isSchema, partsAlong } from '../schemaTree.ts';
import { typeText } from '../typeText.ts';
import type { Part } from './mismatch.ts';
import type { Repair } from './fixes.ts';
import { transplant } from './transplant.ts';

/** The type as it was; with it the default, where that does not fit otherwise. */
export function restoreType({ side: { parsed }, other, here, there }: Repair): Fix[] {
  const [own, old] = [writtenType(here, parsed), writtenType(there, other.parsed)];
  if (own === undefined || old === undefined) return [];
  const written = transplant(old, other.parsed, {
    parsed,
    namespace: namespaceAt(own, parsed),
    offset: own.span.start,
    replaced: own.span,
  });
  if (written === undefined) return [];
  const title = `Restore Type ${typeText(old)}${ofField(here)}`;
  const edits = replaceSpan(own.span, written.text);
  const withDefault =
    here.field?.schema === own && there.field !== undefined ? restoreDefault(here.field, there.field, parsed, other.parsed) : [];
  return [fix(title, edits), withDefault?.length === 0 ? [] : fix(title, together(edits, withDefault))].flat();
}

/** Puts a branch back into a union, as far as can be at its old place. */
export function restoreBranch({ side: { parsed }, other, here, there }: Repair): Fix[] {
  const union = here.schema;
  if (union.type !== 'union' || union.json.kind !== 'array') return [];
  const branch = there.branchOf?.branches.find((each) => dereference(each) === there.schema) ?? writtenType(there, other.parsed);
  if (branch === undefined) return [];
  const index = branchIndex(branch, here, there);
  const neighbour = union.branches.at(Math.max(0, index - 1));
  const offset = union.branches[index]?.span.start ?? union.span.end;
  const written = transplant(branch, other.parsed, { parsed, namespace: namespaceAt(union, parsed), offset, neighbour });
  if (written === undefined) return [];
  return fix(`Restore Branch ${typeText(branch)}${ofField(here)}`, insertItem(parsed.text, union.json, index, written.text));
}

/** A default is of the first branch, which therefore stays the first. */
function branchIndex(branch: Schema, here: Part, { branchOf }: Part): number {
  const branches = here.schema.type === 'union' ? here.schema.branches : [];
  const index = branchOf === undefined ? -1 : branchOf.branches.indexOf(branch);
  if (index < 0) return branches.length;
  return Math.min(index === 0 && here.field?.default !== undefined ? 1 : index, branches.length);
}

/** Takes a branch that readers do not know out of a union, which is still one then. */
export function removeBranch({ side: { parsed }, here }: Repair): Fix[] {
  const union = here.branchOf;
  const branch = union?.branches.find((each) => dereference(each) === here.schema);
  if (union?.json.kind !== 'array' || branch === undefined || union.branches.length < 3) return [];
  return fix(`Remove Branch ${typeText(branch)}${ofField(here)}`, removeItem(parsed.text, union.json, branch.json));
}

function ofField({ field }: Part): string {
  return field?.name === undefined ? '' : ` of ${titleWord(field.name.value)}`;
}

/** A type as it is written where a part stands: with the union that it is a branch of, and a name where it is named there. */
function writtenType({ schema, span, branchOf, isElsewhere }: Part, parsed: ParsedSchema): Schema | undefined {
  if (isElsewhere) return undefined;
  if (branchOf !== undefined) return branchOf;
  const way = parsed.json === undefined ? undefined : nodeAt(parsed.json, span.start + (isOpening(parsed, span.start) ? 1 : 0));
  if (way === undefined) return undefined;
  // The innermost part at the place that is this type or names it.
  return partsAlong(parsed, way.nodes).findLast((part): part is Schema => isSchema(part) && dereference(part) === schema);
}

function isOpening({ text }: ParsedSchema, offset: number): boolean {
  return text[offset] === '{' || text[offset] === '[';
}

function namespaceAt({ json }: Schema, parsed: ParsedSchema): string | undefined {
  return namespaceIn(placeOf(parsed, json).parts);
}

function restoreDefault(own: Field, old: Field, parsed: ParsedSchema, other: ParsedSchema): Edits {
  const property = findProperty(own.json, 'default');
  if (old.default !== undefined) return setProperty(parsed.text, own.json, 'default', defaultText(old.default, other));
  return property === undefined ? [] : removeProperty(parsed.text, own.json, property);
}

function defaultText(node: JsonNode, other: ParsedSchema): string {
  return textOf(other.text, node);
}
