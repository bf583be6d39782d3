import type { Definition, OtherNames } from '../shared/avro/nameIndex.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { NamedSchema, ParsedSchema } from '../shared/avro/schema.ts';
import type { LinkedText } from '../shared/avro/selfContained.ts';
import { jsonToText } from '../shared/avro/jsonText.ts';
import { allParts, isField } from '../shared/avro/schemaTree.ts';

/** A text, parsed, whose references lead into the others. */
export interface ParsedLinkedText extends LinkedText {
  readonly parsed: ParsedSchema;
}

/**
 * Parses texts that refer to each other, be it in cycles: what a text does not define itself is looked for in the others,
 * in the order of their URIs.
 *
 * @param texts by URI
 */
export function linkTexts(texts: Readonly<Record<string, string>>): ReadonlyMap<string, ParsedLinkedText> {
  const parsed = new Map(Object.entries(texts).map(([uri, text]) => [uri, parseSchema(text)]));
  const linked = new Map<string, ParsedLinkedText>();
  const uris = [...parsed.keys()].sort();
  for (const [uri, each] of parsed) {
    const others = uris.filter((other) => other !== uri);
    const find = (fullname: string): Definition[] =>
      others.flatMap((other) => {
        const schema = parsed.get(other)?.definitions.get(fullname);
        return schema === undefined ? [] : [toDefinition(other, fullname, schema)];
      });
    const read = (definition: Definition): NamedSchema | undefined => parsed.get(definition.uri)?.definitions.get(definition.fullname);
    const otherNames: OtherNames = { find, read, fullnames: () => [] };
    linked.set(uri, { uri, parsed: each, definitions: each.definitions, otherNames });
    link(each, otherNames);
  }
  return linked;
}

/** Binds what a text does not define, as a lookup does; all texts have to be there first, since they may lead in a circle. */
function link({ schema }: ParsedSchema, others: OtherNames): void {
  for (const part of allParts(schema)) {
    if (isField(part) || part.type !== 'reference' || part.target !== undefined) continue;
    const names = part.name.value.includes('.') ? [part.fullname] : [part.fullname, part.name.value];
    const fullname = names.find((name) => others.find(name).length > 0);
    const [definition] = fullname === undefined ? [] : others.find(fullname);
    if (definition !== undefined) Object.assign(part, { target: others.read(definition), fullname });
  }
}

function toDefinition(uri: string, fullname: string, schema: NamedSchema): Definition {
  const { type, span, name } = schema;
  return { uri, fullname, type, span, nameSpan: name?.span ?? span, digest: jsonToText(schema.json) };
}
