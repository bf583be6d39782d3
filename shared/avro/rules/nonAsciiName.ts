import { isAsciiName, isValidName } from '../names.ts';
import type { Spanned } from '../schema.ts';
import { nothing } from './rule.ts';
import type { Declaration, Finding, Rule } from './rule.ts';

/** A name with letters beyond A to Z: Java's Avro takes them, the specification and many other readers do not. */
export const nonAsciiName: Rule<Declaration> = {
  id: 'non-ascii-name',
  severity: 'warning',
  spec: 'Names',
  on: 'declaration',
  concerns: (declaration) => namesIn(declaration).some(({ value }) => /[^\0-\x7f]/.test(value)),
  check(declaration) {
    return isPlain(declaration) ? nothing : find(declaration);
  },
};

/** Whether there is nothing to look at closer, as nearly everywhere. */
function isPlain(declaration: Declaration): boolean {
  const { name } = declaration;
  if (name !== undefined && beyondAscii.test(name.value)) return false;
  if (!('type' in declaration)) return true;
  const { namespace } = declaration;
  if (namespace !== undefined && beyondAscii.test(namespace.value)) return false;
  return declaration.type !== 'enum' || declaration.symbols.every(({ value }) => !beyondAscii.test(value));
}

const beyondAscii = /[^\x20-\x7e]/;

function* find(declaration: Declaration): Iterable<Finding> {
  for (const { value, span } of namesIn(declaration)) {
    const parts = value.split('.');
    if (parts.every((part) => isAsciiName(part) || !isValidName(part))) continue;
    yield { span, message: `"${value}" has letters beyond A to Z, which the specification forbids and many readers refuse.` };
  }
}

function namesIn(declaration: Declaration): readonly Spanned<string>[] {
  const { name } = declaration;
  const own = name === undefined ? [] : [name];
  if (!('type' in declaration)) return own;
  const { namespace } = declaration;
  const counts = namespace !== undefined && name?.value.includes('.') !== true ? [namespace] : [];
  return [...own, ...counts, ...(declaration.type === 'enum' ? declaration.symbols : [])];
}
