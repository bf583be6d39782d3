import type { JsonNode, JsonObject, JsonProperty } from '../../shared/avro/json.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { nullableBranch } from '../../shared/avro/value.ts';
import { parseBytesLiteral } from '../../shared/avro/bytesLiteral.ts';
import type { Header } from '../cluster/cluster.ts';
import { parseColumn } from '../records/fieldPath.ts';
import type { Cell, CsvRow } from './csvRows.ts';
import { parseTimestamp } from './parseTimestamp.ts';
import type { SourcePart, SourceRecord, SourceRecords } from './sendRequest.ts';

export interface CsvOptions {
  /** The column whose cells are the keys, where there is no column "key". */
  readonly keyField: string | undefined;
  /** Undefined where the part is no Avro. */
  readonly keySchema: Schema | undefined;
  readonly valueSchema: Schema | undefined;
}

/**
 * The records of a table with a head. As an export writes it, its columns are those of a records page: `key`, `time`,
 * `headers`, `value.amount`. Of any other table the columns are fields of the value, with dots for fields of fields. An
 * empty cell is null where the field can be null, and left out where it can't; what is in a cell means what the field's
 * type makes of it.
 */
export async function* csvRecords(rows: AsyncIterable<readonly CsvRow[]>, options: CsvOptions): SourceRecords {
  let head: Head | undefined;
  for await (const some of rows) {
    const records: SourceRecord[] = [];
    for (const row of some) {
      if ('failure' in row) records.push(row);
      else if (head === undefined) head = toHead(row.cells, options);
      else records.push(toRecord(row.line, row.cells, head, options));
    }
    yield records;
  }
}

type Column =
  | { readonly kind: 'part'; readonly part: 'key' | 'value'; readonly path: readonly string[] }
  | { readonly kind: 'partition' | 'time' | 'headers' | 'ignored' };

interface Head {
  readonly columns: readonly Column[];
  readonly keyIndex: number;
  readonly isExport: boolean;
}

/** What an export tells of a record that is not of the record itself. */
const told: ReadonlySet<string> = new Set(['offset', 'age', 'schema', 'schemaId', 'size', 'leaderEpoch', 'decoded']);

function toHead(cells: readonly Cell[], { keyField }: CsvOptions): Head {
  const names = cells.map((cell) => withoutGuard(cell ?? '').trim());
  const isExport = names.includes('partition') && names.includes('offset');
  const columns = names.map((name): Column => {
    if (!isExport) return name === '' ? { kind: 'ignored' } : { kind: 'part', part: 'value', path: name.split('.') };
    if (name === 'key' || name === 'value') return { kind: 'part', part: name, path: [] };
    if (name === 'partition' || name === 'time' || name === 'headers') return { kind: name };
    const place = told.has(name) ? undefined : parseColumn(name);
    const isPath = place?.steps.every((step) => typeof step === 'string') === true;
    return place !== undefined && isPath ? { kind: 'part', part: place.root, path: place.steps.map(String) } : { kind: 'ignored' };
  });
  return { columns, keyIndex: keyField === undefined ? -1 : names.indexOf(keyField), isExport };
}

/** Exports put it before what a spreadsheet would take for a formula. */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}

function toRecord(line: number, cells: readonly Cell[], head: Head, options: CsvOptions): SourceRecord {
  const { columns, keyIndex, isExport } = head;
  if (cells.length !== columns.length) {
    return { line, failure: `The row has ${cells.length} cells, and the head ${columns.length}.` };
  }
  if (options.keyField !== undefined && keyIndex < 0) return { line, failure: `There is no column "${options.keyField}" to be the key.` };
  const drafts: Record<'key' | 'value', Draft> = {
    key: { fields: new Map(), whole: undefined },
    value: { fields: new Map(), whole: undefined },
  };
  let partition: number | undefined;
  let timestampMs: number | undefined;
  let headers: readonly Header[] = [];
  for (const [index, column] of columns.entries()) {
    const own = cells[index];
    const cell = own === undefined || !isExport ? own : withoutGuard(own);
    if (column.kind === 'part') put(drafts[column.part], column.path, cell, schemaOf(options, column.part));
    else if (cell === undefined || column.kind === 'ignored') continue;
    else if (column.kind === 'partition') {
      if (!/^\d{1,9}$/.test(cell)) return { line, failure: '"partition" is a whole number from 0.' };
      partition = Number(cell);
    } else if (column.kind === 'time') {
      timestampMs = parseTimestamp(cell);
      if (timestampMs === undefined) return { line, failure: '"time" is a time with an offset, or milliseconds since 1970.' };
    } else headers = toHeaders(cell);
  }
  if (keyIndex >= 0) drafts.key.whole = toNode(cells[keyIndex], options.keySchema);
  return { line, key: toPart(drafts.key), value: toPart(drafts.value), headers, partition, timestampMs };
}

function schemaOf({ keySchema, valueSchema }: CsvOptions, part: 'key' | 'value'): Schema | undefined {
  return part === 'key' ? keySchema : valueSchema;
}

interface Draft {
  /** By name: a field's value, or the fields of a field. */
  readonly fields: Map<string, Draft>;
  whole: JsonNode | undefined;
}

function put(draft: Draft, path: readonly string[], cell: Cell, schema: Schema | undefined): void {
  let own = schema;
  let place = draft;
  for (const name of path) {
    own = own && fieldSchema(own, name);
    const next = place.fields.get(name) ?? { fields: new Map<string, Draft>(), whole: undefined };
    // Without a cell the field of a field is not begun: the whole may be null, or have a default.
    if (cell !== undefined || path.length === 1) place.fields.set(name, next);
    place = next;
  }
  place.whole = toNode(cell, own);
}

function fieldSchema(schema: Schema, name: string): Schema | undefined {
  const target = withoutNull(schema);
  if (target?.type === 'map') return target.values;
  return target?.type === 'record' ? target.fields.find((field) => field.name?.value === name)?.schema : undefined;
}

/** What a schema is beside null. */
function withoutNull(schema: Schema): ReturnType<typeof dereference> {
  const target = dereference(schema);
  const branch = target?.type === 'union' ? nullableBranch(target) : undefined;
  const other = target?.type === 'union' && branch !== undefined ? target.branches[branch] : undefined;
  return other === undefined ? target : dereference(other);
}

const span = { start: 0, end: 0 };

function toPart({ fields, whole }: Draft): SourcePart {
  if (fields.size === 0) return whole === undefined || whole.kind === 'null' ? null : { kind: 'node', node: whole };
  return { kind: 'node', node: toObject(fields) };
}

function toObject(fields: ReadonlyMap<string, Draft>): JsonObject {
  const properties = [...fields].flatMap(([name, draft]): JsonProperty[] => {
    const value = draft.fields.size > 0 ? toObject(draft.fields) : draft.whole;
    return value === undefined ? [] : [{ name: { kind: 'string', span, value: name }, value, span }];
  });
  return { kind: 'object', span, properties };
}

/** What a cell means; undefined where it is left out. */
function toNode(cell: Cell, schema: Schema | undefined): JsonNode | undefined {
  const text: JsonNode = { kind: 'string', span, value: cell ?? '' };
  if (schema === undefined) return cell === undefined ? undefined : (jsonOf(cell, ['number', 'boolean', 'object', 'array']) ?? text);
  const target = dereference(schema);
  const branches = (target?.type === 'union' ? target.branches : [schema]).map((branch) => dereference(branch)?.type);
  if (cell === undefined) return branches.includes('null') ? { kind: 'null', span } : branches.includes('string') ? text : undefined;
  const takesText = branches.includes('string') || branches.includes('enum');
  if (branches.length === 1 && takesText) return text;
  // A text that could be a number is one where a branch takes it.
  const kinds: JsonNode['kind'][] = [];
  if (branches.some((type) => type !== undefined && numeric.has(type))) kinds.push('number');
  if (branches.includes('boolean')) kinds.push('boolean');
  if (branches.some((type) => type === 'record' || type === 'map' || type === 'fixed')) kinds.push('object');
  if (branches.includes('array')) kinds.push('array');
  return jsonOf(cell, kinds) ?? text;
}

const numeric: ReadonlySet<string> = new Set(['int', 'long', 'float', 'double', 'bytes', 'fixed']);

function jsonOf(cell: string, kinds: readonly JsonNode['kind'][]): JsonNode | undefined {
  if (!/^[-\d{[tf]/.test(cell)) return undefined;
  const { root, problems } = parseJson(cell);
  if (root === undefined || problems.some(({ severity }) => severity === 'error')) return undefined;
  return kinds.includes(root.kind) ? root : undefined;
}

/** `name=value; other=null`, as an export writes them. */
function toHeaders(cell: string): Header[] {
  return cell.split('; ').map((item) => {
    const equals = item.indexOf('=');
    const name = equals < 0 ? item : item.slice(0, equals);
    const value = equals < 0 ? '' : item.slice(equals + 1);
    return { name, value: value === 'null' ? null : (parseBytesLiteral(value) ?? Buffer.from(value, 'utf8')) };
  });
}
