import { titleWord } from '../fixes/fix.ts';
import { insertAt, objectText, replaceSpan, textOf, together } from '../fixes/jsonEdits.ts';
import type { Edits } from '../fixes/jsonEdits.ts';
import type { Field } from '../schema.ts';
import type { Refactoring } from './refactoring.ts';
import { fieldAt, keepsDefaults } from './refactoring.ts';

/** Makes a field an array, or a map, of what it was. An array's default is an array of what the default was. */
export const wrapType: Refactoring = {
  kind: 'rewrite',
  *offers(place) {
    const { field } = fieldAt(place) ?? {};
    if (field?.name === undefined || field.schema.type === 'invalid') return;
    const { parsed } = place;
    const { text } = parsed;
    const name = titleWord(field.name.value);
    const array = canStandInArray(field) ? together(wrap(text, field, 'array', 'items'), wrapDefault(text, field)) : undefined;
    if (array !== undefined && keepsDefaults(parsed, array)) yield { title: `Make ${name} an Array`, edits: array };
    const map = field.default === undefined ? wrap(text, field, 'map', 'values') : undefined;
    if (map !== undefined && keepsDefaults(parsed, map)) yield { title: `Make ${name} a Map`, edits: map };
  },
};

/** The text of a number is good for a float or double that is the field's own type, and not for an item. */
function canStandInArray({ schema, default: value }: Field): boolean {
  return !(value?.kind === 'string' && (schema.type === 'float' || schema.type === 'double'));
}

function wrapDefault(text: string, { default: value }: Field): Edits {
  return value === undefined ? [] : replaceSpan(value.span, `[${textOf(text, value)}]`);
}

/** What stands around the type, which itself stays as it is. */
function wrap(text: string, { schema: { span } }: Field, type: string, attribute: string): Edits {
  const [before = '', behind = ''] = objectText(text, [
    ['type', JSON.stringify(type)],
    [attribute, mark],
  ]).split(mark);
  return together(insertAt(span.start, before), insertAt(span.end, behind));
}

/** Stands for the type. */
const mark = '\u0000';
