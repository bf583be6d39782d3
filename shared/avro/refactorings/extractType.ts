import { titleWord } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import { placeOf } from '../fixes/place.ts';
import { namespaceOf, unqualifiedName } from '../names.ts';
import type { NamedSchema, ParsedSchema } from '../schema.ts';
import { allParts, isField } from '../schemaTree.ts';
import { movedDefinition } from './movedDefinition.ts';
import type { Refactoring } from './refactoring.ts';
import { namedAt } from './refactoring.ts';

/** Moves a type that is defined inside of another schema to a file of its own, and leaves its fullname. */
export const extractType: Refactoring = {
  kind: 'extract',
  *offers(place) {
    const named = namedAt(place);
    const { parsed } = place;
    if (named?.fullname === undefined || named === parsed.schema || parsed.protocol !== undefined) return;
    const { fullname } = named;
    const name = `${unqualifiedName(fullname)}.avsc`;
    if (parsed.definitions.get(fullname) !== named || !place.canCreate(name) || !canStandAlone(named, parsed)) return;
    // From inside of a namespace a name without dots means that namespace's.
    if (namespaceOf(fullname) === undefined && placeOf(parsed, named.json).namespace !== undefined) return;
    const text = movedDefinition(parsed.text, named, { namespace: undefined, indent: '' });
    if (text === undefined) return;
    const newLine = parsed.text.includes('\r\n') ? '\r\n' : '\n';
    yield {
      title: `Extract ${titleWord(unqualifiedName(fullname))} to ${name}`,
      edits: replaceSpan(named.span, JSON.stringify(fullname)),
      file: { name, text: text + newLine },
    };
  },
};

/** Whether all that a type refers to is its own or in other files: two files that need each other could be read in no order. */
function canStandAlone(named: NamedSchema, { definitions }: ParsedSchema): boolean {
  const { span } = named;
  for (const part of allParts(named)) {
    if (isField(part) || part.type !== 'reference') continue;
    const target = definitions.get(part.fullname);
    if (target !== undefined && (target.span.start < span.start || target.span.end > span.end)) return false;
  }
  return true;
}
