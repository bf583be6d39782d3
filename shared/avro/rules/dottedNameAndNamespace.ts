import { changeTo, fix } from '../fixes/fix.ts';
import { removeProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import { namespaceOf, unqualifiedName } from '../names.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A namespace beside a name with dots, which is a fullname already and has another one: the attribute counts for nothing. */
export const dottedNameAndNamespace: Rule<NamedSchema> = {
  id: 'dotted-name-and-namespace',
  severity: 'warning',
  spec: 'Names',
  on: 'named',
  *check({ json, name, namespace }, { parsed: { text } }) {
    if (name === undefined || namespace === undefined || !name.value.includes('.')) return;
    if ((namespaceOf(name.value) ?? '') === namespace.value) return;
    const property = findProperty(json, 'namespace');
    const unqualified = unqualifiedName(name.value);
    yield {
      span: namespace.span,
      message: `The "namespace" is ignored, because "${name.value}" is a fullname already.`,
      fixes: () => [
        ...(property === undefined ? [] : fix('Remove "namespace"', removeProperty(text, json, property), { isPreferred: true })),
        ...(unqualified === '' ? [] : changeTo(name, [unqualified], { isPreferred: false })),
      ],
    };
  },
};
