import { changeTo, fix } from '../fixes/fix.ts';
import { removeItem } from '../fixes/jsonEdits.ts';
import { validNamesNear, withUnqualifiedName } from '../fixes/validNames.ts';
import { findValue } from '../jsonTree.ts';
import { isValidName, unqualifiedName } from '../names.ts';
import { hasAttribute } from './rule.ts';
import type { Declaration, Rule } from './rule.ts';

/** An alias that is no string, or that no type could ever have as its name. */
export const invalidAlias: Rule<Declaration> = {
  id: 'invalid-alias',
  severity: 'error',
  spec: 'Aliases',
  on: 'declaration',
  concerns: ({ json }) => hasAttribute(json, 'aliases'),
  *check(declaration, { parsed: { text } }) {
    const aliases = findValue(declaration.json, 'aliases');
    const isField = !('type' in declaration);
    if (aliases?.kind !== 'array') return;
    for (const alias of aliases.items) {
      const remove = () => fix('Remove the Alias', removeItem(text, aliases, alias));
      if (alias.kind !== 'string')
        yield {
          span: alias.span,
          message: `An alias must be a string, not ${alias.kind === 'null' ? '' : 'a '}${alias.kind}.`,
          fixes: remove,
        };
      // Nothing looks at a field's aliases before data is read.
      else if (!isField && !isValidName(unqualifiedName(alias.value)))
        yield {
          span: alias.span,
          message: `"${alias.value}" is not a valid name, so nothing can be called that.`,
          fixes: () => [
            ...changeTo(
              alias,
              validNamesNear(unqualifiedName(alias.value)).map((near) => withUnqualifiedName(alias.value, near)),
              { isPreferred: false },
            ),
            ...remove(),
          ],
        };
    }
  },
};
