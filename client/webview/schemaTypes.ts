import { unqualifiedName } from '../../shared/avro/names.ts';
import { dereference, type LogicalType, type Schema, type UnionSchema } from '../../shared/avro/schema.ts';
import type { OutlineLine } from './jsonOutline.ts';
import type { TypeView } from './recordsProtocol.ts';
import { formatNumber, toVisible } from './texts.ts';

/**
 * The Avro type of each line of a value's outline, such as "decimal(12,2)" or "union: string". Where the JSON does not
 * say which branch of a union wrote it, the line keeps the kind of its JSON.
 *
 * @param lines a value's, in their order
 * @param schema the writer schema of the whole value
 */
export function toTypes(lines: readonly OutlineLine[], schema: Schema): TypeView[] {
  /** The schema of the innermost container at each depth. */
  const parents: (Found | undefined)[] = [];
  return lines.map((line, index) => {
    const declared = line.depth === 0 ? schema : childOf(parents[line.depth - 1], line.name);
    const found = declared && resolve(declared, lines, index);
    parents[line.depth] = found;
    return found ? { type: nameOf(found, line), text: textOf(found, line) } : { type: line.kind, text: undefined };
  });
}

interface Found {
  /** Never a union or a reference. */
  readonly schema: ResolvedSchema;
  readonly isUnion: boolean;
  /** An object with the branch's name as its only property: the branch's value is one level deeper. */
  readonly isTagged: boolean;
}

type ResolvedSchema = Exclude<Schema, UnionSchema | { readonly type: 'reference' }>;

function childOf(parent: Found | undefined, name: string): Schema | undefined {
  if (!parent) return undefined;
  const { schema, isTagged } = parent;
  if (isTagged) return schema;
  switch (schema.type) {
    case 'record':
      return schema.fields.find((field) => field.name?.value === name)?.schema;
    case 'map':
      return schema.values;
    case 'array':
      return schema.items;
    default:
      return undefined;
  }
}

function resolve(declared: Schema, lines: readonly OutlineLine[], index: number): Found | undefined {
  const line = lines[index];
  const next = lines[index + 1];
  const schema = dereference(declared);
  if (!schema || !line) return undefined;
  if (schema.type !== 'union') return { schema, isUnion: false, isTagged: false };
  const branches = schema.branches.flatMap((branch) => {
    const one = dereference(branch);
    return one && one.type !== 'union' ? [one] : [];
  });
  const inner = line.kind === 'object' && line.size === 1 && next?.depth === line.depth + 1 ? next : undefined;
  const tagged = inner && branches.find((branch) => tagOf(branch) === inner.name && fits(branch, inner));
  const plain = branches.filter((branch) => fits(branch, line));
  if (tagged && !plain.some(({ type }) => type === 'map')) return { schema: tagged, isUnion: true, isTagged: true };
  const named = plain.length > 1 && line.shownSize === line.size ? plain.filter((branch) => hasTheseFields(branch, lines, index)) : plain;
  const [only] = named;
  return named.length === 1 && only ? { schema: only, isUnion: true, isTagged: false } : undefined;
}

/** Whether a record has exactly the properties that stand below a line. */
function hasTheseFields(schema: ResolvedSchema, lines: readonly OutlineLine[], index: number): boolean {
  if (schema.type !== 'record') return false;
  const depth = lines[index]?.depth ?? 0;
  const end = lines.findIndex((line, at) => at > index && line.depth <= depth);
  const below = lines.slice(index + 1, end < 0 ? undefined : end).filter((line) => line.depth === depth + 1);
  const names = new Set(schema.fields.map((field) => field.name?.value));
  return below.length === names.size && below.every(({ name }) => names.has(name));
}

function tagOf(schema: ResolvedSchema): string | undefined {
  return schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed' ? schema.fullname : schema.type;
}

/** Whether a value of the schema can stand as this kind of JSON. */
function fits({ type, logicalType }: ResolvedSchema, { kind }: OutlineLine): boolean {
  switch (type) {
    case 'null':
    case 'boolean':
      return kind === type;
    case 'int':
    case 'long':
      return kind === 'number' || (kind === 'string' && logicalType !== undefined);
    case 'float':
    case 'double':
      return kind === 'number' || kind === 'string';
    case 'bytes':
    case 'fixed':
      if (logicalType?.name === 'duration') return kind === 'object' || kind === 'string';
      return kind === 'string' || (kind === 'number' && logicalType !== undefined);
    case 'string':
    case 'enum':
      return kind === 'string';
    case 'array':
      return kind === 'array';
    case 'record':
    case 'map':
      return kind === 'object';
    case 'invalid':
      return false;
  }
}

function nameOf({ schema, isUnion, isTagged }: Found, line: OutlineLine): string {
  const name = schema.logicalType ? logicalName(schema.logicalType) : plainName(schema, line);
  if (isTagged) return 'union';
  return isUnion && schema.type !== 'null' ? `union: ${name}` : name;
}

function plainName(schema: ResolvedSchema, line: OutlineLine): string {
  switch (schema.type) {
    case 'record':
      return `record, ${line.size === 1 ? '1 field' : `${line.size} fields`}`;
    case 'fixed':
      return `fixed(${schema.size ?? '?'})`;
    case 'map':
      return 'map';
    case 'array':
      return 'array';
    case 'invalid':
      return line.kind;
    default:
      return schema.type;
  }
}

function textOf({ schema, isTagged }: Found, line: OutlineLine): string | undefined {
  if (isTagged) return undefined;
  // Without its namespace, which the Schema tab has.
  if (schema.type === 'record' && schema.fullname !== undefined) return toVisible(unqualifiedName(schema.fullname));
  // An enum's symbol, a time or a UUID is no text, so it has no quotes.
  const isText = schema.type !== 'enum' && schema.logicalType === undefined;
  if (!isText && line.kind === 'string' && line.cut === 0) return toVisible(line.literal.slice(1, -1));
  if (schema.type === 'map') {
    const entries = formatNumber(line.size, 'entry', 'entries');
    return line.shownSize < line.size ? `${entries}, ${line.shownSize} shown` : entries;
  }
  return undefined;
}

function logicalName(logicalType: LogicalType): string {
  return logicalType.name === 'decimal' ? `decimal(${logicalType.precision},${logicalType.scale})` : logicalType.name;
}
