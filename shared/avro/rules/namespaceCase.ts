import { namespaceOf } from '../names.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A namespace that is not in lower case. */
export const namespaceCase: Rule<NamedSchema> = {
  id: 'namespace-case',
  severity: 'information',
  isOff: true,
  spec: 'Names',
  on: 'named',
  *check({ name, namespace }) {
    const isDotted = name?.value.includes('.') === true;
    const [value, span] = isDotted ? [namespaceOf(name.value), name.span] : [namespace?.value, namespace?.span];
    if (value === undefined || span === undefined || value === value.toLowerCase()) return;
    yield { span, message: `The namespace "${value}" is not in lower case.` };
  },
};
