import { unqualifiedName } from '../names.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A type whose name is not written as `OrderLine`. */
export const typeNameCase: Rule<NamedSchema> = {
  id: 'type-name-case',
  severity: 'information',
  isOff: true,
  spec: 'Names',
  on: 'named',
  *check({ name }) {
    if (name === undefined || /^\p{Lu}[\p{L}\p{Nd}]*$/u.test(unqualifiedName(name.value))) return;
    yield { span: name.span, message: `"${name.value}" is not written as types are, such as "OrderLine".` };
  },
};
