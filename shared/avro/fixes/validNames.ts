import { isPrimitiveType, isValidName, unqualifiedName } from '../names.ts';
import type { ParsedSchema } from '../schema.ts';
import { resolveName } from '../names.ts';

/**
 * Names that Avro takes and that are written much like a text that is none: first with `_` for whatever it may not hold,
 * then, where that makes a difference, with the words put together as `orderId`.
 *
 * @returns nothing where the text holds no letter or digit
 */
export function validNamesNear(text: string): string[] {
  const words = text.split(/[^\p{L}\p{Nd}_]+|[\uD800-\uDFFF]+/u).filter((word) => /[\p{L}\p{Nd}]/u.test(word));
  const [first, ...others] = words;
  if (first === undefined) return [];
  const names = [words.join('_'), first + others.map(capitalized).join('')];
  return [...new Set(names.map((name) => (/^\p{Nd}/u.test(name) ? `_${name}` : name)))].filter(isValidName);
}

/** The namespace that is written much like a text that is none; empty for the null namespace. */
export function validNamespaceNear(text: string): string {
  return text
    .split('.')
    .flatMap((part) => (isValidName(part) ? [part] : validNamesNear(part).slice(0, 1)))
    .join('.');
}

/** The name for a type that a name of a field suggests, such as `OrderLine` for `order_line`. */
export function typeNameOf(fieldName: string): string | undefined {
  const name = fieldName
    .split(/[^\p{L}\p{Nd}]+/u)
    .map(capitalized)
    .join('');
  return validNamesNear(name)[0];
}

/** The name itself where it is free, otherwise with the first number behind it that makes it so. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${name}${number}`)) number++;
  return `${name}${number}`;
}

/** A name for a new type in a namespace, where the text defines none of it. */
export function freeTypeName(name: string, namespace: string | undefined, { definitions }: ParsedSchema): string {
  return freeName(name, (each) => definitions.has(resolveName(each, namespace)) || isPrimitiveType(resolveName(each, namespace)));
}

/** A name with other letters behind its namespace, if it has one. */
export function withUnqualifiedName(name: string, unqualified: string): string {
  return name.slice(0, name.length - unqualifiedName(name).length) + unqualified;
}

function capitalized(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}
