import { namespaceOf, unqualifiedName } from '../shared/avro/names.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { NamedSchema, ParsedSchema } from '../shared/avro/schema.ts';
import { allParts, isField, isNamed } from '../shared/avro/schemaTree.ts';

/**
 * Takes named types out of a schema at random and puts each into a text of its own, so that the texts together mean what
 * the one meant. They refer to each other in both directions, and in circles where the types do.
 *
 * @param text of a schema without errors
 * @returns texts by URI, `root` first
 */
export function scatter(text: string, random: () => number): Readonly<Record<string, string>> {
  const parsed = parseSchema(text);
  const texts: Record<string, string> = {};
  texts['root'] = cut(parsed, parsed.schema === undefined ? [] : takenFrom(parsed, random), texts, 0, text.length);
  return texts;
}

/**
 * A choice of the definitions. None that is there twice, since both would have to go, and none without a namespace where
 * another has the same name in one, since that would be meant where the name stands in its namespace.
 */
function takenFrom(parsed: ParsedSchema, random: () => number): NamedSchema[] {
  const all = [...allParts(parsed.schema)].filter((part) => !isField(part)).filter(isNamed);
  const counts = new Map<string | undefined, number>();
  for (const { fullname } of all) counts.set(fullname, (counts.get(fullname) ?? 0) + 1);
  const inNamespaces = new Set(all.flatMap(({ fullname = '' }) => (fullname.includes('.') ? [unqualifiedName(fullname)] : [])));
  return all.filter(({ fullname = '' }) => counts.get(fullname) === 1 && !inNamespaces.has(fullname) && random() < 0.6);
}

/** The text from start to end with a name in place of each type taken out, which is put into `texts`. */
function cut(parsed: ParsedSchema, taken: readonly NamedSchema[], texts: Record<string, string>, start: number, end: number): string {
  let result = '';
  let at = start;
  for (const schema of taken) {
    const { span, fullname = '', json } = schema;
    if (span.start < at || span.end > end) continue;
    result += `${parsed.text.slice(at, span.start)}${JSON.stringify(fullname)}`;
    const inside = taken.filter((other) => other !== schema && span.start <= other.span.start && other.span.end <= span.end);
    // What its namespace was by its place is written now.
    let body = `{"namespace":${JSON.stringify(namespaceOf(fullname) ?? '')},"name":${JSON.stringify(unqualifiedName(fullname))}`;
    for (const property of json.properties) {
      if (property.name.value === 'name' || property.name.value === 'namespace') continue;
      body += `,${cut(parsed, inside, texts, property.span.start, property.span.end)}`;
    }
    texts[fullname] = `${body}}`;
    at = span.end;
  }
  return result + parsed.text.slice(at, end);
}
