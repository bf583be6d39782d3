import { dereference, type Schema } from '../../shared/avro/schema.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { topLevelFields } from '../webview/jsonOutline.ts';
import { toVisible } from '../webview/texts.ts';
import { toFieldCell, toPartCell } from './cells.ts';
import { parseColumn, toColumnId, type FieldPlace } from './fieldPath.ts';
import { createFindField } from './fieldValues.ts';
import type { Masks } from './masks.ts';
import { columnTitles } from './columnTitles.ts';
import type { Column, ColumnId, FixedColumn } from './recordsView.ts';
import { defaultRender } from '../../shared/wire/profile.ts';

/** The newest record whose value has fields: its parts say what the columns are at first, and which hold numbers. */
export interface Example {
  readonly key: ReadPart;
  readonly value: ReadPart;
}

export interface ShownColumn extends Column {
  /** Undefined of fixed columns. */
  readonly place: FieldPlace | undefined;
}

const numericColumns: ReadonlySet<string> = new Set(['age', 'partition', 'offset', 'schemaId', 'size', 'leaderEpoch']);
const before: readonly FixedColumn[] = ['time', 'partition', 'offset', 'key'];
const after: readonly FixedColumn[] = ['schema', 'size', 'decoded'];
const maxColumns = 3;
/** Names that say most about a record, the first of each group at most. */
const telling = [/stat(?:us|e)$/i, /amount|total|price|value|quantity|count/i, /(?:^[iI]d|[_-][iI]d|[a-z\d]Id|ID)$/];

/** The columns of a view: those that were chosen, else the fixed ones with up to three scalar fields. */
export function toColumns(chosen: readonly ColumnId[] | undefined, example: Example | undefined, masks: Masks): readonly ShownColumn[] {
  const ids = chosen ?? firstColumns(example, masks);
  return ids.map((id) => toColumn(id, example));
}

function firstColumns(example: Example | undefined, masks: Masks): readonly ColumnId[] {
  const fields = example === undefined ? [] : chooseFields(example, masks);
  const middle: readonly ColumnId[] = fields.length === 0 ? ['value'] : fields.map((name) => toColumnId({ root: 'value', steps: [name] }));
  return [...before, ...middle, ...after];
}

function toColumn(id: ColumnId, example: Example | undefined): ShownColumn {
  const fixed = Object.hasOwn(columnTitles, id) ? columnTitles[id as FixedColumn] : undefined;
  if (fixed !== undefined) return { id, title: fixed, numeric: numericColumns.has(id), place: undefined };
  const place = parseColumn(id);
  return { id, title: toVisible(id), numeric: place !== undefined && example !== undefined && isNumeric(place, example), place };
}

function isNumeric({ root, steps }: FieldPlace, example: Example): boolean {
  const part = example[root];
  if (part.schema !== undefined) {
    const schema = schemaAt(part.schema, steps);
    return schema !== undefined && isNumericSchema(schema);
  }
  const found = createFindField(part)(steps);
  return found?.kind === 'json' && found.line.kind === 'number';
}

/** The schema of a place, of a nullable one that of what is not null. */
export function schemaAt(root: Schema, steps: readonly (string | number)[]): Schema | undefined {
  let schema = withoutNull(root);
  for (const step of steps) {
    if (schema?.type === 'record') schema = schema.fields.find(({ name }) => name?.value === step)?.schema;
    else if (schema?.type === 'map') schema = schema.values;
    else if (schema?.type === 'array') schema = schema.items;
    else return undefined;
    schema = schema && withoutNull(schema);
  }
  return schema;
}

/** What a reference means, and what a union of null and one other holds beside null. */
export function withoutNull(schema: Schema): Schema | undefined {
  const target = dereference(schema);
  if (target?.type !== 'union') return target;
  const [only, second] = target.branches.filter(({ type }) => type !== 'null');
  return only === undefined || second !== undefined ? target : dereference(only);
}

function isNumericSchema(schema: Schema): boolean {
  const logicalType = 'logicalType' in schema ? schema.logicalType.name : undefined;
  if (logicalType === 'decimal' || logicalType === 'big-decimal') return true;
  return logicalType === undefined && ['int', 'long', 'float', 'double'].includes(schema.type);
}

function chooseFields({ key, value }: Example, masks: Masks): readonly string[] {
  const names = scalarFields(value).filter((name) => !masks.value.below([name]).hidesAll);
  // The key often stands in the value once more: one column of it is enough.
  const find = createFindField(value);
  const keyText = key.state === 'null' ? undefined : toPartCell(key, key.bytes, masks.key, defaultRender).text;
  const others = names.filter((name) => toFieldCell(find([name]), masks.value.below([name]), defaultRender).text !== keyText);
  const first = telling.flatMap((pattern) => others.find((name) => pattern.test(name)) ?? []);
  return [...new Set([...first, ...others])].slice(0, maxColumns);
}

function scalarFields({ schema, value, text }: ReadPart): readonly string[] {
  const top = schema === undefined || value === undefined ? undefined : withoutNull(schema);
  if (top?.type === 'record') {
    return top.fields.flatMap(({ name, schema: field }) => (name !== undefined && isScalarSchema(field) ? [name.value] : []));
  }
  if (text === undefined) return [];
  const lines = [...(topLevelFields(text) ?? [])];
  return lines.flatMap(([name, { kind }]) => (kind === 'object' || kind === 'array' || kind === 'null' ? [] : [name]));
}

/** Whether values of the schema fit into a cell. */
export function isScalarSchema(schema: Schema): boolean {
  const target = withoutNull(schema);
  if (target === undefined || target.type === 'null' || target.type === 'invalid') return false;
  if (target.type === 'union') return target.branches.every((branch) => branch.type === 'null' || isScalarSchema(branch));
  return target.type !== 'record' && target.type !== 'array' && target.type !== 'map';
}

/** Whether a value has fields that can be columns. */
export function hasFields(part: ReadPart): boolean {
  return scalarFields(part).length > 0;
}
