import { javaDefaultOptions } from '../defaultOptions.ts';
import { addAlias } from '../editing/renameType.ts';
import { findMismatches } from '../compatibility.ts';
import { fix, titleJson, titleWord } from '../fixes/fix.ts';
import { insertAt, insertItem, removeItem, setProperty, together } from '../fixes/jsonEdits.ts';
import { placeOf } from '../fixes/place.ts';
import { plainValue } from '../fixes/plainValue.ts';
import type { JsonArray } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { namespaceOf } from '../names.ts';
import { withNullFirst } from '../refactorings/makeNullable.ts';
import { dereference } from '../schema.ts';
import type { EnumSchema, Field, Fix, ParsedSchema, RecordSchema, Schema } from '../schema.ts';
import { isField } from '../schemaTree.ts';
import type { Repair } from './fixes.ts';
import { transplant } from './transplant.ts';

/** For data that lacks the field: the value that its type suggests. */
export function addFieldDefault({ side: { parsed }, here: { field } }: Repair): Fix[] {
  if (field?.name === undefined) return [];
  const value = naturalDefault(field, parsed);
  if (value === undefined) return [];
  const title = `Add Default ${titleJson(value)} to ${titleWord(field.name.value)}`;
  return fix(title, setProperty(parsed.text, field.json, 'default', value), { isPreferred: isNatural(field.schema) });
}

function naturalDefault(field: Field, parsed: ParsedSchema): string | undefined {
  const owner = placeOf(parsed, field.json).parts.findLast((part) => !isField(part) && part.type === 'record');
  if (owner === undefined || isField(owner) || owner.type !== 'record') return undefined;
  const target = dereference(field.schema);
  const unknown = target?.type === 'enum' && target.default === undefined ? unknownSymbol(target) : undefined;
  return unknown === undefined ? plainValue(parsed.text, field.schema, javaDefaultOptions(owner, parsed)) : JSON.stringify(unknown);
}

/** Whether nearly everybody would take the same value. */
function isNatural(schema: Schema): boolean {
  if (schema.type === 'union') return schema.branches[0]?.type === 'null';
  const target = dereference(schema);
  if (target?.type === 'enum') return target.default !== undefined || unknownSymbol(target) !== undefined;
  return target?.type !== 'fixed' && target?.type !== 'record' && target?.type !== 'union' && target?.logicalType === undefined;
}

/** The symbol of an enum that stands for what is not known; undefined where it has none. */
export function unknownSymbol({ symbols }: EnumSchema): string | undefined {
  return symbols.find(({ value }) => /^(?:.*_)?(?:unknown|unspecified|undefined|unset|none|other)$/i.test(value))?.value;
}

/** For data that lacks the field: nothing. */
export function makeFieldNullable({ side: { parsed }, here: { field } }: Repair): Fix[] {
  if (field?.name === undefined) return [];
  const { schema } = field;
  const title = `Make ${titleWord(field.name.value)} Nullable (null First, Default null)`;
  if (schema.type === 'invalid' || schema.type === 'null') return [];
  if (schema.type !== 'union') return fix(title, withNullFirst(parsed.text, field));
  const index = schema.branches.findIndex(({ type }) => type === 'null');
  if (index < 0) return fix(title, withNullFirst(parsed.text, field));
  const branch = schema.branches[index];
  // Where null is the first branch already, it is the default that is offered anyway.
  if (index === 0 || branch === undefined || schema.json.kind !== 'array') return [];
  const { text } = parsed;
  const moved = together(
    insertItem(text, schema.json, 0, '"null"'),
    removeItem(text, schema.json, branch.json),
    setProperty(text, field.json, 'default', 'null'),
  );
  return fix(title, moved);
}

/** More old names than this nobody would choose from. */
const maxAliases = 2;

/** For data in which the field has another name: a field of the other version that no field here reads, and this one can. */
export function addFieldAlias({ side, other, here: { field }, there: { schema: record } }: Repair): Fix[] {
  if (field?.name === undefined || record.type !== 'record') return [];
  const owner = placeOf(side.parsed, field.json).parts.findLast((part) => !isField(part) && part.type === 'record');
  if (owner === undefined || isField(owner) || owner.type !== 'record') return [];
  const read = new Set(owner.fields.flatMap(({ name, aliases }) => [name?.value, ...aliases.map(({ value }) => value)]));
  const candidates = record.fields.filter(({ name }) => name !== undefined && !read.has(name.value));
  const alike = candidates.filter(({ schema }) => findMismatches({ ...side, schema: field.schema }, { ...other, schema }).length === 0);
  return alike
    .slice(0, maxAliases)
    .flatMap(({ name }) =>
      fix(
        `Add Alias ${titleWord(name?.value ?? '')} to ${titleWord(field.name?.value ?? '')}`,
        addAlias(side.parsed, field, name?.value ?? ''),
      ),
    );
}

/** For readers that need the field: as it was, docs included, behind the field that stood before it. */
export function restoreField({ side: { parsed }, other, here, there, label }: Repair): Fix[] {
  const { field } = there;
  const record = here.schema;
  if (field?.name === undefined || record.type !== 'record') return [];
  const list = findValue(record.json, 'fields');
  if (list?.kind !== 'array') return [];
  const title = `Restore Field ${titleWord(field.name.value)} from ${label}`;
  const at = (index: number): ReturnType<typeof written> => written(field, { parsed, other: other.parsed, record, list, index });
  const [place, end] = [placeBeside(field, record, list, other.parsed), list.items.length];
  const first = at(place);
  // Readers before Avro 1.12 know no type before its definition's end.
  const best = first?.isForward === true ? (at(end) ?? first) : first;
  if (best === undefined) return [];
  const index = best === first ? place : end;
  return fix(title, list.items.length === 0 ? insertAt(list.span.start + 1, best.text) : insertItem(parsed.text, list, index, best.text));
}

function written(
  field: Field,
  {
    parsed,
    other,
    record,
    list,
    index,
  }: {
    readonly parsed: ParsedSchema;
    readonly other: ParsedSchema;
    readonly record: RecordSchema;
    readonly list: JsonArray;
    readonly index: number;
  },
): ReturnType<typeof transplant> {
  const neighbour = list.items[Math.max(0, index - 1)];
  const offset = list.items[index]?.span.start ?? list.span.end;
  const namespace = record.fullname === undefined ? undefined : namespaceOf(record.fullname);
  return transplant(field, other, { parsed, namespace, offset, neighbour });
}

/** Behind the nearest field before it that is here too, else before the nearest one behind it. */
function placeBeside(field: Field, record: RecordSchema, list: JsonArray, other: ParsedSchema): number {
  const siblings = placeOf(other, field.json).parts.findLast((part) => !isField(part) && part.type === 'record');
  const order = siblings !== undefined && !isField(siblings) && siblings.type === 'record' ? siblings.fields : [];
  const own = order.indexOf(field);
  for (let index = own - 1; index >= 0; index--) {
    const before = record.fields.find(({ name }) => name !== undefined && name.value === order[index]?.name?.value);
    if (before !== undefined) return list.items.indexOf(before.json) + 1;
  }
  return own === 0 ? 0 : list.items.length;
}
