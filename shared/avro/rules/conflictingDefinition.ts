import { indexText } from '../indexText.ts';
import { differentFrom, textNames } from '../otherDefinitions.ts';
import type { NamedSchema, ParsedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * A fullname that another file defines, too, and as something else: whoever refers to it could mean either. Docs, aliases,
 * sort orders and attributes of your own may differ.
 */
export const conflictingDefinition: Rule<NamedSchema> = {
  id: 'conflicting-definition',
  severity: 'warning',
  spec: 'Names',
  on: 'named',
  *check(schema, { parsed, otherNames, once }) {
    const { name, fullname } = schema;
    if (name === undefined || fullname === undefined || parsed.definitions.get(fullname) !== schema) return;
    const others = otherNames.find(fullname);
    const different = others.length === 0 ? [] : differentFrom(schema, once(digestsOf).get(fullname), others, otherNames);
    if (different.length === 0) return;
    yield {
      span: name.span,
      message: `"${fullname}" is defined differently in ${textNames(different.map(({ uri }) => uri))}.`,
      related: different.map(({ uri, nameSpan }) => ({ uri, span: nameSpan, message: 'Another definition is here.' })),
    };
  },
};

/** By fullname. */
function digestsOf(parsed: ParsedSchema): ReadonlyMap<string, string> {
  return new Map(indexText(parsed).definitions.map(({ fullname, digest }) => [fullname, digest]));
}
