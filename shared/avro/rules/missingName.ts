import { addAttribute } from '../fixes/attributes.ts';
import { siblingsOf, suggestFieldName, suggestTypeName } from '../fixes/typeNames.ts';
import { findProperty } from '../jsonTree.ts';
import { demandSpan, fieldNoun, hasAttribute, openingSpan } from './rule.ts';
import { atMisspelling } from '../misspelt.ts';
import type { Declaration, Rule } from './rule.ts';

/** A record, enum, fixed or field without a name. */
export const missingName: Rule<Declaration> = {
  id: 'missing-name',
  severity: 'error',
  spec: 'Names; Complex Types, Records',
  on: 'declaration',
  concerns: ({ json }) => !hasAttribute(json, 'name'),
  *check(declaration, { parsed }) {
    const { json } = declaration;
    if (findProperty(json, 'name') !== undefined) return;
    const isField = !('type' in declaration);
    yield atMisspelling(
      {
        span: isField ? openingSpan(json) : demandSpan(json),
        message: `This ${isField ? fieldNoun(declaration) : declaration.type} has no "name".`,
        fixes: () => {
          const name = isField ? suggestFieldName(declaration, siblingsOf(declaration, parsed)) : suggestTypeName(declaration, parsed);
          return addAttribute(parsed.text, json, {
            owner: isField ? 'field' : declaration.type,
            name: 'name',
            value: JSON.stringify(name),
            kinds: ['string'],
            after: isField ? [] : ['type'],
          });
        },
      },
      json,
      isField ? 'field' : declaration.type,
      'name',
    );
  },
};
