import { findValue } from '../jsonTree.ts';
import type { Declaration, Rule } from './rule.ts';

/** A doc, a namespace or an enum's default that is no string: readers act as if it were not there. */
export const ignoredAttribute: Rule<Declaration> = {
  id: 'ignored-attribute',
  severity: 'warning',
  spec: 'Names; Complex Types',
  on: 'declaration',
  *check(declaration) {
    for (const attribute of attributes['type' in declaration ? declaration.type : 'field']) {
      const value = findValue(declaration.json, attribute);
      if (value === undefined || value.kind === 'string') continue;
      yield { span: value.span, message: `"${attribute}" is ignored, because it is not a string.` };
    }
  },
};

const attributes = {
  record: ['namespace', 'doc'],
  enum: ['namespace', 'doc', 'default'],
  fixed: ['namespace', 'doc'],
  field: ['doc'],
} as const;
