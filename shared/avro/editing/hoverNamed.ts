import { escapeMarkdown } from '../../markdown.ts';
import { textName } from '../../textNames.ts';
import type { Digest } from '../canonical.ts';
import { canonicalForm, crc64Digits, fingerprints } from '../canonical.ts';
import type { OtherNames } from '../nameIndex.ts';
import type { EnumSchema, Field, NamedSchema, NameReference, Schema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed } from '../schemaTree.ts';
import { bytesText, encodedSize, numberText, sizeText } from '../sizes.ts';
import { logicalTypeText, typeText } from '../typeText.ts';
import { defaultMeaning, defaultText } from './hoverValue.ts';
import { code, codeBlock, shortLines, shortList, specLink } from './hoverMarkdown.ts';
import { logicalMeaning } from './logicalMeaning.ts';

/** What is known beside the text. */
export interface HoverContext {
  readonly otherNames: OtherNames;
  /** Undefined where there is none, and no fingerprints are shown. */
  readonly digest: Digest | undefined;
  /** Whether the type is defined in the text itself. */
  readonly isOwn: (schema: NamedSchema) => boolean;
}

export function describeReference({ fullname, target }: NameReference, context: HoverContext): string {
  return target === undefined ? `${code(fullname)} is defined nowhere.` : describeNamed(target, context);
}

/** A named type: what it is for, what it holds, how large its values are, and what tells it from others. */
export function describeNamed(schema: NamedSchema, context: HoverContext): string {
  const kind = schema.type === 'record' && schema.isError ? 'error' : schema.type;
  const size = schema.type === 'fixed' && schema.size !== undefined ? `, ${bytesText(schema.size)}` : '';
  const lines = [`${kind} **${escapeMarkdown(schema.fullname ?? schema.name?.value ?? '')}**${size}`];
  if (schema.doc !== undefined) lines.push(escapeMarkdown(schema.doc));
  if (schema.logicalType !== undefined) lines.push(`${typeWithUnderlying(schema)}: ${lowerFirst(logicalMeaning(schema))}`);
  lines.push(...contentsOf(schema));
  if (schema.aliases.length > 0) lines.push(`Aliases: ${shortList(schema.aliases.map(({ value }) => code(value)))}`);
  lines.push(...placeOf(schema, context), ...fingerprintsOf(schema, context), specLink(schema.type));
  return lines.join('\n\n');
}

function contentsOf(schema: NamedSchema): string[] {
  const size = encodedSize(schema);
  const encoded = size === undefined ? '' : `, encoded in ${sizeText(size)}`;
  if (schema.type === 'fixed') return [];
  if (schema.type === 'record') {
    const fields = schema.fields.map((field) => `${field.name?.value ?? '?'}: ${shortened(typeText(field.schema))}${defaultSuffix(field)}`);
    const count = `${counted(fields.length, 'field')}${encoded}.`;
    return fields.length === 0 ? [count] : [codeBlock(shortLines(fields)), count];
  }
  const symbols = schema.symbols.map(({ value }) => code(value));
  const fallback = schema.default === undefined ? '' : `; the default is ${code(schema.default.value)}`;
  return [...(symbols.length === 0 ? [] : [shortList(symbols)]), `${counted(symbols.length, 'symbol')}${encoded}${fallback}.`];
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count === 0 ? 'No' : numberText(count)} ${noun}s`;
}

function defaultSuffix({ default: given }: Field): string {
  return given === undefined ? '' : ` = ${defaultText(given, 40)}`;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function placeOf(schema: NamedSchema, { otherNames, isOwn }: HoverContext): string[] {
  if (isOwn(schema) || schema.fullname === undefined) return [];
  const [definition] = otherNames.find(schema.fullname);
  return definition === undefined ? [] : [`Defined in [${escapeMarkdown(textName(definition.uri))}](<${definition.uri}>).`];
}

function fingerprintsOf(schema: NamedSchema, { digest }: HoverContext): string[] {
  const form = digest === undefined ? undefined : canonicalForm(schema);
  if (digest === undefined || form === undefined) return [];
  const { crc64, md5, sha256 } = fingerprints(form, digest);
  return [`Fingerprints: CRC-64-AVRO ${code(crc64Digits(crc64))}, MD5 ${code(md5)}, SHA-256 ${code(sha256)}`];
}

/** @param owner the record or message that it belongs to */
export function describeField(field: Field, owner: SchemaPart | undefined): string {
  const ownName = ownerName(owner);
  const of = ownName === undefined ? '' : ` of ${code(ownName)}`;
  const kind = field.isParameter === true ? 'parameter' : 'field';
  const lines = [`${kind} **${escapeMarkdown(field.name?.value ?? '')}**${of}: ${typeWithUnderlying(field.schema)}`];
  if (field.doc !== undefined) lines.push(escapeMarkdown(field.doc));
  if (field.schema.logicalType !== undefined) lines.push(logicalMeaning(field.schema));
  lines.push(field.default === undefined ? 'Required: it has no default.' : `Default: ${describeDefault(field)}`);
  const size = encodedSize(field.schema);
  if (size !== undefined) lines.push(`Encoded in ${sizeText(size)}.`);
  if (field.aliases.length > 0) lines.push(`Aliases: ${shortList(field.aliases.map(({ value }) => code(value)))}`);
  return [...lines, specLink(field.isParameter === true ? 'message' : 'record')].join('\n\n');
}

function describeDefault(field: Field): string {
  if (field.default === undefined) return '';
  const meaning = defaultMeaning(field);
  return code(defaultText(field.default, 80)) + (meaning === undefined ? '' : `, which is ${code(meaning)}`);
}

function ownerName(owner: SchemaPart | undefined): string | undefined {
  if (owner === undefined || isField(owner)) return undefined;
  return owner.type === 'message' ? owner.name.value : isNamed(owner) ? owner.fullname : undefined;
}

/** A type in a few words; a logical type with what it annotates. */
export function typeWithUnderlying(schema: Schema): string {
  if (schema.logicalType === undefined) return code(typeText(schema));
  const on = schema.type === 'fixed' && schema.size !== undefined ? `fixed(${schema.size})` : schema.type;
  return `${code(logicalTypeText(schema.logicalType))} on ${code(on)}`;
}

/** @param value one of the symbols */
export function describeSymbol(value: string, schema: EnumSchema): string {
  const place = schema.symbols.findIndex((symbol) => symbol.value === value);
  const of = schema.fullname === undefined ? '' : ` of ${code(schema.fullname)}`;
  return `symbol **${escapeMarkdown(value)}**${of}, written as ${place}`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
