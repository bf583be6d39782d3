import { useFirstDefinition } from '../fixes/duplicates.ts';
import { isSameDefinition } from '../sameDefinition.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A type defined twice in the same words: the specification forbids it, and of the Java releases only the latest take it. */
export const repeatedDefinition: Rule<NamedSchema> = {
  id: 'repeated-definition',
  severity: 'warning',
  spec: 'Names',
  on: 'named',
  *check(schema, { parsed }) {
    const { name, fullname } = schema;
    const first = fullname === undefined ? undefined : parsed.definitions.get(fullname);
    if (name === undefined || first === undefined || first === schema || !isSameDefinition(first, schema, parsed)) return;
    const related = first.name === undefined ? [] : [{ span: first.name.span, message: 'The first definition is here.' }];
    yield {
      span: name.span,
      message: `"${fullname ?? ''}" is defined a second time; its name is enough here.`,
      related,
      fixes: () => useFirstDefinition('Replace with Its Name', { first, second: schema }, parsed, { isPreferred: true }),
    };
  },
};
