import { findProperty } from '../jsonTree.ts';
import { demandSpan, openingSpan } from './rule.ts';
import type { Declaration, Rule } from './rule.ts';

/** A record, enum, fixed or field without a name. */
export const missingName: Rule<Declaration> = {
  id: 'missing-name',
  severity: 'error',
  spec: 'Names; Complex Types, Records',
  on: 'declaration',
  *check(declaration) {
    const { json } = declaration;
    if (findProperty(json, 'name') !== undefined) return;
    const isField = !('type' in declaration);
    yield { span: isField ? openingSpan(json) : demandSpan(json), message: `This ${isField ? 'field' : declaration.type} has no "name".` };
  },
};
