import type { InspectedField } from '../records/recordsSession.ts';
import type { TreeNode } from './recordsProtocol.ts';

/** A field as the bytes show it: what stands in the tree below no other field. */
export interface ByteField {
  readonly field: InspectedField;
  /** Of leaves, from 1, in the order of their bytes; undefined of what holds others, and of counts and ends. */
  readonly number: number | undefined;
  /** From the value down: "value.lines.0.sku". */
  readonly path: string;
  /** Of its own bytes: its length, its branch of a union, its key in a map. */
  readonly parts: readonly InspectedField[];
}

const partKinds: ReadonlySet<InspectedField['kind']> = new Set(['length', 'branch', 'key']);

/** The inspected fields with numbers, paths and their parts, in their order. */
export function toByteFields(all: readonly InspectedField[]): ByteField[] {
  const fields: InspectedField[] = [];
  const parts = new Map<InspectedField, InspectedField[]>();
  for (const field of all) {
    // Parts stand right below what they are parts of.
    const whole = fields.at(-1);
    if (!partKinds.has(field.kind) || whole === undefined) fields.push(field);
    else if (parts.has(whole)) parts.get(whole)?.push(field);
    else parts.set(whole, [field]);
  }
  const names: string[] = [];
  const leaves = findLeaves(fields);
  let numbers = 0;
  return fields.map((field, at) => {
    names.length = field.depth;
    names[field.depth] = field.name.replace(/^\[(\d+)\]$/, '$1');
    const number = leaves[at] === true && field.end > field.start ? ++numbers : undefined;
    return { field, number, path: names.join('.'), parts: parts.get(field) ?? [] };
  });
}

/** Which fields have no field within them. */
function findLeaves(fields: readonly InspectedField[]): boolean[] {
  const leaves: boolean[] = [];
  /** Whether there is a field at this depth, below the next one that is less deep. */
  const hasField: boolean[] = [];
  for (let at = fields.length - 1; at >= 0; at--) {
    const field = fields[at];
    if (!field) continue;
    const { depth, kind } = field;
    const holdsField = hasField[depth + 1] === true;
    leaves[at] = kind === 'field' && !holdsField;
    hasField.length = depth + 1;
    hasField[depth] = hasField[depth] === true || kind === 'field' || holdsField;
  }
  return leaves;
}

/** For each byte the index of the innermost field that it belongs to; -1 where it belongs to none. */
export function toOwners(fields: readonly ByteField[], count: number): Int32Array {
  const owners = new Int32Array(count).fill(-1);
  // Later ones lie within those before them that are less deep.
  fields.forEach(({ field }, at) => owners.fill(at, Math.max(0, field.start), Math.min(count, field.end)));
  return owners;
}

/** The inspected field of each line of a value's tree, by name and depth; undefined where the bytes show none. */
export function fieldsOfTree(nodes: readonly TreeNode[], fields: readonly ByteField[]): (ByteField | undefined)[] {
  const byPath = new Map(fields.filter(({ field }) => field.kind === 'field').map((one) => [one.path.replace(/^payload\b/, 'value'), one]));
  const names: string[] = [];
  return nodes.map(({ depth, name }) => {
    names.length = depth;
    names[depth] = name;
    return byPath.get(names.join('.'));
  });
}
