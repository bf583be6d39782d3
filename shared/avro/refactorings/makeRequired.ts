import { titleWord } from '../fixes/fix.ts';
import { removeItem, removeProperty, replaceSpan, textOf, together } from '../fixes/jsonEdits.ts';
import type { Edits } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { Field, UnionSchema } from '../schema.ts';
import type { Refactoring } from './refactoring.ts';
import { fieldAt, keepsDefaults } from './refactoring.ts';

/** Takes null out of what a field can be, and a default of null with it; any other default stays. */
export const makeRequired: Refactoring = {
  kind: 'rewrite',
  *offers(place) {
    const { field } = fieldAt(place) ?? {};
    if (field?.name === undefined || field.schema.type !== 'union') return;
    const { parsed } = place;
    const edits = withoutNull(parsed.text, field, field.schema);
    // The default of a record may say that its field is null, or leave it to the field's own default.
    if (edits !== undefined && keepsDefaults(parsed, edits)) yield { title: `Make ${titleWord(field.name.value)} Required`, edits };
  },
};

function withoutNull(text: string, field: Field, { json, branches }: UnionSchema): Edits {
  const nothing = branches.find(({ type }) => type === 'null');
  const others = branches.filter((branch) => branch !== nothing);
  const [only] = others;
  if (nothing === undefined || only === undefined || json.kind !== 'array') return undefined;
  const property = findProperty(field.json, 'default');
  const isNull = property?.value?.kind === 'null';
  return together(
    others.length === 1 ? replaceAround(text, json.span, only.span) : removeItem(text, json, nothing.json),
    property !== undefined && isNull ? removeProperty(text, field.json, property) : [],
  );
}

/** Leaves of a union its only branch; what else is in it, but for white space, would get lost. */
function replaceAround(text: string, outer: Field['span'], inner: Field['span']): Edits {
  const [before, behind] = [
    { start: outer.start, end: inner.start },
    { start: inner.end, end: outer.end },
  ];
  if ([before, behind].some((span) => /\/[/*]/.test(textOf(text, { span })))) return undefined;
  return together(replaceSpan(before, ''), replaceSpan(behind, ''));
}
