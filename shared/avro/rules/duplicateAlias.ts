import { fix } from '../fixes/fix.ts';
import { removeItem } from '../fixes/jsonEdits.ts';
import { findValue } from '../jsonTree.ts';
import type { Declaration, Rule } from './rule.ts';

/** An alias that says nothing new: it stands in the list already, or is the very name that it is an alias of. */
export const duplicateAlias: Rule<Declaration> = {
  id: 'duplicate-alias',
  severity: 'warning',
  spec: 'Aliases',
  on: 'declaration',
  *check(declaration, { parsed: { text } }) {
    const { aliases, json } = declaration;
    if (aliases.length === 0) return;
    const own = 'type' in declaration ? declaration.fullname : declaration.name?.value;
    const list = findValue(json, 'aliases');
    const seen = new Set<string>();
    for (const { value, span } of aliases) {
      const isOwn = value === own;
      if (isOwn || seen.has(value)) {
        yield {
          span,
          message: isOwn ? `"${value}" is the name itself, and no alias is needed for it.` : `"${value}" is already an alias here.`,
          fixes: () => {
            const item = list?.kind === 'array' ? list.items.find((each) => each.span.start === span.start) : undefined;
            if (list?.kind !== 'array' || item === undefined) return [];
            return fix('Remove the Alias', removeItem(text, list, item), { isPreferred: true });
          },
        };
      }
      seen.add(value);
    }
  },
};
