import { jsonToText } from '../../shared/avro/jsonText.ts';
import type { JsonNode } from '../../shared/avro/json.ts';
import { findValue } from '../../shared/avro/jsonTree.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import type { RenderOptions } from '../../shared/wire/profile.ts';
import { unescapeString } from '../webview/jsonOutline.ts';
import { withoutNull } from './columns.ts';
import { toHeaderText, toPartJson, toTimestampText, type ExportRecord, type ExportWriter } from './exportRecord.ts';
import { parseColumn, toColumnId, type FieldPlace } from './fieldPath.ts';
import { createFindField } from './fieldValues.ts';
import { maskHeaders, maskText, type Masks } from './masks.ts';
import type { ColumnId, FixedColumn } from './recordsView.ts';
import { toRowState, toSchemaName } from './rowViews.ts';

/** What is known of a record, and text that somebody wrote, which a spreadsheet must not run. */
interface CsvCell {
  readonly text: string;
  readonly isForeign: boolean;
}

/**
 * Writes comma-separated values as RFC 4180 has them: a head, lines that end with CR LF, cells with commas, quotes or
 * line breaks in quotes. Null and missing are empty cells, an empty text is `""`.
 *
 * A text that begins with `=`, `+`, `-`, `@`, a tab or a line break gets a `'` in front, which spreadsheets show as text
 * and do not run as a formula. Numbers stay as they are, negative ones, too.
 *
 * @param columns in their order
 */
export function createCsvWriter(columns: readonly ColumnId[]): ExportWriter {
  const places = columns.map((id) => ({ id, place: parseColumn(id) }));
  let head: string | undefined = toLine(columns.map((id) => cellText({ text: id, isForeign: true })));
  const takeHead = (): string => {
    const text = head ?? '';
    head = undefined;
    return text;
  };
  return {
    write: (record) => takeHead() + toLine(toCells(places, record)),
    end: takeHead,
  };
}

const fixedBefore: readonly FixedColumn[] = ['partition', 'offset', 'time', 'key'];

/** The columns where nobody has chosen any: the fixed ones, and the fields at the top of the values that are given. */
export function toCsvColumns(values: readonly ReadPart[]): readonly ColumnId[] {
  const names = new Set<string>();
  for (const { schema, value, text, framing } of values) {
    const top = schema === undefined || value === undefined ? undefined : withoutNull(schema);
    if (top?.type === 'record') for (const { name } of top.fields) if (name !== undefined) names.add(name.value);
    if (text === undefined || framing !== 'json') continue;
    const { root } = parseJson(text);
    if (root?.kind === 'object') for (const { name } of root.properties) names.add(name.value);
  }
  const fields = [...names].slice(0, maxFields).map((name) => toColumnId({ root: 'value', steps: [name] }));
  return [...fixedBefore, ...(fields.length === 0 ? (['value'] as const) : fields), 'headers', 'schema', 'decoded'];
}

const maxFields = 500;

function toLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function cellText({ text, isForeign }: CsvCell): string {
  const safe = isForeign && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return safe === '' || /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Place = { readonly id: ColumnId; readonly place: FieldPlace | undefined };

function toCells(places: readonly Place[], record: ExportRecord): readonly string[] {
  const finders = { key: createFieldText(record.key, record), value: createFieldText(record.value, record) };
  return places.map(({ id, place }) => {
    const cell = place === undefined ? fixedCell(id as FixedColumn, record) : finders[place.root](place, record.masks);
    return cell === undefined ? '' : cellText(cell);
  });
}

function fixedCell(column: FixedColumn, record: ExportRecord): CsvCell | undefined {
  const { held, value, masks } = record;
  const own = (text: string | number | bigint | undefined): CsvCell | undefined =>
    text === undefined ? undefined : { text: String(text), isForeign: false };
  switch (column) {
    case 'time':
    case 'age':
      return own(toTimestampText(held.timestampMs));
    case 'partition':
      return own(held.partition);
    case 'offset':
      return own(held.offset);
    case 'key':
    case 'value':
      return held.failure === undefined ? partCell(record, column) : undefined;
    case 'schema':
      return value.writer && { text: toSchemaName(value.writer), isForeign: true };
    case 'schemaId':
      return own(value.writer?.schemaId);
    case 'size':
      return own(value.size);
    case 'leaderEpoch':
      return held.leaderEpoch < 0 ? undefined : own(held.leaderEpoch);
    case 'headers': {
      const { headers } = maskHeaders(held.headers, masks);
      const items = headers.map(({ name, value: bytes }) => `${name}=${bytes === null ? 'null' : toHeaderText(bytes)}`);
      return items.length === 0 ? undefined : { text: items.join('; '), isForeign: true };
    }
    case 'decoded': {
      const state = toRowState(held, record.key, value);
      const { error } = state === 'keyFailed' ? record.key : value;
      return { text: error === undefined ? `${state}, ${framingNames[value.framing]}` : `${state}: ${error.message}`, isForeign: true };
    }
  }
}

function partCell(record: ExportRecord, name: 'key' | 'value'): CsvCell | undefined {
  const { json } = toPartJson(record[name], record.masks[name], record.render);
  return jsonCell(json);
}

/** JSON on one line as a cell: a string without its quotes. */
function jsonCell(json: string): CsvCell | undefined {
  if (json === 'null') return undefined;
  if (!json.startsWith('"')) return { text: json, isForeign: false };
  return { text: unescapeString(json) ?? json, isForeign: true };
}

/** Returns what finds the text of a field, whole. */
function createFieldText(
  part: ReadPart,
  { render }: { readonly render: RenderOptions },
): (place: FieldPlace, masks: Masks) => CsvCell | undefined {
  const find = createFindField(part);
  let root: JsonNode | undefined;
  return ({ root: name, steps }, masks) => {
    const left = masks[name].below(steps);
    if (part.value !== undefined) {
      const found = find(steps);
      if (found?.kind !== 'avro') return undefined;
      if (left.hidesAll) return { text: maskText, isForeign: true };
      return jsonCell(left.apply(valueToJson(found.schema, found.value, { render }), found.schema).json);
    }
    if (part.framing !== 'json' || part.text === undefined) return undefined;
    root ??= parseJson(part.text).root;
    const node = root && nodeAt(root, steps);
    if (node === undefined) return undefined;
    if (left.hidesAll) return { text: maskText, isForeign: true };
    return jsonCell(left.apply(jsonToText(node), undefined).json);
  };
}

function nodeAt(root: JsonNode, steps: readonly (string | number)[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of steps) {
    if (node?.kind === 'object' && typeof step === 'string') node = findValue(node, step);
    else if (node?.kind === 'array' && typeof step === 'number') node = node.items[step];
    else return undefined;
  }
  return node;
}
