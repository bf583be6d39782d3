import type { Declaration, Rule } from './rule.ts';

/** A type or field that nobody has described. */
export const missingDoc: Rule<Declaration> = {
  id: 'missing-doc',
  severity: 'information',
  isOff: true,
  spec: 'Schema Declaration',
  on: 'declaration',
  *check({ name, doc }) {
    if (name === undefined || (doc !== undefined && doc.trim() !== '')) return;
    yield { span: name.span, message: `"${name.value}" has no "doc".` };
  },
};
