import type { NamedSchema, NameLookup, NameReference } from './schema.ts';

/**
 * Makes of a reference one to another text: its `target` is looked up whenever somebody asks for it, and so is its
 * `fullname`, which is the name without its enclosing namespace where that alone has a type of this name. Whoever goes
 * from target to target may get back to the text that he has come from.
 */
export function resolveElsewhere(reference: NameReference, lookup: NameLookup): void {
  const { fullname, name } = reference;
  const isElsewhere = (other: string): boolean => lookup(other) !== undefined;
  // In the null namespace there is nothing else to look for.
  const alternative = name.value.includes('.') || name.value === fullname ? undefined : name.value;
  Object.defineProperties(reference, {
    target: {
      enumerable: true,
      get: (): NamedSchema | undefined => lookup(fullname) ?? (alternative === undefined ? undefined : lookup(alternative)),
    },
    ...(alternative !== undefined && {
      fullname: {
        enumerable: true,
        get: (): string => (!isElsewhere(fullname) && isElsewhere(alternative) ? alternative : fullname),
      },
    }),
  });
}
