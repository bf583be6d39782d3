import type { PrimitiveType } from './schema.ts';

/** In the order of the specification. */
export const primitiveTypes: readonly PrimitiveType[] = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

/** What `type` may say in an object besides a primitive type; `error` is a record of a protocol. */
export const complexTypes = ['record', 'error', 'enum', 'fixed', 'array', 'map'] as const;
export type ComplexType = (typeof complexTypes)[number];

/** The attribute that each complex type cannot do without tells which one is meant where `type` does not. */
export const attributeOwners: readonly (readonly [string, ComplexType])[] = [
  ['fields', 'record'],
  ['symbols', 'enum'],
  ['size', 'fixed'],
  ['items', 'array'],
  ['values', 'map'],
];

const primitives: ReadonlySet<string> = new Set(primitiveTypes);
const complex: ReadonlySet<string> = new Set(complexTypes);

export function isPrimitiveType(name: string): name is PrimitiveType {
  return primitives.has(name);
}

export function isComplexType(name: string): name is ComplexType {
  return complex.has(name);
}

/**
 * Resolves a name against a namespace: a dotted name is a fullname already, whatever the namespace.
 *
 * @param namespace undefined or empty for the null namespace
 * @returns the fullname; without a dot in the null namespace
 * @see Avro 1.12, "Names"
 */
export function resolveName(name: string, namespace: string | undefined): string {
  const dot = name.lastIndexOf('.');
  if (dot === 0) return name.slice(1);
  return dot > 0 || namespace === undefined || namespace === '' ? name : `${namespace}.${name}`;
}

/** The namespace of a fullname; undefined for the null namespace. */
export function namespaceOf(fullname: string): string | undefined {
  const dot = fullname.lastIndexOf('.');
  return dot <= 0 ? undefined : fullname.slice(0, dot);
}

/** The last part of a name, which is its own without the namespace. */
export function unqualifiedName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/**
 * Whether Java's Avro takes `name`, which has no dots, as the name of a type, field or symbol: a letter of any script or
 * `_`, then letters, decimal digits and `_`. It looks at UTF-16 code units, so letters beyond U+FFFF are none.
 */
export function isValidName(name: string): boolean {
  return isAsciiName(name) || (/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name) && !/[\uD800-\uDFFF]/.test(name));
}

/** Whether `name`, which has no dots, is one by the letter of the specification: `[A-Za-z_][A-Za-z0-9_]*`. */
export function isAsciiName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Whether every part of a dotted `namespace` is a name; the empty one is the null namespace. */
export function isValidNamespace(namespace: string): boolean {
  return namespace === '' || namespace.split('.').every(isValidName);
}
