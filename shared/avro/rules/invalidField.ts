import { fix, titleWord } from '../fixes/fix.ts';
import { objectText, removeItem, replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonNode } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { isValidName } from '../names.ts';
import type { Fix } from '../schema.ts';
import { fieldsOf, membersInStep } from './rule.ts';
import type { FieldOwner, Rule } from './rule.ts';

/** Something in `fields`, or in the `request` of a message, that is no object. */
export const invalidField: Rule<FieldOwner> = {
  id: 'invalid-field',
  severity: 'error',
  spec: 'Complex Types, Records; Messages',
  on: 'fieldOwner',
  *check(owner, { parsed: { text } }) {
    const { type, json } = owner;
    const fields = findValue(json, type === 'record' ? 'fields' : 'request');
    const noun = type === 'record' ? 'field' : 'parameter';
    if (fields?.kind !== 'array') return;
    let count = 0;
    for (const field of fields.items) {
      if (++count % membersInStep === 0) yield undefined;
      if (field.kind === 'object') continue;
      yield {
        span: field.span,
        message: `A ${noun} is an object with a "name" and a "type".`,
        fixes: () => [...makeField(text, owner, field), ...fix('Remove It', removeItem(text, fields, field))],
      };
    }
  },
};

/** A word alone is probably the name of a field. */
function makeField(text: string, owner: FieldOwner, item: JsonNode): Fix[] {
  if (item.kind !== 'string' || !isValidName(item.value) || fieldsOf(owner).some(({ name }) => name?.value === item.value)) return [];
  const properties = [
    ['name', JSON.stringify(item.value)],
    ['type', '"string"'],
  ] as const;
  return fix(`Make a Field ${titleWord(item.value)}`, replaceSpan(item.span, objectText(text, properties)));
}
