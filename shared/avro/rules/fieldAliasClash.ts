import { removeAlias } from '../fixes/removeAlias.ts';
import type { RecordSchema, Spanned } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * A field's alias that is the name, or an alias, of another field of the record: a reader puts the data that was written
 * under it into one of the two, and the other one gets none.
 */
export const fieldAliasClash: Rule<RecordSchema> = {
  id: 'field-alias-clash',
  severity: 'warning',
  spec: 'Aliases',
  on: 'record',
  *check({ fields }, { parsed: { text } }) {
    if (fields.every(({ aliases }) => aliases.length === 0)) return;
    const names = new Map<string, Spanned<string>>();
    for (const { name } of fields) if (name !== undefined && !names.has(name.value)) names.set(name.value, name);
    const aliasOwners = new Map<string, { readonly alias: Spanned<string>; readonly owner: string }>();
    for (const { name, aliases, json } of fields) {
      for (const alias of aliases) {
        const { value, span } = alias;
        if (name === undefined || value === name.value) continue;
        const other = names.get(value);
        const first = aliasOwners.get(value);
        if (other !== undefined) {
          yield {
            span,
            message: `"${value}" is a field of its own here, and its data would be read as "${name.value}".`,
            related: [{ span: other.span, message: `The field "${value}" is here.` }],
            fixes: () => removeAlias(text, json, alias),
          };
        } else if (first === undefined) aliasOwners.set(value, { alias, owner: name.value });
        else if (first.owner !== name.value) {
          yield {
            span,
            message: `"${value}" is already an alias of "${first.owner}", and data can be read as one field only.`,
            related: [{ span: first.alias.span, message: 'The first one is here.' }],
            fixes: () => removeAlias(text, json, alias),
          };
        }
      }
    }
  },
};
