import { renameSecondDefinition, useFirstDefinition } from '../fixes/duplicates.ts';
import { isSameDefinition } from '../sameDefinition.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A fullname defined twice, and not alike: what refers to it could mean either. */
export const duplicateDefinition: Rule<NamedSchema> = {
  id: 'duplicate-definition',
  severity: 'error',
  spec: 'Names',
  on: 'named',
  *check(schema, { parsed }) {
    const { name, fullname } = schema;
    const first = fullname === undefined ? undefined : parsed.definitions.get(fullname);
    if (name === undefined || first === undefined || first === schema || isSameDefinition(first, schema, parsed)) return;
    const related = first.name === undefined ? [] : [{ span: first.name.span, message: 'The first definition is here.' }];
    yield {
      span: name.span,
      message: `"${fullname ?? ''}" is already defined here, and differently.`,
      related,
      fixes: () => [
        ...renameSecondDefinition({ second: schema, name }, parsed),
        ...useFirstDefinition('Use the First Definition', { first, second: schema }, parsed),
      ],
    };
  },
};
