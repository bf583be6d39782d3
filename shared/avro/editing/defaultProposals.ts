import { escapeMarkdown } from '../../markdown.ts';
import type { DefaultOptions } from '../defaults.ts';
import { plainValue } from '../fixes/plainValue.ts';
import type { JsonContainer, JsonCursor } from './jsonCursor.ts';
import type { JsonObject } from '../json.ts';
import { jsonToText } from '../jsonText.ts';
import type { Place, Proposal, Template } from './proposals.ts';
import { dereference } from '../schema.ts';
import type { EnumSchema, Field, RecordSchema, Schema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField } from '../schemaTree.ts';
import type { ValueSchema } from './defaultTree.ts';
import { findField } from './defaultTree.ts';
import { logicalTypeText, typeText } from '../typeText.ts';

/** A default for a field or an enum to begin with: the plainest value of its type, of a record with all that it needs. */
export function defaultTemplate(owner: SchemaPart | undefined): Template {
  if (owner === undefined) return [{ hole: '' }];
  if (isField(owner)) return plainTemplate(owner.schema);
  return owner.type === 'enum' ? quotedHole(owner.symbols[0]?.value ?? '') : [{ hole: '' }];
}

/**
 * What could stand at the cursor in a default: values, or names of a record's fields.
 *
 * @param containers the arrays and objects around the cursor that belong to the default, outermost first
 */
export function proposeInDefault({ cursor, parts }: Place, containers: readonly JsonContainer[]): Proposal[] {
  const owner = parts.at(-1);
  if (owner === undefined) return [];
  if (!isField(owner)) return owner.type === 'enum' && containers.length === 0 ? symbolsOf(owner) : [];
  let candidates = [owner.schema];
  for (const [index, container] of containers.entries()) {
    const next = containers[index + 1];
    const inside = candidates.flatMap(concrete);
    if (container.kind === 'array') {
      candidates = inside.flatMap((each) => (each.type === 'array' ? [each.items] : []));
      continue;
    }
    const records = inside.filter((each) => each.type === 'record');
    if (next === undefined && cursor.slot === 'name') return records.flatMap((record) => proposeFields(record, container, cursor));
    const name = (next === undefined ? cursor.property : container.properties.find(({ value }) => value === next))?.name.value ?? '';
    const fields = records.flatMap((record) => findField(record, name)?.schema ?? []);
    candidates = [...inside.flatMap((each) => (each.type === 'map' ? [each.values] : [])), ...fields];
  }
  return withoutRepeats(candidates.flatMap((schema) => proposeValues(schema, cursor)));
}

function withoutRepeats(proposals: readonly Proposal[]): Proposal[] {
  return [...new Map(proposals.toReversed().map((each) => [each.label, each] as const)).values()].reverse();
}

/** The schemas that a value may be of: the branches of a union, whatever references point to. */
function concrete(schema: Schema): ValueSchema[] {
  const target = dereference(schema);
  if (target === undefined) return [];
  if (target.type !== 'union') return [target];
  // A union directly inside of a union is a mistake.
  return target.branches.flatMap((branch) => dereference(branch) ?? []).filter((branch) => branch.type !== 'union');
}

function proposeValues(schema: Schema, cursor: JsonCursor): Proposal[] {
  return concrete(schema).flatMap((branch, index) =>
    valuesOf(branch, cursor).map((proposal) =>
      index === 0
        ? proposal
        : { ...proposal, meaning: 'Not of the union’s first branch: readers before Avro 1.12 refuse it as a default.' },
    ),
  );
}

function valuesOf(schema: ValueSchema, { inQuotes }: JsonCursor): Proposal[] {
  switch (schema.type) {
    case 'null':
      return [value('null')];
    case 'boolean':
      return [value('true'), value('false')];
    case 'enum':
      return symbolsOf(schema);
    case 'record':
      return recordValue(schema);
    case 'invalid':
      return [];
    default: {
      const template = plainTemplate(schema);
      const text = textOf(template);
      // An empty text is there already where the cursor is in quotes.
      if (text === '' || (inQuotes && text === '""')) return [];
      const { logicalType } = schema;
      const detail = plainMeaning(schema) ?? (logicalType === undefined ? undefined : logicalTypeText(logicalType));
      return [
        {
          label: text.length > 40 ? typeText(schema) : (/^"(.+)"$/.exec(text)?.[1] ?? text),
          kind: 'value',
          template,
          ...(detail !== undefined && { detail }),
        },
      ];
    }
  }
}

/** What the plainest value of a logical type is. */
function plainMeaning({ logicalType }: ValueSchema): string | undefined {
  switch (logicalType?.name) {
    case 'decimal':
    case 'big-decimal':
      return `0 as ${logicalTypeText(logicalType)}`;
    case 'date':
      return '1970-01-01';
    case 'time-millis':
    case 'time-micros':
      return 'midnight';
    case 'timestamp-millis':
    case 'timestamp-micros':
    case 'timestamp-nanos':
      return '1970-01-01T00:00:00Z';
    case 'local-timestamp-millis':
    case 'local-timestamp-micros':
    case 'local-timestamp-nanos':
      return '1970-01-01T00:00:00';
    default:
      return undefined;
  }
}

function value(json: string): Proposal {
  return { label: json.replace(/^"(.*)"$/, '$1'), kind: 'value', template: [json] };
}

function symbolsOf({ symbols }: EnumSchema): Proposal[] {
  return symbols.map((symbol) => value(JSON.stringify(symbol.value))).filter(({ label }) => label !== '');
}

function recordValue(schema: RecordSchema): Proposal[] {
  const template = plainTemplate(schema);
  const isEmpty = textOf(template) === '{}';
  return [
    {
      label: isEmpty ? '{}' : typeText(schema),
      kind: 'template',
      template: isEmpty ? ['{', { hole: '' }, '}'] : template,
      detail: isEmpty ? `every field of ${typeText(schema)} has a default` : 'with all fields that have no default',
    },
  ];
}

/** The fields that a record in a default does not name yet: those first that it must name. */
function proposeFields({ fields }: RecordSchema, container: JsonObject, cursor: JsonCursor): Proposal[] {
  const present = new Set(container.properties.filter((property) => property !== cursor.property).map(({ name }) => name.value));
  const missing = fields.filter(({ name }) => name !== undefined && name.value !== '' && !present.has(name.value));
  const required = missing.filter((field) => field.default === undefined);
  const optional = missing.filter((field) => field.default !== undefined);
  const proposals = [...required, ...optional].map((field): Proposal => {
    const name = JSON.stringify(field.name?.value ?? '');
    const demand = field.default === undefined ? 'required' : `default ${short(jsonToText(field.default))}`;
    return {
      label: field.name?.value ?? '',
      kind: 'attribute',
      template: cursor.hasColon ? [name] : [`${name}: `, ...plainTemplate(field.schema)],
      detail: `${typeText(field.schema)}, ${demand}`,
      ...(field.doc !== undefined && { meaning: escapeMarkdown(field.doc) }),
    };
  });
  if (required.length < 2 || cursor.hasColon) return proposals;
  return [...proposals, { label: 'all required fields', kind: 'template', template: fieldTemplates(required, newMaking()) }];
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

interface Making {
  /** The records that are being made: one inside of itself has no end. */
  readonly open: Set<RecordSchema>;
  /** How many schemas may still be looked at, since records may share others without bound. */
  left: number;
}

function newMaking(): Making {
  return { open: new Set(), left: 200 };
}

/** The plainest value, in which each part is to be typed over; `null` and an empty record stay. */
function plainTemplate(schema: Schema, making: Making = newMaking()): Template {
  const target = dereference(schema);
  if (target === undefined || making.left-- <= 0) return [{ hole: '' }];
  if (target.type === 'union') {
    const first = target.branches.find((branch) => branch.type !== 'union');
    return first === undefined ? [{ hole: '' }] : plainTemplate(first, making);
  }
  if (target.type === 'record') return recordTemplate(target, making);
  const text = plainValue('', target, everything) ?? '';
  if (text === 'null') return [text];
  const [, open, inner, close] = /^(["[{])(.*)(["\]}])$/.exec(text) ?? [];
  return open === undefined || close === undefined ? [{ hole: text }] : [open, { hole: inner ?? '' }, close];
}

/** Whatever Java's Avro would say of it: the type is to be seen. */
const everything: DefaultOptions = { isForward: () => false, isElsewhere: () => false, isUnfinished: () => false };

function recordTemplate(record: RecordSchema, making: Making): Template {
  if (making.open.has(record)) return ['{', { hole: '' }, '}'];
  const required = record.fields.filter(({ name, default: given }) => name !== undefined && given === undefined);
  if (required.length === 0) return ['{', { hole: '' }, '}'];
  making.open.add(record);
  const template: Template = ['{ ', ...fieldTemplates(required, making), ' }'];
  making.open.delete(record);
  return template;
}

function fieldTemplates(fields: readonly Field[], making: Making): Template {
  return fields.flatMap(({ name, schema }, index) => [
    `${index > 0 ? ', ' : ''}${JSON.stringify(name?.value ?? '')}: `,
    ...plainTemplate(schema, making),
  ]);
}

function quotedHole(hole: string): Template {
  return ['"', { hole }, '"'];
}

function textOf(template: Template): string {
  return template.map((piece) => (typeof piece === 'string' ? piece : piece.hole)).join('');
}
