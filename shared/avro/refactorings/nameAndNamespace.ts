import { titleWord } from '../fixes/fix.ts';
import { removeProperty, replaceSpan, setProperty, together } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import { unqualifiedName } from '../names.ts';
import type { Refactoring } from './refactoring.ts';
import { namedAt } from './refactoring.ts';

/** Writes a type's fullname as a name and a namespace, or both of them as one name with dots. */
export const nameAndNamespace: Refactoring = {
  kind: 'rewrite',
  *offers(place) {
    const named = namedAt(place);
    if (named?.name === undefined || named.fullname === undefined) return;
    const { name, namespace, json } = named;
    const { text } = place.parsed;
    const property = findProperty(json, 'namespace');
    const dot = name.value.lastIndexOf('.');
    if (dot >= 0) {
      const edits = together(
        replaceSpan(name.span, JSON.stringify(unqualifiedName(name.value))),
        setProperty(text, json, 'namespace', JSON.stringify(name.value.slice(0, dot)), { after: ['name'] }),
      );
      if (edits !== undefined) yield { title: `Split ${titleWord(name.value)} into Name and Namespace`, edits };
    } else if (namespace !== undefined && namespace.value !== '' && property !== undefined) {
      const edits = together(replaceSpan(name.span, JSON.stringify(named.fullname)), removeProperty(text, json, property));
      if (edits !== undefined) yield { title: `Write ${titleWord(named.fullname)} as One Name`, edits };
    }
  },
};
