import { isValidName, unqualifiedName } from '../names.ts';
import type { Declaration, Rule } from './rule.ts';

/** A name with characters that names may not have, such as `order-id`: code could not be made of it. */
export const invalidName: Rule<Declaration> = {
  id: 'invalid-name',
  severity: 'error',
  spec: 'Names',
  on: 'declaration',
  *check(declaration) {
    const { name } = declaration;
    const isField = !('type' in declaration);
    if (name === undefined || isValidName(isField ? name.value : unqualifiedName(name.value))) return;
    if (name.value === '') yield { span: name.span, message: 'A name may not be empty.' };
    else if (isField && name.value.includes('.'))
      yield { span: name.span, message: `"${name.value}" is not a valid field name: only types have dots in their names.` };
    else
      yield { span: name.span, message: `"${name.value}" is not a valid name: letters, digits and _ are allowed, and no digit in front.` };
  },
};
