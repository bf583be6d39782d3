import { jsonToText } from '../shared/avro/jsonText.ts';
import type { Definition } from '../shared/avro/nameIndex.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import { parseProtocol } from '../shared/avro/parseProtocol.ts';
import type { NamedSchema, ParsedSchema } from '../shared/avro/schema.ts';
import type { LinkedText } from '../shared/avro/selfContained.ts';

/** A text, parsed, whose references lead into the others. */
export interface ParsedLinkedText extends LinkedText {
  readonly parsed: ParsedSchema;
}

/**
 * Parses texts that refer to each other, be it in cycles: what a text does not define itself is looked for in the others,
 * in the order of their URIs.
 *
 * @param texts by URI; those of an `.avpr` are protocols
 */
export function linkTexts(texts: Readonly<Record<string, string>>): ReadonlyMap<string, ParsedLinkedText> {
  const linked = new Map<string, ParsedLinkedText>();
  const uris = Object.keys(texts).sort();
  const read = ({ uri, fullname }: Definition): NamedSchema | undefined => linked.get(uri)?.definitions.get(fullname);
  for (const [uri, text] of Object.entries(texts)) {
    const find = (fullname: string): Definition[] =>
      uris.flatMap((other) => {
        const schema = other === uri ? undefined : linked.get(other)?.definitions.get(fullname);
        return schema === undefined ? [] : [toDefinition(other, fullname, schema)];
      });
    const lookup = (fullname: string): NamedSchema | undefined => find(fullname).map(read)[0];
    const parsed = uri.endsWith('.avpr') ? parseProtocol(text, { lookup }) : parseSchema(text, { lookup });
    linked.set(uri, { uri, parsed, definitions: parsed.definitions, otherNames: { find, read, fullnames: () => [] } });
  }
  return linked;
}

function toDefinition(uri: string, fullname: string, schema: NamedSchema): Definition {
  const { type, span, name } = schema;
  return { uri, fullname, type, span, nameSpan: name?.span ?? span, digest: jsonToText(schema.json) };
}
