import { fix, titleWord } from '../fixes/fix.ts';
import { renameProperty } from '../fixes/jsonEdits.ts';
import { findMisspelt, mayBeMisspelt, spellingOwner } from '../misspelt.ts';
import type { SpellingOwner } from '../misspelt.ts';
import type { SchemaPart } from '../schemaTree.ts';
import type { Rule } from './rule.ts';

/**
 * An attribute with a slip in its name, such as `namspace`: readers take it for one of your own and ignore it. One that is
 * not just a slip is legal, and so is any that stands beside the right one.
 */
export const misspeltAttribute: Rule<SchemaPart> = {
  id: 'misspelt-attribute',
  severity: 'warning',
  spec: 'Schema Declaration',
  on: 'part',
  concerns: mayBeMisspelt,
  *check(part) {
    const { json } = part;
    const owner = spellingOwner(part);
    if (owner === undefined || json.kind !== 'object') return;
    for (const { property, attribute } of findMisspelt(json, owner)) {
      if (neededBy[owner]?.includes(attribute) === true) continue;
      const { value } = property.name;
      yield {
        span: property.name.span,
        message: `"${value}" means nothing to Avro. Did you mean "${attribute}"?`,
        fixes: () => fix(`Rename ${titleWord(value)} to "${attribute}"`, renameProperty(property, attribute), { isPreferred: true }),
      };
    }
  },
};

/** Without these there is an error, which is told at the misspelt one. */
const neededBy: Readonly<Partial<Record<SpellingOwner, readonly string[]>>> = {
  record: ['type', 'name', 'fields'],
  enum: ['type', 'name', 'symbols'],
  fixed: ['type', 'name', 'size'],
  array: ['type', 'items'],
  map: ['type', 'values'],
  untyped: ['type'],
  field: ['type', 'name'],
};
