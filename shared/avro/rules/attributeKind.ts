import type { JsonNode } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { Declaration, Rule } from './rule.ts';

/** A name that is no string, or fields, symbols or aliases that are no array. */
export const attributeKind: Rule<Declaration> = {
  id: 'attribute-kind',
  severity: 'error',
  spec: 'Complex Types',
  on: 'declaration',
  *check(declaration) {
    for (const [attribute, kind] of kinds['type' in declaration ? declaration.type : 'field']) {
      const value = findValue(declaration.json, attribute);
      if (value === undefined || value.kind === kind) continue;
      yield { span: value.span, message: `"${attribute}" must be ${kind === 'array' ? 'an array' : 'a string'}.` };
    }
  },
};

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
