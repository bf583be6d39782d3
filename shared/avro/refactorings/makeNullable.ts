import { titleWord } from '../fixes/fix.ts';
import { arrayText, insertAt, insertItem, setProperty, together } from '../fixes/jsonEdits.ts';
import type { Edits } from '../fixes/jsonEdits.ts';
import type { Field, ParsedSchema, Schema } from '../schema.ts';
import type { Offer, Refactoring } from './refactoring.ts';
import { fieldAt, keepsDefaults } from './refactoring.ts';

/**
 * Lets a field be null as well. `null` stands first and is the default, so that a reader needs no such field in the data; a
 * field that has a default can keep it, and `null` then stands last, as readers before 1.12 need it.
 */
export const makeNullable: Refactoring = {
  kind: 'rewrite',
  *offers(place) {
    const { field } = fieldAt(place) ?? {};
    if (field?.name === undefined || !canBeNullable(field.schema)) return;
    const { parsed } = place;
    const { text } = parsed;
    const name = titleWord(field.name.value);
    if (field.default === undefined) yield* offer(parsed, `Make ${name} Nullable`, withNullFirst(text, field));
    else {
      if (keepsDefault(field)) yield* offer(parsed, `Make ${name} Nullable, Keep Its Default`, addBranch(text, field.schema, 'last'));
      yield* offer(parsed, `Make ${name} Nullable, null as Its Default`, withNullFirst(text, field));
    }
  },
};

function canBeNullable(schema: Schema): boolean {
  if (schema.type === 'union') return schema.branches.every(({ type }) => type !== 'null' && type !== 'union');
  return schema.type !== 'invalid' && schema.type !== 'null';
}

/** The text of a number is good for a float or double that is the field's own type, and not for one in a union. */
function keepsDefault({ schema, default: value }: Field): boolean {
  return !(value?.kind === 'string' && (schema.type === 'float' || schema.type === 'double'));
}

function* offer(parsed: ParsedSchema, title: string, edits: Edits): Iterable<Offer> {
  if (edits !== undefined && keepsDefaults(parsed, edits)) yield { title, edits };
}

/** The changes that make a field's type nullable, with null as its first branch and its default. */
export function withNullFirst(text: string, { schema, json }: Field): Edits {
  return together(addBranch(text, schema, 'first'), setProperty(text, json, 'default', 'null'));
}

function addBranch(text: string, schema: Schema, where: 'first' | 'last'): Edits {
  if (schema.type === 'union') {
    if (schema.json.kind !== 'array') return undefined;
    return insertItem(text, schema.json, where === 'first' ? 0 : schema.json.items.length, '"null"');
  }
  const { start, end } = schema.span;
  // What stands around the type in a union of the two, which itself stays as it is.
  const [before = '', behind = ''] = arrayText(text, where === 'first' ? ['"null"', mark] : [mark, '"null"']).split(mark);
  return together(insertAt(start, before), insertAt(end, behind));
}

/** Stands for the type. */
const mark = '\u0000';
