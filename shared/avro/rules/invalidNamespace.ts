import { fix, titleWord } from '../fixes/fix.ts';
import { replaceNamespace } from '../fixes/typeNames.ts';
import { validNamespaceNear } from '../fixes/validNames.ts';
import { isValidNamespace, namespaceOf } from '../names.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A namespace that is not made of names with dots between them. A namespace beside a dotted name counts for nothing. */
export const invalidNamespace: Rule<NamedSchema> = {
  id: 'invalid-namespace',
  severity: 'error',
  spec: 'Names',
  on: 'named',
  *check({ name, namespace }, { parsed }) {
    const isDotted = name?.value.includes('.') === true;
    const counts = isDotted ? (namespaceOf(name.value) ?? '') : (namespace?.value ?? '');
    const span = isDotted ? name.span : namespace?.span;
    if (span === undefined || isValidNamespace(counts)) return;
    yield {
      span,
      message: `"${counts}" is not a valid namespace: it is made of names with single dots between them.`,
      fixes: () => {
        const valid = validNamespaceNear(counts);
        return fix(`Change the Namespace to ${titleWord(valid)}`, replaceNamespace(counts, valid, parsed), { isPreferred: true });
      },
    };
  },
};
