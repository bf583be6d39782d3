import type { RegisteredSchema } from '../cluster/session.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { NamedSchema, Schema } from '../../shared/avro/schema.ts';
import { outlineJson } from './jsonOutline.ts';
import type { SchemaView, TypeView } from './recordsProtocol.ts';
import { toTypes } from './schemaTypes.ts';

/** Schemas may be long; more than this is no reading. */
const maxChars = 200_000;

/**
 * A registered schema as it is shown, and with it the Avro types of a value's tree.
 *
 * @param json the value as JSON text, whose tree has the types' order; undefined where it has none
 */
export function toSchemaView(registered: RegisteredSchema, json: string | undefined): SchemaView {
  const types = json === undefined ? undefined : findTypes(registered, json);
  const pretty = indentJson(registered.text);
  const text = pretty.length > maxChars ? `${pretty.slice(0, maxChars)}\n…` : pretty;
  return { found: true, text, references: registered.references.length, types };
}

function findTypes({ text, references, fullname }: RegisteredSchema, json: string): TypeView[] | undefined {
  const known = new Map<string, NamedSchema>();
  const lookup = (name: string) => known.get(name);
  for (const reference of references) {
    for (const [name, schema] of parseSchema(reference, { lookup }).definitions) if (!known.has(name)) known.set(name, schema);
  }
  const { schema, definitions } = parseSchema(text, { lookup });
  const meant: Schema | undefined = fullname === undefined ? schema : (definitions.get(fullname) ?? schema);
  const outline = outlineJson(json);
  return meant && outline && toTypes(outline.lines, meant);
}

/**
 * JSON text with a line for each property and item, every literal left as it stands: `JSON.parse` would round a long
 * default. A text that has lines already is left as its author wrote it.
 */
export function indentJson(text: string): string {
  if (text.trim().includes('\n')) return text;
  let out = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(Math.min(depth, 60))}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    switch (token) {
      case '{':
      case '[':
        depth++;
        out += token + line();
        break;
      case '}':
      case ']':
        depth--;
        // Nothing in it: no line of its own.
        out = /[{[]\s*$/.test(out.slice(-200)) ? out.trimEnd() + token : out + line() + token;
        break;
      case ',':
        out += token + line();
        break;
      case ':':
        out += ': ';
        break;
      default:
        out += token;
    }
  }
  return out;
}
