import { removeAlias } from '../fixes/removeAlias.ts';
import type { Declaration, Rule } from './rule.ts';

/** An alias that says nothing new: it stands in the list already, or is the very name that it is an alias of. */
export const duplicateAlias: Rule<Declaration> = {
  id: 'duplicate-alias',
  severity: 'warning',
  spec: 'Aliases',
  on: 'declaration',
  concerns: ({ aliases }) => aliases.length > 0,
  *check(declaration, { parsed: { text } }) {
    const { aliases, json } = declaration;
    const own = 'type' in declaration ? declaration.fullname : declaration.name?.value;
    const seen = new Set<string>();
    for (const alias of aliases) {
      const { value, span } = alias;
      const isOwn = value === own;
      if (isOwn || seen.has(value)) {
        yield {
          span,
          message: isOwn ? `"${value}" is the name itself, and no alias is needed for it.` : `"${value}" is already an alias here.`,
          fixes: () => removeAlias(text, json, alias, { isPreferred: true }),
        };
      }
      seen.add(value);
    }
  },
};
