import { findValue } from '../jsonTree.ts';
import type { Field, Fix } from '../schema.ts';
import { fix } from './fix.ts';
import { arrayText, insertItem, insertProperty, replaceSpan, together } from './jsonEdits.ts';

/** Gives a field another name, and its present one as an alias, so that old data still reads. */
export function renameField(text: string, { json, name, aliases, isParameter }: Field, newName: string): Fix[] {
  if (name === undefined) return [];
  const renaming = replaceSpan(name.span, JSON.stringify(newName));
  if (isParameter === true) return fix(`Rename to "${newName}"`, renaming);
  const list = findValue(json, 'aliases');
  const alias = JSON.stringify(name.value);
  const keeping = aliases.some(({ value }) => value === name.value)
    ? []
    : list === undefined
      ? insertProperty(text, json, 'aliases', arrayText(text, [alias]))
      : list.kind === 'array'
        ? insertItem(text, list, list.items.length, alias)
        : undefined;
  return fix(`Rename to "${newName}", with the Alias ${alias}`, together(renaming, keeping));
}
