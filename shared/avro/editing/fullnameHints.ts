import type { Span } from '../json.ts';
import { namespaceOf } from '../names.ts';
import type { NamedSchema, NameReference, ParsedSchema, Protocol } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed, partsIn, rootOf } from '../schemaTree.ts';

/** A name in a text that does not show which namespace it is in. */
export interface FullnameHint {
  /** Behind the name and its quote. */
  readonly offset: number;
  readonly fullname: string;
  /** One sentence for people that says where the namespace comes from. */
  readonly reason: string;
}

/**
 * The names of a text whose fullname differs from what is written and can't be seen at once: definitions inside of
 * another one that have its namespace, and references to types in another namespace than that of the outermost type
 * around. A name beside its own namespace speaks for itself, and so do the types at the top of a protocol.
 *
 * @param range where they are wanted
 */
export function fullnameHints(parsed: ParsedSchema, range: Span): FullnameHint[] {
  const hints: FullnameHint[] = [];
  const root = rootOf(parsed);
  const waiting: Place[] = root === undefined ? [] : [{ part: root, outermost: undefined, around: undefined }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { part } = place;
    if (part.span.start > range.end || part.span.end < range.start) continue;
    const hint = hintOf(place);
    if (hint !== undefined && range.start <= hint.offset && hint.offset <= range.end) hints.push(hint);
    const owner = !isField(part) && (isNamed(part) || part.type === 'protocol') ? part : undefined;
    const inner = { outermost: place.outermost ?? owner, around: owner ?? place.around };
    for (const each of partsIn(part)) waiting.push({ part: each, ...inner });
  }
  return hints.sort((a, b) => a.offset - b.offset);
}

interface Place {
  readonly part: SchemaPart;
  readonly outermost: NamedSchema | Protocol | undefined;
  /** The innermost type or protocol that the part stands in. */
  readonly around: NamedSchema | Protocol | undefined;
}

function hintOf({ part, outermost, around }: Place): FullnameHint | undefined {
  if (isField(part) || around?.fullname === undefined) return undefined;
  if (isNamed(part)) return around.type === 'protocol' ? undefined : hintOfDefinition(part, around.fullname);
  return part.type === 'reference' ? hintOfReference(part, outermost?.fullname, around.fullname) : undefined;
}

function hintOfDefinition({ name, namespace, fullname }: NamedSchema, around: string): FullnameHint | undefined {
  if (name === undefined || fullname === undefined || namespace !== undefined || fullname === name.value) return undefined;
  // With a dot in front it is in the null namespace, whatever is around.
  if (name.value.includes('.')) return undefined;
  return { offset: name.span.end, fullname, reason: `It has the namespace of ${around}, which it stands in.` };
}

function hintOfReference(
  { name, fullname, target }: NameReference,
  outermost: string | undefined,
  around: string,
): FullnameHint | undefined {
  if (target === undefined || fullname === name.value || name.value.includes('.')) return undefined;
  if (outermost !== undefined && namespaceOf(outermost) === namespaceOf(fullname)) return undefined;
  return { offset: name.span.end, fullname, reason: `It is looked for in the namespace of ${around}, which it stands in.` };
}
