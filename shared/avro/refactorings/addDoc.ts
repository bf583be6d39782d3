import { titleWord } from '../fixes/fix.ts';
import { insertProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { Refactoring } from './refactoring.ts';
import { fieldAt, namedAt } from './refactoring.ts';

/** Gives a field or a type an empty doc to write something into. */
export const addDoc: Refactoring = {
  kind: 'rewrite',
  *offers(place) {
    const part = fieldAt(place)?.field ?? namedAt(place);
    if (part?.name === undefined || findProperty(part.json, 'doc') !== undefined) return;
    const after = 'schema' in part ? ['name', 'type'] : ['name', 'namespace'];
    const edits = insertProperty(place.parsed.text, part.json, 'doc', '""', { after });
    if (edits !== undefined) yield { title: `Add a Doc to ${titleWord(part.name.value)}`, edits };
  },
};
