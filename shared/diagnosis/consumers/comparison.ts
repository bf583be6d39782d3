import type { JsonNode } from '../../avro/json.ts';
import { parseJson } from '../../avro/parseJson.ts';
import type { Schema } from '../../avro/schema.ts';
import type { Comparison } from '../consumerTable.ts';
import type { RecordRef } from '../diagnosis.ts';
import type { ComparisonMasks } from './table.ts';

const mostRows = 8;
const mostCharacters = 80;
/** Longer JSON is not taken apart. */
const mostJson = 200_000;

const hidden = '•••';
const absent = '–';

/** What any misreading shows, and tells nothing of what is hidden. */
const empty: ReadonlySet<string> = new Set(['null', '""', '0', '0.0', 'false', '[]', '{}']);

/**
 * What was written beside what is read, field by field where both are objects: the fields that differ.
 *
 * @returns undefined where it is too long, or all that differs is hidden
 */
export function compareJson(
  record: RecordRef,
  schema: Schema | undefined,
  written: string,
  read: string,
  masks: ComparisonMasks | undefined,
): Comparison | undefined {
  if (written.length > mostJson || read.length > mostJson || masks?.hidesAll === true) return undefined;
  const shown = masks === undefined || masks.isEmpty ? written : masks.apply(written, schema).json;
  const [left, right] = [fieldsOf(shown), fieldsOf(read)];
  const paths = [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
  const open = paths.filter((path) => path === '' || masks?.below([path]).hidesAll !== true);
  if (open.length === 0) return undefined;
  // What is hidden may be read as any field, since the bytes are misread.
  const readText = (text: string): string => (shown === written || empty.has(text) ? cut(text) : hidden);
  const rows = open.slice(0, mostRows).map((path) => {
    const text = right.get(path);
    return { path, written: cut(left.get(path) ?? absent), read: text === undefined ? absent : readText(text) };
  });
  return { record, rows, more: open.length - rows.length };
}

/** The JSON of each property; of what is no object, that of the whole under an empty name. */
function fieldsOf(json: string): ReadonlyMap<string, string> {
  const { root } = parseJson(json);
  const textOf = ({ span }: JsonNode): string => json.slice(span.start, span.end);
  if (root?.kind !== 'object') return new Map([['', json]]);
  return new Map(root.properties.map(({ name, value }) => [name.value, value === undefined ? absent : textOf(value)]));
}

function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
