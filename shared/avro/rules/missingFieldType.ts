import { addAttribute, schemaKinds } from '../fixes/attributes.ts';
import { typeOfValue } from '../fixes/guess.ts';
import { findProperty } from '../jsonTree.ts';
import { atMisspelling } from '../misspelt.ts';
import type { Field } from '../schema.ts';
import { fieldNoun, hasAttribute, openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A field that does not say what it holds. */
export const missingFieldType: Rule<Field> = {
  id: 'missing-field-type',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'field',
  concerns: ({ json }) => !hasAttribute(json, 'type'),
  *check(field, { parsed: { text } }) {
    const { json, name } = field;
    if (findProperty(json, 'type') !== undefined) return;
    yield atMisspelling(
      {
        span: name?.span ?? openingSpan(json),
        message: name === undefined ? `This ${fieldNoun(field)} has no "type".` : `The ${fieldNoun(field)} "${name.value}" has no "type".`,
        fixes: () =>
          addAttribute(text, json, {
            owner: 'field',
            name: 'type',
            value: typeOfValue(text, field.default),
            kinds: schemaKinds,
            after: ['name'],
          }),
      },
      json,
      'field',
      'type',
    );
  },
};
