import { javaDefaultOptions } from '../defaultOptions.ts';
import { titleJson, titleWord } from '../fixes/fix.ts';
import { setProperty } from '../fixes/jsonEdits.ts';
import { plainValue } from '../fixes/plainValue.ts';
import type { Refactoring } from './refactoring.ts';
import { fieldAt } from './refactoring.ts';

/** Gives a field without a default the plainest value of its type as one, so that data without the field can be read. */
export const addDefault: Refactoring = {
  kind: 'rewrite',
  *offers(place) {
    const { field, owner } = fieldAt(place) ?? {};
    if (field?.name === undefined || owner === undefined || field.default !== undefined) return;
    const { parsed } = place;
    const value = plainValue(parsed.text, field.schema, javaDefaultOptions(owner, parsed));
    const edits = value === undefined ? undefined : setProperty(parsed.text, field.json, 'default', value);
    if (value === undefined || edits === undefined) return;
    yield { title: `Add the Default ${titleJson(value)} to ${titleWord(field.name.value)}`, edits };
  },
};
