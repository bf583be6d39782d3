import type { RecordRow } from '../cluster/session.ts';
import type { DecodedPart, DecodedSchema } from '../../shared/wire/decoded.ts';
import { toHexText } from './hexRows.ts';
import { topLevelFields, unescapeString, type OutlineLine } from './jsonOutline.ts';
import type { CellText, RowState, RowView, ValueColumn } from './recordsProtocol.ts';
import { shorten, toVisible } from './texts.ts';

/** What a table of records shows. */
export interface RecordTable {
  readonly columns: readonly ValueColumn[];
  readonly rows: readonly RowView[];
  /** Indexes of rows, ascending. */
  readonly undecoded: readonly number[];
  readonly guessed: readonly number[];
}

/** The records as rows, with columns for up to three scalar fields of the newest value that is an object. */
export function toTable(records: readonly RecordRow[]): RecordTable {
  const fields = records.map(({ value }) => (isRead(value) && value.json !== undefined ? topLevelFields(value.json) : undefined));
  const columns = chooseColumns(records, fields);
  const rows = records.map((record, index) => toRow(record, fields[index], columns));
  const indexes = (...states: readonly RowState[]) => rows.flatMap(({ state }, index) => (states.includes(state) ? [index] : []));
  return { columns, rows, undecoded: indexes('failed', 'keyFailed', 'noSchema'), guessed: indexes('guessed') };
}

type Fields = ReadonlyMap<string, OutlineLine> | undefined;

const maxCell = 200;
const maxColumns = 3;
/** Names that say most about a record, the first of each group at most. */
const telling = [/stat(?:us|e)$/i, /amount|total|price|value|quantity|count/i, /(?:^[iI]d|[_-][iI]d|[a-z\d]Id|ID)$/];

function isRead(part: DecodedPart): boolean {
  return part.state === 'exact' || part.state === 'guessed' || part.state === 'text';
}

function chooseColumns(records: readonly RecordRow[], fields: readonly Fields[]): ValueColumn[] {
  const newest = fields.findIndex((some) => some !== undefined && some.size > 0);
  const candidates = [...(fields[newest] ?? [])].filter(([name]) => isScalarEverywhere(name, fields));
  const key = records[newest]?.key;
  // The key often stands in the value once more: one column of it is enough.
  const keyText = key && key.state !== 'null' ? toCell(key).text : undefined;
  const others = candidates.filter(([, line]) => toFieldCell(line).text !== keyText);
  const names = others.map(([name]) => name);
  const first = telling.flatMap((pattern) => names.find((name) => pattern.test(name)) ?? []);
  const chosen = [...new Set([...first, ...names])].slice(0, maxColumns);
  return chosen.map((field) => ({ field, numeric: isNumeric(field, fields) }));
}

/** Null in some rows is well, an object or array in any of them is not; one row at least must have more than null. */
function isScalarEverywhere(name: string, fields: readonly Fields[]): boolean {
  const kinds = new Set(fields.flatMap((some) => some?.get(name)?.kind ?? []));
  return !kinds.has('object') && !kinds.has('array') && (kinds.size > 1 || !kinds.has('null'));
}

function isNumeric(name: string, fields: readonly Fields[]): boolean {
  const kinds = fields.flatMap((some) => some?.get(name)?.kind ?? []);
  return kinds.includes('number') && kinds.every((kind) => kind === 'number' || kind === 'null');
}

function toRow(record: RecordRow, fields: Fields, columns: readonly ValueColumn[]): RowView {
  const { key, value } = record;
  const hasFields = fields !== undefined && columns.some(({ field }) => fields.has(field));
  const state = toState(key, value);
  return {
    partition: record.partition,
    offset: record.offset.toString(),
    timestampMs: record.timestampMs,
    key: toKeyCell(key),
    fields: hasFields ? columns.map(({ field }) => toFieldCell(fields.get(field))) : undefined,
    value: toValueCell(value, record.valueBytes, state),
    schema: toSchemaCell(value, state),
    schemaId: value.schema?.schemaId,
    size: value.size,
    state,
    why: toVisible(state === 'keyFailed' ? `Key: ${toWhy(key)}` : toWhy(value)),
  };
}

function toState(key: DecodedPart, value: DecodedPart): RowState {
  if (value.state === 'failed') return isRegistryFailure(value) ? 'noSchema' : 'failed';
  if (key.state === 'failed') return 'keyFailed';
  if (value.state === 'null') return 'tombstone';
  if (value.state === 'text') return value.framing === 'json' ? 'json' : 'text';
  return value.state;
}

/** A key that was not read is shown as its bytes: why it was not is too long for its column, and stands beside it. */
export function toKeyCell(key: DecodedPart): CellText {
  return key.state === 'failed' ? cell(key.preview, 'bytes') : toCell(key);
}

/** Whether the registry failed, and not the bytes: a schema that it does not have is the record's own problem. */
export function isRegistryFailure({ error }: DecodedPart): boolean {
  return error !== undefined && error.code.startsWith('registry/') && !error.code.endsWith('not-found');
}

function toValueCell(value: DecodedPart, bytes: Uint8Array | null, state: RowState): CellText {
  if (value.state === 'null') return { text: 'Tombstone: the value is null', kind: 'null' };
  return state === 'noSchema' && bytes ? { text: toHexText(bytes, 32), kind: 'bytes' } : toCell(value);
}

/** Why a part could not be decoded, else how it was. */
export function toWhy(part: DecodedPart): string {
  return part.error?.message ?? part.evidence;
}

/** A key or value as one line. */
export function toCell(part: DecodedPart): CellText {
  if (part.state === 'null') return { text: 'null', kind: 'null' };
  if (part.state === 'failed') return cell(toWhy(part), 'error');
  if (part.state === 'bytes') return cell(part.preview, 'bytes');
  if (part.json !== undefined && part.json.length <= maxCell) {
    const literal = part.json.trim();
    if (literal.startsWith('"')) return cell(unescapeString(literal) ?? part.preview, 'string');
    if (/^-?\d/.test(literal)) return cell(literal, 'number');
  }
  return cell(part.preview, 'plain');
}

function toFieldCell(line: OutlineLine | undefined): CellText {
  if (!line) return { text: '', kind: 'missing' };
  switch (line.kind) {
    case 'object':
    case 'array':
      return { text: line.kind === 'object' ? '{…}' : '[…]', kind: 'plain' };
    case 'string':
      return cell(line.cut > 0 ? line.literal.slice(1) : (unescapeString(line.literal) ?? line.literal), 'string');
    default:
      return cell(line.literal, line.kind);
  }
}

function cell(text: string, kind: CellText['kind']): CellText {
  return { text: toVisible(shorten(text, maxCell)), kind };
}

function toSchemaCell({ schema, state }: DecodedPart, rowState: RowState): RowView['schema'] {
  if (!schema || state === 'null') return { text: 'none', kind: 'none' };
  const name = toVisible(toSchemaName(schema));
  if (rowState === 'noSchema') return { text: name, kind: 'guessed' };
  if (state === 'failed') return { text: `tried ${schema.version === undefined ? name : `v${schema.version}`}`, kind: 'tried' };
  return { text: name, kind: state === 'exact' ? 'exact' : 'guessed' };
}

/** "orders-value v3", "id 1042" where no subject is known, a fullname where there is no id either. */
export function toSchemaName(schema: DecodedSchema): string {
  if (schema.subject !== undefined) return schema.version === undefined ? schema.subject : `${schema.subject} v${schema.version}`;
  return schema.schemaId === undefined ? (schema.fullname ?? 'a schema') : `id ${schema.schemaId}`;
}
