import { isAsciiName, isValidName } from '../names.ts';
import type { Spanned } from '../schema.ts';
import type { Declaration, Rule } from './rule.ts';

/** A name with letters beyond A to Z: Java's Avro takes them, the specification and many other readers do not. */
export const nonAsciiName: Rule<Declaration> = {
  id: 'non-ascii-name',
  severity: 'warning',
  spec: 'Names',
  on: 'declaration',
  concerns: isUnusual,
  *check(declaration) {
    for (const { value, span } of namesIn(declaration)) {
      const parts = value.split('.');
      if (parts.every((part) => isAsciiName(part) || !isValidName(part))) continue;
      yield { span, message: `"${value}" has letters beyond A to Z, which the specification forbids and many readers refuse.` };
    }
  },
};

const beyondAscii = /[^\x20-\x7e]/;

/** Whether there is anything beyond ASCII at all, which is told without putting the names together. */
function isUnusual(declaration: Declaration): boolean {
  const { name } = declaration;
  if (name !== undefined && beyondAscii.test(name.value)) return true;
  if (!('type' in declaration)) return false;
  const { namespace } = declaration;
  if (namespace !== undefined && beyondAscii.test(namespace.value)) return true;
  return declaration.type === 'enum' && declaration.symbols.some(({ value }) => beyondAscii.test(value));
}

function namesIn(declaration: Declaration): readonly Spanned<string>[] {
  const { name } = declaration;
  const own = name === undefined ? [] : [name];
  if (!('type' in declaration)) return own;
  const { namespace } = declaration;
  const counts = namespace !== undefined && name?.value.includes('.') !== true ? [namespace] : [];
  return [...own, ...counts, ...(declaration.type === 'enum' ? declaration.symbols : [])];
}
