import type { Steps } from '../../slices.ts';
import { isElsewhere } from '../resolutionOrder.ts';
import type { NamedSchema, NameReference, ParsedSchema, RecordSchema, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Side } from './mismatch.ts';
import type { AreAlike } from './outcome.ts';

/** What is known of the named types of one side, so that they need not be gone through again for each other version. */
export interface Profile {
  readonly types: ReadonlyMap<string, TypeProfile>;
  /** The fullnames of those types that refer to a type, by its fullname. */
  readonly users: ReadonlyMap<string, readonly string[]>;
  /** What references into other texts have led to. */
  readonly links: readonly (readonly [NameReference, NamedSchema | undefined])[];
}

interface TypeProfile {
  /**
   * Undefined where the type must be compared with itself as with any other: where several types have its name, where an alias is
   * ambiguous, and where Java looks in a union for one of several named types, of which it keeps where it has tried them.
   */
  readonly schema: NamedSchema | undefined;
  /** All that counts when the type is read or written by the same type, with the types in it by their names. */
  readonly shape: string;
}

/** So many types are gone through in about a millisecond at most. */
const typesInStep = 50;

/** Goes through all types of a side. */
export function* profileSteps({ schema, parsed }: Side): Steps<Profile> {
  const types = new Map<string, TypeProfile>();
  const users = new Map<string, string[]>();
  const shared = { parsed, met: new Set<NamedSchema>(), others: new Set<string>(), links: [] };
  shapeOf(schema, { ...shared, isOther: false, used: new Set(), isPlain: true });
  let count = 0;
  // A set is gone through together with what is added meanwhile.
  for (const type of shared.met) {
    if (++count % typesInStep === 0) yield;
    const { fullname } = type;
    const shaping: Shaping = { ...shared, isOther: isElsewhere(type, parsed), used: new Set(), isPlain: true };
    const shape = shapeOfNamed(type, shaping);
    if (fullname === undefined) continue;
    types.set(fullname, { schema: types.has(fullname) || !shaping.isPlain ? undefined : type, shape });
    for (const used of shaping.used) {
      const list = users.get(used);
      if (list === undefined) users.set(used, [fullname]);
      else list.push(fullname);
    }
  }
  return { types, users, links: shared.links };
}

/** Whether references into other texts still lead to the same types. */
export function isCurrent({ links }: Profile): boolean {
  return links.every(([reference, target]) => reference.target === target);
}

/** Which types of two sides are the same, with all that they refer to, so that each can read itself. */
export function alikeTypes(a: Profile, b: Profile): AreAlike {
  const others = spread(
    a,
    [...a.types].flatMap(([fullname, type]) => (isSame(type, b.types.get(fullname)) ? [] : [fullname])),
  );
  return (reader, writer) => {
    const { fullname } = reader;
    if (fullname === undefined || fullname !== writer.fullname || others.has(fullname)) return false;
    const [own, other] = [a.types.get(fullname)?.schema, b.types.get(fullname)?.schema];
    return (own === reader && other === writer) || (own === writer && other === reader);
  };
}

function isSame(type: TypeProfile, other: TypeProfile | undefined): boolean {
  return type.schema !== undefined && other?.schema !== undefined && type.shape === other.shape;
}

/** These types and all that refer to them, be it through others. */
function spread({ users }: Profile, fullnames: readonly string[]): ReadonlySet<string> {
  const reached = new Set(fullnames);
  // A set is gone through together with what is added meanwhile.
  for (const fullname of reached) for (const user of users.get(fullname) ?? []) reached.add(user);
  return reached;
}

/** What comes up when a type's shape is written. */
interface Shaping {
  readonly parsed: ParsedSchema;
  /** Whether the type stands in another text, so that all its references may lead elsewhere some day. */
  readonly isOther: boolean;
  readonly met: Set<NamedSchema>;
  /** The fullnames of those that stand in other texts. */
  readonly others: Set<string | undefined>;
  readonly links: [NameReference, NamedSchema | undefined][];
  readonly used: Set<string>;
  isPlain: boolean;
}

function shapeOfNamed(schema: NamedSchema, shaping: Shaping): string {
  switch (schema.type) {
    case 'enum':
      return `enum ${schema.symbols.map(({ value }) => JSON.stringify(value)).join()}`;
    case 'fixed':
      return `fixed ${schema.size ?? '?'}`;
    case 'record':
      if (hasAmbiguousFields(schema)) shaping.isPlain = false;
      return `record ${schema.fields.map(({ name, schema: type }) => `${JSON.stringify(name?.value)}:${shapeOf(type, shaping)}`).join()}`;
  }
}

/** Whether some name here means two fields: then the record, as a reader of itself, could read one as the other. */
function hasAmbiguousFields({ fields }: RecordSchema): boolean {
  const names = new Set(fields.map(({ name }) => name?.value));
  return names.size < fields.length || fields.some(({ aliases }) => aliases.some(({ value }) => names.has(value)));
}

/** The nesting is bounded by that of the text. */
function shapeOf(schema: Schema, shaping: Shaping): string {
  switch (schema.type) {
    case 'array':
      return `[${shapeOf(schema.items, shaping)}]`;
    case 'map':
      return `{${shapeOf(schema.values, shaping)}}`;
    case 'union':
      if (schema.branches.filter(isNamedBranch).length > 1) shaping.isPlain = false;
      return `(${schema.branches.map((branch) => shapeOf(branch, shaping)).join()})`;
    case 'invalid':
      return '?';
    case 'reference': {
      const { target } = schema;
      if (shaping.isOther || target === undefined || isElsewhere(target, shaping.parsed)) shaping.links.push([schema, target]);
      return target === undefined ? '?' : use(target, shaping);
    }
    default:
      return isNamed(schema) ? use(schema, shaping) : schema.type;
  }
}

function isNamedBranch(branch: Schema): boolean {
  return branch.type === 'reference' || isNamed(branch);
}

function use(target: NamedSchema, shaping: Shaping): string {
  // Whoever looks up a type of another text twice may get two objects, without end.
  if (!isElsewhere(target, shaping.parsed)) shaping.met.add(target);
  else if (!shaping.others.has(target.fullname)) {
    shaping.others.add(target.fullname);
    shaping.met.add(target);
  }
  // What has no name can't be told from others.
  if (target.fullname === undefined) shaping.isPlain = false;
  else shaping.used.add(target.fullname);
  return JSON.stringify(target.fullname ?? '');
}
