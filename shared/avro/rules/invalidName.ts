import { changeTo } from '../fixes/fix.ts';
import { freeFieldName, renameTypeFixes, siblingsOf, suggestFieldName, suggestTypeName } from '../fixes/typeNames.ts';
import { validNamesNear } from '../fixes/validNames.ts';
import { isValidName, unqualifiedName } from '../names.ts';
import type { Fix, ParsedSchema, Spanned } from '../schema.ts';
import type { Declaration, Rule } from './rule.ts';

/** A name with characters that names may not have, such as `order-id`: code could not be made of it. */
export const invalidName: Rule<Declaration> = {
  id: 'invalid-name',
  severity: 'error',
  spec: 'Names',
  on: 'declaration',
  concerns: (declaration) => !hasValidName(declaration),
  *check(declaration, { parsed }) {
    const { name } = declaration;
    const isField = !('type' in declaration);
    if (name === undefined || hasValidName(declaration)) return;
    const fixes = () => fixName(declaration, name, parsed);
    if (name.value === '') yield { span: name.span, message: 'A name may not be empty.', fixes };
    else if (isField && name.value.includes('.'))
      yield { span: name.span, message: `"${name.value}" is not a valid field name: only types have dots in their names.`, fixes };
    else
      yield {
        span: name.span,
        message: `"${name.value}" is not a valid name: letters, digits and _ are allowed, and no digit in front.`,
        fixes,
      };
  },
};

/** Names much like it, or one made of what it names. */
function fixName(declaration: Declaration, name: Spanned<string>, parsed: ParsedSchema): Fix[] {
  const near = validNamesNear('type' in declaration ? unqualifiedName(name.value) : name.value);
  if ('type' in declaration) {
    return renameTypeFixes({ name, schema: declaration }, near.length > 0 ? near : [suggestTypeName(declaration, parsed)], parsed);
  }
  const siblings = siblingsOf(declaration, parsed);
  return changeTo(name, near.length > 0 ? near.map((each) => freeFieldName(each, siblings)) : [suggestFieldName(declaration, siblings)]);
}

function hasValidName(declaration: Declaration): boolean {
  const { name } = declaration;
  return name === undefined || isValidName('type' in declaration ? unqualifiedName(name.value) : name.value);
}
