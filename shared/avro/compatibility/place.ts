import { isElsewhere } from '../resolutionOrder.ts';
import type { Field, NameReference, ParsedSchema, Schema, UnionSchema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';

/** Where in one side a comparison stands. */
export interface Spot {
  /** What a reference means, not the reference. */
  readonly schema: ResolvedSchema;
  /** Where the way came through one last. */
  readonly reference: NameReference | undefined;
  /** The innermost that this is in. */
  readonly field: Field | undefined;
  /** The union that this is a branch of. */
  readonly branchOf: UnionSchema | undefined;
  /** Where this stands in another text: the reference in the side's own text that led there. */
  readonly via: NameReference | undefined;
}

export type ResolvedSchema = Exclude<Schema, NameReference>;

/** A part of the reader and the part of the writer that it is compared with. */
export interface Pair {
  readonly reader: Spot;
  readonly writer: Spot;
  /** The steps of Java's location; undefined where it begins anew, as it does inside of unions. */
  readonly location: Link | undefined;
  /** The steps of the way for people. */
  readonly path: Link | undefined;
  /** Whether the reader's is a field that the writer, a record, does not have. */
  readonly isUnwritten?: true;
}

/** The end of a way that is as long as it gets, so that a step costs nothing. */
export interface Link {
  readonly step: string;
  readonly before: Link | undefined;
}

/** What comes up when the parts of a schema are entered: its text, and what has been met of other texts. */
export interface Surroundings {
  readonly parsed: ParsedSchema;
  /** Types of other texts by fullname: whoever looks one up twice may get two objects. */
  readonly others: Map<string, ResolvedSchema>;
}

/** @returns undefined where the schema is invalid, or a reference that nothing resolves */
export function enterRoot(schema: Schema, surroundings: Surroundings): Spot | undefined {
  return enter(schema, { field: undefined, branchOf: undefined, via: undefined }, surroundings);
}

export function enterField(field: Field, { via }: Spot, surroundings: Surroundings): Spot | undefined {
  return enter(field.schema, { field, branchOf: undefined, via }, surroundings);
}

/** Items or values. */
export function enterInner(schema: Schema, { field, via }: Spot, surroundings: Surroundings): Spot | undefined {
  return enter(schema, { field, branchOf: undefined, via }, surroundings);
}

export function enterBranch(branch: Schema, branchOf: UnionSchema, { field, via }: Spot, surroundings: Surroundings): Spot | undefined {
  return enter(branch, { field, branchOf, via }, surroundings);
}

function enter(schema: Schema, from: Pick<Spot, 'field' | 'branchOf' | 'via'>, { parsed, others }: Surroundings): Spot | undefined {
  if (schema.type === 'invalid') return undefined;
  const { field, branchOf, via } = from;
  if (schema.type !== 'reference') return { schema, reference: undefined, field, branchOf, via };
  // Each look at the target of a reference into another text is a search.
  const { target } = schema;
  if (target === undefined) return undefined;
  if (!isNamed(target) || !isElsewhere(target, parsed)) return { schema: target, reference: schema, field, branchOf, via: undefined };
  const known = target.fullname === undefined ? undefined : others.get(target.fullname);
  if (known === undefined && target.fullname !== undefined) others.set(target.fullname, target);
  return { schema: known ?? target, reference: schema, field, branchOf, via: via ?? schema };
}

/** A JSON Pointer as Java's `Incompatibility.getLocation()` has it: that of the root is `/`. */
export function locationText(location: Link | undefined): string {
  return `/${steps(location)
    .map((step) => step.replaceAll('~', '~0'))
    .join('/')}`;
}

/** A way such as `lines[].price`. */
export function pathText(path: Link | undefined): string {
  return steps(path).join('').replace(/^\./, '');
}

function steps(end: Link | undefined): string[] {
  const found: string[] = [];
  for (let link = end; link !== undefined; link = link.before) found.push(link.step);
  return found.reverse();
}

export function then(before: Link | undefined, ...further: readonly string[]): Link | undefined {
  let link = before;
  for (const step of further) link = { step, before: link };
  return link;
}
