import { changeTo, fix } from '../fixes/fix.ts';
import { arrayText, removeProperty, replaceSpan, textOf } from '../fixes/jsonEdits.ts';
import { siblingsOf, suggestFieldName, suggestTypeName } from '../fixes/typeNames.ts';
import type { JsonNode, JsonProperty } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import type { Fix, ParsedSchema } from '../schema.ts';
import type { Declaration, Rule } from './rule.ts';

/** A name that is no string, or fields, symbols or aliases that are no array. */
export const attributeKind: Rule<Declaration> = {
  id: 'attribute-kind',
  severity: 'error',
  spec: 'Complex Types',
  on: 'declaration',
  concerns: (declaration) =>
    kindsOf(declaration).some(([attribute, kind]) => (findValue(declaration.json, attribute)?.kind ?? kind) !== kind),
  *check(declaration, { parsed }) {
    for (const [attribute, kind] of kindsOf(declaration)) {
      const property = findProperty(declaration.json, attribute);
      const value = property?.value;
      if (value === undefined || value.kind === kind) continue;
      yield {
        span: value.span,
        message: `"${attribute}" must be ${kind === 'array' ? 'an array' : 'a string'}.`,
        fixes: () => (kind === 'array' ? fixArray(declaration, property, value, parsed) : fixName(declaration, value, parsed)),
      };
    }
  },
};

function fixName(declaration: Declaration, value: JsonNode, parsed: ParsedSchema): Fix[] {
  const isField = !('type' in declaration);
  const name = isField ? suggestFieldName(declaration, siblingsOf(declaration, parsed)) : suggestTypeName(declaration, parsed);
  return changeTo(value, [name], { isPreferred: false });
}

/** What could be an item gets its array; null and an empty object mean that there is none. */
function fixArray({ json }: Declaration, property: JsonProperty | undefined, value: JsonNode, { text }: ParsedSchema): Fix[] {
  const attribute = property?.name.value;
  const isItem = attribute === 'fields' ? value.kind === 'object' && value.properties.length > 0 : value.kind === 'string';
  if (isItem) return fix('Put It in an Array', replaceSpan(value.span, arrayText(text, [textOf(text, value)])), { isPreferred: true });
  if (attribute === 'aliases') return property === undefined ? [] : fix('Remove "aliases"', removeProperty(text, json, property));
  return fix('Change to []', replaceSpan(value.span, '[]'));
}

const own = [
  ['name', 'string'],
  ['aliases', 'array'],
] as const;
const kinds: Readonly<Record<'record' | 'enum' | 'fixed' | 'field', readonly (readonly [string, JsonNode['kind']])[]>> = {
  record: [...own, ['fields', 'array']],
  enum: [...own, ['symbols', 'array']],
  fixed: own,
  field: own,
};

function kindsOf(declaration: Declaration): (typeof kinds)['field'] {
  return kinds['type' in declaration ? declaration.type : 'field'];
}
