import { indexText } from '../shared/avro/indexText.ts';
import { NameIndex } from '../shared/avro/nameIndex.ts';
import type { OtherNames } from '../shared/avro/nameIndex.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { NameLookup, ParsedSchema } from '../shared/avro/schema.ts';

/**
 * Other texts, as the one that is checked sees them; they see that one, too.
 *
 * @param own the text that is checked
 * @param texts by the last part of their URIs
 */
export function otherTexts(
  own: string,
  texts: Readonly<Record<string, string>>,
): { readonly lookup: NameLookup; readonly otherNames: OtherNames } {
  const index = new NameIndex();
  const parsed = new Map<string, ParsedSchema>();
  const namesFor = (uri: string): OtherNames => index.otherNames(uri, (each) => parsed.get(each.uri)?.definitions.get(each.fullname));
  const lookupFor = (uri: string): NameLookup => {
    const names = namesFor(uri);
    return (fullname) => {
      const [first] = names.find(fullname);
      return first === undefined ? undefined : names.read(first);
    };
  };
  for (const [name, text] of Object.entries({ ...texts, 'own.avsc': own })) {
    const uri = `file:///w/${name}`;
    parsed.set(uri, parseSchema(text, { lookup: lookupFor(uri) }));
    index.set(uri, indexText(parseSchema(text)));
  }
  const uri = 'file:///w/own.avsc';
  return { lookup: lookupFor(uri), otherNames: namesFor(uri) };
}
