import type { Steps } from '../../slices.ts';
import { hasSameProperties, orderOf } from '../sameDefinition.ts';
import { dereference } from '../schema.ts';
import type { Field, Schema, Spanned } from '../schema.ts';
import { isNamed, schemasIn } from '../schemaTree.ts';

/** So many parts are compared in about a millisecond at most. */
const partsInStep = 500;

/**
 * Whether two schemas say the same, so that a registry would get nothing new: docs, aliases, defaults and attributes of one's own
 * count; layout, the order of properties, how names are qualified and where a type is defined do not. What is invalid is never the
 * same.
 */
export function* isSameSchemaSteps(a: Schema, b: Schema): Steps<boolean> {
  // By fullname: types of other texts may be other objects at each look.
  const compared = new Set<string>();
  const waiting: (readonly [Schema, Schema])[] = [[a, b]];
  let count = 0;
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    if (++count % partsInStep === 0) yield;
    const [c, d] = [dereference(pair[0]), dereference(pair[1])];
    if (c === undefined || d === undefined || !isSameButForParts(c, d)) return false;
    if (isNamed(c) && c.fullname !== undefined) {
      if (compared.has(c.fullname)) continue;
      compared.add(c.fullname);
    }
    const [inC, inD] = [schemasIn(c), schemasIn(d)];
    if (inC.length !== inD.length) return false;
    for (const [index, part] of inC.entries()) {
      const other = inD[index];
      if (other !== undefined) waiting.push([part, other]);
    }
  }
  return true;
}

/** These are compared as what they mean. */
const resolved: ReadonlySet<string> = new Set(['type', 'name', 'namespace', 'aliases', 'fields', 'symbols', 'size', 'items', 'values']);
const resolvedInField: ReadonlySet<string> = new Set(['name', 'type', 'aliases', 'order']);

function isSameButForParts(a: Schema, b: Schema): boolean {
  if (a.type !== b.type || a.type === 'invalid' || !hasSameProperties(a.json, b.json, resolved)) return false;
  if (!isNamed(a) || !isNamed(b)) return true;
  if (a.fullname === undefined || a.fullname !== b.fullname || !haveSameValues(a.aliases, b.aliases)) return false;
  switch (a.type) {
    case 'record':
      return b.type === 'record' && a.isError === b.isError && haveSameFields(a.fields, b.fields);
    case 'enum':
      return b.type === 'enum' && haveSameValues(a.symbols, b.symbols);
    case 'fixed':
      return b.type === 'fixed' && a.size === b.size;
  }
}

function haveSameFields(a: readonly Field[], b: readonly Field[]): boolean {
  return (
    a.length === b.length &&
    a.every((field, index) => {
      const other = b[index];
      return other !== undefined && isSameField(field, other);
    })
  );
}

function isSameField(a: Field, b: Field): boolean {
  return (
    a.name?.value === b.name?.value &&
    haveSameValues(a.aliases, b.aliases) &&
    orderOf(a.json) === orderOf(b.json) &&
    hasSameProperties(a.json, b.json, resolvedInField)
  );
}

function haveSameValues(a: readonly Spanned<string>[], b: readonly Spanned<string>[]): boolean {
  return a.length === b.length && a.every(({ value }, index) => value === b[index]?.value);
}
