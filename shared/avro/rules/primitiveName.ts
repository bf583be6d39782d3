import { renameTypeFixes } from '../fixes/typeNames.ts';
import { isPrimitiveType, unqualifiedName } from '../names.ts';
import type { NamedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A type of one's own that is called like a primitive type: a reference to it could never reach it. */
export const primitiveName: Rule<NamedSchema> = {
  id: 'primitive-name',
  severity: 'error',
  spec: 'Names',
  on: 'named',
  *check(schema, { parsed }) {
    const { name, fullname } = schema;
    if (name === undefined || fullname === undefined || !isPrimitiveType(fullname)) return;
    yield {
      span: name.span,
      message: `"${name.value}" is a primitive type, so no other type can have this name.`,
      fixes: () => {
        const word = unqualifiedName(name.value);
        return renameTypeFixes({ name, schema }, [word.slice(0, 1).toUpperCase() + word.slice(1)], parsed);
      },
    };
  },
};
